"""Whole boards for screens that begin: the shared part encoded and compressed once, a viewer's own added.

A screen's channels are of two kinds. Those it shares with many others (`common`, a département, `cell`) make
the shared part; those of its own bodies (`body:ccas-77333`, `needs:ccas-77333`) hold few cards, encoded for it alone:

    gzip member = header ‖ raw deflate of the shared part, ended by a full flush
                         ‖ raw deflate of the own part, final ‖ CRC-32 and length of both

A full flush ends on a whole byte and forgets what came before, so the two halves are compressed apart and
still make one valid member; zlib.crc32 goes on from the CRC of the first half.
"""

import asyncio
import struct
import zlib
from dataclasses import dataclass
from functools import partial

import orjson
from anyio import to_thread
from sqlalchemy import Engine

from ..domain import policy
from ..domain.board import Board
from ..domain.words import format_instant
from ..journal.boards import Boards
from ..journal.pages import at_of
from .once import Once
from .recording import Still

#: Boards whose cards are kept sorted by channel, and shared parts kept encoded; the oldest go first.
SORTED, ENCODED = 32, 128
#: Boards of the past kept at hand.
PAST = 8
#: Boards of the past drawn at the same time; who comes next waits.
DRAWN_AT_ONCE = 2
#: What the channels of single bodies begin with.
_OWN = ("body:", "needs:")
#: How hard boards are compressed: those of the head once for many, those of the past for one reader.
_LEVEL, _LEVEL_FOR_ONE = 6, 1
#: Magic, deflate, no flags, no time, no extra flags, unknown system (RFC 1952).
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

Channels = frozenset[str]


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
        self._sorted: Once[Still] = Once(SORTED)
        self._shared: Once[_Shared] = Once(ENCODED)
        self._past: Once[Still] = Once(PAST)
        self._drawing = asyncio.Semaphore(DRAWN_AT_ONCE)

    async def past(self, head: Board, seq: int) -> Still:
        """Return the board as it was at entry `seq`, drawn again, its words as they are remembered now."""
        if seq == 0:
            return Still(0, None, Board(head.dossier).cursor, {})

        async def draw() -> Still:
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
        common, _ = _parted(channels)
        make = partial(to_thread.run_sync, _encode, board.dossier, board.kind, cards, common)
        shared = await self._shared.get((*key, common), make)
        return _whole(shared, cards, channels, view, gzip)

    def _draw(self, dossier: str, seq: int) -> Still:
        with self._engine.begin() as connection:
            board = self._boards.past(connection, dossier, seq)
        return self._sort(board)

    def _sort(self, board: Board) -> Still:
        by_channel: dict[str, list[bytes]] = {}
        for card in board.cards():
            by_channel.setdefault(card.channel, []).append(card.wire)
        with self._engine.begin() as connection:
            at = at_of(connection, board.dossier, board.seq)
        return Still(board.seq, None if at is None else format_instant(at), board.cursor, by_channel)


def encoded(dossier: str, kind: str, still: Still, channels: Channels, view: str, gzip: bool) -> bytes:
    """Return what a viewer of `channels` holds of a board of the past: the same JSON as `Snapshots.encode`."""
    common, _ = _parted(channels)
    return _whole(_encode(dossier, kind, still, common, _LEVEL_FOR_ONE), still, channels, view, gzip)


def _parted(channels: Channels) -> tuple[Channels, Channels]:
    """Part the channels that many share from those of the reader's own bodies."""
    own = frozenset(channel for channel in channels if channel.startswith(_OWN) and "-" in channel)
    return channels - own, own


def _whole(shared: _Shared, still: Still, channels: Channels, view: str, gzip: bool) -> bytes:
    common, own = _parted(channels)
    rest = [
        wire
        for channel, wires in (still.by_channel.items() if own else ())
        if channel.startswith(_OWN) and policy.holds(own, channel) and not policy.holds(common, channel)
        for wire in wires
    ]
    tail = _tail(rest, view, first=shared.is_bare)
    return _member(shared, tail) if gzip else shared.plain + tail


def _encode(dossier: str, kind: str, still: Still, channels: Channels, level: int = _LEVEL) -> _Shared:
    held = [wire for channel, wires in still.by_channel.items() if policy.holds(channels, channel) for wire in wires]
    head = {"dossier": dossier, "kind": kind, "seq": still.seq, "cursor": still.cursor, "at": still.at}
    plain = orjson.dumps(head)[:-1] + b',"cards":[' + b",".join(held)
    squeezer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
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
