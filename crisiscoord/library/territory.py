"""The territory: every commune of today, what became of those of the past, and the bodies presumed to act.

Facts come from `crisiscoord/library/data` (INSEE, COG 2026; sources in its README). Built once, then read by
everybody: nothing here changes while the server runs. Rule of competence: a CCAS is compulsory from 1,500
inhabitants (CASF L.123-4), so it is presumed there; below, the mairie acts, unless an import says otherwise.
"""

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from heapq import nlargest
from importlib.resources import files

from ..domain.places import BodyRef, Commune, Departement, RosterRef
from . import naming
from .gazetteer import Gazetteer, fold_names

#: Inhabitants from which a commune must have a CCAS.
CCAS_FROM = 1_500
#: Most communes that one search gives.
MOST_FOUND = 100

_DATA = files(__package__) / "data"
_CODE = re.compile(r"\d[\dAB]\d{0,3}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")

_METROPOLE = "Europe/Paris"
_ZONES: Mapping[str, str] = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
    "989": "Etc/GMT+8",
}
#: French Polynesia has three times: the Marquesas and Gambier do not live at Tahiti's.
_ZONES_OF_ISLANDS: Mapping[str, str] = {
    **dict.fromkeys(("98718", "98723", "98731", "98746", "98756", "98757"), "Pacific/Marquesas"),
    "98719": "Pacific/Gambier",
}


