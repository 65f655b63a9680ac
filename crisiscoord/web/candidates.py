"""Whom to ask first for a need, for whoever may propose support to others (`support.call`)."""

from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..domain import policy
from ..domain.bodies import BodyCard
from ..domain.needed import NeedCard
from ..domain.ranking import Candidate, LeftOut, candidates, left_out
from ..errors import Forbidden, Missing
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import parts_of
from .reading import Query

#: Candidates in one answer: more would not be read.
MOST = 20
#: Bodies of the same département that are not asked, named with why; the others are counted.
MOST_LEFT_OUT = 8


async def rank_candidates(request: Request) -> Response:
    """Return the bodies to ask for a need that this actor sees, the first to ask first, each with its reasons."""
    house, actor = parts_of(request), await actor_of(request)
    Query(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    leads = [one for one in policy.capacities_of(actor, board) if one.role in policy.GRANTS["support.call"]]
    if not leads:
        raise Forbidden("Votre rôle ne permet pas de proposer des renforts dans ce dossier.")
    need = board.get(f"need:{request.path_params['need']}", NeedCard)
    if need is None or not policy.holds(policy.channels(actor, board), need.channel):
        raise Missing("Ce besoin n’est pas dans ce dossier, ou pas pour vous.")
    body = board.get(f"body:{need.body}", BodyCard)
    position = None if body is None or body.position is None else (body.position[0] / 1e4, body.position[1] / 1e4)
    known, now = house.known, house.clock.now()

    def rank() -> tuple[list[Candidate], tuple[list[LeftOut], int]]:
        neighbours = known.territory.neighbours(need.departement)
        first = candidates(board, need, known.lenders, neighbours, position, MOST, now)
        return first, left_out(board, need, known.lenders, MOST_LEFT_OUT)

    found, (spared, others) = await to_thread.run_sync(rank)
    return as_json(
        {
            "candidates": [_written(one) for one in found],
            "left_out": [{"body": one.body, "name": one.name, "why": one.why} for one in spared],
            "others_left_out": others,
        }
    )


def _written(one: Candidate) -> dict[str, Any]:
    return {
        "body": one.body,
        "name": one.name,
        "departement": one.departement,
        "km": one.km,
        "lends": one.lends,
        "offered": one.offered,
        "team": one.team,
        "skills": list(one.skills),
        "able": list(one.able),
        "vigilance": one.vigilance,
        "reasons": list(one.reasons),
        "signs": list(one.signs),
    }
