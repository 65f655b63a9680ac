"""Erasing words: what a line says in free text or of a person may be forgotten, that it was written may not.

The entry stays, numbered and signed; its words leave the record and every card on which they stand. Counts
and acts remain, because they are not words (docs/architecture.md).
"""

from typing import ClassVar, Literal

from ..errors import Refused
from .board import Board, Delta
from .french import spaced
from .noting import EntryNumber, entry_numbered
from .words import BOTH_KINDS, ERASED, Command, Entry, Fact, Situation, Text, Worded

# --------------------------------------------------------------------------------------------- commands


class EraseWording(Command):
    """Forget the words of entry `seq`. Allowed on a closed dossier too: forgetting has no end date."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["wording.erase"] = "wording.erase"
    seq: EntryNumber
    reason: Text


# ------------------------------------------------------------------------------------------------ facts


class WordingErased(Fact):
    """The words that entry `entry` held in `fields` are gone; told in the channel in which they were."""

    kind: Literal["wording.erased"] = "wording.erased"
    entry: EntryNumber
    fields: tuple[str, ...]
    place: str
    reason: Worded

    def channel(self) -> str:
        return self.place

    def erases(self) -> int | None:
        return self.entry


# --------------------------------------------------------------------------------------------- refusals


class NothingToErase(Refused):
    code, title = "nothing_to_erase", "Rien à effacer"


# -------------------------------------------------------------------------------------------- decisions


def erase_wording(board: Board, command: EraseWording, situation: Situation) -> list[Fact]:
    entry = entry_numbered(command.seq, situation)
    fields = tuple(name for name in entry.fact.worded if getattr(entry.fact, name) not in (None, ERASED))
    if not fields:
        raise NothingToErase(
            f"La ligne n°\u00a0{spaced(command.seq)} n’a ni texte libre ni contact, ou ils sont déjà effacés."
        )
    return [WordingErased(entry=entry.seq, fields=fields, place=entry.channel, reason=command.reason)]


# --------------------------------------------------------------------------------------------- showings


def show_erased(board: Board, entry: Entry, fact: WordingErased) -> Delta:
    """Put every card that held the words, without them."""
    cards = (card.without_words(fact.entry) for card in board.cards())
    return Delta(put=tuple(card for card in cards if card is not None))


# --------------------------------------------------------------------------------------------- tellings


def tell_erased(fact: WordingErased) -> str:
    return f"Mots de la ligne n°\u00a0{spaced(fact.entry)} effacés. Motif\u00a0: {fact.reason}"
