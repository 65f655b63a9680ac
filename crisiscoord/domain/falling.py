"""What every fallen due has in common: the check that it is still the due of the card, and lateness."""

from datetime import datetime, timedelta
from typing import TypeVar

from ..errors import Refused
from .board import Board, Card
from .crisis import crisis_of
from .words import FallDue, Situation

#: A due handled later than this was missed while the server was stopped, and its line says so.
LATE = timedelta(minutes=5)

C = TypeVar("C", bound=Card)


class NotDue(Refused):
    code, title = "not_due", "Cette échéance n’est plus à traiter"


def due_card(board: Board, command: FallDue, kind: type[C], situation: Situation) -> C:
    """Return the card about which it is time to ask. Raises NotDue when it is gone, has moved on, or is still ahead."""
    card = board.get(command.card, kind)
    if card is None or card.next_ask != command.due:
        raise NotDue("L’échéance a changé depuis : il n’y a rien à faire.")
    if command.due > situation.now:
        raise NotDue("L’échéance n’est pas encore passée.")
    return card


def is_late(due: datetime, now: datetime) -> bool:
    """Say whether a due that is being handled at `now` should have been handled well before."""
    return now - due > LATE


def was_missed(board: Board, due: datetime, now: datetime) -> bool:
    """Say the same of a due of a crisis: while its dossier was closed, nothing was to be handled."""
    crisis = crisis_of(board)
    reopened_at = crisis.reopened_at if crisis else None
    return is_late(max(due, reopened_at or due), now)
