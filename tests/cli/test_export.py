"""`crisiscoord export` writes what a role sees, refuses what it does not, and says how it was misused."""

import csv
import sys
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess, run

from crisiscoord.clock import ManualClock
from tests.conftest import NOON
from tests.house import served


def export(url: str, *words: str) -> "CompletedProcess[bytes]":
    environment = {"CRISISCOORD_DATABASE": url, "PATH": "/usr/bin:/bin"}
    return run([sys.executable, "-m", "crisiscoord", "export", *words], env=environment, capture_output=True)


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
