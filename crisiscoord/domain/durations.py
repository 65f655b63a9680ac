"""Calendar and clock arithmetic: ISO 8601 durations, ends of days, the rhythm of reports.

Pure. Calendar parts (years, months, weeks, days) are counted on the wall clock of a zone, clock parts (hours,
minutes, seconds) as time that really elapses. Months are always counted from the origin: 31 January gives
28 February then 31 March, never 28 March. A tempo (exercises) divides the whole elapsed time.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite
from operator import add
from zoneinfo import ZoneInfo

from .working_days import is_working_day, working_day_from

#: A duration beyond this is a slip of the pen.
LONGEST_YEARS = 100
#: Days or instants that one repeated rule may give.
MOST_MOMENTS = 1_000

_MILLISECOND = timedelta(milliseconds=1)
_ISO = re.compile(
    r"P(?=.)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Duration:
    """An ISO 8601 duration, part by part; P1M is not a number of days and PT24H is not P1D."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0

    @property
    def calendar_months(self) -> int:
        return 12 * self.years + self.months

    @property
    def calendar_days(self) -> int:
        return 7 * self.weeks + self.days

    @property
    def clock(self) -> timedelta:
        return timedelta(hours=self.hours, minutes=self.minutes, seconds=self.seconds)

    def times(self, number: int) -> "Duration":
        """Return this duration `number` times, part by part."""
        return Duration(*(part * number for part in self._parts))

    def plus(self, other: "Duration") -> "Duration":
        """Return the two durations together, part by part."""
        return Duration(*map(add, self._parts, other._parts))

    @property
    def _parts(self) -> tuple[int, ...]:
        return self.years, self.months, self.weeks, self.days, self.hours, self.minutes, self.seconds

    def __bool__(self) -> bool:
        return self != Duration()

    def __str__(self) -> str:
        return format_duration(self)


@lru_cache(maxsize=1_024)
def parse(text: str) -> Duration:
    """Read an ISO 8601 duration: `PT30M`, `P1M`, `P1Y6M`, `P2W`, `P1DT12H`.

    Raises ValueError, with a French sentence, on anything else: fractions, signs, more than 100 years.
    """
    read = _ISO.fullmatch(text)
    if read is None:
        raise ValueError(f"«\u00a0{text[:40]}\u00a0» n’est pas une durée ISO 8601 (exemples\u00a0: PT30M, P7D, P3M)")
    duration = Duration(*(int(part or 0) for part in read.groups()))
    days = duration.calendar_months * 30 + duration.calendar_days
    if days + duration.clock.total_seconds() / 86_400 > LONGEST_YEARS * 366:
        raise ValueError(f"«\u00a0{text[:40]}\u00a0» dépasse {LONGEST_YEARS} ans")
    return duration


def format_duration(duration: Duration) -> str:
    """Write a duration the shortest way; `parse` reads it back to the same. Nothing at all is `PT0S`."""
    if not duration:
        return "PT0S"
    d = duration
    days = "".join(f"{n}{u}" for n, u in ((d.years, "Y"), (d.months, "M"), (d.weeks, "W"), (d.days, "D")) if n)
    clock = "".join(f"{n}{u}" for n, u in ((d.hours, "H"), (d.minutes, "M"), (d.seconds, "S")) if n)
    return f"P{days}" + (f"T{clock}" if clock else "")


def after(instant: datetime, duration: Duration | str, zone: str, tempo: float = 1) -> datetime:
    """Return the instant (UTC) that comes `duration` after another, its calendar parts counted in `zone`.

    A day that the month does not have becomes its last day; a wall-clock time that a spring night skips moves
    forward by what was skipped; one that an autumn night shows twice is the first. With a tempo, the elapsed
    time is divided by it and cut to the millisecond.
    Raises ValueError for a naive instant or a tempo that is not a positive number.
    """
    start = reached = _in_utc(instant)
    _check(tempo)
    duration = parse(duration) if isinstance(duration, str) else duration
    if duration.calendar_months or duration.calendar_days:
        wall = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
        day = add_months(wall.date(), duration.calendar_months) + timedelta(days=duration.calendar_days)
        reached = _instant(day, wall.time(), zone)
    reached += duration.clock
    return reached if tempo == 1 else _slowed(start, reached, tempo)


def local_day(at: datetime, zone: str) -> date:
    """Return the day that it is in a zone at an instant."""
    return at.astimezone(ZoneInfo(zone)).date()


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later (or earlier), or the last day of a month too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_after(day: date, duration: Duration | str) -> date:
    """Return the day that comes a calendar duration after another. Raises ValueError if it has hours."""
    months, days = _calendar(duration)
    return add_months(day, months) + timedelta(days=days)


def before_end(ends_on: date, duration: Duration | str) -> date:
    """Return the day that comes a calendar duration before an end. Raises ValueError if it has hours."""
    months, days = _calendar(duration)
    return add_months(ends_on, -months) - timedelta(days=days)


def days_every(start: date, every: Duration | str, end: date) -> tuple[date, ...]:
    """Return the days every `every` after `start`, strictly before `end`, each counted from `start`.

    Raises ValueError when `every` is empty or has hours, or beyond 1,000 days.
    """
    step = parse(every) if isinstance(every, str) else every
    if not step:
        raise ValueError("une périodicité ne peut pas être nulle")
    days: list[date] = []
    while (day := day_after(start, step.times(len(days) + 1))) < end:
        days.append(day)
        if len(days) > MOST_MOMENTS:
            raise ValueError(f"plus de {MOST_MOMENTS} échéances entre deux dates")
    return tuple(days)


