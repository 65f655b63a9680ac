"""A point de situation on the board and in the main courante, and when the next one is expected (see situating.py).

A point is one card that no later entry changes: what is known afterwards makes another point. Which one rectifies
which, and what is awaited, stand on the card of the rhythm.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from .board import Board, Card, Delta
from .french import clock_time, counted, day_and_time, spaced
from .point import Drawn
from .vocabulary import Phase
from .words import BodyId, Count, Entry, Fact, Instant, Said, Worded, said

# ------------------------------------------------------------------------------------------------ cards


class PointFields(Drawn):
    """What a point and its card both say.

    `number` counts from 1 in a crisis; `rectifies` names the point that this one corrects, `compared_to` the one whose
    figures its deltas are with. `journal_seq` and `cursor` are where the journal stood when the figures stop.
    """

    number: Count
    cutoff_at: Instant
    rectifies: Count | None = None
    compared_to: Count | None = None
    phase: Phase
    journal_seq: Count
    cursor: str
    next_at: Instant
    recipients: tuple[BodyId, ...] = ()


class SituationCard(PointFields, Card):
    """A point, frozen. `by_role` is who froze it."""

    type: Literal["situation"] = "situation"
    frozen_at: Instant
    by_role: str
    text: Said | None = None
    difficulties: Said | None = None
    outlook: Said | None = None


class PointsCard(Card):
    """The rhythm of the points: the last one, and which is expected (`due`), or was and did not come (`awaited_since`).

    `rectified` says which point corrects which: number → number.
    """

    type: Literal["points"] = "points"
    last: Count
    last_cutoff_at: Instant
    next_at: Instant
    awaited_since: Instant | None = None
    rectified: dict[str, Count] = Field(default_factory=dict)


# ------------------------------------------------------------------------------------------------ facts


class SituationFrozen(PointFields, Fact):
    """A point was frozen. Instants in words are told in `zone`."""

    kind: Literal["situation.frozen"] = "situation.frozen"
    zone: str
    text: Worded | None = None
    difficulties: Worded | None = None
    outlook: Worded | None = None

    def occurred(self) -> datetime:
        return self.cutoff_at


class SituationMissed(Fact):
    """The date of the next point has passed, and it was not frozen."""

    kind: Literal["situation.missed"] = "situation.missed"
    number: Count
    due: Instant
    zone: str
    late: bool = False


# --------------------------------------------------------------------------------------------- showings


def show_frozen(board: Board, entry: Entry, fact: SituationFrozen) -> Delta:
    point = SituationCard(
        id=f"situation:{fact.number}",
        frozen_at=entry.at,
        by_role=entry.by.role,
        text=said(entry, "text"),
        difficulties=said(entry, "difficulties"),
        outlook=said(entry, "outlook"),
        **{name: getattr(fact, name) for name in PointFields.model_fields},
    )
    known = board.get(f"points:{board.dossier}", PointsCard)
    rectified = dict(known.rectified) if known else {}
    if fact.rectifies is not None:
        rectified[str(fact.rectifies)] = fact.number
    rhythm = PointsCard(
        id=f"points:{board.dossier}",
        last=fact.number,
        last_cutoff_at=fact.cutoff_at,
        next_at=fact.next_at,
        due=fact.next_at,
        rectified=rectified,
    )
    return Delta(put=(point, rhythm))


def show_missed_point(board: Board, entry: Entry, fact: SituationMissed) -> Delta:
    card = board.get(f"points:{board.dossier}", PointsCard)
    assert card is not None, "no point yet"
    return Delta(put=(card.but(awaited_since=fact.due, due=None),))


# --------------------------------------------------------------------------------------------- tellings


def tell_frozen(fact: SituationFrozen) -> str:
    what = f"Point de situation n°\u00a0{spaced(fact.number)}"
    if fact.rectifies is not None:
        what += f", rectificatif du n°\u00a0{spaced(fact.rectifies)}"
    stop = f"chiffres arrêtés au {day_and_time(fact.cutoff_at, fact.zone)}"
    heard = f"{spaced(fact.bodies.heard)} sur {counted(fact.bodies.of, 'organisme a', 'organismes ont')} rendu compte"
    coming = f"Prochain point le {day_and_time(fact.next_at, fact.zone)}."
    told = f"{what}, {stop}\u00a0: {heard}. {coming}"
    return f"{told} {fact.text}" if fact.text else told


def tell_missed_point(fact: SituationMissed) -> str:
    late = " Échéance passée pendant un arrêt du serveur." if fact.late else ""
    return (
        f"Point de situation n°\u00a0{spaced(fact.number)} attendu à {clock_time(fact.due, fact.zone)}, "
        f"pas encore figé.{late}"
    )
