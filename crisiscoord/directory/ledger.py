"""How the directory is read and written.

The journal is a neighbour that this floor does not know: whoever builds the house lends its writer, its
count of changes (the reserved journal `_directory`) and the bell.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, Table, bindparam, update

from ..errors import Unavailable

T = TypeVar("T")

#: Seconds to wait for the one writer of the process.
PATIENCE_S = 10.0


class Writes(Protocol):
    """The one writer of the process (`journal.writer.Writer`)."""

    def run(self, write: Callable[[Connection], T]) -> "Future[T]": ...


@dataclass(frozen=True, slots=True)
class Ledger:
    """What accounts, sessions and the directory are kept with.

    `bump` counts one more change, in the transaction of the change, and returns its number; `ring` tells
    every process that this number has been reached.
    """

    engine: Engine
    writer: Writes
    bump: Callable[[Connection, datetime], int]
    ring: Callable[[int], None]

    def write(self, write: Callable[[Connection], T]) -> T:
        """Write something that changes nobody's rights. Waits for the writer: never call it on the loop."""
        try:
            return self.writer.run(write).result(PATIENCE_S)
        except TimeoutError as late:
            raise Unavailable("L’enregistrement n’a pas abouti à temps : recommencez dans un instant.") from late

    def change(self, write: Callable[[Connection], T], now: datetime) -> T:
        """Write something that changes somebody's rights, and let every process know."""

        def write_and_count(connection: Connection) -> tuple[T, int]:
            return write(connection), self.bump(connection, now)

        result, number = self.write(write_and_count)
        self.ring(number)
        return result

    def change_if(self, write: Callable[[Connection], int], now: datetime) -> int:
        """Do as `change` for what may end something of somebody or may not: `write` says how much it has changed.

        When it has changed nothing, nobody is told, and nobody asks again.
        """

        def write_and_count(connection: Connection) -> tuple[int, int | None]:
            changed = write(connection)
            return changed, self.bump(connection, now) if changed else None

        changed, number = self.write(write_and_count)
        if number is not None:
            self.ring(number)
        return changed

    def change_numbered(self, write: Callable[[Connection, int], T], now: datetime) -> T:
        """Do as `change` for what is dated by its number: taken first, it keeps other changes out until the end."""

        def count_and_write(connection: Connection) -> tuple[T, int]:
            number = self.bump(connection, now)
            return write(connection, number), number

        result, number = self.write(count_and_write)
        self.ring(number)
        return result


def write_again(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that are there already, each found by its `id`; all of them say the same columns, and one at least."""
    names = [name for name in rows[0] if name != "id"]
    again = update(table).where(table.c.id == bindparam("of")).values({name: bindparam(name) for name in names})
    connection.execute(again, [{"of": row["id"], **{name: row[name] for name in names}} for row in rows])
