"""What a screen does with what it is sent: a board by HTTP, frames by the socket (protocol.md, WebSocket)."""

from collections.abc import Iterable
from typing import Any

import orjson

from crisiscoord.domain.board import Board
from crisiscoord.domain.policy import holds

Channels = frozenset[str]


def visible(board: Board, channels: Channels) -> dict[str, Any]:
    """Return the cards of a board that a viewer of `channels` may hold, as they are on the wire."""
    return {card.id: orjson.loads(card.wire) for card in board.cards() if holds(channels, card.channel)}


class Screen:
    """Puts and drops by id, and nothing more. Fails when a frame is not one that it may take."""

    def __init__(self, board: Board, channels: Channels) -> None:
        self.seq, self.cursor = board.seq, board.cursor
        self.cards, self.lines = visible(board, channels), list[int]()
        self.frames = 0

    def take(self, texts: Iterable[str]) -> "Screen":
        for text in texts:
            self.take_one(orjson.loads(text.encode()))
        return self

    def take_one(self, frame: dict[str, Any]) -> None:
        assert frame["from"] == self.seq, "a delta is taken only where the screen is"
        assert frame["to"] > frame["from"]
        put = {card["id"]: card for card in frame["put"]}
        assert len(put) == len(frame["put"]) and put.keys().isdisjoint(frame["drop"])
        changed = [card["seq"] for card in frame["put"]] + [line["seq"] for line in frame["lines"]]
        assert all(frame["from"] < seq <= frame["to"] for seq in changed)
        for id in frame["drop"]:
            self.cards.pop(id, None)
        self.cards |= put
        self.lines += [line["seq"] for line in frame["lines"]]
        self.seq, self.cursor = frame["to"], frame["cursor"]
        self.frames += 1
