"""`/api/dossiers/{id}/history` and `/deltas`: how a dossier has gone, in curves, and step by step to play it again."""

from datetime import UTC, datetime
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..domain import policy
from ..domain.board import Board
from ..domain.measures import COLUMNS
from ..domain.vocabulary import STATUSES
from ..domain.words import format_instant
from ..errors import Missing
from ..live.history import MOST, USUAL, Asked, Channels, Point, columns, milliseconds
from ..live.recording import Recording
from .answers import JSON, as_json, is_known
from .auth import actor_of
from .dossiers import NEWEST, visible_board
from .parts import parts_of
from .reading import Query, fault

#: Entries and bytes of one page of deltas, before compression.
PAGE, PAGE_BYTES = 1_000, 512 * 1024
_STATUS_AT = {code: COLUMNS.index(f"statuses.{code}") for code in STATUSES}
_FAR = 2**53
#: Kept by no cache between people, for nobody else in a browser.
_PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie, Authorization"}


async def show_history(request: Request) -> Response:
    """Return the curves of a dossier over a window, for what this actor may hold; of one body with `body`."""
    house, actor = parts_of(request), await actor_of(request)
    head = await visible_board(house, actor, request.path_params["dossier"])
    query = Query(request, "from", "to", "points", "body")
    channels = policy.channels(actor, head)
    body = query.text("body", 64) or None
    _check_body(head, body, channels)
    start, end = query.instant("from"), query.instant("to")
    if start and end and end < start:
        raise fault("to", "la fin précède le début")
    recording = await house.recordings.upto(head)
    view = policy.view(channels, head)
    headers = {"ETag": f'"{view}.{recording.board.cursor}"', **_PRIVATE}
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    asked = Asked(
        channels=channels,
        head=recording.board.seq,
        head_at=recording.last_at,
        start=milliseconds(start) if start else 0,
        end=milliseconds(end) if end else _FAR,
        points=query.number("points", 2, MOST) or USUAL,
        body=body,
    )
    points = await house.recordings.curve(recording, asked, house.searching)
    answer = as_json({**_about(recording, view), **_drawn(asked, points)})
    answer.headers.update(headers)
    return answer


async def show_deltas(request: Request) -> Response:
    """Return what the entries after `from` changed, as the socket would have: to play a past board on."""
    house, actor = parts_of(request), await actor_of(request)
    head = await visible_board(house, actor, request.path_params["dossier"])
    query = Query(request, "from", "to")
    after, upto = query.number("from", 0, NEWEST), query.number("to", 0, NEWEST)
    if after is None:
        raise fault("from", "numéro de ligne attendu")
    if after > head.seq:
        raise Missing(f"La main courante de ce dossier s’arrête à la ligne {head.seq}.")
    upto = head.seq if upto is None else min(upto, head.seq)
    channels = policy.channels(actor, head)
    recording = await house.recordings.upto(head)
    house.recordings.check_played(recording, after)
    found, last = await to_thread.run_sync(
        recording.deltas, after, upto, channels, PAGE, PAGE_BYTES, limiter=house.searching
    )
    begun = _json_start({"view": policy.view(channels, head), "head": head.seq, "next": last if last < upto else None})
    return Response(begun + b',"deltas":[' + b",".join(found) + b"]}", headers=_PRIVATE, media_type=JSON)


def _check_body(head: Board, body: str | None, channels: Channels) -> None:
    card = head.card(f"body:{body}") if body else None
    if body and (card is None or not policy.holds(channels, card.channel)):
        raise Missing(f"L’organisme «\u00a0{body}\u00a0» n’est pas sur le tableau que vous voyez.")


def _about(recording: Recording, view: str) -> dict[str, Any]:
    board = recording.board
    return {"dossier": board.dossier, "head": board.seq, "cursor": board.cursor, "view": view}


def _drawn(asked: Asked, points: list[Point]) -> dict[str, Any]:
    if not points:
        return {"from": None, "to": None, "at": [], **columns([])}
    last = min(asked.end, asked.head_at)
    span = {"from": _written(max(asked.start, points[0].at)), "to": _written(last)}
    found = {**span, "at": [_written(one.at) for one in points], **columns(points)}
    return found if asked.body is None else {**found, "status": [_status(one) for one in points]}


def _status(point: Point) -> str | None:
    """Name the status of the one body that a point counts; None while it is not concerned."""
    return next((code for code, column in _STATUS_AT.items() if point.values[column]), None)


def _written(at: int) -> str:
    return format_instant(datetime.fromtimestamp(at / 1_000, UTC))


def _json_start(fields: dict[str, Any]) -> bytes:
    """Return an object without its end, for more to be written after it."""
    return bytes(as_json(fields).body)[:-1]
