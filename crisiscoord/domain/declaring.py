"""A crisis begins: signalled, dismissed, or declared.

That an event is major has no threshold in the convention: it is a human decision, with its reason, written
here (E-01; docs/field.md). Declaring opens the zone, puts the competent bodies on the board (E-13) and
applies the protocols (E-08). `t0` is the instant of that decision, whatever the hour of the event.
"""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from ..errors import Malformed, Missing, Refused
from .agreements import Library, Playbook
from .board import Board
from .bodies import next_expected
from .crisis import DESIGNATION, Tempo, WrongState, crisis_of, refuse_future
from .declared import CrisisDeclared, CrisisDismissed, CrisisSignalled
from .durations import after
from .french import counted, listed, quoted
from .places import Commune, TerritoryView
from .rhythm import rhythms, written
from .tasking import Plan, TaskOwner, apply_playbooks
from .vocabulary import CRISIS_STATES, Hazard, label
from .words import Command, Fact, Instant, Label, Situation, Text
from .words import Commune as CommuneCode
from .zones import WITHDRAWN, ConcernedBody, zone_of
from .zoning import by_departement, changed_zones, competent_bodies, concerned, departement_name

#: A whole region, and more: no command of 64 KiB names as many.
MOST_COMMUNES = 8_000
#: Unknown codes that are named one by one in a refusal.
MOST_NAMED = 20
Communes = Annotated[tuple[CommuneCode, ...], Field(min_length=1, max_length=MOST_COMMUNES)]
PlaybookName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,63}$")]
ZoneName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_+/-]{1,63}$")]

# --------------------------------------------------------------------------------------------- commands


class SignalCrisis(Command):
    """Something has happened that may be a major event: the permanence must say."""

    opens: ClassVar[str | None] = "crisis"

    do: Literal["crisis.signal"] = "crisis.signal"
    title: Label
    hazard: Hazard
    occurred_at: Instant | None = None
    communes: Communes
    text: Text


class DismissCrisis(Command):
    """What was signalled is not a major event."""

    do: Literal["crisis.dismiss"] = "crisis.dismiss"
    reason: Text


class DeclareCrisis(Command):
    """The event is major. On a dossier that was signalled, what is said here replaces what was said then."""

    opens: ClassVar[str | None] = "crisis"

    do: Literal["crisis.declare"] = "crisis.declare"
    title: Label
    hazard: Hazard
    occurred_at: Instant
    reason: Text
    communes: Communes
    exercise: bool = False
    tempo: Tempo = 1
    playbooks: Annotated[tuple[PlaybookName, ...], Field(min_length=1, max_length=20)] | None = None
    timezone: ZoneName | None = None


# --------------------------------------------------------------------------------------------- refusals


class AlreadyDeclared(Refused):
    code, title = "already_declared", "Dossier déjà ouvert"


class UnknownCommunes(Malformed):
    code, title = "unknown_communes", "Communes inconnues"


class UnknownTimezone(Malformed):
    code, title = "unknown_timezone", "Fuseau horaire inconnu"


class UnknownPlaybook(Missing):
    code, title = "unknown_playbook", "Protocole inconnu"


class TempoNeedsExercise(Refused):
    code, title = "tempo_needs_exercise", "Tempo réservé aux exercices"


# -------------------------------------------------------------------------------------------- decisions


def signal_crisis(board: Board, command: SignalCrisis, situation: Situation) -> list[Fact]:
    if board.seq:
        raise AlreadyDeclared("Ce dossier existe déjà\u00a0: signaler l’évènement sous un autre identifiant.")
    refuse_future(command.occurred_at, situation.now)
    communes = known_communes(command.communes, situation.territory)
    signalled = CrisisSignalled(
        title=command.title,
        hazard=command.hazard,
        occurred_at=command.occurred_at,
        timezone=situation.territory.zone(communes[0].code),
        communes=len(communes),
        departements=_departements(communes, situation.territory),
        text=command.text,
    )
    return [signalled, *changed_zones(communes, "touchee", situation.territory)]


def dismiss_crisis(board: Board, command: DismissCrisis, situation: Situation) -> list[Fact]:
    card = crisis_of(board)
    if card is None or card.state != "signale":
        raise WrongState("Seul un évènement signalé, pas encore qualifié, peut être classé sans suite.")
    return [CrisisDismissed(title=card.title, reason=command.reason)]


