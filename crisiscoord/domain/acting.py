"""What bodies do for people: acts of support, counted by kind without ever mixing units.

An act keeps its id when it is corrected; the totals of a body are the sums of the last version of each act.
"""

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import model_validator

from ..errors import Missing, Refused
from .act_cards import NUMBERS, ActCard, ActTotalsCard, HowMuch, numbers_of, told_act, with_act
from .board import NOTHING, Board, Delta
from .crisis import open_crisis, refuse_future
from .reporting import body_card
from .task_cards import channel_of
from .vocabulary import ActKind
from .words import BodyId, Command, Entry, Fact, Instant, Situation, Slug, Target, Text, Worded, said

__all__ = [
    "ActCard",
    "ActCorrected",
    "ActExists",
    "ActOfAnotherBody",
    "ActRecorded",
    "ActTotalsCard",
    "CorrectAct",
    "RecordAct",
    "TooManyActs",
    "UnknownAct",
    "correct_act",
    "record_act",
    "show_corrected",
    "show_recorded",
    "tell_corrected",
    "tell_recorded",
    "unknown_act",
]

#: Acts that one body may record in one crisis; beyond, something is sending them in a loop.
MOST_ACTS = 5_000

# ------------------------------------------------------------------------------------------------ commands


class RecordAct(HowMuch, Command):
    """An act of support was done. At least one of the four numbers says how much."""

    do: Literal["act.record"] = "act.record"

    act: Slug
    body: BodyId
    kind: ActKind
    occurred_at: Instant
    text: Text | None = None

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if all(getattr(self, number) is None for number in NUMBERS):
            raise ValueError("personnes, foyers, quantité ou somme\u00a0: en donner au moins une")
        return self

    def target(self) -> Target:
        return Target(body=self.body)


class CorrectAct(HowMuch, Command):
    """An act was recorded wrongly. What is given takes the place of what was; what is left out stays."""

    do: Literal["act.correct"] = "act.correct"

    act: Slug
    body: BodyId | None = None
    kind: ActKind | None = None
    occurred_at: Instant | None = None
    text: Text | None = None

    def target(self) -> Target:
        return Target(body=self.body)


# --------------------------------------------------------------------------------------------------- facts


class _ActFact(HowMuch, Fact):
    """One version of an act, whole."""

    act: Slug
    body: BodyId
    name: str
    departement: str
    act_kind: ActKind
    occurred_at: Instant
    text: Worded | None = None

    def channel(self) -> str:
        return f"body:{self.body}"

    def about(self) -> str | None:
        return self.body

    def occurred(self) -> datetime:
        return self.occurred_at


class ActRecorded(_ActFact):
    """An act of support was recorded."""

    kind: Literal["act.recorded"] = "act.recorded"


class ActCorrected(_ActFact):
    """An act was corrected; `text` is None when the words stay as they were."""

    kind: Literal["act.corrected"] = "act.corrected"
    #: What the version before said, for the line.
    before: str


# ------------------------------------------------------------------------------------------------ refusals


class ActExists(Refused):
    code, title = "act_exists", "Acte déjà enregistré"


class UnknownAct(Missing):
    code, title = "unknown_act", "Acte inconnu"


class ActOfAnotherBody(Refused):
    code, title = "act_of_another_body", "Acte d’un autre organisme"


class TooManyActs(Refused):
    code, title = "too_many_acts", "Trop d’actes"


# ----------------------------------------------------------------------------------------------- decisions


