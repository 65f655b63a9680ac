"""What every bell promises, within one process and between two."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from crisiscoord.bell import Bell, Present
from crisiscoord.bell.local import LocalBell
from crisiscoord.bell.presence import Presence
from crisiscoord.bell.redis import RedisBell
from tests.waiting import until

ROSE: Present = {"name": "Rose Exemple", "role": "udccas", "scope": ["77"]}
MARC: Present = {"name": "Marc Exemple", "role": "prefecture", "scope": ["77"]}


@dataclass
class Seconds:
    """Seconds that pass when told to."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Heard:
    """What a listener has been told, the highest number of each dossier."""

    rings: list[tuple[str, int]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def __call__(self, dossier: str, seq: int) -> None:
        self.rings.append((dossier, seq))
        self.threads.add(threading.get_ident())

    def highest(self, dossier: str) -> int:
        return max((seq for rung, seq in self.rings if rung == dossier), default=0)


@dataclass
class Two:
    """The bells of two processes; within one process they are the same."""

    here: Bell
    there: Bell
    seconds: Seconds


@pytest.fixture(params=["local", "redis"])
async def bells(request: pytest.FixtureRequest) -> AsyncIterator[Two]:
    seconds = Seconds()
    if request.param == "local":
        bell = LocalBell(seconds)
        yield Two(bell, bell, seconds)
        return
    url = request.getfixturevalue("valkey_url")
    here, there = RedisBell(url, 0.2, seconds), RedisBell(url, 0.2, seconds)
    await here.start()
    await there.start()
    await until(lambda: here.healthy() and there.healthy())
    yield Two(here, there, seconds)
    await here.stop()
    await there.stop()


async def test_a_ring_is_heard_here_and_there(bells: Two) -> None:
    here, there = Heard(), Heard()
    bells.here.listen(here)
    bells.there.listen(there)
    bells.here.ring("crue-2018", 7)
    await until(lambda: ("crue-2018", 7) in here.rings and ("crue-2018", 7) in there.rings)


async def test_reserved_journals_are_rung_like_the_others(bells: Two) -> None:
    heard = Heard()
    bells.there.listen(heard)
    bells.here.ring("_directory", 3)
    await until(lambda: heard.highest("_directory") == 3)


async def test_rings_from_many_threads_all_come_to_the_highest_number(bells: Two) -> None:
    heard = Heard()
    bells.there.listen(heard)

    def ring(dossier: str) -> None:
        for seq in range(1, 201):
            bells.here.ring(dossier, seq)

    threads = [threading.Thread(target=ring, args=(f"crise-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    await until(lambda: all(heard.highest(f"crise-{number}") == 200 for number in range(4)))
    for thread in threads:
        thread.join()


async def test_a_listener_is_called_in_its_own_loop(bells: Two) -> None:
    heard = Heard()
    bells.here.listen(heard)
    await asyncio.to_thread(bells.here.ring, "crue-2018", 1)
    await until(lambda: heard.rings)
    assert heard.threads == {threading.get_ident()}


async def test_a_failing_listener_does_not_silence_the_others(bells: Two) -> None:
    def fails(dossier: str, seq: int) -> None:
        raise RuntimeError("on purpose")

    heard = Heard()
    bells.here.listen(fails)
    bells.here.listen(heard)
    bells.here.ring("crue-2018", 1)
    bells.here.ring("crue-2018", 2)
    await until(lambda: heard.highest("crue-2018") == 2)


async def test_who_no_longer_listens_is_told_nothing(bells: Two) -> None:
    gone, stays = Heard(), Heard()
    stop = bells.here.listen(gone)
    bells.here.listen(stays)
    stop()
    bells.here.ring("crue-2018", 1)
    await until(lambda: stays.rings)
    assert gone.rings == []


async def test_a_closed_loop_is_forgotten_without_a_word(bells: Two) -> None:
    def listen_and_leave() -> None:
        async def listen() -> None:
            bells.here.listen(Heard())

        asyncio.run(listen())

    await asyncio.to_thread(listen_and_leave)
    heard = Heard()
    bells.here.listen(heard)
    bells.here.ring("crue-2018", 1)
    await until(lambda: heard.rings)


async def test_who_is_here_is_known_everywhere_each_once_by_name(bells: Two) -> None:
    bells.here.announce("crue-2018", [ROSE])
    await until(lambda: bells.there.here("crue-2018") == [ROSE])
    bells.here.announce("crue-2018", [ROSE, MARC, ROSE])
    await until(lambda: bells.there.here("crue-2018") == [MARC, ROSE])
    assert bells.there.here("autre-crise") == []


async def test_who_leaves_is_seen_to_leave(bells: Two) -> None:
    bells.here.announce("crue-2018", [ROSE])
    await until(lambda: bells.there.here("crue-2018"))
    bells.here.announce("crue-2018", [])
    await until(lambda: not bells.there.here("crue-2018"))


async def test_presence_that_is_not_said_again_fades(bells: Two) -> None:
    bells.here.announce("crue-2018", [ROSE])
    await until(lambda: bells.there.here("crue-2018"))
    bells.seconds.now += 61
    assert bells.there.here("crue-2018") == []


async def test_who_arrives_is_told_who_was_there_already(valkey_url: str) -> None:
    first, late = RedisBell(valkey_url, 0.2), RedisBell(valkey_url, 0.2)
    await first.start()
    first.announce("crue-2018", [ROSE])
    await until(first.healthy)
    await late.start()
    try:
        await until(lambda: late.here("crue-2018") == [ROSE])
    finally:
        await first.stop()
        await late.stop()


async def test_two_databases_of_one_redis_do_not_hear_each_other(valkey_url: str) -> None:
    zero, one = RedisBell(valkey_url, 0.2), RedisBell(valkey_url.replace("/0", "/1"), 0.2)
    await zero.start()
    await one.start()
    try:
        await until(lambda: zero.healthy() and one.healthy())
        zero.announce("crue-2018", [ROSE])
        one.announce("crue-2018", [MARC])
        await until(lambda: zero.here("crue-2018") and one.here("crue-2018"))
        assert (zero.here("crue-2018"), one.here("crue-2018")) == ([ROSE], [MARC])
    finally:
        await zero.stop()
        await one.stop()


def test_presence_is_told_when_it_changes_and_again_before_it_fades() -> None:
    seconds = Seconds()
    presence = Presence(seconds)
    assert presence.is_news("crue-2018", [ROSE])
    assert not presence.is_news("crue-2018", [ROSE])
    seconds.now += 21
    assert presence.is_news("crue-2018", [ROSE])
    assert presence.is_news("crue-2018", [ROSE, MARC])
    assert presence.is_news("crue-2018", [])
    assert not presence.is_news("crue-2018", [])