def declare_crisis(board: Board, command: DeclareCrisis, situation: Situation) -> list[Fact]:
    """Open the crisis, its zone, its bodies and its tasks, in this order."""
    _refuse_declared(board)
    if command.tempo != 1 and not command.exercise:
        raise TempoNeedsExercise(
            "Seul un exercice peut aller plus vite que l’horloge\u00a0: retirer «\u00a0tempo\u00a0»."
        )
    refuse_future(command.occurred_at, situation.now)
    territory = situation.territory
    communes = known_communes(command.communes, territory)
    zone = known_zone(command.timezone) if command.timezone else territory.zone(communes[0].code)
    playbooks = _playbooks(command, situation.library)
    declared = CrisisDeclared(
        title=command.title,
        hazard=command.hazard,
        exercise=command.exercise,
        tempo=command.tempo,
        timezone=zone,
        t0=situation.now,
        occurred_at=command.occurred_at,
        communes=len(communes),
        departements=_departements(communes, territory),
        playbooks={playbook.code: playbook.version for playbook in playbooks},
        designation_due=after(situation.now, DESIGNATION, zone, command.tempo),
        reason=command.reason,
    )
    bodies = competent_bodies(dict.fromkeys((one.code for one in communes), "touchee"), communes, territory)
    agreed = rhythms(written(playbook.rhythm) for playbook in playbooks)
    due = next_expected(declared.t0, declared.t0, zone, command.tempo, among=agreed)
    plan = Plan(
        anchors=declared.anchors(),
        zone=zone,
        tempo=command.tempo,
        bodies=owners(bodies),
        departements=declared.departements,
        unions=situation.library.unions,
    )
    return [
        declared,
        *_signalled_by_mistake(board, communes, territory),
        *changed_zones(communes, "touchee", territory),
        *concerned(board, bodies, due, territory),
        *apply_playbooks(playbooks, plan),
    ]


def _refuse_declared(board: Board) -> None:
    card = crisis_of(board)
    if board.seq and (card is None or card.state != "signale"):
        state = label(CRISIS_STATES, card.state).lower() if card else "une convention"
        raise AlreadyDeclared(f"Ce dossier existe déjà ({state})\u00a0: ouvrir l’évènement sous un autre identifiant.")


def known_communes(codes: Sequence[str], territory: TerritoryView) -> tuple[Commune, ...]:
    """Return today's communes behind INSEE codes, each once. Raises UnknownCommunes, which names them."""
    communes, unknown = territory.resolve(codes)
    if unknown:
        errors = [{"field": "communes", "reason": f"{code}\u00a0: aucune commune de ce code"} for code in unknown]
        raise UnknownCommunes(
            f"{counted(len(unknown), 'code INSEE inconnu', 'codes INSEE inconnus')}\u00a0: {listed([*unknown])}.",
            errors[:MOST_NAMED],
        )
    return communes


def known_zone(name: str) -> str:
    """Return the name of a time zone. Raises UnknownTimezone."""
    try:
        return ZoneInfo(name).key
    except (LookupError, OSError, ValueError):
        raise UnknownTimezone(
            f"{quoted(name)} n’est pas un fuseau horaire\u00a0: en donner un comme Europe/Paris.",
            [{"field": "timezone", "reason": "fuseau horaire inconnu"}],
        ) from None


def owners(bodies: dict[str, list[ConcernedBody]]) -> list[TaskOwner]:
    """Return bodies, by département, as owners of tasks."""
    return [TaskOwner(id=body.id, name=body.name, departement=code) for code, here in bodies.items() for body in here]


def _departements(communes: Sequence[Commune], territory: TerritoryView) -> dict[str, str]:
    return {code: departement_name(code, territory) for code in sorted(by_departement(communes))}


def _playbooks(command: DeclareCrisis, library: Library) -> list[Playbook]:
    """Return the protocols to apply, each after the one that it extends."""
    found: dict[str, Playbook] = {}
    for name in command.playbooks or library.for_hazard(command.hazard):
        with_extended(name, library, found)
    return list(found.values())


def with_extended(name: str, library: Library, found: dict[str, Playbook]) -> None:
    """Add a protocol to `found`, after the one that it extends. Raises UnknownPlaybook."""
    playbook = library.playbook(name)
    if playbook is None:
        raise UnknownPlaybook(
            f"Aucun protocole {quoted(name)}\u00a0: choisir parmi {listed(sorted(library.playbooks))}."
        )
    if playbook.extends and playbook.extends not in found:
        with_extended(playbook.extends, library, found)
    found[playbook.code] = playbook


def _signalled_by_mistake(board: Board, communes: Sequence[Commune], territory: TerritoryView) -> list[Fact]:
    """Withdraw what was signalled and is not declared."""
    kept = {commune.code for commune in communes}
    wrong, _ = territory.resolve(insee for insee in zone_of(board) if insee not in kept)
    return changed_zones(wrong, WITHDRAWN, territory)
