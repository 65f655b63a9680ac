"""The desk of one process on a real database, without the web: what core and realtime tests write with."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, select

from crisiscoord.bell.local import LocalBell
from crisiscoord.clock import Clock, ManualClock
from crisiscoord.desk.desk import Desk
from crisiscoord.domain import catalogue
from crisiscoord.domain.board import Board
from crisiscoord.domain.catalogue import Asked
from crisiscoord.domain.words import SYSTEM, Actor, Entry, derived_id, format_instant
from crisiscoord.journal import deadlines
from crisiscoord.journal.boards import Boards
from crisiscoord.journal.engine import engine_for
from crisiscoord.journal.heads import head_of
from crisiscoord.journal.journal import Receipt, entries_after
from crisiscoord.journal.tables import DEADLINE, ENTRY, HEAD, RECEIPT, WORDING
from crisiscoord.journal.verify import Proof, verify
from crisiscoord.journal.writer import Writer
from tests.cast import PERMANENCE
from tests.pen import library, territory
from tests.tables import prepare

#: How long a test waits for one answer of a desk.
PATIENCE_S = 60
_OFFICES, _FILES = count(1), count(1)
TABLES = (HEAD, ENTRY, RECEIPT, WORDING, DEADLINE)
NEMOURS, MELUN = "77333", "77288"
DECLARE: dict[str, Any] = {
    "title": "Crue du Loing",
    "hazard": "inondation",
    "occurred_at": "2026-07-14T10:00:00Z",
    "reason": "Deux communes évacuent.",
    "communes": [NEMOURS, MELUN],
}


def fresh_sqlite(folder: Path) -> str:
    """Return the URL of one more prepared SQLite database, quickly: for properties, which need many."""
    url = f"sqlite:///{folder}/d{next(_FILES)}.db"
    prepare(url)
    return url


def counted_salts(prefix: str = "salt") -> Callable[[], bytes]:
    """Return a source of salts that gives the same ones in the same order every time."""
    numbers = count(1)
    return lambda: sha256(f"{prefix}/{next(numbers)}".encode()).digest()[:16]


def command(dossier: str, id: object, do: str, **fields: Any) -> Asked:
    """Read a command from JSON, as the server would; `id` may be anything: it is made a UUID."""
    data = {"id": derived_id("test", dossier, id), "dossier": dossier, "do": do, **fields}
    return catalogue.read_command(orjson.dumps(data, default=_json))


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_instant(value)
    raise TypeError(value)


class Office:
    """One process: an engine, a writer, boards, a bell and a desk. The database must be prepared."""

    def __init__(self, url: str, clock: Clock, salts: Callable[[], bytes] | None = None) -> None:
        self.engine, self.clock = engine_for(url), clock
        self.writer, self.boards, self.bell = Writer(self.engine), Boards(self.engine), LocalBell()
        ground = lambda: (library(), territory())  # noqa: E731
        self.desk = Desk(self.writer, self.boards, self.bell, clock, ground, salts or counted_salts())
        self._name, self._ids = next(_OFFICES), count(1)

    def send(self, asked: Asked, actor: Actor = PERMANENCE) -> Receipt:
        """Submit a command and wait for its receipt. Raises its refusal."""
        return self.desk.submit(asked, actor).result(PATIENCE_S)

    def do(self, dossier: str, do: str, actor: Actor = PERMANENCE, **fields: Any) -> Receipt:
        """Carry out one more command, with an id of its own."""
        return self.send(command(dossier, f"office {self._name}/{next(self._ids)}", do, **fields), actor)

    def declare(self, dossier: str = "crue", **fields: Any) -> Receipt:
        return self.do(dossier, "crisis.declare", **{**DECLARE, **fields})

    def note(self, dossier: str = "crue", text: str = "Rien à signaler.", actor: Actor = PERMANENCE) -> Receipt:
        return self.do(dossier, "note.write", actor, text=text, category="information")

    def report(self, dossier: str = "crue", insee: str = NEMOURS, status: str = "mobilise", **fields: Any) -> Receipt:
        said = {"body": f"ccas-{insee}", "status": status, "observed_at": self.clock.now(), **fields}
        return self.do(dossier, "report.file", **said)

    def fall_due(self, until: datetime) -> None:
        """Ask for every due that comes before `until`, at its instant, as the metronome does."""
        assert isinstance(self.clock, ManualClock)
        while due := self._next_due(until):
            self.clock.set(max(due.due, self.clock.now()))
            fields = {"card": due.card, "due": due.due}
            self.do(due.dossier, f"{due.card.partition(':')[0]}.fall_due", SYSTEM, **fields)
        self.clock.set(max(until, self.clock.now()))

    def _next_due(self, until: datetime) -> deadlines.Due | None:
        with self.engine.begin() as connection:
            return next(iter(deadlines.due(connection, until, 1)), None)

    def entries(self, dossier: str = "crue", after: int = 0) -> list[Entry]:
        with self.engine.begin() as connection:
            return list(entries_after(connection, dossier, after))

    def lines(self, dossier: str = "crue") -> list[tuple[int, str, bytes]]:
        """Return number, exact text and digest of every entry."""
        query = select(ENTRY.c.seq, ENTRY.c.line, ENTRY.c.digest).where(ENTRY.c.dossier == dossier)
        with self.engine.begin() as connection:
            rows = connection.execute(query.order_by(ENTRY.c.seq)).all()
        return [(row.seq, row.line, bytes(row.digest)) for row in rows]

    def proof(self, dossier: str = "crue") -> Proof:
        with self.engine.begin() as connection:
            head = head_of(connection, dossier)
            assert head is not None
            return verify(connection, head)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the writer: what is submitted meanwhile is carried out in one batch afterwards."""
        go = threading.Event()
        self.writer.put(partial(_wait, go))
        try:
            yield
        finally:
            go.set()

    def close(self) -> None:
        self.writer.stop()
        self.engine.dispose()


