"""The socket says what its contract says: every message seen is documented, every documented message is seen."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import orjson
import pytest
from anyio import fail_after, to_thread
from jsonschema import Draft202012Validator
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from crisiscoord.domain.words import Actor
from crisiscoord.web import limits
from crisiscoord.web.asyncapi import asyncapi
from tests.api.test_commands import note
from tests.cast import CCAS_NEMOURS, PERMANENCE, SGAV
from tests.house import Served
from tests.waiting import until

DOCUMENT = asyncapi()
TOLD, HEARD = ("tell", "hear")


def validators(operation: str) -> dict[str, Draft202012Validator]:
    """Return what each documented message of one side must be, by name."""
    names = [one["$ref"].rpartition("/")[2] for one in DOCUMENT["operations"][operation]["messages"]]
    messages = DOCUMENT["components"]["messages"]
    return {
        name: Draft202012Validator({**messages[name]["payload"], "components": DOCUMENT["components"]})
        for name in names
    }


class Line:
    """A socket whose traffic is checked, both ways."""

    def __init__(self, socket: ClientConnection, seen: set[str]) -> None:
        self._socket, self._seen = socket, seen

    async def say(self, **message: Any) -> None:
        self._check(message, HEARD)
        await self._socket.send(orjson.dumps(message).decode())

    async def hear(self, kind: str) -> dict[str, Any]:
        """Return the next message of a kind."""
        with fail_after(15):
            while True:
                message: dict[str, Any] = orjson.loads(await self._socket.recv())
                self._check(message, TOLD)
                if message["type"] == kind:
                    return message

    def _check(self, message: dict[str, Any], side: str) -> None:
        met = [name for name, validator in validators(side).items() if validator.is_valid(message)]
        assert len(met) == 1, f"{message} is {met or 'not documented'}"
        self._seen.update(met)


@asynccontextmanager
async def line(house: Served, actor: Actor, seen: set[str]) -> AsyncIterator[Line]:
    headers = {"Authorization": f"Bearer {await to_thread.run_sync(house.token, actor)}"}
    url = house.url.replace("http", "ws", 1) + "/ws"
    async with connect(url, proxy=None, additional_headers=headers) as socket:
        yield Line(socket, seen)


@pytest.fixture
def watching(house: Served, crisis: str) -> Callable[[Line], Any]:
    """Returns a function that watches the crisis of the test from the board of the permanence."""

    async def watch(one: Line) -> None:
        board = await to_thread.run_sync(house.board, crisis)
        await one.say(type="watch", dossier=crisis, since=board["cursor"], view=board["view"])

    return watch


async def test_every_message_is_documented_and_every_documented_message_is_said(
    house: Served, crisis: str, watching: Callable[[Line], Any]
):
    seen: set[str] = set()
    async with line(house, PERMANENCE, seen) as one:
        await one.hear("welcome")
        await watching(one)
        assert (await one.hear("sync"))["outcome"] == "current"
        command = note(crisis)
        await one.say(type="do", command=command, client_time="2026-07-14T12:00:00Z")
        assert (await one.hear("done"))["id"] == command["id"]
        await one.say(type="do", command=note("nulle-part"))
        assert (await one.hear("refused"))["error"]["code"] == "missing"
        await one.say(type="beat")
        assert (await one.hear("beat"))["cursors"].keys() == {crisis}
        await one.hear("presence")
        await to_thread.run_sync(house.report, crisis, CCAS_NEMOURS)
        assert (await one.hear("delta"))["dossier"] == crisis
        await one.say(type="leave", dossier=crisis)
    assert seen == {*validators(TOLD), *validators(HEARD)}


async def test_a_socket_too_many_is_told_why_and_may_come_back(house: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "SOCKETS_EACH", 1)
    seen: set[str] = set()
    async with line(house, SGAV, seen) as first:
        await first.hear("welcome")
        async with line(house, SGAV, seen) as second:
            assert (await second.hear("refused"))["error"]["code"] == "too_many_sockets"
            with pytest.raises(ConnectionClosed) as closed:
                await second.hear("welcome")
            assert closed.value.rcvd is not None and closed.value.rcvd.code == 4005
    await until(lambda: house.house.limits.sockets() == 0)
    async with line(house, SGAV, seen) as third:
        await third.hear("welcome")


def test_a_frame_that_is_not_documented_is_not_valid():
    wrong = {"type": "delta", "dossier": str(uuid4()), "from": 1}
    assert not any(validator.is_valid(wrong) for validator in validators(TOLD).values())
