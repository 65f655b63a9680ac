"""Copies of the whole database: made while it serves, put back into an empty one, proved both times.

One shape for both databases, so a copy of one may be put back into the other (decision 0039). A zip of one file for
each table (`tables/entry.jsonl`: a JSON array for each row), then `copie.json`, which says the revision of the schema,
the head of each journal, and the number of rows and the SHA-256 of each file. All rows are read in one transaction that
sees one state of the database. Sessions and links that open something once are not copied: putting a copy back must not
open again what was closed since. Checkpoints are not either: they are made again from the journal.
"""

import json
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import IO, Any

import orjson
from sqlalchemy import Connection, Engine, MetaData, Table, select
from sqlalchemy.exc import DataError, IntegrityError

from . import __version__, schema
from .domain.words import format_instant
from .errors import Refused
from .journal.engine import one_state, writing
from .journal.heads import Head, all_heads
from .journal.verify import Proof, verify

FORMAT = "crisiscoord-copie/1"
INDEX = "copie.json"
#: What a copy leaves out.
LEFT_OUT = frozenset({"alembic_version", "checkpoint", "session", "one_time"})
#: Rows read or written at a time, and the longest one that is read back, in bytes.
PAGE, LONGEST = 1_000, 16 * 1024 * 1024
#: Everything that says what a copy holds, in bytes.
_LONGEST_INDEX = 64 * 1024 * 1024


class BadCopy(Refused):
    code, title = "bad_copy", "Copie inutilisable"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: how many rows, and what was proved of each journal as it was copied."""

    rows: int
    proofs: tuple[Proof, ...]


def back_up(target: IO[bytes], engine: Engine, now: datetime) -> Copied:
    """Write a copy of the database into `target`, which can seek; the database serves meanwhile.

    A journal that does not hold is copied as it is: the proofs say so.
    """
    files: dict[str, Any] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box, one_state(engine) as connection:
        for table in _tables(connection):
            files[str(table.name)] = _write(box, connection, table)
        heads = _journals(connection)
        proofs = tuple(verify(connection, head) for head in heads)
        index = {
            "format": FORMAT,
            "made_at": format_instant(now),
            "crisiscoord": __version__,
            "revision": schema.revision_of(connection),
            "heads": {head.dossier: f"{head.seq} {head.digest.hex()}" for head in heads},
            "tables": files,
        }
        box.writestr(INDEX, orjson.dumps(index, option=orjson.OPT_INDENT_2))
    return Copied(sum(file["rows"] for file in files.values()), proofs)


def put_back(source: IO[bytes], engine: Engine, *, though_broken: bool = False) -> Copied:
    """Put a copy into an empty database, bring it to the schema of this version, and prove every journal.

    All of it or nothing: what does not hold is refused, and the database stays empty. `though_broken` takes a journal
    that did not hold when it was copied; the proofs say so. Raises BadCopy, or Refused when the database is not empty.
    """
    try:
        with zipfile.ZipFile(source) as box, writing(engine).begin() as connection:
            index = _index(box)
            schema.make_at(connection, index["revision"])
            tables = _tables(connection)
            if {table.name for table in tables} != set(index["tables"]):
                raise BadCopy("Cette copie n’a pas les tables de sa version.")
            rows = sum(_read(box, connection, table, index["tables"][table.name]) for table in tables)
            schema.bring_up(connection)
            return Copied(rows, _proven(connection, index["heads"], though_broken))
    except (IntegrityError, DataError) as fault:
        raise BadCopy("Des lignes de cette copie ne vont pas ensemble\u00a0: elle a été changée.") from fault
    except (zipfile.BadZipFile, EOFError, KeyError, TypeError, ValueError, AttributeError) as fault:
        # By the kind of fault alone: its words may hold what somebody wrote.
        raise BadCopy(f"Ce fichier n’est pas une copie entière ({type(fault).__name__}).") from fault


def made_at(source: IO[bytes]) -> datetime:
    """Return the instant of a copy. Raises BadCopy when the file is none, or is cut off."""
    try:
        with zipfile.ZipFile(source) as box:
            return datetime.fromisoformat(_index(box)["made_at"])
    except (zipfile.BadZipFile, EOFError, KeyError, TypeError, ValueError) as fault:
        raise BadCopy(f"Ce fichier n’est pas une copie entière ({type(fault).__name__}).") from fault


# ------------------------------------------------------------------------------------------------ tables


def _tables(connection: Connection) -> list[Table]:
    """Return the tables that are copied, as the database has them: those that others refer to come first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in LEFT_OUT]


