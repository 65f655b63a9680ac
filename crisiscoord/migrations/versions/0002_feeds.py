"""The secret addresses of calendars."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("account", AutoString(length=64), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("account", name="pk_feed"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_feed_account_account"),
    )
    op.create_index("ix_feed_digest", "feed", ["digest"], unique=True)
