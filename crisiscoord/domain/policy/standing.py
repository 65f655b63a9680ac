"""When links open a dossier, and for which bodies: one rule, for those who make them and for those who come by them.

While the emergency lasts, and for the bodies that are competent (docs/links.md).
"""

from collections.abc import Collection, Iterator

from ..board import Board
from ..bodies import BodyCard
from ..crisis import crisis_of


def is_in_emergency(board: Board) -> bool:
    """Say whether links open this dossier at all."""
    crisis = crisis_of(board)
    return crisis is not None and crisis.state == "actif"


def linked(board: Board) -> Iterator[BodyCard]:
    """Yield the bodies that have a field link: those that are competent, while the emergency lasts."""
    if is_in_emergency(board):
        yield from (card for card in board.of(BodyCard) if _has_link(card))


def field_link_stands(bodies: Collection[str], board: Board) -> bool:
    """Say whether the field link of these bodies opens the dossier: one of them has one."""
    cards = (board.get(f"body:{body}", BodyCard) for body in bodies)
    return is_in_emergency(board) and any(card is not None and _has_link(card) for card in cards)


def liaison_link_stands(departements: Collection[str] | None, board: Board) -> bool:
    """Say whether a liaison link to these départements opens the dossier: the crisis is in one of them."""
    crisis = crisis_of(board)
    if crisis is None or departements is None:
        return False
    return is_in_emergency(board) and not frozenset(departements).isdisjoint(crisis.departements)


def _has_link(card: BodyCard) -> bool:
    return card.competent
