"""A protocol is applied to a crisis, and opens its tasks (article E-08).

Below declaring, which opens tasks, and tasking, which changes them, so that neither needs the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import Field

from ..errors import Refused
from .agreements import Playbook
from .asks import Asks
from .board import Board, Card, Delta
from .crisis import crisis_of
from .french import counted, listed, quoted
from .point_rhythm import PointSteps, first_in_words, written_points
from .repeating import UNTIL_END, first_due
from .rhythm import Steps, in_words, written
from .task_cards import (
    CRISIS,
    MOST_BYTES,
    AgreedTask,
    PlaybookCard,
    TaskItem,
    TaskOwner,
    TasksCard,
    channel_of,
    in_force,
    with_items,
)
from .vocabulary import SCOPES, Scope
from .words import Entry, Fact, Instant, Word

# --------------------------------------------------------------------------------------------------- facts


class OpenedItem(Word):
    """One task to open; without a `due` it waits for the date of its anchor. `done`: by the declaration itself."""

    playbook: str
    due: Instant | None = None
    done: bool = False
    optional: bool | None = None

    @property
    def state(self) -> str:
        return "fait" if self.done else "a_faire" if self.due else "en_attente"


class PlaybookApplied(Fact):
    """A protocol was applied to the crisis; its text is copied here (article E-08)."""

    kind: Literal["playbook.applied"] = "playbook.applied"
    code: str
    version: int
    title: str
    red_lines: tuple[str, ...]
    actions: dict[str, AgreedTask]
    rhythm: Steps = ()
    asks: Asks = Field(default_factory=dict)
    points: PointSteps = ()


class TasksOpened(Fact):
    """The same tasks were opened for several owners of one scope and, but for the crisis, one département."""

    kind: Literal["tasks.opened"] = "tasks.opened"
    scope: Scope
    departement: str | None = None
    owners: tuple[TaskOwner, ...]
    items: dict[str, OpenedItem]

    def channel(self) -> str:
        return channel_of(self.departement)


# ------------------------------------------------------------------------------------------------ refusals


class PlaybookTooLong(Refused):
    code, title = "playbook_too_long", "Protocole trop long"


# ----------------------------------------------------------------------------------------------- decisions


@dataclass(frozen=True, slots=True)
class Plan:
    """For whom tasks are opened, and from which dates they are counted.

    `departements` gives the name of each by its code; `unions`, which of them have an UDCCAS, as far as it is
    known; `whole` opens the tasks of the crisis itself too; `proved` are the checks (agreements.Check) that
    hold already: their tasks are opened done.
    """

    anchors: Mapping[str, datetime]
    zone: str
    tempo: int = 1
    bodies: Sequence[TaskOwner] = ()
    departements: Mapping[str, str] = field(default_factory=dict)
    unions: Mapping[str, bool] = field(default_factory=dict)
    whole: bool = True
    proved: frozenset[str] = frozenset({"crisis_declared"})


def apply_playbooks(playbooks: Iterable[Playbook], plan: Plan) -> list[Fact]:
    """Return the facts that apply protocols to a crisis: each text once, then the tasks of every owner.

    Raises PlaybookTooLong when a text, or the tasks of one owner, would not go into one entry.
    """
    applied = [frozen(playbook) for playbook in playbooks]
    texts = {fact.code: fact.actions for fact in applied}
    return [*applied, *open_tasks(texts, plan)]


def open_for_bodies(board: Board, plan: Plan) -> list[Fact]:
    """Return the facts that open, for further bodies and départements, the tasks of the protocols applied."""
    return open_tasks({card.code: in_force(card) for card in board.of(PlaybookCard)}, plan, board)


def frozen(playbook: Playbook, before: PlaybookCard | None = None) -> PlaybookApplied:
    """Return the fact that copies the text of a protocol, in the place of its version `before`.

    Raises PlaybookTooLong when both would not go into one card.
    """
    fact = PlaybookApplied(
        code=playbook.code,
        version=playbook.version,
        title=playbook.title,
        red_lines=playbook.red_lines,
        rhythm=written(playbook.rhythm),
        asks=playbook.asks,
        points=written_points(playbook.points),
        actions={
            action.code: AgreedTask.model_validate(action.model_dump(exclude={"code"})) for action in playbook.actions
        },
    )
    _check_size(_playbook_card(fact, before), fact.title)
    return fact


def open_tasks(texts: Mapping[str, Mapping[str, AgreedTask]], plan: Plan, board: Board | None = None) -> list[Fact]:
    """Return the facts that open the tasks of `texts`, actions by protocol; what an owner has already stays."""
    facts: list[Fact] = []
    for scope in SCOPES:
        items = _items(texts, scope, plan)
        for owners in _groups(scope, plan) if items else ():
            facts += _chunks(scope, owners, items, _largest(owners, board))
    return facts


def _items(texts: Mapping[str, Mapping[str, AgreedTask]], scope: str, plan: Plan) -> dict[str, OpenedItem]:
    items: dict[str, OpenedItem] = {}
    for playbook, actions in texts.items():
        for code, action in actions.items():
            if action.scope == scope and not _is_over(action, plan):
                anchor = plan.anchors.get(action.anchor)
                due = anchor and first_due(action, anchor, plan.zone, plan.tempo)
                items[code] = OpenedItem(
                    playbook=playbook,
                    due=due,
                    done=action.check in plan.proved,
                    optional=None if action.must else True,
                )
    return items


def _is_over(action: AgreedTask, plan: Plan) -> bool:
    """What comes back until the end of the crisis is not opened for whoever joins after that end."""
    return action.until == UNTIL_END and "end" in plan.anchors


def _groups(scope: str, plan: Plan) -> Iterator[list[TaskOwner]]:
    """Yield the owners of a scope, one département at a time."""
    if scope == "crisis":
        if plan.whole:
            yield [TaskOwner(id=CRISIS, name="Évènement")]
    elif scope == "departement":
        for code, name in plan.departements.items():
            yield [TaskOwner(id=f"departement-{code}", name=name, departement=code, union=plan.unions.get(code))]
    else:
        by_departement: dict[str | None, list[TaskOwner]] = {}
        for body in plan.bodies:
            by_departement.setdefault(body.departement, []).append(body)
        yield from by_departement.values()


def _largest(owners: Iterable[TaskOwner], board: Board | None) -> int:
    """Return the size of the largest card that these owners have already: what is opened is added to it."""
    cards = (board.card(f"tasks:{owner.id}") for owner in owners) if board else ()
    return max((len(card.wire) for card in cards if card), default=0)


def _chunks(
    scope: str, owners: Sequence[TaskOwner], items: dict[str, OpenedItem], already: int
) -> Iterator[TasksOpened]:
    """Yield the opening of `items` for owners of one département, in entries of a bounded size.

    `already` is the size of the largest card among them.
    """
    longest = max(owners, key=lambda owner: len(owner.id) + len(owner.name.encode()))
    size = _check_size(_new_tasks(scope, longest, items), longest.name)
    step = max(1, MOST_BYTES // (size + already))
    for start in range(0, len(owners), step):
        yield TasksOpened(
            scope=scope,
            departement=owners[0].departement,
            owners=tuple(owners[start : start + step]),
            items=items,
        )


def _check_size(card: Card, what: str) -> int:
    size = len(card.wire) + 100  # the number and the date that the card will take later
    if size > MOST_BYTES:
        raise PlaybookTooLong(f"{quoted(what)}\u00a0: trop d’actions ou de texte pour un seul tableau de tâches.")
    return size


# ------------------------------------------------------------------------------------------------ showings


def _playbook_card(fact: PlaybookApplied, before: PlaybookCard | None) -> PlaybookCard:
    """What is not in the protocol any more keeps its text: some may have done it, and it is read again."""
    retired = {code: action for code, action in before.actions.items() if code not in fact.actions} if before else {}
    return PlaybookCard(
        id=f"playbook:{fact.code}",
        code=fact.code,
        version=fact.version,
        title=fact.title,
        red_lines=fact.red_lines,
        rhythm=fact.rhythm,
        asks=fact.asks,
        points=fact.points,
        actions={**fact.actions, **retired},
        retired=tuple(retired),
    )


def _new_tasks(scope: str, owner: TaskOwner, items: Mapping[str, OpenedItem]) -> TasksCard:
    card = TasksCard(
        id=f"tasks:{owner.id}",
        channel=channel_of(owner.departement),
        owner=owner.id,
        name=owner.name,
        body=owner.id if scope == "body" else None,
        departement=owner.departement,
        union=owner.union,
    )
    return _with_opened(card, items)


def _with_opened(card: TasksCard, opened: Mapping[str, OpenedItem]) -> TasksCard:
    """Add tasks to a card; those that it has already stay as they are."""
    fresh = {
        code: TaskItem(state=item.state, playbook=item.playbook, due=item.due, optional=item.optional)
        for code, item in opened.items()
        if code not in card.items
    }
    return with_items(card, fresh)


def show_playbook(board: Board, entry: Entry, fact: PlaybookApplied) -> Delta:
    card = _playbook_card(fact, board.get(f"playbook:{fact.code}", PlaybookCard))
    crisis = crisis_of(board)
    if crisis is None or crisis.playbooks.get(fact.code) == fact.version:
        return Delta(put=(card,))
    return Delta(put=(card, crisis.but(playbooks={**crisis.playbooks, fact.code: fact.version})))


def show_opened(board: Board, entry: Entry, fact: TasksOpened) -> Delta:
    cards: list[Card] = []
    for owner in fact.owners:
        card = board.get(f"tasks:{owner.id}", TasksCard)
        cards.append(_with_opened(card, fact.items) if card else _new_tasks(fact.scope, owner, fact.items))
    return Delta(put=tuple(cards))


# ------------------------------------------------------------------------------------------------ tellings


def tell_playbook(fact: PlaybookApplied) -> str:
    actions = counted(len(fact.actions), "action")
    lines = counted(len(fact.red_lines), "ligne rouge", "lignes rouges")
    told = f"Protocole appliqué\u00a0: {quoted(fact.title)}, version {fact.version} ({actions}, {lines})."
    if fact.rhythm:
        told += f" Comptes rendus attendus\u00a0: {in_words(fact.rhythm)}."
    return f"{told} Points de situation\u00a0: {first_in_words(fact.points)}." if fact.points else told


def tell_opened(fact: TasksOpened) -> str:
    opened = counted(len(fact.items), "tâche ouverte", "tâches ouvertes")
    stand_in = any(owner.union is False for owner in fact.owners)
    without = " Ce département n’a pas d’UDCCAS\u00a0: ses actions reviennent au représentant." if stand_in else ""
    return f"{opened} {for_whom(fact.scope, fact.owners)}.{without}"


def for_whom(scope: str, owners: Sequence[TaskOwner]) -> str:
    """Say for whom tasks are: `pour l’évènement`, `pour 2 organismes : CCAS de Melun et CCAS de Nemours`."""
    if scope == "crisis":
        return "pour l’évènement"
    if scope == "departement":
        return f"pour le département {listed([owner.name for owner in owners])}"
    bodies = listed([owner.name for owner in owners], most=3)
    return f"pour {counted(len(owners), 'organisme')}\u00a0: {bodies}"
