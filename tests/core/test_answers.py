"""Senders that wait in an event loop hear together, each its own answer, and only while they are there."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from crisiscoord.errors import Problem
from crisiscoord.journal.journal import Receipt
from crisiscoord.journal.lines import _ASKED, SALT, FreshSalts
from tests.cast import OBSERVER, PERMANENCE
from tests.core.test_writers import note
from tests.office import Office


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The calls that other threads have made into the loop that is running."""
    made: list[Any] = []
    call = asyncio.BaseEventLoop.call_soon_threadsafe

    def count(loop: Any, callback: Any, *args: Any, **more: Any) -> Any:
        if getattr(callback, "__module__", "").startswith("crisiscoord"):
            made.append(callback)
        return call(loop, callback, *args, **more)

    monkeypatch.setattr(asyncio.BaseEventLoop, "call_soon_threadsafe", count)
    return made


def test_a_batch_wakes_the_loop_once_and_gives_each_sender_its_own_answer(here: Office, calls: list[Any]) -> None:
    here.declare()

    async def send() -> list[Any]:
        with here.held():
            asked = [
                asyncio.ensure_future(here.desk.begin(note(str(number)), actor))
                for number in range(20)
                for actor in (PERMANENCE,)
            ]
            refused = asyncio.ensure_future(here.desk.begin(note("refused"), OBSERVER))
            await asyncio.sleep(0)
        return await asyncio.gather(*asked, refused, return_exceptions=True)

    *receipts, refusal = asyncio.run(send())
    numbers = [receipt.first for receipt in receipts if isinstance(receipt, Receipt)]
    assert numbers == list(range(numbers[0], numbers[0] + 20))
    assert isinstance(refusal, Problem)
    assert len(calls) == 1


def test_a_sender_who_has_gone_takes_nothing_from_the_others_and_its_command_is_carried_out(here: Office) -> None:
    here.declare()

    async def send() -> Receipt:
        with here.held():
            gone = asyncio.ensure_future(here.desk.begin(note("gone"), PERMANENCE))
            stays = asyncio.ensure_future(here.desk.begin(note("stays"), PERMANENCE))
            await asyncio.sleep(0)
            gone.cancel()
            await asyncio.sleep(0)
        return await stays

    receipt = asyncio.run(send())
    assert receipt.first is not None
    again = here.send(note("gone"))
    assert (again.first, again.again) == (receipt.first - 1, True)


def test_a_loop_that_has_ended_does_not_stop_the_writer(here: Office) -> None:
    here.declare()

    async def send() -> None:
        task = asyncio.ensure_future(here.desk.begin(note("a"), PERMANENCE))
        await asyncio.sleep(0)
        task.cancel()

    with here.held():
        asyncio.run(send())
    assert here.send(note("b")).first is not None


def test_one_who_fails_to_hear_leaves_nobody_else_waiting(here: Office, caplog: pytest.LogCaptureFixture) -> None:
    here.declare()

    async def send() -> Receipt:
        def fail(_: Any) -> None:
            raise ValueError("gone")

        with here.held():
            here.desk.send(note("deaf"), PERMANENCE, fail)
            stays = here.desk.begin(note("stays"), PERMANENCE)
        return await stays

    assert asyncio.run(send()).first is not None
    assert "an answer was not heard" in caplog.text


def test_salts_are_never_given_twice_even_to_threads_that_ask_together() -> None:
    salts = FreshSalts()
    with ThreadPoolExecutor(4) as threads:
        given = list(threads.map(lambda _: salts(), range(4 * _ASKED)))
    assert len(set(given)) == len(given)
    assert {len(salt) for salt in given} == {SALT}
