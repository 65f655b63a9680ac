"""Frames are written straight to the sockets of those who are in step; everything else goes through their pumps."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from crisiscoord.live.feed import _header
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.seats import Theatre, unframed
from tests.waiting import until


@given(st.integers(0, 70_000) | st.sampled_from([125, 126, 65_535, 65_536]))
def test_a_message_is_framed_as_a_server_must(length: int) -> None:
    text = b"x" * length
    framed = _header(length) + text
    assert framed == Frame(Opcode.TEXT, text).serialize(mask=False)
    assert unframed(framed * 2) == [text.decode()] * 2


async def test_who_is_in_step_is_written_to_without_being_woken(theatre: Theatre, monkeypatch: Any) -> None:
    seats = [theatre.seat(actor) for actor in (PERMANENCE, CCAS_NEMOURS, PERMANENCE)]
    for seat in seats:
        await seat.load()
        await until(lambda seat=seat: seat.viewer.is_idle)
    woken: list[Any] = []
    owed = theatre.hub.owed
    monkeypatch.setattr(theatre.hub, "owed", lambda viewer, watch: (woken.append(viewer), owed(viewer, watch))[1])
    theatre.office.report(status="deborde")
    for seat in seats:
        await seat.catches_up()
    assert [seat.written for seat in seats] == [theatre.wired] * 3
    assert len(woken) == (0 if theatre.wired else 3)


async def test_an_answer_that_waits_goes_before_what_comes_after_it(theatre: Theatre) -> None:
    seat = theatre.seat(PERMANENCE)
    await seat.load()
    for number in range(20):
        seat.viewer.reply({"type": "done", "id": str(number)})
        theatre.office.note(text=str(number))
        await seat.catches_up()
    said = [message["id"] if message["type"] == "done" else message["type"] for message in seat.messages]
    assert said[-40:] == [one for number in range(20) for one in (str(number), "delta")]


async def test_whose_rights_may_have_changed_is_looked_at_before_anything_is_written(theatre: Theatre) -> None:
    seat = theatre.seat(CCAS_NEMOURS)
    await seat.load()
    theatre.hub._rooms["crue"].feed.rights_seq = 10**9
    theatre.office.report(status="deborde")
    await until(lambda: theatre.hub._rooms["crue"].feed.board.seq == theatre.office.boards.at_hand("crue").seq)
    assert seat.written == 0
