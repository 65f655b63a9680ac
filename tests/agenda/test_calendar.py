"""What the calendar of a dossier holds, for whom, and in what order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.agenda import calendar
from crisiscoord.agenda.calendar import READ, Calendar, Span, calendar_of, ranked
from crisiscoord.agenda.items import Item
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.catalogue import COMMAND_OF
from crisiscoord.domain.states import CALENDAR_KINDS
from crisiscoord.domain.words import Actor, FallDue
from tests.cast import (
    CCAS_NEMOURS,
    OBSERVER,
    PERMANENCE,
    PREFECTURE_45,
    PREFECTURE_77,
    REPRESENTANTE,
    SGAV,
    TERRAIN_NEMOURS,
)
from tests.conftest import NOON
from tests.office import DECLARE
from tests.pen import Pen, territory

SIGNED = datetime(2017, 2, 10, 15, tzinfo=UTC)
POINT = "point-etape-2017-05-10"


def convention() -> Pen:
    pen = Pen(SIGNED, "etat-unccas-2017")
    said = {"template": "etat-unccas", "title": "État-UNCCAS", "signed_on": "2017-02-10"}
    pen.do("convention.sign", parties=["unccas", "sgav"], **said)
    return pen


def crisis(now: datetime = NOON, communes: tuple[str, ...] = ("77333", "77288")) -> Pen:
    pen = Pen(now, "crue-2026")
    said = {"title": "Crue du Loing", "hazard": "inondation", "reason": "Deux communes évacuent.", "exercise": True}
    pen.do("crisis.declare", occurred_at=now - timedelta(hours=2), communes=communes, **said)
    return pen


def told(pen: Pen, actor: Actor = PERMANENCE, span: Span | None = None) -> Calendar:
    found = calendar_of(pen.board, actor, pen.now, span)
    assert found is not None
    return found


def of_kind(found: Calendar, kind: str) -> list[Item]:
    return [item for item in found.items if item.kind == kind]


def test_everything_that_falls_due_has_its_place():
    due = {do.removesuffix(".fall_due") for do, command in COMMAND_OF.items() if issubclass(command, FallDue)}
    assert due - READ.keys() == set()


def test_a_convention_shows_its_year_on_whole_days():
    found = told(convention())
    points = [item.on for item in of_kind(found, "obligation")]
    assert [day for day in points if day < date(2018, 1, 1)] == [
        date(2017, 5, 10),
        date(2017, 8, 10),
        date(2017, 11, 10),
    ]
    (end,) = of_kind(found, "convention_end")
    assert (end.on, end.at, end.overdue) == (date(2018, 2, 10), None, False)
    assert all(item.at is None for item in of_kind(found, "obligation"))
    assert {item.kind for item in found.items} <= CALENDAR_KINDS.keys()


def test_what_is_late_comes_first_and_leaves_when_it_is_done():
    pen = convention()
    pen.now = datetime(2017, 5, 11, 9, tzinfo=UTC)
    first = told(pen).items[0]
    assert (first.kind, first.on, first.overdue) == ("obligation", date(2017, 5, 10), True)
    pen.do("meeting.schedule", meeting="point-1", at=pen.now - timedelta(hours=2), obligation=POINT)
    held = {"held_at": pen.now - timedelta(hours=2), "minutes": "Relu.", "attended": ["sgav"]}
    decided = {"text": "Diffuser le guide", "owner": "unccas", "due": "2017-06-01"}
    pen.do("meeting.hold", meeting="point-1", decisions=[decided], **held)
    found = told(pen)
    assert not any(item.overdue for item in found.items)
    (meeting,) = of_kind(found, "meeting")
    assert (meeting.state, meeting.at, "\u00a0: " in meeting.title) == ("tenue", held["held_at"], True)
    pen.now = datetime(2017, 6, 2, 9, tzinfo=UTC)
    assert [(item.kind, item.on) for item in told(pen).items if item.overdue] == [("decision", date(2017, 6, 1))]


def test_a_decision_is_for_those_who_took_it():
    pen = convention()
    pen.do("meeting.schedule", meeting="point-1", at=SIGNED)
    decided = [{"text": "Diffuser le guide", "owner": "unccas", "due": "2017-06-01"}]
    pen.do("meeting.hold", meeting="point-1", held_at=SIGNED, minutes="Relu.", decisions=decided)
    assert [item.title for item in of_kind(told(pen, SGAV), "decision")] == ["Décision\u00a0: Diffuser le guide"]
    assert of_kind(told(pen, OBSERVER), "decision") == []
    assert calendar_of(pen.board, CCAS_NEMOURS, pen.now) is None


def test_a_meeting_that_moves_stays_the_same_thing_and_one_that_is_cancelled_is_still_told():
    pen = convention()
    pen.do("meeting.schedule", meeting="point-1", at=datetime(2017, 5, 9, 12, tzinfo=UTC))
    (before,) = of_kind(told(pen), "meeting")
    pen.do("meeting.move", meeting="point-1", at=datetime(2017, 5, 4, 22, 30, tzinfo=UTC), reason="Salle prise.")
    (moved,) = of_kind(told(pen), "meeting")
    assert (moved.id, moved.seq > before.seq, moved.on) == (before.id, True, date(2017, 5, 5))
    pen.do("meeting.cancel", meeting="point-1", reason="Reportée.")
    (cancelled,) = of_kind(told(pen), "meeting")
    assert (cancelled.id, cancelled.state, cancelled.overdue) == (before.id, "annulee", False)


def test_a_planned_meeting_that_nobody_said_was_held_is_late_the_day_after():
    pen = convention()
    pen.do("meeting.schedule", meeting="point-1", at=SIGNED)
    pen.now = SIGNED + timedelta(hours=2)
    assert not of_kind(told(pen), "meeting")[0].overdue
    pen.now = SIGNED + timedelta(hours=25)
    assert of_kind(told(pen), "meeting")[0].overdue


def test_the_field_sees_its_own_tasks_and_report_and_the_others_those_of_all():
    pen = crisis()
    own, whole = told(pen, CCAS_NEMOURS), told(pen)
    assert {item.card for item in of_kind(own, "task")} == {"tasks:ccas-77333"}
    assert [item.card for item in of_kind(own, "report")] == ["body:ccas-77333"]
    assert all(item.link == "/dossiers/crue-2026/organismes/ccas-77333" for item in of_kind(own, "report"))
    assert {item.card for item in of_kind(whole, "task")} <= {"tasks:crisis", "tasks:departement-77"}
    (report,) = of_kind(whole, "report")
    assert "2 comptes rendus attendus" in report.title
    assert {item.kind for item in told(pen, SGAV).items} <= {"task", "notice", "designation"}
    assert calendar_of(pen.board, PREFECTURE_45, pen.now) is None
    assert of_kind(told(pen, PREFECTURE_77), "report") == [report]


def test_whoever_is_designated_sees_more_than_their_own_body():
    pen = crisis()
    both = TERRAIN_NEMOURS.model_copy(update={"email": REPRESENTANTE.email})
    contact = {"phone": "01 99 00 12 34", "email": REPRESENTANTE.email, "accepted": True}
    who = {"name": "Camille Exemple", "function": "Vice-présidente", "perimeter": "main"}
    assert {item.card for item in of_kind(told(pen, both), "task")} == {"tasks:ccas-77333"}
    pen.do("representative.designate", designation="premiere", **who, **contact)
    assert "tasks:crisis" in {item.card for item in of_kind(told(pen, both), "task")}
    assert of_kind(told(pen), "notice")


def test_a_report_that_did_not_come_is_late_since_it_was_expected():
    pen = crisis()
    (expected,) = of_kind(told(pen, CCAS_NEMOURS), "report")
    assert expected.at is not None and not expected.overdue
    pen.fall_due(expected.at + timedelta(minutes=1))
    pen.now = expected.at + timedelta(minutes=2)
    (late,) = of_kind(told(pen, CCAS_NEMOURS), "report")
    assert (late.id, late.at, late.overdue) == (expected.id, expected.at, True)
    pen.do("report.file", CCAS_NEMOURS, body="ccas-77333", status="mobilise", observed_at=pen.now)
    assert not of_kind(told(pen, CCAS_NEMOURS), "report")[0].overdue


def test_a_closed_crisis_has_nothing_due():
    pen = crisis()
    pen.do("crisis.stand_down", reason="Décrue.")
    pen.do("crisis.close", reason="Terminé.")
    assert told(pen).items == ()


def test_a_great_crisis_stays_a_short_calendar():
    communes = tuple(commune.code for commune in territory().search("saint", limit=200))
    small, great = told(crisis()), told(crisis(communes=communes))
    departements = len({card.departement for card in crisis(communes=communes).board.of(BodyCard)})
    assert departements > 20
    assert len(great.items) <= len(small.items) * departements


def test_a_representative_is_awaited_then_missed_then_there():
    pen = crisis()
    (awaited,) = of_kind(told(pen), "designation")
    assert awaited.at is not None and not awaited.overdue
    pen.fall_due(awaited.at)
    pen.now = awaited.at + timedelta(minutes=5)
    (missed,) = of_kind(told(pen), "designation")
    assert (missed.id, missed.overdue) == (awaited.id, True)
    contact = {"phone": "01 99 00 12 34", "email": REPRESENTANTE.email}
    who = {"name": "Camille Exemple", "function": "Vice-présidente", "perimeter": "main"}
    pen.do("representative.designate", designation="premiere", accepted=False, **who, **contact)
    assert [(item.state, item.overdue) for item in of_kind(told(pen), "designation")] == [
        (None, True),
        ("proposee", False),
    ]
    pen.do("representative.accept", designation="premiere")
    assert of_kind(told(pen), "designation") == []


def test_days_that_are_asked_for_bound_all_but_what_is_late():
    pen = convention()
    pen.now = datetime(2017, 8, 12, 9, tzinfo=UTC)
    asked = Span(date(2017, 11, 10), date(2017, 11, 10))
    found = told(pen, span=asked)
    assert {item.on for item in found.items if not item.overdue} == {date(2017, 11, 10)}
    assert [item for item in found.items if item.overdue] == [item for item in told(pen).items if item.overdue] != []


def test_beyond_the_bound_what_is_left_out_is_counted(monkeypatch: pytest.MonkeyPatch):
    pen = convention()
    whole = told(pen)
    monkeypatch.setattr(calendar, "MOST", 3)
    found = told(pen)
    assert found.items == whole.items[:3]
    assert found.left_out == len(whole.items) - 3


_DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
_ITEMS = st.builds(
    Item,
    id=st.uuids().map(str),
    card=st.none(),
    seq=st.integers(1, 9),
    kind=st.just("task"),
    title=st.sampled_from("abc"),
    on=_DAYS,
    link=st.just("/"),
    overdue=st.booleans(),
)


@given(st.lists(_ITEMS, max_size=30), _DAYS)
def test_late_then_to_come_the_nearest_first_then_past_the_latest_first(items: list[Item], today: date):
    order = ranked(items, today)
    assert sorted(item.id for item in order) == sorted(item.id for item in items)
    late = [item.on for item in order if item.overdue]
    coming = [item.on for item in order if not item.overdue and item.on >= today]
    past = [item.on for item in order if not item.overdue and item.on < today]
    assert [item.on for item in order] == [*sorted(late), *sorted(coming), *sorted(past, reverse=True)]


def test_the_next_point_de_situation_has_its_hour_and_is_late_once_it_has_not_come():
    pen = Pen(NOON)
    pen.do("crisis.declare", **{key: value for key, value in DECLARE.items() if key != "do"})
    pen.do("situation.freeze", cutoff_at=NOON)
    calendar = calendar_of(pen.board, PERMANENCE, pen.now)
    assert calendar is not None
    (coming,) = [item for item in calendar.items if item.kind == "point"]
    assert coming.title.endswith("n°\u00a02") and coming.at is not None and coming.at > NOON and not coming.overdue
    later = calendar_of(pen.board, PERMANENCE, coming.at + timedelta(minutes=1))
    assert later is not None
    assert [item.overdue for item in later.items if item.kind == "point"] == [True]
