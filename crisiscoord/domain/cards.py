"""What gives the cards of one class: a board, or what somebody sees of it."""

from collections.abc import Iterator
from typing import Protocol, TypeVar

from .board import Card

C = TypeVar("C", bound=Card)


class Cards(Protocol):
    """Cards that can be listed by their class."""

    def of(self, kind: type[C]) -> Iterator[C]:
        """Yield the cards of one class, in the order in which they first came."""
        ...
