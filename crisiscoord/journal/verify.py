"""Proving a journal: gapless, readable, unaltered. What `crisiscoord verify` runs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import Connection, and_, func, select, true

from .heads import Head, head_of
from .journal import digest_at
from .lines import digest_of, digest_of_words, read_line
from .tables import ENTRY, WORDING

_PAGE = 2_000
#: Faults named one by one in a report; further ones are counted.
NAMED = 50


@dataclass
class Proof:
    """What was found in one journal. It holds when `faults` is empty."""

    dossier: str
    entries: int = 0
    erased: int = 0
    cursor: str = "0.00000000"
    faults: list[str] = field(default_factory=list)
    more: int = 0

    def fault(self, text: str) -> None:
        if len(self.faults) < NAMED:
            self.faults.append(text)
        else:
            self.more += 1


def verify(connection: Connection, head: Head, after: int = 0) -> Proof:
    """Read a journal again, from the text of its lines alone, and say what does not hold.

    The whole of it, up to `head`: what is written meanwhile is not its business. With `after`, the entries above that
    number, chained to the digest that it bears.
    """
    proof, previous, last_at = Proof(head.dossier, entries=after), bytes(32), None
    if after:
        previous = digest_at(connection, head.dossier, after) or b""
    for seq, line, stored, words in raw_lines(connection, head.dossier, head.seq, after):
        proof.entries += 1
        if seq != proof.entries:
            proof.fault(f"entrée {proof.entries} absente : on trouve {seq} à sa place")
            proof.entries = seq
        digest = digest_of(previous, line)
        if digest != stored:
            proof.fault(f"entrée {seq} : l’empreinte ne correspond pas au texte")
        last_at = _check_line(proof, head.dossier, seq, line, words, last_at)
        previous = stored
    proof.cursor = f"{proof.entries}.{previous.hex()[:8]}"
    there = max(proof.entries, _beyond(connection, head))
    if there != head.seq:
        proof.fault(f"la tête annonce {head.seq} entrées, le journal en compte {there}")
    elif previous != head.digest:
        proof.fault("l’empreinte de la tête n’est pas celle de la dernière entrée")
    return proof


def _beyond(connection: Connection, head: Head) -> int:
    """Return the last number beyond a head that has not moved; 0 when there is none, or when the journal has grown."""
    last = connection.scalar(select(func.max(ENTRY.c.seq)).where(ENTRY.c.dossier == head.dossier)) or 0
    now = head_of(connection, head.dossier)  # read afterwards: a head is moved with the entries that it tells of
    return last if last > head.seq and (now is None or now.seq < last) else 0


def raw_lines(
    connection: Connection, dossier: str, upto: int | None = None, after: int = 0
) -> Iterator[tuple[int, str, bytes, dict[str, tuple[bytes, str]]]]:
    """Yield each entry as it is stored: its number, the exact text of its line, its digest, its words with their salts.

    Those above `after`, read page by page, entry `upto` included. Nothing is checked.
    """
    seq = after
    while True:
        query = (
            select(ENTRY.c.seq, ENTRY.c.line, ENTRY.c.digest)
            .where(and_(ENTRY.c.dossier == dossier, ENTRY.c.seq > seq, true() if upto is None else ENTRY.c.seq <= upto))
            .order_by(ENTRY.c.seq)
            .limit(_PAGE)
        )
        rows = connection.execute(query).all()
        if not rows:
            return
        words = _words(connection, dossier, rows[0].seq, rows[-1].seq)
        for row in rows:
            yield row.seq, row.line, bytes(row.digest), words.get(row.seq, {})
        seq = rows[-1].seq


def _words(connection: Connection, dossier: str, first: int, last: int) -> dict[int, dict[str, tuple[bytes, str]]]:
    query = select(WORDING).where(and_(WORDING.c.dossier == dossier, WORDING.c.seq.between(first, last)))
    found: dict[int, dict[str, tuple[bytes, str]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.seq, {})[row.field] = (bytes(row.salt), row.text)
    return found


def _check_line(
    proof: Proof,
    dossier: str,
    seq: int,
    line: str,
    words: dict[str, tuple[bytes, str]],
    last_at: datetime | None,
) -> datetime | None:
    try:
        entry = read_line(line, b"", {(seq, field): text for field, (_, text) in words.items()})
    except (LookupError, TypeError, ValueError, AttributeError) as error:  # whatever it holds, it is not ours
        proof.fault(f"entrée {seq} illisible : {type(error).__name__}")
        return last_at
    if (entry.dossier, entry.seq) != (dossier, seq):
        proof.fault(f"entrée {seq} : son texte se dit {entry.dossier} n° {entry.seq}")
    if last_at is not None and entry.at < last_at:
        proof.fault(f"entrée {seq} : datée d’avant la précédente")
    told = orjson.loads(line)["fact"]
    for name in entry.fact.worded:
        if name not in told:
            continue
        if name not in words:
            proof.erased += 1
        elif digest_of_words(*words[name]) != told[name]:
            proof.fault(f"entrée {seq} : le texte « {name} » n’est pas celui qui a été écrit")
    return entry.at
