"""What is written when bodies offer, are asked for, and lend support, how it shows, how it is told.

Above are the commands and decisions, in supporting.py.
"""

from datetime import datetime
from typing import Any, Literal

from .board import NOTHING, Board, Card, Delta
from .french import counted, day_and_time, listed, of_the, the
from .needed import (
    AWAY,
    OVER,
    HelperCard,
    NeedCard,
    OfferCard,
    SupportCallCard,
    SupportCard,
    covered,
    needs_channel,
    supports_of,
    taken_of,
    told_quantity,
)
from .vocabulary import NEEDS, SUPPORT_STATES, NeedKind, SupportState, UnitCode, label
from .words import BodyId, Count, Entry, Fact, Instant, Slug, Word, Worded, said

#: Bodies named in the line of a call; the others are counted.
NAMED = 4

# --------------------------------------------------------------------------------------------------- facts


class Lender(Word):
    """A body that lends or is asked to, as the directory had it; `known` when it stands on the board of the crisis."""

    id: BodyId
    name: str
    departement: str | None = None
    commune: str | None = None
    position: tuple[int, int] | None = None
    known: bool = False


class SupportCalled(Fact):
    """Bodies were asked for one kind of help, until an instant."""

    kind: Literal["support.called"] = "support.called"
    call: Slug
    bodies: tuple[Lender, ...]
    need_kind: NeedKind
    until: Instant
    zone: str
    text: Worded | None = None


class SupportOffered(Fact):
    """A body said what it can lend, and when; `call` when it answers one."""

    kind: Literal["support.offered"] = "support.offered"
    offer: Slug
    lender: Lender
    need_kind: NeedKind
    quantity: Count
    unit: UnitCode
    team: Count = 1
    start: Instant
    end: Instant
    zone: str
    call: Slug | None = None
    text: Worded | None = None


class OfferWithdrawn(Fact):
    """What was `left` of an offer was taken back."""

    kind: Literal["offer.withdrawn"] = "offer.withdrawn"
    offer: Slug
    from_name: str
    need_kind: NeedKind
    unit: UnitCode
    left: Count
    reason: Worded


class CallWithdrawn(Fact):
    """A call for support was taken back."""

    kind: Literal["call.withdrawn"] = "call.withdrawn"
    call: Slug
    need_kind: NeedKind
    reason: Worded


class SupportProposed(Fact):
    """Somebody proposed that one body lend to another. `state`: `acceptee` when the helping body itself proposes."""

    kind: Literal["support.proposed"] = "support.proposed"
    support: Slug
    need: Slug
    offer: Slug | None = None
    lender: Lender
    to_body: BodyId
    to_name: str
    departement: str | None = None
    need_kind: NeedKind
    quantity: Count
    unit: UnitCode
    team: Count = 1
    start: Instant
    end: Instant
    state: SupportState
    relieves: Slug | None = None
    zone: str
    text: Worded | None = None

    def channel(self) -> str:
        return needs_channel(self.departement, self.to_body, self.lender.id)

    def about(self) -> str | None:
        return self.to_body


class SupportMoved(Fact):
    """A support came from one state into another. `mission_order`, `insurance`: what was ticked, None when unsaid."""

    kind: Literal["support.moved"] = "support.moved"
    support: Slug
    need: Slug
    from_body: BodyId | None = None
    from_name: str
    to_body: BodyId
    to_name: str
    departement: str | None = None
    need_kind: NeedKind
    quantity: Count
    unit: UnitCode
    before: SupportState
    state: SupportState
    mission_order: bool | None = None
    insurance: bool | None = None
    text: Worded | None = None
    reason: Worded | None = None

    def channel(self) -> str:
        return needs_channel(self.departement, self.to_body, *([self.from_body] if self.from_body else []))

    def about(self) -> str | None:
        return self.to_body


# ------------------------------------------------------------------------------------------------ showings