def _journals(connection: Connection) -> list[Head]:
    return [head for head in all_heads(connection) if not head.dossier.startswith("_")]


def _write(box: zipfile.ZipFile, connection: Connection, table: Table) -> dict[str, Any]:
    rows, digest = 0, sha256()
    query = select(table).order_by(*table.primary_key.columns)
    with box.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
        for row in connection.execute(query, execution_options={"yield_per": PAGE}):
            line = orjson.dumps([_written(value) for value in row]) + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest(), "columns": [str(column.name) for column in table.columns]}


def _read(box: zipfile.ZipFile, connection: Connection, table: Table, told: dict[str, Any]) -> int:
    """Put the rows of one table back, and return how many they were. Raises BadCopy when they are not those copied."""
    columns, digest, rows = told["columns"], sha256(), 0
    if set(columns) != {column.name for column in table.columns}:
        raise BadCopy(f"Cette copie n’a pas les colonnes de sa version\u00a0: {table.name}.")
    with box.open(f"tables/{table.name}.jsonl") as file:
        for page in _pages(iter(lambda: file.readline(LONGEST), b"")):
            for line in page:
                digest.update(line)
            rows += len(page)
            values = [[_value(one) for one in json.loads(line)] for line in page]
            connection.execute(table.insert(), [dict(zip(columns, row, strict=True)) for row in values])
    if (rows, digest.hexdigest()) != (told["rows"], told["sha256"]):
        raise BadCopy(f"La table {table.name} de cette copie n’est pas celle qui a été copiée.")
    return rows


def _pages(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    page: list[bytes] = []
    for line in lines:
        page.append(line)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def _written(value: Any) -> Any:
    """Return a value as JSON holds it. Instants are in UTC, whether the database says so or not."""
    if isinstance(value, bytes | memoryview):
        return {"b": b64encode(bytes(value)).decode()}
    if isinstance(value, datetime):
        return {"t": (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()}
    return value


def _value(written: Any) -> Any:
    if not isinstance(written, dict):
        return written
    return b64decode(written["b"]) if "b" in written else datetime.fromisoformat(written["t"])


# ------------------------------------------------------------------------------------------------ proofs


def _index(box: zipfile.ZipFile) -> dict[str, Any]:
    with box.open(INDEX) as file:
        index = json.loads(file.read(_LONGEST_INDEX))
    if index["format"] != FORMAT:
        raise BadCopy("Ce fichier n’est pas une copie que cette version sait lire.")
    if not schema.is_known(index["revision"]):
        raise BadCopy(
            "Cette copie vient d’une version plus récente\u00a0: installer celle-là, ou une plus récente encore."
        )
    return dict(index)


def _proven(connection: Connection, heads: dict[str, str], though_broken: bool) -> tuple[Proof, ...]:
    """Return the proof of each journal. Raises BadCopy when the heads are not those copied, or one does not hold."""
    found = _journals(connection)
    if {head.dossier: f"{head.seq} {head.digest.hex()}" for head in found} != heads:
        raise BadCopy("Les têtes des journaux de cette copie ne sont pas celles qui ont été copiées.")
    proofs = tuple(verify(connection, head) for head in found)
    broken = [proof for proof in proofs if proof.faults]
    if broken and not though_broken:
        raise BadCopy(
            f"Le journal «\u00a0{broken[0].dossier}\u00a0» de cette copie n’est pas intact ({broken[0].faults[0]})"
            "\u00a0: rien n’a été remis. --though-broken le remet tel quel."
        )
    return proofs
