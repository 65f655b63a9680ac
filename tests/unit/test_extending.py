"""A crisis under way is extended, corrected, dated, stood down, closed, opened again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain import catalogue
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.crisis import DossierClosed, InTheFuture, WrongState
from crisiscoord.domain.extending import AlreadyMarked, LastCommune
from crisiscoord.domain.places import BodyRef
from crisiscoord.domain.task_cards import TasksCard
from crisiscoord.domain.zones import ZoneCard, zone_of
from crisiscoord.errors import Forbidden
from crisiscoord.library.territory import Territory
from tests.cast import CCAS_NEMOURS, PREFECTURE_77, REPRESENTANTE
from tests.pen import Pen
from tests.unit.test_declaring import MELUN, NEMOURS, ORLEANS, T0, crisis, declared

FONTAINEBLEAU = "77186"
DEGREES = ("touchee", "fortement_touchee", "coupee", "non_touchee")


def body(pen: Pen, insee: str) -> BodyCard | None:
    return pen.board.get(f"body:ccas-{insee}", BodyCard)


def test_a_further_commune_brings_its_body_and_its_tasks_from_the_original_dates() -> None:
    pen = declared()
    before = pen.board.get("tasks:ccas-77333", TasksCard)
    pen.tick(hours=5)
    pen.do("crisis.extend", communes=[FONTAINEBLEAU], degree="coupee")
    card, tasks = body(pen, FONTAINEBLEAU), pen.board.get("tasks:ccas-77186", TasksCard)
    assert card and card.degree == "coupee" and card.due and card.due > pen.now
    assert tasks and before and tasks.items.keys() == before.items.keys()
    assert {code: item.due for code, item in tasks.items.items()} == {
        code: item.due for code, item in before.items.items()
    }
    assert crisis(pen).communes == 3


def test_a_further_departement_brings_its_own_tasks_and_is_told_of_the_representative() -> None:
    pen = declared()
    designate(pen)
    pen.do("crisis.extend", communes=[ORLEANS], degree="touchee")
    assert "tasks:departement-45" in pen.board
    assert crisis(pen).departements == ("45", "77")
    assert [entry.fact.to for entry in pen.entries if entry.fact.kind == "notice.owed"][-1] == "prefecture-45"


def designate(pen: Pen) -> None:
    pen.do(
        "representative.designate",
        designation="principal",
        name="Camille Exemple",
        function="directrice d’UDCCAS",
        phone="01 99 00 10 20",
        email="representante@exemple.invalid",
        perimeter="main",
        accepted=True,
    )


def test_the_representative_extends_and_a_ccas_does_not() -> None:
    pen = declared()
    designate(pen)
    pen.do("crisis.extend", as_=REPRESENTANTE, communes=[FONTAINEBLEAU], degree="touchee")
    with pytest.raises(Forbidden):
        pen.do("crisis.extend", as_=CCAS_NEMOURS, communes=[ORLEANS], degree="touchee")


def test_a_commune_gets_worse_and_so_does_its_body() -> None:
    pen = declared()
    due = body(pen, NEMOURS)
    pen.do("crisis.extend", communes=[NEMOURS], degree="fortement_touchee")
    card = body(pen, NEMOURS)
    assert card and card.degree == "fortement_touchee"
    assert due and card.due == due.due, "what is expected of it has not moved"
    assert zone_of(pen.board) == {NEMOURS: "fortement_touchee", MELUN: "touchee"}


def test_a_commune_named_by_mistake_goes_with_its_body_and_its_tasks() -> None:
    pen = declared()
    pen.do("crisis.extend", communes=[MELUN], degree="non_touchee")
    assert body(pen, MELUN) is None and "tasks:ccas-77288" not in pen.board
    assert zone_of(pen.board) == {NEMOURS: "touchee"}


def test_a_body_that_has_reported_stays_flagged_and_nothing_is_expected_of_it() -> None:
    pen = declared()
    pen.do(
        "report.file",
        as_=CCAS_NEMOURS,
        body="ccas-77333",
        status="tension",
        observed_at=T0,
        figures={"sheltered": {"value": 40, "quality": "constate"}},
    )
    pen.do("crisis.extend", communes=[NEMOURS], degree="non_touchee")
    card, tasks = body(pen, NEMOURS), pen.board.get("tasks:ccas-77333", TasksCard)
    assert card and not card.competent and card.due is None and card.figures
    assert tasks and tasks.due is None
    pen.do("crisis.extend", communes=[NEMOURS], degree="touchee")
    again = body(pen, NEMOURS)
    assert again and again.competent and again.due and again.figures


NEED = {"need": "lits", "kind": "hebergement", "quantity": 10, "urgency": "24h"}
PLACE = {"place": "salle", "kind": "cehu", "name": "Salle des fêtes", "commune": NEMOURS}
LENT = {"kind": "vehicule", "quantity": 1, "start": T0, "end": T0 + timedelta(days=1)}
TOLD_OTHERWISE = (
    {"do": "need.raise", **NEED, "body": "ccas-77333"},
    {"do": "place.open", **PLACE, "body": "ccas-77333"},
    {"do": "body.mark_hit", "body": "ccas-77333", "hit": True, "reason": "Centre inondé"},
    {"do": "question.ask", "question": "lits", "to": "ccas-77333", "text": "Combien de lits\u202f?"},
    {"do": "task.start", "task": "SOC-06", "body": "ccas-77333"},
)


@pytest.mark.parametrize("asked", TOLD_OTHERWISE, ids=lambda asked: str(asked["do"]))
def test_a_body_that_has_told_done_or_received_anything_stays(asked: dict[str, object]) -> None:
    pen = declared()
    pen.do(asked)
    pen.do("crisis.extend", communes=[NEMOURS], degree="non_touchee")
    card = body(pen, NEMOURS)
    assert card and not card.competent and card.due is None
    assert "tasks:ccas-77333" in pen.board


def test_a_body_that_offers_stays() -> None:
    pen = declared()
    pen.do("support.offer", as_=CCAS_NEMOURS, offer="minibus", from_body="ccas-77333", **LENT)
    pen.do("crisis.extend", communes=[NEMOURS], degree="non_touchee")
    assert body(pen, NEMOURS)


class Shared(Territory):
    """Every commune of the Seine-et-Marne is served by one CIAS."""

    def competent(self, code: str) -> BodyRef:
        commune = self.commune(code)
        assert commune is not None
        cias = BodyRef(id="cias-200069193", kind="cias", name="CIAS du Pays fictif", departement="77")
        return cias if commune.departement == "77" else super().competent(code)


def test_a_body_of_several_communes_has_the_worst_of_their_degrees(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = Shared()
    monkeypatch.setattr("tests.pen.territory", lambda: shared)
    pen = declared()
    cias = "body:cias-200069193"

    def degree() -> str | None:
        card = pen.board.get(cias, BodyCard)
        return card.degree if card else None

    pen.do("crisis.extend", communes=[NEMOURS], degree="coupee")
    assert degree() == "coupee"
    pen.do("crisis.extend", communes=[FONTAINEBLEAU], degree="touchee")
    assert degree() == "coupee", "Nemours is still cut off"
    pen.do("crisis.extend", communes=[NEMOURS], degree="non_touchee")
    assert degree() == "touchee", "what was named by mistake counts no more"
    assert pen.do("crisis.extend", communes=[NEMOURS], degree="non_touchee") == []


class Astride(Territory):
    """One CIAS, of no département in particular, serves Nemours and Orléans."""

    def competent(self, code: str) -> BodyRef:
        if code in (NEMOURS, ORLEANS):
            return BodyRef(id="cias-200069193", kind="cias", name="CIAS d’entre deux")
        return super().competent(code)


def test_a_body_astride_two_departements_stands_once_with_the_worst_of_its_degrees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    astride = Astride()
    monkeypatch.setattr("tests.pen.territory", lambda: astride)
    pen = declared(communes=[NEMOURS, ORLEANS])
    pen.do("crisis.extend", communes=[NEMOURS], degree="coupee")
    pen.do("crisis.extend", communes=[ORLEANS], degree="fortement_touchee")
    assert [(card.body, card.degree) for card in pen.board.of(BodyCard)] == [("cias-200069193", "coupee")]


def test_a_departement_emptied_leaves_the_crisis() -> None:
    pen = declared(communes=[NEMOURS, ORLEANS])
    pen.do("crisis.extend", communes=[ORLEANS], degree="non_touchee")
    assert crisis(pen).departements == ("77",)
    assert "zone:45" not in pen.board and "tasks:departement-45" not in pen.board


def test_the_last_commune_is_not_withdrawn() -> None:
    with pytest.raises(LastCommune):
        declared().do("crisis.extend", communes=[NEMOURS, MELUN], degree="non_touchee")


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from([NEMOURS, MELUN, FONTAINEBLEAU, ORLEANS]), min_size=1, max_size=3),
            st.sampled_from(DEGREES),
        ),
        max_size=4,
    )
)
def test_the_same_extension_twice_changes_nothing_and_the_counts_hold(
    steps: list[tuple[list[str], str]],
) -> None:
    pen = declared()
    for communes, degree in steps:
        try:
            pen.do("crisis.extend", communes=communes, degree=degree)
        except LastCommune:
            continue
        assert pen.do("crisis.extend", communes=communes, degree=degree) == []
    zone = zone_of(pen.board)
    assert crisis(pen).communes == len(zone)
    assert set(crisis(pen).departements) == {card.departement for card in pen.board.of(ZoneCard)}
    competent = {card.commune: card.degree for card in pen.board.of(BodyCard) if card.competent}
    assert competent == zone


def test_a_date_that_protocols_wait_for_makes_their_tasks_due() -> None:
    pen = declared()
    waiting = {code for card in pen.board.of(TasksCard) for code, item in card.items.items() if not item.due}
    pen.do("crisis.mark", as_=PREFECTURE_77, anchor="jo", at=T0 - timedelta(days=1), source="JORF n° 162")
    left = {code for card in pen.board.of(TasksCard) for code, item in card.items.items() if not item.due}
    assert left < waiting
    assert crisis(pen).anchors["jo"] == T0 - timedelta(days=1)


def test_a_date_may_be_corrected_but_not_given_twice() -> None:
    pen = declared()
    mark = {"do": "crisis.mark", "anchor": "vigilance", "at": T0, "source": "Météo-France"}
    pen.do(mark)
    with pytest.raises(AlreadyMarked):
        pen.do(mark)
    pen.do({**mark, "at": T0 - timedelta(hours=2)})
    assert crisis(pen).anchors["vigilance"] == T0 - timedelta(hours=2)
    assert any("et non le" in line for line in pen.say())
    with pytest.raises(InTheFuture):
        pen.do({**mark, "at": T0 + timedelta(hours=1)})


def test_a_crisis_is_stood_down_closed_and_opened_again() -> None:
    pen = declared()
    pen.do("crisis.stand_down", reason="Décrue")
    assert crisis(pen).state == "post_crise" and catalogue.is_open(pen.board)
    with pytest.raises(WrongState):
        pen.do("crisis.stand_down", reason="Encore")
    pen.do("crisis.close", reason="Suivi terminé")
    assert crisis(pen).state == "clos" and crisis(pen).ended_at == T0
    pen.do("crisis.reopen", reason="Nouvelle crue")
    assert crisis(pen).state == "actif" and crisis(pen).ended_at is None
    with pytest.raises(WrongState):
        pen.do("crisis.reopen", reason="Encore")


CLOSED_TO = (
    {"do": "crisis.extend", "communes": [ORLEANS], "degree": "touchee"},
    {"do": "crisis.mark", "anchor": "jo", "at": T0, "source": "JORF"},
    {"do": "crisis.stand_down", "reason": "Trop tard"},
    {"do": "note.write", "text": "Une note", "category": "information"},
    {"do": "note.correct", "seq": 1, "text": "Une note"},
    {"do": "report.file", "body": "ccas-77333", "status": "veille", "observed_at": T0, "figures": {}},
    {"do": "representative.end", "designation": "principal"},
    {"do": "task.start", "task": "SOC-01"},
)


@pytest.mark.parametrize("asked", CLOSED_TO, ids=lambda asked: str(asked["do"]))
def test_nothing_is_written_in_a_closed_dossier(asked: dict[str, object]) -> None:
    pen = declared()
    designate(pen)
    pen.do("crisis.close", reason="Terminé")
    assert not catalogue.is_open(pen.board), "so that no deadline runs any more"
    with pytest.raises(DossierClosed) as refused:
        pen.do(asked)
    assert refused.value.code == "dossier_closed"
