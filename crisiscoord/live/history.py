"""The history of a crisis: how its statuses, its figures and its acts have gone, for whoever may hold what.

Kept as differences, one for each change of a body, with the channel of its card: a reader's curve is the sum of
those that they may hold. What is kept is bounded: beyond it, changes of one body within the same second are
made one, then within the same two seconds, and so on up to a year; the end stays exact, the curve becomes coarser.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain.board import Card
from ..domain.measures import COLUMNS, Measures, change, measured
from ..domain.policy import holds

#: Changes kept for one crisis.
KEPT = 100_000
#: Changes of one body that are this close are the most that is made one: then one is left for each body and year.
COARSEST_MS = 366 * 86_400_000
#: Points of one answer.
MOST, USUAL = 500, 300

Channels = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Change:
    """What one entry changed for one body: `flat` is column, difference, column, difference…"""

    seq: int
    at: int
    channel: str
    body: str
    flat: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The state after entry `seq`, written at `at` (milliseconds since 1970)."""

    seq: int
    at: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A window of a history (milliseconds) up to entry `head`, written at `head_at`, for a reader of `channels`."""

    channels: Channels
    head: int
    head_at: int
    start: int
    end: int
    points: int
    body: str | None = None


class History:
    """Takes entries in order with the cards that they put. Not shared between threads while it takes."""

    def __init__(self) -> None:
        self.first_at: int | None = None
        self._changes: list[_Change] = []
        self._measures: dict[str, tuple[str, str, Measures]] = {}
        self._step_ms = 1_000

    def take(self, seq: int, at: int, put: Iterable[Card], dropped: Iterable[str]) -> None:
        """Add what entry `seq`, written at `at`, put and dropped."""
        self.first_at = at if self.first_at is None else self.first_at
        for id in dropped:
            if (gone := self._measures.pop(id, None)) is not None:
                channel, body, before = gone
                self._changes.append(_Change(seq, at, channel, body, change(before, {})))
        for card in put:
            self._put(seq, at, card)
        if len(self._changes) > KEPT:
            self._coarsen()

    def _put(self, seq: int, at: int, card: Card) -> None:
        found = measured(card)
        if found is None:
            return
        body, after = found
        _, _, before = self._measures.get(card.id, ("", "", {}))
        if flat := change(before, after):
            self._changes.append(_Change(seq, at, card.channel, body, flat))
            self._measures[card.id] = (card.channel, body, after)

    def series(self, asked: "Asked") -> list[Point]:
        """Return the states that are asked for, at most `points` of them; none before the first entry.

        The first is the state at `start`, the last that at `end`; between them, the state at the end of each
        slice of time in which something changed.
        """
        if self.first_at is None or asked.end < self.first_at:
            return []
        start, end = max(asked.start, self.first_at), min(asked.end, asked.head_at)
        width = max(1, -(-(end - start + 1) // max(1, asked.points - 2)))
        values = [0] * len(COLUMNS)
        found: list[Point] = []
        seq, at, slot = 1, self.first_at, -1
        for one in self._of(asked):
            if one.at > end or one.seq > asked.head:
                break
            mine = (one.at - start) // width if one.at > start else -1
            if mine != slot:
                found.append(Point(seq, at, tuple(values)))
                slot = mine
            _add(values, one.flat)
            seq, at = one.seq, one.at
        found.append(Point(seq, at, tuple(values)))
        if asked.head_at <= end and asked.head > seq:
            found.append(Point(asked.head, asked.head_at, tuple(values)))
        return found

    def _of(self, asked: "Asked") -> Iterator[_Change]:
        """Yield the changes that a reader may hold, of one body when one is asked for."""
        held: dict[str, bool] = {}
        for one in self._changes:
            if asked.body is not None and one.body != asked.body:
                continue
            if one.channel not in held:
                held[one.channel] = holds(asked.channels, one.channel)
            if held[one.channel]:
                yield one

    def _coarsen(self) -> None:
        while True:
            merged: dict[tuple[int, str, str], _Change] = {}
            for one in self._changes:
                key = (one.at // self._step_ms, one.channel, one.body)
                before = merged.pop(key, None)
                merged[key] = one if before is None else _together(before, one)
            self._changes = sorted(merged.values(), key=lambda one: one.seq)
            if len(self._changes) <= KEPT // 2 or self._step_ms >= COARSEST_MS:
                return
            self._step_ms *= 2


def milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000)


def _add(values: list[int], flat: tuple[int, ...]) -> None:
    for index in range(0, len(flat), 2):
        values[flat[index]] += flat[index + 1]


def _together(first: _Change, then: _Change) -> _Change:
    sums: Measures = {}
    for flat in (first.flat, then.flat):
        for index in range(0, len(flat), 2):
            sums[flat[index]] = sums.get(flat[index], 0) + flat[index + 1]
    return _Change(then.seq, then.at, then.channel, then.body, change({}, sums))


def columns(points: list[Point]) -> dict[str, Any]:
    """Return points as columns of the same length, those of a name with dots inside one another."""
    found: dict[str, Any] = {"seq": [one.seq for one in points]}
    for index, name in enumerate(COLUMNS):
        *path, last = name.split(".")
        place = found
        for part in path:
            place = place.setdefault(part, {})
        place[last] = [one.values[index] for one in points]
    return found
