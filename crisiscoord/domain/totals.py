"""Sums over the bodies of a crisis: how many have been heard of, in which status, and what they say together.

Counts only: no body is named, so that they may be told to those who do not see the bodies (policy.may_count).
The same sums as the browser's (static/js/figures.js): bodies withdrawn count nowhere, « non communiqué » is
not zero, and a sum says how many bodies it was made of.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .bodies import BodyCard

#: The figures added up, in order: those at the head of a board.
SUMMED = ("sheltered", "evacuated", "households_hit", "register_unanswered", "agents_present", "meals")


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure added up over those that gave a number (`said`); `estimated`: one of them at least was an estimate."""

    sum: int
    said: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """What some bodies say together: `heard` of them, of those `of` that should be."""

    heard: int
    of: int
    statuses: Mapping[str, int]
    figures: Mapping[str, Sum]


def totals(bodies: Iterable[BodyCard]) -> Totals:
    """Add up bodies. Those withdrawn are left out."""
    counted = [body for body in bodies if body.competent]
    return Totals(
        heard=sum(body.observed_at is not None for body in counted),
        of=len(counted),
        statuses=dict(Counter(body.status for body in counted)),
        figures={name: _sum(counted, name) for name in SUMMED},
    )


def together(parts: Iterable[Totals]) -> Totals:
    """Add up what several groups of bodies say, no body being in two of them."""
    groups = list(parts)
    statuses: Counter[str] = Counter()
    for group in groups:
        statuses.update(group.statuses)
    return Totals(
        heard=sum(group.heard for group in groups),
        of=sum(group.of for group in groups),
        statuses=dict(statuses),
        figures={name: _plus([group.figures[name] for group in groups]) for name in SUMMED},
    )


def by_departement(bodies: Iterable[BodyCard]) -> dict[str, list[BodyCard]]:
    """Put bodies with those of their département, by its code."""
    parts: dict[str, list[BodyCard]] = {}
    for body in bodies:
        parts.setdefault(body.departement, []).append(body)
    return parts


def _sum(bodies: Iterable[BodyCard], name: str) -> Sum:
    total, said, estimated = 0, 0, False
    for body in bodies:
        figure = body.figures.get(name)
        if figure is not None and isinstance(figure.value, int):
            total, said, estimated = total + figure.value, said + 1, estimated or figure.quality == "estime"
    return Sum(total, said, estimated)


def _plus(sums: list[Sum]) -> Sum:
    return Sum(sum(one.sum for one in sums), sum(one.said for one in sums), any(one.estimated for one in sums))
