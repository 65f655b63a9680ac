"""Where the crisis is: communes and their degree, and the bodies competent for them (docs/field.md).

The zone is one card for each département, the bodies one card each. A commune withdrawn because it was named
by mistake takes its body with it, unless that body has already told, done or received something.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from .alarmed import no_longer_silent
from .board import Board, Card, Delta
from .bodies import BodyCard, new_body
from .crisis import CrisisCard, crisis_of
from .french import counted, listed
from .task_cards import TasksCard
from .vocabulary import BodyKind, Degree
from .words import BodyId, Count, Entry, Fact, Instant, Word
from .words import Commune as CommuneCode

#: The degree of a commune that is not, or no longer, in the zone.
WITHDRAWN = "non_touchee"
#: Bodies told of by one entry.
MOST_BODIES = 60
#: Names told in a line; the others are counted.
NAMED = 3

# ------------------------------------------------------------------------------------------------ cards


class ZoneCard(Card):
    """The communes hit in one département: degree → INSEE code → name."""

    type: Literal["zone"] = "zone"

    departement: str
    name: str
    communes: dict[Degree, dict[CommuneCode, str]]


def zone_of(board: Board) -> dict[str, str]:
    """Return the communes of the zone, by INSEE code, with the degree of each."""
    return {
        insee: degree for card in board.of(ZoneCard) for degree, communes in card.communes.items() for insee in communes
    }


# ------------------------------------------------------------------------------------------------ facts


class ZoneChanged(Fact):
    """Communes of one département are now hit to this degree, or withdrawn (`non_touchee`)."""

    kind: Literal["zone.changed"] = "zone.changed"
    departement: str
    name: str
    degree: Degree
    communes: dict[CommuneCode, str]


class ConcernedBody(Word):
    """A competent body, copied from the territory. `position` is in ten-thousandths of a degree."""

    id: BodyId
    name: str
    kind: BodyKind
    commune: CommuneCode | None = None
    population: Count = 0
    position: tuple[int, int] | None = None
    degree: Degree


class BodiesConcerned(Fact):
    """Bodies of one département are competent; a first report is expected from the new ones at `due`."""

    kind: Literal["bodies.concerned"] = "bodies.concerned"
    departement: str
    name: str
    bodies: tuple[ConcernedBody, ...] = Field(min_length=1, max_length=MOST_BODIES)
    due: Instant

    def channel(self) -> str:
        return f"departement:{self.departement}"


class BodiesReleased(Fact):
    """Bodies of one département are competent no more: `dropped` had no history yet, `kept` stay flagged."""

    kind: Literal["bodies.released"] = "bodies.released"
    departement: str
    name: str
    dropped: dict[BodyId, str] = Field(default_factory=dict)
    kept: dict[BodyId, str] = Field(default_factory=dict)

    def channel(self) -> str:
        return f"departement:{self.departement}"


# --------------------------------------------------------------------------------------------- showings


def show_zone(board: Board, entry: Entry, fact: ZoneChanged) -> Delta:
    """Change the zone of a département, and the count of communes on the card of the crisis."""
    old = board.get(f"zone:{fact.departement}", ZoneCard)
    communes = _moved(old.communes if old else {}, fact)
    crisis = _counted_again(board, fact.departement, communes)
    if not communes:
        return Delta(put=crisis, drop=(f"zone:{fact.departement}", f"tasks:departement-{fact.departement}"))
    card = ZoneCard(id=f"zone:{fact.departement}", departement=fact.departement, name=fact.name, communes=communes)
    return Delta(put=(card, *crisis))


def _moved(old: Mapping[str, Mapping[str, str]], fact: ZoneChanged) -> dict[str, dict[str, str]]:
    """Take the communes of the fact out of the degree that they had, and put them in theirs."""
    groups = {
        degree: {insee: name for insee, name in communes.items() if insee not in fact.communes}
        for degree, communes in old.items()
    }
    if fact.degree != WITHDRAWN:
        groups[fact.degree] = {**groups.get(fact.degree, {}), **fact.communes}
    return {degree: communes for degree, communes in groups.items() if communes}


def _counted_again(board: Board, departement: str, communes: Mapping[str, Mapping[str, str]]) -> tuple[CrisisCard, ...]:
    crisis = crisis_of(board)
    if crisis is None:
        return ()
    sizes = {card.departement: _count(card.communes) for card in board.of(ZoneCard)}
    sizes[departement] = _count(communes)
    hit = {code: size for code, size in sizes.items() if size}
    return (crisis.but(departements=tuple(sorted(hit)), communes=sum(hit.values())),)


def _count(communes: Mapping[str, Mapping[str, str]]) -> int:
    return sum(len(group) for group in communes.values())


def show_bodies(board: Board, entry: Entry, fact: BodiesConcerned) -> Delta:
    return Delta(put=tuple(_body_card(board, fact, body) for body in fact.bodies))


def _body_card(board: Board, fact: BodiesConcerned, body: ConcernedBody) -> BodyCard:
    card = board.get(f"body:{body.id}", BodyCard)
    if card is not None:
        return card.but(degree=body.degree, competent=True, due=card.due if card.competent else fact.due)
    return new_body(
        body=body.id,
        kind=body.kind,
        name=body.name,
        departement=fact.departement,
        commune=body.commune,
        population=body.population,
        position=body.position,
        degree=body.degree,
        due=fact.due,
    )


def show_released(board: Board, entry: Entry, fact: BodiesReleased) -> Delta:
    bodies = [card for id in fact.kept if (card := board.get(f"body:{id}", BodyCard))]
    gone = [card for id in fact.dropped if (card := board.get(f"body:{id}", BodyCard))]
    tasks = (board.get(f"tasks:{id}", TasksCard) for id in fact.kept)
    return Delta(
        put=(
            *(card.but(competent=False, due=None, awaited_since=None, alarm=None) for card in bodies),
            *no_longer_silent(board, [*bodies, *gone], entry.at),
            *(card.but(due=None) for card in tasks if card),
        ),
        drop=tuple(f"{kind}:{id}" for id in fact.dropped for kind in ("body", "tasks")),
    )


# --------------------------------------------------------------------------------------------- tellings

_HIT = {
    "touchee": ("commune touchée", "communes touchées"),
    "fortement_touchee": ("commune fortement touchée", "communes fortement touchées"),
    "coupee": ("commune coupée", "communes coupées"),
    WITHDRAWN: ("commune retirée de la zone", "communes retirées de la zone"),
}


def tell_zone(fact: ZoneChanged) -> str:
    names = listed(list(fact.communes.values()), NAMED)
    return f"{fact.name}\u00a0: {counted(len(fact.communes), *_HIT[fact.degree])} ({names})."


def tell_bodies(fact: BodiesConcerned) -> str:
    names = listed([body.name for body in fact.bodies], NAMED)
    bodies = counted(len(fact.bodies), "organisme compétent", "organismes compétents")
    return f"{fact.name}\u00a0: {bodies} ({names})."


def tell_released(fact: BodiesReleased) -> str:
    names = [*fact.dropped.values(), *fact.kept.values()]
    gone = counted(len(names), "organisme n’est plus concerné", "organismes ne sont plus concernés")
    kept = " Ce qui a déjà été transmis reste au tableau." if fact.kept else ""
    return f"{fact.name}\u00a0: {gone} ({listed(names, NAMED)}).{kept}"
