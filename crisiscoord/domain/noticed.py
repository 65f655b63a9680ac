"""A notice on the board and in the main courante: owed, sent, acknowledged, overdue (see noticing.py)."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, TypedDict

from pydantic import Field

from .alarmed import settled
from .board import Board, Card, Delta
from .french import clock_time, lapse, lowered, spaced
from .perimeters import post
from .vocabulary import CONTACT_CHANNELS, ContactChannel, NoticeState, label
from .words import BOTH_KINDS, BodyId, Count, Entry, Fact, Instant, Seconds

#: The part of a notice's id after the colon: whom it is for, and the entry that owes it.
NoticeKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}-[0-9]{1,12}$")]
#: Why the notice is owed: the identity of a representative, a relief, an end, a point de situation; or a designation
#: is proposed to somebody, who is asked for an answer.
Subject = Literal["identity", "relief", "end", "point", "proposal"]
#: Whom a proposal is for, as a notice names them: the person of the designation.
DESIGNATED = "representant"
#: The states in which nothing more is awaited of the recipient.
SETTLED = frozenset({"accuse", "sans_objet"})

# ------------------------------------------------------------------------------------------------ cards


class NoticeCard(Card):
    """A notice to one body: of a `designation` and its `perimeter`, or of the `point` of that number.

    `means` is how it was sent; delays are in seconds from `owed_at`.
    `due` is the alarm; `overdue` stays once it has been raised, as a trace of the delay. A proposal has none: the
    time to answer it is that of the designation, and `to_name` the function of the person.
    """

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    type: Literal["notice"] = "notice"

    to: BodyId
    to_name: str
    subject: Subject
    designation: str | None = None
    perimeter: str | None = None
    point: Count | None = None
    state: NoticeState = "du"
    owed_at: Instant
    means: ContactChannel | None = None
    sent_at: Instant | None = None
    acknowledged_at: Instant | None = None
    delay_sent_s: Seconds | None = None
    delay_acknowledged_s: Seconds | None = None
    overdue: bool = False


# ------------------------------------------------------------------------------------------------ facts


class NoticeFact(Fact):
    """What every fact about a notice repeats, so that its line stands by itself. Instants in `zone`."""

    to_name: str
    subject: Subject
    perimeter: str | None = None
    point: Count | None = None
    zone: str


class Repeated(TypedDict):
    """The fields of NoticeFact, as each of its facts takes them."""

    to_name: str
    subject: Subject
    perimeter: str | None
    point: int | None
    zone: str


class NoticeOwed(NoticeFact):
    """Somebody must be told. The notice is named after this entry: `<to>-<seq>`."""

    kind: Literal["notice.owed"] = "notice.owed"
    to: BodyId
    designation: str | None = None
    owed_at: Instant
    due: Instant | None = None


class NoticeSent(NoticeFact):
    """A notice went out, or failed to."""

    kind: Literal["notice.sent"] = "notice.sent"
    notice: NoticeKey
    sent_at: Instant
    means: ContactChannel | None = None
    failed: bool = False

    def occurred(self) -> datetime:
        return self.sent_at


class NoticeAcknowledged(NoticeFact):
    """The recipient has acknowledged a notice, `after_s` seconds after it was owed."""

    kind: Literal["notice.acknowledged"] = "notice.acknowledged"
    notice: NoticeKey
    at: Instant
    after_s: Seconds

    def occurred(self) -> datetime:
        return self.at


class NoticeOverdue(NoticeFact):
    """The delay has passed without an acknowledgement; `state` is where the notice stood."""

    kind: Literal["notice.overdue"] = "notice.overdue"
    notice: NoticeKey
    state: NoticeState
    late: bool = False


# --------------------------------------------------------------------------------------------- showings


def show_owed(board: Board, entry: Entry, fact: NoticeOwed) -> Delta:
    card = NoticeCard(
        id=f"notice:{fact.to}-{entry.seq}",
        to=fact.to,
        to_name=fact.to_name,
        subject=fact.subject,
        designation=fact.designation,
        perimeter=fact.perimeter,
        point=fact.point,
        owed_at=fact.owed_at,
        due=fact.due,
    )
    return Delta(put=(card,))


def show_sent(board: Board, entry: Entry, fact: NoticeSent) -> Delta:
    card = _shown(board, fact.notice)
    if fact.failed:
        return Delta(put=(card.but(state="echec", means=fact.means),))
    delay = seconds_between(card.owed_at, fact.sent_at)
    return Delta(put=(card.but(state="envoye", means=fact.means, sent_at=fact.sent_at, delay_sent_s=delay),))


def show_acknowledged(board: Board, entry: Entry, fact: NoticeAcknowledged) -> Delta:
    card = _shown(board, fact.notice)
    acknowledged = card.but(state="accuse", acknowledged_at=fact.at, delay_acknowledged_s=fact.after_s, due=None)
    return Delta(put=(acknowledged, *settled(board, "notice", fact.at, fact.notice)))


def show_overdue(board: Board, entry: Entry, fact: NoticeOverdue) -> Delta:
    return Delta(put=(_shown(board, fact.notice).but(overdue=True, due=None),))


def asked_of(board: Board, designation: str) -> NoticeCard | None:
    """Return what is owed to the person to whom a designation is proposed, as long as it is awaited."""
    return next((card for card in board.of(NoticeCard) if _awaits(card, designation)), None)


def no_longer_asked(board: Board, designation: str) -> tuple[NoticeCard, ...]:
    """Return what was owed to whom a designation was proposed, now that nobody waits for their answer."""
    return tuple(card.but(state="sans_objet") for card in board.of(NoticeCard) if _awaits(card, designation))


def _awaits(card: NoticeCard, designation: str) -> bool:
    return card.subject == "proposal" and card.designation == designation and card.state not in SETTLED


def _shown(board: Board, key: str) -> NoticeCard:
    card = board.get(f"notice:{key}", NoticeCard)
    assert card is not None, f"no notice {key}"
    return card


def seconds_between(start: datetime, end: datetime) -> int:
    """Return whole seconds from one instant to another, 0 when the second comes first."""
    return max(0, int((end - start).total_seconds()))


# --------------------------------------------------------------------------------------------- tellings

_SUBJECTS = {"identity": "identité", "relief": "relève", "end": "fin de mission"}


def _named(fact: NoticeFact) -> str:
    """Say what the notice announces: `identité du représentant principal`, `point de situation n° 7`."""
    if fact.subject == "point":
        return f"point de situation n°\u00a0{spaced(fact.point or 0)}"
    if fact.subject == "proposal":
        return f"désignation proposée, {post(fact.perimeter)}"
    return f"{_SUBJECTS[fact.subject]} du {post(fact.perimeter)}"


def tell_owed(fact: NoticeOwed) -> str:
    alarm = f" Alarme à {clock_time(fact.due, fact.zone)}." if fact.due else ""
    return f"Avis à envoyer, {fact.to_name}\u00a0: {_named(fact)}.{alarm}"


def tell_sent(fact: NoticeSent) -> str:
    means = f" ({lowered(label(CONTACT_CHANNELS, fact.means))})" if fact.means else ""
    if fact.failed:
        return f"Échec d’envoi de l’avis, {fact.to_name}\u00a0: {_named(fact)}{means}. Prévenir autrement."
    return f"Avis envoyé à {clock_time(fact.sent_at, fact.zone)}, {fact.to_name}\u00a0: {_named(fact)}{means}."


def tell_acknowledged(fact: NoticeAcknowledged) -> str:
    when = clock_time(fact.at, fact.zone)
    return f"Avis accusé à {when}, {fact.to_name}\u00a0: {_named(fact)}, {lapse(fact.after_s)} après l’acte."


def tell_overdue(fact: NoticeOverdue) -> str:
    known = {"envoye": "envoyé, toujours pas accusé", "echec": "l’envoi a échoué"}
    late = " Échéance passée pendant un arrêt du serveur." if fact.late else ""
    how = known.get(fact.state, "toujours pas envoyé")
    return f"Avis en retard, {fact.to_name}\u00a0: {_named(fact)}, {how}.{late}"
