"""How often the bodies of a crisis are expected to report, as its protocols agree (docs/field.md, « Rhythms »).

A flood is asked every two hours at first, a heat wave every day: the rhythm is part of the agreed text, frozen
with it when it is applied. Where several protocols say one, the soonest date counts; where none does, that of
an emergency (docs/decisions/0022).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Self

from pydantic import model_validator

from .agreed import Agreed, Duration, refuse
from .durations import EMERGENCY, Rhythm, next_report_due, parse
from .french import counted

#: The shortest and the longest interval counted in hours; `P1D` is each day at ten.
LEAST, MOST = timedelta(hours=1), timedelta(hours=12)
#: After so long, reports are expected on working days, then weekly, then monthly (docs/field.md).
LONGEST = timedelta(days=31)

#: The steps of a rhythm as they stand in a journal: until how long after t0, and how often, ISO 8601.
Steps = tuple[tuple[str, str], ...]


class RhythmStep(Agreed):
    """Until so long after the qualification, a report is expected so often: `PT6H` hours, or `P1D` each day."""

    until: Duration
    every: Duration

    @model_validator(mode="after")
    def _counts_hours_or_days(self) -> Self:
        until, every = parse(self.until), parse(self.every)
        if until.calendar_months or not until or _elapsed(self.until) > LONGEST:
            refuse("« until » : des heures ou des jours, 31 jours au plus (PT6H, P7D)", "until")
        if self.every != DAY and (every.calendar_days or every.calendar_months or not LEAST <= every.clock <= MOST):
            refuse("« every » : d’une heure à douze (PT2H), ou chaque jour (P1D)", "every")
        return self


DAY = "P1D"


def check_rhythm(steps: tuple[RhythmStep, ...]) -> None:
    """Refuse steps that do not follow one another, or that ask more often as time passes."""
    for number, (before, after) in enumerate(pairwise(steps), start=1):
        if _elapsed(after.until) <= _elapsed(before.until):
            refuse("« rhythm » : chaque étape finit après la précédente", "rhythm", number, "until")
        if _elapsed(after.every) < _elapsed(before.every):
            refuse("« rhythm » : on ne demande pas plus souvent avec le temps", "rhythm", number, "every")


def written(steps: Iterable[RhythmStep]) -> Steps:
    """Return the steps as a fact keeps them."""
    return tuple((step.until, step.every) for step in steps)


@lru_cache(maxsize=64)
def _rhythm(steps: Steps) -> Rhythm:
    return tuple((_elapsed(until), _elapsed(every)) for until, every in steps)


def rhythms(agreed: Iterable[Steps]) -> tuple[Rhythm, ...]:
    """Return the rhythms that count when protocols with these steps are applied: at least that of an emergency."""
    return _rhythms(tuple(agreed))


@lru_cache(maxsize=64)
def _rhythms(agreed: tuple[Steps, ...]) -> tuple[Rhythm, ...]:
    return tuple(_rhythm(steps) for steps in dict.fromkeys(agreed) if steps) or (EMERGENCY,)


def soonest(
    t0: datetime, last: datetime, zone: str, tempo: float, departement: str, among: Iterable[Rhythm]
) -> datetime:
    """Return the first instant after `last` at which one of these rhythms expects a report."""
    return min(next_report_due(t0, last, zone, tempo, departement, one) for one in among)


def in_words(steps: Steps) -> str:
    """Tell a rhythm: `toutes les 2 h jusqu’à 6 h, toutes les 6 h jusqu’à 2 jours, puis les jours ouvrés`."""
    return ", ".join([*(f"{_often(every)} jusqu’à {_span(until)}" for until, every in steps), "puis les jours ouvrés"])


def _often(every: str) -> str:
    hours = int(_elapsed(every) / timedelta(hours=1))
    return "chaque jour" if every == DAY else "toutes les heures" if hours == 1 else f"toutes les {hours}\u00a0h"


def _span(until: str) -> str:
    elapsed = _elapsed(until)
    return counted(elapsed.days, "jour") if elapsed % timedelta(days=1) == timedelta() else f"{_hours(elapsed)}\u00a0h"


def _hours(elapsed: timedelta) -> int:
    return int(elapsed / timedelta(hours=1))


def _elapsed(text: str) -> timedelta:
    duration = parse(text)
    return timedelta(days=duration.calendar_days) + duration.clock
