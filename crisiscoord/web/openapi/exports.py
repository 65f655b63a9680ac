"""The calls that give files to carry away."""

from typing import Any

from ...documents.body_rows import STALE
from ...documents.tables import ORDERED, TABLES
from ...domain.vocabulary import DEGREES, STATUSES
from ..schemas import BOOLEAN, TEXT, Schema, listed, shape
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
#: How the tables that have several orders are put.
_ORDERED = "; ".join(f"`{name}`: {', '.join(orders)} (the first by itself)" for name, orders in ORDERED.items())


def exports() -> dict[str, Any]:
    names = f"One of {', '.join(TABLES)}, then `.csv`, `.xlsx`, `.json`, `.html`, `.pdf`, and for places `.geojson`"
    table = shape({"table": TEXT, "title": TEXT, "formats": listed(TEXT)})
    exportable = shape({"tables": listed(table), "archive": BOOLEAN})
    flag = {"type": "string", "enum": ["0", "1"]}
    orders = [order for known in ORDERED.values() for order in known]
    return {
        "/api/dossiers/{dossier}/exports": {
            "get": call(
                "What this actor may carry away: tables with their formats, and whether the archive is given",
                {200: ("The tables, and the archive", exportable)},
                (404, 422),
                parameters=[in_path()],
            )
        },
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
                    query("order", {"type": "string", "enum": orders}, description=_ORDERED),
                    query("status", {"type": "string", "enum": [*STATUSES, STALE]}, description="Bodies"),
                    query("degree", {"type": "string", "enum": [*DEGREES]}, description="Bodies"),
                    query("silent", flag, description="Bodies: those of whom nobody knows how they are"),
                    query("need", flag, description="Bodies: those that lack something"),
                    query("hxl", flag, description="CSV: a row of HXL tags"),
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
