"""`crisiscoord account`, and the first start: how the first people come in."""

import io
import re
from pathlib import Path
from typing import Any

import pytest

from crisiscoord.app import build
from crisiscoord.cli.serving import set_up_link
from crisiscoord.settings import Settings
from tests.cli.telling import Tell

DONE, NO = 0, 1
PASSWORD = "vélo ardoise marmite canal"


@pytest.fixture
def made(tell: Tell, tmp_path: Path) -> dict[str, Any]:
    """The settings of a database that has its tables."""
    database = {"database": f"sqlite:///{tmp_path}/crisiscoord.db"}
    assert tell("db", "upgrade", **database).code == DONE
    return database


def test_an_account_is_opened_with_a_link_then_listed_then_closed(tell: Tell, made: dict[str, Any]):
    told = tell(
        "account",
        "add",
        "jo@exemple.invalid",
        "--name",
        "Jo Exemple",
        "--role",
        "prefecture",
        "--departement",
        "77",
        base_url="https://crise.exemple.invalid",
        **made,
    )
    assert told.code == DONE, told.err
    link = re.compile(r"https://crise\.exemple\.invalid/connexion/mot-de-passe#[\w-]{43}")
    assert link.fullmatch(told.out.splitlines()[-1])
    more = tell("account", "add", "JO@exemple.invalid", "--name", "Jo", "--role", "sgav", **made)
    assert more.code == DONE
    (line,) = tell("account", "list", **made).out.splitlines()
    assert "jo@exemple.invalid" in line and "Jo Exemple" in line and "prefecture prefecture-77, sgav sgav" in line
    assert tell("account", "list", "personne", **made).out == ""
    again = tell("account", "link", "jo@exemple.invalid", base_url="https://crise.exemple.invalid", **made)
    assert link.fullmatch(again.out.splitlines()[-1])
    assert tell("account", "disable", "jo@exemple.invalid", **made).code == DONE
    (line,) = tell("account", "list", **made).out.splitlines()
    assert line.endswith("fermé")


def test_a_password_is_read_from_the_input_and_is_in_no_word(
    tell: Tell, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    told = tell(
        "account", "add", "rose@exemple.invalid", "--name", "Rose", "--role", "admin", "--password-stdin", **made
    )
    assert told.code == DONE, told.err
    assert PASSWORD not in told.out + told.err and "#" not in told.out
    house = build(Settings(mode="test", database=made["database"]), work=False)
    try:
        assert house.people.prove("rose@exemple.invalid", PASSWORD) is not None
    finally:
        house.writer.stop()
        house.engine.dispose()


def test_what_is_wrong_is_said_and_opens_nothing(tell: Tell, made: dict[str, Any]):
    wrong = (
        ("account", "add", "rose@", "--name", "Rose", "--role", "admin"),
        ("account", "add", "rose@exemple.invalid", "--name", "Rose", "--role", "roi"),
        ("account", "add", "rose@exemple.invalid", "--name", "Rose", "--role", "ccas_direction"),
        ("account", "disable", "rose@exemple.invalid"),
        ("account", "link", "p-0"),
    )
    for asked in wrong:
        told = tell(*asked, **made)
        assert told.code == NO and told.err, asked
    assert tell("account", "list", **made).out == ""


def test_the_first_start_prints_a_link_and_the_next_ones_none_once_somebody_is_there(tmp_path: Path):
    house = build(Settings(mode="production", database=f"sqlite:///{tmp_path}/c.db"), work=False)
    try:
        link = set_up_link(house, "http://127.0.0.1:8123")
        assert link is not None and link.startswith("http://127.0.0.1:8123/connexion/premier-compte#")
        secret = link.partition("#")[2]
        house.people.begin("Rose Exemple", "rose@exemple.invalid", PASSWORD, secret, house.clock.now())
        assert set_up_link(house, "http://127.0.0.1:8123") is None
    finally:
        house.writer.stop()
        house.engine.dispose()


@pytest.mark.parametrize("mode", ["demo", "test"])
def test_elsewhere_than_in_production_there_is_no_first_account_to_make(tmp_path: Path, mode: str):
    house = build(Settings(mode=mode, database=f"sqlite:///{tmp_path}/c.db"), work=False)  # type: ignore[arg-type]
    try:
        assert set_up_link(house, "http://127.0.0.1:8123") is None
    finally:
        house.writer.stop()
        house.engine.dispose()
