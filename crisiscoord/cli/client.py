"""A client of the server: commands and boards over HTTP, a board followed over the socket.

It keeps what docs/protocol.md asks of clients: the same id when a command is sent again, drops before puts,
a delta taken only when it starts where the copy stands, resume after a cut, reload when told to.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from random import SystemRandom
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

import httpx2
import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

#: How many times one command is sent, and the longest pause between two of them, in seconds.
TRIES, LONGEST_PAUSE = 8, 10.0
#: Answers after which the same command may be sent again.
COME_BACK = frozenset({429, 503})
#: Close codes from here on mean: do not come back (protocol.md).
STAY_AWAY = 4500
#: A link on which nothing was heard for this long beyond a beat is dead, in seconds.
DEAD_AFTER = 10.0
#: The largest frame that is read, in bytes; the protocol says 64 KiB.
LARGEST_FRAME = 1 << 20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Rest = Callable[[float], Awaitable[None]]
_chance = SystemRandom()


class Answered(Exception):
    """The server said no. `problem` is its RFC 9457 object; str() is its French sentence."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(str(problem.get("detail") or problem.get("title") or "Réponse illisible du serveur."))
        self.problem = problem
        self.code = str(problem.get("code", "problem"))
        self.status = int(problem.get("status", 500))


class Unreachable(Exception):
    """The server did not answer, after all tries."""


