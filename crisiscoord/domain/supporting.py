"""One CCAS helps another: who offers, who is asked, who agrees, who is on the way (E-14; docs/field.md).

Nobody commands: whoever leads proposes; the helping body accepts, then the hit body confirms, and only then does
the help count as committed. What is lent of an offer never exceeds it: the same people are not sent twice.
"""

from typing import Literal

from ..errors import Refused
from .board import Board
from .booking import LONGEST_FOR_PEOPLE, Booked, Team, is_people, refuse_away, refuse_double, refuse_tired
from .crisis import WrongState, open_crisis
from .french import quoted, spaced
from .needed import AGREED, OVER, NeedCard, OfferCard, SupportCard, supports_of, taken_of
from .needing import open_need
from .offering import CannotLend, Lent, UnknownSupport, lender_of, offer_card, refuse_known
from .supported import SupportMoved, SupportProposed
from .vocabulary import SUPPORT_STATES, label
from .words import Command, Fact, Situation, Slug, Text

#: What comes after what, by `support.advance`.
_NEXT = {
    "confirmee": "en_preparation",
    "en_preparation": "en_route",
    "en_route": "sur_place",
    "sur_place": "terminee",
}

# ------------------------------------------------------------------------------------------------ commands


class ProposeSupport(Lent):
    """Propose that a body answer a need, wholly or in part. `offer`: out of which; `relieves`: whom.

    `team`: which team of the body or which lot of its things, that of the offer, or else the first, when left out.
    """

    do: Literal["support.propose"] = "support.propose"
    support: Slug
    need: Slug
    offer: Slug | None = None
    team: Team | None = None
    relieves: Slug | None = None


class _SupportCommand(Command):
    support: Slug


class AcceptSupport(_SupportCommand):
    """The helping body agrees."""

    do: Literal["support.accept"] = "support.accept"


class ConfirmSupport(_SupportCommand):
    """The hit body agrees. `beyond`: even though more is then committed than it asked for, for a `reason`."""

    do: Literal["support.confirm"] = "support.confirm"
    beyond: bool = False
    reason: Text | None = None


class DeclineSupport(_SupportCommand):
    """One of the two does not agree."""

    do: Literal["support.decline"] = "support.decline"
    reason: Text | None = None


class AdvanceSupport(_SupportCommand):
    """A support goes on to its next state. `mission_order`, `insurance`: the papers of those who leave are in order."""

    do: Literal["support.advance"] = "support.advance"
    state: Literal["en_preparation", "en_route", "sur_place", "terminee"]
    mission_order: bool | None = None
    insurance: bool | None = None


class EvaluateSupport(_SupportCommand):
    """Say how a finished support went."""

    do: Literal["support.evaluate"] = "support.evaluate"
    text: Text | None = None


class CancelSupport(_SupportCommand):
    """A support will not take place, or is broken off."""

    do: Literal["support.cancel"] = "support.cancel"
    reason: Text


# ------------------------------------------------------------------------------------------------ refusals


class OfferExceeded(Refused):
    code, title = "offer_exceeded", "Offre dépassée"


class NeedExceeded(Refused):
    code, title = "need_exceeded", "Besoin dépassé"


class TooLongAway(Refused):
    code, title = "too_long_away", "Durée trop longue sans relève"


# ----------------------------------------------------------------------------------------------- decisions


def propose_support(board: Board, command: ProposeSupport, situation: Situation) -> list[Fact]:
    """Propose, and count as accepted at once what the helping body proposes itself.

    Refused: what an offer does not hold, the same people or things twice at once, people who have not rested.
    """
    crisis = open_crisis(board)
    refuse_known(board, f"support:{command.support}", SupportCard)
    need = open_need(board, command.need)
    if command.from_body == need.body:
        raise CannotLend("Un organisme ne se prête rien à lui-même.")
    if is_people(need.unit) and command.end - command.start > LONGEST_FOR_PEOPLE:
        raise TooLongAway("Cinq jours au plus pour les mêmes personnes\u00a0: proposer aussi une relève.")
    if command.relieves is not None:
        support_card(board, command.relieves)
    offer = _offer_for(board, command, need)
    lender = lender_of(board, command.from_body, situation)
    booked = Booked(
        body=lender.id,
        name=lender.name,
        kind=need.kind,
        unit=need.unit,
        team=command.team or (offer.team if offer else 1),
        offer=command.offer,
        start=command.start,
        end=command.end,
    )
    refuse_double(board, booked, situation.now, crisis.timezone)
    refuse_tired(board, booked, situation.now, crisis.timezone)
    own = command.from_body in situation.actor.bodies
    return [
        SupportProposed(
            support=command.support,
            need=command.need,
            offer=command.offer,
            lender=lender,
            to_body=need.body,
            to_name=need.name,
            departement=need.departement,
            need_kind=need.kind,
            quantity=command.quantity,
            unit=need.unit,
            team=booked.team,
            start=command.start,
            end=command.end,
            state="acceptee" if own else "proposee",
            relieves=command.relieves,
            zone=crisis.timezone,
            text=command.text,
        )
    ]


