"""Real server processes, started by the command line and ended in every way."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2

from crisiscoord.app import build
from crisiscoord.clock import SystemClock
from crisiscoord.settings import Settings
from tests.servers import free_port
from tests.waiting import until_now

START_S = 60.0


class Server:
    """One `crisiscoord serve` on a database that is there; killed and started again at the same address."""

    def __init__(self, url: str, log: Path, *options: str, port: int | None = None, **settings: str) -> None:
        self.port, self._options, self._log = port or free_port(), options, log
        self.url = f"http://127.0.0.1:{self.port}"
        given = {"DATABASE": url, "MODE": "test", "COMMANDS_PER_MINUTE": "0", **settings}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CRISISCOORD_")}
        self._environment = {**inherited, **{f"CRISISCOORD_{name}": value for name, value in given.items()}}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        run = [sys.executable, "-m", "crisiscoord", "serve", "--port", str(self.port), *self._options]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(run, env=self._environment, stdout=log, stderr=log)
        until_now(self._answers, START_S)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text(errors="replace")[-3_000:]
        with suppress(httpx2.TransportError):
            return httpx2.get(f"{self.url}/livez", trust_env=False).status_code == 200
        return False

    def kill(self) -> None:
        """End it without warning (`kill -9`)."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None


@contextmanager
def serving(url: str, folder: Path, *options: str, **settings: str) -> Iterator[Server]:
    """Run a server for as long as the block lasts."""
    server = Server(url, folder / f"server-{free_port()}.log", *options, **settings)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def token(url: str, role: str = "unccas_permanence", **scope: Any) -> str:
    """Make the tables of an empty database when there are none, and a token for its API."""
    house = build(Settings(mode="test", database=url), work=False)
    text, _ = house.tokens.create(role, SystemClock().now(), **scope)
    house.writer.stop()
    house.engine.dispose()
    return text
