"""Meetings of the parties of a convention: planned, held, with minutes and decisions.

A meeting may be for an obligation, which holding it fulfils (quarterly point E-22, *bilan* E-23). That it was
held, and who came, is for everybody who sees the convention; minutes and decisions are for the parties.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from ..errors import Missing, Refused
from .board import Board, Delta
from .convention import ConventionCard, convention_of
from .durations import end_of_day, local_day
from .french import calendar_day, counted, day_and_time, quoted
from .meeting_cards import MeetingCard, meeting_on
from .minuting import DecisionTaken, MinutesWritten
from .obligations import ObligationCard, ObligationKey, change_obligation
from .obliging import fulfil_obligation
from .parties import known_bodies
from .words import FIRST_GIVEN, LAST_GIVEN, BodyId, Command, Entry, Fact, GivenDay, Instant, Situation, Slug, Text, Word

#: A clock a little ahead does not make a meeting one of the future.
HELD_AHEAD = timedelta(minutes=5)


# --------------------------------------------------------------------------------------------- commands


class ScheduleMeeting(Command):
    """Plan a meeting, or write down that one was planned: `at` may be in the past."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["meeting.schedule"] = "meeting.schedule"
    meeting: Slug
    at: Instant
    obligation: ObligationKey | None = None


class Decided(Word):
    """One decision. `due` is a day, or an instant, of which the day in the zone of the convention is kept."""

    text: Text
    owner: BodyId
    due: GivenDay | Instant

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if isinstance(self.due, datetime) and not FIRST_GIVEN <= self.due.date() <= LAST_GIVEN:
            raise ValueError("jour hors des bornes (1900 à 2200)")
        return self


