"""Whoever is competent has a field link: made at activation and when a body joins, ended when it leaves or all is over.

A follower of the journals, with a cursor of its own. What it does follows from the board as it is, so it may be done
again without harm. Where notices are sent, each new link is owed to its body (access.py).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from ..clock import Clock
from ..directory.links import Body, Link, body_of
from ..domain import policy
from ..domain.board import Board
from ..domain.crisis import crisis_of
from ..journal import followers
from ..journal.boards import Boards
from ..journal.followers import Owed
from ..journal.writer import Writer
from . import access
from .addresses import Addresses, AddressesRefused, OfDossier

log = logging.getLogger(__name__)

FOLLOWER = "links"
#: The facts by which bodies come and go, and a crisis begins and ends.
KINDS = (
    *("crisis.declared", "crisis.stood_down", "crisis.closed", "crisis.reopened", "crisis.dismissed"),
    *("bodies.concerned", "bodies.released", "body.attached", "body.detached"),
)
#: Journals read, and entries taken up from each, at a time.
JOURNALS, ENTRIES = 50, 500
PATIENCE_S = 20.0


class KeepsLinks(Protocol):
    """Where links are made and ended (`directory.links.Links`)."""

    def ensure(self, dossier: str, bodies: Sequence[Body], now: datetime, by: str = "system") -> list[Link]: ...

    def of(self, dossier: str) -> list[Link]: ...

    def end(self, dossier: str, accounts: Sequence[str], now: datetime, by: str) -> int: ...


@dataclass(frozen=True)
class LinkKeeper:
    """Runs when told to (`agenda/motor.py`), in a thread. `sends`: messages leave from here at all."""

    engine: Engine
    writer: Writer
    boards: Boards
    links: KeepsLinks
    addresses: Addresses
    clock: Clock
    sends: bool = field(default=False)

    def run(self) -> None:
        """Take up what the journals have said since."""
        with self.engine.connect() as connection:
            grown = followers.behind(connection, FOLLOWER, JOURNALS)
        for dossier, at, head in grown:
            self._take_up(dossier, at, head)

    def _take_up(self, dossier: str, at: int, head: int) -> None:
        with self.engine.connect() as connection:
            entries = followers.entries_of_kinds(connection, dossier, KINDS, at, head, ENTRIES)
        rows: list[Owed] = []
        if entries:
            board = self.boards.fresh(dossier)
            self._bring_into_line(board)
            rows = self._owed(board, entries[-1].seq)
        to = entries[-1].seq if len(entries) == ENTRIES else head
        self.writer.run(
            lambda connection: followers.advance(connection, FOLLOWER, dossier, at, to, rows),
        ).result(PATIENCE_S)

    def _bring_into_line(self, board: Board) -> None:
        now, bodies = self.clock.now(), {card.body: body_of(card) for card in policy.linked(board)}
        lasts, known = policy.is_in_emergency(board), self.links.of(board.dossier)
        gone = [
            link.account
            for link in known
            if link.revoked_at is None and not (lasts and (link.kind == "liaison" or link.body in bodies))
        ]
        if gone:
            ended = self.links.end(board.dossier, gone, now, "system")
            log.info("%d links of %s ended", ended, board.dossier)
        # What somebody has revoked is made anew by somebody, who knows why: a mailbox may have been read.
        revoked = {link.body for link in known if link.ended_by not in (None, "system")}
        if bodies := {id: body for id, body in bodies.items() if id not in revoked}:
            made = self.links.ensure(board.dossier, [*bodies.values()], now)
            log.info("%d field links of %s made", len(made), board.dossier)

    def _owed(self, board: Board, seq: int) -> list[Owed]:
        """Return the messages that the links of a dossier owe and that nothing in the outbox holds yet."""
        crisis = crisis_of(board)
        if not self.sends or crisis is None:
            return []
        now = self.clock.now()
        made = (link for link in self.links.of(board.dossier) if link.given_by == "system")
        standing = [link for link in made if link.kind == "terrain" and link.stands(now)]
        with self.engine.connect() as connection:
            known = followers.cards_of(connection, board.dossier, access.PREFIX)
        owing = [link for link in standing if f"{access.PREFIX}{link.account}" not in known]
        try:
            reached = OfDossier(self.addresses, board).of_many({link.body for link in owing})
        except AddressesRefused as refused:
            log.warning("field links are sent to nobody: %s", refused)
            return []
        found = (access.owed(link, seq, reached.get(link.body, ()), crisis.exercise, now) for link in owing)
        return [row for row in found if row]
