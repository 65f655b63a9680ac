"""Those who watch do not hold up one another: slow ones, bursts, lost rings, who is here."""

import asyncio
from typing import Any

import pytest

from crisiscoord.errors import TooMany
from crisiscoord.live import hub as hubs
from crisiscoord.live.hub import CLOSE_RESTARTING, CLOSE_TOO_SLOW
from crisiscoord.live.viewer import WATCHED
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.office import Office, command
from tests.seats import Theatre
from tests.waiting import until


async def test_a_viewer_that_stops_reading_is_closed_and_holds_up_nobody(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = theatre.seat(CCAS_NEMOURS), theatre.seat(PERMANENCE)
    await slow.load()
    await quick.load()
    slow.stall()
    for number in range(40):
        theatre.office.note(text=f"{number} " + "x" * 2_000)
        await quick.catches_up()
    assert len(slow.viewer.replies) < 50, "nothing heaps up for it"
    await theatre.hub.sweep()
    assert slow.viewer.close_code is None, "it has its ten seconds"
    monkeypatch.setattr(hubs, "TOO_SLOW", -1.0)
    await theatre.hub.sweep()
    assert slow.viewer.close_code == CLOSE_TOO_SLOW
    assert quick.viewer.close_code is None


async def test_a_viewer_that_reads_again_is_where_the_others_are(theatre: Theatre) -> None:
    slow = theatre.seat(CCAS_NEMOURS)
    await slow.load()
    slow.stall()
    for status in ("tension", "deborde", "mobilise"):
        theatre.office.report(status=status)
        await asyncio.wait_for(slow.stalled.wait(), 10)
    slow.read_again()
    await slow.catches_up()
    lines = slow.screens["crue"].lines
    assert lines == sorted(set(lines))


async def test_the_beat_says_where_each_board_is(theatre: Theatre) -> None:
    seat = theatre.seat(PERMANENCE)
    await seat.load()
    theatre.office.note()
    seat.viewer.beat_owed = True
    seat.viewer.wake.set()
    await until(lambda: seat.of("beat"))
    beat = seat.of("beat")[0]
    frames = [message for message in seat.messages[: seat.messages.index(beat)] if message["type"] == "delta"]
    sent = frames[-1]["cursor"] if frames else seat.of("sync")[-1]["cursor"]
    assert beat["cursors"] == {"crue": sent}, "what has been sent, so that a hole shows"


async def test_a_ring_that_is_lost_is_healed_by_the_poll(theatre: Theatre) -> None:
    seat = theatre.seat(PERMANENCE)
    await seat.load()
    theatre.deaf()
    theatre.office.report(status="deborde")
    assert seat.of("delta") == []
    await theatre.hub.poll()
    await seat.catches_up()


async def test_what_another_process_writes_is_shown_here(theatre: Theatre, clock: Any) -> None:
    seat = theatre.seat(PERMANENCE)
    await seat.load()
    elsewhere = Office(theatre.office.engine.url.render_as_string(), clock)
    receipt = elsewhere.report(status="deborde")
    elsewhere.close()
    assert receipt.last
    theatre.hub.on_ring("crue", receipt.last)
    await until(lambda: seat.screens["crue"].seq == receipt.last)
    await seat.catches_up()


async def test_those_who_are_here_see_who_is_here(theatre: Theatre) -> None:
    first, second = theatre.seat(PERMANENCE), theatre.seat(CCAS_NEMOURS)
    await first.load()
    await theatre.hub.sweep()
    await until(lambda: first.of("presence"))
    assert [one["role"] for one in first.of("presence")[-1]["here"]] == ["unccas_permanence"]
    await second.load()
    await theatre.hub.sweep()
    await until(lambda: len(first.of("presence")[-1]["here"]) == 2)
    await until(lambda: second.of("presence") and len(second.of("presence")[-1]["here"]) == 2)
    again = theatre.seat(CCAS_NEMOURS)
    await again.load()
    await until(lambda: again.of("presence"))
    await second.cut()
    await again.cut()
    await theatre.hub.sweep()
    await until(lambda: len(first.of("presence")[-1]["here"]) == 1)


async def test_a_line_watches_so_many_dossiers_and_no_more(theatre: Theatre) -> None:
    for number in range(WATCHED + 1):
        theatre.office.declare(f"crue-{number}")
    seat = theatre.seat(PERMANENCE)
    for number in range(WATCHED):
        await seat.watch(f"crue-{number}")
    with pytest.raises(TooMany):
        await theatre.hub.watch(seat.viewer, f"crue-{WATCHED}", None, None)
    theatre.hub.leave(seat.viewer, "crue-0")
    await seat.watch(f"crue-{WATCHED}")


async def test_a_dossier_that_is_left_is_sent_no_more(theatre: Theatre) -> None:
    seat, other = theatre.seat(PERMANENCE), theatre.seat(CCAS_NEMOURS)
    await seat.load()
    await other.load()
    theatre.hub.leave(seat.viewer, "crue")
    theatre.office.note()
    await other.catches_up()
    assert seat.of("delta") == []


async def test_a_server_that_stops_says_so_to_everybody(theatre: Theatre) -> None:
    seats = [theatre.seat(actor) for actor in (PERMANENCE, CCAS_NEMOURS)]
    await seats[0].load()
    await theatre.hub.stop()
    assert [seat.viewer.close_code for seat in seats] == [CLOSE_RESTARTING] * 2


async def test_a_burst_is_sent_in_few_frames(theatre: Theatre) -> None:
    seat = theatre.seat(PERMANENCE)
    await seat.load()
    with theatre.office.held():
        futures = [theatre.office.desk.submit(one, PERMANENCE) for one in notes(200)]
    await asyncio.gather(*(asyncio.wrap_future(future) for future in futures))
    await seat.catches_up()
    assert len(seat.screens["crue"].lines) == 200
    assert seat.screens["crue"].frames <= 10


async def test_when_the_database_does_not_answer_the_next_poll_heals(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seat = theatre.seat(PERMANENCE)
    await seat.load()
    theatre.deaf()
    elsewhere = Office(theatre.office.engine.url.render_as_string(), theatre.office.clock)
    elsewhere.report(status="deborde")
    elsewhere.close()
    fresh = theatre.office.boards.fresh

    def fail(dossier: str) -> Any:
        raise ConnectionError(dossier)

    monkeypatch.setattr(theatre.office.boards, "fresh", fail)
    await theatre.hub.poll()
    await until(lambda: "could not be read" in caplog.text)
    monkeypatch.setattr(theatre.office.boards, "fresh", fresh)
    await theatre.hub.poll()
    await seat.catches_up()


def notes(number: int) -> list[Any]:
    return [command("crue", n, "note.write", text=f"Note {n}", category="information") for n in range(number)]
