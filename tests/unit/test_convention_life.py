"""What is offered to the parties is what would be carried out; what is not says why."""

from datetime import date, datetime

import pytest

from crisiscoord.domain.convention_life import Step, life_of
from crisiscoord.domain.words import Situation
from tests.cast import PERMANENCE
from tests.pen import Pen, territory
from tests.unit.test_agreeing import convention, signed
from tests.unit.test_renewing import at, noticed


def life(pen: Pen) -> dict[str, Step]:
    situation = Situation(pen.now, PERMANENCE, PERMANENCE.role, pen.library, territory(), lambda _: None)
    return {step.do.partition(".")[2]: step for step in life_of(pen.board, situation)}


def possible(pen: Pen) -> list[str]:
    return [do for do, step in life(pen).items() if step.possible]


def test_a_renewal_says_from_when_to_when_it_may_be_agreed() -> None:
    pen = signed()
    pen.now = at("2018-01-15")
    renew = life(pen)["renew"]
    assert renew.possible and renew.why.startswith("Reconduction possible du 10 février 2017 au 10 février 2018")
    pen.do("convention.renew", on="2018-01-12")
    renew = life(pen)["renew"]
    assert not renew.possible
    assert "déjà renouvelée jusqu’au 10 février 2019" in renew.why
    assert "possible de nouveau du 10 février 2018 au 10 février 2019" in renew.why


def test_after_the_term_only_an_agreement_of_before_may_be_written_down() -> None:
    pen = signed()
    pen.fall_due(at("2018-03-01"))
    assert possible(pen) == ["renew"]
    renew = life(pen)["renew"]
    assert renew.until == date(2018, 2, 10) and "peut encore être inscrit" in renew.why
    assert "10 février 2018" in life(pen)["amend"].why


def test_a_formal_notice_is_offered_only_where_the_text_has_one_and_none_runs() -> None:
    pen = signed()
    assert not life(pen)["give_notice"].possible
    pen = noticed()
    assert "d’abord une mise en demeure" in life(pen)["terminate"].why
    assert life(pen)["give_notice"].possible
    pen.do("convention.give_notice", on=str(convention(pen).signed_on), reason="Un engagement n’est pas tenu.")
    assert not life(pen)["give_notice"].possible
    assert "court" in life(pen)["terminate"].why


def test_nothing_is_offered_once_it_is_terminated() -> None:
    pen = signed()
    pen.do("convention.terminate", on="2017-02-10", reason="D’un commun accord.")
    assert possible(pen) == []
    assert all("résiliée" in step.why for step in life(pen).values())


@pytest.mark.parametrize("day", ["2017-02-10", "2017-08-01", "2018-02-10", "2018-02-11", "2018-09-01"])
def test_what_is_offered_today_is_carried_out_today(day: str) -> None:
    for do in possible(pen_on(day)):
        pen = pen_on(day)
        until = life(pen)[do].until
        pen.do(f"convention.{do}", on=str(until), reason="Accord des parties.")


def pen_on(day: str) -> Pen:
    pen = signed()
    pen.fall_due(datetime.fromisoformat(f"{day}T14:00:00+00:00"))
    return pen
