"""What the long runs measured: printed at the end of `make faults`, and kept in docs/faults.md.

CRISISCOORD_TEST_FAULTS names the file to keep it in; without it nothing is written.
"""

import os
import platform
from pathlib import Path

from crisiscoord.clock import SystemClock

FILE = "CRISISCOORD_TEST_FAULTS"
MEASURED: list[tuple[str, str]] = []

_HEAD = """# Épreuves de panne

Ce que `make faults` a mesuré, écrit par lui. Les épreuves tuent des serveurs sous charge, coupent la sonnette,
et cherchent longuement (profil `long` d’Hypothesis) une suite de commandes qui prendrait une promesse en défaut
(docs/architecture.md, « Ce qui doit toujours tenir »). Une épreuve qui échoue n’écrit rien.

{when}, Python {python}, {cores} cœurs partagés avec d’autres travaux : les délais sont des ordres de grandeur.

| Épreuve | Mesuré |
|---|---|
"""


def say(what: str, measured: str) -> None:
    """Keep a measure, to be shown when all tests have run."""
    MEASURED.append((what, measured))


def report() -> str:
    """Return what was measured, as the page docs/faults.md."""
    head = _HEAD.format(when=f"{SystemClock().now():%Y-%m-%d}", python=platform.python_version(), cores=os.cpu_count())
    return head + "".join(f"| {what} | {measured} |\n" for what, measured in MEASURED)


def keep() -> None:
    """Write the page when a file was named for it and something was measured."""
    if MEASURED and (file := os.environ.get(FILE)):
        Path(file).write_text(report(), encoding="utf-8")
