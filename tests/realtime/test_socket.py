"""The socket over a real line: who is let in, what is answered, what closes it (protocol.md, WebSocket)."""

import asyncio
import contextlib
import json
import random
import socket
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.live import hub as hubs
from crisiscoord.web import limits
from crisiscoord.web.wire import WireProtocol
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_45
from tests.conftest import NOON
from tests.house import Served, served
from tests.waiting import until
from tests.wires import Watcher, Wire, wire

#: Messages sent at random, and how many of them are none: each of those closes its line.
FRAMES, UNREADABLE_FRAMES = 10_000, 150


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    url = f"sqlite:///{tmp_path_factory.mktemp('socket')}/crisiscoord.db"
    with served(url, ManualClock(NOON)) as running:
        yield running


@pytest.fixture(scope="module")
def crisis(house: Served) -> str:
    return house.declare()


def note(dossier: str, text: str = "Note.", **changes: Any) -> dict[str, Any]:
    said = {"id": str(uuid4()), "dossier": dossier, "do": "note.write", "text": text, "category": "information"}
    return {**said, **changes}


async def test_nobody_known_is_closed_as_signed_out(house: Served) -> None:
    async with wire(house, None) as line:
        assert await line.closed() == 4500
    async with wire(house, None, Authorization="Bearer faux") as line:
        assert await line.closed() == 4500


async def test_a_page_of_another_site_is_refused(house: Served) -> None:
    async with wire(house, PERMANENCE, Origin="https://ailleurs.invalid") as line:
        assert await line.closed() == 4502
    async with wire(house, PERMANENCE, Origin=house.url) as line:
        assert (await line.of("welcome"))["beat_s"] == 25


async def test_one_is_welcomed_by_name_and_told_the_time(house: Served) -> None:
    async with wire(house, CCAS_NEMOURS) as line:
        welcome = await line.of("welcome")
    assert welcome["actor"]["role"] == "ccas_direction"
    assert "email" not in welcome["actor"]
    assert welcome["server_time"] == "2026-07-14T12:00:00.000Z"


UNREADABLE = (
    "",
    "{",
    "null",
    "[]",
    '"watch"',
    "1",
    '{"type":"?"}',
    '{"type":"watch"}',
    '{"type":"watch","dossier":7}',
    '{"type":"do"}',
    '{"type":"do","command":[]}',
    "[" * 5_000,
    '{"a":' * 5_000,
    b"\x00\x01",
)


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_what_is_no_message_is_answered_then_closed(house: Served, text: str | bytes) -> None:
    async with wire(house) as line:
        await line.connection.send(text)
        refused = await line.of("refused")
        assert (refused["id"], refused["error"]["status"], refused["error"]["code"]) == (None, 422, "malformed")
        assert await line.closed() == 4501


async def test_a_message_larger_than_the_bound_closes_the_line(house: Served) -> None:
    async with wire(house) as line:
        await line.of("welcome")
        await line.connection.send("x" * (64 * 1024 + 1))
        assert await line.closed() == 1009


async def test_the_same_commands_have_the_same_answers_as_over_http(house: Served, crisis: str) -> None:
    command = note(crisis)
    over_http = house.send(command)
    async with wire(house) as line:
        await line.say(type="do", command=command)
        done = await line.of("done")
        assert {**over_http.json(), "again": True, "type": "done", "id": command["id"]} == done
        unknown, nul = note(crisis, unknown=1), note(crisis, text="a\0b")
        for wrong in (unknown, nul, note("inconnue-1"), {**command, "text": "Autre"}):
            await line.say(type="do", command=wrong)
            refused = await line.of("refused")
            answer = house.send(wrong)
            assert refused["id"] == wrong["id"]
            assert refused["error"] == answer.json()
            assert refused["error"]["status"] == answer.status_code


DEEP: dict[str, Any] = {}
for _ in range(300):
    DEEP = {"a": DEEP}

ODD = (
    {},
    {"do": 7},
    {"do": "note.write"},
    {"do": "note.write", "id": 3},
    {"do": "note.write", "text": 1.5},
    {"do": "note.write", "text": DEEP},
    {"do": "note.write", "text": 10**18},
    {"do": "report.file", "observed_at": "2026-07-14T12:00:00"},
    {"do": ["note.write"]},
)


@pytest.mark.parametrize("command", ODD, ids=range(len(ODD)))
async def test_a_command_of_any_shape_is_answered_and_the_line_stays(
    house: Served, crisis: str, command: dict[str, Any]
) -> None:
    async with wire(house) as line:
        await line.say(type="do", command={"dossier": crisis, **command})
        assert (await line.of("refused"))["error"]["status"] == 422
        await line.say(type="beat")
        await line.of("beat")


