"""Holding the parties to what they agreed: when an obligation is due, met or missed.

An obligation is `a_venir` until its day has passed, then `due`, and `manquee` once the next one of the same
code, or the end of the convention, has come. Holding its meeting fulfils it at any time, even missed: what
was done counts more than when it was written down; it is said to be late when it was held after its day.
"""

from datetime import date, datetime
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from .agreeing import ConventionCard, convention_of
from .board import Board
from .durations import day_after, end_of_day
from .falling import due_card
from .obligations import (
    ObligationCard,
    ObligationFulfilled,
    fallen,
    opened_obligation,
    opening,
)
from .words import Fact, FallDue, Situation


class ObligationFallDue(FallDue):
    """The day of an obligation has passed, or its last chance."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["obligation.fall_due"] = "obligation.fall_due"


def obligation_fell_due(board: Board, command: ObligationFallDue, situation: Situation) -> list[Fact]:
    """Say that an obligation is now due, or missed. What fell due twice during a stop is said once."""
    card = due_card(board, command, ObligationCard, situation)
    missed_at = _missed_at(board, card)
    if card.state == "a_venir" and situation.now < missed_at:
        return [fallen(card, "due", missed_at, situation)]
    return [fallen(card, "manquee", None, situation), *_following(board, card, card.due_on, situation)]


def _missed_at(board: Board, card: ObligationCard) -> datetime:
    """Return when an unmet obligation is given up: at the end of the day of the next, or of the last day.

    The next is the one that stands on the board, or that is still to be opened when the convention goes on.
    """
    convention = convention_of(board)
    same = (one.due_on for one in board.of(ObligationCard) if one.code == card.code)
    comes_back = card.every is not None and (convention.renewal == "tacite" or card.counted == "last")
    following = day_after(card.due_on, card.every or "") if comes_back else convention.ends_on
    if convention.renewal == "expresse":
        following = min(following, convention.ends_on)
    return end_of_day(min((day for day in same if day > card.due_on), default=following), convention.timezone)


def fulfil_obligation(board: Board, key: str, meeting: str, held_at: datetime, situation: Situation) -> list[Fact]:
    """Return what holding a meeting does to the obligation it is for; nothing when that was met already."""
    card = board.get(f"obligation:{key}", ObligationCard)
    if card is None or card.state == "remplie":
        return []
    held_on = held_at.astimezone(ZoneInfo(convention_of(board).timezone)).date()
    fulfilled = ObligationFulfilled(
        obligation=key,
        title=card.title,
        due_on=card.due_on,
        meeting=meeting,
        held_on=held_on,
        late=held_on > card.due_on,
    )
    # The one that follows a missed obligation was opened when it was missed.
    following = [] if card.state == "manquee" else _following(board, card, held_on, situation)
    return [fulfilled, *following]


def _following(board: Board, card: ObligationCard, last: date, situation: Situation) -> list[Fact]:
    """Open the next obligation of a chain that is counted from the last time it was met."""
    if card.counted != "last" or card.every is None:
        return []
    convention = convention_of(board)
    day = day_after(last, card.every)
    template = situation.library.convention(convention.template)
    rule = next((rule for rule in template.obligations if rule.code == card.code), None) if template else None
    if template is None or rule is None or not _still_in_force(convention, day):
        return []
    following = opened_obligation(template, rule, day)
    return [] if f"obligation:{following.key}" in board else list(opening([following]))


def _still_in_force(convention: ConventionCard, day: date) -> bool:
    return convention.state == "actif" and (convention.renewal == "tacite" or day < convention.ends_on)
