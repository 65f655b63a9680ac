"""A directory over a real database, and what it rings."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from crisiscoord.directory.bodies import Bodies
from crisiscoord.directory.contacts import Contacts
from crisiscoord.directory.imports import Imports, Plan, Progress
from crisiscoord.directory.ledger import Ledger
from crisiscoord.directory.roster import Roster
from crisiscoord.directory.sessions import Sessions
from crisiscoord.directory.tokens import Tokens
from crisiscoord.domain.places import TerritoryView
from crisiscoord.journal.engine import engine_for
from crisiscoord.journal.heads import DIRECTORY, bump
from crisiscoord.journal.writer import Writer
from crisiscoord.library.territory import territory


@dataclass
class Seconds:
    """Seconds that pass when told to."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Office:
    """Tokens, sessions and directory of one process; `beside()` gives those of another over the same database."""

    ledger: Ledger
    seconds: Seconds
    rung: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bodies, self.roster = Bodies(self.ledger, territory()), Roster(self.ledger)
        self.tokens = Tokens(self.ledger, lambda: self.bodies.view, self.seconds)
        self.sessions = Sessions(self.ledger, self.seconds)
        self.contacts = Contacts(self.ledger)
        self.imports = Imports(self.ledger, self.bodies, self.roster)

    def planned(self, data: bytes, kind: str | None = None, progress: Progress = lambda done, of: None) -> Plan:
        """Return what a file would do."""
        return self.imports.plan(self.imports.open(data, kind), progress)

    def beside(self) -> "Office":
        return Office(self.ledger, self.seconds, self.rung)


@pytest.fixture(scope="session")
def country() -> TerritoryView:
    return territory()


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    engine = engine_for(database_url)
    writer, rung = Writer(engine), list[int]()
    ledger = Ledger(engine, writer, lambda connection, now: bump(connection, DIRECTORY, now), rung.append)
    yield Office(ledger, Seconds(), rung)
    writer.stop()
    engine.dispose()
