"""Communes, départements and bodies as a decision sees them, and what it may ask of the territory.

Codes are text (INSEE): "01001", "2A004", "97411". A position is in degrees (WGS 84) and may be unknown
(`None`) for a few communes overseas.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today, by its INSEE code. `population` is 0 where it is not published."""

    code: str
    name: str
    departement: str
    population: int
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Departement:
    """A département or overseas collectivity, with the INSEE code of its chef-lieu.

    `within` is how one says "in it": dans le Nord, en Seine-et-Marne, à Paris.
    """

    code: str
    name: str
    prefecture_commune: str
    within: str


@dataclass(frozen=True, slots=True)
class BodyRef:
    """An organisation by its id, as it is named on a board.

    `presumed`: worked out from the territory, not confirmed by anybody. `commune` and `departement` say
    where it acts: both for a communal body, the département alone for a departmental one, neither for a
    national one.
    """

    id: str
    kind: str
    name: str
    commune: str | None = None
    departement: str | None = None
    population: int = 0
    lat: float | None = None
    lon: float | None = None
    presumed: bool = True
    #: What it says it is good at (crisiscoord.domain.skills).
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterRef:
    """Somebody of the roster, by their name there: who may be asked to represent the UNCCAS, and how they are reached.

    Telephones have their country code; what is not known is empty. `for_exercises`: asked by exercises alone.
    """

    id: str
    name: str
    function: str
    phone: str = ""
    email: str = ""
    body: str = ""
    for_exercises: bool = False


class TerritoryView(Protocol):
    """What a decision may ask of the territory, and of who acts there. Every answer is the same during one decision."""

    def commune(self, code: str) -> Commune | None:
        """Return today's commune for a code of today or of the past, `None` when nobody knows it."""
        ...

    def resolve(self, codes: Iterable[str]) -> tuple[tuple[Commune, ...], tuple[str, ...]]:
        """Return the communes of today behind `codes`, each once and in order, and the unknown codes."""
        ...

    def competent(self, code: str) -> BodyRef:
        """Return the body that acts for a commune: its CCAS, else the CIAS of its EPCI, else its mairie.

        Without a directory, the CCAS is presumed from 1,500 inhabitants. Raises KeyError when the commune is unknown.
        """
        ...

    def body(self, body_id: str) -> BodyRef | None:
        """Return the body that an id stands for, `None` when the id names nothing."""
        ...

    def possible(self, person: str) -> RosterRef | None:
        """Return somebody of the roster, `None` when they are not, or no longer, on it."""
        ...

    def departement(self, code: str) -> Departement | None:
        """Return a département or overseas collectivity."""
        ...

    def epci_of(self, code: str) -> str | None:
        """Return the SIREN of the EPCI that a commune belongs to, `None` where there is none."""
        ...

    def zone(self, code: str) -> str:
        """Return the IANA time zone of a commune, Europe/Paris when the commune is unknown."""
        ...

    def search(self, q: str, departement: str | None = None, limit: int = 20) -> Sequence[Commune]:
        """Return the communes that a person typing `q` may mean, the likeliest first."""
        ...
