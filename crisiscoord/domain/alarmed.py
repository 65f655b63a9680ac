"""An alarm on the board and in the main courante: raised by the server, taken up by somebody, settled.

What raises one is decided in alarming.py, noticing.py and reporting.py. Silences are grouped: one alarm for a
département counts the bodies that fell silent until somebody takes it up; the next one makes another alarm.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from .board import Board, Card, Delta
from .bodies import BodyCard
from .crisis import crisis_of
from .french import lapse
from .perimeters import post
from .task_cards import channel_of
from .vocabulary import STATUSES, label
from .words import BodyId, Count, Entry, Fact, Instant, Said, Seconds, Worded, said

#: The part of an alarm's id after the colon: the entry that raised it.
AlarmKey = Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
#: What calls: no main representative; a notice that the SG-AV does not acknowledge; a call of the roster that nobody
#: accepted; a body that says that it no longer copes, or no longer works; bodies of a département from which expected
#: news did not come.
Alarmed = Literal["designation", "notice", "roster", "deborde", "hors_service", "silence"]
#: The statuses that call, once, when a body newly says them.
CALLING: Mapping[str, Alarmed] = {"deborde": "deborde", "hors_service": "hors_service"}


class AlarmCard(Card):
    """Something that somebody must take up (`acknowledged_at`, `acknowledged_by`), in the channel of its département.

    `notice` names the notice that it is about, `perimeter` what the roster was called for, `body` and `name` the body,
    or the first of the silent ones, of which `bodies` still are; `settled_at` is when what was missing came, or what
    was said is no more.
    """

    type: Literal["alarm"] = "alarm"

    subject: Alarmed
    notice: str | None = None
    perimeter: str | None = None
    to_name: str | None = None
    body: BodyId | None = None
    name: str | None = None
    departement: str | None = None
    bodies: Count | None = None
    raised_at: Instant
    acknowledged_at: Instant | None = None
    acknowledged_by: str | None = None
    text: Said | None = None
    settled_at: Instant | None = None


# ------------------------------------------------------------------------------------------------ facts


class AlarmRaised(Fact):
    """Somebody is called, `after_s` seconds after the qualification (or, `relieved`, after the main representative left
    without a successor), the act that the notice is about, the first call of the roster, the observation of the status,
    or the date of the report that did not come."""

    kind: Literal["alarm.raised"] = "alarm.raised"
    subject: Alarmed
    notice: str | None = None
    perimeter: str | None = None
    to_name: str | None = None
    body: BodyId | None = None
    name: str | None = None
    departement: str | None = None
    after_s: Seconds
    relieved: bool = False
    late: bool = False

    def channel(self) -> str:
        return channel_of(self.departement)

    def about(self) -> str | None:
        return self.body


class AlarmAcknowledged(Fact):
    """Somebody takes the alarm up, `after_s` seconds after it was raised."""

    kind: Literal["alarm.acknowledged"] = "alarm.acknowledged"
    alarm: AlarmKey
    subject: Alarmed
    name: str | None = None
    departement: str | None = None
    after_s: Seconds
    text: Worded | None = None

    def channel(self) -> str:
        return channel_of(self.departement)


# --------------------------------------------------------------------------------------------- showings


def show_raised(board: Board, entry: Entry, fact: AlarmRaised) -> Delta:
    """The crisis waits no more for its representative: the alarm does. A silent body knows which alarm counts it."""
    card = AlarmCard(
        id=f"alarm:{entry.seq}",
        channel=fact.channel(),
        subject=fact.subject,
        notice=fact.notice,
        perimeter=fact.perimeter,
        to_name=fact.to_name,
        body=fact.body,
        name=fact.name,
        departement=fact.departement,
        bodies=1 if fact.subject == "silence" else None,
        raised_at=entry.at,
    )
    silent = board.get(f"body:{fact.body}", BodyCard) if fact.subject == "silence" else None
    if silent:
        return Delta(put=(card, silent.but(alarm=card.key)))
    crisis = crisis_of(board)
    waited = fact.subject == "designation" and crisis is not None
    return Delta(put=(card, crisis.but(due=None)) if waited and crisis else (card,))


def show_taken_up(board: Board, entry: Entry, fact: AlarmAcknowledged) -> Delta:
    card = board.get(f"alarm:{fact.alarm}", AlarmCard)
    assert card is not None, f"no alarm {fact.alarm}"
    taken = card.but(acknowledged_at=entry.at, acknowledged_by=entry.by.role, text=said(entry, "text"))
    return Delta(put=(taken,))


def settled(
    board: Board, subject: Alarmed, at: datetime, notice: str | None = None, perimeter: str | None = None
) -> tuple[AlarmCard, ...]:
    """Return the alarms that what has just come settles, as they now are."""
    return tuple(
        card.but(settled_at=at)
        for card in board.of(AlarmCard)
        if card.settled_at is None and (card.subject, card.notice, card.perimeter) == (subject, notice, perimeter)
    )


def silence_called(board: Board, departement: str) -> AlarmCard | None:
    """Return the alarm that counts the silences of a département: the one that nobody has taken up yet."""
    open_ones = (
        card
        for card in board.of(AlarmCard)
        if card.subject == "silence" and card.departement == departement and card.acknowledged_at is None
    )
    return next((card for card in open_ones if card.settled_at is None), None)


def no_longer_said(board: Board, body: BodyCard, status: str, at: datetime) -> tuple[AlarmCard, ...]:
    """Return the alarms about what a body said of itself, settled, when it says another status now."""
    if body.reported_status not in CALLING or body.reported_status == status:
        return ()
    return tuple(
        card.but(settled_at=at)
        for card in board.of(AlarmCard)
        if card.body == body.body and card.subject in CALLING and card.settled_at is None
    )


def no_longer_silent(board: Board, bodies: Iterable[BodyCard], at: datetime) -> tuple[AlarmCard, ...]:
    """Return the alarms that counted these bodies, without them; settled when they count nobody any more."""
    silent = [body.alarm for body in bodies if body.alarm is not None]
    if not silent:
        return ()
    freed = Counter(silent)
    counting = ((board.get(f"alarm:{key}", AlarmCard), gone) for key, gone in freed.items())
    return tuple(
        card.but(bodies=(card.bodies or 0) - gone, settled_at=at if card.bodies == gone else None)
        for card, gone in counting
        if card is not None
    )


# --------------------------------------------------------------------------------------------- tellings


def tell_raised(fact: AlarmRaised) -> str:
    late = " Échéance passée pendant un arrêt du serveur." if fact.late else ""
    if fact.subject in CALLING:
        return f"APPEL\u00a0: {fact.name}, {label(STATUSES, fact.subject).lower()}. Quelqu’un doit s’en charger."
    if fact.subject == "silence":
        return (
            f"APPEL\u00a0: silence dans le département {fact.departement}, {fact.name} n’a pas rendu compte à temps. "
            f"Quelqu’un doit appeler.{late}"
        )
    if fact.subject == "designation":
        since = "le départ du précédent" if fact.relieved else "la qualification"
        return (
            f"ALARME\u00a0: aucun représentant principal actif, {lapse(fact.after_s)} après {since}. "
            f"La permanence désigne sans attendre.{late}"
        )
    if fact.subject == "roster":
        return (
            f"ALARME\u00a0: liste d’appel épuisée ({post(fact.perimeter)}), personne n’a "
            f"accepté, {lapse(fact.after_s)} après le premier appel. La permanence désigne sans attendre.{late}"
        )
    return (
        f"ALARME\u00a0: {fact.to_name} n’a pas accusé réception de l’identité du représentant, "
        f"{lapse(fact.after_s)} après l’acte. Joindre par téléphone.{late}"
    )


def tell_taken_up(fact: AlarmAcknowledged) -> str:
    told = f"Pris en charge, {_what(fact)}\u00a0: {lapse(fact.after_s)} après l’appel."
    return f"{told} {fact.text}" if fact.text else told


def _what(fact: AlarmAcknowledged) -> str:
    if fact.subject == "designation":
        return "représentant principal"
    if fact.subject == "roster":
        return "liste d’appel épuisée"
    if fact.subject == "notice":
        return "avis sans accusé de réception"
    if fact.subject == "silence":
        return f"silence dans le département {fact.departement}"
    return f"{fact.name}, {label(STATUSES, fact.subject).lower()}"
