"""Calendar arithmetic over a century, in the zones of the Republic, both nights of the change included."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crisiscoord.domain.durations import (
    Duration,
    add_months,
    after,
    before_end,
    day_after,
    days_every,
    end_of_day,
    format_duration,
    next_report_due,
    parse,
    phase,
)
from crisiscoord.domain.vocabulary import PHASES

PARIS = "Europe/Paris"
ZONES = (
    PARIS,
    "Indian/Reunion",
    "America/Guadeloupe",
    "Pacific/Tahiti",
    "Pacific/Marquesas",
    "America/Miquelon",
)

days = st.dates(date(1970, 1, 1), date(2070, 1, 1))
zones = st.sampled_from(ZONES)
instants = st.builds(
    lambda milliseconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds),
    st.integers(0, 100 * 365 * 86_400_000),
)
tempos = st.sampled_from((1, 2, 7, 60, 0.5))
small = st.integers(0, 60)
durations = st.builds(Duration, st.integers(0, 3), small, small, small, small, small, small)


@given(durations)
def test_a_duration_is_read_back_as_it_was_written(duration: Duration) -> None:
    assert parse(format_duration(duration)) == duration


@pytest.mark.parametrize("text", ["P1M", "PT30M", "P1Y", "P2W", "P1Y6M", "P1DT12H", "PT0M", "P3M", "PT24H"])
def test_the_durations_of_the_agreements_are_read(text: str) -> None:
    assert str(parse(text)) == text.replace("PT0M", "PT0S")


NONSENSE = (
    "",
    *("P", "PT", "1M", "P1", "P1H", "PT1D", "P1DT", "PT1M1H"),
    *("P-1M", "-P1M", "P1.5D", "PT1,5H", "p1m", "P1M ", "P1M\n", "P٣M"),
    *("P999999999Y", "PT999999999H", "P" + "1" * 5_000 + "M"),
)


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused_in_french(text: str) -> None:
    with pytest.raises(ValueError, match=r"n’est pas une durée|dépasse"):
        parse(text)


@given(st.text(max_size=30))
def test_any_text_is_a_duration_or_a_value_error(text: str) -> None:
    try:
        assert parse(str(parse(text))) == parse(text)
    except ValueError as error:
        assert str(error)


@given(instants, durations, zones, tempos)
def test_no_duration_goes_backwards_nor_raises(at: datetime, duration: Duration, zone: str, tempo: float) -> None:
    assert after(at, duration, zone, tempo) >= at


@given(instants, st.integers(0, 2000), st.integers(0, 2000), zones)
def test_more_days_are_never_earlier(at: datetime, one: int, other: int, zone: str) -> None:
    less, more = sorted((one, other))
    assert after(at, Duration(days=less), zone) <= after(at, Duration(days=more), zone)


@given(instants, st.integers(0, 400), st.integers(0, 400), zones)
def test_more_months_are_never_earlier(at: datetime, one: int, other: int, zone: str) -> None:
    less, more = sorted((one, other))
    assert after(at, Duration(months=less), zone) <= after(at, Duration(months=more), zone)


@given(instants, durations, st.integers(0, 10_000), zones)
def test_clock_parts_are_time_that_elapses(at: datetime, duration: Duration, minutes: int, zone: str) -> None:
    longer = duration.plus(Duration(minutes=minutes))
    assert after(at, longer, zone) - after(at, duration, zone) == timedelta(minutes=minutes)


@given(instants, durations, zones, tempos)
def test_a_tempo_divides_what_elapses(at: datetime, duration: Duration, zone: str, tempo: float) -> None:
    real, played = after(at, duration, zone) - at, after(at, duration, zone, tempo) - at
    assert timedelta(0) <= real / tempo - played < timedelta(milliseconds=1, microseconds=1)


@given(days, st.integers(-1200, 1200))
def test_months_keep_the_day_or_end_the_month(day: date, months: int) -> None:
    reached = add_months(day, months)
    assert (reached.year * 12 + reached.month) - (day.year * 12 + day.month) == months
    assert reached.day == day.day or (reached.day < day.day and (reached + timedelta(days=1)).day == 1)


@given(days, st.integers(1, 40))
def test_a_calendar_day_keeps_the_local_time_except_in_a_night_that_skips_it(day: date, count: int) -> None:
    at = datetime.combine(day, time(14, 3), ZoneInfo(PARIS))
    local = after(at, Duration(days=count), PARIS).astimezone(ZoneInfo(PARIS))
    assert (local.date(), local.time()) == (day + timedelta(days=count), time(14, 3))


def test_the_spring_night_moves_forward_what_it_skips() -> None:
    at = datetime(2026, 3, 28, 1, 30, tzinfo=UTC)
    assert at.astimezone(ZoneInfo(PARIS)).time() == time(2, 30)
    assert after(at, "P1D", PARIS) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert after(at, "PT23H", PARIS) == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def test_the_autumn_night_takes_the_first_of_two() -> None:
    at = datetime(2026, 10, 24, 2, 30, tzinfo=ZoneInfo(PARIS))
    assert after(at, "P1D", PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_nothing_added_to_the_second_half_past_two_is_itself() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert after(second, "PT0M", PARIS) == second
    assert after(second.astimezone(ZoneInfo(PARIS)), "PT10M", PARIS) == second + timedelta(minutes=10)


@given(instants, durations, st.integers(0, 4000), zones)
def test_the_zone_an_instant_is_written_in_changes_nothing(
    at: datetime, duration: Duration, hours: int, zone: str
) -> None:
    local, now = at.astimezone(ZoneInfo(zone)), (at + timedelta(hours=hours)).astimezone(ZoneInfo(zone))
    assert after(local, duration, zone) == after(at, duration, zone)
    assert next_report_due(local, now, zone) == next_report_due(at, now.astimezone(UTC), zone)
    assert phase(local, now, zone) == phase(at, now.astimezone(UTC), zone)


def test_thirty_one_january_and_a_month_is_the_end_of_february() -> None:
    assert day_after(date(2023, 1, 31), "P1M") == date(2023, 2, 28)
    assert day_after(date(2024, 1, 31), "P1M") == date(2024, 2, 29)
    assert day_after(date(2024, 2, 29), "P1Y") == date(2025, 2, 28)


@pytest.mark.parametrize("tempo", [0, -1, float("nan"), float("inf")])
def test_a_tempo_that_is_no_tempo_is_refused(tempo: float) -> None:
    with pytest.raises(ValueError, match="tempo"):
        after(datetime(2026, 1, 1, tzinfo=UTC), "PT1H", PARIS, tempo)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="sans fuseau"):
        after(datetime(2026, 1, 1), "PT1H", PARIS)  # noqa: DTZ001


def test_the_quarterly_points_of_the_convention_of_2017() -> None:
    assert days_every(date(2017, 2, 10), "P3M", date(2018, 2, 10)) == (
        date(2017, 5, 10),
        date(2017, 8, 10),
        date(2017, 11, 10),
    )


def test_quarters_from_a_thirty_first_do_not_drift() -> None:
    expected = (date(2017, 4, 30), date(2017, 7, 31), date(2017, 10, 31))
    assert days_every(date(2017, 1, 31), "P3M", date(2018, 1, 31)) == expected


@given(days, st.integers(0, 4000))
def test_quarters_are_three_months_apart_and_end_before_the_end(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    found = days_every(start, "P3M", end)
    assert all(day == add_months(start, 3 * n) for n, day in enumerate(found, 1))
    assert all(day < end for day in found) and add_months(start, 3 * (len(found) + 1)) >= end


def test_a_periodicity_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nulle"):
        days_every(date(2017, 1, 1), "P0D", date(2018, 1, 1))
    with pytest.raises(ValueError, match="heures"):
        days_every(date(2017, 1, 1), "PT1H", date(2018, 1, 1))
    with pytest.raises(ValueError, match="échéances"):
        days_every(date(1917, 1, 1), "P1D", date(2018, 1, 1))


def test_a_month_before_the_end_of_march_is_the_end_of_february() -> None:
    assert before_end(date(2018, 3, 31), "P1M") == date(2018, 2, 28)
    assert before_end(date(2018, 2, 10), "P1M") == date(2018, 1, 10)


@given(days, zones)
def test_a_day_ends_a_millisecond_before_the_next(day: date, zone: str) -> None:
    end, local = end_of_day(day, zone), ZoneInfo(zone)
    assert end.astimezone(local).date() == day
    assert (end + timedelta(milliseconds=1)).astimezone(local).date() == day + timedelta(days=1)


@given(instants, st.integers(0, 150 * 24 * 60), zones, tempos)
def test_the_next_report_always_advances(t0: datetime, minutes: int, zone: str, tempo: float) -> None:
    last = t0 + timedelta(minutes=minutes) / tempo
    assert next_report_due(t0, last, zone, tempo) > last


@given(instants, st.integers(-600, 150 * 24 * 60), zones)
def test_no_expected_report_is_skipped(t0: datetime, minutes: int, zone: str) -> None:
    """Whatever moment lies between two expected reports, the next one is the second."""
    due = next_report_due(t0, t0 + timedelta(minutes=minutes), zone)
    following = next_report_due(t0, due, zone)
    assume(following - due > timedelta(milliseconds=2))
    for between in (due, due + (following - due) / 2, following - timedelta(milliseconds=1)):
        assert next_report_due(t0, between, zone) == following


@given(instants, st.integers(0, 200 * 24), zones)
def test_the_wait_for_a_report_is_no_longer_than_its_phase_allows(t0: datetime, hours: int, zone: str) -> None:
    due = next_report_due(t0, t0 + timedelta(hours=hours), zone)
    wait = due - (t0 + timedelta(hours=hours))
    bounds = ((6, 2), (48, 6), (168, 12), (27 * 24, 24 * 6), (80 * 24, 24 * 14))
    assert wait <= timedelta(hours=next((most for until, most in bounds if hours < until), 24 * 38))


def test_the_rhythm_of_reports_of_a_first_week() -> None:
    t0 = due = datetime(2026, 1, 5, 9, tzinfo=UTC)
    seen: list[float] = []
    while due - t0 < timedelta(days=7):
        due = next_report_due(t0, due, PARIS)
        seen.append((due - t0) / timedelta(hours=1))
    assert seen == [2, 4, 6, *range(12, 49, 6), *range(60, 169, 12)]
    assert next_report_due(t0, due, PARIS) == datetime(2026, 1, 13, 9, tzinfo=UTC), "working days, at 10 h"


def test_after_a_week_nobody_reports_on_a_sunday_nor_on_a_holiday() -> None:
    t0 = datetime(2026, 4, 24, 9, tzinfo=UTC)
    due = next_report_due(t0, datetime(2026, 5, 7, 12, tzinfo=UTC), PARIS)
    assert due == datetime(2026, 5, 11, 8, tzinfo=UTC), "8 May is a Friday"


def test_the_phases_follow_one_another() -> None:
    t0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
    hours = (-1, 0, 2, 6, 24, 72, 168, 24 * 31)
    seen = [phase(t0, t0 + timedelta(hours=after_t0), PARIS) for after_t0 in hours]
    assert seen == [code for code in PHASES if code != "FIN"]


@given(instants, st.integers(0, 10_000), tempos)
def test_an_exercise_goes_through_the_same_phases_faster(t0: datetime, minutes: int, tempo: float) -> None:
    assume(minutes % 60)
    real = t0 + timedelta(minutes=minutes)
    assert phase(t0, t0 + timedelta(minutes=minutes) / tempo, PARIS, tempo) == phase(t0, real, PARIS)
