"""What a representative is for, in the middle of a sentence."""

from .french import lowered
from .vocabulary import PERIMETERS


def post(perimeter: str | None) -> str:
    """Return `représentant principal`, `suppléant` or `représentant pour le département 77`."""
    known = PERIMETERS.get(perimeter or "")
    return lowered(known.label) if known else f"représentant pour le département {perimeter}"
