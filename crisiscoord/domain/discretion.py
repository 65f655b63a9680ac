"""Discretion: who writes freely of somebody is warned, and takes it out or says why it must stay.

A main courante is read by many and kept for ever. Telephone numbers, e-mail addresses, social security numbers and
named persons have no place in its free text (GDPR, art. 5.1 c and 9; penal code 226-13). Pure. Every
pattern reads a text once, whatever it holds: nothing in it may be matched in two ways.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from ..errors import Refused
from .board import Board, Delta
from .identifiers import is_siret
from .words import Command, Entry, Fact, Free, Word, Worded, is_marked

#: What a text may hold that speaks of one person.
Kind = Literal["phone", "email", "nir", "person"]
#: Fields whose very purpose is to name somebody or to say how to reach them: they are kept apart, and read by few.
CONTACTS = frozenset({"name", "function", "phone", "email", "contact", "kept_because"})
#: How many finds are named: a list pasted by mistake is a list of hundreds.
NAMED = 10

SAID: Mapping[Kind, str] = {
    "phone": "un numéro de téléphone",
    "email": "une adresse électronique",
    "nir": "un numéro de sécurité sociale",
    "person": "une personne nommée",
}
# Between digits: a space of any kind, a dot, a hyphen. One at most, so that a text is read once.
_GAP = r"[ .\u00a0\u202f-]?"
_TITLES = r"M\.|MM\.|Mr|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]{0,40}"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    # sex, year, month, département (2A and 2B in Corsica), commune, order: 13 digits; then a key of 1 or 2
    (
        "nir",
        re.compile(
            rf"(?<![\w.])[1-478]{_GAP}\d\d{_GAP}(?:0[1-9]|[1-9]\d){_GAP}(?:\d\d|2[AB]){_GAP}\d{{3}}{_GAP}\d{{3}}"
            rf"(?:{_GAP}\d{{1,2}})?(?!\w)"
        ),
    ),
    ("phone", re.compile(rf"(?<![\w.])(?:(?:\+|00)\d{{2,3}}{_GAP}(?:\(0\))?{_GAP}|0)[1-9](?:{_GAP}\d\d){{4}}(?!\w)")),
    ("email", re.compile(r"(?<![\w.+-])[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,8}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    ("person", re.compile(rf"(?<!\w)(?:{_TITLES})[ \u00a0\u202f]{_NAME}(?:[ \u00a0\u202f]{_NAME}){{0,3}}")),
)
# Three digits in a row, as every telephone or social security number has.
_NUMBER = re.compile(rf"\d\d{_GAP}\d")
# An office is not a person: « Monsieur le Préfet » has no capital after the title, « Madame Maire » is told here.
_OFFICES = re.compile(
    rf"(?:{_TITLES})[ \u00a0\u202f](?:Maire|Préfète?|Présidente?|Ministre|Direct(?:eur|rice)|Procureure?)"
)


class Found(NamedTuple):
    """Something that speaks of one person: what it is, in which field of the command, from where to where."""

    kind: Kind
    field: str
    text: str
    start: int
    end: int


# ------------------------------------------------------------------------------------------------ facts


class IndiscretionKept(Fact):
    """The writer of the line before kept in it what speaks of a person, and said why. Told where that line is."""

    kind: Literal["indiscretion.kept"] = "indiscretion.kept"
    found: tuple[Kind, ...]
    place: str
    body: str | None = None
    reason: Worded

    def channel(self) -> str:
        return self.place

    def about(self) -> str | None:
        return self.body


# --------------------------------------------------------------------------------------------- refusals


class Indiscreet(Refused):
    code, title = "discretion", "Une personne peut être reconnue"


# -------------------------------------------------------------------------------------------- decisions


def look_at(text: str, field: str = "text") -> list[Found]:
    """Return what speaks of one person in a text, in order, nothing twice. In time linear in its length."""
    found: list[Found] = []
    number = _NUMBER.search(text) is not None
    there = {"nir": number, "phone": number, "email": "@" in text, "person": "M" in text}
    for kind, pattern in _PATTERNS:
        # Most texts hold none of these: they are read once, not once for each pattern.
        for match in pattern.finditer(text) if there[kind] else ():
            start, end = match.span()
            held = any(start < other.end and other.start < end for other in found)
            if not held and not _is_nobody(kind, match[0]):
                found.append(Found(kind, field, match[0], start, end))
    return sorted(found, key=lambda one: one.start)


def _is_nobody(kind: Kind, text: str) -> bool:
    """Say whether what has the shape of a person is an office, or an organisation.

    Fourteen digits in a row that end with the keys of a SIRET are one: those of CCAS begin with 26, as a woman's number
    of 1967 would. A social security number has thirteen digits, or fifteen with its key.
    """
    return (kind == "person" and _OFFICES.fullmatch(text) is not None) or (kind == "nir" and is_siret(text))


def look(command: Command) -> list[Found]:
    """Return what speaks of one person in every free text of a command, those of its parts included."""
    return [one for field, text in _texts(command) for one in look_at(text, field)]


def guard(command: Command, facts: list[Fact]) -> list[Fact]:
    """Return the facts of a command, with why an indiscretion is kept. Raises Indiscreet when nobody says why."""
    found = look(command) if facts else []
    if not found:
        return facts
    if command.kept_because is None:
        named = "\u202f; ".join(f"{SAID[one.kind]} («\u00a0{one.text}\u00a0»)" for one in found[:NAMED])
        raise Indiscreet(
            f"Le texte contient {named}. Beaucoup le liront, et il sera conservé\u00a0: retirez-le, ou dites pourquoi "
            "il est nécessaire.",
            [{"field": one.field, "reason": SAID[one.kind], "found": one.text} for one in found[:NAMED]],
        )
    kinds = tuple(dict.fromkeys(one.kind for one in found))
    at = _holder(facts, found)
    line = facts[at]
    kept = IndiscretionKept(found=kinds, place=line.channel(), body=line.about(), reason=command.kept_because)
    return [*facts[: at + 1], kept, *facts[at + 1 :]]


def _holder(facts: list[Fact], found: list[Found]) -> int:
    """Return which fact holds the words that were found: the last one, when several do; the first one tells a title.

    A command may write lines that more people read (that a meeting was held) beside the one with the words.
    """
    finds = {one.text for one in found}
    holding = (number for number, fact in enumerate(facts) if any(find in _words(fact) for find in finds))
    return max(holding, default=0)


def _words(fact: Fact) -> str:
    return "\n".join(getattr(fact, name) or "" for name in fact.worded)


@lru_cache(maxsize=512)
def _free(model: type[Word]) -> tuple[tuple[str, str], ...]:
    """Name the fields of a shape in which a person writes freely: as the model has them, as the wire does."""
    return tuple(
        (name, field.alias or name)
        for name, field in model.model_fields.items()
        if name not in CONTACTS and is_marked(Free, field.annotation, field.metadata)
    )


@lru_cache(maxsize=512)
def _parts(model: type[Word]) -> tuple[str, ...]:
    """Name the fields of a shape that hold other shapes."""
    return tuple(name for name, field in model.model_fields.items() if _holds_shapes(field.annotation))


def _holds_shapes(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Word):
        return True
    return any(_holds_shapes(inner) for inner in getattr(annotation, "__args__", ()))


def _texts(shape: Word, above: str = "") -> Iterator[tuple[str, str]]:
    for name, wire in _free(type(shape)):
        value = getattr(shape, name)
        texts = value if isinstance(value, tuple | list) else (value,)
        yield from ((f"{above}{wire}", text) for text in texts if isinstance(text, str))
    for name in _parts(type(shape)):
        value = getattr(shape, name)
        several = isinstance(value, tuple | list)
        for number, part in enumerate(value if several else (value,)):
            if isinstance(part, Word):
                yield from _texts(part, f"{above}{name}.{number}." if several else f"{above}{name}.")


# --------------------------------------------------------------------------------------------- showings


def show_kept(board: Board, entry: Entry, fact: IndiscretionKept) -> Delta:
    """It is a line of the main courante alone."""
    return Delta()


# --------------------------------------------------------------------------------------------- tellings


def tell_kept(fact: IndiscretionKept) -> str:
    kinds = ", ".join(SAID[kind] for kind in fact.found)
    return f"La ligne précédente garde {kinds}. Motif\u00a0: {fact.reason}"
