"""The tables of the record. A row of `entry` is never updated and never deleted (triggers.py)."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Index, LargeBinary, MetaData, Table, Text
from sqlmodel import Field, SQLModel

#: Named constraints, so that a migration can find them again. Set before any table is defined.
SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


class HeadRow(SQLModel, table=True):
    """Where a journal stands: the row that is locked to take the next number.

    Ids beginning with `_` are reserved: `_directory` counts the changes of accounts and rights.
    """

    __tablename__ = "head"

    dossier: str = Field(primary_key=True, max_length=64)
    kind: str = ""
    seq: int = Field(default=0, sa_type=BigInteger)
    digest: bytes = Field(default=bytes(32), sa_type=LargeBinary)
    last_at: datetime
    #: While it is closed, nothing in it falls due.
    is_open: bool = Field(default=True, sa_type=Boolean)


class EntryRow(SQLModel, table=True):
    """One entry. `line` is the exact text that the chain covers; the other columns serve to find it."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_dossier_at", "dossier", "at"),
        Index("ix_entry_dossier_body_seq", "dossier", "body", "seq"),
        Index("ix_entry_dossier_kind_seq", "dossier", "kind", "seq"),
    )

    dossier: str = Field(primary_key=True, max_length=64)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime
    kind: str
    channel: str
    body: str | None = None
    line: str = Field(sa_type=Text)
    digest: bytes = Field(sa_type=LargeBinary)


class ReceiptRow(SQLModel, table=True):
    """What a command that was carried out got, bound to its author and to its content."""

    __tablename__ = "receipt"

    dossier: str = Field(primary_key=True, max_length=64)
    command: str = Field(primary_key=True, max_length=36)
    account: str
    salt: bytes = Field(sa_type=LargeBinary)
    digest: bytes = Field(sa_type=LargeBinary)
    first: int | None = Field(default=None, sa_type=BigInteger)
    last: int | None = Field(default=None, sa_type=BigInteger)
    cursor: str


class WordingRow(SQLModel, table=True):
    """Words of an entry, kept apart so that they can be forgotten; the entry holds sha256(salt ‖ text)."""

    __tablename__ = "wording"

    dossier: str = Field(primary_key=True, max_length=64)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    field: str = Field(primary_key=True, max_length=32)
    salt: bytes = Field(sa_type=LargeBinary)
    text: str = Field(sa_type=Text)


class DeadlineRow(SQLModel, table=True):
    """The next instant at which a card of an open dossier must be asked about."""

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_retry_at", "retry_at"),)

    dossier: str = Field(primary_key=True, max_length=64)
    card: str = Field(primary_key=True, max_length=160)
    due: datetime
    set_seq: int = Field(sa_type=BigInteger)
    #: Not asked before this instant: `due` at first, later after each refusal.
    retry_at: datetime
    refusals: int = 0


class CheckpointRow(SQLModel, table=True):
    """A board at some entry, to start from. Disposable; holds no words."""

    __tablename__ = "checkpoint"

    dossier: str = Field(primary_key=True, max_length=64)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    projection: int
    blob: bytes = Field(sa_type=LargeBinary)


class FollowedRow(SQLModel, table=True):
    """How far a follower has read a journal: what it had to do up to `seq` is in its outbox."""

    __tablename__ = "followed"

    follower: str = Field(primary_key=True, max_length=32)
    dossier: str = Field(primary_key=True, max_length=64)
    seq: int = Field(default=0, sa_type=BigInteger)


class OutboxRow(SQLModel, table=True):
    """One message owed because of one entry, to one recipient by one channel. Holds neither words nor addresses."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_next_at", "next_at"), Index("ix_outbox_link", "link", unique=True))

    dossier: str = Field(primary_key=True, max_length=64)
    entry: int = Field(primary_key=True, sa_type=BigInteger)
    recipient: str = Field(primary_key=True, max_length=64)
    channel: str = Field(primary_key=True, max_length=16)
    #: Whom the recipient answers for, and the thing on the board that the message is about.
    body: str
    card: str
    state: str
    #: SHA-256 of the secret in the message.
    link: bytes = Field(sa_type=LargeBinary)
    created_at: datetime
    #: When something is next to be done about it; None when nothing is.
    next_at: datetime | None = None
    attempts: int = 0
    #: The last attempt, or the sending.
    tried_at: datetime | None = None
    #: Why the last attempt failed, as a code.
    fault: str = ""
    #: Who is at it, and until when the others leave it alone.
    holder: str = ""
    held_until: datetime | None = None


def table_of(model: type[SQLModel]) -> Table:
    """Return the Core table of a model: rows are written in bulk through Core (performance.md, B)."""
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


HEAD = table_of(HeadRow)
ENTRY = table_of(EntryRow)
RECEIPT = table_of(ReceiptRow)
WORDING = table_of(WordingRow)
DEADLINE = table_of(DeadlineRow)
CHECKPOINT = table_of(CheckpointRow)
FOLLOWED = table_of(FollowedRow)
OUTBOX = table_of(OutboxRow)
