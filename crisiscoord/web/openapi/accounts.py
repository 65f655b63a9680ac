"""One's own account."""

from typing import Any

from ...domain.vocabulary import ROLES
from ..schemas import BOOLEAN, INSTANT, TEXT, Schema, listed, nullable, shape
from .calls import call

ROLE: Schema = {"type": "string", "enum": sorted(ROLES.keys() - {"system"})}
SEAT = {"account": TEXT, "role": ROLE, "bodies": listed(TEXT), "departements": listed(TEXT), "given_at": INSTANT}
PERSON = shape({"id": TEXT, "name": TEXT, "email": TEXT, "has_password": BOOLEAN})
SESSION = shape(
    {
        "session": TEXT,
        "way": {"enum": ["password", "link", "provider", "token", "demo", "setup"]},
        "agent": TEXT,
        "opened_at": INSTANT,
        "seen_at": INSTANT,
        "ends_at": INSTANT,
        "here": BOOLEAN,
    }
)


def accounts() -> dict[str, Any]:
    mine = shape(
        {"person": nullable(PERSON), "seats": listed(shape({**SEAT, "here": BOOLEAN})), "sessions": listed(SESSION)}
    )
    done: dict[int, tuple[str, Schema | None]] = {204: ("Done", None)}
    session = {
        "name": "session",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    }
    return {
        "/api/account": {"get": call("One's seats and sessions, in a browser", {200: ("Mine", mine)}, (403, 422))},
        "/api/account/password": {
            "post": call(
                "Choose another password; the other sessions end",
                done,
                (403, 409, 422, 429, 503),
                body=shape({"current": TEXT, "password": TEXT}),
            )
        },
        "/api/account/seat": {
            "post": call("Take another of one's seats", done, (403, 404, 422), body=shape({"account": TEXT}))
        },
        "/api/account/sessions": {"delete": call("End every other session", done, (403,))},
        "/api/account/sessions/{session}": {"delete": call("End one of one's sessions", done, (403, 404), [session])},
    }
