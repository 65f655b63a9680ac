"""The calendar: what is due in a dossier, for somebody who may see a part of it. Pure: a board in, dates out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..domain import policy
from ..domain.board import Board
from ..domain.convention import ConventionCard
from ..domain.crisis import crisis_of, is_open
from ..domain.words import Actor
from . import convention_dates, crisis_dates, designation_dates
from .items import Ground, Item

#: Items of one dossier; those beyond are counted, not named. Late ones come first, then the nearest to come.
MOST = 500

#: What items are read from, by type of card: everything that may fall due (`<type>.fall_due`) has its place.
READ: Mapping[str, Callable[[Ground], Iterator[Item]]] = {
    "convention": convention_dates.convention_end,
    "obligation": convention_dates.obligations,
    "meeting": convention_dates.meetings,
    "decision": convention_dates.decisions,
    "crisis": designation_dates.nomination,
    "representative": designation_dates.answers,
    "roster_call": designation_dates.next_calls,
    "tasks": crisis_dates.tasks,
    "body": crisis_dates.reports,
    "notice": crisis_dates.notices,
    "points": crisis_dates.points,
}


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are asked for, both included; None has no end. What is overdue is always told."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, item: Item) -> bool:
        early = self.since is not None and item.on < self.since
        late = self.until is not None and item.on > self.until
        return item.overdue or not (early or late)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of one dossier, in the order of `ranked`; `left_out` counts those beyond MOST."""

    dossier: str
    kind: str
    title: str
    exercise: bool
    zone: str
    today: date
    items: tuple[Item, ...]
    left_out: int = 0


def calendar_of(board: Board, actor: Actor, now: datetime, span: Span | None = None) -> Calendar | None:
    """Return what is due in a dossier for `actor`; None when the dossier must stay unknown to them.

    A crisis that is closed, or was dismissed, has nothing due any more.
    """
    crisis, convention = crisis_of(board), next(board.of(ConventionCard), None)
    head, channels = crisis or convention, policy.channels(actor, board)
    if head is None or not policy.holds(channels, head.channel):
        return None
    ground = Ground(board, channels, _own(actor, board), head.timezone, now)
    runs = crisis is None or is_open(crisis)
    wanted = span or Span()
    found = [item for read in READ.values() for item in read(ground) if item in wanted] if runs else []
    items = ranked(found, ground.today)
    return Calendar(
        dossier=board.dossier,
        kind=board.kind,
        title=head.title,
        exercise=crisis is not None and crisis.exercise,
        zone=head.timezone,
        today=ground.today,
        items=tuple(items[:MOST]),
        left_out=max(0, len(items) - MOST),
    )


def ranked(items: Iterable[Item], today: date) -> list[Item]:
    """Put what is overdue first, the oldest first; then what comes, the nearest first; then what is past."""
    return sorted(items, key=lambda item: rank(item, today))


def rank(item: Item, today: date) -> tuple[int, int, str, str]:
    """Return what items are ordered by: late, to come or past, then day, hour and title."""
    hour = item.at.isoformat() if item.at else ""
    if item.overdue:
        return 0, item.on.toordinal(), hour, item.title
    if item.on >= today:
        return 1, item.on.toordinal(), hour, item.title
    return 2, -item.on.toordinal(), hour, item.title


def _own(actor: Actor, board: Board) -> frozenset[str] | None:
    """Return the bodies of whoever acts here for their own bodies only; None for everybody else."""
    field = all(capacity.role in policy.FIELD for capacity in policy.capacities_of(actor, board))
    return frozenset(actor.bodies) if field else None
