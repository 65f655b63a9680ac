"""Which channels a person may hold, what of them may be counted, and the hash of it all.

A channel of needs has several names, any of which opens it: `needs:77/ccas-77333/ccas-69123` is for whoever holds
`needs:77` (all of the département), `needs:ccas-77333` (who is helped) or `needs:ccas-69123` (who helps).
"""

from hashlib import sha256

from ..board import Board
from ..catalogue import PROJECTION
from ..crisis import crisis_of
from ..words import Actor
from .capacities import COORDINATION, FIELD, Capacity, capacities_of, is_party

#: Who may count, in a crisis over several départements, the bodies of those that they do not see (decision 0025).
COUNTS_ALL = frozenset({"prefecture"})
#: Who reads the needs of others even when the crisis has closed them: those who answer them.
_ANSWERS_NEEDS = COORDINATION | {"udccas"}


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
    reads_needs = capacity.role in _ANSWERS_NEEDS or needs_open(board)
    for code in ("*",) if capacity.departements is None else capacity.departements:
        held |= {f"departement:{code}", f"needs:{code}"} if reads_needs else {f"departement:{code}"}
    if capacity.departements is None and capacity.role in COORDINATION:
        held.add("body:*")
    if capacity.role in FIELD:
        held |= {f"body:{body}" for body in capacity.bodies}
    if capacity.role in FIELD or capacity.role == "udccas":
        held |= {f"needs:{body}" for body in capacity.bodies}
    return frozenset(held)


def needs_open(board: Board) -> bool:
    """Say whether the crisis lets each CCAS see what the others need."""
    crisis = crisis_of(board)
    return crisis is not None and crisis.needs_open


def holds(channels: frozenset[str], channel: str) -> bool:
    """Say whether what stands in `channel` is for a viewer of these channels."""
    if channel in channels:
        return True
    kind, _, names = channel.partition(":")
    return f"{kind}:*" in channels or ("/" in names and any(f"{kind}:{name}" in channels for name in names.split("/")))


def may_count(actor: Actor, board: Board, departement: str) -> bool:
    """Say whether the totals of a département are for this actor: counts, without what each body says."""
    seen = holds(channels(actor, board), f"departement:{departement}")
    return seen or any(capacity.role in COUNTS_ALL for capacity in capacities_of(actor, board))


def view(channels: frozenset[str], board: Board) -> str:
    """Return the hash of what a viewer holds and how it is drawn: another view means another board."""
    drawn = f"{PROJECTION}/{board.erasures}/{' '.join(sorted(channels))}"
    return sha256(drawn.encode()).hexdigest()[:12]
