"""The door of commands: `POST /api/commands`, past the layers that every other request goes through.

Compression, the search for a route and four nested handlers of exceptions cost as much as the whole decision of a
command (docs/performance.md). What they promise holds here too: `Front` stands outside, a refusal is a problem.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ..errors import Problem
from .answers import as_json
from .auth import actor_of
from .commands import submit
from .errors import problem_response
from .parts import parts_of


async def post_command(request: Request) -> Response:
    """Carry out one command: 201 with its receipt, 200 when it had been carried out already."""
    try:
        house, actor = parts_of(request), await actor_of(request)
        receipt = await submit(house, actor, await request.body(), request.headers.get("x-client-time"))
    except Problem as problem:
        return problem_response(problem)
    return as_json(receipt, 200 if receipt.again else 201)


#: Where commands are sent, for whatever asks the routes: the contract, and other methods, which are refused.
COMMANDS = Route("/api/commands", post_command, methods=["POST"])


class CommandDoor:
    """Answers commands itself and hands everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == COMMANDS.path and scope["method"] == "POST":
            scope["route"] = COMMANDS  # by which what is measured is named
            answer = await post_command(Request(scope, receive))
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)
