"""What the long runs measured, for docs/faults.md and for whoever reads `make faults`."""

import os
from pathlib import Path


def say(what: str, measured: str) -> None:
    """Print a measure, and keep it in the file that CRISISCOORD_TEST_FAULTS names."""
    print(f"{what} : {measured}")
    if file := os.environ.get("CRISISCOORD_TEST_FAULTS"):
        with Path(file).open("a", encoding="utf-8") as kept:
            kept.write(f"| {what} | {measured} |\n")
