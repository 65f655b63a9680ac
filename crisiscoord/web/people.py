"""« Personnes et droits »: who has an account, which seats they hold; giving and withdrawing them.

By an administrator for everybody; by the direction of a CCAS for its own agents, of whom alone it is told.
"""

from dataclasses import asdict
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..directory.onetime import HANDED
from ..directory.people import MOST_LISTED, EmailTaken, NoSuchPerson, Person, Seated
from ..directory.scopes import asks
from ..directory.tokens import Account
from ..domain.policy import seats
from ..domain.words import Actor, format_instant
from ..errors import Forbidden
from ..security_log import record
from .account import seat_shown
from .answers import as_json
from .auth import actor_of
from .entering import address, delivered
from .parts import Parts, parts_of
from .reading import Query, codes_field, fault, json_object, text_fields


class AdminOnly(Forbidden):
    code, title = "admin_only", "Réservé à l’administration des comptes"


async def list_people(request: Request) -> Response:
    """Return people with their seats, by name; for a director, those who sit in one of their bodies, and there only."""
    house, actor = parts_of(request), await _giver(request)
    query = Query(request, "q")
    search = query.text("q", 100)
    body = None if seats.administers(actor) else frozenset(actor.bodies)
    found = await to_thread.run_sync(house.people.listed, search, house.clock.now(), body)
    return as_json(
        {
            "gives": [{"role": role, **asdict(asks(role))} for role in seats.seats_to_give(actor)],
            "administers": seats.administers(actor),
            "bodies": [] if body is None else [_named(one, house) for one in sorted(body)],
            "mail": house.post is not None,
            "full": len(found) >= MOST_LISTED,
            "people": [_shown(one, actor, house) for one in found],
        }
    )


async def add_person(request: Request) -> Response:
    """Open an account with its first seat; for an address that is known, give that seat.

    A link to choose the password leaves by mail, or, where no mail leaves, is answered to be handed over; never for
    an account that was there before: whoever may give a seat must not come into the account of somebody else.
    """
    house, actor = await _writer(request)
    given = await json_object(request)
    role, bodies, departements = _seat_asked(given)
    name, email = text_fields({key: given[key] for key in given if key not in _SEAT}, name=120, email=254)
    seats.refuse_to_give(actor, role, bodies)
    _refuse_when_mail_waits(house)
    now = house.clock.now()
    try:
        person, account = await to_thread.run_sync(house.people.open, name, email, role, bodies, departements, now)
    except EmailTaken:
        known = await to_thread.run_sync(house.people.by_email, email)
        assert known is not None, "an address is never given up"
        account = await to_thread.run_sync(house.people.give, known.id, role, bodies, departements, now)
        record("seat_given", account.id, by=actor.role)
        return as_json({"person": known.id, "account": account.id, "link": None}, 201)
    record("person_added", person.id, by=actor.role)
    record("seat_given", account.id, by=actor.role)
    link = await _welcome(house, person)
    return as_json({"person": person.id, "account": account.id, "link": link}, 201)


async def give_seat(request: Request) -> Response:
    """Give one more seat; one that is held already is answered as it is."""
    house, actor = await _writer(request)
    given = await json_object(request)
    role, bodies, departements = _seat_asked(given)
    if extra := given.keys() - _SEAT:
        raise fault(sorted(extra)[0], "champ inconnu")
    seats.refuse_to_give(actor, role, bodies)
    person = await _person(request, house, actor)
    now = house.clock.now()
    account = await to_thread.run_sync(house.people.give, person.id, role, bodies, departements, now)
    record("seat_given", account.id, by=actor.role)
    return as_json(seat_shown(account, house), 201)


async def withdraw_seat(request: Request) -> Response:
    """Take a seat back: sessions and sockets in it end within two seconds, five on other processes."""
    house, actor = await _writer(request)
    person = await _person(request, house, actor)
    held = await to_thread.run_sync(house.people.seats, person.id, house.clock.now())
    wanted = next((one for one in held if one.id == request.path_params["account"]), None)
    if wanted is None or not seats.may_give(actor, wanted.role, wanted.bodies):
        raise NoSuchPerson("Cette personne n’occupe pas, ou n’occupe plus, ce siège.")
    await to_thread.run_sync(house.people.withdraw, person.id, wanted.id, house.clock.now())
    record("seat_withdrawn", wanted.id, by=actor.role)
    return Response(status_code=204)


