"""The bell between processes, by the channels of one Redis or Valkey. Nothing is stored there.

`…:bell` carries `dossier:seq`; `…:here` carries who is here, and the pulse of each process. A process that no
longer hears its own pulse is deaf, whatever its connection says: it connects again.
"""

import asyncio
import contextlib
import logging
import random
import re
import secrets
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import orjson
from redis import Redis as BlockingRedis
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry as BlockingRetry

from ..clock import monotonic
from . import Present
from .local import WAITING, LocalBell, Rings
from .presence import MOST_VIEWERS

log = logging.getLogger(__name__)

#: Seconds between two pulses; after three that were not heard, the bell is not healthy.
PULSE_S = 5.0
MISSED_PULSES = 3
#: Seconds before connecting again: doubled at each failure up to the longest, and spread at random.
FIRST_WAIT_S, LONGEST_WAIT_S = 0.1, 5.0
#: What one message may weigh; a heavier one was not written by us.
MOST_BYTES = 128 * 1024

_RING = re.compile(rb"([a-z0-9_][a-z0-9_-]{0,63}):([0-9]{1,15})")
Message = dict[str, Any]


def answers(url: str, patience_s: float) -> bool:
    """Say whether the server of a bell answers, and takes its account."""
    try:
        with BlockingRedis.from_url(
            url, socket_timeout=patience_s, socket_connect_timeout=patience_s, retry=BlockingRetry(NoBackoff(), 0)
        ) as server:
            return bool(server.ping())
    except (RedisError, OSError, ValueError):
        return False


