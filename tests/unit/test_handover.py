"""A representative who is relieved leaves a sheet, which the next one reads."""

from datetime import timedelta

import pytest

from crisiscoord.domain.crisis import WrongState
from crisiscoord.domain.handover import HandoverCard, UnknownHandover, handover
from crisiscoord.errors import Forbidden
from tests.cast import CCAS_NEMOURS, DEPUTY, PREFECTURE_77
from tests.pen import Pen
from tests.unit.test_declaring import NEMOURS, ORLEANS, T0, declared
from tests.unit.test_designating import proposal


def relieved(perimeter: str = "main") -> Pen:
    pen = declared(communes=[NEMOURS, ORLEANS])
    pen.do(proposal(accepted=True, perimeter=perimeter))
    pen.fall_due(T0 + timedelta(hours=3))
    pen.do("report.file", body="ccas-77333", status="tension", observed_at=pen.now)
    pen.do("representative.relieve", designation="principal")
    return pen


def sheet_of(pen: Pen) -> HandoverCard:
    card = pen.board.get("handover:principal", HandoverCard)
    assert card is not None
    return card


def test_the_sheet_says_what_stood_on_the_board() -> None:
    pen = relieved()
    card = sheet_of(pen)
    assert card.channel == "cell"
    assert card.sheet.statuses == {"tension": 1, "sans_nouvelle": 1}
    assert card.sheet.overdue.keys() <= card.sheet.tasks.keys() and sum(card.sheet.overdue.values())
    assert len(card.sheet.alarms) == 2 and any(key.startswith("sgav-") for key in card.sheet.notices)
    assert any(line.startswith("Fiche de relève, Représentant") and "2 organismes" in line for line in pen.say())


def test_the_sheet_is_frozen() -> None:
    pen = relieved()
    before = sheet_of(pen).sheet
    pen.do("report.file", body="ccas-77333", status="mobilise", observed_at=pen.tick(minutes=5))
    assert sheet_of(pen).sheet == before != handover(pen.board, pen.now)


def test_the_sheet_of_a_departement_says_nothing_of_the_others() -> None:
    assert sheet_of(relieved("45")).sheet.statuses == {"sans_nouvelle": 1}


def test_the_next_representative_reads_it_once() -> None:
    pen = relieved()
    for outsider in (CCAS_NEMOURS, PREFECTURE_77):
        with pytest.raises(Forbidden):
            pen.do("handover.acknowledge", as_=outsider, designation="principal")
    pen.do(proposal("suivant", email=DEPUTY.email, accepted=True))
    pen.do("handover.acknowledge", as_=DEPUTY, designation="principal")
    assert (sheet_of(pen).acknowledged_at, sheet_of(pen).acknowledged_by) == (pen.now, "representant_unccas")
    with pytest.raises(WrongState):
        pen.do("handover.acknowledge", designation="principal")
    with pytest.raises(UnknownHandover):
        pen.do("handover.acknowledge", designation="suivant")
    assert [*pen.redrawn().cards()] == [*pen.board.cards()]
