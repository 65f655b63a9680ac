"""Reminders of a day to come: three weeks, one week and one day before, at nine in the morning.

Each instant is asked about once. Those that have passed when a date is written are not sent; those that pass
during a stop are said once, by the last of them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .durations import day_after

#: Days before the due on which somebody is reminded of it, and the local time at which.
DAYS_BEFORE = (21, 7, 1)
REMINDER_TIME = time(9)


def reminders(due_on: date, zone: str, every: str | None = None) -> Iterator[tuple[int, datetime]]:
    """Yield the reminders of a day, the earliest first: days before it, and instant (UTC).

    Of what comes back `every` so often, none is sent before the previous one was due.
    """
    for days in DAYS_BEFORE:
        day = due_on - timedelta(days=days)
        if every is None or day_after(day, every) > due_on:
            yield days, datetime.combine(day, REMINDER_TIME, ZoneInfo(zone)).astimezone(UTC)


def next_reminder(due_on: date, zone: str, now: datetime, every: str | None = None) -> datetime | None:
    """Return the instant of the first reminder still to come, None when all have passed."""
    return next((at for _, at in reminders(due_on, zone, every) if at > now), None)


def days_before(due_on: date, zone: str, now: datetime, every: str | None = None) -> int | None:
    """Return how many days before its due the last reminder that has passed comes, None when none has."""
    passed = [days for days, at in reminders(due_on, zone, every) if at <= now]
    return passed[-1] if passed else None
