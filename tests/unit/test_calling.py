"""Whom to call next."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.calling import call_list
from tests.pen import Pen
from tests.unit.test_declaring import MELUN, NEMOURS, ORLEANS, T0, declared

BODIES = [f"ccas-{insee}" for insee in (NEMOURS, MELUN, ORLEANS)]


def named(pen: Pen, *departements: str) -> list[str]:
    return [one.body for one in call_list(pen.board, pen.now, departements or None)]


def heard(pen: Pen, body: str) -> None:
    pen.do("report.file", body=body, status="mobilise", observed_at=pen.now)


def test_those_never_heard_come_before_those_who_are_late() -> None:
    pen = declared(communes=[NEMOURS, MELUN, ORLEANS])
    heard(pen, "ccas-77333")
    assert "ccas-77333" not in named(pen), "news is not awaited yet"
    pen.fall_due(T0 + timedelta(hours=9))
    assert named(pen)[-1] == "ccas-77333" and set(named(pen)) == set(BODIES)
    assert named(pen, "45") == ["ccas-45234"]


def test_who_was_called_in_vain_waits_for_the_turn_of_the_others() -> None:
    pen = declared(communes=[NEMOURS, MELUN])
    first, second = named(pen)
    pen.do("call.log", body=first, answered=False)
    assert named(pen) == [second, first]
    assert [one.tries for one in call_list(pen.board, pen.now)] == [0, 1]


@given(st.lists(st.tuples(st.sampled_from(BODIES), st.booleans(), st.integers(1, 300)), max_size=12))
@settings(max_examples=25, deadline=None)
def test_nobody_who_is_awaited_is_left_out_and_nobody_else_is_called(steps: list[tuple[str, bool, int]]) -> None:
    pen = declared(communes=[NEMOURS, MELUN, ORLEANS])
    for body, reports, minutes in steps:
        pen.fall_due(pen.tick(minutes=minutes))
        heard(pen, body) if reports else pen.do("call.log", body=body, answered=False)
    calls = call_list(pen.board, pen.now)
    never = [one.heard_at is None for one in calls]
    assert never == sorted(never, reverse=True)
    silent = {
        card.body for card in pen.board.of(BodyCard) if card.reported_at is None or card.awaited_since is not None
    }
    assert silent <= {one.body for one in calls}
    assert all(one.body in silent or one.status == "injoignable" for one in calls)


def test_who_says_that_its_news_is_out_of_date_or_no_longer_answers_is_called_again() -> None:
    pen = declared(communes=[NEMOURS, MELUN])
    for insee in (NEMOURS, MELUN):
        heard(pen, f"ccas-{insee}")
    assert named(pen) == []
    pen.do("report.file", body="ccas-77333", status="tension", observed_at=pen.now, valid_minutes=5)
    pen.tick(minutes=6)
    assert named(pen) == ["ccas-77333"]
    pen.do("report.file", body="ccas-77333", status="retour_normale", observed_at=pen.now, valid_minutes=5)
    pen.tick(minutes=6)
    assert named(pen) == [], "whoever is back to normal is left in peace until news is awaited"
    for _ in range(3):
        pen.do("call.log", body="ccas-77288", answered=False)
    assert named(pen) == ["ccas-77288"]
