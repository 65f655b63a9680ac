"""Saying no over HTTP: every refusal is an `application/problem+json` (RFC 9457), whoever raises it."""

import math
from collections.abc import Mapping

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ..errors import Malformed, Missing, Problem, TooLarge, TooMany, Unavailable
from .pages import lost, wants_page

MEDIA_TYPE = "application/problem+json"
#: Seconds after which a request that found the service unavailable is worth sending again.
COME_BACK_S = 2


class Internal(Problem):
    """A fault of the server itself. The cause is in its log, never in the answer."""

    status, code, title = 500, "internal", "Erreur interne"

    def __init__(self) -> None:
        super().__init__("Le serveur a rencontré une erreur\u202f; elle est enregistrée. Réessayez dans un instant.")


class WrongMethod(Problem):
    status, code, title = 405, "method_not_allowed", "Méthode non admise"


class BadRequest(Problem):
    status, code, title = 400, "bad_request", "Requête incorrecte"


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem as an answer, with Retry-After when the same request is worth sending again."""
    said = dict(headers or {})
    if isinstance(problem, TooMany):
        said["Retry-After"] = str(max(1, math.ceil(problem.retry_after)))
    elif isinstance(problem, Unavailable):
        said["Retry-After"] = str(COME_BACK_S)
    elif problem.status == 401:
        said["WWW-Authenticate"] = "Bearer"
    return Response(orjson.dumps(problem.as_problem()), problem.status, said, MEDIA_TYPE)


async def on_problem(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem_response(problem)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Put into our words what Starlette says by itself: no such path, no such method.

    A person who followed a wrong link gets a page, which says so; a program gets a problem.
    """
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and wants_page(request):
        return lost(request)
    return problem_response(_in_our_words(error), error.headers)


def _in_our_words(error: HTTPException) -> Problem:
    match error.status_code:
        case 404:
            return Missing("Cette adresse n’existe pas.")
        case 405:
            return WrongMethod("Cette adresse n’admet pas cette méthode.")
        case 413:
            return TooLarge()
        case 422:
            return Malformed()
        case status if 400 <= status < 500:
            return BadRequest("La requête n’a pas la forme attendue.")
        case _:
            return Internal()
