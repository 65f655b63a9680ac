"""What was said and decided at a meeting: kept for the parties, in a channel of their own.

`meeting.py` writes these facts when a meeting is held.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .board import Board, Card, Delta
from .french import calendar_day
from .states import TaskState
from .words import Day, Entry, Fact, Instant, Said, Worded, said

#: The channel of what the parties keep to themselves.
PARTIES = "parties"


#: The part of a decision's id after the colon: its meeting and its number.
DecisionKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{2,63}-[0-9]{1,2}$")]


class MinutesCard(Card):
    """What was said at a meeting, for the parties."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    type: Literal["minutes"] = "minutes"
    channel: str = PARTIES
    meeting: str
    minutes: Said | None


class DecisionCard(Card):
    """One decision of a meeting, for the parties. `owner` is the body that carries it out, by `due_on`.

    `overdue`: that day passed before it was done. `comment` is what was said when it was last finished or reopened.
    """

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    type: Literal["decision"] = "decision"
    channel: str = PARTIES
    meeting: str
    number: int
    text: Said | None
    owner: str
    owner_name: str | None = None
    due_on: Day
    state: TaskState
    overdue: bool = False
    finished_on: Day | None = None
    comment: Said | None = None


# --------------------------------------------------------------------------------------------- facts


class PartiesFact(Fact):
    """What the parties keep to themselves."""

    def channel(self) -> str:
        return PARTIES


class MinutesWritten(PartiesFact):
    kind: Literal["minutes.written"] = "minutes.written"
    meeting: str
    minutes: Worded


class DecisionTaken(PartiesFact):
    """`owner_name` is how the body was called on that day; `due`, the end of `due_on` in the zone."""

    kind: Literal["decision.taken"] = "decision.taken"
    meeting: str
    number: int
    text: Worded
    owner: str
    owner_name: str
    due_on: Day
    due: Instant | None = None

    def about(self) -> str | None:
        return self.owner


# ------------------------------------------------------------------------------------------ showings


def show_minutes(board: Board, entry: Entry, fact: MinutesWritten) -> Delta:
    card = MinutesCard(id=f"minutes:{fact.meeting}", meeting=fact.meeting, minutes=said(entry, "minutes"))
    return Delta(put=(card,))


def show_decision(board: Board, entry: Entry, fact: DecisionTaken) -> Delta:
    card = DecisionCard(
        id=f"decision:{fact.meeting}-{fact.number}",
        meeting=fact.meeting,
        number=fact.number,
        text=said(entry, "text"),
        owner=fact.owner,
        owner_name=fact.owner_name,
        due_on=fact.due_on,
        due=fact.due,
        state="a_faire",
    )
    return Delta(put=(card,))


# ------------------------------------------------------------------------------------------ tellings


def tell_minutes(fact: MinutesWritten) -> str:
    return f"Compte rendu de réunion\u00a0: {fact.minutes}"


def tell_decision(fact: DecisionTaken) -> str:
    by = f"{fact.owner_name}, pour le {calendar_day(fact.due_on)}"
    return f"Décision n°\u00a0{fact.number} ({by})\u00a0: {fact.text}"
