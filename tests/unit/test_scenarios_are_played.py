"""The scenarios that the project carries go through the real rules, from the first step to the last."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from crisiscoord.domain.agreements import Scenario, Step
from crisiscoord.domain.durations import after
from crisiscoord.domain.meeting import MeetingCard
from crisiscoord.domain.noticing import NoticeCard
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.domain.reporting import BodyCard
from crisiscoord.domain.words import Actor
from tests.cast import PERMANENCE, REPRESENTANTE, SGAV, actor
from tests.pen import Pen, library

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ZONE = "Europe/Paris"
SPEED = 60


@pytest.fixture(scope="module")
def flood() -> Scenario:
    return library().scenarios["crue-2018"]


@pytest.fixture(scope="module")
def played(flood: Scenario) -> Pen:
    """The whole crisis, at speed 60, the metronome going on between the steps."""
    pen = Pen(START, flood.dossier)
    for step in flood.steps:
        pen.fall_due(after(START, step.at, ZONE, SPEED))
        play(pen, step, SPEED)
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
    pen = Pen(START, flood.dossier)
    peak = after(START, flood.peak, ZONE, SPEED)
    for step in flood.steps:
        at = after(START, step.at, ZONE, SPEED)
        if at <= peak:
            pen.fall_due(at)
            play(pen, step, SPEED)
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
    notices = {card.to: card for card in played.board.of(NoticeCard)}
    assert set(notices) == {"sgav", "prefecture-77", "prefecture-78", "prefecture-91", "prefecture-95"}
    assert all(card.state == "accuse" for card in notices.values())
    assert notices["prefecture-78"].overdue, "this préfecture was slow: the alarm has rung"


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
