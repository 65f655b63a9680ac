"""An installation of several processes on one PostgreSQL and one Valkey, and the one of a single process."""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.programs import Program, Server, free_port, run, token
from tests.servers import ServerMissing, valkey
from tests.viewer import Viewer, viewer

NEMOURS = "ccas-77333"
SECRET = "a-secret-for-the-tests-and-nothing-else"
#: Seconds: a withdrawn right closes sockets of every process in 5; the polls that do it in place of the bell, 2 each.
WITHDRAWN_S, POLLED_S = 5.0, 5.0


class Installation:
    """Two servers side by side, one of which leaves the agenda to a third process."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder, self.settings = folder, {"secret": SECRET, "commands_per_minute": 0, **settings}
        self.first = Server(folder, **self.settings)
        self.second = Server(folder, "--no-work", **self.settings)
        self.worker = Program(folder, ("work",), **self.settings)

    def token(self, role: str, *options: str) -> str:
        return token(self.folder, role, *options, **self.settings)


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: Any
) -> Iterator[tuple[Installation, "Bell"]]:
    database = postgres_server.create_database()
    try:
        bell = Bell()
        bell.start()
    except ServerMissing as reason:
        pytest.skip(str(reason))
    house = Installation(tmp_path_factory.mktemp("two"), database=postgres_server.url(database), bell=bell.url)
    programs = (house.first, house.second, house.worker)
    with contextlib.ExitStack() as running:
        running.callback(bell.stop)
        for program in programs:
            program.launch()
            running.callback(program.stop)
        for program in programs:
            program.until_ready()
        yield house, bell
    postgres_server.drop_database(database)


class Bell:
    """A Valkey that can be killed and brought back at the same address."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        self._running = valkey(self._port)
        self._running.__enter__()

    def stop(self) -> None:
        self._running.__exit__(None, None, None)


@pytest.fixture(scope="module")
def permanence(installation: tuple[Installation, Bell]) -> str:
    return installation[0].token("unccas_permanence")


def send(server: Server, proof: str, dossier: str, do: str, **fields: Any) -> dict[str, Any]:
    with server.client(proof) as client:
        command = {"id": str(uuid4()), "dossier": dossier, "do": do, **fields}
        response = client.post("/api/commands", json=command)
    assert response.status_code == 201, response.text
    receipt: dict[str, Any] = response.json()
    return receipt


def declare(server: Server, proof: str, **fields: Any) -> str:
    dossier = f"crue-{uuid4().hex[:8]}"
    said = {"title": "Crue du Loing", "hazard": "inondation", "reason": "Une commune évacue.", "exercise": True}
    said |= {"occurred_at": ago(hours=2), "communes": ["77333"], **fields}
    send(server, proof, dossier, "crisis.declare", **said)
    return dossier


def report(server: Server, proof: str, dossier: str, sheltered: int) -> str:
    figures = {"sheltered": {"value": sheltered, "quality": "constate"}}
    said = {"body": NEMOURS, "status": "tension", "observed_at": ago(), "figures": figures}
    return str(send(server, proof, dossier, "report.file", **said)["cursor"])


def ago(**by: float) -> str:
    return (datetime.now(UTC) - timedelta(**by)).isoformat()


def sheltered(value: int) -> Any:
    def shown(screen: Viewer) -> bool:
        figures = screen.cards[f"body:{NEMOURS}"].get("figures", {})
        return bool(figures.get("sheltered", {}).get("value") == value)

    return shown


def same_board(*screens: Viewer) -> bool:
    return all(
        (one.cursor, one.view, one.cards) == (screens[0].cursor, screens[0].view, screens[0].cards) for one in screens
    )


def test_two_servers_show_the_same_board(installation: tuple[Installation, Bell], permanence: str):
    house, _ = installation
    dossier = declare(house.first, permanence)
    with viewer(house.first.url, permanence, dossier) as here, viewer(house.second.url, permanence, dossier) as there:
        for number in range(30):
            report((house.first, house.second)[number % 2], permanence, dossier, number)
        for screen in (here, there):
            screen.until(sheltered(29))
        seq = max(here.seq, there.seq)
        for screen in (here, there):
            screen.until(lambda one: one.seq >= seq)
            assert screen.lines == sorted(set(screen.lines))
        assert same_board(here, there)


