"""What a card counts for in the curves of a crisis: columns of whole numbers that add up over cards.

The same rules as the figures of the board (static/js/figures.js, silence.js): a body that is withdrawn is
neither awaited nor added up, and a figure that was not communicated is not a zero.
"""

from .act_cards import ActTotalsCard
from .board import Card
from .bodies import BodyCard
from .totals import SUMMED
from .vocabulary import STATUSES

#: The figures that have a curve, those at the head of a crisis board.
DRAWN = SUMMED
#: One column for each status, then those heard of and those who should be, then the figures, then the acts.
COLUMNS: tuple[str, ...] = (
    *(f"statuses.{code}" for code in STATUSES),
    *("heard", "of"),
    *(f"figures.{name}.{part}" for name in DRAWN for part in ("sum", "said")),
    *("acts", "amount_cents"),
)
_AT = {name: index for index, name in enumerate(COLUMNS)}

#: Column → number, the columns at zero left out.
Measures = dict[int, int]


def measured(card: Card) -> tuple[str, Measures] | None:
    """Return the body that a card speaks of and what it counts for; None for a card that counts for nothing."""
    if isinstance(card, BodyCard):
        return card.body, _of_body(card)
    if isinstance(card, ActTotalsCard):
        kinds = card.kinds.values()
        sums = {"acts": sum(one.acts for one in kinds), "amount_cents": sum(one.amount_cents for one in kinds)}
        return card.body, {_AT[name]: value for name, value in sums.items() if value}
    return None


def _of_body(card: BodyCard) -> Measures:
    found = {_AT[f"statuses.{card.status}"]: 1}
    if not card.competent:
        return found
    found[_AT["of"]] = 1
    if card.observed_at is not None:
        found[_AT["heard"]] = 1
    for name in DRAWN:
        figure = card.figures.get(name)
        if figure is not None and figure.quality != "non_communique" and isinstance(figure.value, int):
            found[_AT[f"figures.{name}.said"]] = 1
            if figure.value:
                found[_AT[f"figures.{name}.sum"]] = figure.value
    return found


def change(before: Measures, after: Measures) -> tuple[int, ...]:
    """Return what makes `after` of `before`, flat: column, difference, column, difference…"""
    flat: list[int] = []
    for column in before.keys() | after.keys():
        difference = after.get(column, 0) - before.get(column, 0)
        if difference:
            flat += (column, difference)
    return tuple(flat)
