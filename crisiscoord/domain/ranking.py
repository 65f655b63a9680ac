"""Whom to ask first for a need, and why (domain.md 5.5). Pure, and in the order that the field agreed on.

The same département, not hit; then the pool of its UDCCAS; then the neighbouring départements; then the whole
country. In each, whoever offered first, then the rested before those who lend already, then the nearest by road, which
is unknown: the straight line × 1.3 stands for it. The rank proposes; whoever leads decides, and the
CCAS agrees or not.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import nsmallest
from math import cos, hypot, radians

from .board import Board
from .bodies import BodyCard
from .french import counted, spaced
from .needed import OVER, NeedCard, OfferCard, SupportCard, told_quantity
from .places import BodyRef

#: What stands for the way by road when only the straight line is known.
ROAD = 1.3
#: Kilometres in a degree of latitude, near enough between two communes.
_DEGREE_KM = 111.2
#: Statuses in which a body is not asked for help: it needs some, or nobody knows how it is.
BURDENED = frozenset({"tension", "deborde", "hors_service", "injoignable"})
#: Inhabitants from which a CCAS is said to be large: it has more to lend.
_LARGE = 20_000

SAME, POOL, NEIGHBOUR, COUNTRY = range(4)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One body to ask. `km` is by road, as far as a straight line tells, None when a place is unknown."""

    body: str
    name: str
    departement: str | None
    circle: int
    km: int | None
    lends: int
    offered: int
    reasons: tuple[str, ...]


def candidates(
    board: Board,
    need: NeedCard,
    lenders: Iterable[BodyRef],
    neighbours: Collection[str],
    position: tuple[float, float] | None,
    most: int,
) -> list[Candidate]:
    """Return the bodies to ask for `need`, the first to ask first, `most` at the most.

    `lenders` are all that could lend, `neighbours` the départements beside that of the need, `position` (latitude,
    longitude in degrees) where the help is to go. Bodies that are hit,
    burdened, silent, or asked for this need already are left out.
    """
    asked = {one.from_body for one in board.of(SupportCard) if one.need == need.key and one.state not in OVER}
    lends = Counter(one.from_body for one in board.of(SupportCard) if one.state not in OVER and one.state != "evaluee")
    offered = {one.from_body: left for one in board.of(OfferCard) if (left := _left(one, need)) > 0}

    def judged() -> Iterator[tuple[Candidate, BodyRef]]:
        for one in lenders:
            if one.id == need.body or one.id in asked or not _is_free(board.get(f"body:{one.id}", BodyCard)):
                continue
            circle, km = _circle(one, need.departement, neighbours), road_km(position, one)
            found = Candidate(one.id, one.name, one.departement, circle, km, lends[one.id], offered.get(one.id, 0), ())
            yield found, one

    first = nsmallest(most, judged(), key=lambda pair: _key(*pair))
    return [replace(found, reasons=_reasons(found, one, need)) for found, one in first]


def _key(found: Candidate, one: BodyRef) -> tuple[int, bool, int, float, int, str]:
    far = float("inf") if found.km is None else found.km
    return found.circle, not found.offered, found.lends, far, -one.population, one.id


def _left(offer: OfferCard, need: NeedCard) -> int:
    return offer.left if (offer.kind, offer.unit) == (need.kind, need.unit) else 0


def _is_free(card: BodyCard | None) -> bool:
    """Say whether a body may be asked: not particularly hit, not burdened, not silent where it is concerned."""
    if card is None:
        return True
    return not card.hit and card.status not in BURDENED and card.status != "sans_nouvelle"


def _circle(one: BodyRef, departement: str, neighbours: Collection[str]) -> int:
    if one.departement == departement:
        return POOL if one.kind == "udccas" else SAME
    return NEIGHBOUR if one.departement in neighbours else COUNTRY


def road_km(position: tuple[float, float] | None, one: BodyRef) -> int | None:
    """Return about how far a body is, on the flat earth of one country: in kilometres, by road."""
    if position is None or one.lat is None or one.lon is None:
        return None
    north = one.lat - position[0]
    east = (one.lon - position[1]) * cos(radians((one.lat + position[0]) / 2))
    return round(hypot(north, east) * _DEGREE_KM * ROAD)


_CIRCLES = ("même département, non touché", "réserve de l’UDCCAS", "département voisin", "ailleurs en France")


def _reasons(found: Candidate, one: BodyRef, need: NeedCard) -> tuple[str, ...]:
    reasons = [_CIRCLES[found.circle]]
    if found.offered:
        reasons.append(f"a offert\u00a0: {told_quantity(need.kind, found.offered, need.unit)}")
    if found.km is not None:
        reasons.append(f"environ {spaced(found.km)}\u00a0km par la route")
    if found.lends:
        reasons.append(f"prête déjà\u00a0: {counted(found.lends, 'renfort')}")
    if one.population >= _LARGE:
        reasons.append(f"{spaced(one.population)} habitants")
    return tuple(reasons)
