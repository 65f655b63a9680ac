"""Whole boards for screens that begin: the shared part encoded and compressed once, a viewer's own added.

A screen's channels are of two kinds. Those it shares with many others (`common`, a département, `cell`) make
the shared part; those of its own bodies (`body:ccas-77333`) are few cards, encoded for it alone:

    gzip member = header ‖ raw deflate of the shared part, ended by a full flush
                         ‖ raw deflate of the own part, final ‖ CRC-32 and length of both

A full flush ends on a whole byte and forgets what came before, so the two halves are compressed apart and
still make one valid member; zlib.crc32 goes on from the CRC of the first half.
"""

import asyncio
import struct
import zlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import orjson
from anyio import to_thread
from sqlalchemy import Engine

from ..domain import policy
from ..domain.board import Board
from ..domain.words import format_instant
from ..journal.boards import Boards
from ..journal.pages import at_of

#: Boards whose cards are kept sorted by channel, and shared parts kept encoded; the oldest go first.
SORTED, ENCODED = 32, 128
#: Boards of the past kept at hand.
PAST = 8
#: Boards of the past drawn at the same time; who comes next waits.
DRAWN_AT_ONCE = 2
_LEVEL = 6
#: Magic, deflate, no flags, no time, no extra flags, unknown system (RFC 1952).
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

Channels = frozenset[str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The cards of one board as sent, by channel, and when its last entry was written."""

    at: datetime | None
    by_channel: dict[str, list[bytes]]


@dataclass(frozen=True, slots=True)
class _Shared:
    plain: bytes
    deflated: bytes
    crc: int
    is_bare: bool


class Snapshots:
    """Encodes boards. Whoever asks for what is being encoded waits for it."""

    def __init__(self, engine: Engine, boards: Boards) -> None:
        self._engine, self._boards = engine, boards
        self._sorted: _Once[_Sorted] = _Once(SORTED)
        self._shared: _Once[_Shared] = _Once(ENCODED)
        self._past: _Once[Board] = _Once(PAST)
        self._drawing = asyncio.Semaphore(DRAWN_AT_ONCE)

    async def past(self, head: Board, seq: int) -> Board:
        """Return the board as it was at entry `seq`, its words as they are remembered now."""
        if seq >= head.seq:
            return head
        if seq == 0:
            return Board(head.dossier, head.kind)

        async def draw() -> Board:
            async with self._drawing:
                return await to_thread.run_sync(self._draw, head.dossier, seq)

        return await self._past.get((head.dossier, seq, head.erasures), draw)

    async def encode(self, board: Board, channels: Channels, view: str, drawn: int, gzip: bool) -> bytes:
        """Return what a viewer of `channels` holds of `board`, as JSON.

        `view` is given to the viewer as it stands; `drawn` counts the erasures of the journal at its head, so
        that no words outlive them here.
        """
        key = (board.dossier, board.seq, board.digest, drawn)
        cards = await self._sorted.get(key, lambda: to_thread.run_sync(self._sort, board))
        own = frozenset(channel for channel in channels if channel.startswith("body:") and channel != "body:*")
        common = channels - own
        shared = await self._shared.get((*key, common), lambda: to_thread.run_sync(_encode, board, cards, common))
        rest = [wire for channel in sorted(own) for wire in cards.by_channel.get(channel, ())]
        tail = _tail(rest if "body:*" not in common else [], view, first=shared.is_bare)
        return _member(shared, tail) if gzip else shared.plain + tail

    def _draw(self, dossier: str, seq: int) -> Board:
        with self._engine.begin() as connection:
            return self._boards.past(connection, dossier, seq)

    def _sort(self, board: Board) -> _Sorted:
        by_channel: dict[str, list[bytes]] = {}
        for card in board.cards():
            by_channel.setdefault(card.channel, []).append(card.wire)
        with self._engine.begin() as connection:
            return _Sorted(at_of(connection, board.dossier, board.seq), by_channel)


def _encode(board: Board, cards: _Sorted, channels: Channels) -> _Shared:
    held = [wire for channel, wires in cards.by_channel.items() if policy.holds(channels, channel) for wire in wires]
    head = {
        "dossier": board.dossier,
        "kind": board.kind,
        "seq": board.seq,
        "cursor": board.cursor,
        "at": cards.at and format_instant(cards.at),
    }
    plain = orjson.dumps(head)[:-1] + b',"cards":[' + b",".join(held)
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = squeezer.compress(plain) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return _Shared(plain, deflated, zlib.crc32(plain), is_bare=not held)


def _tail(own: list[bytes], view: str, *, first: bool) -> bytes:
    comma = b"" if first or not own else b","
    return comma + b",".join(own) + b'],"view":' + orjson.dumps(view) + b"}"


def _member(shared: _Shared, tail: bytes) -> bytes:
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = squeezer.compress(tail) + squeezer.flush()
    length = (len(shared.plain) + len(tail)) & 0xFFFFFFFF
    return _GZIP_HEADER + shared.deflated + deflated + struct.pack("<II", zlib.crc32(tail, shared.crc), length)


class _Once(Generic[T]):
    """Keeps the last things made, and makes each of them once however many ask at the same time."""

    def __init__(self, kept: int) -> None:
        self._most = kept
        self._made: OrderedDict[Hashable, asyncio.Future[T]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return what was made for `key`. A failure is told to all who wait, and is not kept."""
        future = self._made.get(key)
        if future is None:
            future = self._made[key] = asyncio.ensure_future(make())
            future.add_done_callback(lambda done: self._forget_failed(key, done))
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        else:
            self._made.move_to_end(key)
        return await asyncio.shield(future)

    def _forget_failed(self, key: Hashable, done: "asyncio.Future[T]") -> None:
        if (done.cancelled() or done.exception()) and self._made.get(key) is done:
            del self._made[key]
