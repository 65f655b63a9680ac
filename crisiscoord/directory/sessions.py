"""Browsers that have signed in. The cookie holds a random text; its digest is kept, and the account it stands for.

A session ends when it has not been used for `IDLE`, after `LONGEST` whatever happens, when it is closed, or
with its account.
"""

import contextlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from ..clock import monotonic
from ..domain.words import Actor
from ..errors import Missing, Unavailable
from .ledger import Ledger
from .remembered import Remembered
from .tables import ACCOUNT, SESSION
from .tokens import Account, account_of, digest_of

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
#: The last use is written no more often than this.
SEEN_EVERY = timedelta(minutes=5)
#: Ended sessions removed at each sweep.
MOST_SWEPT = 1_000

_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class _Session:
    account: Account
    created_at: datetime
    seen_at: datetime

    def holds(self, now: datetime) -> bool:
        return now < self.seen_at + IDLE and now < self.created_at + LONGEST and self.account.holds(now)


class Sessions:
    """Opens, recognises and closes sessions. Its methods wait for the database: call them in a thread."""

    def __init__(self, ledger: Ledger, now_s: Callable[[], float] = monotonic) -> None:
        self._ledger = ledger
        self._remembered: Remembered[_Session] = Remembered(now_s)

    def open(self, account: str, now: datetime) -> str:
        """Return what the cookie must hold for a session of `account`. Raises Missing when there is none."""
        text = secrets.token_urlsafe(32)
        row = {"digest": digest_of(text), "account": account, "created_at": now, "seen_at": now}

        def write(connection: Connection) -> None:
            if connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.id == account)).first() is None:
                raise Missing(f"Aucun compte ne porte l’identifiant « {account} ».")
            connection.execute(insert(SESSION).values(**row))

        self._ledger.write(write)
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
        return session.account.actor

    def remembered(self, text: str, now: datetime) -> Actor | None:
        """Return whom a cookie stands for if that is known without the database: may be called on the loop."""
        session = self._remembered.get(digest_of(text)) if _COOKIE.fullmatch(text) else None
        if session is None or not session.holds(now) or now >= session.seen_at + SEEN_EVERY:
            return None
        return session.account.actor

    def close(self, text: str, now: datetime) -> None:
        """End a session, in every process; no effect on one that has ended."""
        key = digest_of(text)
        self._ledger.change(lambda connection: connection.execute(delete(SESSION).where(SESSION.c.digest == key)), now)
        self.forget()

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

    def _read(self, key: bytes) -> _Session | None:
        begun = self._remembered.begin()
        session_columns = (SESSION.c.created_at.label("opened_at"), SESSION.c.seen_at)
        query = select(ACCOUNT, *session_columns).join(SESSION, SESSION.c.account == ACCOUNT.c.id)
        with self._ledger.engine.connect() as connection:
            row = connection.execute(query.where(SESSION.c.digest == key)).first()
        if row is None:
            return None
        session = _Session(account_of(row), row.opened_at, row.seen_at)
        self._remembered.put(key, session, begun)
        return session

    def _note_use(self, key: bytes, session: _Session, now: datetime) -> None:
        """Write that a session is in use, without waiting: it holds for hours, a lost note costs nothing."""
        used = update(SESSION).where(SESSION.c.digest == key).where(SESSION.c.seen_at < now).values(seen_at=now)
        with contextlib.suppress(Unavailable):
            self._ledger.writer.run(lambda connection: connection.execute(used))
        self._remembered.put(key, replace(session, seen_at=now), self._remembered.begin())
