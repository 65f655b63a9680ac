"""The mail that asks a silent body for its report, when whoever leads asks all of them at once (domain/requesting.py).

It is no notice: nothing of it goes on the board, nobody need acknowledge it, and a report that comes meanwhile stops
it.
"""

from datetime import datetime
from typing import Any

from ..domain.board import Board
from ..domain.bodies import BodyCard
from ..domain.calling import is_silent
from ..domain.crisis import crisis_of, is_open
from ..domain.french import day_and_time
from ..domain.requesting import ReportsRequested, RequestsCard
from ..domain.words import Entry
from ..journal.followers import Owed
from .addresses import MAIL, Addresses
from .rules import digest_of, recipients, secret

KINDS = ("reports.requested",)
#: How the card of such a row begins: the département follows.
PREFIX = "requests:"


def is_request(row: Owed) -> bool:
    """Say whether a row of the outbox asks for a report."""
    return row.card.startswith(PREFIX)


def owed(entry: Entry, addresses: Addresses, exercise: bool, key: bytes, now: datetime) -> list[Owed]:
    """Return the mails that an entry owes: one for each body asked that has an address, to the first of them."""
    if not isinstance(entry.fact, ReportsRequested):
        return []
    known = addresses.of_many([one.id for one in entry.fact.bodies])
    found = []
    for one in entry.fact.bodies:
        wanted = [address for address in recipients(known.get(one.id, ()), exercise) if address.channel == MAIL]
        if wanted:
            # one mailbox may serve several bodies: the recipient says which
            recipient = f"{wanted[0].id}.{one.id}"[:64]
            link = digest_of(secret(key, entry.dossier, entry.seq, recipient))
            card = f"{PREFIX}{entry.fact.departement}"
            found.append(Owed(entry.dossier, entry.seq, recipient, MAIL, one.id, card, "a_envoyer", link, now, now))
    return found


def told(board: Board, row: Owed, now: datetime) -> dict[str, Any] | None:
    """Return what the templates say; None when the body has reported, has been withdrawn, or nothing is awaited."""
    card, crisis = board.get(f"body:{row.body}", BodyCard), crisis_of(board)
    request = board.get(row.card, RequestsCard)
    if card is None or crisis is None or request is None or not is_open(crisis):
        return None
    if not card.competent or not is_silent(card, now):
        return None
    since = card.awaited_since
    return {
        "owner": card.name,
        "asked_at": day_and_time(request.asked_at, crisis.timezone),
        "since": day_and_time(since, crisis.timezone) if since else "",
        "text": request.text.text if request.text else "",
        "report": f"organismes/{card.body}",
    }
