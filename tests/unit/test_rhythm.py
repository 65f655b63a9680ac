"""How often reports are expected: what the protocols agree, frozen with them (docs/decisions/0022)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crisiscoord.domain.agreements import Library, Playbook
from crisiscoord.domain.applying import preview
from crisiscoord.domain.bodies import BodyCard, next_expected
from crisiscoord.domain.durations import EMERGENCY, REPORT_TIME, next_report_due
from crisiscoord.domain.opening import PlaybookApplied, tell_playbook
from crisiscoord.domain.rhythm import RhythmStep, in_words, rhythms, written
from tests.pen import Pen, library
from tests.unit.test_durations import instants, zones
from tests.unit.test_tasking import action, first_version

PARIS = ZoneInfo("Europe/Paris")
#: A Friday, at 9 h in Paris.
T0 = datetime(2026, 7, 3, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SLOW = (("PT6H", "PT6H"), ("P28D", "P1D"))


def steps(*pairs: tuple[str, str]) -> tuple[RhythmStep, ...]:
    return tuple(RhythmStep(until=until, every=every) for until, every in pairs)


def playbook(code: str, version: int = 1, rhythm: tuple[tuple[str, str], ...] = (), **more: Any) -> Playbook:
    given = {"title": code, "lead": "Pour tous", "changes": (first_version(version),), **more}
    given.setdefault("actions", (action(f"{code[:3].upper()}-01"),))
    return Playbook(code=code, version=version, rhythm=steps(*rhythm), **given)


def texts(*playbooks: Playbook) -> Library:
    return Library(playbooks={one.code: one for one in playbooks})


def declared(hazard: str, *playbooks: Playbook) -> Pen:
    pen = Pen(T0, texts=texts(*playbooks) if playbooks else library())
    said = {"title": "Essai", "occurred_at": T0, "reason": "Essai", "communes": ["77333"]}
    pen.do("crisis.declare", hazard=hazard, **said)
    return pen


def body(pen: Pen) -> BodyCard:
    found = pen.board.get("body:ccas-77333", BodyCard)
    assert found is not None
    return found


def expected(rhythm: tuple[tuple[str, str], ...], days: int) -> list[datetime]:
    """Return the dates of the first days, in the time of Paris."""
    (agreed,), due, found = rhythms([rhythm]), T0, []
    while (due := next_report_due(T0, due, "Europe/Paris", rhythm=agreed)) <= T0 + days * DAY:
        found.append(due.astimezone(PARIS))
    return found


def test_a_heat_wave_is_asked_at_six_hours_then_every_morning_even_on_sunday() -> None:
    dates = expected(SLOW, 10)
    assert dates[0] == T0 + 6 * HOUR
    assert [date.time() for date in dates[1:]] == [REPORT_TIME] * 9
    assert [date.day for date in dates[1:]] == [*range(4, 13)]


def test_a_morning_that_follows_the_last_hours_too_closely_is_passed_over() -> None:
    night = datetime(2026, 7, 3, 1, tzinfo=UTC)
    (agreed,) = rhythms([SLOW])
    six_hours = next_report_due(night, night, "Europe/Paris", rhythm=agreed)
    assert six_hours.astimezone(PARIS).hour == 9
    assert next_report_due(night, six_hours, "Europe/Paris", rhythm=agreed).astimezone(PARIS).day == 4


def test_after_its_last_step_a_rhythm_ends_in_working_days() -> None:
    (agreed,) = rhythms([(("P7D", "PT12H"),)])
    assert agreed != EMERGENCY
    late = T0 + 7 * DAY
    assert next_report_due(T0, late, "Europe/Paris", rhythm=agreed) == next_report_due(T0, late, "Europe/Paris")


def test_the_real_protocols_ask_a_flood_often_and_a_heat_wave_seldom() -> None:
    assert body(declared("inondation")).due == T0 + 2 * HOUR
    for hazard in ("canicule", "grand_froid"):
        assert body(declared(hazard)).due == T0 + 6 * HOUR
    assert body(declared("sanitaire")).due == T0 + 12 * HOUR
    assert body(declared("autre")).due == T0 + 2 * HOUR


def test_a_report_a_silence_and_a_validity_follow_the_rhythm() -> None:
    pen = declared("canicule")
    pen.fall_due(T0 + 6 * HOUR)
    tomorrow = datetime(2026, 7, 4, 8, tzinfo=UTC)
    assert (body(pen).missed, body(pen).due) == (1, tomorrow)
    pen.do("report.file", now=tomorrow, body="ccas-77333", status="veille", observed_at=tomorrow)
    assert body(pen).due == tomorrow + DAY
    assert body(pen).valid_until == tomorrow + DAY * 3 / 2


def test_the_rhythm_is_frozen_when_the_protocol_is_applied() -> None:
    pen = declared("canicule", playbook("socle"), playbook("canicule", rhythm=SLOW, extends="socle"))
    pen.library = texts(playbook("socle"), playbook("canicule", 2, (("P7D", "PT1H"),), extends="socle"))
    pen.fall_due(T0 + 6 * HOUR)
    assert body(pen).due == datetime(2026, 7, 4, 8, tzinfo=UTC)
    told = preview(pen.board, pen.library, "canicule")
    assert told.rhythm == in_words((("P7D", "PT1H"),))
    pen.do("playbook.apply", playbook="canicule")
    pen.do("report.file", body="ccas-77333", status="veille", observed_at=pen.now)
    assert body(pen).due == pen.now + HOUR
    assert [*pen.redrawn().cards()] == [*pen.board.cards()]


def test_of_several_protocols_the_soonest_date_counts() -> None:
    pen = declared("canicule")
    pen.do("playbook.apply", playbook="feu")
    pen.do("report.file", now=T0 + 1.2 * HOUR, body="ccas-77333", status="veille", observed_at=pen.now)
    assert body(pen).due == T0 + 4 * HOUR, "the news count for two hours: the fire asks again at four"


def test_the_line_of_a_protocol_tells_its_rhythm() -> None:
    fact = PlaybookApplied(code="canicule", version=1, title="Canicule", red_lines=(), actions={}, rhythm=SLOW)
    assert "Comptes rendus attendus\u00a0: toutes les 6\u00a0h jusqu’à 6\u00a0h, chaque jour" in tell_playbook(fact)
    assert in_words((("PT1H", "PT1H"), ("PT36H", "PT12H"))).startswith("toutes les heures jusqu’à 1\u00a0h, toutes les")


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        ((("P1M", "PT6H"),), "31 jours au plus"),
        ((("P40D", "PT6H"),), "31 jours au plus"),
        ((("P1D", "PT30M"),), "d’une heure à douze"),
        ((("P1D", "PT24H"),), "d’une heure à douze"),
        ((("P9D", "P2D"),), "d’une heure à douze"),
        ((("P2D", "PT2H"), ("PT6H", "PT6H")), "finit après la précédente"),
        ((("PT6H", "PT6H"), ("P2D", "PT2H")), "pas plus souvent"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "/".join(sum(value, ())),
)
def test_a_rhythm_that_cannot_be_kept_is_refused(pairs: tuple[tuple[str, str], ...], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        playbook("canicule", rhythm=pairs)


RHYTHMS = [written(one.rhythm) for one in library().playbooks.values() if one.rhythm]


@given(
    st.sets(st.sampled_from(RHYTHMS), min_size=1).map(tuple),
    instants,
    st.integers(0, 60 * 24 * 120),
    zones,
    st.sampled_from([1, 60]),
)
def test_whatever_was_agreed_the_next_report_is_ahead_and_never_asked_at_once(
    agreed: tuple[Any, ...], t0: datetime, minutes: int, zone: str, tempo: int
) -> None:
    at = t0 + timedelta(minutes=minutes) / tempo
    due = next_expected(t0, at, zone, tempo, "77", rhythms(agreed))
    assert due > at
    assert tempo > 1 or due - at >= HOUR / 2


@given(st.sampled_from(RHYTHMS), instants, st.integers(-600, 60 * 24 * 60), zones)
def test_no_date_of_a_rhythm_is_skipped(agreed: Any, t0: datetime, minutes: int, zone: str) -> None:
    """Whatever moment lies between two expected reports, the next one is the second."""
    (rhythm,) = rhythms([agreed])
    due = next_report_due(t0, t0 + timedelta(minutes=minutes), zone, rhythm=rhythm)
    following = next_report_due(t0, due, zone, rhythm=rhythm)
    for between in (due, due + (following - due) / 2, following - timedelta(milliseconds=1)):
        assert next_report_due(t0, between, zone, rhythm=rhythm) == following
