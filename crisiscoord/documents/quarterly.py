"""The quarterly dossier: what the parties look at together at their point (article E-22).

It is for whoever holds what the parties keep to themselves. Crises that the reader may see by right are told
one by one; the others only count in the totals, without a name and without a link. Exercises are never added
to real crises.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from ..domain import policy
from ..domain.agreements import ConventionTemplate
from ..domain.board import Board
from ..domain.convention import ConventionCard, convention_of
from ..domain.crisis import CrisisCard
from ..domain.durations import day_after, end_of_day, parse
from ..domain.meeting_cards import MeetingCard
from ..domain.minuting import PARTIES, DecisionCard
from ..domain.obligations import ObligationCard
from ..domain.words import Actor, Entry, format_instant
from ..errors import Forbidden, Malformed
from ..journal.boards import Boards
from ..journal.heads import latest_heads
from ..journal.journal import seq_at
from ..journal.pages import MOST, Asked, read_page
from .crisis_quarter import KINDS, CrisisQuarter, Window
from .figures import Sources

#: Dossiers looked at, the last changed first, and entries read of one; what is beyond is said (`left_out`).
DOSSIERS, ENTRIES = 500, 20_000
#: The longest span of one dossier.
LONGEST = timedelta(days=2 * 366)
_QUARTER = parse("P3M")
_EVERYTHING = frozenset({"common", "cell", "departement:*", "needs:*", "body:*"})


class NotAParty(Forbidden):
    code, title = "not_a_party", "Réservé aux parties"


@dataclass(frozen=True, slots=True)
class Quarter:
    """The days from `first` to `last`, both included, in the zone of a convention."""

    first: date
    last: date
    zone: str

    @property
    def window(self) -> Window:
        """Return the instants it spans."""
        before, moment = end_of_day(self.first - timedelta(days=1), self.zone), timedelta(milliseconds=1)
        return Window(before + moment, end_of_day(self.last, self.zone) + moment)


def quarter_of(card: ConventionCard, day: date) -> Quarter:
    """Return the quarter, counted from the signature, that a day falls in; the first one for a day before it."""
    number = max(0, (day.year - card.signed_on.year) * 4 + (day.month - card.signed_on.month) // 3 - 1)
    while (following := day_after(card.signed_on, _QUARTER.times(number + 1))) <= day:
        number += 1
    first = day_after(card.signed_on, _QUARTER.times(number)) if number else card.signed_on
    return Quarter(first, following - timedelta(days=1), card.timezone)


def between(card: ConventionCard, first: date, last: date) -> Quarter:
    """Return the span of two days. Raises Malformed when it is empty or longer than two years."""
    if last < first or last - first > LONGEST:
        reason = "un jour qui suit «\u00a0from\u00a0», de deux ans au plus"
        raise Malformed(f"La période doit finir\u00a0: {reason}.", [{"field": "to", "reason": reason}])
    return Quarter(first, last, card.timezone)


def quarterly(
    connection: Connection,
    boards: Boards,
    convention: Board,
    quarter: Quarter,
    actor: Actor,
    template: ConventionTemplate | None,
) -> dict[str, Any]:
    """Return the dossier of a quarter for one reader. Raises NotAParty.

    Obligations, meetings and decisions are as they stand at the head of the convention's journal.
    """
    channels = policy.channels(actor, convention)
    if PARTIES not in channels:
        raise NotAParty("Le dossier trimestriel est pour les parties de la convention.")
    card, window = convention_of(convention), quarter.window
    told, counted, left_out = _crises(connection, boards, window, actor)
    return {
        "dossier": convention.dossier,
        "title": card.title,
        "template": card.template,
        "template_title": template.title if template else card.template,
        "from": quarter.first.isoformat(),
        "to": quarter.last.isoformat(),
        "timezone": quarter.zone,
        "cursor": convention.cursor,
        "totals": _totals(counted),
        "crises": told,
        "left_out": left_out,
        "obligations": [_linked(convention, one) for one in _due_within(convention, quarter)],
        "meetings": [_linked(convention, one) for one in _meetings(convention, window)],
        "decisions": [_linked(convention, one) for one in _decisions(convention, quarter)],
    }


def _crises(
    connection: Connection, boards: Boards, window: Window, actor: Actor
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Return the crises told one by one, what all of them count for, and how many were not looked at."""
    heads, left_out = latest_heads(connection, DOSSIERS)
    told, counted = list[dict[str, Any]](), list[dict[str, Any]]()
    for head in heads:
        if head.kind != "crisis" or (not head.is_open and head.last_at < window.since):
            continue
        board = boards.at_least(connection, head)
        crisis = next(board.of(CrisisCard), None)
        upto = seq_at(connection, head.dossier, window.until - timedelta(milliseconds=1))
        entries, whole = _entries(connection, head.dossier, upto)
        channels = policy.channels(actor, board)
        found = CrisisQuarter(entries, window, Sources(head.dossier, channels))
        if crisis is None or not found.concerned:
            continue
        figures = {"reporting": found.reporting(), "acts": found.acts(), "designations": found.designations()}
        counted.append({"exercise": crisis.exercise, "began": found.began, **figures})
        left_out += not whole
        if channels:
            told.append({**_named(crisis, board), "began": found.began, "delays": found.delays(), **figures})
            told[-1]["playbooks"] = found.playbooks()
    return sorted(told, key=lambda one: (one["t0"], one["dossier"])), counted, left_out


