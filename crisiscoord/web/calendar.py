"""`/api/calendar`, the calendars for calendar programs, and the feed addresses by which these read them."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any, TypeVar

from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from ..agenda import ics
from ..agenda.calendar import Calendar, Span, calendar_of, rank
from ..agenda.items import Item
from ..domain.words import Actor, format_instant
from ..errors import Missing
from ..journal.heads import latest_heads
from ..journal.pages import instants_of
from ..security_log import record
from .answers import as_json, is_known
from .auth import actor_of, refuse_unsigned
from .dossiers import LISTED, visible_board
from .parts import Parts, parts_of
from .reading import Query

T = TypeVar("T")

#: Items of one answer, all dossiers together; those beyond are counted.
MOST = 2_000


async def show_calendar(request: Request) -> Response:
    """Return what is due in every dossier that this actor may see, the late first; `from` and `to` are days."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "from", "to")
    span = Span(query.day("from"), query.day("to"))
    calendars, unread = await _in_journal(house, lambda connection: _every(house, connection, actor, span))
    found = [(calendar, item) for calendar in calendars for item in calendar.items]
    found.sort(key=lambda one: rank(one[1], one[0].today))
    left_out = sum(calendar.left_out for calendar in calendars) + max(0, len(found) - MOST)
    items = [_shown(calendar, item) for calendar, item in found[:MOST]]
    return as_json({"items": items, "left_out": left_out, "dossiers_left_out": unread})


async def dossier_ics(request: Request) -> Response:
    """Return the calendar of one dossier for a calendar program."""
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    calendar = calendar_of(board, actor, house.clock.now())
    if calendar is None:
        raise Missing("Ce dossier n’a pas de calendrier.")
    write = partial(_written, calendars=[calendar], name=calendar.title, house=house)
    return _as_ics(request, await _in_journal(house, write))


async def every_ics(request: Request) -> Response:
    """Return the calendar of every dossier that this actor may see, for a calendar program."""
    house, actor = parts_of(request), await actor_of(request)
    return _as_ics(request, await _whole(house, actor))


async def read_feed(request: Request) -> Response:
    """Return the calendar of whoever the secret in the address was made for, as they may see it now: nothing of it
    before they have accepted the undertaking of today.

    What stands in the address is never logged nor answered, whether it opens something or not.
    """
    house = parts_of(request)
    actor = await to_thread.run_sync(house.feeds.actor, request.path_params["secret"], house.clock.now())
    if actor is None:
        record("feed_refused")
        raise Missing("Cette adresse de calendrier n’existe pas, ou n’est plus valable.")
    house.limits.feed(actor)
    refuse_unsigned(actor, request.scope["route"].path)
    return _as_ics(request, await _whole(house, actor), {"X-Robots-Tag": "noindex, nofollow"})


async def show_feed(request: Request) -> Response:
    """Say since when this account has a feed address; the address itself cannot be had again."""
    house, actor = parts_of(request), await actor_of(request)
    made_at = await to_thread.run_sync(house.feeds.made_at, actor.account)
    return as_json({"created_at": None if made_at is None else format_instant(made_at)})


async def make_feed(request: Request) -> Response:
    """Make the feed address of this account, and show it: this once. The one it had ends."""
    house, actor = parts_of(request), await actor_of(request)
    house.limits.command(actor)
    now = house.clock.now()
    secret = await to_thread.run_sync(house.feeds.make, actor.account, now)
    record("feed_made", actor.account)
    path = f"/api/feeds/{secret}/calendar.ics"
    return as_json({"path": path, "url": house.settings.base_url + path, "created_at": format_instant(now)}, 201)


async def revoke_feed(request: Request) -> Response:
    """End the feed address of this account; no effect when it has none."""
    house, actor = parts_of(request), await actor_of(request)
    house.limits.command(actor)
    await to_thread.run_sync(house.feeds.revoke, actor.account, house.clock.now())
    record("feed_revoked", actor.account)
    return Response(status_code=204)


async def _whole(house: Parts, actor: Actor) -> bytes:
    def read(connection: Connection) -> bytes:
        calendars, _ = _every(house, connection, actor, Span())
        return _written(connection, calendars, "crisiscoord, échéances", house)

    return await _in_journal(house, read)


def _every(house: Parts, connection: Connection, actor: Actor, span: Span) -> tuple[list[Calendar], int]:
    """Return the calendars of the dossiers last changed, and how many dossiers beyond LISTED were not read."""
    now = house.clock.now()
    heads, unread = latest_heads(connection, LISTED)
    boards = (house.boards.at_least(connection, head) for head in heads)
    found = (calendar_of(board, actor, now, span) for board in boards)
    return [calendar for calendar in found if calendar is not None], unread


def _written(connection: Connection, calendars: list[Calendar], name: str, house: Parts) -> bytes:
    stamped = [
        (calendar, instants_of(connection, calendar.dossier, (item.seq for item in calendar.items)))
        for calendar in calendars
    ]
    return ics.written(name, stamped, house.settings.base_url)


async def _in_journal(house: Parts, read: Callable[[Connection], T]) -> T:
    """Read with a connection, in one of the threads kept for long readings."""

    def run() -> T:
        with house.engine.begin() as connection:
            return read(connection)

    return await to_thread.run_sync(run, limiter=house.searching)


def _as_ics(request: Request, body: bytes, headers: dict[str, str] | None = None) -> Response:
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    said = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization", **(headers or {})}
    if is_known(request, etag):
        return Response(status_code=304, headers=said)
    said["Content-Disposition"] = 'inline; filename="crisiscoord.ics"'
    return Response(body, headers=said, media_type=ics.MEDIA_TYPE)


def _shown(calendar: Calendar, item: Item) -> dict[str, Any]:
    return {
        **asdict(item),
        "on": item.on.isoformat(),
        "at": None if item.at is None else format_instant(item.at),
        "dossier": calendar.dossier,
        "dossier_kind": calendar.kind,
        "dossier_title": calendar.title,
        "exercise": calendar.exercise,
        "zone": calendar.zone,
    }
