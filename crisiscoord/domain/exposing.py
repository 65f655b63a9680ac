"""Somebody has seen by accident what was not for them, and says so (convention CPAM-Caf-SIAO, art. 11; T-52).

It is told to those whose information it is: the body, or the parties to the convention, and to those who coordinate.
They say that they have it, and what they did about it; whoever reported it reads their answers. All of it may be said
after the end too: the obligations of the article survive it (T-55).
"""

from typing import ClassVar, Literal

from ..errors import Missing, Refused
from .board import NOTHING, Board, Delta
from .bodies import BodyCard
from .french import spaced
from .noting import ChannelName, EntryNumber
from .vocabulary import EXPOSURE_STATES, ExposureState, label
from .words import BOTH_KINDS, BodyId, Command, Entry, Fact, Situation, Text, Worded

# ------------------------------------------------------------------------------------------------ commands


class ReportExposure(Command):
    """Say what was seen by accident, where and how, without repeating it. `whose`: the body whose information it is."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["exposure.report"] = "exposure.report"
    text: Text
    whose: BodyId | None = None


class AnswerExposure(Command):
    """Say what becomes of the report of line `seq`: received, or dealt with, and how. The last answer holds."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["exposure.answer"] = "exposure.answer"
    seq: EntryNumber
    state: ExposureState
    text: Text | None = None


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


class ExposureAnswered(Fact):
    """What became of the report of line `exposure`, where that line is. Whoever reported it is told too."""

    kind: Literal["exposure.answered"] = "exposure.answered"
    exposure: EntryNumber
    place: ChannelName
    whose: BodyId | None = None
    state: ExposureState
    text: Worded | None = None

    def channel(self) -> str:
        return self.place

    def about(self) -> str | None:
        return self.whose


# ------------------------------------------------------------------------------------------------ refusals


class UnknownOwner(Missing):
    code, title = "unknown_owner", "Organisme inconnu"


class UnknownExposure(Missing):
    code, title = "unknown_exposure", "Signalement inconnu"


class NothingDone(Refused):
    code, title = "nothing_done", "Rien n’est dit de ce qui a été fait"


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


def answer_exposure(board: Board, command: AnswerExposure, situation: Situation) -> list[Fact]:
    """Answer a report of this dossier, closed or not; that it is dealt with is said with what was done."""
    entry = situation.entry(command.seq)
    if entry is None or not isinstance(entry.fact, ExposureReported):
        raise unknown_exposure(command.seq)
    if command.state == "traite" and command.text is None:
        raise NothingDone("Dire en une phrase ce qui a été fait : qui a signalé la lira.")
    said = {"exposure": entry.seq, "place": entry.fact.place, "whose": entry.fact.whose, "state": command.state}
    return [ExposureAnswered.model_validate({**said, "text": command.text})]


def unknown_exposure(seq: int) -> UnknownExposure:
    """Return the refusal for a line that is no report of an accidental access, or not for whoever asks."""
    return UnknownExposure(f"La ligne n° {spaced(seq)} n’est pas le signalement d’un accès fortuit.")


# ------------------------------------------------------------------------------------- showing and telling


def show_exposure(board: Board, entry: Entry, fact: ExposureReported) -> Delta:
    """It is a line of the main courante alone."""
    return NOTHING


def tell_exposure(fact: ExposureReported) -> str:
    whose = f" à ce qui est confié à {fact.name}" if fact.name else ""
    return f"Accès fortuit signalé{whose}. {fact.text}"


def show_answered(board: Board, entry: Entry, fact: ExposureAnswered) -> Delta:
    """It is a line of the main courante alone, as what it answers."""
    return NOTHING


def tell_answered(fact: ExposureAnswered) -> str:
    said = f" : {fact.text}" if fact.text else "."
    return f"Accès fortuit (ligne n° {spaced(fact.exposure)}), {label(EXPOSURE_STATES, fact.state).lower()}{said}"
