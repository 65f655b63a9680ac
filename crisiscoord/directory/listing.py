"""Lists of bodies for people who search: those of the directory, and those that the territory lets presume."""

from collections.abc import Collection, Iterator
from functools import cache

from ..domain.vocabulary import BODY_KINDS, label, short
from ..library import naming
from ..library.gazetteer import fold
from ..library.territory import Territory
from .view import Body, DirectoryView

#: Bodies on one map.
MOST_MAPPED = 5_000
#: Bodies in one list; a search among all looks at as many communes.
MOST_LISTED, MOST_COMMUNES = 1_000, 100
#: Words of the name of a body that are not of the name of its commune.
_NO_PLACE = frozenset({"ccas", "cias", "mairie", "de", "du", "des", "d"})


def bodies_of(view: DirectoryView, departement: str) -> Iterator[Body]:
    """Yield every body of a département, each once: departmental ones, then those of its communes, then others."""
    there: set[str] = set()
    for body in _every(view, departement):
        if body.id not in there:
            there.add(body.id)
            yield body


def listed(
    view: DirectoryView,
    q: str = "",
    departement: str = "",
    kinds: Collection[str] = (),
    states: Collection[str] = (),
    most: int = MOST_LISTED,
) -> tuple[list[Body], int]:
    """Return the bodies that are asked for, `most` at most, and how many are left out.

    Of a département, all of them; of a word typed, those whose name, kind, SIREN, SIRET or id holds every word of it;
    without either, those that somebody has written about, the last written first.
    """
    if departement:
        found: Iterator[Body] = bodies_of(view, departement)
    elif q.strip():
        found = _sheets(view, meant(view, q, most=most))
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
    return wanted[:most], max(0, len(wanted) - most)


def position_of(view: DirectoryView, body: Body) -> tuple[float, float] | None:
    """Return where a body is shown on a map: at its seat, else in the first commune that it acts for, else at the
    chef-lieu of its first département; None for a body of the whole country.
    """
    found = view.body(body.id)
    if found is not None and found.lat is not None and found.lon is not None:
        return found.lat, found.lon
    departement = view.departement(body.departements[0]) if body.departements else None
    for code in (*body.communes[:1], *((departement.prefecture_commune,) if departement else ())):
        commune = view.commune(code)
        if commune is not None and commune.lat is not None and commune.lon is not None:
            return commune.lat, commune.lon
    return None


def meant(
    view: DirectoryView, q: str, departement: str | None = None, most: int = MOST_LISTED, communes: int = MOST_COMMUNES
) -> Iterator[str]:
    """Yield the ids of the bodies that a person typing `q` may mean, each once, in a département if one is given.

    First those of which there is one for the country or the département, which are few, then the bodies that act for
    the communes that `q` may mean, the likeliest first, then those of every département when their kind is named, then
    those of the directory, `most` of them.
    """
    return iter(dict.fromkeys(_meant(view, q, departement, most, communes)))


def _meant(view: DirectoryView, q: str, departement: str | None, most: int, communes: int) -> Iterator[str]:
    words = fold(q).split()
    there = (f"{kind}-{departement}" for kind in BODY_KINDS if departement and naming.is_departmental(kind))
    for id in (*(kind for kind in BODY_KINDS if naming.is_national(kind)), *there):
        body = view.body(id)
        if body is not None and all(word in fold(f"{body.name} {label(BODY_KINDS, body.kind)}") for word in words):
            yield id
    place = " ".join(word for word in q.split() if fold(word) not in _NO_PLACE)
    yield from (view.competent(commune.code).id for commune in view.search(place, departement, communes))
    if words and not departement:
        yield from (
            id
            for folded, of_kind, id in _departmental(view.territory)
            if not of_kind.isdisjoint(words) and all(word in folded for word in words)
        )
    if words:
        yield from (body.id for body in view.named(q, most, departement))


@cache
def _departmental(territory: Territory) -> tuple[tuple[str, frozenset[str], str], ...]:
    """Return the bodies of which each département has one, folded, with the words of their kind: one of these is to
    be typed, since the name of a département alone would mean them all.
    """
    kinds = {kind: fold(f"{label(BODY_KINDS, kind)} {short(BODY_KINDS, kind)} {kind}") for kind in BODY_KINDS}
    bodies = (
        body
        for kind in BODY_KINDS
        if naming.is_departmental(kind)
        for one in territory.departements()
        if (body := territory.body(f"{kind}-{one.code}")) is not None
    )
    return tuple(
        (
            f"{fold(body.name)} {kinds[body.kind]} {fold(body.id)}",
            frozenset(kinds[body.kind].split()) - _NO_PLACE,
            body.id,
        )
        for body in bodies
    )


def _sheets(view: DirectoryView, ids: Iterator[str]) -> Iterator[Body]:
    return (sheet for id in ids if (sheet := view.sheet(id)) is not None)


def _every(view: DirectoryView, departement: str) -> Iterator[Body]:
    for kind in BODY_KINDS:
        if naming.is_departmental(kind) and (sheet := view.sheet(f"{kind}-{departement}")):
            yield sheet
    for commune in view.territory.communes_of(departement):
        if sheet := view.sheet(view.competent(commune.code).id):
            yield sheet
    yield from (body for body in view.known.values() if departement in body.departements)


def _text(body: Body, view: DirectoryView) -> str:
    commune = view.commune(body.commune) if body.commune else None
    place = f"{commune.name} {commune.code}" if commune else ""
    return fold(f"{body.name} {label(BODY_KINDS, body.kind)} {body.kind} {place} {body.siren} {body.siret} {body.id}")
