"""The directory as a decision sees it: who is known, laid over what the territory lets presume (CASF L.123-4).

A view never changes: a decision that holds one gets the same answers to the end, and its facts copy what they used.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from ..domain.agreements import Library
from ..domain.places import BodyRef, Commune, Departement, RosterRef
from ..domain.vocabulary import BODY_KINDS, label
from ..library import naming
from ..library.gazetteer import fold
from ..library.territory import CCAS_FROM, Territory

CONFIRMED, PRESUMED, CLOSED = "confirme", "presume", "ferme"


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of one body. Empty means unknown; telephone numbers have their country code.

    `communes`: those it acts for, when that is not its own commune nor the whole of its EPCI. `changed` 0: nobody has
    written anything, all of it follows from the territory.
    """

    id: str
    kind: str
    name: str
    state: str = PRESUMED
    siren: str = ""
    siret: str = ""
    commune: str = ""
    communes: tuple[str, ...] = ()
    epci: str = ""
    departements: tuple[str, ...] = ()
    phone: str = ""
    on_call: str = ""
    email: str = ""
    hours: str = ""
    skills: tuple[str, ...] = ()
    changed: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


class DirectoryView:
    """Implements `domain.places.TerritoryView`: the bodies of the directory as they stood at `number`, the roster."""

    def __init__(
        self,
        territory: Territory,
        bodies: Mapping[str, Body],
        number: int = 0,
        roster: Mapping[str, RosterRef] | None = None,
    ) -> None:
        self.territory, self.known, self.number = territory, bodies, number
        self.roster = roster or {}

    # ------------------------------------------------------------------------------------- the territory

    def commune(self, code: str) -> Commune | None:
        """Return today's commune for a code of today or of the past."""
        return self.territory.commune(code)

    def resolve(self, codes: Iterable[str]) -> tuple[tuple[Commune, ...], tuple[str, ...]]:
        """Return the communes of today behind `codes`, each once and in order, and the unknown codes."""
        return self.territory.resolve(codes)

    def departement(self, code: str) -> Departement | None:
        """Return a département or overseas collectivity."""
        return self.territory.departement(code)

    def epci_of(self, code: str) -> str | None:
        """Return the SIREN of the EPCI that a commune belongs to."""
        return self.territory.epci_of(code)

    def zone(self, code: str) -> str:
        """Return the IANA time zone of a commune."""
        return self.territory.zone(code)

    def search(self, q: str, departement: str | None = None, limit: int = 20) -> Sequence[Commune]:
        """Return the communes that a person typing `q` may mean, the likeliest first."""
        return self.territory.search(q, departement, limit)

    # ---------------------------------------------------------------------------------------- the roster

    def possible(self, person: str) -> RosterRef | None:
        """Return somebody of the roster, None when they are not, or no longer, on it."""
        return self.roster.get(person)

    # ---------------------------------------------------------------------------------------- the bodies

    def competent(self, code: str) -> BodyRef:
        """Return the body that acts for a commune: its CCAS, else the CIAS of its EPCI, else its mairie.

        A CCAS is there when the directory says so, and presumed from 1,500 inhabitants until the directory says that
        it is closed (docs/decisions/0034). Raises KeyError when the commune is unknown.
        """
        commune = self.commune(code)
        if commune is None:
            raise KeyError(code)
        if self.has_ccas(commune):
            return self._ref(f"ccas-{commune.code}")
        cias = self._cias.get(commune.code) or self._cias_of_epci.get(self.epci_of(commune.code) or "")
        return self._ref(cias or f"mairie-{commune.code}")

    def has_ccas(self, commune: Commune) -> bool:
        """Say whether a commune has a CCAS of its own, as far as is known or presumed."""
        stated = self.known.get(f"ccas-{commune.code}")
        if stated is None or stated.state == PRESUMED:
            return commune.population >= CCAS_FROM
        return stated.state == CONFIRMED

    def body(self, body_id: str) -> BodyRef | None:
        """Return the body that an id stands for; one that nobody has written about is presumed."""
        known = self.known.get(body_id)
        found = self.territory.body(body_id)
        if known is None:
            return found
        named = found or BodyRef(id=known.id, kind=known.kind, name=known.name)
        seat = self.commune(known.commune) if known.commune and not named.commune else None
        departement = named.departement or (known.departements[0] if known.departements else None)
        return replace(
            named,
            name=known.name,
            departement=(seat.departement if seat and (named.kind == "cias" or naming.is_free(named.kind)) else None)
            or departement,
            lat=seat.lat if seat else named.lat,
            lon=seat.lon if seat else named.lon,
            presumed=known.state == PRESUMED,
            skills=known.skills,
        )

    def sheet(self, body_id: str) -> Body | None:
        """Return all that is known of a body; of one that nobody has written about, what follows from the territory."""
        known = self.known.get(body_id)
        if known is not None:
            return known
        found = self.body(body_id)
        if found is None:
            return None
        return Body(
            id=found.id,
            kind=found.kind,
            name=found.name,
            state=PRESUMED if found.presumed else CONFIRMED,
            commune=found.commune or "",
            epci=(self.epci_of(found.commune) or "") if found.commune else "",
            departements=(found.departement,) if found.departement else (),
        )

    @cached_property
    def unions(self) -> dict[str, bool]:
        """What the directory states of departmental unions (UDCCAS): there is one, or there is none."""
        return {
            body.id.partition("-")[2]: body.state == CONFIRMED
            for body in self.known.values()
            if body.kind == "udccas" and body.state != PRESUMED
        }

    def stated(self, library: Library) -> Library:
        """Return the agreed texts with what the directory states of the unions, which is the newer word."""
        return replace(library, unions={**library.unions, **self.unions}) if self.unions else library

    @cached_property
    def lenders(self) -> tuple[BodyRef, ...]:
        """Every body that may have agents of its own: those presumed and not closed, and those that are confirmed."""
        presumed = [
            self._ref(one.id) if one.id in self.known else one for one in self.territory.lenders if self._stands(one.id)
        ]
        there = {one.id for one in presumed}
        more = (body.id for body in self.known.values() if body.kind in ("ccas", "cias") and body.state == CONFIRMED)
        return (*presumed, *(self._ref(id) for id in more if id not in there))

    def named(self, q: str, limit: int, departement: str | None = None) -> list[Body]:
        """Return the bodies of the directory whose name, kind, SIREN or SIRET holds every word typed, by name."""
        words = fold(q).split()
        found = [
            body
            for folded, body in self._folded
            if all(word in folded for word in words) and departement in (None, *body.departements)
        ]
        return found[:limit]

    def _stands(self, id: str) -> bool:
        known = self.known.get(id)
        return known is None or known.state != CLOSED

    def _ref(self, id: str) -> BodyRef:
        found = self.body(id)
        assert found is not None, "a body of the directory, or of a commune that is known"
        return found

    @cached_property
    def _folded(self) -> list[tuple[str, Body]]:
        kinds = {kind: label(BODY_KINDS, kind) for kind in BODY_KINDS}
        rows = (
            (fold(f"{body.name} {kinds[body.kind]} {body.siren} {body.siret} {body.id}"), body)
            for body in self.known.values()
        )
        return sorted(rows, key=lambda row: (row[0], row[1].id))

    @cached_property
    def _cias(self) -> dict[str, str]:
        """CIAS by the communes that it says it acts for."""
        return {
            commune: body.id
            for body in self.known.values()
            if body.kind == "cias" and body.state == CONFIRMED
            for commune in body.communes
        }

    @cached_property
    def _cias_of_epci(self) -> dict[str, str]:
        """CIAS by the EPCI for the whole of which it acts."""
        return {
            body.epci or body.id.removeprefix("cias-"): body.id
            for body in self.known.values()
            if body.kind == "cias" and body.state == CONFIRMED and not body.communes
        }
