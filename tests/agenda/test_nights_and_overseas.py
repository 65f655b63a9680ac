"""No due instant is missed or done twice: nights when the clock changes, zones far from Paris (docs/architecture.md)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.crisis import CrisisCard

from .conftest import Process

#: Where, and an evening: before each night when the clock of Paris changes, and overseas, where it never does.
EVENINGS = {
    "spring": ("77333", "Europe/Paris", datetime(2026, 3, 28, 20, tzinfo=UTC)),
    "autumn": ("77333", "Europe/Paris", datetime(2026, 10, 24, 20, tzinfo=UTC)),
    "réunion": ("97411", "Indian/Reunion", datetime(2026, 3, 28, 18, tzinfo=UTC)),
    "antilles": ("97209", "America/Martinique", datetime(2026, 10, 24, 23, tzinfo=UTC)),
    "polynésie": ("98735", "Pacific/Tahiti", datetime(2026, 10, 25, 5, tzinfo=UTC)),
}


@pytest.mark.parametrize("evening", EVENINGS)
@pytest.mark.parametrize("stopped", [False, True], ids=["watched", "stopped"])
def test_a_night_is_watched_by_two_workers_and_each_due_is_handled_once(
    processes: Callable[[], Process], clock: ManualClock, evening: str, stopped: bool
) -> None:
    commune, zone, began = EVENINGS[evening]
    clock.set(began)
    workers = processes(), processes()
    workers[0].declare(communes=(commune,))
    [crisis] = workers[0].boards.fresh("crue-test").of(CrisisCard)
    assert crisis.timezone == zone
    asked: list[tuple[str, datetime]] = []
    for step in (24,) if stopped else range(1, 25):
        clock.set(began + timedelta(hours=step))
        asked += due_now(workers[0])
        with ThreadPoolExecutor(2) as both:
            list(both.map(Process.tick_until_quiet, workers))
        assert due_now(workers[0]) == [], "all that had come was handled"
    assert asked
    assert max(Counter(asked).values()) == 1
    board = workers[1].boards.fresh("crue-test")
    missed = [entry for entry in workers[0].by_system() if entry.fact.kind == "report.missed"]
    by_body = Counter(entry.fact.about() for entry in missed)
    assert set(by_body) == {card.body for card in board.of(BodyCard) if card.competent}
    instants = [(entry.fact.about(), entry.occurred_at) for entry in missed]
    assert len(set(instants)) == len(instants)
    if stopped:
        assert set(by_body.values()) == {1}, "what fell due meanwhile is handled once each"
        assert all(getattr(entry.fact, "late", True) for entry in missed)


def due_now(process: Process) -> list[tuple[str, datetime]]:
    return [(id, at) for id, (at, _) in process.shown_dues("crue-test").items() if at <= process.clock.now()]
