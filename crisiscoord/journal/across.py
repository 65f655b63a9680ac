"""Reading the entries of one kind in every journal at once, for the few kinds that are looked at across dossiers."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, select

from ..domain.words import Entry
from .lines import read_line
from .tables import ENTRY, HEAD, WORDING


def entries_across(
    connection: Connection, kind: str, most: int, dossiers: Collection[str] | None = None
) -> list[Entry]:
    """Return the newest `most` entries of a kind with the words that are remembered, the newest first.

    `dossiers`: of these alone. Each journal is looked up by its index: the cost is that of the dossiers, not of their
    entries.
    """
    real = select(HEAD.c.dossier).where(HEAD.c.dossier.not_like("\\_%", escape="\\"))
    within = ENTRY.c.dossier.in_(real if dossiers is None else dossiers)
    query = select(ENTRY.c.dossier, ENTRY.c.seq, ENTRY.c.line, ENTRY.c.digest).where(and_(within, ENTRY.c.kind == kind))
    newest = query.order_by(ENTRY.c.at.desc(), ENTRY.c.dossier, ENTRY.c.seq.desc()).limit(most)
    rows = connection.execute(newest).all()
    words = _words(connection, {row.dossier for row in rows}, {row.seq for row in rows})
    return [read_line(row.line, bytes(row.digest), words.get(row.dossier, {})) for row in rows]


def _words(connection: Connection, dossiers: set[str], seqs: set[int]) -> dict[str, dict[tuple[int, str], str]]:
    """Return the words of these lines of these dossiers, by dossier: a few more than asked for, when there are many."""
    query: Any = select(WORDING).where(and_(WORDING.c.dossier.in_(dossiers), WORDING.c.seq.in_(seqs)))
    found: dict[str, dict[tuple[int, str], str]] = {}
    for row in connection.execute(query) if dossiers else ():
        found.setdefault(row.dossier, {})[row.seq, row.field] = row.text
    return found
