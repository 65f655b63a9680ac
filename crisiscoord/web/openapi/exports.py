"""The calls that give files to carry away."""

from typing import Any

from ...documents.tables import TABLES
from ..schemas import TEXT, Schema
from .calls import SEVERAL, call, in_path, query

_TEXT: Schema = {"type": "string"}
_BYTES: Schema = {"type": "string", "format": "binary"}
#: What each file is called on the wire.
_TYPES: dict[str, Schema] = {
    "text/csv": _TEXT,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _BYTES,
    "application/json": {"type": "object"},
    "application/geo+json": {"type": "object"},
    "text/html": _TEXT,
    "application/pdf": _BYTES,
}


def exports() -> dict[str, Any]:
    names = f"One of {', '.join(TABLES)}, then `.csv`, `.xlsx`, `.json`, `.html`, `.pdf`, and for places `.geojson`"
    return {
        "/api/dossiers/{dossier}/exports/{file}": {
            "get": _file(
                "One table as a file, in the order and with the filters and rights of the screen",
                _TYPES,
                (404, 413, 422),
                [
                    in_path(),
                    _in_file(names),
                    query("kind", {"type": "array", "items": TEXT}, **SEVERAL),
                    query("body", TEXT),
                    query("departement", TEXT),
                    query("q", TEXT),
                    query("hxl", {"type": "string", "enum": ["0", "1"]}, description="CSV: a row of HXL tags"),
                ],
            )
        },
        "/api/dossiers/{dossier}/archive": {
            "get": _file(
                "The sealed archive of the whole dossier, for whoever may read all of it (docs/archive.md)",
                {"application/zip": _BYTES},
                (403, 404),
                [in_path()],
            )
        },
        "/api/dossiers/{dossier}/exports/points/{file}": {
            "get": _file(
                "A point de situation: on paper, or as text to paste",
                {"application/pdf": _BYTES, "text/plain": _TEXT},
                (404, 422),
                [in_path(), _in_file("Its number, then `.pdf` or `.txt`")],
            )
        },
    }


def _file(summary: str, types: dict[str, Schema], refusals: tuple[int, ...], parameters: list[Schema]) -> Schema:
    asked = call(summary, {200: ("The file, with its name", None)}, refusals, parameters=parameters)
    asked["responses"]["200"]["content"] = {kind: {"schema": schema} for kind, schema in types.items()}
    return asked


def _in_file(description: str) -> Schema:
    return {"name": "file", "in": "path", "required": True, "schema": TEXT, "description": description}