async def disable_person(request: Request) -> Response:
    """Close an account: its seats, sessions, links and sockets end."""
    house, person = await _administered(request)
    await to_thread.run_sync(house.people.disable, person.id, house.clock.now())
    record("person_disabled", person.id)
    return Response(status_code=204)


async def enable_person(request: Request) -> Response:
    """Open a closed account again; its seats are to be given again."""
    house, person = await _administered(request)
    await to_thread.run_sync(house.people.enable, person.id)
    record("person_enabled", person.id)
    return Response(status_code=204)


async def send_link(request: Request) -> Response:
    """Send another link to choose a password, or answer it where no mail leaves."""
    house, person = await _administered(request)
    if person.disabled_at is not None:
        raise NoSuchPerson("Ce compte est fermé\u00a0: rouvrez-le d’abord.")
    _refuse_when_mail_waits(house)
    record("link_asked", person.id, purpose="password")
    return as_json({"link": await _welcome(house, person)}, 201)


_SEAT = frozenset({"role", "bodies", "departements"})


def _seat_asked(given: dict[str, Any]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    role = given.get("role")
    if not isinstance(role, str) or not 0 < len(role) <= 64:
        raise fault("role", "texte attendu, 64 caractères au plus")
    return role, codes_field(given, "bodies", 20), codes_field(given, "departements", 20)


async def _giver(request: Request) -> Actor:
    """Return who asks, when they may give any seat at all. Raises NotYours."""
    actor = await actor_of(request)
    if not seats.seats_to_give(actor):
        seats.refuse_to_give(actor, "", ())
    return actor


async def _writer(request: Request) -> tuple[Parts, Actor]:
    """Return who gives or withdraws a seat, at the pace of commands. Raises NotYours, TooManyCommands."""
    house, actor = parts_of(request), await _giver(request)
    house.limits.command(actor)
    return house, actor


async def _administered(request: Request) -> tuple[Parts, Person]:
    house, actor = parts_of(request), await actor_of(request)
    if not seats.administers(actor):
        raise AdminOnly("Seule l’administration des comptes ferme et rouvre un compte, ou renvoie un lien.")
    house.limits.command(actor)
    return house, await to_thread.run_sync(house.people.get, request.path_params["person"])


async def _person(request: Request, house: Parts, actor: Actor) -> Person:
    """Return whom the address names; for a director, only somebody who sits in one of their bodies."""
    person = await to_thread.run_sync(house.people.get, request.path_params["person"])
    if not seats.administers(actor):
        held = await to_thread.run_sync(house.people.seats, person.id, house.clock.now())
        if not any(_near(seat, actor) for seat in held):
            raise NoSuchPerson(f"Personne n’est enregistré sous l’identifiant «\u00a0{person.id}\u00a0».")
    return person


def _near(seat: Account, actor: Actor) -> bool:
    return not frozenset(seat.bodies).isdisjoint(actor.bodies)


def _refuse_when_mail_waits(house: Parts) -> None:
    """Raise Unavailable before anything is written: an account made without its mail would be made only once."""
    if house.post is not None:
        house.errands.refuse_when_full()


async def _welcome(house: Parts, person: Person) -> str | None:
    """Send the link that chooses a password, or return it where no mail leaves."""
    secret = await to_thread.run_sync(house.one_time.make, "password", person.id, house.clock.now(), HANDED)
    if house.post is None:
        return address(house.settings.base_url, "password", secret)
    house.errands.begin(delivered(house, house.post, "welcome", person, secret, HANDED))
    return None


def _named(body: str, house: Parts) -> dict[str, str]:
    known = house.bodies.view.body(body)
    return {"id": body, "name": known.name if known else body}


def _shown(one: Seated, actor: Actor, house: Parts) -> dict[str, Any]:
    return {
        "person": one.person.id,
        "name": one.person.name,
        "email": one.person.email,
        "has_password": one.person.has_password,
        "disabled_at": one.person.disabled_at and format_instant(one.person.disabled_at),
        "seats": [
            {**seat_shown(seat, house), "yours": seats.may_give(actor, seat.role, seat.bodies)}
            for seat in one.seats
            if seats.administers(actor) or _near(seat, actor)
        ],
    }
