"""One engine for SQLite and PostgreSQL, with the same promises on both."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

#: SQLite: an acknowledged write survives a power cut (FULL), words that are erased leave no trace in the
#: file (secure_delete), and `INSERT OR REPLACE` cannot slip past the triggers (recursive_triggers).
#: The journal's log is taken over into the file every 16 MiB: more often, the same pages are copied again and again.
_PRAGMAS = (
    "wal_autocheckpoint=4000",
    "busy_timeout=10000",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
)
#: Going over to WAL, once in the life of a file, does not wait for others as writes do: tried again for 10 s.
_WAL_TRIES, _WAL_PAUSE_S = 200, 0.05
#: PostgreSQL: nobody waits for ever for a head row, and a writer that hangs lets go of it.
_PG_OPTIONS = "-c lock_timeout=2s -c idle_in_transaction_session_timeout=5s -c timezone=UTC"


def engine_for(url: str) -> Engine:
    """Return an engine for `url`. The folder of a SQLite file is made when it is missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, parsed.database)
    return create_engine(
        url,
        hide_parameters=True,  # errors are logged, and parameters hold words
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=8,
        isolation_level="READ COMMITTED",
        connect_args={"options": _PG_OPTIONS, "connect_timeout": 5},
    )


def _sqlite(url: str, database: str | None) -> Engine:
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False}, pool_size=8, max_overflow=8
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy starts the transactions, not sqlite3
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        _go_over_to_wal(cursor)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes the lock at once: no deadlock by upgrading a reader.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _go_over_to_wal(cursor: sqlite3.Cursor) -> None:
    """Have readers and the writer not wait for each other. No effect on a file that is in WAL already."""
    for left in reversed(range(_WAL_TRIES)):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(_WAL_PAUSE_S)
        else:
            return


def writing(engine: Engine) -> Engine:
    """Return the same engine for transactions that write."""
    return engine.execution_options(writing=True)


@contextmanager
def one_state(engine: Engine) -> Iterator[Connection]:
    """Read in one transaction that sees one state of the database, however long it reads and whoever writes meanwhile.

    SQLite in WAL gives it by itself; PostgreSQL when it is asked for a repeatable read.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    chosen = engine if is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
    with chosen.begin() as connection:
        if not is_sqlite:
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '5min'"))
        yield connection
