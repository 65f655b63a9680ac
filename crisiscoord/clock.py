"""
Where the time comes from. Nothing else in crisiscoord may ask the machine.

Instants are aware, in UTC, whole milliseconds: what a journal line can hold. Which clock a process is given
is said by CRISISCOORD_CLOCK and read here by `clock_named`; production accepts `system` only.
"""

import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

# Days and clock parts only: a shift has no calendar, a month would mean nothing. Five digits: within dates.
_SHIFT = re.compile(r"([+-]?)P(?=.)(?:(\d{1,5})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?")


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """Return the present instant: aware, in UTC, in whole milliseconds."""


class SystemClock:
    """The time of the machine."""

    def now(self) -> datetime:
        return _whole_ms(datetime.now(UTC))


class ShiftedClock:
    """Another clock, ahead of it or behind it by a constant."""

    def __init__(self, by: timedelta, base: Clock | None = None) -> None:
        self._by = by
        self._base: Clock = base or SystemClock()

    def now(self) -> datetime:
        return _whole_ms(self._base.now() + self._by)


class ManualClock:
    """A clock that moves when told to, and only then: for tests and replays. It may be sent back."""

    def __init__(self, at: datetime) -> None:
        self._at = _whole_ms(at)

    def now(self) -> datetime:
        return self._at

    def advance(self, by: timedelta) -> datetime:
        """Move by `by` and return the new instant."""
        return self.set(self._at + by)

    def set(self, at: datetime) -> datetime:
        """Stand at `at`, which must be aware, and return it in whole milliseconds."""
        self._at = _whole_ms(at)
        return self._at


class DrivenClock:
    """
    A clock that stands at the instant written in a file: for tests that drive a real server process.

    `drive(file, at)` moves it, from any process. Raises ValueError when the file cannot be read at first; a
    file that disappears later leaves the clock where it was.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._at = self._read()
        except (OSError, ValueError) as problem:
            raise ValueError(f"l’horloge pilotée {file} est illisible : {problem}") from problem

    def now(self) -> datetime:
        try:
            self._at = self._read()
        except (OSError, ValueError):
            pass  # gone or half-written by hand: time stands still, it does not break the server
        return self._at

    def _read(self) -> datetime:
        return _whole_ms(datetime.fromisoformat(self._file.read_text(encoding="ascii").strip()))


def drive(file: Path, at: datetime) -> None:
    """Send every DrivenClock that reads `file` to `at`, in one move: no reader sees half of it."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.write_text(_whole_ms(at).isoformat(), encoding="ascii")
    fresh.replace(file)


def clock_named(name: str) -> Clock:
    """
    Return the clock that a setting names: `system`, `shift:-PT3H` (ISO 8601), `drive:path/of/the/file`.

    Raises ValueError, in French, for any other name, a duration that is none, a file that cannot be read.
    """
    kind, _, rest = name.partition(":")
    if name == "system":
        return SystemClock()
    if kind == "shift" and rest:
        return ShiftedClock(_duration(rest))
    if kind == "drive" and rest:
        return DrivenClock(Path(rest))
    raise ValueError(f"« {name} » n’est pas une horloge : system, shift:<durée ISO 8601> ou drive:<fichier>")


def monotonic() -> float:
    """Return seconds that never run backwards, for measuring how long something takes."""
    return time.monotonic()


def _duration(text: str) -> timedelta:
    match = _SHIFT.fullmatch(text)
    if match is None:
        raise ValueError(f"« {text} » n’est pas une durée ISO 8601 en jours, heures et minutes (-P1DT3H30M)")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    by = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -by if match[1] == "-" else by


def _whole_ms(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"l’instant {at.isoformat()} n’a pas de fuseau horaire")
    utc = at.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)
