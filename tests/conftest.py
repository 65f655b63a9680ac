"""
What every test may ask for: a fresh database on each server, a doorbell's server, a clock that one moves.

With CRISISCOORD_TESTS_NO_SKIP set, a test that would be skipped fails: where everything can be installed, as
in continuous integration, a skip is a hole that nobody sees.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import crisiscoord.app
from crisiscoord.clock import ManualClock
from crisiscoord.domain.agreements import Library
from crisiscoord.library.reading import read_library
from tests.servers import Postgres, ServerMissing, postgres, valkey
from tests.tables import prepare, template

NO_SKIP = "CRISISCOORD_TESTS_NO_SKIP"
NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)

# A failure prints the line that reproduces it. `make faults` looks for longer.
_common: dict[str, Any] = {
    "deadline": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow],
}
settings.register_profile("ci", max_examples=25, **_common)
settings.register_profile("long", max_examples=1000, **_common)
settings.load_profile("ci")

# What is set on this machine is not what is tested.
for _name in list(os.environ):
    if _name.startswith("CRISISCOORD_") and not _name.startswith("CRISISCOORD_TEST"):
        del os.environ[_name]


def _read_once(folder: Path) -> Library:
    """Read the agreed texts as the service does, and again only when a file has changed: each time takes half a second."""
    files = sorted(folder.glob("**/*.y*ml"))
    return _read(folder, tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files))


@cache
def _read(folder: Path, _stamps: tuple[tuple[str, int, int], ...]) -> Library:
    return read_library(folder)


# A house of this process; the programs that tests run read for themselves.
crisiscoord.app.read_library = _read_once


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Any:
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Any:
    return _without_skip((yield))


def _without_skip(report: Any) -> Any:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get(NO_SKIP):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\n({NO_SKIP} is set: nothing may be skipped)"
    return report


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at noon UTC on 14 July 2026 until told otherwise."""
    return ManualClock(NOON)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One PostgreSQL for all the tests of a worker."""
    try:
        with postgres() as server:
            yield server
    except ServerMissing as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """One Valkey for all the tests of a worker; they share it, so they name what they put there."""
    try:
        with valkey() as url:
            yield url
    except ServerMissing as reason:
        pytest.skip(str(reason))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite database with the tables and nothing in them."""
    url = f"sqlite:///{tmp_path}/crisiscoord.db"
    prepare(url)
    return url


@pytest.fixture
def postgresql_url(postgres_server: Postgres) -> Iterator[str]:
    """The URL of a PostgreSQL database with the tables and nothing in them, of this test alone."""
    name = postgres_server.create_database(template(postgres_server))
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with the tables and nothing in them: the test runs twice, on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, of each kind; the file of the first does not exist yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server = request.getfixturevalue("postgres_server")
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)