def _named(crisis: CrisisCard, board: Board) -> dict[str, Any]:
    """Name a crisis, as it stands now, to somebody who may see it."""
    return {
        "dossier": board.dossier,
        "title": crisis.title,
        "hazard": crisis.hazard,
        "state": crisis.state,
        "exercise": crisis.exercise,
        "t0": format_instant(crisis.t0) if crisis.t0 else "",
        "departements": list(crisis.departements),
    }


def _entries(connection: Connection, dossier: str, upto: int) -> tuple[list[Entry], bool]:
    """Return the entries that count up to `upto`, and whether they are all there."""
    found, after = list[Entry](), 0
    while len(found) < ENTRIES:
        page = read_page(connection, dossier, Asked(_EVERYTHING, after=after, limit=MOST, kinds=KINDS))
        found += [entry for entry in page.entries if entry.seq <= upto]
        if page.next is None or page.next >= upto:
            return found, True
        after = page.next
    return found, False


def _totals(counted: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Add up the crises, and apart from them the exercises: numbers alone, whatever the reader may see."""
    totals = {name: _nothing() for name in ("crises", "exercises")}
    for one in counted:
        total = totals["exercises" if one["exercise"] else "crises"]
        total["followed"] += 1
        total["began"] += one["began"]
        for group in ("reporting", "designations"):
            for name, figure in one[group].items():
                total[group][name] = total[group].get(name, 0) + figure["value"]
        for kind, figure in one["acts"].items():
            sums = total["acts"].setdefault(kind, {})
            for unit, value in figure["value"].items():
                sums[unit] = sums.get(unit, 0) + value
    return totals


def _nothing() -> dict[str, Any]:
    return {"followed": 0, "began": 0, "reporting": {}, "designations": {}, "acts": {}}


def _due_within(convention: Board, quarter: Quarter) -> list[ObligationCard]:
    found = [one for one in convention.of(ObligationCard) if quarter.first <= one.due_on <= quarter.last]
    return sorted(found, key=lambda one: (one.due_on, one.code))


def _meetings(convention: Board, window: Window) -> list[MeetingCard]:
    found = [one for one in convention.of(MeetingCard) if window.holds(one.held_at or one.at)]
    return sorted(found, key=lambda one: one.held_at or one.at)


def _decisions(convention: Board, quarter: Quarter) -> list[DecisionCard]:
    """Return the decisions of meetings held by the end of the quarter, less those done before it began."""
    held = {one.key: one.held_at for one in convention.of(MeetingCard) if one.held_at is not None}
    found = [
        one
        for one in convention.of(DecisionCard)
        if one.meeting in held
        and held[one.meeting] < quarter.window.until
        and (one.finished_on is None or one.finished_on >= quarter.first)
    ]
    return sorted(found, key=lambda one: (one.due_on, one.id))


def _linked(convention: Board, card: ObligationCard | MeetingCard | DecisionCard) -> dict[str, Any]:
    """Return a card as screens receive it; its `seq` is the entry that says so."""
    return {"dossier": convention.dossier, **card.model_dump(mode="json", exclude_none=True)}
