"""`/api/dossiers/{id}/totals`: counts by département and of the whole crisis, for those who may count them."""

from dataclasses import asdict
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..domain import policy
from ..domain.board import Board
from ..domain.bodies import BodyCard
from ..domain.crisis import CrisisCard, crisis_of
from ..domain.totals import by_departement, together, totals
from ..domain.words import Actor
from ..errors import Missing
from .answers import as_json, is_known
from .auth import actor_of
from .dossiers import visible_board
from .parts import Parts, parts_of
from .reading import Query


async def show_totals(request: Request) -> Response:
    """Return the totals of each département that this actor may count, and of all when that is all of them."""
    house, actor = parts_of(request), await actor_of(request)
    Query(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    crisis = crisis_of(board)
    if crisis is None:
        raise Missing("Ce dossier n’est pas celui d’un évènement\u00a0: il n’a pas d’effectifs.")
    # Some count beyond what they see: two who hold the same channels may be told different counts.
    counted = {f"counts:{code}" for code in _codes(board, crisis) if policy.may_count(actor, board, code)}
    etag = f'"{policy.view(policy.channels(actor, board) | counted, board)}.{board.cursor}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie, Authorization"}
    if is_known(request, etag):
        return Response(status_code=304, headers=headers)
    response = as_json(await to_thread.run_sync(partial(_told, house, board, crisis, actor), limiter=house.searching))
    response.headers.update(headers)
    return response


def _told(house: Parts, board: Board, crisis: CrisisCard, actor: Actor) -> dict[str, Any]:
    bodies, codes = by_departement(board.of(BodyCard)), _codes(board, crisis)
    channels = policy.channels(actor, board)
    counted = {code: totals(bodies.get(code, ())) for code in codes if policy.may_count(actor, board, code)}
    return {
        "dossier": board.dossier,
        "cursor": board.cursor,
        "departements": [
            {
                "departement": code,
                "name": _name(house, code),
                "held": policy.holds(channels, f"departement:{code}"),
                **asdict(found),
            }
            for code, found in counted.items()
        ],
        "whole": asdict(together(counted.values())) if codes and len(counted) == len(codes) else None,
    }


def _codes(board: Board, crisis: CrisisCard) -> list[str]:
    """Return the départements that have bodies on this board: those that are hit, then the others."""
    others = {card.departement for card in board.of(BodyCard)} - set(crisis.departements)
    return [*crisis.departements, *sorted(others)]


def _name(house: Parts, code: str) -> str:
    found = house.territory.departement(code)
    return found.name if found else code
