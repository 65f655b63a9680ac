"""A call of the roster in the main courante: begun, somebody passed over, spent, stopped (see roster_calling.py).

What happens to each proposal is told by the designations themselves. These lines are for those who coordinate.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, TypedDict

from .board import Board, Delta
from .designated import WHOLE, DesignationEnded, Perimeter, RepresentativeCard, known, titled
from .french import counted
from .roster_cards import Minutes, Person, RosterCallCard, RosterStep, running, with_steps
from .words import BodyId, Count, Entry, Fact, Situation, Slug, Word, Worded

#: Why a list is no longer gone down: the permanence said so, designated somebody by hand, or the crisis is past.
Why = Literal["decided", "designated", "stood_down", "closed"]

# ------------------------------------------------------------------------------------------------ facts


class CalledPerson(Word):
    """One person of a list, as the roster knew them when it was given."""

    person: Person
    function: str
    body: BodyId | None = None
    warning: bool = False


class RosterFact(Fact):
    """What every fact about a call of the roster repeats."""

    call: Slug
    perimeter: Perimeter
    #: Name of the département, when the perimeter is one.
    departement: str | None = None

    def channel(self) -> str:
        return "cell"


class RosterCalled(RosterFact):
    """The permanence has given a list to be gone down, `minutes` for each."""

    kind: Literal["roster.called"] = "roster.called"
    minutes: Minutes
    people: tuple[CalledPerson, ...]


class RosterPassedOver(RosterFact):
    """Somebody could not be asked when their turn came: no longer on the roster, or asked for elsewhere already."""

    kind: Literal["roster.passed_over"] = "roster.passed_over"
    person: Person
    function: str
    why: Literal["absente", "engagee"]


class RosterSpent(RosterFact):
    """Nobody is left on the list; `called` people were asked."""

    kind: Literal["roster.spent"] = "roster.spent"
    called: Count
    late: bool = False


class RosterStopped(RosterFact):
    """The list is no longer gone down; `left` people of it were not asked."""

    kind: Literal["roster.stopped"] = "roster.stopped"
    why: Why
    left: Count
    reason: Worded | None = None


def stop(
    board: Board, why: Why, situation: Situation, perimeter: str | None = None, reason: str | None = None
) -> Iterator[Fact]:
    """Yield what stops the lists that are gone down, of one perimeter or all: whoever is asked is so no more."""
    for card in running(board, perimeter):
        asked = card.asked
        standing = board.get(f"representative:{asked.designation}", RepresentativeCard) if asked else None
        if standing is not None:
            yield withdrawn(standing, situation)
        yield stopped(card, why, situation, reason)


def stopped(card: RosterCallCard, why: Why, situation: Situation, reason: str | None = None) -> RosterStopped:
    """Return the fact that a list is no longer gone down."""
    told = of_call(card.call, card.perimeter, situation)
    return RosterStopped(**told, why=why, left=len(card.left), reason=reason)


def withdrawn(card: RepresentativeCard, situation: Situation, reason: str | None = None) -> DesignationEnded:
    """Return the fact that a proposal is taken back."""
    repeated = known(card.designation, card.function, card.perimeter, situation)
    return DesignationEnded(**repeated, at=situation.now, was=card.state, reason=reason)


class OfCall(TypedDict):
    """The fields of RosterFact, as each of its facts takes them."""

    call: str
    perimeter: str
    departement: str | None


def of_call(call: str, perimeter: str, situation: Situation) -> OfCall:
    """Return what every fact about a list repeats."""
    departement = None if perimeter in WHOLE else situation.territory.departement(perimeter)
    return {"call": call, "perimeter": perimeter, "departement": departement.name if departement else None}


# --------------------------------------------------------------------------------------------- showings


def begun(fact: RosterCalled, at: datetime) -> RosterCallCard:
    """Return a list as it begins: nobody has been asked yet."""
    steps = (
        RosterStep(person=one.person, function=one.function, body=one.body, warning=one.warning) for one in fact.people
    )
    return RosterCallCard(
        id=f"roster_call:{fact.call}",
        call=fact.call,
        perimeter=fact.perimeter,
        minutes=fact.minutes,
        steps=tuple(steps),
        started_at=at,
    )


def show_called(board: Board, entry: Entry, fact: RosterCalled) -> Delta:
    return Delta(put=(begun(fact, entry.at),))


def show_passed_over(board: Board, entry: Entry, fact: RosterPassedOver) -> Delta:
    passed = {"state": fact.why, "answered_at": entry.at}
    return Delta(put=(with_steps(_shown(board, fact), lambda step: step.person == fact.person, passed),))


def show_spent(board: Board, entry: Entry, fact: RosterSpent) -> Delta:
    return _over(board, fact, "epuisee", entry.at)


def show_stopped(board: Board, entry: Entry, fact: RosterStopped) -> Delta:
    return _over(board, fact, "arretee", entry.at)


def _over(board: Board, fact: RosterFact, state: str, at: datetime) -> Delta:
    return Delta(put=(_shown(board, fact).but(state=state, ended_at=at, due=None),))


def _shown(board: Board, fact: RosterFact) -> RosterCallCard:
    card = board.get(f"roster_call:{fact.call}", RosterCallCard)
    assert card is not None, f"no call {fact.call}"
    return card


# --------------------------------------------------------------------------------------------- tellings

_WHY = {
    "decided": "La permanence reprend la main",
    "designated": "La permanence désigne elle-même",
    "stood_down": "L’urgence est passée",
    "closed": "Le dossier est clos",
}
_PASSED = {"absente": "n’est plus au vivier", "engagee": "est déjà sollicitée ou en mission"}


def _for(fact: RosterFact) -> str:
    return titled(fact.perimeter, fact.departement).lower()


def tell_called(fact: RosterCalled) -> str:
    hit = sum(one.warning for one in fact.people)
    warning = f" Attention\u00a0: {counted(hit, 'personne')} d’un organisme touché." if hit else ""
    people = counted(len(fact.people), "personne")
    return f"Appel du vivier, {_for(fact)}\u00a0: {people}, {fact.minutes}\u00a0minutes chacune.{warning}"


def tell_passed_over(fact: RosterPassedOver) -> str:
    return f"Appel du vivier, {_for(fact)}\u00a0: {fact.function} {_PASSED[fact.why]}, et n’est pas appelée."


def tell_spent(fact: RosterSpent) -> str:
    late = " Échéance passée pendant un arrêt du serveur." if fact.late else ""
    people = counted(fact.called, "personne appelée", "personnes appelées")
    return f"Liste d’appel épuisée, {_for(fact)}\u00a0: {people}, aucune n’a accepté.{late}"


def tell_stopped(fact: RosterStopped) -> str:
    left = counted(fact.left, "personne restait", "personnes restaient") if fact.left else "personne ne restait"
    reason = f" Motif\u00a0: {fact.reason}" if fact.reason else ""
    return f"Appel du vivier arrêté, {_for(fact)}. {_WHY[fact.why]}\u202f; {left} à appeler.{reason}"
