"""What is written when tasks change state or pass their due, how it shows, how it is told.

Above are the commands and decisions, in tasking.py.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from .board import NOTHING, Board, Delta
from .french import counted, day_and_time, listed, quoted
from .task_cards import TaskItem, TasksCard, channel_of, with_items
from .vocabulary import TaskState
from .words import Entry, Fact, Instant, Worded

#: Titles named in the line of tasks that fell due; the others are counted.
TITLES = 3
#: Characters of each title there.
IN_A_LIST = 45

# --------------------------------------------------------------------------------------------------- facts


class TaskChanged(Fact):
    """A task went from one state to another. `checked`: something on the board showed it, nobody said so."""

    kind: Literal["task.changed"] = "task.changed"
    owner: str
    name: str
    departement: str | None = None
    body: str | None = None
    task: str
    title: str
    before: TaskState
    state: TaskState
    #: The due from now on; for a task that comes back, its next date.
    due: Instant | None = None
    #: A task that comes back was done this time, and stays to be done at `due`.
    again: bool = False
    checked: bool = False
    zone: str
    text: Worded | None = None
    reason: Worded | None = None

    def channel(self) -> str:
        return channel_of(self.departement)

    def about(self) -> str | None:
        return self.body


class TasksFellDue(Fact):
    """Dues of one owner's tasks have passed, each said once; `later` gives the next of those that recur."""

    kind: Literal["tasks.fell_due"] = "tasks.fell_due"
    owner: str
    name: str
    departement: str | None = None
    body: str | None = None
    codes: tuple[str, ...]
    titles: tuple[str, ...] = Field(max_length=TITLES)
    later: dict[str, Instant]
    late: bool = False

    def channel(self) -> str:
        return channel_of(self.departement)

    def about(self) -> str | None:
        return self.body


# ------------------------------------------------------------------------------------------------ showings


def show_changed(board: Board, entry: Entry, fact: TaskChanged) -> Delta:
    """A task reopened after its due is not called again: whoever reopens it knows that it is late."""
    card = board.get(f"tasks:{fact.owner}", TasksCard)
    if card is None:
        return NOTHING
    passed = fact.due is not None and fact.due <= entry.at
    changes = {
        "state": fact.state,
        "due": fact.due,
        "called": True if passed else None,
        "missed": None if fact.again or fact.state == "fait" else card.items[fact.task].missed,
        "at": entry.at,
        "entry": entry.seq,
    }
    return Delta(put=(with_items(card, {fact.task: card.items[fact.task].model_copy(update=changes)}),))


def show_fell_due(board: Board, entry: Entry, fact: TasksFellDue) -> Delta:
    card = board.get(f"tasks:{fact.owner}", TasksCard)
    if card is None:
        return NOTHING
    return Delta(
        put=(with_items(card, {code: _fallen(card.items[code], fact.later.get(code)) for code in fact.codes}),)
    )


def _fallen(item: TaskItem, later: datetime | None) -> TaskItem:
    if later is None:
        return item.model_copy(update={"called": True})
    return item.model_copy(update={"due": later, "missed": (item.missed or 0) + 1})


# ------------------------------------------------------------------------------------------------ tellings

_VERBS = {"en_cours": "commencée", "fait": "faite", "sans_objet": "écartée"}


def tell_changed(fact: TaskChanged) -> str:
    done = "faite" if fact.again else _VERBS.get(fact.state, "rouverte")
    shown = " (constaté sur le tableau)" if fact.checked else ""
    told = f"Tâche {fact.task} {done}{shown}\u00a0: {quoted(fact.title)}, {fact.name}."
    if fact.again and fact.due:
        told += f" À refaire pour le {day_and_time(fact.due, fact.zone)}."
    if fact.reason:
        told += f" Motif\u00a0: {fact.reason}"
    return f"{told} {fact.text}" if fact.text else told


def tell_fell_due(fact: TasksFellDue) -> str:
    tasks = counted(len(fact.codes), "tâche en retard", "tâches en retard")
    named = [f"{code} {quoted(title)}" for code, title in zip(fact.codes, fact.titles, strict=False)]
    rest = len(fact.codes) - len(fact.titles)
    told = f"{', '.join(named)} et {counted(rest, 'autre')}" if rest else listed(named)
    late = " Échéance traitée après un arrêt du serveur." if fact.late else ""
    return f"{fact.name}\u00a0: {tasks}, {told}.{late}"