def test_the_agenda_of_another_process_is_seen_on_every_screen(
    installation: tuple[Installation, Bell], permanence: str
):
    house, _ = installation
    dossier = declare(house.second, permanence, tempo=3600)
    with viewer(house.second.url, permanence, dossier) as screen:
        declared = screen.seq
        screen.until(lambda one: one.seq > declared)
        with house.second.client(permanence) as client:
            entries = client.get(f"/api/dossiers/{dossier}/journal", params={"after": declared}).json()["entries"]
    assert {entry["by"]["role"] for entry in entries} == {"system"}


def test_a_bell_that_is_killed_and_brought_back_loses_nothing(installation: tuple[Installation, Bell], permanence: str):
    house, bell = installation
    dossier = declare(house.first, permanence)
    with viewer(house.second.url, permanence, dossier) as there:
        report(house.first, permanence, dossier, 1)
        there.until(sheltered(1))

        bell.stop()
        report(house.first, permanence, dossier, 2)
        assert there.until(sheltered(2)) < POLLED_S
        with house.second.client() as anybody:
            ready = anybody.get("/readyz")
            assert (ready.status_code, ready.json()["status"]) == (200, "degraded")

        bell.start()
        report(house.first, permanence, dossier, 3)
        there.until(sheltered(3))
        with viewer(house.first.url, permanence, dossier) as fresh:
            there.until(lambda one: one.seq >= fresh.seq)
            assert same_board(there, fresh)


def test_signing_out_closes_the_sockets_of_the_other_server(installation: tuple[Installation, Bell], permanence: str):
    house, _ = installation
    dossier = declare(house.first, permanence)
    with house.first.client() as browser:
        browser.post("/api/session", json={"token": permanence}).raise_for_status()
        with viewer(house.second.url, f"crisiscoord={browser.cookies['crisiscoord']}", dossier) as screen:
            screen.until(lambda one: one.is_watching)
            assert browser.delete("/api/session").status_code == 204
            assert screen.until(lambda one: one.closed_with) < WITHDRAWN_S
            assert screen.closed_with == 4500


def test_a_token_that_is_revoked_closes_the_sockets_of_every_server(
    installation: tuple[Installation, Bell], permanence: str
):
    house, _ = installation
    dossier = declare(house.first, permanence)
    made = run("token", "create", "--role", "sgav", cwd=house.folder, **house.settings)
    account = re.findall(r"Compte (\S+),", made.stderr)[0]
    proof = made.stdout.splitlines()[-1]
    with viewer(house.first.url, proof, dossier) as here, viewer(house.second.url, proof, dossier) as there:
        for screen in (here, there):
            screen.until(lambda one: one.is_watching)
        assert run("token", "revoke", account, cwd=house.folder, **house.settings).returncode == 0
        for screen in (here, there):
            assert screen.until(lambda one: one.closed_with) < WITHDRAWN_S
            assert screen.closed_with == 4500
    with house.second.client(proof) as client:
        assert client.get("/api/dossiers").status_code == 401


def test_one_process_on_sqlite_without_a_bell_is_the_whole_system(tmp_path: Path):
    settings: dict[str, Any] = {"database": f"sqlite:///{tmp_path}/crisiscoord.db", "commands_per_minute": 0}
    with Server(tmp_path, **settings) as server:
        proof = token(tmp_path, "unccas_permanence", **settings)
        dossier = declare(server, proof, tempo=3600)
        with viewer(server.url, proof, dossier) as screen:
            for number in range(10):
                report(server, proof, dossier, number)
            screen.until(sheltered(9))
            screen.until(
                lambda one: any(card.get("late") or card.get("overdue") for card in one.cards.values()) or one.seq > 30
            )
    proven = run("verify", cwd=tmp_path, **settings)
    assert proven.returncode == 0 and "intact" in proven.stdout
