"""When a task that comes back is due again. Counted whole from its first time, so that it never slides."""

from datetime import datetime
from typing import Protocol

from .durations import MOST_MOMENTS, after, parse


class Repeats(Protocol):
    """What an agreed action says of its dates: `at`, `every` and `until` are ISO 8601 durations."""

    @property
    def at(self) -> str: ...

    @property
    def every(self) -> str | None: ...

    @property
    def until(self) -> str | None: ...


def first_due(action: Repeats, anchor: datetime, zone: str, tempo: int) -> datetime:
    """Return when an action is due for the first time, `anchor` being the instant it is counted from."""
    return after(anchor, action.at, zone, tempo)


def next_due(action: Repeats, anchor: datetime, past: datetime, zone: str, tempo: int) -> datetime | None:
    """Return the first date of an action that is later than `past`; None when it comes back no more.

    An action comes back at most MOST_MOMENTS times, whatever its `until`.
    """
    if action.every is None or action.until is None:
        return None
    at, every = parse(action.at), parse(action.every)
    end = after(anchor, action.until, zone, tempo)
    for times in range(1, MOST_MOMENTS):
        due = after(anchor, at.plus(every.times(times)), zone, tempo)
        if due > end:
            return None
        if due > past:
            return due
    return None
