"""`backup`, `restore` and `doctor`, as whoever runs the machine calls them."""

import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from crisiscoord import schema
from crisiscoord.backup import back_up
from crisiscoord.cli import checkups
from crisiscoord.cli.whole import whole_file
from crisiscoord.clock import ShiftedClock, SystemClock
from crisiscoord.errors import Refused
from crisiscoord.journal import triggers
from crisiscoord.journal.engine import engine_for
from crisiscoord.settings import Settings
from tests.cli.telling import DONE, NO, Tell
from tests.core.test_verify import unlock
from tests.mail import post_office
from tests.office import office
from tests.programs import free_port

PASSWORDS = ("mot-de-passe-de-la-base", "mot-de-passe-de-la-sonnette", "mot-de-passe-du-courriel", "cle-" + "z" * 40)


@pytest.fixture
def crisis(database_url: str) -> str:
    """A migrated database with a crisis in it, on each of the two."""
    engine = engine_for(database_url)
    schema.upgrade(engine)
    engine.dispose()
    with office(database_url, SystemClock()) as here:
        here.declare(occurred_at=here.clock.now())
        here.note(text="Deux mots.")
    return database_url


@pytest.fixture
def lone(tmp_path: Path) -> str:
    """A crisis on SQLite, in a file that only its owner reads."""
    url = f"sqlite:///{tmp_path}/crisiscoord.db"
    engine = engine_for(url)
    schema.upgrade(engine)
    engine.dispose()
    (tmp_path / "crisiscoord.db").chmod(0o600)
    with office(url, SystemClock()) as here:
        here.declare(occurred_at=here.clock.now())
    return url


def about(out: str, what: str) -> str:
    """Return the line that `doctor` says of one thing."""
    found = [line for line in out.splitlines() if line[8:].startswith(what)]
    assert found, out
    return found[0]


def test_what_is_copied_is_put_back_with_the_same_heads(tell: Tell, crisis: str, tmp_path: Path):
    copy = tmp_path / "copie.zip"
    made = tell("backup", "--output", str(copy), database=crisis)
    head = re.search(r"crue\u00a0?.*tête (\d+\.[0-9a-f]{8})", made.out)
    assert made.code == DONE and head, made.err
    assert copy.stat().st_mode & 0o777 == 0o600 and not list(tmp_path.glob(".*partiel"))
    restored = tell("restore", str(copy), database=f"sqlite:///{tmp_path}/ailleurs.db")
    assert restored.code == DONE and f"tête {head[1]}" in restored.out
    assert f"tête {head[1]}" in tell("verify", database=f"sqlite:///{tmp_path}/ailleurs.db").out
    again = tell("restore", str(copy), database=crisis)
    assert again.code == NO and "n’est pas vide" in again.err


def test_a_file_that_comes_meanwhile_is_not_written_over_and_one_under_way_is_left_alone(tmp_path: Path):
    target, unfinished = tmp_path / "copie.zip", tmp_path / ".copie.zip.partiel"
    with pytest.raises(Refused, match="zip\u00a0» existe déjà"), whole_file(target) as file:
        assert unfinished.stat().st_mode & 0o777 == 0o600
        file.write(b"le second")
        target.write_bytes(b"le premier")
    assert target.read_bytes() == b"le premier" and not unfinished.exists()
    target.unlink()
    unfinished.write_bytes(b"en cours")
    with pytest.raises(Refused, match="partiel\u00a0» existe déjà"), whole_file(target):
        raise AssertionError("another is writing it")
    assert unfinished.read_bytes() == b"en cours"
    unfinished.unlink()
    with pytest.raises(ZeroDivisionError), whole_file(target):
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_a_copy_is_dated_in_its_folder_and_no_file_is_written_over(tell: Tell, lone: str, tmp_path: Path):
    assert tell("backup", database=lone).code == DONE
    [copy] = (tmp_path / "copies").glob("crisiscoord-*Z.zip")
    before = copy.read_bytes()
    over = tell("backup", "--output", str(copy), database=lone)
    assert over.code == NO and "existe déjà" in over.err and copy.read_bytes() == before
    nowhere = tell("backup", "--output", str(tmp_path / "nulle" / "part.zip"), database=lone)
    assert nowhere.code == NO and "n’a pas pu être écrit" in nowhere.err
    assert tell("restore", str(tmp_path / "rien.zip"), database=f"sqlite:///{tmp_path}/b.db").code == NO


