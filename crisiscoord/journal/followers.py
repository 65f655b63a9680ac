"""How far followers have read the journals, and the one outbox that they write to.

A follower moves its cursor and fills the outbox in one transaction, so an entry is taken up once, by however many
processes. A row of the outbox is held (`hold`) by one of them while it works on it, and let go with what came of it
(`release`): one that dies in between lets go by the passing of time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, not_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ..domain.words import Entry
from .lines import read_line
from .tables import ENTRY, FOLLOWED, HEAD, OUTBOX

#: How long one process keeps a row to itself: longer than the slowest sending.
HELD = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Owed:
    """One row of the outbox: what is owed to a recipient because of an entry, and how far it has come."""

    dossier: str
    entry: int
    recipient: str
    channel: str
    body: str
    card: str
    state: str
    link: bytes
    created_at: datetime
    next_at: datetime | None
    attempts: int = 0
    tried_at: datetime | None = None
    fault: str = ""


def behind(connection: Connection, follower: str, most: int) -> list[tuple[str, int, int]]:
    """Return journals that have grown since `follower` read them: dossier, its cursor, the head; `most` of them."""
    at = func.coalesce(FOLLOWED.c.seq, 0)
    joined = HEAD.outerjoin(FOLLOWED, and_(FOLLOWED.c.dossier == HEAD.c.dossier, FOLLOWED.c.follower == follower))
    real = HEAD.c.dossier.not_like("\\_%", escape="\\")
    query = select(HEAD.c.dossier, at.label("at"), HEAD.c.seq).select_from(joined).where(and_(real, HEAD.c.seq > at))
    found = connection.execute(query.order_by(HEAD.c.last_at, HEAD.c.dossier).limit(most))
    return [(row.dossier, row.at, row.seq) for row in found]


def entries_of_kinds(
    connection: Connection, dossier: str, kinds: Collection[str], after: int, upto: int, most: int
) -> list[Entry]:
    """Return the first `most` entries of these kinds numbered above `after`, `upto` included, without their words."""
    within = and_(ENTRY.c.dossier == dossier, ENTRY.c.kind.in_(kinds), ENTRY.c.seq > after, ENTRY.c.seq <= upto)
    query = select(ENTRY.c.line, ENTRY.c.digest).where(within).order_by(ENTRY.c.seq).limit(most)
    return [read_line(row.line, bytes(row.digest), {}) for row in connection.execute(query)]


def advance(connection: Connection, follower: str, dossier: str, at: int, to: int, rows: Sequence[Owed]) -> bool:
    """Move a cursor from `at` to `to` and put what is owed; False, and nothing done, when another has moved it."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    first = dialect.insert(FOLLOWED).values(follower=follower, dossier=dossier, seq=0)
    connection.execute(first.on_conflict_do_nothing())
    mine = and_(FOLLOWED.c.follower == follower, FOLLOWED.c.dossier == dossier, FOLLOWED.c.seq == at)
    if not connection.execute(update(FOLLOWED).where(mine).values(seq=to)).rowcount:
        return False
    put(connection, rows)
    return True


def put(connection: Connection, rows: Sequence[Owed]) -> None:
    """Add rows to the outbox; one that is there already stays as it is."""
    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        values = [{**_values(row), "holder": "", "held_until": None} for row in rows]
        connection.execute(dialect.insert(OUTBOX).on_conflict_do_nothing(), values)


def is_due(connection: Connection, now: datetime) -> bool:
    """Say whether there is a row about which something is to be done, held by somebody or not."""
    return connection.execute(select(OUTBOX.c.entry).where(OUTBOX.c.next_at <= now).limit(1)).first() is not None


def hold(connection: Connection, holder: str, now: datetime, most: int) -> list[Owed]:
    """Take `most` rows about which something is to be done now, the oldest first; nobody else gets them for `HELD`."""
    free = or_(OUTBOX.c.held_until.is_(None), OUTBOX.c.held_until <= now)
    query = select(OUTBOX).where(and_(OUTBOX.c.next_at <= now, free)).order_by(OUTBOX.c.next_at).limit(most)
    rows = [owed_of(row) for row in connection.execute(query.with_for_update(skip_locked=True))]
    for row in rows:
        connection.execute(update(OUTBOX).where(_is(row)).values(holder=holder, held_until=now + HELD))
    return rows


