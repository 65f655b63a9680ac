"""The whole vocabulary: every command and its decision, every fact, its showing and its telling, every card.

The tables stand in commands.py, facts.py and cards.py, one row per ability. Everything that reads, decides, shows
or tells goes through the functions below, so that desk, journal, live, agenda and web know no ability by name.
"""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, NamedTuple

import orjson
from pydantic import Field, TypeAdapter, ValidationError

from ...errors import Malformed
from ..board import Board, Card, Delta, Draft
from ..discretion import guard
from ..french import explain
from ..words import Command, Entry, Fact, Situation, canonical, format_instant
from .cards import CARDS as CARDS
from .commands import COMMANDS as COMMANDS
from .facts import FACTS as FACTS

#: Changes with every change of what a board shows: it is part of every viewer's `view`, and of checkpoints.
PROJECTION = 15
#: How deep the JSON of a command may be nested.
DEPTH = 12


#: The states of a dossier in which nothing falls due any more.
CLOSED = frozenset({"clos", "sans_suite", "resilie"})


def default_of(model: type[Any], field: str) -> str:
    """Return the fixed value of a discriminating field: the `do` of a command, the `kind` of a fact."""
    return str(model.model_fields[field].default)


_DECIDE = {row.command: row.decide for row in COMMANDS}
_SHOW = {row.fact: row.show for row in FACTS}
_TELL = {row.fact: row.tell for row in FACTS}
COMMAND_OF: Mapping[str, type[Command]] = {default_of(row.command, "do"): row.command for row in COMMANDS}
FACT_OF: Mapping[str, type[Fact]] = {default_of(row.fact, "kind"): row.fact for row in FACTS}
CARD_OF: Mapping[str, type[Card]] = {default_of(card, "type"): card for card in CARDS}
_ANY_COMMAND: Any = Annotated[reduce(or_, (row.command for row in COMMANDS)), Field(discriminator="do")]
_READ_COMMAND: TypeAdapter[Command] = TypeAdapter(_ANY_COMMAND)


#: How the null character is written in JSON; the same letters in a text are written with one backslash more.
_NUL = rb"\u0000"


class Asked(NamedTuple):
    """A command as it was read, and its JSON as it was received, written in the canonical way.

    The receipt is bound to the JSON and not to the model, which may change with an upgrade.
    """

    command: Command
    received: bytes


def asked(command: Command) -> Asked:
    """Wrap a command that was made here (by the metronome, by a test) rather than received."""
    return Asked(command, canonical(command.model_dump(mode="json", exclude_none=True)))


def read_command(body: bytes | str) -> Asked:
    """Read one command. Raises Malformed, with each fault named in French, for anything else."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed("Le message n’est pas du JSON valide (UTF-8).") from error
    if not isinstance(data, dict):
        raise Malformed("Une commande est un objet JSON.")
    if not isinstance(data.get("do"), str) or data["do"] not in COMMAND_OF:
        _refuse_strange(data, DEPTH)
        raise Malformed("Commande inconnue.", [{"field": "do", "reason": "commande inconnue"}])
    try:
        command = _READ_COMMAND.validate_json(body)
    except ValidationError as error:
        _refuse_strange(data, DEPTH)
        raise Malformed("La commande n’a pas la forme attendue.", explain(error)) from error
    except RecursionError as error:
        raise Malformed("Le message est trop imbriqué.") from error
    received = canonical(data)  # as deep as a command may be, and without a float: its shape has just been checked
    if _NUL in received:
        _refuse_strange(data, DEPTH)
    return Asked(command, received)


def _refuse_strange(data: Any, depth: int) -> None:
    """Refuse what has no place in a journal: floats, NUL, depth. Lone surrogates do not pass the parser."""
    if depth == 0:
        raise Malformed("Le message est trop imbriqué.")
    if isinstance(data, dict):
        for key in data:
            if "\0" in key:
                raise Malformed("Le caractère nul n’est pas admis.")
        data = data.values()
    for value in data:
        if isinstance(value, str):
            if "\0" in value:
                raise Malformed("Le caractère nul n’est pas admis.")
        elif isinstance(value, dict | list):
            _refuse_strange(value, depth - 1)
        elif isinstance(value, float):
            raise Malformed("Les nombres à virgule ne sont pas admis.")


def read_fact(kind: str, v: int, data: dict[str, Any]) -> Fact:
    """Read a fact from a journal, whatever the version that wrote it. Raises KeyError or ValidationError."""
    model = FACT_OF[kind]
    if v != model.v:
        data = model.upcast(v, data)
    return model.model_validate({"kind": kind, **data}, strict=False)


def decide(board: Board, command: Command, situation: Situation) -> list[Fact]:
    """Return what happens when `command` is carried out now. Raises Refused; never touches anything.

    Whatever the command, what speaks of a person in its free text is refused, or kept for a reason that is written.
    """
    return guard(command, _DECIDE[type(command)](board, command, situation))


def show(board: Board, entry: Entry) -> Delta:
    """Return what `entry` changes on the board that all entries before it have made."""
    return _SHOW[type(entry.fact)](board, entry, entry.fact)


def tell(fact: Fact) -> str:
    """Return the French line of the main courante, the same on screen, in exports and in print."""
    return _TELL[type(fact)](fact)


def advance(draft: Draft, entry: Entry) -> tuple[Card, ...]:
    """Draw one entry, and return the cards that it put."""
    return follow(draft, entry)[0]


def follow(draft: Draft, entry: Entry) -> tuple[tuple[Card, ...], tuple[str, ...]]:
    """Draw one entry, and return the cards that it put, then the ids that it dropped before."""
    if not draft.kind:
        draft.kind = opened_by(entry.fact)
    if entry.fact.erases() is not None:
        draft.erasures += 1
    delta = show(draft, entry)
    return draft.draw(entry.seq, entry.digest, delta), delta.drop


def opened_by(fact: Fact) -> str:
    """Name the kind of dossier whose first entry this fact is."""
    return type(fact).opens


def head_card(board: Board) -> Card | None:
    """Return the card that stands for the dossier itself: `crisis:<dossier>`, `convention:<dossier>`."""
    return board.card(f"{board.kind}:{board.dossier}")


def is_open(board: Board) -> bool:
    """Say whether things still fall due in a dossier."""
    return getattr(head_card(board), "state", "") not in CLOSED


def is_exercise(board: Board) -> bool:
    """Say whether what stands in a dossier is played."""
    return getattr(head_card(board), "exercise", False) is True


def dossier_of(body: bytes) -> str:
    """Return the dossier that a command says it is for, empty when it cannot be read: for a look, not a decision."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    dossier = data.get("dossier") if isinstance(data, dict) else None
    return dossier if isinstance(dossier, str) else ""


def line(entry: Entry) -> dict[str, Any]:
    """Return a line of the main courante as screens receive it."""
    return {
        "seq": entry.seq,
        "at": format_instant(entry.at),
        "occurred_at": format_instant(entry.occurred_at),
        "by": entry.by.written,
        "kind": entry.fact.kind,
        "text": tell(entry.fact),
    }
