"""Links that open something once: the first account, a session, the choice of a password.

The secret stands behind the `#` of an address: a browser sends that part to nobody, so it is in no log and in no
referrer. Its digest is kept. Opening the page changes nothing: the filters of mail servers follow links.
"""

import re
import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Select, delete, insert, select

from ..errors import Missing
from .ledger import Ledger
from .tables import ONE_TIME, PERSON
from .tokens import digest_of

Purpose = Literal["setup", "session", "password"]

#: How long each holds: a mail is read at once, a first password can wait for Monday.
LASTS: dict[Purpose, timedelta] = {
    "setup": timedelta(hours=24),
    "session": timedelta(minutes=15),
    "password": timedelta(hours=1),
}
#: A link that somebody who gives accounts hands over.
HANDED = timedelta(days=3)
#: Links of one purpose that one person may have at once; the oldest ends.
MOST_EACH = 3

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class LinkSpent(Missing):
    code, title = "link_spent", "Lien déjà utilisé ou expiré"


class OneTime:
    """Makes and spends such links. Its methods wait for the database: call them in a thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def make(self, purpose: Purpose, person: str | None, now: datetime, lasts: timedelta | None = None) -> str:
        """Return a new secret, which cannot be had again."""
        secret = secrets.token_urlsafe(32)
        row = {
            "digest": digest_of(secret),
            "purpose": purpose,
            "person": person,
            "created_at": now,
            "expires_at": now + (lasts or LASTS[purpose]),
        }
        same = (ONE_TIME.c.purpose == purpose) & (
            ONE_TIME.c.person.is_(None) if person is None else ONE_TIME.c.person == person
        )

        def write(connection: Connection) -> None:
            connection.execute(delete(ONE_TIME).where(ONE_TIME.c.expires_at <= now))
            connection.execute(insert(ONE_TIME).values(**row))
            newest = select(ONE_TIME.c.digest).where(same).order_by(ONE_TIME.c.created_at.desc()).limit(MOST_EACH)
            kept = [one.digest for one in connection.execute(newest)]
            connection.execute(delete(ONE_TIME).where(same).where(ONE_TIME.c.digest.not_in(kept)))

        self._ledger.write(write)
        return secret

    def spend(self, secret: str, purpose: Purpose, now: datetime) -> str:
        """Return whose link this is, and end it. Raises LinkSpent for any other, and when it comes a second time."""
        key = key_of(secret)

        def write(connection: Connection) -> str | None:
            found = connection.execute(_holder(key, purpose, now)).first()
            connection.execute(delete(ONE_TIME).where(ONE_TIME.c.digest == key).where(ONE_TIME.c.purpose == purpose))
            return None if found is None else str(found.id)

        person = self._ledger.write(write) if key else None
        if person is None:
            raise spent()
        return person

    def stands(self, secret: str, purpose: Purpose, now: datetime) -> bool:
        """Say whether a link still opens something, and leave it as it is: neither spent nor ended, of an account."""
        with self._ledger.engine.connect() as connection:
            return connection.execute(_holder(key_of(secret), purpose, now)).first() is not None

    def whose(self, secret: str, purpose: Purpose, now: datetime) -> str:
        """Return whose link this is, and leave it as it is. Raises LinkSpent."""
        with self._ledger.engine.connect() as connection:
            found = connection.execute(_holder(key_of(secret), purpose, now)).first()
        if found is None:
            raise spent()
        return str(found.id)


def key_of(secret: str) -> bytes:
    """Return what is kept of a secret; of what cannot be one, what is kept of none."""
    return digest_of(secret) if _SECRET.fullmatch(secret) else b""


def is_standing(connection: Connection, secret: str, purpose: Purpose, now: datetime) -> bool:
    """Say whether a link may still be used, in the transaction that will use it."""
    standing = (ONE_TIME.c.digest == key_of(secret)) & (ONE_TIME.c.purpose == purpose) & (ONE_TIME.c.expires_at > now)
    return connection.execute(select(ONE_TIME.c.digest).where(standing)).first() is not None


def _holder(key: bytes, purpose: Purpose, now: datetime) -> Select[tuple[str]]:
    standing = (ONE_TIME.c.digest == key) & (ONE_TIME.c.purpose == purpose) & (ONE_TIME.c.expires_at > now)
    query = select(PERSON.c.id).join(ONE_TIME, ONE_TIME.c.person == PERSON.c.id)
    return query.where(standing).where(PERSON.c.disabled_at.is_(None))


def spent() -> LinkSpent:
    return LinkSpent("Ce lien n’est pas, ou n’est plus, valable. Demandez-en un autre depuis la page de connexion.")
