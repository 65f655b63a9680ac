"""What a convention obliges its parties to, date by date: cards, facts, and how they show and tell.

`obliging.py` decides when an obligation is due, met or missed; `agreeing.py` opens them with the convention.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .agreements import ConventionTemplate, ObligationRule
from .anniversaries import days_set
from .board import Board, Card, Delta
from .durations import end_of_day
from .falling import is_late
from .french import calendar_day, counted, day_and_time
from .reminders import next_reminder
from .states import ObligationState
from .words import Day, Entry, Fact, Instant, Situation, Word

#: Obligations opened by one entry, so that what it changes on a board stays within its bound.
OPENED_AT_ONCE = 40
#: The part of an obligation's id after the colon: its code and its day.
ObligationKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{2,90}$")]


class ObligationCard(Card):
    """One date to be met. `article` is that of the text, `clause` the partners’ number for it (E-22).

    `meeting` is the meeting that is to fulfil it, or did, on `held_on`; `late`: after its day. `due` is the
    end of its day as long as it may be met in time or late; None once it is met or given up.
    """

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    type: Literal["obligation"] = "obligation"
    code: str
    title: str
    article: str
    clause: str
    every: str | None = None
    counted: Literal["signature", "last"] = "signature"
    due_on: Day
    state: ObligationState
    meeting: str | None = None
    held_on: Day | None = None
    late: bool = False


# ------------------------------------------------------------------------------------------------ facts


class OpenedObligation(Word):
    """One obligation as it is opened; `due` is the end of the day `due_on` in the zone of the convention.

    `ask_at` is its first reminder, None when there is none to come.
    """

    key: str
    code: str
    title: str
    article: str
    clause: str
    every: str | None = None
    counted: Literal["signature", "last"] = "signature"
    due_on: Day
    due: Instant
    ask_at: Instant | None = None


class ObligationsOpened(Fact):
    kind: Literal["obligations.opened"] = "obligations.opened"
    items: tuple[OpenedObligation, ...]


class ObligationFulfilled(Fact):
    kind: Literal["obligation.fulfilled"] = "obligation.fulfilled"
    obligation: str
    title: str
    due_on: Day
    meeting: str
    held_on: Day
    #: Met after its day.
    late: bool


class ObligationReminded(Fact):
    """Its day is `days` days away at the most. `meeting_at`: when its meeting is planned, in `zone`."""

    kind: Literal["obligation.reminded"] = "obligation.reminded"
    obligation: str
    title: str
    due_on: Day
    days: int
    meeting_at: Instant | None = None
    zone: str
    #: When to ask next; None for the due itself.
    ask_at: Instant | None = None
    late: bool


class ObligationFellDue(Fact):
    """`state` is what it became; `due` the instant at which a `due` one will be given up as missed."""

    kind: Literal["obligation.fell_due"] = "obligation.fell_due"
    obligation: str
    title: str
    due_on: Day
    state: ObligationState
    due: Instant | None = None
    #: Handled well after its time, because the server had been stopped.
    late: bool


def obliged(
    template: ConventionTemplate,
    signed_on: date,
    begins: date,
    ends: date,
    now: datetime,
    renewed: bool = False,
) -> list[Fact]:
    """Return the facts that open what a template obliges to between two days, the earliest first.

    On a period that is `renewed`, chains counted from the last time are left alone: they go on by themselves.
    `now`: reminders that would already have passed are not sent.
    Raises ValueError when a rule of the template cannot be followed.
    """
    goes_on = template.renewal == "tacite"
    items = [
        opened_obligation(template, rule, day, now)
        for rule in template.obligations
        if rule.must and not (renewed and rule.counted == "last")
        for day in days_set(rule, signed_on, begins, ends, goes_on)
    ]
    items.sort(key=lambda item: (item.due_on, item.code))
    return list(opening(items))


def opened_obligation(
    template: ConventionTemplate, rule: ObligationRule, due_on: date, now: datetime
) -> OpenedObligation:
    clause = template.clause(rule.article)
    return OpenedObligation(
        key=f"{rule.code}-{due_on.isoformat()}",
        code=rule.code,
        title=rule.title,
        article=clause.article if clause else rule.article,
        clause=rule.article,
        every=rule.every,
        counted=rule.counted,
        due_on=due_on,
        due=end_of_day(due_on, template.timezone),
        ask_at=next_reminder(due_on, template.timezone, now, rule.every),
    )


def opening(items: list[OpenedObligation]) -> Iterator[Fact]:
    for start in range(0, len(items), OPENED_AT_ONCE):
        yield ObligationsOpened(items=tuple(items[start : start + OPENED_AT_ONCE]))


def fallen(
    card: ObligationCard, state: ObligationState, due: datetime | None, situation: Situation
) -> ObligationFellDue:
    """Say that an obligation becomes `state`, to be asked about again at `due`."""
    return ObligationFellDue(
        obligation=card.key,
        title=card.title,
        due_on=card.due_on,
        state=state,
        due=due,
        late=after_a_stop(card, situation, card.due if card.state == "a_venir" else None),
    )


def after_a_stop(card: Card, situation: Situation, since: datetime | None = None) -> bool:
    """Say whether a card is handled well after it could have been: after `since`, or when it was to be asked about.

    A due that was already past when it was written, with a convention entered afterwards, waited for nobody.
    """
    at = since or card.next_ask
    if at is None:
        return False
    written = situation.entry(card.seq)
    return is_late(max(at, written.at) if written else at, situation.now)


# --------------------------------------------------------------------------------------------- showings


def show_obligations(board: Board, entry: Entry, fact: ObligationsOpened) -> Delta:
    return Delta(put=tuple(_card(item) for item in fact.items))


def _card(item: OpenedObligation) -> ObligationCard:
    fields = {name: value for name, value in item if name != "key"}
    return ObligationCard(id=f"obligation:{item.key}", state="a_venir", **fields)


def show_fulfilled(board: Board, entry: Entry, fact: ObligationFulfilled) -> Delta:
    met = {"meeting": fact.meeting, "held_on": fact.held_on, "late": fact.late}
    return change_obligation(board, fact.obligation, state="remplie", due=None, ask_at=None, **met)


def show_obligation_due(board: Board, entry: Entry, fact: ObligationFellDue) -> Delta:
    if fact.state == "due":
        return change_obligation(board, fact.obligation, state="due", ask_at=fact.due)
    return change_obligation(board, fact.obligation, state=fact.state, due=None, ask_at=None)


def show_reminded(board: Board, entry: Entry, fact: ObligationReminded) -> Delta:
    return change_obligation(board, fact.obligation, ask_at=fact.ask_at)


def change_obligation(board: Board, key: str, **changes: object) -> Delta:
    card = board.get(f"obligation:{key}", ObligationCard)
    return Delta(put=(card.but(**changes),) if card else ())


# --------------------------------------------------------------------------------------------- tellings


def tell_obligations(fact: ObligationsOpened) -> str:
    first = fact.items[0]
    number = counted(len(fact.items), "échéance inscrite", "échéances inscrites")
    return f"{number} au calendrier, la première le {calendar_day(first.due_on)} ({first.title})."


def tell_fulfilled(fact: ObligationFulfilled) -> str:
    late = " avec retard" if fact.late else ""
    return (
        f"Engagement rempli{late}\u00a0: {fact.title}, prévu au plus tard le {calendar_day(fact.due_on)}, "
        f"tenu le {calendar_day(fact.held_on)}."
    )


def tell_obligation_due(fact: ObligationFellDue) -> str:
    what = "Échéance dépassée, à tenir" if fact.state == "due" else "Engagement manqué"
    day = calendar_day(fact.due_on)
    return f"{what}\u00a0: {fact.title}, prévu au plus tard le {day}.{said_late(fact.late)}"


def tell_reminded(fact: ObligationReminded) -> str:
    day, left = calendar_day(fact.due_on), counted(fact.days, "jour")
    planned = "aucune réunion n’est prévue"
    if fact.meeting_at is not None:
        planned = f"réunion prévue le {day_and_time(fact.meeting_at, fact.zone)}"
    return f"Rappel à {left}\u00a0: {fact.title}, au plus tard le {day}\u202f; {planned}.{said_late(fact.late)}"


def said_late(late: bool) -> str:
    """Return the sentence that a line ends with when it should have been written well before."""
    return " Constaté après une interruption du service." if late else ""
