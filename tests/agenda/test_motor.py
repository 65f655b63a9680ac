"""The motor: every so often, in a thread, never beside itself, whatever fails."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from crisiscoord.agenda.motor import Motor
from tests.waiting import until

SOON = 0.02


@pytest.fixture
async def motor() -> AsyncIterator[Motor]:
    motor = Motor()
    yield motor
    await motor.stop()


async def test_blocking_work_runs_in_a_thread_again_and_again(motor: Motor) -> None:
    threads: list[int] = []
    motor.every(SOON, "work", lambda: threads.append(threading.get_ident()))
    await motor.start()
    await until(lambda: len(threads) >= 3)
    assert threading.get_ident() not in threads


async def test_a_coroutine_runs_in_the_loop(motor: Motor) -> None:
    threads: list[int] = []

    async def work() -> None:
        threads.append(threading.get_ident())

    motor.every(SOON, "work", work)
    await motor.start()
    await until(lambda: threads)
    assert set(threads) == {threading.get_ident()}


async def test_slow_work_does_not_run_beside_itself_nor_holds_up_other_work(motor: Motor) -> None:
    let_go, slow, quick = threading.Event(), [0, 0], list[int]()

    def work() -> None:
        slow[0] += 1
        slow[1] = max(slow[1], slow[0])
        let_go.wait(30)
        slow[0] -= 1

    motor.every(SOON, "slow", work)
    motor.every(SOON, "quick", lambda: quick.append(1))
    await motor.start()
    await until(lambda: len(quick) >= 5)
    assert slow == [1, 1]
    let_go.set()
    await until(lambda: motor.runs()["slow"].runs >= 2)
    assert slow[1] == 1


async def test_work_that_fails_runs_again_at_its_time_and_is_counted(motor: Motor) -> None:
    def fails() -> None:
        raise RuntimeError("on purpose")

    motor.every(SOON, "fails", fails)
    await motor.start()
    await until(lambda: motor.runs()["fails"].failures >= 2)
    assert motor.runs()["fails"].ended_s is None


async def test_stopping_waits_for_what_is_under_way_and_starts_nothing_more(motor: Motor) -> None:
    begun, let_go, ended = threading.Event(), threading.Event(), list[int]()

    def work() -> None:
        begun.set()
        let_go.wait(30)
        ended.append(1)

    motor.every(SOON, "work", work)
    await motor.start()
    await until(begun.is_set)
    stopping = asyncio.create_task(motor.stop())
    let_go.set()
    await stopping
    assert ended == [1]
    await motor.stop()


async def test_a_name_is_given_once(motor: Motor) -> None:
    motor.every(1, "work", lambda: None)
    with pytest.raises(ValueError, match="work"):
        motor.every(1, "work", lambda: None)
