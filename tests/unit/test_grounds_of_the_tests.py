"""What the other tests stand on: the throw-away servers, and the rule that nothing is skipped unseen."""

import os
import subprocess
import sys
from pathlib import Path

import redis
from sqlalchemy import create_engine, inspect, text

from tests.servers import Postgres, valkey

ROOT = Path(__file__).parents[2]


def test_a_test_gets_an_empty_database_that_can_be_written(empty_database_url: str):
    engine = create_engine(empty_database_url)
    try:
        assert inspect(engine).get_table_names() == []
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (word TEXT)"))
            connection.execute(text("INSERT INTO kept VALUES ('évènement')"))
            assert connection.scalar(text("SELECT word FROM kept")) == "évènement"
    finally:
        engine.dispose()


def test_a_database_may_be_made_from_another(postgres_server: Postgres):
    template = postgres_server.create_database()
    engine = create_engine(postgres_server.url(template))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (word TEXT)"))
    engine.dispose()
    copy = postgres_server.create_database(template)
    engine = create_engine(postgres_server.url(copy))
    assert inspect(engine).get_table_names() == ["kept"]
    engine.dispose()
    for name in (copy, template):
        postgres_server.drop_database(name)


def test_valkey_answers_and_comes_back_empty_on_the_same_port():
    with valkey() as url:
        with redis.from_url(url) as client:
            client.set("kept", "1")
    with valkey(port=int(url.split(":")[2].split("/")[0])) as again:
        assert again == url
        with redis.from_url(again) as client:
            assert client.get("kept") is None


def test_a_skipped_test_fails_where_nothing_may_be_skipped(tmp_path: Path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_four.py").write_text(
        "import pytest\n"
        "def test_passes(): pass\n"
        "def test_skips(): pytest.skip('no such server')\n"
        "@pytest.mark.skip(reason='not here')\ndef test_is_skipped(): pass\n"
        "@pytest.mark.xfail\ndef test_is_known_to_fail(): assert 0\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CRISISCOORD_TESTS_NO_SKIP": "1",
            "PYTEST_ADDOPTS": "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in ran.stdout


def test_the_settings_of_the_machine_do_not_reach_the_tests():
    assert not [
        name for name in os.environ if name.startswith("CRISISCOORD_") and not name.startswith("CRISISCOORD_TEST")
    ]
