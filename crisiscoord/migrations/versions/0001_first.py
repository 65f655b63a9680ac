"""The first schema: the journal and what goes with it, accounts and sessions, and the locks on the journal."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString, UTCDateTime

from crisiscoord.journal import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_journal()
    _make_beside_the_journal()
    _make_directory()
    triggers.install(op.get_bind())


def _make_journal() -> None:
    op.create_table(
        "head",
        sa.Column("dossier", AutoString(length=64), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", name="pk_head"),
    )
    op.create_table(
        "entry",
        sa.Column("dossier", AutoString(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("body", AutoString(), nullable=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "seq", name="pk_entry"),
    )
    op.create_index("ix_entry_dossier_at", "entry", ["dossier", "at"])
    op.create_index("ix_entry_dossier_body_seq", "entry", ["dossier", "body", "seq"])
    op.create_index("ix_entry_dossier_kind_seq", "entry", ["dossier", "kind", "seq"])
    op.create_table(
        "wording",
        sa.Column("dossier", AutoString(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("field", AutoString(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "seq", "field", name="pk_wording"),
    )


def _make_beside_the_journal() -> None:
    op.create_table(
        "receipt",
        sa.Column("dossier", AutoString(length=64), nullable=False),
        sa.Column("command", AutoString(length=36), nullable=False),
        sa.Column("account", AutoString(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=True),
        sa.Column("last", sa.BigInteger(), nullable=True),
        sa.Column("cursor", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "command", name="pk_receipt"),
    )
    op.create_table(
        "deadline",
        sa.Column("dossier", AutoString(length=64), nullable=False),
        sa.Column("card", AutoString(length=160), nullable=False),
        sa.Column("due", UTCDateTime(), nullable=False),
        sa.Column("set_seq", sa.BigInteger(), nullable=False),
        sa.Column("retry_at", UTCDateTime(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "card", name="pk_deadline"),
    )
    op.create_index("ix_deadline_retry_at", "deadline", ["retry_at"])
    op.create_table(
        "checkpoint",
        sa.Column("dossier", AutoString(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("projection", sa.Integer(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "seq", name="pk_checkpoint"),
    )


def _make_directory() -> None:
    op.create_table(
        "account",
        sa.Column("id", AutoString(length=64), nullable=False),
        sa.Column("label", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("bodies", sa.Text(), nullable=False),
        sa.Column("departements", sa.Text(), nullable=False),
        sa.Column("email", AutoString(), nullable=True),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
    )
    op.create_index("ix_account_token", "account", ["token"], unique=True)
    op.create_table(
        "session",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("account", AutoString(length=64), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_session_account_account"),
        sa.PrimaryKeyConstraint("digest", name="pk_session"),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_index("ix_session_seen_at", "session", ["seen_at"])
