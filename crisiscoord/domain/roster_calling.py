"""Calling the roster, one person after the other, until somebody accepts (E-09, E-10).

UNCCAS designates. So the permanence gives the list, in the order that it chose, with the time that each one has to
answer; the server goes down that list and nowhere else, one proposal at a time, and the permanence may stop it, go on
to the next person or designate somebody itself at any moment (docs/decisions/0046). A proposal that is declined or
not answered makes the list fall due, which the metronome asks about like any other due: in the name of the server,
once, whatever stopped in between.
"""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from ..errors import Missing, Refused
from .alarmed import AlarmRaised
from .board import Board
from .crisis import WrongState, open_crisis
from .designated import WHOLE, ContactCard, Perimeter, RepresentativeCard
from .designating import is_hit, propose, refuse_outside, refuse_second
from .falling import due_card, is_late
from .french import quoted
from .noticed import seconds_between
from .places import RosterRef
from .roster_called import CalledPerson, RosterCalled, RosterPassedOver, RosterSpent, begun, of_call, stop, withdrawn
from .roster_cards import MOST, USUAL, Minutes, Person, RosterCallCard, running
from .vocabulary import ROSTER_CALL_STATES, label
from .words import Command, Fact, FallDue, Situation, Slug, Target, Text, derived_id

#: Lists of one crisis: beyond, something else is wrong.
MOST_CALLS = 100

# --------------------------------------------------------------------------------------------- commands


class CallRoster(Command):
    """Ask these people of the roster one after the other, in this order, `minutes` for each, until one accepts."""

    do: Literal["roster.call"] = "roster.call"
    call: Slug
    perimeter: Perimeter
    people: Annotated[tuple[Person, ...], Field(min_length=1, max_length=MOST, strict=False)]
    minutes: Minutes = USUAL

    @field_validator("people")
    @classmethod
    def _each_once(cls, people: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(people)) < len(people):
            raise ValueError("chaque personne une seule fois")
        return people

    def target(self) -> Target:
        return Target(departement=None if self.perimeter in WHOLE else self.perimeter)


class _OnCall(Command):
    call: Slug
    reason: Text | None = None


class SkipInRoster(_OnCall):
    """Wait no more for whoever is being asked, and ask the next person now."""

    do: Literal["roster.skip"] = "roster.skip"


class StopRoster(_OnCall):
    """Ask nobody else of the list; the proposal that waits for its answer is taken back."""

    do: Literal["roster.stop"] = "roster.stop"


class RosterCallFallDue(FallDue):
    """The last person asked has said no, or nothing: the next one is to be asked."""

    do: Literal["roster_call.fall_due"] = "roster_call.fall_due"


# --------------------------------------------------------------------------------------------- refusals


class UnknownRosterCall(Missing):
    code, title = "unknown_roster_call", "Appel du vivier inconnu"


class RosterCallExists(Refused):
    code, title = "roster_call_exists", "Appel du vivier déjà enregistré"


class NotOnRoster(Refused):
    code, title = "person_not_on_roster", "Personne absente du vivier"


class AlreadyAsked(Refused):
    code, title = "already_asked", "Une réponse est déjà attendue"


# -------------------------------------------------------------------------------------------- decisions


def call_roster(board: Board, command: CallRoster, situation: Situation) -> list[Fact]:
    """Begin a list, and ask its first person at once: this one is called by whoever gives the list."""
    crisis = open_crisis(board)
    if f"roster_call:{command.call}" in board or sum(1 for _ in board.of(RosterCallCard)) >= MOST_CALLS:
        raise RosterCallExists("Cet appel est déjà enregistré, ou il y en a trop\u00a0: en ouvrir un autre.")
    refuse_outside(crisis, command.perimeter)
    refuse_second(board, command.perimeter)
    _refuse_while_asked(board, command.perimeter)
    people = [_of_roster(person, crisis.exercise, situation) for person in command.people]
    called = RosterCalled(
        **of_call(command.call, command.perimeter, situation),
        minutes=command.minutes,
        people=tuple(
            CalledPerson(person=one.id, function=one.function, body=one.body or None, warning=is_hit(board, one.body))
            for one in people
        ),
    )
    return [called, *_next(board, begun(called, situation.now), situation)]


