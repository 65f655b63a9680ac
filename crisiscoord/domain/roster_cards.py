"""A call of the roster on the board: whom the permanence wants asked one after the other, and how far it has come.

It stands below the designations, which move it on: what happens to a proposal happens to the person of the list too.
The list holds functions and references to the roster, never a name nor a number.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from .board import Board, Card
from .vocabulary import RosterCallState, RosterStepState
from .words import BodyId, Instant, Slug, Word

#: People on one list: more would be a day of calls.
MOST = 20
#: Minutes that each of them has to answer.
SHORTEST, USUAL, LONGEST = 5, 30, 240
Minutes = Annotated[int, Field(ge=SHORTEST, le=LONGEST)]
#: The name of somebody in the roster.
Person = Slug


class RosterStep(Word):
    """One person of a list. `warning`: their own body was hit when the list was given."""

    person: Person
    function: str
    body: BodyId | None = None
    warning: bool = False
    state: RosterStepState = "a_appeler"
    #: The proposal that was made to them.
    designation: Slug | None = None
    called_at: Instant | None = None
    answered_at: Instant | None = None


class RosterCallCard(Card):
    """A list of the roster that is gone down, kept when it is over: for those who coordinate, and nobody else.

    `due` is when the next one must be asked, as soon as the last one has said no or nothing; while somebody is asked,
    the time is on their designation. `minutes`: how long each has to answer.
    """

    type: Literal["roster_call"] = "roster_call"
    channel: str = "cell"

    call: Slug
    perimeter: str
    minutes: Minutes
    state: RosterCallState = "en_cours"
    steps: tuple[RosterStep, ...] = Field(max_length=MOST)
    started_at: Instant
    ended_at: Instant | None = None

    @property
    def asked(self) -> RosterStep | None:
        """Whoever is being asked."""
        return next((step for step in self.steps if step.state == "appelee"), None)

    @property
    def left(self) -> tuple[RosterStep, ...]:
        """Those whose turn has not come, in the order of call."""
        return tuple(step for step in self.steps if step.state == "a_appeler")

    @property
    def called(self) -> int:
        """How many were asked."""
        return sum(step.called_at is not None for step in self.steps)


def running(board: Board, perimeter: str | None = None) -> Iterator[RosterCallCard]:
    """Yield the lists that are being gone down: of one perimeter, where there is one at most, or all of them."""
    for card in board.of(RosterCallCard):
        if card.state == "en_cours" and perimeter in (None, card.perimeter):
            yield card


def asking(board: Board, designation: str) -> RosterCallCard | None:
    """Return the list that made a proposal and waits for its answer; None for one that was made by hand."""
    return next((card for card in running(board) if card.asked and card.asked.designation == designation), None)


def called(board: Board, call: str | None, person: str | None, designation: str, at: datetime) -> tuple[Card, ...]:
    """Return the list of a proposal, now that it asks this person; nothing for a proposal made by hand."""
    card = board.get(f"roster_call:{call}", RosterCallCard) if call else None
    if card is None:
        return ()
    asked = {"state": "appelee", "designation": designation, "called_at": at}
    return (with_steps(card, lambda step: step.person == person, asked).but(due=None),)


def answered(board: Board, designation: str, state: RosterStepState, at: datetime) -> tuple[Card, ...]:
    """Return the list that waited for this answer: to be gone on with at once, or done when it is yes."""
    card = asking(board, designation)
    if card is None:
        return ()
    said = with_steps(card, lambda step: step.designation == designation, {"state": state, "answered_at": at})
    return (said.but(state="pourvue", ended_at=at, due=None) if state == "acceptee" else said.but(due=at),)


def with_steps(
    card: RosterCallCard, which: Callable[[RosterStep], bool], changes: Mapping[str, object]
) -> RosterCallCard:
    """Return a list with some of its people changed."""
    steps = (step.model_copy(update=changes) if which(step) else step for step in card.steps)
    return card.but(steps=tuple(steps))
