"""Whole boards for a thousand screens that come back together; a whole country opened at once; look-ups."""

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from . import scene
from .servers import Server, ask, crisiscoord, load, naive

#: Boards asked of the naive server: a thousand would take minutes.
NAIVE_HERD = 20
_NAMES = ("Saint", "me", "Nemours", "l'haÿ", "la ferté s", "PARIS", "77333", "neuilly sur", "b", "zzz", "bourg", "ste-")


def measure(folder: Path, herd: int, lookups: int) -> dict[str, Any]:
    """Declare a flood over 4,100 communes, then measure what reads it."""
    token = scene.permanence(folder)
    codes = scene.largest_communes(scene.MANY_BODIES)
    with crisiscoord(folder) as ours:
        began, cpu = time.perf_counter(), ours.cpu_s()
        receipt = scene.declare(ours, token, codes)
        took, used = time.perf_counter() - began, ours.cpu_s() - cpu
        board = ask(ours, f"/api/dossiers/{scene.DOSSIER}/board", token)
        opening = {"seconds": took, "cpu_s": used, "entries": receipt["last"], "cards": len(board["cards"])}
        headers = {**scene.bearer(token), "accept-encoding": "gzip"}
        path = f"/api/dossiers/{scene.DOSSIER}/board"
        ours_found = _herd(ours, path, headers, herd)
        territory = _lookups(ours, token, lookups)
    cards = folder / "cards.json"
    cards.write_text(json.dumps(board["cards"]), encoding="utf-8")
    with naive(folder, "--cards", str(cards)) as plain:
        naive_found = _herd(plain, path, {}, min(NAIVE_HERD, herd))
    herds = {"crisiscoord": ours_found, "naive": naive_found}
    return {"opening": opening, "herd": herds, "encoding": _encoding(board), "territory": territory}


def _herd(server: Server, path: str, headers: dict[str, str], count: int) -> dict[str, Any]:
    with load(server, do="herd", path=path, headers=headers, count=count, seconds=120.0) as client:
        before = server.cpu_s()
        found = client.go()
        used = server.cpu_s() - before
    return {**found, "count": count, "each_ms": found["last_s"] / count * 1e3, "cpu_each_ms": used / count * 1e3}


def _encoding(board: dict[str, Any]) -> dict[str, float]:
    """Return what encoding the board once costs when it is in memory already, in CPU milliseconds (best of 5)."""
    text = orjson.dumps(board)
    ways: dict[str, Callable[[], object]] = {
        "json": lambda: json.dumps(board),
        "orjson": lambda: orjson.dumps(board),
        "gzip": lambda: gzip.compress(text, 5),
    }
    return {name: min(_cpu_ms(way) for _ in range(5)) for name, way in ways.items()}


def _cpu_ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1e3


def _lookups(server: Server, token: str, count: int) -> dict[str, Any]:
    """Look communes up as somebody types: p50 and p95 of the whole request, in milliseconds."""
    waits = []
    for index in range(count):
        name = _NAMES[index % len(_NAMES)]
        began = time.perf_counter()
        ask(server, f"/api/territory/communes?q={quote(name)}", token)
        waits.append((time.perf_counter() - began) * 1e3)
    waits.sort()
    return {"p50_ms": waits[len(waits) // 2], "p95_ms": waits[len(waits) * 95 // 100], "most_ms": waits[-1]}
