"""Screens in front of a real hub: all of the way out but the network."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from crisiscoord.domain import policy
from crisiscoord.domain.words import Actor
from crisiscoord.live.fresh import FreshBoards
from crisiscoord.live.hub import Hub
from crisiscoord.live.pump import Pump
from crisiscoord.live.viewer import Viewer
from tests.cast import PERMANENCE
from tests.office import Office
from tests.screens import Screen, visible
from tests.waiting import until


class Seat:
    """Somebody in front of a screen: it loads boards as by HTTP, and takes what it is sent."""

    def __init__(self, theatre: "Theatre", actor: Actor) -> None:
        self.theatre, self.actor = theatre, actor
        self.messages: list[dict[str, Any]] = []
        self.screens: dict[str, Screen] = {}
        self.views: dict[str, str] = {}
        #: Set while a send to this screen lasts because it does not read.
        self.stalled = asyncio.Event()
        self._reads = asyncio.Semaphore(0)
        self._stalls = False
        #: Messages that came by the wire, not by the pump.
        self.written = 0
        #: What the screen does with a delta that is not from where it is: fail, or resume as a browser does.
        self.strict, self._resuming = True, set[asyncio.Task[Any]]()
        self.connect()

    def connect(self) -> None:
        """Open a line; the screens keep what they show."""
        self.viewer = Viewer(self.actor, self._renew, self._write_now if self.theatre.wired else None)
        self.theatre.hub.join(self.viewer)
        self._pump = asyncio.create_task(Pump(self.theatre.hub, self.viewer, self._send).run())

    async def cut(self) -> None:
        """Pull the cable: what is on its way is lost."""
        self.theatre.hub.part(self.viewer)
        self._pump.cancel()
        await asyncio.gather(self._pump, return_exceptions=True)

    def stall(self) -> None:
        """Read nothing more: the send under way lasts."""
        self._stalls = True

    def read(self, messages: int) -> None:
        """Read so many messages, and then nothing again."""
        for _ in range(messages):
            self._reads.release()

    def read_again(self) -> None:
        self._stalls = False
        self._reads.release()

    async def _renew(self) -> Actor | None:
        return self.theatre.actors.get(self.actor.account, self.actor)

    async def _send(self, text: str) -> None:
        if self._stalls:
            self.stalled.set()
            await self._reads.acquire()
            self.stalled.clear()
        self._take(text)

    def _write_now(self, message: bytes) -> bool:
        """Take whole messages from the wire, unless this screen is not reading."""
        if self._stalls:
            return False
        assert self.viewer.sending_since is None, "nothing is written while a send is under way"
        for text in unframed(message):
            self.written += 1
            self._take(text)
        return True

    def _take(self, text: str) -> None:
        assert len(text.encode()) <= 64 * 1024
        message = orjson.loads(text.encode())
        self.messages.append(message)
        if message["type"] == "delta":
            screen = self.screens[message["dossier"]]
            if self.strict or message["from"] == screen.seq:
                screen.take_one(message)
            else:
                self._resuming.add(asyncio.create_task(self.resume(message["dossier"])))
        elif message["type"] == "sync":
            self.views[message["dossier"]] = message["view"]

    async def watch(self, dossier: str = "crue", since: str | None = None, view: str | None = None) -> dict[str, Any]:
        """Watch, and return the `sync` that comes."""
        before = len(self.of("sync"))
        await self.theatre.hub.watch(self.viewer, dossier, since, view)
        await until(lambda: len(self.of("sync")) > before)
        return self.of("sync")[before]

    async def load(self, dossier: str = "crue") -> dict[str, Any]:
        """Fetch the board as it is, then watch from there, as a browser does."""
        board = await self.theatre.fresh.board(dossier)
        channels = policy.channels(self.actor, board)
        self.screens[dossier], self.views[dossier] = Screen(board, channels), policy.view(channels, board)
        return await self.resume(dossier)

    async def resume(self, dossier: str = "crue") -> dict[str, Any]:
        return await self.watch(dossier, self.screens[dossier].cursor, self.views[dossier])

    def of(self, type: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == type]

    def outcomes(self) -> list[str]:
        return [message["outcome"] for message in self.of("sync")]

    def shows(self, dossier: str = "crue") -> bool:
        """Say whether the screen shows the board as it is at hand, and nothing that it may not."""
        board, screen = self.theatre.office.boards.at_hand(dossier), self.screens[dossier]
        channels = policy.channels(self.actor, board)
        return screen.cursor == board.cursor and screen.cards == visible(board, channels)

    async def catches_up(self, dossier: str = "crue") -> None:
        await until(lambda: self.shows(dossier))


@dataclass
class Theatre:
    """A hub on the boards of an office, and those who watch."""

    office: Office
    #: Whether the screens lend their wire to the hub, as those of `crisiscoord serve` do.
    wired: bool = False
    #: Who people have become since they sat down: what the directory would say.
    actors: dict[str, Actor | None] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)

    def __post_init__(self) -> None:
        office = self.office
        self.fresh = FreshBoards(office.boards)
        self.hub = Hub(office.engine, office.boards, self.fresh, office.bell, office.clock)
        self.deaf: Callable[[], None] = office.bell.listen(self.hub.on_ring)

    def seat(self, actor: Actor) -> Seat:
        self.seats.append(Seat(self, actor))
        return self.seats[-1]

    async def close(self) -> None:
        self.deaf()
        for seat in self.seats:  # before the farewell, which waits for those who do not hang up
            await seat.cut()
        await self.hub.stop()


def unframed(message: bytes) -> list[str]:
    """Return the texts of whole messages as a server frames them: final, unmasked, uncompressed (RFC 6455, 5.2)."""
    texts = []
    while message:
        assert message[0] == 0x81, "a whole text"
        length, start = message[1], 2
        if length >= 126:
            start = 4 if length == 126 else 10
            length = int.from_bytes(message[2:start])
        texts.append(message[start : start + length].decode())
        message = message[start + length :]
    return texts


async def away(theatre: Theatre, actor: Actor = PERMANENCE) -> Seat:
    """Somebody whose screen was on the board, and whose cable was pulled."""
    seat = theatre.seat(actor)
    await seat.load()
    await seat.cut()
    return seat


async def back(seat: Seat) -> dict[str, Any]:
    seat.connect()
    return await seat.resume()
