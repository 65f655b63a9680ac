"""What has fallen due, told to whoever has it to do: one message for an owner, not one for a task.

Dues that pass together are gathered for ten minutes, and an owner is written to once an hour at most. The message says
how things stand when it leaves; when everything has been done meanwhile, it does not leave. While the emergency lasts
it leaves at any hour; once it is over, between eight and twenty o’clock where the crisis is.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..domain import policy
from ..domain.board import Board
from ..domain.coming import ComingTask, Digest, Horizon, digest, earliest
from ..domain.crisis import CrisisCard, crisis_of, is_open
from ..domain.french import counted, day_and_time
from ..domain.task_cards import AgreedTask, TasksCard, actions_of, holder
from ..domain.task_changes import TasksFellDue
from ..domain.words import Entry
from ..journal.followers import Owed
from .addresses import MAIL, Addresses
from .rules import digest_of, recipient_of, recipients, secret

KINDS = ("tasks.fell_due",)
#: How long dues are gathered, and how long an owner is left alone after a message.
GATHER, EVERY = timedelta(minutes=10), timedelta(hours=1)
#: The hours of the day, there, at which what can wait is told.
MORNING, EVENING = time(8), time(20)
#: Tasks told one by one; the others are counted.
MOST_TOLD = 10
#: How the card of such a row begins: the owner follows.
PREFIX = "tasks:"
#: What is late, and what comes within the day.
_TOLD = ("en_retard", "une_heure", "six_heures", "aujourd_hui")
#: Whose tasks an owner that is no body has: the body that is written to, by role.
_OF_DEPARTEMENT = {"udccas": "udccas-{}", "prefecture": "prefecture-{}"}
_OF_CRISIS = {"unccas_permanence": "unccas", "sgav": "sgav"}


def is_digest(row: Owed) -> bool:
    """Say whether a row of the outbox is a digest, rather than a notice."""
    return row.card.startswith(PREFIX)


def owed(
    board: Board, entry: Entry, addresses: Addresses, key: bytes, now: datetime, before: Iterable[Owed]
) -> list[Owed]:
    """Return the digests that an entry owes: none to those who have no address, nor to those whom one awaits.

    `before` is what the outbox holds about the same owner.
    """
    fact, crisis = entry.fact, crisis_of(board)
    if not isinstance(fact, TasksFellDue) or crisis is None:
        return []
    found: list[Owed] = []
    for body, to, ready in gathered(_bodies(board, fact.owner), addresses, crisis.exercise, now, before, EVERY):
        link = digest_of(secret(key, entry.dossier, entry.seq, to))
        card, at = f"{PREFIX}{fact.owner}", leaves_at(ready, crisis)
        found.append(Owed(entry.dossier, entry.seq, to, MAIL, body, card, "a_envoyer", link, now, at))
    return found


def gathered(
    bodies: Collection[str],
    addresses: Addresses,
    exercise: bool,
    now: datetime,
    before: Iterable[Owed],
    every: timedelta,
) -> Iterator[tuple[str, str, datetime]]:
    """Yield the bodies to write to, the id of the address of each, and when a message that gathers is ready.

    `before` are the rows of the outbox about the same thing: a body that awaits a message gets no other, and one that
    got one is left alone for `every`. A body without a mail address is passed over.
    """
    known, reached = [*before], addresses.of_many(bodies)
    for body in bodies:
        wanted = [one for one in recipients(reached.get(body, ()), exercise) if one.channel == MAIL]
        mine = [row for row in known if row.body == body]
        if not wanted or any(row.state == "a_envoyer" for row in mine):
            continue
        last = max((row.tried_at for row in mine if row.tried_at), default=None)
        yield body, wanted[0].id, max(now + GATHER, last + every) if last else now + GATHER


def leaves_at(at: datetime, crisis: CrisisCard) -> datetime:
    """Return when a digest that is ready at `at` leaves: at once in an emergency, else at an hour of the day there."""
    return at if crisis.state == "actif" else by_day(at, crisis.timezone)


def by_day(at: datetime, zone: str) -> datetime:
    """Return `at`, or the next morning in a zone when it is night there, whatever its clocks do meanwhile."""
    here = ZoneInfo(zone)
    local = at.astimezone(here)
    if MORNING <= local.time() < EVENING:
        return at
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    return datetime.combine(day, MORNING, here).astimezone(UTC)


def due_of(board: Board, row: Owed, now: datetime) -> Digest | None:
    """Return what the recipient of a row has to do; None when nothing is late any more, or not theirs to see."""
    card, crisis = board.get(row.card, TasksCard), crisis_of(board)
    if card is None or crisis is None or not is_open(crisis):
        return None
    if not policy.holds(policy.channels(recipient_of(row.body, card.departement), board), card.channel):
        return None
    roles = _roles(card.owner)
    horizon = Horizon.at(now, crisis.timezone)

    def is_theirs(held: TasksCard, action: AgreedTask) -> bool:
        role = holder(held, action)
        return roles.get(role) == row.body if roles else role in policy.FIELD

    found = digest([card], actions_of(board), horizon, is_theirs)
    return found if found.counts["en_retard"] else None


def told(found: Digest, row: Owed, board: Board) -> dict[str, Any]:
    """Return what the templates say of a digest. Titles of tasks are those of the agreed texts: no free words."""
    crisis = crisis_of(board)
    zone = crisis.timezone if crisis else "Europe/Paris"
    near = [task for task in found.tasks if task.span in _TOLD]
    return {
        "owner": found.owners[0].card.name,
        "late": counted(found.counts["en_retard"], "tâche en retard", "tâches en retard"),
        "tasks": [_line(task, zone) for task in earliest(near, MOST_TOLD)],
        "left_out": max(0, len(near) - MOST_TOLD),
    }


def _line(task: ComingTask, zone: str) -> dict[str, str]:
    due = day_and_time(task.item.due, zone) if task.item.due else ""
    return {"title": task.action.title, "when": f"en retard, échéance {due}" if task.span == "en_retard" else due}


def _roles(owner: str) -> dict[str, str]:
    """Return who is written to for each role, when the owner is not a body itself; nothing when it is."""
    if owner == "crisis":
        return _OF_CRISIS
    kind, _, code = owner.partition("-")
    return {role: body.format(code) for role, body in _OF_DEPARTEMENT.items()} if kind == "departement" else {}


def _bodies(board: Board, owner: str) -> list[str]:
    return [*_roles(owner).values()] or [owner]
