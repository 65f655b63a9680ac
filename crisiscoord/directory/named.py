"""Who is behind a reference that a dossier holds: a contact of the directory, or an account. Asked for each time.

A contact that was removed or erased, an account that has ended: nobody is there any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from .contacts import Contacts
from .ledger import Ledger
from .tables import ACCOUNT, PERSON
from .tokens import account_of

#: References looked up at once; accounts with a seat on one body that are proposed.
MOST, MOST_SEATED = 2_000, 50


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody with an account: how they are called, where they are written to, on which bodies they sit."""

    account: str
    name: str
    role: str
    email: str
    bodies: tuple[str, ...]


class Named:
    """Reads. Its methods wait for the database: call them in a thread. Nothing is remembered."""

    def __init__(self, ledger: Ledger, contacts: Contacts) -> None:
        self._ledger, self.contacts = ledger, contacts

    def accounts(self, ids: Iterable[str], now: datetime) -> dict[str, Seated]:
        """Return who has these accounts, as far as they hold; `MOST` at most."""
        wanted = list(dict.fromkeys(ids))[:MOST]
        found: dict[str, Seated] = {}
        for some in (wanted[at : at + 500] for at in range(0, len(wanted), 500)):
            found.update((one.account, one) for one in self._read(ACCOUNT.c.id.in_(some), now))
        return found

    def seated(self, body: str, now: datetime) -> list[Seated]:
        """Return who has a seat on a body, by name; `MOST_SEATED` at most. Those who hold a link have none."""
        like = ACCOUNT.c.bodies.contains(body, autoescape=True) & ACCOUNT.c.dossier.is_(None)
        there = [one for one in self._read(like, now) if body in one.bodies]
        return sorted(there, key=lambda one: (one.name, one.account))[:MOST_SEATED]

    def _read(self, which: object, now: datetime) -> list[Seated]:
        query = (
            select(ACCOUNT, PERSON.c.name, PERSON.c.email.label("mail"), PERSON.c.disabled_at)
            .select_from(ACCOUNT.outerjoin(PERSON, ACCOUNT.c.person == PERSON.c.id))
            .where(which)  # type: ignore[arg-type]
        )
        with self._ledger.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [
            Seated(row.id, row.name or row.label, row.role, row.mail or row.email or "", tuple(row.bodies.split()))
            for row in rows
            if account_of(row).holds(now) and row.disabled_at is None
        ]
