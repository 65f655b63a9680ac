"""The date that tasks wait for becomes known: a designation is active, an order is published (*JO*)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from .board import Board, Delta
from .french import counted, day_and_time
from .repeating import UNTIL_END, first_due
from .task_cards import MOST_BYTES, PlaybookCard, TaskItem, TasksCard, channel_of, with_items
from .vocabulary import ANCHORS, Anchor, label
from .words import Entry, Fact, Instant


class TasksDated(Fact):
    """The date of an anchor became known or changed: the tasks counted from it have a new due.

    `over`: the tasks that came back until the end of the crisis, when it is that date.
    """

    kind: Literal["tasks.dated"] = "tasks.dated"
    anchor: Anchor
    instant: Instant
    zone: str
    departement: str | None = None
    owners: tuple[str, ...] = Field(max_length=1_000)
    items: dict[str, Instant]
    over: tuple[str, ...] = ()

    def channel(self) -> str:
        return channel_of(self.departement)


def date_anchor(board: Board, anchor: str, at: datetime, zone: str, tempo: int) -> list[Fact]:
    """Return the facts that date the tasks counted from `anchor`, now that it is known to be `at`.

    Tasks done or set aside keep what they had; nothing is returned when no task waits for this anchor.
    """
    actions = {code: action for playbook in board.of(PlaybookCard) for code, action in playbook.actions.items()}
    dues = {code: first_due(action, at, zone, tempo) for code, action in actions.items() if action.anchor == anchor}
    over = tuple(code for code, action in actions.items() if anchor == "end" and action.until == UNTIL_END)
    changed = [after for card in board.of(TasksCard) if (after := stopped(dated(card, dues), over, at)) != card]
    return [
        TasksDated(anchor=anchor, instant=at, zone=zone, departement=departement, owners=owners, items=dues, over=over)
        for departement, cards in by_departement(changed).items()
        for owners in sized(cards)
    ]


def by_departement(cards: Iterable[TasksCard]) -> dict[str | None, list[TasksCard]]:
    """Return cards by département: a fact has one channel."""
    groups: dict[str | None, list[TasksCard]] = {}
    for card in cards:
        groups.setdefault(card.departement, []).append(card)
    return groups


def sized(cards: Iterable[TasksCard]) -> Iterator[tuple[str, ...]]:
    """Yield the owners of `cards`, as they will be, in groups that go into one entry."""
    owners: list[str] = []
    total = 0
    for card in cards:
        size = len(card.wire) + 20
        if owners and total + size > MOST_BYTES:
            yield tuple(owners)
            owners, total = [], 0
        owners.append(card.owner)
        total += size
    if owners:
        yield tuple(owners)


def dated(card: TasksCard, dues: Mapping[str, datetime]) -> TasksCard:
    """Give these dues to the tasks of a card that are neither done nor set aside."""
    changed: dict[str, TaskItem] = {}
    for code, due in dues.items():
        item = card.items.get(code)
        if item and item.due != due and item.state not in ("fait", "sans_objet"):
            state = "a_faire" if item.state == "en_attente" else item.state
            changed[code] = item.model_copy(update={"state": state, "due": due, "called": None, "missed": None})
    return with_items(card, changed) if changed else card


def stopped(card: TasksCard, over: Collection[str], end: datetime) -> TasksCard:
    """Stop the tasks of a card that came back until `end`, but for a round due before it, or begun.

    What is up to date is done; what was never done, or missed its last date, has no object any more.
    """
    changed: dict[str, TaskItem] = {}
    for code in over:
        item = card.items.get(code)
        if item and item.state in ("en_attente", "a_faire") and not (item.due and item.due <= end):
            state = "fait" if item.entry and not item.missed else "sans_objet"
            changed[code] = item.model_copy(update={"state": state})
    return with_items(card, changed) if changed else card


def show_dated(board: Board, entry: Entry, fact: TasksDated) -> Delta:
    cards = (board.get(f"tasks:{owner}", TasksCard) for owner in fact.owners)
    return Delta(put=tuple(stopped(dated(card, fact.items), fact.over, fact.instant) for card in cards if card))


def tell_dated(fact: TasksDated) -> str:
    dated_tasks = counted(len(fact.items), "tâche datée", "tâches datées")
    when = day_and_time(fact.instant, fact.zone)
    owners = counted(len(fact.owners), "tableau de tâches", "tableaux de tâches")
    anchor = label(ANCHORS, fact.anchor)
    over = f" {counted(len(fact.over), 'tâche ne revient plus', 'tâches ne reviennent plus')}." if fact.over else ""
    return f"Date de référence connue ({anchor})\u00a0: {when}. {dated_tasks} ({owners}).{over}"
