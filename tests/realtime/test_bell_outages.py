"""The bell between processes when its Redis is away, killed, restarted, mute or talked to by strangers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis import Redis

from crisiscoord.bell import Present
from crisiscoord.bell.redis import RedisBell
from tests.servers import ServerMissing, valkey
from tests.waiting import until

from .test_bells import Heard

ROSE: Present = {"name": "Rose Exemple", "role": "udccas", "scope": ["77"]}
PULSE_S = 0.1


class Server:
    """A Valkey that can be killed and brought back at the same address."""

    def __init__(self) -> None:
        self._running = contextlib.ExitStack()
        self.url = self._running.enter_context(valkey())

    def kill(self) -> None:
        self._running.close()

    def bring_back(self) -> None:
        port = int(self.url.rpartition(":")[2].partition("/")[0])
        self._running.enter_context(valkey(port))


@pytest.fixture
def server() -> Iterator[Server]:
    try:
        server = Server()
    except ServerMissing as reason:
        pytest.skip(str(reason))
    yield server
    server.kill()


@pytest.fixture
async def pair(server: Server) -> AsyncIterator[tuple[RedisBell, RedisBell]]:
    here, there = RedisBell(server.url, PULSE_S), RedisBell(server.url, PULSE_S)
    await here.start()
    await there.start()
    await until(lambda: here.healthy() and there.healthy())
    yield here, there
    await here.stop()
    await there.stop()


async def test_without_redis_this_process_is_still_rung_and_says_it_is_not_well(
    server: Server, pair: tuple[RedisBell, RedisBell]
) -> None:
    here, _ = pair
    heard = Heard()
    here.listen(heard)
    server.kill()
    await until(lambda: not here.healthy())
    here.ring("crue-2018", 8)
    await until(lambda: heard.highest("crue-2018") == 8)


async def test_after_a_restart_rings_and_presence_reach_the_others_again(
    server: Server, pair: tuple[RedisBell, RedisBell]
) -> None:
    here, there = pair
    heard = Heard()
    there.listen(heard)
    server.kill()
    await until(lambda: not here.healthy() and not there.healthy())
    here.announce("crue-2018", [ROSE])
    here.ring("crue-2018", 8)
    server.bring_back()
    await until(lambda: here.healthy() and there.healthy())
    here.ring("crue-2018", 9)
    await until(lambda: heard.highest("crue-2018") == 9)
    await until(lambda: there.here("crue-2018") == [ROSE])


async def test_what_could_not_be_sent_goes_out_when_redis_is_back(
    server: Server, pair: tuple[RedisBell, RedisBell]
) -> None:
    here, there = pair
    heard = Heard()
    there.listen(heard)
    await here.stop()
    here.ring("crue-2018", 8)
    await here.start()
    await until(lambda: heard.highest("crue-2018") == 8)


async def test_a_redis_that_is_not_there_yet_does_not_hold_up_the_start(server: Server) -> None:
    server.kill()
    bell = RedisBell(server.url, PULSE_S)
    await bell.start()
    assert not bell.healthy()
    server.bring_back()
    await until(bell.healthy)
    await bell.stop()


async def test_a_bell_that_is_stopped_while_its_connection_breaks_stops(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell = RedisBell(server.url, PULSE_S)
    connected = bell._connected

    @asynccontextmanager
    async def breaking() -> AsyncIterator[Any]:
        async with connected() as both:
            try:
                yield both
            finally:
                raise ConnectionError("the other end has gone")

    monkeypatch.setattr(bell, "_connected", breaking)
    await bell.start()
    await until(bell.healthy)
    async with asyncio.timeout(5):
        await bell.stop()


async def test_a_mute_redis_is_noticed_and_then_found_again(server: Server, pair: tuple[RedisBell, RedisBell]) -> None:
    here, _ = pair
    with Redis.from_url(server.url) as outside:
        outside.execute_command("CLIENT", "PAUSE", "1500", "ALL")
    await until(lambda: not here.healthy())
    await until(here.healthy)


async def test_strangers_on_the_channels_change_nothing(server: Server, pair: tuple[RedisBell, RedisBell]) -> None:
    here, _ = pair
    heard = Heard()
    here.listen(heard)
    with Redis.from_url(server.url) as outside:
        for noise in (b"", b"crue-2018", b"crue-2018:-1", b"crue-2018:1e9", b"\xff\xfe:1", b"x" * 300_000):
            outside.publish("crisiscoord:0:bell", noise)
        said = (b"", b"[]", b"null", b'{"process":"x","dossier":"crue-2018","here":[1]}', b'{"process":"x","here":3}')
        for noise in said:
            outside.publish("crisiscoord:0:here", noise)
        outside.publish("crisiscoord:0:bell", b"crue-2018:5")
    await until(lambda: heard.rings)
    assert (heard.rings, here.here("crue-2018"), here.healthy()) == ([("crue-2018", 5)], [], True)


async def test_stopping_leaves_nothing_open_and_may_be_done_twice(pair: tuple[RedisBell, RedisBell]) -> None:
    here, _ = pair
    await here.stop()
    await here.stop()
    assert not here.healthy()