def test_a_journal_that_does_not_hold_is_said_by_the_exit_code_of_its_copy(tell: Tell, lone: str, tmp_path: Path):
    spoil(lone)
    made = tell("backup", "--output", str(tmp_path / "copie.zip"), database=lone)
    assert made.code == NO and "l’empreinte ne correspond pas" in made.err and (tmp_path / "copie.zip").exists()
    elsewhere = f"sqlite:///{tmp_path}/ailleurs.db"
    assert tell("restore", str(tmp_path / "copie.zip"), database=elsewhere).code == NO
    assert tell("restore", str(tmp_path / "copie.zip"), "--though-broken", database=elsewhere).code == NO
    assert tell("db", "check", database=elsewhere).code == DONE


def spoil(url: str) -> None:
    engine = engine_for(url)
    with engine.begin() as connection:
        unlock(connection)
        connection.execute(text("UPDATE entry SET line = replace(line, 'inondation', 'canicule')"))
        triggers.put_back(connection)
    engine.dispose()


def test_an_installation_that_is_well_has_no_fault(tell: Tell, crisis: str, tmp_path: Path):
    copies = tmp_path / "copies"
    assert tell("backup", database=crisis, backups=copies).code == DONE
    for file in tmp_path.glob("crisiscoord.db"):
        file.chmod(0o600)
    told = tell("doctor", database=crisis, backups=copies, base_url="https://crise.exemple.invalid")
    assert told.code == DONE, told.out
    for what in ("réglages", "base", "horloge", "journaux", "textes convenus", "copies", "adresse publique"):
        assert about(told.out, what).startswith("bien"), told.out
    assert "Fautes\u00a0: 0." in told.out


def test_nothing_is_made_nor_changed_by_looking(tell: Tell, lone: str, tmp_path: Path):
    before = sorted(path.name for path in tmp_path.rglob("*"))
    tell("doctor", database=lone)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_what_is_wrong_is_named_without_any_secret(tell: Tell, tmp_path: Path):
    base, bell, mail, key = PASSWORDS
    told = tell(
        "doctor",
        database=f"postgresql+psycopg://crisis:{base}@127.0.0.1:{free_port()}/crise",
        bell=f"redis://:{bell}@127.0.0.1:{free_port()}/0",
        smtp_host="127.0.0.1",
        smtp_port=free_port(),
        smtp_user="avis",
        smtp_password=mail,
        secret=key,
        base_url="http://crise.exemple.invalid",
        mode="demo",
    )
    assert told.code == NO
    for what in ("base", "sonnette", "courriel", "adresse publique"):
        assert about(told.out, what).startswith("FAUTE")
    assert about(told.out, "mode").startswith("À VOIR")
    assert not [secret for secret in PASSWORDS if secret in told.out + told.err]


def test_settings_that_are_refused_are_said_and_nothing_else_is_tried(tell: Tell):
    told = tell("doctor", databse="x", smtp_port="beaucoup")
    assert told.code == NO and about(told.out, "réglages").startswith("FAUTE")
    assert "CRISISCOORD_DATABSE" in told.out and "CRISISCOORD_SMTP_PORT" in told.out


def test_an_old_schema_and_missing_locks_are_faults(tell: Tell, lone: str, tmp_path: Path):
    engine = engine_for(lone)
    with engine.begin() as connection:
        unlock(connection)
    engine.dispose()
    told = tell("doctor", database=lone)
    assert told.code == NO and "entry_no_delete" in about(told.out, "base")
    fresh = tell("doctor", database=f"sqlite:///{tmp_path}/neuve.db")
    assert fresh.code == NO and "crisiscoord db upgrade" in about(fresh.out, "base")


def test_a_journal_that_was_touched_is_found_at_its_end(tell: Tell, lone: str):
    spoil(lone)
    told = tell("doctor", database=lone)
    assert told.code == NO and "empreinte" in about(told.out, "journaux")


