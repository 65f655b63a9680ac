"""The message that brings a body its field link: owed, written when it is sent, and to whom next when it fails.

It is no notice: nothing of it goes on the board. What it holds opens a report page, so it is kept nowhere.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from ..directory.links import Link, Links
from ..domain import policy
from ..domain.board import Board
from ..domain.crisis import crisis_of
from ..domain.dictated import grouped
from ..domain.french import day_and_time
from ..domain.words import Actor
from ..errors import Missing
from ..journal.followers import Owed
from .addresses import WEBHOOK, Address
from .message import Opening
from .rules import address_id, channel_of, recipients

#: How the card of such a row begins: the account of the link follows.
PREFIX = "link:"


def is_access(row: Owed) -> bool:
    """Say whether a row of the outbox brings a field link."""
    return row.card.startswith(PREFIX)


def owed(link: Link, entry: int, addresses: Iterable[Address], exercise: bool, now: datetime) -> Owed | None:
    """Return the message of a link to the first in the order of call of its body; None: they are to be called."""
    wanted = people(addresses, exercise)
    return to(link.dossier, entry, link.body, link.account, wanted[0].id, now) if wanted else None


def to(dossier: str, entry: int, body: str, account: str, address: str, now: datetime) -> Owed:
    """Return the row of one message, due now. One mailbox may serve several bodies: the recipient says which link."""
    recipient = f"{address}.{account}"[:64]
    key = sha256(f"{PREFIX}{dossier}\0{recipient}".encode()).digest()
    channel = channel_of(address)
    card = f"{PREFIX}{account}"
    return Owed(dossier, entry, recipient, channel, body, card, "a_envoyer", key, created_at=now, next_at=now)


def account_of(row: Owed) -> str:
    return row.card.removeprefix(PREFIX)


def following(row: Owed, addresses: Iterable[Address], exercise: bool, now: datetime) -> Owed | None:
    """Return the message to whoever comes after this recipient in the order of call; None at its end."""
    order = [one.id for one in people(addresses, exercise)]
    mine = address_id(row)
    place = order.index(mine) + 1 if mine in order else 0
    if place >= len(order):
        return None
    return to(row.dossier, row.entry, row.body, account_of(row), order[place], now)


def people(addresses: Iterable[Address], exercise: bool) -> list[Address]:
    """Return whom a link may be brought to: a system reports nothing, and must not hold what lets somebody report."""
    return [one for one in recipients(addresses, exercise) if one.channel != WEBHOOK]


def opening_of(links: Links, board: Board, row: Owed, now: datetime) -> Opening | None:
    """Return what opens the link of a row; None when the link has ended, or opens nothing on this board."""
    try:
        link = links.one(row.dossier, account_of(row))
    except Missing:
        return None
    crisis = crisis_of(board)
    holder = Actor(account=link.account, role="lien_terrain", bodies=(link.body,), dossier=link.dossier)
    if crisis is None or not link.stands(now) or not links.is_readable(link) or not policy.channels(holder, board):
        return None
    until = day_and_time(link.expires_at, crisis.timezone)
    return Opening(link.name, links.secret_of(link.account), grouped(links.code_of(link.account)), until)
