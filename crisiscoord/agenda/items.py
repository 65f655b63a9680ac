"""What stands in a calendar: one date to be kept, and what it is read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from ..domain.board import Board, Card
from ..domain.durations import end_of_day, local_day
from ..domain.policy import holds
from ..domain.words import derived_id

C = TypeVar("C", bound=Card)


@dataclass(frozen=True, slots=True)
class Item:
    """One date. `at` None: the whole of the day `on`, which is a day in the zone of the dossier.

    `id` is the same as long as it is the same thing, even when it moves; `seq` is the entry that last changed
    it. `kind` and `state` are codes of the vocabulary (`calendar_kinds`, and the states of that kind).
    """

    id: str
    card: str | None
    seq: int
    kind: str
    title: str
    on: date
    link: str
    at: datetime | None = None
    state: str | None = None
    overdue: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where items are read: a board, what of it a viewer holds, what time it is.

    `own`: the bodies to which a viewer from the field is kept; None for whoever looks at all of them.
    """

    board: Board
    channels: frozenset[str]
    own: frozenset[str] | None
    zone: str
    now: datetime

    def held(self, kind: type[C]) -> Iterator[C]:
        """Yield the cards of one class that the viewer may hold."""
        return (card for card in self.board.of(kind) if holds(self.channels, card.channel))

    @property
    def today(self) -> date:
        return self.day(self.now)

    def day(self, at: datetime) -> date:
        """Return the day of an instant in the zone of the dossier."""
        return local_day(at, self.zone)

    def is_over(self, on: date) -> bool:
        """Say whether a day has ended in the zone of the dossier."""
        return end_of_day(on, self.zone) < self.now

    def id(self, *what: object) -> str:
        return derived_id("calendar", self.board.dossier, *what)

    @property
    def link(self) -> str:
        return f"/dossiers/{self.board.dossier}"
