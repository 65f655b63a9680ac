"""Links that open one dossier without an account: field links, one for each body, and liaison links.

What a link opens with follows from the account that it stands for and from the secret of the installation, so that a
sheet can be printed again and a code dictated again; the database holds keyed digests only, of no use without it.
"""

import base64
import hmac
import re
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from ..domain.bodies import BodyCard
from ..domain.dictated import code_of
from ..errors import Malformed, Missing
from .ledger import Ledger
from .tables import ACCOUNT, LINK, SESSION
from .tokens import digest_of

#: How every secret begins, so that one is recognised where it should not be.
PREFIX = "ccl_"
#: How long a field link opens, and the bounds of a liaison link, in days.
FIELD_DAYS, LIAISON_DAYS, MOST_DAYS = 14, 3, 30
#: Field links made in one transaction: the writer has others to serve.
AT_ONCE = 250
#: Liaison links that stand on one dossier, and links that one list holds.
MOST_LIAISONS, MOST_LISTED = 200, 5_000

_KEPT = select(LINK.c.account, LINK.c.secret)
_SECRET = re.compile(r"ccl_[A-Za-z0-9_-]{43}")
_NAME = 120
Kind = Literal["terrain", "liaison"]


class NoSuchLink(Missing):
    code, title = "no_such_link", "Lien inconnu"


class LinkEnded(Missing):
    code, title = "access_ended", "Lien terminé, ou inconnu"


class BadLink(Malformed):
    code, title = "bad_link", "Lien impossible à donner"


@dataclass(frozen=True, slots=True)
class Body:
    """Whom a field link is for."""

    id: str
    name: str
    departement: str


