"""Importing a file into the directory: every line is looked at first, then all of it is written, or nothing.

A line that is wrong is named by its number, its column and the reason. A plan holds for the directory that it was
made from: when somebody has changed it meanwhile, nothing is written and the plan is to be made again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from ..domain.french import counted, spaced
from ..domain.words import Actor
from ..errors import Refused
from .bodies import Bodies
from .contacts import add_all as add_contacts
from .contacts import every_contact
from .contacts import write_all as write_contacts
from .files import Line, read_lines
from .headings import BODIES, CONTACTS, SAID, SIRENE, Heading, heading_of
from .ledger import Ledger
from .log import Noted, last_number, note
from .planning import PlanBodies, PlanContacts, Planner, PlanRoster, PlanUnits, Refusal, Written
from .roster import Roster
from .roster import add_all as add_people
from .roster import write_all as write_people
from .sirene import LeftAside
from .view import DirectoryView

#: Faults that are told, lines left aside that are told: the others are counted.
MOST_TOLD = 1_000
#: Lines between two words on how far one is.
STEP = 250

#: How many lines have been looked at, of how many.
Progress = Callable[[int, int], None]


class DirectoryMoved(Refused):
    code, title = "directory_moved", "Annuaire modifié entre-temps"


class ImportRefused(Refused):
    code, title = "import_refused", "Import refusé"


@dataclass(frozen=True, slots=True)
class Told:
    """One fault of one line: its number in the file, the title of its column, the reason in French."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that has been read: its first line, and the others."""

    heading: Heading
    lines: list[Line]


@dataclass(slots=True)
class Plan:
    """What a file would do. `refused` and `aside` count lines; what is told of them has a bound."""

    kind: str
    #: The number of the last change of the directory when the plan was made.
    seen: int
    view: DirectoryView
    lines: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    aside: int = 0
    faults: list[Told] = field(default_factory=list)
    left: list[Told] = field(default_factory=list)
    written: Written = field(default_factory=Written)

    def summary(self) -> str:
        """Say in French what the file does or would do."""
        told = [
            counted(self.new, "nouveau", "nouveaux"),
            counted(self.changed, "modifié"),
            counted(self.same, "inchangé"),
            *([f"{spaced(self.aside)} de côté"] if self.aside else []),
            *([counted(self.refused, "refusé")] if self.refused else []),
        ]
        return f"{SAID[self.kind].capitalize()}, {counted(self.lines, 'ligne')}\u00a0: {', '.join(told)}."


class Imports:
    """Plans and carries out imports. Its methods wait for the database: call them in a thread."""

    def __init__(self, ledger: Ledger, bodies: Bodies, roster: Roster) -> None:
        self._ledger, self._bodies, self._roster = ledger, bodies, roster

    def open(self, data: bytes, kind: str | None = None) -> Opened:
        """Read a file into lines. Raises UnreadableFile, FileTooLarge or UnreadableHeading, in French."""
        lines = read_lines(data)
        return Opened(heading_of(lines[0], kind), lines[1:])

    def plan(self, opened: Opened, progress: Progress = lambda done, of: None) -> Plan:
        """Look at every line of a file."""
        heading, lines = opened.heading, opened.lines
        with self._ledger.engine.connect() as connection:
            seen = last_number(connection)
        self._bodies.renew()
        view = self._bodies.view
        plan = Plan(heading.kind, seen, view, lines=len(lines))
        planner = self._planner(heading, lines, view)
        for done, line in enumerate(lines, start=1):
            _take(plan, planner, heading, line)
            if done % STEP == 0 or done == plan.lines:
                progress(done, plan.lines)
        plan.written = planner.written
        return plan

    def carry_out(self, plan: Plan, by: Actor, now: datetime) -> None:
        """Write all that a plan says, or nothing. Raises ImportRefused when a line is wrong, DirectoryMoved when
        the directory has changed since, and what a bound of the directory raises.
        """
        if plan.refused:
            raise ImportRefused("Des lignes sont refusées\u00a0: rien n’a été importé. Corrigez-les, puis recommencez.")
        if not (plan.new or plan.changed):
            return
        written = plan.written

        def write(connection: Connection, number: int) -> None:
            if last_number(connection) > plan.seen:
                raise DirectoryMoved("L’annuaire vient de changer\u00a0: recommencez l’import.")
            self._bodies.put_many(connection, number, written.bodies, by.account, now)
            add_contacts(connection, written.new_contacts, now)
            write_contacts(connection, written.contacts, now)
            add_people(connection, written.new_people, now)
            write_people(connection, written.people, now)
            note(connection, number, now, by, [Noted("", f"Import. {plan.summary()}"), *written.notes])

        self._ledger.change_numbered(write, now)
        self._bodies.renew()

    def _planner(self, heading: Heading, lines: list[Line], view: DirectoryView) -> Planner:
        if heading.kind == BODIES:
            return PlanBodies(view)
        if heading.kind == SIRENE:
            return PlanUnits(view)
        if heading.kind == CONTACTS:
            at = next(at for at, column in enumerate(heading.columns) if column and column.field == "body")
            bodies = sorted({line.cells[at] for line in lines if at < len(line.cells)})
            with self._ledger.engine.connect() as connection:
                return PlanContacts(every_contact(connection, bodies))
        return PlanRoster(self._roster.everybody())


def _take(plan: Plan, planner: Planner, heading: Heading, line: Line) -> None:
    """Look at one line, and count what becomes of it."""
    try:
        read, faults = heading.read(line, plan.view)
        if faults:
            raise Refusal(faults)
        outcome = planner.take(line.number, read)
    except LeftAside as why:
        plan.aside += 1
        if len(plan.left) < MOST_TOLD:
            plan.left.append(Told(line.number, "", str(why)))
    except Refusal as refused:
        plan.refused += 1
        for name, reason in refused.faults:
            if len(plan.faults) < MOST_TOLD:
                plan.faults.append(Told(line.number, heading.title(name), reason))
    else:
        setattr(plan, outcome, getattr(plan, outcome) + 1)
