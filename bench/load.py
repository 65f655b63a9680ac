"""The load client: a process of its own, so that the server is what is measured. `python -m bench.load < job`.

The first line of its input is the job, in JSON. It says `ready` when its viewers are connected, waits for a
line, does the job and writes the result, in JSON, on one line.
"""

import json
import os
import random
import resource
import sys
import time
import uuid
import zlib
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from .lines import Asker, Loop, Reporter, Viewer, now
from .wire import request

#: Handshakes under way at once, and seconds that a job may last beyond what it asks.
AT_ONCE, PATIENCE = 50, 60.0
_FIGURES = ("sheltered", "evacuated", "received", "agents_present", "meals")
_STATUSES = ("veille", "mobilise", "tension")


def in_order() -> str:
    """Return the id of a command, as our own clients make them: a UUID 7, the later the greater (RFC 9562)."""
    ms, dice = time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10))
    return str(uuid.UUID(int=ms << 80 | dice & ~(0xF000C000 << 48) | 0x70008000 << 48))


def commands(dossier: str, bodies: list[str], headers: dict[str, str], seed: int) -> Iterator[bytes]:
    """Yield without end the requests that file a report of one body after the other."""
    dice = random.Random(seed)
    while True:
        for body in bodies:
            observed = datetime.now(UTC) - timedelta(seconds=dice.randrange(1, 60))
            report = {
                "id": in_order(),
                "dossier": dossier,
                "do": "report.file",
                "body": body,
                "status": dice.choice(_STATUSES),
                "observed_at": observed.isoformat(timespec="milliseconds"),
                "figures": {name: {"value": dice.randrange(500), "quality": "constate"} for name in _FIGURES},
                "text": "Gymnase ouvert, couvertures demandées.",
            }
            yield request("POST", "/api/commands", headers, json.dumps(report).encode())


