"""A copy of the database holds all of one moment, goes back whole into an empty database of either kind, or not at all."""

import json
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, inspect, select, text

from crisiscoord import backup, schema
from crisiscoord.backup import BadCopy, Copied, back_up, made_at, put_back
from crisiscoord.clock import ManualClock
from crisiscoord.errors import Refused
from crisiscoord.journal import triggers
from crisiscoord.journal.engine import engine_for
from tests.conftest import NOON
from tests.core.test_verify import unlock
from tests.office import Office, drawn, office

Files = dict[str, bytes]


@pytest.fixture
def written(database_url: str) -> Iterator[Office]:
    """A migrated database with a crisis whose words were partly erased, an account and a session, on each database."""
    engine = engine_for(database_url)
    schema.upgrade(engine)
    engine.dispose()
    with office(database_url, ManualClock(NOON)) as here:
        here.declare()
        here.report(text="Deux agents inondés.")
        here.note(text="À oublier.")
        here.do("crue", "wording.erase", seq=here.boards.at_hand("crue").seq, reason="Donnée de santé.")
        here.do("crue", "situation.freeze", cutoff_at=NOON.isoformat(), text="L’eau monte.")
        yield here


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engine]:
    """An empty database of each kind, whichever kind the copy is of."""
    engine = engine_for(empty_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def spare(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database, for copies that are refused."""
    engine = engine_for(f"sqlite:///{tmp_path}/spare.db")
    yield engine
    engine.dispose()


def copy_of(engine: Engine) -> tuple[bytes, Copied]:
    out = BytesIO()
    copied = back_up(out, engine, NOON)
    return out.getvalue(), copied


def rows_of(engine: Engine) -> dict[str, list[Any]]:
    """Return every row of every table that a copy holds."""
    found: dict[str, list[Any]] = {}
    with engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name not in backup.LEFT_OUT:
                rows = connection.execute(select(table).order_by(*table.primary_key.columns))
                found[table.name] = [[backup._written(value) for value in row] for row in rows]
    return found


def files_of(copy: bytes) -> Files:
    with zipfile.ZipFile(BytesIO(copy)) as box:
        return {name: box.read(name) for name in box.namelist()}


def boxed(files: Files) -> BytesIO:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, content in files.items():
            box.writestr(name, content)
    return out


def test_a_copy_goes_back_whole_into_either_database_and_the_board_is_the_same(written: Office, empty: Engine) -> None:
    copy, made = copy_of(written.engine)
    restored = put_back(BytesIO(copy), empty)
    assert (restored.rows, restored.proofs) == (made.rows, made.proofs)
    assert [(proof.faults, proof.erased) for proof in restored.proofs] == [([], 1)]
    assert rows_of(empty) == rows_of(written.engine) and rows_of(empty)["entry"]
    assert schema.check(empty) == []
    with office(empty.url.render_as_string(hide_password=False), ManualClock(NOON)) as there:
        assert drawn(there.boards.fresh("crue")) == drawn(written.boards.fresh("crue"))
        there.note(text="On continue.")
        assert there.proof().faults == []


def test_a_copy_of_an_older_schema_is_brought_up_to_this_one(tmp_path: Path, spare: Engine) -> None:
    engine = engine_for(f"sqlite:///{tmp_path}/older.db")
    with engine.execution_options(writing=True).begin() as connection:
        schema.make_at(connection, "0003")
        connection.execute(
            text(
                "INSERT INTO head (dossier, kind, seq, digest, last_at, is_open) VALUES ('_directory','',3,x'00','2026-01-01 00:00:00',1)"
            )
        )
    out = BytesIO()
    back_up(out, engine, NOON)
    assert json.loads(files_of(out.getvalue())["copie.json"])["revision"] == "0003"
    put_back(out, spare)
    assert schema.check(spare) == [] and rows_of(spare)["head"] == rows_of(engine)["head"]
    engine.dispose()


def test_what_was_closed_since_is_not_opened_again(written: Office, spare: Engine) -> None:
    with written.engine.begin() as connection:
        connection.execute(text("INSERT INTO checkpoint (dossier, seq, projection, blob) VALUES ('crue', 1, 1, '')"))
    copy, _ = copy_of(written.engine)
    assert not {"tables/session.jsonl", "tables/one_time.jsonl", "tables/checkpoint.jsonl"} & set(files_of(copy))
    put_back(BytesIO(copy), spare)
    with spare.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM checkpoint")) == 0


def test_a_copy_is_of_one_moment_though_somebody_writes_meanwhile(
    written: Office, spare: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, write = rows_of(written.engine), backup._write

    def meanwhile(*asked: Any) -> Any:
        written.note(text="Pendant la copie.")
        return write(*asked)

    # The first table is read before anybody writes: that is the moment.
    monkeypatch.setattr(backup, "_tables", _touching(backup._tables))
    monkeypatch.setattr(backup, "_write", meanwhile)
    out = BytesIO()
    back_up(out, written.engine, NOON)
    monkeypatch.undo()
    put_back(out, spare)
    assert rows_of(spare) == before != rows_of(written.engine)


def _touching(tables: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(connection: Any) -> Any:
        connection.execute(text("SELECT count(*) FROM head")).all()
        return tables(connection)

    return read


def test_nothing_is_put_back_where_there_is_something(written: Office) -> None:
    copy, _ = copy_of(written.engine)
    before = rows_of(written.engine)
    with pytest.raises(Refused, match="n’est pas vide"):
        put_back(BytesIO(copy), written.engine)
    assert rows_of(written.engine) == before


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A copy that nobody touched, for those who will."""
    url = f"sqlite:///{tmp_path_factory.mktemp('copy')}/crisiscoord.db"
    engine = engine_for(url)
    schema.upgrade(engine)
    with office(url, ManualClock(NOON)) as here:
        here.declare()
        here.note(text="Première.")
        here.note(text="Seconde.")
        copy, _ = copy_of(engine)
    engine.dispose()
    return copy


def refused(copy: BytesIO, spare: Engine) -> str:
    """Return why a copy was refused, the database being as empty after as before."""
    with pytest.raises(BadCopy) as why:
        put_back(copy, spare)
    assert inspect(spare).get_table_names() == []
    return why.value.detail


def test_a_copy_that_was_cut_off_or_is_something_else_is_refused(good: bytes, spare: Engine) -> None:
    assert "copie entière" in refused(BytesIO(good[: len(good) // 2]), spare)
    assert "copie entière" in refused(BytesIO(b"rien"), spare)
    assert "copie entière" in refused(boxed({"autre.txt": b""}), spare)
    with pytest.raises(BadCopy):
        made_at(BytesIO(good[: len(good) // 2]))
    assert made_at(BytesIO(good)) == NOON


@pytest.mark.parametrize("table", ["entry", "wording", "head", "receipt"])
def test_a_row_changed_or_taken_out_of_a_copy_is_refused(good: bytes, spare: Engine, table: str) -> None:
    files, name = files_of(good), f"tables/{table}.jsonl"
    rows = files[name].splitlines(keepends=True)
    assert "n’est pas celle qui a été copiée" in refused(boxed({**files, name: b"".join(rows[:-1])}), spare)
    changed = files[name].replace(b"crue", b"crux", 1)
    assert "n’est pas celle qui a été copiée" in refused(boxed({**files, name: changed}), spare)


def test_a_copy_of_a_later_version_is_refused(good: bytes, spare: Engine) -> None:
    files = files_of(good)
    index = json.loads(files["copie.json"])
    later = json.dumps({**index, "revision": "9999"}).encode()
    assert "plus récente" in refused(boxed({**files, "copie.json": later}), spare)
    other = json.dumps({**index, "format": "autre/1"}).encode()
    assert "ne" in refused(boxed({**files, "copie.json": other}), spare)


def test_a_journal_that_did_not_hold_is_copied_as_it_is_and_put_back_only_when_that_is_asked_for(
    written: Office, spare: Engine
) -> None:
    with written.engine.begin() as connection:
        unlock(connection)
        connection.execute(text("UPDATE entry SET line = replace(line, 'mobilise', 'tension')"))
        triggers.put_back(connection)
    copy, made = copy_of(written.engine)
    assert made.proofs[0].faults
    assert "n’est pas intact" in refused(BytesIO(copy), spare)
    assert put_back(BytesIO(copy), spare, though_broken=True).proofs[0].faults
