"""How long it takes to show a crisis of 20,000 entries as it was at any moment: over a flood, over the whole country."""

import random
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from sqlalchemy import Engine

from crisiscoord.domain import catalogue
from crisiscoord.domain.board import Board
from crisiscoord.journal import checkpoints
from crisiscoord.journal.engine import engine_for, writing
from crisiscoord.journal.journal import entries_after

from . import scene, starting
from .servers import Server, ask, crisiscoord

ENTRIES = 20_000
#: Boards asked for at once after a start, while their journal is being recorded.
EARLY = 3
_URL = f"/api/dossiers/{scene.DOSSIER}"


def measure(folder: Path, boards: int) -> dict[str, Any]:
    """Write the two journals with the checkpoints that the server would have laid down, then ask for their past."""
    found = {}
    for name, communes in (("118", scene.communes()), ("4,100", scene.largest_communes(scene.MANY_BODIES))):
        place = folder / name
        place.mkdir()
        token = scene.permanence(place)
        with crisiscoord(place) as server:
            scene.declare(server, token, communes)
        engine = engine_for(f"sqlite:///{place / 'crisis.db'}")
        starting.fill(engine, ENTRIES)
        _lay_down(engine)
        engine.dispose()
        with crisiscoord(place) as server:
            found[name] = _go_back(server, token, boards)
    return found


def _go_back(server: Server, token: str, boards: int) -> dict[str, Any]:
    asked = random.Random(28)
    ask(server, f"{_URL}/board", token)
    rss, began = server.rss(), time.perf_counter()
    early = [milliseconds(server, token, f"/board?seq={asked.randrange(1, ENTRIES)}") for _ in range(EARLY)]
    while not _recorded(server, token):
        time.sleep(0.1)
    recorded = time.perf_counter() - began
    waits = sorted(milliseconds(server, token, f"/board?seq={asked.randrange(1, ENTRIES)}") for _ in range(boards))
    return {
        "entries": ENTRIES,
        "early_ms": max(early),
        "recorded_s": recorded,
        "mb": (server.rss() - rss) / 1e6,
        "p50_ms": waits[len(waits) // 2],
        "p95_ms": waits[len(waits) * 95 // 100],
        "history_ms": milliseconds(server, token, "/history?points=499"),
        "deltas_ms": milliseconds(server, token, f"/deltas?from={ENTRIES // 2}"),
    }


def milliseconds(server: Server, token: str, path: str) -> float:
    """Ask as a browser does, compressed; return the milliseconds until the last byte is there."""
    headers = {**scene.bearer(token), "accept-encoding": "gzip"}
    began = time.perf_counter()
    with urlopen(Request(f"http://127.0.0.1:{server.port}{_URL}{path}", headers=headers), timeout=120) as answer:
        answer.read()
    return (time.perf_counter() - began) * 1e3


def _recorded(server: Server, token: str) -> bool:
    try:
        ask(server, f"{_URL}/history", token)
    except RuntimeError as problem:
        if ": 503 " not in str(problem):
            raise
        return False
    return True


def _lay_down(engine: Engine) -> None:
    """Keep a checkpoint every 2,000 entries, as the server does."""
    draft = Board(scene.DOSSIER).draft()
    with writing(engine).begin() as connection:
        for entry in list(entries_after(connection, scene.DOSSIER, 0)):
            catalogue.advance(draft, entry)
            if entry.seq % starting.EVERY == 0:
                board = draft.done()
                checkpoints.save(connection, board, checkpoints.encode(board))
                draft = board.draft()
