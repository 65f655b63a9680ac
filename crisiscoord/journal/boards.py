"""The boards, kept at hand: one per dossier and process, each its journal drawn up to some entry.

A board that has been handed out never changes, so the writer, the hub and every request share it.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, Engine

from ..domain import catalogue
from ..domain.board import Board
from ..domain.words import Entry
from . import checkpoints
from .heads import Head, head_of
from .journal import PAGE, digest_at, entries_after, seq_at

#: Dossiers kept at hand; the one that was asked for longest ago goes first, and is drawn again when asked.
KEPT = 500
#: Entries of a dossier kept at hand, for the lines of those who are a little behind.
RECENT = 4_096


@dataclass(slots=True)
class _Shelf:
    board: Board
    recent: deque[Entry] = field(default_factory=lambda: deque(maxlen=RECENT))
    laid_down: int = 0


class Boards:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()
        self._lock = threading.Lock()

    def at_hand(self, dossier: str) -> Board:
        """Return the board as this process last knew it, an empty one when it never did."""
        with self._lock:
            shelf = self._shelves.get(dossier)
            if shelf is None:
                return Board(dossier)
            self._shelves.move_to_end(dossier)
            return shelf.board

    def fresh(self, dossier: str) -> Board:
        """Return the board at the head of the journal, or a later one. Reads the database."""
        # Taken before the head is read: a board is published after its commit, so the head is there or beyond.
        board = self.at_hand(dossier)
        with self._engine.begin() as connection:
            return self._brought_up(connection, board, head_of(connection, dossier))

    def caught_up(self, connection: Connection, dossier: str, head: Head) -> Board:
        """Bring the board to `head`, whose row the transaction must hold, and keep it at hand."""
        return self._brought_up(connection, self.at_hand(dossier), head)

    def at_least(self, connection: Connection, head: Head) -> Board:
        """Return the board at `head`, which the transaction has read and does not hold, or a later one.

        The board at hand may be ahead of what the transaction sees: it is not for that to say that it is wrong.
        """
        board = self.at_hand(head.dossier)
        return board if board.seq > head.seq else self._brought_up(connection, board, head)

    def _brought_up(self, connection: Connection, board: Board, head: Head | None) -> Board:
        """Bring `board` to `head`, reading only what is missing.

        A board that the journal does not confirm (restored from an older backup) is drawn again.
        """
        at = bytes(32) if head is None else head.digest
        if board.seq and (head is None or board.seq != head.seq):
            at = digest_at(connection, board.dossier, board.seq) or b""
        if board.seq and board.digest != at:
            self._drop(board)
            board = Board(board.dossier)
        if head is None or board.seq == head.seq:
            return board
        if board.seq + PAGE < head.seq:
            board = checkpoints.load(connection, board.dossier, head.seq) or board
        return self._drawn(connection, board, head.seq)

    def past(self, connection: Connection, dossier: str, seq: int) -> Board:
        """Return the board as it was at entry `seq`. Not kept."""
        board = checkpoints.load(connection, dossier, seq) or Board(dossier)
        draft = board.draft()
        for entry in entries_after(connection, dossier, board.seq, seq):
            catalogue.advance(draft, entry)
        return draft.done()

    def at(self, connection: Connection, board: Board, now: datetime, moment: datetime) -> Board:
        """Return the board as it was at `moment`, for a writer whose turn is at `now` and who draws on `board`.

        What the turn itself has written is of `now`, and is in the past of no earlier moment. The board of the last
        entry committed is at hand most of the time; an older one is drawn again, from a checkpoint when there is one.
        """
        if moment >= now:
            return board
        seq = seq_at(connection, board.dossier, moment)
        known = self.at_hand(board.dossier)
        return known if known.seq == seq and seq <= board.seq else self.past(connection, board.dossier, seq)

    def publish(self, board: Board, entries: Sequence[Entry]) -> Board:
        """Keep a board that follows the one at hand by `entries`; an older one is not taken."""
        with self._lock:
            shelf = self._shelves.get(board.dossier)
            if shelf is None:
                shelf = self._shelves[board.dossier] = _Shelf(board)
                while len(self._shelves) > KEPT:
                    self._shelves.popitem(last=False)
            if board.seq < shelf.board.seq:
                return shelf.board
            if board.erasures != shelf.board.erasures:
                shelf.recent.clear()
            follows = not shelf.recent or shelf.recent[-1].seq + 1 == (entries[0].seq if entries else 0)
            if entries and not follows:
                shelf.recent.clear()
            shelf.recent.extend(entries)
            shelf.board = board
            return board

    def _drop(self, board: Board) -> None:
        """Forget a board that proved wrong, unless another has taken its place meanwhile."""
        with self._lock:
            shelf = self._shelves.get(board.dossier)
            if shelf is not None and shelf.board is board:
                del self._shelves[board.dossier]

    def recent(self, dossier: str, after: int, upto: int) -> list[Entry] | None:
        """Return entries `after + 1` to `upto` when they are all at hand, else None."""
        with self._lock:
            shelf = self._shelves.get(dossier)
            if shelf is None or not shelf.recent or shelf.recent[0].seq > after + 1 or shelf.recent[-1].seq < upto:
                return None
            start = after + 1 - shelf.recent[0].seq
            return list(islice(shelf.recent, max(start, 0), max(start, 0) + upto - after))

    def to_lay_down(self, every: int) -> list[Board]:
        """Return the boards that have grown by `every` entries since their last checkpoint, marking them."""
        with self._lock:
            grown = [shelf for shelf in self._shelves.values() if shelf.board.seq // every > shelf.laid_down // every]
            for shelf in grown:
                shelf.laid_down = shelf.board.seq
            return [shelf.board for shelf in grown]

    def _drawn(self, connection: Connection, board: Board, upto: int) -> Board:
        draft, recent = board.draft(), deque[Entry](maxlen=RECENT)
        for entry in entries_after(connection, board.dossier, board.seq, upto):
            catalogue.advance(draft, entry)
            recent.append(entry)
        return self.publish(draft.done(), list(recent))
