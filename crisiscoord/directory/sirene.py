"""Legal units of Sirene: the CCAS (category 7361) and the CIAS (7367) that INSEE has registered.

A unit is that of the commune of its seat where the file says so, else of the one commune whose name ends its own.
Nothing is guessed: a unit that could be of several communes is left aside, and named.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..domain.identifiers import is_siren, is_siret
from ..library.gazetteer import fold
from .view import CLOSED, CONFIRMED, DirectoryView

#: Legal categories of INSEE (nomenclature of September 2022, level III).
CATEGORIES = {"7361": "ccas", "7367": "cias"}

_WHAT = re.compile(
    r"^(?:ccas|c c a s|(?:centre|ctre) (?:communal|com) (?:d )?(?:action|act) sociale?)"
    r"(?: (?:de|d) (?:la )?(?:commune|ville|mairie))?\b"
)
_LINK = re.compile(r"^(?:de la|de l|des|du|de|d) ")


class LeftAside(Exception):
    """A unit that is not imported: `str` says why, in French."""


def read_unit(read: dict[str, Any], view: DirectoryView) -> dict[str, Any]:
    """Return what a legal unit says of a body, by field. Raises LeftAside, or ValueError for a wrong number."""
    kind = CATEGORIES.get(read["category"])
    if kind is None:
        raise LeftAside("ni un CCAS (7361) ni un CIAS (7367)")
    if read.get("seat", "true").lower() == "false":
        raise LeftAside("établissement qui n’est pas le siège")
    siren = read["siren"].zfill(9)
    if not is_siren(siren):
        raise ValueError("SIREN attendu\u00a0: neuf chiffres, dont la clé est juste")
    commune = read.get("commune") or (_commune(read.get("name", ""), view) if kind == "ccas" else None)
    if commune is None:
        raise LeftAside("siège inconnu\u00a0: joignez la colonne codeCommuneEtablissement")
    said: dict[str, Any] = {"kind": kind, "commune": commune, "siren": siren, "state": CONFIRMED}
    if read.get("state", "A").upper() == "C":
        said["state"] = CLOSED
    nic = read.get("nic", "").zfill(5)
    if is_siret(siren + nic):
        said["siret"] = siren + nic
    return said


def _commune(name: str, view: DirectoryView) -> str | None:
    """Return the one commune whose name ends that of a unit. Raises LeftAside when several share it."""
    for place in _places(name):
        found = view.territory.named(place)
        if len(found) > 1:
            raise LeftAside(f"{len(found)} communes ont ce nom\u00a0: joignez la colonne codeCommuneEtablissement")
        if found:
            return found[0].code
    return None


def _places(name: str) -> Iterator[str]:
    folded = fold(name.replace(".", " "))
    match = _WHAT.match(folded)
    if match is None:
        return
    rest = folded[match.end() :].strip()
    link = _LINK.match(rest)
    place = rest[link.end() :] if link else rest
    if link:
        # « du Havre », « des Mureaux »: the article is part of the name.
        article = {"du ": "le ", "des ": "les ", "de la ": "la ", "de l ": "l "}.get(link[0], "")
        if article:
            yield article + place
    if place:
        yield place
