"""Signing in and out: `/api/session`, and, in a demonstration, one click per role."""

from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from .. import __version__
from ..directory.passwords import MOST
from ..directory.people import typed_email
from ..directory.tokens import OWN_PREFIX
from ..domain import policy
from ..domain.policy import seats
from ..domain.words import Actor
from ..errors import Missing, Unauthenticated
from ..security_log import record
from .answers import as_json
from .auth import actor_of, cookie_name, refuse_foreign
from .demo import DEMO, demo_account
from .hashing import hashing
from .opening import opened, opened_for, origin_of, set_cookie
from .parts import Parts, parts_of
from .provided import way_out
from .reading import json_object, text_field, text_fields


class WrongSignIn(Unauthenticated):
    code, title = "wrong_sign_in", "Connexion refusée"


async def who_am_i(request: Request) -> Response:
    """Say who is signed in, what they may open, and what kind of installation this is."""
    house = parts_of(request)
    return as_json(_described(house, await actor_of(request)))


async def sign_in(request: Request) -> Response:
    """Open a session for whoever shows a token, or an address and its password.

    The answer is the same, after the same work, when nobody has the address and when the password is another's.
    """
    house = parts_of(request)
    refuse_foreign(request, house.settings)
    given = await json_object(request)
    if "token" in given:
        return await _with_token(request, text_field(given, "token").strip())
    email, password = text_fields(given, email=254, password=MOST)
    typed = typed_email(email)
    house.sign_ins.attempt(typed, origin_of(request))
    person = await hashing(house, house.people.prove, typed, password)
    if person is None:
        record("sign_in_refused", by="password")
        raise WrongSignIn("Adresse ou mot de passe inexact.")
    house.sign_ins.succeeded(typed)
    return await opened_for(request, person, "password")


async def _with_token(request: Request, token: str) -> Response:
    house = parts_of(request)
    if token.startswith(OWN_PREFIX):
        raise Unauthenticated("Ce jeton est celui d’un programme\u00a0: il n’ouvre pas de session dans un navigateur.")
    actor = await to_thread.run_sync(house.tokens.actor, token, house.clock.now())
    if actor is None:
        house.sign_ins.secret(origin_of(request))
        record("sign_in_refused", by="token")
        raise Unauthenticated("Ce jeton n’est pas, ou n’est plus, valable.")
    return await opened(request, actor.account, "token")


async def sign_out(request: Request) -> Response:
    """End the session, here and everywhere it is used; say where the provider is left. No effect without one."""
    house = parts_of(request)
    refuse_foreign(request, house.settings)
    session = request.cookies.get(cookie_name(house.settings))
    if session:
        await to_thread.run_sync(house.sessions.close, session, house.clock.now())
        record("signed_out")
    response = Response(status_code=204)
    if leave := await way_out(request, response):
        headers = response.raw_headers
        response = as_json({"leave": leave})
        response.raw_headers += [one for one in headers if one[0] == b"set-cookie"]
    set_cookie(house, response, "", lifetime_s=0)
    return response


async def demo_accounts(request: Request) -> Response:
    """List the people of the demonstration. None of them exists."""
    _refuse_outside_demo(parts_of(request))
    return as_json([{"key": one.key, "name": one.name, "role": one.role, "note": one.note} for one in DEMO.values()])


async def demo_sign_in(request: Request) -> Response:
    """Open a session for one of the people of the demonstration."""
    house = parts_of(request)
    _refuse_outside_demo(house)
    refuse_foreign(request, house.settings)
    person = DEMO.get(text_field(await json_object(request), "key"))
    if person is None:
        raise Missing("Personne de ce nom dans la démonstration.")
    account = await to_thread.run_sync(demo_account, house.tokens, person, house.clock.now())
    return await opened(request, account, "demo")


def _refuse_outside_demo(house: Parts) -> None:
    if house.settings.mode != "demo":
        raise Missing("Cette adresse n’existe que dans une démonstration.")


def _described(house: Parts, actor: Actor) -> dict[str, Any]:
    return {
        "actor": actor.model_dump(mode="json", exclude={"email", "reads_only"}, exclude_none=True),
        "may_open": policy.may_open(actor),
        "gives_seats": bool(seats.seats_to_give(actor)),
        "administers": seats.administers(actor),
        "mode": house.settings.mode,
        "version": __version__,
    }
