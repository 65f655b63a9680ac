"""The same scenario, with the same clock and the same salts, gives the same journal everywhere (docs/architecture.md)."""

from collections.abc import Callable

import pytest

from crisiscoord.clock import ManualClock
from tests.conftest import NOON
from tests.office import counted_salts, drawn, office
from tests.players import play_convention, play_flood

#: Steps of the flood played by `make test`; `make faults` plays them all.
STEPS = 90


def played(url: str, steps: int | None) -> tuple[object, ...]:
    with office(url, ManualClock(NOON), counted_salts()) as here:
        dossiers = play_flood(here, steps), play_convention(here)
        boards = [drawn(here.boards.at_hand(dossier)) for dossier in dossiers]
        assert [drawn(here.boards.fresh(dossier)) for dossier in dossiers] == boards
        assert not any(here.proof(dossier).faults for dossier in dossiers)
        return *(here.lines(dossier) for dossier in dossiers), boards


def test_the_flood_gives_the_same_lines_on_both_databases(sqlite_url: str, postgresql_url: str) -> None:
    assert played(sqlite_url, STEPS) == played(postgresql_url, STEPS)


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_the_whole_flood_gives_the_same_lines_on_both_databases(sqlite_url: str, postgresql_url: str) -> None:
    assert played(sqlite_url, None) == played(postgresql_url, None)


def test_other_salts_give_another_journal(sqlite_urls: Callable[[], str]) -> None:
    lines = []
    for prefix in ("one", "two"):
        with office(sqlite_urls(), ManualClock(NOON), counted_salts(prefix)) as here:
            here.declare()
            lines.append(here.lines())
    assert lines[0] != lines[1], "words that are guessed cannot be checked against a line"
