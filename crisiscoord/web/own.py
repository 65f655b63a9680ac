"""`/api/dossiers/{id}/own`: what the report page of a field link shows, and no more."""

from functools import partial
from typing import Any

import orjson
from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from ..domain import policy
from ..domain.board import Board
from ..domain.words import Actor, format_instant
from ..errors import Missing
from ..journal.heads import head_of
from ..journal.pages import Asked, read_page
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import Parts, parts_of
from .reading import Query

#: Reports of the body that are shown again, the last ones.
REPORTS = 5


async def show_own(request: Request) -> Response:
    """Return the board of a field link: the crisis, its protocols, the body, its needs, and its last reports."""
    house, actor = parts_of(request), await actor_of(request)
    Query(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    if not policy.has_own_page(actor):
        raise Missing("Cette adresse est celle des liens de terrain.")
    return as_json(await to_thread.run_sync(partial(_own, house, actor, board), limiter=house.searching))


def _own(house: Parts, actor: Actor, board: Board) -> dict[str, Any]:
    with house.engine.begin() as connection:
        head = head_of(connection, board.dossier)
        reports = _reports(connection, board, actor)
    return {
        "dossier": board.dossier,
        "kind": board.kind,
        "seq": board.seq,
        "cursor": board.cursor,
        "view": policy.view(policy.channels(actor, board), board),
        "at": format_instant(head.last_at if head else house.clock.now()),
        "cards": [orjson.Fragment(card.wire) for card in policy.own_cards(actor, board)],
        "reports": reports,
    }


def _reports(connection: Connection, board: Board, actor: Actor) -> list[dict[str, Any]]:
    """Return the last reports of the body, whoever took them."""
    channels = policy.own_reports(actor, board)
    found: list[dict[str, Any]] = []
    for body in actor.bodies:
        of_body = Asked(channels, before=board.seq + 1, limit=REPORTS, kinds=("report.filed",), body=body)
        for entry in reversed(read_page(connection, board.dossier, of_body).entries):
            fact = entry.fact.model_dump(mode="json", exclude_none=True)
            own = entry.by.account == actor.account
            found.append({"seq": entry.seq, "at": format_instant(entry.at), "own": own, "fact": fact})
    return found
