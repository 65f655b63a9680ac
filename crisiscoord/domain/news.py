"""What is written when a body reports, is called or stays silent, how it shows, how it is told.

Above are the commands and decisions, in reporting.py.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from .alarmed import no_longer_said, no_longer_silent, silence_called
from .board import NOTHING, Board, Card, Delta
from .bodies import BodyCard, Figure
from .french import counted, day_and_time, listed, spaced, to_the
from .task_cards import channel_of
from .vocabulary import (
    FIGURES,
    ROLES,
    STATUSES,
    FigureName,
    Quality,
    ReportedStatus,
    Role,
    label,
    short,
)
from .words import BodyId, Count, Entry, Fact, Instant, Said, Word, Worded, said

#: Calls kept on the card of a body; the older ones stay in the journal.
CALLS = 20
#: Figures named in the line of a report; the others are counted.
NAMED = 3

# --------------------------------------------------------------------------------------------------- cards


class Call(Word):
    """One call by telephone to a body, `by` somebody in a role."""

    at: Instant
    answered: bool
    by: str
    text: Said | None = None


class CallsCard(Card):
    """The last calls to a body, the newest last, in the body's own channel."""

    type: Literal["calls"] = "calls"
    body: BodyId
    calls: tuple[Call, ...] = ()


# --------------------------------------------------------------------------------------------------- facts


class GivenFigure(Word):
    """A figure as it is reported: a whole number or a code; no value when it is not known."""

    value: Count | Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = None
    quality: Quality


class ReportFiled(Fact):
    """A body said how it is. `newest`: nothing observed later was known. `due`: when the next is expected."""

    kind: Literal["report.filed"] = "report.filed"
    body: BodyId
    name: str
    departement: str
    status: ReportedStatus
    observed_at: Instant
    told_at: Instant | None = None
    valid_until: Instant
    figures: dict[FigureName, GivenFigure] = Field(default_factory=dict)
    due: Instant | None = None
    newest: bool = True
    taken_by: Role | None = None
    zone: str
    text: Worded | None = None

    def channel(self) -> str:
        return channel_of(self.departement)

    def about(self) -> str | None:
        return self.body

    def occurred(self) -> datetime:
        return self.observed_at


class CallLogged(Fact):
    """A body was called; `unanswered` counts the calls in a row that nobody took, this one included."""

    kind: Literal["call.logged"] = "call.logged"
    body: BodyId
    name: str
    departement: str
    answered: bool
    unanswered: Count
    unreachable: bool
    text: Worded | None = None

    def channel(self) -> str:
        return f"body:{self.body}"

    def about(self) -> str | None:
        return self.body


class ReportMissed(Fact):
    """A report expected by `due` has not come; the `missed`th in a row. The `next` one is expected later."""

    kind: Literal["report.missed"] = "report.missed"
    body: BodyId
    name: str
    departement: str
    due: Instant
    next: Instant | None = None
    missed: Count
    late: bool = False
    zone: str

    def channel(self) -> str:
        return channel_of(self.departement)

    def about(self) -> str | None:
        return self.body


# ------------------------------------------------------------------------------------------------ showings


def show_report(board: Board, entry: Entry, fact: ReportFiled) -> Delta:
    """A report ends the waiting, whenever it was observed; only the newest one says how the body is."""
    card = board.get(f"body:{fact.body}", BodyCard)
    if card is None:
        return NOTHING
    newest = {
        "reported_status": fact.status,
        "observed_at": fact.observed_at,
        "valid_until": fact.valid_until,
        "report_seq": entry.seq,
        "text": said(entry, "text"),
        "taken_by": fact.taken_by,
    }
    changes: dict[str, Any] = newest if fact.newest else {}
    shown = card.but(
        **changes,
        status=fact.status if fact.newest else card.reported_status or card.status,
        figures=_newest(card.figures, fact, entry.seq),
        reported_at=entry.at,
        awaited_since=None,
        missed=0,
        unanswered=0,
        alarm=None,
        due=fact.due,
    )
    silent = no_longer_silent(board, (card,), entry.at)
    said_before = no_longer_said(board, card, fact.status, entry.at) if fact.newest else ()
    return Delta(put=(shown, *silent, *said_before))


