"""A screen that was away finds its way back, whatever happened meanwhile (docs/architecture.md, « Live »)."""

import asyncio

import pytest

from crisiscoord.clock import monotonic
from crisiscoord.live import hub as hubs
from tests.cast import CCAS_NEMOURS, PERMANENCE, PREFECTURE_77
from tests.faults_log import say
from tests.office import copy_of, restore
from tests.seats import Theatre, away, back
from tests.waiting import until


async def test_nothing_missed(theatre: Theatre) -> None:
    seat = await away(theatre)
    sync = await back(seat)
    assert (sync["outcome"], sync["missed"]) == ("current", 0)
    assert (sync["seq"], sync["cursor"]) == (seat.screens["crue"].seq, seat.screens["crue"].cursor)
    assert "report.file" in sync["allowed"]
    assert seat.shows()


async def test_some_missed(theatre: Theatre) -> None:
    seat = await away(theatre)
    left_at = seat.screens["crue"].seq
    for status in ("tension", "deborde"):
        theatre.office.report(status=status)
    theatre.office.note()
    sync = await back(seat)
    head = theatre.office.boards.at_hand("crue")
    assert (sync["outcome"], sync["missed"], sync["seq"]) == ("caught_up", head.seq - left_at, head.seq)
    await seat.catches_up()
    assert seat.messages.index(sync) < seat.messages.index(seat.of("delta")[0]), "the deltas follow the sync"
    assert seat.screens["crue"].lines == list(range(left_at + 1, head.seq + 1))


async def test_many_missed_come_in_several_frames(theatre: Theatre) -> None:
    seat = await away(theatre)
    for number in range(60):
        theatre.office.note(text=f"{number} " + "x" * 4_000)
    assert (await back(seat))["outcome"] == "caught_up"
    await seat.catches_up()
    assert seat.screens["crue"].frames >= 4


async def test_a_catch_up_cut_between_two_frames_goes_on_from_there(theatre: Theatre) -> None:
    seat = await away(theatre)
    for number in range(60):
        theatre.office.note(text=f"{number} " + "x" * 4_000)
    seat.connect()
    seat.stall()
    seat.read(3)
    await seat.resume()
    await until(lambda: seat.screens["crue"].frames == 2)
    await seat.cut()
    assert not seat.shows()
    seat.read_again()
    await back(seat)
    await seat.catches_up()
    lines = seat.screens["crue"].lines
    assert lines == sorted(set(lines)), "no line is missing, none came twice"


async def test_more_than_a_mebibyte_missed_is_a_reload(theatre: Theatre) -> None:
    seat = await away(theatre)
    for number in range(140):
        theatre.office.note(text=f"{number} " + "x" * 7_990)
    sync = await back(seat)
    assert (sync["outcome"], sync["missed"]) == ("reload", None)
    theatre.office.note()
    assert (await seat.load())["outcome"] == "current"
    assert seat.shows()


async def test_too_many_entries_missed_is_a_reload_without_reading_them(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "FAR", 5)
    seat = await away(theatre)
    for _ in range(6):
        theatre.office.note()
    assert (await back(seat))["outcome"] == "reload"


async def test_a_resume_reaches_back_to_the_first_entry(theatre: Theatre) -> None:
    seat = theatre.seat(PERMANENCE)
    await seat.load()
    first = theatre.office.entries()[0]
    await seat.cut()
    seat.connect()
    sync = await seat.watch("crue", first.cursor, seat.views["crue"])
    assert sync["outcome"] == "caught_up"


@pytest.mark.parametrize(
    "since",
    [
        "99999.00000000",
        "3.deadbeef",
        "0.deadbeef",
        "-1.00000000",
        "x",
        "",
        "3",
        "3.",
        "9" * 40 + ".00000000",
        "٣.00000000",
    ],
)
async def test_a_cursor_from_the_future_or_with_a_false_digest_is_a_reload(theatre: Theatre, since: str) -> None:
    seat = await away(theatre)
    seat.connect()
    assert (await seat.watch("crue", since, seat.views["crue"]))["outcome"] == "reload"


async def test_another_view_is_a_reload(theatre: Theatre) -> None:
    seat = await away(theatre)
    seat.connect()
    assert (await seat.watch("crue", seat.screens["crue"].cursor, "another"))["outcome"] == "reload"
    assert (await seat.watch("crue", seat.screens["crue"].cursor, None))["outcome"] == "reload"


