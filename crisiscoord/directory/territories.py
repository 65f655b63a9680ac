"""Where a body of each kind acts, and which numbers it can have: what follows, and what contradicts its kind.

A CCAS and a mairie act for their commune, a CIAS for its EPCI or some communes of it, a departmental body for its
département or some communes of it. An association or a service of the State acts where it says: communes, an EPCI,
départements, in any number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..domain.vocabulary import BODY_KINDS, label, short
from ..library import naming
from ..library.gazetteer import fold
from .view import Body, DirectoryView

#: A reason, with the field that it is about.
Fault = tuple[str, str]

#: Other words that people write for a kind.
_ALSO: Mapping[str, str] = {
    "conseil_departemental": "cd",
    "département": "cd",
    "service_etat": "etat",
    "services de l’État": "etat",
    "France Victimes": "aav",
    "DIAV": "sgav",
    "CGSS": "cpam",
}
_CODES: Mapping[str, str] = {
    **{fold(word): code for word, code in _ALSO.items()},
    **{fold(word): code for code in BODY_KINDS for word in (label(BODY_KINDS, code), short(BODY_KINDS, code), code)},
}
_WORD = re.compile(r"[a-z0-9]+")
#: The first digit of a SIREN: 1 for the State, 2 for local authorities, neither for private law (INSEE, definition of
#: the SIREN number). CCAS, CIAS and mairies are left out: Sirene itself says which unit is which.
_STATE, _LOCAL = frozenset({"prefecture", "ddets", "sgav", "etat"}), frozenset({"cd"})
_PRIVATE = frozenset({"unccas", "udccas", "sos", "aav", "aasc"})


def kind_meant(text: str) -> str | None:
    """Return the code of the kind that somebody names by its code, its name or its short name; None: none is meant."""
    return _CODES.get(fold(text))


def slug_of(name: str) -> str:
    """Return the short name that the id of an association or a service gets from its name."""
    return "-".join(_WORD.findall(fold(name)))[:40].rstrip("-")


def placed(body: Body, read: Mapping[str, Any], view: DirectoryView) -> Body:
    """Fill in the places that follow from the id, and for associations and services from what is read of them."""
    if naming.is_communal(body.kind):
        commune = view.commune(body.id.partition("-")[2])
        assert commune is not None, "the id was looked up"
        epci = view.epci_of(commune.code) or ""
        return replace(body, commune=commune.code, departements=(commune.departement,), epci=epci)
    if naming.is_departmental(body.kind):
        return replace(body, departements=(body.id.partition("-")[2],))
    if body.kind == "cias":
        epci = body.id.removeprefix("cias-")
        return replace(body, epci=epci, departements=_reached(replace(body, communes=(), epci=epci), view))
    if naming.is_free(body.kind) and not read.get("departements"):
        return replace(body, departements=tuple(dict.fromkeys((*body.departements, *_reached(body, view)))))
    return body


def _reached(body: Body, view: DirectoryView) -> tuple[str, ...]:
    """Return the départements of the seat, of the communes and of the EPCI, that of the seat first."""
    communes = (view.commune(code) for code in (body.commune, *body.communes) if code)
    named = [one.departement for one in communes if one is not None]
    return tuple(dict.fromkeys((*named, *(view.territory.departements_of_epci(body.epci) if body.epci else ()))))


def misplaced(read: Mapping[str, Any], body: Body, view: DirectoryView) -> Iterator[Fault]:
    """Yield what contradicts the kind of a body in what is read of its territory and of its numbers."""
    if naming.is_free(body.kind):
        away = [one for one in _reached(body, view) if one not in body.departements]
        if away:
            yield ("departements", f"elle agit aussi dans {_some(away)}, qui n’y est pas")
    elif read.get("communes") and body.kind != "cias" and not naming.is_departmental(body.kind):
        yield ("communes", f"un organisme de type {short(BODY_KINDS, body.kind)} n’a pas de liste de communes")
    if naming.is_departmental(body.kind):
        away = [
            code for code in body.communes if (one := view.commune(code)) and one.departement != body.departements[0]
        ]
        if away:
            yield ("communes", f"hors du département {body.departements[0]}\u00a0: {_some(away)}")
        if read.get("epci"):
            yield ("epci", "un organisme départemental n’a pas d’EPCI")
    yield from _numbers(body)


def _numbers(body: Body) -> Iterator[Fault]:
    said = short(BODY_KINDS, body.kind)
    first = body.siren[:1]
    if not first:
        return
    if body.kind in _STATE and first != "1":
        yield ("siren", f"le SIREN d’un service de l’État commence par 1 ({said})")
    if body.kind in _LOCAL and first != "2":
        yield ("siren", f"le SIREN d’une collectivité commence par 2 ({said})")
    if body.kind in _PRIVATE and first in "12":
        yield ("siren", f"un SIREN qui commence par {first} est celui d’un organisme public, non d’une association")


def _some(codes: Iterable[str]) -> str:
    return ", ".join([*codes][:5])
