"""Whom to call, and in which order: those from whom news should have come, and did not (`domain.md` 8)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from .board import Board
from .bodies import BodyCard


@dataclass(frozen=True, slots=True)
class CallToMake:
    """One body to call. `awaited_since` is None while its first date has not passed; `tries` counts calls in vain."""

    body: str
    name: str
    departement: str
    status: str
    heard_at: datetime | None
    awaited_since: datetime | None
    tries: int


def call_list(board: Board, departements: Collection[str] | None) -> list[CallToMake]:
    """Return the bodies of these départements to call; None is all of them.

    Those never heard come first, then those awaited for longest, then those who were called least.
    """
    waited = (
        card
        for card in board.of(BodyCard)
        if card.competent
        and (card.reported_at is None or card.awaited_since is not None)
        and (departements is None or card.departement in departements)
    )
    return [
        CallToMake(
            body=card.body,
            name=card.name,
            departement=card.departement,
            status=card.status,
            heard_at=card.reported_at,
            awaited_since=card.awaited_since,
            tries=card.unanswered,
        )
        for card in sorted(waited, key=_turn)
    ]


def _turn(card: BodyCard) -> tuple[bool, float, int, str]:
    since = card.awaited_since or card.due
    return card.reported_at is not None, since.timestamp() if since else float("inf"), card.unanswered, card.body
