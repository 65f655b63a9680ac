"""Who speaks for each body in one dossier, with what the directory says of them now, for those who may reach them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..directory.contacts import Contact
from ..directory.named import Seated
from ..domain import policy
from ..domain.board import Board
from ..domain.catalogue import is_exercise
from ..domain.convention import ConventionCard
from ..domain.crisis import crisis_of
from ..domain.referents import ReferentCard
from ..domain.words import Actor, format_instant
from .answers import as_json
from .auth import actor_of
from .directory import of
from .dossiers import visible_board
from .parts import Parts, parts_of
from .reading import Query, fault

#: Bodies proposed for a référent.
MOST_BODIES = 500
#: Of each département of a crisis, and of the country, beside the bodies of its board.
_PARTNERS = ("prefecture", "udccas", "cd", "ddets", "siao", "caf", "cpam")
_NATIONAL = ("unccas", "sgav")


@dataclass(frozen=True, slots=True)
class _Asker:
    house: Parts
    actor: Actor
    board: Board
    channels: frozenset[str]
    now: datetime

    def sees(self, card: ReferentCard) -> bool:
        return policy.holds(self.channels, card.channel)

    def reaches(self, body: str) -> bool:
        """Say whether this actor may know how somebody of a body is called and reached."""
        sheet = self.house.known.sheet(body)
        return sheet is not None and policy.may_reach(self.actor, of(sheet), self.board)

    def names(self, body: str) -> bool:
        return policy.may_name(self.actor, self.board, body, self.now)


async def list_referents(request: Request) -> Response:
    """Return whoever was named in a dossier; with `body`, for that body alone, and who may be named for it."""
    house, actor = parts_of(request), await actor_of(request)
    query = Query(request, "body")
    body = query.text("body", 64)
    board = await visible_board(house, actor, request.path_params["dossier"])
    if body and house.known.body(body) is None:
        raise fault("body", "organisme inconnu")
    asker = _Asker(house, actor, board, policy.channels(actor, board), house.clock.now())
    return as_json(await to_thread.run_sync(_listed, asker, body))


def _listed(asker: _Asker, body: str) -> dict[str, Any]:
    board, house = asker.board, asker.house
    cards = [card for card in board.of(ReferentCard) if body in ("", card.body) and asker.sees(card)]
    cards.sort(key=lambda card: (card.body, card.ended_at is not None, card.named_at, card.referent))
    reached = {id for id in {card.body for card in cards} if asker.reaches(id)}
    shown = [card for card in cards if card.body in reached and card.ended_at is None]
    contacts = {one.id: one for some in house.contacts.of_many(sorted(reached)).values() for one in some}
    accounts = house.named.accounts([card.account for card in shown if card.account], asker.now)
    exercise = is_exercise(board)
    told = [_told(card, card in shown, contacts, accounts, exercise) for card in cards]
    mine = [{"body": id, "name": name} for id, name in _bodies(asker)] if not body else []
    return {
        "dossier": board.dossier,
        "cursor": board.cursor,
        "referents": told,
        "bodies": mine,
        "candidates": _candidates(asker, body) if body and asker.names(body) and asker.reaches(body) else None,
    }


def _told(
    card: ReferentCard, shown: bool, contacts: dict[str, Contact], accounts: dict[str, Seated], exercise: bool
) -> dict[str, Any]:
    """Return one of them. `gone`: nobody is behind the reference any more; null for whoever may not know."""
    contact = contacts.get(card.contact or "") if shown else None
    if contact is not None and (contact.body != card.body or contact.for_exercises != exercise):
        contact = None
    seated = accounts.get(card.account or "") if shown else None
    return {
        "referent": card.referent,
        "body": card.body,
        "body_name": card.body_name,
        "part": card.part,
        "function": card.function,
        "committee": card.committee,
        "named_at": format_instant(card.named_at),
        "ended_at": card.ended_at and format_instant(card.ended_at),
        "by": "contact" if card.contact else "account",
        "name": contact.name if contact else seated.name if seated else "",
        "phone": contact.phone if contact else "",
        "email": contact.email if contact else seated.email if seated and not exercise else "",
        "gone": contact is None and seated is None if shown else None,
    }


def _candidates(asker: _Asker, body: str) -> dict[str, Any]:
    """Return who may be named for a body."""
    house, exercise = asker.house, is_exercise(asker.board)
    contacts = [one for one in house.contacts.of(body) if one.for_exercises == exercise]
    seated = house.named.seated(body, asker.now)
    return {
        "contacts": [{"contact": one.id, "function": one.function, "name": one.name} for one in contacts],
        "accounts": [{"account": one.account, "role": one.role, "name": one.name} for one in seated],
    }


def _bodies(asker: _Asker) -> list[tuple[str, str]]:
    """Return the bodies of the dossier for which this actor may name somebody, `MOST_BODIES` at most."""
    found: list[tuple[str, str]] = []
    for id in dict.fromkeys(_of_dossier(asker.board)):
        if len(found) == MOST_BODIES:
            break
        body = asker.house.known.body(id)
        if body is not None and asker.names(id):
            found.append((id, body.name))
    return found


def _of_dossier(board: Board) -> Iterator[str]:
    """Yield the parties of a convention; the partners of a crisis: its own bodies have each a page."""
    for convention in board.of(ConventionCard):
        yield from convention.parties
    crisis = crisis_of(board)
    if crisis is not None:
        yield from _NATIONAL
        yield from (f"{kind}-{code}" for code in crisis.departements for kind in _PARTNERS)