def body_of(card: BodyCard) -> Body:
    """Return whom the field link of a body on a board is for."""
    return Body(card.body, card.name, card.departement)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is listed: never what it opens with."""

    account: str
    dossier: str
    kind: Kind
    name: str
    body: str
    departement: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    given_by: str
    uses: int
    used_at: datetime | None
    ended_by: str | None = None

    def stands(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class Links:
    """Makes, opens, lists and ends links. Its methods wait for the database: call them in a thread.

    `key` gives the secret of the installation, asked for when it is first needed.
    """

    def __init__(self, ledger: Ledger, key: Callable[[], str]) -> None:
        self._ledger, self._key = ledger, key

    def ensure(self, dossier: str, bodies: Sequence[Body], now: datetime, by: str = "system") -> list[Link]:
        """Make the field links of these bodies that have none standing; return those that were made here.

        Two processes that do it at once make one link for each body.
        """
        self._end_expired(dossier, now)
        made: list[Link] = []
        for start in range(0, len(bodies), AT_ONCE):
            some = [self._field_link(dossier, body, now, by) for body in bodies[start : start + AT_ONCE]]

            def write(connection: Connection, some: Sequence[Link] = some) -> list[Link]:
                return self._put(connection, some)

            made += self._ledger.write(write)
        return made

    def give_liaison(self, dossier: str, departement: str, name: str, days: int, now: datetime, by: str) -> Link:
        """Make a liaison link for somebody who is named. Raises BadLink."""
        name = " ".join(name.split())
        if not 2 <= len(name) <= _NAME or not name.isprintable():
            raise BadLink(f"Le nom du porteur est attendu\u00a0: de 2 à {_NAME} caractères, sur une ligne.")
        if not 1 <= days <= MOST_DAYS:
            raise BadLink(f"Un lien de liaison vaut de 1 à {MOST_DAYS} jours.")
        account = _new_account()
        until = now + timedelta(days=days)
        link = Link(account, dossier, "liaison", name, "", departement, now, until, None, by, 0, None)

        def write(connection: Connection) -> None:
            mine = and_(LINK.c.dossier == dossier, LINK.c.kind == "liaison")
            standing = [one for one in _read(connection, mine, MOST_LIAISONS + 1) if one.stands(now)]
            if len(standing) >= MOST_LIAISONS:
                raise BadLink(f"Un dossier compte {MOST_LIAISONS} liens de liaison au plus\u00a0: en révoquer d’abord.")
            self._put(connection, [link])

        self._ledger.write(write)
        return link

    def of(self, dossier: str) -> list[Link]:
        """Return the links of a dossier, the last made first, `MOST_LISTED` at most."""
        with self._ledger.engine.connect() as connection:
            return _read(connection, LINK.c.dossier == dossier, MOST_LISTED)

    def one(self, dossier: str, account: str) -> Link:
        """Return a link of a dossier. Raises NoSuchLink."""
        with self._ledger.engine.connect() as connection:
            found = _read(connection, and_(LINK.c.dossier == dossier, LINK.c.account == account), 1)
        if not found:
            raise NoSuchLink("Aucun lien de ce dossier ne porte cet identifiant.")
        return found[0]

    def end(self, dossier: str, accounts: Collection[str], now: datetime, by: str) -> int:
        """End links, with their sessions, in every process; return how many still stood."""
        wanted = sorted(accounts)

        def write(connection: Connection) -> int:
            ended = 0
            for start in range(0, len(wanted), AT_ONCE):
                some = wanted[start : start + AT_ONCE]
                mine = and_(LINK.c.dossier == dossier, LINK.c.account.in_(some))
                known = [row.account for row in connection.execute(select(LINK.c.account).where(mine))]
                ended += _end(connection, known, now, by)
            return ended

        return self._ledger.change(write, now) if wanted else 0

    def opened(self, secret: str, now: datetime) -> Link:
        """Return the link that the end of an address opens, and count one more use. Raises LinkEnded."""
        if _SECRET.fullmatch(secret) is None:
            raise _ended()
        return self._open(LINK.c.secret == self._digest(secret), now)

    def dictated(self, code: str, now: datetime) -> Link:
        """Return the field link that a code opens (`domain.dictated`), and count one more use. Raises LinkEnded."""
        return self._open(and_(LINK.c.code == self._digest(code), LINK.c.kind == "terrain"), now)

    def secret_of(self, account: str) -> str:
        """Return what stands at the end of the address of a link."""
        return PREFIX + base64.urlsafe_b64encode(self._derived("lien", account)).decode().rstrip("=")

    def code_of(self, account: str) -> str:
        """Return what is dictated of a field link."""
        return code_of(self._derived("code", account))

    def is_readable(self, link: Link) -> bool:
        """Say whether a link still opens with what is shown of it: not once the secret of the installation changed."""
        return link.account in self.readable((link,))

    def readable(self, links: Collection[Link]) -> frozenset[str]:
        """Return the accounts of those of these links that still open with what is shown of them."""
        asked = [link.account for link in links]
        kept: dict[str, bytes] = {}
        with self._ledger.engine.connect() as connection:
            for start in range(0, len(asked), AT_ONCE):
                some = LINK.c.account.in_(asked[start : start + AT_ONCE])
                kept.update((row.account, bytes(row.secret)) for row in connection.execute(_KEPT.where(some)))
        return frozenset(
            account
            for account, digest in kept.items()
            if hmac.compare_digest(digest, self._digest(self.secret_of(account)))
        )

    # ---------------------------------------------------------------------------------------------- inside

    def _derived(self, use: str, account: str) -> bytes:
        return hmac.new(self._key().encode(), f"{use}\0{account}".encode(), sha256).digest()

    def _digest(self, shown: str) -> bytes:
        """Keyed: a code is short enough to be found from a plain digest."""
        return self._derived("digest", shown)

    def _field_link(self, dossier: str, body: Body, now: datetime, by: str) -> Link:
        until = now + timedelta(days=FIELD_DAYS)
        name = body.name[:_NAME]
        return Link(_new_account(), dossier, "terrain", name, body.id, body.departement, now, until, None, by, 0, None)

    def _put(self, connection: Connection, links: Sequence[Link]) -> list[Link]:
        """Write links whose place is free; return them."""
        if not links:
            return []
        places = [_place(link) for link in links]
        there = and_(LINK.c.dossier == links[0].dossier, LINK.c.place.in_(places))
        taken = {row.place for row in connection.execute(select(LINK.c.place).where(there))}
        free = [link for link in links if _place(link) not in taken]
        if free:
            connection.execute(insert(ACCOUNT), [_account_row(link) for link in free])
            connection.execute(insert(LINK), [self._row(link) for link in free])
        return free

    def _row(self, link: Link) -> dict[str, Any]:
        return {
            "account": link.account,
            "dossier": link.dossier,
            "place": _place(link),
            "kind": link.kind,
            "body": link.body,
            "departement": link.departement,
            "secret": self._digest(self.secret_of(link.account)),
            "code": self._digest(self.code_of(link.account)),
            "given_by": link.given_by,
            "ended_by": None,
            "uses": 0,
            "used_at": None,
        }

    def _open(self, which: Any, now: datetime) -> Link:
        def write(connection: Connection) -> Link | None:
            link = next(iter(_read(connection, which, 1)), None)
            if link is None or not link.stands(now):
                return None
            used = update(LINK).where(LINK.c.account == link.account).values(uses=LINK.c.uses + 1, used_at=now)
            connection.execute(used)
            return link

        link = self._ledger.write(write)
        if link is None:
            raise _ended()
        return link

    def _end_expired(self, dossier: str, now: datetime) -> None:
        """Give the place of a field link that has expired to the one that follows it."""
        with self._ledger.engine.connect() as connection:
            known = _read(connection, and_(LINK.c.dossier == dossier, LINK.c.place == LINK.c.body), MOST_LISTED)
        if gone := [link.account for link in known if not link.stands(now)]:
            self.end(dossier, gone, now, "system")


def _end(connection: Connection, accounts: Sequence[str], now: datetime, by: str) -> int:
    standing = and_(ACCOUNT.c.id.in_(accounts), ACCOUNT.c.revoked_at.is_(None))
    count = connection.execute(update(ACCOUNT).where(standing).values(revoked_at=now)).rowcount
    first = and_(LINK.c.account.in_(accounts), LINK.c.ended_by.is_(None))
    connection.execute(update(LINK).where(first).values(ended_by=by, place=LINK.c.account))
    connection.execute(delete(SESSION).where(SESSION.c.account.in_(accounts)))
    return int(count)


def _read(connection: Connection, which: Any, most: int) -> list[Link]:
    columns = (ACCOUNT.c.label, ACCOUNT.c.created_at, ACCOUNT.c.expires_at, ACCOUNT.c.revoked_at)
    query = select(LINK, *columns).join(ACCOUNT, ACCOUNT.c.id == LINK.c.account).where(which)
    return [_link_of(row) for row in connection.execute(query.order_by(ACCOUNT.c.created_at.desc()).limit(most))]


def _link_of(row: Row[Any]) -> Link:
    return Link(
        account=row.account,
        dossier=row.dossier,
        kind=row.kind,
        name=row.label,
        body=row.body,
        departement=row.departement,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        given_by=row.given_by,
        uses=row.uses,
        used_at=row.used_at,
        ended_by=row.ended_by,
    )


def _account_row(link: Link) -> dict[str, Any]:
    """Return the account that a link stands for. Its token is told to nobody: the link alone opens it."""
    return {
        "id": link.account,
        "label": link.name,
        "role": "lien_terrain" if link.kind == "terrain" else "liaison",
        "bodies": link.body,
        "departements": link.departement,
        "email": None,
        "dossier": link.dossier,
        "token": digest_of(secrets.token_hex(32)),
        "created_at": link.created_at,
        "expires_at": link.expires_at,
        "revoked_at": None,
    }


def _place(link: Link) -> str:
    return link.body if link.kind == "terrain" else link.account


def _new_account() -> str:
    return f"l-{secrets.token_hex(8)}"


def _ended() -> LinkEnded:
    return LinkEnded("Ce lien ou ce code n’ouvre rien, ou n’ouvre plus\u00a0: demandez-en un autre à la coordination.")
