"""A crisis is stood down, closed, or opened again: decisions of the permanence, with their reason.

After the stand-down the follow-up goes on; once closed nothing is written any more and no deadline runs.
"""

from typing import Literal

from ..errors import Missing
from .board import Board, Delta
from .crisis import CrisisCard, DossierClosed, NotDeclared, WrongState, crisis_of, is_open
from .declared import TITLE_TOLD
from .french import quoted, shortened
from .roster_called import stop
from .vocabulary import CRISIS_STATES, CrisisState, label
from .words import Command, Entry, Fact, Instant, Situation, Text, Worded, said

# --------------------------------------------------------------------------------------------- commands


class StandDownCrisis(Command):
    """The emergency is over, the follow-up goes on."""

    do: Literal["crisis.stand_down"] = "crisis.stand_down"
    reason: Text


class CloseCrisis(Command):
    """The crisis is over."""

    do: Literal["crisis.close"] = "crisis.close"
    reason: Text


class ReopenCrisis(Command):
    """The crisis, stood down or closed, is active again."""

    do: Literal["crisis.reopen"] = "crisis.reopen"
    reason: Text


# ------------------------------------------------------------------------------------------------ facts


class CrisisStoodDown(Fact):
    """The emergency was over at `at`."""

    kind: Literal["crisis.stood_down"] = "crisis.stood_down"
    title: str
    at: Instant
    reason: Worded


class CrisisClosed(Fact):
    """The dossier was closed at `at`."""

    kind: Literal["crisis.closed"] = "crisis.closed"
    title: str
    at: Instant
    reason: Worded


class CrisisReopened(Fact):
    """The dossier, which `was` stood down or closed, is active again."""

    kind: Literal["crisis.reopened"] = "crisis.reopened"
    title: str
    was: CrisisState
    reason: Worded


# -------------------------------------------------------------------------------------------- decisions


def stand_down_crisis(board: Board, command: StandDownCrisis, situation: Situation) -> list[Fact]:
    card = _in_state(board, ("actif",), "passer en suivi")
    calls = stop(board, "stood_down", situation)  # nobody is disturbed any more
    return [*calls, CrisisStoodDown(title=card.title, at=situation.now, reason=command.reason)]


def close_crisis(board: Board, command: CloseCrisis, situation: Situation) -> list[Fact]:
    card = _in_state(board, ("actif", "post_crise"), "être clos")
    calls = stop(board, "closed", situation)  # so that none goes on by itself once the dossier is open again
    return [*calls, CrisisClosed(title=card.title, at=situation.now, reason=command.reason)]


def reopen_crisis(board: Board, command: ReopenCrisis, situation: Situation) -> list[Fact]:
    card = _in_state(board, ("post_crise", "clos"), "être rouvert")
    return [CrisisReopened(title=card.title, was=card.state, reason=command.reason)]


def _in_state(board: Board, states: tuple[CrisisState, ...], action: str) -> CrisisCard:
    """Return the card of the crisis. Raises the refusal that its state calls for, when not in `states`."""
    card = crisis_of(board)
    if card is not None and card.state in states:
        return card
    if card is None:
        raise Missing("Ce dossier n’est pas celui d’un évènement.")
    if card.state == "signale":
        raise NotDeclared("L’évènement n’est que signalé\u00a0: le qualifier, ou le classer sans suite.")
    state = quoted(label(CRISIS_STATES, card.state).lower())
    if not is_open(card) and "clos" not in states:
        raise DossierClosed(f"Ce dossier est {state}\u00a0: il ne peut plus {action}.")
    raise WrongState(f"Ce dossier est {state}\u00a0: il ne peut pas {action}.")


# --------------------------------------------------------------------------------------------- showings


def show_stood_down(board: Board, entry: Entry, fact: CrisisStoodDown) -> Delta:
    return _put(board, entry, state="post_crise", stood_down_at=fact.at)


def show_closed(board: Board, entry: Entry, fact: CrisisClosed) -> Delta:
    return _put(board, entry, state="clos", ended_at=fact.at)


def show_reopened(board: Board, entry: Entry, fact: CrisisReopened) -> Delta:
    since = {"reopened_at": entry.at} if fact.was == "clos" else {}
    return _put(board, entry, state="actif", stood_down_at=None, ended_at=None, **since)


def _put(board: Board, entry: Entry, **changes: object) -> Delta:
    card = crisis_of(board)
    assert card is not None
    return Delta(put=(card.but(reason=said(entry, "reason"), **changes),))


# --------------------------------------------------------------------------------------------- tellings


def _told(title: str) -> str:
    return quoted(shortened(title, TITLE_TOLD))


def tell_stood_down(fact: CrisisStoodDown) -> str:
    return f"Fin de l’urgence, le suivi continue\u00a0: {_told(fact.title)}. Motif\u00a0: {fact.reason}"


def tell_closed(fact: CrisisClosed) -> str:
    return f"Dossier clos\u00a0: {_told(fact.title)}. Motif\u00a0: {fact.reason}"


def tell_reopened(fact: CrisisReopened) -> str:
    return f"Dossier rouvert\u00a0: {_told(fact.title)}. Motif\u00a0: {fact.reason}"
