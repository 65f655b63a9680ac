"""Imports go down only, neighbours do not know each other, the domain is pure, every module has its floor."""

import pytest
from importlinter.cli import lint_imports

from tests.architecture.repository import ROOT


def test_imports_go_down_only_and_the_domain_is_pure(capsys: pytest.CaptureFixture[str]):
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    said = capsys.readouterr().out
    assert status == 0, said
    assert "2 kept, 0 broken" in said
