"""The call list of a crisis, for those who take calls (`call.log`)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..domain import policy
from ..domain.calling import CallToMake, call_list
from ..domain.requesting import to_ask
from ..domain.words import format_instant
from ..errors import Forbidden
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import parts_of
from .reading import Query

#: Bodies in one list; `left_out` counts those beyond.
MOST = 500


async def list_calls(request: Request) -> Response:
    """Return the bodies to call within the scope of this actor, in the order in which to call them."""
    house, actor = parts_of(request), await actor_of(request)
    Query(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    callers = [one for one in policy.capacities_of(actor, board) if one.role in policy.GRANTS["call.log"]]
    if board.kind != "crisis" or not callers:
        raise Forbidden("Votre rôle ne permet pas d’appeler les organismes de ce dossier.")
    whole = any(one.departements is None for one in callers)
    departements = None if whole else {code for one in callers for code in one.departements or ()}
    now = house.clock.now()
    calls = call_list(board, now, departements)
    return as_json(
        {
            "calls": [_call(one) for one in calls[:MOST]],
            "left_out": max(0, len(calls) - MOST),
            "to_ask": len(to_ask(board, calls, now)),
        }
    )


def _call(one: CallToMake) -> dict[str, Any]:
    return {
        "body": one.body,
        "name": one.name,
        "departement": one.departement,
        "status": one.status,
        "heard_at": one.heard_at and format_instant(one.heard_at),
        "awaited_since": one.awaited_since and format_instant(one.awaited_since),
        "tries": one.tries,
    }
