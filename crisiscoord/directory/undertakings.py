"""Who accepted the undertaking of confidentiality, when, and which version of it (convention CPAM-Caf-SIAO, art. 11).

A person accepts once for all their seats; a new version asks everybody again. What was accepted is never removed: the
obligations survive the end of the mission, and any party may ask to see the undertakings.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ..domain.words import Actor
from .ledger import Ledger
from .tables import PERSON, UNDERTAKING

#: Acceptances in one export: beyond, the first ones that were asked for.
MOST_LISTED = 50_000


@dataclass(frozen=True, slots=True)
class Signed:
    """One acceptance."""

    person: str
    name: str
    email: str
    version: int
    digest: str
    at: datetime


def is_signed(connection: Connection, person: str | None, asked: int | None) -> bool:
    """Say whether somebody has accepted the undertaking of today, or is asked none: the one rule of all that stands for
    a person (sessions, tokens, calendar feeds).

    `asked` is its version, None where there is none; `person` None: an account that is nobody's seat (decision 0038).
    """
    if asked is None or person is None:
        return True
    mine = select(UNDERTAKING.c.at).where(UNDERTAKING.c.person == person, UNDERTAKING.c.version == asked)
    return connection.execute(mine).first() is not None


def unsigned_actor(actor: Actor) -> Actor:
    """Return somebody as who has not accepted it: `policy.must_sign_first` says what they may still ask."""
    return actor.model_copy(update={"unsigned": True})


class Undertakings:
    """Keeps acceptances. Its methods wait for the database: call them in a thread."""

    def __init__(self, ledger: Ledger, forget: Sequence[Callable[[], None]]) -> None:
        """`forget`: what remembers who somebody is, to be asked again once they have accepted."""
        self._ledger, self._forget = ledger, forget

    def sign(self, person: str, account: str, version: int, digest: str, now: datetime) -> datetime:
        """Keep that a person accepts a version; the same again changes nothing. Returns when it was accepted."""
        row = {"person": person, "version": version, "digest": digest, "at": now, "account": account}

        def write(connection: Connection) -> datetime:
            before = connection.execute(
                select(UNDERTAKING.c.at).where(UNDERTAKING.c.person == person, UNDERTAKING.c.version == version)
            ).first()
            if before is not None:
                return before.at  # type: ignore[no-any-return]
            connection.execute(insert(UNDERTAKING).values(**row))
            return now

        at = self._ledger.change(write, now)
        for forget in self._forget:
            forget()
        return at

    def signed_at(self, person: str, version: int) -> datetime | None:
        """Return when a person accepted a version; None when they have not."""
        query = select(UNDERTAKING.c.at).where(UNDERTAKING.c.person == person, UNDERTAKING.c.version == version)
        with self._ledger.engine.connect() as connection:
            return connection.execute(query).scalar()

    def listed(self) -> list[Signed]:
        """Return all acceptances, the oldest first, `MOST_LISTED` at most."""
        columns = (PERSON.c.id, PERSON.c.name, PERSON.c.email)
        kept = (UNDERTAKING.c.version, UNDERTAKING.c.digest, UNDERTAKING.c.at)
        query = select(*columns, *kept).join(UNDERTAKING, UNDERTAKING.c.person == PERSON.c.id)
        with self._ledger.engine.connect() as connection:
            rows = connection.execute(query.order_by(UNDERTAKING.c.at, PERSON.c.id).limit(MOST_LISTED)).all()
        return [Signed(row.id, row.name, row.email, row.version, row.digest, row.at) for row in rows]
