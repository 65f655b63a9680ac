"""The calls of calendars and of their feed addresses."""

from typing import Any

from ..schemas import INSTANT, TEXT, Schema, nullable, ref, shape
from .calls import call, in_path, query


def calendars() -> dict[str, Any]:
    day: Schema = {"type": "string", "format": "date"}
    shown: dict[int, tuple[str, Schema | None]] = {
        200: ("The late first; `left_out` counts what is beyond the bounds", ref("Calendar"))
    }
    made = shape({"path": TEXT, "url": TEXT, "created_at": INSTANT})
    drawn: Schema = {"type": "string", "pattern": "^ccf_[A-Za-z0-9_-]{43}$"}
    secret = {"name": "secret", "in": "path", "required": True, "schema": drawn}
    return {
        "/api/calendar": {
            "get": call(
                "What is due in every dossier that this actor may see",
                shown,
                (422,),
                parameters=[
                    query("from", day, description="Nothing before this day, but what is late"),
                    query("to", day, description="Nothing after this day"),
                ],
            )
        },
        "/api/calendar.ics": {"get": _ics("The same, for a calendar program", ())},
        "/api/dossiers/{dossier}/calendar.ics": {
            "get": _ics("What is due in a dossier, for a calendar program", (404,), parameters=[in_path()])
        },
        "/api/feeds": {
            "get": call(
                "Since when this account has a feed address",
                {200: ("Null: it has none", shape({"created_at": nullable(INSTANT)}))},
                (),
            ),
            "post": call(
                "Make the feed address of this account; the one it had ends",
                {201: ("The address, shown this once", made)},
                (403, 429),
            ),
            "delete": call("End the feed address of this account", {204: ("It has none", None)}, (403, 429)),
        },
        "/api/feeds/{secret}/calendar.ics": {
            "get": {
                **_ics("The calendar of whoever the address was made for", (403, 404, 429), parameters=[secret]),
                "security": [],
            }
        },
    }


def _ics(summary: str, refusals: tuple[int, ...], parameters: list[Schema] | None = None) -> Schema:
    known: dict[int, tuple[str, Schema | None]] = {304: ("The calendar that the client has", None)}
    asked = call(summary, known, refusals, parameters)
    calendar = {"description": "iCalendar (RFC 5545)", "content": {"text/calendar": {"schema": TEXT}}}
    return {**asked, "responses": {"200": calendar, **asked["responses"]}}
