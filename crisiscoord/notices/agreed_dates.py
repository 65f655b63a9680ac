"""The dates of a convention, told to its parties: one message for a party, not one for a date.

A party is reminded of obligations and of the end as the domain is (`domain/reminders.py`), and told when a day has
passed; of a decision, its owner alone. What comes together is gathered for ten minutes; a party is written to once a
day at most, between eight and twenty o’clock where the convention is. The message says how things stand when it leaves;
when there is nothing left to do, it does not leave.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..domain import policy
from ..domain.board import Board
from ..domain.convention import ConventionCard, ConventionExpired, ConventionReminded
from ..domain.durations import local_day
from ..domain.following import DecisionOverdue
from ..domain.french import calendar_day, counted
from ..domain.minuting import DecisionCard
from ..domain.obligations import ObligationCard, ObligationFellDue, ObligationReminded
from ..domain.reminders import DAYS_BEFORE
from ..domain.words import Entry
from ..journal.followers import Owed
from .addresses import MAIL, Addresses
from .digests import by_day, gathered
from .rules import digest_of, recipient_of, secret

FACTS = (ConventionReminded, ConventionExpired, ObligationReminded, ObligationFellDue, DecisionOverdue)
KINDS = ("convention.reminded", "convention.expired", "obligation.reminded", "obligation.fell_due", "decision.overdue")
#: How the card of such a row begins: the party follows.
PREFIX = "dates:"
#: How long a party is left alone after a message.
EVERY = timedelta(days=1)
#: How far ahead a message looks: as far as the first reminder.
AHEAD = timedelta(days=max(DAYS_BEFORE))
#: Dates told one by one, of each sort; the others are counted.
MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Dates:
    """What a party has before it: (what, when) of each, those that have passed first."""

    title: str
    late: int
    told: tuple[tuple[str, str], ...]
    left_out: int


def is_dates(row: Owed) -> bool:
    """Say whether a row of the outbox tells the dates of a convention."""
    return row.card.startswith(PREFIX)


def owed(
    board: Board, entry: Entry, addresses: Addresses, key: bytes, now: datetime, before: Iterable[Owed]
) -> list[Owed]:
    """Return the messages that an entry owes: a decision's to its owner, the others to each party.

    None to those who have no address, nor to those whom one awaits. `before` is what the outbox holds for the same
    convention. A convention is never an exercise: addresses marked for exercises are not written to.
    """
    fact, card = entry.fact, board.get(f"convention:{board.dossier}", ConventionCard)
    if not isinstance(fact, FACTS) or card is None:
        return []
    bodies = [fact.owner] if isinstance(fact, DecisionOverdue) else [*card.parties]
    found: list[Owed] = []
    for body, address, ready in gathered(bodies, addresses, False, now, before, EVERY):
        at = by_day(ready, card.timezone)
        to = f"{address}.{body}"[:64]  # one mailbox may serve several parties: the recipient says which
        link = digest_of(secret(key, entry.dossier, entry.seq, to))
        found.append(Owed(entry.dossier, entry.seq, to, MAIL, body, f"{PREFIX}{body}", "a_envoyer", link, now, at))
    return found


def dates_of(board: Board, row: Owed, now: datetime) -> Dates | None:
    """Return what a party has before it, as far as it may see it; None when there is nothing left to do."""
    card = board.get(f"convention:{board.dossier}", ConventionCard)
    if card is None or row.body not in {*card.parties, *(one.owner for one in board.of(DecisionCard))}:
        return None
    today = local_day(now, card.timezone)
    channels = policy.channels(recipient_of(row.body, card.departement), board)
    found = sorted(_dates(board, card, row.body, channels, today))
    if not found:
        return None
    told = tuple((what, _when(on, today)) for on, what in found[:MOST_TOLD])
    late = sum(on < today for on, _ in found)
    return Dates(card.title, late, told, max(0, len(found) - MOST_TOLD))


def told(found: Dates) -> dict[str, Any]:
    """Return what the templates say. Titles are those of agreed texts; of a decision only its number: no free words."""
    return {
        "dates": [{"what": what, "when": when} for what, when in found.told],
        "left_out": found.left_out,
    }


def heading(found: Dates) -> str:
    """Return what the message is about: what has passed first."""
    coming = len(found.told) + found.left_out - found.late
    if not found.late:
        return counted(coming, "échéance à venir", "échéances à venir")
    late = counted(found.late, "échéance passée", "échéances passées")
    return f"{late}, {counted(coming, 'à venir', 'à venir')}" if coming else late


def _dates(
    board: Board, card: ConventionCard, body: str, channels: frozenset[str], today: date
) -> Iterator[tuple[date, str]]:
    """Yield the days that are near or have passed; obligations and the end to parties alone."""
    near = today + AHEAD
    for decision in board.of(DecisionCard):
        if decision.owner == body and decision.state != "fait" and decision.due_on <= near:
            if policy.holds(channels, decision.channel):
                yield decision.due_on, f"Décision n°\u00a0{decision.number} de la réunion, qui vous revient"
    if body not in card.parties:
        return
    if card.state == "expire" and today <= card.ends_on + AHEAD:
        yield card.ends_on, "Fin de la convention\u00a0: elle a expiré"
    if card.state != "actif":
        return
    if card.ends_on <= near:
        yield card.ends_on, _END[card.renewal]
    for obligation in board.of(ObligationCard):
        if obligation.state in ("a_venir", "due") and obligation.due_on <= near:
            if policy.holds(channels, obligation.channel):
                planned = ", réunion prévue" if obligation.meeting else ""
                yield obligation.due_on, f"{obligation.title}, {obligation.article.lower()}{planned}"


_END = {
    "tacite": "Fin de la période\u00a0: reconduite tacitement, sauf dénonciation",
    "expresse": "Fin de la convention\u00a0: elle expire si les parties ne la renouvellent pas",
}


def _when(on: date, today: date) -> str:
    days = abs((on - today).days)
    if on == today:
        return "aujourd’hui"
    return f"{calendar_day(on)}, " + (
        f"dans {counted(days, 'jour')}" if on > today else f"passée de {counted(days, 'jour')}"
    )
