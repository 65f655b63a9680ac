"""Working days and public holidays, in the départements that have their own too."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.working_days import (
    easter,
    is_working_day,
    public_holidays,
    working_day_from,
)

days = st.dates(date(1970, 1, 1), date(2070, 1, 1))
departements = st.sampled_from(("", "57", "77", "971", "972", "973", "974", "976", "977", "978"))


def test_easter_of_some_years() -> None:
    known = (date(1970, 3, 29), date(2000, 4, 23), date(2008, 3, 23), date(2011, 4, 24), date(2026, 4, 5))
    assert [easter(day.year) for day in known] == list(known)


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_the_eleven_holidays_of_2026() -> None:
    expected = {
        (1, 1),
        (4, 6),
        (5, 1),
        (5, 8),
        (5, 14),
        (5, 25),
        (7, 14),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
    }
    assert {(day.month, day.day) for day in public_holidays(2026)} == expected


def test_moselle_keeps_good_friday_and_the_day_after_christmas() -> None:
    assert is_working_day(date(2025, 12, 26)) and not is_working_day(date(2025, 12, 26), "57")
    assert is_working_day(date(2026, 4, 3)) and not is_working_day(date(2026, 4, 3), "67")


def test_overseas_keeps_the_day_of_the_abolition() -> None:
    assert not is_working_day(date(2026, 5, 22), "972") and is_working_day(date(2026, 5, 22), "971")


@given(days, departements)
def test_the_next_working_day_is_the_first_one(day: date, departement: str) -> None:
    reached = working_day_from(day + timedelta(days=1), departement)
    assert day < reached and is_working_day(reached, departement)
    skipped = (day + timedelta(days=n) for n in range(1, (reached - day).days))
    assert not any(is_working_day(between, departement) for between in skipped)


@given(days, departements)
def test_a_working_day_stays_itself(day: date, departement: str) -> None:
    following = working_day_from(day + timedelta(days=1), departement)
    assert working_day_from(day, departement) == (day if is_working_day(day, departement) else following)
