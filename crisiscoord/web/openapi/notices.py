"""The calls of notices: what was sent, what waits, what was given up."""

from typing import Any

from ..schemas import INSTANT, NUMBER, TEXT, Schema, nullable, shape
from .calls import call, in_path


def notices() -> dict[str, Any]:
    states = ["a_envoyer", "parti", "envoye", "rejete", "abandonne", "sans_objet", "sans_adresse"]
    message = shape(
        {
            "message": TEXT,
            "card": TEXT,
            "body": TEXT,
            "recipient": TEXT,
            "channel": TEXT,
            "state": {"type": "string", "enum": states},
            "attempts": NUMBER,
            "fault": TEXT,
            "tried_at": nullable(INSTANT),
            "next_at": nullable(INSTANT),
        }
    )
    listed: Schema = shape(
        {
            "sends": {"type": "boolean"},
            "waiting": NUMBER,
            "full": {"type": "boolean"},
            "messages": {"type": "array", "items": message},
        }
    )
    key: Schema = {"name": "message", "in": "path", "required": True, "schema": TEXT}
    return {
        "/api/dossiers/{dossier}/notices": {
            "get": call(
                "The messages of a dossier, the last owed first",
                {200: ("Recipients are masked; `sends` false: no mail leaves from here", listed)},
                (403, 404, 422),
                parameters=[in_path()],
            )
        },
        "/api/dossiers/{dossier}/notices/{message}": {
            "post": call(
                "Try a message again that was given up",
                {204: ("It will be sent", None)},
                (403, 404, 503),
                parameters=[in_path(), key],
            )
        },
    }
