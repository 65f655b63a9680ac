"""What a protocol asks of the UDCCAS, in the départements that have none (article E-08, docs/decisions/0020)."""

from dataclasses import replace

import pytest

from crisiscoord.assets import playbooks_dir
from crisiscoord.domain.agreements import Library
from crisiscoord.domain.applying import preview
from crisiscoord.domain.task_cards import TasksCard, role_of_task
from crisiscoord.errors import Forbidden
from crisiscoord.library.reading import read_library
from tests.cast import REPRESENTANTE, actor
from tests.pen import Pen
from tests.unit.test_applying import socle
from tests.unit.test_designating import proposal
from tests.unit.test_tasking import T0, action, state, texts

RELAY = action("SOC-19", who="udccas", scope="departement")
UDCCAS_45 = actor("udccas-45", "udccas", "Lou Supposé", bodies=("udccas-45",), departements=("45",))
UDCCAS_77 = actor("udccas-77", "udccas", "Andrea Supposé", bodies=("udccas-77",), departements=("77",))


def knowing(library: Library, **unions: bool) -> Library:
    return replace(library, unions={code.removeprefix("d"): has for code, has in unions.items()})


def declared(*communes: str, library: Library | None = None) -> Pen:
    pen = Pen(T0, texts=library or knowing(texts(RELAY), d45=False))
    pen.do(
        "crisis.declare",
        title="Crue du Loing",
        hazard="inondation",
        occurred_at=T0,
        reason="Évacuations en cours",
        communes=list(communes),
    )
    return pen


def card(pen: Pen, departement: str) -> TasksCard:
    found = pen.board.get(f"tasks:departement-{departement}", TasksCard)
    assert found is not None
    return found


def test_the_representative_has_the_tasks_of_the_union_where_there_is_none() -> None:
    pen = declared("77333", "45004")
    assert role_of_task(pen.board, "departement-45", "SOC-19") == "representant_unccas"
    assert role_of_task(pen.board, "departement-77", "SOC-19") == "udccas"
    assert (card(pen, "45").union, card(pen, "77").union) == (False, None)


def test_where_there_is_none_the_representative_acts_and_no_account_of_a_union_does() -> None:
    pen = declared("77333", "45004")
    pen.do("representative.designate", **proposal(), accepted=True)
    with pytest.raises(Forbidden):
        pen.do("task.finish", UDCCAS_45, task="SOC-19", departement="45")
    pen.do("task.finish", REPRESENTANTE, task="SOC-19", departement="45")
    assert state(pen, "SOC-19", "departement-45") == "fait"


def test_where_nobody_has_stated_anything_the_union_keeps_its_tasks_and_the_representative_may_help() -> None:
    pen = declared("77333")
    pen.do("representative.designate", **proposal(), accepted=True)
    pen.do("task.start", UDCCAS_77, task="SOC-19", departement="77")
    pen.do("task.finish", REPRESENTANTE, task="SOC-19", departement="77")
    assert state(pen, "SOC-19", "departement-77") == "fait"


def test_the_main_courante_says_that_there_is_no_union() -> None:
    lines = [line for line in declared("77333", "45004").say() if "tâche ouverte" in line]
    assert [line.endswith("pas d’UDCCAS\u00a0: ses actions reviennent au représentant.") for line in lines] == [
        True,
        False,
    ]


def test_what_was_stated_at_the_declaration_stands_until_the_end() -> None:
    pen = declared("45004")
    later = socle(4, RELAY, action("SOC-20", who="udccas", scope="departement"))
    pen.library = knowing(later, d45=True, d77=False)
    pen.do("crisis.extend", communes=["77333"], degree="touchee")
    pen.do("playbook.apply", playbook="socle")
    assert role_of_task(pen.board, "departement-45", "SOC-20") == "representant_unccas"
    assert role_of_task(pen.board, "departement-77", "SOC-20") == "representant_unccas", "it joined later"
    assert [*pen.redrawn().of(TasksCard)] == [*pen.board.of(TasksCard)]


def test_the_preview_of_a_protocol_says_how_many_tasks_fall_to_the_representative() -> None:
    pen = declared("77333", "45004")
    later = knowing(socle(4, RELAY, action("SOC-20", who="udccas", scope="departement")), d45=False)
    told = preview(pen.board, later, "socle")
    assert [(one.code, one.tasks, one.stand_in) for one in (*told.adds, *told.leaves)] == [
        ("SOC-20", 2, 1),
        ("SOC-19", 2, 1),
    ]


def test_a_departement_either_has_a_union_or_has_none_and_each_statement_has_its_source() -> None:
    library = read_library(playbooks_dir())
    assert library.unions
    assert all(library.unions.values()), "no public source says that a département has none"