@dataclass(slots=True)
class BoardCopy:
    """A copy of one board, as a screen holds it: cards by id, and the entry up to which they are drawn."""

    dossier: str
    kind: str = ""
    seq: int = 0
    cursor: str = ""
    view: str = ""
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)

    def load(self, board: Mapping[str, Any]) -> None:
        """Start again from a whole board."""
        self.kind, self.seq = board["kind"], board["seq"]
        self.cursor, self.view = board["cursor"], board["view"]
        self.cards = {card["id"]: card for card in board["cards"]}

    def take(self, delta: Mapping[str, Any]) -> bool:
        """Apply a delta, drops before puts. False, and nothing is changed, when it starts elsewhere: resume."""
        if delta["from"] != self.seq:
            return False
        for id in delta.get("drop", ()):
            self.cards.pop(id, None)
        for card in delta.get("put", ()):
            self.cards[card["id"]] = card
        self.seq, self.cursor = delta["to"], delta["cursor"]
        return True

    def of(self, kind: str) -> Iterator[dict[str, Any]]:
        """Yield the cards of one type."""
        return (card for card in self.cards.values() if card["type"] == kind)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a watcher may want to show.

    `what` is `current`, `caught_up` or `reload` (the outcomes of a sync), `delta`, `beat`, or `cut`.
    """

    what: str
    copy: BoardCopy
    missed: int = 0
    lines: tuple[Mapping[str, Any], ...] = ()


class Client:
    """Speaks to one server, for one token by default. Use as an async context manager."""

    def __init__(
        self,
        url: str,
        token: str = "",
        transport: httpx2.AsyncBaseTransport | None = None,
        rest: Rest = asyncio.sleep,
    ) -> None:
        self._url, self._token, self._rest = url.rstrip("/"), token, rest
        self._near = urlsplit(url).hostname in LOOPBACK
        self._http = httpx2.AsyncClient(base_url=self._url, timeout=20, transport=transport, trust_env=not self._near)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def command(self, command: Mapping[str, Any], token: str = "") -> dict[str, Any]:
        """Send one command and return its receipt.

        Too many, not now, no answer: the same bytes are sent again, a bounded number of times, so that the
        command is carried out once. Raises Answered for a refusal, Unreachable when nothing helped.
        """
        response = await self._insist("POST", "/api/commands", token, orjson.dumps(command))
        return self._read(response)

    async def board(self, dossier: str, token: str = "") -> dict[str, Any]:
        """Return a board at its head. Raises Answered, Unreachable."""
        return self._read(await self._insist("GET", f"/api/dossiers/{quote(dossier, safe='')}/board", token))

    async def _insist(self, method: str, path: str, token: str, body: bytes = b"") -> httpx2.Response:
        headers = self._headers(token) | ({"Content-Type": "application/json"} if body else {})
        response: httpx2.Response | None = None
        reason = ""
        for again in range(TRIES):
            if again:
                await self._rest(_pause(again, response))
            try:
                response = await self._http.request(method, path, content=body or None, headers=headers)
            except httpx2.TransportError as error:
                response, reason = None, str(error) or type(error).__name__
            else:
                if response.status_code not in COME_BACK:
                    return response
        if response is not None:
            return response
        raise Unreachable(f"{self._url} ne répond pas ({reason}).")

    def _headers(self, token: str = "") -> dict[str, str]:
        bearer = token or self._token
        return {"Authorization": f"Bearer {bearer}"} if bearer else {}

    def _read(self, response: httpx2.Response) -> dict[str, Any]:
        try:
            data = orjson.loads(response.content)
        except orjson.JSONDecodeError:
            data = {}
        if response.is_success and isinstance(data, dict):
            return data
        problem = data if isinstance(data, dict) else {}
        raise Answered({"status": response.status_code, **problem})

    async def watch(self, dossier: str) -> AsyncGenerator[Change, None]:
        """Follow a board for ever, through cuts. Raises Answered when it may not be seen, or the door closes."""
        copy, failures = BoardCopy(dossier), 0
        while True:
            try:
                async with self._connected() as socket, aclosing(self._followed(socket, copy)) as changes:
                    async for change in changes:
                        failures = 0
                        yield change
            except ConnectionClosed as closed:
                _raise_if_final(closed)
            except (OSError, TimeoutError, InvalidHandshake, Unreachable):
                pass  # no link: said below, and tried again
            failures += 1
            yield Change("cut", copy)
            await self._rest(_pause(failures))

    def _connected(self) -> connect:
        scheme, _, rest = self._url.partition("://")
        secure = scheme == "https"
        return connect(
            f"{'wss' if secure else 'ws'}://{rest}/ws",
            additional_headers=self._headers(),
            max_size=LARGEST_FRAME,
            proxy=None if self._near else True,
            ssl=ssl.create_default_context() if secure else None,
        )

    async def _followed(self, socket: ClientConnection, copy: BoardCopy) -> AsyncGenerator[Change, None]:
        """Watch over one connection, until it is cut. A link that stays mute is taken for cut."""
        welcome = orjson.loads(await asyncio.wait_for(socket.recv(), DEAD_AFTER))
        beat = float(welcome.get("beat_s", 25))
        if not copy.cursor:
            copy.load(await self.board(copy.dossier))
        await socket.send(_watching(copy), text=True)
        beating = asyncio.create_task(_beat(socket, beat))
        try:
            while True:
                message = orjson.loads(await asyncio.wait_for(socket.recv(), beat + DEAD_AFTER))
                if message["type"] in ("sync", "delta", "beat", "refused"):
                    async for change in self._taken(socket, copy, message):
                        yield change
        finally:
            beating.cancel()

    async def _taken(
        self, socket: ClientConnection, copy: BoardCopy, message: Mapping[str, Any]
    ) -> AsyncGenerator[Change, None]:
        match message:
            case {"type": "sync", "dossier": copy.dossier, "outcome": "reload"}:
                copy.load(await self.board(copy.dossier))
                yield Change("reload", copy)
                await socket.send(_watching(copy), text=True)
            case {"type": "sync", "dossier": copy.dossier, "outcome": outcome}:
                copy.view = message["view"]
                yield Change(outcome, copy, missed=message.get("missed") or 0)
            case {"type": "delta", "dossier": copy.dossier}:
                if copy.take(message):
                    yield Change("delta", copy, lines=tuple(message.get("lines", ())))
                else:
                    await socket.send(_watching(copy), text=True)
            case {"type": "beat", "cursors": {**cursors}}:
                if cursors.get(copy.dossier, copy.cursor) != copy.cursor:
                    await socket.send(_watching(copy), text=True)
                yield Change("beat", copy)
            case {"type": "refused", "dossier": copy.dossier, "error": error}:
                raise Answered(error)


def _watching(copy: BoardCopy) -> str:
    asked = {"type": "watch", "dossier": copy.dossier, "since": copy.cursor, "view": copy.view}
    return orjson.dumps(asked).decode()


async def _beat(socket: ClientConnection, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        await socket.send('{"type":"beat"}', text=True)


def _raise_if_final(closed: ConnectionClosed) -> None:
    code = closed.rcvd.code if closed.rcvd else 1006
    if code == STAY_AWAY:
        raise Answered({"status": 401, "code": "unauthenticated", "detail": "Jeton refusé ou expiré."}) from closed
    if code > STAY_AWAY:
        detail = f"Le serveur a fermé la liaison (code {code})."
        raise Answered({"status": 403, "code": "forbidden", "detail": detail}) from closed


def _pause(failures: int, response: httpx2.Response | None = None) -> float:
    """Return how long to wait after so many failures: what the server says, else more each time, never in step."""
    asked = response.headers.get("Retry-After", "") if response is not None else ""
    if asked.isdecimal():
        return min(float(asked), LONGEST_PAUSE) + _chance.uniform(0, 0.25)
    return min(0.25 * 2.0 ** min(failures, 10), LONGEST_PAUSE) * _chance.uniform(0.5, 1)
