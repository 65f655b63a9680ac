"""The tasks of a crisis change states: begun, done, set aside, begun again, overdue.

Protocols are applied and tasks opened in opening.py, dated in dating.py; this is what people do with them.
The facts, their showings and tellings are in task_changes.py.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from ..errors import Missing
from .board import Board
from .crisis import CrisisCard, WrongState, open_crisis
from .dating import TasksDated, date_anchor, show_dated, tell_dated
from .falling import due_card, was_missed
from .french import quoted, shortened
from .opening import (
    Plan,
    PlaybookApplied,
    TasksOpened,
    apply_playbooks,
    open_for_bodies,
    show_opened,
    show_playbook,
    tell_opened,
    tell_playbook,
)
from .repeating import next_due
from .task_cards import (
    CRISIS,
    UNFINISHED,
    AgreedTask,
    PlaybookCard,
    TaskItem,
    TaskOwner,
    TasksCard,
    action_of,
    awaits,
    proved_by,
)
from .task_changes import (
    IN_A_LIST,
    TITLES,
    TaskChanged,
    TasksFellDue,
    show_changed,
    show_fell_due,
    tell_changed,
    tell_fell_due,
)
from .vocabulary import TASK_STATES, label
from .words import BodyId, Command, DepartementCode, Fact, FallDue, Situation, Target, Text

__all__ = [
    "DropTask",
    "FinishTask",
    "Plan",
    "PlaybookApplied",
    "PlaybookCard",
    "ReopenTask",
    "StartTask",
    "TaskChanged",
    "TaskOwner",
    "TasksCard",
    "TasksDated",
    "TasksFallDue",
    "TasksFellDue",
    "TasksOpened",
    "UnknownTask",
    "apply_playbooks",
    "checked_by",
    "date_anchor",
    "drop_task",
    "finish_task",
    "open_for_bodies",
    "reopen_task",
    "show_changed",
    "show_dated",
    "show_fell_due",
    "show_opened",
    "show_playbook",
    "start_task",
    "tasks_fell_due",
    "tell_changed",
    "tell_dated",
    "tell_fell_due",
    "tell_opened",
    "tell_playbook",
]

TaskCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}-[0-9]{2,3}$")]


class _TaskCommand(Command):
    """Changes one task, named by its code, of a body, of a département, or else of the crisis itself."""

    task: TaskCode
    body: BodyId | None = None
    departement: DepartementCode | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _one_owner(self) -> Self:
        if self.body and self.departement:
            raise ValueError("« body » ou « departement », pas les deux\u00a0: une tâche n’a qu’un responsable")
        return self

    def target(self) -> Target:
        return Target(body=self.body, departement=self.departement)

    @property
    def owner(self) -> str:
        return self.body or (f"departement-{self.departement}" if self.departement else CRISIS)


class StartTask(_TaskCommand):
    do: Literal["task.start"] = "task.start"


class FinishTask(_TaskCommand):
    do: Literal["task.finish"] = "task.finish"


class DropTask(_TaskCommand):
    do: Literal["task.drop"] = "task.drop"

    reason: Text


class ReopenTask(_TaskCommand):
    do: Literal["task.reopen"] = "task.reopen"


class TasksFallDue(FallDue):
    """The earliest due of an owner's tasks has come."""

    do: Literal["tasks.fall_due"] = "tasks.fall_due"


class UnknownTask(Missing):
    code, title = "unknown_task", "Tâche inconnue"


@dataclass(frozen=True, slots=True)
class _Task:
    """One task as a decision finds it: its card, where it stands, what was agreed."""

    crisis: CrisisCard
    card: TasksCard
    code: str
    item: TaskItem
    action: AgreedTask

    def next(self, past: datetime) -> datetime | None:
        """Return its first date later than `past`, if it comes back."""
        anchor = self.crisis.anchors.get(self.action.anchor)
        if anchor is None:
            return None
        ended = self.crisis.anchors.get("end")
        return next_due(self.action, anchor, past, self.crisis.timezone, self.crisis.tempo, ended)


def start_task(board: Board, command: StartTask, situation: Situation) -> list[Fact]:
    task = _found(board, command, {"en_attente", "a_faire"})
    return [_changed(task, "en_cours", text=command.text)]


def finish_task(board: Board, command: FinishTask, situation: Situation) -> list[Fact]:
    return [_finished(_found(board, command, UNFINISHED), situation.now, text=command.text)]


