"""The clocks: whole milliseconds, UTC, and nothing moves that was not told to."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.clock import (
    DrivenClock,
    ManualClock,
    ShiftedClock,
    SystemClock,
    clock_named,
    drive,
    monotonic,
)

NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)
INSTANTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.builds(timezone, st.timedeltas(timedelta(hours=-14), timedelta(hours=14))),
)


@given(INSTANTS)
def test_an_instant_is_given_in_utc_and_whole_milliseconds_never_later_than_it_was(instant: datetime):
    told = ManualClock(instant).now()
    assert told.tzinfo is UTC
    assert told.microsecond % 1000 == 0
    assert timedelta(0) <= instant - told < timedelta(milliseconds=1)


def test_a_manual_clock_moves_only_when_told_to():
    clock = ManualClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.advance(timedelta(minutes=3)) == clock.now() == NOON + timedelta(minutes=3)
    assert clock.set(NOON) == clock.now() == NOON


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="fuseau"):
        ManualClock(NOON.replace(tzinfo=None))


def test_the_system_clock_tells_the_time_of_the_machine():
    before = datetime.now(UTC)
    told = SystemClock().now()
    assert before - timedelta(milliseconds=1) < told <= datetime.now(UTC)
    assert told.microsecond % 1000 == 0


def test_a_shifted_clock_is_ahead_by_its_shift():
    base = ManualClock(NOON)
    clock = ShiftedClock(timedelta(days=-1, microseconds=1), base)
    base.advance(timedelta(seconds=5))
    assert clock.now() == NOON + timedelta(days=-1, seconds=5)


def test_a_driven_clock_stands_where_the_file_says(tmp_path: Path):
    drive(tmp_path / "now", NOON)
    clock = DrivenClock(tmp_path / "now")
    assert clock.now() == NOON
    drive(tmp_path / "now", NOON + timedelta(hours=24))
    assert clock.now() == NOON + timedelta(hours=24)
    assert [file.name for file in tmp_path.iterdir()] == ["now"]


def test_a_driven_clock_stands_still_when_its_file_goes_or_is_spoilt(tmp_path: Path):
    drive(tmp_path / "now", NOON)
    clock = DrivenClock(tmp_path / "now")
    (tmp_path / "now").write_text("demain")
    assert clock.now() == NOON
    (tmp_path / "now").unlink()
    assert clock.now() == NOON


@pytest.mark.parametrize("content", [None, "", "demain", "2026-07-14T12:00:00"])
def test_a_driven_clock_is_refused_when_its_file_says_no_instant(tmp_path: Path, content: str | None):
    if content is not None:
        (tmp_path / "now").write_text(content)
    with pytest.raises(ValueError, match="illisible"):
        DrivenClock(tmp_path / "now")


@pytest.mark.parametrize(
    ("shift", "by"),
    [
        ("PT3H", timedelta(hours=3)),
        ("-P1DT30M", -timedelta(days=1, minutes=30)),
        ("+P2D", timedelta(days=2)),
        ("PT90S", timedelta(seconds=90)),
    ],
)
def test_a_shift_is_named_by_a_duration(shift: str, by: timedelta):
    shifted, real = clock_named(f"shift:{shift}").now(), SystemClock().now()
    assert abs(shifted - real - by) < timedelta(seconds=5)


@pytest.mark.parametrize("name", ["shift:P99999D", "shift:-P99999D"])
def test_the_greatest_shifts_still_tell_a_date(name: str):
    assert clock_named(name).now().tzinfo is UTC


@pytest.mark.parametrize(
    "name",
    [
        "",
        "systeme",
        "shift",
        "shift:",
        "shift:P",
        "shift:PT",
        "shift:P1M",
        "shift:3",
        "shift:P100000D",
        "drive:",
    ],
)
def test_a_name_that_is_no_clock_is_refused(name: str):
    with pytest.raises(ValueError, match="n’est pas une"):
        clock_named(name)


def test_the_named_clocks_are_those_one_asked_for(tmp_path: Path):
    drive(tmp_path / "now", NOON)
    assert isinstance(clock_named("system"), SystemClock)
    assert clock_named(f"drive:{tmp_path / 'now'}").now() == NOON


def test_elapsed_time_never_runs_backwards():
    readings = [monotonic() for _ in range(100)]
    assert readings == sorted(readings)
