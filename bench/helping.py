"""What help costs a board of 4,100 bodies: needs, supports in every state, places, and the points frozen over it all."""

import gzip
import statistics
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

import orjson

from crisiscoord.cli.tokening import tokens_of
from crisiscoord.clock import SystemClock
from crisiscoord.domain.words import format_instant
from crisiscoord.journal.engine import engine_for
from crisiscoord.journal.writer import Writer
from crisiscoord.settings import Settings

from . import scene
from .servers import Server, ask, crisiscoord, load

#: Bodies that ask, and that lend; each pair of them many times.
PEOPLE = 20
_STATES = ("en_preparation", "en_route", "sur_place")
_HERD = 200


def measure(folder: Path, needs: int) -> dict[str, Any]:
    """Fill the board with `needs` needs, a support agreed for each, half as many places; weigh it before and after."""
    token = scene.permanence(folder)
    codes = scene.largest_communes(scene.MANY_BODIES)
    bodies = scene.bodies(codes)
    asking, lending = bodies[:PEOPLE], bodies[PEOPLE : 2 * PEOPLE]
    tokens = _directions(folder, [*asking, *lending])
    with crisiscoord(folder) as server:
        scene.declare(server, token, codes)
        bare = _board(server, token)
        waits: dict[str, list[float]] = {}
        memory = server.rss()
        for number in range(needs):
            body, by = asking[number % PEOPLE], lending[number * 7 % PEOPLE]
            _help(server, token, tokens, waits, number, body, by)
        for number in range(needs // 2):
            body = bodies[number]
            place = {"place": f"lieu-{number}", "kind": "cehu", "body": body, "name": f"Salle {number}", "capacity": 80}
            _do(server, token, waits, "place.open", commune=codes[number], present=30, **place)
        full = _board(server, token)
        now = format_instant(SystemClock().now())
        _do(server, token, waits, "situation.freeze", cutoff_at=now, text="Mesure.")
        return {
            "bodies": len(bodies),
            "needs": needs,
            "memory_mb": (server.rss() - memory) / 1e6,
            "bare": bare,
            "full": full,
            "herd": _herd(server, token),
            "waits": {do: _spread(times) for do, times in waits.items()},
        }


def _help(
    server: Server, token: str, tokens: dict[str, str], waits: dict[str, list[float]], number: int, body: str, by: str
) -> None:
    """One need, asked, proposed, agreed to by both, and gone as far as its number says."""
    need, support = f"besoin-{number}", f"renfort-{number}"
    asked = {"need": need, "body": body, "kind": "alimentation", "unit": "repas", "quantity": 60, "urgency": "24h"}
    _do(server, tokens[body], waits, "need.raise", **asked)
    start = SystemClock().now()
    lent = {"start": format_instant(start), "end": format_instant(start + timedelta(days=2)), "quantity": 40}
    _do(server, token, waits, "support.propose", support=support, need=need, from_body=by, **lent)
    _do(server, tokens[by], waits, "support.accept", support=support)
    _do(server, tokens[body], waits, "support.confirm", support=support)
    for state in _STATES[: number % (len(_STATES) + 1)]:
        _do(server, tokens[by], waits, "support.advance", support=support, state=state)


def _board(server: Server, token: str) -> dict[str, Any]:
    """Return the cards of the board, its size as it is sent, and how long one reader waits for it (best of 5)."""
    address = f"http://127.0.0.1:{server.port}/api/dossiers/{scene.DOSSIER}/board"
    request = Request(address, headers={**scene.bearer(token), "accept-encoding": "gzip"})
    times, body = [], b""
    for _ in range(5):
        began = time.perf_counter()
        with urlopen(request, timeout=60) as answer:
            body = answer.read()
        times.append((time.perf_counter() - began) * 1e3)
    cards = orjson.loads(gzip.decompress(body))["cards"]
    return {"kb": len(body) / 1024, "ms": min(times), "cards": len(cards)}


def _herd(server: Server, token: str) -> dict[str, Any]:
    """Have many screens ask for the whole board at once."""
    path, headers = f"/api/dossiers/{scene.DOSSIER}/board", {**scene.bearer(token), "accept-encoding": "gzip"}
    with load(server, do="herd", path=path, headers=headers, count=_HERD, seconds=120.0) as client:
        before = server.cpu_s()
        found = client.go()
        used = server.cpu_s() - before
    return {"count": _HERD, "last_s": found["last_s"], "cpu_each_ms": used / _HERD * 1e3}


def _directions(folder: Path, bodies: list[str]) -> dict[str, str]:
    """Return a token of the direction of each body."""
    settings = Settings(database=f"sqlite:///{folder / 'crisis.db'}", mode="test")
    engine = engine_for(settings.database)
    writer = Writer(engine)
    try:
        made, now = tokens_of(settings, writer), SystemClock().now()
        return {body: made.create("ccas_direction", now, bodies=(body,))[0] for body in bodies}
    finally:
        writer.stop()
        engine.dispose()


def _spread(times: list[float]) -> dict[str, float]:
    times.sort()
    return {"count": len(times), "p50_ms": statistics.median(times), "p95_ms": times[len(times) * 95 // 100]}


def _do(server: Server, token: str, waits: dict[str, list[float]], do: str, **fields: Any) -> None:
    began = time.perf_counter()
    ask(server, "/api/commands", token, {"id": str(uuid4()), "dossier": scene.DOSSIER, "do": do, **fields})
    waits.setdefault(do, []).append((time.perf_counter() - began) * 1e3)
