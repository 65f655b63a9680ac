"""The secret addresses at which calendar programs, which show no token, read the calendar of an account.

An account has one address at most. It is shown once, when it is made; its digest is kept. Whoever holds it
reads what the account may see at that moment, and nothing when the account or the address has ended.
"""

import re
import secrets
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from ..domain.words import Actor
from .ledger import Ledger
from .tables import ACCOUNT, FEED
from .tokens import account_of, digest_of
from .undertakings import is_signed, unsigned_actor

#: How every secret begins, so that one is recognised where it should not be.
PREFIX = "ccf_"

_SECRET = re.compile(r"ccf_[A-Za-z0-9_-]{43}")
_SECRET_BYTES = 32


class Feeds:
    """Makes, recognises and revokes feed addresses. Its methods wait for the database: call them in a thread.

    Nothing is remembered: an address that is revoked is refused at the next request, in every process.
    """

    def __init__(self, ledger: Ledger, asked: int | None = None) -> None:
        """`asked` is the version of the undertaking that persons must have accepted; None: nothing is asked."""
        self._ledger, self._asked = ledger, asked

    def make(self, account: str, now: datetime) -> str:
        """Return a new secret for an account, which cannot be had again; the one it had before ends."""
        secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        row = {"account": account, "digest": digest_of(secret), "created_at": now, "revoked_at": None}

        def write(connection: Connection) -> None:
            connection.execute(delete(FEED).where(FEED.c.account == account))
            connection.execute(insert(FEED).values(**row))

        self._ledger.write(write)
        return secret

    def revoke(self, account: str, now: datetime) -> None:
        """End the address of an account; no effect when it has none."""
        standing = (FEED.c.account == account) & FEED.c.revoked_at.is_(None)
        ended = update(FEED).where(standing).values(revoked_at=now)
        self._ledger.write(lambda connection: connection.execute(ended))

    def made_at(self, account: str) -> datetime | None:
        """Return when the standing address of an account was made, None when it has none."""
        standing = (FEED.c.account == account) & FEED.c.revoked_at.is_(None)
        with self._ledger.engine.connect() as connection:
            row = connection.execute(select(FEED.c.created_at).where(standing)).first()
        return None if row is None else row.created_at

    def actor(self, secret: str, now: datetime) -> Actor | None:
        """Return whose calendar a secret opens, `unsigned` as their session would be; None when it opens nobody's."""
        if _SECRET.fullmatch(secret) is None:
            return None
        query = select(ACCOUNT).join(FEED, FEED.c.account == ACCOUNT.c.id)
        standing = (FEED.c.digest == digest_of(secret)) & FEED.c.revoked_at.is_(None)
        with self._ledger.engine.connect() as connection:
            row = connection.execute(query.where(standing)).first()
            signed = row is None or is_signed(connection, row.person, self._asked)
        account = None if row is None else account_of(row)
        if account is None or not account.holds(now):
            return None
        return account.actor if signed else unsigned_actor(account.actor)
