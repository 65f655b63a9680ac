"""Which CCAS are particularly hit: a dated decision with its reason, on which support actions rest (E-14)."""

from typing import Literal

from .board import NOTHING, Board, Delta
from .bodies import BodyCard
from .crisis import open_crisis
from .reporting import body_card
from .task_cards import channel_of
from .words import BodyId, Command, Entry, Fact, Situation, Target, Text, Worded, said


class MarkBodyHit(Command):
    """Say that a CCAS is particularly hit, or no longer is (convention État-UNCCAS, art. 3)."""

    do: Literal["body.mark_hit"] = "body.mark_hit"
    body: BodyId
    hit: bool
    reason: Text

    def target(self) -> Target:
        return Target(body=self.body)


class BodyMarkedHit(Fact):
    """A body was marked as particularly hit, or as no longer so."""

    kind: Literal["body.marked_hit"] = "body.marked_hit"
    body: BodyId
    name: str
    departement: str
    hit: bool
    reason: Worded

    def channel(self) -> str:
        return channel_of(self.departement)

    def about(self) -> str | None:
        return self.body


def mark_hit(board: Board, command: MarkBodyHit, situation: Situation) -> list[Fact]:
    """Change what differs; the same mark twice writes nothing the second time."""
    open_crisis(board)
    card = body_card(board, command.body)
    if card.hit == command.hit:
        return []
    return [
        BodyMarkedHit(
            body=card.body, name=card.name, departement=card.departement, hit=command.hit, reason=command.reason
        )
    ]


def show_hit(board: Board, entry: Entry, fact: BodyMarkedHit) -> Delta:
    card = board.get(f"body:{fact.body}", BodyCard)
    if card is None:
        return NOTHING
    return Delta(put=(card.but(hit=fact.hit, hit_at=entry.at if fact.hit else None, hit_reason=said(entry, "reason")),))


def tell_hit(fact: BodyMarkedHit) -> str:
    what = "est particulièrement touché" if fact.hit else "n’est plus particulièrement touché"
    return f"DÉCISION\u00a0: {fact.name} {what}. {fact.reason}"
