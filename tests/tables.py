"""Databases with the tables of the service, fast: they are migrated once, then copied."""

import sqlite3
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import make_url

from crisiscoord import schema
from crisiscoord.journal.engine import engine_for
from tests.servers import Postgres


def prepare(url: str) -> None:
    """Put the tables into an SQLite database that does not exist yet; leave any other database as it is."""
    database = make_url(url)
    file = Path(database.database or "")
    if database.get_backend_name() == "sqlite" and not file.exists():
        file.write_bytes(_file())


@cache
def _file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        _migrate(f"sqlite:///{path}")
        # All of it in one file, none in the log beside it.
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return path.read_bytes()


@cache
def template(server: Postgres) -> str:
    """Return the name of a database with the tables, from which others are made; nobody may connect to it."""
    name = server.create_database()
    _migrate(server.url(name))
    return name


def _migrate(url: str) -> None:
    engine = engine_for(url)
    schema.create_if_empty(engine)
    engine.dispose()