class Territory:
    """Implements `domain.places.TerritoryView` over the data files of this package."""

    def __init__(self) -> None:
        self._lines = {line[:5]: line for line in _lines("communes")}
        self._codes = sorted(self._lines)
        self._past = [line.split(",") for line in _lines("communes_rattachees")]
        self._became = {row[0]: row[3] for row in self._past}
        self._departements = {row[0]: row for row in (line.split(",") for line in _lines("departements"))}
        self._country = self._gazetteer()
        self._gazetteers: dict[str, Gazetteer] = {}

    def commune(self, code: str) -> Commune | None:
        """Return today's commune for a code: its own, or one of an arrondissement or of a merged commune."""
        line = self._lines.get(code) or self._lines.get(self._became.get(code, ""))
        return _commune(line) if line else None

    def resolve(self, codes: Iterable[str]) -> tuple[tuple[Commune, ...], tuple[str, ...]]:
        """Return the communes of today behind `codes`, each once and in order, and the unknown codes."""
        known: dict[str, Commune] = {}
        unknown: dict[str, None] = {}
        for code in codes:
            if commune := self.commune(code):
                known.setdefault(commune.code, commune)
            else:
                unknown.setdefault(code)
        return tuple(known.values()), tuple(unknown)

    def competent(self, code: str) -> BodyRef:
        """Return the body presumed to act for a commune. Raises KeyError when the commune is unknown."""
        commune = self.commune(code)
        if commune is None:
            raise KeyError(code)
        return self._communal("ccas" if commune.population >= CCAS_FROM else "mairie", commune)

    def possible(self, person: str) -> RosterRef | None:
        """Return None: the territory has no roster."""
        return None

    def body(self, body_id: str) -> BodyRef | None:
        """Return the body an id stands for. Only today's codes make ids: one body has one id."""
        kind, _, rest = body_id.partition("-")
        if naming.is_communal(kind):
            line = self._lines.get(rest)
            return self._communal(kind, _commune(line)) if line else None
        if naming.is_departmental(kind):
            return self._departmental(kind, rest) if rest in self._departements else None
        if naming.is_national(kind) and not rest:
            return BodyRef(id=kind, kind=kind, name=naming.national_name(kind), presumed=False)
        if naming.is_free(kind) and _SLUG.fullmatch(rest):
            return BodyRef(id=body_id, kind=kind, name=naming.free_name(kind, rest))
        return self._intercommunal(rest) if kind == "cias" and rest in self._epci else None

    def named(self, name: str) -> tuple[Commune, ...]:
        """Return the communes that bear this very name, accents and hyphens aside, the larger first.

        The name of a delegated or merged commune gives the commune of today that it belongs to.
        """
        codes = self._by_name.get(fold_names([" ".join(name.split())])[0].strip(), ())
        return tuple(_commune(self._lines[code]) for code in codes)

    def communes_of(self, departement: str) -> tuple[Commune, ...]:
        """Return every commune of a département, by code; none when there is no such département."""
        first, last = (bisect_left(self._codes, edge) for edge in (departement, departement + "Z"))
        found = (_commune(self._lines[code]) for code in self._codes[first:last])
        return tuple(commune for commune in found if commune.departement == departement)

    @cached_property
    def lenders(self) -> tuple[BodyRef, ...]:
        """Every body presumed to have agents of its own: the CCAS of 1,500 inhabitants and more, and the UDCCAS."""
        communes = (_commune(line) for line in self._lines.values())
        large = (self._communal("ccas", one) for one in communes if one.population >= CCAS_FROM)
        return (*large, *(self._departmental("udccas", code) for code in self._departements))

    def neighbours(self, departement: str) -> frozenset[str]:
        """Return the départements beside one: those with town halls within about ten kilometres of its own."""
        return self._beside.get(departement, frozenset())

    @cached_property
    def _beside(self) -> dict[str, frozenset[str]]:
        cells: dict[tuple[int, int], set[str]] = {}
        for line in self._lines.values():
            one = _commune(line)
            if one.lat is not None and one.lon is not None:
                cells.setdefault((round(one.lat * 10), round(one.lon * 7)), set()).add(one.departement)
        beside: dict[str, set[str]] = {}
        for (y, x), here in cells.items():
            near = set().union(*(cells.get((y + dy, x + dx), ()) for dy in (-1, 0, 1) for dx in (-1, 0, 1)))
            for code in here:
                beside.setdefault(code, set()).update(near)
        return {code: frozenset(near - {code}) for code, near in beside.items()}

    def departement(self, code: str) -> Departement | None:
        """Return a département or overseas collectivity."""
        row = self._departements.get(code)
        if row is None:
            return None
        name = _curly(row[1])
        return Departement(code, name, prefecture_commune=row[3], within=naming.in_departement(name, row[5]))

    def departements(self) -> tuple[Departement, ...]:
        """Return every département and overseas collectivity, by code."""
        return tuple(found for code in sorted(self._departements) if (found := self.departement(code)))

    def epci_of(self, code: str) -> str | None:
        """Return the SIREN of a commune's EPCI; a few islands and the Pacific have none."""
        commune = self.commune(code)
        return self._epci_of.get(commune.code) if commune else None

    def epci(self, siren: str) -> str | None:
        """Return the name of an EPCI, `None` when no EPCI has this SIREN."""
        found = self._epci.get(siren)
        return None if found is None else _curly(found[0])

    def departements_of_epci(self, siren: str) -> tuple[str, ...]:
        """Return the départements in which an EPCI has communes, that of its largest commune first."""
        members = sorted(self._members(siren), key=lambda commune: (-commune.population, commune.code))
        return tuple(dict.fromkeys(commune.departement for commune in members))

    def zone(self, code: str) -> str:
        """Return the IANA time zone of a commune, Europe/Paris when the code is unknown."""
        commune = self.commune(code)
        if commune is None:
            return _METROPOLE
        return _ZONES_OF_ISLANDS.get(commune.code) or _ZONES.get(commune.departement, _METROPOLE)

    def search(self, q: str, departement: str | None = None, limit: int = 20) -> list[Commune]:
        """Return the communes a person typing `q` may mean: by name, or by the start of the INSEE code.

        Names that begin so come first, then those with a word that begins so, then those that contain it, the
        larger population first in each; the name of a delegated commune finds the commune it belongs to.
        At most `MOST_FOUND`; only the first 80 letters of `q` count.
        """
        limit = max(1, min(limit, MOST_FOUND))
        code = q.strip().upper()
        if _CODE.fullmatch(code):
            return self._by_code(code, departement, limit)
        if departement is not None and departement not in self._departements:
            return []
        keys = self._names_in(departement).search(q, limit)
        return [_commune(self._lines[key]) for key in keys]

    def _by_code(self, code: str, departement: str | None, limit: int) -> list[Commune]:
        exact = self.commune(code)
        if exact:
            return [exact] if departement in (None, exact.departement) else []
        first, last = (bisect_left(self._codes, edge) for edge in (code, code + "Z"))
        found = (_commune(self._lines[known]) for known in self._codes[first:last])
        here = (commune for commune in found if departement in (None, commune.departement))
        return nlargest(limit, here, key=lambda commune: commune.population)

    def _names_in(self, departement: str | None) -> Gazetteer:
        if departement is None:
            return self._country
        if departement not in self._gazetteers:
            self._gazetteers[departement] = self._gazetteer(departement)
        return self._gazetteers[departement]

    def _gazetteer(self, departement: str | None = None) -> Gazetteer:
        rows = [row for row in map(_split, self._lines.values()) if departement in (None, row[2])]
        rows.sort(key=lambda row: -int(row[3]))
        keys = [row[0] for row in rows]
        names = [row[1] for row in rows]
        for _, name, _, became in self._past:
            if departement in (None, _split(self._lines[became])[2]):
                names.append(name)
                keys.append(became)
        return Gazetteer(zip(fold_names(names), keys, strict=True))

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        rows = sorted(map(_split, self._lines.values()), key=lambda row: -int(row[3]))
        pairs = [(row[1], row[0]) for row in rows] + [(row[1], row[3]) for row in self._past]
        found: dict[str, dict[str, None]] = {}
        for name, (_, code) in zip(fold_names([name for name, _ in pairs]), pairs, strict=True):
            found.setdefault(name.strip(), {})[code] = None
        return {name: tuple(codes) for name, codes in found.items()}

    @cached_property
    def _epci_of(self) -> dict[str, str]:
        return dict(line.split(",") for line in _lines("communes_epci"))

    @cached_property
    def _members_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, siren in self._epci_of.items():
            found.setdefault(siren, []).append(code)
        return found

    def _members(self, siren: str) -> list[Commune]:
        return [_commune(self._lines[code]) for code in self._members_of.get(siren, ())]

    @cached_property
    def _epci(self) -> dict[str, tuple[str, int]]:
        rows = csv.reader(_lines("epci"))
        return {siren: (name, int(population or 0)) for siren, name, _, population in rows}

    def _communal(self, kind: str, commune: Commune) -> BodyRef:
        return BodyRef(
            id=f"{kind}-{commune.code}",
            kind=kind,
            name=naming.communal_name(kind, commune.name, _split(self._lines[commune.code])[6]),
            commune=commune.code,
            departement=commune.departement,
            population=commune.population,
            lat=commune.lat,
            lon=commune.lon,
            presumed=kind != "mairie",
        )

    def _departmental(self, kind: str, code: str) -> BodyRef:
        row = self._departements[code]
        seat = self.commune(row[3])
        return BodyRef(
            id=f"{kind}-{code}",
            kind=kind,
            name=naming.departmental_name(kind, code, _curly(row[1]), row[5]),
            departement=code,
            lat=seat.lat if seat else None,
            lon=seat.lon if seat else None,
            presumed=kind not in ("prefecture", "cd"),
        )

    def _intercommunal(self, siren: str) -> BodyRef:
        name, population = self._epci[siren]
        largest = max(self._members(siren), key=lambda commune: commune.population)
        return BodyRef(
            id=f"cias-{siren}",
            kind="cias",
            name=naming.intercommunal_name(_curly(name)),
            departement=largest.departement,
            population=population,
            lat=largest.lat,
            lon=largest.lon,
        )


@cache
def territory() -> Territory:
    """Return the territory, built at the first call and shared afterwards."""
    return Territory()


def departement_codes() -> list[str]:
    """Return the code of every département and overseas collectivity."""
    return [line.partition(",")[0] for line in _lines("departements")]


def _lines(name: str) -> list[str]:
    """Return the lines of a data file, heading left out."""
    return (_DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]


def _split(line: str) -> list[str]:
    """Return the fields of a line of communes.csv, which has neither quotes nor commas in its fields."""
    return line.split(",")


def _commune(line: str) -> Commune:
    code, name, departement, population, lat, lon, _ = _split(line)
    return Commune(
        code=code,
        name=_curly(name),
        departement=departement,
        population=int(population),
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
    )


def _curly(name: str) -> str:
    """Write a name with the apostrophe that is shown to readers."""
    return name.replace("'", "’")
