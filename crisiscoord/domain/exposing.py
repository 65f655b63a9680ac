"""Somebody has seen by accident what was not for them, and says so (convention CPAM-Caf-SIAO, art. 11; T-52).

It is told to those whose information it is: the body, or the parties to the convention, and to those who coordinate.
It may be said after the end too: the obligations of the article survive it (T-55).
"""

from typing import ClassVar, Literal

from ..errors import Missing
from .board import NOTHING, Board, Delta
from .bodies import BodyCard
from .noting import ChannelName
from .words import BOTH_KINDS, BodyId, Command, Entry, Fact, Situation, Text, Worded

# ------------------------------------------------------------------------------------------------ commands


class ReportExposure(Command):
    """Say what was seen by accident, where and how, without repeating it. `whose`: the body whose information it is."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["exposure.report"] = "exposure.report"
    text: Text
    whose: BodyId | None = None


# --------------------------------------------------------------------------------------------------- facts


class ExposureReported(Fact):
    """Somebody saw by accident what was not for them. `name`: of the body whose information it is."""

    kind: Literal["exposure.reported"] = "exposure.reported"
    place: ChannelName
    whose: BodyId | None = None
    name: str | None = None
    text: Worded

    def channel(self) -> str:
        return self.place

    def about(self) -> str | None:
        return self.whose


# ------------------------------------------------------------------------------------------------ refusals


class UnknownOwner(Missing):
    code, title = "unknown_owner", "Organisme inconnu"


# ----------------------------------------------------------------------------------------------- decisions


def report_exposure(board: Board, command: ReportExposure, situation: Situation) -> list[Fact]:
    """Tell those whose information it is; those who coordinate, when nobody says whose. Also in a closed dossier."""
    if board.kind == "convention":
        return [ExposureReported(place="parties", whose=command.whose, text=command.text)]
    if command.whose is None:
        return [ExposureReported(place="cell", text=command.text)]
    body = board.get(f"body:{command.whose}", BodyCard)
    if body is None:
        raise UnknownOwner("Cet organisme n’est pas de ce dossier\u00a0: laisser vide si l’on ne sait pas.")
    return [ExposureReported(place=f"body:{body.body}", whose=body.body, name=body.name, text=command.text)]


# ------------------------------------------------------------------------------------- showing and telling


def show_exposure(board: Board, entry: Entry, fact: ExposureReported) -> Delta:
    """It is a line of the main courante alone."""
    return NOTHING


def tell_exposure(fact: ExposureReported) -> str:
    whose = f" à ce qui est confié à {fact.name}" if fact.name else ""
    return f"Accès fortuit signalé{whose}. {fact.text}"