async def test_a_screen_told_to_reload_is_sent_nothing_until_it_has(theatre: Theatre) -> None:
    seat = theatre.seat(PERMANENCE)
    await seat.watch()
    theatre.office.note()
    other = theatre.seat(CCAS_NEMOURS)
    await other.load()
    theatre.office.note()
    await other.catches_up()
    assert seat.of("delta") == []
    await seat.load()
    theatre.office.note()
    await seat.catches_up()


async def test_a_journal_restored_from_an_older_backup_is_a_reload(theatre: Theatre) -> None:
    office = theatre.office
    staying, leaving = theatre.seat(PERMANENCE), theatre.seat(CCAS_NEMOURS)
    backup = copy_of(office)
    office.note(text="Perdue")
    await staying.load()
    await leaving.load()
    await leaving.cut()
    restore(office, backup)
    await theatre.hub.poll()
    await until(lambda: staying.outcomes()[-1] == "reload")
    assert (await back(leaving))["outcome"] == "reload"
    for seat in (staying, leaving):
        await seat.load()
        assert seat.shows()
    office.note(text="Nouvelle")
    await staying.catches_up()
    await leaving.catches_up()


async def test_a_journal_restored_and_grown_to_the_same_number_is_a_reload(theatre: Theatre) -> None:
    office = theatre.office
    seat = theatre.seat(PERMANENCE)
    backup = copy_of(office)
    office.note(text="Perdue")
    await seat.load()
    await seat.cut()
    restore(office, backup)
    office.boards.fresh("crue")
    office.note(text="Une autre, du même numéro")
    assert office.boards.at_hand("crue").seq == seat.screens["crue"].seq
    assert (await back(seat))["outcome"] == "reload"


async def test_a_resume_during_a_burst_misses_nothing(theatre: Theatre) -> None:
    seat = await away(theatre)

    def burst() -> None:
        for number in range(120):
            theatre.office.report(status=("tension", "deborde")[number % 2], text=f"Compte rendu {number}")

    writing = asyncio.create_task(asyncio.to_thread(burst))
    while not writing.done():
        seat.connect()
        await seat.resume()
        await asyncio.sleep(0)
        await seat.cut()
    await writing
    await back(seat)
    await seat.catches_up()
    lines = seat.screens["crue"].lines
    assert lines == sorted(set(lines))
    assert len(lines) == seat.screens["crue"].seq - lines[0] + 1


@pytest.mark.faults
async def test_two_hundred_screens_that_come_back_together_are_all_caught_up(theatre: Theatre) -> None:
    seats = [await away(theatre, (PERMANENCE, CCAS_NEMOURS, PREFECTURE_77)[n % 3]) for n in range(200)]
    for number in range(300):
        theatre.office.report(status=("tension", "deborde")[number % 2], text=f"Compte rendu {number}")
    began = monotonic()
    await asyncio.gather(*(back(seat) for seat in seats))
    for seat in seats:
        await seat.catches_up()
    say("200 écrans reviennent ensemble, 300 comptes rendus plus loin", f"tous à jour en {monotonic() - began:.1f} s")


async def test_two_resumes_that_race_leave_one_watch_and_no_hole(theatre: Theatre) -> None:
    seat = await away(theatre)
    theatre.office.report(status="deborde")
    seat.connect()
    seat.strict = False
    since, view = seat.screens["crue"].cursor, seat.views["crue"]
    await asyncio.gather(*(theatre.hub.watch(seat.viewer, "crue", since, view) for _ in range(2)))
    await seat.catches_up()
    theatre.office.report(status="tension")
    await seat.catches_up()
    assert theatre.hub.counts() == {"viewers": 1, "dossiers": 1}


async def test_one_who_comes_while_the_last_one_leaves_is_still_served(theatre: Theatre) -> None:
    leaving, coming = theatre.seat(PERMANENCE), await away(theatre, CCAS_NEMOURS)
    await leaving.load()
    theatre.office.note()
    coming.connect()
    position = theatre.hub._position

    async def leave_meanwhile(dossier: str, since: str | None) -> int | None:
        await leaving.cut()
        return await position(dossier, since)

    theatre.hub._position = leave_meanwhile  # type: ignore[method-assign]
    await coming.resume()
    theatre.office.report(status="deborde")
    await coming.catches_up()


async def test_a_dossier_closed_meanwhile_is_shown_closed(theatre: Theatre) -> None:
    seat = await away(theatre)
    theatre.office.do("crue", "crisis.stand_down", reason="La crue se retire.")
    theatre.office.do("crue", "crisis.close", reason="Suivi terminé.")
    assert (await back(seat))["outcome"] in ("caught_up", "reload")
    await seat.load()
    assert seat.screens["crue"].cards["crisis:crue"]["state"] == "clos"
