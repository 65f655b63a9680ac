"""Notices (*avis*): who must be told of a representative, when it was done, when it was acknowledged.

UNCCAS designates a representative and informs the SG-AV of the identity (convention State-UNCCAS, article 3,
E-10 and E-11); the préfecture is told too, being who the representative speaks to (E-09). A notice is owed
from the moment of the act, and an alarm is raised once if it has not been acknowledged after 30 minutes.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

from ..errors import Missing, Refused
from .alarmed import AlarmRaised
from .board import Board
from .crisis import WrongState, crisis_of, is_open, refuse_closed, refuse_future
from .durations import after
from .falling import due_card, was_missed
from .french import quoted
from .noticed import (
    DESIGNATED,
    SETTLED,
    NoticeAcknowledged,
    NoticeCard,
    NoticeKey,
    NoticeOverdue,
    NoticeOwed,
    NoticeSent,
    Repeated,
    Subject,
    asked_of,
    seconds_between,
)
from .task_cards import CRISIS
from .tasking import checked_by
from .vocabulary import NOTICE_STATES, ContactChannel, label
from .words import BOTH_KINDS, Command, Fact, FallDue, Instant, Situation

#: How long a notice may stay without an acknowledgement before it becomes an alarm (E-11).
ALARM = "PT30M"
#: How long a point de situation may: it must be read well before the next one, three hours later at first.
POINT_ALARM = "PT1H"
#: A partner may have been told by telephone before the act was typed in.
BEFOREHAND = timedelta(hours=2)

# --------------------------------------------------------------------------------------------- commands


class RecordNotice(Command):
    """The notice has been sent, or could not be (`outcome`: `echec`)."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["notice.record"] = "notice.record"
    notice: NoticeKey
    sent_at: Instant
    means: ContactChannel | None = None
    outcome: Literal["envoye", "echec"] = "envoye"


