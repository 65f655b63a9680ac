"""How long a server takes to show a dossier of many entries after a stop, with and without checkpoints."""

import secrets
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete

from crisiscoord.clock import SystemClock
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.news import GivenFigure, ReportFiled
from crisiscoord.domain.words import By, Fact
from crisiscoord.journal import checkpoints
from crisiscoord.journal.boards import Boards
from crisiscoord.journal.engine import engine_for, writing
from crisiscoord.journal.heads import head_of
from crisiscoord.journal.journal import Turn
from crisiscoord.journal.tables import CHECKPOINT

from . import scene
from .servers import ask, crisiscoord

#: Entries written in one transaction, and between two checkpoints (the setting's default).
BATCH, EVERY = 5_000, 2_000


def measure(folder: Path, entries: int) -> dict[str, Any]:
    """Write a journal of `entries`, then start on it twice."""
    token = scene.permanence(folder)
    with crisiscoord(folder) as server:
        scene.declare(server, token, scene.communes())
    engine = engine_for(f"sqlite:///{folder / 'crisis.db'}")
    fill(engine, entries)
    empty = folder / "empty"
    empty.mkdir()
    scene.permanence(empty)
    found = {"entries": entries, "empty": _start(empty, None), "without": _start(folder, token)}
    _lay_down(engine, entries)
    engine.dispose()
    return {**found, "with": _start(folder, token)}


def _start(folder: Path, token: str | None) -> dict[str, float]:
    """Return the seconds until the server answers, then until the first board is there."""
    began = time.perf_counter()
    with crisiscoord(folder, CRISISCOORD_CHECKPOINT_EVERY="1000000") as server:
        ready = time.perf_counter() - began
        if token:
            ask(server, f"/api/dossiers/{scene.DOSSIER}/board", token)
        return {"ready_s": ready, "board_s": time.perf_counter() - began - ready}


def fill(engine: Engine, entries: int) -> None:
    """Write reports straight into the journal: no decision is measured here."""
    board = Boards(engine).fresh(scene.DOSSIER)
    cards = list(board.of(BodyCard))
    by = By(account="bench", role="unccas_permanence", body="unccas")
    now = SystemClock().now()
    seq = board.seq
    while seq < entries:
        with writing(engine).begin() as connection:
            head = head_of(connection, scene.DOSSIER, lock=True)
            assert head is not None
            turn = Turn(connection, head, now, lambda: secrets.token_bytes(16))
            for _ in range(min(BATCH, entries - seq)):
                seq += 1
                turn.compose(_report(cards[seq % len(cards)], seq, now), by)
            turn.flush()
            turn.move_head(kind=head.kind, is_open=True)


def _report(card: BodyCard, seq: int, now: Any) -> Fact:
    return ReportFiled(
        body=card.body,
        name=card.name,
        departement=card.departement,
        status="tension",
        observed_at=now,
        valid_until=now + timedelta(hours=3),
        figures={
            "sheltered": GivenFigure(value=seq % 500, quality="constate"),
            "meals": GivenFigure(value=seq % 90, quality="estime"),
        },
        due=now + timedelta(days=30),
        zone="Europe/Paris",
        text="Gymnase ouvert, couvertures demandées.",
    )


def _lay_down(engine: Engine, entries: int) -> None:
    """Keep the checkpoint that the server would have laid down last, and none of those before."""
    with writing(engine).begin() as connection:
        connection.execute(delete(CHECKPOINT))
        board = Boards(engine).past(connection, scene.DOSSIER, entries - entries % EVERY - EVERY // 2)
        checkpoints.save(connection, board, checkpoints.encode(board))
