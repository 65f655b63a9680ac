"""Finds communes by name while somebody is typing: accents, case, hyphens and "St" do not matter.

Names are kept in one text per département and one for the whole country, a line each, folded, largest
population first; a search walks that text with `str.find`, so the first lines found are the best ones.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import combining, normalize

#: Letters of a query that are read; nobody types more of a name.
LONGEST_QUERY = 80

_SAINTS = {"st": "saint", "ste": "sainte"}
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "’": " ", "'": " ", "-": " ", "(": " ", ")": " ", "/": " "})
_SAINT = re.compile(r"\bst(e?)\b")


def fold(text: str) -> str:
    """Return `text` without accents, case, apostrophes and hyphens, its words one space apart."""
    bare = "".join(letter for letter in normalize("NFD", text.lower()) if not combining(letter))
    return " ".join(bare.translate(_LETTERS).split())


def fold_names(names: Sequence[str]) -> list[str]:
    """Fold many names at once, "St" and "Ste" spelled out."""
    text = normalize("NFD", "\n".join(names).lower())
    marks = {ord(letter): None for letter in set(text) if combining(letter)}
    return _SAINT.sub(r"saint\1", text.translate({**_LETTERS, **marks})).split("\n")


class Gazetteer:
    """Folded names, each pointing to a key; `names` must come the most important first."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        pairs = list(names)
        self._keys = [key for _, key in pairs]
        starts, at = array("I"), 0
        for name, _ in pairs:
            starts.append(at)
            at += len(name) + 1
        self._starts = starts
        self._text = "\n" + "\n".join(name for name, _ in pairs) + "\n"

    def search(self, q: str, limit: int) -> list[str]:
        """Return at most `limit` keys: names that begin so, then words that begin so, then the rest."""
        spellings = _spellings(fold(q[:LONGEST_QUERY]))
        found: dict[str, None] = {}
        for before in ("\n", " ", ""):
            lines = sorted({line for typed in spellings for line in self._lines(before + typed, limit)})
            for line in lines:
                found.setdefault(self._keys[line])
                if len(found) >= limit:
                    return list(found)
        return list(found)

    def _lines(self, wanted: str, limit: int) -> Iterator[int]:
        """Yield the first lines that hold `wanted`; a few more than asked, for those already found."""
        text, at, left = self._text, 0, 3 * limit
        while left and (at := text.find(wanted, at)) >= 0:
            line = bisect_right(self._starts, at if wanted[0] == "\n" else at - 1) - 1
            yield line
            left -= 1
            at = text.index("\n", at + 1)


def _spellings(typed: str) -> set[str]:
    """Return what may be meant: "st" is "saint", but as a last word it may also begin Strasbourg."""
    if not typed:
        return set()
    *words, last = typed.split()
    said = [_SAINTS.get(word, word) for word in words]
    return {" ".join([*said, last]), " ".join([*said, _SAINTS.get(last, last)])}
