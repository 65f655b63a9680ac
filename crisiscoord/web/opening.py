"""Opening a session, whatever proved who it is for: the cookie, and what the session is recognised by."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..directory.people import Person
from ..directory.sessions import LONGEST, Session, Way
from ..errors import Forbidden, Unauthenticated
from ..security_log import record
from .auth import NotByLink, bearer, cookie_name, is_https, refuse_foreign, refuse_unsigned
from .front import ASKED_BY
from .parts import Parts, parts_of

#: What a header of a browser says, and what people call it; the first that is found.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS X", "macOS"), ("Linux", "Linux")),
)


class SessionOnly(Forbidden):
    code, title = "session_only", "Session nécessaire"


async def opened(request: Request, account: str, way: Way, response: Response | None = None) -> Response:
    """Open a session and hand over its cookie, with `response`; the session that the browser held ends."""
    house = parts_of(request)
    open_ = partial(
        house.sessions.open,
        account,
        house.clock.now(),
        way=way,
        agent=browser_named(request.headers.get("user-agent", "")),
        instead_of=request.cookies.get(cookie_name(house.settings)),
    )
    text = await to_thread.run_sync(open_)
    record("signed_in", account, by=way)
    response = response or Response(status_code=204)
    set_cookie(house, response, text, int(LONGEST.total_seconds()))
    return response


async def opened_for(request: Request, person: Person, way: Way, response: Response | None = None) -> Response:
    """Open a session for a person, in the seat they took last. Raises NoSeat."""
    house = parts_of(request)
    seat = await to_thread.run_sync(house.people.seat_to_take, person, house.clock.now())
    return await opened(request, seat.id, way, response)


async def own_session(request: Request) -> Session:
    """Return the session of the browser that asks. Raises Unauthenticated, SessionOnly, NotByLink or UndertakingNeeded.

    What somebody does with their own account is not for programs: a token that leaks must not make others.
    """
    house = parts_of(request)
    if bearer(request) is not None:
        raise SessionOnly("Cette demande se fait dans un navigateur, une session ouverte\u00a0: pas avec un jeton.")
    text = request.cookies.get(cookie_name(house.settings), "")
    session = await to_thread.run_sync(house.sessions.standing, text, house.clock.now())
    if session is None:
        raise Unauthenticated("Votre session est terminée\u00a0: connectez-vous.")
    if session.account.dossier is not None:
        raise NotByLink("Un lien n’a pas de compte.")
    request.scope[ASKED_BY] = session.account.id
    refuse_unsigned(session.actor, getattr(request.scope.get("route"), "path", ""))
    if request.method != "GET":
        refuse_foreign(request, house.settings)
    return session


def set_cookie(house: Parts, response: Response, text: str, lifetime_s: int) -> None:
    response.set_cookie(
        cookie_name(house.settings),
        text,
        max_age=lifetime_s,
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_https(house.settings),
    )


def browser_named(agent: str) -> str:
    """Return the browser in the words of people (« Firefox, Windows »), empty when it is none that is known."""
    said = [next((name for sign, name in known if sign in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, said))


def origin_of(request: Request) -> str | None:
    """Return the address that a request comes from (uvicorn's, which believes a proxy when it is told to)."""
    return request.client.host if request.client else None
