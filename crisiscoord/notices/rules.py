"""Which entry concerns whom, by which channel, when again: pure, from a fact, a board and addresses."""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from ..domain.board import Board
from ..domain.crisis import crisis_of, is_open
from ..domain.noticed import SETTLED, NoticeCard, NoticeOwed
from ..domain.words import Actor, Entry, derived_id
from ..journal.followers import Owed
from .addresses import MAIL, SMS, WEBHOOK, Address

#: The facts that owe a message (E-11: the identity of the representative, a relief, an end; E-10: a proposal).
KINDS = ("notice.owed",)
#: How the card of such a row begins: the body and the entry follow.
PREFIX = "notice:"
#: The recipient that stands for « nobody whom we could write to »: asked about again every `LOOK_AGAIN`.
NOBODY = "-"
LOOK_AGAIN = timedelta(minutes=5)
#: Sent and not acknowledged for so long: the next address in the order of call is written to as well.
ESCALATE = timedelta(minutes=15)
#: How long the link of a message can acknowledge.
LINK = timedelta(days=30)
#: Attempts before a message is given up, and the pause after each: with these, four hours and a half.
ATTEMPTS = 21
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)

#: The role in which a body looks, where it does not have the name of its kind.
_ROLES = {"unccas": "unccas_permanence", **dict.fromkeys(("ccas", "cias", "mairie"), "ccas_direction")}


def recipients(addresses: Iterable[Address], exercise: bool) -> list[Address]:
    """Return whom this kind of dossier may write to: an exercise never writes to an address of real life."""
    return [one for one in addresses if one.exercise == exercise]


def owed(entry: Entry, addresses: Iterable[Address], exercise: bool, key: bytes, now: datetime) -> list[Owed]:
    """Return the first messages that an entry owes: to the first in the order of call; by all means for a proposal.

    There is no time then to wait for one before the other: somebody else is asked in half an hour.
    """
    if not isinstance(entry.fact, NoticeOwed):
        return []
    wanted = recipients(addresses, exercise)
    first = wanted if entry.fact.subject == "proposal" else wanted[:1]
    names = [one.id for one in first] or [NOBODY]
    return [message(entry.dossier, entry.seq, entry.fact.to, name, key, now) for name in names]


def message(dossier: str, entry: int, body: str, recipient: str, key: bytes, now: datetime) -> Owed:
    """Return the row of one message, due now."""
    link = digest_of(secret(key, dossier, entry, recipient))
    state = "sans_adresse" if recipient == NOBODY else "a_envoyer"
    card = f"{PREFIX}{body}-{entry}"
    return Owed(dossier, entry, recipient, channel_of(recipient), body, card, state, link, created_at=now, next_at=now)


def address_id(row: Owed) -> str:
    """Return the id of the address of a row. Where one mailbox may serve several bodies, which one follows a dot."""
    return row.recipient.partition(".")[0]


def address_of(row: Owed, addresses: Iterable[Address], exercise: bool) -> Address | None:
    """Return the address of a row among those of its body, None when it is no longer one of them."""
    return next((one for one in recipients(addresses, exercise) if one.id == address_id(row)), None)


def channel_of(recipient: str) -> str:
    """Return by which channel a recipient is written to, from the id of the address."""
    return next((one for one in (SMS, WEBHOOK) if recipient.startswith(f"{one}-")), MAIL)


def following(row: Owed, addresses: Iterable[Address], exercise: bool) -> str | None:
    """Return who comes after this recipient in the order of call; None at its end, or when they are no longer in it."""
    order = [one.id for one in recipients(addresses, exercise)]
    place = order.index(row.recipient) + 1 if row.recipient in order else 0
    return order[place] if place < len(order) else None


def is_wanted(board: Board, row: Owed) -> bool:
    """Say whether the message still has an object: not acknowledged, on a dossier that is not closed."""
    card, crisis = board.get(row.card, NoticeCard), crisis_of(board)
    return card is not None and card.state not in SETTLED and crisis is not None and is_open(crisis)


def pause(row: Owed) -> timedelta:
    """Return how long to wait after a failed attempt: twice as long each time, and not all at the same instant."""
    grown = min(_FIRST_PAUSE * float(2 ** min(row.attempts, 10)), _LONGEST_PAUSE)
    shift = sha256(row.link + bytes([row.attempts % 256])).digest()[0] / 255
    return grown * (0.75 + shift / 2)


def recipient_of(body: str, departement: str | None = None) -> Actor:
    """Return the body itself as somebody who looks and acts: what it may see is what its message may hold.

    `departement` is where a body of the field is, which its id does not always say.
    """
    kind, _, code = body.partition("-")
    departements = (code,) if kind in ("prefecture", "udccas") else tuple([departement] if departement else ())
    role = _ROLES.get(kind, kind)
    return Actor(account=f"avis.{body}"[:64], role=role, bodies=(body,), departements=departements)


def secret(key: bytes, dossier: str, entry: int, recipient: str) -> str:
    """Return the secret that acknowledges one message: the same for every notifier, kept nowhere."""
    said = f"avis\0{dossier}\0{entry}\0{recipient}\0{MAIL}".encode()
    return hmac.new(key, said, sha256).hexdigest()


def digest_of(text: str) -> bytes:
    """Return what is kept of a secret."""
    return sha256(text.encode()).digest()


def message_id(row: Owed, host: str) -> str:
    """Return the Message-ID (RFC 5322, 3.6.4) of a message: sent twice, it is seen to be the same."""
    return f"<{sending_id(row)}@{host}>"


def sending_id(row: Owed) -> str:
    """Return the id of a message: the same however often it is sent."""
    return str(derived_id(row.dossier, row.entry, row.recipient, row.channel))
