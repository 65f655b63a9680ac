"""People who sign in, their seats and their one-time links; whose a session is, and how it was opened."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString, UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", AutoString(length=64), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("email", AutoString(), nullable=False),
        sa.Column("password", AutoString(), nullable=True),
        sa.Column("password_at", UTCDateTime(), nullable=True),
        sa.Column("subject", sa.LargeBinary(), nullable=True),
        sa.Column("seat", AutoString(length=64), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("disabled_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_email", "person", ["email"], unique=True)
    op.create_index("ix_person_subject", "person", ["subject"], unique=True)
    op.create_table(
        "one_time",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", AutoString(length=16), nullable=False),
        sa.Column("person", AutoString(length=64), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_one_time"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_one_time_person_person"),
    )
    op.create_index("ix_one_time_person", "one_time", ["person"])
    op.create_index("ix_one_time_expires_at", "one_time", ["expires_at"])
    op.add_column("account", sa.Column("person", AutoString(length=64), nullable=True))
    op.create_index("ix_account_person", "account", ["person"])
    op.add_column("session", sa.Column("person", AutoString(length=64), nullable=True))
    op.add_column("session", sa.Column("way", AutoString(length=16), nullable=False, server_default="token"))
    op.add_column("session", sa.Column("agent", AutoString(length=64), nullable=False, server_default=""))
    op.create_index("ix_session_person", "session", ["person"])
