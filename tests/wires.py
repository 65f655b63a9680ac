"""A line to a real server: what a program or a browser holds open (protocol.md, WebSocket)."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from crisiscoord.domain.words import Actor
from tests.cast import PERMANENCE
from tests.house import Served
from tests.screens import Screen

PATIENCE_S = 20


class Wire:
    """Messages that came, in order, and one's own to send."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.seen: list[dict[str, Any]] = []

    async def say(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def watch(self, dossier: str, since: str | None = None, view: str | None = None) -> dict[str, Any]:
        given = {name: value for name, value in (("since", since), ("view", view)) if value is not None}
        await self.say(type="watch", dossier=dossier, **given)
        return await self.next(lambda message: message["type"] in ("sync", "refused"))

    async def next(self, wanted: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Return the next message that is wanted; the others are kept in `seen`."""
        while True:
            text = await asyncio.wait_for(self.connection.recv(decode=False), PATIENCE_S)
            assert len(text) <= 64 * 1024
            message = orjson.loads(text)
            self.seen.append(message)
            if wanted(message):
                return message  # type: ignore[no-any-return]

    async def of(self, type: str) -> dict[str, Any]:
        return await self.next(lambda message: message["type"] == type)

    async def closed(self) -> int:
        """Read until the server closes, and return its code."""
        try:
            while True:
                await self.next(lambda _: False)
        except ConnectionClosed as closed:
            assert closed.rcvd is not None, "closed without a code"
            return closed.rcvd.code


@asynccontextmanager
async def wire(served: Served, actor: Actor | None = PERMANENCE, **headers: str) -> AsyncIterator[Wire]:
    """Open a line, with the token of `actor`; of nobody when it is None."""
    address = served.url.replace("http://", "ws://") + "/ws"
    if actor is not None:
        headers |= served.proof(actor)
    async with connect(address, additional_headers=headers, proxy=None, max_size=2**24) as connection:
        yield Wire(connection)


class Watcher:
    """A screen at the end of a wire: the board by HTTP, then what is sent."""

    def __init__(self, served: Served, wire: Wire, actor: Actor, dossier: str) -> None:
        self.served, self.wire, self.actor, self.dossier = served, wire, actor, dossier
        self.screen = Screen.__new__(Screen)

    async def load(self) -> dict[str, Any]:
        board = await asyncio.to_thread(self.served.board, self.dossier, self.actor)
        self.screen.seq, self.screen.cursor = board["seq"], board["cursor"]
        self.screen.cards = {card["id"]: card for card in board["cards"]}
        self.screen.lines, self.screen.frames = [], 0
        return await self.wire.watch(self.dossier, board["cursor"], board["view"])

    async def reach(self, seq: int) -> None:
        """Take deltas until the screen is at `seq`."""
        while self.screen.seq < seq:
            self.screen.take_one(await self.wire.of("delta"))
