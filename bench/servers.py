"""Real server processes on fresh databases, the load client, and what each of them costs."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

START_S = 60.0
SEED = 20_180_128


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: psutil.Process

    def cpu_s(self) -> float:
        """Return the processor seconds used so far by all its threads."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def rss(self) -> int:
        """Return the memory held, in bytes."""
        return int(self.process.memory_info().rss)


@contextlib.contextmanager
def crisiscoord(folder: Path, **settings: str) -> Iterator[Server]:
    """Run `crisiscoord serve` on the database of `folder`."""
    environment = {
        "CRISISCOORD_DATABASE": f"sqlite:///{folder / 'crisis.db'}",
        "CRISISCOORD_COMMANDS_PER_MINUTE": "0",
        "CRISISCOORD_SECRET": "a-secret-for-the-bench-and-nothing-else",
        **settings,
    }
    port = _free_port()
    with _running(
        [sys.executable, "-m", "crisiscoord", "serve", "--port", str(port)], port, folder, environment
    ) as server:
        yield server


@contextlib.contextmanager
def naive(folder: Path, *options: str) -> Iterator[Server]:
    """Run the naive server on a database of its own."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "bench.naive",
        "--port",
        str(port),
        "--database",
        str(folder / "naive.db"),
        *options,
    ]
    with _running(command, port, folder, {}) as server:
        yield server


@contextlib.contextmanager
def _running(command: list[str], port: int, folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CRISISCOORD_")}
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=kept | environment
        )
    try:
        end = time.monotonic() + START_S
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[2]} did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.01)
        _pin(process.pid, server=True)
        yield Server(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()


class Load:
    """One job of the load client, its viewers connected, waiting for `go`."""

    def __init__(self, process: "subprocess.Popen[str]", ready: dict[str, Any]) -> None:
        self._process, self.ready = process, ready

    def go(self) -> dict[str, Any]:
        """Do the job and return what it found."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        return _line_of(self._process)


@contextlib.contextmanager
def load(server: Server, **job: Any) -> Iterator[Load]:
    """Start the load client on a job (bench/load.py)."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        _pin(process.pid, server=False)
        assert process.stdin is not None
        process.stdin.write(json.dumps({"port": server.port, "seed": SEED, **job}) + "\n")
        process.stdin.flush()
        yield Load(process, _line_of(process))
    finally:
        process.kill()
        process.wait()


def _line_of(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("the load client stopped: its reason is above")
    answer: dict[str, Any] = json.loads(line)
    return answer


def ask(server: Server, path: str, token: str, body: dict[str, Any] | None = None) -> Any:
    """Return the JSON that a server answers to one request."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{path}: {error.status} {error.read().decode(errors='replace')[:500]}") from error


def text_of(server: Server, path: str) -> str:
    """Return the text that a server answers to anybody."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=30) as answer:
        return str(answer.read().decode())


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=1):
            return True
    except OSError:
        return False


def _pin(pid: int, *, server: bool) -> None:
    """Give the load client the last core and the server all others, where the machine allows it."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), cores[:-1] if server else cores[-1:])
