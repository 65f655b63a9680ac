"""`/api/dossiers/{id}/life`: what the text of a convention allows now, and why not when it does not."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..domain.convention_life import Step, life_of
from ..domain.words import Situation, format_instant
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import parts_of
from .reading import Query


async def show_life(request: Request) -> Response:
    """Return the four acts of the parties. Whether this actor may send them is said elsewhere (`allowed`)."""
    house, actor = parts_of(request), await actor_of(request)
    Query(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    now = house.clock.now()
    situation = Situation(now, actor, actor.role, house.stated, house.known, lambda _: None)
    steps = [_told(step) for step in life_of(board, situation)]
    return as_json({"at": format_instant(now), "cursor": board.cursor, "steps": steps})


def _told(step: Step) -> dict[str, Any]:
    return {
        "do": step.do,
        "possible": step.possible,
        "why": step.why,
        "since": step.since and step.since.isoformat(),
        "until": step.until and step.until.isoformat(),
    }
