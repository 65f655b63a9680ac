"""A journal in memory: what desk and journal do to one dossier, without a database.

Every command goes through the real policy, decision, showing and telling. On the way the pen checks what
must hold for every entry: its size, its line, its channel, its fact read back from JSON.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from typing import Any

import orjson

from crisiscoord.assets import playbooks_dir
from crisiscoord.domain import catalogue, policy
from crisiscoord.domain.agreements import Library
from crisiscoord.domain.board import Board, Delta
from crisiscoord.domain.places import TerritoryView
from crisiscoord.domain.words import (
    ERASED,
    SYSTEM,
    Actor,
    By,
    Command,
    Entry,
    Fact,
    Situation,
    derived_id,
    format_instant,
)
from crisiscoord.library.reading import read_library
from crisiscoord.library.territory import Territory
from tests.cast import PERMANENCE

#: What one entry may change on a board, encoded (docs/architecture.md, « Bounds »).
MOST_BYTES = 48 * 1024
#: What a line of the main courante may hold besides the words of somebody.
MOST_LINE = 300


@cache
def territory() -> TerritoryView:
    return Territory()


@cache
def library() -> Library:
    return read_library(playbooks_dir())


class Pen:
    """Writes one dossier. `now` is the instant of the next command; `tick` moves it."""

    def __init__(
        self,
        now: datetime,
        dossier: str = "crise-test",
        texts: Library | None = None,
        land: TerritoryView | None = None,
    ) -> None:
        self.now, self.dossier = now, dossier
        self.library = library() if texts is None else texts
        self.land = land or territory()
        self.board = Board(dossier)
        self.entries: list[Entry] = []
        self._ids = count(1)

    def tick(self, **by: float) -> datetime:
        """Let time pass (`minutes=5`), and return the new instant."""
        self.now += timedelta(**by)
        return self.now

    def do(
        self,
        asked: Command | dict[str, Any] | str,
        as_: Actor = PERMANENCE,
        now: datetime | None = None,
        **fields: Any,
    ) -> list[Entry]:
        """Carry out a command: itself, a dict, or its `do` and its fields. Raises its refusal."""
        self.now = self.now if now is None else now
        command = asked if isinstance(asked, Command) else self.read(asked, **fields)
        situation = self.situation(as_, command)
        facts = catalogue.decide(self.board, command, situation)
        return self._write(facts, By(account=as_.account, role=situation.role, body=next(iter(as_.bodies), None)))

    def read(self, asked: dict[str, Any] | str, **fields: Any) -> Command:
        """Read a command from JSON, as the server would; `id` and `dossier` are added."""
        data = {"do": asked, **fields} if isinstance(asked, str) else {**asked, **fields}
        whole = {"id": derived_id("pen", self.dossier, next(self._ids)), "dossier": self.dossier, **data}
        return catalogue.read_command(orjson.dumps(whole, default=_json)).command

    def situation(self, actor: Actor, command: Command) -> Situation:
        """Return what a decision on `command` may know, once policy has let `actor` through."""
        capacity = policy.authorize(actor, command, self.board, self.now, self.entry)
        assert not self.board.seq or command.opens or self.board.kind in command.on, command.do
        return Situation(
            now=self.now,
            actor=actor,
            role=capacity.role,
            library=self.library,
            territory=self.land,
            entry=self.entry,
            board_at=self.board_at,
        )

    def board_at(self, moment: datetime) -> Board:
        """Return the board of the last entry written at `moment` or before."""
        draft = Board(self.dossier).draft()
        for entry in self.entries:
            if entry.at <= moment:
                catalogue.advance(draft, entry)
        return draft.done()

    def entry(self, seq: int) -> Entry | None:
        return self.entries[seq - 1] if 0 < seq <= len(self.entries) else None

    def fall_due(self, now: datetime | None = None) -> list[Entry]:
        """Ask once for every due that has come, as the metronome does. Each must move on or go."""
        self.now = self.now if now is None else now
        written: list[Entry] = []
        for card in [card for card in self.board.cards() if card.next_ask is not None and card.next_ask <= self.now]:
            now_there = self.board.card(card.id)
            if now_there is None or now_there.next_ask != card.next_ask:
                continue  # settled by another due of this round: the metronome is told NotDue
            asked = self.read(f"{card.type}.fall_due", card=card.id, due=card.next_ask)
            written += self.do(asked, as_=SYSTEM)
            left = self.board.card(card.id)
            again = None if left is None else left.next_ask
            assert again is None or again > self.now, f"{card.id} would fall due for ever"
        return written

    def say(self) -> list[str]:
        """Return the lines of the main courante."""
        return [catalogue.tell(entry.fact) for entry in self.entries]

    def redrawn(self) -> Board:
        """Return the board drawn again from the first entry."""
        draft = Board(self.dossier).draft()
        for entry in self.entries:
            catalogue.advance(draft, entry)
        return draft.done()

    def _write(self, facts: list[Fact], by: By) -> list[Entry]:
        draft = self.board.draft()
        written = []
        for fact in facts:
            _check_fact(fact)
            seq, at = draft.seq + 1, max(self.now, self.entries[-1].at if self.entries else self.now)
            entry = Entry(
                dossier=self.dossier,
                seq=seq,
                at=at,
                occurred_at=fact.occurred() or at,
                by=by,
                channel=fact.channel(),
                fact=fact,
                digest=sha256(draft.digest + fact.model_dump_json().encode()).digest(),
            )
            if fact.erases() is not None:
                self._erase(fact.erases() or 0)
            _check_delta(catalogue.show(draft, entry))
            catalogue.advance(draft, entry)
            self.entries.append(entry)
            written.append(entry)
        self.board = draft.done()
        return written

    def _erase(self, seq: int) -> None:
        entry = self.entries[seq - 1]
        gone = {name: ERASED for name in entry.fact.worded if getattr(entry.fact, name) is not None}
        self.entries[seq - 1] = replace(entry, fact=entry.fact.model_copy(update=gone))


def _check_fact(fact: Fact) -> None:
    data = orjson.loads(fact.model_dump_json(exclude_none=True))
    kind = data.pop("kind")
    assert catalogue.read_fact(kind, fact.v, data) == fact, f"{kind} is not read back as it was written"
    line = catalogue.tell(fact)
    said = sum(len(str(getattr(fact, name) or "")) for name in fact.worded)
    assert 0 < len(line) <= MOST_LINE + said, f"{kind}: a line of {len(line)} characters"


def _check_delta(delta: Delta) -> None:
    size = sum(len(card.wire) for card in delta.put) + sum(len(id) for id in delta.drop)
    assert size <= MOST_BYTES, f"{size} bytes changed by one entry"
    for card in delta.put:
        assert card.id.startswith(f"{card.type}:")
        kept = card.model_dump_json(exclude_none=True, context={"references": True})
        again = type(card).model_validate_json(kept, context={"words": {}})
        assert again.id == card.id


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_instant(value)
    raise TypeError(value)
