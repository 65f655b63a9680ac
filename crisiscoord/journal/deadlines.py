"""The deadline table: the next instant at which each card must be asked about (docs/architecture.md, « Time »).

Kept in step with the boards in the transaction that writes the entries. It only says when to ask: what is
done then is decided by the ordinary command `<type of card>.fall_due`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, func, select, update

from ..domain.board import Board
from .bulk import insert_rows
from .tables import DEADLINE, HEAD

#: A refused question is asked again after 1, 2, 4… minutes, an hour at the most.
_FIRST_RETRY, _LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    dossier: str
    card: str
    due: datetime
    set_seq: int
    refusals: int


def keep_in_step(connection: Connection, before: Board, after: Board, ids: Iterable[str]) -> None:
    """Write when to ask about the cards `ids` where that differs between two boards of one dossier."""
    gone, put = [], []
    for id in sorted(set(ids)):
        old, new = before.card(id), after.card(id)
        was, now = old and old.next_ask, new and new.next_ask
        if was == now:
            continue
        if was is not None:
            gone.append(id)
        if new is not None and now is not None:
            put.append(
                {"dossier": after.dossier, "card": id, "due": now, "set_seq": new.seq, "retry_at": now, "refusals": 0}
            )
    for start in range(0, len(gone), 500):
        some = DEADLINE.c.card.in_(gone[start : start + 500])
        connection.execute(delete(DEADLINE).where(and_(DEADLINE.c.dossier == after.dossier, some)))
    if put:
        insert_rows(connection, DEADLINE, put)


def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Return what is due in open dossiers, longest due first."""
    query = (
        select(DEADLINE)
        .join(HEAD, HEAD.c.dossier == DEADLINE.c.dossier)
        .where(and_(DEADLINE.c.retry_at <= now, HEAD.c.is_open))
        .order_by(DEADLINE.c.retry_at, DEADLINE.c.dossier, DEADLINE.c.card)
        .limit(limit)
    )
    return [Due(row.dossier, row.card, row.due, row.set_seq, row.refusals) for row in connection.execute(query)]


def back_off(connection: Connection, refused: Iterable[Due], now: datetime) -> None:
    """Ask about these again later. A deadline that has moved meanwhile is left alone."""
    for one in refused:
        wait = min(_FIRST_RETRY * 2 ** min(one.refusals, 10), _LONGEST_RETRY)
        same = and_(DEADLINE.c.dossier == one.dossier, DEADLINE.c.card == one.card, DEADLINE.c.set_seq == one.set_seq)
        values = {"retry_at": now + wait, "refusals": one.refusals + 1}
        connection.execute(update(DEADLINE).where(same).values(**values))


def oldest(connection: Connection) -> datetime | None:
    """Return the earliest instant that waits to be asked about in an open dossier, for the metronome's lag."""
    query = select(func.min(DEADLINE.c.retry_at)).join(HEAD, HEAD.c.dossier == DEADLINE.c.dossier).where(HEAD.c.is_open)
    found: datetime | None = connection.scalar(query)
    return found


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(DEADLINE)) or 0
