"""`python -m bench`: every measure in one run, as ratios to the naive server. QUICK=1 for a shorter one.

Ends with 1 when something was lost, doubled, out of order or refused; figures alone never make it fail,
because the machine is rarely alone (docs/performance.md).
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import browsing, going_back, helping, ranking, reading, starting, table, watching, writing

#: How long and how many, in full and QUICK.
FULL = {
    "seconds": 4.0,
    "rounds": 2,
    "counts": (500, 2_000),
    "updates": 30,
    "herd": 1_000,
    "lookups": 240,
    "entries": 100_000,
    "browsed": 10_000,
    "boards": 200,
    "ranked": 1_000,
    "helped": 1_000,
}
QUICK = {
    "seconds": 1.0,
    "rounds": 1,
    "counts": (200, 500),
    "updates": 8,
    "herd": 200,
    "lookups": 60,
    "entries": 20_000,
    "browsed": 1_000,
    "boards": 60,
    "ranked": 100,
    "helped": 100,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", default=os.environ.get("QUICK", "0") not in ("", "0"))
    parser.add_argument("--only", choices=sorted(_measures(FULL)), help="one group of measures")
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    given = parser.parse_args()
    found: dict[str, Any] = {"machine": table.machine()}
    began = time.monotonic()
    for name, measure in _measures(QUICK if given.quick else FULL).items():
        if given.only in (None, name):
            with tempfile.TemporaryDirectory(prefix="crisiscoord-bench-") as folder:
                found[name] = measure(Path(folder))
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    found["seconds"] = time.monotonic() - began
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(table.written(found))
    wrong = table.wrong(found)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


def _measures(size: dict[str, Any]) -> dict[str, Callable[[Path], dict[str, Any]]]:
    return {
        "writing": lambda folder: writing.measure(folder, size["seconds"], size["rounds"]),
        "watching": lambda folder: watching.measure(folder, size["counts"], size["updates"]),
        "reading": lambda folder: reading.measure(folder, size["herd"], size["lookups"]),
        "browsing": lambda folder: browsing.measure(folder, size["seconds"] * 3, size["browsed"]),
        "going_back": lambda folder: going_back.measure(folder, size["boards"]),
        "ranking": lambda folder: ranking.measure(folder, size["ranked"]),
        "helping": lambda folder: helping.measure(folder, size["helped"]),
        "starting": lambda folder: starting.measure(folder, size["entries"]),
    }


if __name__ == "__main__":
    sys.exit(main())