def show_called(board: Board, entry: Entry, fact: SupportCalled) -> Delta:
    card = SupportCallCard(
        id=f"support_call:{fact.call}",
        call=fact.call,
        kind=fact.need_kind,
        bodies={lender.id: lender.name for lender in fact.bodies},
        until=fact.until,
        called_at=entry.at,
        text=said(entry, "text"),
    )
    return Delta(put=(card, *(helper for lender in fact.bodies for helper in _helper(board, lender))))


def show_offered(board: Board, entry: Entry, fact: SupportOffered) -> Delta:
    card = OfferCard(
        id=f"offer:{fact.offer}",
        offer=fact.offer,
        from_body=fact.lender.id,
        from_name=fact.lender.name,
        kind=fact.need_kind,
        quantity=fact.quantity,
        unit=fact.unit,
        team=fact.team,
        start=fact.start,
        end=fact.end,
        call=fact.call,
        offered_at=entry.at,
        text=said(entry, "text"),
    )
    call = board.get(f"support_call:{fact.call}", SupportCallCard) if fact.call else None
    answered: tuple[Card, ...] = ()
    if call is not None and fact.lender.id not in call.answered:
        answered = (call.but(answered=(*call.answered, fact.lender.id)),)
    return Delta(put=(card, *answered, *_helper(board, fact.lender)))


def show_offer_withdrawn(board: Board, entry: Entry, fact: OfferWithdrawn) -> Delta:
    card = board.get(f"offer:{fact.offer}", OfferCard)
    return NOTHING if card is None else Delta(put=(card.but(withdrawn_at=entry.at, reason=said(entry, "reason")),))


def show_call_withdrawn(board: Board, entry: Entry, fact: CallWithdrawn) -> Delta:
    card = board.get(f"support_call:{fact.call}", SupportCallCard)
    return NOTHING if card is None else Delta(put=(card.but(withdrawn_at=entry.at, reason=said(entry, "reason")),))


def show_proposed(board: Board, entry: Entry, fact: SupportProposed) -> Delta:
    need = board.get(f"need:{fact.need}", NeedCard)
    departement = need.departement if need else fact.departement  # journals of before do not say it
    card = SupportCard(
        id=f"support:{fact.support}",
        channel=needs_channel(departement, fact.to_body, fact.lender.id),
        support=fact.support,
        need=fact.need,
        offer=fact.offer,
        from_body=fact.lender.id,
        from_name=fact.lender.name,
        to_body=fact.to_body,
        to_name=fact.to_name,
        departement=departement,
        kind=fact.need_kind,
        quantity=fact.quantity,
        unit=fact.unit,
        team=fact.team,
        start=fact.start,
        end=fact.end,
        state=fact.state,
        proposed_by=entry.by.role,
        since=entry.at,
        relieves=fact.relieves,
        text=said(entry, "text"),
    )
    return Delta(put=(card, *_offer_with(board, fact.offer, card), *_helper(board, fact.lender)))


def show_moved(board: Board, entry: Entry, fact: SupportMoved) -> Delta:
    card = board.get(f"support:{fact.support}", SupportCard)
    if card is None:
        return NOTHING
    changes: dict[str, Any] = {"state": fact.state}
    if fact.state != card.state:
        changes["since"] = entry.at
    if fact.before in AWAY and fact.state in ("terminee", "annulee"):
        changes["ended_at"] = entry.at
    for name in ("mission_order", "insurance"):
        if (ticked := getattr(fact, name)) is not None:
            changes[name] = ticked
    for name in ("text", "reason"):
        if getattr(fact, name) is not None:
            changes[name] = said(entry, name)
    moved = card.but(**changes)
    need = board.get(f"need:{fact.need}", NeedCard)
    others = [one for one in supports_of(board, fact.need) if one.support != fact.support]
    answered = (covered(need, [*others, moved]),) if need is not None else ()
    changed = tuple(one for one in answered if one != need)
    return Delta(put=(moved, *changed, *_offer_with(board, card.offer, moved)))


