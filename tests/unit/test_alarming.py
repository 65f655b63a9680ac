"""What should have happened by now, and did not: alarms, and proposals that nobody answers."""

from datetime import timedelta

import pytest

from crisiscoord.domain.alarmed import AlarmCard
from crisiscoord.domain.alarming import UnknownAlarm
from crisiscoord.domain.crisis import WrongState
from crisiscoord.domain.designating import ProposalExpired
from crisiscoord.domain.noticed import NoticeCard
from crisiscoord.errors import Forbidden
from tests.cast import CCAS_NEMOURS, DEPUTY, PREFECTURE_77, REPRESENTANTE, SGAV
from tests.pen import Pen
from tests.unit.test_declaring import T0, crisis, declared
from tests.unit.test_designating import card, proposal

MINUTE = timedelta(minutes=1)


def alarms(pen: Pen) -> list[AlarmCard]:
    """What is missing in the coordination; what bodies say or do not say is in test_calls."""
    return [card for card in pen.board.of(AlarmCard) if card.body is None]


def test_an_hour_without_a_main_representative_raises_one_alarm() -> None:
    pen = declared()
    pen.fall_due(T0 + 59 * MINUTE)
    assert alarms(pen) == [] and crisis(pen).due == T0 + 60 * MINUTE
    pen.fall_due(T0 + 60 * MINUTE)
    (alarm,) = alarms(pen)
    assert (alarm.subject, alarm.raised_at, alarm.channel) == ("designation", pen.now, "common")
    assert any("aucun représentant principal actif, 1\u00a0h\u00a000" in line for line in pen.say())
    pen.fall_due(T0 + timedelta(days=3))
    assert len(alarms(pen)) == 1


@pytest.mark.parametrize("leaving", ["relieve", "end"])
def test_an_hour_after_the_main_representative_left_without_a_successor_raises_an_alarm(leaving: str) -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    gone = T0 + timedelta(hours=30)
    pen.fall_due(gone)
    pen.do(f"representative.{leaving}", now=gone, designation="principal")
    before = len(alarms(pen))
    assert crisis(pen).due == gone + 60 * MINUTE
    pen.fall_due(gone + 61 * MINUTE)
    alarm = alarms(pen)[-1]
    assert (len(alarms(pen)), alarm.subject, crisis(pen).due) == (before + 1, "designation", None)
    assert any("1\u00a0h\u00a001 après le départ du précédent" in line for line in pen.say())
    pen.do(proposal("suivant", email=DEPUTY.email, accepted=True))
    assert alarms(pen)[-1].settled_at == pen.now
    assert [*pen.redrawn().cards()] == [*pen.board.cards()]


def test_a_successor_within_the_hour_calls_nobody() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    pen.do("representative.relieve", designation="principal")
    pen.do(proposal("suivant", email=DEPUTY.email, accepted=True), now=pen.tick(minutes=30))
    assert crisis(pen).due is None
    pen.fall_due(T0 + timedelta(days=1))
    assert "designation" not in [alarm.subject for alarm in alarms(pen)]


def test_a_deputy_or_the_end_of_a_mission_after_the_crisis_leaves_nobody_waited_for() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    pen.do(proposal("adjoint", email=DEPUTY.email, perimeter="deputy", accepted=True))
    pen.do("representative.relieve", designation="adjoint")
    assert crisis(pen).due is None
    pen.do("crisis.stand_down", reason="Décrue.")
    pen.do("representative.end", designation="principal")
    assert crisis(pen).due is None


def test_a_deputy_is_not_a_main_representative() -> None:
    pen = declared()
    pen.do(proposal(perimeter="deputy", accepted=True))
    pen.fall_due(T0 + 61 * MINUTE)
    assert sorted(alarm.subject for alarm in alarms(pen)) == ["designation", "notice"]


def test_an_active_main_representative_stops_the_clock() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    assert crisis(pen).due is None
    for notice in [*pen.board.of(NoticeCard)]:
        pen.do("notice.acknowledge", notice=notice.key)
    pen.fall_due(T0 + timedelta(days=1))
    assert alarms(pen) == []


def test_an_exercise_that_goes_faster_alarms_sooner() -> None:
    pen = declared(exercise=True, tempo=60)
    assert crisis(pen).due == T0 + MINUTE


def test_the_alarm_is_taken_up_once_and_settled_by_the_designation() -> None:
    pen = declared()
    pen.fall_due(T0 + 61 * MINUTE)
    key = alarms(pen)[0].key
    with pytest.raises(Forbidden):
        pen.do("alarm.acknowledge", as_=CCAS_NEMOURS, alarm=key)
    with pytest.raises(UnknownAlarm):
        pen.do("alarm.acknowledge", alarm="1")
    pen.do("alarm.acknowledge", as_=PREFECTURE_77, now=T0 + 70 * MINUTE, alarm=key, text="La permanence rappelle.")
    taken = alarms(pen)[0]
    assert (taken.acknowledged_at, taken.acknowledged_by, taken.settled_at) == (pen.now, "prefecture", None)
    assert pen.say()[-1].endswith("9 minutes après l’appel. La permanence rappelle.")
    with pytest.raises(WrongState):
        pen.do("alarm.acknowledge", alarm=key)
    pen.do(proposal(accepted=True), now=T0 + 80 * MINUTE)
    assert alarms(pen)[0].settled_at == T0 + 80 * MINUTE


def test_the_sgav_that_does_not_acknowledge_in_time_is_an_alarm_and_a_prefecture_is_not() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    pen.fall_due(T0 + 31 * MINUTE)
    (alarm,) = alarms(pen)
    assert alarm.subject == "notice" and alarm.notice is not None and alarm.notice.startswith("sgav-")
    pen.do("notice.acknowledge", as_=SGAV, now=T0 + 40 * MINUTE, notice=alarm.notice)
    assert alarms(pen)[0].settled_at == T0 + 40 * MINUTE


def test_a_proposal_without_an_answer_is_refused_after_half_an_hour_and_the_next_one_called() -> None:
    pen = declared()
    pen.do(proposal())
    assert card(pen).due == T0 + 30 * MINUTE
    pen.fall_due(T0 + 30 * MINUTE)
    assert (card(pen).state, card(pen).unanswered, card(pen).due) == ("refusee", True, None)
    assert pen.say()[-1].endswith("30 minutes après la proposition. Appeler la personne suivante.")
    with pytest.raises(ProposalExpired):
        pen.do("representative.accept", as_=REPRESENTANTE, designation="principal")
    pen.do(proposal("suivant", email=DEPUTY.email))
    pen.do("representative.accept", as_=DEPUTY, designation="suivant")
    assert card(pen, "suivant").state == "active"


@pytest.mark.parametrize("answer", ["accept", "decline", "end"])
def test_a_proposal_that_is_answered_is_not_waited_for(answer: str) -> None:
    pen = declared()
    pen.do(proposal())
    pen.do(f"representative.{answer}", designation="principal")
    assert card(pen).due is None and not card(pen).unanswered


def test_the_board_drawn_again_has_the_same_alarms() -> None:
    pen = declared()
    pen.do(proposal())
    pen.fall_due(T0 + 61 * MINUTE)
    pen.do("alarm.acknowledge", alarm=alarms(pen)[0].key)
    assert [*pen.redrawn().cards()] == [*pen.board.cards()]
