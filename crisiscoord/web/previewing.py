"""What a protocol would change on a crisis under way, for those who may apply it."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response

from ..domain import applying, policy
from ..errors import Forbidden
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import parts_of
from .reading import Query

#: No version of a protocol goes beyond (agreements.py).
NEWEST_VERSION = 9_999


async def preview_playbook(request: Request) -> Response:
    """Return what `playbook.apply` would add, change, leave and remove. Raises what it would raise."""
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    version = Query(request, "version").number("version", 1, NEWEST_VERSION)
    if "playbook.apply" not in policy.allowed(actor, board):
        raise Forbidden("Votre rôle ne permet pas d’appliquer un protocole à cet évènement.")
    return as_json(asdict(applying.preview(board, house.library, request.path_params["code"], version)))
