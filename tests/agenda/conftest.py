"""Processes over one database: each with its writer, its desk and its metronome."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from crisiscoord.agenda.metronome import Metronome, Tick
from crisiscoord.bell.local import LocalBell
from crisiscoord.clock import ManualClock
from crisiscoord.desk.desk import Desk
from crisiscoord.domain import catalogue
from crisiscoord.domain.words import Actor, Entry, derived_id, format_instant
from crisiscoord.journal import deadlines
from crisiscoord.journal.boards import Boards
from crisiscoord.journal.engine import engine_for
from crisiscoord.journal.journal import entries_after
from crisiscoord.journal.tables import DEADLINE
from crisiscoord.journal.writer import Writer
from tests.cast import PERMANENCE
from tests.pen import library, territory
from tests.tables import prepare

NEMOURS, MELUN, DAMMARIE = "77333", "77288", "77152"
_ids = count(1)


class Process:
    """One process of the server, without its web; it puts the tables where there are none."""

    def __init__(self, url: str, clock: ManualClock) -> None:
        prepare(url)
        self.clock = clock
        self.engine = engine_for(url)
        self.writer = Writer(self.engine)
        self.boards = Boards(self.engine)
        self.desk = Desk(self.writer, self.boards, LocalBell(), clock, lambda: (library(), territory()))
        self.metronome = Metronome(self.engine, self.writer, self.desk, clock)

    def do(self, do: str, dossier: str, as_: Actor = PERMANENCE, **fields: Any) -> None:
        """Have a command carried out. Raises its refusal."""
        command = {"id": derived_id("agenda", next(_ids)), "dossier": dossier, "do": do, **fields}
        asked = catalogue.read_command(orjson.dumps(command))
        self.desk.submit(asked, as_).result(30)

    def declare(self, dossier: str = "crue-test", communes: tuple[str, ...] = (NEMOURS, MELUN)) -> None:
        now = self.clock.now()
        fields = {"title": "Crue du Loing", "hazard": "inondation", "reason": "Deux communes évacuent"}
        occurred_at = format_instant(now - timedelta(hours=1))
        self.do("crisis.declare", dossier, occurred_at=occurred_at, communes=communes, exercise=True, **fields)

    def entries(self, dossier: str = "crue-test") -> list[Entry]:
        with self.engine.connect() as connection:
            return list(entries_after(connection, dossier, 0))

    def by_system(self, dossier: str = "crue-test") -> list[Entry]:
        return [entry for entry in self.entries(dossier) if entry.by.role == "system"]

    def oldest(self) -> datetime | None:
        """Return when the next question is to be asked."""
        with self.engine.connect() as connection:
            return deadlines.oldest(connection)

    def kept_dues(self, dossier: str) -> dict[str, tuple[datetime, int]]:
        """Return what the table of deadlines holds: card → due, times refused."""
        query = select(DEADLINE).where(DEADLINE.c.dossier == dossier)
        with self.engine.connect() as connection:
            return {row.card: (row.due, row.refusals) for row in connection.execute(query)}

    def shown_dues(self, dossier: str) -> dict[str, tuple[datetime, int]]:
        """Return what the table should hold, by the board."""
        return {card.id: (at, 0) for card in self.boards.fresh(dossier).cards() if (at := card.next_ask) is not None}

    def tick_until_quiet(self, most: int = 60) -> list[Tick]:
        """Tick until nothing is due; fails when it never ends."""
        ticks: list[Tick] = []
        while not ticks or ticks[-1].asked:
            assert len(ticks) < most, "it falls due for ever"
            ticks.append(self.metronome.tick())
        return ticks

    def stop(self) -> None:
        self.writer.stop()
        self.engine.dispose()


@pytest.fixture
def processes(database_url: str, clock: ManualClock) -> Iterator[Callable[[], Process]]:
    """Return what starts one more process over the same database."""
    with ExitStack() as running:

        def start() -> Process:
            process = Process(database_url, clock)
            running.callback(process.stop)
            return process

        start()
        yield start


@pytest.fixture
def process(processes: Callable[[], Process]) -> Process:
    return processes()
