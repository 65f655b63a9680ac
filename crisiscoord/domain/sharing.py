"""Whether a CCAS sees what the others need: a crisis opens it to them, or closes it (docs/decisions/0037).

It is open as long as nobody has closed it (docs/decisions/0037). Closed, a body still reads its own needs and the
support that it lends or gets; those who coordinate, and the UDCCAS of the département, read all of them.
"""

from typing import Literal

from .board import Board, Delta
from .crisis import CrisisCard, open_crisis
from .words import Command, Entry, Fact, Situation, Text, Worded

# ------------------------------------------------------------------------------------------------ commands


class OpenNeeds(Command):
    """Let each CCAS of the zone see what the others of its département need."""

    do: Literal["crisis.open_needs"] = "crisis.open_needs"
    reason: Text


class CloseNeeds(Command):
    """Let each CCAS see its own needs only."""

    do: Literal["crisis.close_needs"] = "crisis.close_needs"
    reason: Text


# --------------------------------------------------------------------------------------------------- facts


class NeedsOpened(Fact):
    """The needs of each were opened to the others."""

    kind: Literal["needs.opened"] = "needs.opened"
    reason: Worded


class NeedsClosed(Fact):
    """The needs of each were closed to the others."""

    kind: Literal["needs.closed"] = "needs.closed"
    reason: Worded


# ----------------------------------------------------------------------------------------------- decisions


def open_needs(board: Board, command: OpenNeeds, situation: Situation) -> list[Fact]:
    """Open them; the same twice writes nothing the second time."""
    return [] if open_crisis(board).needs_open else [NeedsOpened(reason=command.reason)]


def close_needs(board: Board, command: CloseNeeds, situation: Situation) -> list[Fact]:
    """Close them; the same twice writes nothing the second time."""
    return [NeedsClosed(reason=command.reason)] if open_crisis(board).needs_open else []


# ------------------------------------------------------------------------------------------------ showings


def show_opened(board: Board, entry: Entry, fact: NeedsOpened) -> Delta:
    return _put(board, is_open=True)


def show_closed(board: Board, entry: Entry, fact: NeedsClosed) -> Delta:
    return _put(board, is_open=False)


def _put(board: Board, *, is_open: bool) -> Delta:
    card = board.get(f"crisis:{board.dossier}", CrisisCard)
    return Delta() if card is None else Delta(put=(card.but(needs_open=is_open),))


# ------------------------------------------------------------------------------------------------ tellings


def tell_opened(fact: NeedsOpened) -> str:
    return f"Besoins ouverts\u00a0: chaque CCAS voit ceux des autres de son département. {fact.reason}"


def tell_closed(fact: NeedsClosed) -> str:
    return f"Besoins fermés\u00a0: chaque CCAS ne voit plus que les siens. {fact.reason}"