def drop_task(board: Board, command: DropTask, situation: Situation) -> list[Fact]:
    task = _found(board, command, UNFINISHED)
    return [_changed(task, "sans_objet", text=command.text, reason=command.reason)]


def reopen_task(board: Board, command: ReopenTask, situation: Situation) -> list[Fact]:
    """A task without a due goes back to waiting for the date of its anchor."""
    task = _found(board, command, {"fait", "sans_objet"})
    return [_changed(task, "a_faire" if task.item.due else "en_attente", text=command.text)]


def tasks_fell_due(board: Board, command: TasksFallDue, situation: Situation) -> list[Fact]:
    """Say once, for one owner, which tasks are overdue, however many dues passed during a stop.

    A task that comes back takes its next date; those that passed undone are counted as one.
    """
    crisis = open_crisis(board)
    card = due_card(board, command, TasksCard, situation)
    fallen = [
        _Task(crisis, card, code, item, action)
        for code, item in card.items.items()
        if awaits(item) and item.due and item.due <= situation.now and (action := action_of(board, code))
    ]
    return [
        TasksFellDue(
            owner=card.owner,
            name=card.name,
            departement=card.departement,
            body=card.body,
            codes=tuple(task.code for task in fallen),
            titles=tuple(shortened(task.action.title, IN_A_LIST) for task in fallen[:TITLES]),
            later={task.code: due for task in fallen if (due := task.next(situation.now))},
            late=was_missed(board, command.due, situation.now),
        )
    ]


def checked_by(board: Board, check: str, situation: Situation, owner: str = CRISIS) -> list[Fact]:
    """Return the facts that finish the tasks of `owner` which `check` proves done (agreements.Check).

    A task that comes back is proved done only from the middle of the interval that ends at its due.
    """
    card = board.get(f"tasks:{owner}", TasksCard)
    if card is None:
        return []
    crisis = open_crisis(board)
    tasks = [
        _Task(crisis, card, code, item, action)
        for code, action in proved_by(board, check)
        if (item := card.items.get(code)) and item.state in UNFINISHED
    ]
    return [_finished(task, situation.now, checked=True) for task in tasks if _counts(task, situation.now)]


def _found(board: Board, command: _TaskCommand, states: Collection[str]) -> _Task:
    """Return the task that a command names. Raises UnknownTask, or WrongState when it is not in `states`."""
    crisis = open_crisis(board)
    card = board.get(f"tasks:{command.owner}", TasksCard)
    item = card.items.get(command.task) if card else None
    action = action_of(board, command.task)
    if card is None or item is None or action is None:
        whose = "cet organisme" if command.body else "ce département" if command.departement else "l’évènement"
        raise UnknownTask(f"Pas de tâche {command.task} pour {whose}\u00a0: vérifier son code, et à qui elle revient.")
    if item.state not in states:
        state = quoted(label(TASK_STATES, item.state).lower())
        raise WrongState(f"La tâche {command.task} est à l’état {state}\u00a0: ce changement n’est pas possible.")
    return _Task(crisis, card, command.task, item, action)


def _changed(
    task: _Task,
    state: str,
    *,
    again: datetime | None = None,
    checked: bool = False,
    text: str | None = None,
    reason: str | None = None,
) -> TaskChanged:
    """Return the change of a task; `again` is when it is to be done next, if it comes back."""
    return TaskChanged(
        owner=task.card.owner,
        name=task.card.name,
        departement=task.card.departement,
        body=task.card.body,
        task=task.code,
        title=shortened(task.action.title),
        before=task.item.state,
        state=state,
        due=again or task.item.due,
        again=again is not None,
        checked=checked,
        zone=task.crisis.timezone,
        text=text,
        reason=reason,
    )


def _finished(task: _Task, now: datetime, *, checked: bool = False, text: str | None = None) -> TaskChanged:
    """A task that comes back is to be done again at its next date, unless that was its last.

    What is done after its date passed leaves the next date as it is: the card has moved to it already.
    """
    due = task.item.due
    passed = task.item.missed and not task.item.called
    again = due if passed else task.next(max(due, now)) if due else None
    return _changed(task, "a_faire" if again else "fait", again=again, checked=checked, text=text)


def _counts(task: _Task, now: datetime) -> bool:
    due = task.item.due
    if task.action.every is None or task.item.missed:
        return True
    following = task.next(due) if due else None
    return due is not None and (following is None or (due - now) * 2 <= following - due)
