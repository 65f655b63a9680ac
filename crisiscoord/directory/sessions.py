"""Browsers that have signed in. The cookie holds a random text; its digest is kept, and the account it stands for.

A session ends when it has not been used for `IDLE`, after `LONGEST` whatever happens, when it is closed, when its owner
opens more than `MOST_EACH`, or with its account. Its owner is a person, or an account that is nobody's seat.
"""

import contextlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from ..clock import monotonic
from ..domain.words import Actor
from ..errors import Missing, Unavailable
from .ledger import Ledger
from .remembered import Remembered
from .tables import ACCOUNT, SESSION
from .tokens import Account, account_of, digest_of
from .undertakings import is_signed, unsigned_actor

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
#: For how long signing in proves who is there, to what asks for it again (ASVS 5.0, 7.5.2).
PROVEN = timedelta(minutes=15)
#: The last use is written no more often than this.
SEEN_EVERY = timedelta(minutes=5)
#: Ended sessions removed at each sweep.
MOST_SWEPT = 1_000
#: Sessions of one owner; the one not used for longest ends.
MOST_EACH = 20

Way = Literal["password", "link", "provider", "token", "demo", "setup", "access"]

_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it is kept. `person` is whose it is, None when the account is nobody's seat."""

    digest: bytes
    account: Account
    person: str | None
    created_at: datetime
    seen_at: datetime
    way: str
    agent: str
    #: The person has not accepted the undertaking that is asked for today.
    unsigned: bool = False

    @property
    def actor(self) -> Actor:
        return unsigned_actor(self.account.actor) if self.unsigned else self.account.actor

    def is_proven(self, now: datetime) -> bool:
        """Say whether its owner has signed in so lately that nobody else is likely to be there."""
        return now < self.created_at + PROVEN

    def holds(self, now: datetime) -> bool:
        return now < self.seen_at + IDLE and now < self.created_at + LONGEST and self.account.holds(now)


