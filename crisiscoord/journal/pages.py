"""Reading a journal by pages: filtered by kind, body and channel in the database, by words here.

Words are looked for in the lines as they are told, accents and case ignored. That reads every line on the
way, so a search looks at so many entries and no more, then says where to go on.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select

from ..domain import catalogue
from ..domain.words import Entry
from .journal import words_of
from .lines import read_line
from .tables import ENTRY

#: Lines that one page may hold, and how many it holds when nobody says.
MOST, USUAL = 500, 100
#: Entries that one search reads at the most, and how many at a time.
SCANNED, CHUNK = 5_000, 500
#: Whose channels have several names, any of which opens them (policy/channels.py).
NEEDS = "needs"
#: Entries whose instants one query asks for.
ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a journal: entries above `after` in order, or, with `before`, below it and backwards.

    `channels` are those that the reader holds (`body:*` stands for every body's). `departement` asks for its lines
    and those about its `bodies`.
    """

    channels: frozenset[str]
    after: int = 0
    before: int | None = None
    limit: int = USUAL
    kinds: tuple[str, ...] = ()
    body: str | None = None
    departement: str | None = None
    bodies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, in order. `next` is the `after` (or `before`) of what follows, None when there is nothing more."""

    entries: list[Entry]
    next: int | None


def read_page(connection: Connection, dossier: str, asked: Asked) -> Page:
    """Return the entries that meet what is asked; fewer than `limit` when the search has read its share."""
    found: list[Entry] = []
    scanned, position = 0, asked.after if asked.before is None else asked.before
    while True:
        size = min(CHUNK, max(asked.limit - len(found), 1)) if not asked.words else CHUNK
        chunk = _chunk(connection, dossier, asked, position, size)
        for entry in chunk:
            position = entry.seq
            scanned += 1
            if _says(entry, asked.words):
                found.append(entry)
                if len(found) == asked.limit:
                    return _page(asked, found, position)
        if len(chunk) < size:
            return _page(asked, found, None)
        if scanned >= SCANNED:
            return _page(asked, found, position)


def at_of(connection: Connection, dossier: str, seq: int) -> datetime | None:
    """Return the instant at which an entry was written; None when there is no such entry."""
    return connection.scalar(select(ENTRY.c.at).where(and_(ENTRY.c.dossier == dossier, ENTRY.c.seq == seq)))


def instants_of(connection: Connection, dossier: str, seqs: Iterable[int]) -> dict[int, datetime]:
    """Return the instants at which entries were written, by number; numbers without an entry are left out."""
    wanted = sorted(set(seqs))
    found: dict[int, datetime] = {}
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        some = ENTRY.c.seq.in_(wanted[start : start + ASKED_AT_ONCE])
        rows = connection.execute(select(ENTRY.c.seq, ENTRY.c.at).where(and_(ENTRY.c.dossier == dossier, some)))
        found |= {row.seq: row.at for row in rows}
    return found


def folded(text: str) -> str:
    """Return a text without accents, case nor kinds of apostrophe, as searches compare them."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def _page(asked: Asked, found: list[Entry], next: int | None) -> Page:
    return Page(found if asked.before is None else found[::-1], next)


def _says(entry: Entry, words: Sequence[str]) -> bool:
    if not words:
        return True
    line = folded(catalogue.tell(entry.fact))
    return all(word in line for word in words)


def _chunk(connection: Connection, dossier: str, asked: Asked, position: int, size: int) -> list[Entry]:
    columns = select(ENTRY.c.seq, ENTRY.c.line, ENTRY.c.digest)
    query = columns.where(and_(ENTRY.c.dossier == dossier, *_meets(asked)))
    if asked.before is None:
        query = query.where(ENTRY.c.seq > position).order_by(ENTRY.c.seq)
    else:
        query = query.where(ENTRY.c.seq < position).order_by(ENTRY.c.seq.desc())
    rows = connection.execute(query.limit(size)).all()
    if not rows:
        return []
    seqs = sorted(row.seq for row in rows)
    words = words_of(connection, dossier, seqs[0], seqs[-1])
    return [read_line(row.line, bytes(row.digest), words) for row in rows]


def _meets(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """Yield what an entry must meet, one and the other."""
    yield or_(false(), *_held(asked.channels))
    if asked.kinds:
        yield ENTRY.c.kind.in_(asked.kinds)
    if asked.body is not None:
        yield ENTRY.c.body == asked.body
    if asked.departement is not None:
        yield or_(ENTRY.c.channel == f"departement:{asked.departement}", ENTRY.c.body.in_(asked.bodies))


def _held(channels: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    """Yield what an entry's channel must meet, one or the other (policy.holds, in SQL)."""
    exact = sorted(channel for channel in channels if not channel.endswith(":*"))
    if exact:
        yield ENTRY.c.channel.in_(exact)
    for channel in sorted(channels):
        kind, _, name = channel.partition(":")
        if name == "*":
            yield ENTRY.c.channel.startswith(f"{kind}:", autoescape=True)
        elif kind == NEEDS:
            yield from _named(name)


def _named(name: str) -> Iterator[ColumnElement[bool]]:
    """Yield how a channel of several names, `needs:77/ccas-77333/ccas-69123`, may bear one."""
    yield ENTRY.c.channel.startswith(f"{NEEDS}:{name}/", autoescape=True)
    for ending in (f"/{name}", f"/{name}/%"):
        yield ENTRY.c.channel.like(f"{NEEDS}:%{ending}")
