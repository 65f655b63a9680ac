"""Whom to call, and in which order: those from whom news should have come, and did not (docs/field.md, « Rhythms »)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from .bodies import BodyCard
from .cards import Cards


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


def call_list(board: Cards, now: datetime, departements: Collection[str] | None = None) -> list[CallToMake]:
    """Return the bodies of these départements to call; None is all of them.

    Those never heard come first, then those awaited for longest, then those who were called least.
    """
    waited = (
        card
        for card in board.of(BodyCard)
        if card.competent and is_silent(card, now) and (departements is None or card.departement in departements)
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


def is_silent(card: BodyCard, now: datetime) -> bool:
    """Say whether news of a body is missing: none ever came, it is awaited, it is out of date, nobody answers."""
    if card.reported_at is None or card.awaited_since is not None or card.status == "injoignable":
        return True
    return card.status != "retour_normale" and card.valid_until is not None and card.valid_until < now


def _turn(card: BodyCard) -> tuple[bool, float, int, str]:
    since = card.awaited_since or card.valid_until or card.due
    return card.reported_at is not None, since.timestamp() if since else float("inf"), card.unanswered, card.body
