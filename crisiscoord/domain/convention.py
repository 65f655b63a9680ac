"""The convention itself: its card, and what its signature, its reminders and its end write.

`agreeing.py` decides signing and falling due; `renewing.py` what the parties change afterwards.
"""

from typing import ClassVar, Literal

from ..errors import Missing
from .board import Board, Card, Delta
from .french import calendar_day, counted, listed, quoted
from .obligations import said_late
from .states import ConventionState, Renewal
from .words import Count, Day, Entry, Fact, Instant, Said


class ConventionCard(Card):
    """The convention itself. `parties` are ids of bodies; `due` is the end of its last day.

    `begins_on` is the first day of the present period: the signature, then the anniversary at which it was
    renewed. `notice_until` is the last day of a formal notice, `notice_lapsed` says that it has passed.
    """

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    type: Literal["convention"] = "convention"
    template: str
    version: int
    title: str
    signed_on: Day
    begins_on: Day
    ends_on: Day
    duration: str
    renewal: Renewal
    state: ConventionState
    parties: tuple[str, ...]
    departement: str | None = None
    timezone: str
    amendments: Count = 0
    notice_on: Day | None = None
    notice_until: Day | None = None
    notice_lapsed: bool = False
    terminated_on: Day | None = None
    reason: Said | None = None


class UnknownConvention(Missing):
    code, title = "unknown_convention", "Convention inconnue"


def convention_of(board: Board) -> ConventionCard:
    """Return the convention that the dossier is about. Raises Missing when there is none."""
    card = next(board.of(ConventionCard), None)
    if card is None:
        raise UnknownConvention("Ce dossier n’est pas une convention.")
    return card


# ------------------------------------------------------------------------------------------------ facts


class ConventionSigned(Fact):
    """`names` are those of the parties, in the same order, as they were known on that day."""

    opens: ClassVar[str] = "convention"

    kind: Literal["convention.signed"] = "convention.signed"
    template: str
    version: int
    title: str
    signed_on: Day
    ends_on: Day
    ends_at: Instant
    ask_at: Instant | None = None
    duration: str
    renewal: Renewal
    timezone: str
    parties: tuple[str, ...]
    names: tuple[str, ...]
    departement: str | None = None


class ConventionReminded(Fact):
    """The end is `days` days away at the most; `ask_at`: when to ask next, None for the end itself."""

    kind: Literal["convention.reminded"] = "convention.reminded"
    title: str
    ends_on: Day
    renewal: Renewal
    days: int
    ask_at: Instant | None = None
    late: bool


class ConventionExpired(Fact):
    kind: Literal["convention.expired"] = "convention.expired"
    title: str
    ends_on: Day
    late: bool


class ConventionContinued(Fact):
    """Renewed by itself (`tacite`) until `ends_on`."""

    kind: Literal["convention.continued"] = "convention.continued"
    title: str
    begins_on: Day | None = None
    ends_on: Day
    ends_at: Instant
    ask_at: Instant | None = None
    late: bool


# --------------------------------------------------------------------------------------------- showings


def show_signed(board: Board, entry: Entry, fact: ConventionSigned) -> Delta:
    said = {name: value for name, value in fact if name in ConventionCard.model_fields}
    id, begins_on = f"convention:{entry.dossier}", fact.signed_on
    return Delta(put=(ConventionCard(id=id, state="actif", due=fact.ends_at, begins_on=begins_on, **said),))


def show_convention_reminded(board: Board, entry: Entry, fact: ConventionReminded) -> Delta:
    return Delta(put=(convention_of(board).but(ask_at=fact.ask_at),))


def show_expired(board: Board, entry: Entry, fact: ConventionExpired) -> Delta:
    return Delta(put=(convention_of(board).but(state="expire", due=None, ask_at=None),))


def show_continued(board: Board, entry: Entry, fact: ConventionContinued) -> Delta:
    card = convention_of(board)
    begins_on = fact.begins_on or card.ends_on
    return Delta(put=(card.but(begins_on=begins_on, ends_on=fact.ends_on, due=fact.ends_at, ask_at=fact.ask_at),))


# --------------------------------------------------------------------------------------------- tellings


def tell_signed(fact: ConventionSigned) -> str:
    names = listed(list(fact.names))
    parties = names if len(names) <= 80 else counted(len(fact.names), "partie")
    signed, end = calendar_day(fact.signed_on), calendar_day(fact.ends_on)
    return f"Convention {quoted(fact.title)} signée le {signed} ({parties}), en vigueur jusqu’au {end}."


def tell_convention_reminded(fact: ConventionReminded) -> str:
    end, left = calendar_day(fact.ends_on), counted(fact.days, "jour")
    what = "sauf dénonciation, elle est reconduite tacitement"
    if fact.renewal == "expresse":
        what = "elle expire si les parties ne la renouvellent pas"
    return (
        f"Rappel à {left}\u00a0: la convention {quoted(fact.title)} prend fin le {end}, {what}.{said_late(fact.late)}"
    )


def tell_expired(fact: ConventionExpired) -> str:
    end = calendar_day(fact.ends_on)
    return f"Convention {quoted(fact.title)} arrivée à son terme le {end}.{said_late(fact.late)}"


def tell_continued(fact: ConventionContinued) -> str:
    end = calendar_day(fact.ends_on)
    return f"Convention {quoted(fact.title)} reconduite tacitement jusqu’au {end}.{said_late(fact.late)}"
