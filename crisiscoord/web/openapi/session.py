"""Signing in and out, and the people of a demonstration."""

from typing import Any

from ..schemas import BOOLEAN, TEXT, Schema, listed, nullable, ref, shape
from .calls import call, query


def session() -> dict[str, Any]:
    person = shape({"key": TEXT, "name": TEXT, "role": TEXT, "note": TEXT})
    opened: dict[int, tuple[str, Schema | None]] = {204: ("Signed in; the cookie is set", None)}
    return {
        "/api/session": {
            "get": call("Who is signed in", {200: ("The actor", ref("Session"))}, ()),
            "post": call(
                "Sign in with a token, or with an address and its password",
                opened,
                (403, 409, 422, 429, 503),
                body={"oneOf": [shape({"token": TEXT}), shape({"email": TEXT, "password": TEXT})]},
            ),
            "delete": call(
                "Sign out",
                {
                    204: ("Signed out", None),
                    200: ("Signed out; where the provider is left too", shape({"leave": TEXT})),
                },
                (403,),
            ),
        },
        "/api/session/ways": {
            "get": call(
                "How one may come in here",
                {
                    200: (
                        "To whoever asks",
                        shape({"demo": BOOLEAN, "mail": BOOLEAN, "empty": BOOLEAN, "provider": nullable(TEXT)}),
                    )
                },
                (),
            )
        },
        "/api/session/link": {
            "post": call(
                "Ask for a link by mail",
                {202: ("It leaves if somebody has this address", None)},
                (403, 404, 422, 429, 503),
                body=shape({"email": TEXT, "purpose": {"enum": ["session", "password"]}}),
            )
        },
        "/api/session/link/follow": {
            "post": call("Sign in with a link", opened, (403, 404, 409, 422, 429), body=shape({"secret": TEXT}))
        },
        "/api/session/recover": {
            "post": call(
                "Choose a password with a link; every session ends, one opens",
                opened,
                (403, 404, 409, 422, 429, 503),
                body=shape({"secret": TEXT, "password": TEXT}),
            )
        },
        "/api/session/set-up": {
            "post": call(
                "Make the first account with the link of the terminal",
                opened,
                (403, 404, 409, 422, 429, 503),
                body=shape({"secret": TEXT, "name": TEXT, "email": TEXT, "password": TEXT}),
            )
        },
        "/api/provider/start": {
            "get": call(
                "Go to the identity provider, in a browser",
                {303: ("There, or to the sign-in page with why not (`refus`)", None)},
                (404, 422),
                [query("retour", TEXT)],
            )
        },
        "/api/provider/callback": {
            "get": call(
                "Come back from it", {303: ("The page that was wanted, or the sign-in page with why not", None)}, (404,)
            )
        },
        "/api/demo/accounts": {
            "get": call("The people of a demonstration", {200: ("None of them exists", listed(person))}, (404,))
        },
        "/api/demo/session": {
            "post": call("Sign in as one of them", opened, (403, 404, 422), body=shape({"key": TEXT}))
        },
    }
