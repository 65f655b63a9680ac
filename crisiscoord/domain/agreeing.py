"""Signing a convention, and its end.

A convention ends on the anniversary of its signature (article 5, E-20: one year): signed on 10 February
2017, it ends with the day of 10 February 2018. Days are those of the zone of its template.
"""

from datetime import datetime, timedelta
from typing import ClassVar, Literal

from pydantic import Field

from ..errors import Missing, Refused
from .agreements import ConventionTemplate
from .anniversaries import next_end
from .board import Board
from .convention import (
    ConventionCard,
    ConventionContinued,
    ConventionExpired,
    ConventionReminded,
    ConventionSigned,
)
from .durations import end_of_day, local_day
from .falling import due_card
from .french import calendar_day, listed, quoted
from .obligations import ObligationCard, after_a_stop, fallen, obliged
from .parties import parties_of
from .reminders import days_before, next_reminder
from .renewed import NoticeLapsed
from .words import BodyId, Command, DepartementCode, Fact, FallDue, GivenDay, Label, Situation, Slug

_MOMENT = timedelta(milliseconds=1)

# --------------------------------------------------------------------------------------------- commands


class SignConvention(Command):
    """Open a convention that has been signed, from one of the templates of the library."""

    opens: ClassVar[str | None] = "convention"
    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["convention.sign"] = "convention.sign"
    template: Slug
    title: Label
    signed_on: GivenDay
    parties: tuple[BodyId, ...] = Field(min_length=1, max_length=50)
    departement: DepartementCode | None = None


class ConventionFallDue(FallDue):
    """The end of the convention is near, or has passed; or a formal notice has run out."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["convention.fall_due"] = "convention.fall_due"


# --------------------------------------------------------------------------------------------- refusals


class UnknownTemplate(Missing):
    code, title = "unknown_template", "Modèle de convention inconnu"


class UnknownDepartement(Missing):
    code, title = "unknown_departement", "Département inconnu"


class AlreadySigned(Refused):
    code, title = "already_signed", "Convention déjà signée"


class SignedInFuture(Refused):
    code, title = "signed_in_future", "Date de signature à venir"


class TemplateUnusable(Refused):
    code, title = "template_unusable", "Modèle de convention à corriger"


# -------------------------------------------------------------------------------------------- decisions


def sign_convention(board: Board, command: SignConvention, situation: Situation) -> list[Fact]:
    """Open the convention and every obligation of its first period, past ones included."""
    if board.seq:
        raise AlreadySigned(f"Le dossier {quoted(board.dossier)} est déjà ouvert. Changez d’identifiant.")
    template = situation.library.convention(command.template)
    if template is None:
        known = listed(sorted(situation.library.conventions)) or "aucun"
        raise UnknownTemplate(f"Aucun modèle {quoted(command.template)}. Modèles connus\u00a0: {known}.")
    _refuse_future(command, template, situation)
    if command.departement and situation.territory.departement(command.departement) is None:
        raise UnknownDepartement(f"Aucun département {quoted(command.departement)}.")
    bodies = parties_of(template, command.parties, situation)
    try:
        ends_on = next_end(command.signed_on, template.duration, command.signed_on)
        owed = obliged(template, command.signed_on, command.signed_on, ends_on, situation.now)
    except ValueError as fault:
        reason = f"Le modèle {quoted(template.code)} ne peut être suivi\u00a0: {fault}."
        raise TemplateUnusable(reason) from fault
    signed = ConventionSigned(
        template=template.code,
        version=template.version,
        title=command.title,
        signed_on=command.signed_on,
        ends_on=ends_on,
        ends_at=end_of_day(ends_on, template.timezone),
        ask_at=next_reminder(ends_on, template.timezone, situation.now),
        duration=template.duration,
        renewal=template.renewal,
        timezone=template.timezone,
        parties=tuple(body.id for body in bodies),
        names=tuple(body.name for body in bodies),
        departement=command.departement,
    )
    return [signed, *owed]


def _refuse_future(command: SignConvention, template: ConventionTemplate, situation: Situation) -> None:
    """A signature may bear the date of tomorrow at most: it may already be tomorrow where it is signed."""
    if (command.signed_on - local_day(situation.now, template.timezone)).days > 1:
        day = calendar_day(command.signed_on)
        raise SignedInFuture(f"La signature est datée du {day}, qui n’est pas encore venu. Corrigez la date.")


def convention_fell_due(board: Board, command: ConventionFallDue, situation: Situation) -> list[Fact]:
    """End the convention, giving up what was not met; or let it go on when it is renewed by itself.

    Before its end, remind of it, and say that a formal notice has run out.
    """
    card = due_card(board, command, ConventionCard, situation)
    if card.due is not None and situation.now < card.due:
        return _before_the_end(card, situation)
    late = after_a_stop(card, situation, card.due)
    goes_on = card.renewal == "tacite"
    given_up: list[Fact] = [
        fallen(one, "manquee", None, situation)
        for one in board.of(ObligationCard)
        if one.state in ("a_venir", "due") and one.due_on <= card.ends_on and not (goes_on and one.every)
    ]
    if goes_on:
        return [*given_up, *_continued(card, late, situation)]
    return [*given_up, ConventionExpired(title=card.title, ends_on=card.ends_on, late=late)]


def next_question(card: ConventionCard, now: datetime) -> datetime | None:
    """Return when to ask about a convention before its end: a reminder, the last moment of a formal notice."""
    instants, ends_at = [next_reminder(card.ends_on, card.timezone, now)], end_of_day(card.ends_on, card.timezone)
    if card.notice_until is not None and not card.notice_lapsed:
        instants.append(end_of_day(card.notice_until, card.timezone))
    return min((at for at in instants if at is not None and at < ends_at), default=None)


def _before_the_end(card: ConventionCard, situation: Situation) -> list[Fact]:
    late, now, facts = after_a_stop(card, situation), situation.now, list[Fact]()
    asked = card.next_ask or now
    until = card.notice_until
    if until is not None and not card.notice_lapsed and end_of_day(until, card.timezone) <= now:
        card = card.but(notice_lapsed=True)
        facts.append(_lapsed(card, late, now))
    first = next_reminder(card.ends_on, card.timezone, asked - _MOMENT)
    days = days_before(card.ends_on, card.timezone, now)
    if days is not None and first is not None and first <= now:
        facts.append(
            ConventionReminded(
                title=card.title,
                ends_on=card.ends_on,
                renewal=card.renewal,
                days=days,
                ask_at=next_question(card, now),
                late=late,
            )
        )
    return facts


def _lapsed(card: ConventionCard, late: bool, now: datetime) -> NoticeLapsed:
    assert card.notice_on is not None and card.notice_until is not None
    return NoticeLapsed(
        title=card.title,
        notice_on=card.notice_on,
        notice_until=card.notice_until,
        ask_at=next_question(card, now),
        late=late,
    )


def _continued(card: ConventionCard, late: bool, situation: Situation) -> list[Fact]:
    """Go on until the first anniversary still to come, with what the template of today asks until then."""
    today = local_day(situation.now, card.timezone)
    ends_on = next_end(card.signed_on, card.duration, max(today, card.ends_on))
    template = situation.library.convention(card.template)
    owed: list[Fact] = []
    if template:
        owed = obliged(template, card.signed_on, card.ends_on, ends_on, situation.now, renewed=True)
    going_on = ConventionContinued(
        title=card.title,
        begins_on=card.ends_on,
        ends_on=ends_on,
        ends_at=end_of_day(ends_on, card.timezone),
        ask_at=next_question(card.but(ends_on=ends_on), situation.now),
        late=late,
    )
    return [going_on, *owed]
