"""The card of a meeting, below what plans, moves and holds it."""

from typing import ClassVar, Literal

from .board import Board, Card
from .states import MeetingState
from .words import Count, Instant, Said


class MeetingCard(Card):
    """A meeting, without what was said. `obligation` names what it is for; `reason`, why it was moved or cancelled."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    type: Literal["meeting"] = "meeting"
    state: MeetingState
    at: Instant
    obligation: str | None = None
    moved: Count = 0
    reason: Said | None = None
    held_at: Instant | None = None
    attended: tuple[str, ...] = ()
    decisions: int = 0


def meeting_on(board: Board, meeting: str) -> MeetingCard | None:
    return board.get(f"meeting:{meeting}", MeetingCard)
