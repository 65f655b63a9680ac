"""Following the decisions of meetings until they are done, or done again.

A decision is for the day its meeting gave it. Once that day has passed, one late alarm is written; nothing
more is asked until somebody says that it is done. Everything here is for the parties.
"""

from datetime import date
from typing import ClassVar, Literal, TypedDict

from ..errors import Missing, Refused
from .board import Board, Delta
from .convention import convention_of
from .durations import end_of_day, local_day
from .falling import due_card
from .french import calendar_day, counted
from .minuting import DecisionCard, DecisionKey, PartiesFact
from .obligations import after_a_stop, said_late
from .words import Command, Day, Entry, Fact, FallDue, Instant, Situation, Text, Worded, said

# --------------------------------------------------------------------------------------------- commands


class FinishDecision(Command):
    """Say that a decision has been carried out."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["decision.finish"] = "decision.finish"
    decision: DecisionKey
    text: Text | None = None


class ReopenDecision(Command):
    """Say that a decision that was noted as done is not."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["decision.reopen"] = "decision.reopen"
    decision: DecisionKey
    text: Text | None = None


class DecisionFallDue(FallDue):
    """The day of a decision has passed."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["decision.fall_due"] = "decision.fall_due"


# ------------------------------------------------------------------------------------------------ facts


class DecisionFact(PartiesFact):
    """What every fact about a decision repeats, so that its line stands by itself."""

    decision: str
    number: int
    due_on: Day
    owner: str
    owner_name: str | None = None

    def about(self) -> str | None:
        return self.owner


class Repeated(TypedDict):
    """The fields of DecisionFact, as each of its facts takes them."""

    decision: str
    number: int
    due_on: date
    owner: str
    owner_name: str | None


class DecisionFinished(DecisionFact):
    """`late`: after its day."""

    kind: Literal["decision.finished"] = "decision.finished"
    text: Worded | None = None
    finished_on: Day
    late: bool


class DecisionReopened(DecisionFact):
    """`due` is when to raise the alarm; None when its day has passed already."""

    kind: Literal["decision.reopened"] = "decision.reopened"
    text: Worded | None = None
    due: Instant | None = None


class DecisionOverdue(DecisionFact):
    kind: Literal["decision.overdue"] = "decision.overdue"
    #: Handled well after its time, because the server had been stopped.
    late: bool


# --------------------------------------------------------------------------------------------- refusals


class UnknownDecision(Missing):
    code, title = "unknown_decision", "Décision inconnue"


class DecisionDone(Refused):
    code, title = "decision_done", "Décision déjà menée à bien"


class DecisionOpen(Refused):
    code, title = "decision_open", "Décision encore ouverte"


# -------------------------------------------------------------------------------------------- decisions


def finish_decision(board: Board, command: FinishDecision, situation: Situation) -> list[Fact]:
    card = _decision(board, command.decision)
    if card.state == "fait":
        raise DecisionDone("Cette décision est déjà notée comme menée à bien.")
    today = _today(board, situation)
    finished = DecisionFinished(
        **_repeated(card),
        text=command.text,
        finished_on=today,
        late=today > card.due_on,
    )
    return [finished]


def reopen_decision(board: Board, command: ReopenDecision, situation: Situation) -> list[Fact]:
    card = _decision(board, command.decision)
    if card.state != "fait":
        raise DecisionOpen("Cette décision n’est pas notée comme menée à bien\u00a0: il n’y a rien à rouvrir.")
    due = end_of_day(card.due_on, convention_of(board).timezone)
    reopened = DecisionReopened(
        **_repeated(card),
        text=command.text,
        due=due if due > situation.now else None,
    )
    return [reopened]


def decision_fell_due(board: Board, command: DecisionFallDue, situation: Situation) -> list[Fact]:
    """Raise the alarm, once."""
    card = due_card(board, command, DecisionCard, situation)
    overdue = DecisionOverdue(
        **_repeated(card),
        late=after_a_stop(card, situation),
    )
    return [overdue]


def _repeated(card: DecisionCard) -> Repeated:
    return {
        "decision": card.key,
        "number": card.number,
        "due_on": card.due_on,
        "owner": card.owner,
        "owner_name": card.owner_name,
    }


def _decision(board: Board, key: str) -> DecisionCard:
    card = board.get(f"decision:{key}", DecisionCard)
    if card is None:
        raise UnknownDecision("Aucune décision de ce nom dans cette convention. Vérifiez la réunion et le numéro.")
    return card


def _today(board: Board, situation: Situation) -> date:
    return local_day(situation.now, convention_of(board).timezone)


# --------------------------------------------------------------------------------------------- showings


def show_finished(board: Board, entry: Entry, fact: DecisionFinished) -> Delta:
    comment, done = said(entry, "text"), {"state": "fait", "due": None, "finished_on": fact.finished_on}
    return _changed(board, fact, comment=comment, overdue=fact.late, **done)


def show_reopened_decision(board: Board, entry: Entry, fact: DecisionReopened) -> Delta:
    open_again: dict[str, object] = {"state": "a_faire", "due": fact.due, "finished_on": None}
    return _changed(board, fact, comment=said(entry, "text"), overdue=fact.due is None, **open_again)


def show_decision_overdue(board: Board, entry: Entry, fact: DecisionOverdue) -> Delta:
    return _changed(board, fact, overdue=True, due=None)


def _changed(board: Board, fact: DecisionFact, **changes: object) -> Delta:
    card = board.get(f"decision:{fact.decision}", DecisionCard)
    return Delta(put=(card.but(**changes),) if card else ())


# ------------------------------------------------------------------------------------------ tellings


def tell_finished(fact: DecisionFinished) -> str:
    late = counted((fact.finished_on - fact.due_on).days, "jour") if fact.late else ""
    when = f", avec {late} de retard" if late else ""
    return f"{_which(fact)} menée à bien le {calendar_day(fact.finished_on)}{when}.{_comment(fact.text)}"


def tell_reopened_decision(fact: DecisionReopened) -> str:
    return f"{_which(fact)} rouverte.{_comment(fact.text)}"


def tell_decision_overdue(fact: DecisionOverdue) -> str:
    return f"{_which(fact)} en retard\u00a0: rien ne montre qu’elle est menée à bien.{said_late(fact.late)}"


def _which(fact: DecisionFact) -> str:
    by = f"{fact.owner_name or fact.owner}, pour le {calendar_day(fact.due_on)}"
    return f"Décision n°\u00a0{fact.number} ({by})"


def _comment(text: str | None) -> str:
    return f" {text}" if text else ""
