"""Designating the representative of UNCCAS, from the proposal to the relief (convention State-UNCCAS).

As soon as a major event happens UNCCAS designates a representative (E-09, E-10) and informs the SG-AV of the
identity (E-11). There is at most one active main representative, one active deputy, and one for each
département. Somebody whose own body is hit may be designated: it is a warning, not a refusal.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from ..errors import Missing, Refused
from .board import Board
from .bodies import BodyCard
from .crisis import DESIGNATION, CrisisCard, WrongState, open_crisis
from .designated import (
    WHOLE,
    ContactGiven,
    DesignationDeclined,
    DesignationEnded,
    DesignationExpired,
    Known,
    Perimeter,
    RepresentativeActivated,
    RepresentativeCard,
    RepresentativeDesignated,
    RepresentativeRelieved,
    known,
    titled,
)
from .durations import after
from .falling import due_card, was_missed
from .french import listed, quoted
from .handover import HandoverWritten, handover
from .identifiers import dialled
from .noticed import Subject, seconds_between
from .noticing import known_by_answer, owe, owe_proposal
from .parties import UnknownBody
from .places import RosterRef
from .roster_called import stop, stopped
from .roster_cards import asking
from .tasking import checked_by, date_anchor
from .vocabulary import DESIGNATION_STATES, label
from .words import (
    PLAIN_LINE,
    BodyId,
    Command,
    Fact,
    FallDue,
    Label,
    Situation,
    Slug,
    Text,
)

#: How long somebody has to answer a proposal before the next one is called.
ANSWER = "PT30M"

_ADDRESS = StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]+$", max_length=254, strip_whitespace=True)
Email = Annotated[str, _ADDRESS, PLAIN_LINE]
Phone = Annotated[str, StringConstraints(pattern=r"^[+0-9(][0-9\s./()-]{3,38}$", max_length=39, strip_whitespace=True)]

# --------------------------------------------------------------------------------------------- commands


class DesignateRepresentative(Command):
    """Propose somebody. `accepted` when they have already said yes, by telephone: active at once."""

    do: Literal["representative.designate"] = "representative.designate"
    designation: Slug
    name: Label
    function: Label
    phone: Phone
    email: Email
    body: BodyId | None = None
    perimeter: Perimeter
    accepted: bool = False


class _OnDesignation(Command):
    designation: Slug
    reason: Text | None = None


class AcceptDesignation(_OnDesignation):
    """The designated person accepts, which makes the designation active."""

    do: Literal["representative.accept"] = "representative.accept"


class DeclineDesignation(_OnDesignation):
    """The designated person declines."""

    do: Literal["representative.decline"] = "representative.decline"


class RelieveRepresentative(_OnDesignation):
    """An active representative hands over; the next one is designated, or activated, afterwards."""

    do: Literal["representative.relieve"] = "representative.relieve"


class EndDesignation(_OnDesignation):
    """The mission is over, or a proposal is taken back."""

    do: Literal["representative.end"] = "representative.end"


class RepresentativeFallDue(FallDue):
    """The time to answer a proposal has passed."""

    do: Literal["representative.fall_due"] = "representative.fall_due"


# --------------------------------------------------------------------------------------------- refusals


class DesignationExists(Refused):
    code, title = "designation_exists", "Désignation déjà enregistrée"


class UnknownDesignation(Missing):
    code, title = "unknown_designation", "Désignation inconnue"


class ProposalExpired(Refused):
    """The answer came too late: somebody else is being called."""

    code, title = "designation_expired", "Proposition expirée"


class AlreadyActive(Refused):
    code, title = "already_active", "Un représentant est déjà actif"


class PerimeterOutside(Refused):
    code, title = "perimeter_outside", "Département hors de l’évènement"


# -------------------------------------------------------------------------------------------- decisions


def designate_representative(board: Board, command: DesignateRepresentative, situation: Situation) -> list[Fact]:
    """Designate by hand, which stops the call of the roster for the same perimeter, if there is one."""
    crisis = open_crisis(board)
    if f"representative:{command.designation}" in board:
        raise DesignationExists("Cette désignation est déjà enregistrée\u00a0: en ouvrir une autre, sous un autre nom.")
    refuse_outside(crisis, command.perimeter)
    if command.accepted:
        refuse_second(board, command.perimeter)
    body = situation.territory.body(command.body) if command.body else None
    if command.body and body is None:
        raise UnknownBody(f"Aucun organisme {quoted(command.body)}\u00a0: vérifier son identifiant.")
    repeated = known(command.designation, command.function, command.perimeter, situation)
    facts: list[Fact] = [
        *stop(board, "designated", situation, command.perimeter),
        RepresentativeDesignated(
            **repeated,
            name=command.name,
            body=command.body,
            body_name=body.name if body else None,
            warning=is_hit(board, command.body),
            accepted=command.accepted,
            due=None if command.accepted else after(situation.now, ANSWER, crisis.timezone, crisis.tempo),
            after_s=_since(crisis, situation.now),
        ),
        ContactGiven(**repeated, phone=command.phone, email=command.email),
    ]
    if command.accepted:
        return facts + _activated(board, crisis, repeated, situation)
    return facts + owe_proposal(board, command.designation, command.function, command.perimeter, situation)


def propose(
    board: Board, designation: str, person: RosterRef, call: str, perimeter: str, minutes: int, situation: Situation
) -> list[Fact]:
    """Return the facts by which a call of the roster asks somebody, who has so many minutes to answer."""
    crisis = open_crisis(board)
    body = situation.territory.body(person.body) if person.body else None
    repeated = known(designation, person.function, perimeter, situation)
    asked = RepresentativeDesignated(
        **repeated,
        name=person.name,
        body=person.body or None,
        body_name=body.name if body else None,
        warning=is_hit(board, person.body),
        due=after(situation.now, f"PT{minutes}M", crisis.timezone, crisis.tempo),
        after_s=_since(crisis, situation.now),
        call=call,
        person=person.id,
    )
    reached = ContactGiven(
        **repeated, phone=dialled(person.phone) or None, email=person.email or None, for_exercises=person.for_exercises
    )
    return [asked, reached, *owe_proposal(board, designation, person.function, perimeter, situation)]


def is_hit(board: Board, body: str | None) -> bool:
    """Say whether a body is one that the crisis hits: somebody of it may be designated, and is needed at home."""
    card = board.get(f"body:{body}", BodyCard)
    return card is not None and card.competent


def accept_designation(board: Board, command: AcceptDesignation, situation: Situation) -> list[Fact]:
    crisis, card = _designation(board, command.designation, ("proposee",))
    refuse_second(board, card.perimeter)
    received = known_by_answer(board, card.designation, situation)
    return received + _activated(board, crisis, _of_card(card, situation), situation)


def decline_designation(board: Board, command: DeclineDesignation, situation: Situation) -> list[Fact]:
    """Decline; a call of the roster goes on by itself, in its own name (`roster_call.fall_due`)."""
    _, card = _designation(board, command.designation, ("proposee",))
    received = known_by_answer(board, card.designation, situation)
    return [*received, DesignationDeclined(**_of_card(card, situation), reason=command.reason)]


def designation_fell_due(board: Board, command: RepresentativeFallDue, situation: Situation) -> list[Fact]:
    """A proposal that nobody answers is not waited for: somebody else must be called."""
    open_crisis(board)
    card = due_card(board, command, RepresentativeCard, situation)
    after_s = seconds_between(card.designated_at, situation.now)
    late = was_missed(board, command.due, situation.now)
    call = asking(board, card.designation)
    goes_on = call.call if call else None
    return [DesignationExpired(**_of_card(card, situation), after_s=after_s, late=late, call=goes_on)]


def relieve_representative(board: Board, command: RelieveRepresentative, situation: Situation) -> list[Fact]:
    crisis, card = _designation(board, command.designation, ("active",))
    due = _next_due(board, crisis, card, situation)
    relieved = RepresentativeRelieved(
        **_of_card(card, situation), at=situation.now, reason=command.reason, designation_due=due
    )
    departement = None if card.perimeter in WHOLE else card.perimeter
    sheet = handover(board, situation.now, departement)
    written = HandoverWritten(**_of_card(card, situation), sheet=sheet)
    return [relieved, written, *_told(board, crisis, card.designation, card.perimeter, "relief", situation)]


def end_designation(board: Board, command: EndDesignation, situation: Situation) -> list[Fact]:
    crisis, card = _designation(board, command.designation, ("active", "proposee"))
    due = _next_due(board, crisis, card, situation) if card.state == "active" else None
    ended = DesignationEnded(
        **_of_card(card, situation), at=situation.now, was=card.state, reason=command.reason, designation_due=due
    )
    if card.state != "active":
        call = asking(board, card.designation)  # taken back by hand: the permanence sees to what follows
        return [ended, *([stopped(call, "decided", situation)] if call else [])]
    return [ended, *_told(board, crisis, card.designation, card.perimeter, "end", situation)]


def introduce(board: Board, departements: Iterable[str], situation: Situation) -> list[Fact]:
    """Return the notices owed to préfectures newly hit, about the representatives already active."""
    to = [f"prefecture-{code}" for code in departements]
    active = (card for card in _active(board) if card.perimeter in WHOLE)
    return [fact for card in active for fact in owe(board, to, "identity", card.designation, card.perimeter, situation)]


def _active(board: Board) -> Iterator[RepresentativeCard]:
    return (card for card in board.of(RepresentativeCard) if card.state == "active")


def refuse_outside(crisis: CrisisCard, perimeter: str) -> None:
    """Raise PerimeterOutside for a département that the crisis does not reach."""
    if perimeter not in WHOLE and perimeter not in crisis.departements:
        raise PerimeterOutside(
            f"Le département {perimeter} n’est pas touché par l’évènement "
            f"({listed([*crisis.departements])})\u00a0: étendre d’abord l’évènement."
        )


def refuse_second(board: Board, perimeter: str) -> None:
    """Raise AlreadyActive when somebody represents the UNCCAS there already."""
    if any(card.perimeter == perimeter for card in _active(board)):
        raise AlreadyActive(
            f"{titled(perimeter)}\u00a0: une désignation est déjà active. La relever d’abord, pour que l’heure "
            "de la relève soit écrite."
        )


def _activated(board: Board, crisis: CrisisCard, known: Known, situation: Situation) -> list[Fact]:
    """Return what an activation brings: the date tasks wait for, the tasks it proves, the notices owed."""
    designation, perimeter = known["designation"], known["perimeter"]
    first = perimeter == "main" and "designation" not in crisis.anchors
    activated = RepresentativeActivated(**known, at=situation.now, first=first, after_s=_since(crisis, situation.now))
    facts: list[Fact] = [activated]
    if first:
        facts += date_anchor(board, "designation", situation.now, crisis.timezone, crisis.tempo)
    if perimeter == "main":
        facts += checked_by(board, "representative_active", situation)
    return facts + _told(board, crisis, designation, perimeter, "identity", situation)


def _next_due(board: Board, crisis: CrisisCard, leaving: RepresentativeCard, situation: Situation) -> datetime | None:
    """Return when the next main representative should be active, as long as the crisis lasts (docs/decisions/0026)."""
    if leaving.perimeter != "main" or crisis.state != "actif":
        return None
    return after(situation.now, DESIGNATION, crisis.timezone, crisis.tempo)


def _told(
    board: Board, crisis: CrisisCard, designation: str, perimeter: str, subject: Subject, situation: Situation
) -> list[Fact]:
    """Return the notices owed: to the SG-AV, and to the préfecture of each département concerned."""
    departements = crisis.departements if perimeter in WHOLE else (perimeter,)
    to = ["sgav", *(f"prefecture-{code}" for code in departements)]
    return owe(board, to, subject, designation, perimeter, situation)


def _designation(board: Board, name: str, states: tuple[str, ...]) -> tuple[CrisisCard, RepresentativeCard]:
    crisis = open_crisis(board)
    card = board.get(f"representative:{name}", RepresentativeCard)
    if card is None:
        raise UnknownDesignation(f"Aucune désignation {quoted(name)} sur cet évènement.")
    refuse_expired(card)
    if card.state not in states:
        state = label(DESIGNATION_STATES, card.state).lower()
        raise WrongState(f"Cette désignation est {state}\u00a0: l’action demandée n’est plus possible.")
    return crisis, card


def refuse_expired(card: RepresentativeCard) -> None:
    """Raise ProposalExpired when a proposal was not answered in time."""
    if card.unanswered:
        raise ProposalExpired(
            "Cette proposition a expiré, faute de réponse dans le délai\u00a0: une autre personne est appelée. "
            "Appeler la permanence de l’UNCCAS, qui peut proposer une nouvelle désignation."
        )


def _of_card(card: RepresentativeCard, situation: Situation) -> Known:
    return known(card.designation, card.function, card.perimeter, situation)


def _since(crisis: CrisisCard, now: datetime) -> int:
    return max(0, int((now - (crisis.t0 or now)).total_seconds()))