def record_act(board: Board, command: RecordAct, situation: Situation) -> list[Fact]:
    open_crisis(board)
    body = body_card(board, command.body)
    refuse_future(command.occurred_at, situation.now)
    if f"act:{command.act}" in board:
        raise ActExists(f"L’acte {command.act} est déjà enregistré\u00a0: le corriger, ou en enregistrer un autre.")
    totals = board.get(f"act_totals:{body.body}", ActTotalsCard)
    if totals and sum(kind.acts for kind in totals.kinds.values()) >= MOST_ACTS:
        raise TooManyActs(f"{body.name} a déjà {MOST_ACTS} actes\u00a0: regrouper les suivants par jour et par type.")
    return [
        ActRecorded(
            act=command.act,
            body=body.body,
            name=body.name,
            departement=body.departement,
            act_kind=command.kind,
            occurred_at=command.occurred_at,
            text=command.text,
            **numbers_of(command),
        )
    ]


def unknown_act(act: str) -> UnknownAct:
    """Return the refusal for an act that is not there, or not for whoever asks."""
    return UnknownAct(f"Pas d’acte {act} dans ce dossier\u00a0: vérifier son identifiant.")


def correct_act(board: Board, command: CorrectAct, situation: Situation) -> list[Fact]:
    """A correction that changes nothing writes nothing; words alone may be corrected."""
    open_crisis(board)
    card = board.get(f"act:{command.act}", ActCard)
    if card is None:
        raise unknown_act(command.act)
    if command.body not in (None, card.body):
        raise ActOfAnotherBody(f"L’acte {command.act} n’est pas de cet organisme\u00a0: vérifier l’un et l’autre.")
    refuse_future(command.occurred_at, situation.now)
    body = body_card(board, card.body)
    kind, occurred_at = command.kind or card.kind, command.occurred_at or card.occurred_at
    numbers = {**numbers_of(card), **_given(command)}
    words = command.text is not None and (card.text is None or card.text.text != command.text)
    if (kind, occurred_at, numbers) == (card.kind, card.occurred_at, numbers_of(card)) and not words:
        return []
    return [
        ActCorrected(
            act=command.act,
            body=body.body,
            name=body.name,
            departement=body.departement,
            act_kind=kind,
            occurred_at=occurred_at,
            text=command.text,
            before=told_act(card.kind, numbers_of(card)),
            **numbers,
        )
    ]


def _given(command: CorrectAct) -> dict[str, Any]:
    return {number: value for number, value in numbers_of(command).items() if value is not None}


# ------------------------------------------------------------------------------------------------ showings


def show_recorded(board: Board, entry: Entry, fact: ActRecorded) -> Delta:
    card = ActCard(
        id=f"act:{fact.act}",
        channel=f"body:{fact.body}",
        body=fact.body,
        kind=fact.act_kind,
        occurred_at=fact.occurred_at,
        text=said(entry, "text"),
        **numbers_of(fact),
    )
    return Delta(put=(card, with_act(_totals(board, fact), None, card)))


def show_corrected(board: Board, entry: Entry, fact: ActCorrected) -> Delta:
    old = board.get(f"act:{fact.act}", ActCard)
    if old is None:
        return NOTHING
    card = old.but(
        kind=fact.act_kind,
        occurred_at=fact.occurred_at,
        text=said(entry, "text") or old.text,
        corrected=old.corrected + 1,
        **numbers_of(fact),
    )
    return Delta(put=(card, with_act(_totals(board, fact), old, card)))


def _totals(board: Board, fact: _ActFact) -> ActTotalsCard:
    card = board.get(f"act_totals:{fact.body}", ActTotalsCard)
    channel = channel_of(fact.departement)
    return card or ActTotalsCard(id=f"act_totals:{fact.body}", channel=channel, body=fact.body)


# ------------------------------------------------------------------------------------------------ tellings


def tell_recorded(fact: ActRecorded) -> str:
    told = f"{fact.name}\u00a0: {told_act(fact.act_kind, numbers_of(fact))}."
    return f"{told} {fact.text}" if fact.text else told


def tell_corrected(fact: ActCorrected) -> str:
    now = told_act(fact.act_kind, numbers_of(fact))
    told = f"{fact.name}, acte corrigé\u00a0: {now}\u202f; avant\u00a0: {fact.before}."
    return f"{told} {fact.text}" if fact.text else told