ODD_DOSSIERS = ("inconnue", "", "a\0b", "CRUE", "é" * 500, "_directory", "x" * 60_000, "'; DROP TABLE entry; --")


@pytest.mark.parametrize("dossier", ODD_DOSSIERS, ids=range(len(ODD_DOSSIERS)))
async def test_a_watch_of_what_is_no_dossier_is_refused_and_the_line_stays(house: Served, dossier: str) -> None:
    async with wire(house) as line:
        refused = await line.watch(dossier)
        assert (refused["id"], refused["error"]["status"]) == (None, 404)
        assert refused["dossier"] == dossier[:100]
        await line.say(type="beat")
        await line.of("beat")


async def test_a_name_that_a_database_would_not_take_is_refused_like_any_other(postgresql_url: str) -> None:
    with served(postgresql_url, ManualClock(NOON)) as house:
        async with wire(house) as line:
            assert (await line.watch("a\0b"))["error"]["status"] == 404
            await line.say(type="beat")
            await line.of("beat")


async def test_a_cursor_of_the_wrong_type_is_refused(house: Served, crisis: str) -> None:
    async with wire(house) as line:
        await line.say(type="watch", dossier=crisis, since=12, view=[])
        assert (await line.of("refused"))["error"]["code"] == "malformed"


async def test_what_one_screen_reports_another_sees(house: Served) -> None:
    dossier = house.declare()
    async with wire(house) as line, wire(house, CCAS_NEMOURS) as sender:
        watcher = Watcher(house, line, PERMANENCE, dossier)
        assert (await watcher.load())["outcome"] == "current"
        said = {"body": "ccas-77333", "status": "deborde", "observed_at": NOON.isoformat()}
        command = {"id": str(uuid4()), "dossier": dossier, "do": "report.file", **said}
        await sender.say(type="do", command=command)
        done = await sender.of("done")
        await watcher.reach(done["last"])
        assert watcher.screen.cards["body:ccas-77333"]["status"] == "deborde"
        assert watcher.screen.cursor == done["cursor"]
        board = await asyncio.to_thread(house.board, dossier)
        assert watcher.screen.cards == {card["id"]: card for card in board["cards"]}
        await line.say(type="beat")
        assert (await line.of("beat"))["cursors"] == {dossier: done["cursor"]}


async def test_presence_says_who_watches(house: Served) -> None:
    dossier = house.declare()
    async with wire(house) as one, wire(house, CCAS_MELUN) as two:
        await one.watch(dossier)
        await two.watch(dossier)
        here = await one.next(lambda message: message["type"] == "presence" and len(message["here"]) == 2)
        assert {who["role"] for who in here["here"]} == {"unccas_permanence", "ccas_direction"}


async def test_who_may_not_see_a_dossier_gets_the_answer_of_one_that_does_not_exist(house: Served, crisis: str) -> None:
    async with wire(house, PREFECTURE_45) as line:
        hidden, unknown = await line.watch(crisis), await line.watch("inconnue")
        assert {**hidden["error"], "detail": ""} == {**unknown["error"], "detail": ""}


async def test_a_viewer_that_stops_reading_is_closed_while_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "TOO_SLOW", 0.2)
    monkeypatch.setattr("tests.house.socket.socket", Narrow)
    with served(f"sqlite:///{tmp_path}/crisiscoord.db", ManualClock(NOON)) as house:
        dossier = house.declare()
        async with wire(house) as quick:
            watcher = Watcher(house, quick, PERMANENCE, dossier)
            await watcher.load()
            slow = await asyncio.to_thread(deaf, house, dossier)
            with contextlib.closing(slow):
                for _ in range(12):
                    answer = await asyncio.to_thread(house.send, note(dossier, "😀" * 7_900))
                    await watcher.reach(answer.json()["last"])
                await until(lambda: house.house.hub.counts() == {"viewers": 1, "dossiers": 1})
                assert await asyncio.to_thread(code_of_close, slow) == 4001
            await asyncio.to_thread(house.send, note(dossier))
            await watcher.reach(watcher.screen.seq + 1)


async def test_a_screen_that_is_in_step_is_written_to_by_the_wire(
    house: Served, crisis: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bool] = []
    write_now = WireProtocol.write_now

    def noted(self: WireProtocol, message: bytes) -> bool:
        written.append(write_now(self, message))
        return written[-1]

    monkeypatch.setattr(WireProtocol, "write_now", noted)
    async with wire(house) as line:
        watcher = Watcher(house, line, PERMANENCE, crisis)
        await watcher.load()
        for number in range(5):
            answer = await asyncio.to_thread(house.send, note(crisis, str(number)))
            await watcher.reach(answer.json()["last"])
        await line.say(type="beat")
        assert (await line.of("beat"))["cursors"] == {crisis: watcher.screen.cursor}
    assert any(written)


