"""The tables of accounts, sessions and feeds, and of the directory: bodies, contacts, roster, log of changes.

None holds a secret: tokens, cookies, addresses of feeds are kept as digests.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Index, LargeBinary, Table, Text
from sqlmodel import Field, SQLModel


class AccountRow(SQLModel, table=True):
    """Who may ask, in which role and how far. `id` is what journals keep of a person: never their name."""

    __tablename__ = "account"
    __table_args__ = (Index("ix_account_token", "token", unique=True),)

    id: str = Field(primary_key=True, max_length=64)
    label: str
    role: str
    #: Ids separated by spaces.
    bodies: str = Field(default="", sa_type=Text)
    departements: str = Field(default="", sa_type=Text)
    email: str | None = None
    #: SHA-256 of the token.
    token: bytes = Field(sa_type=LargeBinary)
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


class SessionRow(SQLModel, table=True):
    """A browser that has signed in."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_account", "account"), Index("ix_session_seen_at", "seen_at"))

    #: SHA-256 of what the cookie holds.
    digest: bytes = Field(primary_key=True, sa_type=LargeBinary)
    account: str = Field(foreign_key="account.id", max_length=64)
    created_at: datetime
    #: Last use, to within `sessions.SEEN_EVERY`.
    seen_at: datetime


class FeedRow(SQLModel, table=True):
    """The secret address at which calendar programs read the calendar of an account: one each."""

    __tablename__ = "feed"
    __table_args__ = (Index("ix_feed_digest", "digest", unique=True),)

    account: str = Field(primary_key=True, foreign_key="account.id", max_length=64)
    #: SHA-256 of the secret.
    digest: bytes = Field(sa_type=LargeBinary)
    created_at: datetime
    revoked_at: datetime | None = None


class BodyRow(SQLModel, table=True):
    """What is known of a body beyond what the territory tells: a body without a row is presumed.

    Several values in one column are separated by spaces. `changed` is the number of `_directory` at its last change.
    """

    __tablename__ = "body"
    __table_args__ = (Index("ix_body_changed", "changed"),)

    id: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=16)
    name: str
    state: str = Field(max_length=16)
    siren: str = Field(default="", max_length=9)
    siret: str = Field(default="", max_length=14)
    commune: str = Field(default="", max_length=5)
    communes: str = Field(default="", sa_type=Text)
    epci: str = Field(default="", max_length=9)
    departements: str = Field(default="", sa_type=Text)
    phone: str = ""
    on_call: str = ""
    email: str = ""
    hours: str = Field(default="", sa_type=Text)
    changed: int = Field(sa_type=BigInteger)
    changed_at: datetime
    changed_by: str = Field(max_length=64)


class ContactRow(SQLModel, table=True):
    """Somebody to call at a body. `removed_at`: called no more, erased for good a while later (contacts.KEPT)."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_body", "body"), Index("ix_contact_removed_at", "removed_at"))

    id: str = Field(primary_key=True, max_length=64)
    body: str = Field(max_length=64)
    function: str
    name: str = ""
    phone: str = ""
    email: str = ""
    rank: int = 1
    on_call: bool = Field(default=False, sa_type=Boolean)
    for_exercises: bool = Field(default=False, sa_type=Boolean)
    changed_at: datetime
    removed_at: datetime | None = None


class RosterRow(SQLModel, table=True):
    """Somebody who may be asked to represent the UNCCAS. `periods`: `2026-07-01/2026-07-15`, separated by spaces."""

    __tablename__ = "roster"

    id: str = Field(primary_key=True, max_length=64)
    name: str
    function: str
    phone: str = ""
    email: str = ""
    body: str = Field(default="", max_length=64)
    departements: str = Field(default="", sa_type=Text)
    periods: str = Field(default="", sa_type=Text)
    rank: int = 1
    changed_at: datetime


class DirectoryLogRow(SQLModel, table=True):
    """One change of the directory: who, when, what, in words that hold neither the name of a contact nor a number."""

    __tablename__ = "directory_log"
    __table_args__ = (Index("ix_directory_log_body", "body", "number"),)

    number: int = Field(primary_key=True, sa_type=BigInteger)
    line: int = Field(primary_key=True)
    at: datetime
    account: str = Field(max_length=64)
    role: str = Field(max_length=32)
    body: str = Field(default="", max_length=64)
    text: str = Field(sa_type=Text)


def _table_of(model: type[SQLModel]) -> Table:
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


ACCOUNT = _table_of(AccountRow)
SESSION = _table_of(SessionRow)
FEED = _table_of(FeedRow)
BODY = _table_of(BodyRow)
CONTACT = _table_of(ContactRow)
ROSTER = _table_of(RosterRow)
DIRECTORY_LOG = _table_of(DirectoryLogRow)
