"""Writing in the main courante by hand: notes, and their corrections.

A note is never edited: a correction is another entry, which strikes the note on screens and leaves it
readable. The last correction of a note is the one that holds.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, StringConstraints

from ..errors import Missing, Refused
from .board import Board, Card, Delta
from .bodies import BodyCard
from .crisis import crisis_of, refuse_closed, refuse_future
from .french import spaced
from .vocabulary import CATEGORIES, Category, label
from .words import BOTH_KINDS, Command, Entry, Fact, Instant, Label, Situation, Text, Worded

#: Roles whose notes are for everybody when they name no channel.
WRITE_TO_ALL = frozenset({"unccas_permanence", "representant_unccas", "sgav"})
#: Roles that read what is for the coordination alone.
COORDINATES = frozenset({"unccas_permanence", "representant_unccas", "prefecture"})
#: A channel, as one names it in a command.
ChannelName = Annotated[
    str,
    StringConstraints(
        max_length=80, pattern=r"^(common|cell|parties|departement:[0-9][0-9AB][0-9]?|body:[a-z][a-z0-9-]*)$"
    ),
]
EntryNumber = Annotated[int, Field(ge=1, le=2**53)]

# ------------------------------------------------------------------------------------------------ cards


class CorrectionCard(Card):
    """Tells screens to strike a note: entry `note` is corrected by entry `by_entry`, the last to do so."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    type: Literal["correction"] = "correction"

    note: int
    by_entry: int


# --------------------------------------------------------------------------------------------- commands


class WriteNote(Command):
    """A note by hand. `from` and `to` are who said it to whom, in words; `occurred_at` when it was said.

    `confidential`: what somebody signalled as such. It stays with those who coordinate, or with the body of its author,
    or with the parties, also after the end (convention CPAM-Caf-SIAO, art. 11; T-55, T-56).
    """

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)
    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["note.write"] = "note.write"
    text: Text
    category: Category
    occurred_at: Instant | None = None
    from_: Label | None = Field(default=None, alias="from")
    to: Label | None = None
    channel: ChannelName | None = None
    confidential: bool = False


