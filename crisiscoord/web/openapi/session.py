"""Signing in and out, and the people of a demonstration."""

from typing import Any

from ..schemas import TEXT, Schema, listed, ref, shape
from .calls import call


def session() -> dict[str, Any]:
    person = shape({"key": TEXT, "name": TEXT, "role": TEXT, "note": TEXT})
    opened: dict[int, tuple[str, Schema | None]] = {204: ("Signed in; the cookie is set", None)}
    return {
        "/api/session": {
            "get": call("Who is signed in", {200: ("The actor", ref("Session"))}, ()),
            "post": call("Sign in with a token", opened, (403, 422), body=shape({"token": TEXT})),
            "delete": call("Sign out", {204: ("Signed out", None)}, (403,)),
        },
        "/api/demo/accounts": {
            "get": call("The people of a demonstration", {200: ("None of them exists", listed(person))}, (404,))
        },
        "/api/demo/session": {
            "post": call("Sign in as one of them", opened, (403, 404, 422), body=shape({"key": TEXT}))
        },
    }
