"""The roster: who may be asked to represent the UNCCAS, where, and when they are available (E-09, E-10)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from ..domain.places import RosterRef
from ..domain.words import Actor
from ..errors import Missing, Refused
from .ledger import Ledger, write_again
from .log import Noted, note
from .tables import ROSTER

#: People on the roster.
MOST = 2_000


class UnknownPerson(Missing):
    code, title = "not_on_roster", "Personne absente du vivier"


class RosterFull(Refused):
    code, title = "roster_full", "Vivier trop grand"


@dataclass(frozen=True, slots=True)
class Possible:
    """A possible representative. Without `departements`: anywhere; without `periods`: at any time (both days count)."""

    id: str
    name: str
    function: str
    phone: str = ""
    email: str = ""
    body: str = ""
    departements: tuple[str, ...] = ()
    periods: tuple[tuple[date, date], ...] = ()
    rank: int = 1
    #: Asked by exercises, and never by a real crisis.
    for_exercises: bool = False

    def is_free(self, day: date) -> bool:
        """Say whether this person has said to be available on a day."""
        return not self.periods or any(first <= day <= last for first, last in self.periods)

    def acts_in(self, departement: str) -> bool:
        return not self.departements or departement in self.departements


def refs(connection: Connection) -> dict[str, RosterRef]:
    """Return the roster as decisions need it (`domain.places.TerritoryView`), by id."""
    names = [ROSTER.c[name] for name in RosterRef.__slots__]
    return {row.id: RosterRef(**row._asdict()) for row in connection.execute(select(*names))}


def new_id() -> str:
    """Return an id for one more person."""
    return f"v-{secrets.token_hex(8)}"


class Roster:
    """Reads and keeps the roster. Its methods wait for the database: call them in a thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def everybody(self) -> list[Possible]:
        """Return the whole roster, in the order of call."""
        with self._ledger.engine.connect() as connection:
            return [possible_of(row) for row in connection.execute(select(ROSTER).order_by(ROSTER.c.rank, ROSTER.c.id))]

    def put(self, person: Possible, by: Actor, now: datetime) -> Possible:
        """Add somebody, or write them again. An empty id makes a new one. Raises UnknownPerson, RosterFull."""
        kept = replace(person, id=person.id or new_id())

        def write(connection: Connection, number: int) -> None:
            if not person.id:
                add_all(connection, [kept], now)
            else:
                again = update(ROSTER).where(ROSTER.c.id == kept.id).values(**row_of(kept), changed_at=now)
                if not connection.execute(again).rowcount:
                    raise UnknownPerson("Cette personne n’est pas, ou n’est plus, dans le vivier.")
            said = "modifiée" if person.id else "ajoutée"
            note(connection, number, now, by, [Noted("", f"Vivier\u00a0: personne {said} ({kept.function}).")])

        self._ledger.change_numbered(write, now)
        return kept

    def erase(self, id: str, by: Actor, now: datetime) -> None:
        """Forget somebody at once and for good. Raises UnknownPerson."""

        def write(connection: Connection, number: int) -> None:
            if not connection.execute(delete(ROSTER).where(ROSTER.c.id == id)).rowcount:
                raise UnknownPerson("Cette personne n’est pas, ou n’est plus, dans le vivier.")
            note(connection, number, now, by, [Noted("", "Vivier\u00a0: personne effacée.")])

        self._ledger.change_numbered(write, now)


def add_all(connection: Connection, people: Sequence[Possible], now: datetime) -> None:
    """Add people in a transaction. Raises RosterFull beyond the bound."""
    if (connection.scalar(select(func.count()).select_from(ROSTER)) or 0) + len(people) > MOST:
        raise RosterFull(f"Le vivier tient en {MOST} personnes.")
    if people:
        connection.execute(insert(ROSTER), [{**row_of(one), "changed_at": now} for one in people])


def write_all(connection: Connection, people: Sequence[Possible], now: datetime) -> None:
    """Write people again in a transaction."""
    if people:
        write_again(connection, ROSTER, [{**row_of(one), "changed_at": now} for one in people])


def possible_of(row: Row[Any]) -> Possible:
    """Read a row of the roster."""
    values = {name: getattr(row, name) for name in Possible.__slots__}
    periods = tuple(period_of(text) for text in row.periods.split())
    return Possible(**{**values, "departements": tuple(row.departements.split()), "periods": periods})


def row_of(person: Possible) -> dict[str, Any]:
    """Return somebody as they are kept."""
    values = {name: getattr(person, name) for name in Possible.__slots__}
    periods = " ".join(f"{first.isoformat()}/{last.isoformat()}" for first, last in person.periods)
    return {**values, "departements": " ".join(person.departements), "periods": periods}


def period_of(text: str) -> tuple[date, date]:
    """Read `2026-07-01/2026-07-15`. Raises ValueError when it is not a period, or ends before it begins."""
    first, _, last = text.partition("/")
    period = date.fromisoformat(first), date.fromisoformat(last)
    if period[1] < period[0]:
        raise ValueError("une période finit après son début")
    return period
