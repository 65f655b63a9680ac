"""Databases with the tables of the service, fast: they are migrated once, then copied."""

import sqlite3
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

from crisiscoord import schema
from crisiscoord.journal.engine import engine_for


def prepare(url: str) -> None:
    """Put the tables into an empty database; leave any other as it is. On PostgreSQL nobody may be connected to it."""
    database = make_url(url)
    if database.get_backend_name() == "sqlite":
        file = Path(database.database or "")
        if not file.exists():
            file.write_bytes(_file())
    elif _is_empty(database):
        _copy(database)


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


def _is_empty(database: URL) -> bool:
    with psycopg.connect(_address(database, database.database)) as connection:
        return connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchone() is None


def _copy(database: URL) -> None:
    with psycopg.connect(_address(database, "postgres"), autocommit=True) as connection:
        template = _database(database.set(database="with_tables").render_as_string())
        connection.execute(f"DROP DATABASE {database.database}")
        connection.execute(f"CREATE DATABASE {database.database} TEMPLATE {template}")


@cache
def _database(url: str) -> str:
    database = make_url(url)
    with psycopg.connect(_address(database, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database.database}")
    _migrate(url)
    return str(database.database)


def _migrate(url: str) -> None:
    engine = engine_for(url)
    schema.create_if_empty(engine)
    engine.dispose()


def _address(database: URL, name: str | None) -> str:
    return f"postgresql://{database.username}@{database.host}:{database.port}/{name}"
