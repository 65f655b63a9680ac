"""The log of the directory: each change, by whom, in words that hold neither the name of a contact nor a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, or_, select

from ..domain.words import Actor
from .ledger import Ledger
from .tables import ACCOUNT, DIRECTORY_LOG

#: Lines of one page of the log.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Noted:
    """What one line says: of which body (empty: of the directory as a whole), and the French sentence."""

    body: str
    text: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line as it is read. `name` is the label of the account today, empty when there is none any more."""

    number: int
    line: int
    at: datetime
    account: str
    name: str
    role: str
    body: str
    text: str


def note(connection: Connection, number: int, now: datetime, by: Actor, lines: Iterable[Noted]) -> None:
    """Write lines in the transaction of the change that they tell."""
    rows = [
        {
            "number": number,
            "line": line,
            "at": now,
            "account": by.account,
            "role": by.role,
            "body": said.body,
            "text": said.text,
        }
        for line, said in enumerate(lines)
    ]
    if rows:
        connection.execute(insert(DIRECTORY_LOG), rows)


def read_log(
    ledger: Ledger,
    *,
    body: str | None = None,
    before: tuple[int, int] | None = None,
) -> list[LogLine]:
    """Return `MOST_SHOWN` lines at most, the newest first, of one body alone if it is given, before a line if one is.

    Waits for the database: call it in a thread.
    """
    table = DIRECTORY_LOG.c
    asked = select(DIRECTORY_LOG, ACCOUNT.c.label).outerjoin(ACCOUNT, ACCOUNT.c.id == table.account)
    if body is not None:
        asked = asked.where(table.body == body)
    if before is not None:
        number, line = before
        asked = asked.where(or_(table.number < number, and_(table.number == number, table.line > line)))
    asked = asked.order_by(table.number.desc(), table.line).limit(MOST_SHOWN)
    with ledger.engine.connect() as connection:
        rows = connection.execute(asked).all()
    return [
        LogLine(row.number, row.line, row.at, row.account, row.label or "", row.role, row.body, row.text)
        for row in rows
    ]


def last_number(connection: Connection) -> int:
    """Return the number of the last change of the directory, 0 when there was none."""
    return connection.scalar(select(func.max(DIRECTORY_LOG.c.number))) or 0
