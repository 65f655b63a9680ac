"""The cards of the acts of support: each act, and the totals of a body by kind.

Units are never mixed nor converted: persons do not add up with households, nor either with money.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from .board import Card
from .french import counted, euros, listed
from .vocabulary import ACTS, ActKind, label
from .words import BodyId, Count, Instant, Said, Word

#: What an act may count, in the order in which it is told. Persons and households never add up.
NUMBERS = ("persons", "households", "count", "amount_cents")

Cents = Annotated[int, Field(ge=0, le=100_000_000_000)]


class HowMuch(Word):
    """What one act did, in units that are never converted into one another. None: not counted."""

    persons: Count | None = None
    households: Count | None = None
    count: Count | None = None
    amount_cents: Cents | None = None


class ActCard(HowMuch, Card):
    """One act, as its last version says it, in the channel of its body."""

    type: Literal["act"] = "act"
    body: BodyId
    kind: ActKind
    occurred_at: Instant
    corrected: Count = 0
    text: Said | None = None


class ActTotals(Word):
    """The sums of the acts of one kind."""

    persons: int = 0
    households: int = 0
    count: int = 0
    amount_cents: int = 0
    acts: int = 0


class ActTotalsCard(Card):
    """The acts of one body, by kind, without their detail: what its département may see."""

    type: Literal["act_totals"] = "act_totals"
    body: BodyId
    kinds: dict[ActKind, ActTotals] = Field(default_factory=dict)


def numbers_of(of: HowMuch) -> dict[str, Any]:
    return {number: getattr(of, number) for number in NUMBERS}


def with_act(card: ActTotalsCard, old: ActCard | None, new: ActCard) -> ActTotalsCard:
    """Return the totals of a body once `new` has taken the place of `old`."""
    kinds = dict(card.kinds)
    for act, sign in ((old, -1), (new, 1)):
        if act is not None:
            kinds[act.kind] = _plus(kinds.get(act.kind, ActTotals()), act, sign)
    return card.but(kinds={kind: totals for kind, totals in kinds.items() if totals.acts})


def _plus(totals: ActTotals, act: ActCard, sign: int) -> ActTotals:
    sums = {number: getattr(totals, number) + sign * (getattr(act, number) or 0) for number in NUMBERS}
    return ActTotals(**sums, acts=totals.acts + sign)


_UNITS: Mapping[str, Callable[[int], str]] = {
    "persons": lambda number: counted(number, "personne"),
    "households": lambda number: counted(number, "foyer"),
    "count": lambda number: counted(number, "unité"),
    "amount_cents": euros,
}


def told_act(kind: str, numbers: Mapping[str, int | None]) -> str:
    named = [_UNITS[number](value) for number, value in numbers.items() if value is not None]
    return f"{label(ACTS, kind).lower()} ({listed(named)})"
