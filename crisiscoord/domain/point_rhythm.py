"""When a point de situation is expected: the rhythm by phase that the protocols agree, counted from the qualification.

The common protocol says that of an emergency, a protocol of its own hazard may say another (docs/decisions/0043). The
hours of a day are those of the crisis's own zone, because a cell meets by the clock on the wall; a tempo divides every
lapse.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count, pairwise
from typing import Annotated, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from .agreed import Agreed, Duration, longer, refuse
from .durations import add_months, after, parse
from .french import counted, listed

#: A point whose figures stop less than this before a date of the rhythm is that date's point.
COUNTS_FOR = timedelta(hours=1)
#: What a step may ask at the least and at the most: hours of a day, days, months.
LEAST, MOST = timedelta(hours=1), timedelta(hours=24)
MOST_HOURS, MOST_DAYS, MOST_MONTHS = 12, 31, 12


def _increasing(hours: tuple[str, ...]) -> tuple[str, ...]:
    if any(second <= first for first, second in pairwise(hours)):
        refuse("les heures d’un jour se suivent, chacune une fois")
    return hours


Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Hours = Annotated[tuple[Hour, ...], Field(max_length=MOST_HOURS), AfterValidator(_increasing)]


class PointTimes(NamedTuple):
    """One step, as it is counted."""

    until: str
    every: str
    hours: tuple[str, ...]


#: The steps of a rhythm as they stand in a journal: until how long after t0 ("": without end), how often ("": each
#: day), and at which local hours.
PointSteps = tuple[tuple[str, str, tuple[str, ...]], ...]


class PointStep(Agreed):
    """Until so long after the qualification, points are expected so often.

    `every` in hours counts from the qualification (`PT3H`); in days, weeks or months it needs the one local hour of
    `hours`; without `every`, each day at each of `hours`. The last step has no `until`: the next point has a date.
    """

    until: Duration | None = None
    every: Duration | None = None
    hours: Hours = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.until is not None and not parse(self.until):
            refuse("« until » : une durée est attendue (PT6H, P7D, P1M)", "until")
        if self.every is None:
            if not self.hours:
                refuse("une étape dit « every », « hours », ou les deux")
            return self
        every = parse(self.every)
        if every.clock:
            if every.calendar_days or every.calendar_months or self.hours or not _is_whole(every.clock):
                refuse("« every » en heures : d’une à vingt-quatre (PT3H), et sans « hours »", "every")
        elif bool(every.calendar_days) == bool(every.calendar_months):
            refuse("« every » : des heures (PT3H), des jours (P7D) ou des mois (P1M)", "every")
        elif every.calendar_days > MOST_DAYS or every.calendar_months > MOST_MONTHS:
            refuse(f"« every » : {MOST_DAYS} jours ou {MOST_MONTHS} mois au plus", "every")
        elif len(self.hours) != 1:
            refuse('« every » en jours ou en mois demande une heure, une seule (hours: ["11:00"])', "hours")
        return self


def _is_whole(clock: timedelta) -> bool:
    return LEAST <= clock <= MOST and clock % LEAST == timedelta()


def check_points(steps: tuple[PointStep, ...]) -> None:
    """Refuse steps that do not follow one another, that ask more often as time passes, or that end."""
    if not steps:
        return
    for number, step in enumerate(steps, start=1):
        if (step.until is None) != (number == len(steps)):
            refuse("« points » : la dernière étape, et elle seule, n’a pas « until »", "points", number - 1)
    for number, (before, later) in enumerate(pairwise(steps), start=1):
        if later.until is not None and not longer(later.until, before.until or later.until):
            refuse("« points » : chaque étape finit après la précédente", "points", number, "until")
        if _pace(later) < _pace(before):
            refuse("« points » : on ne demande pas plus souvent avec le temps", "points", number)


def _pace(step: PointStep) -> timedelta:
    """Return how long lies between two points, a month being of thirty days."""
    if step.every is None:
        return timedelta(days=1) / len(step.hours)
    every = parse(step.every)
    return every.clock + timedelta(days=every.calendar_days + 30 * every.calendar_months)


def written_points(steps: Iterable[PointStep]) -> PointSteps:
    """Return the steps as a fact keeps them."""
    return tuple((step.until or "", step.every or "", step.hours) for step in steps)


#: Where no protocol says one: crises opened before the protocols did, and files that leave it out.
USUAL: PointSteps = (
    ("PT6H", "PT3H", ()),
    ("P2D", "", ("06:00", "12:00", "18:00", "22:00")),
    ("P7D", "", ("11:00", "18:00")),
    ("P1M", "P7D", ("11:00",)),
    ("", "P1M", ("11:00",)),
)


def next_point(
    t0: datetime, cutoff: datetime, now: datetime, zone: str, tempo: int = 1, among: Iterable[PointSteps] = (USUAL,)
) -> datetime:
    """Return when the point after one whose figures stop at `cutoff` is expected; always after `now`.

    A point closed at 17:30 counts for the one of 18:00: the next is that of 22:00. Of several, the soonest date.
    """
    heard, present = _as_lived(t0, cutoff, tempo) + COUNTS_FOR, _as_lived(t0, now, tempo)
    expected = min(
        next(date for date in _dates(t0, zone, steps) if date > present and date >= heard) for steps in among
    )
    return t0 + (expected - t0) / tempo if tempo != 1 else expected


def _as_lived(t0: datetime, at: datetime, tempo: int) -> datetime:
    """Return the instant of the scenario: at tempo 60, a minute after t0 is an hour after t0."""
    return t0 + (at - t0) * tempo


def _dates(t0: datetime, zone: str, steps: PointSteps) -> Iterator[datetime]:
    """Yield without end the dates of a crisis qualified at `t0`, in order."""
    last = t0
    for step in map(_times, steps):
        end = after(t0, step.until, zone) if step.until else None
        for at in _of_step(t0, zone, step):
            if end is not None and at > end:
                break
            if at > last:
                last = at
                yield at


def _of_step(t0: datetime, zone: str, step: PointTimes) -> Iterator[datetime]:
    """Yield without end the dates that one step alone would give, from the qualification."""
    local = ZoneInfo(zone)
    day = t0.astimezone(local).date()
    every = parse(step.every or "P1D")
    if every.clock:
        yield from (t0 + every.clock * number for number in count(1))
    for number in count(1 if step.every else 0):
        months, days = every.calendar_months * number, every.calendar_days * number
        for hour in step.hours:
            yield _at(add_months(day, months) + timedelta(days=days), hour, local)


def _at(day: date, hour: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), zone).astimezone(ZoneInfo("UTC"))


@lru_cache(maxsize=64)
def in_words(steps: PointSteps) -> str:
    """Tell a rhythm: `toutes les 3 h jusqu’à 6 h, chaque jour à 6 h, 12 h, 18 h et 22 h jusqu’à 2 jours…`."""
    told = (
        f"{_often(step)} jusqu’à {_span(step.until)}" if step.until else f"puis {_often(step)}"
        for step in map(_times, steps)
    )
    return ", ".join(told)


def first_in_words(steps: PointSteps) -> str:
    """Tell how a rhythm begins, for a line of the main courante: the whole of it stands on the card."""
    first = _times(steps[0])
    return f"{_often(first)} jusqu’à {_span(first.until)}, puis selon le protocole" if first.until else _often(first)


def _times(step: tuple[str, str, tuple[str, ...]]) -> PointTimes:
    return PointTimes(*step)


def _often(step: PointTimes) -> str:
    at = f" à {listed([_hour(hour) for hour in step.hours], most=MOST_HOURS)}" if step.hours else ""
    every = parse(step.every or "P1D")
    if every.clock:
        hours = int(every.clock / timedelta(hours=1))
        return "toutes les heures" if hours == 1 else f"toutes les {hours}\u00a0h"
    known = {"P1D": "chaque jour", "P7D": "chaque semaine", "P1W": "chaque semaine", "P1M": "chaque mois"}
    return known.get(step.every or "P1D", f"tous les {_span(step.every)}" if step.every else "") + at


def _span(text: str) -> str:
    length = parse(text)
    told = [
        counted(length.calendar_months, "mois", "mois") if length.calendar_months else "",
        counted(length.calendar_days, "jour") if length.calendar_days else "",
        f"{int(length.clock / LEAST)}\u00a0h" if length.clock else "",
    ]
    return " et ".join(part for part in told if part)


def _hour(text: str) -> str:
    hours, minutes = text.split(":")
    return f"{int(hours)}\u00a0h" + (f"\u00a0{minutes}" if minutes != "00" else "")
