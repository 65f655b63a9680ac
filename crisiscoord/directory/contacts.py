"""Whom to call at a body, in the order in which they are called.

A contact that is removed is called no more, and erased for good after `KEPT`; one that is erased is gone at once. The
log says that there was one and what its function was, never who it was (docs/directory.md).
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from ..domain.words import Actor
from ..errors import Missing, Refused
from .ledger import Ledger, write_again
from .log import Noted, note
from .tables import CONTACT

#: Contacts of one body, and of the whole directory.
MOST_OF_BODY, MOST = 20, 200_000
#: Bodies asked about at once.
AT_ONCE = 500
#: How long a contact that was removed may be put back.
KEPT = timedelta(days=30)
#: Removed contacts erased at each sweep.
MOST_SWEPT = 1_000


class UnknownContact(Missing):
    code, title = "unknown_contact", "Contact inconnu"


class TooManyContacts(Refused):
    code, title = "too_many_contacts", "Trop de contacts"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call. `rank`: the order of call; `for_exercises`: written to by exercises, and by nothing else."""

    id: str
    body: str
    function: str
    name: str = ""
    phone: str = ""
    email: str = ""
    rank: int = 1
    on_call: bool = False
    for_exercises: bool = False


def new_id() -> str:
    """Return an id for one more contact."""
    return f"c-{secrets.token_hex(8)}"


