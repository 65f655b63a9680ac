"""Signing a convention, and its end.

A convention ends on the anniversary of its signature (article 5, E-20: one year): signed on 10 February
2017, it ends with the day of 10 February 2018. Days are those of the zone of its template.
"""

from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from ..errors import Missing, Refused
from .agreements import ConventionTemplate
from .anniversaries import next_end
from .board import Board, Card, Delta
from .durations import end_of_day
from .falling import due_card
from .french import calendar_day, counted, listed, quoted
from .obligations import ObligationCard, after_a_stop, fallen, obliged, said_late
from .parties import parties_of
from .states import ConventionState, Renewal
from .words import (
    BodyId,
    Command,
    Day,
    DepartementCode,
    Entry,
    Fact,
    FallDue,
    Instant,
    Label,
    Situation,
    Slug,
)


class ConventionCard(Card):
    """The convention itself. `parties` are ids of bodies; `due` is the end of its last day."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    type: Literal["convention"] = "convention"
    template: str
    version: int
    title: str
    signed_on: Day
    ends_on: Day
    duration: str
    renewal: Renewal
    state: ConventionState
    parties: tuple[str, ...]
    departement: str | None = None
    timezone: str


# --------------------------------------------------------------------------------------------- commands


class SignConvention(Command):
    """Open a convention that has been signed, from one of the templates of the library."""

    opens: ClassVar[str | None] = "convention"
    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["convention.sign"] = "convention.sign"
    template: Slug
    title: Label
    signed_on: Day
    parties: tuple[BodyId, ...] = Field(min_length=1, max_length=50)
    departement: DepartementCode | None = None


class ConventionFallDue(FallDue):
    """The last day of the convention has passed."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["convention.fall_due"] = "convention.fall_due"


# ------------------------------------------------------------------------------------------------ facts


class ConventionSigned(Fact):
    """`names` are those of the parties, in the same order, as they were known on that day."""

    opens: ClassVar[str] = "convention"

    kind: Literal["convention.signed"] = "convention.signed"
    template: str
    version: int
    title: str
    signed_on: Day
    ends_on: Day
    ends_at: Instant
    duration: str
    renewal: Renewal
    timezone: str
    parties: tuple[str, ...]
    names: tuple[str, ...]
    departement: str | None = None


class ConventionExpired(Fact):
    kind: Literal["convention.expired"] = "convention.expired"
    title: str
    ends_on: Day
    late: bool


class ConventionContinued(Fact):
    """Renewed by itself (`tacite`) until `ends_on`."""

    kind: Literal["convention.continued"] = "convention.continued"
    title: str
    ends_on: Day
    ends_at: Instant
    late: bool


# --------------------------------------------------------------------------------------------- refusals


class UnknownTemplate(Missing):
    code, title = "unknown_template", "Modèle de convention inconnu"


class UnknownDepartement(Missing):
    code, title = "unknown_departement", "Département inconnu"


class UnknownConvention(Missing):
    code, title = "unknown_convention", "Convention inconnue"


class AlreadySigned(Refused):
    code, title = "already_signed", "Convention déjà signée"


class SignedInFuture(Refused):
    code, title = "signed_in_future", "Date de signature à venir"


class TemplateUnusable(Refused):
    code, title = "template_unusable", "Modèle de convention à corriger"


# -------------------------------------------------------------------------------------------- decisions


def convention_of(board: Board) -> ConventionCard:
    """Return the convention that the dossier is about. Raises Missing when there is none."""
    card = next(board.of(ConventionCard), None)
    if card is None:
        raise UnknownConvention("Ce dossier n’est pas une convention.")
    return card


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
        owed = obliged(template, command.signed_on, command.signed_on, ends_on)
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
    today = situation.now.astimezone(ZoneInfo(template.timezone)).date()
    if (command.signed_on - today).days > 1:
        day = calendar_day(command.signed_on)
        raise SignedInFuture(f"La signature est datée du {day}, qui n’est pas encore venu. Corrigez la date.")


def convention_fell_due(board: Board, command: ConventionFallDue, situation: Situation) -> list[Fact]:
    """End the convention, giving up what was not met; or let it go on when it is renewed by itself."""
    card = due_card(board, command, ConventionCard, situation)
    late = after_a_stop(card, situation)
    goes_on = card.renewal == "tacite"
    given_up: list[Fact] = [
        fallen(one, "manquee", None, situation)
        for one in board.of(ObligationCard)
        if one.state in ("a_venir", "due") and one.due_on <= card.ends_on and not (goes_on and one.every)
    ]
    if goes_on:
        return [*given_up, *_continued(card, late, situation)]
    return [*given_up, ConventionExpired(title=card.title, ends_on=card.ends_on, late=late)]


def _continued(card: ConventionCard, late: bool, situation: Situation) -> list[Fact]:
    """Go on until the first anniversary still to come, with what the template of today asks until then."""
    today = situation.now.astimezone(ZoneInfo(card.timezone)).date()
    ends_on = next_end(card.signed_on, card.duration, max(today, card.ends_on))
    ends_at = end_of_day(ends_on, card.timezone)
    template = situation.library.convention(card.template)
    owed = obliged(template, card.signed_on, card.ends_on, ends_on, renewed=True) if template else []
    return [ConventionContinued(title=card.title, ends_on=ends_on, ends_at=ends_at, late=late), *owed]


# --------------------------------------------------------------------------------------------- showings


def show_signed(board: Board, entry: Entry, fact: ConventionSigned) -> Delta:
    said = {name: value for name, value in fact if name in ConventionCard.model_fields}
    return Delta(put=(ConventionCard(id=f"convention:{entry.dossier}", state="actif", due=fact.ends_at, **said),))


def show_expired(board: Board, entry: Entry, fact: ConventionExpired) -> Delta:
    return Delta(put=(convention_of(board).but(state="expire", due=None),))


def show_continued(board: Board, entry: Entry, fact: ConventionContinued) -> Delta:
    return Delta(put=(convention_of(board).but(ends_on=fact.ends_on, due=fact.ends_at),))


# --------------------------------------------------------------------------------------------- tellings


def tell_signed(fact: ConventionSigned) -> str:
    names = listed(list(fact.names))
    parties = names if len(names) <= 80 else counted(len(fact.names), "partie")
    signed, end = calendar_day(fact.signed_on), calendar_day(fact.ends_on)
    return f"Convention {quoted(fact.title)} signée le {signed} ({parties}), en vigueur jusqu’au {end}."


def tell_expired(fact: ConventionExpired) -> str:
    end = calendar_day(fact.ends_on)
    return f"Convention {quoted(fact.title)} arrivée à son terme le {end}.{said_late(fact.late)}"


def tell_continued(fact: ConventionContinued) -> str:
    end = calendar_day(fact.ends_on)
    return f"Convention {quoted(fact.title)} reconduite tacitement jusqu’au {end}.{said_late(fact.late)}"
