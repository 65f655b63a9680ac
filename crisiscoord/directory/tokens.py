"""Accounts, and the API tokens that stand for them. A token is shown once, when it is made; its digest is kept."""

import contextlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from ..clock import monotonic
from ..domain.places import TerritoryView
from ..domain.vocabulary import ROLES, label
from ..domain.words import Actor
from ..errors import Malformed, Missing, Unavailable
from .ledger import Ledger
from .remembered import Remembered
from .scopes import scope_of
from .tables import ACCOUNT, OWN_TOKEN
from .undertakings import is_signed, unsigned_actor

#: How every token begins, so that one is recognised where it should not be.
PREFIX = "cc_"
#: How every token begins that somebody made for a program of theirs (own_tokens.py).
OWN_PREFIX = "ccp_"
#: The last use of such a token is written no more often than this.
USED_EVERY = timedelta(minutes=5)
#: Accounts listed at once.
MOST_LISTED = 1_000

_TOKEN = re.compile(r"ccp?_[A-Za-z0-9_-]{43}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
_LABEL = 200
_SECRET_BYTES = 32
_LONGEST = timedelta(days=3_650)


class BadAccount(Malformed):
    code, title = "bad_account", "Compte impossible à créer"


@dataclass(frozen=True)
class Account:
    """Who may ask, until when. `expires_at` None: until revoked."""

    id: str
    label: str
    role: str
    bodies: tuple[str, ...]
    departements: tuple[str, ...]
    email: str | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    dossier: str | None = None

    def holds(self, now: datetime) -> bool:
        """Say whether the account may still be used."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    @cached_property
    def actor(self) -> Actor:
        return Actor(
            account=self.id,
            role=self.role,
            name=self.label,
            bodies=self.bodies,
            departements=self.departements,
            email=self.email,
            dossier=self.dossier,
        )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a token stands for: an account, or a seat of somebody for a time (`own`: the id of their token)."""

    account: Account
    actor: Actor
    own: str | None = None
    until: datetime | None = None
    used_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.account.holds(now) and (self.until is None or now < self.until)

    def is_to_note(self, now: datetime) -> bool:
        return self.own is not None and (self.used_at is None or now >= self.used_at + USED_EVERY)


def account_of(row: Row[Any]) -> Account:
    """Read a row of the table of accounts."""
    return Account(
        id=row.id,
        label=row.label,
        role=row.role,
        bodies=tuple(row.bodies.split()),
        departements=tuple(row.departements.split()),
        email=row.email,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        dossier=row.dossier,
    )


def digest_of(secret: str) -> bytes:
    """Return what is kept of a token or of a cookie: 32 random bytes need no salt and no slow hash."""
    return sha256(secret.encode()).digest()


class Tokens:
    """Makes, recognises and revokes tokens. Its methods wait for the database: call them in a thread."""

    def __init__(
        self,
        ledger: Ledger,
        known: Callable[[], TerritoryView],
        now_s: Callable[[], float] = monotonic,
        asked: int | None = None,
    ) -> None:
        """`known` gives the territory and the bodies of the directory as they are now.

        `asked` is the version of the undertaking that persons must have accepted; None: nothing is asked.
        """
        self._ledger, self._known, self._asked = ledger, known, asked
        self._remembered: Remembered[_Shown] = Remembered(now_s)

    def create(
        self,
        role: str,
        now: datetime,
        *,
        bodies: tuple[str, ...] = (),
        departements: tuple[str, ...] = (),
        email: str | None = None,
        label: str = "",
        days: int | None = None,
    ) -> tuple[str, Account]:
        """Make an account and its token; the token cannot be had again.

        `label` is the name shown to those who watch the same dossier. `days`: how long it holds. Raises
        UnknownRole, BadScope or BadAccount, in French; Unavailable when it could not be written.
        """
        scope = scope_of(role, bodies, departements, self._known())
        account = new_account(
            role, scope.bodies, scope.departements, _email(email, role), _label(label, role), now, _end(days, now)
        )
        text = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        row = row_of(account, digest_of(text))
        self._ledger.change(lambda connection: connection.execute(insert(ACCOUNT).values(**row)), now)
        return text, account

    def actor(self, text: str, now: datetime, *, fresh: bool = False) -> Actor | None:
        """Return whom a token stands for; None when it stands for nobody, any more or at all.

        `fresh` asks the database even if the answer is remembered: for a socket whose rights are reviewed.
        """
        if _TOKEN.fullmatch(text) is None:
            return None
        key = digest_of(text)
        shown = (None if fresh else self._remembered.get(key)) or self._read(key)
        if shown is None or not shown.holds(now):
            return None
        if shown.is_to_note(now):
            self._note_use(key, shown, now)
        return shown.actor

    def remembered(self, text: str, now: datetime) -> Actor | None:
        """Return whom a token stands for if that is known without the database: may be called on the loop."""
        shown = self._remembered.get(digest_of(text)) if _TOKEN.fullmatch(text) else None
        return shown.actor if shown and shown.holds(now) and not shown.is_to_note(now) else None

    def revoke(self, account: str, now: datetime) -> None:
        """End an account, its token and its sessions, everywhere. Raises Missing when there is no such account."""

        def write(connection: Connection) -> int:
            # Once ended, it stays ended at the instant it was.
            ended = update(ACCOUNT).where(_is(account)).where(ACCOUNT.c.revoked_at.is_(None)).values(revoked_at=now)
            connection.execute(ended)
            return len(connection.execute(select(ACCOUNT.c.id).where(_is(account))).all())

        found = self._ledger.change(write, now)
        self.forget()
        if not found:
            raise Missing(f"Aucun compte ne porte l’identifiant « {account} ».")

    def standing(self, now: datetime) -> list[Account]:
        """Return the accounts of programs that may be used, oldest first, `MOST_LISTED` at most."""
        stands = and_(ACCOUNT.c.revoked_at.is_(None), or_(ACCOUNT.c.expires_at.is_(None), ACCOUNT.c.expires_at > now))
        alone = select(ACCOUNT).where(stands).where(ACCOUNT.c.person.is_(None), ACCOUNT.c.dossier.is_(None))
        query = alone.order_by(ACCOUNT.c.created_at, ACCOUNT.c.id).limit(MOST_LISTED)
        with self._ledger.engine.connect() as connection:
            return [account_of(row) for row in connection.execute(query)]

    def served(self, now: datetime) -> frozenset[str]:
        """Return the ids of the bodies of which somebody has an account that may be used. A link is no account."""
        stands = and_(
            ACCOUNT.c.dossier.is_(None),
            ACCOUNT.c.revoked_at.is_(None),
            or_(ACCOUNT.c.expires_at.is_(None), ACCOUNT.c.expires_at > now),
        )
        query = select(ACCOUNT.c.bodies).where(stands).distinct()
        with self._ledger.engine.connect() as connection:
            return frozenset(body for row in connection.execute(query) for body in row.bodies.split())

    def forget(self) -> None:
        """Ask the database again from now on. To be called when `_directory` is rung."""
        self._remembered.forget()

    def _read(self, key: bytes) -> _Shown | None:
        begun = self._remembered.begin()
        with self._ledger.engine.connect() as connection:
            row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.token == key)).first()
            own = None if row else connection.execute(_OWN.where(OWN_TOKEN.c.digest == key)).first()
            found = row or own
            signed = found is None or is_signed(connection, found.person, self._asked)
        if found is None:
            return None
        account = account_of(found)
        actor = account.actor if signed else unsigned_actor(account.actor)
        if own is None:
            shown = _Shown(account, actor)
        else:
            actor = actor.model_copy(update={"reads_only": True}) if own.reads_only else actor
            shown = _Shown(account, actor, own.own, own.until, own.used_at)
        self._remembered.put(key, shown, begun)
        return shown

    def _note_use(self, key: bytes, shown: _Shown, now: datetime) -> None:
        """Write that a token is in use, without waiting: a lost note costs nothing."""
        used = update(OWN_TOKEN).where(OWN_TOKEN.c.id == shown.own).values(used_at=now)
        with contextlib.suppress(Unavailable):
            self._ledger.writer.run(lambda connection: connection.execute(used))
        self._remembered.put(key, replace(shown, used_at=now), self._remembered.begin())


