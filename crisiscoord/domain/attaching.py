"""A body joins a crisis though its commune is not hit: people hit live there, or it lends a hand (docs/field.md)."""

from typing import Literal

from ..errors import Refused
from .alarmed import no_longer_silent
from .board import Board, Delta
from .bodies import BodyCard, new_body, next_expected
from .crisis import open_crisis
from .french import quoted, the
from .needed import OVER, NeedCard, SupportCard
from .offering import LENDERS
from .parties import UnknownBody
from .reporting import body_card
from .task_cards import channel_of, rhythms_of
from .vocabulary import WHY_ATTACHED, BodyKind, WhyAttached, label
from .words import BodyId, Command, Count, Entry, Fact, Instant, Situation, Target, Text, Worded
from .words import Commune as CommuneCode
from .zoning import ten_thousandths

#: Bodies attached to one crisis; beyond, the zone itself is to be extended.
MOST = 1_000


class AttachBody(Command):
    """Have a body from outside the zone follow the crisis, and be heard in it."""

    do: Literal["body.attach"] = "body.attach"
    body: BodyId
    why: WhyAttached

    def target(self) -> Target:
        return Target(body=self.body)


class DetachBody(Command):
    """Have a body that was attached follow the crisis no more. What it has told stays on the board."""

    do: Literal["body.detach"] = "body.detach"
    body: BodyId
    reason: Text

    def target(self) -> Target:
        return Target(body=self.body)


class BodyAttached(Fact):
    """A body joined; a first report is expected from it at `due` unless it only lends a hand."""

    kind: Literal["body.attached"] = "body.attached"
    body: BodyId
    name: str
    body_kind: BodyKind
    departement: str
    commune: CommuneCode | None = None
    population: Count = 0
    position: tuple[int, int] | None = None
    why: WhyAttached
    due: Instant | None = None

    def channel(self) -> str:
        return channel_of(self.departement)

    def about(self) -> str | None:
        return self.body


class BodyDetached(Fact):
    """A body that had been attached follows no more: nothing is awaited from it."""

    kind: Literal["body.detached"] = "body.detached"
    body: BodyId
    name: str
    departement: str
    reason: Worded

    def channel(self) -> str:
        return channel_of(self.departement)

    def about(self) -> str | None:
        return self.body


class CannotDetach(Refused):
    code, title = "cannot_detach", "Organisme à ne pas détacher"


class CannotAttach(Refused):
    code, title = "cannot_attach", "Organisme à ne pas rattacher"


def attach_body(board: Board, command: AttachBody, situation: Situation) -> list[Fact]:
    """Attach a body; one that is concerned already stays as it is, and nothing is written.

    One that was withdrawn with its commune comes back, with all that it has said.
    """
    crisis = open_crisis(board)
    card = board.get(f"body:{command.body}", BodyCard)
    if card is not None and card.competent:
        return []
    if sum(one.attached is not None for one in board.of(BodyCard)) >= MOST:
        raise CannotAttach("Trop d’organismes sont déjà rattachés\u00a0: étendre plutôt la zone à leurs communes.")
    found = situation.territory.body(command.body)
    if found is None:
        raise UnknownBody(f"Aucun organisme ne porte l’identifiant {quoted(command.body)}.")
    if found.kind not in LENDERS or found.departement is None:
        raise CannotAttach(f"{found.name} ne rend pas compte dans un évènement\u00a0: CCAS, CIAS, mairie ou UDCCAS.")
    due = None
    if command.why != "renfort":
        t0 = crisis.t0 or situation.now
        due = next_expected(t0, situation.now, crisis.timezone, crisis.tempo, found.departement, rhythms_of(board))
    return [
        BodyAttached(
            body=found.id,
            name=found.name,
            body_kind=found.kind,
            departement=card.departement if card else found.departement,
            commune=found.commune,
            population=found.population,
            position=ten_thousandths(found.lat, found.lon),
            why=command.why,
            due=due,
        )
    ]


def detach_body(board: Board, command: DetachBody, situation: Situation) -> list[Fact]:
    """Detach a body that was attached; one that follows no more stays as it is, and nothing is written.

    Raises CannotDetach for a body of the zone, and as long as help that concerns it is neither over nor cancelled.
    """
    open_crisis(board)
    card = body_card(board, command.body)
    if not card.competent:
        return []
    if card.attached is None:
        raise CannotDetach(
            f"{card.name} est de la zone touchée\u00a0: c’est sa commune qui se retire, par l’extension."
        )
    if any(card.body in (one.from_body, one.to_body) and one.state not in _SETTLED for one in board.of(SupportCard)):
        raise CannotDetach(f"Un renfort concerne encore {the(card.name)}\u00a0: le terminer ou l’annuler d’abord.")
    if any(need.body == card.body and need.state in _WANTING for need in board.of(NeedCard)):
        raise CannotDetach(f"Un besoin attend encore pour {the(card.name)}\u00a0: le retirer d’abord.")
    return [BodyDetached(body=card.body, name=card.name, departement=card.departement, reason=command.reason)]


#: States in which a support asks nothing more of its bodies, and a need asks something.
_SETTLED = OVER | {"terminee", "evaluee"}
_WANTING = frozenset({"ouvert", "partiel"})


def show_attached(board: Board, entry: Entry, fact: BodyAttached) -> Delta:
    known = board.get(f"body:{fact.body}", BodyCard)
    if known is not None:
        return Delta(put=(known.but(attached=fact.why, competent=True, due=fact.due),))
    card = new_body(
        body=fact.body,
        kind=fact.body_kind,
        name=fact.name,
        departement=fact.departement,
        commune=fact.commune,
        population=fact.population,
        position=fact.position,
        due=fact.due,
    )
    return Delta(put=(card.but(attached=fact.why, status="veille" if fact.why == "renfort" else card.status),))


def show_detached(board: Board, entry: Entry, fact: BodyDetached) -> Delta:
    card = board.get(f"body:{fact.body}", BodyCard)
    assert card is not None, f"no body {fact.body}"
    gone = card.but(attached=None, competent=False, due=None, awaited_since=None, alarm=None)
    return Delta(put=(gone, *no_longer_silent(board, [card], entry.at)))


def tell_detached(fact: BodyDetached) -> str:
    return f"{fact.name} n’est plus rattaché à l’évènement. {fact.reason}"


def tell_attached(fact: BodyAttached) -> str:
    return f"{fact.name} est rattaché à l’évènement ({label(WHY_ATTACHED, fact.why).lower()})."
