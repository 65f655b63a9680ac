"""Which communes and bodies a crisis gains or loses (docs/field.md), in entries of a bounded size."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from .board import Board
from .bodies import BodyCard
from .places import Commune, TerritoryView
from .task_cards import TasksCard
from .vocabulary import DEGREES
from .words import Fact
from .zones import MOST_BODIES, WITHDRAWN, BodiesConcerned, BodiesReleased, ConcernedBody, ZoneChanged

#: Bytes that the cards of one entry about bodies may take on the board.
MOST_BYTES = 40_960
#: About what the card of a body takes as long as it has said nothing.
NEW_BODY_BYTES = 600

#: The cards that show that a body told, did or received something, and the fields in which they name it.
_OF_BODIES = frozenset({"calls", "act_totals", "need", "support", "offer", "place", "question", "representative"})
_NAMES = ("body", "from_body", "to_body", "to", "asked_body")

T = TypeVar("T")

_SEVERITY = {degree: rank for rank, degree in enumerate(DEGREES)}


def changed_zones(communes: Iterable[Commune], degree: str, territory: TerritoryView) -> list[Fact]:
    """Return the facts that give this degree to these communes: one for each département."""
    return [
        ZoneChanged(
            departement=code,
            name=departement_name(code, territory),
            degree=degree,
            communes={commune.code: commune.name for commune in group},
        )
        for code, group in by_departement(communes).items()
    ]


def by_departement(communes: Iterable[Commune]) -> dict[str, list[Commune]]:
    groups: dict[str, list[Commune]] = {}
    for commune in communes:
        groups.setdefault(commune.departement, []).append(commune)
    return groups


def departement_name(code: str, territory: TerritoryView) -> str:
    departement = territory.departement(code)
    return departement.name if departement else code


def competent_bodies(
    zone: Mapping[str, str], among: Iterable[Commune], territory: TerritoryView
) -> dict[str, list[ConcernedBody]]:
    """Return the bodies competent for communes, by département, each once with the worst of its degrees."""
    found: dict[str, ConcernedBody] = {}
    departements: dict[str, str] = {}
    for commune in among:
        body = territory.competent(commune.code)
        departements.setdefault(body.id, body.departement or commune.departement)
        before = found.get(body.id)
        degree = max(zone[commune.code], before.degree if before else WITHDRAWN, key=severity)
        found[body.id] = ConcernedBody(
            id=body.id,
            name=body.name,
            kind=body.kind,
            commune=body.commune,
            population=body.population,
            position=ten_thousandths(body.lat, body.lon),
            degree=degree,
        )
    here: dict[str, list[ConcernedBody]] = {}
    for one in found.values():
        here.setdefault(departements[one.id], []).append(one)
    return here


def severity(degree: str) -> int:
    """Rank a degree: the worse, the higher; a commune withdrawn ranks lowest."""
    return -1 if degree == WITHDRAWN else _SEVERITY[degree]


def concerned(
    board: Board, bodies: Mapping[str, Sequence[ConcernedBody]], due: datetime, territory: TerritoryView
) -> list[Fact]:
    """Return the facts that put these bodies on the board, in entries of a bounded size."""
    return [
        BodiesConcerned(departement=code, name=departement_name(code, territory), bodies=tuple(group), due=due)
        for code, here in bodies.items()
        for group in _groups(here, lambda body: _size(board, body.id))
    ]


def sharing_a_body(zone: Iterable[str], changed: Iterable[Commune], territory: TerritoryView) -> tuple[Commune, ...]:
    """Return the communes of the zone served by a body that serves one of the changed ones too."""
    theirs = {territory.competent(commune.code).id for commune in changed}
    zone = set(zone)
    found, _ = territory.resolve(sorted(insee for insee in zone if territory.competent(insee).id in theirs))
    return tuple(commune for commune in found if commune.code in zone)  # not those merged since, under another code


def with_another_degree(board: Board, bodies: Mapping[str, Sequence[ConcernedBody]]) -> dict[str, list[ConcernedBody]]:
    """Return the bodies of the board whose degree is no longer the one that stands there."""
    found: dict[str, list[ConcernedBody]] = {}
    for code, here in bodies.items():
        for body in here:
            card = board.get(f"body:{body.id}", BodyCard)
            if card is not None and card.competent and card.degree != body.degree:
                found.setdefault(code, []).append(body)
    return found


def released(board: Board, withdrawn: Iterable[Commune], left: Iterable[str], territory: TerritoryView) -> list[Fact]:
    """Return the facts that release the bodies competent for no commune of the zone any more."""
    still = {territory.competent(insee).id for insee in left}
    gone: dict[str, list[BodyCard]] = {}
    for commune in withdrawn:
        card = board.get(f"body:{territory.competent(commune.code).id}", BodyCard)
        if card and card.competent and card.body not in still:
            gone.setdefault(card.departement, []).append(card)
    heard_of = _heard_of(board) if gone else frozenset()
    return [
        _released(code, group, heard_of, territory)
        for code, cards in gone.items()
        for group in _groups(cards, lambda card: _size(board, card.body))
    ]


def _released(code: str, cards: list[BodyCard], heard_of: frozenset[str], territory: TerritoryView) -> BodiesReleased:
    kept = {card.body: card.name for card in cards if card.body in heard_of}
    return BodiesReleased(
        departement=code,
        name=departement_name(code, territory),
        dropped={card.body: card.name for card in cards if card.body not in kept},
        kept=kept,
    )


def _heard_of(board: Board) -> frozenset[str]:
    """Return the bodies that have told, done or received something: such a body is not wiped from the board.

    Needs, places and the others are read by the type of their card: what makes them stands above.
    """
    found: set[str | None] = set()
    for card in board.cards():
        if isinstance(card, BodyCard):
            told = card.reported_at is not None or card.hit_reason is not None or card.attached is not None
            found |= {card.body} if told else set()
        elif isinstance(card, TasksCard):
            found |= {card.body} if any(item.entry for item in card.items.values()) else set()
        elif card.type in _OF_BODIES:
            found |= {getattr(card, name, None) for name in _NAMES}
    return frozenset(id for id in found if id is not None)


def _size(board: Board, body: str) -> int:
    cards = (board.card(f"{kind}:{body}") for kind in ("body", "tasks"))
    return NEW_BODY_BYTES + sum(len(card.wire) for card in cards if card)


def _groups(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield the items in groups of at most MOST_BODIES whose cards go into one entry."""
    group: list[T] = []
    total = 0
    for item in items:
        if group and (len(group) == MOST_BODIES or total + size(item) > MOST_BYTES):
            yield group
            group, total = [], 0
        group.append(item)
        total += size(item)
    if group:
        yield group


def ten_thousandths(lat: float | None, lon: float | None) -> tuple[int, int] | None:
    """Return a position in whole ten-thousandths of a degree, as cards and answers carry it; None when unknown."""
    return None if lat is None or lon is None else (round(lat * 10_000), round(lon * 10_000))
