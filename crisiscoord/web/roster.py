"""`/api/directory/roster`: who may be asked to represent the UNCCAS, and whom to ask first for a crisis."""

from typing import Any
from zoneinfo import ZoneInfo

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..directory.fields import ROSTER_COLUMNS
from ..directory.proximity import Near, Sought, nearest_first
from ..directory.roster import Possible
from ..directory.writing import ROSTER_FIELDS, read_fields, required
from ..domain import policy
from ..domain.board import Board
from ..domain.bodies import BodyCard
from ..domain.crisis import crisis_of
from ..domain.words import Actor
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import Parts, parts_of
from .reading import Query, json_object

_PARIS = "Europe/Paris"
_ANYBODY = policy.Of("", "")


async def list_roster(request: Request) -> Response:
    """Return the roster, whoever to ask first for a crisis (`dossier`), or on a day, first."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "dossier", "on")
    policy.authorize_directory(actor, "roster.read", _ANYBODY)
    dossier = query.text("dossier", 64)
    board = await visible_board(house, actor, dossier) if dossier else None
    crisis = crisis_of(board) if board else None
    zone = ZoneInfo(crisis.timezone if crisis else _PARIS)
    day = query.day("on") or house.clock.now().astimezone(zone).date()
    sought = _sought(board, day) if board and crisis else Sought(day)
    people = await to_thread.run_sync(house.roster.everybody)
    near = nearest_first(people, sought, house.known)
    return as_json({"on": day.isoformat(), "people": [_told(one) for one in near]})


async def add_person(request: Request) -> Response:
    """Add somebody to the roster."""
    house, actor = await _writer(request)
    person = _read(house, "", await json_object(request))
    kept = await to_thread.run_sync(house.roster.put, person, actor, house.clock.now())
    return as_json(person_told(kept), 201)


async def write_person(request: Request) -> Response:
    """Write somebody of the roster again."""
    house, actor = await _writer(request)
    person = _read(house, request.path_params["person"], await json_object(request))
    kept = await to_thread.run_sync(house.roster.put, person, actor, house.clock.now())
    return as_json(person_told(kept))


async def erase_person(request: Request) -> Response:
    """Erase somebody from the roster, at once and for good."""
    house, actor = await _writer(request)
    await to_thread.run_sync(house.roster.erase, request.path_params["person"], actor, house.clock.now())
    return Response(status_code=204)


async def _writer(request: Request) -> tuple[Parts, Actor]:
    house, actor = parts_of(request), await actor_of(request)
    Query(request)
    policy.authorize_directory(actor, "roster.write", _ANYBODY)
    house.limits.command(actor)
    return house, actor


def _read(house: Parts, id: str, data: dict[str, Any]) -> Possible:
    read = read_fields(data, ROSTER_COLUMNS, ROSTER_FIELDS, house.known)
    required(read, ROSTER_COLUMNS)
    return Possible(id=id, **read)


def _sought(board: Board, day: Any) -> Sought:
    crisis = crisis_of(board)
    assert crisis is not None, "asked of a crisis alone"
    cards = list(board.of(BodyCard))
    placed = [card.position for card in cards if card.position]
    middle = None
    if placed:
        middle = (sum(at[0] for at in placed) / len(placed) / 1e4, sum(at[1] for at in placed) / len(placed) / 1e4)
    hit = frozenset(card.body for card in cards)
    return Sought(day, tuple(crisis.departements), middle, hit, crisis.exercise)


def person_told(person: Possible) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "function": person.function,
        "phone": person.phone,
        "email": person.email,
        "body": person.body,
        "departements": list(person.departements),
        "periods": [[first.isoformat(), last.isoformat()] for first, last in person.periods],
        "rank": person.rank,
        "for_exercises": person.for_exercises,
    }


def _told(one: Near) -> dict[str, Any]:
    return {
        **person_told(one.person),
        "body_name": one.body.name if one.body else "",
        "free": one.free,
        "covers": one.covers,
        "hit": one.hit,
        "km": one.km,
        "reasons": list(one.reasons),
    }
