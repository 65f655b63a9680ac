"""One house for all the tests of a file: each works in dossiers of its own."""

from collections.abc import Iterator

import pytest

from crisiscoord.clock import ManualClock
from tests.conftest import NOON
from tests.house import Served, served


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house on SQLite, at noon, without an agenda."""
    folder = tmp_path_factory.mktemp("house")
    with served(f"sqlite:///{folder}/crisiscoord.db", ManualClock(NOON)) as running:
        yield running


@pytest.fixture
def crisis(house: Served) -> str:
    """A crisis of this test alone: Nemours and Melun, in Seine-et-Marne."""
    return house.declare()
