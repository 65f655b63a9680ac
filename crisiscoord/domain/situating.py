"""Points de situation: numbered, frozen at a cut-off from the board as it was then, sent to the partners.

The representative tells the préfets and UNCCAS of the situation (convention State-UNCCAS, E-12). The cut-off time
counts more than the time of sending; a point is never edited, a correction is another point that names it
(docs/field.md, « Figures »). Why it sees the board of the cut-off: docs/decisions/0029.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..errors import Missing, Refused
from .board import Board
from .crisis import CrisisCard, open_crisis, refuse_future
from .durations import phase
from .falling import due_card, was_missed
from .french import day_and_time, spaced
from .noticing import owe_point
from .point import drawn
from .point_rhythm import next_point
from .recipients import of_point
from .situated import PointsCard, SituationCard, SituationFrozen, SituationMissed
from .task_cards import point_rhythms_of
from .words import PLAIN, Command, Fact, FallDue, Free, Instant, Situation

#: What a representative writes in each part: with the rest of a point it must hold in one frame.
Part = Annotated[str, StringConstraints(min_length=1, max_length=4_000, strip_whitespace=True), Free(), PLAIN]
Aside = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True), Free(), PLAIN]
PointNumber = Annotated[int, Field(ge=1, le=100_000)]

# --------------------------------------------------------------------------------------------- commands


class FreezeSituation(Command):
    """Freeze a point whose figures stop at `cutoff_at`.

    `text` is the situation in words, `difficulties` and `outlook` what is hard and what the next 24 hours hold.
    `rectifies` names the point that this one corrects. `next_at` announces the next one; left out, the rhythm does.
    """

    do: Literal["situation.freeze"] = "situation.freeze"
    cutoff_at: Instant
    text: Part | None = None
    difficulties: Aside | None = None
    outlook: Aside | None = None
    rectifies: PointNumber | None = None
    next_at: Instant | None = None


class PointsFallDue(FallDue):
    """The date of the next point has come."""

    do: Literal["points.fall_due"] = "points.fall_due"


# --------------------------------------------------------------------------------------------- refusals


class CutoffTooEarly(Refused):
    code, title = "cutoff_too_early", "Heure d’arrêt des chiffres trop ancienne"


class NextTooEarly(Refused):
    code, title = "next_point_too_early", "Prochain point déjà passé"


class UnknownPoint(Missing):
    code, title = "unknown_point", "Point de situation inconnu"


class AlreadyRectified(Refused):
    code, title = "already_rectified", "Point déjà rectifié"


# -------------------------------------------------------------------------------------------- decisions


def freeze_situation(board: Board, command: FreezeSituation, situation: Situation) -> list[Fact]:
    crisis = open_crisis(board)
    refuse_future(command.cutoff_at, situation.now)
    cutoff = min(command.cutoff_at, situation.now)
    t0 = crisis.t0 or situation.now
    rhythm = board.get(f"points:{board.dossier}", PointsCard)
    rectified = _rectified(board, rhythm, command)
    _check_cutoff(crisis, rhythm, rectified, command, situation)
    rhythms = point_rhythms_of(board)
    next_at = command.next_at or next_point(t0, cutoff, situation.now, crisis.timezone, crisis.tempo, rhythms)
    if next_at <= situation.now:
        raise NextTooEarly("L’heure annoncée pour le prochain point est déjà passée\u00a0: en donner une à venir.")
    then = situation.board_at(cutoff)
    before = rectified or (board.get(f"situation:{rhythm.last}", SituationCard) if rhythm else None)
    number = rhythm.last + 1 if rhythm else 1
    to = of_point(board, crisis, situation)
    found = drawn(then, crisis, cutoff, before.figures if before else ())
    frozen = SituationFrozen(
        number=number,
        cutoff_at=cutoff,
        rectifies=command.rectifies,
        compared_to=before.number if before else None,
        phase=phase(t0, cutoff, crisis.timezone, crisis.tempo),
        journal_seq=then.seq,
        cursor=then.cursor,
        next_at=next_at,
        recipients=to,
        zone=crisis.timezone,
        text=command.text,
        difficulties=command.difficulties,
        outlook=command.outlook,
        **{name: getattr(found, name) for name in type(found).model_fields},
    )
    return [frozen, *owe_point(board, to, number, situation)]


def points_fell_due(board: Board, command: PointsFallDue, situation: Situation) -> list[Fact]:
    crisis = open_crisis(board)
    card = due_card(board, command, PointsCard, situation)
    late = was_missed(board, command.due, situation.now)
    return [SituationMissed(number=card.last + 1, due=command.due, zone=crisis.timezone, late=late)]


def _rectified(board: Board, rhythm: PointsCard | None, command: FreezeSituation) -> SituationCard | None:
    """Return the point that is corrected. Raises UnknownPoint, AlreadyRectified."""
    if command.rectifies is None:
        return None
    card = board.get(f"situation:{command.rectifies}", SituationCard)
    if card is None or rhythm is None:
        raise UnknownPoint(f"Cet évènement n’a pas de point de situation n°\u00a0{spaced(command.rectifies)}.")
    if str(card.number) in rhythm.rectified:
        newer = rhythm.rectified[str(card.number)]
        raise AlreadyRectified(
            f"Le point n°\u00a0{spaced(card.number)} est déjà rectifié par le n°\u00a0{spaced(newer)}\u00a0: "
            "c’est celui-là qui se rectifie."
        )
    return card


def _check_cutoff(
    crisis: CrisisCard,
    rhythm: PointsCard | None,
    rectified: SituationCard | None,
    command: FreezeSituation,
    situation: Situation,
) -> None:
    """Raise CutoffTooEarly: figures stop after the qualification, and after those of the point before."""
    cutoff, zone = command.cutoff_at, crisis.timezone
    if crisis.t0 is not None and cutoff < crisis.t0:
        raise CutoffTooEarly(
            f"L’évènement a été qualifié le {day_and_time(crisis.t0, zone)}\u00a0: les chiffres s’arrêtent après."
        )
    if rectified is not None and cutoff < rectified.cutoff_at:
        raise CutoffTooEarly(
            f"Les chiffres du point rectifié s’arrêtent le {day_and_time(rectified.cutoff_at, zone)}\u00a0: ceux du "
            "rectificatif ne peuvent pas s’arrêter avant."
        )
    if rectified is None and rhythm is not None and cutoff <= rhythm.last_cutoff_at:
        raise CutoffTooEarly(
            f"Le point n°\u00a0{spaced(rhythm.last)} s’arrête déjà au {day_and_time(rhythm.last_cutoff_at, zone)}"
            "\u00a0: pour le corriger, figer un rectificatif."
        )
