"""The look-ups of forms, and what comes before a declaration."""

from typing import Any

from ...domain.vocabulary import HAZARDS
from ..schemas import NUMBER, TEXT, Schema, listed, ref, shape
from .calls import SEVERAL, call, query


def _declaring() -> dict[str, Any]:
    """What comes before a declaration (foreseeing.py)."""
    line: Schema = {"type": "string", "maxLength": 200}
    departement = shape({"code": TEXT, "name": TEXT, "communes": NUMBER})
    return {
        "/api/crises/preview": {
            "post": call(
                "What a `crisis.declare` would do, without doing it, for those who may send it",
                {200: ("500 bodies and 12 tasks are named, all are counted", ref("Foreseen"))},
                (403, 404, 409, 413, 422),
                body=ref("DeclareCrisis"),
            )
        },
        "/api/territory/departements": {
            "get": call(
                "Every département and overseas collectivity, with how many communes it has",
                {200: ("All of them, by code", listed(departement))},
                (422,),
            )
        },
        "/api/territory/list": {
            "post": call(
                "The communes that lines of a list mean, and the lines that a person must make precise",
                {200: ("Lines are numbered from 0", ref("ReadList"))},
                (413, 422),
                body=shape({"lines": {"type": "array", "items": line, "maxItems": 1_000}}),
            )
        },
    }


def lookups() -> dict[str, Any]:
    few = query("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20})
    departement = query("departement", TEXT)
    codes = shape({"communes": listed(ref("Commune")), "unknown": listed(TEXT)})
    communes = {"anyOf": [listed(ref("Commune")), codes]}
    return {
        **_declaring(),
        "/api/territory/communes": {
            "get": call(
                "Communes by name, by their codes or of a département, with the body presumed to act",
                {200: ("A list; with `code` or `within`, those found and those unknown", communes)},
                (422,),
                parameters=[
                    query("q", TEXT),
                    departement,
                    query("code", listed(TEXT), **SEVERAL),
                    query("within", TEXT, description="A département: all its communes"),
                    few,
                ],
            )
        },
        "/api/directory/bodies": {
            "get": call(
                "Bodies by name, or by their ids",
                {200: ("The bodies", listed(ref("Body")))},
                (422,),
                parameters=[
                    query("q", TEXT),
                    departement,
                    query("kind", listed(TEXT), **SEVERAL),
                    query("id", listed(TEXT), **SEVERAL),
                    few,
                ],
            )
        },
        "/api/playbooks": {
            "get": call(
                "The protocols that a crisis of this hazard would follow",
                {200: ("The protocols, the common one first", listed({"type": "object"}))},
                (422,),
                parameters=[query("hazard", {"type": "string", "enum": list(HAZARDS)})],
            )
        },
        "/api/schemes": {
            "get": call(
                "The aid schemes that protocols name",
                {200: ("All of them", listed(ref("AidScheme")))},
                (422,),
            )
        },
    }
