"""A further protocol, or a newer version of one, is applied to a crisis under way."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisiscoord.domain.agreements import Action, Library, Playbook
from crisiscoord.domain.applying import OtherVersion, preview
from crisiscoord.domain.crisis import CrisisCard
from crisiscoord.domain.declaring import UnknownPlaybook
from crisiscoord.domain.task_cards import PlaybookCard, TasksCard
from crisiscoord.errors import Forbidden
from tests.cast import CCAS_NEMOURS, DEPUTY, REPRESENTANTE
from tests.pen import Pen
from tests.unit.test_designating import proposal
from tests.unit.test_tasking import NEMOURS, T0, action, declared, first_version, state, tasks

HOUR = timedelta(hours=1)


def socle(version: int, *actions: Action) -> Library:
    changes = (first_version(version),)
    text = Playbook(code="socle", version=version, title="Socle", lead="Pour tous", changes=changes, actions=actions)
    return Library(playbooks={"socle": text})


def revise(pen: Pen, *actions: Action, version: int = 4, **more: Any) -> list[str]:
    pen.library = socle(version, *actions)
    return [entry.fact.kind for entry in pen.do("playbook.apply", playbook="socle", **more)]


def test_the_same_version_again_writes_nothing() -> None:
    pen = declared(action("SOC-01"))
    assert pen.do("playbook.apply", playbook="socle") == []
    assert pen.do("playbook.apply", playbook="socle", version=3) == []


def test_what_a_newer_version_adds_is_opened_for_everybody() -> None:
    pen = declared(action("SOC-01"), communes=("77333", "45004"))
    kinds = revise(pen, action("SOC-01"), action("SOC-02", at="PT6H"), action("SOC-03", scope="departement"))
    assert kinds == ["playbook.applied", "tasks.opened", "tasks.opened", "tasks.opened", "tasks.opened"]
    assert tasks(pen).items["SOC-02"].due == T0 + 6 * HOUR
    assert state(pen, "SOC-03", "departement-45") == "a_faire"
    crisis = pen.board.get(f"crisis:{pen.dossier}", CrisisCard)
    assert crisis is not None and crisis.playbooks == {"socle": 4}
    assert revise(pen, action("SOC-01"), action("SOC-02"), version=4) == []


def test_an_unfinished_task_takes_the_new_text_and_date() -> None:
    pen = declared(action("SOC-01"), action("SOC-02"), action("SOC-03"))
    pen.do("task.finish", task="SOC-02", body=NEMOURS)
    later = [action(code, at="PT4H", title="Autre texte") for code in ("SOC-01", "SOC-02")]
    kinds = revise(pen, *later, action("SOC-03"))
    assert kinds == ["playbook.applied", "tasks.revised"]
    items = tasks(pen).items
    assert (items["SOC-01"].due, items["SOC-02"].due, items["SOC-03"].due) == (
        T0 + 4 * HOUR,
        T0 + 2 * HOUR,
        T0 + 2 * HOUR,
    )
    text = pen.board.get("playbook:socle", PlaybookCard)
    assert text is not None and text.actions["SOC-01"].title == "Autre texte"
    assert pen.say()[-1].endswith("pour 1 organisme\u00a0: CCAS de Nemours. 2 actions changent de date.")


def test_a_task_that_was_called_is_called_again_at_its_new_date() -> None:
    pen = declared(action("SOC-01"))
    pen.fall_due(T0 + 3 * HOUR)
    assert tasks(pen).due is None
    revise(pen, action("SOC-01", at="PT5H"))
    assert tasks(pen).due == T0 + 5 * HOUR


def test_a_date_that_is_not_known_any_more_is_waited_for() -> None:
    pen = declared(action("SOC-01"))
    revise(pen, action("SOC-01", anchor="jo"))
    assert (state(pen, "SOC-01"), tasks(pen).due) == ("en_attente", None)


def test_what_comes_back_takes_its_next_date_and_not_its_first() -> None:
    pen = declared(action("SOC-01"))
    pen.now = T0 + 9 * HOUR
    revise(pen, action("SOC-01", at="PT2H", every="PT4H", until="P2D"))
    assert tasks(pen).due == T0 + 10 * HOUR


def test_what_the_protocol_has_no_more_has_no_object_but_what_is_done_stays_readable() -> None:
    pen = declared(action("SOC-01"), action("SOC-02"), action("SOC-03"))
    pen.do("task.finish", task="SOC-02", body=NEMOURS)
    revise(pen, action("SOC-03"))
    assert (state(pen, "SOC-01"), state(pen, "SOC-02"), state(pen, "SOC-03")) == ("sans_objet", "fait", "a_faire")
    text = pen.board.get("playbook:socle", PlaybookCard)
    assert text is not None and (set(text.retired), text.actions["SOC-02"].title) == (
        {"SOC-01", "SOC-02"},
        "Action SOC-02",
    )
    assert tasks(pen).items["SOC-01"].entry == len(pen.entries), "the line says why"
    assert pen.say()[-1].endswith("2 actions retirées\u00a0: ce qui n’était pas fait est sans objet.")


def test_a_retired_action_is_not_opened_for_those_who_join_later() -> None:
    pen = declared(action("SOC-01"), action("SOC-02"))
    revise(pen, action("SOC-02"))
    pen.do("crisis.extend", communes=["77288"])
    assert list(tasks(pen, "ccas-77288").items) == ["SOC-02"]


def test_an_action_that_changes_hands_leaves_the_ones_and_comes_to_the_others() -> None:
    pen = declared(action("SOC-01"))
    revise(pen, action("SOC-01", scope="departement"))
    assert (state(pen, "SOC-01"), state(pen, "SOC-01", "departement-77")) == ("sans_objet", "a_faire")


def test_a_further_protocol_comes_with_the_one_that_it_extends_unless_it_is_there() -> None:
    pen = Pen(T0)
    asked = {"title": "Essai", "hazard": "autre", "occurred_at": T0, "reason": "Essai", "communes": ["77333"]}
    pen.do("crisis.declare", **asked)
    pen.do("playbook.apply", playbook="inondation")
    assert {card.code for card in pen.board.of(PlaybookCard)} == {"socle", "inondation"}
    assert sum(entry.fact.kind == "playbook.applied" for entry in pen.entries) == 2
    assert pen.do("playbook.apply", playbook="inondation") == []


def test_what_already_holds_is_opened_done() -> None:
    pen = declared(action("SOC-01"))
    pen.do(proposal(accepted=True))
    revise(pen, action("SOC-01"), action("SOC-02", scope="crisis", check="representative_active"))
    assert state(pen, "SOC-02", "crisis") == "fait"


def test_a_version_that_is_not_the_one_read_is_refused() -> None:
    pen = declared(action("SOC-01"))
    with pytest.raises(OtherVersion):
        pen.do("playbook.apply", playbook="socle", version=5)
    with pytest.raises(OtherVersion):
        revise(pen, action("SOC-01"), version=2)
    with pytest.raises(UnknownPlaybook):
        pen.do("playbook.apply", playbook="inondation")


def test_the_representative_of_the_whole_crisis_may_and_others_may_not() -> None:
    pen = declared(action("SOC-01"))
    pen.do(proposal(accepted=True))
    pen.do(proposal("departemental", email=DEPUTY.email, perimeter="77", accepted=True))
    for outsider in (CCAS_NEMOURS, DEPUTY):
        with pytest.raises(Forbidden):
            pen.do("playbook.apply", as_=outsider, playbook="socle")
    assert pen.do("playbook.apply", as_=REPRESENTANTE, playbook="socle") == []


def test_a_preview_says_what_would_be_added_changed_left_and_removed() -> None:
    pen = declared(action("SOC-01"), action("SOC-02"), action("SOC-03"), communes=("77333", "77288"))
    pen.do("task.finish", task="SOC-01", body=NEMOURS)
    text = socle(4, action("SOC-01", at="PT9H"), action("SOC-02"), action("SOC-04"))
    seen = preview(pen.board, text, "socle")
    said = {
        name: [(one.code, one.tasks) for one in getattr(seen, name)]
        for name in ("adds", "changes", "leaves", "removes")
    }
    assert said == {
        "adds": [("SOC-04", 2)],
        "changes": [("SOC-01", 1)],
        "leaves": [("SOC-02", 2)],
        "removes": [("SOC-03", 2)],
    }
    assert (seen.before, seen.version, seen.brings) == (3, 4, ())


_codes = st.sets(st.sampled_from([f"SOC-0{n}" for n in range(1, 7)]), min_size=1)
_hours = st.integers(1, 12)


@given(first=_codes, second=_codes, done=_codes, at=_hours)
@settings(max_examples=40, deadline=None)
def test_whatever_the_versions_nothing_done_is_lost_and_everything_in_force_is_open(
    first: set[str], second: set[str], done: set[str], at: int
) -> None:
    pen = declared(*(action(code) for code in sorted(first)))
    for code in sorted(done & first):
        pen.do("task.finish", task=code, body=NEMOURS)
    revise(pen, *(action(code, at=f"PT{at}H") for code in sorted(second)))
    items = tasks(pen).items
    assert {code for code, item in items.items() if item.state == "fait"} == done & first
    assert {code for code, item in items.items() if item.state == "a_faire"} == second - (done & first)
    assert {items[code].due for code in second - done} <= {T0 + at * HOUR}
    assert [*pen.redrawn().of(TasksCard)] == [*pen.board.of(TasksCard)]
