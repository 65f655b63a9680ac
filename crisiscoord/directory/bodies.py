"""Bodies: what was imported, confirmed or corrected of them, in memory for decisions and on record for everybody.

The snapshot in memory is renewed when `_directory` is rung: it asks for what has changed since its own number, which
is the number of the last change that it has read. The roster, of which people are erased for good, is read whole.
"""

import threading
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ..domain.words import Actor
from ..errors import Refused
from ..library.territory import Territory
from .ledger import Ledger, write_again
from .log import Noted, note
from .roster import refs
from .tables import BODY
from .view import Body, DirectoryView

#: Bodies kept; beyond, an import is refused.
MOST = 100_000
_SEVERAL = ("communes", "departements", "skills")


class BodyMoved(Refused):
    code, title = "body_moved", "Fiche modifiée entre-temps"


class DirectoryFull(Refused):
    code, title = "directory_full", "Annuaire trop grand"


class Bodies:
    """The bodies of the directory. Its methods wait for the database, but `view`: call them in a thread."""

    def __init__(self, ledger: Ledger, territory: Territory) -> None:
        self._ledger = ledger
        self._view = DirectoryView(territory, {})
        self._lock = threading.Lock()
        self._rung = True

    @property
    def view(self) -> DirectoryView:
        """The snapshot at hand: two seconds old at most, by the poll. May be asked for on the loop."""
        return self._view

    def stale(self) -> None:
        """Have the next `fresh` look for changes: `_directory` was rung."""
        self._rung = True

    def fresh(self) -> DirectoryView:
        """Return the snapshot, renewed if the directory was rung since."""
        if self._rung:
            self._rung = False
            self.renew()
        return self._view

    def renew(self) -> None:
        """Read what has changed since the snapshot at hand."""
        with self._lock:
            view = self._view
            with self._ledger.engine.connect() as connection:
                rows = connection.execute(select(BODY).where(BODY.c.changed > view.number)).all()
                roster = refs(connection)
            if rows or roster != view.roster:
                known = {**view.known, **{row.id: body_of(row) for row in rows}}
                number = max((row.changed for row in rows), default=view.number)
                self._view = DirectoryView(view.territory, known if rows else view.known, number, roster)

    def put(self, body: Body, seen: int, by: Actor, now: datetime, notes: Sequence[Noted]) -> Body:
        """Write one body, confirmed or corrected by a person who had seen it at `seen` (0: nobody had written it).

        Raises BodyMoved when somebody else has changed it since.
        """

        def write(connection: Connection, number: int) -> Body:
            stands = connection.scalar(select(BODY.c.changed).where(BODY.c.id == body.id))
            if (stands or 0) != seen:
                raise BodyMoved("Quelqu’un vient de modifier cette fiche\u00a0: relisez-la, puis recommencez.")
            signed = replace(body, changed=number, changed_at=now, changed_by=by.account)
            statement = insert(BODY) if stands is None else update(BODY).where(BODY.c.id == body.id)
            connection.execute(statement.values(**row_of(signed)))
            note(connection, number, now, by, notes)
            return signed

        signed = self._ledger.change_numbered(write, now)
        self.renew()
        return signed

    def put_many(self, connection: Connection, number: int, bodies: Sequence[Body], by: str, now: datetime) -> None:
        """Write many bodies in the transaction of an import, which has seen to it that its plan still holds.

        Raises DirectoryFull beyond the bound.
        """
        known = set(connection.scalars(select(BODY.c.id)))
        rows = [row_of(replace(body, changed=number, changed_at=now, changed_by=by)) for body in bodies]
        new, old = [row for row in rows if row["id"] not in known], [row for row in rows if row["id"] in known]
        if len(known) + len(new) > MOST:
            raise DirectoryFull(f"L’annuaire tient en {MOST} organismes.")
        if new:
            connection.execute(insert(BODY), new)
        if old:
            write_again(connection, BODY, old)


def body_of(row: Row[Any]) -> Body:
    """Read a row of the table of bodies."""
    values = row._asdict()
    return Body(**{**values, **{name: tuple(values[name].split()) for name in _SEVERAL}})


def skills_kept(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return what bodies say that they are good at, by body; those that have said nothing are not there."""
    rows = connection.execute(select(BODY.c.id, BODY.c.skills).where(BODY.c.skills != ""))
    return {row.id: tuple(row.skills.split()) for row in rows}


def row_of(body: Body) -> dict[str, Any]:
    """Return a body as it is kept."""
    values = {one.name: getattr(body, one.name) for one in fields(body)}
    return {**values, **{name: " ".join(values[name]) for name in _SEVERAL}}
