"""The cards of the tasks: the text of each protocol once, and for each owner where every task stands.

A protocol is copied whole into the journal when it is applied: a newer version of its file changes nothing
to a crisis under way. The tasks of one owner are one card: 20 actions for 4,000 bodies must not be 80,000
cards.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from .agreements import Check
from .board import Board, Card
from .vocabulary import Anchor, Partner, Phase, Role, Scope, TaskState
from .words import Count, Instant, Word

#: What one entry about tasks may put on the board, in bytes: under the 48 KiB of architecture.md 5.
MOST_BYTES = 40_960
#: The owner of the tasks that stand once for the whole crisis.
CRISIS = "crisis"


class AgreedTask(Word):
    """The frozen text of one action of a protocol. Durations are ISO 8601, counted from `anchor`."""

    title: str
    done_when: str
    must: bool
    who: Role
    phase: Phase
    anchor: Anchor
    at: str
    every: str | None = None
    until: str | None = None
    scope: Scope
    partners: tuple[Partner, ...] = ()
    aids: tuple[str, ...] = ()
    check: Check = "none"


class PlaybookCard(Card):
    """A protocol as it was when it was applied: its text stands here once, tasks point to it by code.

    `retired`: the actions that an earlier version had and this one has not; some may have been done.
    """

    type: Literal["playbook"] = "playbook"
    code: str
    version: int
    title: str
    red_lines: tuple[str, ...] = ()
    actions: dict[str, AgreedTask] = Field(default_factory=dict)
    retired: tuple[str, ...] = ()


class TaskItem(Word):
    """Where one task stands. `due` is left out as long as the anchor has no date, and `called` until its
    due has passed and been said; `missed` counts the dates of a recurring task that passed undone; `at` and
    `entry` are those of its last change by somebody."""

    state: TaskState
    playbook: str
    due: Instant | None = None
    called: bool | None = None
    missed: Count | None = None
    at: Instant | None = None
    entry: int | None = None


class TasksCard(Card):
    """All the tasks of one owner: a body, `departement-77`, or `crisis`. `due` is the earliest still to be
    called, `items` goes by code of action."""

    type: Literal["tasks"] = "tasks"
    owner: str
    name: str
    body: str | None = None
    departement: str | None = None
    items: dict[str, TaskItem] = Field(default_factory=dict)


def in_force(card: PlaybookCard) -> dict[str, AgreedTask]:
    """Return the actions that the protocol still has."""
    return {code: action for code, action in card.actions.items() if code not in card.retired}


def with_items(card: TasksCard, items: Mapping[str, TaskItem]) -> TasksCard:
    """Return the card with these items, the others as they were, and its due in step."""
    both = {**card.items, **items}
    return card.but(items=both, due=_earliest(both.values()))


def _earliest(items: Iterable[TaskItem]) -> datetime | None:
    return min((item.due for item in items if awaits(item) and item.due), default=None)


def awaits(item: TaskItem) -> bool:
    """Say whether the due of a task, if it has one, is still to be called."""
    return not item.called and item.state in ("a_faire", "en_cours")


def actions_of(board: Board) -> dict[str, AgreedTask]:
    """Return the frozen text of every task by its code: what `action_of` says of each, for those who ask of many."""
    actions: dict[str, AgreedTask] = {}
    for card in reversed([*board.of(PlaybookCard)]):
        actions.update(card.actions)
    return actions


def action_of(board: Board, code: str) -> AgreedTask | None:
    """Return the frozen text of a task by its code, whatever protocol it is in."""
    return next((card.actions[code] for card in board.of(PlaybookCard) if code in card.actions), None)


class TaskOwner(Word):
    """Whose tasks they are: the id of a body, `departement-NN` or `crisis`; None is not of a département."""

    id: str
    name: str
    departement: str | None = None


def channel_of(departement: str | None) -> str:
    """Name the channel of what belongs to a département, or to the whole crisis when there is none."""
    return f"departement:{departement}" if departement else "common"
