"""A representative is designated, accepts, declines, is relieved, ends; who must be told of it."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain import policy
from crisiscoord.domain.crisis import WrongState
from crisiscoord.domain.designated import ContactCard, RepresentativeCard
from crisiscoord.domain.designating import (
    AlreadyActive,
    DesignationExists,
    PerimeterOutside,
    ProposalExpired,
    UnknownBody,
    UnknownDesignation,
)
from crisiscoord.domain.noticed import NoticeCard
from crisiscoord.domain.task_cards import TasksCard
from crisiscoord.errors import Forbidden, Malformed, Refused
from tests.cast import CCAS_NEMOURS, DEPUTY, PERMANENCE, PREFECTURE_77, REPRESENTANTE, SGAV
from tests.pen import Pen
from tests.unit.test_declaring import NEMOURS, ORLEANS, T0, crisis, declared


def proposal(designation: str = "principal", **changes: Any) -> dict[str, Any]:
    return {
        "do": "representative.designate",
        "designation": designation,
        "name": "Camille Exemple",
        "function": "directrice d’UDCCAS",
        "phone": "01 99 00 10 20",
        "email": "representante@exemple.invalid",
        "perimeter": "main",
        **changes,
    }


def card(pen: Pen, designation: str = "principal") -> RepresentativeCard:
    found = pen.board.get(f"representative:{designation}", RepresentativeCard)
    assert found is not None
    return found


def told(pen: Pen, subject: str) -> list[str]:
    return [card.to for card in pen.board.of(NoticeCard) if card.subject == subject]


def test_a_proposal_waits_for_an_answer_and_nobody_is_told_yet() -> None:
    pen = declared()
    pen.tick(minutes=20)
    pen.do(proposal())
    assert card(pen).state == "proposee" and card(pen).delay_designated_s == 1_200
    assert not told(pen, "identity") and "designation" not in crisis(pen).anchors


def test_the_designated_person_accepts_and_holds_the_role() -> None:
    pen = declared()
    pen.do(proposal())
    pen.tick(minutes=14)
    written = pen.do("representative.accept", as_=REPRESENTANTE, designation="principal")
    assert card(pen).state == "active" and card(pen).delay_activated_s == 840
    assert crisis(pen).anchors["designation"] == pen.now
    assert written[0].by.role == "candidate"
    pen.do("crisis.extend", as_=REPRESENTANTE, communes=[ORLEANS], degree="touchee")
    assert pen.entries[-1].by.role == "representant_unccas"


def test_somebody_else_does_not_answer_for_them() -> None:
    pen = declared()
    pen.do(proposal())
    for actor in (CCAS_NEMOURS, PREFECTURE_77, SGAV):
        with pytest.raises(Forbidden):
            pen.do("representative.accept", as_=actor, designation="principal")
    pen.do(proposal("suppleant", perimeter="deputy", email="suppleant@exemple.invalid"))
    with pytest.raises(Forbidden):
        pen.do("representative.accept", as_=DEPUTY, designation="principal")


def test_the_permanence_takes_an_answer_by_telephone() -> None:
    pen = declared()
    pen.do(proposal())
    pen.do("representative.decline", as_=PERMANENCE, designation="principal", reason="En congé")
    assert card(pen).state == "refusee"
    with pytest.raises(WrongState):
        pen.do("representative.accept", as_=PERMANENCE, designation="principal")


def test_accepted_at_once_is_active_at_once() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    assert card(pen).state == "active" and card(pen).delay_activated_s == 0


def test_the_sgav_and_each_prefecture_are_owed_the_identity() -> None:
    pen = declared(communes=[NEMOURS, ORLEANS])
    pen.do(proposal(accepted=True))
    assert told(pen, "identity") == ["sgav", "prefecture-45", "prefecture-77"]


def test_a_departement_has_its_own_representative_told_to_its_own_prefecture() -> None:
    pen = declared(communes=[NEMOURS, ORLEANS])
    pen.do(proposal("loiret", perimeter="45", accepted=True))
    assert told(pen, "identity") == ["sgav", "prefecture-45"]
    assert "designation" not in crisis(pen).anchors, "protocols count from the main designation"
    with pytest.raises(PerimeterOutside):
        pen.do(proposal("oise", perimeter="60"))
    with pytest.raises(Malformed):
        pen.do(proposal("nulle-part", perimeter="00"))


def test_the_designation_dates_the_tasks_that_wait_for_it_and_proves_its_own() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    tasks = pen.board.get("tasks:crisis", TasksCard)
    assert tasks is not None
    assert tasks.items["SOC-02"].state == "fait"
    assert tasks.items["SOC-03"].due == T0 + timedelta(minutes=30)


def test_a_second_designation_does_not_move_the_date_of_the_first() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    pen.tick(hours=8)
    pen.do("representative.relieve", designation="principal")
    pen.do(proposal("releve", accepted=True))
    assert crisis(pen).anchors["designation"] == T0


def test_a_second_main_representative_waits_for_the_relief_of_the_first() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    pen.do(proposal("releve"))
    with pytest.raises(AlreadyActive) as refused:
        pen.do("representative.accept", designation="releve")
    assert refused.value.code == "already_active"
    with pytest.raises(AlreadyActive):
        pen.do(proposal("autre", accepted=True))
    pen.do("representative.relieve", designation="principal", reason="Repos")
    pen.do("representative.accept", designation="releve")
    assert (card(pen).state, card(pen, "releve").state) == ("relevee", "active")
    assert told(pen, "relief") == ["sgav", "prefecture-77"]


def test_the_end_of_a_mission_is_told_and_that_of_a_proposal_is_not() -> None:
    pen = declared()
    pen.do(proposal())
    pen.do("representative.end", designation="principal")
    assert card(pen).state == "terminee" and not told(pen, "end")
    pen.do(proposal("seconde", accepted=True))
    pen.do("representative.end", designation="seconde")
    assert told(pen, "end") == ["sgav", "prefecture-77"]


def test_somebody_whose_own_body_is_hit_may_be_designated_with_a_warning() -> None:
    pen = declared()
    pen.do(proposal(body="ccas-77333"))
    assert card(pen).warning
    assert "CCAS de Nemours" in pen.say()[-3]
    pen.do(proposal("autre", body="ccas-45234"))
    assert not card(pen, "autre").warning


def test_what_does_not_exist_is_refused_by_name() -> None:
    pen = declared()
    pen.do(proposal())
    with pytest.raises(DesignationExists):
        pen.do(proposal())
    with pytest.raises(UnknownBody):
        pen.do(proposal("autre", body="ccas-99999"))
    with pytest.raises(UnknownDesignation):
        pen.do("representative.accept", designation="inconnue")


@pytest.mark.parametrize("email", ["sans-arobase", "a@b", "a b@exemple.invalid", "@exemple.invalid"])
def test_an_address_that_is_none_is_malformed(email: str) -> None:
    with pytest.raises(Malformed):
        declared().do(proposal(email=email))


def test_contacts_are_for_those_who_coordinate_and_for_nobody_else() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    contact = pen.board.get("contact:principal", ContactCard)
    assert contact is not None and contact.channel == "cell"
    spoken = [entry for entry in pen.entries if "01 99 00 10 20" in entry.fact.model_dump_json()]
    assert [entry.channel for entry in spoken] == ["cell"], "nor do they stand in another line"
    assert policy.holds(policy.channels(PREFECTURE_77, pen.board), "cell")
    for actor in (CCAS_NEMOURS, SGAV):
        assert not policy.holds(policy.channels(actor, pen.board), "cell")


STEPS = st.tuples(
    st.sampled_from(["designate", "phone", "accept", "decline", "relieve", "end"]),
    st.sampled_from(["un", "deux", "trois"]).map(lambda name: f"rep-{name}"),
    st.sampled_from(["main", "deputy", "77", "45"]),
)


@given(st.lists(STEPS, max_size=25))
def test_no_sequence_of_acts_leaves_two_active_for_one_perimeter(steps: list[tuple[str, str, str]]) -> None:
    pen = declared(communes=[NEMOURS, ORLEANS])
    for act, designation, perimeter in steps:
        name = f"{designation}-{perimeter}"
        asked = (
            proposal(name, perimeter=perimeter, accepted=act == "phone")
            if act in ("designate", "phone")
            else {"do": f"representative.{act}", "designation": name}
        )
        try:
            pen.do(asked)
        except (Refused, UnknownDesignation):
            continue
    cards = list(pen.board.of(RepresentativeCard))
    active = Counter(card.perimeter for card in cards if card.state == "active")
    assert all(count == 1 for count in active.values())
    assert all((card.activated_at is not None) for card in cards if card.state in ("active", "relevee"))


def test_an_answer_that_comes_too_late_is_told_so_and_what_to_do() -> None:
    pen = declared()
    pen.do(proposal())
    pen.fall_due(T0 + timedelta(minutes=31))
    for do in ("representative.accept", "representative.decline"):
        for who in (REPRESENTANTE, PERMANENCE):
            with pytest.raises(ProposalExpired, match="Appeler la permanence") as refused:
                pen.do(do, as_=who, designation="principal")
            assert (refused.value.status, refused.value.code) == (409, "designation_expired")
    for stranger in (CCAS_NEMOURS, PREFECTURE_77):
        with pytest.raises(Forbidden):
            pen.do("representative.accept", as_=stranger, designation="principal")
    pen.do(proposal("de-nouveau"))
    pen.do("representative.accept", as_=REPRESENTANTE, designation="de-nouveau")
    assert card(pen, "de-nouveau").state == "active"
