"""Boards laid down from time to time, to start from: for a cold start, and for a board of the past.

A checkpoint holds no words: cards refer to them, and they are read again when the checkpoint is. Delete
them all and nothing is lost.
"""

import zlib

import orjson
from sqlalchemy import Connection, and_, delete, insert, or_, select

from ..domain import catalogue
from ..domain.board import Board, Card
from .journal import digest_at
from .tables import CHECKPOINT, WORDING

_REFERENCES = {"references": True}


def encode(board: Board) -> bytes:
    """Return a board as a blob that holds no words."""
    cards = [card.model_dump(mode="json", exclude_none=True, context=_REFERENCES) for card in board.cards()]
    data = {"kind": board.kind, "erasures": board.erasures, "cards": cards, "gone": list(board.gone())}
    return zlib.compress(orjson.dumps(data), 6)


def save(connection: Connection, board: Board, blob: bytes) -> None:
    """Lay a checkpoint down; older projections, which nobody can read any more, go."""
    here = CHECKPOINT.c.dossier == board.dossier
    stale = or_(CHECKPOINT.c.projection != catalogue.PROJECTION, CHECKPOINT.c.seq == board.seq)
    connection.execute(delete(CHECKPOINT).where(and_(here, stale)))
    row = {"dossier": board.dossier, "seq": board.seq, "projection": catalogue.PROJECTION, "blob": blob}
    connection.execute(insert(CHECKPOINT).values(**row))


def load(connection: Connection, dossier: str, upto: int) -> Board | None:
    """Return the board of the last checkpoint at or before entry `upto`, None when there is none."""
    query = (
        select(CHECKPOINT.c.seq, CHECKPOINT.c.blob)
        .where(and_(CHECKPOINT.c.dossier == dossier, CHECKPOINT.c.seq <= upto))
        .where(CHECKPOINT.c.projection == catalogue.PROJECTION)
        .order_by(CHECKPOINT.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    digest = row and digest_at(connection, dossier, row.seq)
    if row is None or digest is None:
        return None
    data = orjson.loads(zlib.decompress(row.blob))
    board = Board.restored(
        dossier,
        data["kind"],
        row.seq,
        digest,
        data["erasures"],
        _cards(connection, dossier, data["cards"]),
        data["gone"],
    )
    return board


def _cards(connection: Connection, dossier: str, rows: list[dict[str, object]]) -> list[Card]:
    referred: set[int] = set()
    for row in rows:
        _find_references(row, referred)
    words: dict[tuple[int, str], str] = {}
    wanted = sorted(referred)
    for start in range(0, len(wanted), 500):
        some = WORDING.c.seq.in_(wanted[start : start + 500])
        query = select(WORDING.c.seq, WORDING.c.field, WORDING.c.text).where(and_(WORDING.c.dossier == dossier, some))
        words |= {(row.seq, row.field): row.text for row in connection.execute(query)}
    context = {"words": words}
    return [catalogue.CARD_OF[str(row["type"])].model_validate(row, strict=False, context=context) for row in rows]


def _find_references(value: object, found: set[int]) -> None:
    """Add the entries whose words `value` refers to, however deep (a call on the card of calls)."""
    if isinstance(value, dict):
        if value.keys() == {"seq", "field"}:
            found.add(value["seq"])
        for inner in value.values():
            _find_references(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _find_references(inner, found)
