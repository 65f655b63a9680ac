"""Prepared databases for the core: the tables of the record, without the web."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crisiscoord.clock import Clock
from tests.office import Office, fresh_sqlite
from tests.tables import prepare


@pytest.fixture
def record_url(database_url: str) -> str:
    """The URL of a prepared database: the test runs twice, on SQLite and on PostgreSQL."""
    prepare(database_url)
    return database_url


@pytest.fixture
def here(record_url: str, clock: Clock) -> Iterator[Office]:
    """The desk of one process, on each of the two databases."""
    office = Office(record_url, clock)
    yield office
    office.close()


@pytest.fixture
def another(record_url: str, clock: Clock) -> Iterator[Callable[[], Office]]:
    """Opens the desk of one more process on the same database."""
    opened: list[Office] = []

    def open_one() -> Office:
        opened.append(Office(record_url, clock))
        return opened[-1]

    yield open_one
    for office in opened:
        office.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the many databases of a property."""
    return tmp_path_factory.mktemp("record")


@pytest.fixture(scope="session")
def sqlite_urls(folder: Path) -> Callable[[], str]:
    """Makes one more prepared SQLite database, quickly."""
    return lambda: fresh_sqlite(folder)
