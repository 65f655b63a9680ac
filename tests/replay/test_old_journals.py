"""Journals of every version that was released stay readable, provable and drawable (docs/architecture.md)."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from crisiscoord import __version__
from crisiscoord.clock import ManualClock
from crisiscoord.domain import catalogue
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.domain.words import ERASED
from tests.conftest import NOON
from tests.office import fresh_sqlite, office
from tests.replay.keeping import JOURNALS, load

FILES = sorted(JOURNALS.glob("*.jsonl"))


@pytest.fixture
def sqlite_urls(tmp_path: Path) -> Callable[[], str]:
    return lambda: fresh_sqlite(tmp_path)


def test_this_version_has_its_journal() -> None:
    assert JOURNALS / f"{__version__}.jsonl" in FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_journal_of_an_older_version_holds_and_is_drawn(file: Path, sqlite_urls: Callable[[], str]) -> None:
    with office(sqlite_urls(), ManualClock(NOON)) as here:
        dossiers = load(here, file)
        assert set(dossiers) == {"crue-2018", "convention-etat-unccas"}
        for dossier, entries in dossiers.items():
            proof = here.proof(dossier)
            assert (proof.faults, proof.entries) == ([], entries)
            board = here.boards.fresh(dossier)
            assert board.seq == entries
            for entry in here.entries(dossier):
                assert catalogue.tell(entry.fact)
                assert ERASED not in repr(entry.fact)
        bodies = list(here.boards.at_hand("crue-2018").of(BodyCard))
        assert len(bodies) >= 60
        assert Counter(body.status for body in bodies)["mobilise"] >= 10
        assert len(list(here.boards.at_hand("convention-etat-unccas").of(ObligationCard))) >= 4


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_journal_of_an_older_version_goes_on(file: Path, sqlite_urls: Callable[[], str]) -> None:
    """What this version writes after what an older one wrote makes one journal."""
    with office(sqlite_urls(), ManualClock(NOON)) as here:
        load(here, file)
        here.note("crue-2018")
        assert not here.proof("crue-2018").faults


def test_a_kept_journal_is_read_and_not_only_copied(tmp_path: Path, sqlite_urls: Callable[[], str]) -> None:
    lines = FILES[-1].read_bytes().splitlines()
    first = orjson.loads(lines[0])
    touched = tmp_path / "touched.jsonl"
    changed = orjson.dumps({**first, "line": first["line"].replace('"v":1', '"v":2')})
    touched.write_bytes(b"\n".join([changed, *lines[1:]]))
    with office(sqlite_urls(), ManualClock(NOON)) as here:
        load(here, touched)
        assert here.proof("crue-2018").faults