class Contacts:
    """Reads and keeps contacts. Its methods wait for the database: call them in a thread. Nothing is remembered."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of(self, body: str) -> list[Contact]:
        """Return the contacts of a body, the first to call first."""
        return self.of_many((body,)).get(body, [])

    def of_many(self, bodies: Iterable[str]) -> dict[str, list[Contact]]:
        """Return the contacts of several bodies, those of each in the order of call: one question for `AT_ONCE`."""
        asked = list(dict.fromkeys(bodies))
        standing = select(CONTACT).where(CONTACT.c.removed_at.is_(None))
        query = standing.order_by(CONTACT.c.body, CONTACT.c.rank, CONTACT.c.id)
        found: dict[str, list[Contact]] = {}
        with self._ledger.engine.connect() as connection:
            for start in range(0, len(asked), AT_ONCE):
                for row in connection.execute(query.where(CONTACT.c.body.in_(asked[start : start + AT_ONCE]))):
                    found.setdefault(row.body, []).append(contact_of(row))
        return found

    def removed(self, body: str) -> list[tuple[Contact, datetime]]:
        """Return the contacts of a body that may still be put back, and when each was removed."""
        query = select(CONTACT).where(CONTACT.c.body == body, CONTACT.c.removed_at.is_not(None)).order_by(CONTACT.c.id)
        with self._ledger.engine.connect() as connection:
            return [(contact_of(row), row.removed_at) for row in connection.execute(query)]

    def find(self, id: str) -> Contact:
        """Return one contact. Raises UnknownContact."""
        with self._ledger.engine.connect() as connection:
            row = connection.execute(select(CONTACT).where(CONTACT.c.id == id)).first()
        if row is None:
            raise UnknownContact("Ce contact n’est pas, ou n’est plus, dans l’annuaire.")
        return contact_of(row)

    def put(self, contact: Contact, by: Actor, now: datetime) -> Contact:
        """Add a contact, or write it again; one that was removed comes back. An empty id makes a new one.

        Raises UnknownContact for an id that is not there, TooManyContacts beyond the bound of its body.
        """
        kept = replace(contact, id=contact.id or new_id())

        def write(connection: Connection, number: int) -> None:
            if contact.id:
                same = (CONTACT.c.id == kept.id) & (CONTACT.c.body == kept.body)
                values = {**row_of(kept), "changed_at": now, "removed_at": None}
                if not connection.execute(update(CONTACT).where(same).values(**values)).rowcount:
                    raise UnknownContact("Ce contact n’est pas, ou n’est plus, dans l’annuaire.")
                _refuse_crowded(connection, [kept])
                said = f"Contact modifié\u00a0: {kept.function}."
            else:
                add_all(connection, [kept], now)
                said = f"Contact ajouté\u00a0: {kept.function}."
            note(connection, number, now, by, [Noted(kept.body, said)])

        self._ledger.change_numbered(write, now)
        return kept

    def remove(self, id: str, by: Actor, now: datetime) -> None:
        """Take a contact out of the order of call; it may be put back for a while. Raises UnknownContact.

        Again, it changes nothing: the while is not longer for it.
        """
        gone = update(CONTACT).where(CONTACT.c.id == id, CONTACT.c.removed_at.is_(None)).values(removed_at=now)
        self._end(id, gone, "retiré", by, now)

    def erase(self, id: str, by: Actor, now: datetime) -> None:
        """Forget a contact at once and for good. Raises UnknownContact."""
        self._end(id, delete(CONTACT).where(CONTACT.c.id == id), "effacé", by, now)

    def sweep(self, now: datetime) -> int:
        """Erase contacts removed for longer than `KEPT`, some at a time; return how many."""
        old = select(CONTACT.c.id).where(CONTACT.c.removed_at < now - KEPT).limit(MOST_SWEPT)
        with self._ledger.engine.connect() as connection:
            ids = list(connection.scalars(old))
        if ids:
            self._ledger.write(lambda connection: connection.execute(delete(CONTACT).where(CONTACT.c.id.in_(ids))))
        return len(ids)

    def _end(self, id: str, statement: Any, word: str, by: Actor, now: datetime) -> None:
        def write(connection: Connection, number: int) -> None:
            row = connection.execute(select(CONTACT).where(CONTACT.c.id == id)).first()
            if row is None:
                raise UnknownContact("Ce contact n’est pas, ou n’est plus, dans l’annuaire.")
            if connection.execute(statement).rowcount:
                note(connection, number, now, by, [Noted(row.body, f"Contact {word}\u00a0: {row.function}.")])

        self._ledger.change_numbered(write, now)


def add_all(connection: Connection, contacts: Sequence[Contact], now: datetime) -> None:
    """Add contacts in a transaction. Raises TooManyContacts beyond the bounds."""
    if not contacts:
        return
    there = connection.scalar(select(func.count()).select_from(CONTACT)) or 0
    if there + len(contacts) > MOST:
        raise TooManyContacts(f"L’annuaire tient en {MOST} contacts.")
    connection.execute(insert(CONTACT), [{**row_of(one), "changed_at": now, "removed_at": None} for one in contacts])
    _refuse_crowded(connection, contacts)


def _refuse_crowded(connection: Connection, written: Sequence[Contact]) -> None:
    """Raise TooManyContacts when a body of what was just written has more than it may: nothing of it is kept."""
    bodies = list({one.body for one in written})
    for some in (bodies[at : at + AT_ONCE] for at in range(0, len(bodies), AT_ONCE)):
        count = func.count().label("contacts")
        standing = CONTACT.c.body.in_(some) & CONTACT.c.removed_at.is_(None)
        crowded = select(CONTACT.c.body).where(standing).group_by(CONTACT.c.body).having(count > MOST_OF_BODY)
        if (body := connection.scalar(crowded.limit(1))) is not None:
            raise TooManyContacts(f"{body}\u00a0: {MOST_OF_BODY} contacts par organisme au plus.")


def contact_of(row: Row[Any]) -> Contact:
    """Read a row of the table of contacts."""
    return Contact(**{name: getattr(row, name) for name in Contact.__slots__})


def row_of(contact: Contact) -> dict[str, Any]:
    """Return a contact as it is kept."""
    return {name: getattr(contact, name) for name in Contact.__slots__}


def every_contact(connection: Connection, bodies: Sequence[str]) -> list[tuple[Contact, bool]]:
    """Return the contacts of some bodies, and of each whether it stands: removed ones may still be put back."""
    found: list[tuple[Contact, bool]] = []
    for some in (bodies[at : at + AT_ONCE] for at in range(0, len(bodies), AT_ONCE)):
        rows = connection.execute(select(CONTACT).where(CONTACT.c.body.in_(some)).order_by(CONTACT.c.id))
        found.extend((contact_of(row), row.removed_at is None) for row in rows)
    return found


def write_all(connection: Connection, contacts: Sequence[Contact], now: datetime) -> None:
    """Write contacts again in a transaction; those that were removed come back. Raises TooManyContacts."""
    if contacts:
        rows = [{**row_of(one), "changed_at": now, "removed_at": None} for one in contacts]
        write_again(connection, CONTACT, rows)
        _refuse_crowded(connection, contacts)
