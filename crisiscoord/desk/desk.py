"""The desk: the one way in. Every change to a dossier goes through Desk.submit().

Commands that wait are carried out in batches: one dossier per batch, one transaction per batch, dossiers
in turn. Measured reasons in docs/performance.md; what is promised, in docs/architecture.md.
"""

import asyncio
import hmac
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from ..bell import Bell
from ..clock import Clock
from ..domain import catalogue, policy
from ..domain.agreements import Library
from ..domain.board import Board, Draft
from ..domain.catalogue import Asked
from ..domain.places import TerritoryView
from ..domain.words import Actor, By, Entry, Fact, Situation, canonical
from ..errors import Problem, Refused, TooLarge
from ..journal import deadlines
from ..journal.boards import Boards
from ..journal.heads import Head, head_of
from ..journal.journal import Kept, OpenedElsewhere, Receipt, Turn
from ..journal.lines import FreshSalts, Salts
from ..journal.writer import Busy, Writer, unavailable
from .answers import Answer, Hear, Hearing, give, hearing

log = logging.getLogger(__name__)

#: Commands of one dossier carried out in one transaction.
BATCH = 256
#: Commands that may wait for one dossier; more is refused at once.
WAITING = 10_000
#: What one entry may change on the board, in bytes as sent to screens (docs/architecture.md), and what it
#: may weigh with its line: one frame must hold both.
DELTA, ENTRY = 48 * 1024, 60 * 1024
#: A line weighs at most this; its own weight is looked at only where both might be too much.
LINE = 50 * 1024


#: The agreed texts, and who acts where, as they stand when it is asked.
Ground = Callable[[], tuple[Library, TerritoryView]]


class CommandIdReused(Refused):
    code, title = "command_id_reused", "Identifiant de commande déjà employé"


class WrongKind(Refused):
    code, title = "wrong_kind", "Commande sans objet dans ce dossier"


class ActTooLarge(TooLarge):
    code, title = "act_too_large", "Action trop volumineuse"


@dataclass(slots=True)
class _Waiting:
    asked: Asked
    actor: Actor
    answer: Answer


class Desk:
    """Takes commands for every dossier, from any thread."""

    def __init__(
        self,
        writer: Writer,
        boards: Boards,
        bell: Bell,
        clock: Clock,
        ground: Ground,
        salts: Salts | None = None,
    ) -> None:
        self.writer, self.boards, self.bell, self.clock = writer, boards, bell, clock
        self.ground, self.salts = ground, salts or FreshSalts()
        self._waiting: dict[str, deque[_Waiting]] = {}
        self._lock = threading.Lock()

    def submit(self, asked: Asked, actor: Actor) -> "Future[Receipt]":
        """Carry out a command once, however often it is sent; its receipt, or a Problem, comes by the future.

        Raises Busy at once when too much waits. A receipt means: committed, and shown by every board asked
        for from now on.
        """
        answer: Future[Receipt] = Future()
        self._queue(_Waiting(asked, actor, answer))
        return answer

    def begin(self, asked: Asked, actor: Actor) -> "asyncio.Future[Receipt]":
        """Do as `submit`, for the running loop. The command is carried out even if nobody waits for its answer."""
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self.send(asked, actor, hearing(answer))
        return answer

    def send(self, asked: Asked, actor: Actor, hear: Hear) -> None:
        """Do as `submit`: `hear` is called in the running loop with the receipt, or with the exception."""
        self._queue(_Waiting(asked, actor, Hearing(asyncio.get_running_loop(), hear)))

    def _queue(self, waiting: _Waiting) -> None:
        dossier = waiting.asked.command.dossier
        with self._lock:
            queue = self._waiting.get(dossier)
            if queue is None:
                self.writer.put(lambda: self._turn(dossier))
                queue = self._waiting[dossier] = deque()
            elif len(queue) >= WAITING:
                raise Busy("Ce dossier reçoit trop d’écritures : renvoyez dans quelques secondes.")
            queue.append(waiting)

    def _turn(self, dossier: str) -> None:
        """Carry out a batch of one dossier, then queue again behind the other dossiers if more waits."""
        with self._lock:
            queue = self._waiting[dossier]
            batch = [queue.popleft() for _ in range(min(BATCH, len(queue)))]
        try:
            try:
                _Batch(self, dossier).carry_out(batch)
            except OpenedElsewhere:  # nothing was written nor answered: the same again, on the journal that is there
                _Batch(self, dossier).carry_out(batch)
        except Exception as error:  # the thread must go on and every sender must hear of it
            if not isinstance(error, SQLAlchemyError):
                log.exception("a batch of %s failed", dossier)
            else:
                log.warning("a batch of %s was not written: %s", dossier, error)
            give([(waiting.answer, unavailable(error)) for waiting in batch])
        with self._lock:
            if queue:
                self.writer.put(lambda: self._turn(dossier), again=True)
            else:
                del self._waiting[dossier]


