"""Coming in by the identity provider: there, back, and out again.

What must be known when the browser comes back travels in a cookie that is signed, of this browser, for ten minutes:
any process can finish what another began, and nothing is kept for those who never come back.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import orjson
import structlog
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..directory.people import NoSeat
from ..directory.provider import Identity, Provider, ProviderLies, ProviderMute
from ..domain.words import format_instant
from ..errors import Missing, TooMany, Unavailable
from ..security_log import record
from .auth import is_https
from .opening import opened_for, origin_of
from .parts import Parts, parts_of
from .reading import Query, instant

log = structlog.stdlib.get_logger(__name__)

#: Seconds in which to come back.
LASTS_S = 600
BACK = "/api/provider/callback"
_MOST_COOKIE = 3_500


class NoProvider(Missing):
    code, title = "no_provider", "Aucun fournisseur d’identité"


async def go_there(request: Request) -> Response:
    """Send the browser to the provider. `retour`: the page of ours to show afterwards."""
    house, provider = _provider(request)
    wanted = Query(request, "retour").text("retour", 500)
    now = house.clock.now()
    try:
        house.sign_ins.secret(origin_of(request))
        begun = await provider.begin(house.settings.base_url + BACK, now)
    except (Unavailable, ProviderLies):
        return _refused("fournisseur")
    except TooMany:
        return _refused("attendre")
    kept = {
        "state": begun.state,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "retour": safe_return(wanted),
        "at": format_instant(now),
    }
    response = RedirectResponse(begun.url, 303)
    _keep(house, response, _FLOW, _signed(house, kept), LASTS_S, "/api/provider")
    return response


async def come_back(request: Request) -> Response:
    """Open a session for whom the provider has recognised, and show the page that was wanted."""
    house, provider = _provider(request)
    try:  # what the browser kept may be sent again with any code, and each is asked of the provider
        house.sign_ins.secret(origin_of(request))
    except TooMany:
        return _refused("attendre")
    began = _opened(house, request.cookies.get(_named(house, _FLOW), ""))
    given = request.query_params
    response = await _finished(request, house, provider, began, given.get("state", ""), given.get("code", ""))
    _keep(house, response, _FLOW, "", 0, "/api/provider")
    return response


async def _finished(
    request: Request, house: Parts, provider: Provider, began: dict[str, Any] | None, state: str, code: str
) -> Response:
    now = house.clock.now()
    if began is None or not hmac.compare_digest(state.encode(), str(began["state"]).encode()):
        record("sign_in_refused", by="provider", why="state")
        return _refused("perime")
    if now >= instant("at", began["at"]) + timedelta(seconds=LASTS_S):
        return _refused("perime")
    if not code or "error" in request.query_params:
        return _refused("annule")
    issuer = request.query_params.get("iss")
    try:
        back = house.settings.base_url + BACK
        identity = await provider.finish(code[:2_000], began["nonce"], began["verifier"], back, now, issuer)
        return await _come_in(request, house, identity, str(began["retour"]))
    except ProviderMute:
        return _refused("fournisseur")
    except ProviderLies as lie:
        log.warning("provider refused", why=str(lie))
        record("sign_in_refused", by="provider", why="proof")
        return _refused("preuve")


async def _come_in(request: Request, house: Parts, identity: Identity, back: str) -> Response:
    person = await to_thread.run_sync(house.people.by_subject, identity.issuer, identity.subject, identity.email)
    if person is None:
        record("sign_in_refused", by="provider", why="unknown")
        return _refused("inconnu")
    try:
        response = await opened_for(request, person, "provider", RedirectResponse(safe_return(back), 303))
    except NoSeat:
        return _refused("sans-siege")
    if len(identity.id_token) <= _MOST_COOKIE:
        _keep(house, response, _HINT, identity.id_token, 7 * 24 * 3600, "/api/session")
    return response


async def way_out(request: Request, response: Response) -> str | None:
    """Return where the browser signs out at the provider, for a session that came from there; None for another."""
    house = parts_of(request)
    hint = request.cookies.get(_named(house, _HINT))
    if not hint:
        return None
    _keep(house, response, _HINT, "", 0, "/api/session")
    if house.provider is None:
        return None
    try:
        return await house.provider.goodbye(
            hint[:_MOST_COOKIE], f"{house.settings.base_url}/connexion", house.clock.now()
        )
    except (Unavailable, ProviderLies):
        return None  # here, the session has ended all the same


def safe_return(address: str) -> str:
    """Return an address of ours to show after signing in; the first page for anything else."""
    plain = address.isascii() and address.isprintable() and "\\" not in address and " " not in address
    ours = address.startswith("/") and not address.startswith(("//", "/api/"))
    return address if plain and ours else "/"


def _provider(request: Request) -> tuple[Parts, Provider]:
    house = parts_of(request)
    if house.provider is None:
        raise NoProvider("Aucun fournisseur d’identité n’est réglé ici.")
    return house, house.provider


def _refused(why: str) -> Response:
    return RedirectResponse(f"/connexion?refus={quote(why)}", 303)


_FLOW, _HINT = "flow", "hint"


def _named(house: Parts, what: str) -> str:
    """Name a cookie. `__Secure-` and not `__Host-`: it has a path of its own, and goes with few requests."""
    return f"__Secure-crisiscoord-{what}" if is_https(house.settings) else f"crisiscoord-{what}"


def _keep(house: Parts, response: Response, what: str, text: str, lifetime_s: int, path: str) -> None:
    secure = is_https(house.settings)
    name = _named(house, what)
    response.set_cookie(name, text, max_age=lifetime_s, path=path, httponly=True, samesite="lax", secure=secure)


def _signed(house: Parts, kept: dict[str, str]) -> str:
    said = urlsafe_b64encode(orjson.dumps(kept)).decode()
    return f"{said}.{_signature(house, said)}"


def _opened(house: Parts, cookie: str) -> dict[str, Any] | None:
    said, _, signature = cookie.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(house, said).encode()):
        return None
    found = orjson.loads(urlsafe_b64decode(said))
    return found if isinstance(found, dict) else None


def _signature(house: Parts, said: str) -> str:
    return hmac.new(house.settings.secret_key().encode(), b"provider:" + said.encode(), sha256).hexdigest()
