"""May this person send this command here, and which commands may they send at all."""

from collections.abc import Callable
from datetime import datetime

from ...errors import Forbidden, Missing
from ..board import Board
from ..catalogue import COMMAND_OF
from ..designating import refuse_expired
from ..referents import NameReferent
from ..words import Actor, By, Command, Entry, author_of
from .capacities import Capacity, OutOfScope, capacities_of, designations, of_account
from .grants import GRANTS
from .rules import Case
from .said import why_not, why_not_here

#: Commands that may take from their own author the right to send them, or the sight of the dossier: sent
#: again by the same person, they are answered by their receipt all the same.
SPENT = frozenset({"crisis.signal", "representative.accept", "representative.decline"})
#: How the designated person answers a proposal.
_ANSWERING = frozenset({"representative.accept", "representative.decline"})


class ReadsOnly(Forbidden):
    code, title = "reads_only", "Jeton de lecture seule"


def authorize(
    actor: Actor, command: Command, board: Board, now: datetime, entry: Callable[[int], Entry | None]
) -> Capacity:
    """Return the capacity in which `actor` may send `command`.

    Raises Missing when the dossier must stay unknown to this actor, Forbidden when it may be seen only, and
    ProposalExpired to whoever answers a proposal too late: they are told, and not that there is nothing there.
    """
    if command.do in _ANSWERING:
        _refuse_expired(actor, command, board)
    capacities = tuple(capacities_of(actor, board)) if board.seq else _to_open(actor, command)
    if not capacities:
        raise Missing(f"Aucun dossier « {command.dossier} » ne vous est ouvert.")
    if actor.reads_only:
        raise ReadsOnly("Ce jeton a été fait pour lire seulement\u00a0: il n’envoie rien.")
    rules = GRANTS[command.do]
    held = [capacity for capacity in capacities if capacity.role in rules]
    for capacity in held:
        if rules[capacity.role](Case(actor, capacity, board, command, now, entry)):
            return capacity
    if held:
        raise OutOfScope(why_not_here(held[0].role, command.do))
    raise Forbidden(why_not(capacities[0].role, command.do))


def _refuse_expired(actor: Actor, command: Command, board: Board) -> None:
    for card in designations(actor, board):
        if card.designation == getattr(command, "designation", ""):
            refuse_expired(card)


def _to_open(actor: Actor, command: Command) -> tuple[Capacity, ...]:
    """A dossier that does not exist yet may only be opened, by whoever has the permission for it."""
    return (of_account(actor),) if command.opens else ()


def may_name(actor: Actor, board: Board, body: str, now: datetime) -> bool:
    """Say whether `actor` may name who speaks for a body in this dossier: as `authorize`, before anybody is named."""
    asked = NameReferent.sure(id="", dossier=board.dossier, referent="aucun", body=body, function="aucune")
    try:
        authorize(actor, asked, board, now, lambda _: None)
    except (Forbidden, Missing):
        return False
    return True


def signature(actor: Actor, capacity: Capacity, command: Command) -> By:
    """Return who signs the entries of a command: account, role and body, never a name."""
    named = not capacity.bodies <= {*actor.bodies}  # for a body that this dossier alone has them speak for
    bodies = tuple(sorted(capacity.bodies)) if named else actor.bodies
    body = command.target().body
    if body not in bodies:
        body = bodies[0] if bodies else None
    role = "representant_unccas" if capacity.role == "candidate" else capacity.role
    return author_of(actor.account, role, body)


def allowed(actor: Actor, board: Board) -> list[str]:
    """Name the commands that a role of `actor` permits on this dossier, scope aside: what a screen may offer."""
    if actor.reads_only:
        return []
    roles = {capacity.role for capacity in capacities_of(actor, board)}
    return sorted(
        do
        for do, rules in GRANTS.items()
        if board.kind in COMMAND_OF[do].on and not COMMAND_OF[do].opens and not roles.isdisjoint(rules)
    )


def may_open(actor: Actor) -> list[str]:
    """Name the commands by which `actor` may open a dossier."""
    return sorted(
        do for do, rules in GRANTS.items() if COMMAND_OF[do].opens and actor.role in rules and not actor.reads_only
    )
