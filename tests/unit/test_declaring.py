"""A crisis is signalled, dismissed, declared."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.crisis import CrisisCard, DossierClosed, InTheFuture, NotDeclared, WrongState
from crisiscoord.domain.declaring import (
    AlreadyDeclared,
    TempoNeedsExercise,
    UnknownCommunes,
    UnknownPlaybook,
    UnknownTimezone,
)
from crisiscoord.domain.task_cards import PlaybookCard, TasksCard
from crisiscoord.domain.zones import ZoneCard
from crisiscoord.errors import Forbidden, Malformed, Missing
from tests.cast import CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_45, PREFECTURE_77, SGAV
from tests.pen import Pen, territory

T0 = datetime(2026, 7, 14, 12, tzinfo=UTC)
NEMOURS, MELUN, PARIS_5, ORLEANS = "77333", "77288", "75105", "45234"
SAINT_DENIS_REUNION = "97411"


def asked(**changes: Any) -> dict[str, Any]:
    return {
        "do": "crisis.declare",
        "title": "Crue du Loing",
        "hazard": "inondation",
        "occurred_at": T0 - timedelta(hours=3),
        "reason": "Deux communes évacuent",
        "communes": [NEMOURS, MELUN],
        **changes,
    }


def declared(**changes: Any) -> Pen:
    pen = Pen(T0)
    pen.do(asked(**changes))
    return pen


def crisis(pen: Pen) -> CrisisCard:
    card = pen.board.get(f"crisis:{pen.dossier}", CrisisCard)
    assert card is not None
    return card


def signalled() -> Pen:
    pen = Pen(T0)
    pen.do(
        "crisis.signal",
        as_=CCAS_NEMOURS,
        title="Eau dans les rues",
        hazard="inondation",
        communes=[NEMOURS, ORLEANS],
        text="Le Loing déborde",
    )
    return pen


def test_a_declaration_opens_the_zone_the_bodies_and_the_tasks_in_this_order() -> None:
    pen = declared()
    kinds = [entry.fact.kind for entry in pen.entries]
    firsts = list(dict.fromkeys(kinds))
    assert firsts == ["crisis.declared", "zone.changed", "bodies.concerned", "playbook.applied", "tasks.opened"]


def test_t0_is_the_instant_of_the_decision_and_not_of_the_event() -> None:
    card = crisis(declared())
    assert (card.t0, card.occurred_at) == (T0, T0 - timedelta(hours=3))
    assert card.anchors == {"t0": T0, "occurrence": T0 - timedelta(hours=3)}
    assert (card.state, card.declared_by, card.communes) == ("actif", "unccas_permanence", 2)


def test_every_competent_body_is_without_news_and_awaited() -> None:
    bodies = {card.body: card for card in declared().board.of(BodyCard)}
    assert set(bodies) == {"ccas-77333", "ccas-77288"}
    assert all(card.status == "sans_nouvelle" and card.due and card.due > T0 for card in bodies.values())
    assert bodies["ccas-77333"].channel == "departement:77"
    assert bodies["ccas-77333"].degree == "touchee"


def test_the_protocols_are_the_common_one_and_the_hazards() -> None:
    assert [card.code for card in declared().board.of(PlaybookCard)] == ["socle", "inondation"]
    assert [card.code for card in declared(hazard="autre").board.of(PlaybookCard)] == ["socle"]
    assert crisis(declared()).playbooks.keys() == {"socle", "inondation"}


def test_a_protocol_brings_the_one_that_it_extends() -> None:
    pen = declared(playbooks=["inondation"])
    assert [card.code for card in pen.board.of(PlaybookCard)] == ["socle", "inondation"]


def test_an_arrondissement_stands_for_its_city() -> None:
    pen = declared(communes=[PARIS_5, "75101"])
    assert [card.body for card in pen.board.of(BodyCard)] == ["ccas-75056"]
    assert crisis(pen).departements == ("75",)


def test_unknown_communes_are_refused_each_by_its_code() -> None:
    with pytest.raises(UnknownCommunes) as refused:
        declared(communes=[NEMOURS, "77999", "01999"])
    assert refused.value.code == "unknown_communes"
    assert [error["reason"][:5] for error in refused.value.errors] == ["77999", "01999"]
    assert "77999" in str(refused.value) and "01999" in str(refused.value)


def test_the_zone_of_time_is_that_of_the_first_commune_unless_it_is_said() -> None:
    assert crisis(declared(communes=[SAINT_DENIS_REUNION])).timezone == "Indian/Reunion"
    assert crisis(declared(timezone="America/Cayenne")).timezone == "America/Cayenne"


@pytest.mark.parametrize("name", ["Europe/Atlantis", "Europe", "Europe/../../etc/passwd"])
def test_a_zone_of_time_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        declared(timezone=name)
    with pytest.raises(UnknownTimezone):
        declared(timezone="Europe/Atlantis")


def test_an_unknown_protocol_is_refused() -> None:
    with pytest.raises(UnknownPlaybook) as refused:
        declared(playbooks=["tsunami"])
    assert refused.value.code == "unknown_playbook"


def test_only_an_exercise_may_go_faster_than_the_clock() -> None:
    with pytest.raises(TempoNeedsExercise):
        declared(tempo=60)
    pen = declared(tempo=60, exercise=True)
    assert crisis(pen).exercise and crisis(pen).tempo == 60
    assert pen.say()[0].startswith("EXERCICE. ")
    body = next(pen.board.of(BodyCard))
    assert body.due == T0 + timedelta(minutes=2), "two hours, sixty times faster"
    with pytest.raises(Malformed):
        declared(tempo=3_601, exercise=True)


def test_an_event_cannot_lie_ahead() -> None:
    declared(occurred_at=T0 + timedelta(minutes=4))
    with pytest.raises(InTheFuture):
        declared(occurred_at=T0 + timedelta(minutes=6))


def test_a_dossier_is_declared_once() -> None:
    pen = declared()
    with pytest.raises(AlreadyDeclared) as refused:
        pen.do(asked())
    assert refused.value.code == "already_declared"


def test_only_the_permanence_declares() -> None:
    for actor in (PREFECTURE_77, CCAS_NEMOURS, SGAV, OBSERVER):
        with pytest.raises(Forbidden):
            Pen(T0).do(asked(), as_=actor)


def test_a_signal_shows_the_zone_and_awaits_nobody() -> None:
    pen = signalled()
    assert crisis(pen).state == "signale" and crisis(pen).signalled_by == "ccas_direction"
    assert crisis(pen).departements == ("45", "77")
    assert not list(pen.board.of(BodyCard)) and not list(pen.board.of(TasksCard))
    with pytest.raises(NotDeclared):
        pen.do("crisis.extend", communes=[MELUN], degree="touchee")


def test_a_declaration_takes_a_signal_over_and_withdraws_what_was_signalled_by_mistake() -> None:
    pen = signalled()
    pen.do(asked())
    assert crisis(pen).state == "actif" and crisis(pen).title == "Crue du Loing"
    assert crisis(pen).signalled_by == "ccas_direction" and crisis(pen).text is None
    assert crisis(pen).departements == ("77",) and crisis(pen).communes == 2
    assert [card.departement for card in pen.board.of(ZoneCard)] == ["77"]
    assert len(pen.redrawn()) == len(pen.board)


def test_a_signal_may_be_dismissed_and_nothing_is_written_afterwards() -> None:
    pen = signalled()
    pen.do("crisis.dismiss", reason="Ruissellement sans suite")
    assert crisis(pen).state == "sans_suite"
    with pytest.raises(DossierClosed):
        pen.do("note.write", text="Une note", category="information")
    with pytest.raises(AlreadyDeclared):
        pen.do(asked())


def test_a_declared_crisis_is_not_dismissed() -> None:
    with pytest.raises(WrongState):
        declared().do("crisis.dismiss", reason="Erreur")


def test_a_signal_in_another_departement_is_nobodys_business_here() -> None:
    pen = declared()
    with pytest.raises(Missing):
        pen.do("crisis.mark", as_=PREFECTURE_45, anchor="jo", at=T0, source="JORF")


@pytest.mark.parametrize("departement", ["62", "02"])
def test_a_whole_departement_goes_into_entries_of_a_bounded_size(departement: str) -> None:
    """The pen measures every entry: Pas-de-Calais has 887 communes, the most of all."""
    numbers = (f"{departement}{number:03d}" for number in range(1, 1000))
    codes = sorted({found.code for number in numbers if (found := territory().commune(number))})
    assert len(codes) > 700
    pen = declared(communes=codes)
    pen.do("crisis.extend", communes=codes, degree="fortement_touchee")
    assert crisis(pen).communes == len(codes)
    assert len(list(pen.board.of(BodyCard))) == len(codes)


def test_words_of_the_reason_are_marked_as_words() -> None:
    pen = declared()
    assert pen.entries[0].fact.worded == ("reason",)
    assert crisis(pen).reason is not None
    assert pen.entries[0].by.role == PERMANENCE.role
