"""What the parties may change in a convention that is signed: amend, renew, give notice, terminate.

These commands write down what was agreed or served on paper, on a day that has come. Amendments and renewals
are by common agreement (articles E-20, E-21, E-23); a formal notice only where the text provides for one.
"""

from datetime import date, timedelta
from typing import ClassVar, Literal

from pydantic import Field

from ..errors import Refused
from .agreeing import TemplateUnusable, next_question
from .anniversaries import next_end
from .board import Board
from .convention import ConventionCard, convention_of
from .durations import day_after, end_of_day, local_day
from .french import calendar_day, quoted
from .meeting import ConventionEnded
from .obligations import ObligationCard, fallen, obliged
from .obliging import resumed
from .renewed import ConventionAmended, ConventionRenewed, ConventionTerminated, NoticeGiven
from .words import Command, Fact, GivenDay, Situation, Text

# --------------------------------------------------------------------------------------------- commands


class AmendConvention(Command):
    """Write down an amendment signed by all the parties; `reason` says what it changes."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["convention.amend"] = "convention.amend"
    day: GivenDay = Field(alias="on")
    reason: Text


class RenewConvention(Command):
    """Write down that the parties agreed to go on for one more period."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["convention.renew"] = "convention.renew"
    day: GivenDay = Field(alias="on")
    reason: Text | None = None


class TerminateConvention(Command):
    """Write down that the convention was ended before its term."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["convention.terminate"] = "convention.terminate"
    day: GivenDay = Field(alias="on")
    reason: Text


class GiveNotice(Command):
    """Write down a formal notice, received by registered letter on that day."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["convention.give_notice"] = "convention.give_notice"
    day: GivenDay = Field(alias="on")
    reason: Text


# --------------------------------------------------------------------------------------------- refusals


class DayToCome(Refused):
    code, title = "day_to_come", "Date à venir"


class BeforeSignature(Refused):
    code, title = "before_signature", "Date antérieure à la signature"


class AlreadyTerminated(Refused):
    code, title = "already_terminated", "Convention déjà résiliée"


class RenewsItself(Refused):
    code, title = "renews_itself", "Convention à tacite reconduction"


class AlreadyRenewed(Refused):
    code, title = "already_renewed", "Convention déjà renouvelée"


class RenewedTooLate(Refused):
    code, title = "renewed_too_late", "Renouvellement postérieur au terme"


class NoNotice(Refused):
    code, title = "no_formal_notice", "Mise en demeure non prévue"


class NoticeRunning(Refused):
    code, title = "notice_running", "Mise en demeure en cours"


# -------------------------------------------------------------------------------------------- decisions


def amend_convention(board: Board, command: AmendConvention, situation: Situation) -> list[Fact]:
    card = _in_force(board, command.day, situation)
    amended = ConventionAmended(
        title=card.title,
        number=card.amendments + 1,
        amended_on=command.day,
        reason=command.reason,
    )
    return [amended]


def renew_convention(board: Board, command: RenewConvention, situation: Situation) -> list[Fact]:
    """Go on until the next anniversary of the signature, with what the template of today asks until then.

    An agreement of before the end may be written down after it: then the convention is in force again.
    """
    card = convention_of(board)
    _refuse_renewal(card, command.day, situation)
    template = situation.library.convention(card.template)
    begins_on, ends_on = card.ends_on, next_end(card.signed_on, card.duration, card.ends_on)
    renewed = ConventionRenewed(
        title=card.title,
        renewed_on=command.day,
        begins_on=begins_on,
        ends_on=ends_on,
        ends_at=end_of_day(ends_on, card.timezone),
        ask_at=next_question(card.but(ends_on=ends_on), situation.now),
        reason=command.reason,
    )
    if template is None:
        return [renewed]
    try:
        owed = obliged(template, card.signed_on, begins_on, ends_on, situation.now, renewed=True)
        return [renewed, *owed, *resumed(board, template, card, ends_on, situation)]
    except ValueError as fault:
        reason = f"Le modèle {quoted(template.code)} ne peut être suivi\u00a0: {fault}."
        raise TemplateUnusable(reason) from fault


def _refuse_renewal(card: ConventionCard, day: date, situation: Situation) -> None:
    _refuse_day(card, day, situation)
    _refuse_terminated(card)
    end = calendar_day(card.ends_on)
    if card.renewal == "tacite":
        raise RenewsItself(f"Sauf dénonciation, elle se reconduit d’elle-même après le {end}\u00a0: rien à écrire.")
    if day > card.ends_on:
        raise RenewedTooLate(f"La convention a pris fin le {end}. Signez-en une nouvelle.")
    if local_day(situation.now, card.timezone) < card.begins_on:
        raise AlreadyRenewed(f"La convention est déjà renouvelée jusqu’au {end}.")


def terminate_convention(board: Board, command: TerminateConvention, situation: Situation) -> list[Fact]:
    """End the convention: what was due is missed, what was to come is owed no more."""
    card = _in_force(board, command.day, situation)
    given_up: list[Fact] = []
    dropped: list[str] = []
    for one in board.of(ObligationCard):
        if one.state == "due" or (one.state == "a_venir" and one.due_on <= command.day):
            given_up.append(fallen(one, "manquee", None, situation))
        elif one.state == "a_venir":
            dropped.append(one.id)
    terminated = ConventionTerminated(
        title=card.title,
        terminated_on=command.day,
        dropped=tuple(dropped),
        reason=command.reason,
    )
    return [*given_up, terminated]


def give_notice(board: Board, command: GiveNotice, situation: Situation) -> list[Fact]:
    """Write down a formal notice, and when it runs out. Terminating is then another act."""
    card = _in_force(board, command.day, situation)
    template = situation.library.convention(card.template)
    delay = template.formal_notice if template else None
    if delay is None:
        raise NoNotice("Ce modèle de convention ne prévoit pas de mise en demeure. Voir ce que dit le texte signé.")
    if card.notice_until is not None and not card.notice_lapsed:
        raise NoticeRunning(f"Une mise en demeure court déjà jusqu’au {calendar_day(card.notice_until)}.")
    until = day_after(command.day, delay)
    question = next_question(card.but(notice_until=until, notice_lapsed=False), situation.now)
    given = NoticeGiven(
        title=card.title,
        notice_on=command.day,
        notice_until=until,
        ask_at=question,
        reason=command.reason,
    )
    return [given]


def _in_force(board: Board, day: date, situation: Situation) -> ConventionCard:
    """Return the convention, when it was in force on a day that is neither to come nor before its signature."""
    card = convention_of(board)
    _refuse_day(card, day, situation)
    _refuse_terminated(card)
    if card.state != "actif" or day > card.ends_on:
        raise ConventionEnded(f"La convention est arrivée à son terme le {calendar_day(card.ends_on)}.")
    return card


def _refuse_terminated(card: ConventionCard) -> None:
    if card.state == "resilie" and card.terminated_on is not None:
        raise AlreadyTerminated(f"La convention a été résiliée le {calendar_day(card.terminated_on)}.")


def _refuse_day(card: ConventionCard, day: date, situation: Situation) -> None:
    """What is written down has happened: tomorrow at most, as for a signature."""
    if day > local_day(situation.now, card.timezone) + timedelta(days=1):
        raise DayToCome(f"Le {calendar_day(day)} n’est pas encore venu. Inscrivez l’acte une fois daté.")
    if day < card.signed_on:
        raise BeforeSignature(f"La convention n’a été signée que le {calendar_day(card.signed_on)}. Corrigez la date.")
