"""The cards of the tasks: the text of each protocol once, and for each owner where every task stands.

A protocol is copied whole into the journal when it is applied: a newer version of its file changes nothing
to a crisis under way. The tasks of one owner are one card: 20 actions for 4,000 bodies must not be 80,000
cards.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field

from .agreements import COMMON, Check
from .asks import Asks
from .board import Board, Card
from .durations import Rhythm
from .point_rhythm import USUAL, PointSteps
from .rhythm import Steps, rhythms
from .vocabulary import Anchor, Partner, Phase, Role, Scope, TaskState
from .words import Count, Instant, Word

#: What one entry about tasks may put on the board, in bytes: under the 48 KiB of docs/architecture.md.
MOST_BYTES = 40_960
#: The states of a task that nobody has finished or set aside.
UNFINISHED = frozenset({"en_attente", "a_faire", "en_cours"})
#: The owner of the tasks that stand once for the whole crisis.
CRISIS = "crisis"
#: The role of the departmental unions of CCAS, and who acts where there is none (E-08, E-09; docs/decisions/0020).
UNION, STAND_IN = "udccas", "representant_unccas"


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

    `rhythm`: how often reports are expected, each pair saying until how long after t0 and how often. `asks`: the
    figures asked for from each phase named on. `points`: when points de situation are expected. `retired`: the
    actions that an earlier version had and this one has not; some may have been done.
    """

    type: Literal["playbook"] = "playbook"
    code: str
    version: int
    title: str
    red_lines: tuple[str, ...] = ()
    rhythm: Steps = ()
    asks: Asks = Field(default_factory=dict)
    points: PointSteps = ()
    actions: dict[str, AgreedTask] = Field(default_factory=dict)
    retired: tuple[str, ...] = ()

    derived: ClassVar[tuple[str, ...]] = ("wire", "checked")

    @cached_property
    def checked(self) -> dict[str, tuple[str, ...]]:
        """The codes of the actions that each check proves done: asked for at every report."""
        checks = {action.check for action in self.actions.values()}
        return {check: tuple(code for code, one in self.actions.items() if one.check == check) for check in checks}


class TaskItem(Word):
    """Where one task stands. `due` is left out as long as the anchor has no date, and `called` until its
    due has passed and been said; `missed` counts the dates of a recurring task that passed undone; `at` and
    `entry` are those of its last change by somebody. `optional`: the protocol recommends it, so that it is
    done if it is of use, and is never late."""

    state: TaskState
    playbook: str
    optional: bool | None = None
    due: Instant | None = None
    called: bool | None = None
    missed: Count | None = None
    at: Instant | None = None
    entry: int | None = None


class TasksCard(Card):
    """All the tasks of one owner: a body, `departement-77`, or `crisis`. `due` is the earliest still to be
    called, `items` goes by code of action. `union`: whether the département had an UDCCAS, as far as anybody
    had stated it when its tasks were opened."""

    type: Literal["tasks"] = "tasks"
    owner: str
    name: str
    body: str | None = None
    departement: str | None = None
    union: bool | None = None
    items: dict[str, TaskItem] = Field(default_factory=dict)


def rhythms_of(board: Board) -> tuple[Rhythm, ...]:
    """Return the rhythms at which the protocols applied here expect reports."""
    return board.worked_out(PlaybookCard, _rhythms)


def _rhythms(cards: Iterable[PlaybookCard]) -> tuple[Rhythm, ...]:
    return rhythms(card.rhythm for card in cards)


def point_rhythms_of(board: Board) -> tuple[PointSteps, ...]:
    """Return the rhythms of points that the protocols applied here agree (docs/decisions/0043).

    One that says none follows the common one. Where that says none either, as in the crises opened before the
    protocols did, the usual one (point_rhythm.USUAL).
    """
    return board.worked_out(PlaybookCard, _point_rhythms)


def _point_rhythms(cards: Iterable[PlaybookCard]) -> tuple[PointSteps, ...]:
    known = {card.code: card.points for card in cards}
    common = known.pop(COMMON, ()) or USUAL
    return tuple(dict.fromkeys(points or common for points in known.values())) or (common,)


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
    """Say whether the due of a task, if it has one, is still to be called: never that of an optional one."""
    return not item.called and not item.optional and item.state in ("a_faire", "en_cours")


def is_overdue(item: TaskItem, now: datetime) -> bool:
    """Say whether a task is late: it was required, it is not finished, and its date has passed."""
    unfinished = item.state in ("a_faire", "en_cours") and not item.optional
    return unfinished and item.due is not None and item.due <= now


def actions_of(board: Board) -> dict[str, AgreedTask]:
    """Return the frozen text of every task by its code: what `action_of` says of each, for those who ask of many."""
    actions: dict[str, AgreedTask] = {}
    for card in reversed([*board.of(PlaybookCard)]):
        actions.update(card.actions)
    return actions


def action_of(board: Board, code: str) -> AgreedTask | None:
    """Return the frozen text of a task by its code, whatever protocol it is in."""
    return next((card.actions[code] for card in board.of(PlaybookCard) if code in card.actions), None)


def proved_by(board: Board, check: str) -> Sequence[tuple[str, AgreedTask]]:
    """Return the actions that `check` proves done, each by its code, as `action_of` finds it."""
    return board.worked_out(PlaybookCard, _proofs).get(check, ())


def _proofs(cards: Iterable[PlaybookCard]) -> dict[str, list[tuple[str, AgreedTask]]]:
    proofs: dict[str, list[tuple[str, AgreedTask]]] = {}
    before: list[PlaybookCard] = []
    for card in cards:
        for check, codes in card.checked.items():
            ours = (code for code in codes if not any(code in other.actions for other in before))
            proofs.setdefault(check, []).extend((code, card.actions[code]) for code in ours)
        before.append(card)
    return proofs


def holder(card: TasksCard, action: AgreedTask) -> str:
    """Return the role that a task is for: what is the UDCCAS's falls to the representative where there is none."""
    return stand_in(action.who, card.union)


def stand_in(who: str, union: bool | None) -> str:
    """Return who does what a protocol asks of `who` in a département that has an UDCCAS or not, None if unknown."""
    return STAND_IN if who == UNION and union is False else who


def role_of_task(board: Board, owner: str, code: str) -> str | None:
    """Return the role that a task of an owner is for; None when no protocol applied here has it."""
    action, card = action_of(board, code), board.get(f"tasks:{owner}", TasksCard)
    if action is None:
        return None
    return holder(card, action) if card else action.who


class TaskOwner(Word):
    """Whose tasks they are: the id of a body, `departement-NN` or `crisis`; None is not of a département.

    `union`: whether the département has an UDCCAS, left out when nobody has stated it.
    """

    id: str
    name: str
    departement: str | None = None
    union: bool | None = None


def channel_of(departement: str | None) -> str:
    """Name the channel of what belongs to a département, or to the whole crisis when there is none."""
    return f"departement:{departement}" if departement else "common"
