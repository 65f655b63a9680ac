"""Who may do what, who may see what. The only place where it is decided.

A permission is the name of the command it allows. A person acts in a *capacity*: the role of the account,
and, on a dossier that has designated this person, `representant_unccas` (convention State-UNCCAS, art. 3).
`GRANTS` says by which rule each role holds each permission; a rule looks at the scope of the capacity.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from ..errors import Forbidden, Missing
from .acting import ActCard
from .alarmed import AlarmCard
from .board import Board
from .bodies import BodyCard
from .catalogue import COMMAND_OF, PROJECTION
from .convention import ConventionCard
from .crisis import CrisisCard
from .designated import ContactCard, RepresentativeCard
from .designating import refuse_expired
from .noticed import NoticeCard
from .task_cards import AgreedTask, TasksCard, holder, role_of_task
from .vocabulary import ROLES
from .words import Actor, By, Command, Entry, author_of

#: How long the author of an entry may take back its words (protocol.md, `wording.erase`).
AUTHOR_MAY_ERASE = timedelta(hours=1)
#: Commands that may take from their own author the right to send them, or the sight of the dossier: sent
#: again by the same person, they are answered by their receipt all the same.
SPENT = frozenset({"crisis.signal", "representative.accept", "representative.decline"})
#: How the designated person answers a proposal.
_ANSWERING = frozenset({"representative.accept", "representative.decline"})
#: The types of cards on which the rights of a person on a dossier depend.
RIGHTS_CARDS = frozenset({"crisis", "representative", "contact", "convention"})

NATIONAL = frozenset({"unccas_permanence", "sgav"})
FIELD = frozenset({"ccas_direction", "ccas_terrain", "ccas_renfort"})
REFERENTS = frozenset({"sos_referent", "siao_referent", "caf_referent", "cpam_referent", "ddets"})
COORDINATION = frozenset({"unccas_permanence", "representant_unccas", "prefecture"})
#: Who may count, in a crisis over several départements, the bodies of those that they do not see (decision 0025).
COUNTS_ALL = frozenset({"prefecture"})


class OutOfScope(Forbidden):
    code, title = "out_of_scope", "Hors de votre périmètre"


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which role a person acts on one dossier, and how far it reaches. None reaches everything."""

    role: str
    departements: frozenset[str] | None = None
    bodies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at."""

    actor: Actor
    capacity: Capacity
    board: Board
    command: Command
    now: datetime
    entry: Callable[[int], Entry | None]


Rule = Callable[[Case], bool]


def everywhere(case: Case) -> bool:
    return True


def own_body(case: Case) -> bool:
    """The command speaks for a body of the actor; a correction that names none, for that of its act."""
    act = case.board.get(f"act:{getattr(case.command, 'act', '')}", ActCard)
    body = case.command.target().body or (act.body if act else None)
    return body in case.capacity.bodies


def own_departement(case: Case) -> bool:
    target = case.command.target()
    body = case.board.get(f"body:{target.body}", BodyCard) if target.body else None
    departement = body.departement if body else target.departement
    return case.capacity.departements is None or departement in case.capacity.departements


def own_departement_or_unsaid(case: Case) -> bool:
    """A département of the actor; when the command names none, the decision takes theirs."""
    return case.command.target().departement is None or own_departement(case)


def designated(case: Case) -> bool:
    return _is_designated(case.actor, case.board, getattr(case.command, "designation", ""))


def recipient(case: Case) -> bool:
    notice = case.board.get(f"notice:{getattr(case.command, 'notice', '')}", NoticeCard)
    return notice is not None and (notice.to in case.capacity.bodies or notice.to == case.capacity.role)


def task_of_role(case: Case) -> bool:
    """The task is for this role, and its owner is within the scope; an UDCCAS's, for the representative if none."""
    wanted = role_of_task(case.board, getattr(case.command, "owner", ""), getattr(case.command, "task", ""))
    role = case.capacity.role
    if wanted is None or not (role == wanted or {role, wanted} <= FIELD):
        return False
    target = case.command.target()
    if target.body:
        return own_body(case) if role in FIELD else own_departement(case)
    return target.departement is None or own_departement(case)


