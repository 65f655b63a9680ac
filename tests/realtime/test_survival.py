"""What was acknowledged survives kill -9, a restart and a lost doorbell (docs/architecture.md)."""

import asyncio
import json
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from crisiscoord.clock import ManualClock
from tests.faults_log import say
from tests.office import DECLARE, office
from tests.processes import Server, serving, token
from tests.servers import free_port, valkey

WRITERS = 8
PATIENCE_S = 30


class Reporters:
    """Threads that write for as long as they are answered, and know what was acknowledged."""

    def __init__(self, url: str, proof: str, dossier: str) -> None:
        self._url, self._headers, self._dossier = url, {"Authorization": f"Bearer {proof}"}, dossier
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.unanswered: list[dict[str, Any]] = []
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(WRITERS)

    def client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self._url, headers=self._headers, trust_env=False, timeout=10)

    def begin(self) -> None:
        for writer in range(WRITERS):
            self._pool.submit(self._write, writer)

    def end(self) -> None:
        self._stop.set()
        self._pool.shutdown()

    def _write(self, writer: int) -> None:
        with self.client() as client:
            number = 0
            while not self._stop.is_set():
                number += 1
                command = note(self._dossier, f"{writer}/{number}")
                try:
                    response = client.post("/api/commands", json=command)
                except httpx2.TransportError:
                    self.unanswered.append(command)
                    return
                if response.status_code == 201:
                    self.acknowledged[command["id"]] = {**command, "receipt": response.json()}


def note(dossier: str, text: str) -> dict[str, Any]:
    return {"id": str(uuid4()), "dossier": dossier, "do": "note.write", "text": text, "category": "information"}


def declare(server: Server, proof: str, dossier: str = "crue") -> None:
    said = {**DECLARE, "id": str(uuid4()), "dossier": dossier, "do": "crisis.declare"}
    said["occurred_at"] = "2026-01-01T00:00:00Z"
    response = httpx2.post(
        f"{server.url}/api/commands", json=said, headers={"Authorization": f"Bearer {proof}"}, trust_env=False
    )
    assert response.status_code == 201, response.text


def check_everything_is_there_once(url: str, reporters: Reporters) -> None:
    """The journal holds, and each acknowledged command is at its number; the unanswered may be sent again."""
    with reporters.client() as client:
        for sent in reporters.acknowledged.values():
            command = {name: value for name, value in sent.items() if name != "receipt"}
            response = client.post("/api/commands", json=command)
            assert response.status_code == 200
            assert response.json() == {**sent["receipt"], "again": True}
        for command in reporters.unanswered:
            assert client.post("/api/commands", json=command).status_code in (200, 201)
    with office(url, ManualClock(datetime(2026, 1, 1, tzinfo=UTC))) as here:
        assert not here.proof().faults
        texts = {entry.seq: entry.fact.text for entry in here.entries() if entry.fact.kind == "note.written"}  # type: ignore[attr-defined]
        written = [*reporters.acknowledged.values(), *reporters.unanswered]
        assert sorted(texts.values()) == sorted(command["text"] for command in written), "each is there, once"
        for sent in reporters.acknowledged.values():
            assert texts[sent["receipt"]["first"]] == sent["text"]


def killed_under_load(url: str, folder: Path, times: int) -> int:
    proof, some = token(url), random.Random(times)
    with serving(url, folder) as server:
        declare(server, proof)
        acknowledged: dict[str, dict[str, Any]] = {}
        unanswered: list[dict[str, Any]] = []
        for _ in range(times):
            reporters = Reporters(server.url, proof, "crue")
            reporters.begin()
            wanted = some.randrange(20, 120)
            wait(lambda reporters=reporters, wanted=wanted: len(reporters.acknowledged) >= wanted)
            server.kill()
            reporters.end()
            acknowledged |= reporters.acknowledged
            unanswered += reporters.unanswered
            server.start()
        assert unanswered, "it was killed while it was writing"
        reporters.acknowledged, reporters.unanswered = acknowledged, unanswered
        check_everything_is_there_once(url, reporters)
    return len(acknowledged)


def wait(true: Any) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.timeout(180)
def test_acknowledged_commands_survive_a_kill_under_load(sqlite_url: str, tmp_path: Path) -> None:
    assert killed_under_load(sqlite_url, tmp_path, 1) >= 20


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_acknowledged_commands_survive_many_kills_on_each_database(database_url: str, tmp_path: Path) -> None:
    kept = killed_under_load(database_url, tmp_path, 6)
    say(f"kill -9, six fois sous charge ({database_url.partition(':')[0]})", f"{kept} commandes acquittées, 0 perdue")