def skip_in_roster(board: Board, command: SkipInRoster, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = _running(board, command.call)
    standing = _standing(board, card)
    if standing is None:  # the last one has just answered: the server is about to ask the next one
        raise WrongState("Personne n’est en attente sur cette liste\u00a0: la personne suivante est déjà appelée.")
    return [withdrawn(standing, situation, command.reason), *_next(board, card, situation)]


def stop_roster(board: Board, command: StopRoster, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = _running(board, command.call)
    return [*stop(board, "decided", situation, card.perimeter, command.reason)]


def roster_call_fell_due(board: Board, command: RosterCallFallDue, situation: Situation) -> list[Fact]:
    """Ask the next person of the list, in the name of the server; raise an alarm when there is none."""
    open_crisis(board)
    card = due_card(board, command, RosterCallCard, situation)
    return _next(board, card, situation, late=is_late(command.due, situation.now))


def _next(board: Board, card: RosterCallCard, situation: Situation, late: bool = False) -> list[Fact]:
    """Return what asks the next person of a list who can be asked, or says that there is nobody left."""
    crisis, told, facts = open_crisis(board), of_call(card.call, card.perimeter, situation), list[Fact]()
    for step in card.left:
        person = situation.territory.possible(step.person)
        if person is None or (person.for_exercises and not crisis.exercise):
            facts.append(RosterPassedOver(**told, person=step.person, function=step.function, why="absente"))
        elif _is_engaged(board, person, card):
            facts.append(RosterPassedOver(**told, person=step.person, function=step.function, why="engagee"))
        else:
            designation = derived_id("designation", board.dossier, card.call, person.id)
            asked = propose(board, designation, person, card.call, card.perimeter, card.minutes, situation)
            return [*facts, *asked]
    after_s = seconds_between(card.started_at, situation.now)
    alarm = AlarmRaised(subject="roster", perimeter=card.perimeter, after_s=after_s, late=late)
    return [*facts, RosterSpent(**told, called=card.called, late=late), alarm]


def _is_engaged(board: Board, person: RosterRef, card: RosterCallCard) -> bool:
    """Say whether somebody is asked, or acts, already: for another perimeter, or under another entry of the roster."""
    for other in board.of(RepresentativeCard):
        if other.state not in ("proposee", "active") or (card.asked and card.asked.designation == other.designation):
            continue
        contact = board.get(f"contact:{other.designation}", ContactCard)
        email = contact.email.text.casefold() if contact and contact.email else ""
        if other.person == person.id or (person.email and email == person.email.casefold()):
            return True
    return False


def _refuse_while_asked(board: Board, perimeter: str) -> None:
    if any(running(board, perimeter)) or any(
        card.state == "proposee" and card.perimeter == perimeter for card in board.of(RepresentativeCard)
    ):
        raise AlreadyAsked(
            "Une réponse est déjà attendue pour ce périmètre\u00a0: l’attendre, retirer la proposition, ou arrêter "
            "l’appel en cours."
        )


def _of_roster(person: str, exercise: bool, situation: Situation) -> RosterRef:
    found = situation.territory.possible(person)
    if found is None:
        raise NotOnRoster("Une personne de la liste n’est pas, ou n’est plus, dans le vivier\u00a0: relire la liste.")
    if found.for_exercises and not exercise:
        raise NotOnRoster(f"{found.function}\u00a0: cette personne n’est au vivier que pour les exercices.")
    return found


def _running(board: Board, call: str) -> RosterCallCard:
    card = board.get(f"roster_call:{call}", RosterCallCard)
    if card is None:
        raise UnknownRosterCall(f"Aucun appel du vivier {quoted(call)} sur cet évènement.")
    if card.state != "en_cours":
        state = label(ROSTER_CALL_STATES, card.state).lower()
        raise WrongState(f"Cette liste d’appel est {state}\u00a0: l’action demandée n’est plus possible.")
    return card


def _standing(board: Board, card: RosterCallCard) -> RepresentativeCard | None:
    """Return the proposal that waits for its answer; None between an answer and the next call."""
    asked = card.asked
    return board.get(f"representative:{asked.designation}", RepresentativeCard) if asked else None
