"""What is to be sent, and how far the journals have been read for it."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString, UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followed",
        sa.Column("follower", AutoString(length=32), nullable=False),
        sa.Column("dossier", AutoString(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("follower", "dossier", name="pk_followed"),
    )
    op.create_table(
        "outbox",
        sa.Column("dossier", AutoString(length=64), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("recipient", AutoString(length=64), nullable=False),
        sa.Column("channel", AutoString(length=16), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.Column("card", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", UTCDateTime(), nullable=True),
        sa.Column("fault", AutoString(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("held_until", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("dossier", "entry", "recipient", "channel", name="pk_outbox"),
    )
    op.create_index("ix_outbox_next_at", "outbox", ["next_at"])
    op.create_index("ix_outbox_link", "outbox", ["link"], unique=True)