class Screen:
    """One line to a server, which counts the numbers that it is at."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.seq = 0

    async def reach(self, seq: int) -> float:
        """Wait for entry `seq` and return the seconds it took."""
        began = time.monotonic()
        while self.seq < seq:
            message = json.loads(await asyncio.wait_for(self._connection.recv(), PATIENCE_S))
            if message["type"] == "delta":
                assert message["from"] == self.seq, "no hole"
                self.seq = message["to"]
        return time.monotonic() - began


async def screen(server: Server, proof: str, dossier: str = "crue") -> Screen:
    headers = {"Authorization": f"Bearer {proof}"}
    board = httpx2.get(f"{server.url}/api/dossiers/{dossier}/board", headers=headers, trust_env=False).json()
    address = server.url.replace("http", "ws") + "/ws"
    made = Screen(await connect(address, additional_headers=headers, proxy=None))
    made.seq = board["seq"]
    watch = {"type": "watch", "dossier": dossier, "since": board["cursor"], "view": board["view"]}
    await made._connection.send(json.dumps(watch))
    while json.loads(await made._connection.recv())["type"] != "sync":
        pass
    return made


@pytest.fixture
def shared(postgresql_url: str, tmp_path: Path) -> Iterator[tuple[Server, Server, str, int]]:
    """Two servers on one PostgreSQL, a doorbell's port between them, and a token."""
    proof, port = token(postgresql_url), free_port()
    bell = {"BELL": f"redis://127.0.0.1:{port}/0"}
    servers = [Server(postgresql_url, tmp_path / f"{name}.log", **bell) for name in ("one", "two")]
    try:
        with ThreadPoolExecutor(2) as starting:
            list(starting.map(Server.start, servers))
        yield servers[0], servers[1], proof, port
    finally:
        for server in servers:
            server.kill()


def write(server: Server, proof: str, text: str) -> int:
    response = httpx2.post(
        f"{server.url}/api/commands",
        json=note("crue", text),
        headers={"Authorization": f"Bearer {proof}"},
        trust_env=False,
        timeout=10,
    )
    assert response.status_code == 201, response.text
    return int(response.json()["last"])


@pytest.mark.faults
@pytest.mark.timeout(300)
async def test_two_servers_show_the_same_board_with_the_bell_there_gone_and_back(
    shared: tuple[Server, Server, str, int],
) -> None:
    one, two, proof, port = shared
    with valkey(port):
        declare(one, proof)
        watching = await screen(two, proof)
        await until_bell(one, proof, "ok")
        await until_bell(two, proof, "ok")
        rung = [await watching.reach(write(one, proof, f"Sonnée {n}")) for n in range(5)]
    await until_bell(two, proof, "degraded")
    polled = [await watching.reach(write(one, proof, f"Relevée {n}")) for n in range(3)]
    with valkey(port):
        await until_bell(two, proof, "ok")
        await until_bell(one, proof, "ok")
        again = [await watching.reach(write(one, proof, f"Sonnée encore {n}")) for n in range(5)]
        assert await stopped(two, watching) == 4002, "a server that ends says that it restarts"
    say("remise entre deux serveurs, sonnette présente", f"{1000 * max(rung):.0f} ms au plus sur {len(rung)}")
    say("remise entre deux serveurs, Redis tué (relevé des têtes)", f"{max(polled):.2f} s au plus sur {len(polled)}")
    say("remise entre deux serveurs, Redis revenu", f"{1000 * max(again):.0f} ms au plus sur {len(again)}")
    assert max(polled) < 6


async def stopped(server: Server, watching: Screen) -> int:
    """Ask a server to end, and return the code with which it closes a screen."""
    stopping = asyncio.create_task(asyncio.to_thread(server.stop))
    try:
        await watching.reach(2**60)
    except ConnectionClosed as closed:
        await stopping
        return closed.rcvd.code if closed.rcvd else 0
    raise AssertionError("it was not closed")


async def until_bell(server: Server, proof: str, status: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        answer = httpx2.get(f"{server.url}/readyz", trust_env=False)
        assert answer.status_code == 200, "slower screens are no reason not to serve"
        if answer.json()["status"] == status:
            return
        assert time.monotonic() < deadline, answer.text
        await asyncio.sleep(0.1)
