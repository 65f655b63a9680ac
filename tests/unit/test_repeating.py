"""What comes back every day comes back until the end of the crisis, whenever somebody says so."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crisiscoord.domain.dating import TasksDated
from crisiscoord.domain.durations import MOST_MOMENTS
from crisiscoord.domain.repeating import next_due
from tests.pen import Pen
from tests.unit.test_tasking import NEMOURS, T0, action, declared, state, tasks

DAY = timedelta(days=1)
DAILY = action("SOC-01", at="P1D", every="P1D", until="end")


def end(pen: Pen, at: timedelta) -> None:
    """Say, an hour later, that the crisis ended `at` after the qualification."""
    pen.do("crisis.mark", now=T0 + at + timedelta(hours=1), anchor="end", at=T0 + at, source="Préfecture")


def test_a_task_comes_back_as_long_as_nobody_says_that_it_is_over() -> None:
    pen = declared(DAILY)
    for day in range(1, 40):
        assert tasks(pen).due == T0 + day * DAY
        pen.do("task.finish", task="SOC-01", body=NEMOURS, now=T0 + day * DAY - timedelta(hours=1))
    assert state(pen, "SOC-01") == "a_faire"


def test_it_never_comes_back_for_ever() -> None:
    assert next_due(DAILY, T0, T0 + (MOST_MOMENTS + 2) * DAY, "Europe/Paris", 1) is None


def test_what_was_done_each_time_is_done_when_the_end_is_said() -> None:
    pen = declared(DAILY)
    pen.do("task.finish", task="SOC-01", body=NEMOURS, now=T0 + timedelta(hours=20))
    end(pen, 1.5 * DAY)
    assert (state(pen, "SOC-01"), tasks(pen).due) == ("fait", None)
    assert pen.say()[-1].endswith("1 tâche ne revient plus.")


def test_what_was_never_done_or_missed_has_no_object_once_it_is_over() -> None:
    never = declared(DAILY)
    end(never, timedelta(hours=5))
    assert (state(never, "SOC-01"), tasks(never).due) == ("sans_objet", None)
    missed = declared(DAILY)
    missed.fall_due(T0 + DAY)
    end(missed, 1.5 * DAY)
    item = tasks(missed).items["SOC-01"]
    assert (item.state, item.missed) == ("sans_objet", 1), "what was missed can still be read"


def test_a_round_due_before_the_end_is_still_to_be_done() -> None:
    pen = declared(DAILY)
    end(pen, DAY + timedelta(hours=2))
    assert state(pen, "SOC-01") == "a_faire"
    pen.fall_due()
    assert (tasks(pen).items["SOC-01"].called, tasks(pen).due) == (True, None), "said once, and no other date"
    pen.do("task.finish", task="SOC-01", body=NEMOURS)
    assert state(pen, "SOC-01") == "fait"


def test_a_round_that_somebody_has_begun_is_left_to_them() -> None:
    pen = declared(DAILY)
    pen.do("task.start", task="SOC-01", body=NEMOURS)
    end(pen, timedelta(hours=5))
    assert state(pen, "SOC-01") == "en_cours"
    pen.do("task.finish", task="SOC-01", body=NEMOURS)
    assert state(pen, "SOC-01") == "fait"


def test_whoever_joins_after_the_end_is_not_asked_to_begin() -> None:
    pen = declared(DAILY, action("SOC-02"))
    end(pen, timedelta(hours=5))
    pen.do("crisis.extend", communes=["77288"])
    assert list(tasks(pen, "ccas-77288").items) == ["SOC-02"]


def test_the_end_is_said_again_without_waking_what_has_stopped() -> None:
    pen = declared(DAILY)
    end(pen, timedelta(hours=5))
    end(pen, 3 * DAY)
    assert state(pen, "SOC-01") == "sans_objet"
    assert sum(isinstance(entry.fact, TasksDated) for entry in pen.entries) == 1
    assert pen.redrawn().card(f"tasks:{NEMOURS}") == pen.board.card(f"tasks:{NEMOURS}")


@given(st.integers(0, 20 * 24), st.integers(0, 20 * 24))
def test_no_date_is_given_after_the_end(past: int, ended: int) -> None:
    over = T0 + timedelta(hours=ended)
    due = next_due(DAILY, T0, T0 + timedelta(hours=past), "Europe/Paris", 1, over)
    assert due is None or T0 + timedelta(hours=past) < due <= over


@pytest.mark.parametrize(
    ("anchor", "until", "said"),
    [("end", "end", "jusqu’à cette fin"), ("t0", "fin", "la fin de l’évènement")],
)
def test_an_end_that_means_nothing_is_refused(anchor: str, until: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        action("SOC-01", anchor=anchor, at="P1D", every="P1D", until=until)