class RedisBell(LocalBell):
    """Rings this process at once, and the others by Redis when it is there.

    A process hears its own rings again from Redis: being rung twice is part of the promise of every bell.
    Rings that could not be sent wait, one per dossier, and go out when Redis is back.
    """

    def __init__(self, url: str, pulse_s: float = PULSE_S, now_s: Callable[[], float] = monotonic) -> None:
        super().__init__(now_s)
        self.process = secrets.token_hex(8)
        self._url, self._pulse_s = url, pulse_s
        # Channels are common to all the databases of one Redis: the number keeps two installations apart.
        database = Redis.from_url(url).connection_pool.connection_kwargs.get("db") or 0
        self._bell, self._talk = f"crisiscoord:{database}:bell", f"crisiscoord:{database}:here"
        self._rings = Rings()
        self._messages: dict[str, Message] = {}
        self._messages_lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._hears = False

    def ring(self, dossier: str, seq: int) -> None:
        super().ring(dossier, seq)
        if self._rings.add(dossier, seq):
            self._send_soon()

    def announce(self, dossier: str, here: Sequence[Present]) -> None:
        """Say it here at once, and to the others when it is news to them or they are about to forget it."""
        super().announce(dossier, here)
        if self._presence.is_news(dossier, here):
            self._tell(dossier, here)

    def _tell(self, dossier: str, here: Sequence[Present]) -> None:
        self._say(dossier, {"process": self.process, "dossier": dossier, "here": list(here[:MOST_VIEWERS])})

    def healthy(self) -> bool:
        return self._hears

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._keep_connected(), name="bell")

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._hears = False

    async def _keep_connected(self) -> None:
        wait, task = FIRST_WAIT_S, asyncio.current_task()
        # A connection that breaks while it is closed by our end says so, and the cancellation is heard no more.
        while task is not None and not task.cancelling():
            try:
                async with self._connected() as (client, channels):
                    await self._converse(client, channels)
            except (RedisError, OSError, TimeoutError) as error:
                log.debug("bell: %s", error)
            except Exception:  # the bell must ring again tomorrow, whatever this was
                log.exception("the bell failed")
            if self._hears:
                wait = FIRST_WAIT_S
                log.warning("the bell between processes is lost; screens follow the poll of the heads")
            self._hears = False
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311  (nothing secret in a wait)
            wait = min(2 * wait, LONGEST_WAIT_S)

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[tuple["Redis", PubSub]]:
        """Connect, without the retries of the library: it is here that one decides to try again."""
        silence = MISSED_PULSES * self._pulse_s
        client = Redis.from_url(
            self._url, socket_timeout=silence, socket_connect_timeout=silence, retry=Retry(NoBackoff(), 0)
        )
        async with client, client.pubsub(ignore_subscribe_messages=True) as channels:
            await channels.subscribe(self._bell, self._talk)
            yield client, channels

    async def _converse(self, client: "Redis", channels: PubSub) -> None:
        """Hear and send until one of the two fails."""
        # Whoever arrives has missed what the others said: they are asked to say it again.
        self._say("", {"process": self.process, "ask": True})
        sending = asyncio.create_task(self._send(client))
        hearing = asyncio.create_task(self._hear(channels))
        try:
            done, _ = await asyncio.wait((sending, hearing), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (sending, hearing):
                task.cancel()
            await asyncio.gather(sending, hearing, return_exceptions=True)

    async def _hear(self, channels: PubSub) -> None:
        """Pass on what comes. Raises TimeoutError when our own pulse has not been heard for too long."""
        silence, loop = MISSED_PULSES * self._pulse_s, asyncio.get_running_loop()
        async with asyncio.timeout(silence) as patience:
            async for message in channels.listen():
                data = message["data"]
                if len(data) > MOST_BYTES:
                    continue
                if message["channel"] == self._bell.encode():
                    self._on_ring(data)
                elif self._on_talk(data):
                    patience.reschedule(loop.time() + silence)

    def _on_ring(self, data: bytes) -> None:
        if match := _RING.fullmatch(data):
            super().ring(match[1].decode(), int(match[2]))

    def _on_talk(self, data: bytes) -> bool:
        """Take in what a process says; true when it is our own pulse."""
        try:
            message = orjson.loads(data)
            process = str(message["process"])
            if process == self.process:
                return self._on_own(message)
            if "here" in message:
                here = [_present(viewer) for viewer in message["here"]]
                self._presence.put(str(message["dossier"]), process, here)
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return False  # another version's, or nobody's: nothing depends on it
        if "ask" in message:
            for dossier, said in self._presence.said_by(self.process).items():
                self._tell(dossier, said)
        return False

    def _on_own(self, message: Message) -> bool:
        if "pulse" in message and not self._hears:
            self._hears = True
            log.info("the bell between processes is heard")
        return "pulse" in message

    async def _send(self, client: "Redis") -> None:
        """Send the pulse, and whatever waits, as soon as there is something."""
        loop = asyncio.get_running_loop()
        pulse_at = loop.time()
        while True:
            if loop.time() >= pulse_at:
                await client.publish(self._talk, orjson.dumps({"process": self.process, "pulse": True}))
                pulse_at = loop.time() + self._pulse_s
            self._wake.clear()
            await self._send_waiting(client)
            # Not wait_for: before Python 3.12 it loses a cancellation that comes with the wake.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(pulse_at):
                    await self._wake.wait()

    async def _send_waiting(self, client: "Redis") -> None:
        rings = self._rings.take()
        with self._messages_lock:
            messages, self._messages = self._messages, {}
        if not rings and not messages:
            return
        try:
            async with client.pipeline(transaction=False) as pipe:
                for dossier, seq in rings.items():
                    pipe.publish(self._bell, f"{dossier}:{seq}")
                for message in messages.values():
                    pipe.publish(self._talk, orjson.dumps(message))
                await pipe.execute()
        except BaseException:  # cancelled too: what was not sent waits for the next connection
            for dossier, seq in rings.items():
                self._rings.add(dossier, seq)
            with self._messages_lock:
                self._messages = messages | self._messages
            raise

    def _say(self, about: str, message: Message) -> None:
        """Have a message sent; a newer one about the same dossier takes its place."""
        with self._messages_lock:
            if about in self._messages or len(self._messages) < WAITING:
                self._messages[about] = message
        self._send_soon()

    def _send_soon(self) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: there is nothing left to wake
                self._loop.call_soon_threadsafe(self._wake.set)


def _present(said: Any) -> Present:
    """Read a viewer as another process wrote it. Raises KeyError or TypeError for anything else."""
    return {"name": str(said["name"]), "role": str(said["role"]), "scope": [str(part) for part in said["scope"]]}
