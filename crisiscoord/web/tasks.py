"""`/api/dossiers/{id}/tasks` and `/shift`: what is to be done and by when, and what one team leaves to the next."""

from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..documents.shift import Team, shift_sheet
from ..domain import policy
from ..domain.board import Board
from ..domain.bodies import BodyCard
from ..domain.coming import ComingTask, Horizon, Wanted, digest, earliest
from ..domain.crisis import CrisisCard, crisis_of
from ..domain.seen import Seen
from ..domain.task_cards import AgreedTask, TasksCard, actions_of
from ..domain.words import Actor, format_instant
from ..errors import Missing
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import Parts, parts_of
from .reading import Query, fault

#: Tasks told and owners counted in one answer; `left_out` and `owners_left_out` count those beyond.
MOST, OWNERS = 500, 500
#: Whose tasks may be asked for: one's own, those of one's bodies, those of one's départements, everybody's.
VIEWS = ("mine", "body", "departement", "all")


async def list_tasks(request: Request) -> Response:
    """Return the unfinished tasks that this actor may see, by span of time, and how many each owner has."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "view", "owner", "departement")
    view, owner, departement = query.text("view") or "all", query.text("owner"), query.text("departement", 3)
    if view not in VIEWS:
        raise fault("view", "attendu\u00a0: " + ", ".join(VIEWS))
    board = await visible_board(house, actor, request.path_params["dossier"])
    crisis = _crisis(board)
    wanted = _wanted(actor, board, view)
    seen = Seen(board, policy.channels(actor, board), departement=departement or None)
    told = partial(_told, house, board, crisis, seen, owner, wanted)
    return as_json(await to_thread.run_sync(told, limiter=house.searching))


async def show_shift(request: Request) -> Response:
    """Return the sheet of the whole crisis, of a département or of a body, as this actor may see it."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "body", "departement")
    body, departement = query.text("body", 64) or None, query.text("departement", 3) or None
    if body and departement:
        raise fault("departement", "donner «\u00a0body\u00a0» ou «\u00a0departement\u00a0», pas les deux")
    board = await visible_board(house, actor, request.path_params["dossier"])
    crisis = _crisis(board)
    team = Team(body, departement, _name(house, board, crisis, body, departement))
    return as_json(await to_thread.run_sync(_sheet, house, board, crisis, team, actor, limiter=house.searching))


def _crisis(board: Board) -> CrisisCard:
    crisis = crisis_of(board)
    if crisis is None:
        raise Missing("Ce dossier n’est pas celui d’un évènement\u00a0: il n’a pas de tâches.")
    return crisis


def _wanted(actor: Actor, board: Board, view: str) -> Wanted:
    """Return what tells the tasks of a view from the others."""
    if view == "mine":
        capacities = tuple(policy.capacities_of(actor, board))
        return lambda card, action: any(policy.is_for(capacity, card, action) for capacity in capacities)
    if view == "body":
        return lambda card, _: card.body in actor.bodies
    if view == "departement":
        return lambda card, _: card.departement in actor.departements
    return _any


def _any(card: TasksCard, action: AgreedTask) -> bool:
    return True


def _told(house: Parts, board: Board, crisis: CrisisCard, seen: Seen, owner: str, wanted: Wanted) -> dict[str, Any]:
    now = house.clock.now()
    cards = (card for card in seen.of(TasksCard) if not owner or card.owner == owner)
    found = digest(cards, actions_of(board), Horizon.at(now, crisis.timezone), wanted)
    return {
        "at": format_instant(now),
        "cursor": board.cursor,
        "counts": dict(found.counts),
        "tasks": [_task(task) for task in earliest(found.tasks, MOST)],
        "left_out": max(0, len(found.tasks) - MOST),
        "owners": [
            {
                "owner": one.card.owner,
                "name": one.card.name,
                "body": one.card.body,
                "departement": one.card.departement,
                "counts": dict(one.counts),
                "next": one.next and format_instant(one.next),
            }
            for one in found.owners[:OWNERS]
        ],
        "owners_left_out": max(0, len(found.owners) - OWNERS),
    }


def _task(task: ComingTask) -> dict[str, Any]:
    """Return one task as programs read it."""
    card, item = task.card, task.item
    return {
        "owner": card.owner,
        "name": card.name,
        "body": card.body,
        "departement": card.departement,
        "code": task.code,
        "title": task.action.title,
        "who": task.who,
        "must": not item.optional,
        "state": item.state,
        "due": item.due and format_instant(item.due),
        "span": task.span,
    }


def _name(house: Parts, board: Board, crisis: CrisisCard, body: str | None, departement: str | None) -> str:
    if body is not None:
        card = board.get(f"body:{body}", BodyCard)
        return card.name if card else body
    if departement is not None:
        found = house.territory.departement(departement)
        return found.name if found else departement
    return crisis.title


def _sheet(house: Parts, board: Board, crisis: CrisisCard, team: Team, actor: Actor) -> dict[str, Any]:
    with house.engine.begin() as connection:
        return shift_sheet(connection, board, crisis, team, actor, house.clock.now())
