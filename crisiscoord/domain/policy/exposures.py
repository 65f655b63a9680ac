"""Who reads the reports of accidental accesses, across dossiers, and what becomes of them (convention, art. 11; T-52).

Those to whom each was told, whoever reported it, and whoever administers the accounts: what was seen by accident may
come from a right that was given wrongly, which they alone mend. An administrator sees no other line of a dossier.
"""

from ..board import Board
from ..words import Actor, Entry
from .capacities import capacities_of
from .channels import channels, channels_of, holds
from .grants import GRANTS
from .seats import administers


def reads_exposure(actor: Actor, board: Board, entry: Entry) -> bool:
    """Say whether `actor` reads a report of this dossier, and what became of it."""
    return administers(actor) or reported(actor, entry) or holds(channels(actor, board), entry.channel)


def reported(actor: Actor, entry: Entry) -> bool:
    """Say whether `actor` is who reported it: they read the answers wherever they stand."""
    return entry.by.account == actor.account


def answers_exposure(actor: Actor, board: Board, entry: Entry) -> bool:
    """Say whether `actor` may answer a report (`exposure.answer`)."""
    return not actor.reads_only and any(
        capacity.role in GRANTS["exposure.answer"] and holds(channels_of(capacity, board), entry.channel)
        for capacity in capacities_of(actor, board)
    )