def _offer_with(board: Board, offer: str | None, support: SupportCard) -> tuple[Card, ...]:
    """Return the offer that a support takes from, with what is lent of it once the support is as given."""
    card = board.get(f"offer:{offer}", OfferCard) if offer else None
    if card is None:
        return ()
    own = 0 if support.state in OVER else support.quantity
    lent = taken_of(board, card.offer, but=support.support) + own
    return () if lent == card.lent else (card.but(lent=lent),)


def _helper(board: Board, lender: Lender) -> tuple[Card, ...]:
    """Return the card by which the people of a body from outside see the crisis, unless it is there already."""
    id = f"helper:{lender.id}"
    if lender.known or id in board:
        return ()
    return (
        HelperCard(
            id=id,
            body=lender.id,
            name=lender.name,
            departement=lender.departement,
            commune=lender.commune,
            position=lender.position,
        ),
    )


# ------------------------------------------------------------------------------------------------ tellings


def tell_called(fact: SupportCalled) -> str:
    who = listed([lender.name for lender in fact.bodies], NAMED)
    what = label(NEEDS, fact.need_kind).lower()
    told = f"Appel à renfort ({what}), réponse avant le {day_and_time(fact.until, fact.zone)}\u00a0: {who}."
    return f"{told} {fact.text}" if fact.text else told


def tell_offered(fact: SupportOffered) -> str:
    what = told_quantity(fact.need_kind, fact.quantity, fact.unit)
    told = f"Offre {of_the(fact.lender.name)}{_which(fact)}\u00a0: {what}, {_period(fact.start, fact.end, fact.zone)}."
    return f"{told} {fact.text}" if fact.text else told


def tell_offer_withdrawn(fact: OfferWithdrawn) -> str:
    what = told_quantity(fact.need_kind, fact.left, fact.unit)
    return f"Offre retirée par {the(fact.from_name)}, reste {what}. {fact.reason}"


def tell_call_withdrawn(fact: CallWithdrawn) -> str:
    return f"Appel à renfort retiré ({label(NEEDS, fact.need_kind).lower()}). {fact.reason}"


def tell_proposed(fact: SupportProposed) -> str:
    what = told_quantity(fact.need_kind, fact.quantity, fact.unit)
    relay = " (relève)" if fact.relieves else ""
    told = (
        f"Renfort proposé{relay}\u00a0: {fact.lender.name}{_which(fact)} pour {the(fact.to_name)}, {what}, "
        f"{_period(fact.start, fact.end, fact.zone)}."
    )
    return f"{told} {fact.text}" if fact.text else told


def tell_moved(fact: SupportMoved) -> str:
    what = told_quantity(fact.need_kind, fact.quantity, fact.unit)
    state = label(SUPPORT_STATES, fact.state).lower()
    told = f"Mission de renfort {of_the(fact.from_name)} pour {the(fact.to_name)} ({what})\u00a0: {state}."
    papers = [
        name for name, ticked in (("ordre de mission", fact.mission_order), ("assurance", fact.insurance)) if ticked
    ]
    if papers:
        told += f" Prêt\u00a0: {listed(papers)}."
    said_more = " ".join(text for text in (fact.text, fact.reason) if text)
    return f"{told} {said_more}" if said_more else told


def _which(fact: SupportOffered | SupportProposed) -> str:
    """Say which team or lot is lent, unless it is the first."""
    what = "équipe" if fact.unit == "personne_jour" else "lot"
    return f" ({what} n°\u00a0{fact.team})" if fact.team > 1 else ""


def _period(start: datetime, end: datetime, zone: str) -> str:
    days = max(1, -(-(end - start).total_seconds() // 86_400))
    return f"du {day_and_time(start, zone)}, pour {counted(int(days), 'jour')}"
