"""Holding the parties to what they agreed: when an obligation is due, met or missed.

Its parties are reminded of an obligation three weeks, one week and one day before. It is `a_venir` until its
day has passed, then `due`, and `manquee` once the next one of the same code, or the end of the convention, has
come. Holding its meeting fulfils it at any time, even missed: what was done counts more than when it was written
down; it is said to be late when it was held after its day.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar, Literal

from .agreements import ConventionTemplate
from .board import Board
from .convention import ConventionCard, convention_of
from .durations import day_after, end_of_day, local_day
from .falling import due_card
from .meeting_cards import MeetingCard
from .obligations import (
    ObligationCard,
    ObligationFulfilled,
    ObligationReminded,
    after_a_stop,
    fallen,
    opened_obligation,
    opening,
)
from .reminders import days_before, next_reminder
from .words import Fact, FallDue, Situation


class ObligationFallDue(FallDue):
    """It is time to remind of an obligation; or its day has passed, or its last chance."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["obligation.fall_due"] = "obligation.fall_due"


def obligation_fell_due(board: Board, command: ObligationFallDue, situation: Situation) -> list[Fact]:
    """Remind of an obligation, or say that it is due, or missed. What fell due twice during a stop is said once."""
    card = due_card(board, command, ObligationCard, situation)
    if card.state == "a_venir" and card.due is not None and situation.now < card.due:
        return [_reminded(board, card, situation)]
    missed_at = _missed_at(board, card)
    if card.state == "a_venir" and situation.now < missed_at:
        return [fallen(card, "due", missed_at, situation)]
    return [fallen(card, "manquee", None, situation), *_following(board, card, card.due_on, situation)]


def _reminded(board: Board, card: ObligationCard, situation: Situation) -> ObligationReminded:
    zone = convention_of(board).timezone
    days = days_before(card.due_on, zone, situation.now, card.every)
    assert days is not None, "asked before any reminder"
    meeting = board.get(f"meeting:{card.meeting}", MeetingCard)
    return ObligationReminded(
        obligation=card.key,
        title=card.title,
        due_on=card.due_on,
        days=days,
        meeting_at=meeting.at if meeting and meeting.state == "prevue" else None,
        zone=zone,
        ask_at=next_reminder(card.due_on, zone, situation.now, card.every),
        late=after_a_stop(card, situation),
    )


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
    held_on = local_day(held_at, convention_of(board).timezone)
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
    following = opened_obligation(template, rule, day, situation.now)
    return [] if f"obligation:{following.key}" in board else list(opening([following]))


def resumed(
    board: Board, template: ConventionTemplate, card: ConventionCard, ends_on: date, situation: Situation
) -> list[Fact]:
    """Open again, on a convention that is renewed until `ends_on`, the chains that its end had broken."""
    items = [
        opened_obligation(template, rule, day, situation.now)
        for rule in template.obligations
        if rule.must and rule.counted == "last" and rule.every is not None
        for day in _next_link(board, rule.code, rule.every, card)
        if day < ends_on
    ]
    return list(opening([item for item in items if f"obligation:{item.key}" not in board]))


def _next_link(board: Board, code: str, every: str, card: ConventionCard) -> Iterator[date]:
    """Yield the day of the next obligation of a chain, when none is open; from the signature if there was none."""
    links = [one for one in board.of(ObligationCard) if one.code == code]
    if not any(one.state in ("a_venir", "due") for one in links):
        last = max((one.held_on or one.due_on for one in links), default=card.signed_on)
        yield day_after(last, every)


def _still_in_force(convention: ConventionCard, day: date) -> bool:
    return convention.state == "actif" and (convention.renewal == "tacite" or day < convention.ends_on)
