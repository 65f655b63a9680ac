"""What a protocol recommends (`must: false`) is done if it is of use, and is never late (docs/decisions/0021)."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.handover import handover
from tests.cast import CCAS_NEMOURS
from tests.unit.test_applying import revise
from tests.unit.test_tasking import NEMOURS, T0, action, declared, state, tasks

HOUR = timedelta(hours=1)
USEFUL = action("SOC-10", must=False)


def test_a_recommended_task_is_never_said_overdue() -> None:
    pen = declared(USEFUL, action("SOC-06"))
    pen.fall_due(T0 + 3 * HOUR)
    late = [line for line in pen.say() if "en retard" in line]
    assert len(late) == 1 and "SOC-06" in late[0] and "SOC-10" not in late[0]
    assert tasks(pen).items["SOC-10"].called is None


def test_nobody_is_woken_for_a_recommended_task_alone() -> None:
    pen = declared(USEFUL)
    assert tasks(pen).due is None
    assert [entry.fact.kind for entry in pen.fall_due(T0 + timedelta(days=2))].count("tasks.fell_due") == 0


def test_it_is_listed_with_its_date_and_counted_to_finish_but_not_late() -> None:
    pen = declared(USEFUL, action("SOC-06"))
    item = tasks(pen).items["SOC-10"]
    assert (item.state, item.due, item.optional) == ("a_faire", T0 + 2 * HOUR, True)
    sheet = handover(pen.board, T0 + 3 * HOUR)
    assert (sheet.tasks["body"], sheet.overdue["body"]) == (2, 1)


def test_it_is_begun_done_and_set_aside_like_any_other() -> None:
    pen = declared(USEFUL)
    pen.do("task.start", CCAS_NEMOURS, task="SOC-10", body=NEMOURS)
    pen.do("task.finish", CCAS_NEMOURS, task="SOC-10", body=NEMOURS)
    assert state(pen, "SOC-10") == "fait"


def test_one_that_comes_back_takes_its_next_date_when_it_is_done() -> None:
    pen = declared(action("SOC-10", must=False, every="PT6H", until="P2D"))
    pen.do("task.finish", CCAS_NEMOURS, now=T0 + 9 * HOUR, task="SOC-10", body=NEMOURS)
    item = tasks(pen).items["SOC-10"]
    assert (item.state, item.due, item.missed) == ("a_faire", T0 + 14 * HOUR, None)


def test_a_newer_version_makes_it_required_or_no_more() -> None:
    pen = declared(USEFUL, action("SOC-06"))
    revise(pen, action("SOC-10"), action("SOC-06", must=False))
    assert (tasks(pen).items["SOC-10"].optional, tasks(pen).items["SOC-06"].optional) == (None, True)
    assert tasks(pen).due == T0 + 2 * HOUR
    told = pen.say()[-1]
    assert "1 action devient obligatoire." in told.replace("\u00a0", " ")
    assert "1 action devient à faire si utile." in told.replace("\u00a0", " ")
    assert pen.redrawn().card(f"tasks:{NEMOURS}") == tasks(pen)


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.integers(0, 72))
def test_whatever_is_late_was_required(required: list[bool], hours: int) -> None:
    pen = declared(*(action(f"SOC-{10 + n}", must=must) for n, must in enumerate(required)))
    pen.fall_due(T0 + hours * HOUR)
    called = {code for code, item in tasks(pen).items.items() if item.called}
    assert called == {f"SOC-{10 + n}" for n, must in enumerate(required) if must and hours >= 2}
