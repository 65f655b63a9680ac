"""The tables of accounts, sessions and feeds. None holds a secret: tokens, cookies, addresses are kept as digests."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Table, Text
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


def _table_of(model: type[SQLModel]) -> Table:
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


ACCOUNT = _table_of(AccountRow)
SESSION = _table_of(SessionRow)
FEED = _table_of(FeedRow)
