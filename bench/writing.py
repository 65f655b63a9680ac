"""How many durable commands are accepted through HTTP, by 1, 32 and 256 reporters at a time."""

from pathlib import Path
from statistics import median
from typing import Any

from . import scene
from .servers import Server, crisiscoord, load, naive

REPORTERS = (1, 32, 256)


def measure(folder: Path, seconds: float, rounds: int) -> dict[str, Any]:
    """Measure both servers in turn, `rounds` times each, all of them up at once."""
    token = scene.permanence(folder)
    bodies = scene.bodies(scene.communes())
    found: dict[str, Any] = {}
    with crisiscoord(folder) as ours, naive(folder) as plain, naive(_other(folder), "--threads") as threaded:
        scene.declare(ours, token, scene.communes())
        servers = {"crisiscoord": ours, "naive": plain, "naive_in_threads": threaded}
        for count in REPORTERS:
            rows: dict[str, list[dict[str, Any]]] = {name: [] for name in servers}
            for seed in range(rounds):
                for name, server in servers.items():
                    rows[name].append(_one(server, token, bodies, count, seconds, seed))
            found[str(count)] = {name: _middle(some) for name, some in rows.items()}
    return found


def _one(server: Server, token: str, bodies: list[str], count: int, seconds: float, seed: int) -> dict[str, Any]:
    job = {"dossier": scene.DOSSIER, "bodies": bodies, "headers": scene.bearer(token), "seed": seed * 1000 + count}
    with load(server, do="closed", reporters=count, seconds=seconds, **job) as client:
        before = server.cpu_s()
        found = client.go()
        cpu = server.cpu_s() - before
    return {**found, "cpu_us": cpu / max(found["accepted"], 1) * 1e6}


def _middle(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the median of each figure of some rounds, and the refusals of all."""
    figures = ("rate", "p50_ms", "p99_ms", "cpu_us", "client_cpu_s")
    middle: dict[str, Any] = {name: median(row[name] for row in rows) for name in figures}
    reasons = sorted({reason for row in rows for reason in row["reasons"]})
    return {**middle, "refused": sum(row["refused"] for row in rows), "reasons": reasons[:3]}


def _other(folder: Path) -> Path:
    other = folder / "threads"
    other.mkdir()
    return other
