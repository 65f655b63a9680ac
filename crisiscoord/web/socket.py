"""The socket `/ws`: boards watched, commands sent, on one line (protocol.md, WebSocket)."""

import asyncio
import contextlib
import logging
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from ..domain.words import Actor, format_instant
from ..errors import Malformed, Missing, Problem, TooMany
from ..live.pump import Pump
from ..live.viewer import Viewer
from ..security_log import record, record_answer
from .auth import UndertakingNeeded, origin_is_ours, refuse_unsigned, who_asks
from .commands import submit
from .errors import Internal
from .wire import wire_of

log = logging.getLogger(__name__)

CLOSE_UNREADABLE, CLOSE_SIGNED_OUT, CLOSE_ORIGIN, CLOSE_UNSIGNED = 4501, 4500, 4502, 4503
#: Too many sockets are open: to come back later.
CLOSE_TOO_MANY = 4005
#: Commands of one socket that may be under way at once; further ones are read when one is answered.
UNDER_WAY = 32
#: What a dossier may be called (protocol.md): anything else is nobody's.
DOSSIER = re.compile(r"[a-z0-9][a-z0-9-]{2,63}")
#: Seconds left to a viewer that is closed to take what is on its way.
GRACE = 1.0
#: Seconds in which a viewer that was too slow may still read what it was sent, and the code of its close.
LAST_WORD = 20.0


class Unreadable(Malformed):
    """The message is not one of the protocol: answered, then the socket is closed (4501)."""


async def board_socket(websocket: WebSocket) -> None:
    """Serve one viewer until one of the two sides leaves."""
    house = websocket.app.state.house
    await websocket.accept()
    if not origin_is_ours(websocket, house.settings):
        record("origin_refused", route="/ws")
        await websocket.close(CLOSE_ORIGIN)
        return
    asker = await who_asks(websocket, house)
    if asker is None:
        record_answer(401, "/ws", None)
        await websocket.close(CLOSE_SIGNED_OUT)
        return
    viewer = Viewer(asker.actor, asker.renew, wire_of(websocket))
    try:
        refuse_unsigned(asker.actor, "/ws")
        with house.limits.socket(asker.actor):
            await _serve(websocket, house, viewer)
    except (TooMany, UndertakingNeeded) as problem:
        refused = {"type": "refused", "id": None, "error": problem.as_problem()}
        await websocket.send_text(orjson.dumps(refused).decode())
        await websocket.close(CLOSE_TOO_MANY if isinstance(problem, TooMany) else CLOSE_UNSIGNED)


async def _serve(websocket: WebSocket, house: Any, viewer: Viewer) -> None:
    house.hub.join(viewer)
    viewer.reply(_welcome(house, viewer.actor))
    pump = asyncio.create_task(Pump(house.hub, viewer, websocket.send_text).run())
    reader = asyncio.create_task(_Reader(websocket, house, viewer).run())
    # A viewer that is closed as too slow is one to which the pump is still sending.
    closing = asyncio.create_task(viewer.closing.wait())
    try:
        await asyncio.wait([pump, reader, closing], return_when=asyncio.FIRST_COMPLETED)
        if not pump.done():
            # Unreadable: what was answered is sent before the close.
            viewer.wake.set()
            await asyncio.wait([pump], timeout=GRACE)
    finally:
        house.hub.part(viewer)
        for task in (pump, reader, closing):
            task.cancel()
        outcomes = await asyncio.gather(pump, reader, closing, return_exceptions=True)
        _say(outcomes)
    if viewer.close_code is not None and websocket.application_state is WebSocketState.CONNECTED:
        with contextlib.suppress(RuntimeError, TimeoutError, WebSocketDisconnect):
            await asyncio.wait_for(websocket.close(viewer.close_code), LAST_WORD)


def _welcome(house: Any, actor: Actor) -> dict[str, Any]:
    return {
        "type": "welcome",
        "actor": actor.model_dump(mode="json", exclude={"email", "reads_only"}, exclude_none=True),
        "server_time": format_instant(house.clock.now()),
        "beat_s": house.settings.beat_s,
    }


def _say(outcomes: Sequence[object]) -> None:
    expected = (asyncio.CancelledError, WebSocketDisconnect, RuntimeError)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, expected):
            log.error("a socket failed", exc_info=outcome)


class _Reader:
    """Reads what a viewer says, and answers through the viewer's replies."""

    def __init__(self, websocket: WebSocket, house: Any, viewer: Viewer) -> None:
        self._websocket, self._house, self._viewer = websocket, house, viewer
        self._under_way: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(UNDER_WAY)

    async def run(self) -> None:
        viewer = self._viewer
        while viewer.close_code is None:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            while viewer.is_full and viewer.close_code is None:
                await asyncio.sleep(0.05)  # it does not read its answers: no more is read from it
            try:
                await self._take(_read(message))
            except Unreadable as problem:
                self._house.hub.refuse(viewer, None, problem)
                viewer.close(CLOSE_UNREADABLE)
                return

    async def _take(self, message: dict[str, Any]) -> None:
        kind, dossier = message.get("type"), message.get("dossier")
        if kind == "beat":
            self._viewer.beat_owed = True
            self._viewer.wake.set()
        elif kind == "watch" and isinstance(dossier, str):
            await self._watch(dossier, message.get("since"), message.get("view"))
        elif kind == "leave" and isinstance(dossier, str):
            self._house.hub.leave(self._viewer, dossier)
        elif kind == "do" and isinstance(message.get("command"), dict):
            await self._room.acquire()
            task = asyncio.create_task(self._do(message["command"], message.get("client_time")))
            self._under_way.add(task)
            task.add_done_callback(self._done)
        else:
            raise Unreadable("Type de message inconnu ou incomplet.")

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        self._room.release()

    async def _watch(self, dossier: str, since: Any, view: Any) -> None:
        try:
            if not all(value is None or isinstance(value, str) for value in (since, view)):
                raise Malformed("« since » et « view » sont des textes.")
            if not DOSSIER.fullmatch(dossier):
                raise Missing("Aucun dossier de ce nom ne vous est ouvert.")
            await self._house.hub.watch(self._viewer, dossier, since, view)
        except Problem as problem:
            record_answer(problem.status, "/ws watch", self._viewer.actor.account)
            self._house.hub.refuse(self._viewer, None, problem, dossier[:100])

    async def _do(self, command: dict[str, Any], client_time: Any) -> None:
        id = command.get("id") if isinstance(command.get("id"), str) else None
        try:
            body = _written(command)
            receipt = await submit(self._house, self._viewer.actor, body, client_time)
        except Problem as problem:
            record_answer(problem.status, "/ws do", self._viewer.actor.account)
            self._house.hub.refuse(self._viewer, id, problem)
        except Exception:  # a bug: said as an answer, like over HTTP
            log.exception("a command failed")
            self._house.hub.refuse(self._viewer, id, Internal())
        else:
            self._viewer.reply({"type": "done", "id": id, **asdict(receipt)})


def _written(command: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(command)
    except orjson.JSONEncodeError as error:  # what is read to a depth of a thousand is not written again
        raise Malformed("Le message est trop imbriqué.") from error


def _read(message: Any) -> dict[str, Any]:
    text = message.get("text")
    if text is None:
        raise Unreadable("Les messages sont du texte JSON.")
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Unreadable("Le message n’est pas du JSON valide.") from error
    if not isinstance(data, dict):
        raise Unreadable("Un message est un objet JSON.")
    return data
