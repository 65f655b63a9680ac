"""Reading the record, and one writer's turn at one journal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, func, select

from ..domain.words import ERASED, By, Entry, Fact
from ..errors import Unavailable
from .bulk import insert_rows
from .heads import Head, cursor_at, head_of, move_head, open_head
from .lines import Salts, digest_of, read_line, split_words, write_line
from .tables import ENTRY, RECEIPT, WORDING


class OpenedElsewhere(Unavailable):
    """Another process has just opened the dossier that was to be opened: now its head row is there."""


#: Entries read from the database at a time.
PAGE = 2_000
_RECEIPTS = select(RECEIPT).where(
    and_(RECEIPT.c.dossier == bindparam("of"), RECEIPT.c.command.in_(bindparam("commands", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command got: its first and last entry (None when nothing had to be written), and the cursor."""

    dossier: str
    first: int | None
    last: int | None
    cursor: str
    again: bool = False


def entries_after(connection: Connection, dossier: str, seq: int, upto: int | None = None) -> Iterator[Entry]:
    """Yield the entries numbered above `seq`, in order, `upto` included; read page by page."""
    query = select(ENTRY.c.seq, ENTRY.c.line, ENTRY.c.digest).where(ENTRY.c.dossier == dossier)
    if upto is not None:
        query = query.where(ENTRY.c.seq <= upto)
    while page := _page(connection, query, dossier, seq):
        yield from page
        if len(page) < PAGE:
            return
        seq = page[-1].seq


def _page(connection: Connection, query: Select[Any], dossier: str, seq: int) -> list[Entry]:
    rows = connection.execute(query.where(ENTRY.c.seq > seq).order_by(ENTRY.c.seq).limit(PAGE)).all()
    if not rows:
        return []
    words = words_of(connection, dossier, rows[0].seq, rows[-1].seq)
    return [read_line(row.line, bytes(row.digest), words) for row in rows]


def words_of(connection: Connection, dossier: str, first: int, last: int) -> dict[tuple[int, str], str]:
    """Return the words that are still remembered of entries `first` to `last`, by (seq, field)."""
    query = select(WORDING.c.seq, WORDING.c.field, WORDING.c.text).where(
        and_(WORDING.c.dossier == dossier, WORDING.c.seq.between(first, last))
    )
    return {(row.seq, row.field): row.text for row in connection.execute(query)}


def entry_at(connection: Connection, dossier: str, seq: int) -> Entry | None:
    """Return one entry, or None when the journal has no such number."""
    return next(entries_after(connection, dossier, seq - 1, seq), None) if seq > 0 else None


def seq_at(connection: Connection, dossier: str, moment: datetime) -> int:
    """Return the number of the last entry written at `moment` or before; 0 when there is none."""
    query = select(func.max(ENTRY.c.seq)).where(and_(ENTRY.c.dossier == dossier, ENTRY.c.at <= moment))
    return connection.scalar(query) or 0


def digest_at(connection: Connection, dossier: str, seq: int) -> bytes | None:
    """Return the digest of one entry; None when the journal has no such number."""
    query = select(ENTRY.c.digest).where(and_(ENTRY.c.dossier == dossier, ENTRY.c.seq == seq))
    found = connection.scalar(query)
    return None if found is None else bytes(found)


@dataclass(slots=True)
class Kept:
    """A receipt as it is stored."""

    account: str
    salt: bytes
    digest: bytes
    receipt: Receipt