_OWN = select(
    ACCOUNT,
    OWN_TOKEN.c.id.label("own"),
    OWN_TOKEN.c.expires_at.label("until"),
    OWN_TOKEN.c.used_at,
    OWN_TOKEN.c.reads_only,
).join(OWN_TOKEN, OWN_TOKEN.c.account == ACCOUNT.c.id)


def _is(account: str) -> ColumnElement[bool]:
    return ACCOUNT.c.id == account


def new_account(
    role: str,
    bodies: tuple[str, ...],
    departements: tuple[str, ...],
    email: str | None,
    label: str,
    now: datetime,
    until: datetime | None,
) -> Account:
    """Return an account that is not kept yet, with an id of its own."""
    id = f"a-{secrets.token_hex(8)}"
    return Account(id, label, role, bodies, departements, email, now, until, revoked_at=None)


def row_of(account: Account, token: bytes) -> dict[str, Any]:
    """Return what is kept of an account that is made now."""
    return {
        "id": account.id,
        "label": account.label,
        "role": account.role,
        "bodies": " ".join(account.bodies),
        "departements": " ".join(account.departements),
        "email": account.email,
        "token": token,
        "created_at": account.created_at,
        "expires_at": account.expires_at,
        "revoked_at": None,
    }


def _label(given: str, role: str) -> str:
    text = given.strip() or label(ROLES, role)
    if len(text) > _LABEL or not text.isprintable():
        raise BadAccount(f"Le nom affiché tient sur une ligne de {_LABEL} caractères au plus.")
    return text


def _email(given: str | None, role: str) -> str | None:
    text = (given or "").strip()
    if text and _EMAIL.fullmatch(text) is None:
        raise BadAccount(f"« {text} » n’est pas une adresse de courriel.")
    if not text and role == "representant_unccas":
        raise BadAccount("Un représentant est reconnu à son courriel, celui de sa désignation : donnez-le.")
    return text or None


def _end(days: int | None, now: datetime) -> datetime | None:
    if days is None:
        return None
    if not 1 <= days <= _LONGEST.days:
        raise BadAccount(f"La durée va de 1 à {_LONGEST.days} jours.")
    return now + timedelta(days=days)
