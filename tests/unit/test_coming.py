"""What is to be done and by when: spans that begin now, owners with the most late tasks first."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain import policy
from crisiscoord.domain.coming import UNFINISHED, Digest, Horizon, digest, earliest
from crisiscoord.domain.task_cards import TaskItem, TasksCard, actions_of
from crisiscoord.domain.tasking import StartTask
from crisiscoord.domain.vocabulary import SPANS
from crisiscoord.errors import Problem
from tests.cast import CCAS_NEMOURS, PREFECTURE_77, SGAV, TERRAIN_NEMOURS, UDCCAS_77
from tests.pen import Pen
from tests.unit.test_tasking import T0, action, declared

MOMENTS = [("PT30M", "une_heure"), ("PT5H", "six_heures"), ("PT90H", "plus_tard")]


def looked_at(pen: Pen) -> Digest:
    horizon = Horizon.at(pen.now, "Europe/Paris")
    return digest(pen.board.of(TasksCard), actions_of(pen.board), horizon, lambda *_: True)


def test_a_task_falls_in_the_span_of_its_due() -> None:
    actions = [action(f"SOC-{number:02}", at=at) for number, (at, _) in enumerate(MOMENTS, 1)]
    pen = declared(*actions, action("SOC-09", anchor="vigilance"), action("SOC-10", must=False))
    pen.now = T0 + timedelta(minutes=1)
    found = looked_at(pen)
    spans = {task.code: task.span for task in found.tasks}
    wanted = {f"SOC-{number:02}": span for number, (_, span) in enumerate(MOMENTS, 1)}
    assert spans == {**wanted, "SOC-09": "sans_date", "SOC-10": spans["SOC-10"]}
    pen.now = T0 + timedelta(days=9)
    later = {task.code: task.span for task in looked_at(pen).tasks}
    assert later["SOC-01"] == later["SOC-03"] == "en_retard"
    assert later["SOC-10"] == "si_utile", "what is only recommended is never late"
    assert [task.code for task in earliest(looked_at(pen).tasks, 2)] == ["SOC-01", "SOC-02"]


@given(st.integers(0, 23), st.integers(-3_000, 6_000))
def test_spans_follow_one_another_without_a_gap(hour: int, minutes: int) -> None:
    now = T0.replace(hour=hour)
    horizon = Horizon.at(now, "Europe/Paris")
    order = list(SPANS)
    here, later = (
        horizon.span(TaskItem(state="a_faire", playbook="socle", due=now + timedelta(minutes=m)))
        for m in (minutes, minutes + 1)
    )
    assert order.index(here) <= order.index(later)
    assert (here == "en_retard") == (minutes <= 0)


def test_an_owner_with_late_tasks_comes_first_and_counts_add_up() -> None:
    pen = declared(action("SOC-01", at="PT1H"), action("SOC-02", at="P3D"), communes=("77333", "77288"))
    pen.now = T0 + timedelta(hours=2)
    pen.do("task.finish", task="SOC-01", body="ccas-77288")
    found = looked_at(pen)
    assert [one.card.owner for one in found.owners] == ["ccas-77333", "ccas-77288"]
    assert found.counts.total() == len(found.tasks) == 3
    assert all(task.item.state in UNFINISHED for task in found.tasks)


def test_a_task_is_mine_when_and_only_when_i_may_begin_it() -> None:
    pen = declared(communes=("77333", "77288", "45234"))
    actions = actions_of(pen.board)
    for actor in (CCAS_NEMOURS, TERRAIN_NEMOURS, UDCCAS_77, PREFECTURE_77, SGAV):
        (capacity,) = policy.capacities_of(actor, pen.board)
        for card in pen.board.of(TasksCard):
            for code in card.items:
                owner = {"body": card.body} if card.body else {"departement": card.departement}
                said = {"id": "0" * 32, "dossier": "crue", "task": code, **owner}
                command = StartTask.model_validate(said)
                try:
                    policy.authorize(actor, command, pen.board, pen.now, lambda _: None)
                    allowed = True
                except Problem:
                    allowed = False
                assert policy.is_for(capacity, card, actions[code]) == allowed, (actor.role, card.owner, code)
