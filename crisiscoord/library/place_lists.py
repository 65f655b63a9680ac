"""Reading a list of communes as people keep them: codes, names, both, some of them wrong.

Nothing is guessed and nothing is dropped: a line that can only mean one commune gives it, every other one comes
back with the reason and the communes that it may mean, for a person to decide.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..domain.places import Commune, Departement
from .gazetteer import fold
from .territory import Territory

#: Communes that one doubtful line offers to choose among, and lines for which near names are looked up.
MOST_OFFERED, MOST_LOOKED_UP = 6, 100

#: Why a line is not a commune yet: nobody has this code or this name, several have this name, only some begin so,
#: the code and the name disagree (a postal code looks like an INSEE code), the name beside the code is that of no
#: commune, or it is a whole département.
Reason = Literal["unknown_code", "unknown_name", "several", "near", "disagree", "other_name", "departement"]

_CODE = re.compile(r"(\d[\dAB]?\d{3})\b[\s,;:.()–-]*(.*)", re.IGNORECASE)
_WITH_DEPARTEMENT = re.compile(r"(.+?)[\s,;]*[(\s]\s*(\d[\dAB]\d?)\s*\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that a person must make precise: its number in the list, from 0, and what it may mean."""

    line: int
    text: str
    reason: Reason
    among: tuple[Commune, ...] = ()
    departement: Departement | None = None


@dataclass(frozen=True, slots=True)
class ReadList:
    """The communes that a list names, each once and in its order, and its doubtful lines."""

    communes: tuple[Commune, ...]
    doubts: tuple[Doubt, ...]


class PlaceLists:
    """Reads lists against the territory."""

    def __init__(self, territory: Territory) -> None:
        self._territory = territory
        self._departements = dict(_named(territory.departements()))

    def read(self, lines: Sequence[str]) -> ReadList:
        """Read every line. Empty ones mean nothing."""
        found: dict[str, Commune] = {}
        doubts: list[Doubt] = []
        for number, line in enumerate(lines):
            text = " ".join(line.split())
            if not text:
                continue
            read = self._read(number, text, near=len(doubts) < MOST_LOOKED_UP)
            if isinstance(read, Doubt):
                doubts.append(read)
            else:
                found.setdefault(read.code, read)
        return ReadList(tuple(found.values()), tuple(doubts))

    def _read(self, number: int, text: str, near: bool) -> Commune | Doubt:
        named = self._territory.named(text)
        departement = self._departements.get(fold(text))
        if departement and named != self._territory.communes_of(departement.code):
            return Doubt(number, text, "departement", named[:MOST_OFFERED], departement)
        if coded := _CODE.fullmatch(text):
            return self._coded(number, text, coded[1].upper(), coded[2], near)
        return self._named(number, text, named, near)

    def _coded(self, number: int, text: str, code: str, name: str, near: bool) -> Commune | Doubt:
        """A code of four figures has lost its first zero in a spreadsheet, or so it may be.

        A name that is not quite that of the code is taken with it when it is near: one word more, or less.
        """
        commune = self._territory.commune(code)
        namesakes = self._territory.named(name) if name else ()
        if commune is None:
            among = namesakes or self._territory.resolve([f"0{code}"])[0]
            return Doubt(number, text, "unknown_code", among[:MOST_OFFERED])
        if not name or commune in namesakes:
            return commune
        if namesakes:
            return Doubt(number, text, "disagree", (*namesakes[: MOST_OFFERED - 1], commune))
        if fold(commune.name) in fold(name):
            return commune
        found = tuple(self._territory.search(name, None, MOST_OFFERED - 1)) if near else ()
        if commune in found:
            return commune
        return Doubt(number, text, "other_name", (*found, commune))

    def _named(self, number: int, text: str, among: tuple[Commune, ...], near: bool) -> Commune | Doubt:
        name, where = text, None
        narrowed = None if among else _WITH_DEPARTEMENT.fullmatch(text)
        if narrowed and self._territory.departement(narrowed[2].upper()):
            name, where = narrowed[1], narrowed[2].upper()
            among = tuple(one for one in self._territory.named(name) if one.departement == where)
        if len(among) == 1:
            return among[0]
        if among:
            return Doubt(number, text, "several", among[:MOST_OFFERED])
        found = tuple(self._territory.search(name, where, MOST_OFFERED)) if near else ()
        return Doubt(number, text, "near" if found else "unknown_name", found)


def _named(departements: Iterable[Departement]) -> Iterator[tuple[str, Departement]]:
    """Yield what a département may be called: its code, its name."""
    for departement in departements:
        yield departement.code.lower(), departement
        yield fold(departement.name), departement