def end_of_day(day: date, zone: str) -> datetime:
    """Return the last millisecond (UTC) of a day in a zone: what is due on a day is due until then."""
    return _instant(day + timedelta(days=1), time(), zone) - _MILLISECOND


#: Phases by the duration after t0 at which each ends; the last one stays open.
_PHASES = (
    ("T0", "PT2H"),
    ("T+2h", "PT6H"),
    ("T+24h", "PT24H"),
    ("J+3", "P3D"),
    ("J+7", "P7D"),
    ("M+1", "P1M"),
)


def phase(t0: datetime, now: datetime, zone: str, tempo: float = 1) -> str:
    """Return the code (PHASES) of where a crisis stands: `ALERTE` before t0, then by time since t0."""
    t0, now = _in_utc(t0), _in_utc(now)
    if now < t0:
        return "ALERTE"
    return next((code for code, end in _PHASES if now < after(t0, end, zone, tempo)), "M+3")


#: Until how long after t0 reports are expected, and how often; DAILY: each day at REPORT_TIME.
Rhythm = tuple[tuple[timedelta, timedelta], ...]
DAILY = timedelta(days=1)
#: The rhythm where no protocol says another (docs/field.md).
EMERGENCY: Rhythm = tuple(
    (timedelta(hours=until), timedelta(hours=step)) for until, step in ((6, 2), (48, 6), (168, 12))
)
#: Local time of the report expected on a day: an hour before the point of 11 h.
REPORT_TIME = time(10)
#: A morning that follows the reports counted in hours more closely is passed over.
_BEFORE_MORNING = timedelta(hours=6)


def next_report_due(
    t0: datetime, last: datetime, zone: str, tempo: float = 1, departement: str = "", rhythm: Rhythm = EMERGENCY
) -> datetime:
    """Return the first instant strictly after `last` at which a body is expected to report.

    At the steps of the rhythm first: those of an emergency are every 2 h until 6 h after t0, every 6 h until
    48 h, every 12 h until 7 days. Then at 10 h local time, each working day until a month, weekly until three
    months, monthly after (on the working day that follows).
    """
    t0, last = _in_utc(t0), _in_utc(last)
    _check(tempo)
    due = _expected(t0, last if tempo == 1 else t0 + (last - t0) * tempo, zone, departement, rhythm)
    while _slowed(t0, due, tempo) <= last:
        due = _expected(t0, due, zone, departement, rhythm)
    return _slowed(t0, due, tempo)


def _expected(t0: datetime, last: datetime, zone: str, departement: str, rhythm: Rhythm) -> datetime:
    began = timedelta()
    for until, step in rhythm:
        if last < t0 + until:
            due = _morning(t0, began, last, zone) if step == DAILY else t0 + step * (max((last - t0) // step, 0) + 1)
            if due <= t0 + until:
                return due
        began = until
    local = ZoneInfo(zone)
    days = _report_days(t0.astimezone(local).date(), last.astimezone(local).date(), departement)
    return next(due for day in days if (due := _instant(day, REPORT_TIME, zone)) > last)


def _morning(t0: datetime, began: timedelta, last: datetime, zone: str) -> datetime:
    """Return the first REPORT_TIME after `last`, not too soon after what was expected until `began`."""
    after_hours = t0 + began + (_BEFORE_MORNING if began else timedelta())
    last = max(last, after_hours - _MILLISECOND)
    day = local_day(last, zone)
    mornings = (_instant(day + timedelta(days=number), REPORT_TIME, zone) for number in range(3))
    return next(due for due in mornings if due > last)


def _report_days(start: date, day: date, departement: str) -> Iterator[date]:
    """Yield without end the days of reports from `day` on, for a crisis that started on `start`."""
    month, quarter = add_months(start, 1), add_months(start, 3)
    while day <= month:
        if is_working_day(day, departement):
            yield day
        day += timedelta(days=1)
    weeks = max((day - month).days // 7 - 1, 1)
    while (weekly := month + timedelta(days=7 * weeks)) <= quarter:
        yield working_day_from(weekly, departement)
        weeks += 1
    months = max((day.year - start.year) * 12 + day.month - start.month - 1, 4)
    while True:
        yield working_day_from(add_months(start, months), departement)
        months += 1


def _calendar(duration: Duration | str) -> tuple[int, int]:
    read = parse(duration) if isinstance(duration, str) else duration
    if read.clock:
        raise ValueError(f"{read} compte des heures\u00a0: une durée en jours, semaines, mois ou années est attendue")
    return read.calendar_months, read.calendar_days


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _slowed(start: datetime, end: datetime, tempo: float) -> datetime:
    """Divide by the tempo what lies between two instants, cut to the millisecond."""
    return end if tempo == 1 else start + (end - start) / tempo // _MILLISECOND * _MILLISECOND


def _in_utc(instant: datetime) -> datetime:
    """Return the instant in UTC: two datetimes of one zone would be compared by their wall clocks."""
    if instant.tzinfo is None:
        raise ValueError("heure sans fuseau")
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


def _check(tempo: float) -> None:
    if not (isfinite(tempo) and tempo > 0):
        raise ValueError("le tempo doit être un nombre positif")
