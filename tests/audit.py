"""`make audit`: what is known against the libraries that are pinned.

PyPI's database and OSV by pip-audit for .constraints.txt, npm's for both package-lock.json. Ends with 0 when all were
asked and nothing is known, 1 when something is, 3 when one could not be asked: that proves nothing, and is said.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CLEAN, KNOWN, UNASKED = 0, 1, 3
PATIENCE_S = 180

#: Runs a command in a folder and returns what it printed.
Run = Callable[[Sequence[str], Path], str]

_PIP_AUDIT = ("-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json")
ASKED: dict[str, tuple[Path, tuple[str, ...]]] = {
    **{
        f"Python ({service})": (
            ROOT,
            (sys.executable, *_PIP_AUDIT, "--vulnerability-service", service, "-r", ".constraints.txt"),
        )
        for service in ("pypi", "osv")
    },
    "navigateur (npm)": (ROOT / "static", ("npm", "audit", "--json", "--package-lock-only", "--omit=dev")),
    "outils (npm)": (ROOT / "tests" / "javascript", ("npm", "audit", "--json", "--package-lock-only")),
}


def audit(run: Run, say: Callable[[str], None]) -> int:
    """Ask every database, say what each knows, and return how the command ends."""
    outcomes = [_one(name, _known(run(command, folder)), say) for name, (folder, command) in ASKED.items()]
    return KNOWN if KNOWN in outcomes else max(outcomes)


def _one(name: str, known: list[str] | None, say: Callable[[str], None]) -> int:
    if known is None:
        say(
            f"{name}\u00a0: la base des faiblesses n’a pas pu être interrogée (sans accès à internet\u202f?). Rien n’est prouvé."
        )
        return UNASKED
    for one in known:
        say(f"{name}\u00a0: {one}")
    say(f"{name}\u00a0: {len(known)} faiblesse(s) connue(s).")
    return KNOWN if known else CLEAN


def _known(said: str) -> list[str] | None:
    """Return the weaknesses that an answer names; None when it is no answer."""
    try:
        answer: dict[str, Any] = json.loads(said)
        if "dependencies" in answer:
            return [
                f"{one['name']} {one['version']}, {weakness['id']}, corrigé en {', '.join(weakness['fix_versions']) or '?'}"
                for one in answer["dependencies"]
                for weakness in one.get("vulns", ())
            ]
        return [
            f"{name}, {one['severity']}, versions {one['range']}" for name, one in answer["vulnerabilities"].items()
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _run(command: Sequence[str], folder: Path) -> str:
    try:
        ended = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(problem, file=sys.stderr)
        return ""
    if ended.returncode:
        print(ended.stderr.strip()[-500:], file=sys.stderr)
    return ended.stdout


if __name__ == "__main__":
    sys.exit(audit(_run, print))
