"""Quarters are counted whole from the signature, and follow one another without a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.documents.quarterly import Quarter, between, quarter_of
from crisiscoord.domain.convention import ConventionCard
from crisiscoord.errors import Malformed

DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))
ZONES = st.sampled_from(["Europe/Paris", "Indian/Reunion", "Pacific/Tahiti"])


def signed(on: date, zone: str = "Europe/Paris") -> ConventionCard:
    return ConventionCard(
        id="convention:essai",
        template="essai",
        version=1,
        title="Essai",
        signed_on=on,
        begins_on=on,
        ends_on=on + timedelta(days=365),
        duration="P1Y",
        renewal="tacite",
        state="actif",
        parties=("unccas", "sgav"),
        timezone=zone,
    )


@given(DAYS, st.integers(0, 4_000), ZONES)
def test_every_day_is_in_one_quarter_and_the_next_begins_where_it_ends(on: date, later: int, zone: str) -> None:
    card, day = signed(on, zone), on + timedelta(days=later)
    quarter = quarter_of(card, day)
    following = quarter_of(card, quarter.last + timedelta(days=1))
    assert quarter.first <= day <= quarter.last
    assert 87 <= (quarter.last - quarter.first).days <= 92
    assert following.first == quarter.last + timedelta(days=1)
    assert following.window.since == quarter.window.until


@pytest.mark.parametrize(
    ("on", "first_days"),
    [
        (date(2017, 2, 10), ["2017-02-10", "2017-05-10", "2017-08-10", "2017-11-10", "2018-02-10"]),
        (date(2017, 1, 31), ["2017-01-31", "2017-04-30", "2017-07-31", "2017-10-31", "2018-01-31"]),
        (date(2024, 2, 29), ["2024-02-29", "2024-05-29", "2024-08-29", "2024-11-29", "2025-02-28"]),
    ],
)
def test_quarters_begin_on_the_days_of_the_points(on: date, first_days: list[str]) -> None:
    card, found = signed(on), [quarter_of(signed(on), on)]
    for _ in first_days[1:]:
        found.append(quarter_of(card, found[-1].last + timedelta(days=1)))
    assert [quarter.first.isoformat() for quarter in found] == first_days


def test_a_day_before_the_signature_is_looked_at_in_the_first_quarter() -> None:
    assert quarter_of(signed(date(2017, 2, 10)), date(2016, 1, 1)).first == date(2017, 2, 10)


def test_a_span_has_a_day_at_least_and_two_years_at_most() -> None:
    card, day = signed(date(2017, 2, 10)), date(2017, 3, 1)
    assert between(card, day, day) == Quarter(day, day, "Europe/Paris")
    for last in (day - timedelta(days=1), day + timedelta(days=800)):
        with pytest.raises(Malformed):
            between(card, day, last)
