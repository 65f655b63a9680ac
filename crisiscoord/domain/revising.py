"""The tasks of a protocol follow its newer version: their dates, and those that it has no more.

What is done or set aside stays as it is. The tasks that a newer version adds are opened in opening.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import Field

from .board import Board, Delta
from .crisis import CrisisCard
from .dating import by_departement, sized
from .french import counted, quoted
from .opening import PlaybookApplied, for_whom
from .repeating import first_due, next_due
from .task_cards import UNFINISHED, AgreedTask, TaskItem, TaskOwner, TasksCard, channel_of, with_items
from .vocabulary import Scope
from .words import Entry, Fact, Instant


class TasksRevised(Fact):
    """The unfinished tasks of several owners follow a newer version of their protocol.

    `dues` gives those whose date changed, `waiting` those that now wait for the date of their anchor,
    `removed` those that the protocol has no more: they have no object any more; `optional` says of those that
    became required or recommended which they are now.
    """

    kind: Literal["tasks.revised"] = "tasks.revised"
    playbook: str
    version: int
    title: str
    scope: Scope
    departement: str | None = None
    owners: tuple[TaskOwner, ...] = Field(max_length=1_000)
    dues: dict[str, Instant] = Field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    optional: dict[str, bool] = Field(default_factory=dict)

    def channel(self) -> str:
        return channel_of(self.departement)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a newer version changes for the owners of one scope."""

    dues: Mapping[str, datetime]
    waiting: tuple[str, ...]
    removed: tuple[str, ...]
    optional: Mapping[str, bool]


def scope_of(card: TasksCard) -> Scope:
    return "body" if card.body else "departement" if card.departement else "crisis"


def revision(
    before: Mapping[str, AgreedTask], after: Mapping[str, AgreedTask], scope: str, crisis: CrisisCard, now: datetime
) -> Revision:
    """Compare two versions of a protocol, for the owners of `scope`. An action that changed scope left this one."""
    kept = {
        code: after[code] for code, old in before.items() if code in after and old.scope == scope == after[code].scope
    }
    moved = {code: action for code, action in kept.items() if _timing(action) != _timing(before[code])}
    return Revision(
        dues={code: due for code, action in moved.items() if (due := _due(action, crisis, now)) is not None},
        waiting=tuple(code for code, action in moved.items() if action.anchor not in crisis.anchors),
        removed=tuple(code for code, old in before.items() if old.scope == scope and code not in kept),
        optional={code: not action.must for code, action in kept.items() if action.must != before[code].must},
    )


def _timing(action: AgreedTask) -> tuple[str | None, ...]:
    return action.anchor, action.at, action.every, action.until


def _due(action: AgreedTask, crisis: CrisisCard, now: datetime) -> datetime | None:
    """Return when an action is due from now on; for one that comes back, its next date."""
    anchor = crisis.anchors.get(action.anchor)
    if anchor is None:
        return None
    first = first_due(action, anchor, crisis.timezone, crisis.tempo)
    ended = crisis.anchors.get("end")
    later = next_due(action, anchor, now, crisis.timezone, crisis.tempo, ended) if first <= now else None
    return later or first


def revise_tasks(
    board: Board, applied: PlaybookApplied, changes: Mapping[str, Revision], now: datetime
) -> Iterator[TasksRevised]:
    """Yield the facts that carry `changes`, by scope, to the cards of tasks that they touch, a bounded size each."""
    for scope, change in changes.items():
        cards = [card for card in board.of(TasksCard) if scope_of(card) == scope]
        touched = [new for card in cards if (new := _revised(card, change, now, board.seq)) != card]
        names = {card.owner: TaskOwner(id=card.owner, name=card.name, departement=card.departement) for card in touched}
        for departement, here in by_departement(touched).items():
            for owners in sized(here):
                yield TasksRevised(
                    playbook=applied.code,
                    version=applied.version,
                    title=applied.title,
                    scope=scope,
                    departement=departement,
                    owners=tuple(names[owner] for owner in owners),
                    dues=dict(change.dues),
                    waiting=change.waiting,
                    removed=change.removed,
                    optional=dict(change.optional),
                )


def _revised(card: TasksCard, change: Revision | TasksRevised, at: datetime, entry: int) -> TasksCard:
    changed: dict[str, TaskItem] = {}
    for code, before in card.items.items():
        if before.state not in UNFINISHED:
            continue
        item = before
        if code in change.optional and bool(item.optional) != change.optional[code]:
            item = changed[code] = item.model_copy(update={"optional": change.optional[code] or None})
        if code in change.removed:
            changed[code] = item.model_copy(update={"state": "sans_objet", "at": at, "entry": entry})
        elif code in change.waiting and item.due is not None:
            state = "en_attente" if item.state == "a_faire" else item.state
            changed[code] = item.model_copy(update={"state": state, "due": None, "called": None, "missed": None})
        elif code in change.dues and item.due != change.dues[code]:
            state = "a_faire" if item.state == "en_attente" else item.state
            moved = {"state": state, "due": change.dues[code], "called": None, "missed": None}
            changed[code] = item.model_copy(update=moved)
    return with_items(card, changed) if changed else card


def show_revised(board: Board, entry: Entry, fact: TasksRevised) -> Delta:
    cards = (board.get(f"tasks:{owner.id}", TasksCard) for owner in fact.owners)
    return Delta(put=tuple(_revised(card, fact, entry.at, entry.seq) for card in cards if card))


def tell_revised(fact: TasksRevised) -> str:
    moved, removed = len(fact.dues) + len(fact.waiting), len(fact.removed)
    told = f"{quoted(fact.title)}, version {fact.version}, {for_whom(fact.scope, fact.owners)}."
    if moved:
        told += f" {counted(moved, 'action change', 'actions changent')} de date."
    if fact.optional:
        told += _optional_words(fact.optional)
    if removed:
        told += (
            f" {counted(removed, 'action retirée', 'actions retirées')}\u00a0: ce qui n’était pas fait est sans objet."
        )
    return told


def _optional_words(optional: Mapping[str, bool]) -> str:
    fewer = sum(optional.values())
    more = len(optional) - fewer
    required = f" {counted(more, 'action devient obligatoire', 'actions deviennent obligatoires')}." if more else ""
    useful = f" {counted(fewer, 'action devient à faire si utile', 'actions deviennent à faire si utile')}."
    return required + (useful if fewer else "")