def is_for(capacity: Capacity, card: TasksCard, action: AgreedTask) -> bool:
    """Say whether a task is for whoever acts in this capacity: as `task_of_role`, without a command."""
    wanted, role = holder(card, action), capacity.role
    if not (role == wanted or {role, wanted} <= FIELD):
        return False
    if role in FIELD:
        return card.body in capacity.bodies
    return card.departement is None or capacity.departements is None or card.departement in capacity.departements


def author(case: Case) -> bool:
    entry = case.entry(getattr(case.command, "seq", 0))
    return entry is not None and entry.by.account == case.actor.account


def recent_author(case: Case) -> bool:
    entry = case.entry(getattr(case.command, "seq", 0))
    return author(case) and entry is not None and case.now <= entry.at + AUTHOR_MAY_ERASE


def may_hold_channel(case: Case) -> bool:
    """A note may be written only in a channel that its author reads."""
    channel = getattr(case.command, "channel", None)
    return channel is None or holds(_channels_of(case.capacity, case.board), channel)


def alarm_in_sight(case: Case) -> bool:
    """An alarm is taken up by those who see it: not that of another département."""
    alarm = case.board.get(f"alarm:{getattr(case.command, 'alarm', '')}", AlarmCard)
    return alarm is None or holds(_channels_of(case.capacity, case.board), alarm.channel)


def silence_in_sight(case: Case) -> bool:
    """A silence of the département, by those who call its bodies; what is asked of the coordination stays with it."""
    alarm = case.board.get(f"alarm:{getattr(case.command, 'alarm', '')}", AlarmCard)
    return alarm is None or (alarm.subject == "silence" and alarm_in_sight(case))


def party(case: Case) -> bool:
    return _is_party(case.capacity, case.board)


_UNCCAS: Mapping[str, Rule] = {"unccas_permanence": everywhere}
_LEADS: Mapping[str, Rule] = {"unccas_permanence": everywhere, "representant_unccas": own_departement}
_SIGNALS: Mapping[str, Rule] = {
    role: everywhere for role in ("prefecture", "udccas", "ccas_direction", "unccas_permanence")
}
_THE_BODY: Mapping[str, Rule] = {"ccas_direction": own_body, "ccas_terrain": own_body}
_TAKES_CALLS: Mapping[str, Rule] = {**_LEADS, "udccas": own_departement}
_ANSWERS: Mapping[str, Rule] = {"unccas_permanence": everywhere, "candidate": designated}
_TASKS: Mapping[str, Rule] = {
    **_LEADS,
    **{role: task_of_role for role in ("udccas", "prefecture", "sgav", *sorted(FIELD), "caf_referent")},
}
_WRITERS = (
    *("unccas_permanence", "representant_unccas", "udccas", "prefecture", "sgav"),
    *sorted(FIELD),
    *sorted(REFERENTS),
)
_PARTIES: Mapping[str, Rule] = {
    "unccas_permanence": everywhere,
    **{role: party for role in ("sgav", "udccas", "ccas_direction", *sorted(REFERENTS))},
}
_FALLS_DUE: Mapping[str, Rule] = {"system": everywhere}

