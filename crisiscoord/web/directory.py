"""`/api/directory`: bodies, how they are reached, and the log of what was changed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..directory.bodies import BodyMoved
from ..directory.contacts import KEPT, Contact
from ..directory.fields import BODY_COLUMNS, CONTACT_COLUMNS
from ..directory.listing import MOST_LISTED, MOST_MAPPED, listed, position_of
from ..directory.log import LogLine, read_log
from ..directory.view import CLOSED, CONFIRMED, PRESUMED, Body
from ..directory.writing import ABLE, CONTACT_FIELDS, IDENTIFIED, REACHED, corrected, read_fields, required
from ..domain import policy
from ..domain.board import Board
from ..domain.catalogue import is_exercise
from ..domain.words import Actor, format_instant
from ..domain.zoning import ten_thousandths
from ..errors import Missing
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .parts import Parts, parts_of
from .reading import Query, fault, json_object

STATES = (CONFIRMED, PRESUMED, CLOSED)


async def list_bodies(request: Request) -> Response:
    """Return the bodies of a département, those that a word means, or those written last."""
    house, actor = parts_of(request), await actor_of(request)
    found, left_out = await to_thread.run_sync(_asked(request, house, MOST_LISTED), limiter=house.searching)
    may = [do for do in policy.DIRECTORY if policy.may_anywhere(actor, do)]
    return as_json({"bodies": [_named(house, body) for body in found], "left_out": left_out, "may": may})


async def map_bodies(request: Request) -> Response:
    """Return the same bodies with their places, as columns of one length: a list has them by the thousand."""
    house = parts_of(request)
    await actor_of(request)
    ask = _asked(request, house, MOST_MAPPED)
    return as_json(await to_thread.run_sync(lambda: _mapped(house, *ask()), limiter=house.searching))


def _asked(request: Request, house: Parts, most: int) -> Callable[[], tuple[list[Body], int]]:
    """Return what finds the bodies that a list or a map asks for. Raises Malformed for what cannot be asked."""
    query = Query(request, "q", "departement", "kind", "state")
    departement, states = query.text("departement", 3), query.texts("state")
    if departement and house.territory.departement(departement) is None:
        raise fault("departement", "aucun département de ce code")
    if set(states) - {*STATES}:
        raise fault("state", f"attendu\u00a0: {', '.join(STATES)}")
    return partial(listed, house.known, query.text("q"), departement, query.texts("kind"), states, most)


def _mapped(house: Parts, bodies: list[Body], left_out: int) -> dict[str, Any]:
    places = [position_of(house.known, body) for body in bodies]
    return {
        "ids": [body.id for body in bodies],
        "names": [body.name for body in bodies],
        "kinds": [body.kind for body in bodies],
        "states": [body.state for body in bodies],
        "departements": [body.departements[0] if body.departements else "" for body in bodies],
        "positions": [ten_thousandths(*place) if place else None for place in places],
        "left_out": left_out,
    }


async def show_body(request: Request) -> Response:
    """Return all that is known of a body, and how it is reached for those who may know it."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "dossier")
    dossier = query.text("dossier", 64)
    board = await visible_board(house, actor, dossier) if dossier else None
    await to_thread.run_sync(house.bodies.fresh)
    return as_json(await to_thread.run_sync(_sheet, house, actor, request.path_params["body"], board))


async def write_body(request: Request) -> Response:
    """Write fields of a body, for whoever had seen it as it stands."""
    house, actor = await _writer(request)
    Query(request)
    data = await json_object(request)
    seen = data.pop("seen", None)
    if isinstance(seen, bool) or not isinstance(seen, int) or not 0 <= seen < 2**53:
        raise fault("seen", "numéro de la fiche lue attendu, 0 si personne ne l’a écrite")
    return as_json(await to_thread.run_sync(_written, house, actor, request.path_params["body"], data, seen))


async def add_contact(request: Request) -> Response:
    """Add somebody to call at a body."""
    house, actor = await _writer(request)
    Query(request)
    body = _known(house, request.path_params["body"])
    policy.authorize_directory(actor, "directory.write", of(body))
    contact = _read_contact(house, "", body.id, await json_object(request))
    kept = await to_thread.run_sync(house.contacts.put, contact, actor, house.clock.now())
    return as_json(contact_told(kept), 201)


async def write_contact(request: Request) -> Response:
    """Write a contact again; one that was removed comes back."""
    house, actor = await _writer(request)
    Query(request)
    before = await _contact(house, actor, request)
    contact = _read_contact(house, before.id, before.body, await json_object(request))
    kept = await to_thread.run_sync(house.contacts.put, contact, actor, house.clock.now())
    return as_json(contact_told(kept))


async def end_contact(request: Request) -> Response:
    """Take a contact out of the order of call; with `forget=1`, erase it at once and for good."""
    house, actor = await _writer(request)
    forget = Query(request, "forget").number("forget", 0, 1)
    contact = await _contact(house, actor, request)
    end = house.contacts.erase if forget else house.contacts.remove
    await to_thread.run_sync(end, contact.id, actor, house.clock.now())
    return Response(status_code=204)


async def put_back_contact(request: Request) -> Response:
    """Put a contact back that was removed, as it was."""
    house, actor = await _writer(request)
    Query(request)
    contact = await _contact(house, actor, request)
    kept = await to_thread.run_sync(house.contacts.put, contact, actor, house.clock.now())
    return as_json(contact_told(kept))


