"""The recording of a journal: every board that it has made, as it is sent, to show any of them again at once.

Drawing a board again means reading and showing every entry since a checkpoint, a quarter of a millisecond each,
and a checkpoint of a large crisis takes seconds to read. Here nothing is read nor shown a second time: a chapter
begins with a whole board and goes on with what each entry put and dropped, all as bytes, compressed. A new
chapter begins when the changes weigh half as much as the board that they start from, so that a board is never
further than that, and the recording weighs three times its changes at most. One that grows too heavy lets its
oldest chapters go: it then begins later, and its curves stay whole.

It holds words, so that it is made again when words are erased; it lives in memory only.
"""

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import orjson

from ..domain import catalogue
from ..domain.board import Board, type_of
from ..domain.policy import holds
from ..domain.words import Entry, format_instant
from .history import Channels, History, milliseconds

#: What the changes of a chapter weigh at least before the next one begins, in bytes.
CHAPTER = 512 * 1024
#: Entries between two looks at what a chapter weighs.
WEIGHED_EVERY = 64
#: Speed before size: a tenth of the size is reached at once, a twelfth takes five times as long.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class _Moment:
    """What one entry changed: cards as sent with their channel, ids gone with theirs, and its line."""

    seq: int
    at: str
    cursor: str
    put: tuple[tuple[str, str, bytes], ...]
    dropped: tuple[tuple[str, str], ...]
    line: tuple[str, bytes]

    @property
    def weight(self) -> int:
        return sum(len(wire) for _, _, wire in self.put) + len(self.line[1]) + 100


Cards = dict[str, tuple[str, bytes]]


@dataclass(slots=True)
class _Chapter:
    """A board as it was after entry `start`, and the moments that follow: loose while it is written, then packed.

    They are one attribute, so that who reads while it is packed finds one or the other.
    """

    start: int
    board: bytes
    told: list[_Moment] | bytes = field(default_factory=list)

    @property
    def weight(self) -> int:
        told = self.told
        return len(self.board) + (len(told) if isinstance(told, bytes) else sum(one.weight for one in told))

    def moments(self) -> Iterator[_Moment]:
        told = self.told
        return _unpacked(told) if isinstance(told, bytes) else iter(told)


@dataclass(frozen=True, slots=True)
class Still:
    """The board after one entry: its cards as they are sent, by channel, in the order of a board."""

    seq: int
    at: str | None
    cursor: str
    by_channel: dict[str, list[bytes]]


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording up to `board`. One that was handed out only grows: readers see what was there when they came."""

    board: Board
    #: When its last entry was written, in milliseconds.
    last_at: int
    history: History
    _chapters: list[_Chapter]
    _cards: Cards

    @classmethod
    def new(cls, dossier: str) -> "Recording":
        return cls(Board(dossier), 0, History(), [_Chapter(0, _packed_cards({}))], {})

    @property
    def weight(self) -> int:
        """What it holds in memory, in bytes, but for the board that others share."""
        cards = sum(len(wire) for _, wire in self._cards.values())
        return cards + sum(one.weight for one in self._chapters)

    @property
    def begins(self) -> int:
        """The entry after which it can show boards: 0, unless its first chapters were let go."""
        return self._chapters[0].start

    def lightened(self, most: int) -> "Recording":
        """Return the recording without its oldest chapters, to weigh `most` bytes at most; its last is kept."""
        chapters, weight = self._chapters, self.weight
        while weight > most and len(chapters) > 1:
            weight -= chapters[0].weight
            chapters = chapters[1:]
        return self if chapters is self._chapters else replace(self, _chapters=chapters)

    def extended(self, entries: Iterable[Entry]) -> "Recording":
        """Take the entries that follow, and return the recording up to the last of them. One writer at a time."""
        draft, last_at = self.board.draft(), self.last_at
        for entry in entries:
            put, dropped = catalogue.follow(draft, entry)
            gone = tuple((id, self._cards.pop(id)[0]) for id in dropped if id in self._cards)
            for card in put:
                self._cards[card.id] = (card.channel, card.wire)
            last_at = milliseconds(entry.at)
            self.history.take(entry.seq, last_at, put, dropped)
            cards = tuple((card.id, card.channel, card.wire) for card in put)
            line = (entry.channel, orjson.dumps(catalogue.line(entry)))
            self._write(_Moment(entry.seq, format_instant(entry.at), entry.cursor, cards, gone, line))
        return replace(self, board=draft.done(), last_at=last_at)

    def resting_on(self, board: Board) -> "Recording":
        """Return the same recording, holding the cards of `board` rather than its own when they are the same."""
        same = (board.seq, board.digest) == (self.board.seq, self.board.digest)
        return replace(self, board=board) if same else self

    def _write(self, moment: _Moment) -> None:
        chapter = self._chapters[-1]
        loose = chapter.told
        assert isinstance(loose, list), "the last chapter is being written"
        loose.append(moment)
        if len(loose) % WEIGHED_EVERY:
            return
        weight = sum(one.weight for one in loose)
        if weight >= CHAPTER and weight * 2 >= sum(len(wire) for _, wire in self._cards.values()):
            self._chapters.append(_Chapter(moment.seq, _packed_cards(self._cards)))
            chapter.told = _packed(loose)

    def still(self, seq: int) -> Still:
        """Return the board after entry `seq`, which the recording must reach and begin before."""
        chapter = self._chapters[self._chapter_of(seq)]
        cards = _unpacked_cards(chapter.board)
        at, cursor = None, Board("").cursor
        for moment in chapter.moments():
            if moment.seq > seq:
                break
            at, cursor = moment.at, moment.cursor
            for id, _ in moment.dropped:
                cards.pop(id, None)
            for id, channel, wire in moment.put:
                cards[id] = (channel, wire)
        return Still(seq, at, cursor, _as_on_a_board(cards))

    def deltas(self, after: int, upto: int, channels: Channels, most: int, weight: int) -> tuple[list[bytes], int]:
        """Return what entries `after + 1` to `upto` changed, as deltas, and the entry that the last one goes to.

        One delta for each entry that changed something for this reader, those that did not joined to the next:
        each goes on from where the one before went to. Ends after `most` entries or beyond `weight` bytes.
        The recording must begin at `after` or before.
        """
        seen = _Sight(channels)
        found: list[bytes] = []
        start, left, weighs = after, most, 0
        last: _Moment | None = None
        for moment in self._moments(after, upto):
            last, left = moment, left - 1
            wire = _delta(start, moment, seen)
            if wire is not None:
                found.append(wire)
                start, weighs = moment.seq, weighs + len(wire)
            if not left or weighs >= weight:
                break
        if last is not None and start < last.seq:
            found.append(_delta(start, last, seen, even_empty=True) or b"")
        return found, after if last is None else last.seq

    def _moments(self, after: int, upto: int) -> Iterator[_Moment]:
        for chapter in self._chapters[self._chapter_of(after + 1) :]:
            if chapter.start >= upto:
                return
            yield from (one for one in chapter.moments() if after < one.seq <= upto)

    def _chapter_of(self, seq: int) -> int:
        """Return the chapter that shows entry `seq`: the last one that begins before it."""
        return max(0, bisect_right(self._chapters, seq - 1, key=lambda one: one.start) - 1)


def _as_on_a_board(cards: Cards) -> dict[str, list[bytes]]:
    """Return cards by channel, those of one type together, as a snapshot has them."""
    by_type: dict[str, list[tuple[str, bytes]]] = {}
    for id, card in cards.items():
        by_type.setdefault(type_of(id), []).append(card)
    by_channel: dict[str, list[bytes]] = {}
    for some in by_type.values():
        for channel, wire in some:
            by_channel.setdefault(channel, []).append(wire)
    return by_channel


class _Sight:
    """Says whether a reader holds a channel, asked once for each channel."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels
        self._known: dict[str, bool] = {}

    def __call__(self, channel: str) -> bool:
        if channel not in self._known:
            self._known[channel] = holds(self._channels, channel)
        return self._known[channel]