class AcknowledgeNotice(Command):
    """The recipient has it. `at` is left out when it is now."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["notice.acknowledge"] = "notice.acknowledge"
    notice: NoticeKey
    at: Instant | None = None


class NoticeFallDue(FallDue):
    """The delay of a notice has passed."""

    do: Literal["notice.fall_due"] = "notice.fall_due"


# --------------------------------------------------------------------------------------------- refusals


class UnknownNotice(Missing):
    code, title = "unknown_notice", "Avis inconnu"


class TooEarly(Refused):
    code, title = "before_owed", "Heure antérieure à l’avis"


# -------------------------------------------------------------------------------------------- decisions


def owe(
    board: Board, to: Iterable[str], subject: Subject, designation: str, perimeter: str, situation: Situation
) -> list[Fact]:
    """Return the facts that owe a notice about a designation to each body of `to`, from now."""
    return [
        NoticeOwed(**told, subject=subject, designation=designation, perimeter=perimeter)
        for told in _told(board, to, ALARM, situation)
    ]


def owe_point(board: Board, to: Iterable[str], number: int, situation: Situation) -> list[Fact]:
    """Return the facts that owe the point of that number to each body of `to`, from now."""
    return [NoticeOwed(**told, subject="point", point=number) for told in _told(board, to, POINT_ALARM, situation)]


def owe_proposal(board: Board, designation: str, function: str, perimeter: str, situation: Situation) -> list[Fact]:
    """Return the fact that owes the person of a designation the question: do they accept it. It names a function."""
    crisis = crisis_of(board)
    return [
        NoticeOwed(
            to=DESIGNATED,
            to_name=function,
            subject="proposal",
            designation=designation,
            perimeter=perimeter,
            zone=crisis.timezone if crisis else "Europe/Paris",
            owed_at=situation.now,
        )
    ]


def known_by_answer(board: Board, designation: str, situation: Situation) -> list[Fact]:
    """Return the fact that a proposal has been received: whoever answers it has it."""
    card = asked_of(board, designation)
    if card is None:
        return []
    after_s = seconds_between(card.owed_at, situation.now)
    return [NoticeAcknowledged(**_repeated(board, card), notice=card.key, at=situation.now, after_s=after_s)]


def _told(board: Board, to: Iterable[str], alarm: str, situation: Situation) -> Iterator[dict[str, Any]]:
    """Yield who is told, from when, and when it becomes late."""
    crisis = crisis_of(board)
    zone, tempo = (crisis.timezone, crisis.tempo) if crisis else ("Europe/Paris", 1)
    due = after(situation.now, alarm, zone, tempo)
    for id in to:
        body = situation.territory.body(id)
        yield {
            "to": id,
            "to_name": body.name if body else id,
            "zone": zone,
            "owed_at": situation.now,
            "due": due,
        }


def record_notice(board: Board, command: RecordNotice, situation: Situation) -> list[Fact]:
    refuse_closed(board)
    card = _notice(board, command.notice)
    if card.state not in ("du", "echec"):
        raise WrongState(f"Cet avis est déjà {label(NOTICE_STATES, card.state).lower()}\u00a0: rien n’est à envoyer.")
    _check_instant(card, command.sent_at, situation)
    return [
        NoticeSent(
            **_repeated(board, card),
            notice=command.notice,
            sent_at=command.sent_at,
            means=command.means,
            failed=command.outcome == "echec",
        )
    ]


def acknowledge_notice(board: Board, command: AcknowledgeNotice, situation: Situation) -> list[Fact]:
    """An acknowledgement by telephone may come before the sending was recorded: it is worth both."""
    card = _notice(board, command.notice)
    if card.state in SETTLED:
        raise WrongState("Plus rien n’est attendu pour cet avis, accusé déjà ou sans objet\u00a0: rien n’est à faire.")
    at = command.at or situation.now
    _check_instant(card, at, situation)
    acknowledged = NoticeAcknowledged(
        **_repeated(board, card), notice=command.notice, at=at, after_s=seconds_between(card.owed_at, at)
    )
    return [acknowledged, *_shown_by(board, card, situation)]


def notice_fell_due(board: Board, command: NoticeFallDue, situation: Situation) -> list[Fact]:
    """Say it, and raise an alarm when it is the SG-AV that has not been told of an identity."""
    card = due_card(board, command, NoticeCard, situation)
    late = was_missed(board, command.due, situation.now)
    overdue = NoticeOverdue(**_repeated(board, card), notice=card.key, state=card.state, late=late)
    if card.to != "sgav" or card.subject != "identity":
        return [overdue]
    after_s = seconds_between(card.owed_at, situation.now)
    alarm = AlarmRaised(subject="notice", notice=card.key, to_name=card.to_name, after_s=after_s, late=late)
    return [overdue, alarm]


def _shown_by(board: Board, card: NoticeCard, situation: Situation) -> list[Fact]:
    """Finish the tasks that this acknowledgement proves: those of the crisis, or of a département."""
    crisis = crisis_of(board)
    if card.subject != "identity" or crisis is None or not is_open(crisis):
        return []
    recipient, _, departement = card.to.partition("-")
    owner = f"departement-{departement}" if departement else CRISIS
    return checked_by(board, f"notice_acknowledged:{recipient}", situation, owner)


def _notice(board: Board, key: str) -> NoticeCard:
    card = board.get(f"notice:{key}", NoticeCard)
    if card is None:
        raise UnknownNotice(f"Aucun avis {quoted(key)} sur ce dossier.")
    return card


def _check_instant(card: NoticeCard, at: datetime, situation: Situation) -> None:
    refuse_future(at, situation.now)
    if at < card.owed_at - BEFOREHAND:
        raise TooEarly("L’heure indiquée précède de plus de deux heures l’acte qu’annonce cet avis\u00a0: la vérifier.")


def _repeated(board: Board, card: NoticeCard) -> Repeated:
    crisis = crisis_of(board)
    zone = crisis.timezone if crisis else "Europe/Paris"
    return {
        "to_name": card.to_name,
        "subject": card.subject,
        "perimeter": card.perimeter,
        "point": card.point,
        "zone": zone,
    }
