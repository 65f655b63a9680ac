"""Tables for programs: JSON, and GeoJSON (RFC 7946) for what has a place on a map."""

from datetime import datetime
from typing import Any

import orjson

from ..domain.words import format_instant
from .exporting import Origin, Table, Value


def to_json(table: Table, origin: Origin) -> bytes:
    """Write a table: where it comes from, its columns by name, its rows as objects; instants in UTC (RFC 3339)."""
    columns = [{"name": column.name, "title": column.title, "hxl": column.hxl} for column in table.columns]
    data = {**origin.told(), "table": table.name, "columns": columns, "rows": _rows(table)}
    return orjson.dumps(data, option=orjson.OPT_INDENT_2)


def to_geojson(table: Table, origin: Origin) -> bytes:
    """Write the rows that have a position as points, longitude first; the others have no geometry."""
    points = table.points or (None,) * len(table.rows)
    features = [
        {
            "type": "Feature",
            "id": row[table.columns[0].name],
            "geometry": point and {"type": "Point", "coordinates": list(point)},
            "properties": {**row, "exercice": origin.exercise, "journal": origin.cursor},
        }
        for row, point in zip(_rows(table), points, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "crisiscoord": origin.told(), "features": features})


def _rows(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, (_written(value) for value in row), strict=True)) for row in table.rows]


def _written(value: Value) -> str | int | None:
    return format_instant(value) if isinstance(value, datetime) else value