class Job:
    def __init__(self, job: dict[str, Any]) -> None:
        self._job, self._loop = job, Loop(job["port"])
        self._viewers: list[Viewer] = []
        self._stop_at, self._sent = 0.0, 0
        self._commands = (
            commands(job["dossier"], job["bodies"], job["headers"], job["seed"]) if "bodies" in job else None
        )
        self._reporters: list[Reporter] = []
        self._free: deque[Reporter] = deque()

    def connect(self) -> dict[str, Any]:
        """Connect the viewers, some at a time, until all are in step; then the reporters."""
        began = now()
        for group in self._job.get("viewers", ()):
            for start in range(0, group["count"], AT_ONCE):
                some = [
                    Viewer(self._loop, group["path"], group["headers"], group["watch"])
                    for _ in range(min(AT_ONCE, group["count"] - start))
                ]
                self._viewers += some
                if not self._loop.run(lambda some=some: all(one.outcome or one.closed for one in some), PATIENCE):
                    raise TimeoutError("the viewers were not answered")
        wrong = {str(one.closed or one.outcome) for one in self._viewers} - {"current", "caught_up"}
        if wrong:
            raise RuntimeError(f"viewers that are not in step: {wrong}")
        # Last, because a server closes a connection on which nothing is asked for five seconds.
        self._reporters = [Reporter(self._loop, self._answered) for _ in range(self._job.get("reporters", 0))]
        self._free.extend(self._reporters)
        return {"ready": len(self._viewers), "connect_s": now() - began}

    def run(self) -> dict[str, Any]:
        return {"closed": self._closed, "single": self._single, "burst": self._burst, "herd": self._herd}[
            self._job["do"]
        ]()

    def _answered(self, reporter: Reporter) -> None:
        if now() < self._stop_at:
            self._send(reporter)
        else:
            self._free.append(reporter)

    def _send(self, reporter: Reporter) -> None:
        assert self._commands is not None
        self._sent += 1
        reporter.send(next(self._commands))

    def _all_free(self) -> bool:
        return all(one.is_free or one.refused for one in self._reporters)

    def _closed(self) -> dict[str, Any]:
        """Every reporter sends its next command as soon as the last one is answered."""
        began = now()
        self._stop_at = began + self._job["seconds"]
        for reporter in self._reporters:
            self._send(reporter)
        self._loop.run(lambda: now() > self._stop_at and self._all_free(), self._job["seconds"] + PATIENCE)
        return self._reported(began)

    def _single(self) -> dict[str, Any]:
        """One update at a time: the next one when every viewer has had the last."""
        began = now()
        reporter = self._reporters[0]
        for number in range(1, self._job["updates"] + 1):
            self._send(reporter)
            self._loop.run(
                lambda number=number: (len(reporter.answers) == number or reporter.refused) and self._in_step(),
                PATIENCE,
                0.005,
            )
            if reporter.refused:
                raise RuntimeError(f"refused: {reporter.refused[0]}")
            rest = now() + self._job["pause"]
            self._loop.run(lambda rest=rest: now() > rest, PATIENCE, 0.01)
        return self._seen(began)

    def _burst(self) -> dict[str, Any]:
        """`updates` commands in one second, whether or not the earlier ones are answered; then until all is seen."""
        began, total = now(), self._job["updates"]

        def sent() -> bool:
            due = min(total, int((now() - began) * total) + 1)
            while self._sent < due and self._free:
                if not self._free[0].is_closed:
                    self._send(self._free[0])
                self._free.popleft()
            return self._sent >= total

        self._loop.run(sent, self._job["seconds"], 0.001)
        offered = now() - began
        self._loop.run(lambda: self._all_free() and self._in_step(), self._job["seconds"], 0.02)
        return {**self._seen(began), "offered_s": offered}

    def _herd(self) -> dict[str, Any]:
        """Everybody asks for the whole board at the same time."""
        askers = [Asker(self._loop, self._job["path"], self._job["headers"]) for _ in range(self._job["count"])]
        began = now()
        for asker in askers:
            asker.ask()
        done = self._loop.run(lambda: all(one.answered for one in askers), self._job["seconds"], 0.01)
        times = sorted(one.answered - began for one in askers if one.answered)
        bodies = {
            sha256(_unpacked(body)).hexdigest() for body in {one.body for one in askers[:: max(1, len(askers) // 20)]}
        }
        return {
            "done": done,
            "ok": sum(one.status == 200 for one in askers),
            "different": len(bodies),
            "median_s": _percentile(times, 50),
            "last_s": times[-1] if times else None,
            "bytes": sum(len(one.body) for one in askers),
        }

    def _head(self) -> int:
        return max((last for one in self._reporters for _, _, last in one.answers[-1:]), default=0)

    def _in_step(self) -> bool:
        head = self._head()
        return all(one.position >= head or one.closed for one in self._viewers)

    def _reported(self, began: float) -> dict[str, Any]:
        answers = sorted(answer for one in self._reporters for answer in one.answers)
        waits = sorted(answered - sent for sent, answered, _ in answers)
        took = max((answered for _, answered, _ in answers), default=began) - began
        refused = [reason for one in self._reporters for reason in one.refused]
        return {
            "accepted": len(answers),
            "refused": len(refused),
            "reasons": sorted(set(refused))[:3],
            "seconds": took,
            "rate": len(answers) / took if took else 0.0,
            "p50_ms": _percentile(waits, 50) * 1e3,
            "p99_ms": _percentile(waits, 99) * 1e3,
            "client_cpu_s": sum(os.times()[:2]),
        }

    def _seen(self, began: float) -> dict[str, Any]:
        """Say when the last viewer had each accepted command, since it was acknowledged and since it was sent."""
        answers = [answer for one in self._reporters for answer in one.answers]
        latest: dict[int, float] = {}
        for viewer in self._viewers:
            for at, start, to in viewer.taken:
                for seq in range(start + 1, to + 1):
                    if at > latest.get(seq, 0.0):
                        latest[seq] = at
        since_ack = sorted(max(latest[last] - answered, 0.0) for _, answered, last in answers if last in latest)
        since_sent = sorted(latest[last] - sent for sent, _, last in answers if last in latest)
        head = self._head()
        return {
            **self._reported(began),
            "seen": len(since_ack),
            "ack_to_last_p50_ms": _percentile(since_ack, 50) * 1e3,
            "ack_to_last_p99_ms": _percentile(since_ack, 99) * 1e3,
            "sent_to_last_p50_ms": _percentile(since_sent, 50) * 1e3,
            "sent_to_last_p99_ms": _percentile(since_sent, 99) * 1e3,
            "frames": sum(len(one.taken) for one in self._viewers),
            "megabytes": sum(one.bytes for one in self._viewers) / 1e6,
            "behind": sum(one.position < head for one in self._viewers),
            "broken": sum(one.broken for one in self._viewers),
            "closed": sum(one.closed is not None for one in self._viewers),
            "wall_s": max(latest.values(), default=began) - began,
        }


def _percentile(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0.0


def _unpacked(body: bytes) -> bytes:
    return zlib.decompress(body, 31) if body[:2] == b"\x1f\x8b" else body


def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    job = Job(json.loads(sys.stdin.readline()))
    print(json.dumps(job.connect()), flush=True)
    sys.stdin.readline()
    print(json.dumps(job.run()), flush=True)


if __name__ == "__main__":
    main()
