"""The beginning of a crisis on the board and in the main courante: what is decided in declaring.py."""

from datetime import datetime
from typing import ClassVar, Literal

from .board import Board, Delta
from .crisis import CrisisCard, Tempo, crisis_of
from .french import counted, day_and_time, listed, quoted, shortened
from .vocabulary import HAZARDS, Hazard, label
from .words import Entry, Fact, Instant, Worded, said
from .zones import NAMED

#: The title of a crisis, as far as a line of the main courante tells it.
TITLE_TOLD = 90

# ------------------------------------------------------------------------------------------------ facts


class CrisisSignalled(Fact):
    """An event was signalled. `departements` gives the name of each; times are told in `timezone`."""

    opens: ClassVar[str] = "crisis"

    kind: Literal["crisis.signalled"] = "crisis.signalled"
    title: str
    hazard: Hazard
    occurred_at: Instant | None = None
    timezone: str
    communes: int
    departements: dict[str, str]
    text: Worded

    def occurred(self) -> datetime | None:
        return self.occurred_at


class CrisisDismissed(Fact):
    """What was signalled was found not to be major."""

    kind: Literal["crisis.dismissed"] = "crisis.dismissed"
    title: str
    reason: Worded


class CrisisDeclared(Fact):
    """The event was declared major at `t0`. `playbooks` gives the version of each protocol applied."""

    opens: ClassVar[str] = "crisis"

    kind: Literal["crisis.declared"] = "crisis.declared"
    title: str
    hazard: Hazard
    exercise: bool
    tempo: Tempo
    timezone: str
    t0: Instant
    occurred_at: Instant
    communes: int
    departements: dict[str, str]
    playbooks: dict[str, int]
    #: When an alarm is raised if no main representative is active.
    designation_due: Instant | None = None
    reason: Worded

    def anchors(self) -> dict[str, datetime]:
        """Return the dates that protocols may count from at once."""
        return {"t0": self.t0, "occurrence": self.occurred_at}


# --------------------------------------------------------------------------------------------- showings


def show_signalled(board: Board, entry: Entry, fact: CrisisSignalled) -> Delta:
    card = CrisisCard(
        id=f"crisis:{entry.dossier}",
        title=fact.title,
        hazard=fact.hazard,
        state="signale",
        timezone=fact.timezone,
        occurred_at=fact.occurred_at,
        signalled_by=entry.by.role,
        text=said(entry, "text"),
    )
    return Delta(put=(card,))


def show_dismissed(board: Board, entry: Entry, fact: CrisisDismissed) -> Delta:
    card = crisis_of(board)
    assert card is not None
    return Delta(put=(card.but(state="sans_suite", reason=said(entry, "reason"), text=None),))


def show_declared(board: Board, entry: Entry, fact: CrisisDeclared) -> Delta:
    before = crisis_of(board)
    card = CrisisCard(
        id=f"crisis:{entry.dossier}",
        title=fact.title,
        hazard=fact.hazard,
        state="actif",
        exercise=fact.exercise,
        tempo=fact.tempo,
        timezone=fact.timezone,
        t0=fact.t0,
        occurred_at=fact.occurred_at,
        departements=before.departements if before else (),
        communes=before.communes if before else 0,
        anchors=fact.anchors(),
        playbooks=fact.playbooks,
        signalled_by=before.signalled_by if before else None,
        declared_by=entry.by.role,
        due=fact.designation_due,
        reason=said(entry, "reason"),
    )
    return Delta(put=(card,))


# --------------------------------------------------------------------------------------------- tellings


def _where(communes: int, departements: dict[str, str]) -> str:
    counts = f"{counted(communes, 'commune')}, {counted(len(departements), 'département')}"
    return f"{counts} ({listed(list(departements.values()), NAMED)})"


def _what(title: str, hazard: str) -> str:
    return f"{quoted(shortened(title, TITLE_TOLD))}, {label(HAZARDS, hazard).lower()}"


def tell_signalled(fact: CrisisSignalled) -> str:
    when = f", survenu le {day_and_time(fact.occurred_at, fact.timezone)}" if fact.occurred_at else ""
    where = _where(fact.communes, fact.departements)
    return f"Évènement signalé\u00a0: {_what(fact.title, fact.hazard)}{when}. {where}. {fact.text}"


def tell_dismissed(fact: CrisisDismissed) -> str:
    return f"Évènement classé sans suite\u00a0: {quoted(shortened(fact.title, TITLE_TOLD))}. Motif\u00a0: {fact.reason}"


def tell_declared(fact: CrisisDeclared) -> str:
    head = "EXERCICE. Évènement" if fact.exercise else "Évènement"
    when = day_and_time(fact.occurred_at, fact.timezone)
    where = _where(fact.communes, fact.departements)
    what = _what(fact.title, fact.hazard)
    return f"{head} qualifié de majeur\u00a0: {what}, survenu le {when}. {where}. Motif\u00a0: {fact.reason}"
