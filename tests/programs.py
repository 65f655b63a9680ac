"""The command line as real processes: one that runs to its end, and a server that is started, stopped and killed."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import httpx2

from tests.waiting import until_now

CRISISCOORD = (sys.executable, "-m", "crisiscoord")
START_S, STOP_S = 60, 15
#: Seconds that one command may take.
RUN_S = 90


def environment(**settings: object) -> dict[str, str]:
    """Return the environment of a process whose settings are these and no other: `mode="demo"`, `database=…`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CRISISCOORD_")}
    return kept | {f"CRISISCOORD_{name.upper()}": str(value) for name, value in settings.items()}


def run(*arguments: str, cwd: Path, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run one command to its end, without terminal; what it says is in `stdout` and `stderr`."""
    return subprocess.run(
        [*CRISISCOORD, *arguments],
        cwd=cwd,
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=RUN_S,
    )


def token(cwd: Path, role: str, *options: str, **settings: object) -> str:
    """Make a token on the machine itself, as an administrator does."""
    made = run("token", "create", "--role", role, *options, cwd=cwd, **settings)
    assert made.returncode == 0, made.stderr
    return made.stdout.splitlines()[-1]


class Program:
    """A process that goes on until it is told to stop. As a context manager, it is stopped at the end."""

    def __init__(self, cwd: Path, arguments: Sequence[str], **settings: object) -> None:
        self.cwd, self._arguments, self._settings = cwd, arguments, settings
        self.log = cwd / f"{re.sub(r'[^a-z0-9]+', '-', '-'.join(arguments))}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        self.launch()
        self.until_ready()
        return self

    def launch(self) -> None:
        """Begin, without waiting: several programs that are launched together are ready sooner."""
        assert self.process is None, "it runs already"
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*CRISISCOORD, *self._arguments],
                cwd=self.cwd,
                env=environment(**self._settings),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def stop(self) -> int:
        """Ask it to stop, as a service manager does, and return how it ended."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Stop it as a power cut does."""
        self._end(signal.SIGKILL)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def until_it_says(self, words: str) -> None:
        """Wait until it has said these words; fails when it ends before."""

        def said() -> bool:
            ended = self.process is None or self.process.poll() is not None
            if words.casefold() in self.said().casefold():
                return True
            assert not ended, f"it ended without saying « {words} »:\n{self.said()}"
            return False

        until_now(said, START_S)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self.stop()

    def until_ready(self) -> None:
        until_now(self._says_something, START_S)

    def _says_something(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"it ended at once:\n{self.said()}"
        return bool(self.said())

    def _end(self, how: signal.Signals) -> int:
        process, self.process = self.process, None
        assert process is not None, "it does not run"
        process.send_signal(how)
        try:
            return process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


class Server(Program):
    """`crisiscoord serve` on a port of its own, which it keeps from one start to the next."""

    def __init__(self, cwd: Path, *options: str, **settings: object) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(cwd, ("serve", "--port", str(self.port), *options), **settings)

    def client(self, token: str = "", **options: Any) -> httpx2.Client:
        """Return a client that lets go of an idle connection before the server does."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        limits = httpx2.Limits(keepalive_expiry=2)
        given: dict[str, Any] = {"limits": limits, "trust_env": False, "timeout": 30, "verify": False, **options}
        return httpx2.Client(base_url=self.url, headers=headers, **given)

    def until_ready(self) -> None:
        until_now(self._answers, START_S)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the server ended at once:\n{self.said()}"
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asking.request("GET", "/livez")
            return asking.getresponse().status == 200
        except OSError:
            return False
        finally:
            asking.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
