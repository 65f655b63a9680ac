"""What every request goes through: headers, the bound on bodies, the log, the measures, the last resort."""

import logging
from collections.abc import Iterable
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..clock import monotonic
from ..directory.files import MOST_BYTES as MOST_FILE
from ..errors import TooLarge
from ..security_log import record_answer
from .errors import Internal, problem_response
from .metrics import Metrics

#: Where the account that asks stands in the scope of a request, once it is known (auth.py).
ASKED_BY = "crisiscoord.account"

log = structlog.stdlib.get_logger(__name__)
_plain_log = logging.getLogger(__name__)

#: The largest body taken, in bytes (protocol.md).
MOST_BYTES = 64 * 1024
#: The addresses that take files, and the largest that each takes.
FILES = {"/api/directory/imports": MOST_FILE}
#: Requests that last longer are logged even when they succeed.
SLOW_S = 1.0
#: What every answer says unless it says otherwise itself: pages have a policy of their own.
_ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"cache-control", b"no-store"),
)
_HTTPS_ONLY = ((b"strict-transport-security", b"max-age=31536000; includeSubDomains"),)


class Front:
    """The outermost layer. Nothing that is said in a query, a body or a header is ever logged."""

    def __init__(self, app: ASGIApp, metrics: Metrics, https: bool) -> None:
        self._app, self._metrics = app, metrics
        self._headers = always_said(https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = monotonic(), 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _completed(message.get("headers", ()), self._headers)
            await send(message)

        try:
            await _within_bounds(self._app, scope, receive, send_with_headers)
        except Exception:  # whatever it is, the caller gets an answer, without a stack, and we get the log
            log.exception("request failed", method=scope["method"], route=_route(scope))
            if not status:
                await problem_response(Internal())(scope, receive, send_with_headers)
        note(self._metrics, _route(scope), _method(scope), status, monotonic() - began, scope.get(ASKED_BY))


def always_said(https: bool) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers of every answer, unless it says otherwise itself."""
    return _ALWAYS + (_HTTPS_ONLY if https else ())


def note(metrics: Metrics, route: str, method: str, status: int, seconds: float, account: str | None = None) -> None:
    """Count an answer, and log it when somebody should know."""
    metrics.answered(route, method, status, seconds)
    if 400 < status < 430:
        record_answer(status, route, account)
    if status >= 500 or seconds > SLOW_S:
        level = logging.WARNING
    else:
        level = logging.INFO if status >= 400 and status != 401 else logging.DEBUG
    if _plain_log.isEnabledFor(level):  # asked first: composing a line costs more than answering some requests
        log.log(level, "request", method=method, route=route, status=status, ms=round(seconds * 1000))


async def _within_bounds(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a body that is too long: at once when it says so, else when it has become so."""
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    most = FILES.get(scope["path"], MOST_BYTES)
    if declared.isdigit() and int(declared) > most:
        await problem_response(_too_large(most))(scope, receive, send)
        return
    taken = 0

    async def receive_counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise _too_large(most)
        return message

    await app(scope, receive_counted, send)


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"Une demande tient en {most // 1024} Kio au plus.")


def _completed(given: Iterable[Any], always: Iterable[tuple[bytes, bytes]]) -> list[Any]:
    headers = list(given)
    names = {name for name, _ in headers}
    headers.extend((name, value) for name, value in always if name not in names)
    return headers


def _route(scope: Scope) -> str:
    """Name the route as it is declared, never the path that was asked: labels are bounded, ids stay out of logs."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else "other"


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in ("GET", "HEAD", "POST", "DELETE") else "OTHER"
