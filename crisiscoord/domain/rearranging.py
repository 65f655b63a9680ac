"""Moving a meeting, and cancelling it. The rhythm does not move with it.

What a meeting was for stays due on its day (E-22): a meeting moved beyond that day is held late, and one that
is cancelled leaves its obligation open again.
"""

from typing import ClassVar, Literal

from .board import Board, Delta
from .convention import convention_of
from .french import day_and_time, quoted
from .meeting import AlreadyHeld, MeetingCancelled, UnknownMeeting, refuse_after_end
from .meeting_cards import MeetingCard, meeting_on
from .obligations import ObligationCard, change_obligation
from .words import Command, Entry, Fact, Instant, Situation, Slug, Text, Worded, said

# --------------------------------------------------------------------------------------------- commands


class MoveMeeting(Command):
    """Plan a meeting at another time, with the reason."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["meeting.move"] = "meeting.move"
    meeting: Slug
    at: Instant
    reason: Text


class CancelMeeting(Command):
    """Say that a meeting will not be held, with the reason. Its id is not used again."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["meeting.cancel"] = "meeting.cancel"
    meeting: Slug
    reason: Text


# ------------------------------------------------------------------------------------------------ facts


class MeetingMoved(Fact):
    """`was` is when it had been planned; `title` that of the obligation it is for."""

    kind: Literal["meeting.moved"] = "meeting.moved"
    meeting: str
    was: Instant
    at: Instant
    title: str | None = None
    timezone: str
    reason: Worded


class MeetingAnnulled(Fact):
    kind: Literal["meeting.cancelled"] = "meeting.cancelled"
    meeting: str
    at: Instant
    obligation: str | None = None
    title: str | None = None
    timezone: str
    reason: Worded


# -------------------------------------------------------------------------------------------- decisions


def move_meeting(board: Board, command: MoveMeeting, situation: Situation) -> list[Fact]:
    """Plan it at another time; nothing to write when that is the time at which it is planned."""
    convention, card = convention_of(board), _planned(board, command.meeting)
    refuse_after_end(convention, command.at)
    if command.at == card.at:
        return []
    moved = MeetingMoved(
        meeting=command.meeting,
        was=card.at,
        at=command.at,
        title=_title(board, card),
        timezone=convention.timezone,
        reason=command.reason,
    )
    return [moved]


def cancel_meeting(board: Board, command: CancelMeeting, situation: Situation) -> list[Fact]:
    card = _planned(board, command.meeting)
    cancelled = MeetingAnnulled(
        meeting=command.meeting,
        at=card.at,
        obligation=card.obligation,
        title=_title(board, card),
        timezone=convention_of(board).timezone,
        reason=command.reason,
    )
    return [cancelled]


def _planned(board: Board, meeting: str) -> MeetingCard:
    """Return a meeting that is still to be held. Raises UnknownMeeting, AlreadyHeld or MeetingCancelled."""
    card = meeting_on(board, meeting)
    if card is None:
        raise UnknownMeeting(f"Aucune réunion {quoted(meeting)}. Inscrivez-la d’abord au calendrier.")
    if card.state == "tenue":
        raise AlreadyHeld("Cette réunion est déjà notée comme tenue.")
    if card.state == "annulee":
        raise MeetingCancelled("Cette réunion est annulée. Inscrivez-en une autre au calendrier.")
    return card


def _title(board: Board, card: MeetingCard) -> str | None:
    obligation = board.get(f"obligation:{card.obligation}", ObligationCard)
    return obligation.title if obligation else None


# --------------------------------------------------------------------------------------------- showings


def show_moved(board: Board, entry: Entry, fact: MeetingMoved) -> Delta:
    card = meeting_on(board, fact.meeting)
    reason = said(entry, "reason")
    return Delta(put=(card.but(at=fact.at, moved=card.moved + 1, reason=reason),) if card else ())


def show_cancelled(board: Board, entry: Entry, fact: MeetingAnnulled) -> Delta:
    card = meeting_on(board, fact.meeting)
    if card is None:
        return Delta()
    put = (card.but(state="annulee", reason=said(entry, "reason")),)
    obligation = board.get(f"obligation:{fact.obligation}", ObligationCard)
    if obligation is None or obligation.meeting != fact.meeting:
        return Delta(put=put)
    others = (one for one in board.of(MeetingCard) if one.obligation == fact.obligation and one.state == "prevue")
    other = next((one.key for one in others if one.key != fact.meeting), None)
    return Delta(put=(*put, *change_obligation(board, obligation.key, meeting=other).put))


# -------------------------------------------------------------------------------------------- tellings


def tell_moved(fact: MeetingMoved) -> str:
    was, at = day_and_time(fact.was, fact.timezone), day_and_time(fact.at, fact.timezone)
    return f"Réunion du {was} déplacée au {at}{_what(fact.title)}. Motif\u00a0: {fact.reason}"


def tell_cancelled(fact: MeetingAnnulled) -> str:
    at = day_and_time(fact.at, fact.timezone)
    return f"Réunion du {at} annulée{_what(fact.title)}. Motif\u00a0: {fact.reason}"


def _what(title: str | None) -> str:
    return f" ({title})" if title else ""
