"""A CCAS says what it can lend, of itself or because it was asked (E-14).

Nobody commands: a call asks several bodies at once, each answers with an offer, or not. What comes of an offer is
in supporting.py.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..errors import Missing, Refused
from .board import Board
from .bodies import BodyCard
from .booking import Booked, Team, refuse_double
from .crisis import open_crisis
from .french import quoted
from .needed import OfferCard, SupportCallCard, SupportCard
from .needing import Quantity
from .supported import CallWithdrawn, Lender, OfferWithdrawn, SupportCalled, SupportOffered
from .vocabulary import NeedKind, UnitCode, units_of
from .words import BodyId, Command, Fact, Instant, Situation, Slug, Target, Text
from .zoning import ten_thousandths

#: Bodies that one call may ask: their cards stay in one entry.
MOST_ASKED = 60
#: Supports, offers and calls of one crisis; beyond, something sends in a loop.
MOST = 10_000
#: How long anything is lent at most.
LONGEST = timedelta(days=366)
#: Who lends: bodies that have agents or means of their own.
LENDERS = frozenset({"ccas", "cias", "mairie", "udccas"})

# ------------------------------------------------------------------------------------------------ commands


class CallForSupport(Command):
    """Ask several bodies at once for one kind of help; each answers with an offer, or not."""

    do: Literal["support.call"] = "support.call"
    call: Slug
    bodies: Annotated[tuple[BodyId, ...], Field(min_length=1, max_length=MOST_ASKED, strict=False)]
    kind: NeedKind
    until: Instant
    text: Text | None = None


class Lent(Command):
    """Something lent between two instants."""

    from_body: BodyId
    quantity: Quantity
    start: Instant
    end: Instant
    text: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta() < self.end - self.start <= LONGEST:
            raise ValueError("la fin vient après le début, d’un an au plus")
        return self


class OfferSupport(Lent):
    """Say what one's body can lend, asked (`call`) or not. `team`: of which of its teams or lots."""

    do: Literal["support.offer"] = "support.offer"
    offer: Slug
    kind: NeedKind
    unit: UnitCode | None = None
    team: Team = 1
    call: Slug | None = None

    @model_validator(mode="after")
    def _unit_fits(self) -> Self:
        if self.unit is not None and self.unit not in units_of(self.kind):
            raise ValueError(f"«\u00a0{self.kind}\u00a0» se compte en {' ou '.join(units_of(self.kind))}")
        return self

    def target(self) -> Target:
        return Target(body=self.from_body)


class WithdrawOffer(Command):
    """Take back what is left of an offer; what is lent of it already stays lent."""

    do: Literal["support.withdraw_offer"] = "support.withdraw_offer"
    offer: Slug
    reason: Text


class WithdrawCall(Command):
    """Take a call back: nobody need answer it any more, and the offers that came stay."""

    do: Literal["support.withdraw_call"] = "support.withdraw_call"
    call: Slug
    reason: Text


# ------------------------------------------------------------------------------------------------ refusals


class SupportExists(Refused):
    code, title = "support_exists", "Identifiant déjà employé"


class UnknownSupport(Missing):
    code, title = "unknown_support", "Renfort inconnu"


class UnknownLender(Missing):
    code, title = "unknown_lender", "Organisme inconnu"


class CannotLend(Refused):
    code, title = "cannot_lend", "Organisme qui ne peut pas prêter"


class CallEnded(Refused):
    code, title = "call_ended", "Appel terminé"


# ----------------------------------------------------------------------------------------------- decisions


def call_for_support(board: Board, command: CallForSupport, situation: Situation) -> list[Fact]:
    crisis = open_crisis(board)
    refuse_known(board, f"support_call:{command.call}", SupportCallCard)
    if command.until <= situation.now:
        raise CallEnded("L’heure limite de réponse est déjà passée\u00a0: en donner une à venir.")
    lenders = tuple(lender_of(board, body, situation) for body in dict.fromkeys(command.bodies))
    return [
        SupportCalled(
            call=command.call,
            bodies=lenders,
            need_kind=command.kind,
            until=command.until,
            zone=crisis.timezone,
            text=command.text,
        )
    ]


