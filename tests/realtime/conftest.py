"""A hub on a real journal, for the tests of the way out."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crisiscoord.clock import Clock
from tests import faults_log
from tests.office import Office, fresh_sqlite
from tests.seats import Theatre


@pytest.fixture(scope="session")
def record_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("record")


@pytest.fixture(params=[False, True], ids=["by_pump", "by_wire"])
async def theatre(record_folder: Path, clock: Clock, request: pytest.FixtureRequest) -> AsyncIterator[Theatre]:
    """Those who watch one crisis, declared, in one process on SQLite: by their pumps alone, and by their wires too."""
    office = Office(fresh_sqlite(record_folder), clock)
    office.declare()
    theatre = Theatre(office, request.param)
    yield theatre
    await theatre.close()
    office.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """Show what the long runs measured."""
    for what, measured in faults_log.MEASURED:
        terminalreporter.write_line(f"{what} : {measured}")
    if exitstatus == pytest.ExitCode.OK:
        faults_log.keep()
