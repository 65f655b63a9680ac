"""A body says what it lacks: how much, how soon. It may say otherwise later, or no longer need it.

One unit for each kind, so that what is asked, committed and delivered can be compared. A need asks, it commands nobody.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from ..errors import Missing, Refused
from .board import Board, Delta
from .crisis import WrongState, crisis_of, open_crisis
from .french import quoted
from .needed import A_WEEK, WITHIN, NeedCard, covered, needs_channel, supports_of, told_quantity
from .reporting import body_card
from .vocabulary import URGENCIES, NeedKind, UnitCode, Urgency, label, units_of
from .words import BodyId, Command, Count, Entry, Fact, Situation, Slug, Target, Text, Worded, said

#: Needs that one body may have open at once, and that one crisis may have had; beyond, something sends in a loop.
MOST_OF_BODY, MOST = 200, 5_000

Quantity = Annotated[int, Field(ge=1, le=10_000_000)]

# ------------------------------------------------------------------------------------------------ commands


class RaiseNeed(Command):
    """A body needs something: `quantity` in `unit`, which is the one of its kind when it is left out."""

    do: Literal["need.raise"] = "need.raise"
    need: Slug
    body: BodyId
    kind: NeedKind
    quantity: Quantity
    unit: UnitCode | None = None
    urgency: Urgency
    text: Text | None = None

    @model_validator(mode="after")
    def _unit_fits(self) -> Self:
        units = units_of(self.kind)
        if self.unit is not None and self.unit not in units:
            raise ValueError(f"«\u00a0{self.kind}\u00a0» se compte en {' ou '.join(units)}")
        return self

    def target(self) -> Target:
        return Target(body=self.body)


class ReviseNeed(Command):
    """A need has changed: what is given takes the place of what was, what is left out stays."""

    do: Literal["need.revise"] = "need.revise"
    need: Slug
    quantity: Quantity | None = None
    urgency: Urgency | None = None
    text: Text | None = None


class WithdrawNeed(Command):
    """The need is no longer one. Supports that are under way go on: their end is said one by one."""

    do: Literal["need.withdraw"] = "need.withdraw"
    need: Slug
    reason: Text | None = None


# --------------------------------------------------------------------------------------------------- facts


class _OfNeed(Fact):
    """What every fact about a need repeats, so that its line stands by itself."""

    need: Slug
    body: BodyId
    name: str
    departement: str
    need_kind: NeedKind
    quantity: Count
    unit: UnitCode

    def channel(self) -> str:
        return needs_channel(self.departement, self.body)

    def about(self) -> str | None:
        return self.body


class _NeedFact(_OfNeed):
    """One version of a need, whole."""

    urgency: Urgency
    text: Worded | None = None


class NeedRaised(_NeedFact):
    """A body said that it lacks something."""

    kind: Literal["need.raised"] = "need.raised"


class NeedRevised(_NeedFact):
    """A need changed: it `was` something else. `text` is None when the words stay as they were."""

    kind: Literal["need.revised"] = "need.revised"
    was: str


class NeedWithdrawn(_OfNeed):
    """A need is no longer one."""

    kind: Literal["need.withdrawn"] = "need.withdrawn"
    reason: Worded | None = None


# ------------------------------------------------------------------------------------------------ refusals


class NeedExists(Refused):
    code, title = "need_exists", "Besoin déjà dit"


class UnknownNeed(Missing):
    code, title = "unknown_need", "Besoin inconnu"


class TooManyNeeds(Refused):
    code, title = "too_many_needs", "Trop de besoins ouverts"


# ----------------------------------------------------------------------------------------------- decisions


def need_card(board: Board, need: str) -> NeedCard:
    """Return a need. Raises UnknownNeed when there is none by that name."""
    card = board.get(f"need:{need}", NeedCard)
    if card is None:
        raise unknown_need(need)
    return card


def unknown_need(need: str) -> UnknownNeed:
    """Return the refusal for a need that is not there, or not for whoever asks."""
    return UnknownNeed(f"Aucun besoin {quoted(need)} dans ce dossier\u00a0: vérifier son identifiant.")


def open_need(board: Board, need: str) -> NeedCard:
    """Return a need that is still one. Raises UnknownNeed, or WrongState once it has been withdrawn."""
    card = need_card(board, need)
    if card.state == "retire":
        raise WrongState("Ce besoin a été retiré\u00a0: en dire un nouveau s’il est revenu.")
    return card


def raise_need(board: Board, command: RaiseNeed, situation: Situation) -> list[Fact]:
    open_crisis(board)
    body = body_card(board, command.body)
    if f"need:{command.need}" in board:
        raise NeedExists(f"Un besoin {quoted(command.need)} existe déjà\u00a0: le réviser, ou prendre un autre nom.")
    needs = list(board.of(NeedCard))
    if len(needs) >= MOST or sum(one.body == body.body and one.state != "retire" for one in needs) >= MOST_OF_BODY:
        raise TooManyNeeds("Trop de besoins sont ouverts ici\u00a0: en retirer ou en réunir avant d’en dire un autre.")
    return [
        NeedRaised(
            need=command.need,
            body=body.body,
            name=body.name,
            departement=body.departement,
            need_kind=command.kind,
            quantity=command.quantity,
            unit=command.unit or units_of(command.kind)[0],
            urgency=command.urgency,
            text=command.text,
        )
    ]


def revise_need(board: Board, command: ReviseNeed, situation: Situation) -> list[Fact]:
    """Change what differs; the same revision twice writes nothing the second time."""
    open_crisis(board)
    card = open_need(board, command.need)
    quantity, urgency = command.quantity or card.quantity, command.urgency or card.urgency
    if (quantity, urgency) == (card.quantity, card.urgency) and command.text is None:
        return []
    return [
        NeedRevised(
            **{**_of_card(card), "quantity": quantity},
            urgency=urgency,
            text=command.text,
            was=f"{told_quantity(card.kind, card.quantity, card.unit)}, {_urgency(card.urgency)}",
        )
    ]


def withdraw_need(board: Board, command: WithdrawNeed, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = open_need(board, command.need)
    return [NeedWithdrawn(**_of_card(card), reason=command.reason)]


def _of_card(card: NeedCard) -> dict[str, Any]:
    return {
        "need": card.key,
        "body": card.body,
        "name": card.name,
        "departement": card.departement,
        "need_kind": card.kind,
        "quantity": card.quantity,
        "unit": card.unit,
    }


# ------------------------------------------------------------------------------------------------ showings


def show_raised(board: Board, entry: Entry, fact: NeedRaised) -> Delta:
    card = NeedCard(
        id=f"need:{fact.need}",
        channel=fact.channel(),
        body=fact.body,
        name=fact.name,
        departement=fact.departement,
        kind=fact.need_kind,
        quantity=fact.quantity,
        unit=fact.unit,
        urgency=fact.urgency,
        raised_at=entry.at,
        wanted_by=_wanted_by(board, entry.at, fact.urgency),
        text=said(entry, "text"),
    )
    return Delta(put=(card,))


def _wanted_by(board: Board, at: datetime, urgency: str) -> datetime:
    """Return when a need said at `at` is to be met: sooner in an exercise that goes faster, as every duration."""
    crisis = crisis_of(board)
    within = WITHIN.get(urgency, A_WEEK) / (crisis.tempo if crisis else 1)
    return at + within - within % timedelta(milliseconds=1)


def show_revised(board: Board, entry: Entry, fact: NeedRevised) -> Delta:
    card = need_card(board, fact.need)
    revised = card.but(
        quantity=fact.quantity,
        urgency=fact.urgency,
        wanted_by=card.wanted_by if fact.urgency == card.urgency else _wanted_by(board, entry.at, fact.urgency),
        text=said(entry, "text") if fact.text else card.text,
    )
    return Delta(put=(covered(revised, supports_of(board, fact.need)),))


def show_withdrawn(board: Board, entry: Entry, fact: NeedWithdrawn) -> Delta:
    return Delta(put=(need_card(board, fact.need).but(state="retire", reason=said(entry, "reason")),))


# ------------------------------------------------------------------------------------------------ tellings


def _urgency(code: str) -> str:
    return label(URGENCIES, code).lower()


def tell_raised(fact: NeedRaised) -> str:
    what = told_quantity(fact.need_kind, fact.quantity, fact.unit)
    told = f"BESOIN\u00a0: {fact.name} demande {what}, {_urgency(fact.urgency)}."
    return f"{told} {fact.text}" if fact.text else told


def tell_revised(fact: NeedRevised) -> str:
    what = told_quantity(fact.need_kind, fact.quantity, fact.unit)
    told = f"Besoin révisé\u00a0: {fact.name} demande {what}, {_urgency(fact.urgency)} (avant\u00a0: {fact.was})."
    return f"{told} {fact.text}" if fact.text else told


def tell_withdrawn(fact: NeedWithdrawn) -> str:
    what = told_quantity(fact.need_kind, fact.quantity, fact.unit)
    told = f"Besoin retiré\u00a0: {fact.name} ne demande plus {what}."
    return f"{told} {fact.reason}" if fact.reason else told
