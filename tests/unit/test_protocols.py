"""The nine intervention protocols: whole, of the field, and asking of each only what it may be asked (E-08)."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from crisiscoord.domain import policy
from crisiscoord.domain.agreements import COMMON, Action, Playbook
from crisiscoord.domain.repeating import UNTIL_END
from crisiscoord.domain.task_cards import PlaybookCard, TasksCard
from crisiscoord.domain.vocabulary import FIGURES, HAZARDS, PHASES
from tests.pen import Pen, library

T0 = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
OWN = sorted(hazard for hazard in HAZARDS if hazard != "autre")
PROTOCOLS = sorted(library().playbooks.values(), key=lambda playbook: playbook.code)
each_protocol = pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda playbook: playbook.code)
each_hazard = pytest.mark.parametrize("hazard", OWN)


def every_action() -> list[Action]:
    return [action for protocol in PROTOCOLS for action in protocol.actions]


def declared(hazard: str) -> Pen:
    pen = Pen(T0)
    pen.do(
        "crisis.declare",
        title="Essai",
        hazard=hazard,
        occurred_at=T0,
        reason="Essai",
        communes=["77333", "77288"],
    )
    return pen


def test_every_hazard_has_its_protocol_beside_the_common_one() -> None:
    assert [protocol.code for protocol in PROTOCOLS] == sorted([COMMON, *OWN])
    for hazard in OWN:
        assert library().for_hazard(hazard) == (COMMON, hazard)
        assert library().playbooks[hazard].extends == COMMON
    assert library().for_hazard("autre") == (COMMON,)


def test_codes_are_unique_and_each_protocol_has_its_own_letters() -> None:
    codes = [action.code for action in every_action()]
    assert len(codes) == len(set(codes))
    letters = [{action.code[:3] for action in protocol.actions} for protocol in PROTOCOLS]
    assert all(len(one) == 1 for one in letters) and len(set().union(*letters)) == len(PROTOCOLS)


@each_protocol
def test_the_departmental_union_has_its_own_part(protocol: Playbook) -> None:
    """Article E-08: the protocols are also for the UDCCAS."""
    own = [action for action in protocol.actions if action.who == "udccas"]
    assert all(action.scope == "departement" for action in own)
    assert own


@each_protocol
def test_each_says_what_must_never_be_done(protocol: Playbook) -> None:
    assert 3 <= len(protocol.red_lines) <= 6


@each_protocol
def test_actions_come_in_the_order_of_phases(protocol: Playbook) -> None:
    order = list(PHASES)
    phases = [order.index(action.phase) for action in protocol.actions]
    assert all(sooner <= later for sooner, later in pairwise(phases))


def test_whoever_is_asked_may_say_that_it_is_done() -> None:
    for action in every_action():
        assert action.who in policy.GRANTS["task.finish"], action.code


def test_only_the_field_or_a_representative_acts_for_a_body() -> None:
    for action in every_action():
        if action.scope == "body":
            assert action.who in policy.FIELD | {"representant_unccas"}, action.code
        else:
            assert action.who not in policy.FIELD, action.code


def test_the_protocols_of_a_network_bind_neither_the_state_nor_what_a_text_merely_allows() -> None:
    """A seat in the local committee (E-12) and support between CCAS (E-14) are allowed, never owed."""
    for action in every_action():
        assert not (action.must and action.who == "prefecture"), action.code
    allowed = {"SOC-10", "ATT-12", "FEU-07"}
    assert not any(action.must for action in every_action() if action.code in allowed)


def test_nobody_is_ordered_about() -> None:
    for action in every_action():
        assert not re.search(r"\b(ordonne|exige|impose|réquisitionne)", f"{action.title} {action.done_when}", re.I)


def test_no_action_has_the_dead_the_injured_or_names_counted() -> None:
    for action in every_action():
        assert not re.search(r"\b(morts?|blessés?|disparus?|décédés?|noms? des?)\b", action.done_when), action.code
    assert not {"dead", "missing", "injured"} & set(FIGURES)


@pytest.mark.parametrize("hazard", ["attentat", "accident", "canicule", "sanitaire", "effondrement"])
def test_where_people_may_die_a_red_line_says_who_announces_it(hazard: str) -> None:
    lines = library().playbooks[hazard].red_lines
    assert any(re.search(r"^(Morts|Malades et décès|Décès)", line) and "préfecture" in line for line in lines)


def test_only_what_comes_back_is_proved_by_a_further_report() -> None:
    """Any report would prove at once what is asked only once, but for the very first one (SOC-06)."""
    for action in every_action():
        if action.check == "report_filed":
            assert action.every or action.code == "SOC-06", action.code
            assert action.scope == "body"


def test_the_calls_of_the_register_come_back_each_day_until_the_end() -> None:
    daily = {action.code for action in every_action() if action.every == "P1D" and action.until == UNTIL_END}
    assert {"CAN-04", "FRO-04"} <= daily


#: Schemes whose amounts, dates or rules must be read again before use.
TO_CHECK = """
    ACTIVITE_PARTIELLE AGIRC_ARRCO CAF_DROITS CAPITAL_DECES CONGE_CATNAT FARU FISC_GRACIEUX FSOM MICROCREDIT
    MON_SOUTIEN_PSY OBSEQUES SOINS_100
"""


def test_schemes_hold_no_amount_and_say_what_is_to_be_read_again() -> None:
    schemes = library().schemes
    assert len(schemes) == 44
    assert {scheme.code for scheme in schemes.values() if scheme.conf == "check"} == set(TO_CHECK.split())
    for scheme in schemes.values():
        assert not re.search(r"€|euros|%", f"{scheme.title} {scheme.basis} {scheme.asked_by}"), scheme.code


@each_hazard
def test_a_crisis_of_each_hazard_asks_for_few_figures_at_each_phase_and_keeps_them_as_agreed(hazard: str) -> None:
    pen = declared(hazard)
    for code in (COMMON, hazard):
        card = pen.board.get(f"playbook:{code}", PlaybookCard)
        assert card is not None and card.asks == library().playbooks[code].asks
        assert card.asks["T0"], "a report is asked for something from the first hour"
        assert list(card.asks) == [phase for phase in PHASES if phase in card.asks]


@each_hazard
def test_a_crisis_of_each_hazard_opens_the_tasks_of_its_protocol(hazard: str) -> None:
    pen = declared(hazard)
    assert {card.code for card in pen.board.of(PlaybookCard)} == {COMMON, hazard}
    opened = {code for card in pen.board.of(TasksCard) for code in card.items}
    actions = [*library().playbooks[COMMON].actions, *library().playbooks[hazard].actions]
    assert opened == {action.code for action in actions}


@each_hazard
def test_at_the_end_nothing_comes_back_that_was_to_come_back_until_then(hazard: str) -> None:
    pen = declared(hazard)
    pen.do("crisis.mark", now=T0 + timedelta(days=3), anchor="end", at=T0 + timedelta(days=3), source="Préfecture")
    pen.fall_due(T0 + timedelta(days=4))
    until_end = {action.code for action in library().playbooks[hazard].actions if action.until == UNTIL_END}
    for card in pen.board.of(TasksCard):
        for code in until_end & set(card.items):
            item = card.items[code]
            assert item.called or item.state == "sans_objet", code