class Sessions:
    """Opens, recognises and closes sessions. Its methods wait for the database: call them in a thread."""

    def __init__(self, ledger: Ledger, now_s: Callable[[], float] = monotonic, asked: int | None = None) -> None:
        """`asked` is the version of the undertaking that persons must have accepted; None: nothing is asked."""
        self._ledger, self._asked = ledger, asked
        self._remembered: Remembered[Session] = Remembered(now_s)

    def open(
        self, account: str, now: datetime, *, way: Way = "token", agent: str = "", instead_of: str | None = None
    ) -> str:
        """Return what the cookie must hold for a session of `account`. Raises Missing when there is none.

        Always a new text: one that was put in the browser beforehand opens nothing (session fixation). `instead_of`
        is what the browser held; that session ends, as do those beyond `MOST_EACH`: in every process, with sockets.
        """
        text = secrets.token_urlsafe(32)
        row = {"digest": digest_of(text), "account": account, "created_at": now, "seen_at": now}

        def write(connection: Connection) -> int:
            found = connection.execute(select(ACCOUNT.c.person).where(ACCOUNT.c.id == account)).first()
            if found is None:
                raise Missing(f"Aucun compte ne porte l’identifiant «\u00a0{account}\u00a0».")
            connection.execute(insert(SESSION).values(**row, person=found.person, way=way, agent=agent[:64]))
            mine = SESSION.c.person == found.person if found.person else SESSION.c.account == account
            newest = (
                select(SESSION.c.digest).where(mine).order_by(SESSION.c.seen_at.desc(), SESSION.c.created_at.desc())
            )
            extra = [one.digest for one in connection.execute(newest.offset(MOST_EACH).limit(MOST_SWEPT))]
            if instead_of:
                extra.append(digest_of(instead_of))
            return connection.execute(delete(SESSION).where(SESSION.c.digest.in_(extra))).rowcount if extra else 0

        if self._ledger.change_if(write, now):
            self.forget()
        return text

    def actor(self, text: str, now: datetime, *, fresh: bool = False) -> Actor | None:
        """Return whom a cookie stands for, and note that it was used; None when it stands for nobody any more.

        `fresh` asks the database even if the answer is remembered: for a socket whose rights are reviewed.
        """
        if _COOKIE.fullmatch(text) is None:
            return None
        key = digest_of(text)
        session = (None if fresh else self._remembered.get(key)) or self._read(key)
        if session is None or not session.holds(now):
            return None
        if now >= session.seen_at + SEEN_EVERY:
            self._note_use(key, session, now)
        return session.actor

    def remembered(self, text: str, now: datetime) -> Actor | None:
        """Return whom a cookie stands for if that is known without the database: may be called on the loop."""
        session = self._remembered.get(digest_of(text)) if _COOKIE.fullmatch(text) else None
        if session is None or not session.holds(now) or now >= session.seen_at + SEEN_EVERY:
            return None
        return session.actor

    def close(self, text: str, now: datetime) -> None:
        """End a session, in every process; no effect on one that has ended."""
        key = digest_of(text)
        self._ledger.change(lambda connection: connection.execute(delete(SESSION).where(SESSION.c.digest == key)), now)
        self.forget()

    def standing(self, text: str, now: datetime) -> Session | None:
        """Return the session that a cookie stands for, read again; None when it has ended."""
        session = self._read(digest_of(text)) if _COOKIE.fullmatch(text) else None
        return session if session and session.holds(now) else None

    def alike(self, one: Session, now: datetime) -> list[Session]:
        """Return the sessions of the same owner, the last used first."""
        with self._ledger.engine.connect() as connection:
            rows = connection.execute(_SESSIONS.where(_of_owner(one)).order_by(SESSION.c.seen_at.desc())).all()
        return [found for found in map(_session_of, rows) if found.holds(now)]

    def end(self, one: Session, digest: bytes | None, now: datetime) -> int:
        """End another session of the same owner, or all the others when `digest` is None; returns how many."""
        which = SESSION.c.digest == digest if digest else SESSION.c.digest != one.digest
        gone = delete(SESSION).where(_of_owner(one)).where(which)
        count = self._ledger.change(lambda connection: connection.execute(gone).rowcount, now)
        self.forget()
        return count

    def sweep(self, now: datetime) -> int:
        """Remove sessions that have ended by themselves, `MOST_SWEPT` at most; returns how many."""
        ended = or_(SESSION.c.seen_at <= now - IDLE, SESSION.c.created_at <= now - LONGEST)
        some = select(SESSION.c.digest).where(ended).limit(MOST_SWEPT)
        return self._ledger.write(
            lambda connection: connection.execute(delete(SESSION).where(SESSION.c.digest.in_(some))).rowcount
        )

    def forget(self) -> None:
        """Ask the database again from now on. To be called when `_directory` is rung."""
        self._remembered.forget()

    def _read(self, key: bytes) -> Session | None:
        begun = self._remembered.begin()
        with self._ledger.engine.connect() as connection:
            row = connection.execute(_SESSIONS.where(SESSION.c.digest == key)).first()
            unsigned = row is not None and not is_signed(connection, row.owner, self._asked)
        if row is None:
            return None
        session = replace(_session_of(row), unsigned=unsigned)
        self._remembered.put(key, session, begun)
        return session

    def _note_use(self, key: bytes, session: Session, now: datetime) -> None:
        """Write that a session is in use, without waiting: it holds for hours, a lost note costs nothing."""
        used = update(SESSION).where(SESSION.c.digest == key).where(SESSION.c.seen_at < now).values(seen_at=now)
        with contextlib.suppress(Unavailable):
            self._ledger.writer.run(lambda connection: connection.execute(used))
        self._remembered.put(key, replace(session, seen_at=now), self._remembered.begin())


_SESSIONS = select(
    ACCOUNT,
    SESSION.c.digest,
    SESSION.c.person.label("owner"),
    SESSION.c.created_at.label("opened_at"),
    SESSION.c.seen_at,
    SESSION.c.way,
    SESSION.c.agent,
).join(SESSION, SESSION.c.account == ACCOUNT.c.id)


def _session_of(row: Row[Any]) -> Session:
    return Session(bytes(row.digest), account_of(row), row.owner, row.opened_at, row.seen_at, row.way, row.agent)


def _of_owner(one: Session) -> ColumnElement[bool]:
    return SESSION.c.person == one.person if one.person else SESSION.c.account == one.account.id