def offer_support(board: Board, command: OfferSupport, situation: Situation) -> list[Fact]:
    """Offer anything but what one's body lends already without an offer: that would be the same people twice."""
    crisis = open_crisis(board)
    refuse_known(board, f"offer:{command.offer}", OfferCard)
    if command.call is not None:
        call = call_card(board, command.call)
        if call.until < situation.now or call.withdrawn_at is not None:
            raise CallEnded("Cet appel n’attend plus de réponse\u00a0: envoyer l’offre sans le citer.")
    lender, unit = lender_of(board, command.from_body, situation), command.unit or units_of(command.kind)[0]
    booked = Booked(
        body=lender.id,
        name=lender.name,
        kind=command.kind,
        unit=unit,
        team=command.team,
        offer=command.offer,
        start=command.start,
        end=command.end,
    )
    refuse_double(board, booked, situation.now, crisis.timezone)
    return [
        SupportOffered(
            offer=command.offer,
            lender=lender,
            need_kind=command.kind,
            quantity=command.quantity,
            unit=unit,
            team=command.team,
            start=command.start,
            end=command.end,
            zone=crisis.timezone,
            call=command.call,
            text=command.text,
        )
    ]


def withdraw_offer(board: Board, command: WithdrawOffer, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = offer_card(board, command.offer)
    if card.withdrawn_at is not None:
        return []
    return [
        OfferWithdrawn(
            offer=card.offer,
            from_name=card.from_name,
            need_kind=card.kind,
            unit=card.unit,
            left=card.left,
            reason=command.reason,
        )
    ]


def withdraw_call(board: Board, command: WithdrawCall, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = call_card(board, command.call)
    if card.withdrawn_at is not None:
        return []
    return [CallWithdrawn(call=card.call, need_kind=card.kind, reason=command.reason)]


def offer_card(board: Board, offer: str) -> OfferCard:
    """Return an offer. Raises UnknownSupport when there is none by that name."""
    card = board.get(f"offer:{offer}", OfferCard)
    if card is None:
        raise UnknownSupport(f"Aucune offre {quoted(offer)} dans ce dossier\u00a0: vérifier son identifiant.")
    return card


def call_card(board: Board, call: str) -> SupportCallCard:
    """Return a call for support. Raises UnknownSupport when there is none by that name."""
    card = board.get(f"support_call:{call}", SupportCallCard)
    if card is None:
        raise UnknownSupport(f"Aucun appel {quoted(call)} dans ce dossier\u00a0: vérifier son identifiant.")
    return card


def refuse_known(board: Board, id: str, kind: type[SupportCard] | type[OfferCard] | type[SupportCallCard]) -> None:
    """Raise SupportExists for a name that is taken, and when there are too many of a kind."""
    if id in board:
        raise SupportExists("Cet identifiant sert déjà dans ce dossier\u00a0: en prendre un autre.")
    if sum(1 for _ in board.of(kind)) >= MOST:
        raise SupportExists("Ce dossier ne peut pas en recevoir davantage.")


def lender_of(board: Board, body: str, situation: Situation) -> Lender:
    """Return a body as the board, or else the directory, knows it."""
    card = board.get(f"body:{body}", BodyCard)
    if card is not None:
        return Lender(
            id=card.body,
            name=card.name,
            departement=card.departement,
            commune=card.commune,
            position=card.position,
            known=True,
        )
    found = situation.territory.body(body)
    if found is None:
        raise UnknownLender(f"Aucun organisme ne porte l’identifiant {quoted(body)}.")
    if found.kind not in LENDERS:
        raise CannotLend(f"{found.name} n’est ni un CCAS, ni un CIAS, ni une mairie, ni une UDCCAS.")
    return Lender(
        id=found.id,
        name=found.name,
        departement=found.departement,
        commune=found.commune,
        position=ten_thousandths(found.lat, found.lon),
    )
