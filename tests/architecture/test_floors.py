"""Imports go down only, neighbours do not know each other, the domain is pure, every module has its floor."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.repository import ROOT


def test_imports_go_down_only_and_the_domain_is_pure():
    # In a process of its own: it silences the loggers that it finds, and other tests listen to them.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kept, 0 broken" in done.stdout
