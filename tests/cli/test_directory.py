"""`crisiscoord directory`: a template, a dry run, an import, and what it refuses."""

import sys
from pathlib import Path
from subprocess import CompletedProcess, run

from sqlalchemy import text

from crisiscoord.journal.engine import engine_for
from crisiscoord.schema import create_if_empty


def directory(url: str, *words: str) -> "CompletedProcess[bytes]":
    environment = {"CRISISCOORD_DATABASE": url, "PATH": "/usr/bin:/bin"}
    return run([sys.executable, "-m", "crisiscoord", "directory", *words], env=environment, capture_output=True)


def kept(url: str) -> int:
    engine = engine_for(url)
    with engine.connect() as connection:
        found: int = connection.execute(text("select count(*) from body")).scalar_one()
    engine.dispose()
    return found


def test_a_template_is_tried_then_imported_and_a_wrong_line_imports_nothing(sqlite_url: str, tmp_path: Path) -> None:
    engine = engine_for(sqlite_url)
    create_if_empty(engine)
    engine.dispose()
    file = tmp_path / "organismes.csv"
    assert directory(sqlite_url, "template", "bodies", "--output", str(file)).returncode == 0

    tried = directory(sqlite_url, "import", str(file), "--dry-run")
    assert tried.returncode == 0 and "Essai à blanc" in tried.stdout.decode() and kept(sqlite_url) == 0, tried.stderr
    done = directory(sqlite_url, "import", str(file))
    assert done.returncode == 0 and "1 nouveau" in done.stdout.decode() and kept(sqlite_url) == 1, done.stderr

    file.write_text("type;commune;siren\nccas;77288;\nccas;77186;123456789\n", encoding="utf-8")
    wrong = directory(sqlite_url, "import", str(file))
    assert wrong.returncode == 1 and kept(sqlite_url) == 1
    assert "Ligne 3, colonne «\u00a0siren\u00a0»" in wrong.stderr.decode()
    assert directory(sqlite_url, "import", str(file), "--kind", "clients").returncode == 2
