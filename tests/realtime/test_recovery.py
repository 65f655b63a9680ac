"""A screen that was away finds its way back, whatever happened meanwhile (architecture, section 6)."""

import asyncio
from typing import Any

import pytest

from crisiscoord.errors import Missing, TooMany
from crisiscoord.live import hub as hubs
from crisiscoord.live.hub import CLOSE_RESTARTING, CLOSE_RIGHTS, CLOSE_SIGNED_OUT, CLOSE_TOO_SLOW
from crisiscoord.live.viewer import WATCHED
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PERMANENCE, PREFECTURE_45, PREFECTURE_77, REPRESENTANTE
from tests.office import Office, command, copy_of, restore
from tests.seats import Seat, Theatre
from tests.waiting import until


async def away(theatre: Theatre, actor: Any = PERMANENCE) -> Seat:
    """Somebody whose screen was on the board, and whose cable was pulled."""
    seat = theatre.seat(actor)
    await seat.load()
    await seat.cut()
    return seat


async def back(seat: Seat) -> dict[str, Any]:
    seat.connect()
    return await seat.resume()


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


async def test_rights_taken_away_close_the_line_and_give_nothing_more(theatre: Theatre) -> None:
    office, seat = theatre.office, theatre.seat(REPRESENTANTE)
    designate(office)
    await seat.load()
    office.note()
    await seat.catches_up()
    seen = len(seat.of("delta"))
    office.do("crue", "representative.relieve", designation="d-1", reason="Fin.")
    await until(lambda: seat.viewer.close_code is not None)
    assert seat.viewer.close_code == CLOSE_RIGHTS
    assert len(seat.of("delta")) == seen, "not even the frame that says so"
    seat.connect()
    with pytest.raises(Missing):
        await theatre.hub.watch(seat.viewer, "crue", seat.screens["crue"].cursor, seat.views["crue"])


async def test_rights_given_meanwhile_are_a_reload(theatre: Theatre) -> None:
    office, seat = theatre.office, theatre.seat(REPRESENTANTE)
    designate(office, accepted=False)
    await seat.load()
    assert not any(id.startswith("calls:") for id in seat.screens["crue"].cards)
    office.do("crue", "representative.accept", REPRESENTANTE, designation="d-1")
    await until(lambda: seat.outcomes()[-1] == "reload")
    assert "representative.accept" not in seat.of("sync")[-1]["allowed"]
    await seat.load()
    assert seat.shows()


async def test_rights_changed_while_a_screen_reads_slowly_stop_what_was_on_its_way(theatre: Theatre) -> None:
    office, seat = theatre.office, theatre.seat(REPRESENTANTE)
    designate(office)
    await seat.load()
    seat.stall()
    office.note(text="Avant")
    await asyncio.wait_for(seat.stalled.wait(), 10)
    office.do("crue", "representative.relieve", designation="d-1", reason="Fin.")
    office.note(text="Après")
    seat.read_again()
    await until(lambda: seat.viewer.close_code is not None)
    assert "Après" not in str(seat.messages)


async def test_an_erasure_is_a_reload_for_everybody(theatre: Theatre) -> None:
    office = theatre.office
    seats = [theatre.seat(actor) for actor in (PERMANENCE, CCAS_NEMOURS)]
    for seat in seats:
        await seat.load()
    gone = await away(theatre, CCAS_MELUN)
    receipt = office.note(text="Madame Secret est diabétique.")
    for seat in seats:
        await seat.catches_up()
    office.do("crue", "wording.erase", seq=receipt.last, reason="Donnée de santé.")
    for seat in seats:
        await until(lambda seat=seat: seat.outcomes()[-1] == "reload")
    assert (await back(gone))["outcome"] == "reload"
    assert "Secret" not in str(gone.messages)


async def test_an_account_that_changed_is_seen_when_everybody_is_asked_again(theatre: Theatre) -> None:
    seat, other = theatre.seat(CCAS_NEMOURS), theatre.seat(PERMANENCE)
    await seat.load()
    await other.load()
    theatre.actors[CCAS_NEMOURS.account] = CCAS_NEMOURS.model_copy(update={"bodies": ("ccas-77288",)})
    await theatre.hub.renew_all()
    await until(lambda: seat.outcomes()[-1] == "reload")
    theatre.actors[CCAS_NEMOURS.account] = None
    await theatre.hub.renew_all()
    assert seat.viewer.close_code == CLOSE_SIGNED_OUT
    assert other.viewer.close_code is None


async def test_a_change_of_what_one_may_do_is_said_without_a_reload(theatre: Theatre) -> None:
    seat = theatre.seat(PREFECTURE_77)
    await seat.load()
    theatre.actors[PREFECTURE_77.account] = PREFECTURE_77.model_copy(update={"role": "udccas"})
    await theatre.hub.renew_all()
    await until(lambda: len(seat.of("sync")) > 1)
    assert "call.log" in seat.of("sync")[-1]["allowed"]


async def test_a_dossier_that_is_no_business_of_somebody_is_missing_for_them(theatre: Theatre) -> None:
    seat = theatre.seat(PREFECTURE_45)
    for dossier in ("crue", "inconnue"):
        with pytest.raises(Missing):
            await theatre.hub.watch(seat.viewer, dossier, None, None)
    assert seat.messages == []
    assert theatre.hub.counts()["dossiers"] == 0, "nothing is kept of it"


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


def designate(office: Office, accepted: bool = True) -> None:
    fields = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 12 34", "email": REPRESENTANTE.email}
    office.do("crue", "representative.designate", designation="d-1", perimeter="main", accepted=accepted, **fields)
