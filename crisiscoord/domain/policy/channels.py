"""Which channels a person may hold, what of them may be counted, and the hash of it all."""

from hashlib import sha256

from ..board import Board
from ..catalogue import PROJECTION
from ..words import Actor
from .capacities import COORDINATION, FIELD, Capacity, capacities_of, is_party

#: Who may count, in a crisis over several départements, the bodies of those that they do not see (decision 0025).
COUNTS_ALL = frozenset({"prefecture"})


def channels(actor: Actor, board: Board) -> frozenset[str]:
    """Return the channels whose cards and lines `actor` may hold; empty when the dossier is unknown to them.

    `departement:*` stands for every département, and so on: it is matched by `holds`.
    """
    return frozenset(channel for capacity in capacities_of(actor, board) for channel in channels_of(capacity, board))


def channels_of(capacity: Capacity, board: Board) -> frozenset[str]:
    if capacity.role == "lien_terrain":
        # Not even what is common: a sheet of paper may be lost. See `own_cards`.
        return frozenset(f"body:{body}" for body in capacity.bodies)
    held = {"common"}
    if board.kind == "convention":
        if capacity.role == "unccas_permanence" or is_party(capacity, board):
            held.add("parties")
        return frozenset(held)
    if capacity.role in COORDINATION:
        held.add("cell")
    if capacity.role in ("sgav", "candidate", "system"):
        return frozenset(held)
    if capacity.departements is None:
        held.add("departement:*")
    else:
        held |= {f"departement:{code}" for code in capacity.departements}
    if capacity.departements is None and capacity.role in COORDINATION:
        held.add("body:*")
    if capacity.role in FIELD:
        held |= {f"body:{body}" for body in capacity.bodies}
    return frozenset(held)


def holds(channels: frozenset[str], channel: str) -> bool:
    """Say whether what stands in `channel` is for a viewer of these channels."""
    return channel in channels or f"{channel.partition(':')[0]}:*" in channels


def may_count(actor: Actor, board: Board, departement: str) -> bool:
    """Say whether the totals of a département are for this actor: counts, without what each body says."""
    seen = holds(channels(actor, board), f"departement:{departement}")
    return seen or any(capacity.role in COUNTS_ALL for capacity in capacities_of(actor, board))


def view(channels: frozenset[str], board: Board) -> str:
    """Return the hash of what a viewer holds and how it is drawn: another view means another board."""
    drawn = f"{PROJECTION}/{board.erasures}/{' '.join(sorted(channels))}"
    return sha256(drawn.encode()).hexdigest()[:12]