#: Permission → role → rule. What is not here is not allowed.
GRANTS: Mapping[str, Mapping[str, Rule]] = {
    "crisis.signal": _SIGNALS,
    "crisis.dismiss": _UNCCAS,
    "crisis.declare": _UNCCAS,
    "crisis.extend": _LEADS,
    "crisis.mark": {**_LEADS, "prefecture": everywhere},
    "crisis.stand_down": _UNCCAS,
    "crisis.close": _UNCCAS,
    "crisis.reopen": _UNCCAS,
    "playbook.apply": _LEADS,
    "representative.designate": _UNCCAS,
    "representative.accept": _ANSWERS,
    "representative.decline": _ANSWERS,
    "representative.relieve": _UNCCAS,
    "representative.end": _UNCCAS,
    "report.file": {**_TAKES_CALLS, **_THE_BODY},
    "call.log": _TAKES_CALLS,
    "official.publish": {"unccas_permanence": everywhere, "prefecture": own_departement_or_unsaid},
    "act.record": _THE_BODY,
    "act.correct": _THE_BODY,
    "task.start": _TASKS,
    "task.finish": _TASKS,
    "task.drop": _TASKS,
    "task.reopen": _TASKS,
    "note.write": {role: may_hold_channel for role in _WRITERS},
    "note.correct": {**{role: author for role in _WRITERS}, "unccas_permanence": everywhere},
    "wording.erase": {**{role: recent_author for role in _WRITERS}, "unccas_permanence": everywhere},
    "notice.record": {"unccas_permanence": everywhere, "system": everywhere},
    "notice.acknowledge": {
        "unccas_permanence": everywhere,
        **{role: recipient for role in ("sgav", "prefecture", "udccas", "ccas_direction")},
    },
    "handover.acknowledge": {"unccas_permanence": everywhere, "representant_unccas": everywhere},
    "alarm.acknowledge": {**{role: alarm_in_sight for role in sorted(COORDINATION)}, "udccas": silence_in_sight},
    "convention.sign": _UNCCAS,
    "convention.amend": _PARTIES,
    "convention.renew": _PARTIES,
    "convention.terminate": _PARTIES,
    "convention.give_notice": _PARTIES,
    "meeting.schedule": _PARTIES,
    "meeting.move": _PARTIES,
    "meeting.hold": _PARTIES,
    "meeting.cancel": _PARTIES,
    "decision.finish": _PARTIES,
    "decision.reopen": _PARTIES,
    "notice.fall_due": _FALLS_DUE,
    "crisis.fall_due": _FALLS_DUE,
    "representative.fall_due": _FALLS_DUE,
    "tasks.fall_due": _FALLS_DUE,
    "body.fall_due": _FALLS_DUE,
    "obligation.fall_due": _FALLS_DUE,
    "convention.fall_due": _FALLS_DUE,
    "decision.fall_due": _FALLS_DUE,
}


def authorize(
    actor: Actor, command: Command, board: Board, now: datetime, entry: Callable[[int], Entry | None]
) -> Capacity:
    """Return the capacity in which `actor` may send `command`.

    Raises Missing when the dossier must stay unknown to this actor, Forbidden when it may be seen only, and
    ProposalExpired to whoever answers a proposal too late: they are told, and not that there is nothing there.
    """
    if command.do in _ANSWERING:
        _refuse_expired(actor, command, board)
    capacities = tuple(capacities_of(actor, board)) if board.seq else _to_open(actor, command)
    if not capacities:
        raise Missing(f"Aucun dossier « {command.dossier} » ne vous est ouvert.")
    rules = GRANTS[command.do]
    held = [capacity for capacity in capacities if capacity.role in rules]
    for capacity in held:
        if rules[capacity.role](Case(actor, capacity, board, command, now, entry)):
            return capacity
    if held:
        raise OutOfScope(f"« {command.do} » est permis à votre rôle, mais pas ici : hors de votre périmètre.")
    label = ROLES[actor.role].label if actor.role in ROLES else actor.role
    raise Forbidden(f"Le rôle « {label} » ne permet pas « {command.do} ».")


def _refuse_expired(actor: Actor, command: Command, board: Board) -> None:
    for card in _designations(actor, board):
        if card.designation == getattr(command, "designation", ""):
            refuse_expired(card)


def _to_open(actor: Actor, command: Command) -> tuple[Capacity, ...]:
    """A dossier that does not exist yet may only be opened, by whoever has the permission for it."""
    return (_of_account(actor),) if command.opens else ()


def signature(actor: Actor, capacity: Capacity, command: Command) -> By:
    """Return who signs the entries of a command: account, role and body, never a name."""
    body = command.target().body
    if body not in actor.bodies:
        body = actor.bodies[0] if actor.bodies else None
    role = "representant_unccas" if capacity.role == "candidate" else capacity.role
    return author_of(actor.account, role, body)


def capacities_of(actor: Actor, board: Board) -> Iterator[Capacity]:
    """Yield the capacities that `actor` has on a dossier; none when it must stay unknown to them, or is not there."""
    if not board.seq:
        return
    account = _of_account(actor)
    if actor.role == "system" or _concerned(account, board):
        yield account
    for card in _designations(actor, board):
        if card.state == "active":
            whole = card.perimeter in ("main", "deputy")
            yield Capacity("representant_unccas", None if whole else frozenset({card.perimeter}))
        elif card.state == "proposee":
            yield Capacity("candidate", frozenset())