class Narrow(socket.socket):
    """A socket that holds little of what is not read yet, and so does every socket that it accepts."""

    def bind(self, address: Any) -> None:
        self.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8_192)
        super().bind(address)


def deaf(house: Served, dossier: str) -> socket.socket:
    """Open a line by hand, watch, and read nothing more."""
    host, _, port = house.url.removeprefix("http://").partition(":")
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)
    line.settimeout(20)
    line.connect((host, int(port)))
    board = house.board(dossier, OBSERVER)
    ask = (
        f"GET /ws HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        f"Authorization: Bearer {house.token(OBSERVER)}\r\n\r\n"
    )
    line.sendall(ask.encode())
    assert line.recv(16).startswith(b"HTTP/1.1 101")
    watch = orjson.dumps({"type": "watch", "dossier": dossier, "since": board["cursor"], "view": board["view"]})
    line.sendall(bytes([0x81, 0x80 | 126, len(watch) >> 8, len(watch) & 255, 0, 0, 0, 0]) + watch)
    return line


def code_of_close(line: socket.socket) -> int:
    """Read what was sent up to the close frame, and return its code."""
    data = b""
    while data[-4:-2] != b"\x88\x02":
        chunk = line.recv(65_536)
        assert chunk, "the line ended without a close frame"
        data += chunk
    return int.from_bytes(data[-2:], "big")


async def test_one_account_holds_so_many_lines_and_no_more(house: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SOCKETS_EACH", 2)
    async with wire(house, OBSERVER) as one, wire(house, OBSERVER) as two:
        await one.of("welcome")
        await two.of("welcome")
        async with wire(house, OBSERVER) as three:
            assert (await three.of("refused"))["error"]["status"] == 429
            assert await three.closed() == 4005
    async with wire(house, CCAS_NEMOURS) as other:
        await other.of("welcome")


WORDS: tuple[Any, ...] = (
    *("crue-1", "inconnue", "41.9f3a1b2c", "", None, -1, 2**70, True, [], {}, "é\u2028😀", "x" * 300),
    *("note.write", "report.file", "2026-07-14T12:00:00Z", 1.5, "\ud800", "a\0b", [[[[]]]], {"a": {"b": None}}),
)
FIELDS = ("id", "dossier", "do", "text", "category", "body", "status", "observed_at", "figures", "seq", "reason", "x")


def readable(some: random.Random) -> dict[str, Any]:
    """Return a message of the protocol, with anything in it."""
    given = {name: some.choice(WORDS) for name in some.sample(("since", "view", "client_time", "x"), 2)}
    kind = some.choices(("do", "beat", "leave", "watch"), (12, 4, 4, 1))[0]
    if kind == "do":
        command = {name: some.choice(WORDS) for name in some.sample(FIELDS, 6)}
        return {"type": "do", **given, "command": {"do": "note.write", **command} if some.random() < 0.5 else command}
    return {"type": kind, **given, "dossier": some.choice([word for word in WORDS if isinstance(word, str)])}


def unreadable(some: random.Random) -> str:
    """Return what is no message: another type, a field of another type, letters in any order."""
    text = json.dumps({**readable(some), "type": some.choice(WORDS)})
    return text if some.random() < 0.5 else "".join(some.sample(text, len(text))) + some.choice(string.printable)


async def test_ten_thousand_random_frames_are_answered_clearly_and_the_server_lives(house: Served, crisis: str) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    some = random.Random(seed)
    async with wire(house, OBSERVER) as line:
        answers = asyncio.create_task(read_all(line))
        for _ in range(FRAMES - UNREADABLE_FRAMES):
            await line.connection.send(json.dumps(readable(some)).replace("\\ud800", "\ufffd"))
        await line.say(type="watch", dossier="the-last-one")
        assert await answers > FRAMES // 2
    for _ in range(UNREADABLE_FRAMES):
        async with wire(house, OBSERVER) as line:
            await line.connection.send(unreadable(some))
            assert await line.closed() == 4501
    async with wire(house) as line:
        assert (await line.watch(crisis))["type"] == "sync"
    assert (await asyncio.to_thread(house.as_(PERMANENCE).get, "/livez")).status_code == 200


async def read_all(line: Wire) -> int:
    """Read until the refusal of the last message, and count the refusals, each of them clear."""
    refused = 0
    while True:
        message = await line.of("refused")
        refused += 1
        assert message["error"]["status"] in (403, 404, 409, 422), message
        assert message["error"]["code"] != "internal"
        assert message["error"]["detail"]
        assert message["error"]["title"]
        if message.get("dossier") == "the-last-one":
            return refused