class HoldMeeting(Command):
    """Say that a planned meeting was held. It cannot be said twice: what was decided stands."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    do: Literal["meeting.hold"] = "meeting.hold"
    meeting: Slug
    held_at: Instant
    minutes: Text
    decisions: tuple[Decided, ...] = Field(default=(), max_length=30)
    attended: tuple[BodyId, ...] = Field(default=(), max_length=100)


# ------------------------------------------------------------------------------------------------ facts


class MeetingScheduled(Fact):
    """`title` is that of the obligation it is for; `timezone` that of the convention."""

    kind: Literal["meeting.scheduled"] = "meeting.scheduled"
    meeting: str
    at: Instant
    obligation: str | None = None
    title: str | None = None
    timezone: str


class MeetingHeld(Fact):
    kind: Literal["meeting.held"] = "meeting.held"
    meeting: str
    held_at: Instant
    attended: tuple[str, ...]
    decisions: int
    timezone: str

    def occurred(self) -> datetime | None:
        return self.held_at


# --------------------------------------------------------------------------------------------- refusals


class UnknownMeeting(Missing):
    code, title = "unknown_meeting", "Réunion inconnue"


class UnknownObligation(Missing):
    code, title = "unknown_obligation", "Engagement inconnu"


class MeetingExists(Refused):
    code, title = "meeting_exists", "Réunion déjà inscrite"


class AlreadyHeld(Refused):
    code, title = "already_held", "Réunion déjà tenue"


class MeetingCancelled(Refused):
    code, title = "meeting_cancelled", "Réunion annulée"


class ObligationMet(Refused):
    code, title = "obligation_met", "Engagement déjà rempli"


class HeldInFuture(Refused):
    code, title = "held_in_future", "Réunion à venir"


class ConventionEnded(Refused):
    code, title = "convention_ended", "Convention arrivée à son terme"


# -------------------------------------------------------------------------------------------- decisions


def schedule_meeting(board: Board, command: ScheduleMeeting, situation: Situation) -> list[Fact]:
    """Plan a meeting, for an obligation still to be met or for none."""
    convention = convention_of(board)
    if f"meeting:{command.meeting}" in board:
        raise MeetingExists(f"La réunion {quoted(command.meeting)} est déjà inscrite. Donnez un autre identifiant.")
    refuse_after_end(convention, command.at)
    obligation = _obligation_to_meet(board, command.obligation)
    scheduled = MeetingScheduled(
        meeting=command.meeting,
        at=command.at,
        obligation=command.obligation,
        title=obligation.title if obligation else None,
        timezone=convention.timezone,
    )
    return [scheduled]


def refuse_after_end(convention: ConventionCard, at: datetime) -> None:
    """What took place before a convention ended may still be written down; nothing more is planned after."""
    last = convention.terminated_on or convention.ends_on
    if convention.state != "actif" and at > end_of_day(last, convention.timezone):
        day = calendar_day(last)
        raise ConventionEnded(f"La convention est arrivée à son terme le {day}. Rien n’y est prévu après.")


def _obligation_to_meet(board: Board, key: str | None) -> ObligationCard | None:
    if key is None:
        return None
    obligation = board.get(f"obligation:{key}", ObligationCard)
    if obligation is None:
        raise UnknownObligation(f"Aucun engagement {quoted(key)} dans cette convention.")
    if obligation.state == "remplie":
        raise ObligationMet(f"{obligation.title}\u00a0: déjà rempli. Inscrivez la réunion sans citer d’engagement.")
    return obligation


def hold_meeting(board: Board, command: HoldMeeting, situation: Situation) -> list[Fact]:
    """Keep that the meeting was held, its minutes, its decisions; and fulfil the obligation it was for."""
    convention, card = convention_of(board), meeting_on(board, command.meeting)
    if card is None:
        raise UnknownMeeting(f"Aucune réunion {quoted(command.meeting)}. Inscrivez-la d’abord au calendrier.")
    if card.state == "tenue":
        raise AlreadyHeld("Cette réunion est déjà notée comme tenue.")
    if card.state == "annulee":
        raise MeetingCancelled("Cette réunion est annulée. Inscrivez au calendrier celle qui a été tenue.")
    if command.held_at > situation.now + HELD_AHEAD:
        raise HeldInFuture("Une réunion ne se note comme tenue qu’une fois passée. Corrigez l’heure.")
    held = MeetingHeld(
        meeting=command.meeting,
        held_at=command.held_at,
        attended=tuple(body.id for body in known_bodies(command.attended, "attended", situation)),
        decisions=len(command.decisions),
        timezone=convention.timezone,
    )
    minutes = MinutesWritten(meeting=command.meeting, minutes=command.minutes)
    taken = _decisions(command, convention, situation)
    met = fulfil_obligation(board, card.obligation or "", command.meeting, command.held_at, situation)
    return [held, minutes, *taken, *met]


def _decisions(command: HoldMeeting, convention: ConventionCard, situation: Situation) -> list[Fact]:
    owners = known_bodies((decided.owner for decided in command.decisions), "decisions", situation)
    names = {body.id: body.name for body in owners}
    return [
        DecisionTaken(
            meeting=command.meeting,
            number=number,
            text=decided.text,
            owner=decided.owner,
            owner_name=names[decided.owner],
            due_on=(day := _day(decided.due, convention)),
            due=end_of_day(day, convention.timezone),
        )
        for number, decided in enumerate(command.decisions, 1)
    ]


def _day(due: date | datetime, convention: ConventionCard) -> date:
    return local_day(due, convention.timezone) if isinstance(due, datetime) else due


# --------------------------------------------------------------------------------------------- showings


def show_scheduled(board: Board, entry: Entry, fact: MeetingScheduled) -> Delta:
    card = MeetingCard(id=f"meeting:{fact.meeting}", state="prevue", at=fact.at, obligation=fact.obligation)
    named = change_obligation(board, fact.obligation or "", meeting=fact.meeting)
    return Delta(put=(card, *named.put))


def show_held(board: Board, entry: Entry, fact: MeetingHeld) -> Delta:
    card = meeting_on(board, fact.meeting)
    held = {"held_at": fact.held_at, "attended": fact.attended, "decisions": fact.decisions}
    return Delta(put=(card.but(state="tenue", **held),) if card else ())


# -------------------------------------------------------------------------------------------- tellings


def tell_scheduled(fact: MeetingScheduled) -> str:
    what = f"\u00a0: {fact.title}" if fact.title else ""
    return f"Réunion prévue le {day_and_time(fact.at, fact.timezone)}{what}."


def tell_held(fact: MeetingHeld) -> str:
    there = counted(len(fact.attended), "organisme présent", "organismes présents")
    decisions = counted(fact.decisions, "décision")
    return f"Réunion tenue le {day_and_time(fact.held_at, fact.timezone)}\u00a0: {there}, {decisions}."
