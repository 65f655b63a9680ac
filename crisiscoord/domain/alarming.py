"""Alarms (*alarmes*): what the convention expects within minutes, and did not come.

A main representative is active within the hour of the qualification (E-09; docs/field.md), and within the hour
after one has left without a successor (docs/decisions/0026); the SG-AV
acknowledges the identity within half an hour (E-11; raised in noticing.py). An alarm is raised once, and
somebody takes it up.
"""

from typing import Literal

from ..errors import Missing
from .alarmed import AlarmAcknowledged, AlarmCard, AlarmKey, AlarmRaised
from .board import Board
from .crisis import CrisisCard, WrongState, open_crisis
from .designated import RepresentativeCard
from .falling import due_card, was_missed
from .noticed import seconds_between
from .words import Command, Fact, FallDue, Situation, Text


class AcknowledgeAlarm(Command):
    """Somebody takes an alarm up, and may say what is being done."""

    do: Literal["alarm.acknowledge"] = "alarm.acknowledge"
    alarm: AlarmKey
    text: Text | None = None


class CrisisFallDue(FallDue):
    """The time within which a main representative is active, or active again, has passed."""

    do: Literal["crisis.fall_due"] = "crisis.fall_due"


class UnknownAlarm(Missing):
    code, title = "unknown_alarm", "Alarme inconnue"


def unknown_alarm(alarm: str) -> UnknownAlarm:
    """Return the refusal for an alarm that is not there, or not for whoever asks."""
    return UnknownAlarm(f"Aucune alarme {alarm} sur cet évènement.")


def acknowledge_alarm(board: Board, command: AcknowledgeAlarm, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = board.get(f"alarm:{command.alarm}", AlarmCard)
    if card is None:
        raise unknown_alarm(command.alarm)
    if card.acknowledged_at is not None:
        raise WrongState("Cette alarme est déjà prise en compte\u00a0: dire la suite dans une note.")
    after_s = seconds_between(card.raised_at, situation.now)
    return [
        AlarmAcknowledged(
            alarm=command.alarm,
            subject=card.subject,
            name=card.name,
            departement=card.departement,
            after_s=after_s,
            text=command.text,
        )
    ]


def crisis_fell_due(board: Board, command: CrisisFallDue, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = due_card(board, command, CrisisCard, situation)
    left = [one.ended_at for one in board.of(RepresentativeCard) if one.perimeter == "main" and one.activated_at]
    since = max((at for at in left if at is not None), default=card.t0)
    after_s = seconds_between(since or situation.now, situation.now)
    late = was_missed(board, command.due, situation.now)
    return [AlarmRaised(subject="designation", after_s=after_s, relieved=bool(left), late=late)]
