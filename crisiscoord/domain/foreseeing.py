"""What a declaration would do, before anybody sends it: whom it concerns, what it opens, who will see it.

Nothing is worked out twice: the declaration is decided as it would be, on the same board, and its facts are
counted instead of being written.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .board import Board
from .declaring import DeclareCrisis, declare_crisis
from .opening import OpenedItem, PlaybookApplied, TasksOpened
from .places import TerritoryView
from .task_cards import STAND_IN, UNION
from .words import Fact, Situation
from .zones import BodiesConcerned, ConcernedBody, ZoneChanged

#: Bodies that are named, and tasks; the others are counted.
MOST_BODIES, MOST_TASKS = 500, 12
#: What is due within this long counts as urgent.
SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ForeseenBody:
    """A body that would be concerned. `reached`: an account of its own would see the dossier at once."""

    id: str
    name: str
    kind: str
    departement: str
    commune: str | None
    population: int
    reached: bool


@dataclass(frozen=True, slots=True)
class ForeseenTask:
    """A task that would be opened, for so many owners; without a `due` it waits for the date of its anchor."""

    code: str
    title: str
    who: str
    scope: str
    due: datetime | None
    owners: int


@dataclass(frozen=True, slots=True)
class Told:
    """A partner to whom the dossier would be open."""

    id: str
    name: str
    reached: bool


@dataclass(frozen=True, slots=True)
class ForeseenPlaybook:
    code: str
    version: int
    title: str
    tasks: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a declaration would do. `kinds` and `roles` count by code; `unreached` counts the bodies without an account.

    `bodies` and `tasks` are bounded: those that nobody would reach first, then the larger; the soonest due first.
    `recipients` counts the bodies and partners that would see the dossier at once.
    """

    communes: int
    departements: dict[str, str]
    bodies: tuple[ForeseenBody, ...]
    bodies_total: int
    kinds: dict[str, int]
    unreached: int
    tasks: tuple[ForeseenTask, ...]
    tasks_total: int
    tasks_soon: int
    roles: dict[str, int]
    playbooks: tuple[ForeseenPlaybook, ...]
    told: tuple[Told, ...]
    recipients: int


def foresee(board: Board, command: DeclareCrisis, situation: Situation, reached: Collection[str]) -> Foreseen:
    """Return what the declaration would do. `reached`: bodies with an account. Raises what it would raise."""
    facts = declare_crisis(board, command, situation)
    zones = _latest(facts)
    bodies = [body for fact in facts if isinstance(fact, BodiesConcerned) for body in _bodies(fact, reached)]
    tasks = [*_tasks(facts)]
    told = _told(zones, situation, reached)
    without = sum(not body.reached for body in bodies)
    return Foreseen(
        communes=sum(len(fact.communes) for fact in zones),
        departements={fact.departement: fact.name for fact in zones},
        bodies=tuple(sorted(bodies, key=lambda body: (body.reached, -body.population, body.id))[:MOST_BODIES]),
        bodies_total=len(bodies),
        kinds=dict(Counter(body.kind for body in bodies)),
        unreached=without,
        tasks=tuple(sorted(tasks, key=_by_due)[:MOST_TASKS]),
        tasks_total=sum(task.owners for task in tasks),
        tasks_soon=sum(task.owners for task in tasks if task.due and task.due <= situation.now + SOON),
        roles=_by_role(facts),
        playbooks=tuple(_playbooks(facts)),
        told=told,
        recipients=len(bodies) - without + sum(one.reached for one in told),
    )


def _latest(facts: Iterable[Fact]) -> list[ZoneChanged]:
    """Return the zones that would be hit, without what was signalled by mistake."""
    return [fact for fact in facts if isinstance(fact, ZoneChanged) and fact.degree == "touchee"]


def _bodies(fact: BodiesConcerned, reached: Collection[str]) -> Iterator[ForeseenBody]:
    return (_body(body, fact.departement, reached) for body in fact.bodies)


def _body(body: ConcernedBody, departement: str, reached: Collection[str]) -> ForeseenBody:
    return ForeseenBody(
        id=body.id,
        name=body.name,
        kind=body.kind,
        departement=departement,
        commune=body.commune,
        population=body.population,
        reached=body.id in reached,
    )


def _tasks(facts: Sequence[Fact]) -> Iterator[ForeseenTask]:
    """Yield each action that would open tasks, with how many: what the declaration itself does is done."""
    texts = {code: one for fact in facts if isinstance(fact, PlaybookApplied) for code, one in fact.actions.items()}
    owners: Counter[str] = Counter()
    items: dict[str, OpenedItem] = {}
    for fact in facts:
        if isinstance(fact, TasksOpened):
            opened = {code: item for code, item in fact.items.items() if not item.done}
            owners.update(dict.fromkeys(opened, len(fact.owners)))
            items |= opened
    for code, item in items.items():
        text = texts[code]
        yield ForeseenTask(code, text.title, text.who, text.scope, item.due, owners[code])


def _by_due(task: ForeseenTask) -> tuple[bool, float, str]:
    return (task.due is None, task.due.timestamp() if task.due else 0.0, task.code)


def _by_role(facts: Sequence[Fact]) -> dict[str, int]:
    """Count tasks by who does them: the representative where there is no UDCCAS (E-09)."""
    who = {code: one.who for fact in facts if isinstance(fact, PlaybookApplied) for code, one in fact.actions.items()}
    counts: Counter[str] = Counter()
    for fact in facts:
        if isinstance(fact, TasksOpened):
            stood_in = sum(owner.union is False for owner in fact.owners)
            for code, item in fact.items.items():
                if item.done:
                    continue
                theirs = stood_in if who[code] == UNION else 0
                counts[STAND_IN] += theirs
                counts[who[code]] += len(fact.owners) - theirs
    return {role: count for role, count in counts.most_common() if count}


def _playbooks(facts: Sequence[Fact]) -> Iterator[ForeseenPlaybook]:
    counts: Counter[str] = Counter()
    for fact in facts:
        if isinstance(fact, TasksOpened):
            for item in fact.items.values():
                counts[item.playbook] += 0 if item.done else len(fact.owners)
    for fact in facts:
        if isinstance(fact, PlaybookApplied):
            yield ForeseenPlaybook(fact.code, fact.version, fact.title, counts[fact.code])


def _told(zones: Iterable[ZoneChanged], situation: Situation, reached: Collection[str]) -> tuple[Told, ...]:
    """Name the partners to whom the dossier opens: the SG-AV, and of each département the préfecture and the UDCCAS."""
    partners = [partner for zone in zones for partner in _partners(zone.departement, situation)]
    names = (_name(id, situation.territory) for id in ("sgav", *partners))
    return tuple(Told(id, name, id in reached) for id, name in zip(("sgav", *partners), names, strict=True))


def _partners(departement: str, situation: Situation) -> Iterator[str]:
    yield f"prefecture-{departement}"
    if situation.library.unions.get(departement) is not False:
        yield f"{UNION}-{departement}"


def _name(id: str, territory: TerritoryView) -> str:
    body = territory.body(id)
    return body.name if body else id
