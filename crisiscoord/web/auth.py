"""Who is asking: a session cookie in a browser, a bearer token in a program (protocol.md, « Who asks »)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import HTTPConnection

from ..directory.sessions import Sessions
from ..directory.tokens import Tokens
from ..domain import policy
from ..domain.words import Actor
from ..errors import Forbidden, Unauthenticated
from ..security_log import record
from ..settings import Settings
from .front import ASKED_BY
from .parts import Parts, parts_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OriginRefused(Forbidden):
    code, title = "origin_refused", "Demande venue d’un autre site"


class NotByLink(Forbidden):
    code, title = "not_by_link", "Fermé à ce lien"


class UndertakingNeeded(Forbidden):
    code, title = "undertaking_needed", "Engagement à accepter"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, by which proof, and how to ask again who they are now (None: signed out since)."""

    actor: Actor
    renew: Callable[[], Awaitable[Actor | None]]
    via: Literal["cookie", "token"]


async def actor_of(connection: "HTTPConnection[Any]") -> Actor:
    """Return who makes this request.

    Raises Unauthenticated, OriginRefused for a form of another site, NotByLink for what a link does not open,
    UndertakingNeeded for whoever has not accepted the undertaking of confidentiality.
    """
    house = parts_of(connection)
    asker = await who_asks(connection, house)
    if asker is None:
        raise Unauthenticated("Connectez-vous, ou envoyez un jeton valable (en-tête Authorization).")
    connection.scope[ASKED_BY] = asker.actor.account
    if connection.scope.get("method") not in SAFE:
        if asker.via == "cookie":
            refuse_foreign(connection, house.settings)
        if asker.actor.reads_only:
            raise policy.ReadsOnly("Ce jeton a été fait pour lire seulement\u00a0: il n’envoie rien.")
    address = getattr(connection.scope.get("route"), "path", "")
    if not policy.may_ask(asker.actor, address):
        raise NotByLink("Le lien par lequel vous êtes entré n’ouvre pas cela.")
    refuse_unsigned(asker.actor, address)
    return asker.actor


def refuse_unsigned(actor: Actor, address: str) -> None:
    """Raise UndertakingNeeded when this actor must accept the undertaking of confidentiality before."""
    if policy.must_sign_first(actor, address):
        raise UndertakingNeeded("Avant d’ouvrir un dossier, lisez et acceptez l’engagement de confidentialité.")


async def who_asks(connection: "HTTPConnection[Any]", house: Parts) -> Asker | None:
    """Return who makes this request or holds this socket; None when nothing proves it.

    A token that is given counts alone: a program must not act as the person whose browser it runs beside.
    """
    token = bearer(connection)
    if token is not None:
        return await _asker(house, house.tokens, token, "token")
    session = connection.cookies.get(cookie_name(house.settings))
    return None if session is None else await _asker(house, house.sessions, session, "cookie")


def at_hand(house: Parts, token: str | None, connection: "HTTPConnection[Any] | None") -> Actor | None:
    """Return who makes a request when that is known without the database, None otherwise.

    By its bearer token alone, else by the session cookie of the connection. A request that must be refused is left
    to `actor_of`, which says why.
    """
    now = house.clock.now()
    if token is not None:
        return _signed(house.tokens.remembered(token, now))
    if connection is None:
        return None
    session = connection.cookies.get(cookie_name(house.settings))
    if session is None or not origin_is_ours(connection, house.settings):
        return None
    return _signed(house.sessions.remembered(session, now))


def _signed(actor: Actor | None) -> Actor | None:
    return None if actor is None or actor.unsigned else actor


async def _asker(house: Parts, known: Sessions | Tokens, proof: str, via: Literal["cookie", "token"]) -> Asker | None:
    now = house.clock.now()
    # Most requests come from somebody who asked a moment ago: those need neither database nor thread.
    actor = known.remembered(proof, now) or await to_thread.run_sync(known.actor, proof, now)

    async def renew() -> Actor | None:
        ask = partial(known.actor, proof, house.clock.now(), fresh=True)
        return await to_thread.run_sync(ask)

    return None if actor is None else Asker(actor, renew, via)


def bearer(connection: "HTTPConnection[Any]") -> str | None:
    """Return the bearer token that is given, an empty one when it cannot be one; None without the header."""
    header = connection.headers.get("authorization")
    if header is None:
        return None
    return bearer_in(header)


def bearer_in(header: str) -> str:
    """Return the bearer token that an Authorization header holds, an empty one when it holds none."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def cookie_name(settings: Settings) -> str:
    """Name the session cookie. The prefix ties it to this host and to https, so plain http goes without."""
    return "__Host-crisiscoord" if is_https(settings) else "crisiscoord"


def is_https(settings: Settings) -> bool:
    return settings.base_url.startswith("https://")


def refuse_foreign(connection: "HTTPConnection[Any]", settings: Settings) -> None:
    """Raise OriginRefused when a page of another site is asking."""
    if not origin_is_ours(connection, settings):
        record("origin_refused")
        raise OriginRefused("Cette demande vient d’une page d’un autre site\u202f: elle n’a pas été suivie.")


def origin_is_ours(connection: "HTTPConnection[Any]", settings: Settings) -> bool:
    """Say whether a browser asks from one of our pages; programs, which send no Origin, are let through.

    Ours is the public address, or the very address that is being asked: a session cookie is tied to its
    host, so a name that points here without being ours brings none.
    """
    origin = connection.headers.get("origin")
    if origin is None or origin == settings.base_url:
        return True
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and parts.netloc == connection.headers.get("host", "")
