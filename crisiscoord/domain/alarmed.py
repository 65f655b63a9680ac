"""An alarm on the board and in the main courante: raised by the server, taken up by somebody, settled.

What raises one is decided in alarming.py and noticing.py.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from .board import Board, Card, Delta
from .crisis import crisis_of
from .french import lapse
from .words import Entry, Fact, Instant, Said, Seconds, Worded, said

#: The part of an alarm's id after the colon: the entry that raised it.
AlarmKey = Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
#: What is missing: a main representative; the acknowledgement of a notice by the SG-AV.
Alarmed = Literal["designation", "notice"]


class AlarmCard(Card):
    """Something that should have happened by now. Somebody takes it up (`acknowledged_at`, `acknowledged_by`).

    `notice` names the notice that it is about; `settled_at` is when what was missing came.
    """

    type: Literal["alarm"] = "alarm"

    subject: Alarmed
    notice: str | None = None
    to_name: str | None = None
    raised_at: Instant
    acknowledged_at: Instant | None = None
    acknowledged_by: str | None = None
    text: Said | None = None
    settled_at: Instant | None = None


# ------------------------------------------------------------------------------------------------ facts


class AlarmRaised(Fact):
    """Nothing came for `after_s` seconds: from the qualification, or from the act that the notice is about."""

    kind: Literal["alarm.raised"] = "alarm.raised"
    subject: Alarmed
    notice: str | None = None
    to_name: str | None = None
    after_s: Seconds
    late: bool = False


class AlarmAcknowledged(Fact):
    """Somebody takes the alarm up, `after_s` seconds after it was raised."""

    kind: Literal["alarm.acknowledged"] = "alarm.acknowledged"
    alarm: AlarmKey
    subject: Alarmed
    after_s: Seconds
    text: Worded | None = None


# --------------------------------------------------------------------------------------------- showings


def show_raised(board: Board, entry: Entry, fact: AlarmRaised) -> Delta:
    """The crisis waits no more for its representative: the alarm does."""
    card = AlarmCard(
        id=f"alarm:{entry.seq}",
        subject=fact.subject,
        notice=fact.notice,
        to_name=fact.to_name,
        raised_at=entry.at,
    )
    crisis = crisis_of(board)
    waited = fact.subject == "designation" and crisis is not None
    return Delta(put=(card, crisis.but(due=None)) if waited and crisis else (card,))


def show_taken_up(board: Board, entry: Entry, fact: AlarmAcknowledged) -> Delta:
    card = board.get(f"alarm:{fact.alarm}", AlarmCard)
    assert card is not None, f"no alarm {fact.alarm}"
    taken = card.but(acknowledged_at=entry.at, acknowledged_by=entry.by.role, text=said(entry, "text"))
    return Delta(put=(taken,))


def settled(board: Board, subject: Alarmed, at: datetime, notice: str | None = None) -> tuple[AlarmCard, ...]:
    """Return the alarms that what has just come settles, as they now are."""
    return tuple(
        card.but(settled_at=at)
        for card in board.of(AlarmCard)
        if card.settled_at is None and (card.subject, card.notice) == (subject, notice)
    )


# --------------------------------------------------------------------------------------------- tellings


def tell_raised(fact: AlarmRaised) -> str:
    late = " Échéance passée pendant un arrêt du serveur." if fact.late else ""
    if fact.subject == "designation":
        return (
            f"ALARME\u00a0: aucun représentant principal actif, {lapse(fact.after_s)} après la qualification. "
            f"La permanence désigne sans attendre.{late}"
        )
    return (
        f"ALARME\u00a0: {fact.to_name} n’a pas accusé réception de l’identité du représentant, "
        f"{lapse(fact.after_s)} après l’acte. Joindre par téléphone.{late}"
    )


def tell_taken_up(fact: AlarmAcknowledged) -> str:
    what = "représentant principal" if fact.subject == "designation" else "avis sans accusé de réception"
    told = f"Alarme prise en compte, {what}\u00a0: {lapse(fact.after_s)} après son déclenchement."
    return f"{told} {fact.text}" if fact.text else told
