"""`/api/dossiers/{id}/acts`: what was done for people, day by day, of the bodies whose totals this actor holds."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..domain import policy
from ..domain.act_cards import ActCard, ActTotals
from ..domain.act_days import act_days
from ..domain.board import Board
from ..domain.bodies import BodyCard
from ..domain.crisis import CrisisCard, crisis_of
from ..domain.seen import Seen
from ..domain.vocabulary import ACTS
from ..errors import Missing
from .answers import as_json, is_known
from .auth import actor_of
from .dossiers import visible_board
from .parts import parts_of
from .reading import Query, fault

#: Days and bodies in one answer: the last days, the bodies with the most acts; those beyond are counted.
MOST_DAYS, MOST_BODIES = 400, 500


async def show_acts(request: Request) -> Response:
    """Return the acts by day and kind, and by body, with how many bodies of how many noted some."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "departement", "body", "kind")
    departement, body, kind = (query.text(name) for name in ("departement", "body", "kind"))
    if kind and kind not in ACTS:
        raise fault("kind", "type d’acte inconnu")
    board = await visible_board(house, actor, request.path_params["dossier"])
    crisis = crisis_of(board)
    if crisis is None:
        raise Missing("Ce dossier n’est pas celui d’un évènement\u00a0: il n’a pas d’actes.")
    channels = policy.channels(actor, board)
    etag = f'"{policy.view(channels, board)}.{board.cursor}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie, Authorization"}
    if is_known(request, etag):
        return Response(status_code=304, headers=headers)
    held = Seen(board, channels, body or None, departement or None).counted()
    told = partial(_told, board, crisis, held, kind)
    response = as_json(await to_thread.run_sync(told, limiter=house.searching))
    response.headers.update(headers)
    return response


def _told(board: Board, crisis: CrisisCard, bodies: Mapping[str, BodyCard], kind: str) -> dict[str, Any]:
    found = act_days(board.of(ActCard), bodies, crisis.timezone, {kind} if kind else None)
    return {
        "dossier": board.dossier,
        "cursor": board.cursor,
        "timezone": crisis.timezone,
        "of": found.of,
        "days": [
            {"day": one.day.isoformat(), "bodies": one.bodies, "kinds": _written(one.kinds)}
            for one in found.days[-MOST_DAYS:]
        ],
        "bodies": [
            {
                "body": one.body,
                "name": one.name,
                "departement": one.departement,
                "days": one.days,
                "kinds": _written(one.kinds),
            }
            for one in found.bodies[:MOST_BODIES]
        ],
        "days_left_out": max(0, len(found.days) - MOST_DAYS),
        "bodies_left_out": max(0, len(found.bodies) - MOST_BODIES),
    }


def _written(kinds: Mapping[str, ActTotals]) -> dict[str, Any]:
    return {kind: totals.model_dump() for kind, totals in kinds.items()}
