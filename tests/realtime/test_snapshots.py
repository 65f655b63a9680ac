"""Boards encoded for screens that begin: two halves, one valid member, each made once."""

import asyncio
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.clock import ManualClock
from crisiscoord.domain import policy
from crisiscoord.domain.board import Board
from crisiscoord.live import snapshot
from crisiscoord.live.snapshot import Snapshots
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PERMANENCE
from tests.conftest import NOON
from tests.office import MELUN, NEMOURS, Office, fresh_sqlite

CHANNELS = ("common", "cell", "departement:77", "departement:*", "body:ccas-77333", "body:ccas-77288", "body:*")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A crisis with something in every kind of channel."""
    folder: Path = tmp_path_factory.mktemp("snapshots")
    made = Office(fresh_sqlite(folder), ManualClock(NOON))
    made.declare()
    for insee, actor in ((NEMOURS, CCAS_NEMOURS), (MELUN, CCAS_MELUN)):
        made.report(insee=insee)
        made.do(
            "crue",
            "act.record",
            actor,
            act=f"repas-{insee}",
            body=f"ccas-{insee}",
            kind="aide_alimentaire",
            persons=12,
            occurred_at=NOON,
        )
    yield made
    made.close()


def expected(board: Board, channels: frozenset[str]) -> list[Any]:
    held = [orjson.loads(card.wire) for card in board.cards() if policy.holds(channels, card.channel)]
    return sorted(held, key=lambda card: card["id"])


@given(st.frozensets(st.sampled_from(CHANNELS)), st.booleans())
def test_a_viewer_gets_all_that_its_channels_hold_and_nothing_else(
    office: Office, channels: frozenset[str], bare: bool
):
    board = Board("crue", "crisis") if bare else office.boards.at_hand("crue")

    async def encode() -> tuple[bytes, bytes]:
        made = Snapshots(office.engine, office.boards)
        plain = await made.encode(board, channels, "abc", 0, gzip=False)
        return plain, await made.encode(board, channels, "abc", 0, gzip=True)

    plain, squeezed = asyncio.run(encode())
    assert gzip.decompress(squeezed) == plain
    said = orjson.loads(plain)
    assert sorted(said.pop("cards"), key=lambda card: card["id"]) == expected(board, channels)
    at = None if bare else "2026-07-14T12:00:00.000Z"
    assert said == {
        "dossier": "crue",
        "kind": "crisis",
        "seq": board.seq,
        "cursor": board.cursor,
        "at": at,
        "view": "abc",
    }


async def test_viewers_who_come_together_have_the_shared_part_encoded_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    encoded = []
    encode = snapshot._encode

    def counted(*given: Any) -> Any:
        encoded.append(given)
        return encode(*given)

    monkeypatch.setattr(snapshot, "_encode", counted)
    made, board = Snapshots(office.engine, office.boards), office.boards.at_hand("crue")
    views = [(policy.channels(actor, board), actor.account) for actor in (CCAS_NEMOURS, CCAS_MELUN, PERMANENCE) * 50]
    bodies = await asyncio.gather(*(made.encode(board, held, view, 0, gzip=True) for held, view in views))
    assert len(encoded) == 2, "the two CCAS share what they both hold"
    assert len(set(bodies)) == 3


async def test_a_failure_is_told_to_all_who_wait_and_is_not_kept(office: Office, monkeypatch: pytest.MonkeyPatch):
    made, board = Snapshots(office.engine, office.boards), office.boards.at_hand("crue")
    channels = policy.channels(PERMANENCE, board)

    def fail(*_: Any) -> Any:
        raise OSError("not now")

    with monkeypatch.context() as broken:
        broken.setattr(snapshot, "_encode", fail)
        asked = [made.encode(board, channels, "v", 0, gzip=False) for _ in range(3)]
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [OSError] * 3
    assert orjson.loads(await made.encode(board, channels, "v", 0, gzip=False))["seq"] == board.seq


async def test_what_is_kept_is_bounded(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(snapshot, "ENCODED", 3)
    made, board = Snapshots(office.engine, office.boards), office.boards.at_hand("crue")
    for number in range(9):
        await made.encode(board, frozenset({"common", f"departement:{number:02d}"}), "v", 0, gzip=True)
    assert len(made._shared._made) == 3
