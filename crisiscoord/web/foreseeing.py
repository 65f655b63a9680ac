"""What comes before a declaration: reading a list of communes, and what the declaration would do."""

from dataclasses import asdict
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..domain import catalogue, policy
from ..domain.board import Board
from ..domain.declaring import DeclareCrisis
from ..domain.foreseeing import Foreseen, foresee
from ..domain.words import Actor, Situation, format_instant
from ..errors import Forbidden, Malformed
from ..library.place_lists import Doubt, PlaceLists
from .answers import as_json
from .auth import actor_of
from .lookups import commune_told
from .parts import Parts, parts_of
from .reading import Query, fault, json_object

#: Lines of a list read at once, and letters of a line.
MOST_LINES, LONGEST_LINE = 1_000, 200


async def list_departements(request: Request) -> Response:
    """Return every département and overseas collectivity, with how many communes it has."""
    house = parts_of(request)
    await actor_of(request)
    Query(request)
    territory = house.territory
    return as_json(
        [
            {"code": one.code, "name": one.name, "communes": len(territory.communes_of(one.code))}
            for one in territory.departements()
        ]
    )


async def read_list(request: Request) -> Response:
    """Return the communes that lines mean, and the lines that a person must make precise."""
    house = parts_of(request)
    await actor_of(request)
    lines = _lines(await json_object(request))
    read = partial(PlaceLists(house.territory).read, lines)
    found = await to_thread.run_sync(read, limiter=house.searching)
    return as_json(
        {
            "communes": [commune_told(house, one) for one in found.communes],
            "doubts": [_doubt(house, doubt) for doubt in found.doubts],
        }
    )


async def preview_declaration(request: Request) -> Response:
    """Return what a `crisis.declare` would do, without doing it. Raises what it would raise."""
    house, actor = parts_of(request), await actor_of(request)
    Query(request)
    command = catalogue.read_command(await request.body()).command
    if not isinstance(command, DeclareCrisis):
        raise fault("do", "attendu\u00a0: crisis.declare")
    if command.do not in policy.may_open(actor):
        raise Forbidden("Seule la permanence de l’UNCCAS déclare un évènement majeur.")
    board = await house.fresh.board(command.dossier) or Board(command.dossier)
    told = await to_thread.run_sync(partial(_foreseen, house, actor, board, command), limiter=house.searching)
    return as_json(told)


def _lines(data: dict[str, Any]) -> list[str]:
    if extra := data.keys() - {"lines"}:
        raise fault(sorted(extra)[0], "champ inconnu")
    lines = data.get("lines")
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise fault("lines", f"liste de lignes attendue, {MOST_LINES} au plus")
    if not all(isinstance(line, str) and len(line) <= LONGEST_LINE and "\0" not in line for line in lines):
        raise Malformed(f"Chaque ligne est un texte, {LONGEST_LINE} caractères au plus.")
    return lines


def _doubt(house: Parts, doubt: Doubt) -> dict[str, Any]:
    told: dict[str, Any] = {
        "line": doubt.line,
        "text": doubt.text,
        "reason": doubt.reason,
        "among": [commune_told(house, one) for one in doubt.among],
    }
    if doubt.departement:
        told["departement"] = {"code": doubt.departement.code, "name": doubt.departement.name}
    return told


def _foreseen(house: Parts, actor: Actor, board: Board, command: DeclareCrisis) -> dict[str, Any]:
    now = house.clock.now()
    situation = Situation(
        now=now,
        actor=actor,
        role=actor.role,
        library=house.stated,
        territory=house.known,
        entry=lambda seq: None,
    )
    return _told(foresee(board, command, situation, house.tokens.served(now)))


def _told(foreseen: Foreseen) -> dict[str, Any]:
    told = asdict(foreseen)
    for task in told["tasks"]:
        task["due"] = task["due"] and format_instant(task["due"])
    return told
