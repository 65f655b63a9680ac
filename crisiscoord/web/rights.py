"""Who may do what, in French, and why somebody may not: generated from the grants."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..domain import policy
from ..domain.catalogue import COMMAND_OF
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import parts_of
from .reading import Query


async def list_grants(request: Request) -> Response:
    """Return every permission that people hold, with the roles that hold it and the rule for each, in words."""
    await actor_of(request)
    Query(request)
    told = [
        {
            "do": do,
            "said": policy.act_said(do),
            "on": sorted(COMMAND_OF[do].on),
            "holders": [{"role": role, "where": where} for role, where in policy.holders(do)],
        }
        for do in policy.GRANTS
        if policy.is_for_people(do)
    ]
    return as_json(told + [_of_directory(do) for do in policy.DIRECTORY])


async def list_rights(request: Request) -> Response:
    """Return what this actor may do on a dossier and where, and why not the rest."""
    house, actor = parts_of(request), await actor_of(request)
    Query(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    return as_json([right._asdict() for right in policy.rights(actor, board)])


def _of_directory(do: str) -> dict[str, Any]:
    """Return a permission that is of no dossier."""
    holders = [{"role": role, "where": where} for role, where in policy.directory_holders(do)]
    return {"do": do, "said": policy.DIRECTORY_ACTS[do], "on": [], "holders": holders}
