"""What was done for people, day by day: by kind, by body, and by how many of the bodies that could have said so.

Units are never mixed (act_cards.py). A day is one of the calendar of the crisis; a day on which nobody noted anything
is not a day of zero, and is not there.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from .act_cards import NUMBERS, ActCard, ActTotals
from .bodies import BodyCard


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the sums of each kind, and how many bodies noted an act of that day."""

    day: date
    bodies: int
    kinds: Mapping[str, ActTotals]


@dataclass(frozen=True, slots=True)
class OfBody:
    """One body: the sums of each kind, and on how many days it did something."""

    body: str
    name: str
    departement: str
    days: int
    kinds: Mapping[str, ActTotals]


@dataclass(frozen=True, slots=True)
class ActDays:
    """The acts of some bodies: days in order, bodies with the most acts first, and `of` how many bodies there are."""

    of: int
    days: tuple[Day, ...]
    bodies: tuple[OfBody, ...]


def act_days(
    acts: Iterable[ActCard], bodies: Mapping[str, BodyCard], zone: str, kinds: Container[str] | None = None
) -> ActDays:
    """Count the acts of `bodies` by the calendar of `zone`; `kinds` keeps some kinds alone, None all."""
    where = ZoneInfo(zone)
    by_day: dict[date, dict[str, list[ActCard]]] = {}
    by_body: dict[str, dict[str, list[ActCard]]] = {}
    seen: dict[date, set[str]] = {}
    for act in acts:
        if act.body in bodies and (kinds is None or act.kind in kinds):
            day = act.occurred_at.astimezone(where).date()
            by_day.setdefault(day, {}).setdefault(act.kind, []).append(act)
            by_body.setdefault(act.body, {}).setdefault(act.kind, []).append(act)
            seen.setdefault(day, set()).add(act.body)
    return ActDays(
        of=sum(body.competent for body in bodies.values()),
        days=tuple(Day(day, len(seen[day]), _sums(by_day[day])) for day in sorted(by_day)),
        bodies=tuple(
            OfBody(
                body=id,
                name=bodies[id].name,
                departement=bodies[id].departement,
                days=sum(id in some for some in seen.values()),
                kinds=_sums(by_body[id]),
            )
            for id in sorted(by_body, key=lambda id: (-sum(map(len, by_body[id].values())), bodies[id].name, id))
        ),
    )


def _sums(kinds: Mapping[str, list[ActCard]]) -> dict[str, ActTotals]:
    return {
        kind: ActTotals(
            **{number: sum(getattr(act, number) or 0 for act in acts) for number in NUMBERS}, acts=len(acts)
        )
        for kind, acts in sorted(kinds.items())
    }
