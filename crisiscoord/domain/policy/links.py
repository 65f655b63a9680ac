"""Links, which open one dossier without an account: who gives them, and what their holder may ask and see.

A field link speaks for one body and sees what that body says; a liaison link looks at one département (docs/links.md).
What either may send is in grants.py, when it stands is in capacities.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..board import Board, Card
from ..bodies import BodyCard
from ..crisis import crisis_of
from ..needed import NeedCard
from ..task_cards import PlaybookCard
from ..words import Actor
from .capacities import LINKS, capacities_of
from .channels import channels, holds
from .grants import GRANTS

#: All that the holder of a field link may ask: an address that is added stays closed to them until it is here.
_FIELD_ASKS = frozenset(
    {
        "/api/commands",
        "/api/dossiers/{dossier}/own",
        "/api/dossiers/{dossier}/board",
        "/api/dossiers/{dossier}/journal",
        "/api/session",
        "/api/vocabulary.json",
        "/api/openapi.json",
        "/api/asyncapi.json",
    }
)
#: The same for a liaison link: what is shown on the screen, where it bears the mark of its holder; no file, which would
#: be carried away without it, no feed, which would outlive the link, nothing of the directory.
_LIAISON_ASKS = frozenset(
    {
        *("/api/session", "/api/vocabulary.json", "/api/openapi.json", "/api/asyncapi.json", "/api/commands"),
        *("/api/dossiers", "/api/calendar", "/api/rights", "/api/playbooks", "/api/schemes"),
        *("/api/territory/departements", "/api/territory/communes"),
        *(
            f"/api/dossiers/{{dossier}}/{part}"
            for part in ("board", "history", "deltas", "journal", "tasks", "shift", "totals", "acts", "own", "links")
        ),
        *(f"/api/dossiers/{{dossier}}/{part}" for part in ("rights", "calls", "notices", "sheets", "quarter", "life")),
    }
)


@dataclass(frozen=True, slots=True)
class Giving:
    """Where somebody gives and ends links: None, everywhere in the dossier. `liaison`: these too."""

    departements: frozenset[str] | None
    liaison: bool

    def reaches(self, departement: str) -> bool:
        return self.departements is None or departement in self.departements


def giving(actor: Actor, board: Board) -> Giving | None:
    """Say where `actor` gives links on this dossier; None: nowhere.

    Field links go with the calls (`call.log`): to dictate a code is a call. Liaison links go with who leads
    (`crisis.extend`): they show a département.
    """
    callers = [one for one in capacities_of(actor, board) if one.role in GRANTS["call.log"]]
    if not callers or crisis_of(board) is None:
        return None
    leads = any(one.role in GRANTS["crisis.extend"] for one in callers)
    if any(one.departements is None for one in callers):
        return Giving(None, leads)
    return Giving(frozenset(code for one in callers for code in one.departements or ()), leads)


def may_ask(actor: Actor, address: str) -> bool:
    """Say whether this actor may ask an address (as it is declared) at all: accounts may, links only what is theirs."""
    if actor.role not in LINKS:
        return True
    return address in (_FIELD_ASKS if actor.role == "lien_terrain" else _LIAISON_ASKS)


def sees_who_is_here(actor: Actor) -> bool:
    """Say whether this actor is told who else looks at the dossier: not whoever found a sheet of paper."""
    return actor.role != "lien_terrain"


def has_own_page(actor: Actor) -> bool:
    """Say whether this actor has the report page of a field link."""
    return actor.role == "lien_terrain"


def own_reports(actor: Actor, board: Board) -> frozenset[str]:
    """Return the channels in which a report page finds what was reported of its body, whoever reported it: a body may
    put its own right. Of that body alone: the rest of the channel is not theirs. Empty for whoever has no such page.
    """
    if not (has_own_page(actor) and channels(actor, board)):
        return frozenset()
    cards = (board.get(f"body:{body}", BodyCard) for body in actor.bodies)
    return frozenset(f"departement:{card.departement}" for card in cards if card is not None)


def own_cards(actor: Actor, board: Board) -> Iterator[Card]:
    """Yield what the report page of a body needs, and no more: the crisis without its words, the protocols, the body,
    its needs, and what is in its own channel.
    """
    held = channels(actor, board)
    crisis = crisis_of(board)
    if crisis is None or not held:
        return
    yield crisis.but(text=None, reason=None, signalled_by=None, declared_by=None)
    yield from board.of(PlaybookCard)
    for body in actor.bodies:
        if (card := board.get(f"body:{body}", BodyCard)) is not None:
            yield card
    yield from (card for card in board.of(NeedCard) if card.body in actor.bodies)
    yield from (card for card in board.cards() if card.channel.startswith("body:") and holds(held, card.channel))
