"""What one crisis says in a quarterly dossier, drawn from its entries alone.

Pure: entries in, figures out. No figure mixes persons with households, counts or euros, nor names a body
that is not an institution of the département or of the State.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..domain.act_cards import NUMBERS
from ..domain.acting import ActCorrected, ActRecorded
from ..domain.declared import CrisisDeclared, CrisisDismissed
from ..domain.designated import (
    DesignationDeclined,
    RepresentativeActivated,
    RepresentativeDesignated,
    RepresentativeRelieved,
)
from ..domain.ending import CrisisClosed, CrisisReopened
from ..domain.opening import PlaybookApplied
from ..domain.reporting import ReportFiled
from ..domain.words import Entry
from ..domain.zones import BodiesConcerned, BodiesReleased
from .crisis_delays import sourced_delays
from .figures import Figure, Sources

#: The kinds of entries that a quarterly dossier reads.
KINDS = (
    *("crisis.declared", "crisis.dismissed", "crisis.closed", "crisis.reopened"),
    *("bodies.concerned", "bodies.released", "report.filed", "act.recorded", "act.corrected"),
    *("representative.designated", "representative.activated", "representative.declined", "representative.relieved"),
    *("notice.owed", "notice.sent", "notice.acknowledged", "playbook.applied"),
)


@dataclass(frozen=True, slots=True)
class Window:
    """From `since`, included, to `until`, excluded."""

    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        return self.since <= at < self.until


@dataclass(slots=True)
class CrisisQuarter:
    """One crisis in a window. `entries` are those of KINDS written before the end of the window, in order."""

    entries: Sequence[Entry]
    window: Window
    sources: Sources
    declared: Entry | None = field(init=False)

    def __post_init__(self) -> None:
        self.declared = next((entry for entry in self.entries if isinstance(entry.fact, CrisisDeclared)), None)

    @property
    def began(self) -> bool:
        """It was declared within the window."""
        return self.declared is not None and self.window.holds(self.declared.at)

    @property
    def concerned(self) -> bool:
        """It was declared before the end of the window, and not closed for good before its beginning."""
        if self.declared is None:
            return False
        turns = [
            entry for entry in self.entries if isinstance(entry.fact, CrisisClosed | CrisisReopened | CrisisDismissed)
        ]
        before = [entry for entry in turns if entry.at < self.window.since]
        return not before or isinstance(before[-1].fact, CrisisReopened)

    def delays(self) -> dict[str, Any]:
        """Return the delays of the crisis (domain/delays.py), each with the entry from which it is known."""
        return sourced_delays(self.entries, self.sources)

    def reporting(self) -> dict[str, Figure]:
        """Return how many bodies were concerned at the end of the window, and how many reported within it."""
        concerned, sources = set[str](), list[Entry]()
        for entry in self.entries:
            if isinstance(entry.fact, BodiesConcerned):
                concerned |= {body.id for body in entry.fact.bodies}
                sources.append(entry)
            elif isinstance(entry.fact, BodiesReleased):
                concerned -= {*entry.fact.dropped, *entry.fact.kept}
                sources.append(entry)
        filed = [(entry, entry.fact.body) for entry in self._within() if isinstance(entry.fact, ReportFiled)]
        of_them = [(entry, body) for entry, body in filed if body in concerned]
        return {
            "concerned": self.sources.figure(len(concerned), sources),
            "reported": self.sources.figure(len({body for _, body in of_them}), (entry for entry, _ in of_them)),
            "reports": self.sources.figure(len(filed), (entry for entry, _ in filed)),
        }

    def acts(self) -> dict[str, Figure]:
        """Return the sums of the acts that took place within the window, by kind, each unit apart."""
        last: dict[str, tuple[Entry, ActRecorded | ActCorrected]] = {}
        for entry in self.entries:
            if isinstance(entry.fact, ActRecorded | ActCorrected):
                last[entry.fact.act] = (entry, entry.fact)
        found: dict[str, list[tuple[Entry, ActRecorded | ActCorrected]]] = {}
        for entry, fact in last.values():
            if self.window.holds(fact.occurred_at):
                found.setdefault(fact.act_kind, []).append((entry, fact))
        return {
            kind: self.sources.figure(_sums(fact for _, fact in acts), (entry for entry, _ in acts))
            for kind, acts in sorted(found.items())
        }

    def designations(self) -> dict[str, Figure]:
        within = list(self._within())
        counted = {
            "designated": RepresentativeDesignated,
            "active": RepresentativeActivated,
            "declined": DesignationDeclined,
            "relieved": RepresentativeRelieved,
        }
        found = {name: [entry for entry in within if isinstance(entry.fact, kind)] for name, kind in counted.items()}
        return {name: self.sources.figure(len(entries), entries) for name, entries in found.items()}

    def playbooks(self) -> list[dict[str, Any]]:
        """Return the protocols in force at the end of the window: code and version, the last applied of each."""
        last = {
            entry.fact.code: (entry, entry.fact) for entry in self.entries if isinstance(entry.fact, PlaybookApplied)
        }
        return [
            {"code": fact.code, "title": fact.title, "version": self.sources.figure(fact.version, [entry])}
            for entry, fact in last.values()
        ]

    def _within(self) -> Iterable[Entry]:
        return (entry for entry in self.entries if self.window.holds(entry.at))


def _sums(acts: Iterable[ActRecorded | ActCorrected]) -> dict[str, int]:
    """Add up acts of one kind; a unit that none of them counted is left out."""
    sums: dict[str, int] = {"acts": 0}
    for act in acts:
        sums["acts"] += 1
        for number in NUMBERS:
            value = getattr(act, number)
            if value is not None:
                sums[number] = sums.get(number, 0) + value
    return sums
