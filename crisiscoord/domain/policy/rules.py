"""The rules that a grant may ask for: each looks at a case, and says whether the permission holds there.

A rule's docstring is what the page of permissions says of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...errors import Missing
from ..acting import ActCard, unknown_act
from ..alarmed import AlarmCard
from ..alarming import unknown_alarm
from ..asking import REPRESENTATIVE, QuestionCard, departement_of, unknown_question
from ..board import Board, Card
from ..bodies import BodyCard
from ..crisis import crisis_of, open_crisis
from ..exposing import unknown_exposure
from ..needed import NeedCard, OfferCard, SupportCard
from ..needing import unknown_need
from ..noticed import NoticeCard
from ..placing import PlaceCard, unknown_place
from ..referents import ReferentCard
from ..supporting import unknown_support
from ..task_cards import AgreedTask, TasksCard, holder, role_of_task
from ..words import Actor, Command, Entry
from .capacities import FIELD, Capacity, is_designated, is_party
from .channels import channels, channels_of, holds, needs_open

#: How long the author of an entry may take back its words (protocol.md, `wording.erase`).
AUTHOR_MAY_ERASE = timedelta(hours=1)


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


def refuse_out_of_sight(case: Case, card: Card | None, field: str, unknown: Callable[[str], Missing]) -> None:
    """Raise, of a thing that the actor does not see, the refusal of one that is not there: no more is said of it.

    `card` is what the command names in `field`, None when there is no such thing.
    """
    if card is not None and not holds(channels(case.actor, case.board), card.channel):
        open_crisis(case.board)  # as of one that is not there, that the crisis is closed comes first
        raise unknown(named(case, field))


def everywhere(case: Case) -> bool:
    return True


def own_body(case: Case) -> bool:
    """The command speaks for a body of the actor; a correction that names none, for that of its act."""
    body = case.command.target().body
    if body is None:
        act = case.board.get(f"act:{named(case, 'act')}", ActCard)
        return act is not None and act.body in case.capacity.bodies
    if body not in case.capacity.bodies:
        return False
    act = case.board.get(f"act:{named(case, 'act')}", ActCard)
    if act is not None and act.body not in case.capacity.bodies:
        refuse_out_of_sight(case, act, "act", unknown_act)
    return True


def own_departement(case: Case) -> bool:
    target = case.command.target()
    body = case.board.get(f"body:{target.body}", BodyCard) if target.body else None
    departement = body.departement if body else target.departement
    return case.capacity.departements is None or departement in case.capacity.departements


def own_departement_or_unsaid(case: Case) -> bool:
    """A département of the actor; when the command names none, the decision takes theirs."""
    return case.command.target().departement is None or own_departement(case)


def designated(case: Case) -> bool:
    return is_designated(case.actor, case.board, getattr(case.command, "designation", ""))


def recipient(case: Case) -> bool:
    notice = case.board.get(f"notice:{getattr(case.command, 'notice', '')}", NoticeCard)
    return notice is not None and (notice.to in case.capacity.bodies or notice.to == case.capacity.role)


def asked_oneself(case: Case) -> bool:
    """The notice is the question that was put to the actor: do they accept to be designated."""
    notice = case.board.get(f"notice:{getattr(case.command, 'notice', '')}", NoticeCard)
    if notice is None or notice.subject != "proposal" or notice.designation is None:
        return False
    return is_designated(case.actor, case.board, notice.designation)


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
    return channel is None or holds(channels_of(case.capacity, case.board), channel)


def alarm_in_sight(case: Case) -> bool:
    """An alarm is taken up by those who see it: not that of another département."""
    alarm = case.board.get(f"alarm:{named(case, 'alarm')}", AlarmCard)
    refuse_out_of_sight(case, alarm, "alarm", unknown_alarm)
    return alarm is None or holds(channels_of(case.capacity, case.board), alarm.channel)


def exposure_in_sight(case: Case) -> bool:
    """A report is answered by those to whom it was told; to the others it is as if it were not there."""
    entry = case.entry(getattr(case.command, "seq", 0))
    if entry is not None and not holds(channels_of(case.capacity, case.board), entry.channel):
        raise unknown_exposure(entry.seq)
    return True


def silence_in_sight(case: Case) -> bool:
    """A silence of the département, by those who call its bodies; what is asked of the coordination stays with it."""
    alarm = case.board.get(f"alarm:{named(case, 'alarm')}", AlarmCard)
    return alarm_in_sight(case) and (alarm is None or alarm.subject == "silence")


def answer_in_sight(case: Case) -> bool:
    """One asks the representative, or a body whose département one follows: the answer will be there to read."""
    to, crisis = getattr(case.command, "to", ""), crisis_of(case.board)
    departement = departement_of(case.board, crisis, to) if crisis else None
    if to == REPRESENTATIVE or departement is None:
        return True
    return holds(channels_of(case.capacity, case.board), f"departement:{departement}")


def the_one_asked(case: Case) -> bool:
    """The question was put to a body of the actor, or to the representative whose perimeter it is."""
    card = case.board.get(f"question:{named(case, 'question')}", QuestionCard)
    if card is None or card.to in case.capacity.bodies:
        return True
    refuse_out_of_sight(case, card, "question", unknown_question)
    if card.to != REPRESENTATIVE:
        return False
    within = case.capacity.departements is None or card.departement in case.capacity.departements
    leads = case.capacity.role in ("unccas_permanence", "representant_unccas")
    return leads and within


def own_need(case: Case) -> bool:
    """The need is that of a body of the actor."""
    card = _need(case)
    return card is None or card.body in case.capacity.bodies


def need_in_departement(case: Case) -> bool:
    """The need is that of a body of the département."""
    card = _need(case)
    if card is None:
        support = _support(case)
        if support is None and f"support:{named(case, 'support')}" in case.board:
            raise unknown_support(named(case, "support"))
        card = case.board.get(f"need:{support.need}", NeedCard) if support else None
    within = case.capacity.departements
    return card is None or within is None or card.departement in within


def _need(case: Case) -> NeedCard | None:
    """Return the need of a command. One that is closed to the actor is as if it were not there: UnknownNeed.

    While needs are open, who comes from elsewhere may answer one that was told to them.
    """
    card = case.board.get(f"need:{named(case, 'need')}", NeedCard)
    seen = card is None or needs_open(case.board) or holds(channels(case.actor, case.board), card.channel)
    if not seen:
        open_crisis(case.board)
        raise unknown_need(named(case, "need"))
    return card


def _support(case: Case) -> SupportCard | None:
    """Return the support of a command; None also for one that the actor does not see."""
    card = case.board.get(f"support:{named(case, 'support')}", SupportCard)
    return card if card is not None and holds(channels(case.actor, case.board), card.channel) else None


def named(case: Case, field: str) -> str:
    """Return which need or support a command names, empty when it names none."""
    return str(getattr(case.command, field, ""))


def lends(case: Case) -> bool:
    """The helping body is one of the actor, and it sees the need that it would answer."""
    lent = _support(case) or case.board.get(f"offer:{getattr(case.command, 'offer', '')}", OfferCard)
    body = getattr(case.command, "from_body", None) or (lent.from_body if lent else None)
    if body not in case.capacity.bodies:
        return False
    _need(case)
    return True


def is_helped(case: Case) -> bool:
    """The support is for a body of the actor."""
    support = _support(case)
    return support is not None and support.to_body in case.capacity.bodies


def lends_or_is_helped(case: Case) -> bool:
    """One of the two bodies of the support is one of the actor."""
    return lends(case) or is_helped(case)


def own_place(case: Case) -> bool:
    """The place is that of a body of the actor."""
    card = case.board.get(f"place:{named(case, 'place')}", PlaceCard)
    if card is None and case.command.target().body is None:
        return True  # there is no such place: the decision says so
    body = case.command.target().body or (card.body if card else None)
    if body in case.capacity.bodies:
        return True
    if case.command.target().body is None:
        refuse_out_of_sight(case, card, "place", unknown_place)
    return False


def place_in_departement(case: Case) -> bool:
    """The place is in a département of the actor."""
    card = case.board.get(f"place:{getattr(case.command, 'place', '')}", PlaceCard)
    if card is None:
        return own_departement(case)
    return case.capacity.departements is None or card.departement in case.capacity.departements


def own_referent(case: Case) -> bool:
    """The référent speaks for a body of the actor; one that nobody knows, for none."""
    card = _referent(case)
    return (case.command.target().body or (card.body if card else None)) in case.capacity.bodies


def referent_in_departement(case: Case) -> bool:
    """The référent speaks for a body of the département."""
    card, within = _referent(case), case.capacity.departements
    return own_departement(case) if card is None else within is None or card.departement in within


def _referent(case: Case) -> ReferentCard | None:
    """Return the référent that a command relieves; None when it names one."""
    return None if case.command.target().body else case.board.get(f"referent:{named(case, 'referent')}", ReferentCard)


def party(case: Case) -> bool:
    return is_party(case.capacity, case.board)
