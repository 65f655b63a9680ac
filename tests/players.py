"""Plays a scenario of the project through a desk, as its players would, the metronome going on in between."""

from crisiscoord.clock import ManualClock
from crisiscoord.domain.agreements import Scenario, Step
from crisiscoord.domain.board import Board
from crisiscoord.domain.durations import after
from crisiscoord.domain.noticed import NoticeCard
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.domain.words import Actor
from tests.cast import PERMANENCE, REPRESENTANTE, SGAV, actor
from tests.office import Office
from tests.pen import library

ZONE, SPEED = "Europe/Paris", 60


def flood() -> Scenario:
    return library().scenarios["crue-2018"]


def play_flood(office: Office, steps: int | None = None) -> str:
    """Play the flood, or its first `steps`, from the instant of the office's clock; return its dossier."""
    scenario, clock = flood(), office.clock
    assert isinstance(clock, ManualClock)
    start = clock.now()
    for step in scenario.steps[:steps]:
        office.fall_due(after(start, step.at, ZONE, SPEED))
        board = office.boards.fresh(scenario.dossier)
        office.do(scenario.dossier, step.do, person(step.player), **said(step, board, office))
    return scenario.dossier


def play_convention(office: Office) -> str:
    """Play the convention that lies beside the flood; return its dossier."""
    beside = flood().conventions[0]
    for step in beside.steps:
        board = office.boards.fresh(beside.dossier)
        office.do(beside.dossier, step.do, person(step.player), **said(step, board, office, 1))
    return beside.dossier


def said(step: Step, board: Board, office: Office, tempo: int = SPEED) -> dict[str, object]:
    """Return the fields of a step's command, with the notice or the obligation that it means on this board."""
    fields: dict[str, object] = step.spoken(office.clock.now(), ZONE, tempo)
    if step.notice_to:
        fields["notice"] = [card for card in board.of(NoticeCard) if card.to == step.notice_to][-1].key
    if step.obligation_of:
        unmet = [
            card for card in board.of(ObligationCard) if card.code == step.obligation_of and card.state != "remplie"
        ]
        fields["obligation"] = min(unmet, key=lambda card: card.due_on).key
    if step.do == "crisis.declare":
        fields["tempo"] = tempo
    return fields


def person(player: str) -> Actor:
    """Return who plays: `permanence`, `ccas-77333`, `prefecture-77`…"""
    kind, _, where = player.partition("-")
    if kind in ("prefecture", "udccas"):
        return actor(player, kind, bodies=(player,), departements=(where,))
    if kind in ("ccas", "cias", "mairie"):
        return actor(player, "ccas_direction", bodies=(player,))
    return {"permanence": PERMANENCE, "representant": REPRESENTANTE, "sgav": SGAV}[player]
