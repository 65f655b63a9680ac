"""What is to be done and by when, and the sheet of a leaving team: to each what they may see, within bounds."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.domain.vocabulary import SPANS
from crisiscoord.domain.words import Actor
from tests.api.test_commands import refused
from tests.api.test_quarter import SIGNED, accepted
from tests.cast import CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77, SGAV, UDCCAS_77
from tests.house import MELUN, NEMOURS, Served, served


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """A crisis of two départements, two hours and a half after it was qualified."""
    clock = ManualClock(SIGNED)
    with served(f"sqlite:///{tmp_path_factory.mktemp('late')}/crisiscoord.db", clock) as house:
        crisis = house.declare(communes=[NEMOURS, MELUN, "45234"])
        clock.advance(timedelta(hours=1))
        accepted(house.report(crisis, CCAS_NEMOURS, text="Le gymnase est ouvert."))
        note = {"category": "demande", "text": "Trente lits pour ce soir."}
        accepted(house.do(crisis, "note.write", UDCCAS_77, **note))
        accepted(house.do(crisis, "call.log", UDCCAS_77, body=f"ccas-{MELUN}", answered=False))
        clock.advance(timedelta(minutes=90))
        yield house, crisis


def asked(late: tuple[Served, str], what: str, actor: Actor = PERMANENCE, **query: str) -> Any:
    house, crisis = late
    response = house.as_(actor).get(f"/api/dossiers/{crisis}/{what}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def owners(told: Any) -> set[str]:
    return {task["owner"] for task in told["tasks"]} | {one["owner"] for one in told["owners"]}


def test_the_late_come_first_and_every_task_is_counted_in_its_span(late: tuple[Served, str]) -> None:
    told = asked(late, "tasks")
    order = [list(SPANS).index(task["span"]) for task in told["tasks"]]
    assert order == sorted(order) and order[0] == 0
    assert sum(told["counts"].values()) == len(told["tasks"]) + told["left_out"]
    added = [sum(one["counts"].get(span, 0) for one in told["owners"]) for span in SPANS]
    assert added == [told["counts"].get(span, 0) for span in SPANS]


def test_each_view_holds_what_its_name_says(late: tuple[Served, str]) -> None:
    assert owners(asked(late, "tasks", CCAS_NEMOURS, view="body")) == {f"ccas-{NEMOURS}"}
    assert owners(asked(late, "tasks", CCAS_NEMOURS, view="mine")) == {f"ccas-{NEMOURS}"}
    mine = asked(late, "tasks", UDCCAS_77, view="mine")["tasks"]
    assert {task["who"] for task in mine} == {"udccas"}
    near = asked(late, "tasks", UDCCAS_77, view="departement")
    assert owners(near) == {"departement-77", f"ccas-{NEMOURS}", f"ccas-{MELUN}"}
    assert owners(asked(late, "tasks", owner="crisis")) == {"crisis"}


def test_tasks_go_by_the_channels_that_one_holds(late: tuple[Served, str]) -> None:
    assert owners(asked(late, "tasks", SGAV)) == {"crisis"}
    assert not any("45" in owner.partition("-")[2][:2] for owner in owners(asked(late, "tasks", PREFECTURE_77)))
    assert "departement-45" in owners(asked(late, "tasks", OBSERVER))


def test_the_sheet_of_a_departement_says_what_is_late_who_is_silent_and_what_was_asked(
    late: tuple[Served, str],
) -> None:
    sheet = asked(late, "shift", UDCCAS_77, departement="77")
    assert sheet["coverage"] == {"heard": 1, "of": 2}
    assert (sheet["silent"][0]["body"], sheet["silent"][0]["tries"]) == (f"ccas-{MELUN}", 1)
    assert sum(one["count"] for one in sheet["tasks"]["late"]) == sheet["tasks"]["spans"]["en_retard"]
    assert sheet["tasks"]["spans"]["en_retard"] == sum(sheet["tasks"]["overdue"].values())
    assert [one["text"] for one in sheet["news"]] == ["Le gymnase est ouvert."]
    assert [one["category"] for one in sheet["to_settle"]] == ["demande"]
    assert "Trente lits" in sheet["to_settle"][0]["text"]
    assert all(one["due"] <= sheet["until"] for one in sheet["tasks"]["soon"])


def test_the_sheet_of_a_body_is_of_that_body_alone(late: tuple[Served, str]) -> None:
    sheet = asked(late, "shift", CCAS_NEMOURS, body=f"ccas-{NEMOURS}")
    assert sheet["team"]["name"] and sheet["coverage"] == {"heard": 1, "of": 1}
    assert {name for part in ("late", "soon") for one in sheet["tasks"][part] for name in one["owners"]} == {
        sheet["team"]["name"]
    }
    assert not any("Melun" in str(part) for part in (sheet["silent"], sheet["news"], sheet["awaited"]))


def test_nobody_reads_the_sheet_of_what_is_not_theirs_to_see(late: tuple[Served, str]) -> None:
    house, crisis = late
    for actor, query in (
        (PREFECTURE_77, {"departement": "45"}),
        (SGAV, {"body": f"ccas-{NEMOURS}"}),
        (PREFECTURE_77, {"body": "ccas-45234"}),
        (PERMANENCE, {"body": "ccas-99999"}),
    ):
        response = house.as_(actor).get(f"/api/dossiers/{crisis}/shift", params=query)
        refused(response, 404, "nothing_here")
    whole = asked(late, "shift", SGAV)
    assert (whole["coverage"]["of"], whole["silent"], whole["news"]) == (0, [], [])
    assert not any(line["kind"] == "report.filed" for line in whole["lines"])
