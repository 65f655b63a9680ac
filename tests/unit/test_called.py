"""What calls somebody: a body that newly says that it no longer copes, and silences, grouped by département."""

from datetime import timedelta

import pytest

from crisiscoord.domain.alarmed import AlarmCard
from crisiscoord.domain.alarming import UnknownAlarm
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.errors import Forbidden
from tests.cast import PERMANENCE, PREFECTURE_45, PREFECTURE_77, UDCCAS_77
from tests.pen import Pen
from tests.unit.test_reporting import NEMOURS, T0, declared, report

LATER = T0 + timedelta(hours=3)


def called(pen: Pen, subject: str) -> list[AlarmCard]:
    return [card for card in pen.board.of(AlarmCard) if card.subject == subject]


def says(pen: Pen, status: str) -> None:
    report(pen, pen.now, status)


def test_a_body_that_newly_no_longer_copes_calls_once_until_it_says_otherwise() -> None:
    pen = declared()
    says(pen, "deborde")
    (alarm,) = called(pen, "deborde")
    assert (alarm.body, alarm.channel, alarm.settled_at) == (NEMOURS, "departement:77", None)
    pen.now += timedelta(hours=1)
    says(pen, "deborde")
    assert len(called(pen, "deborde")) == 1
    pen.now += timedelta(hours=1)
    says(pen, "tension")
    (alarm,) = called(pen, "deborde")
    assert alarm.settled_at == pen.now
    pen.now += timedelta(hours=1)
    says(pen, "hors_service")
    assert len(called(pen, "hors_service")) == 1


def test_a_report_that_comes_in_late_calls_nobody() -> None:
    pen = declared()
    pen.now += timedelta(hours=1)
    says(pen, "mobilise")
    report(pen, pen.now - timedelta(minutes=30), "deborde")
    assert called(pen, "deborde") == []


def test_the_silences_of_a_departement_are_one_call_that_counts_them_and_news_count_off() -> None:
    pen = declared()
    pen.fall_due(LATER)
    (alarm,) = called(pen, "silence")
    bodies = [card for card in pen.board.of(BodyCard) if card.awaited_since]
    assert alarm.bodies == len(bodies) == 2 and {card.alarm for card in bodies} == {alarm.key}
    pen.now = LATER
    says(pen, "mobilise")
    (alarm,) = called(pen, "silence")
    assert (alarm.bodies, alarm.settled_at) == (1, None)
    pen.do("report.file", PERMANENCE, body="ccas-77288", status="veille", observed_at=pen.now)
    (alarm,) = called(pen, "silence")
    assert (alarm.bodies, alarm.settled_at) == (0, pen.now)


def test_silence_after_a_call_was_taken_up_calls_again() -> None:
    pen = declared()
    pen.fall_due(LATER)
    (alarm,) = called(pen, "silence")
    pen.now = LATER
    pen.do("alarm.acknowledge", alarm=alarm.key)
    assert any("Pris en charge, silence dans le département 77" in line for line in pen.say())
    says(pen, "mobilise")
    pen.fall_due(LATER + timedelta(days=2))
    first, second = called(pen, "silence")
    assert (first.bodies, second.bodies, second.body) == (1, 1, NEMOURS)


def test_whoever_sees_a_call_takes_it_up_and_nobody_else() -> None:
    pen = declared(("77333", "45208"))
    says(pen, "deborde")
    (alarm,) = called(pen, "deborde")
    with pytest.raises(UnknownAlarm):  # what one does not see is refused as what is not there
        pen.do("alarm.acknowledge", alarm=alarm.key, as_=PREFECTURE_45)
    pen.do("alarm.acknowledge", alarm=alarm.key, as_=PREFECTURE_77)
    (alarm,) = called(pen, "deborde")
    assert alarm.acknowledged_by == "prefecture"


def test_a_union_takes_up_the_silences_of_its_departement_and_nothing_else() -> None:
    pen = declared(("77333", "45208"))
    pen.fall_due(LATER)
    pen.now = LATER
    silences = {alarm.departement: alarm.key for alarm in called(pen, "silence")}
    with pytest.raises(UnknownAlarm):
        pen.do("alarm.acknowledge", alarm=silences["45"], as_=UDCCAS_77)
    says(pen, "deborde")
    others = [*called(pen, "deborde"), *called(pen, "designation")]
    assert len(others) == 2
    for alarm in others:
        with pytest.raises(Forbidden):
            pen.do("alarm.acknowledge", alarm=alarm.key, as_=UDCCAS_77)
    pen.do("alarm.acknowledge", alarm=silences["77"], as_=UDCCAS_77)
    assert {alarm.departement: alarm.acknowledged_by for alarm in called(pen, "silence")} == {
        "77": "udccas",
        "45": None,
    }
