"""When a point de situation is expected: the rhythm by phase, counted from the qualification (`domain.md` 7.1).

Three and six hours after, then four each day, two each day, one each week, one each month. The hours of the day
are those of the crisis's own zone, because a cell meets by the clock on the wall; a tempo divides every lapse.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from .durations import add_months

#: The first hours, counted from t0.
FIRST = (timedelta(hours=3), timedelta(hours=6))
#: From the last of the first hours until two days after t0, then until seven: local hours.
EACH_DAY = ((timedelta(days=2), (6, 12, 18, 22)), (timedelta(days=7), (11, 18)))
#: After seven days, weekly until a month, then monthly: at this local hour.
MORNING = 11
#: A point whose figures stop less than this before a date of the rhythm is that date's point.
COUNTS_FOR = timedelta(hours=1)


def next_point(t0: datetime, cutoff: datetime, now: datetime, zone: str, tempo: int = 1) -> datetime:
    """Return when the point after one whose figures stop at `cutoff` is expected; always after `now`.

    A point closed at 17:30 counts for the one of 18:00: the next is that of 22:00.
    """
    heard, present = _as_lived(t0, cutoff, tempo) + COUNTS_FOR, _as_lived(t0, now, tempo)
    expected = next(date for date in _dates(t0, zone) if date > present and date >= heard)
    return t0 + (expected - t0) / tempo if tempo != 1 else expected


def _as_lived(t0: datetime, at: datetime, tempo: int) -> datetime:
    """Return the instant of the scenario: at tempo 60, a minute after t0 is an hour after t0."""
    return t0 + (at - t0) * tempo


def _dates(t0: datetime, zone: str) -> Iterator[datetime]:
    """Yield without end the dates of a crisis qualified at `t0`, in order."""
    yield from (t0 + after for after in FIRST)
    local = ZoneInfo(zone)
    day, last = t0.astimezone(local).date(), t0 + FIRST[-1]
    for until, hours in EACH_DAY:
        for number in range((until.days or 0) + 2):
            for hour in hours:
                at = _at(day + timedelta(days=number), hour, local)
                if last < at <= t0 + until:
                    last = at
                    yield at
    for weeks in (1, 2, 3, 4):
        at = _at(day + timedelta(days=7 * weeks + 1), MORNING, local)
        if at > last:
            last = at
            yield at
    for months in count(1):
        at = _at(add_months(day, months), MORNING, local)
        if at > last:
            last = at
            yield at


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(ZoneInfo("UTC"))
