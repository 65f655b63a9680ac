"""`make check`: the modules of static/js are read by eslint, and those that are pure pass their tests in Node.

Both are brought by npm, as locked in package-lock.json, into .venv: nothing of them is served or carried by the wheel.
Ends with 0 when both found nothing, 1 otherwise; what could not be run has not passed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from crisiscoord.build_assets import AssetsError, fetch, npm_command

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PLACE = Path(sys.prefix) / "javascript"
PATIENCE_S = 300


def main() -> int:
    """Bring what is needed, run both at the same time, and say what each found."""
    try:
        bring(PLACE)
        node = node_command()
    except AssetsError as problem:
        print(f"Le JavaScript n’a pas été relu\u00a0: {problem}", file=sys.stderr)
        return 1
    shutil.copy(HERE / "eslint.config.mjs", PLACE)
    lint = [node, PLACE / "node_modules/eslint/bin/eslint.js", "--config", PLACE / "eslint.config.mjs", "static/js"]
    tests = [node, "--test", "--test-reporter=dot", *sorted((ROOT / "static/js/tests").glob("*.test.mjs"))]
    with subprocess.Popen(tests, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as testing:
        linted = subprocess.run(lint, cwd=ROOT, check=False, timeout=PATIENCE_S).returncode
        said, _ = testing.communicate(timeout=PATIENCE_S)
    if testing.returncode:
        print(said, file=sys.stderr)
    return 1 if linted or testing.returncode else 0


def bring(place: Path) -> None:
    """Put what the lock names in `place`, unless it is there. Raises AssetsError."""
    locked = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    mark = place / "locked"
    if mark.is_file() and mark.read_text(encoding="utf-8") == locked:
        return
    fresh = Path(tempfile.mkdtemp(prefix="javascript.", dir=place.parent))
    try:
        fetch(HERE, fresh)
        (fresh / "locked").write_text(locked, encoding="utf-8")
        shutil.rmtree(place, ignore_errors=True)
        fresh.rename(place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def node_command() -> str:
    """Return the Node that goes with npm. Raises AssetsError where there is none."""
    npm = npm_command()
    found = npm[0] if os.sep in npm[0] and len(npm) > 1 else shutil.which("node")
    if found is None:
        raise AssetsError("node est introuvable\u00a0: installez Node.js")
    return found


if __name__ == "__main__":
    sys.exit(main())
