"""What the parties change in a convention that is signed: amendment, renewal, formal notice, termination.

Facts, how they show and tell; `renewing.py` decides them.
"""

from typing import ClassVar, Literal

from .board import Board, Card, Delta
from .convention import convention_of
from .french import calendar_day, quoted
from .obligations import ObligationCard, said_late
from .words import Day, Entry, Fact, Instant, Said, Worded, said


class AmendmentCard(Card):
    """One amendment, agreed by all the parties on a day (article E-21)."""

    on: ClassVar[frozenset[str]] = frozenset({"convention"})

    type: Literal["amendment"] = "amendment"
    number: int
    amended_on: Day
    text: Said | None


# ------------------------------------------------------------------------------------------------ facts


class ConventionAmended(Fact):
    kind: Literal["convention.amended"] = "convention.amended"
    title: str
    number: int
    amended_on: Day
    reason: Worded


class ConventionRenewed(Fact):
    """The parties agreed, on a day, to go on for one more period, from `begins_on` to `ends_on`."""

    kind: Literal["convention.renewed"] = "convention.renewed"
    title: str
    renewed_on: Day
    begins_on: Day
    ends_on: Day
    ends_at: Instant
    ask_at: Instant | None = None
    reason: Worded | None = None


class NoticeGiven(Fact):
    """A formal notice was received on `notice_on`; it runs to the end of `notice_until`."""

    kind: Literal["convention.notice_given"] = "convention.notice_given"
    title: str
    notice_on: Day
    notice_until: Day
    ask_at: Instant | None = None
    reason: Worded


class NoticeLapsed(Fact):
    """A formal notice has run out: the other parties may terminate. Nothing is terminated by itself."""

    kind: Literal["convention.notice_lapsed"] = "convention.notice_lapsed"
    title: str
    notice_on: Day
    notice_until: Day
    ask_at: Instant | None = None
    late: bool


class ConventionTerminated(Fact):
    """Ended before its term. `dropped` are the ids of the obligations that were still to come."""

    kind: Literal["convention.terminated"] = "convention.terminated"
    title: str
    terminated_on: Day
    dropped: tuple[str, ...] = ()
    reason: Worded


# --------------------------------------------------------------------------------------------- showings


def show_amended(board: Board, entry: Entry, fact: ConventionAmended) -> Delta:
    card = AmendmentCard(
        id=f"amendment:{fact.number}",
        number=fact.number,
        amended_on=fact.amended_on,
        text=said(entry, "reason"),
    )
    return Delta(put=(convention_of(board).but(amendments=fact.number), card))


def show_renewed(board: Board, entry: Entry, fact: ConventionRenewed) -> Delta:
    period = {"begins_on": fact.begins_on, "ends_on": fact.ends_on, "due": fact.ends_at, "ask_at": fact.ask_at}
    return Delta(put=(convention_of(board).but(state="actif", reason=said(entry, "reason"), **period),))


def show_notice_given(board: Board, entry: Entry, fact: NoticeGiven) -> Delta:
    notice = {"notice_on": fact.notice_on, "notice_until": fact.notice_until, "notice_lapsed": False}
    return Delta(put=(convention_of(board).but(ask_at=fact.ask_at, reason=said(entry, "reason"), **notice),))


def show_notice_lapsed(board: Board, entry: Entry, fact: NoticeLapsed) -> Delta:
    return Delta(put=(convention_of(board).but(notice_lapsed=True, ask_at=fact.ask_at),))


def show_terminated(board: Board, entry: Entry, fact: ConventionTerminated) -> Delta:
    ended = {"state": "resilie", "terminated_on": fact.terminated_on, "due": None, "ask_at": None}
    card = convention_of(board).but(reason=said(entry, "reason"), **ended)
    still = tuple(id for id in fact.dropped if board.get(id, ObligationCard) is not None)
    return Delta(put=(card,), drop=still)


# --------------------------------------------------------------------------------------------- tellings


def tell_amended(fact: ConventionAmended) -> str:
    day = calendar_day(fact.amended_on)
    return f"Convention {quoted(fact.title)}\u00a0: avenant n°\u00a0{fact.number} du {day}. {fact.reason}"


def tell_renewed(fact: ConventionRenewed) -> str:
    agreed, end = calendar_day(fact.renewed_on), calendar_day(fact.ends_on)
    why = f" {fact.reason}" if fact.reason else ""
    return f"Convention {quoted(fact.title)} renouvelée par accord du {agreed}, jusqu’au {end}.{why}"


def tell_notice_given(fact: NoticeGiven) -> str:
    given, until = calendar_day(fact.notice_on), calendar_day(fact.notice_until)
    return (
        f"Convention {quoted(fact.title)}\u00a0: mise en demeure reçue le {given} (lettre recommandée), "
        f"délai jusqu’au {until}. Motif\u00a0: {fact.reason}"
    )


def tell_notice_lapsed(fact: NoticeLapsed) -> str:
    given, until = calendar_day(fact.notice_on), calendar_day(fact.notice_until)
    return (
        f"Convention {quoted(fact.title)}\u00a0: la mise en demeure du {given} a expiré le {until}. "
        f"Les autres parties peuvent résilier de plein droit.{said_late(fact.late)}"
    )


def tell_terminated(fact: ConventionTerminated) -> str:
    return f"Convention {quoted(fact.title)} résiliée le {calendar_day(fact.terminated_on)}. Motif\u00a0: {fact.reason}"
