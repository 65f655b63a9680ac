"""Bodies, their contacts, the roster of possible representatives, and the log of their changes."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString, UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("id", AutoString(length=64), nullable=False),
        sa.Column("kind", AutoString(length=16), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("state", AutoString(length=16), nullable=False),
        sa.Column("siren", AutoString(length=9), nullable=False),
        sa.Column("siret", AutoString(length=14), nullable=False),
        sa.Column("commune", AutoString(length=5), nullable=False),
        sa.Column("communes", sa.Text(), nullable=False),
        sa.Column("epci", AutoString(length=9), nullable=False),
        sa.Column("departements", sa.Text(), nullable=False),
        sa.Column("phone", AutoString(), nullable=False),
        sa.Column("on_call", AutoString(), nullable=False),
        sa.Column("email", AutoString(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("changed_by", AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_body"),
    )
    op.create_index("ix_body_changed", "body", ["changed"])
    op.create_table(
        "contact",
        sa.Column("id", AutoString(length=64), nullable=False),
        sa.Column("body", AutoString(length=64), nullable=False),
        sa.Column("function", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("phone", AutoString(), nullable=False),
        sa.Column("email", AutoString(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("on_call", sa.Boolean(), nullable=False),
        sa.Column("for_exercises", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
    )
    op.create_index("ix_contact_body", "contact", ["body"])
    op.create_index("ix_contact_removed_at", "contact", ["removed_at"])
    op.create_table(
        "roster",
        sa.Column("id", AutoString(length=64), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("function", AutoString(), nullable=False),
        sa.Column("phone", AutoString(), nullable=False),
        sa.Column("email", AutoString(), nullable=False),
        sa.Column("body", AutoString(length=64), nullable=False),
        sa.Column("departements", sa.Text(), nullable=False),
        sa.Column("periods", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roster"),
    )
    op.create_table(
        "directory_log",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("account", AutoString(length=64), nullable=False),
        sa.Column("role", AutoString(length=32), nullable=False),
        sa.Column("body", AutoString(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", "line", name="pk_directory_log"),
    )
    op.create_index("ix_directory_log_body", "directory_log", ["body", "number"])
