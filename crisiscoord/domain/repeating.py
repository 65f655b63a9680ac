"""When a task that comes back is due again. Counted whole from its first time, so that it never slides.

It comes back until a duration after its anchor, or until the end of the crisis, whenever somebody says so.
"""

from datetime import datetime
from functools import lru_cache
from typing import Protocol

from .durations import MOST_MOMENTS, after, parse

#: What `until` says of an action that comes back until the crisis ends.
UNTIL_END = "end"


class Repeats(Protocol):
    """What an agreed action says of its dates: ISO 8601 durations; `until` may be UNTIL_END."""

    @property
    def at(self) -> str: ...

    @property
    def every(self) -> str | None: ...

    @property
    def until(self) -> str | None: ...


def first_due(action: Repeats, anchor: datetime, zone: str, tempo: int) -> datetime:
    """Return when an action is due for the first time, `anchor` being the instant it is counted from."""
    return after(anchor, action.at, zone, tempo)


def next_due(
    action: Repeats, anchor: datetime, past: datetime, zone: str, tempo: int, ended: datetime | None = None
) -> datetime | None:
    """Return the first date of an action that is later than `past`; None when it comes back no more.

    `ended` is when the crisis ended, if it has. An action comes back at most MOST_MOMENTS times, whatever
    its `until`.
    """
    if action.every is None or action.until is None:
        return None
    return _next_due(action.at, action.every, action.until, anchor, past, zone, tempo, ended)


@lru_cache(maxsize=4_096)  # every report asks it of the same actions and the same dates
def _next_due(
    first: str, step: str, until: str, anchor: datetime, past: datetime, zone: str, tempo: int, ended: datetime | None
) -> datetime | None:
    at, every = parse(first), parse(step)
    end = ended if until == UNTIL_END else after(anchor, until, zone, tempo)
    for times in range(1, MOST_MOMENTS):
        due = after(anchor, at.plus(every.times(times)), zone, tempo)
        if end is not None and due > end:
            return None
        if due > past:
            return due
    return None
