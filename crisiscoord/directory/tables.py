"""The tables of people, accounts, sessions, feeds and links, and of the directory: bodies, contacts, roster, log.

None holds a secret: what opens something is kept as a digest.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Index, LargeBinary, Table, Text, UniqueConstraint, false
from sqlmodel import Field, SQLModel


class PersonRow(SQLModel, table=True):
    """Somebody who signs in. Their seats are accounts; a person without one may do nothing and see nothing."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_email", "email", unique=True),
        Index("ix_person_subject", "subject", unique=True),
    )

    id: str = Field(primary_key=True, max_length=64)
    name: str
    #: In small letters.
    email: str
    #: Argon2id, in its own notation; None: no password was ever chosen.
    password: str | None = None
    password_at: datetime | None = None
    #: SHA-256 of the issuer and of the subject that an identity provider names this person by.
    subject: bytes | None = Field(default=None, sa_type=LargeBinary)
    #: The seat taken last.
    seat: str | None = Field(default=None, max_length=64)
    created_at: datetime
    disabled_at: datetime | None = None


class OneTimeRow(SQLModel, table=True):
    """A link that opens something once: the first account, a session, the choice of a password."""

    __tablename__ = "one_time"
    __table_args__ = (Index("ix_one_time_person", "person"), Index("ix_one_time_expires_at", "expires_at"))

    #: SHA-256 of the secret in the link.
    digest: bytes = Field(primary_key=True, sa_type=LargeBinary)
    purpose: str = Field(max_length=16)
    #: Whose it is; None for the first account, which is nobody's yet.
    person: str | None = Field(default=None, foreign_key="person.id", max_length=64)
    created_at: datetime
    expires_at: datetime


class AccountRow(SQLModel, table=True):
    """Who may ask, in which role and how far. `id` is what journals keep of a person: never their name.

    An account is a seat of a person, or stands for a program alone (`person` empty).
    """

    __tablename__ = "account"
    __table_args__ = (Index("ix_account_token", "token", unique=True), Index("ix_account_person", "person"))

    id: str = Field(primary_key=True, max_length=64)
    label: str
    role: str
    #: Ids separated by spaces.
    bodies: str = Field(default="", sa_type=Text)
    departements: str = Field(default="", sa_type=Text)
    email: str | None = None
    #: The only dossier that it may know of, when it stands for a link.
    dossier: str | None = Field(default=None, max_length=64)
    #: SHA-256 of the token; for the seat of a person, 32 random bytes that no token has.
    token: bytes = Field(sa_type=LargeBinary)
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    #: Whose seat this is. No foreign key: SQLite would have to make the table again.
    person: str | None = Field(default=None, max_length=64)


class SessionRow(SQLModel, table=True):
    """A browser that has signed in."""

    __tablename__ = "session"
    __table_args__ = (
        Index("ix_session_account", "account"),
        Index("ix_session_seen_at", "seen_at"),
        Index("ix_session_person", "person"),
    )

    #: SHA-256 of what the cookie holds.
    digest: bytes = Field(primary_key=True, sa_type=LargeBinary)
    account: str = Field(foreign_key="account.id", max_length=64)
    created_at: datetime
    #: Last use, to within `sessions.SEEN_EVERY`.
    seen_at: datetime
    person: str | None = Field(default=None, max_length=64)
    #: How it was opened: password, link, provider, token, demo, setup.
    way: str = Field(default="token", max_length=16, sa_column_kwargs={"server_default": "token"})
    #: The browser in a few words, for its owner to recognise.
    agent: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})


class OwnTokenRow(SQLModel, table=True):
    """A token that somebody made for a program, for one of their seats."""

    __tablename__ = "own_token"
    __table_args__ = (Index("ix_own_token_digest", "digest", unique=True), Index("ix_own_token_account", "account"))

    id: str = Field(primary_key=True, max_length=32)
    #: SHA-256 of the token.
    digest: bytes = Field(sa_type=LargeBinary)
    account: str = Field(foreign_key="account.id", max_length=64)
    label: str
    reads_only: bool
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


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
    #: Codes of crisiscoord.domain.skills.
    skills: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
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
    for_exercises: bool = Field(default=False, sa_type=Boolean, sa_column_kwargs={"server_default": false()})
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


class UndertakingRow(SQLModel, table=True):
    """Somebody accepted the undertaking of confidentiality: a person, whatever the seat, in one version."""

    __tablename__ = "undertaking"

    person: str = Field(primary_key=True, foreign_key="person.id", max_length=64)
    version: int = Field(primary_key=True)
    #: SHA-256 of the text that was shown, in hexadecimal.
    digest: str = Field(max_length=64)
    at: datetime
    #: The seat in which it was accepted.
    account: str = Field(max_length=64)


class LinkRow(SQLModel, table=True):
    """What opens one dossier without an account: the field link of a body, or a liaison link to a département.

    The account that it stands for says its role, its scope, until when, and whether it was revoked.
    """

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("dossier", "place", name="uq_link_dossier_place"),
        Index("ix_link_secret", "secret", unique=True),
        Index("ix_link_code", "code", unique=True),
    )

    account: str = Field(primary_key=True, foreign_key="account.id", max_length=64)
    dossier: str = Field(max_length=64)
    #: The body of a field link, so that it has one; the account itself of a liaison link, and of one that has ended.
    place: str = Field(max_length=64)
    kind: str
    body: str = ""
    departement: str
    #: Digests, keyed with the secret of the installation, of what the address holds and of what is dictated.
    secret: bytes = Field(sa_type=LargeBinary)
    code: bytes = Field(sa_type=LargeBinary)
    #: The account that gave it; `system` for those that are made at activation.
    given_by: str
    ended_by: str | None = None
    uses: int = 0
    used_at: datetime | None = None


def _table_of(model: type[SQLModel]) -> Table:
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


PERSON = _table_of(PersonRow)
OWN_TOKEN = _table_of(OwnTokenRow)
ONE_TIME = _table_of(OneTimeRow)
ACCOUNT = _table_of(AccountRow)
SESSION = _table_of(SessionRow)
FEED = _table_of(FeedRow)
BODY = _table_of(BodyRow)
CONTACT = _table_of(ContactRow)
ROSTER = _table_of(RosterRow)
DIRECTORY_LOG = _table_of(DirectoryLogRow)
LINK = _table_of(LinkRow)
UNDERTAKING = _table_of(UndertakingRow)
