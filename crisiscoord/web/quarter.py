"""`/api/dossiers/{id}/quarter`: the quarterly dossier of a convention."""

from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..documents.quarterly import Quarter, between, quarter_of, quarterly
from ..domain.board import Board
from ..domain.convention import ConventionCard, convention_of
from ..domain.words import EARLIEST, LATEST, Actor
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import Parts, parts_of
from .reading import Query, fault


async def show_quarter(request: Request) -> Response:
    """Return the figures of a quarter: the one of today, or from one day to another (`from`, `to`)."""
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    quarter = _asked(Query(request, "from", "to"), convention_of(board), house)
    read = partial(_read, house, board, quarter, actor)
    return as_json(await to_thread.run_sync(read, limiter=house.searching))


def _asked(query: Query, card: ConventionCard, house: Parts) -> Quarter:
    """Return the quarter that is asked for. `from` alone is the quarter of that day."""
    first, last = _day(query, "from"), _day(query, "to")
    if first is None and last is not None:
        raise fault("from", "à donner avec «\u00a0to\u00a0»")
    if first is not None and last is not None:
        return between(card, first, last)
    return quarter_of(card, first or house.clock.now().astimezone(ZoneInfo(card.timezone)).date())


def _day(query: Query, name: str) -> date | None:
    text = query.text(name, 10)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise fault(name, "date attendue (AAAA-MM-JJ)") from error
    if not EARLIEST.date() < day < LATEST.date():
        raise fault(name, "date hors des bornes (1900 à 2200)")
    return day


def _read(house: Parts, board: Board, quarter: Quarter, actor: Actor) -> dict[str, Any]:
    template = house.library.convention(convention_of(board).template)
    with house.engine.begin() as connection:
        return quarterly(connection, house.boards, board, quarter, actor, template)