class Turn:
    """One writer's turn at one journal: entries and receipts gathered, then written at once by `flush`.

    Lives as long as the transaction that holds the head row. `seq` and `digest` are where the journal stands
    with what has been gathered; nothing of it exists for others before the transaction commits. `now` never
    runs backwards in a journal: it is the instant of every entry of the turn.
    """

    def __init__(
        self, connection: Connection, head: Head, now: datetime, salts: Salts, *, is_new: bool = False
    ) -> None:
        self.connection, self.now, self._salts, self._is_new = connection, now, salts, is_new
        self._head, self.seq, self.digest = head, head.seq, head.digest
        self._entries: list[tuple[Entry, str]] = []
        self._words: list[dict[str, Any]] = []
        self._receipts: list[dict[str, Any]] = []
        self._erased: list[int] = []

    @property
    def cursor(self) -> str:
        return cursor_at(self.seq, self.digest)

    @property
    def is_empty(self) -> bool:
        return not self._entries and not self._receipts

    def receipts_of(self, commands: Sequence[str]) -> dict[str, Kept]:
        """Return the receipts that commands with these ids have already got, in one query."""
        return {
            row.command: Kept(
                row.account,
                bytes(row.salt),
                bytes(row.digest),
                Receipt(row.dossier, row.first, row.last, row.cursor),
            )
            for row in self.connection.execute(_RECEIPTS, {"of": self._head.dossier, "commands": commands})
        }

    def entry(self, seq: int) -> Entry | None:
        """Return an entry of this journal, those of this turn included, without the words erased in it."""
        for entry, _ in self._entries:
            if entry.seq == seq:
                return self._remembered(entry)
        found = entry_at(self.connection, self._head.dossier, seq)
        return None if found is None else self._remembered(found)

    def _remembered(self, entry: Entry) -> Entry:
        return _without_words(entry) if entry.seq in self._erased else entry

    def compose(self, fact: Fact, by: By) -> Entry:
        """Add one entry after the last one and return it. Not yet written."""
        dossier, at = self._head.dossier, self.now
        data, words = split_words(fact, self._salts)
        seq, occurred_at, channel = self.seq + 1, fact.occurred() or at, fact.channel()
        line = write_line(dossier, seq, at, occurred_at, by, channel, fact, data)
        digest = digest_of(self.digest, line)
        entry = Entry(dossier, seq, at, occurred_at, by, channel, fact, digest)
        self._entries.append((entry, line))
        for field, (salt, text) in words.items():
            self._words.append({"dossier": dossier, "seq": seq, "field": field, "salt": salt, "text": text})
        if (erased := fact.erases()) is not None:
            self._erased.append(erased)
        self.seq, self.digest = seq, digest
        return entry

    def mark(self) -> tuple[int, bytes, int, int, int]:
        """Remember this moment, to come back to when a command is refused half-way."""
        return self.seq, self.digest, len(self._entries), len(self._words), len(self._erased)

    def back_to(self, mark: tuple[int, bytes, int, int, int]) -> None:
        """Forget what was composed since `mark`."""
        self.seq, self.digest, entries, words, erased = mark
        del self._entries[entries:], self._words[words:], self._erased[erased:]

    def receive(self, command: str, account: str, salt: bytes, digest: bytes, receipt: Receipt) -> None:
        """Add the receipt of a command that was carried out."""
        self._receipts.append(
            {
                "dossier": receipt.dossier,
                "command": command,
                "account": account,
                "salt": salt,
                "digest": digest,
                "first": receipt.first,
                "last": receipt.last,
                "cursor": receipt.cursor,
            }
        )

    def flush(self) -> list[Entry]:
        """Write what was gathered, in bulk, and return the entries. The head row is moved by `move_head`."""
        if self._is_new:
            open_head(self.connection, self._head.dossier, self.now)
            # Whoever opened the same dossier at the same instant holds the row: then nothing is written here.
            found = head_of(self.connection, self._head.dossier, lock=True)
            if found is None or found.seq:
                raise OpenedElsewhere("Ce dossier vient d’être ouvert par ailleurs : renvoyez la même demande.")
        erased = set(self._erased)
        words = [row for row in self._words if row["seq"] not in erased]
        if self._entries:
            insert_rows(self.connection, ENTRY, [_row(entry, line) for entry, line in self._entries])
        if words:
            insert_rows(self.connection, WORDING, words)
        if self._receipts:
            insert_rows(self.connection, RECEIPT, self._receipts)
        if erased:
            self._forget(erased)
        return [self._remembered(entry) for entry, _ in self._entries]

    def move_head(self, *, kind: str, is_open: bool) -> None:
        """Write where the journal now stands."""
        move_head(self.connection, Head(self._head.dossier, kind, self.seq, self.digest, self.now, is_open))

    def _forget(self, seqs: Iterable[int]) -> None:
        here = WORDING.c.dossier == self._head.dossier
        self.connection.execute(delete(WORDING).where(and_(here, WORDING.c.seq.in_(sorted(seqs)))))


def _without_words(entry: Entry) -> Entry:
    gone = {name: ERASED for name in entry.fact.worded if getattr(entry.fact, name) is not None}
    return replace(entry, fact=entry.fact.model_copy(update=gone))


def _row(entry: Entry, line: str) -> dict[str, Any]:
    return {
        "dossier": entry.dossier,
        "seq": entry.seq,
        "at": entry.at,
        "kind": entry.fact.kind,
        "channel": entry.channel,
        "body": entry.fact.about(),
        "line": line,
        "digest": entry.digest,
    }
