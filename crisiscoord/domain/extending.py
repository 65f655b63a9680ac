"""A crisis under way gains or loses communes, and the dates that its protocols wait for.

Further communes bring their bodies and the tasks of the protocols already applied, counted from the original
dates. Withdrawing is for a commune named by mistake; the crisis itself is ended in ending.py.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from ..errors import Refused
from .board import Board, Delta
from .bodies import next_expected
from .crisis import CrisisCard, crisis_of, open_crisis, refuse_future
from .declaring import Communes, known_communes, owners
from .designating import introduce
from .french import day_and_time
from .places import Commune
from .task_cards import rhythms_of
from .tasking import Plan, date_anchor, open_for_bodies
from .vocabulary import ANCHORS, Degree, label
from .words import Command, Entry, Fact, Instant, Label, Situation, Target
from .zones import WITHDRAWN, zone_of
from .zoning import (
    changed_zones,
    competent_bodies,
    concerned,
    departement_name,
    released,
    sharing_a_body,
    with_another_degree,
)

#: Anchors whose date is given by somebody; the others come from the crisis itself.
MarkedAnchor = Literal["vigilance", "jo", "end"]

# --------------------------------------------------------------------------------------------- commands


class ExtendCrisis(Command):
    """These communes are hit to this degree, whether they were in the zone or not."""

    do: Literal["crisis.extend"] = "crisis.extend"
    communes: Communes
    degree: Degree = "touchee"

    def target(self) -> Target:
        """The département of the communes, when it is the same for all."""
        codes = {_departement_of(insee) for insee in self.communes}
        return Target(departement=codes.pop() if len(codes) == 1 else None)


class MarkCrisis(Command):
    """The date of an anchor is known, from `source`."""

    do: Literal["crisis.mark"] = "crisis.mark"
    anchor: MarkedAnchor
    at: Instant
    source: Label


def _departement_of(insee: str) -> str:
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


# ------------------------------------------------------------------------------------------------ facts


class CrisisMarked(Fact):
    """The date of an anchor was given, or changed: it `was` another one. Times are told in `timezone`."""

    kind: Literal["crisis.marked"] = "crisis.marked"
    anchor: MarkedAnchor
    at: Instant
    was: Instant | None = None
    source: str
    timezone: str

    def occurred(self) -> datetime:
        return self.at


# --------------------------------------------------------------------------------------------- refusals


class LastCommune(Refused):
    code, title = "last_commune", "Dernière commune de la zone"


class AlreadyMarked(Refused):
    code, title = "already_marked", "Date déjà connue"


# -------------------------------------------------------------------------------------------- decisions


def extend_crisis(board: Board, command: ExtendCrisis, situation: Situation) -> list[Fact]:
    """Change what differs, and nothing else: the same extension twice writes nothing the second time."""
    crisis = open_crisis(board)
    communes = known_communes(command.communes, situation.territory)
    zone = zone_of(board)
    changed = [one for one in communes if zone.get(one.code, WITHDRAWN) != command.degree]
    if not changed:
        return []
    if command.degree == WITHDRAWN:
        return _withdraw(board, zone, changed, situation)
    return _extend(board, crisis, zone, changed, command.degree, situation)


def _extend(
    board: Board,
    crisis: CrisisCard,
    zone: dict[str, str],
    changed: list[Commune],
    degree: str,
    situation: Situation,
) -> list[Fact]:
    territory = situation.territory
    after = {**zone, **{commune.code: degree for commune in changed}}
    bodies = competent_bodies(after, sharing_a_body(after, changed, territory), territory)
    t0 = crisis.t0 or situation.now
    due = next_expected(t0, situation.now, crisis.timezone, crisis.tempo, among=rhythms_of(board))
    new = [commune for commune in changed if commune.code not in zone]
    fresh = {code: departement_name(code, territory) for code in _new_departements(crisis, new)}
    plan = Plan(
        anchors=crisis.anchors,
        zone=crisis.timezone,
        tempo=crisis.tempo,
        bodies=owners(competent_bodies(after, new, territory)),
        departements=fresh,
        unions=situation.library.unions,
        whole=False,
    )
    return [
        *changed_zones(changed, degree, territory),
        *concerned(board, bodies, due, territory),
        *open_for_bodies(board, plan),
        *introduce(board, fresh, situation),
    ]


def _new_departements(crisis: CrisisCard, communes: Iterable[Commune]) -> list[str]:
    return sorted({commune.departement for commune in communes} - set(crisis.departements))


def _withdraw(board: Board, zone: dict[str, str], withdrawn: list[Commune], situation: Situation) -> list[Fact]:
    gone = {commune.code for commune in withdrawn}
    left = [insee for insee in zone if insee not in gone]
    if not left:
        raise LastCommune("Un évènement garde au moins une commune\u00a0: pour y mettre fin, clore le dossier.")
    territory = situation.territory
    after = {insee: zone[insee] for insee in left}
    staying = competent_bodies(after, sharing_a_body(after, withdrawn, territory), territory)
    return [
        *changed_zones(withdrawn, WITHDRAWN, territory),
        *concerned(board, with_another_degree(board, staying), situation.now, territory),
        *released(board, withdrawn, left, territory),
    ]


def mark_crisis(board: Board, command: MarkCrisis, situation: Situation) -> list[Fact]:
    """A date may be corrected, for the tasks that are not finished; giving the same one again is refused."""
    crisis = open_crisis(board)
    refuse_future(command.at, situation.now)
    was = crisis.anchors.get(command.anchor)
    if was == command.at:
        raise AlreadyMarked("Cette date est déjà celle du dossier\u00a0: rien n’est à changer.")
    marked = CrisisMarked(
        anchor=command.anchor, at=command.at, was=was, source=command.source, timezone=crisis.timezone
    )
    return [marked, *date_anchor(board, command.anchor, command.at, crisis.timezone, crisis.tempo)]


# --------------------------------------------------------------------------------------------- showings


def show_marked(board: Board, entry: Entry, fact: CrisisMarked) -> Delta:
    card = crisis_of(board)
    assert card is not None
    return Delta(put=(card.but(anchors={**card.anchors, fact.anchor: fact.at}),))


# --------------------------------------------------------------------------------------------- tellings


def tell_marked(fact: CrisisMarked) -> str:
    when = day_and_time(fact.at, fact.timezone)
    was = f", et non le {day_and_time(fact.was, fact.timezone)}" if fact.was else ""
    return f"{label(ANCHORS, fact.anchor)}\u00a0: le {when}{was}. Source\u00a0: {fact.source}."
