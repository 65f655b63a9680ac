"""The desk of one process or of several over a database, without the web."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crisiscoord.clock import Clock
from tests.office import Office, fresh_sqlite


@pytest.fixture
def here(database_url: str, clock: Clock) -> Iterator[Office]:
    """The desk of one process, on each of the two databases."""
    office = Office(database_url, clock)
    yield office
    office.close()


@pytest.fixture
def another(database_url: str, clock: Clock) -> Iterator[Callable[[], Office]]:
    """Opens the desk of one more process on the same database."""
    opened: list[Office] = []

    def open_one() -> Office:
        opened.append(Office(database_url, clock))
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
