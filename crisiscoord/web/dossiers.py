"""`/api/dossiers`: the dossiers one may see, their boards, now and in the past."""

from functools import partial
from typing import Any

from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from ..domain import catalogue, policy
from ..domain.board import Board
from ..domain.words import Actor, format_instant
from ..errors import Missing
from ..journal.heads import Head, latest_heads
from ..journal.journal import seq_at
from ..live.recording import Still
from ..live.snapshot import encoded
from .answers import JSON, as_json, is_known
from .auth import actor_of
from .parts import Parts, parts_of
from .reading import Query, fault

#: Dossiers in one list, the last changed first; `X-Left-Out` counts those beyond.
LISTED = 500
#: What the list says of a dossier, when its head card has it.
SUMMARY = (
    *("title", "state", "hazard", "t0", "occurred_at", "departements", "playbooks"),
    *("template", "signed_on", "ends_on"),
)
NEWEST = 2**53


async def list_dossiers(request: Request) -> Response:
    """Return the dossiers that this actor may see, the last changed first."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "kind", "state")
    kinds, states = query.texts("kind"), query.texts("state")
    seen, left_out = await to_thread.run_sync(_seen, house, actor)
    wanted = [
        dossier
        for dossier in seen
        if (not kinds or dossier["kind"] in kinds) and (not states or dossier["state"] in states)
    ]
    response = as_json(wanted)
    if left_out:
        response.headers["X-Left-Out"] = str(left_out)
    return response


async def show_board(request: Request) -> Response:
    """Return a board at the head, at an entry (`seq`) or at a moment (`at`)."""
    house, actor = parts_of(request), await actor_of(request)
    head = await visible_board(house, actor, request.path_params["dossier"])
    seq = await _asked_seq(house, Query(request, "seq", "at"), head)
    channels = policy.channels(actor, head)
    view = policy.view(channels, head)
    still = None if seq == head.seq else await _still(house, head, seq)
    etag = f'"{view}.{still.cursor if still else head.cursor}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie, Authorization"}
    if is_known(request, etag):
        return Response(status_code=304, headers=headers)
    gzip = "gzip" in request.headers.get("accept-encoding", "")
    if still is None:
        body = await house.snapshots.encode(head, channels, view, head.erasures, gzip)
    else:
        write = partial(encoded, head.dossier, head.kind, still, channels, view, gzip)
        body = await to_thread.run_sync(write, limiter=house.searching)
    if gzip:
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type=JSON)


async def visible_board(house: Parts, actor: Actor, dossier: str) -> Board:
    """Return a board at the head of its journal. Raises Missing when this actor may not know of it."""
    board = await house.fresh.board(dossier) if 0 < len(dossier) <= 64 and not dossier.startswith("_") else None
    if board is None or not board.seq or not policy.channels(actor, board):
        raise Missing(f"Aucun dossier «\u00a0{dossier[:64]}\u00a0» ne vous est ouvert.")
    return board


async def _still(house: Parts, head: Board, seq: int) -> Still:
    """Return a board of the past: as it was recorded, or drawn again while it has not been."""
    recorded = await house.recordings.still(head, seq, house.searching) if seq else None
    return recorded or await house.snapshots.past(head, seq)


async def _asked_seq(house: Parts, query: Query, head: Board) -> int:
    """Return the entry whose board is asked for, that of the head when nothing is said."""
    seq, at = query.number("seq", 0, NEWEST), query.instant("at")
    if at is not None and seq is not None:
        raise fault("at", "donner «\u00a0seq\u00a0» ou «\u00a0at\u00a0», pas les deux")
    if at is not None:
        with_journal = partial(_in_journal, house, lambda connection: seq_at(connection, head.dossier, at))
        seq = min(await to_thread.run_sync(with_journal), head.seq)
    if seq is None:
        return head.seq
    if seq > head.seq:
        raise Missing(f"La main courante de ce dossier s’arrête à la ligne {head.seq}.")
    return seq


def _in_journal(house: Parts, read: Any) -> Any:
    with house.engine.begin() as connection:
        return read(connection)


def _seen(house: Parts, actor: Actor) -> tuple[list[dict[str, Any]], int]:
    with house.engine.begin() as connection:
        heads, left_out = latest_heads(connection, LISTED)
        found = [_summary(house, connection, head, actor) for head in heads]
    return [dossier for dossier in found if dossier is not None], left_out


def _summary(house: Parts, connection: Connection, head: Head, actor: Actor) -> dict[str, Any] | None:
    board = house.boards.at_least(connection, head)
    card = catalogue.head_card(board)
    if card is None or not policy.holds(policy.channels(actor, board), card.channel):
        return None
    said = card.model_dump(mode="json", exclude_none=True)
    return {
        "id": board.dossier,
        "kind": board.kind,
        **{name: said[name] for name in SUMMARY if name in said},
        "exercise": bool(said.get("exercise", False)),
        "cursor": board.cursor,
        "last_at": format_instant(head.last_at),
    }
