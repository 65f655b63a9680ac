"""Notices are sent, fail, are acknowledged, raise an alarm."""

from datetime import timedelta

import pytest

from crisiscoord.domain.crisis import InTheFuture, WrongState
from crisiscoord.domain.falling import NotDue
from crisiscoord.domain.noticed import NoticeCard
from crisiscoord.domain.noticing import TooEarly, UnknownNotice
from crisiscoord.domain.task_cards import TasksCard
from crisiscoord.errors import Forbidden
from tests.cast import CCAS_NEMOURS, OBSERVER, PREFECTURE_77, SGAV, SYSTEM
from tests.pen import Pen
from tests.unit.test_declaring import T0, declared
from tests.unit.test_designating import proposal


def designated(**changes: object) -> Pen:
    pen = declared(**changes)
    pen.do(proposal(accepted=True))
    return pen


def notice(pen: Pen, to: str = "sgav") -> NoticeCard:
    return next(card for card in pen.board.of(NoticeCard) if card.to == to)


def test_a_notice_is_named_after_its_recipient_and_the_entry_that_owes_it() -> None:
    pen = designated()
    owed = next(entry for entry in pen.entries if entry.fact.kind == "notice.owed")
    assert notice(pen).id == f"notice:sgav-{owed.seq}"
    assert (notice(pen).state, notice(pen).due) == ("du", T0 + timedelta(minutes=30))


def test_a_notice_is_sent_then_acknowledged_and_both_delays_are_kept() -> None:
    pen = designated()
    pen.tick(minutes=6)
    pen.do("notice.record", as_=SYSTEM, notice=notice(pen).key, sent_at=pen.now, means="courriel")
    assert (notice(pen).state, notice(pen).means, notice(pen).delay_sent_s) == ("envoye", "courriel", 360)
    assert notice(pen).due, "an alarm is still to be raised if nobody acknowledges it"
    pen.tick(minutes=3)
    pen.do("notice.acknowledge", as_=SGAV, notice=notice(pen).key)
    assert notice(pen).state == "accuse" and notice(pen).acknowledged_at == pen.now
    assert notice(pen).delay_acknowledged_s == 540 and notice(pen).due is None


def test_an_acknowledgement_proves_the_task_done() -> None:
    pen = designated()
    pen.do("notice.acknowledge", as_=PREFECTURE_77, notice=notice(pen, "prefecture-77").key)
    pen.do("notice.acknowledge", as_=SGAV, notice=notice(pen).key)
    crisis = pen.board.get("tasks:crisis", TasksCard)
    departement = pen.board.get("tasks:departement-77", TasksCard)
    assert crisis and crisis.items["SOC-03"].state == "fait"
    assert departement and departement.items["SOC-04"].state == "fait"


def test_an_acknowledgement_by_telephone_needs_no_sending() -> None:
    pen = designated()
    pen.do("notice.acknowledge", notice=notice(pen).key, at=T0 + timedelta(minutes=2))
    assert notice(pen).state == "accuse" and notice(pen).sent_at is None
    with pytest.raises(WrongState):
        pen.do("notice.record", notice=notice(pen).key, sent_at=T0)
    with pytest.raises(WrongState):
        pen.do("notice.acknowledge", as_=SGAV, notice=notice(pen).key)


def test_only_the_recipient_acknowledges() -> None:
    pen = designated()
    for actor in (PREFECTURE_77, CCAS_NEMOURS, OBSERVER):
        with pytest.raises(Forbidden):
            pen.do("notice.acknowledge", as_=actor, notice=notice(pen).key)


def test_a_sending_that_failed_may_be_tried_again() -> None:
    pen = designated()
    pen.do("notice.record", as_=SYSTEM, notice=notice(pen).key, sent_at=T0, outcome="echec")
    assert notice(pen).state == "echec" and notice(pen).sent_at is None
    pen.do("notice.record", notice=notice(pen).key, sent_at=T0, means="telephone")
    assert notice(pen).state == "envoye"
    with pytest.raises(WrongState):
        pen.do("notice.record", notice=notice(pen).key, sent_at=T0)


def test_the_alarm_is_raised_once() -> None:
    pen = designated()
    pen.fall_due(T0 + timedelta(minutes=31))
    assert notice(pen).overdue and notice(pen).due is None
    assert not [entry for entry in pen.fall_due(T0 + timedelta(days=9)) if entry.fact.kind == "notice.overdue"]
    assert not any(entry.fact.model_dump().get("late") for entry in pen.entries if "overdue" in entry.fact.kind)


def test_an_alarm_raised_after_a_stop_of_the_server_says_so() -> None:
    pen = designated()
    pen.fall_due(T0 + timedelta(hours=24))
    lines = [line for line in pen.say() if line.startswith("Avis en retard")]
    assert len(lines) == 2 and all("arrêt du serveur" in line for line in lines)


def test_an_alarm_is_not_raised_for_what_was_acknowledged_meanwhile() -> None:
    pen = designated()
    key, due = notice(pen).key, notice(pen).due
    assert due is not None
    pen.do("notice.acknowledge", as_=SGAV, notice=key)
    pen.now = due
    with pytest.raises(NotDue):
        pen.do("notice.fall_due", as_=SYSTEM, card=f"notice:{key}", due=due)


def test_in_an_exercise_the_alarm_comes_sooner() -> None:
    pen = designated(exercise=True, tempo=60)
    assert notice(pen).due == T0 + timedelta(seconds=30)


def test_a_notice_is_sent_neither_tomorrow_nor_long_before_it_was_owed() -> None:
    pen = designated()
    with pytest.raises(InTheFuture):
        pen.do("notice.record", notice=notice(pen).key, sent_at=T0 + timedelta(hours=1))
    with pytest.raises(TooEarly):
        pen.do("notice.record", notice=notice(pen).key, sent_at=T0 - timedelta(hours=3))
    pen.do("notice.record", notice=notice(pen).key, sent_at=T0 - timedelta(minutes=10))
    assert notice(pen).delay_sent_s == 0, "told by telephone before it was typed in"


def test_a_notice_that_is_not_there_is_unknown() -> None:
    with pytest.raises(UnknownNotice):
        designated().do("notice.record", notice="sgav-999", sent_at=T0)


def test_an_acknowledgement_still_comes_in_once_the_dossier_is_closed() -> None:
    pen = designated()
    pen.do("crisis.close", reason="Terminé")
    written = pen.do("notice.acknowledge", as_=SGAV, notice=notice(pen).key)
    assert [entry.fact.kind for entry in written] == ["notice.acknowledged"]
