"""In which capacities a person acts on a dossier: the role of the account, and what the dossier has given them."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...errors import Forbidden
from ..board import Board
from ..convention import ConventionCard
from ..crisis import CrisisCard
from ..designated import ContactCard, RepresentativeCard
from ..parties import ROLE_OF_KIND
from ..referents import held
from ..words import Actor
from .standing import field_link_stands, liaison_link_stands

#: The types of cards on which the rights of a person on a dossier depend.
RIGHTS_CARDS = frozenset({"crisis", "representative", "contact", "convention", "referent"})

NATIONAL = frozenset({"unccas_permanence", "sgav"})
FIELD = frozenset({"ccas_direction", "ccas_terrain", "ccas_renfort"})
REFERENTS = frozenset({"sos_referent", "siao_referent", "caf_referent", "cpam_referent", "ddets"})
#: What opens without an account, by a link: on one dossier, for as long as it is in its emergency.
LINKS = frozenset({"lien_terrain", "liaison"})
COORDINATION = frozenset({"unccas_permanence", "representant_unccas", "prefecture"})


class OutOfScope(Forbidden):
    code, title = "out_of_scope", "Hors de votre périmètre"


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which role a person acts on one dossier, and how far it reaches. None reaches everything."""

    role: str
    departements: frozenset[str] | None = None
    bodies: frozenset[str] = frozenset()


def capacities_of(actor: Actor, board: Board) -> Iterator[Capacity]:
    """Yield the capacities that `actor` has on a dossier; none when it must stay unknown to them, or is not there."""
    if not board.seq or (actor.dossier is not None and actor.dossier != board.dossier):
        return
    account = of_account(actor)
    if actor.role in LINKS:
        if actor.dossier is not None and _link_stands(account, board):
            yield account
        return
    if actor.role == "system" or _concerned(account, board):
        yield account
    for card in designations(actor, board):
        if card.state == "active" and actor.designation is None:
            whole = card.perimeter in ("main", "deputy")
            yield Capacity("representant_unccas", None if whole else frozenset({card.perimeter}))
        elif card.state == "proposee":
            yield Capacity("candidate", frozenset())
    if board.kind == "convention":  # named for a body there, one acts for it, whatever the account is elsewhere
        for named in held(board, actor.account):
            within = frozenset({named.departement} if named.departement else ())
            yield Capacity(ROLE_OF_KIND.get(named.kind, "observer"), within, frozenset({named.body}))


def of_account(actor: Actor) -> Capacity:
    national = actor.role in NATIONAL or (actor.role == "observer" and not actor.departements)
    departements = None if national or actor.role == "system" else frozenset(actor.departements)
    return Capacity(actor.role, departements, frozenset(actor.bodies))


def _concerned(capacity: Capacity, board: Board) -> bool:
    """Say whether a dossier is any business of an account with this role and scope."""
    if board.kind == "convention":
        return capacity.role in ("unccas_permanence", "observer") or is_party(capacity, board)
    if capacity.role in ("admin", "representant_unccas") or capacity.role in REFERENTS:
        return False
    if capacity.departements is None:
        return True
    crisis = next(board.of(CrisisCard), None)
    hit = crisis is not None and not capacity.departements.isdisjoint(crisis.departements)
    return hit or any(f"body:{body}" in board or f"helper:{body}" in board for body in capacity.bodies)


def _link_stands(capacity: Capacity, board: Board) -> bool:
    if capacity.role == "liaison":
        return liaison_link_stands(capacity.departements, board)
    return field_link_stands(capacity.bodies, board)


def is_party(capacity: Capacity, board: Board) -> bool:
    convention = next(board.of(ConventionCard), None)
    if convention is None:
        return False
    return capacity.role in convention.parties or not capacity.bodies.isdisjoint(convention.parties)


def designations(actor: Actor, board: Board) -> Iterator[RepresentativeCard]:
    """Yield the designations whose e-mail is that of the account; for a link that answers one, that one."""
    if actor.designation is not None:
        asked = board.get(f"representative:{actor.designation}", RepresentativeCard)
        yield from [asked] if asked else []
    elif actor.email:
        for card in board.of(RepresentativeCard):
            contact = board.get(f"contact:{card.designation}", ContactCard)
            if contact and contact.email and contact.email.text.casefold() == actor.email.casefold():
                yield card


def is_designated(actor: Actor, board: Board, designation: str) -> bool:
    return any(card.designation == designation for card in designations(actor, board))
