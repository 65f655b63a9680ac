"""Whom to ask first for a need, and why (docs/field.md). Pure, and in the order that the field agreed on.

The same département, not hit; then the pool of its UDCCAS; then the neighbouring départements; then the whole
country. In each, whoever offered first, then those whose own département is under no orange or red vigilance, then
those whose commune is not touched, then those who say that they are good at what is needed, then the rested before
those who lend already, then the nearest by road, which is unknown: the straight line × 1.3 stands for it. The rank
proposes; whoever leads decides, and the CCAS agrees or not.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import nsmallest
from math import cos, hypot, radians
from operator import itemgetter
from typing import TypeAlias

from .board import Board
from .bodies import BodyCard
from .booking import Booked, free_team
from .calling import is_silent
from .crisis import crisis_of
from .french import counted, lapse, spaced
from .needed import OVER, NeedCard, OfferCard, SupportCard, told_quantity
from .places import BodyRef
from .skills import answering, said
from .vigilance import THREATENED, VigilanceCard, known_now, level_now
from .vocabulary import STATUSES, label

#: What stands for the way by road when only the straight line is known.
ROAD = 1.3
#: Kilometres in a degree of latitude, near enough between two communes.
_DEGREE_KM = 111.2
#: Statuses in which a body is not asked for help: it needs some, or nobody knows how it is.
BURDENED = frozenset({"tension", "deborde", "hors_service", "injoignable"})
#: Inhabitants from which a CCAS is said to be large: it has more to lend.
_LARGE = 20_000

#: For how long help is looked for, unless an offer says otherwise.
USUAL = timedelta(days=3)
#: Degrees of a commune that is touched (docs/field.md).
_TOUCHED = frozenset({"touchee", "fortement_touchee", "coupee"})
#: States of a support after which the body is known to have done it.
_DONE = frozenset({"terminee", "evaluee"})

SAME, POOL, NEIGHBOUR, COUNTRY = range(4)
#: Farther than anything: how far a body is whose place is unknown.
_FAR = 1_000_000
#: What is looked at in turn: circle, has not offered, threat of its vigilance, touched, says nothing of what is needed,
#: what it lends already, kilometres, inhabitants the other way round; the id, so that no two are alike.
_Key: TypeAlias = tuple[int, bool, int, bool, bool, int, int, int, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One body to ask. `km` is by road, as far as a straight line tells, None when a place is unknown.

    `able` are those of its `skills` that answer the need. `vigilance` is the level of its département, None when it is
    not known. `team` is its first team that is neither lent elsewhere now nor in need of rest. `signs` say of each of
    the `reasons` whether it speaks for the body (`plus`), against it (`minus`), or is to be asked (`unknown`).
    """

    body: str
    name: str
    departement: str | None
    circle: int
    km: int | None
    lends: int
    offered: int
    touched: bool = False
    skills: tuple[str, ...] = ()
    able: tuple[str, ...] = ()
    vigilance: str | None = None
    team: int = 1
    reasons: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A body of the same département that is not asked, and why."""

    body: str
    name: str
    why: str


def candidates(
    board: Board,
    need: NeedCard,
    lenders: Iterable[BodyRef],
    neighbours: Collection[str],
    position: tuple[float, float] | None,
    most: int,
    now: datetime,
) -> list[Candidate]:
    """Return the bodies to ask for `need`, the first to ask first, `most` at the most.

    `lenders` are all that could lend, `neighbours` the départements beside that of the need, `position` (latitude,
    longitude in degrees) where the help is to go. Bodies that are hit,
    burdened, silent, or asked for this need already are left out.
    """
    asked = {one.from_body for one in board.of(SupportCard) if one.need == need.key and one.state not in OVER}
    lends = Counter(one.from_body for one in board.of(SupportCard) if one.state not in OVER and one.state != "evaluee")
    offered = {one.from_body: left for one in board.of(OfferCard) if (left := _left(one, need)) > 0}
    levels = {one.departement: level_now(one, now) for one in board.of(VigilanceCard)}

    def judged() -> Iterator[tuple[_Key, BodyRef]]:
        for one in lenders:
            card = board.get(f"body:{one.id}", BodyCard)
            if one.id == need.body or one.id in asked or (card is not None and _why_not(card)):
                continue
            km = road_km(position, one)
            yield (
                (
                    _circle(one, need.departement, neighbours),
                    one.id not in offered,
                    THREATENED.get(levels.get(one.departement or "") or "", 0),
                    card is not None and card.degree in _TOUCHED,
                    not (one.skills and answering(need.kind, one.skills)),
                    lends[one.id],
                    _FAR if km is None else km,
                    -one.population,
                    one.id,
                ),
                one,
            )

    return [
        _explained(board, _found(key, one, need, offered, levels), one, need, now)
        for key, one in nsmallest(most, judged(), key=itemgetter(0))
    ]


def _found(
    key: _Key, one: BodyRef, need: NeedCard, offered: Mapping[str, int], levels: Mapping[str, str | None]
) -> Candidate:
    """Return one of the first, without its reasons yet: only these few are made, of all that were judged."""
    circle, _, _, touched, _, lends, km, _, _ = key
    return Candidate(
        body=one.id,
        name=one.name,
        departement=one.departement,
        circle=circle,
        km=None if km == _FAR else km,
        lends=lends,
        offered=offered.get(one.id, 0),
        touched=touched,
        skills=one.skills,
        able=answering(need.kind, one.skills),
        vigilance=levels.get(one.departement or ""),
    )


def left_out(board: Board, need: NeedCard, lenders: Iterable[BodyRef], most: int) -> tuple[list[LeftOut], int]:
    """Return the bodies of the département that are not asked, each with why, and how many beyond `most`.

    First those who are asked already, then those who have something else to do; the silent last.
    """
    asked = {one.from_body for one in board.of(SupportCard) if one.need == need.key and one.state not in OVER}
    found: list[tuple[int, LeftOut]] = []
    for one in lenders:
        card = board.get(f"body:{one.id}", BodyCard)
        if one.departement != need.departement or one.id == need.body:
            continue
        why = "déjà sollicité pour ce besoin" if one.id in asked else _why_not(card) if card else ""
        if why:
            rank = 0 if one.id in asked else 2 if card and card.status in ("sans_nouvelle", "injoignable") else 1
            found.append((rank, LeftOut(one.id, one.name, why)))
    found.sort(key=lambda pair: (pair[0], pair[1].name))
    return [one for _, one in found[:most]], max(0, len(found) - most)


def _left(offer: OfferCard, need: NeedCard) -> int:
    return offer.left if (offer.kind, offer.unit) == (need.kind, need.unit) else 0


def _why_not(card: BodyCard) -> str:
    """Say why a body is not asked: particularly hit, burdened, silent where it is concerned. Empty when it may be."""
    if card.hit:
        return "particulièrement touché"
    if card.status in BURDENED or card.status == "sans_nouvelle":
        return label(STATUSES, card.status).lower()
    return ""


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


def _explained(board: Board, found: Candidate, one: BodyRef, need: NeedCard, now: datetime) -> Candidate:
    """Return the candidate with its free team, and what speaks for it and against it."""
    booked = Booked(one.id, one.name, need.kind, need.unit, 1, "-" if found.offered else None, now, now + USUAL)
    team = free_team(board, booked, now)
    reasons = [
        *_reasons(board, found, one, need, team),
        *_of_its_news(board, one, now),
        _of_its_vigilance(board, found, now),
    ]
    return replace(
        found, team=team, reasons=tuple(text for _, text in reasons), signs=tuple(sign for sign, _ in reasons)
    )


def _reasons(board: Board, found: Candidate, one: BodyRef, need: NeedCard, team: int) -> Iterator[tuple[str, str]]:
    if found.touched:
        yield "minus", f"{'même département' if found.circle == SAME else _CIRCLES[found.circle]}, commune touchée"
    else:
        yield "plus" if found.circle == SAME else "minus", _CIRCLES[found.circle]
    if found.offered:
        yield "plus", f"a offert\u00a0: {told_quantity(need.kind, found.offered, need.unit)}"
    if found.able:
        yield "plus", f"compétence{'s' if len(found.able) > 1 else ''}\u00a0: {said(found.able).lower()}"
    if found.km is not None:
        yield "plus" if found.circle == SAME else "minus", f"environ {spaced(found.km)}\u00a0km par la route"
    if found.lends:
        yield "minus", f"prête déjà\u00a0: {counted(found.lends, 'renfort')}"
    if team > 1:
        yield "unknown", f"équipe ou lot n°\u00a0{team} à confirmer\u00a0: les autres sont pris ou au repos"
    done = (card for card in board.of(SupportCard) if card.from_body == one.id and card.state in _DONE)
    if any(card.kind == need.kind for card in done):
        yield "plus", "a déjà prêté ce renfort"
    if one.population >= _LARGE:
        yield "plus", f"{spaced(one.population)} habitants"


def _of_its_news(board: Board, one: BodyRef, now: datetime) -> Iterator[tuple[str, str]]:
    """Say what the body last said of its agents and of those it shelters, and whether that is still valid."""
    card = board.get(f"body:{one.id}", BodyCard)
    if card is None or card.observed_at is None:
        return
    present, expected, sheltered = (
        figure.value if (figure := card.figures.get(name)) else None
        for name in ("agents_present", "agents_expected", "sheltered")
    )
    status = label(STATUSES, card.status).lower()
    if isinstance(present, int) and isinstance(expected, int):
        status += f", {counted(present, 'agent')} sur {spaced(expected)}"
    yield "plus", status
    if isinstance(sheltered, int) and sheltered:
        yield "minus", f"héberge déjà {counted(sheltered, 'personne')}"
    if is_silent(card, now):
        yield "unknown", f"nouvelles d’il y a {lapse(int((now - card.observed_at).total_seconds()))}"


def _of_its_vigilance(board: Board, found: Candidate, now: datetime) -> tuple[str, str]:
    """Say the vigilance of its own département, or that nobody knows it."""
    crisis = crisis_of(board)
    card = board.get(f"vigilance:{found.departement}", VigilanceCard)
    sign = "unknown" if found.vigilance is None else "minus" if found.vigilance in THREATENED else "plus"
    return sign, known_now(card, now, crisis.timezone if crisis else "Europe/Paris")
