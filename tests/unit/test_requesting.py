"""All the silent ones are asked again in one act, and nobody is asked twice in a quarter of an hour."""

import pytest

from crisiscoord.domain import catalogue
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.calling import is_silent
from crisiscoord.domain.requesting import IN_ENTRY, MOST, MOST_EARLIER, QUIET, ReportsRequested, RequestsCard
from crisiscoord.errors import Forbidden, Refused
from crisiscoord.library.territory import territory
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PERMANENCE, REPRESENTANTE, UDCCAS_77
from tests.conftest import NOON
from tests.office import DECLARE
from tests.pen import Pen
from tests.unit.test_supporting import MELUN, NEMOURS, declared


def asked(pen: Pen, departement: str = "77") -> set[str]:
    card = pen.board.get(f"requests:{departement}", RequestsCard)
    return {body for one in card.rounds for body in one.bodies} if card else set()


def test_one_act_asks_every_silent_body_and_none_that_has_reported() -> None:
    pen = declared()
    pen.do("report.file", CCAS_MELUN, body=MELUN, status="mobilise", observed_at=pen.now)
    pen.do("report.request", REPRESENTANTE, text="Point à 18 h.")
    silent = {card.body for card in pen.board.of(BodyCard) if card.competent and is_silent(card, pen.now)}
    assert NEMOURS in silent and MELUN not in silent
    assert set().union(*(card.bodies for card in pen.board.of(RequestsCard))) == silent
    line = next(catalogue.tell(one.fact) for one in pen.entries if isinstance(one.fact, ReportsRequested))
    assert line.startswith("RELANCE, département") and line.endswith("Point à 18 h.")


def test_who_was_asked_is_left_alone_for_a_while_then_asked_again() -> None:
    pen = declared()
    pen.do("report.request", REPRESENTANTE, bodies=[NEMOURS])
    assert asked(pen) == {NEMOURS}
    pen.do("report.request", REPRESENTANTE, departement="77")
    assert asked(pen) > {NEMOURS}
    with pytest.raises(Refused) as refused:
        pen.do("report.request", REPRESENTANTE)
    assert refused.value.code == "nobody_silent"
    pen.tick(minutes=QUIET.total_seconds() / 60)
    pen.do("report.request", REPRESENTANTE, bodies=[NEMOURS])
    assert asked(pen) == {NEMOURS}


def test_who_was_asked_is_asked_again_after_a_quarter_of_an_hour_though_others_were_asked_meanwhile() -> None:
    pen = declared()
    pen.do("report.request", REPRESENTANTE, bodies=[NEMOURS])
    pen.tick(minutes=10)
    pen.do("report.request", REPRESENTANTE, bodies=[MELUN])
    card = pen.board.get("requests:77", RequestsCard)
    assert card and card.bodies == (MELUN,)
    assert [(one.bodies, one.asked_by) for one in card.earlier] == [((NEMOURS,), "representant_unccas")]
    pen.tick(minutes=6)
    pen.do("report.request", REPRESENTANTE, bodies=[NEMOURS, MELUN])
    card = pen.board.get("requests:77", RequestsCard)
    assert card and (card.bodies, [one.bodies for one in card.earlier]) == ((NEMOURS,), [(MELUN,)])


def test_what_was_asked_shortly_before_is_told_in_so_many_rounds_and_nobody_is_lost() -> None:
    pen = Pen(NOON)
    communes = [commune.code for commune in territory().communes_of("77")][: MOST_EARLIER + 4]
    pen.do("crisis.declare", **{key: value for key, value in DECLARE.items() if key != "communes"}, communes=communes)
    silent = sorted(card.body for card in pen.board.of(BodyCard))
    for body in silent:
        pen.do("report.request", PERMANENCE, bodies=[body], now=pen.tick(seconds=10))
    card = pen.board.get("requests:77", RequestsCard)
    assert card and len(card.earlier) == MOST_EARLIER
    assert sorted(body for one in card.rounds for body in one.bodies) == silent
    with pytest.raises(Refused):
        pen.do("report.request", PERMANENCE)


def test_a_body_that_answers_is_no_longer_asked() -> None:
    pen = declared()
    pen.do("report.request", REPRESENTANTE, bodies=[NEMOURS])
    pen.do("report.file", CCAS_NEMOURS, body=NEMOURS, status="tension", observed_at=pen.now)
    pen.tick(minutes=20)
    pen.do("report.request", REPRESENTANTE, departement="77")
    assert NEMOURS not in asked(pen)


def test_an_udccas_asks_in_its_own_departement_alone() -> None:
    pen = declared()
    pen.do("report.request", UDCCAS_77, departement="77")
    for within in ({}, {"departement": "45"}):
        with pytest.raises(Forbidden):
            pen.do("report.request", UDCCAS_77, **within)
    with pytest.raises(Forbidden):
        pen.do("report.request", CCAS_NEMOURS, departement="77")


def test_one_act_is_bounded_and_says_who_is_left() -> None:
    pen = Pen(NOON)
    communes = [commune.code for code in ("62", "80") for commune in territory().communes_of(code)]
    wide = {key: value for key, value in DECLARE.items() if key not in ("do", "communes")}
    pen.do("crisis.declare", **wide, communes=communes)
    before = len(pen.entries)
    pen.do("report.request", PERMANENCE)
    entries = [one for one in pen.entries[before:] if isinstance(one.fact, ReportsRequested)]
    told = [one.fact for one in entries if isinstance(one.fact, ReportsRequested)]
    assert sum(len(fact.bodies) for fact in told) == MOST < len(communes)
    assert max(len(fact.bodies) for fact in told) == IN_ENTRY
    assert sum(fact.left for fact in told) == len(communes) - MOST
    assert "à la relance suivante" in catalogue.tell(told[-1])
    pen.tick(minutes=1)
    pen.do("report.request", PERMANENCE)
    everybody = asked(pen, "62") | asked(pen, "80")
    assert len(everybody) == len(communes)
