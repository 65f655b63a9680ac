"""The feed of one dossier: what has changed since entry n, encoded once for each set of channels touched.

Ticks and resumes are the same question, `since(n, channels)`: whoever is at n, one tick or one day behind,
gets the same answer. There is no queue of frames and no old board.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import orjson

from ..domain import catalogue
from ..domain.board import Board
from ..domain.policy import RIGHTS_CARDS, holds
from ..domain.words import Entry

#: What a frame may weigh in all, and what its content may weigh for that, in bytes.
FRAME, CONTENT = 64 * 1024, 60 * 1024
#: A catch-up longer than this is a reload: the snapshot is smaller, and compressed.
CATCH_UP = 1024 * 1024
#: Answers kept for one state of the board: each is shared by all who are at the same place.
ANSWERS = 512

Channels = frozenset[str]


class _Encoded(str):
    """A text that knows its bytes: the server asks for them again for every screen that is sent the same frame.

    Encoding 48 KiB of French took as long as the rest of sending it (docs/performance.md).
    """

    __slots__ = ("_bytes",)
    _bytes: bytes

    @classmethod
    def of(cls, encoded: bytes) -> "_Encoded":
        text = cls(encoded, "utf-8")
        text._bytes = encoded
        return text

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        return self._bytes if encoding == "utf-8" else super().encode(encoding, errors)


@dataclass(frozen=True)
class Frame:
    """One delta, ready to send: after it, a viewer is at entry `to`."""

    to: int
    cursor: str
    encoded: bytes

    @cached_property
    def text(self) -> str:
        """The delta as a pump sends it."""
        return _Encoded.of(self.encoded)

    @cached_property
    def message(self) -> bytes:
        """The delta as a whole WebSocket message, for those who are written to at once."""
        return _header(len(self.encoded)) + self.encoded


@dataclass(frozen=True, slots=True)
class _Piece:
    """A card, a tombstone or a line: where it belongs, who may hold it, and how it is sent."""

    seq: int
    channel: str
    part: str
    wire: bytes


@dataclass(frozen=True, slots=True)
class _Change:
    """All that happened between entry `start` and the head, for everybody."""

    start: int
    pieces: tuple[_Piece, ...]
    cursors: dict[int, str]
    touched: Channels


class Feed:
    def __init__(self, board: Board) -> None:
        self.board = board
        #: The last entry known to have changed what rights depend on.
        self.rights_seq = board.seq
        self._changes: dict[int, _Change] = {}
        self._answers: dict[tuple[int, Channels], list[Frame] | None] = {}
        self._lines: dict[int, bytes] = {}

    def move_to(self, board: Board) -> None:
        """Take the board as it now is. What was encoded for the one before is forgotten."""
        if board.seq == self.board.seq and board.digest == self.board.digest:
            return
        if board.seq < self.board.seq or board.changed_since(self.board.seq, RIGHTS_CARDS):
            self.rights_seq = board.seq
        if board.erasures != self.board.erasures or board.seq < self.board.seq:
            self.rights_seq = board.seq
            self._lines.clear()
        self.board = board
        self._changes.clear()
        self._answers.clear()

    def knows(self, start: int) -> bool:
        """Say whether `since(start, …)` can be answered without the entries being given."""
        return start >= self.board.seq or start in self._changes

    def learn(self, start: int, entries: Sequence[Entry]) -> None:
        """Take the entries `start + 1` to the head, from which answers to `since(start, …)` are made."""
        board = self.board
        if not entries or (entries[0].seq, entries[-1].seq) != (start + 1, board.seq):
            return
        cards, gone = board.since(start)
        pieces = [_Piece(card.seq, card.channel, "put", card.wire) for card in cards]
        pieces += [_Piece(seq, channel, "drop", orjson.dumps(id)) for id, seq, channel in gone]
        pieces += [_Piece(entry.seq, entry.channel, "lines", self._line(entry)) for entry in entries]
        pieces.sort(key=lambda piece: piece.seq)
        if len(self._changes) >= ANSWERS:
            self._changes.clear()
        cursors = {entry.seq: entry.cursor for entry in entries}
        self._changes[start] = _Change(start, tuple(pieces), cursors, frozenset(piece.channel for piece in pieces))

    def since(self, start: int, channels: Channels) -> list[Frame] | None:
        """Return what a viewer of `channels` at entry `start` must be sent; None when it must reload.

        `knows(start)` must hold.
        """
        if start == self.board.seq:
            return []
        if start > self.board.seq:
            return None
        key = (start, channels)
        if key not in self._answers:
            if len(self._answers) >= ANSWERS * 8:
                self._answers.clear()
            change = self._changes[start]
            visible = frozenset(channel for channel in change.touched if holds(channels, channel))
            shared = (start, visible)
            if shared not in self._answers:
                self._answers[shared] = self._encode(change, visible)
            self._answers[key] = self._answers[shared]
        return self._answers[key]

    def _encode(self, change: _Change, visible: Channels) -> list[Frame] | None:
        seen = [piece for piece in change.pieces if piece.channel in visible]
        if sum(len(piece.wire) for piece in seen) > CATCH_UP:
            return None
        frames: list[Frame] = []
        start, groups = change.start, _groups(seen) or [[]]
        for group in groups:
            # The last frame goes to the head, whoever may see the last entries: ranges stay exact.
            to = self.board.seq if group is groups[-1] else group[-1].seq
            frames.append(self._frame(start, to, change.cursors[to], group))
            start = to
        return frames

    def _frame(self, start: int, to: int, cursor: str, pieces: Iterable[_Piece]) -> Frame:
        parts: dict[str, list[bytes]] = {"put": [], "drop": [], "lines": []}
        for piece in pieces:
            parts[piece.part].append(piece.wire)
        delta = b'{"type":"delta","dossier":%s,"from":%d,"to":%d,"cursor":"%s","put":[%s],"drop":[%s],"lines":[%s]}' % (
            orjson.dumps(self.board.dossier),
            start,
            to,
            cursor.encode(),
            b",".join(parts["put"]),
            b",".join(parts["drop"]),
            b",".join(parts["lines"]),
        )
        return Frame(to, cursor, delta)

    def _line(self, entry: Entry) -> bytes:
        if entry.seq not in self._lines:
            if len(self._lines) >= 8_192:
                self._lines.clear()
            self._lines[entry.seq] = orjson.dumps(catalogue.line(entry))
        return self._lines[entry.seq]


def _header(length: int) -> bytes:
    """Return what goes before a text of `length` bytes sent whole by a server (RFC 6455, section 5.2)."""
    if length < 126:
        return bytes((0x81, length))
    if length < 65_536:
        return b"\x81\x7e" + length.to_bytes(2)
    return b"\x81\x7f" + length.to_bytes(8)


def _groups(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Cut pieces, in order of entry, into groups that fit a frame, never inside an entry."""
    groups: list[list[_Piece]] = []
    weight = 0
    of_entry: list[_Piece] = []
    for index, piece in enumerate(pieces):
        of_entry.append(piece)
        if index + 1 < len(pieces) and pieces[index + 1].seq == piece.seq:
            continue
        entry_weight = sum(len(one.wire) + 1 for one in of_entry)
        if groups and weight + entry_weight <= CONTENT:
            groups[-1].extend(of_entry)
            weight += entry_weight
        else:
            groups.append(of_entry)
            weight = entry_weight
        of_entry = []
    return groups