class CorrectNote(Command):
    """Another wording for the note of entry `seq`, or for the one that entry `seq` already corrects."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["note.correct"] = "note.correct"
    seq: EntryNumber
    text: Text


# ------------------------------------------------------------------------------------------------ facts


class NoteWritten(Fact):
    """A note was written in the channel `place`."""

    kind: Literal["note.written"] = "note.written"
    category: Category
    place: ChannelName
    confidential: bool = False
    occurred_at: Instant | None = None
    sender: Worded | None = None
    addressee: Worded | None = None
    text: Worded

    def channel(self) -> str:
        return self.place

    def about(self) -> str | None:
        return _body_of(self.place)

    def occurred(self) -> datetime | None:
        return self.occurred_at


class NoteCorrected(Fact):
    """The note of entry `corrects` has another wording, in the same channel."""

    kind: Literal["note.corrected"] = "note.corrected"
    corrects: EntryNumber
    place: ChannelName
    text: Worded

    def channel(self) -> str:
        return self.place

    def about(self) -> str | None:
        return _body_of(self.place)


def _body_of(channel: str) -> str | None:
    return channel.removeprefix("body:") if channel.startswith("body:") else None


# --------------------------------------------------------------------------------------------- refusals


class UnknownEntry(Missing):
    code, title = "unknown_entry", "Ligne inconnue"


class NotConfidential(Refused):
    code, title = "not_confidential", "Ligne qui ne peut pas rester confidentielle"


class NotANote(Refused):
    code, title = "not_a_note", "Seule une note se corrige"


# -------------------------------------------------------------------------------------------- decisions


def write_note(board: Board, command: WriteNote, situation: Situation) -> list[Fact]:
    refuse_closed(board)
    refuse_future(command.occurred_at, situation.now)
    return [
        NoteWritten(
            category=command.category,
            place=_place(board, command, situation),
            confidential=command.confidential,
            occurred_at=command.occurred_at,
            sender=command.from_,
            addressee=command.to,
            text=command.text,
        )
    ]


def _place(board: Board, command: WriteNote, situation: Situation) -> str:
    """Return where a note goes. Raises NotConfidential for what would be read by many, or by nobody else."""
    if not command.confidential:
        return command.channel or _usual_channel(board, situation)
    bodies = situation.actor.bodies if situation.role.startswith("ccas_") else ()
    own = f"body:{bodies[0]}" if bodies else None
    kept = "parties" if board.kind == "convention" else "cell" if situation.role in COORDINATES else own
    place = command.channel or kept
    if place is None:
        raise NotConfidential("Votre rôle ne lit que ce qui est commun\u00a0: confier cette information par téléphone.")
    if place == "common" or place.startswith("departement:"):
        raise NotConfidential("Ce qui est confidentiel ne s’écrit pas là où beaucoup lisent\u00a0: choisir où.")
    return place


def correct_note(board: Board, command: CorrectNote, situation: Situation) -> list[Fact]:
    refuse_closed(board)
    note = _note(board, command.seq, situation)
    place = note.fact.channel()
    return [NoteCorrected(corrects=note.seq, place=place, text=command.text)]


def entry_numbered(seq: int, situation: Situation) -> Entry:
    """Return an entry of the dossier. Raises UnknownEntry."""
    entry = situation.entry(seq)
    if entry is None:
        raise UnknownEntry(f"La main courante n’a pas de ligne n°\u00a0{spaced(seq)}.")
    return entry


def _note(board: Board, seq: int, situation: Situation) -> Entry:
    """Return the entry of the note that line `seq` is, or corrects."""
    entry = entry_numbered(seq, situation)
    if isinstance(entry.fact, NoteCorrected):
        entry = entry_numbered(entry.fact.corrects, situation)
    if not isinstance(entry.fact, NoteWritten):
        raise NotANote(
            f"La ligne n°\u00a0{spaced(seq)} n’est pas une note\u00a0: elle rend compte d’une action, qui se rectifie "
            "par l’action prévue pour cela."
        )
    return entry


def _usual_channel(board: Board, situation: Situation) -> str:
    """Return where a note goes when its author does not say: to all, or to the département of the author."""
    if board.kind == "convention" or situation.role in WRITE_TO_ALL:
        return "common"
    departement = _departement(board, situation)
    return f"departement:{departement}" if departement else "common"


def _departement(board: Board, situation: Situation) -> str | None:
    """Return the first département of the author's scope, one of the crisis if there is one."""
    codes = list(situation.actor.departements)
    for id in situation.actor.bodies:
        card = board.get(f"body:{id}", BodyCard)
        body = situation.territory.body(id)
        code = card.departement if card else body.departement if body else None
        codes += [code] if code else []
    crisis = crisis_of(board)
    hit = [code for code in codes if crisis is not None and code in crisis.departements]
    return next(iter(hit or codes), None)


# --------------------------------------------------------------------------------------------- showings


def show_note(board: Board, entry: Entry, fact: NoteWritten) -> Delta:
    """A note is a line of the main courante, and changes no card."""
    return Delta()


def show_correction(board: Board, entry: Entry, fact: NoteCorrected) -> Delta:
    card = CorrectionCard(id=f"correction:{fact.corrects}", channel=fact.place, note=fact.corrects, by_entry=entry.seq)
    return Delta(put=(card,))


# --------------------------------------------------------------------------------------------- tellings


def tell_note(fact: NoteWritten) -> str:
    ends = [end for end in (fact.sender, fact.addressee) if end]
    who = " → ".join(ends) if len(ends) == 2 else f"de {fact.sender}" if fact.sender else ""
    who = f"pour {fact.addressee}" if fact.addressee and not fact.sender else who
    head = label(CATEGORIES, fact.category) + (f" ({who})" if who else "")
    return f"{'[Confidentiel] ' if fact.confidential else ''}{head}\u00a0: {fact.text}"


def tell_correction(fact: NoteCorrected) -> str:
    return f"Rectification de la note n°\u00a0{spaced(fact.corrects)}\u00a0: {fact.text}"