def _delta(start: int, moment: _Moment, seen: _Sight, *, even_empty: bool = False) -> bytes | None:
    """Return what a moment changed for a reader, None when that is nothing. Drops come before puts, as drawn."""
    back = {id for id, _, _ in moment.put}
    put = [wire for _, channel, wire in moment.put if seen(channel)]
    drop = [orjson.dumps(id) for id, channel in moment.dropped if id not in back and seen(channel)]
    lines = [moment.line[1]] if seen(moment.line[0]) else []
    if not (put or drop or lines or even_empty):
        return None
    return b'{"from":%d,"to":%d,"at":"%s","cursor":"%s","put":[%s],"drop":[%s],"lines":[%s]}' % (
        start,
        moment.seq,
        moment.at.encode(),
        moment.cursor.encode(),
        b",".join(put),
        b",".join(drop),
        b",".join(lines),
    )


# Cards and moments are packed as lines of fields: canonical JSON holds neither a line feed nor a tab.


def _packed_cards(cards: Cards) -> bytes:
    rows = (b"\t".join((id.encode(), channel.encode(), wire)) for id, (channel, wire) in cards.items())
    return zlib.compress(b"\n".join(rows), _LEVEL)


def _unpacked_cards(packed: bytes) -> Cards:
    rows = (row.split(b"\t") for row in zlib.decompress(packed).split(b"\n") if row)
    return {id.decode(): (channel.decode(), wire) for id, channel, wire in rows}


def _packed(moments: list[_Moment]) -> bytes:
    return zlib.compress(b"\n".join(row for moment in moments for row in _rows(moment)), _LEVEL)


def _rows(moment: _Moment) -> Iterator[bytes]:
    channel, line = moment.line
    yield b"\t".join((b"e", b"%d" % moment.seq, moment.at.encode(), moment.cursor.encode(), channel.encode(), line))
    for id, channel in moment.dropped:
        yield b"\t".join((b"d", id.encode(), channel.encode()))
    for id, channel, wire in moment.put:
        yield b"\t".join((b"p", id.encode(), channel.encode(), wire))


def _unpacked(packed: bytes) -> Iterator[_Moment]:
    head: list[bytes] = []
    put: list[tuple[str, str, bytes]] = []
    dropped: list[tuple[str, str]] = []

    for row in zlib.decompress(packed).split(b"\n"):
        fields = row.split(b"\t")
        if fields[0] == b"e":
            if head:
                yield _read_moment(head, put, dropped)
            head, put, dropped = fields, [], []
        elif fields[0] == b"d":
            dropped.append((fields[1].decode(), fields[2].decode()))
        else:
            put.append((fields[1].decode(), fields[2].decode(), fields[3]))
    yield _read_moment(head, put, dropped)


def _read_moment(head: list[bytes], put: list[tuple[str, str, bytes]], dropped: list[tuple[str, str]]) -> _Moment:
    _, seq, at, cursor, channel, line = head
    parts = (tuple(put), tuple(dropped), (channel.decode(), line))
    return _Moment(int(seq), at.decode(), cursor.decode(), *parts)
