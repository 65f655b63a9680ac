"""Tokens that people make for their programs: for one of their seats, for a time, perhaps to read only."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString, UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_token",
        sa.Column("id", AutoString(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("account", AutoString(length=64), nullable=False),
        sa.Column("label", AutoString(), nullable=False),
        sa.Column("reads_only", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_own_token"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_own_token_account_account"),
    )
    op.create_index("ix_own_token_digest", "own_token", ["digest"], unique=True)
    op.create_index("ix_own_token_account", "own_token", ["account"])
