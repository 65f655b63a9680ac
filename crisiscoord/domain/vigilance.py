"""The vigilance of a département: its level, of what, until when, as somebody read it in a bulletin.

It is said in the crisis that needs it, for any département of the country: a helper from far away may have its own
flood (docs/decisions/0043). One word for a département, the newest bulletin wins. It holds until its hour and not a
second more: after it, and before anybody has said anything, the vigilance is unknown, which is not green.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..errors import Missing, Refused
from .agreeing import UnknownDepartement
from .board import NOTHING, Board, Card, Delta
from .crisis import open_crisis, refuse_future
from .french import day_and_time, quoted, until_time
from .vocabulary import PHENOMENA, Phenomenon, VigilanceLevel, label
from .words import Command, DepartementCode, Entry, Fact, Instant, Label, Situation, Target, Text, Worded

#: How far ahead a bulletin speaks: Météo-France draws the day and the next one.
LONGEST = timedelta(hours=48)
#: Levels at which a département needs its people itself, and how heavily each weighs.
THREATENED: Mapping[str, int] = {"orange": 1, "rouge": 2}

Phenomena = Annotated[tuple[Phenomenon, ...], Field(max_length=len(PHENOMENA))]

# --------------------------------------------------------------------------------------------------- cards


class VigilanceCard(Card):
    """What was last said of one département. `at` is when the bulletin came out, `within` how one says "in it"."""

    type: Literal["vigilance"] = "vigilance"
    departement: str
    name: str
    within: str
    level: str
    phenomena: tuple[str, ...] = ()
    until: Instant
    at: Instant
    source: str
    by_role: str


# ------------------------------------------------------------------------------------------------ commands


class SayVigilance(Command):
    """The level of a département by a bulletin that came out at `at`; from yellow on, with what it is of."""

    do: Literal["vigilance.say"] = "vigilance.say"
    departement: DepartementCode
    level: VigilanceLevel
    phenomena: Phenomena = ()
    until: Instant
    at: Instant
    source: Label

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if len(set(self.phenomena)) < len(self.phenomena):
            raise ValueError("chaque phénomène une fois")
        if (self.level == "vert") == bool(self.phenomena):
            raise ValueError("un phénomène au moins à partir du jaune, aucun en vert")
        return self

    def target(self) -> Target:
        return Target(departement=self.departement)


class WithdrawVigilance(Command):
    """What was said of a département was said by mistake: nothing is known of it."""

    do: Literal["vigilance.withdraw"] = "vigilance.withdraw"
    departement: DepartementCode
    reason: Text

    def target(self) -> Target:
        return Target(departement=self.departement)


# --------------------------------------------------------------------------------------------------- facts


class VigilanceSaid(Fact):
    """Somebody told the vigilance of a département, from a bulletin. Times are told in `zone`."""

    kind: Literal["vigilance.said"] = "vigilance.said"
    departement: DepartementCode
    name: str
    within: str
    level: VigilanceLevel
    phenomena: Phenomena = ()
    until: Instant
    at: Instant
    source: str
    zone: str

    def occurred(self) -> datetime:
        return self.at


class VigilanceWithdrawn(Fact):
    """What was said of a département was taken back."""

    kind: Literal["vigilance.withdrawn"] = "vigilance.withdrawn"
    departement: DepartementCode
    within: str
    reason: Worded


# ------------------------------------------------------------------------------------------------ refusals


class UnknownVigilance(Missing):
    code, title = "unknown_vigilance", "Vigilance inconnue"


class VigilanceOver(Refused):
    code, title = "vigilance_over", "Vigilance déjà échue"


class VigilanceTooLong(Refused):
    code, title = "vigilance_too_long", "Vigilance trop longue"


# ----------------------------------------------------------------------------------------------- decisions


def say_vigilance(board: Board, command: SayVigilance, situation: Situation) -> list[Fact]:
    """Note what a bulletin says; what the board says already is not written twice."""
    crisis = open_crisis(board)
    refuse_future(command.at, situation.now)
    departement = situation.territory.departement(command.departement)
    if departement is None:
        raise UnknownDepartement(f"Aucun département {quoted(command.departement)}.")
    if command.until <= situation.now or command.until <= command.at:
        raise VigilanceOver("Cette vigilance n’a plus cours\u00a0: donner l’heure de fin du dernier bulletin.")
    if command.until - command.at > LONGEST:
        raise VigilanceTooLong("Un bulletin parle de deux jours au plus\u00a0: le redire quand le suivant paraît.")
    fact = VigilanceSaid(
        departement=departement.code,
        name=departement.name,
        within=departement.within,
        level=command.level,
        phenomena=tuple(code for code in PHENOMENA if code in command.phenomena),
        until=command.until,
        at=command.at,
        source=command.source,
        zone=crisis.timezone,
    )
    stands = board.get(f"vigilance:{departement.code}", VigilanceCard)
    return [] if stands is not None and _says(stands) == _says(fact) else [fact]


def withdraw_vigilance(board: Board, command: WithdrawVigilance, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = board.get(f"vigilance:{command.departement}", VigilanceCard)
    if card is None:
        raise UnknownVigilance("Rien n’est dit de la vigilance de ce département\u00a0: rien n’est à retirer.")
    return [VigilanceWithdrawn(departement=card.departement, within=card.within, reason=command.reason)]


def _says(of: VigilanceCard | VigilanceSaid) -> tuple[object, ...]:
    return of.level, of.phenomena, of.until, of.at, of.source


# ------------------------------------------------------------------------------------- showing and telling


def show_said(board: Board, entry: Entry, fact: VigilanceSaid) -> Delta:
    """Show the newest bulletin; of two of one hour, the one that was told last."""
    id = f"vigilance:{fact.departement}"
    stands = board.get(id, VigilanceCard)
    if stands is not None and stands.at > fact.at:
        return NOTHING
    card = VigilanceCard(
        id=id,
        departement=fact.departement,
        name=fact.name,
        within=fact.within,
        level=fact.level,
        phenomena=fact.phenomena,
        until=fact.until,
        at=fact.at,
        source=fact.source,
        by_role=entry.by.role,
    )
    return Delta(put=(card,))


def show_withdrawn(board: Board, entry: Entry, fact: VigilanceWithdrawn) -> Delta:
    id = f"vigilance:{fact.departement}"
    return Delta(drop=(id,)) if id in board else NOTHING


def tell_withdrawn(fact: VigilanceWithdrawn) -> str:
    return f"Vigilance {fact.within} retirée, dite par erreur\u00a0: elle est inconnue. {fact.reason}"


def tell_said(fact: VigilanceSaid) -> str:
    until = day_and_time(fact.until, fact.zone)
    said = f"{_worded(fact)} {fact.within}, jusqu’au {until}."
    return f"{said[0].upper()}{said[1:]} Source\u00a0: {fact.source}"


# ----------------------------------------------------------------------------------------- what is known now


def level_now(card: VigilanceCard | None, now: datetime) -> str | None:
    """Return the level of a département, None when it is not known: never said, or said until an hour that is past."""
    return card.level if card is not None and now < card.until else None


def known_now(card: VigilanceCard | None, now: datetime, zone: str) -> str:
    """Say what is known: « vigilance orange inondation dans le Nord jusqu’à 18 h 00 », or that nothing is any more."""
    if card is None:
        return "vigilance inconnue"
    if now >= card.until:
        return f"vigilance inconnue {card.within}\u00a0: plus redite depuis {until_time(card.until, now, zone, 'le ')}"
    return f"{_worded(card)} {card.within} jusqu’{until_time(card.until, now, zone, 'au ', 'à ')}"


def _worded(of: VigilanceCard | VigilanceSaid) -> str:
    level = "verte" if of.level == "vert" else of.level
    return " ".join(("vigilance", level, *([", ".join(_lower(code) for code in of.phenomena)] if of.phenomena else [])))


def _lower(code: str) -> str:
    return label(PHENOMENA, code).lower()