class _Batch:
    """One dossier, one transaction."""

    def __init__(self, desk: "Desk", dossier: str) -> None:
        self._desk, self._dossier = desk, dossier
        # Asked for once, before the lock is taken: the whole batch is decided on the same ground.
        self._ground = desk.ground()
        # Nothing is answered before the commit: a refusal may rest on a command that then was not written.
        self._answers: list[tuple[_Waiting, Receipt | Exception]] = []
        self._drawn: list[str] = []

    def carry_out(self, batch: list[_Waiting]) -> None:
        """Carry the batch out. A refused or broken command fails alone; a failed commit fails them all."""
        desk = self._desk
        if not desk.boards.at_hand(self._dossier).seq:
            desk.boards.fresh(self._dossier)  # the long read is done before the lock is taken
        with desk.writer.begin() as connection:
            base, turn = self._begin(connection, any(waiting.asked.command.opens for waiting in batch))
            draft = base.draft()
            self._decide_all(turn, draft, batch)
            entries = self._write(turn, base, draft)
        board = desk.boards.publish(draft.done(), entries) if entries else base
        give([(waiting.answer, answer) for waiting, answer in self._answers])
        if entries:
            desk.bell.ring(self._dossier, board.seq)

    def _begin(self, connection: Connection, opening: bool) -> tuple[Board, Turn]:
        """Take the pen: lock the head, and bring the board to it by the tail alone."""
        desk, now = self._desk, self._desk.clock.now()
        head = head_of(connection, self._dossier, lock=True)
        if head is None:
            nothing = Head(self._dossier, "", 0, bytes(32), now, True)
            return Board(self._dossier), Turn(connection, nothing, now, desk.salts, is_new=opening)
        board = desk.boards.caught_up(connection, self._dossier, head) if head.seq else Board(self._dossier)
        return board, Turn(connection, head, max(now, head.last_at), desk.salts)

    def _decide_all(self, turn: Turn, draft: Draft, batch: list[_Waiting]) -> None:
        kept = turn.receipts_of([waiting.asked.command.id for waiting in batch])
        for waiting in batch:
            turn_mark, draft_mark, drawn = turn.mark(), draft.mark(), len(self._drawn)
            try:
                receipt = self._decide_one(turn, draft, waiting, kept)
            except Exception as error:  # one broken command must not take the others with it
                if not isinstance(error, Problem):
                    log.exception("%s failed", waiting.asked.command.do)
                turn.back_to(turn_mark)
                draft.back_to(draft_mark)
                del self._drawn[drawn:]
                self._answers.append((waiting, error))
            else:
                self._answers.append((waiting, receipt))

    def _decide_one(self, turn: Turn, draft: Draft, waiting: _Waiting, kept: dict[str, Kept]) -> Receipt:
        desk, command, actor = self._desk, waiting.asked.command, waiting.actor
        before = kept.get(command.id)
        if before is not None and command.do in policy.SPENT and before.account == actor.account:
            return _same(before, waiting)
        capacity = policy.authorize(actor, command, draft, turn.now, turn.entry)
        if before is not None:
            return _same(before, waiting)
        if draft.seq and draft.kind not in command.on:
            raise WrongKind(f"« {command.do} » n’a pas de sens dans ce dossier.")
        looked_back = partial(desk.boards.at, turn.connection, draft, turn.now)
        library, territory = self._ground
        situation = Situation(turn.now, actor, capacity.role, library, territory, turn.entry, looked_back)
        by = policy.signature(actor, capacity, command)
        first = turn.seq + 1
        for fact in catalogue.decide(draft, command, situation):
            self._compose(turn, draft, fact, by)
        last = turn.seq
        written = last >= first
        receipt = Receipt(self._dossier, first if written else None, last if written else None, turn.cursor)
        salt = desk.salts()
        digest = sha256(salt + waiting.asked.received).digest()
        turn.receive(command.id, actor.account, salt, digest, receipt)
        kept[command.id] = Kept(actor.account, salt, digest, receipt)
        return receipt

    def _compose(self, turn: Turn, draft: Draft, fact: Fact, by: By) -> None:
        entry = turn.compose(fact, by)
        put = catalogue.advance(draft, entry)
        weight = sum(card.at_most for card in put)
        if weight > ENTRY - LINE:
            weight = sum(card.weight for card in put)
            weight = max(weight, weight + len(canonical(catalogue.line(entry))) - (ENTRY - DELTA))
        if weight > DELTA:
            raise ActTooLarge("Cette action change trop de choses à la fois : faites-la en plusieurs fois.")
        self._drawn.extend(card.id for card in put)

    def _write(self, turn: Turn, base: Board, draft: Draft) -> list[Entry]:
        if turn.is_empty:
            return []
        entries = turn.flush()
        if entries:
            dropped = [id for id, seq, _ in draft.gone() if seq > base.seq]
            deadlines.keep_in_step(turn.connection, base, draft, [*self._drawn, *dropped])
            turn.move_head(kind=draft.kind, is_open=catalogue.is_open(draft))
        return entries


def _same(kept: Kept, waiting: _Waiting) -> Receipt:
    """Return the first answer to a command sent again; refuse its id to anybody and anything else."""
    digest = sha256(kept.salt + waiting.asked.received).digest()
    if kept.account != waiting.actor.account or not hmac.compare_digest(kept.digest, digest):
        raise CommandIdReused("Cet identifiant de commande a déjà servi à autre chose : envoyez-en un nouveau.")
    return replace(kept.receipt, again=True)