def test_only_the_end_of_a_journal_is_read_again(lone: str, monkeypatch: pytest.MonkeyPatch):
    """A fault further back is for `verify`, that reads everything; the end is chained to what is stored before it."""
    engine = engine_for(lone)
    with engine.begin() as connection:
        unlock(connection)
        connection.execute(text("UPDATE entry SET line = replace(line, 'inondation', 'canicule') WHERE seq = 1"))
        monkeypatch.setattr(checkups, "ENTRIES", 2)
        heads, _ = checkups.latest_heads(connection, 5)
        assert [one.level for one in checkups._journals(connection, heads, 0)] == [checkups.WELL]
        monkeypatch.setattr(checkups, "ENTRIES", 1_000)
        assert [one.level for one in checkups._journals(connection, heads, 0)] == [checkups.FAULT]
    engine.dispose()


def test_a_file_that_everybody_reads_a_full_disk_and_a_refused_account_are_said(
    tell: Tell, lone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "secret").write_text("x" * 64, encoding="ascii")
    (tmp_path / "secret").chmod(0o644)
    (tmp_path / "crisiscoord.db").chmod(0o644)
    monkeypatch.setattr(checkups, "TOO_LITTLE", 1 << 62)
    told = tell("doctor", database=lone)
    assert about(told.out, "droits\u00a0: clé").startswith("FAUTE") and "x" * 64 not in told.out
    assert about(told.out, "droits\u00a0: base").startswith("À VOIR")
    assert about(told.out, "disque\u00a0: base").startswith("FAUTE")


def test_a_mail_server_that_answers_is_well_and_is_sent_nothing(tell: Tell, lone: str):
    with post_office() as post:
        server = {"smtp_host": "127.0.0.1", "smtp_port": post.port}
        told = tell("doctor", database=lone, smtp_security="none", **server)
        assert about(told.out, "courriel").startswith("bien") and post.taken == []
        told = tell("doctor", database=lone, smtp_security="starttls", **server)
        assert about(told.out, "courriel").startswith("FAUTE")


def test_a_bell_that_answers_is_well(tell: Tell, lone: str, valkey_url: str):
    assert about(tell("doctor", database=lone, bell=valkey_url).out, "sonnette").startswith("bien")


def test_agreed_texts_that_are_not_valid_are_a_fault(tell: Tell, lone: str, tmp_path: Path):
    (tmp_path / "textes" / "crises").mkdir(parents=True)
    (tmp_path / "textes" / "crises" / "socle.yaml").write_text("code: socle\n", encoding="utf-8")
    told = tell("doctor", database=lone, playbooks=tmp_path / "textes")
    assert told.code == NO and "socle.yaml" in about(told.out, "textes convenus")


@pytest.mark.parametrize(("days", "level"), [(0, "bien"), (2, "à voir"), (9, "faute")])
def test_a_copy_grows_old(lone: str, tmp_path: Path, days: int, level: str):
    engine, clock = engine_for(lone), SystemClock()
    (tmp_path / "copies").mkdir()
    with (tmp_path / "copies" / "crisiscoord-1.zip").open("w+b") as file:
        back_up(file, engine, clock.now())
    engine.dispose()
    later = ShiftedClock(timedelta(days=days), clock)
    found = list(checkups.copies(Settings(database=lone), later, lambda: True))
    assert [one.level for one in found] == [level]


def test_no_copy_is_a_fault_once_there_is_something_to_lose(lone: str, tmp_path: Path):
    settings, clock = Settings(database=lone), SystemClock()

    def levels(some: bool) -> list[str]:
        return [one.level for one in checkups.copies(settings, clock, lambda: some)]

    assert (levels(True), levels(False)) == (["faute"], ["à voir"])
    (tmp_path / "copies").mkdir()
    with zipfile.ZipFile(tmp_path / "copies" / "autre.zip", "w"):
        pass
    assert levels(True) == ["à voir", "faute"]


def test_a_clock_behind_what_is_written_is_a_fault(lone: str):
    engine = engine_for(lone)
    behind = ShiftedClock(timedelta(hours=-3))
    found = [one for one in checkups._database(engine, behind) if one.about == "horloge"]
    engine.dispose()
    assert [one.level for one in found] == [checkups.FAULT]


def test_a_clock_apart_from_that_of_the_database_server_is_said(postgresql_url: str):
    engine = engine_for(postgresql_url)
    schema.upgrade(engine)
    for ahead, level in ((timedelta(), "bien"), (timedelta(seconds=20), "à voir"), (timedelta(hours=1), "faute")):
        found = [one for one in checkups._database(engine, ShiftedClock(ahead)) if one.about == "horloge"]
        assert [one.level for one in found] == [level]
    engine.dispose()
