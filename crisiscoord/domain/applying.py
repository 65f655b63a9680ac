"""A further protocol, or a newer version of one, is applied to a crisis under way (article E-08).

A newer version never changes a crisis by itself: the permanence or the representative applies it, after
reading what it would change (`preview`). What was done stays done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from ..errors import Refused
from .agreements import Library, Playbook
from .board import Board
from .bodies import BodyCard
from .crisis import CrisisCard, open_crisis
from .declaring import PlaybookName, with_extended
from .designated import RepresentativeCard
from .french import quoted
from .opening import Plan, frozen, open_tasks
from .point_rhythm import in_words as points_in_words
from .point_rhythm import written_points
from .revising import revise_tasks, revision
from .rhythm import Steps, in_words, written
from .task_cards import UNFINISHED, UNION, AgreedTask, PlaybookCard, TaskOwner, TasksCard, in_force
from .vocabulary import SCOPES
from .words import Command, Fact, Situation
from .zoning import departement_name


class ApplyPlaybook(Command):
    """Apply a protocol as it now is. `version`: the one that was read, refused when there is another by now."""

    do: Literal["playbook.apply"] = "playbook.apply"
    playbook: PlaybookName
    version: Annotated[int, Field(ge=1, le=9_999)] | None = None


class OtherVersion(Refused):
    code, title = "other_version", "Version du protocole indisponible"


@dataclass(frozen=True, slots=True)
class PreviewedAction:
    """One action, and the number of its tasks: opened, or unfinished and so changed, left or set aside.

    `stand_in`: how many of them the representative has, in départements without an UDCCAS.
    """

    code: str
    title: str
    who: str
    scope: str
    must: bool
    tasks: int
    stand_in: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What applying a protocol would do. `before` is the version applied now; `brings`, what it extends;
    `rhythm`, how often reports would be expected by it, and `points`, when points de situation, in words, if that
    changes."""

    playbook: str
    version: int
    title: str
    before: int | None
    brings: tuple[str, ...]
    rhythm: str | None
    points: str | None
    adds: tuple[PreviewedAction, ...]
    changes: tuple[PreviewedAction, ...]
    leaves: tuple[PreviewedAction, ...]
    removes: tuple[PreviewedAction, ...]


def apply_playbook(board: Board, command: ApplyPlaybook, situation: Situation) -> list[Fact]:
    """Return nothing when this version is applied already. Raises UnknownPlaybook, OtherVersion, PlaybookTooLong."""
    crisis = open_crisis(board)
    facts: list[Fact] = []
    revised: list[Fact] = []
    fresh: dict[str, dict[str, AgreedTask]] = {}
    for playbook in _wanted(board, situation.library, command.playbook, command.version):
        before = board.get(f"playbook:{playbook.code}", PlaybookCard)
        applied = frozen(playbook, before)
        old = in_force(before) if before else {}
        changes = {scope: revision(old, applied.actions, scope, crisis, situation.now) for scope in SCOPES}
        facts.append(applied)
        revised += revise_tasks(board, applied, changes, situation.now)
        fresh[playbook.code] = _added(old, applied.actions)
    return [*facts, *revised, *open_tasks(fresh, _plan(board, crisis, situation), board)]


def preview(board: Board, library: Library, code: str, version: int | None = None) -> Preview:
    """Return what `playbook.apply` would do to this board. Raises what it would raise."""
    crisis = open_crisis(board)
    playbook = library.playbook(code)
    before = board.get(f"playbook:{code}", PlaybookCard)
    wanted = _wanted(board, library, code, version)
    old = in_force(before) if before else {}
    new = frozen(wanted[-1], before).actions if wanted else old
    added = _added(old, new)
    unions = _unions(board, crisis, library)
    stood_in = sum(unions.get(departement) is False for departement in crisis.departements)
    opened = {task: _owners(board, action.scope) for task, action in added.items()}
    unfinished, theirs = _unfinished(board), _unfinished(board, without_union=True)
    kept = {task: action for task, action in new.items() if task not in added}
    changed = {task: action for task, action in kept.items() if action != old[task]}
    removed = {task: action for task, action in old.items() if task not in kept}
    return Preview(
        playbook=code,
        version=wanted[-1].version if wanted else before.version if before else 0,
        title=playbook.title if playbook else before.title if before else code,
        before=before.version if before else None,
        brings=tuple(one.code for one in wanted[:-1]),
        rhythm=_new_rhythm(written(wanted[-1].rhythm), before) if wanted else None,
        points=_new_points(wanted[-1], before) if wanted else None,
        adds=_previewed(added, opened, dict.fromkeys(added, stood_in)),
        changes=_previewed(changed, unfinished, theirs),
        leaves=_previewed({task: action for task, action in kept.items() if task not in changed}, unfinished, theirs),
        removes=_previewed(removed, unfinished, theirs),
    )


