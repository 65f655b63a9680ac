"""The tokens that a person makes for their programs: for one seat, with a name, an end, and perhaps to read only.

A token is shown once; its digest is kept. It is recognised as any other (tokens.py), opens no session, and ends with
its seat. Revoking one closes its sockets.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from ..errors import Malformed, Missing, Refused
from .ledger import Ledger
from .tables import ACCOUNT, OWN_TOKEN
from .tokens import OWN_PREFIX, digest_of

#: Tokens of one person at once, and days that one may hold.
MOST_EACH, LONGEST_DAYS = 20, 365
_LABEL = 80


class BadToken(Malformed):
    code, title = "bad_token", "Jeton impossible à créer"


class TooManyTokens(Refused):
    code, title = "too_many_tokens", "Trop de jetons"


class NoSuchToken(Missing):
    code, title = "unknown_token", "Jeton inconnu"


@dataclass(frozen=True, slots=True)
class OwnToken:
    """A token as its owner sees it. `used_at` is its last use, to within five minutes."""

    id: str
    account: str
    label: str
    reads_only: bool
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class OwnTokens:
    """Makes, lists and revokes them. Its methods wait for the database: call them in a thread."""

    def __init__(self, ledger: Ledger, forget: Callable[[], None]) -> None:
        self._ledger, self._forget = ledger, forget

    def make(
        self, person: str, account: str, label: str, days: int, reads_only: bool, now: datetime
    ) -> tuple[str, OwnToken]:
        """Return a new token, which cannot be had again. Raises BadToken, TooManyTokens, NoSuchToken for the seat."""
        label = " ".join(label.split())
        if not 0 < len(label) <= _LABEL or not label.isprintable():
            raise BadToken(f"Le nom du jeton tient sur une ligne de {_LABEL} caractères au plus.")
        if not 1 <= days <= LONGEST_DAYS:
            raise BadToken(f"Un jeton dure de 1 à {LONGEST_DAYS} jours.")
        text = OWN_PREFIX + secrets.token_urlsafe(32)
        made = OwnToken(
            f"t-{secrets.token_hex(8)}", account, label, reads_only, now, now + timedelta(days=days), used_at=None
        )

        def write(connection: Connection) -> None:
            seat = select(ACCOUNT.c.id).where(ACCOUNT.c.person == person).where(ACCOUNT.c.id == account)
            if connection.execute(seat.where(ACCOUNT.c.revoked_at.is_(None))).first() is None:
                raise NoSuchToken("Vous n’occupez pas, ou n’occupez plus, ce siège.")
            connection.execute(delete(OWN_TOKEN).where(OWN_TOKEN.c.expires_at <= now))
            held = select(func.count()).select_from(OWN_TOKEN).where(OWN_TOKEN.c.account.in_(_seats_of(person)))
            if connection.execute(held).scalar_one() >= MOST_EACH:
                raise TooManyTokens(f"Une personne a {MOST_EACH} jetons au plus\u00a0: révoquez-en un.")
            row = {name: getattr(made, name) for name in OwnToken.__slots__}
            connection.execute(insert(OWN_TOKEN).values(**row, digest=digest_of(text)))

        self._ledger.write(write)
        return text, made

    def of(self, person: str, now: datetime) -> list[OwnToken]:
        """Return the tokens of a person that may be used, the newest first."""
        query = select(OWN_TOKEN).join(ACCOUNT, ACCOUNT.c.id == OWN_TOKEN.c.account)
        mine = query.where(ACCOUNT.c.person == person).where(ACCOUNT.c.revoked_at.is_(None))
        standing = mine.where(OWN_TOKEN.c.expires_at > now).order_by(OWN_TOKEN.c.created_at.desc(), OWN_TOKEN.c.id)
        with self._ledger.engine.connect() as connection:
            return [_token(row) for row in connection.execute(standing)]

    def revoke(self, person: str, id: str, now: datetime) -> None:
        """End a token of a person, in every process. Raises NoSuchToken."""
        gone = delete(OWN_TOKEN).where(OWN_TOKEN.c.id == id).where(OWN_TOKEN.c.account.in_(_seats_of(person)))
        count = self._ledger.change(lambda connection: connection.execute(gone).rowcount, now)
        self._forget()
        if not count:
            raise NoSuchToken("Ce jeton est déjà révoqué.")


def _seats_of(person: str) -> Any:
    return select(ACCOUNT.c.id).where(ACCOUNT.c.person == person).scalar_subquery()


def _token(row: Row[Any]) -> OwnToken:
    return OwnToken(row.id, row.account, row.label, row.reads_only, row.created_at, row.expires_at, row.used_at)
