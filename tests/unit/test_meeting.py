"""Meetings of the parties: planned, held, with minutes and decisions that only the parties hold."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crisiscoord.domain import policy
from crisiscoord.domain.meeting import (
    AlreadyHeld,
    ConventionEnded,
    HeldInFuture,
    MeetingExists,
    ObligationMet,
    UnknownMeeting,
    UnknownObligation,
)
from crisiscoord.domain.meeting_cards import MeetingCard
from crisiscoord.domain.minuting import DecisionCard, MinutesCard
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.domain.parties import UnknownBody
from crisiscoord.errors import Malformed, Problem
from tests.cast import CCAS_NEMOURS, OBSERVER, PERMANENCE, SGAV
from tests.pen import Pen

SIGNED = datetime(2017, 2, 10, 15, tzinfo=UTC)
MAY = datetime(2017, 5, 9, 12, tzinfo=UTC)
POINT = "point-etape-2017-05-10"
DECISION = {"text": "Diffuser le guide", "owner": "unccas", "due": "2017-09-01"}


def signed() -> Pen:
    pen = Pen(SIGNED, "etat-unccas-2017")
    pen.do(
        "convention.sign",
        template="etat-unccas",
        title="État-UNCCAS",
        signed_on="2017-02-10",
        parties=["unccas", "sgav"],
    )
    return pen


def planned() -> Pen:
    pen = signed()
    pen.do("meeting.schedule", meeting="point-1", at=MAY, obligation=POINT)
    pen.now = MAY + timedelta(hours=2)
    return pen


def hold(pen: Pen, **fields: Any) -> None:
    said = {
        "meeting": "point-1",
        "held_at": MAY,
        "minutes": "Trois fiches relues.",
        "attended": ["unccas", "sgav"],
    }
    pen.do("meeting.hold", **{**said, **fields})


def test_a_planned_meeting_stands_beside_the_obligation_it_is_for() -> None:
    pen = planned()
    meeting = pen.board.get("meeting:point-1", MeetingCard)
    assert meeting is not None and (meeting.state, meeting.obligation) == ("prevue", POINT)
    point = pen.board.get(f"obligation:{POINT}", ObligationCard)
    assert point is not None and (point.meeting, point.state) == ("point-1", "a_venir")


def test_holding_a_meeting_keeps_minutes_decisions_and_fulfils() -> None:
    pen = planned()
    hold(pen, decisions=[DECISION])
    meeting = pen.board.get("meeting:point-1", MeetingCard)
    assert meeting is not None
    assert (meeting.state, meeting.held_at, meeting.attended, meeting.decisions) == (
        "tenue",
        MAY,
        ("unccas", "sgav"),
        1,
    )
    decision = pen.board.get("decision:point-1-1", DecisionCard)
    assert decision is not None and decision.text is not None
    assert (decision.owner, decision.due_on, decision.text.text) == (
        "unccas",
        date(2017, 9, 1),
        "Diffuser le guide",
    )
    point = pen.board.get(f"obligation:{POINT}", ObligationCard)
    assert point is not None and point.state == "remplie"


def test_what_was_said_is_for_the_parties_and_not_for_observers() -> None:
    pen = planned()
    hold(pen, decisions=[DECISION])
    minutes = pen.board.get("minutes:point-1", MinutesCard)
    assert minutes is not None
    for party in (PERMANENCE, SGAV):
        assert policy.holds(policy.channels(party, pen.board), minutes.channel)
    held = policy.channels(OBSERVER, pen.board)
    seen = [card.type for card in pen.board.cards() if policy.holds(held, card.channel)]
    assert "meeting" in seen and not {"minutes", "decision"} & set(seen)
    lines = [entry.fact.kind for entry in pen.entries if policy.holds(held, entry.channel)]
    assert "meeting.held" in lines and not {"minutes.written", "decision.taken"} & set(lines)


def test_a_decision_due_at_an_instant_is_due_on_that_day_in_paris() -> None:
    pen = planned()
    hold(pen, decisions=[{**DECISION, "due": "2017-08-31T22:30:00Z"}])
    decision = pen.board.get("decision:point-1-1", DecisionCard)
    assert decision is not None and decision.due_on == date(2017, 9, 1)


def test_a_meeting_for_no_obligation_is_a_meeting_too() -> None:
    pen = signed()
    pen.do("meeting.schedule", as_=SGAV, meeting="groupe-travail", at=MAY)
    pen.now = MAY
    pen.do("meeting.hold", as_=SGAV, meeting="groupe-travail", held_at=MAY, minutes="Programme de formation.")
    assert {card.state for card in pen.board.of(ObligationCard)} == {"a_venir"}


def test_a_second_meeting_for_a_met_obligation_changes_nothing_of_it() -> None:
    pen = signed()
    for name in ("point-1", "point-1-bis"):
        pen.do("meeting.schedule", meeting=name, at=MAY, obligation=POINT)
    pen.now = MAY
    hold(pen)
    hold(pen, meeting="point-1-bis")
    assert [entry.fact.kind for entry in pen.entries].count("obligation.fulfilled") == 1
    with pytest.raises(ObligationMet):
        pen.do("meeting.schedule", meeting="point-1-ter", at=MAY, obligation=POINT)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"meeting": "inconnue"}, UnknownMeeting),
        ({"held_at": MAY + timedelta(hours=3)}, HeldInFuture),
        ({"attended": ["unccas", "personne"]}, UnknownBody),
        ({"decisions": [{**DECISION, "owner": "personne"}]}, UnknownBody),
        ({"decisions": [{"text": "Sans responsable", "due": "2017-09-01"}]}, Malformed),
        ({"decisions": [DECISION] * 31}, Malformed),
        ({"minutes": ""}, Malformed),
    ],
)
def test_a_meeting_that_cannot_be_held_writes_nothing(fields: dict[str, Any], refusal: type[Problem]) -> None:
    pen = planned()
    before = pen.board.seq
    with pytest.raises(refusal):
        hold(pen, **fields)
    assert pen.board.seq == before


def test_a_meeting_is_held_once() -> None:
    pen = planned()
    hold(pen)
    with pytest.raises(AlreadyHeld):
        hold(pen)


def test_a_meeting_is_planned_once() -> None:
    pen = planned()
    with pytest.raises(MeetingExists):
        pen.do("meeting.schedule", meeting="point-1", at=MAY)


def test_a_meeting_for_an_unknown_obligation_is_refused() -> None:
    with pytest.raises(UnknownObligation):
        signed().do("meeting.schedule", meeting="point-1", at=MAY, obligation="point-etape-2017-05-11")


def test_after_the_end_only_meetings_of_before_may_be_written_down() -> None:
    pen = planned()
    pen.fall_due(datetime(2018, 3, 1, tzinfo=UTC))
    hold(pen)
    pen.do("meeting.schedule", meeting="bilan", at="2018-01-10T09:00:00Z")
    with pytest.raises(ConventionEnded):
        pen.do("meeting.schedule", meeting="suite", at="2018-03-10T09:00:00Z")


def test_somebody_who_is_no_party_cannot_see_the_convention() -> None:
    with pytest.raises(Problem):
        planned().do("meeting.schedule", as_=CCAS_NEMOURS, meeting="point-2", at=MAY)


def test_lines_give_the_time_in_paris_and_the_numbers() -> None:
    pen = planned()
    hold(pen, decisions=[DECISION, {**DECISION, "text": "Relire les fiches"}])
    said = [line.replace("\u00a0", " ") for line in pen.say()]
    assert "Réunion prévue le 9 mai 2017 à 14 h 00 : Point d’étape trimestriel." in said
    assert "Réunion tenue le 9 mai 2017 à 14 h 00 : 2 organismes présents, 2 décisions." in said
    assert "Compte rendu de réunion : Trois fiches relues." in said
    assert any(line.endswith("pour le 1er septembre 2017) : Diffuser le guide") for line in said)
