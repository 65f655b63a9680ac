"""The command line, called in this process."""

import sys
from pathlib import Path

import pytest

from crisiscoord.cli import main
from tests.cli.telling import Tell, Told


@pytest.fixture
def tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tell:
    """Run one command in this process: a process each would take seconds."""
    monkeypatch.chdir(tmp_path)

    def told(*arguments: str, **settings: object) -> Told:
        with monkeypatch.context() as one:
            one.setattr(sys, "argv", ["crisiscoord", *arguments])
            for name, value in settings.items():
                one.setenv(f"CRISISCOORD_{name.upper()}", str(value))
            with pytest.raises(SystemExit) as ended:
                main()
        return Told(int(ended.value.code or 0), *capsys.readouterr())

    return told
