"""Coming in without a session: which ways there are, links by mail, a forgotten password, the first account.

What a mail, a page or the terminal gives is the address of a page with a secret behind its `#`. The page sends it
here, when its button is pressed: opening a link changes nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..directory.onetime import LASTS, Purpose
from ..directory.passwords import MOST
from ..directory.people import Person, typed_email
from ..domain.french import counted
from ..errors import Missing
from ..notices.account_mail import AccountMail, AccountPost, Kind
from ..security_log import record
from .answers import as_json
from .auth import refuse_foreign
from .hashing import hashing
from .opening import opened, opened_for, origin_of
from .parts import Parts, parts_of
from .reading import fault, json_object, text_field, text_fields

#: The links that anybody may ask for by mail.
Asked = Literal["session", "password"]
#: The page that each link opens.
PAGES: dict[Purpose, str] = {
    "session": "/connexion/lien",
    "password": "/connexion/mot-de-passe",
    "setup": "/connexion/premier-compte",
}


class NoMail(Missing):
    code, title = "no_mail", "Aucun courriel ne part d’ici"


def address(base_url: str, purpose: Purpose, secret: str) -> str:
    """Return the address that a link leads to. Browsers send nobody what follows the `#`."""
    return f"{base_url}{PAGES[purpose]}#{secret}"


async def ways(request: Request) -> Response:
    """Say how one may come in here, to whoever asks."""
    house = parts_of(request)
    empty = await to_thread.run_sync(house.people.is_empty)
    return as_json(
        {
            "demo": house.settings.mode == "demo",
            "mail": house.post is not None,
            "empty": empty,
            "provider": house.settings.oidc_name if house.provider else None,
        }
    )


async def ask_link(request: Request) -> Response:
    """Send a link to an address, if somebody has it. The answer is the same, as soon, when nobody does."""
    house = parts_of(request)
    refuse_foreign(request, house.settings)
    email, purpose = text_fields(await json_object(request), email=254, purpose=16)
    if purpose not in ("session", "password"):
        raise fault("purpose", "session ou password attendu")
    if house.post is None:
        raise NoMail("Aucun courriel ne part de ce service\u00a0: demandez un lien à qui administre les comptes.")
    house.sign_ins.link(typed_email(email), origin_of(request))
    house.errands.refuse_when_full()
    record("link_asked", purpose=purpose)
    asked: Asked = "session" if purpose == "session" else "password"
    house.errands.begin(_send(house, house.post, typed_email(email), asked))
    return Response(status_code=202)


async def follow_link(request: Request) -> Response:
    """Open a session for whoever holds a link."""
    house = parts_of(request)
    refuse_foreign(request, house.settings)
    house.sign_ins.secret(origin_of(request))
    secret = text_field(await json_object(request), "secret", 64)
    id = await _held_by(house, house.one_time.spend, secret, "session")
    person = await to_thread.run_sync(house.people.get, id)
    return await opened_for(request, person, "link")


async def recover(request: Request) -> Response:
    """Choose a password with a link, and open a session; every other one ends."""
    house = parts_of(request)
    refuse_foreign(request, house.settings)
    house.sign_ins.secret(origin_of(request))
    secret, password = text_fields(await json_object(request), secret=64, password=MOST)
    id = await _held_by(house, house.one_time.whose, secret, "password")
    await hashing(house, house.people.recover, id, secret, password, house.clock.now())
    person = await to_thread.run_sync(house.people.get, id)
    record("password_changed", person.id, by="link")
    house.sign_ins.succeeded(person.email)
    return await opened_for(request, person, "link")


async def set_up(request: Request) -> Response:
    """Make the first account, an administrator's, for whoever holds the link of the terminal."""
    house = parts_of(request)
    refuse_foreign(request, house.settings)
    house.sign_ins.secret(origin_of(request))
    secret, name, email, password = text_fields(
        await json_object(request), secret=64, name=120, email=254, password=MOST
    )
    try:
        person, seat = await hashing(house, house.people.begin, name, email, password, secret, house.clock.now())
    except Missing:
        record("link_refused", purpose="setup")
        raise
    record("set_up", person.id)
    return await opened(request, seat.id, "setup")


async def _held_by(house: Parts, ask: Callable[[str, Purpose, datetime], str], secret: str, purpose: Purpose) -> str:
    """Return whose link this is. Raises LinkSpent, and notes it."""
    try:
        return await to_thread.run_sync(ask, secret, purpose, house.clock.now())
    except Missing:
        record("link_refused", purpose=purpose)
        raise


async def _send(house: Parts, post: AccountPost, email: str, purpose: Asked) -> None:
    """Look who has the address, and write to them. Runs after the answer: how long it takes tells nothing."""
    now = house.clock.now()
    person = await to_thread.run_sync(house.people.by_email, email)
    if person is None or person.disabled_at is not None:
        return
    secret = await to_thread.run_sync(house.one_time.make, purpose, person.id, now)
    await delivered(house, post, purpose, person, secret, LASTS[purpose])


async def delivered(house: Parts, post: AccountPost, kind: Kind, person: Person, secret: str, lasts: timedelta) -> None:
    """Write somebody the link of a secret, again and again while that opens something (`AccountPost.deliver`)."""
    purpose: Purpose = "session" if kind == "session" else "password"

    async def stands() -> bool:
        return await to_thread.run_sync(house.one_time.stands, secret, purpose, house.clock.now())

    link = address(house.settings.base_url, purpose, secret)
    mail = AccountMail(kind, person.email, person.name, link, lasting(lasts))
    await post.deliver(mail, stands, house.errands.resting)


def lasting(span: timedelta) -> str:
    """Say how long a link holds."""
    hours = int(span.total_seconds()) // 3600
    if hours >= 48:
        return counted(hours // 24, "jour")
    return counted(hours, "heure") if hours else counted(int(span.total_seconds()) // 60, "minute")
