"""Needs and the support that answers them, as they stand on a board: cards, and how far a need is covered.

Below needing (what a body asks for) and supporting (what another lends), so that neither needs the other. Needs
stand in a channel of their own, which a crisis opens to the others or closes (sharing.py): it names the département
and the bodies concerned, so that these read what is theirs all the same, wherever they are from.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from .board import Board, Card
from .french import counted, euros, spaced
from .vocabulary import NEEDS, UNITS, NeedKind, NeedState, SupportState, UnitCode, Urgency, label
from .words import BodyId, Count, Instant, Said

#: Within how long a need is to be met (docs/field.md).
WITHIN = {"immediat": timedelta(hours=6), "24h": timedelta(hours=24), "72h": timedelta(hours=72)}
A_WEEK = timedelta(days=7)
#: States of a support in which both bodies have agreed: from then on its quantity is committed.
AGREED = frozenset({"confirmee", "en_preparation", "en_route", "sur_place", "terminee", "evaluee"})
#: … and in which the help has arrived.
ARRIVED = frozenset({"sur_place", "terminee", "evaluee"})
#: States in which those who are lent have left, and are not back.
AWAY = frozenset({"en_route", "sur_place"})
#: … and in which it will never come, or come back.
OVER = frozenset({"refusee", "annulee"})


class NeedCard(Card):
    """What a body asks for. `committed` is what both sides have agreed on, `delivered` what has arrived.

    `wanted_by` is when it is to be met at the latest, from its urgency and the instant it was raised.
    """

    type: Literal["need"] = "need"
    body: BodyId
    name: str
    departement: str
    kind: NeedKind
    quantity: Count
    unit: UnitCode
    urgency: Urgency
    committed: Count = 0
    delivered: Count = 0
    state: NeedState = "ouvert"
    raised_at: Instant
    wanted_by: Instant
    text: Said | None = None
    reason: Said | None = None


class SupportCard(Card):
    """One body lends something to another. Nobody orders: the helping body accepts, then the hit body confirms.

    `mission_order` and `insurance` say whether the papers of those who leave are in order. `since` is when it
    came into its state, `team` which team of the body, or which lot of its things, is lent, and `ended_at` when those
    who had left were done, or broke off. `departement`: of the body that is helped.
    """

    type: Literal["support"] = "support"
    support: str
    need: str
    offer: str | None = None
    from_body: BodyId
    from_name: str
    team: Count = 1
    to_body: BodyId
    to_name: str
    departement: str | None = None
    kind: NeedKind
    quantity: Count
    unit: UnitCode
    start: Instant
    end: Instant
    state: SupportState
    proposed_by: str
    since: Instant
    ended_at: Instant | None = None
    mission_order: bool = False
    insurance: bool = False
    relieves: str | None = None
    text: Said | None = None
    reason: Said | None = None


class HelperCard(Card):
    """A body from outside the crisis that lends, offers, or is asked to: by this card its people see the dossier."""

    type: Literal["helper"] = "helper"
    body: BodyId
    name: str
    departement: str | None = None
    commune: str | None = None
    position: tuple[int, int] | None = None


class SupportCallCard(Card):
    """The representative asks a set of bodies for one kind of help, until an instant. `answered`: who offered.

    `withdrawn_at`: when the call was taken back, with its reason.
    """

    type: Literal["support_call"] = "support_call"
    call: str
    kind: NeedKind
    bodies: dict[BodyId, str]
    until: Instant
    called_at: Instant
    answered: tuple[BodyId, ...] = ()
    withdrawn_at: Instant | None = None
    text: Said | None = None
    reason: Said | None = None


class OfferCard(Card):
    """What a body is ready to lend between two instants, asked or not. `lent`: what live supports take of it.

    `team`: of which team or lot it is. `withdrawn_at`: when what is left of it was taken back, with the reason.
    """

    type: Literal["offer"] = "offer"
    offer: str
    from_body: BodyId
    from_name: str
    kind: NeedKind
    quantity: Count
    unit: UnitCode
    team: Count = 1
    start: Instant
    end: Instant
    lent: Count = 0
    call: str | None = None
    offered_at: Instant
    withdrawn_at: Instant | None = None
    text: Said | None = None
    reason: Said | None = None

    @property
    def left(self) -> int:
        """What may still be taken of it: nothing once it has been withdrawn."""
        return 0 if self.withdrawn_at is not None else max(0, self.quantity - self.lent)


def needs_channel(departement: str | None, *bodies: str) -> str:
    """Name the channel of what one body needs, and of what another lends it: of a département, and theirs."""
    return "needs:" + "/".join((*([departement] if departement else []), *bodies))


def supports_of(board: Board, need: str) -> list[SupportCard]:
    """Return the supports of a need, whatever their state."""
    return [card for card in board.of(SupportCard) if card.need == need]


def covered(card: NeedCard, supports: Iterable[SupportCard]) -> NeedCard:
    """Return the need with what these supports, all of it, commit and deliver, and its state in step."""
    supports = tuple(supports)
    committed = sum(one.quantity for one in supports if one.state in AGREED)
    delivered = sum(one.quantity for one in supports if one.state in ARRIVED)
    return card.but(committed=committed, delivered=delivered, state=state_of(card, card.quantity, committed))


def state_of(card: NeedCard, quantity: int, committed: int) -> str:
    if card.state == "retire":
        return "retire"
    return "ouvert" if committed == 0 else "partiel" if committed < quantity else "couvert"


def taken_of(board: Board, offer: str, but: str = "") -> int:
    """Return what the supports that still count take of an offer, `but` for one of them."""
    live = (one for one in board.of(SupportCard) if one.offer == offer and one.state not in OVER)
    return sum(one.quantity for one in live if one.support != but)


def told_quantity(kind: str, quantity: int, unit: str) -> str:
    """Say how much of what: `travailleur social, 6 personnes·jours`, `fonds, 1 500 €`."""
    what = label(NEEDS, kind).lower()
    if unit == "centime":
        return f"{what}, {euros(quantity)}"
    word = UNITS.get(unit)
    return f"{what}, {counted(quantity, word.label, word.plural) if word else spaced(quantity)}"
