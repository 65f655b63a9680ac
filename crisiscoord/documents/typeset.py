"""PDF by typst: tagged, PDF/UA-1, fonts inside, the same bytes for the same data.

Templates stand in templates/; what a page says comes to them as JSON and is text, never code: nothing that somebody
wrote can be run by the typesetter.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import typst

from .exporting import ExportTooLarge

#: Rows that one PDF holds; a register of more is printed by parts.
MOST_PRINTED = 5_000


def to_pdf(template: str, data: dict[str, Any]) -> bytes:
    """Return the PDF of a template filled with `data`. Raises ExportTooLarge beyond MOST_PRINTED rows."""
    if len(data.get("rows", ())) > MOST_PRINTED:
        raise ExportTooLarge(f"Plus de {MOST_PRINTED} lignes\u00a0: restreindre l’impression, ou choisir un tableur.")
    made: Any = typst.compile(
        str(_folder() / template),
        root=str(_folder()),
        sys_inputs={"data": orjson.dumps(data).decode()},
        pdf_standards=["ua-1"],
    )
    return bytes(made)


@cache
def _folder() -> Path:
    return Path(str(files("crisiscoord.documents") / "templates"))
