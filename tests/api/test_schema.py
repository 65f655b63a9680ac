"""The database is made, brought up to date, and refused when it is not what it should be. On both servers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from crisiscoord import schema
from crisiscoord.app import build
from crisiscoord.clock import ManualClock
from crisiscoord.errors import Refused
from crisiscoord.journal.engine import engine_for
from crisiscoord.settings import Settings


def test_no_migration_is_missing(empty_database_url: str):
    engine = engine_for(empty_database_url)
    schema.upgrade(engine)
    assert schema.unmigrated(engine) == []
    assert schema.check(engine) == []
    engine.dispose()


def test_an_empty_database_is_made_and_another_left_alone(empty_database_url: str):
    engine = engine_for(empty_database_url)
    assert schema.check(engine)
    schema.create_if_empty(engine)
    assert schema.check(engine) == []
    schema.create_if_empty(engine)
    schema.upgrade(engine)
    assert schema.check(engine) == []
    engine.dispose()


def test_processes_that_start_together_make_it_once(empty_database_url: str):
    engines = [engine_for(empty_database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as together:
        list(together.map(schema.create_if_empty, engines))
    assert schema.check(engines[0]) == []
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "plus récent"),
        ("DELETE FROM alembic_version", "plus ancien"),
        ("DROP TRIGGER entry_no_delete {on}", "entry_no_delete"),
        ("DROP TABLE alembic_version", "pas encore de schéma"),
    ],
)
def test_the_house_does_not_open_on_another_schema(
    empty_database_url: str, clock: ManualClock, change: str, reason: str
):
    engine = engine_for(empty_database_url)
    schema.upgrade(engine)
    on = "ON entry" if engine.dialect.name == "postgresql" else ""
    with engine.begin() as connection:
        connection.execute(text(change.format(on=on)))
    (said,) = schema.check(engine)
    assert reason in said
    with pytest.raises(Refused, match=reason):
        build(Settings(mode="test", database=empty_database_url), clock=clock)
    engine.dispose()


def test_a_later_version_is_not_brought_back(empty_database_url: str):
    engine = engine_for(empty_database_url)
    schema.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="plus récent"):
        schema.upgrade(engine)
    engine.dispose()