def _wait(go: threading.Event) -> None:
    go.wait(PATIENCE_S)


@contextmanager
def office(url: str, clock: Clock, salts: Callable[[], bytes] | None = None) -> Iterator[Office]:
    """Open an office on a prepared database, and close it."""
    made = Office(url, clock, salts)
    try:
        yield made
    finally:
        made.close()


def drawn(board: Board) -> dict[str, Any]:
    """Return all that a board shows and remembers, to compare two of them."""
    return {
        "at": (board.dossier, board.kind, board.seq, board.digest, board.erasures),
        "cards": {card.id: card.wire for card in board.cards()},
        "gone": set(board.gone()),
        "dues": {card.id: card.next_ask for card in board.cards() if card.next_ask is not None},
    }


def dues(connection: Connection, dossier: str) -> dict[str, datetime]:
    """Return the deadlines kept for a dossier: card → instant."""
    rows: Iterable[Any] = connection.execute(
        select(DEADLINE.c.card, DEADLINE.c.due).where(DEADLINE.c.dossier == dossier)
    )
    return {row.card: row.due for row in rows}


def copy_of(here: Office) -> list[list[dict[str, Any]]]:
    """Return a backup of the record."""
    with here.engine.begin() as connection:
        return [[dict(row._mapping) for row in connection.execute(table.select())] for table in TABLES]


def restore(here: Office, rows: list[list[dict[str, Any]]]) -> None:
    """Put the database back as it was: what an administrator does with a backup, triggers aside."""
    quiet = "DROP TRIGGER entry_no_delete" + ("" if here.engine.dialect.name == "sqlite" else " ON entry")
    with here.engine.begin() as connection:
        connection.exec_driver_sql(quiet)
        for table, kept in zip(TABLES, rows, strict=True):
            connection.execute(table.delete())
            if kept:
                connection.execute(table.insert(), kept)
