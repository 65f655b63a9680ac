"""Where each journal stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from .tables import HEAD

#: The reserved journal of accounts and rights: only its number counts.
DIRECTORY = "_directory"
# Made once: for a lone command, composing its statements again took a fifth of the whole (docs/performance.md).
_READ = select(HEAD).where(HEAD.c.dossier == bindparam("of"))
_LOCK = _READ.with_for_update()
_MOVE = update(HEAD).where(HEAD.c.dossier == bindparam("of"))


def cursor_at(seq: int, digest: bytes) -> str:
    """Write a position in a journal as it is handed out: `1042.6f1ed002` (protocol.md)."""
    return f"{seq}.{digest[:4].hex()}"


@dataclass(frozen=True, slots=True)
class Head:
    dossier: str
    kind: str
    seq: int
    digest: bytes
    last_at: datetime
    is_open: bool

    @property
    def cursor(self) -> str:
        return cursor_at(self.seq, self.digest)


def _read(row: Row[tuple[object, ...]]) -> Head:
    return Head(row.dossier, row.kind, row.seq, bytes(row.digest), row.last_at, row.is_open)


def head_of(connection: Connection, dossier: str, *, lock: bool = False) -> Head | None:
    """Return the head of a journal; with `lock`, nobody else may write in it until the transaction ends."""
    row = connection.execute(_LOCK if lock else _READ, {"of": dossier}).first()
    return None if row is None else _read(row)


def all_heads(connection: Connection) -> list[Head]:
    """Return every head, reserved ones included, by id."""
    return [_read(row) for row in connection.execute(select(HEAD).order_by(HEAD.c.dossier))]


def latest_heads(connection: Connection, most: int) -> tuple[list[Head], int]:
    """Return the heads of the dossiers, the last changed first, `most` of them, and how many are left out."""
    dossiers = HEAD.c.dossier.not_like("\\_%", escape="\\") & (HEAD.c.seq > 0)
    query = select(HEAD).where(dossiers).order_by(HEAD.c.last_at.desc(), HEAD.c.dossier).limit(most)
    found = [_read(row) for row in connection.execute(query)]
    there = connection.scalar(select(func.count()).select_from(HEAD).where(dossiers)) or 0
    return found, max(0, there - len(found))


def seqs(connection: Connection) -> dict[str, int]:
    """Return the number at which each journal stands, reserved ones included."""
    return {row.dossier: row.seq for row in connection.execute(select(HEAD.c.dossier, HEAD.c.seq))}


def open_head(connection: Connection, dossier: str, now: datetime) -> None:
    """Make the row of a journal that does not exist yet; no effect on one that does."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values = {"dossier": dossier, "kind": "", "seq": 0, "digest": bytes(32), "last_at": now, "is_open": True}
    connection.execute(insert(HEAD).values(**values).on_conflict_do_nothing())


def move_head(connection: Connection, head: Head) -> None:
    """Write where a journal now stands. The row must be held by this transaction."""
    values = {
        "of": head.dossier,
        "kind": head.kind,
        "seq": head.seq,
        "digest": head.digest,
        "last_at": head.last_at,
        "is_open": head.is_open,
    }
    connection.execute(_MOVE, values)


def bump(connection: Connection, dossier: str, now: datetime) -> int:
    """Count one more change of a reserved journal, and return its number."""
    open_head(connection, dossier, now)
    head = head_of(connection, dossier, lock=True)
    assert head is not None
    values = {"seq": head.seq + 1, "last_at": now}
    connection.execute(update(HEAD).where(HEAD.c.dossier == dossier).values(**values))
    return head.seq + 1
