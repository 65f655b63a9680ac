"""The entries of one kind are found in every journal at once, the newest first, with the words that are remembered."""

from datetime import timedelta

from crisiscoord.clock import ManualClock
from crisiscoord.domain.exposing import ExposureReported
from crisiscoord.journal.across import entries_across
from tests.office import Office


def test_the_newest_come_first_with_their_words_whatever_the_journal(here: Office, clock: ManualClock) -> None:
    for dossier in ("une", "deux"):
        here.declare(dossier)
    for number, dossier in enumerate(("une", "deux", "une")):
        clock.advance(timedelta(minutes=1))
        here.do(dossier, "exposure.report", text=f"Vu {number}.")
        here.note(dossier)
    here.do("deux", "wording.erase", seq=_seqs(here, ["deux"])[0], reason="Un nom.")
    assert _told(here) == [("une", "Vu 2."), ("deux", "[effacé]"), ("une", "Vu 0.")]
    assert _told(here, most=1) == [("une", "Vu 2.")]
    assert _told(here, dossiers=["deux", "nulle-part"]) == [("deux", "[effacé]")]
    assert _told(here, dossiers=[]) == []


def _told(here: Office, most: int = 10, dossiers: list[str] | None = None) -> list[tuple[str, str]]:
    with here.engine.begin() as connection:
        found = entries_across(connection, "exposure.reported", most, dossiers)
    return [(entry.dossier, entry.fact.text) for entry in found if isinstance(entry.fact, ExposureReported)]


def _seqs(here: Office, dossiers: list[str]) -> list[int]:
    with here.engine.begin() as connection:
        return [entry.seq for entry in entries_across(connection, "exposure.reported", 10, dossiers)]
