"""Days counted from a signature: when a convention ends, and the days that its rules set.

Periods are always counted whole from the signature, never from the previous day, so that a convention
signed on the 31st does not slide to the 28th. Everything here raises ValueError, in French, for a duration
that has hours, that is empty, or that gives too many days.
"""

from datetime import date, timedelta

from .agreements import ObligationRule
from .durations import before_end, day_after, days_every, parse


def next_end(signed_on: date, duration: str, after: date) -> date:
    """Return the first day that is a whole number of durations from the signature and later than `after`."""
    step, times = parse(duration), 1
    if day_after(signed_on, step) <= signed_on:
        raise ValueError("une convention dure au moins un jour")
    while (end := day_after(signed_on, step.times(times))) <= after:
        times += 1
    return end


def days_set(rule: ObligationRule, signed_on: date, begins: date, ends: date, goes_on: bool) -> tuple[date, ...]:
    """Return the days that a rule sets after `begins` and up to `ends`.

    The last day itself counts for a recurring rule only when the convention `goes_on`: one that expires owes
    no quarterly point on its last day, the *bilan* takes its place (articles E-22 and E-23). A rule counted
    from the last time it was met sets one day: the next depends on when that one is met.
    """
    if rule.before_end is not None:
        return (max(begins, before_end(ends, rule.before_end)),)
    if rule.at is not None:
        day = day_after(signed_on, rule.at)
        return (day,) if begins < day <= ends else ()
    every = rule.every or ""
    if rule.counted == "last":
        first = day_after(signed_on, every)
        return (first,) if goes_on or first < ends else ()
    stop = ends + timedelta(days=1) if goes_on else ends
    return tuple(day for day in days_every(signed_on, every, stop) if day > begins)
