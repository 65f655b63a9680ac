"""« Mon compte »: one's own seats, sessions and password. In a browser only (opening.own_session)."""

from datetime import datetime
from typing import Any, Literal

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..directory.own_tokens import OwnToken
from ..directory.passwords import MOST
from ..directory.people import Person, WrongPassword
from ..directory.sessions import IDLE, LONGEST, Session
from ..directory.tokens import Account
from ..domain.words import format_instant
from ..errors import Forbidden, Missing
from ..security_log import record
from .answers import as_json
from .hashing import hashing
from .opening import origin_of, own_session
from .parts import Parts, parts_of
from .reading import Query, fault, json_object, text_field, text_fields

#: What is asked again before a session ends: nothing, the password, or to sign in again.
Proof = Literal["none", "password", "sign_in"]


class NoPerson(Forbidden):
    code, title = "no_person", "Compte sans personne"


class NoSuchSession(Missing):
    code, title = "unknown_session", "Session inconnue"


class PasswordNeeded(Forbidden):
    code, title = "password_needed", "Mot de passe à donner"


class SignInAgain(Forbidden):
    code, title = "sign_in_again", "Connexion à refaire"


async def show_account(request: Request) -> Response:
    """Return who one is here, the seats one may take, and the browsers that are signed in."""
    house, session = parts_of(request), await own_session(request)
    Query(request)
    now = house.clock.now()
    person: Person | None = None
    tokens: list[OwnToken] = []
    seats: tuple[Account, ...] = (session.account,)
    if session.person is not None:
        person = await to_thread.run_sync(house.people.get, session.person)
        seats = await to_thread.run_sync(house.people.seats, session.person, now)
        tokens = await to_thread.run_sync(house.own_tokens.of, session.person, now)
    sessions = await to_thread.run_sync(house.sessions.alike, session, now)
    return as_json(
        {
            "person": person and _person(person),
            "seats": [{**seat_shown(seat, house), "here": seat.id == session.account.id} for seat in seats],
            "tokens": [_token(one) for one in tokens],
            "proof": _proof(person, session, now),
            "sessions": [{**_session(one), "here": one.digest == session.digest} for one in sessions],
        }
    )


async def end_session(request: Request) -> Response:
    """End one of one's sessions, in every process; its sockets close. For whoever has just signed in."""
    house, session = await _writer(request)
    await _refuse_unproven(house, session)
    return await _ended(house, session, request.path_params["session"])


async def end_sessions(request: Request) -> Response:
    """End every other session of one's own. For whoever has just signed in."""
    house, session = await _writer(request)
    await _refuse_unproven(house, session)
    return await _ended(house, session, None)


async def end_with_password(request: Request) -> Response:
    """End a `session` of one's own, or all the others, for whoever gives their password again.

    Raises WrongPassword, TooManySignIns, and SignInAgain for whoever has none.
    """
    house, session = await _writer(request)
    given = await json_object(request)
    key = text_field(given, "session", 64, beside=("password",)) if "session" in given else None
    password = text_field(given, "password", MOST, beside=("session",))
    person = await to_thread.run_sync(house.people.get, _whose(session))
    if not person.has_password:
        raise _sign_in_again()
    house.sign_ins.attempt(person.email, origin_of(request))
    if await hashing(house, house.people.prove, person.email, password) is None:
        record("sign_in_refused", by="password")
        raise WrongPassword("Ce n’est pas votre mot de passe\u00a0: aucune session n’est terminée.")
    house.sign_ins.succeeded(person.email)
    return await _ended(house, session, key)


async def _ended(house: Parts, session: Session, key: str | None) -> Response:
    digest = None if key is None else _digest(key)
    count = await to_thread.run_sync(house.sessions.end, session, digest, house.clock.now())
    if key is not None and not count:
        raise NoSuchSession("Cette session est déjà terminée.")
    record("session_ended", session.account.id, count=count)
    return Response(status_code=204)


def _digest(key: str) -> bytes:
    return bytes.fromhex(key) if len(key) == 64 and set(key) <= set("0123456789abcdef") else b"-"


def _proof(person: Person | None, session: Session, now: datetime) -> Proof:
    """Say what is asked again of somebody before a session ends: whoever sits down at their screen could do it too."""
    if session.is_proven(now):
        return "none"
    return "password" if person is not None and person.has_password else "sign_in"


