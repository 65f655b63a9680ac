"""`crisiscoord export` writes what a role sees, refuses what it does not, and says how it was misused."""

import csv
import sys
from hashlib import sha256
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess, run
from zipfile import ZipFile

from crisiscoord.clock import ManualClock
from tests.conftest import NOON
from tests.house import served


def export(url: str, *words: str) -> "CompletedProcess[bytes]":
    return crisiscoord(url, "export", *words)


def crisiscoord(url: str, *words: str) -> "CompletedProcess[bytes]":
    environment = {"CRISISCOORD_DATABASE": url, "PATH": "/usr/bin:/bin"}
    return run([sys.executable, "-m", "crisiscoord", *words], env=environment, capture_output=True)


def test_a_table_is_written_with_the_rights_of_a_role(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, ManualClock(NOON)) as house:
        crisis = house.declare()
        house.do(crisis, "note.write", text="Pour la cellule.", category="information", channel="cell")
    told = export(sqlite_url, crisis, "--format", "csv")
    assert told.returncode == 0 and "Pour la cellule." in told.stdout.decode("utf-8-sig"), told.stderr
    rows = list(csv.DictReader(StringIO(told.stdout.decode("utf-8-sig")), delimiter=";"))
    assert {row["Exercice"] for row in rows} == {"EXERCICE"}
    seen = export(sqlite_url, crisis, "--format", "csv", "--role", "sgav", "--body", "sgav")
    assert seen.returncode == 0 and "Pour la cellule." not in seen.stdout.decode("utf-8-sig")
    file = tmp_path / "registre.pdf"
    assert export(sqlite_url, crisis, "--format", "pdf", "--output", str(file)).returncode == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert export(sqlite_url, "nulle-part", "--format", "csv").returncode == 1
    assert export(sqlite_url, crisis, "--format", "doc").returncode == 2


def test_an_archive_is_written_whole_and_never_over_another_file(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, ManualClock(NOON)) as house:
        crisis = house.declare()
    file = tmp_path / "archive.zip"
    written = crisiscoord(sqlite_url, "archive", crisis, "--output", str(file))
    assert written.returncode == 0, written.stderr
    with ZipFile(file) as box:
        seal = sha256(box.read("MANIFESTE.sha256")).hexdigest()
    assert f"sceau {seal}" in written.stdout.decode()
    before = file.read_bytes()
    assert crisiscoord(sqlite_url, "archive", crisis, "--output", str(file)).returncode == 1
    assert crisiscoord(sqlite_url, "archive", "nulle-part", "--output", str(tmp_path / "b.zip")).returncode == 1
    assert file.read_bytes() == before and [*tmp_path.glob("*.zip"), *tmp_path.glob(".*partiel")] == [file]
