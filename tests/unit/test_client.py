"""The client: a command sent again until it is answered, a board followed through cuts."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection, serve

from crisiscoord.cli.client import TRIES, Answered, BoardCopy, Change, Client, Unreachable

COMMAND = {"id": "5d7a1c9e-2f53-4f8e-9d53-0d7b8f6f2f10", "dossier": "crue", "do": "note.write", "text": "Bonjour"}
RECEIPT = {"dossier": "crue", "first": 1, "last": 1, "cursor": "1.aa", "again": False}
BOARD = {"dossier": "crue", "kind": "crisis", "seq": 4, "cursor": "4.aa", "view": "v1", "cards": []}


def card(id: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "type": id.partition(":")[0], **fields}


def delta(start: int, end: int, put: list[Any] | None = None, drop: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "delta",
        "dossier": "crue",
        "from": start,
        "to": end,
        "cursor": f"{end}.aa",
        "put": put or [],
        "drop": drop or [],
        "lines": [],
    }


def sync(outcome: str, seq: int, view: str = "v1", missed: int | None = 0) -> dict[str, Any]:
    head = {"type": "sync", "dossier": "crue", "outcome": outcome, "seq": seq, "cursor": f"{seq}.aa"}
    return {**head, "view": view, "missed": missed, "allowed": []}


class Answers:
    """Answers requests one after the other, and remembers what was asked and how long the client rested."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers, self.asked, self.rests = list(answers), list[bytes](), list[float]()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.content)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def rest(self, seconds: float) -> None:
        self.rests.append(seconds)

    def send(self) -> dict[str, Any]:
        async def run() -> dict[str, Any]:
            transport = httpx2.MockTransport(self)
            async with Client("http://127.0.0.1:1", "jeton", transport, self.rest) as client:
                return await client.command(COMMAND)

        return asyncio.run(run())


def problem(status: int, code: str, **headers: str) -> httpx2.Response:
    body = orjson.dumps({"status": status, "code": code, "title": "Non", "detail": "Pas maintenant."})
    return httpx2.Response(status, content=body, headers=headers)


def test_a_command_sent_again_is_sent_with_the_same_bytes() -> None:
    server = Answers(problem(503, "unavailable"), httpx2.ConnectError("coupé"), httpx2.Response(201, json=RECEIPT))
    assert server.send() == RECEIPT
    assert len(server.asked) == 3 and len(set(server.asked)) == 1


def test_a_client_rests_as_long_as_the_server_says() -> None:
    server = Answers(problem(429, "too_many", **{"Retry-After": "3"}), httpx2.Response(201, json=RECEIPT))
    server.send()
    assert len(server.rests) == 1 and 3 <= server.rests[0] <= 3.25


def test_a_refusal_is_not_sent_again() -> None:
    server = Answers(problem(409, "dossier_closed"))
    with pytest.raises(Answered, match="Pas maintenant") as refused:
        server.send()
    assert (refused.value.code, refused.value.status, len(server.asked)) == ("dossier_closed", 409, 1)


def test_a_server_that_stays_busy_is_given_up_with_its_own_words() -> None:
    server = Answers(problem(503, "unavailable"))
    with pytest.raises(Answered) as refused:
        server.send()
    assert (refused.value.code, len(server.asked)) == ("unavailable", TRIES)


def test_a_server_that_is_not_there_is_given_up() -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        Answers(httpx2.ConnectError("refusé")).send()


def test_an_answer_that_is_no_json_is_a_problem_too() -> None:
    with pytest.raises(Answered):
        Answers(httpx2.Response(502, text="<html>")).send()


def test_a_copy_drops_before_it_puts() -> None:
    copy = BoardCopy("crue")
    copy.load({**BOARD, "cards": [card("body:a", n=1)]})
    assert copy.take(delta(4, 6, put=[card("body:b")], drop=["body:a"]))
    assert set(copy.cards) == {"body:b"} and (copy.seq, copy.cursor) == (6, "6.aa")


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_delta_that_starts_elsewhere_is_not_taken(start: int, end: int) -> None:
    copy = BoardCopy("crue")
    copy.load(BOARD)
    taken = copy.take(delta(start, end, put=[card("body:a")]))
    assert taken == (start == 4)
    assert ("body:a" in copy.cards) == taken and copy.seq == (end if taken else 4)


# A server of the tests: each connection follows one script, then is closed with its code.

Script = Callable[[ServerConnection], Awaitable[int]]


