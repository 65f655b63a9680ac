"""The scenarios that the project carries go through the real rules, from the first step to the last."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from crisiscoord.domain.agreements import Scenario, Step
from crisiscoord.domain.durations import after
from crisiscoord.domain.meeting import MeetingCard
from crisiscoord.domain.needed import NeedCard, SupportCard
from crisiscoord.domain.noticing import NoticeCard
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.domain.repeating import UNTIL_END
from crisiscoord.domain.reporting import BodyCard
from crisiscoord.domain.task_cards import TasksCard, action_of
from crisiscoord.domain.words import Actor
from tests.cast import PERMANENCE, REPRESENTANTE, SGAV, actor
from tests.pen import Pen, library, territory

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ZONE = "Europe/Paris"
SPEED = 60


@pytest.fixture(scope="module")
def flood() -> Scenario:
    return library().scenarios["crue-2018"]


@pytest.fixture(scope="module")
def played(flood: Scenario) -> Pen:
    """The whole crisis, at speed 60, the metronome going on between the steps."""
    return play_all(flood, SPEED)


def play_all(scenario: Scenario, speed: int, until: str | None = None) -> Pen:
    """Play the steps of a scenario, those after `until` (a duration from its start) left out."""
    pen = Pen(START, scenario.dossier)
    last = after(START, until or scenario.duration, ZONE, speed)
    for step in scenario.steps:
        at = after(START, step.at, ZONE, speed)
        if at <= last:
            pen.fall_due(at)
            play(pen, step, speed)
    return pen


def play(pen: Pen, step: Step, tempo: int) -> None:
    said = step.spoken(pen.now, ZONE, tempo)
    if step.notice_to:
        to = [card for card in pen.board.of(NoticeCard) if card.to == step.notice_to]
        said["notice"] = to[-1].key
    if step.obligation_of:
        unmet = [
            card for card in pen.board.of(ObligationCard) if card.code == step.obligation_of and card.state != "remplie"
        ]
        said["obligation"] = min(unmet, key=lambda card: card.due_on).key
    if step.do == "crisis.declare":
        said["tempo"] = tempo
    pen.do(step.do, as_=actor_of(step.player), **said)


def actor_of(player: str) -> Actor:
    kind, _, where = player.partition("-")
    if kind in ("prefecture", "udccas"):
        return actor(player, kind, bodies=(player,), departements=(where,))
    if kind in ("ccas", "cias", "mairie"):
        return actor(player, "ccas_direction", bodies=(player,))
    return {"permanence": PERMANENCE, "representant": REPRESENTANTE, "sgav": SGAV}[player]


def test_every_step_of_the_flood_is_accepted_and_written(flood: Scenario, played: Pen) -> None:
    assert len(played.entries) >= len(flood.steps)


def test_at_the_peak_the_board_shows_a_network_that_cannot_cope(flood: Scenario) -> None:
    pen = play_all(flood, SPEED, until=flood.peak)
    statuses = Counter(card.status for card in pen.board.of(BodyCard))
    assert statuses["deborde"] == 12
    assert statuses["hors_service"] == 1
    assert statuses["injoignable"] == 3
    assert statuses["sans_nouvelle"] >= 5
    assert sum(statuses.values()) == 118


def test_at_the_end_all_is_calm_and_nobody_forgets_who_stayed_silent(played: Pen) -> None:
    statuses = Counter(card.status for card in played.board.of(BodyCard))
    assert statuses["deborde"] == 0
    assert statuses["retour_normale"] > 20
    assert statuses["sans_nouvelle"] + statuses["injoignable"] >= 5


def test_a_late_report_does_not_hide_a_newer_one(flood: Scenario, played: Pen) -> None:
    [late] = [step for step in flood.steps if step.content.get("observed_at") == "-PT50M"]
    reports = [entry.fact for entry in played.entries if entry.fact.kind == "report.filed"]
    [shown] = [r for r in reports if r.body == late.content["body"] and r.text == late.content["text"]]  # type: ignore[attr-defined]
    assert not shown.newest  # type: ignore[attr-defined]


def test_every_notice_of_the_designation_is_acknowledged(played: Pen) -> None:
    notices = {card.to: card for card in played.board.of(NoticeCard) if card.subject == "identity"}
    assert set(notices) == {"sgav", "prefecture-77", "prefecture-78", "prefecture-91", "prefecture-95"}
    assert all(card.state == "accuse" for card in notices.values())
    assert notices["prefecture-78"].overdue, "this préfecture was slow: the alarm has rung"


def test_help_arrives_where_it_was_asked_for_after_both_have_agreed(played: Pen) -> None:
    need, support = (
        played.board.get("need:accueil-77316", NeedCard),
        played.board.get("support:melun-moret", SupportCard),
    )
    assert need is not None and (need.committed, need.delivered, need.state) == (4, 4, "partiel")
    assert support is not None and support.state == "sur_place" and support.mission_order and support.insurance


def test_the_convention_beside_holds_two_points_and_awaits_the_third(flood: Scenario) -> None:
    for day in (START, datetime(2026, 5, 31, 9, tzinfo=UTC), datetime(2028, 2, 29, 9, tzinfo=UTC)):
        beside = flood.conventions[0]
        pen = Pen(day, beside.dossier)
        for step in beside.steps:
            play(pen, step, 1)
        states = [card.state for card in pen.board.of(MeetingCard)]
        assert states == ["tenue", "tenue", "prevue"]
        points = [card for card in pen.board.of(ObligationCard) if card.code == "point-etape"]
        assert [card.state for card in points] == ["remplie", "remplie", "a_venir"]
        assert not any(card.late for card in points)


#: The scenarios that are invented from end to end, and the speed at which each is played.
INVENTED = {"attentat": 60, "canicule": 600}
each_invented = pytest.mark.parametrize("code", INVENTED)


@each_invented
def test_every_step_of_an_invented_crisis_is_accepted(code: str) -> None:
    scenario = library().scenarios[code]
    assert 120 <= len(scenario.steps) <= 250
    pen = play_all(scenario, INVENTED[code])
    assert pen.redrawn().digest == pen.board.digest
    assert all(card.state == "accuse" for card in pen.board.of(NoticeCard) if card.designation)
    statuses = Counter(card.status for card in pen.board.of(BodyCard))
    assert not statuses["deborde"] + statuses["tension"] + statuses["sans_nouvelle"] + statuses["injoignable"]
    for card in pen.board.of(TasksCard):
        for task, item in card.items.items():
            action = action_of(pen.board, task)
            assert not (action and action.until == UNTIL_END and item.state == "a_faire"), "the end was said"


@each_invented
def test_at_its_peak_an_invented_crisis_has_bodies_that_cannot_cope(code: str) -> None:
    scenario = library().scenarios[code]
    pen = play_all(scenario, INVENTED[code], until=scenario.peak)
    statuses = Counter(card.status for card in pen.board.of(BodyCard))
    assert statuses["deborde"] and statuses["tension"]


@each_invented
def test_an_invented_crisis_is_evidently_one(code: str) -> None:
    scenario = library().scenarios[code]
    assert scenario.note.startswith("Exercice.") and scenario.source.startswith("Aucune")
    declared = scenario.steps[0].content
    assert declared["exercise"] is True and "(exercice)" in declared["title"]
    for step in scenario.steps:
        said = " ".join(str(step.content.get(key, "")) for key in ("text", "reason"))
        assert not re.search(r"(\d[ .]?){8,}|@|\b(morts?|blessés?|décès|décédés?)\b", said), said
        if step.do == "representative.designate":
            assert step.content["name"].endswith(("Exemple", "Modèle"))
            assert step.content["email"].endswith("@exemple.invalid")
            assert step.content["phone"].startswith("01 99 00 ")


@each_invented
def test_in_an_invented_crisis_only_the_competent_speak_and_only_once_concerned(code: str) -> None:
    known = set[str]()
    for step in library().scenarios[code].steps:
        known |= {territory().competent(commune).id for commune in step.content.get("communes", ())}
        assert step.content.get("body") is None or step.content["body"] in known, step


def test_an_attack_is_also_followed_where_people_live() -> None:
    pen = play_all(library().scenarios["attentat"], INVENTED["attentat"])
    assert {card.departement for card in pen.board.of(BodyCard)} == {"22", "35", "44", "49", "53", "56"}


def test_a_heat_wave_calls_its_register_each_day_of_a_week() -> None:
    scenario = library().scenarios["canicule"]
    days = Counter(
        (after(START, step.at, "UTC") - START).days for step in scenario.steps if step.content.get("task") == "CAN-04"
    )
    assert sorted(days) == list(range(7))
    listed = [step for step in scenario.steps if "register_listed" in step.content.get("figures", {})]
    for step in listed:
        figures = {name: figure["value"] for name, figure in step.content["figures"].items()}
        assert figures["register_called"] <= figures["register_listed"]
        assert figures["register_reached"] <= figures["register_called"]
