"""A board as one person sees it: the cards of the channels that they hold, of the whole crisis or of a part of it."""

from collections.abc import Iterator
from typing import TypeVar

from .board import Board, Card
from .bodies import BodyCard
from .policy import holds

C = TypeVar("C", bound=Card)


class Seen:
    """The cards of a board whose channel is among `channels`.

    With `body` or `departement`, a card that belongs to a body or to a département is seen only if that is the one.
    """

    def __init__(
        self, board: Board, channels: frozenset[str], body: str | None = None, departement: str | None = None
    ) -> None:
        self._board, self._channels = board, channels
        self._wanted = (("body", body), ("departement", departement))

    def of(self, kind: type[C]) -> Iterator[C]:
        """Yield the cards of one class that are seen, in the order in which they first came."""
        return (card for card in self._board.of(kind) if holds(self._channels, card.channel) and self._is_here(card))

    def counted(self) -> dict[str, BodyCard]:
        """Return, by id, the bodies whose totals may be read: by who sees the body, or holds its own detail."""
        return {
            card.body: card
            for card in self._board.of(BodyCard)
            if (holds(self._channels, card.channel) or holds(self._channels, f"body:{card.body}"))
            and self._is_here(card)
        }

    def _is_here(self, card: Card) -> bool:
        fields = type(card).model_fields
        return all(
            wanted is None or name not in fields or getattr(card, name) == wanted for name, wanted in self._wanted
        )