async def show_log(request: Request) -> Response:
    """Return what was changed of a body, or of the whole directory, by whom, the last change first."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "body", "before")
    body = query.text("body", 64)
    if body:
        policy.authorize_directory(actor, "directory.write", of(_known(house, body)))
    else:
        policy.authorize_directory(actor, "directory.import", _NOBODY)
    before = _position(query.text("before", 40))
    lines = await to_thread.run_sync(lambda: read_log(house.ledger, body=body or None, before=before))
    return as_json({"lines": [_line(house, line) for line in lines]})


#: What is asked about when no body is.
_NOBODY = policy.Of("", "")


def of(body: Body) -> policy.Of:
    """Return what rights on a body depend on."""
    return policy.Of(body.id, body.kind, body.departements)


def contact_told(contact: Contact) -> dict[str, Any]:
    return {
        "id": contact.id,
        "body": contact.body,
        "function": contact.function,
        "name": contact.name,
        "phone": contact.phone,
        "email": contact.email,
        "rank": contact.rank,
        "on_call": contact.on_call,
        "for_exercises": contact.for_exercises,
    }


def _known(house: Parts, id: str) -> Body:
    body = house.known.sheet(id)
    if body is None:
        raise Missing("Aucun organisme de l’annuaire n’a cet identifiant.")
    return body


def _named(house: Parts, body: Body) -> dict[str, Any]:
    commune = house.known.commune(body.commune) if body.commune else None
    return {
        "id": body.id,
        "kind": body.kind,
        "name": body.name,
        "state": body.state,
        "commune": body.commune,
        "commune_name": commune.name if commune else "",
        "departements": list(body.departements),
        "siren": body.siren,
        "changed": body.changed,
    }


def _sheet(house: Parts, actor: Actor, id: str, board: Board | None) -> dict[str, Any]:
    """Return a body as this actor may see it; from an exercise, its contacts for those, from a crisis the others."""
    body = _known(house, id)
    told = {
        **_named(house, body),
        "siret": body.siret,
        "communes": list(body.communes),
        "epci": body.epci,
        "epci_name": house.territory.epci(body.epci) or "",
        "skills": list(body.skills),
        "changed_at": body.changed_at and format_instant(body.changed_at),
        "exercise": board is not None and is_exercise(board),
        "may": [do for do in policy.DIRECTORY if policy.may_in_directory(actor, do, of(body), board)],
        "lines": None,
        "contacts": None,
        "removed": None,
    }
    if "directory.contacts" in told["may"]:
        contacts = house.contacts.of(id)
        if board is not None:
            contacts = [one for one in contacts if one.for_exercises == told["exercise"]]
        if not told["exercise"]:
            told["lines"] = {name: getattr(body, name) for name in REACHED}
        told["contacts"] = [contact_told(one) for one in contacts]
    if "directory.write" in told["may"] and board is None:
        told["removed"] = [
            {"id": one.id, "function": one.function, "until": format_instant(at + KEPT)}
            for one, at in house.contacts.removed(id)
        ]
    return told


def _written(house: Parts, actor: Actor, id: str, data: dict[str, Any], seen: int) -> dict[str, Any]:
    house.bodies.renew()
    view, body = house.known, _known(house, id)
    if data.keys() & {*REACHED, *ABLE} or not data:
        policy.authorize_directory(actor, "directory.write", of(body))
    if data.keys() - {*REACHED, *ABLE}:
        policy.authorize_directory(actor, "directory.identify", of(body))
    read = read_fields(data, BODY_COLUMNS, (*REACHED, *ABLE, *IDENTIFIED), view)
    if body.changed != seen:
        raise BodyMoved("Quelqu’un vient de modifier cette fiche\u00a0: relisez-la, puis recommencez.")
    after, notes = corrected(id, read, view)
    house.bodies.put(after, seen, actor, house.clock.now(), notes)
    return _sheet(house, actor, id, None)


async def _writer(request: Request) -> tuple[Parts, Actor]:
    """Return who writes, at the pace of commands. Raises TooManyCommands."""
    house, actor = parts_of(request), await actor_of(request)
    house.limits.command(actor)
    return house, actor


async def _contact(house: Parts, actor: Actor, request: Request) -> Contact:
    """Return the contact that an address names, for whoever may write for its body."""
    contact = await to_thread.run_sync(house.contacts.find, request.path_params["contact"])
    policy.authorize_directory(actor, "directory.write", of(_known(house, contact.body)))
    return contact


def _read_contact(house: Parts, id: str, body: str, data: dict[str, Any]) -> Contact:
    read = read_fields(data, CONTACT_COLUMNS, CONTACT_FIELDS, house.known)
    required({"body": body, **read}, CONTACT_COLUMNS)
    return Contact(id=id, body=body, **read)


def _position(text: str) -> tuple[int, int] | None:
    """Read `12.3`, a line of the log after which one goes on."""
    if not text:
        return None
    number, _, line = text.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) <= 15 for part in (number, line)):
        raise fault("before", "position d’une ligne attendue, par exemple 12.3")
    return int(number), int(line)


def _line(house: Parts, line: LogLine) -> dict[str, Any]:
    body = house.known.sheet(line.body) if line.body else None
    return {
        "position": f"{line.number}.{line.line}",
        "at": format_instant(line.at),
        "by": line.name or line.account,
        "role": line.role,
        "body": line.body,
        "body_name": body.name if body else "",
        "text": line.text,
    }