def _newest(figures: Mapping[str, Figure], fact: ReportFiled, seq: int) -> dict[str, Figure]:
    """Return the figures once a report is in: for each the newest observation, ties to the later entry."""
    merged = dict(figures)
    for name, given in fact.figures.items():
        known = merged.get(name)
        if known is None or fact.observed_at >= known.observed_at:
            merged[name] = Figure.sure(value=given.value, quality=given.quality, observed_at=fact.observed_at, seq=seq)
    return merged


def show_call(board: Board, entry: Entry, fact: CallLogged) -> Delta:
    """Nobody answers a third time: unreachable. Somebody answers: what the body last said counts again."""
    body = board.get(f"body:{fact.body}", BodyCard)
    if body is None:
        return NOTHING
    status = body.status
    if fact.unreachable:
        status = "injoignable"
    elif fact.answered and status == "injoignable":
        status = body.reported_status or "sans_nouvelle"
    known = board.get(f"calls:{fact.body}", CallsCard)
    calls = known or CallsCard(id=f"calls:{fact.body}", channel=f"body:{fact.body}", body=fact.body)
    call = Call(at=entry.at, answered=fact.answered, by=entry.by.role, text=said(entry, "text"))
    return Delta(
        put=(
            body.but(status=status, unanswered=fact.unanswered),
            calls.but(calls=(*calls.calls, call)[-CALLS:]),
        )
    )


def show_missed(board: Board, entry: Entry, fact: ReportMissed) -> Delta:
    card = board.get(f"body:{fact.body}", BodyCard)
    if card is None:
        return NOTHING
    missed = card.but(awaited_since=card.awaited_since or fact.due, missed=fact.missed, due=fact.next)
    called = silence_called(board, card.departement) if card.alarm is None else None
    if called is None:  # counted already; or the alarm is raised by the next entry
        return Delta(put=(missed,))
    return Delta(put=(missed.but(alarm=called.key), called.but(bodies=(called.bodies or 0) + 1)))


# ------------------------------------------------------------------------------------------------ tellings


_TAKERS = {
    "unccas_permanence": "la permanence",
    "representant_unccas": "le représentant de l’UNCCAS",
    "udccas": "l’UDCCAS",
}


def tell_report(fact: ReportFiled) -> str:
    told = f"{fact.name}\u00a0: {label(STATUSES, fact.status).lower()}"
    figures = [_told(name, figure) for name, figure in fact.figures.items()]
    if figures:
        told += f"\u202f; {listed(figures, most=NAMED)}"
    if fact.taken_by:
        told += f" (pris par {_TAKERS.get(fact.taken_by) or label(ROLES, fact.taken_by)})"
    if not fact.newest:
        told += f" (reçu tardivement, observé le {day_and_time(fact.observed_at, fact.zone)})"
    return f"{told}. {fact.text}" if fact.text else f"{told}."


def _told(name: str, figure: GivenFigure) -> str:
    kind = FIGURES[name]
    if isinstance(figure.value, str):
        return f"{kind.label.lower()}\u00a0: {label(kind.codes, figure.value).lower()}"
    words = short(FIGURES, name).lower()
    if figure.value is None:
        return f"{words} non communiqué"
    return f"{words} {spaced(figure.value)}{' (estimé)' if figure.quality == 'estime' else ''}"


def tell_call(fact: CallLogged) -> str:
    if fact.answered:
        told = f"Appel {to_the(fact.name)}\u00a0: réponse."
    else:
        again = f", {counted(fact.unanswered, 'appel')} de suite" if fact.unanswered > 1 else ""
        told = f"Appel {to_the(fact.name)}\u00a0: sans réponse{again}{', injoignable' if fact.unreachable else ''}."
    return f"{told} {fact.text}" if fact.text else told


def tell_missed(fact: ReportMissed) -> str:
    awaited = f"{fact.name}\u00a0: compte rendu attendu le {day_and_time(fact.due, fact.zone)}, non reçu"
    again = f" ({counted(fact.missed, 'compte rendu manqué', 'comptes rendus manqués')} de suite)"
    late = " Échéance traitée après un arrêt du serveur." if fact.late else ""
    return f"{awaited}{again if fact.missed > 1 else ''}.{late}"
