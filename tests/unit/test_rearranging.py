"""Meetings that move or are cancelled do not move the rhythm; decisions are followed until done."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crisiscoord.domain import policy
from crisiscoord.domain.following import DecisionDone, DecisionOpen, UnknownDecision
from crisiscoord.domain.meeting import AlreadyHeld, ConventionEnded, MeetingCancelled, MeetingExists, UnknownMeeting
from crisiscoord.domain.meeting_cards import MeetingCard
from crisiscoord.domain.minuting import DecisionCard
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.errors import Malformed, Problem
from tests.cast import OBSERVER, SGAV
from tests.pen import Pen
from tests.unit.test_meeting import DECISION, MAY, POINT, hold, planned

LATER = datetime(2017, 5, 30, 12, tzinfo=UTC)


def meeting(pen: Pen, name: str = "point-1") -> MeetingCard:
    card = pen.board.get(f"meeting:{name}", MeetingCard)
    assert card is not None
    return card


def point(pen: Pen) -> ObligationCard:
    card = pen.board.get(f"obligation:{POINT}", ObligationCard)
    assert card is not None
    return card


def decided(**fields: Any) -> Pen:
    pen = planned()
    hold(pen, decisions=[{**DECISION, **fields}])
    return pen


def decision(pen: Pen) -> DecisionCard:
    card = pen.board.get("decision:point-1-1", DecisionCard)
    assert card is not None
    return card


def said(pen: Pen) -> list[str]:
    return [line.replace("\u00a0", " ") for line in pen.say()]


def test_a_moved_meeting_does_not_move_what_it_is_for() -> None:
    pen = planned()
    before = point(pen)
    pen.do("meeting.move", as_=SGAV, meeting="point-1", at=LATER, reason="Salle indisponible.")
    assert (meeting(pen).at, meeting(pen).moved, meeting(pen).state) == (LATER, 1, "prevue")
    assert (point(pen).due, point(pen).due_on) == (before.due, before.due_on)
    line = "Réunion du 9 mai 2017 à 14 h 00 déplacée au 30 mai 2017 à 14 h 00 (Point d’étape trimestriel)."
    assert f"{line} Motif : Salle indisponible." in said(pen)
    pen.fall_due(datetime(2017, 5, 11, tzinfo=UTC))
    assert point(pen).state == "due"
    pen.now = LATER
    hold(pen, held_at=LATER)
    assert (point(pen).state, point(pen).late) == ("remplie", True)


def test_moving_a_meeting_to_where_it_is_writes_nothing() -> None:
    assert planned().do("meeting.move", meeting="point-1", at=MAY, reason="Rien.") == []


def test_a_cancelled_meeting_leaves_its_obligation_open_again() -> None:
    pen = planned()
    pen.do("meeting.cancel", meeting="point-1", reason="Grève des transports.")
    assert meeting(pen).state == "annulee"
    assert (point(pen).state, point(pen).meeting) == ("a_venir", None)
    for do, fields in (
        ("meeting.move", {"at": LATER, "reason": "Trop tard."}),
        ("meeting.cancel", {"reason": "Deux fois."}),
        ("meeting.hold", {"held_at": MAY, "minutes": "Tenue quand même."}),
    ):
        with pytest.raises(MeetingCancelled):
            pen.do(do, meeting="point-1", **fields)
    with pytest.raises(MeetingExists):
        pen.do("meeting.schedule", meeting="point-1", at=MAY)
    pen.do("meeting.schedule", meeting="point-1-bis", at=MAY, obligation=POINT)
    hold(pen, meeting="point-1-bis")
    assert point(pen).state == "remplie"


def test_cancelling_one_of_two_meetings_leaves_the_other_beside_the_obligation() -> None:
    pen = planned()
    pen.do("meeting.schedule", meeting="point-1-bis", at=MAY, obligation=POINT)
    assert point(pen).meeting == "point-1-bis"
    pen.do("meeting.cancel", meeting="point-1-bis", reason="Doublon.")
    assert point(pen).meeting == "point-1"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"meeting": "inconnue"}, UnknownMeeting),
        ({"reason": ""}, Malformed),
        ({"at": "2017-05-30T12:00:00"}, Malformed),
    ],
)
def test_a_move_that_cannot_be_writes_nothing(fields: dict[str, Any], refusal: type[Problem]) -> None:
    pen = planned()
    before = pen.board.seq
    with pytest.raises(refusal):
        pen.do("meeting.move", **{"meeting": "point-1", "at": LATER, "reason": "Motif."} | fields)
    assert pen.board.seq == before


def test_a_meeting_that_was_held_moves_no_more() -> None:
    pen = planned()
    hold(pen)
    for do, fields in (("meeting.move", {"at": LATER}), ("meeting.cancel", {})):
        with pytest.raises(AlreadyHeld):
            pen.do(do, meeting="point-1", reason="Trop tard.", **fields)


def test_after_the_end_no_meeting_moves_beyond_it() -> None:
    pen = planned()
    pen.fall_due(datetime(2018, 3, 1, tzinfo=UTC))
    with pytest.raises(ConventionEnded):
        pen.do("meeting.move", meeting="point-1", at="2018-03-10T09:00:00Z", reason="Trop tard.")
    pen.do("meeting.cancel", meeting="point-1", reason="Convention expirée.")


def test_a_decision_not_done_raises_one_alarm_once_its_day_has_passed() -> None:
    pen = decided(due="2017-05-20")
    due = decision(pen).due
    assert due == datetime(2017, 5, 20, 21, 59, 59, 999000, tzinfo=UTC)
    (written,) = pen.fall_due(due)
    assert (written.fact.kind, written.fact.late, written.channel) == ("decision.overdue", False, "parties")
    assert (decision(pen).overdue, decision(pen).due, decision(pen).state) == (True, None, "a_faire")
    assert [e for e in pen.fall_due(due + timedelta(days=30)) if e.fact.kind.startswith("decision")] == []
    assert any("en retard : rien ne montre qu’elle est menée à bien." in line for line in said(pen))


def test_a_decision_that_is_done_raises_no_alarm() -> None:
    pen = decided(due="2017-05-20")
    pen.do("decision.finish", as_=SGAV, decision="point-1-1", text="Guide diffusé.", now=MAY + timedelta(days=5))
    card = decision(pen)
    assert (card.state, card.due, card.overdue) == ("fait", None, False)
    assert card.comment is not None and card.comment.text == "Guide diffusé."
    kinds = [entry.fact.kind for entry in pen.fall_due(datetime(2017, 5, 25, tzinfo=UTC))]
    assert "decision.overdue" not in kinds


def test_a_decision_done_late_is_said_late() -> None:
    pen = decided(due="2017-05-20")
    pen.do("decision.finish", decision="point-1-1", now=datetime(2017, 5, 22, 12, tzinfo=UTC))
    assert decision(pen).overdue
    assert any(line.endswith("menée à bien le 22 mai 2017, avec 2 jours de retard.") for line in said(pen))


def test_a_decision_opened_again_is_awaited_again_and_only_while_its_day_is_to_come() -> None:
    pen = decided(due="2017-05-20")
    for day, due in ((15, True), (25, False)):
        pen.now = datetime(2017, 5, day, 12, tzinfo=UTC)
        pen.do("decision.finish", decision="point-1-1")
        pen.do("decision.reopen", decision="point-1-1", text="Reste l’outre-mer.")
        assert (decision(pen).state, decision(pen).due is not None, decision(pen).overdue) == ("a_faire", due, not due)


def test_decisions_are_finished_once_and_by_their_name() -> None:
    pen = decided()
    with pytest.raises(DecisionOpen):
        pen.do("decision.reopen", decision="point-1-1")
    pen.do("decision.finish", decision="point-1-1")
    with pytest.raises(DecisionDone):
        pen.do("decision.finish", decision="point-1-1")
    with pytest.raises(UnknownDecision):
        pen.do("decision.finish", decision="point-1-2")
    with pytest.raises(Problem):
        pen.do("decision.finish", as_=OBSERVER, decision="point-1-1")


def test_what_becomes_of_decisions_is_for_the_parties() -> None:
    pen = decided(due="2017-05-20")
    pen.fall_due(datetime(2017, 5, 21, tzinfo=UTC))
    pen.do("decision.finish", decision="point-1-1")
    pen.do("decision.reopen", decision="point-1-1")
    held = policy.channels(OBSERVER, pen.board)
    seen = {entry.fact.kind for entry in pen.entries if policy.holds(held, entry.channel)}
    assert not {kind for kind in seen if kind.startswith("decision.")}


def test_boards_drawn_again_are_the_same_with_what_moved_and_what_was_done() -> None:
    pen = decided()
    pen.do("decision.finish", decision="point-1-1", text="Fait.")
    pen.do("meeting.schedule", meeting="point-2", at=LATER)
    pen.do("meeting.move", meeting="point-2", at=LATER + timedelta(days=1), reason="Motif.")
    pen.do("meeting.cancel", meeting="point-2", reason="Motif.")
    assert [card.wire for card in pen.redrawn().cards()] == [card.wire for card in pen.board.cards()]
