"""The same people or things are never lent twice at once, and people rest between two missions (docs/decisions/0033).

A body numbers its teams of one kind, or its lots of things: number 1 unless it says otherwise. What one number stands
for is in one place at a time; of an offer, several supports may take their part at once, as far as it goes. What is
used up (money, meals) is not booked.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

from pydantic import Field

from ..errors import Refused
from .board import Board
from .french import day_and_time, of_the, to_the
from .needed import AWAY, OVER, SupportCard

#: How long the same people are lent at most before they are relieved (docs/field.md).
LONGEST_FOR_PEOPLE = timedelta(days=5)
#: How long they rest then, before they leave again. Two whole days hold the thirty-five hours of weekly rest of the
#: civil service (décret 2000-815, art. 3; décret 2001-623, art. 1), whatever the hour of their return.
REST = timedelta(days=2)
#: Units of what is used up: two supports of it are never the same thing twice.
USED_UP = frozenset({"centime", "repas", "colis", "litre", "m3"})

#: Which team of a body, or which lot of its things.
Team = Annotated[int, Field(ge=1, le=99)]


class Booked(NamedTuple):
    """What one support takes: which team of which body, when, and out of which offer."""

    body: str
    name: str
    kind: str
    unit: str
    team: int
    offer: str | None
    start: datetime
    end: datetime


class DoubleBooked(Refused):
    code, title = "double_booked", "Déjà prêté à ce moment"


class RestNeeded(Refused):
    code, title = "rest_needed", "Repos nécessaire"


def refuse_double(board: Board, one: Booked, now: datetime, zone: str) -> None:
    """Raise DoubleBooked when this team or lot is lent elsewhere meanwhile, unless both are parts of offers."""
    if one.unit in USED_UP:
        return
    for card in _missions(board, one.body, one.kind, one.team):
        start, end = period_of(card, now)
        if start < one.end and one.start < end and not (one.offer and card.offer):
            what = "cette équipe" if is_people(one.unit) else "ce lot"
            raise DoubleBooked(
                f"{one.name} prête déjà {what} (n°\u00a0{one.team}) {to_the(card.to_name)} jusqu’au "
                f"{day_and_time(end, zone)}\u00a0: prendre un autre numéro si ce sont d’autres "
                f"{'personnes' if is_people(one.unit) else 'objets'}, ou un autre moment."
            )


def refuse_away(board: Board, leaving: SupportCard, zone: str) -> None:
    """Raise DoubleBooked when the team or lot that is about to leave is still away for another support.

    A mission that lasts longer than it was planned to keeps its people: the next one waits for them.
    """
    if leaving.unit in USED_UP:
        return
    for card in _missions(board, leaving.from_body, leaving.kind, leaving.team):
        if card.id != leaving.id and card.state in AWAY and not (leaving.offer and card.offer):
            what = "cette équipe" if is_people(leaving.unit) else "ce lot"
            raise DoubleBooked(
                f"{leaving.from_name} a encore {what} (n°\u00a0{leaving.team}) auprès {of_the(card.to_name)}, prévu "
                f"jusqu’au {day_and_time(card.end, zone)}\u00a0: dire d’abord son retour, ou annuler ce renfort et "
                "en proposer un autre."
            )


def refuse_tired(board: Board, one: Booked, now: datetime, zone: str) -> None:
    """Raise RestNeeded when these people would be away for more than five days without two days of rest."""
    if not is_people(one.unit):
        return
    others = [period_of(card, now) for card in _missions(board, one.body, one.kind, one.team)]
    without_rest = _stretch(others, one.start, one.end)
    if sum((end - start for start, end in without_rest), timedelta()) > LONGEST_FOR_PEOPLE:
        back = max((end for _, end in others), default=one.end)
        raise RestNeeded(
            f"L’équipe n°\u00a0{one.team} {of_the(one.name)} aurait plus de cinq jours de mission sans deux jours "
            f"de repos\u00a0: elle repart au plus tôt le {day_and_time(back + REST, zone)}. Proposer une autre équipe."
        )


def free_team(board: Board, one: Booked, now: datetime) -> int:
    """Return the lowest number, from that of `one`, that is neither lent elsewhere meanwhile nor in need of rest."""
    numbers = range(one.team, 100)
    return next((number for number in numbers if _is_free(board, one._replace(team=number), now)), 99)


def period_of(card: SupportCard, now: datetime) -> tuple[datetime, datetime]:
    """Return from when to when those lent are away: to their return once back, at least to now while they are not."""
    end = card.ended_at or (max(card.end, now) if card.state in AWAY else card.end)
    return min(card.start, end), end  # whoever left early may be back before they were to begin


def is_people(unit: str) -> bool:
    return unit == "personne_jour"


def _is_free(board: Board, one: Booked, now: datetime) -> bool:
    try:
        refuse_double(board, one, now, "UTC")
        refuse_tired(board, one, now, "UTC")
    except (DoubleBooked, RestNeeded):
        return False
    return True


def _missions(board: Board, body: str, kind: str, team: int) -> Iterator[SupportCard]:
    """Yield the supports that one team has been, is or is to be away for; those that came to nothing are none."""
    for card in board.of(SupportCard):
        if card.from_body == body and card.kind == kind and card.team == team:
            if card.state not in OVER or card.ended_at is not None:
                yield card


def _stretch(
    others: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the periods, joined where they meet, that no rest parts from the one from `start` to `end`."""
    joined: list[tuple[datetime, datetime]] = []
    for begin, until in sorted([*others, (start, end)]):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((begin, until))
    here = next(at for at, (begin, until) in enumerate(joined) if begin <= start and end <= until)
    first = last = here
    while first > 0 and joined[first][0] - joined[first - 1][1] < REST:
        first -= 1
    while last + 1 < len(joined) and joined[last + 1][0] - joined[last][1] < REST:
        last += 1
    return joined[first : last + 1]
