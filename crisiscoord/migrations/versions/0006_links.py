"""The links that open one dossier without an account."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString, UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("dossier", AutoString(length=64), nullable=True))
    op.create_table(
        "link",
        sa.Column("account", AutoString(length=64), nullable=False),
        sa.Column("dossier", AutoString(length=64), nullable=False),
        sa.Column("place", AutoString(length=64), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.Column("departement", AutoString(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("given_by", AutoString(), nullable=False),
        sa.Column("ended_by", AutoString(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("account", name="pk_link"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_link_account_account"),
        sa.UniqueConstraint("dossier", "place", name="uq_link_dossier_place"),
    )
    op.create_index("ix_link_secret", "link", ["secret"], unique=True)
    op.create_index("ix_link_code", "link", ["code"], unique=True)