async def say(socket: ServerConnection, *messages: dict[str, Any]) -> None:
    for message in messages:
        await socket.send(orjson.dumps(message).decode(), text=True)


async def hear(socket: ServerConnection) -> dict[str, Any]:
    return dict(orjson.loads(await socket.recv()))


def follow(scripts: list[Script], boards: list[dict[str, Any]], most: int) -> list[tuple[str, int, int]]:
    """Watch a server that follows `scripts`, one per connection; return (what, seq, missed) of each change."""
    seen: list[tuple[str, int, int]] = []

    async def handle(socket: ServerConnection) -> None:
        await say(socket, {"type": "welcome", "beat_s": 25})
        await socket.close(await scripts.pop(0)(socket))

    async def no_rest(seconds: float) -> None:
        assert 0 < seconds <= 10

    def board(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=boards.pop(0))

    async def run() -> None:
        async with serve(handle, "127.0.0.1", 0) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            transport = httpx2.MockTransport(board)
            async with Client(f"http://127.0.0.1:{port}", "jeton", transport, no_rest) as client:
                changes = client.watch("crue")
                async for change in changes:
                    seen.append(_seen(change))
                    if len(seen) == most:
                        break
                await changes.aclose()

    asyncio.run(asyncio.wait_for(run(), 20))
    return seen


def _seen(change: Change) -> tuple[str, int, int]:
    return change.what, change.copy.seq, change.missed


def test_after_a_cut_a_watcher_takes_up_where_it_was() -> None:
    asked: list[dict[str, Any]] = []

    async def first(socket: ServerConnection) -> int:
        asked.append(await hear(socket))
        await say(socket, sync("current", 4), delta(4, 5))
        return 4002

    async def second(socket: ServerConnection) -> int:
        asked.append(await hear(socket))
        await say(socket, sync("caught_up", 9, missed=4), delta(5, 9))
        await socket.wait_closed()
        return 1000

    seen = follow([first, second], [BOARD], 5)
    assert seen == [("current", 4, 0), ("delta", 5, 0), ("cut", 5, 0), ("caught_up", 5, 4), ("delta", 9, 0)]
    assert [(one["since"], one["view"]) for one in asked] == [("4.aa", "v1"), ("5.aa", "v1")]


def test_a_reload_fetches_the_board_and_watches_from_its_cursor() -> None:
    asked: list[dict[str, Any]] = []

    async def script(socket: ServerConnection) -> int:
        asked.append(await hear(socket))
        await say(socket, sync("reload", 12, "v2", None))
        asked.append(await hear(socket))
        await say(socket, sync("current", 12, "v2"))
        await socket.wait_closed()
        return 1000

    later = {**BOARD, "seq": 12, "cursor": "12.aa", "view": "v2"}
    assert follow([script], [BOARD, later], 2) == [("reload", 12, 0), ("current", 12, 0)]
    assert (asked[1]["since"], asked[1]["view"]) == ("12.aa", "v2")


def test_a_delta_or_a_beat_that_does_not_fit_makes_the_watcher_resume() -> None:
    asked: list[dict[str, Any]] = []

    async def script(socket: ServerConnection) -> int:
        await hear(socket)
        await say(socket, sync("current", 4), delta(7, 8))
        asked.append(await hear(socket))
        await say(socket, {"type": "beat", "server_time": "", "cursors": {"crue": "9.aa"}})
        asked.append(await hear(socket))
        await say(socket, sync("caught_up", 9, missed=5), delta(4, 9))
        await socket.wait_closed()
        return 1000

    seen = follow([script], [BOARD], 4)
    assert [what for what, _, _ in seen] == ["current", "beat", "caught_up", "delta"]
    assert [one["since"] for one in asked] == ["4.aa", "4.aa"]


def test_a_door_closed_for_good_is_not_knocked_at_again() -> None:
    async def script(socket: ServerConnection) -> int:
        return 4500

    with pytest.raises(Answered, match="Jeton") as refused:
        follow([script], [BOARD], 9)
    assert refused.value.status == 401


def test_a_board_that_may_not_be_seen_is_said() -> None:
    async def script(socket: ServerConnection) -> int:
        await hear(socket)
        error = {"status": 404, "code": "missing", "detail": "Aucun dossier « crue » ne vous est ouvert."}
        await say(socket, {"type": "refused", "id": None, "dossier": "crue", "error": error})
        await socket.wait_closed()
        return 1000

    with pytest.raises(Answered, match="ne vous est ouvert"):
        follow([script], [BOARD], 9)