async def _refuse_unproven(house: Parts, session: Session) -> None:
    person = None if session.person is None else await to_thread.run_sync(house.people.get, session.person)
    match _proof(person, session, house.clock.now()):
        case "password":
            raise PasswordNeeded(
                "Votre connexion date de plus de quinze minutes\u00a0: "
                "donnez votre mot de passe pour terminer une session."
            )
        case "sign_in":
            raise _sign_in_again()


def _sign_in_again() -> SignInAgain:
    return SignInAgain(
        "Votre connexion date de plus de quinze minutes\u00a0: reconnectez-vous, puis terminez la session."
    )


async def change_password(request: Request) -> Response:
    """Choose another password; the other sessions end. `current` may be empty for whoever never chose one."""
    house, session = parts_of(request), await own_session(request)
    given = await json_object(request)
    given["current"] = given.get("current") or "-"
    current, password = text_fields(given, current=MOST, password=MOST)
    person = await to_thread.run_sync(house.people.get, _whose(session))
    house.sign_ins.attempt(person.email, origin_of(request))
    now = house.clock.now()
    await hashing(house, house.people.change_password, person.id, current, password, now, session.digest)
    house.sign_ins.succeeded(person.email)
    record("password_changed", person.id, by="password")
    return Response(status_code=204)


async def take_seat(request: Request) -> Response:
    """Take another of one's seats: what is seen and may be done changes, here and on the screens of this session."""
    house, session = await _writer(request)
    account = text_field(await json_object(request), "account", 64)
    seat = await to_thread.run_sync(house.people.take, _whose(session), account, session.digest, house.clock.now())
    record("seat_taken", seat.id)
    return Response(status_code=204)


async def make_token(request: Request) -> Response:
    """Make a token for a program of one's own, for one of one's seats; it is shown this once."""
    house, session = await _writer(request)
    given = await json_object(request)
    days, reads_only = given.pop("days", None), given.pop("reads_only", False)
    if not isinstance(days, int) or isinstance(days, bool):
        raise fault("days", "nombre entier attendu")
    if not isinstance(reads_only, bool):
        raise fault("reads_only", "true ou false attendu")
    account, label = text_fields(given, account=64, label=200)
    now = house.clock.now()
    text, made = await to_thread.run_sync(house.own_tokens.make, _whose(session), account, label, days, reads_only, now)
    record("token_made", account)
    return as_json({**_token(made), "secret": text}, 201)


async def revoke_token(request: Request) -> Response:
    """End a token of one's own; its sockets close."""
    house, session = await _writer(request)
    id = request.path_params["token"][:64]
    await to_thread.run_sync(house.own_tokens.revoke, _whose(session), id, house.clock.now())
    record("token_revoked", session.account.id)
    return Response(status_code=204)


async def _writer(request: Request) -> tuple[Parts, Session]:
    """Return the session in which one's own account is changed, at the pace of commands. Raises TooManyCommands."""
    house, session = parts_of(request), await own_session(request)
    house.limits.command(session.actor)
    return house, session


def _token(one: OwnToken) -> dict[str, Any]:
    return {
        "token": one.id,
        "account": one.account,
        "label": one.label,
        "reads_only": one.reads_only,
        "created_at": format_instant(one.created_at),
        "expires_at": format_instant(one.expires_at),
        "used_at": one.used_at and format_instant(one.used_at),
    }


def seat_shown(seat: Account, house: Parts) -> dict[str, Any]:
    """Return a seat as pages show it: its bodies by their id, and by the name that the directory gives them."""
    found = {body: house.bodies.view.body(body) for body in seat.bodies}
    return {
        "account": seat.id,
        "role": seat.role,
        "bodies": list(seat.bodies),
        "names": [known.name if known else body for body, known in found.items()],
        "departements": list(seat.departements),
        "given_at": format_instant(seat.created_at),
    }


def _whose(session: Session) -> str:
    if session.person is None:
        raise NoPerson("Ce compte est celui d’un jeton ou de la démonstration\u00a0: il n’a ni mot de passe, ni siège.")
    return session.person


def _person(person: Person) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "email": person.email, "has_password": person.has_password}


def _session(one: Session) -> dict[str, Any]:
    return {
        "session": one.digest.hex(),
        "way": one.way,
        "agent": one.agent,
        "opened_at": format_instant(one.created_at),
        "seen_at": format_instant(one.seen_at),
        "ends_at": format_instant(min(one.seen_at + IDLE, one.created_at + LONGEST)),
    }
