"""Three years of a convention, on the real desk, with a clock that is driven."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisiscoord.clock import ManualClock
from crisiscoord.domain.convention import ConventionCard
from crisiscoord.domain.durations import end_of_day
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.domain.words import Entry

from .conftest import Process

CONVENTION = "etat-unccas"
PARIS = "Europe/Paris"
SIGNED = datetime(2026, 2, 10, 15, tzinfo=UTC)
#: What the server writes of one year in which nothing is held: 3 + 1 obligations recalled 3 times, said to be due,
#: given up; the end recalled 3 times, then said.
OF_A_YEAR = {"obligation.reminded": 12, "obligation.fell_due": 8, "convention.reminded": 3, "convention.expired": 1}


def sign(process: Process, signed_on: str = "2026-02-10") -> None:
    process.do(
        "convention.sign",
        CONVENTION,
        template="etat-unccas",
        title="État et UNCCAS",
        signed_on=signed_on,
        parties=["unccas", "sgav"],
    )


def kinds(process: Process) -> Counter[str]:
    return Counter(entry.fact.kind for entry in process.by_system(CONVENTION))


def questions(process: Process, until: datetime) -> Iterator[datetime]:
    """Yield the instants at which there is something to ask, one after the other."""
    while (asked := process.oldest()) is not None and asked <= until:
        yield max(asked, process.clock.now())


def live_through(process: Process, until: datetime) -> None:
    for asked in questions(process, until):
        process.clock.set(asked)
        process.tick_until_quiet()


def late(entries: list[Entry]) -> list[str]:
    return [entry.fact.kind for entry in entries if getattr(entry.fact, "late", False)]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(SIGNED)


def test_a_year_in_which_nothing_is_held_is_told_at_its_hours(process: Process) -> None:
    sign(process)
    live_through(process, SIGNED + timedelta(days=400))
    assert kinds(process) == OF_A_YEAR
    assert late(process.by_system(CONVENTION)) == []
    assert process.oldest() is None


def test_three_years_renewed_each_time_keep_their_days(process: Process) -> None:
    sign(process)
    for year in (2027, 2028):
        live_through(process, datetime(year, 1, 20, 12, tzinfo=UTC))
        process.clock.set(max(process.clock.now(), datetime(year, 1, 20, 12, tzinfo=UTC)))
        process.do("convention.renew", CONVENTION, on=f"{year}-01-20")
    live_through(process, datetime(2029, 6, 1, tzinfo=UTC))
    board = process.boards.fresh(CONVENTION)
    days = [card.due_on for card in board.of(ObligationCard) if card.code == "point-etape"]
    assert days == [date(2026 + year, month, 10) for year in range(3) for month in (5, 8, 11)]
    assert next(board.of(ConventionCard)).state == "expire"
    counted = kinds(process)
    assert counted["obligation.reminded"] == 36 and counted["convention.expired"] == 1
    assert late(process.by_system(CONVENTION)) == []


def test_a_stop_of_a_day_over_a_due_is_said_late_and_once(process: Process, clock: ManualClock) -> None:
    sign(process)
    due = end_of_day(date(2026, 5, 10), PARIS)
    live_through(process, due - timedelta(hours=12))
    clock.set(due + timedelta(hours=12))
    process.tick_until_quiet()
    fell = [entry for entry in process.by_system(CONVENTION) if entry.fact.kind == "obligation.fell_due"]
    assert [entry.fact.late for entry in fell] == [True]
    card = process.boards.fresh(CONVENTION).get("obligation:point-etape-2026-05-10", ObligationCard)
    assert card is not None and (card.state, card.due) == ("due", due)


def test_a_stop_over_two_reminders_leaves_the_last_marked_late(process: Process, clock: ManualClock) -> None:
    sign(process)
    clock.set(datetime(2026, 5, 3, 12, tzinfo=UTC))
    process.tick_until_quiet()
    (reminded,) = process.by_system(CONVENTION)
    assert (reminded.fact.days, reminded.fact.late) == (7, True)


def test_two_metronomes_through_three_years_write_everything_once(
    processes: Callable[[], Process], clock: ManualClock
) -> None:
    first, second = processes(), processes()
    sign(first)
    for asked in questions(first, SIGNED + timedelta(days=3 * 366)):
        clock.set(asked)
        together = threading.Barrier(2)

        def tick(process: Process, together: threading.Barrier = together) -> None:
            together.wait(30)
            process.tick_until_quiet()

        threads = [threading.Thread(target=tick, args=(process,)) for process in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert kinds(first) == OF_A_YEAR
    assert [entry.seq for entry in first.entries(CONVENTION)] == list(range(1, 27))


@pytest.mark.parametrize(
    ("signed_on", "key", "due"),
    [
        # The night of 28 to 29 March 2026 has 23 hours, that of 24 to 25 October has 25.
        ("2025-12-28", "point-etape-2026-03-28", datetime(2026, 3, 28, 22, 59, 59, 999000, tzinfo=UTC)),
        ("2025-12-29", "point-etape-2026-03-29", datetime(2026, 3, 29, 21, 59, 59, 999000, tzinfo=UTC)),
        ("2026-01-24", "point-etape-2026-10-24", datetime(2026, 10, 24, 21, 59, 59, 999000, tzinfo=UTC)),
        ("2026-01-25", "point-etape-2026-10-25", datetime(2026, 10, 25, 22, 59, 59, 999000, tzinfo=UTC)),
    ],
)
def test_on_the_nights_when_the_hour_changes_a_day_ends_at_midnight(
    process: Process, clock: ManualClock, signed_on: str, key: str, due: datetime
) -> None:
    sign(process, signed_on)
    live_through(process, due - timedelta(milliseconds=1))
    clock.set(due - timedelta(milliseconds=1))
    process.tick_until_quiet()
    card = process.boards.fresh(CONVENTION).get(f"obligation:{key}", ObligationCard)
    assert card is not None and (card.due, card.next_ask, card.state) == (due, due, "a_venir")
    clock.set(due)
    process.metronome.tick()
    card = process.boards.fresh(CONVENTION).get(f"obligation:{key}", ObligationCard)
    assert card is not None and card.state == "due"
    reminders = [
        entry.at
        for entry in process.by_system(CONVENTION)
        if entry.fact.kind == "obligation.reminded" and getattr(entry.fact, "obligation", "") == key
    ]
    assert {(at + _offset(at)).hour for at in reminders} == {9}


def _offset(at: datetime) -> timedelta:
    """Return how far Paris is ahead: two hours from the last Sunday of March to that of October 2026."""
    summer = datetime(2026, 3, 29, 1, tzinfo=UTC) <= at < datetime(2026, 10, 25, 1, tzinfo=UTC)
    return timedelta(hours=2 if summer else 1)


@given(
    signed_on=st.sampled_from(["2027-02-28", "2028-02-29", "2028-01-31", "2027-11-30", "2028-08-31"]),
    stops=st.lists(st.timedeltas(timedelta(hours=1), timedelta(days=200)), min_size=1, max_size=8),
)
@settings(max_examples=10, deadline=None)
def test_whatever_the_stops_and_the_day_nothing_is_told_twice_and_nothing_stays_due(
    tmp_path_factory: pytest.TempPathFactory, signed_on: str, stops: list[timedelta]
) -> None:
    clock = ManualClock(datetime.fromisoformat(signed_on).replace(hour=12, tzinfo=UTC))
    process = Process(f"sqlite:///{tmp_path_factory.mktemp('annee') / Path('test.db')}", clock)
    try:
        sign(process, signed_on)
        for stop in [*stops, timedelta(days=3 * 366)]:
            clock.advance(stop)
            process.tick_until_quiet()
            assert process.kept_dues(CONVENTION) == process.shown_dues(CONVENTION)
            oldest = process.oldest()
            assert oldest is None or oldest > clock.now()
        told = Counter(entry.fact.model_dump_json(exclude={"late"}) for entry in process.by_system(CONVENTION))
        assert set(told.values()) == {1}
        board = process.boards.fresh(CONVENTION)
        assert {card.state for card in board.of(ObligationCard)} == {"manquee"}
        assert next(board.of(ConventionCard)).state == "expire"
    finally:
        process.stop()
