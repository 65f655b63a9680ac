"""What is to be done, and by when: the tasks of a crisis looked at from one instant, by owner and by span.

A crisis may have 90,000 of them: the earliest are told one by one, all of them are counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nsmallest
from operator import attrgetter

from .durations import end_of_day, local_day
from .task_cards import UNFINISHED, AgreedTask, TaskItem, TasksCard, holder, is_overdue
from .vocabulary import SPANS

#: Whose tasks are of interest, and which of them.
Wanted = Callable[[TasksCard, AgreedTask], bool]


@dataclass(frozen=True, slots=True)
class Horizon:
    """The ends of the spans that begin now, in the zone of the crisis; the spans are those of `SPANS`."""

    now: datetime
    hour: datetime
    six_hours: datetime
    today: datetime
    tomorrow: datetime

    @classmethod
    def at(cls, now: datetime, zone: str) -> "Horizon":
        day = local_day(now, zone)
        following = end_of_day(day + timedelta(days=1), zone)
        return cls(now, now + timedelta(hours=1), now + timedelta(hours=6), end_of_day(day, zone), following)

    def span(self, item: TaskItem) -> str:
        """Name the span that a task falls in. One that is only recommended is never late."""
        if item.due is None:
            return "sans_date"
        if is_overdue(item, self.now):
            return "en_retard"
        if item.due <= self.now:
            return "si_utile"
        ends = (("une_heure", self.hour), ("six_heures", self.six_hours), ("aujourd_hui", self.today))
        for span, end in (*ends, ("demain", self.tomorrow)):
            if item.due <= end:
                return span
        return "plus_tard"


@dataclass(frozen=True, slots=True)
class ComingTask:
    """One unfinished task, and the span that it falls in; `who` is the role that has it to do."""

    card: TasksCard
    code: str
    item: TaskItem
    action: AgreedTask
    span: str

    @property
    def who(self) -> str:
        return holder(self.card, self.action)


@dataclass(slots=True)
class OwnerDigest:
    """The unfinished tasks of one owner, counted by span; `next` is the first date still to come."""

    card: TasksCard
    counts: Counter[str] = field(default_factory=Counter)
    next: datetime | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """Every task, every owner who has one, those with the most late ones first, and how many in all by span."""

    tasks: list[ComingTask]
    owners: list[OwnerDigest]
    counts: Counter[str]


def digest(cards: Iterable[TasksCard], actions: dict[str, AgreedTask], horizon: Horizon, wanted: Wanted) -> Digest:
    """Return the unfinished tasks of these cards that are `wanted`, in no order, and their counts."""
    found: list[ComingTask] = []
    owners: list[OwnerDigest] = []
    for card in cards:
        owner = OwnerDigest(card)
        for code, item in card.items.items():
            action = actions.get(code)
            if item.state not in UNFINISHED or action is None or not wanted(card, action):
                continue
            task = ComingTask(card, code, item, action, horizon.span(item))
            found.append(task)
            owner.counts[task.span] += 1
            if item.due is not None and horizon.now < item.due and (owner.next is None or item.due < owner.next):
                owner.next = item.due
        if owner.counts:
            owners.append(owner)
    counts = sum(map(attrgetter("counts"), owners), Counter[str]())
    return Digest(found, sorted(owners, key=_owner_turn), counts)


def earliest(tasks: Iterable[ComingTask], most: int) -> list[ComingTask]:
    """Return `most` tasks, what is late first, the longest late before the others; what waits for a date last."""
    return nsmallest(most, tasks, key=_turn)


_RANKS = {span: rank for rank, span in enumerate(SPANS)}


def _turn(task: ComingTask) -> tuple[int, float, str, str]:
    due = task.item.due.timestamp() if task.item.due else 0.0
    return _RANKS[task.span], due, task.card.owner, task.code


def _owner_turn(owner: OwnerDigest) -> tuple[int, float, str]:
    next_at = owner.next.timestamp() if owner.next else float("inf")
    return -owner.counts["en_retard"], next_at, owner.card.owner
