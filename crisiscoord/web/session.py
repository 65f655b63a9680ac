"""Signing in and out: `/api/session`, and, in a demonstration, one click per role."""

from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from .. import __version__
from ..directory.sessions import LONGEST
from ..domain import policy
from ..domain.words import Actor
from ..errors import Missing, Unauthenticated
from ..security_log import record
from .answers import as_json
from .auth import actor_of, cookie_name, is_https, refuse_foreign
from .demo import DEMO, demo_account
from .parts import Parts, parts_of
from .reading import json_object, text_field


async def who_am_i(request: Request) -> Response:
    """Say who is signed in, what they may open, and what kind of installation this is."""
    house = parts_of(request)
    return as_json(_described(house, await actor_of(request)))


async def sign_in(request: Request) -> Response:
    """Open a session for whoever shows a token."""
    house = parts_of(request)
    refuse_foreign(request, house.settings)
    token = text_field(await json_object(request), "token")
    actor = await to_thread.run_sync(house.tokens.actor, token.strip(), house.clock.now())
    if actor is None:
        record("sign_in_refused", by="token")
        raise Unauthenticated("Ce jeton n’est pas, ou n’est plus, valable.")
    return await _opened(house, actor.account)


async def sign_out(request: Request) -> Response:
    """End the session, here and everywhere it is used. No effect without one."""
    house = parts_of(request)
    refuse_foreign(request, house.settings)
    session = request.cookies.get(cookie_name(house.settings))
    if session:
        await to_thread.run_sync(house.sessions.close, session, house.clock.now())
        record("signed_out")
    response = Response(status_code=204)
    _set_cookie(house, response, "", lifetime_s=0)
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
    return await _opened(house, await to_thread.run_sync(demo_account, house.tokens, person, house.clock.now()))


def _refuse_outside_demo(house: Parts) -> None:
    if house.settings.mode != "demo":
        raise Missing("Cette adresse n’existe que dans une démonstration.")


async def _opened(house: Parts, account: str) -> Response:
    text = await to_thread.run_sync(house.sessions.open, account, house.clock.now())
    record("signed_in", account)
    response = Response(status_code=204)
    _set_cookie(house, response, text, int(LONGEST.total_seconds()))
    return response


def _set_cookie(house: Parts, response: Response, text: str, lifetime_s: int) -> None:
    response.set_cookie(
        cookie_name(house.settings),
        text,
        max_age=lifetime_s,
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_https(house.settings),
    )


def _described(house: Parts, actor: Actor) -> dict[str, Any]:
    return {
        "actor": actor.model_dump(mode="json", exclude={"email"}),
        "may_open": policy.may_open(actor),
        "mode": house.settings.mode,
        "version": __version__,
    }