def release(connection: Connection, holder: str, row: Owed, **changes: Any) -> bool:
    """Write what came of a row and let it go; False when it was no longer held by `holder`."""
    mine = and_(_is(row), OUTBOX.c.holder == holder)
    done = connection.execute(update(OUTBOX).where(mine).values(**changes, holder="", held_until=None))
    return bool(done.rowcount)


def replace(connection: Connection, holder: str, row: Owed, rows: Sequence[Owed]) -> None:
    """Put `rows` in the place of one that is held."""
    if connection.execute(delete(OUTBOX).where(and_(_is(row), OUTBOX.c.holder == holder))).rowcount:
        put(connection, rows)


def revive(connection: Connection, link: bytes, state: str, became: str, now: datetime) -> bool:
    """Have a row in `state` be worked on again, from its first attempt; False when there is none."""
    there = and_(OUTBOX.c.link == link, OUTBOX.c.state == state, OUTBOX.c.next_at.is_(None))
    again = {"state": became, "next_at": now, "attempts": 0, "fault": ""}
    return bool(connection.execute(update(OUTBOX).where(there).values(**again)).rowcount)


def waiting(connection: Connection, dossier: str, cards: str) -> int:
    """Count the rows of a dossier, about cards whose id begins so, about which something is still to be done."""
    about = OUTBOX.c.card.startswith(cards, autoescape=True)
    there = and_(OUTBOX.c.dossier == dossier, OUTBOX.c.next_at.is_not(None), about)
    return connection.scalar(select(func.count()).select_from(OUTBOX).where(there)) or 0


def of_dossier(connection: Connection, dossier: str, most: int, but: str = "") -> list[Owed]:
    """Return the rows of a dossier but those about cards whose id begins so, the last owed first, `most` of them."""
    query = select(OUTBOX).where(OUTBOX.c.dossier == dossier).order_by(OUTBOX.c.entry.desc(), OUTBOX.c.recipient)
    if but:
        query = query.where(not_(OUTBOX.c.card.startswith(but, autoescape=True)))
    return [owed_of(row) for row in connection.execute(query.limit(most))]


def of_card(connection: Connection, dossier: str, card: str) -> list[Owed]:
    """Return the rows about one thing of a board."""
    query = select(OUTBOX).where(and_(OUTBOX.c.dossier == dossier, OUTBOX.c.card == card))
    return [owed_of(row) for row in connection.execute(query)]


def of_cards(connection: Connection, dossier: str, cards: str) -> list[Owed]:
    """Return the rows of a dossier about cards whose id begins so."""
    about = and_(OUTBOX.c.dossier == dossier, OUTBOX.c.card.startswith(cards, autoescape=True))
    return [owed_of(row) for row in connection.execute(select(OUTBOX).where(about))]


def cards_of(connection: Connection, dossier: str, cards: str) -> dict[str, list[str]]:
    """Return the states of the rows of a dossier about cards whose id begins so, by card."""
    about = and_(OUTBOX.c.dossier == dossier, OUTBOX.c.card.startswith(cards, autoescape=True))
    found: dict[str, list[str]] = {}
    for row in connection.execute(select(OUTBOX.c.card, OUTBOX.c.state).where(about)):
        found.setdefault(row.card, []).append(row.state)
    return found


def of_link(connection: Connection, link: bytes) -> Owed | None:
    """Return the row whose secret has this digest."""
    row = connection.execute(select(OUTBOX).where(OUTBOX.c.link == link)).first()
    return None if row is None else owed_of(row)


def owed_of(row: Row[Any]) -> Owed:
    known = row._mapping
    return Owed(**{**{name: known[name] for name in Owed.__slots__}, "link": bytes(known["link"])})


def _values(row: Owed) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Owed.__slots__}


def _is(row: Owed) -> Any:
    return and_(
        OUTBOX.c.dossier == row.dossier,
        OUTBOX.c.entry == row.entry,
        OUTBOX.c.recipient == row.recipient,
        OUTBOX.c.channel == row.channel,
    )
