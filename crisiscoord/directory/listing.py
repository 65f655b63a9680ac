"""Lists of bodies for people who search: those of the directory, and those that the territory lets presume."""

from collections.abc import Collection, Iterator

from ..domain.vocabulary import BODY_KINDS, label
from ..library import naming
from ..library.gazetteer import fold
from .view import Body, DirectoryView

#: Bodies in one list; a search among all looks at as many communes.
MOST_LISTED, MOST_COMMUNES = 1_000, 100


def bodies_of(view: DirectoryView, departement: str) -> Iterator[Body]:
    """Yield every body of a département, each once: departmental ones, then those of its communes, then others."""
    there: set[str] = set()
    for body in _every(view, departement):
        if body.id not in there:
            there.add(body.id)
            yield body


def listed(
    view: DirectoryView, q: str = "", departement: str = "", kinds: Collection[str] = (), states: Collection[str] = ()
) -> tuple[list[Body], int]:
    """Return the bodies that are asked for, `MOST_LISTED` at most, and how many are left out.

    Of a département, all of them; of a word typed, those whose name, kind, SIREN, SIRET or id holds every word of it;
    without either, those that somebody has written about, the last written first.
    """
    if departement:
        found: Iterator[Body] = bodies_of(view, departement)
    elif q.strip():
        found = _meant(view, q)
    else:
        found = iter(sorted(view.known.values(), key=lambda body: (-body.changed, body.id)))
    words = fold(q).split()
    wanted = [
        body
        for body in found
        if (not kinds or body.kind in kinds)
        and (not states or body.state in states)
        and (not words or all(word in _text(body, view) for word in words))
    ]
    return wanted[:MOST_LISTED], max(0, len(wanted) - MOST_LISTED)


def _every(view: DirectoryView, departement: str) -> Iterator[Body]:
    for kind in BODY_KINDS:
        if naming.is_departmental(kind) and (sheet := view.sheet(f"{kind}-{departement}")):
            yield sheet
    for commune in view.territory.communes_of(departement):
        if sheet := view.sheet(view.competent(commune.code).id):
            yield sheet
    yield from (body for body in view.known.values() if departement in body.departements)


def _meant(view: DirectoryView, q: str) -> Iterator[Body]:
    there: set[str] = set()
    for body in view.named(q, MOST_LISTED):
        there.add(body.id)
        yield body
    place = " ".join(word for word in q.split() if fold(word) not in ("ccas", "cias", "mairie", "de", "du", "des", "d"))
    for commune in view.search(place, None, MOST_COMMUNES):
        sheet = view.sheet(view.competent(commune.code).id)
        if sheet is not None and sheet.id not in there:
            yield sheet


def _text(body: Body, view: DirectoryView) -> str:
    commune = view.commune(body.commune) if body.commune else None
    place = f"{commune.name} {commune.code}" if commune else ""
    return fold(f"{body.name} {label(BODY_KINDS, body.kind)} {body.kind} {place} {body.siren} {body.siret} {body.id}")
