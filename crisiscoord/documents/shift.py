"""The sheet that one team leaves to the next (*relève d'équipe*): of a body, of a département, or of the whole crisis.

Made when it is asked for, from what the reader may see, and kept nowhere: what is said in it is in the journal
already. The sheet of a relieved representative, which is kept, is domain/handover.py; both count in the same way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ..domain import catalogue, policy
from ..domain.alarmed import AlarmCard
from ..domain.board import Board
from ..domain.bodies import BodyCard
from ..domain.calling import call_list, is_silent
from ..domain.coming import ComingTask, Digest, Horizon, digest, earliest
from ..domain.crisis import CrisisCard
from ..domain.designated import RepresentativeCard, titled
from ..domain.handover import handover
from ..domain.noticed import SETTLED, NoticeCard
from ..domain.noting import NoteWritten
from ..domain.seen import Seen
from ..domain.task_cards import TasksCard, actions_of
from ..domain.words import Actor, Entry, format_instant
from ..errors import Missing
from ..journal.pages import Asked, read_page

#: How far ahead the coming team looks.
AHEAD = timedelta(hours=12)
#: What one sheet names of each kind; the rest is counted.
ACTIONS, OWNERS, NEWS, SILENT, AWAITED, ASKED, LINES = 40, 3, 10, 40, 20, 10, 12
#: Notes looked through for demands and decisions.
NOTES = 300
#: What the server notes of what did not come: told on the sheet as it stands now, so not again line by line.
_TOLD_ABOVE = frozenset({"report.missed", "tasks.fell_due"})
_WORTH_A_LINE = tuple(sorted(catalogue.FACT_OF.keys() - _TOLD_ABOVE))
#: What is to be settled by somebody, among the categories of notes.
_TO_SETTLE = frozenset({"demande", "decision"})
_ALARMS: Mapping[str, str] = {
    "designation": "aucun représentant principal actif",
    "notice": "accusé de réception attendu",
    "roster": "liste d’appel du vivier épuisée",
    "deborde": "se dit débordé",
    "hors_service": "se dit hors service",
    "silence": "nouvelles attendues et non reçues",
}


class NothingHere(Missing):
    code, title = "nothing_here", "Rien à relever"


@dataclass(frozen=True, slots=True)
class Team:
    """Whose sheet it is: a body, a département, or None for both: the whole crisis. `name` says it in words."""

    body: str | None = None
    departement: str | None = None
    name: str = ""


def shift_sheet(
    connection: Connection, board: Board, crisis: CrisisCard, team: Team, actor: Actor, now: datetime
) -> dict[str, Any]:
    """Return what is open, late and coming, the last news, who is silent, what is awaited and the last lines.

    Raises NothingHere when the reader sees nothing of this body or département.
    """
    channels = policy.channels(actor, board)
    here = Seen(board, channels, team.body, team.departement)
    bodies = [card for card in here.of(BodyCard) if card.competent]
    tasks = list(here.of(TasksCard))
    if not bodies and not tasks:
        raise NothingHere("Rien de cet évènement ne vous est montré pour cette équipe.")
    found = digest(tasks, actions_of(board), Horizon.at(now, crisis.timezone), lambda *_: True)
    counted = handover(here, now)
    calls = call_list(here, now)
    owed = [*_awaited(Seen(board, channels), team)]
    return {
        "dossier": board.dossier,
        "cursor": board.cursor,
        "at": format_instant(now),
        "until": format_instant(now + AHEAD),
        "timezone": crisis.timezone,
        "team": {"body": team.body, "departement": team.departement, "name": team.name},
        "coverage": {"heard": sum(card.reported_at is not None for card in bodies), "of": len(bodies)},
        "statuses": dict(counted.statuses),
        "tasks": {
            "unfinished": dict(counted.tasks),
            "overdue": dict(counted.overdue),
            "spans": dict(found.counts),
            **_told_together(found, now),
        },
        "news": [_news(card, now) for card in _latest(bodies)],
        "silent": [{"body": one.body, "name": one.name, "tries": one.tries, **_since(one)} for one in calls[:SILENT]],
        "silent_left_out": max(0, len(calls) - SILENT),
        "awaited": owed[:AWAITED],
        "awaited_left_out": max(0, len(owed) - AWAITED),
        "to_settle": _to_settle(connection, board, channels, team),
        "lines": [catalogue.line(entry) for entry in _lines(connection, board, channels, team, LINES, _WORTH_A_LINE)],
    }


def _told_together(found: Digest, now: datetime) -> dict[str, Any]:
    """Tell what is late, what is begun and what is due within AHEAD."""
    late = [task for task in found.tasks if task.span == "en_retard"]
    begun = [task for task in found.tasks if task.item.state == "en_cours" and task.span != "en_retard"]
    soon = [
        task
        for task in found.tasks
        if task.item.due is not None and now < task.item.due <= now + AHEAD and task.item.state != "en_cours"
    ]
    return {name: _by_action(tasks) for name, tasks in (("late", late), ("begun", begun), ("soon", soon))}


def _by_action(tasks: list[ComingTask]) -> list[dict[str, Any]]:
    """Return tasks of one action as one line, with the earliest of their dates and those who have it to do."""
    lines: dict[tuple[str, str], list[ComingTask]] = {}
    for task in earliest(tasks, len(tasks)):
        lines.setdefault((task.code, task.who), []).append(task)
    return [
        {
            "code": first.code,
            "title": first.action.title,
            "who": first.who,
            "must": not first.item.optional,
            "due": first.item.due and format_instant(first.item.due),
            "count": 1 + len(others),
            "owners": [task.card.name for task in (first, *others)[:OWNERS]],
        }
        for first, *others in [*lines.values()][:ACTIONS]
    ]


def _latest(bodies: list[BodyCard]) -> list[BodyCard]:
    heard = [card for card in bodies if card.reported_at is not None]
    return sorted(heard, key=lambda card: (card.reported_at, card.body), reverse=True)[:NEWS]


def _news(card: BodyCard, now: datetime) -> dict[str, Any]:
    return {
        "body": card.body,
        "name": card.name,
        "status": card.status,
        "observed_at": card.observed_at and format_instant(card.observed_at),
        "stale": is_silent(card, now),
        "text": card.text.text if card.text else None,
        "entry": card.report_seq,
    }


def _since(one: Any) -> dict[str, Any]:
    heard, awaited = one.heard_at, one.awaited_since
    return {
        "status": one.status,
        "departement": one.departement,
        "heard_at": heard and format_instant(heard),
        "awaited_since": awaited and format_instant(awaited),
    }


def _awaited(seen: Seen, team: Team) -> Iterator[dict[str, Any]]:
    """Yield what somebody has still to answer: alarms, designations, acknowledgements. A body has its own alone."""
    for alarm in seen.of(AlarmCard):
        ours = team.departement in (None, alarm.departement) if alarm.departement else team.body is None
        if alarm.settled_at is None and ours and team.body in (None, alarm.body):
            yield _owed("alarm", alarm.id, _alarm_words(alarm), alarm.raised_at)
    for card in seen.of(RepresentativeCard) if team.body is None else ():
        if card.state == "proposee" and team.departement in (None, card.perimeter):
            told = f"Réponse attendue de la personne désignée, {titled(card.perimeter, card.perimeter)}"
            yield _owed("representative", card.id, told, card.designated_at)
    for notice in seen.of(NoticeCard):
        if notice.subject == "proposal":  # the answer to it is told above
            continue
        if notice.state not in SETTLED and (team.body or notice.to) == notice.to and _is_of(team, notice.to):
            said = "à envoyer" if notice.state in ("du", "echec") else "accusé attendu"
            yield _owed("notice", notice.id, f"Avis, {notice.to_name}\u00a0: {said}", notice.owed_at)


def _alarm_words(alarm: AlarmCard) -> str:
    name = alarm.to_name or alarm.name
    about = f", {name}" if name else ""
    taken = "prise en compte" if alarm.acknowledged_at else "personne ne l’a prise en compte"
    return f"Alarme\u00a0: {_ALARMS[alarm.subject]}{about} ({taken})"


def _is_of(team: Team, to: str) -> bool:
    """A département has the notices to its own préfecture and UDCCAS."""
    return team.departement is None or to.endswith(f"-{team.departement}")


def _owed(kind: str, card: str, title: str, since: datetime) -> dict[str, Any]:
    return {"kind": kind, "card": card, "title": title, "since": format_instant(since)}


def _to_settle(connection: Connection, board: Board, channels: frozenset[str], team: Team) -> list[dict[str, Any]]:
    """Return the last demands and decisions noted, the newest first; one that was corrected is told as corrected."""
    notes = _lines(connection, board, channels, team, NOTES, ("note.written",))
    wanted = [one for one in notes if isinstance(one.fact, NoteWritten) and one.fact.category in _TO_SETTLE]
    return [
        {**catalogue.line(entry), "category": entry.fact.category, "corrected": f"correction:{entry.seq}" in board}
        for entry in wanted[:ASKED]
        if isinstance(entry.fact, NoteWritten)
    ]


def _lines(
    connection: Connection, board: Board, channels: frozenset[str], team: Team, most: int, kinds: tuple[str, ...]
) -> list[Entry]:
    """Return the last entries that the reader holds, the newest first; those of a body, those of a département."""
    held = channels if team.departement is None else _of_departement(channels, team.departement)
    asked = Asked(held, before=board.seq + 1, limit=most, kinds=kinds, body=team.body)
    return read_page(connection, board.dossier, asked).entries[::-1]


def _of_departement(channels: frozenset[str], departement: str) -> frozenset[str]:
    """What everybody reads, and what is of the département."""
    own = (f"departement:{departement}", f"needs:{departement}")
    return frozenset({"common", *(channel for channel in own if policy.holds(channels, channel))})
