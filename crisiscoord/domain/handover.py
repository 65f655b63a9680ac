"""The handover sheet (*fiche de relève*): what a representative leaves to the next one.

It is frozen when the representative is relieved, so that both can say what was known at that moment; the
next one acknowledges it. Demands and decisions are in the main courante, under their categories.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from ..errors import Missing
from .alarmed import AlarmCard
from .board import Board, Card, Delta
from .bodies import BodyCard
from .cards import Cards
from .crisis import WrongState, open_crisis
from .delays import Delays, delays
from .designated import DesignationFact, Perimeter, RepresentativeCard, titled
from .french import counted, quoted, spaced
from .noticed import SETTLED, NoticeCard
from .revising import scope_of
from .task_cards import UNFINISHED, TasksCard, is_overdue
from .vocabulary import Scope, StatusCode
from .words import Command, Count, Entry, Fact, Instant, Situation, Slug, Word


class Sheet(Word):
    """The state of a crisis at one moment: bodies by status, unfinished and overdue tasks by scope, what is
    owed: notices and alarms by the part of their id after the colon; and how long it took to get there."""

    statuses: dict[StatusCode, Count] = Field(default_factory=dict)
    tasks: dict[Scope, Count] = Field(default_factory=dict)
    overdue: dict[Scope, Count] = Field(default_factory=dict)
    notices: tuple[str, ...] = Field(default=(), max_length=500)
    alarms: tuple[str, ...] = Field(default=(), max_length=500)
    delays: Delays | None = None


class HandoverCard(Card):
    """The sheet that a representative left, for those who coordinate, and whether somebody has read it since.

    `acknowledged_by` is the role of whoever did.
    """

    type: Literal["handover"] = "handover"
    channel: str = "cell"

    designation: Slug
    perimeter: Perimeter
    written_at: Instant
    sheet: Sheet
    acknowledged_at: Instant | None = None
    acknowledged_by: str | None = None


class AcknowledgeHandover(Command):
    """The sheet that `designation` left has been read, by the next representative or with them on the telephone."""

    do: Literal["handover.acknowledge"] = "handover.acknowledge"
    designation: Slug


class HandoverWritten(DesignationFact):
    """What stood on the board when a representative was relieved."""

    kind: Literal["handover.written"] = "handover.written"
    sheet: Sheet

    def channel(self) -> str:
        return "cell"


class HandoverAcknowledged(DesignationFact):
    """The sheet was read."""

    kind: Literal["handover.acknowledged"] = "handover.acknowledged"

    def channel(self) -> str:
        return "cell"


class UnknownHandover(Missing):
    code, title = "unknown_handover", "Fiche de relève inconnue"


# ----------------------------------------------------------------------------------------------- decisions


def handover(board: Cards, now: datetime, departement: str | None = None) -> Sheet:
    """Return what stands on the board, of one département or in all."""
    bodies = [card for card in board.of(BodyCard) if card.competent and departement in (None, card.departement)]
    tasks, overdue = Counter[Scope](), Counter[Scope]()
    for card in board.of(TasksCard):
        if departement in (None, card.departement):
            unfinished = [item for item in card.items.values() if item.state in UNFINISHED]
            tasks[scope_of(card)] += len(unfinished)
            overdue[scope_of(card)] += sum(is_overdue(item, now) for item in unfinished)
    return Sheet(
        statuses=Counter(card.status for card in bodies),
        tasks=+tasks,
        overdue=+overdue,
        notices=tuple(card.key for card in board.of(NoticeCard) if card.state not in SETTLED)[-500:],
        alarms=tuple(card.key for card in board.of(AlarmCard) if card.settled_at is None)[-500:],
        delays=delays(board, departement),
    )


def acknowledge_handover(board: Board, command: AcknowledgeHandover, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = board.get(f"handover:{command.designation}", HandoverCard)
    left = board.get(f"representative:{command.designation}", RepresentativeCard)
    if card is None or left is None:
        raise UnknownHandover(f"Aucune fiche de relève de {quoted(command.designation)} sur cet évènement.")
    if card.acknowledged_at is not None:
        raise WrongState("Cette fiche de relève a déjà été lue.")
    departement = situation.territory.departement(card.perimeter)
    return [
        HandoverAcknowledged(
            designation=card.designation,
            function=left.function,
            perimeter=card.perimeter,
            departement=departement.name if departement else None,
        )
    ]


# ------------------------------------------------------------------------------------------------ showings


def show_handover(board: Board, entry: Entry, fact: HandoverWritten) -> Delta:
    card = HandoverCard(
        id=f"handover:{fact.designation}",
        designation=fact.designation,
        perimeter=fact.perimeter,
        written_at=entry.at,
        sheet=fact.sheet,
    )
    return Delta(put=(card,))


def show_handed_over(board: Board, entry: Entry, fact: HandoverAcknowledged) -> Delta:
    card = board.get(f"handover:{fact.designation}", HandoverCard)
    assert card is not None, f"no handover of {fact.designation}"
    return Delta(put=(card.but(acknowledged_at=entry.at, acknowledged_by=entry.by.role),))


# ------------------------------------------------------------------------------------------------ tellings


def tell_handover(fact: HandoverWritten) -> str:
    sheet = fact.sheet
    bodies, tasks, late = (_total(counts) for counts in (sheet.statuses, sheet.tasks, sheet.overdue))
    return (
        f"Fiche de relève, {titled(fact.perimeter, fact.departement)}\u00a0: {counted(bodies, 'organisme')}, "
        f"{counted(tasks, 'tâche')} à finir dont {spaced(late)} en retard, "
        f"{counted(len(sheet.notices), 'avis', 'avis')} sans accusé, {counted(len(sheet.alarms), 'alarme')} en cours."
    )


def tell_handed_over(fact: HandoverAcknowledged) -> str:
    return f"Fiche de relève lue, {titled(fact.perimeter, fact.departement)}."


def _total(counts: Mapping[str, int]) -> int:
    return sum(counts.values())
