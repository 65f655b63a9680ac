"""The notifier: reads the journals into the outbox, sends, writes on the board what came of it.

Any number may run: a cursor moves once, a row is held before anything is done about it. Each step is written down
before the next (`a_envoyer` → `parti` → `envoye`; `rejete` → `abandonne`), and each may be done again without harm:
the mail has the same Message-ID, the command the same id.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property, partial
from typing import Any, Protocol, TypeVar

from anyio import to_thread
from sqlalchemy import Connection, Engine

from ..clock import Clock
from ..desk.desk import Desk
from ..directory.links import Links
from ..domain.board import Board
from ..domain.catalogue import COMMAND_OF, asked
from ..domain.crisis import crisis_of
from ..domain.requesting import ReportsRequested
from ..domain.task_changes import TasksFellDue
from ..domain.words import SYSTEM, Entry, derived_id, format_instant
from ..errors import Problem, Unavailable
from ..journal import followers
from ..journal.boards import Boards
from ..journal.followers import Owed
from ..journal.writer import Writer
from . import access, agreed_dates, digests, proposals, requests, rules
from .addresses import SMS, WEBHOOK, Address, Addresses, OfDossier
from .failing import Failed
from .letters import Sender
from .message import access_mail, access_text, dates_mail, delivery_of, digest_mail, mail_of, request_mail, text_of
from .outbox import CARDS, MOST_WAITING
from .sms import SmsGateway
from .webhook import Webhooks, secret_of

T = TypeVar("T")
log = logging.getLogger(__name__)

#: Each with a cursor of its own: digests that wait must not hold up a notice.
FOLLOWERS = {
    "notices": rules.KINDS,
    "digests": digests.KINDS,
    "requests": requests.KINDS,
    "dates": agreed_dates.KINDS,
}
#: Journals read, entries taken up from each, rows worked on, at a time; rounds in one run; mails sent at once.
JOURNALS, ENTRIES, ROWS, ROUNDS, AT_ONCE = 50, 500, 20, 20, 4
PATIENCE_S = 20.0
#: Seconds for one sending: all the rows held at once are through before their hold ends, `AT_ONCE` by `AT_ONCE`.
SENDING_S = 20.0


class Sends(Protocol):
    """What takes a mail upon itself (`smtp.Smtp`). Raises Failed."""

    async def send(self, mail: EmailMessage) -> None: ...


@dataclass(frozen=True)
class Works:
    """What a notifier works with. `key` gives what signs the links, asked for when it is first needed."""

    engine: Engine
    writer: Writer
    boards: Boards
    desk: Desk
    clock: Clock
    addresses: Addresses
    sends: Sends
    sms: SmsGateway
    webhooks: Webhooks
    sender: Sender
    links: Links
    key: Callable[[], str]

    @cached_property
    def signing(self) -> bytes:
        return self.key().encode()

    def write(self, write: Callable[[Connection], T]) -> T:
        return self.writer.run(write).result(PATIENCE_S)


class Notifier:
    """Runs when told to (`agenda/motor.py`), in the event loop; what waits for the database does so in threads."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._holder = secrets.token_hex(8)

    async def run(self) -> int:
        """Take up what the journals owe and do what is due; return how many steps were made."""
        await to_thread.run_sync(self._follow)
        steps = 0
        for _ in range(ROUNDS):
            rows = await to_thread.run_sync(self._hold)
            if not rows:
                break
            steps += len(rows)
            places = asyncio.Semaphore(AT_ONCE)
            await asyncio.gather(*(self._step(row, places) for row in rows))
        return steps

    # ------------------------------------------------------------------------------------- the journals

    def _follow(self) -> None:
        for follower in FOLLOWERS:
            with self._works.engine.connect() as connection:
                grown = followers.behind(connection, follower, JOURNALS)
            for dossier, at, head in grown:
                self._take_up(follower, dossier, at, head)

    def _take_up(self, follower: str, dossier: str, at: int, head: int) -> None:
        works = self._works
        with works.engine.connect() as connection:
            entries = followers.entries_of_kinds(connection, dossier, FOLLOWERS[follower], at, head, ENTRIES)
            waits = followers.waiting(connection, dossier, CARDS[follower]) if entries else 0
        if entries and waits >= MOST_WAITING:
            log.warning("the outbox of %s is full (%d): its journal waits", dossier, waits)
            return
        rows = self._owed(works.boards.fresh(dossier), entries) if entries else []
        to = entries[-1].seq if len(entries) == ENTRIES else head
        works.write(lambda connection: followers.advance(connection, follower, dossier, at, to, rows))

    def _owed(self, board: Board, entries: list[Entry]) -> list[Owed]:
        works, now, rows = self._works, self._works.clock.now(), list[Owed]()
        order = OfDossier(works.addresses, board)
        for entry in entries:
            if isinstance(entry.fact, TasksFellDue):
                card = f"{digests.PREFIX}{entry.fact.owner}"
                with works.engine.connect() as connection:
                    before = followers.of_card(connection, board.dossier, card)
                before += [row for row in rows if row.card == card]
                rows += digests.owed(board, entry, order, works.signing, now, before)
                continue
            if isinstance(entry.fact, agreed_dates.FACTS):
                with works.engine.connect() as connection:
                    before = followers.of_cards(connection, board.dossier, agreed_dates.PREFIX)
                before += [row for row in rows if agreed_dates.is_dates(row)]
                rows += agreed_dates.owed(board, entry, order, works.signing, now, before)
                continue
            if isinstance(entry.fact, ReportsRequested):
                rows += requests.owed(entry, order, self._is_exercise(board), works.signing, now)
                continue
            to = getattr(entry.fact, "to", "")
            addresses = self._addresses(board, f"{rules.PREFIX}{to}-{entry.seq}", to)
            rows += rules.owed(entry, addresses, self._is_exercise(board), works.signing, now)
        return rows

    # ---------------------------------------------------------------------------------------- the steps

    def _hold(self) -> list[Owed]:
        now = self._works.clock.now()
        with self._works.engine.connect() as connection:
            if not followers.is_due(connection, now):  # asked first: the one writer is for what changes something
                return []
        return self._works.write(lambda connection: followers.hold(connection, self._holder, now, ROWS))

    async def _step(self, row: Owed, places: asyncio.Semaphore) -> None:
        try:
            async with places:
                if row.state == "a_envoyer":
                    await self._send(row)
                else:
                    await to_thread.run_sync(self._settle, row)
        except (Unavailable, TimeoutError) as late:
            log.warning("a notice of %s is left for later: %s", row.dossier, late)
        except Exception:  # one that breaks must not hold up the others; it is taken up again when its hold ends
            log.exception("a notice of %s failed", row.dossier)

    async def _send(self, row: Owed) -> None:
        sending = await to_thread.run_sync(self._sending, row)
        if sending is None:
            return
        try:
            async with asyncio.timeout(SENDING_S):
                await sending()
        except TimeoutError:
            await to_thread.run_sync(self._note_failure, row, Failed("serveur_muet"))
        except Failed as failed:
            await to_thread.run_sync(self._note_failure, row, failed)
        else:
            now = self._works.clock.now()
            await to_thread.run_sync(partial(self._release, row, state="parti", next_at=now, tried_at=now, fault=""))

    def _sending(self, row: Owed) -> Callable[[], Awaitable[None]] | None:
        """Return what sends the message of a row, written now; raises Failed when called.

        None when there is nothing to send, or nobody, any more, to send it to.
        """
        works = self._works
        board = works.boards.fresh(row.dossier)
        if access.is_access(row):
            return self._sending_access(board, row)
        if requests.is_request(row):
            return self._sending_request(board, row)
        if agreed_dates.is_dates(row):
            return self._sending_dates(board, row)
        late = digests.due_of(board, row, works.clock.now()) if digests.is_digest(row) else None
        if late is None and not rules.is_wanted(board, row):
            self._release(row, state="sans_objet", next_at=None)
            return None
        address = next((one for one in self._recipients(board, row) if one.id == row.recipient), None)
        if address is None and late:
            self._release(row, state="sans_objet", next_at=None)
            return None
        if address is None:  # withdrawn since: whoever is in the order of call now is written to
            self._find_somebody(board, row)
            return None
        secret = rules.secret(works.signing, row.dossier, row.entry, row.recipient)
        if (link := rules.digest_of(secret)) != row.link:  # the key has changed: the new link must be known first
            self._release(row, link=link)
            return None
        if late:
            return partial(works.sends.send, digest_mail(board, row, address.to, late, works.sender))
        if row.channel == SMS:
            text, id = text_of(board, row, secret, works.sender), rules.message_id(row, works.sender.host)
            return partial(works.sms.send, address.to, text, id)
        if row.channel == WEBHOOK:
            made = delivery_of(board, row, address.to, secret, works.sender)
            return partial(works.webhooks.send, made, secret_of(works.signing, address.to), works.clock.now())
        return partial(works.sends.send, mail_of(board, row, address.to, secret, works.sender))

    def _sending_request(self, board: Board, row: Owed) -> Callable[[], Awaitable[None]] | None:
        """Return what asks a body for its report; None when it has reported, or nobody is there."""
        works = self._works
        said = requests.told(board, row, works.clock.now())
        order = OfDossier(works.addresses, board).of(row.body)
        address = rules.address_of(row, order, self._is_exercise(board))
        if said is None or address is None:
            self._release(row, state="sans_objet", next_at=None)
            return None
        return partial(works.sends.send, request_mail(board, row, address.to, said, works.sender))

    def _sending_dates(self, board: Board, row: Owed) -> Callable[[], Awaitable[None]] | None:
        """Return what tells a party the dates of a convention; None when nothing is left to do, or nobody is there."""
        works = self._works
        found = agreed_dates.dates_of(board, row, works.clock.now())
        address = rules.address_of(row, OfDossier(works.addresses, board).of(row.body), exercise=False)
        if found is None or address is None:
            self._release(row, state="sans_objet", next_at=None)
            return None
        return partial(works.sends.send, dates_mail(board, row, address.to, found, works.sender))

    def _sending_access(self, board: Board, row: Owed) -> Callable[[], Awaitable[None]] | None:
        """Return what sends the message of a field link; None when it opens nothing, or nobody is there."""
        works = self._works
        opening = access.opening_of(works.links, board, row, works.clock.now())
        address = rules.address_of(row, self._addresses(board, row.card, row.body), self._is_exercise(board))
        if opening is None or address is None:
            self._release(row, state="sans_objet", next_at=None)
            return None
        if row.channel == SMS:
            text, id = access_text(board, opening, works.sender), rules.message_id(row, works.sender.host)
            return partial(works.sms.send, address.to, text, id)
        return partial(works.sends.send, access_mail(board, row, address.to, opening, works.sender))

    def _note_failure(self, row: Owed, failed: Failed) -> None:
        now = self._works.clock.now()
        tried = row.attempts + 1
        log.warning("a notice of %s was not taken (%s), attempt %d", row.dossier, failed.fault, tried)
        changes: dict[str, Any] = {"attempts": tried, "tried_at": now, "fault": failed.fault}
        if failed.final or tried >= rules.ATTEMPTS:
            self._release(row, state="rejete", next_at=now, **changes)
        else:
            self._release(row, next_at=now + rules.pause(row), **changes)

    def _settle(self, row: Owed) -> None:
        """Do what comes after a sending, a failure, or a wait."""
        if any(
            is_one(row) for is_one in (digests.is_digest, requests.is_request, agreed_dates.is_dates)
        ):  # nothing goes on the board, nobody else is written to
            self._release(row, state="envoye" if row.state == "parti" else "abandonne", next_at=None)
            return
        board = self._works.boards.fresh(row.dossier)
        if access.is_access(row):
            self._settle_access(board, row)
            return
        if row.state == "parti":
            self._record(row, "envoye")
            assert row.tried_at is not None
            self._release(row, state="envoye", next_at=row.tried_at + rules.ESCALATE)
        elif row.state == "rejete":
            self._give_up(board, row)
        elif not rules.is_wanted(board, row):
            self._release(row, next_at=None, **({"state": "sans_objet"} if row.state == "sans_adresse" else {}))
        elif row.state == "sans_adresse":
            self._find_somebody(board, row)
        else:
            self._escalate(board, row)
            self._release(row, next_at=None)

    def _settle_access(self, board: Board, row: Owed) -> None:
        """Nothing of it goes on the board; one that nobody took goes to whoever follows in the order of call."""
        works, now = self._works, self._works.clock.now()
        if row.state == "rejete":
            order = OfDossier(works.addresses, board).of(row.body)
            further = access.following(row, order, self._is_exercise(board), now)
            works.write(lambda connection: followers.put(connection, [further] if further else []))
        self._release(row, state="envoye" if row.state == "parti" else "abandonne", next_at=None)

    def _give_up(self, board: Board, row: Owed) -> None:
        """Write to the next in the order of call at once; the notice has failed when there is nobody left."""
        if rules.is_wanted(board, row) and not self._escalate(board, row):
            with self._works.engine.connect() as connection:
                others = followers.of_card(connection, row.dossier, row.card)
            if not any(one.state in ("a_envoyer", "parti", "envoye") for one in others):
                self._record(row, "echec")
        self._release(row, state="abandonne", next_at=None)

    def _escalate(self, board: Board, row: Owed) -> bool:
        """Owe the message to whoever follows in the order of call; False when nobody does."""
        works = self._works
        order = self._addresses(board, row.card, row.body)
        following = rules.following(row, order, self._is_exercise(board))
        if following is None:
            return False
        now = works.clock.now()
        further = rules.message(row.dossier, row.entry, row.body, following, works.signing, now)
        works.write(lambda connection: followers.put(connection, [further]))
        return True

    def _find_somebody(self, board: Board, row: Owed) -> None:
        works, now = self._works, self._works.clock.now()
        found = self._recipients(board, row)
        if not found and row.recipient == rules.NOBODY:
            self._release(row, next_at=now + rules.LOOK_AGAIN)
            return
        recipient = found[0].id if found else rules.NOBODY
        other = rules.message(row.dossier, row.entry, row.body, recipient, works.signing, now)
        works.write(lambda connection: followers.replace(connection, self._holder, row, [other]))

    # --------------------------------------------------------------------------------------------- ground

    def _recipients(self, board: Board, row: Owed) -> list[Address]:
        return rules.recipients(self._addresses(board, row.card, row.body), self._is_exercise(board))

    def _addresses(self, board: Board, card: str, body: str) -> list[Address]:
        """Return the addresses of a body in the order of call, or those of the person to whom a card is a question."""
        question = proposals.proposal_of(board, card)
        if question is not None:
            return proposals.addresses(board, question)
        return OfDossier(self._works.addresses, board).of(body)

    def _is_exercise(self, board: Board) -> bool:
        """Say whether the dossier is an exercise; what is not surely real is one."""
        crisis = crisis_of(board)
        return crisis is None or crisis.exercise

    def _record(self, row: Owed, outcome: str) -> None:
        """Write on the board what came of a message. What the board refuses is known there already."""
        assert row.tried_at is not None
        command = COMMAND_OF["notice.record"].model_validate(
            {
                "id": derived_id(row.dossier, row.card, outcome, row.recipient, format_instant(row.tried_at)),
                "dossier": row.dossier,
                "notice": row.card.partition(":")[2],
                "sent_at": row.tried_at,
                "means": row.channel,
                "outcome": outcome,
            }
        )
        try:
            self._works.desk.submit(asked(command), SYSTEM).result(PATIENCE_S)
        except Unavailable:
            raise
        except Problem as refused:
            log.info("the sending of %s of %s was not recorded: %s", row.card, row.dossier, refused)

    def _release(self, row: Owed, **changes: Any) -> None:
        self._works.write(lambda connection: followers.release(connection, self._holder, row, **changes))
