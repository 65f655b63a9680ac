"""The calls of links: given, listed, shown, ended, opened."""

from typing import Any

from ..schemas import BOOLEAN, INSTANT, NUMBER, TEXT, Schema, listed, nullable, shape
from .calls import call, in_path, query


def links() -> dict[str, Any]:
    link = shape(
        {
            "link": TEXT,
            "kind": {"type": "string", "enum": ["terrain", "liaison"]},
            "name": TEXT,
            "body": nullable(TEXT),
            "departement": TEXT,
            "state": {"type": "string", "enum": ["ouvert", "expire", "revoque"]},
            "created_at": INSTANT,
            "expires_at": INSTANT,
            "ended_at": nullable(INSTANT),
            "uses": NUMBER,
            "used_at": nullable(INSTANT),
            "sent": listed(TEXT),
            "contact": BOOLEAN,
            "to_call": BOOLEAN,
            "phones": listed(shape({"function": TEXT, "phone": TEXT})),
        }
    )
    sheet = {
        "name": TEXT,
        "body": nullable(TEXT),
        "departement": TEXT,
        "expires_at": INSTANT,
        "url": TEXT,
        "code": nullable(TEXT),
        "spelled": nullable(TEXT),
        "where": TEXT,
        "qr": shape({"size": NUMBER, "path": TEXT}),
    }
    whole = shape(
        {"links": listed(link), "liaison": BOOLEAN, "open": BOOLEAN, "sends": BOOLEAN, "departements": listed(TEXT)},
    )
    key: Schema = {"name": "link", "in": "path", "required": True, "schema": TEXT}
    shown = shape({"link": link, **sheet})
    opening: Schema = {
        "type": "object",
        "properties": {"secret": TEXT, "code": TEXT, "replace": BOOLEAN},
        "additionalProperties": False,
        "minProperties": 1,
    }
    giving: Schema = {
        "type": "object",
        "properties": {"body": TEXT, "departement": TEXT, "name": TEXT, "days": NUMBER},
        "additionalProperties": False,
        "minProperties": 1,
    }
    opened = shape({"dossier": TEXT, "kind": TEXT, "body": nullable(TEXT)})
    return {
        "/api/links/session": {
            "post": {
                **call(
                    "Exchange what a link holds, or a dictated code, for a session",
                    {201: ("Signed in; the cookie is set. `replace`: instead of whoever was", opened)},
                    (403, 404, 409, 422, 429),
                    body=opening,
                ),
                "security": [],
            }
        },
        "/api/dossiers/{dossier}/links": {
            "get": call(
                "The links of a dossier, used or not, for those who give them",
                {200: ("Never what opens them; `to_call`: nobody could be written to, and nothing was heard", whole)},
                (403, 404, 422),
                parameters=[in_path()],
            ),
            "post": call(
                "Give a liaison link (`departement`, `name`, `days`), or the field link of a `body` anew",
                {201: ("What opens it", shown)},
                (403, 404, 409, 422, 429),
                parameters=[in_path()],
                body=giving,
            ),
        },
        "/api/dossiers/{dossier}/links/{link}": {
            "get": call(
                "What opens a link; each time is written in the security log",
                {200: ("The address, the code as it is dictated, a QR code as a path of squares", shown)},
                (403, 404, 409, 422),
                parameters=[in_path(), key],
            ),
            "delete": call(
                "End a link and what it has opened, everywhere",
                {204: ("It opens nothing", None)},
                (403, 404, 429),
                parameters=[in_path(), key],
            ),
        },
        "/api/dossiers/{dossier}/sheets": {
            "get": call(
                "One sheet for each field link that stands, to be printed",
                {
                    200: (
                        "100 at most, by the id of the body; `from` skips those already had",
                        shape({"sheets": listed(shape(sheet)), "left_out": NUMBER}),
                    )
                },
                (403, 404, 409, 422),
                parameters=[
                    in_path(),
                    query("departement", TEXT),
                    query("body", TEXT),
                    query("from", {"type": "integer", "minimum": 0, "maximum": 5_000}),
                    query("to_call", {"type": "string", "enum": ["0", "1"]}, description="Those to be called"),
                ],
            )
        },
        "/api/dossiers/{dossier}/own": {
            "get": call(
                "What the report page of a field link shows",
                {200: ("As a board, with the last reports of the body", {"type": "object"})},
                (403, 404, 422),
                parameters=[in_path()],
            )
        },
    }
