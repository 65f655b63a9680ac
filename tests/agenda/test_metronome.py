"""What falls due is asked for once, whatever happens; what is refused is not asked for ever."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import insert

from crisiscoord.agenda import metronome
from crisiscoord.clock import ManualClock
from crisiscoord.domain import catalogue
from crisiscoord.domain.board import Board
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.words import Entry
from crisiscoord.journal import journal
from crisiscoord.journal.engine import writing
from crisiscoord.journal.tables import DEADLINE
from crisiscoord.journal.writer import Busy

from .conftest import Process


def told(entries: list[Entry]) -> Counter[str]:
    """Count what the server wrote, whoever's metronome it was."""
    return Counter(entry.fact.model_dump_json() for entry in entries)


def is_late(entry: Entry) -> bool:
    return bool(getattr(entry.fact, "late", False))


def put_deadline(process: Process, card: str, dossier: str = "crue-test") -> None:
    """Write by hand a deadline that no card has."""
    now = process.clock.now()
    row = {"dossier": dossier, "card": card, "due": now, "set_seq": 1, "retry_at": now, "refusals": 0}
    with writing(process.engine).begin() as connection:
        connection.execute(insert(DEADLINE), [row])


def test_nothing_is_asked_before_it_is_due(process: Process, clock: ManualClock) -> None:
    process.declare()
    process.tick_until_quiet()
    next_due = process.oldest()
    assert next_due is not None
    clock.set(next_due - timedelta(milliseconds=1))
    assert process.metronome.tick().asked == 0
    clock.set(next_due)
    assert process.metronome.tick().written > 0


def test_silence_is_noted_at_its_hour_by_the_server_itself(process: Process, clock: ManualClock) -> None:
    process.declare()
    body = next(process.boards.fresh("crue-test").of(BodyCard))
    assert body.due is not None
    clock.set(body.due)
    process.tick_until_quiet()
    missed = [entry for entry in process.by_system() if entry.fact.kind == "report.missed"]
    assert {entry.fact.about() for entry in missed} == {"ccas-77333", "ccas-77288"}
    assert not any(is_late(entry) for entry in missed)
    assert {entry.by.account for entry in missed} == {"system"}


def test_after_a_stop_of_a_day_each_body_is_handled_once_and_marked_late(process: Process, clock: ManualClock) -> None:
    process.declare()
    clock.advance(timedelta(hours=24))
    ticks = process.tick_until_quiet()
    missed = [entry for entry in process.by_system() if entry.fact.kind == "report.missed"]
    assert Counter(entry.fact.about() for entry in missed) == {"ccas-77333": 1, "ccas-77288": 1}
    assert all(is_late(entry) for entry in process.by_system())
    assert ticks[0].lag_s > 12 * 3600
    assert ticks[-1].lag_s == 0


def test_two_metronomes_at_once_do_everything_once(processes: Callable[[], Process], clock: ManualClock) -> None:
    first, second = processes(), processes()
    first.declare()
    for hours in (1, 5, 30):
        clock.advance(timedelta(hours=hours))
        together = threading.Barrier(2)

        def tick(process: Process, together: threading.Barrier = together) -> None:
            together.wait(30)
            process.tick_until_quiet()

        threads = [threading.Thread(target=tick, args=(process,)) for process in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    entries = first.by_system()
    assert entries
    assert set(told(entries).values()) == {1}
    with first.engine.connect() as connection:
        seqs = [entry.seq for entry in journal.entries_after(connection, "crue-test", 0)]
    assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.parametrize("card", ["body:ccas-99999", "ghost:1", "tasks:ghost"])
def test_a_refusal_is_asked_again_later_and_later_up_to_an_hour(
    process: Process, clock: ManualClock, card: str
) -> None:
    process.declare()
    with writing(process.engine).begin() as connection:
        connection.execute(DEADLINE.delete())
    put_deadline(process, card)
    begun, asked_at = clock.now(), list[float]()
    for _ in range(24 * 60):
        if process.metronome.tick().asked:
            asked_at.append((clock.now() - begun).total_seconds() / 60)
        clock.advance(timedelta(minutes=1))
    assert asked_at[:7] == [0, 1, 3, 7, 15, 31, 63]
    assert {later - sooner for sooner, later in pairwise(asked_at[7:])} == {60}
    assert process.by_system() == []


def test_one_broken_ability_does_not_keep_the_others_from_falling_due(
    process: Process, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.declare()
    real = catalogue.decide

    def decide(board: Board, command: object, situation: object) -> object:
        if getattr(command, "card", "") == "body:ccas-77333":
            raise RuntimeError("on purpose")
        return real(board, command, situation)  # type: ignore[arg-type]

    monkeypatch.setattr(catalogue, "decide", decide)
    clock.advance(timedelta(hours=24))
    process.tick_until_quiet()
    missed = [entry.fact.about() for entry in process.by_system() if entry.fact.kind == "report.missed"]
    assert missed == ["ccas-77288"]


def test_a_tick_takes_no_more_than_its_share_and_says_that_more_wait(
    process: Process, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metronome, "MOST", 1)
    process.declare()
    clock.advance(timedelta(hours=24))
    ticks = process.tick_until_quiet()
    assert all(tick.asked <= 1 for tick in ticks)
    assert ticks[0].more and not ticks[-1].more


def test_what_a_busy_server_does_not_take_is_asked_again_at_the_next_tick(
    process: Process, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.declare()
    clock.advance(timedelta(hours=24))

    def busy(*_: object) -> None:
        raise Busy("on purpose")

    with monkeypatch.context() as full:
        full.setattr(process.desk, "submit", busy)
        tick = process.metronome.tick()
        assert tick.asked == tick.unanswered > 0
    assert process.metronome.tick().written == tick.asked


def test_a_closed_dossier_is_left_alone(process: Process, clock: ManualClock) -> None:
    process.declare()
    process.do("crisis.stand_down", "crue-test", reason="Décrue")
    process.do("crisis.close", "crue-test", reason="Fin")
    clock.advance(timedelta(days=30))
    assert process.metronome.tick().asked == 0
