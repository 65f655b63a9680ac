"""What a release says of itself: its bill of materials, and what is known against it."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from crisiscoord.build_sbom import FILE, SbomError, sbom
from tests.audit import CLEAN, KNOWN, UNASKED, audit

ROOT = Path(__file__).parents[2]


def test_the_bill_is_one_that_others_can_read_and_the_same_each_time() -> None:
    bill = sbom(ROOT)
    assert bill == sbom(ROOT)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill.decode()) is None
    told = json.loads(bill)
    assert "timestamp" not in told["metadata"] and "tools" not in told["metadata"]
    assert not re.search(r"/(home|root|tmp|work)/|localhost", bill.decode())
    named = {one["name"]: one for one in told["components"]}
    assert {"starlette", "sqlalchemy", "preact", "@preact/signals"} <= set(named)
    assert not {"pytest", "ruff", "playwright"} & set(named), "what does not run is not in it"
    assert named["@preact/signals"]["purl"].startswith("pkg:npm/%40preact/signals@")
    assert named["preact"]["hashes"][0]["alg"] == "SHA-512" and len(named["preact"]["hashes"][0]["content"]) == 128
    (own, *_) = told["dependencies"]
    assert any(one.startswith("pkg:pypi/starlette@") for one in own["dependsOn"])


def test_a_pin_that_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    for name in ("pyproject.toml", ".constraints.run.txt", "static/package.json", "static/package-lock.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    assert sbom(tmp_path) == sbom(ROOT)
    (tmp_path / ".constraints.run.txt").write_text("starlette>=1\n")
    with pytest.raises(SbomError, match="starlette>=1"):
        sbom(tmp_path)


@pytest.mark.faults
def test_the_wheel_carries_it(tmp_path: Path) -> None:
    """Long: it builds a wheel in an environment of its own."""
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(f".dist-info/sboms/{FILE}")]
        assert archive.read(name) == sbom(ROOT)


NOTHING_PYTHON = '{"dependencies": [{"name": "x", "version": "1", "vulns": []}], "fixes": []}'
NOTHING_NPM = '{"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {}}'
WEAK_PYTHON = '{"dependencies": [{"name": "x", "version": "1", "vulns": [{"id": "PYSEC-0", "fix_versions": ["2"]}]}]}'
WEAK_NPM = '{"vulnerabilities": {"y": {"severity": "high", "range": "<3"}}}'


@pytest.mark.parametrize(
    ("python", "npm", "ends"),
    [
        (NOTHING_PYTHON, NOTHING_NPM, CLEAN),
        (WEAK_PYTHON, NOTHING_NPM, KNOWN),
        (NOTHING_PYTHON, WEAK_NPM, KNOWN),
        ("", NOTHING_NPM, UNASKED),
        (NOTHING_PYTHON, '{"error": {"code": "ENOTFOUND"}}', UNASKED),
        (WEAK_PYTHON, "", KNOWN),
    ],
)
def test_an_audit_that_could_not_ask_never_says_that_all_is_well(python: str, npm: str, ends: int) -> None:
    said: list[str] = []

    def run(command: Sequence[str], folder: Path) -> str:
        return npm if command[0] == "npm" else python

    assert audit(run, said.append) == ends
    assert any("Rien n’est prouvé" in line for line in said) == ("" in (python, npm) or "error" in npm)
    assert any("PYSEC-0" in line for line in said) == (python == WEAK_PYTHON)
