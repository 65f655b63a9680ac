"""Links that open a dossier without an account: given, listed, shown, ended, and exchanged for a session.

What opens a link stands after the `#` of an address, which browsers send to nobody: neither servers on the way nor
the pages that follow ever see it. The page of `/lien` hands it over once, cleans the address, and has a cookie then.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import segno
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..directory.links import LIAISON_DAYS, MOST_DAYS, MOST_LISTED, Link, NoSuchLink, body_of
from ..domain import policy
from ..domain.board import Board
from ..domain.bodies import BodyCard
from ..domain.catalogue import is_exercise
from ..domain.crisis import open_crisis
from ..domain.dictated import grouped, read_code, spelled
from ..domain.words import Actor, format_instant
from ..errors import Forbidden, Problem, Refused
from ..notices.access import people
from ..notices.addresses import AddressesRefused, OfDossier
from ..security_log import record
from .answers import as_json
from .auth import actor_of, refuse_foreign, who_asks
from .dossiers import visible_board
from .opening import opened, origin_of
from .parts import Parts, parts_of
from .reading import Query, fault, json_object, text_field

#: Sheets of one answer: a QR code takes 15 ms of a processor. `left_out` counts those beyond, to be asked for next.
MOST_SHEETS = 100
#: Telephones told of one body.
MOST_PHONES = 3
#: How far the message of a link is when nobody need call: it waits, it is leaving, it has left.
_ON_ITS_WAY = frozenset({"a_envoyer", "parti", "envoye"})
#: A QR code that survives a fold and a stain (ISO/IEC 18004: level M, 15 % restored).
_CORRECTION = "m"


class AlreadySignedIn(Refused):
    code, title = "already_signed_in", "Une autre session est ouverte"


class LinksClosed(Refused):
    code, title = "links_closed", "Plus de liens sur ce dossier"


@dataclass(frozen=True, slots=True)
class _Giver:
    house: Parts
    actor: Actor
    board: Board
    giving: policy.Giving

    def link(self, account: str) -> Link:
        """Return a link that is within the reach of this actor. Raises NoSuchLink."""
        link = self.house.links.one(self.board.dossier, account[:64])
        if not self.sees(link):
            raise NoSuchLink("Aucun lien de ce dossier ne porte cet identifiant.")
        return link

    def sees(self, link: Link) -> bool:
        return self.giving.reaches(link.departement) and (link.kind == "terrain" or self.giving.liaison)


async def open_link(request: Request) -> Response:
    """Exchange what a link holds (`secret`), or a dictated `code`, for a session.

    Somebody who is signed in keeps their session unless they say `replace`: nobody is signed out, or in as somebody
    else, by an address that was slipped to them. A session that is replaced has ended.
    """
    house = parts_of(request)
    refuse_foreign(request, house.settings)
    given = await json_object(request)
    secret = text_field(given, "secret", beside=("replace",)) if "secret" in given else ""
    code = "" if secret else read_code(text_field(given, "code", beside=("replace",)))
    asker = await who_asks(request, house)
    if asker is not None and asker.via == "cookie" and given.get("replace") is not True:
        raise AlreadySignedIn(f"Cet appareil est déjà ouvert au nom de «\u00a0{asker.actor.name}\u00a0».")
    now = house.clock.now()
    with house.limits.guess(origin_of(request), dictated=not secret):
        try:
            link = await to_thread.run_sync(
                partial(house.links.opened, secret, now) if secret else partial(house.links.dictated, code, now)
            )
        except Problem:
            record("access_refused", by="link" if secret else "code")
            raise
    record("access_used", link.account, by="link" if secret else "code", kind=link.kind)
    answer = as_json({"dossier": link.dossier, "kind": link.kind, "body": link.body or None}, 201)
    return await opened(request, link.account, "access", answer)


async def list_links(request: Request) -> Response:
    """Return the links of a dossier within the reach of this actor: used or not, until when, never what opens them."""
    giver = await _giver(request)
    Query(request)
    return as_json(await to_thread.run_sync(_listed, giver, limiter=giver.house.searching))


async def give_link(request: Request) -> Response:
    """Make a liaison link (`departement`, `name`, `days`), or the field link of a `body` anew: the one it had ends."""
    giver = await _giver(request)
    giver.house.limits.command(giver.actor)
    given = await json_object(request)
    open_crisis(giver.board)
    if not policy.is_in_emergency(giver.board):
        raise LinksClosed("Les liens n’ouvrent un dossier que pendant l’urgence\u00a0: elle est levée.")
    make = _anew if "body" in given else _liaison
    link = await to_thread.run_sync(make, giver, given)
    record("access_given", giver.actor.account, kind=link.kind)
    return as_json(await to_thread.run_sync(_shown, giver, link), 201)


async def show_link(request: Request) -> Response:
    """Return what a standing link opens with, to be dictated or copied. Each time is in the security log."""
    giver = await _giver(request)
    Query(request)
    link = await to_thread.run_sync(giver.link, request.path_params["link"])
    record("access_shown", giver.actor.account, kind=link.kind)
    return as_json(await to_thread.run_sync(_shown, giver, link))


async def end_link(request: Request) -> Response:
    """End a link and what it has opened, everywhere; no effect on one that has ended."""
    giver = await _giver(request)
    giver.house.limits.command(giver.actor)
    link = await to_thread.run_sync(giver.link, request.path_params["link"])
    now = giver.house.clock.now()
    await to_thread.run_sync(giver.house.links.end, giver.board.dossier, [link.account], now, giver.actor.account)
    giver.house.sessions.forget()
    record("access_ended", giver.actor.account, kind=link.kind)
    return Response(status_code=204)


async def show_sheets(request: Request) -> Response:
    """Return one sheet for each field link that stands: body, code, QR code. `to_call`: those nobody could write to."""
    giver = await _giver(request)
    query = Query(request, "departement", "to_call", "body", "from")
    if query.text("to_call", 1) not in ("", "0", "1"):
        raise fault("to_call", "attendu\u00a0: 0 ou 1")
    first = query.number("from", 0, MOST_LISTED) or 0
    departement, body, called = query.text("departement", 3), query.text("body", 64), query.text("to_call", 1) == "1"

    def write() -> dict[str, Any]:
        now = giver.house.clock.now()
        sent = giver.house.outbox.of_links(giver.board.dossier) if called else {}
        known = [
            link
            for link in _links(giver)
            if link.kind == "terrain"
            and _opens(giver, link, now)
            and (not departement or link.departement == departement)
            and (not body or link.body == body)
            and (not called or _to_call(giver, link, sent.get(link.account, ()), now))
        ]
        known.sort(key=lambda link: link.body)  # the same from one answer to the next
        some = _sheets(giver, known[first : first + MOST_SHEETS])
        return {"sheets": some, "left_out": max(0, len(known) - first - MOST_SHEETS)}

    answer = await to_thread.run_sync(write, limiter=giver.house.searching)
    record("access_shown", giver.actor.account, kind="terrain", sheets=len(answer["sheets"]))
    return as_json(answer)


async def _giver(request: Request) -> _Giver:
    """Return who gives links here, and how far. Raises Missing or Forbidden."""
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    giving = policy.giving(actor, board)
    if giving is None:
        raise Forbidden("Votre rôle ne permet pas de donner des liens sur ce dossier.")
    return _Giver(house, actor, board, giving)


def _anew(giver: _Giver, given: dict[str, Any]) -> Link:
    wanted = text_field(given, "body")
    card = next((card for card in policy.linked(giver.board) if card.body == wanted), None)
    if card is None or not giver.giving.reaches(card.departement):
        raise NoSuchLink("Aucun organisme compétent de ce dossier ne porte cet identifiant, dans votre périmètre.")
    body, links, now, dossier = body_of(card), giver.house.links, giver.house.clock.now(), giver.board.dossier
    before = [link.account for link in links.of(dossier) if link.body == body.id and link.revoked_at is None]
    links.end(dossier, before, now, giver.actor.account)
    giver.house.sessions.forget()
    links.ensure(dossier, [body], now, giver.actor.account)
    return next(link for link in links.of(dossier) if link.body == body.id and link.stands(now))


def _liaison(giver: _Giver, given: dict[str, Any]) -> Link:
    departement = text_field(given, "departement", beside=("name", "days"))
    if not giver.giving.liaison or not giver.giving.reaches(departement):
        raise Forbidden("Votre rôle ne permet pas de donner un lien de liaison pour ce département.")
    if departement not in open_crisis(giver.board).departements:
        raise fault("departement", "un département de cet évènement est attendu")
    days = given.get("days", LIAISON_DAYS)
    if not isinstance(days, int) or isinstance(days, bool):
        raise fault("days", f"nombre entier attendu, de 1 à {MOST_DAYS}")
    name = text_field(given, "name", beside=("departement", "days"))
    now, by = giver.house.clock.now(), giver.actor.account
    return giver.house.links.give_liaison(giver.board.dossier, departement, name, days, now, by)


def _listed(giver: _Giver) -> dict[str, Any]:
    lasts = policy.is_in_emergency(giver.board)
    return {
        "links": _told(giver, _links(giver)),
        "liaison": giver.giving.liaison,
        "open": lasts,
        "sends": bool(giver.house.settings.smtp_host),
        "departements": [code for code in open_crisis(giver.board).departements if giver.giving.reaches(code)]
        if lasts
        else [],
    }


def _links(giver: _Giver) -> list[Link]:
    return [link for link in _worth_telling(giver.house.links.of(giver.board.dossier)) if giver.sees(link)]


def _worth_telling(links: list[Link]) -> list[Link]:
    """Return the last link of each body, those before that were used, and every liaison link."""
    last: set[str] = set()
    told: list[Link] = []
    for link in links:
        if link.kind == "liaison" or link.uses or link.body not in last:
            told.append(link)
        last.add(link.body)
    return told


def _phones(giver: _Giver, bodies: Collection[str]) -> dict[str, list[dict[str, str]]]:
    """Return whom to call at each of these bodies, the first to call first, as far as this actor may know it.

    As messages do (`notices.addresses`): an exercise calls those kept for exercises alone, a real crisis the others.
    """
    board, exercise = giver.board, is_exercise(giver.board)
    awaited = [
        card.body
        for card in board.of(BodyCard)
        if card.body in bodies
        and card.competent
        and card.reported_at is None
        and policy.may_in_directory(
            giver.actor, "directory.contacts", policy.Of(card.body, card.kind, (card.departement,)), board
        )
    ]
    found: dict[str, list[dict[str, str]]] = {}
    for body, contacts in giver.house.contacts.of_many(awaited).items():
        called = [one for one in contacts if one.phone and one.for_exercises == exercise]
        found[body] = [{"function": one.function, "phone": one.phone} for one in called[:MOST_PHONES]]
    return found


def _reached(giver: _Giver, bodies: Collection[str]) -> frozenset[str]:
    """Return the bodies to which a link can be brought."""
    try:
        known = OfDossier(giver.house.addresses, giver.board).of_many(bodies)
    except AddressesRefused:
        return frozenset()
    return frozenset(body for body, addresses in known.items() if people(addresses, is_exercise(giver.board)))


def _told(giver: _Giver, links: Sequence[Link]) -> list[dict[str, Any]]:
    """Tell of links, with no more questions to the database for a thousand of them than for one."""
    now, bodies = giver.house.clock.now(), {link.body for link in links if link.body}
    sent = giver.house.outbox.of_links(giver.board.dossier)
    reached, phones = _reached(giver, bodies), _phones(giver, bodies)
    return [
        {
            "link": link.account,
            "kind": link.kind,
            "name": link.name,
            "body": link.body or None,
            "departement": link.departement,
            "state": "ouvert" if _opens(giver, link, now) else "revoque" if link.revoked_at else "expire",
            "created_at": format_instant(link.created_at),
            "expires_at": format_instant(link.expires_at),
            "ended_at": link.revoked_at and format_instant(link.revoked_at),
            "uses": link.uses,
            "used_at": link.used_at and format_instant(link.used_at),
            "sent": sorted(sent.get(link.account, ())),
            "contact": link.body in reached,
            "to_call": _to_call(giver, link, sent.get(link.account, ()), now),
            "phones": phones.get(link.body, []),
        }
        for link in links
    ]


def _opens(giver: _Giver, link: Link, now: datetime) -> bool:
    return link.stands(now) and policy.is_in_emergency(giver.board)


def _to_call(giver: _Giver, link: Link, sent: Collection[str], now: datetime) -> bool:
    """Say whether the code is to be dictated: the link stands, nothing of it is on its way, nothing was heard."""
    card = giver.board.get(f"body:{link.body}", BodyCard) if link.kind == "terrain" else None
    heard = link.uses > 0 or (card is not None and card.reported_at is not None)
    return link.kind == "terrain" and _opens(giver, link, now) and not heard and _ON_ITS_WAY.isdisjoint(sent)


def _shown(giver: _Giver, link: Link) -> dict[str, Any]:
    (told,), (sheet,) = _told(giver, [link]), _sheets(giver, [link])
    return {"link": told, **sheet}


def _sheets(giver: _Giver, links: Sequence[Link]) -> list[dict[str, Any]]:
    """Return what opens these links. Raises LinksClosed when one of them opens nothing any more."""
    now, readable = giver.house.clock.now(), giver.house.links.readable(links)
    if not all(link.account in readable and _opens(giver, link, now) for link in links):
        raise LinksClosed("Ce lien n’ouvre plus rien\u00a0: en faire un nouveau.")
    return [_sheet(giver, link) for link in links]


def _sheet(giver: _Giver, link: Link) -> dict[str, Any]:
    house = giver.house
    url = f"{house.settings.base_url}/lien#{house.links.secret_of(link.account)}"
    code = house.links.code_of(link.account) if link.kind == "terrain" else ""
    return {
        "name": link.name,
        "body": link.body or None,
        "departement": link.departement,
        "expires_at": format_instant(link.expires_at),
        "url": url,
        "code": grouped(code) if code else None,
        "spelled": spelled(code) if code else None,
        "where": f"{house.settings.base_url}/lien",
        "qr": _qr(url),
    }


def _qr(text: str) -> dict[str, Any]:
    """Return a QR code as one path of squares, in a square of `size` with its quiet zone of four modules."""
    rows = [bytes(row) for row in segno.make_qr(text, error=_CORRECTION).matrix_iter(border=4)]
    path: list[str] = []
    size = len(rows)
    for y, row in enumerate(rows):
        x = 0
        while x < size:
            run = next((end for end in range(x, size) if not row[end]), size) - x
            if run:
                path.append(f"M{x} {y}h{run}v1h-{run}z")
            x += run or 1
    return {"size": size, "path": "".join(path)}
