"""`/api/dossiers/{id}/journal`: the main courante by pages, with its filters and its search."""

from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..domain import catalogue, policy
from ..domain.board import Board
from ..domain.bodies import BodyCard
from ..domain.words import Entry
from ..journal import pages
from ..journal.pages import Asked, Page
from .answers import as_json
from .auth import actor_of
from .dossiers import NEWEST, visible_board
from .parts import Parts, parts_of
from .reading import Query

#: Words that one search may have.
WORDS = 10


async def read_journal(request: Request) -> Response:
    """Return a page of lines whose channel this actor holds.

    `after` goes on from an entry, `before` goes back from one; `next` is what to give for the following page
    and `complete` says that there is none. A search that has read its share stops early: go on with `next`.
    """
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    query = Query(request, "after", "before", "limit", "kind", "body", "departement", "q")
    asked = asked_of(query, board, policy.channels(actor, board))
    page = await to_thread.run_sync(_read, house, board.dossier, asked, limiter=house.searching)
    return as_json(
        {
            "entries": [_written(entry, board) for entry in page.entries],
            "head": board.seq,
            "next": page.next,
            "complete": page.next is None,
        }
    )


def asked_of(query: Query, board: Board, channels: frozenset[str]) -> Asked:
    """Return what a query asks of a journal, for a reader of these channels."""
    departement = query.text("departement", 3) or None
    bodies = (card.body for card in board.of(BodyCard) if card.departement == departement) if departement else ()
    return Asked(
        channels=channels,
        after=query.number("after", 0, NEWEST) or 0,
        before=query.number("before", 1, NEWEST),
        limit=query.number("limit", 1, pages.MOST) or pages.USUAL,
        kinds=query.texts("kind"),
        body=query.text("body", 64) or None,
        departement=departement,
        bodies=tuple(sorted(bodies)),
        words=tuple(pages.folded(query.text("q")).split()[:WORDS]),
    )


def _read(house: Parts, dossier: str, asked: Asked) -> Page:
    with house.engine.begin() as connection:
        return pages.read_page(connection, dossier, asked)


def _written(entry: Entry, board: Board) -> dict[str, Any]:
    """Return a line with its fact. Whoever holds the line's channel may read its words (policy, domain/*.py)."""
    line = catalogue.line(entry)
    line["fact"] = entry.fact.model_dump(mode="json", exclude_none=True, exclude={"kind"})
    correction = board.card(f"correction:{entry.seq}")
    if correction is not None:
        line["corrected_by"] = getattr(correction, "by_entry", None)
    return line