def _of_account(actor: Actor) -> Capacity:
    national = actor.role in NATIONAL or (actor.role == "observer" and not actor.departements)
    departements = None if national or actor.role == "system" else frozenset(actor.departements)
    return Capacity(actor.role, departements, frozenset(actor.bodies))


def _concerned(capacity: Capacity, board: Board) -> bool:
    """Say whether a dossier is any business of an account with this role and scope."""
    if board.kind == "convention":
        return capacity.role in ("unccas_permanence", "observer") or _is_party(capacity, board)
    if capacity.role in ("admin", "representant_unccas") or capacity.role in REFERENTS:
        return False
    if capacity.departements is None:
        return True
    crisis = next(board.of(CrisisCard), None)
    hit = crisis is not None and not capacity.departements.isdisjoint(crisis.departements)
    return hit or any(f"body:{body}" in board for body in capacity.bodies)


def _is_party(capacity: Capacity, board: Board) -> bool:
    convention = next(board.of(ConventionCard), None)
    if convention is None:
        return False
    return capacity.role in convention.parties or not capacity.bodies.isdisjoint(convention.parties)


def _designations(actor: Actor, board: Board) -> Iterator[RepresentativeCard]:
    """Yield the designations whose e-mail is that of the account."""
    if actor.email:
        for card in board.of(RepresentativeCard):
            contact = board.get(f"contact:{card.designation}", ContactCard)
            if contact and contact.email and contact.email.text.casefold() == actor.email.casefold():
                yield card


def _is_designated(actor: Actor, board: Board, designation: str) -> bool:
    return any(card.designation == designation for card in _designations(actor, board))


def channels(actor: Actor, board: Board) -> frozenset[str]:
    """Return the channels whose cards and lines `actor` may hold; empty when the dossier is unknown to them.

    `departement:*` stands for every département, and so on: it is matched by `holds`.
    """
    return frozenset(channel for capacity in capacities_of(actor, board) for channel in _channels_of(capacity, board))


def _channels_of(capacity: Capacity, board: Board) -> frozenset[str]:
    held = {"common"}
    if board.kind == "convention":
        if capacity.role == "unccas_permanence" or _is_party(capacity, board):
            held.add("parties")
        return frozenset(held)
    if capacity.role in COORDINATION:
        held.add("cell")
    if capacity.role in ("sgav", "candidate", "system"):
        return frozenset(held)
    if capacity.departements is None:
        held.add("departement:*")
    else:
        held |= {f"departement:{code}" for code in capacity.departements}
    if capacity.departements is None and capacity.role in COORDINATION:
        held.add("body:*")
    if capacity.role in FIELD:
        held |= {f"body:{body}" for body in capacity.bodies}
    return frozenset(held)


def holds(channels: frozenset[str], channel: str) -> bool:
    """Say whether what stands in `channel` is for a viewer of these channels."""
    return channel in channels or f"{channel.partition(':')[0]}:*" in channels


def may_count(actor: Actor, board: Board, departement: str) -> bool:
    """Say whether the totals of a département are for this actor: counts, without what each body says."""
    seen = holds(channels(actor, board), f"departement:{departement}")
    return seen or any(capacity.role in COUNTS_ALL for capacity in capacities_of(actor, board))


def view(channels: frozenset[str], board: Board) -> str:
    """Return the hash of what a viewer holds and how it is drawn: another view means another board."""
    drawn = f"{PROJECTION}/{board.erasures}/{' '.join(sorted(channels))}"
    return sha256(drawn.encode()).hexdigest()[:12]


def allowed(actor: Actor, board: Board) -> list[str]:
    """Name the commands that a role of `actor` permits on this dossier, scope aside: what a screen may offer."""
    roles = {capacity.role for capacity in capacities_of(actor, board)}
    return sorted(
        do
        for do, rules in GRANTS.items()
        if board.kind in COMMAND_OF[do].on and not COMMAND_OF[do].opens and not roles.isdisjoint(rules)
    )


def may_open(actor: Actor) -> list[str]:
    """Name the commands by which `actor` may open a dossier."""
    return sorted(do for do, rules in GRANTS.items() if COMMAND_OF[do].opens and actor.role in rules)
