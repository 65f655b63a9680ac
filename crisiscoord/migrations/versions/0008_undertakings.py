"""Who accepted the undertaking of confidentiality, and which version."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString, UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "undertaking",
        sa.Column("person", AutoString(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", AutoString(length=64), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("account", AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("person", "version", name="pk_undertaking"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_undertaking_person_person"),
    )
