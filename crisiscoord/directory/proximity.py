"""Whom to ask first to represent the UNCCAS: by availability, then by nearness (E-09, E-10; docs/field.md).

The order proposes, and the permanence decides. That somebody is of a CCAS which is hit is said, and not in the
way: they may be needed at home, and they alone can tell.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ..domain.french import spaced
from ..domain.places import BodyRef
from ..domain.ranking import road_km
from .roster import Possible
from .view import DirectoryView


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody of the roster, as they stand to one crisis. `km` is by road, as far as a straight line tells."""

    person: Possible
    body: BodyRef | None
    free: bool
    covers: bool
    hit: bool
    km: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a representative is sought for: the day, the départements, where it is, the bodies that are hit.

    `exercise`: None when it is for nothing in particular.
    """

    day: date
    departements: tuple[str, ...] = ()
    position: tuple[float, float] | None = None
    hit: Collection[str] = frozenset()
    exercise: bool | None = None


def nearest_first(people: Iterable[Possible], sought: Sought, view: DirectoryView) -> list[Near]:
    """Return the whole roster: the free before the others, those who cover the place, not hit, nearest, by rank.

    Those who are there for exercises alone are of no real crisis.
    """
    real = sought.exercise is False
    return sorted((_judged(one, sought, view) for one in people if not (real and one.for_exercises)), key=_key)


def _key(one: Near) -> tuple[bool, bool, bool, float, int, str]:
    far = float("inf") if one.km is None else one.km
    return not one.free, not one.covers, one.hit, far, one.person.rank, one.person.id


def _judged(one: Possible, sought: Sought, view: DirectoryView) -> Near:
    body = view.body(one.body) if one.body else None
    free = one.is_free(sought.day)
    covers = not sought.departements or any(one.acts_in(code) for code in sought.departements)
    hit, km = one.body in sought.hit, road_km(sought.position, body) if body else None
    reasons = ["disponible" if free else "non disponible ce jour"]
    if one.departements:
        reasons.append(f"{'couvre' if covers else 'hors de'} {', '.join(one.departements)}")
    if km is not None:
        reasons.append(f"environ {spaced(km)}\u00a0km par la route")
    if hit:
        reasons.append("son organisme est touché")
    if sought.exercise and not one.for_exercises:
        reasons.append("à appeler par téléphone\u00a0: un exercice n’écrit pas à son adresse")
    return Near(one, body, free, covers, hit, km, tuple(reasons))