def accept_support(board: Board, command: AcceptSupport, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = support_card(board, command.support)
    if card.state == "acceptee" and card.from_body in situation.actor.bodies:
        return []  # it was proposed by the helping body itself
    _require(card, "proposee")
    return [_moved(card, "acceptee")]


def confirm_support(board: Board, command: ConfirmSupport, situation: Situation) -> list[Fact]:
    """The second consent: from now on the quantity is committed, and a surplus is said with its reason."""
    open_crisis(board)
    card = support_card(board, command.support)
    _require(card, "acceptee")
    need = open_need(board, card.need)
    committed = sum(one.quantity for one in supports_of(board, card.need) if one.state in AGREED)
    if committed + card.quantity > need.quantity and not (command.beyond and command.reason):
        raise NeedExceeded(
            f"Avec ce renfort, {spaced(committed + card.quantity)} seraient engagés "
            f"pour {spaced(need.quantity)} demandés"
            "\u00a0: réviser le besoin, ou confirmer en disant pourquoi c’est voulu."
        )
    return [_moved(card, "confirmee", reason=command.reason)]


def decline_support(board: Board, command: DeclineSupport, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = support_card(board, command.support)
    _require(card, "proposee", "acceptee")
    return [_moved(card, "refusee", reason=command.reason)]


def advance_support(board: Board, command: AdvanceSupport, situation: Situation) -> list[Fact]:
    """Go on to the next state, or tick a paper where it stands; the same twice writes nothing the second time.

    A team that is not back from elsewhere does not leave, whatever was planned.
    """
    crisis = open_crisis(board)
    card = support_card(board, command.support)
    ticked = {
        name: given
        for name in ("mission_order", "insurance")
        if (given := getattr(command, name)) is not None and given != getattr(card, name)
    }
    if card.state == command.state:
        return [_moved(card, card.state, **ticked)] if ticked else []
    if _NEXT.get(card.state) != command.state:
        raise WrongState(
            f"Ce renfort est à l’état {quoted(_state(card.state))}\u00a0: "
            f"il ne passe pas à {quoted(_state(command.state))}."
        )
    if command.state == "en_route":
        refuse_away(board, card, crisis.timezone)
    return [_moved(card, command.state, **ticked)]


def evaluate_support(board: Board, command: EvaluateSupport, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = support_card(board, command.support)
    _require(card, "terminee")
    return [_moved(card, "evaluee", text=command.text)]


def cancel_support(board: Board, command: CancelSupport, situation: Situation) -> list[Fact]:
    """Undo a support with a reason, or break it off: what had arrived no longer counts as delivered."""
    open_crisis(board)
    card = support_card(board, command.support)
    if card.state in OVER or card.state in ("terminee", "evaluee"):
        raise WrongState(f"Ce renfort est à l’état {quoted(_state(card.state))}\u00a0: il n’y a plus rien à annuler.")
    return [_moved(card, "annulee", reason=command.reason)]


def support_card(board: Board, support: str) -> SupportCard:
    """Return a support. Raises UnknownSupport when there is none by that name."""
    card = board.get(f"support:{support}", SupportCard)
    if card is None:
        raise unknown_support(support)
    return card


def unknown_support(support: str) -> UnknownSupport:
    """Return the refusal for a support that is not there, or not for whoever asks."""
    return UnknownSupport(f"Aucun renfort {quoted(support)} dans ce dossier\u00a0: vérifier son identifiant.")


def _offer_for(board: Board, command: ProposeSupport, need: NeedCard) -> OfferCard | None:
    """Return the offer out of which something is proposed, None when none is named.

    Refused is what it does not hold: another body, kind, unit or period, or more than is left of it.
    """
    if command.offer is None:
        return None
    offer = offer_card(board, command.offer)
    if offer.withdrawn_at is not None:
        raise OfferExceeded("Cette offre a été retirée\u00a0: en choisir une autre, ou proposer sans offre.")
    if (offer.from_body, offer.kind, offer.unit) != (command.from_body, need.kind, need.unit):
        raise CannotLend("Cette offre est d’un autre organisme, ou d’autre chose que ce besoin.")
    if command.start < offer.start or offer.end < command.end:
        raise OfferExceeded("Cette offre ne va pas de ce début à cette fin\u00a0: rester dans sa période.")
    left = offer.quantity - taken_of(board, offer.offer)
    if command.quantity > left:
        raise OfferExceeded(
            f"Il reste {spaced(max(0, left))} de cette offre\u00a0: proposer moins, ou une autre offre."
        )
    return offer


def _require(card: SupportCard, *states: str) -> None:
    if card.state not in states:
        raise WrongState(
            f"Ce renfort est à l’état {quoted(_state(card.state))}\u00a0: ce n’est pas possible maintenant."
        )


def _state(code: str) -> str:
    return label(SUPPORT_STATES, code).lower()


def _moved(
    card: SupportCard,
    state: str,
    *,
    mission_order: bool | None = None,
    insurance: bool | None = None,
    text: str | None = None,
    reason: str | None = None,
) -> SupportMoved:
    return SupportMoved(
        support=card.support,
        need=card.need,
        from_body=card.from_body,
        from_name=card.from_name,
        to_body=card.to_body,
        to_name=card.to_name,
        departement=card.departement,
        need_kind=card.kind,
        quantity=card.quantity,
        unit=card.unit,
        before=card.state,
        state=state,
        mission_order=mission_order,
        insurance=insurance,
        text=text,
        reason=reason,
    )