def _new_rhythm(steps: Steps, before: PlaybookCard | None) -> str | None:
    if steps == (before.rhythm if before else ()):
        return None
    return in_words(steps) if steps else "celui des autres protocoles"


def _new_points(playbook: Playbook, before: PlaybookCard | None) -> str | None:
    steps = written_points(playbook.points)
    if steps == (before.points if before else ()):
        return None
    return points_in_words(steps) if steps else "ceux du protocole commun"


def _wanted(board: Board, library: Library, code: str, version: int | None) -> list[Playbook]:
    """Return the texts to apply, that of `code` last; none when its version is applied already."""
    card = board.get(f"playbook:{code}", PlaybookCard)
    if card is not None and card.version == version:
        return []
    found: dict[str, Playbook] = {}
    with_extended(code, library, found)
    playbook = found[code]
    if version is not None and version != playbook.version:
        raise OtherVersion(
            f"{quoted(playbook.title)}\u00a0: la version disponible est la {playbook.version}, pas la {version}. "
            "La relire, puis recommencer."
        )
    if card is not None and card.version > playbook.version:
        raise OtherVersion(
            f"{quoted(playbook.title)}\u00a0: l’évènement suit déjà la version {card.version}, plus récente que "
            f"la version {playbook.version} disponible."
        )
    if card is not None and card.version == playbook.version:
        return []
    return [one for one in found.values() if one.code == code or f"playbook:{one.code}" not in board]


def _added(old: Mapping[str, AgreedTask], new: Mapping[str, AgreedTask]) -> dict[str, AgreedTask]:
    """Return the actions to open: those that are new, or that now stand elsewhere."""
    return {code: action for code, action in new.items() if code not in old or old[code].scope != action.scope}


def _plan(board: Board, crisis: CrisisCard, situation: Situation) -> Plan:
    bodies = (card for card in board.of(BodyCard) if card.competent)
    active = any(card.state == "active" and card.perimeter == "main" for card in board.of(RepresentativeCard))
    return Plan(
        anchors=crisis.anchors,
        zone=crisis.timezone,
        tempo=crisis.tempo,
        bodies=[TaskOwner(id=card.body, name=card.name, departement=card.departement) for card in bodies],
        departements={code: departement_name(code, situation.territory) for code in crisis.departements},
        unions=_unions(board, crisis, situation.library),
        proved=frozenset({"crisis_declared", *(("representative_active",) if active else ())}),
    )


def _unions(board: Board, crisis: CrisisCard, library: Library) -> dict[str, bool]:
    """Say which départements have an UDCCAS: as it was when their first tasks were opened, else as it is now."""
    known = dict(library.unions)
    for code in crisis.departements:
        card = board.get(f"tasks:departement-{code}", TasksCard)
        if card is not None:
            known.pop(code, None)
            known |= {} if card.union is None else {code: card.union}
    return known


def _owners(board: Board, scope: str) -> int:
    """Count those for whom a task of this scope is opened."""
    if scope == "crisis":
        return 1
    if scope == "departement":
        return len(open_crisis(board).departements)
    return sum(card.competent for card in board.of(BodyCard))


def _unfinished(board: Board, *, without_union: bool = False) -> dict[str, int]:
    """Count the unfinished tasks by code; of all owners, or of the départements that have no UDCCAS."""
    counts: dict[str, int] = {}
    for card in board.of(TasksCard):
        if without_union and card.union is not False:
            continue
        for code, item in card.items.items():
            if item.state in UNFINISHED:
                counts[code] = counts.get(code, 0) + 1
    return counts


def _previewed(
    actions: Mapping[str, AgreedTask], tasks: Mapping[str, int], without_union: Mapping[str, int]
) -> tuple[PreviewedAction, ...]:
    """`without_union` counts the tasks in départements that have no UDCCAS, where its own have a stand-in."""
    return tuple(
        PreviewedAction(
            code=code,
            title=action.title,
            who=action.who,
            scope=action.scope,
            must=action.must,
            tasks=tasks.get(code, 0),
            stand_in=without_union.get(code, 0) if action.who == UNION else 0,
        )
        for code, action in actions.items()
    )
