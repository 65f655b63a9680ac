"""The card of the crisis itself, and what every ability asks of it before acting.

It stands apart from declaring.py because reports, tasks, acts and designations all read it, while declaring
needs them: the card is below, the declaration above.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from ..errors import Missing, Refused
from .board import Board, Card
from .french import quoted
from .vocabulary import CRISIS_STATES, CrisisState, Hazard, label
from .words import Instant, Said

#: How far a clock may be wrong before an instant counts as being in the future.
TOLERANCE = timedelta(minutes=5)
#: The fastest exercise: a day of the protocols in 24 seconds.
FASTEST = 3_600
Tempo = Annotated[int, Field(ge=1, le=FASTEST)]

#: How long a crisis may be without an active main representative before it is an alarm (E-09).
DESIGNATION = "PT1H"

_CLOSED = frozenset({"clos", "sans_suite"})


class CrisisCard(Card):
    """The dossier at a glance. `t0` is the instant of qualification, absent while it is only signalled.

    `anchors` dates what protocols count from; `communes` counts those hit; `playbooks` gives the version of
    each protocol applied. `needs_open` says whether a CCAS sees the needs of the others. `due` is when a main
    representative should be active, as long as none is; `reopened_at`, when the dossier was opened again after its end.
    """

    type: Literal["crisis"] = "crisis"

    title: str
    hazard: Hazard
    state: CrisisState
    exercise: bool = False
    tempo: Tempo = 1
    timezone: str
    t0: Instant | None = None
    occurred_at: Instant | None = None
    departements: tuple[str, ...] = ()
    communes: int = 0
    anchors: dict[str, Instant] = Field(default_factory=dict)
    playbooks: dict[str, int] = Field(default_factory=dict)
    needs_open: bool = True
    signalled_by: str | None = None
    declared_by: str | None = None
    text: Said | None = None
    reason: Said | None = None
    stood_down_at: Instant | None = None
    ended_at: Instant | None = None
    reopened_at: Instant | None = None


class DossierClosed(Refused):
    code, title = "dossier_closed", "Dossier clos"


class NotDeclared(Refused):
    code, title = "not_declared", "Évènement non qualifié"


class WrongState(Refused):
    code, title = "wrong_state", "Action impossible dans cet état"


class InTheFuture(Refused):
    code, title = "occurred_in_future", "Heure à venir"


def crisis_of(board: Board) -> CrisisCard | None:
    """Return the card of the crisis; None on a convention and on a dossier that does not exist yet."""
    return board.get(f"crisis:{board.dossier}", CrisisCard)


def is_open(card: CrisisCard) -> bool:
    """Say whether the crisis still moves: deadlines run on open dossiers only."""
    return card.state not in _CLOSED


def refuse_closed(board: Board) -> None:
    """Raise DossierClosed when the dossier is a crisis that is closed or was dismissed."""
    card = crisis_of(board)
    if card is not None:
        _refuse_closed(card)


def _refuse_closed(card: CrisisCard) -> None:
    if not is_open(card):
        raise DossierClosed(
            f"{quoted(card.title)} est un dossier {label(CRISIS_STATES, card.state).lower()}\u00a0: rien ne s’y "
            "écrit plus. La permanence peut rouvrir un dossier clos."
        )


def open_crisis(board: Board) -> CrisisCard:
    """Return the card of a crisis that has been declared and is not closed.

    Raises Missing when there is none, DossierClosed, or NotDeclared while it is only signalled.
    """
    card = crisis_of(board)
    if card is None:
        raise Missing("Ce dossier n’est pas celui d’un évènement.")
    _refuse_closed(card)
    if card.state == "signale":
        raise NotDeclared("L’évènement est signalé, pas encore qualifié\u00a0: la permanence doit d’abord le déclarer.")
    return card


def refuse_future(at: datetime | None, now: datetime) -> None:
    """Raise InTheFuture when `at` lies more than five minutes ahead: a clock may be wrong, a fact may not."""
    if at is not None and at > now + TOLERANCE:
        raise InTheFuture("L’heure indiquée n’est pas encore venue\u00a0: vérifier la date, l’heure et le fuseau.")
