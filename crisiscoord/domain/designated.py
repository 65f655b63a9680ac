"""A designation on the board and in the main courante: what has been decided in designating.py."""

from datetime import datetime
from typing import Annotated, Literal, TypedDict

from pydantic import StringConstraints

from .alarmed import settled
from .board import Board, Card, Delta
from .crisis import crisis_of
from .french import lapse
from .noticed import no_longer_asked
from .roster_cards import Person, answered, called
from .vocabulary import PERIMETERS, DesignationState, RosterStepState, label
from .words import (
    BodyId,
    Entry,
    Fact,
    Instant,
    Said,
    Seconds,
    Situation,
    Slug,
    Worded,
    said,
)

#: Perimeters that reach the whole crisis; any other is the code of a département.
WHOLE = frozenset({"main", "deputy"})

Perimeter = Annotated[
    str,
    StringConstraints(pattern=r"^(main|deputy|0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|9[78][0-9])$"),
]

# ------------------------------------------------------------------------------------------------ cards


class RepresentativeCard(Card):
    """A designation, kept when it is over. Delays are in seconds from the qualification of the crisis.

    `due` is when the answer to a proposal is expected; `unanswered`, that it never came. `call` is the call of the
    roster that proposed it, `person` whom the roster knows them as.
    """

    type: Literal["representative"] = "representative"

    designation: Slug
    name: Said | None = None
    function: str
    perimeter: Perimeter
    state: DesignationState
    body: BodyId | None = None
    call: Slug | None = None
    person: Person | None = None
    #: The designated person's own body is hit by the crisis.
    warning: bool = False
    designated_at: Instant
    accepted_at: Instant | None = None
    activated_at: Instant | None = None
    ended_at: Instant | None = None
    unanswered: bool = False
    reason: Said | None = None
    delay_designated_s: Seconds
    delay_activated_s: Seconds | None = None


class ContactCard(Card):
    """How to reach the designated person: for those who coordinate, and nobody else.

    `for_exercises`: an exercise writes there, and a real event does not.
    """

    type: Literal["contact"] = "contact"
    channel: str = "cell"

    designation: Slug
    phone: Said | None = None
    email: Said | None = None
    for_exercises: bool = False


# ------------------------------------------------------------------------------------------------ facts


class DesignationFact(Fact):
    """What every fact about a designation repeats. No name: the words of one entry can be erased alone."""

    designation: Slug
    function: str
    perimeter: Perimeter
    #: Name of the département, when the perimeter is one.
    departement: str | None = None


class Known(TypedDict):
    """The fields of DesignationFact, as each of its facts takes them."""

    designation: str
    function: str
    perimeter: str
    departement: str | None


def known(designation: str, function: str, perimeter: str, situation: Situation) -> Known:
    """Return what every fact about a designation repeats."""
    departement = None if perimeter in WHOLE else situation.territory.departement(perimeter)
    return {
        "designation": designation,
        "function": function,
        "perimeter": perimeter,
        "departement": departement.name if departement else None,
    }


class RepresentativeDesignated(DesignationFact):
    """Somebody has been designated, `after_s` seconds after the qualification; by a call of the roster, or by hand."""

    kind: Literal["representative.designated"] = "representative.designated"
    name: Worded
    body: BodyId | None = None
    body_name: str | None = None
    warning: bool = False
    accepted: bool = False
    due: Instant | None = None
    after_s: Seconds
    call: Slug | None = None
    person: Person | None = None

    def about(self) -> str | None:
        return self.body


class ContactGiven(DesignationFact):
    """How to reach the designated person, told apart so that only those who coordinate hold it."""

    kind: Literal["representative.contact_given"] = "representative.contact_given"
    phone: Worded | None = None
    email: Worded | None = None
    for_exercises: bool = False

    def channel(self) -> str:
        return "cell"


class RepresentativeActivated(DesignationFact):
    """A designation is active. `first`: it dates what protocols count from the designation."""

    kind: Literal["representative.activated"] = "representative.activated"
    at: Instant
    first: bool
    after_s: Seconds


class DesignationDeclined(DesignationFact):
    """The designated person said no."""

    kind: Literal["representative.declined"] = "representative.declined"
    reason: Worded | None = None


class DesignationExpired(DesignationFact):
    """The designated person did not answer in time, `after_s` seconds after the proposal."""

    kind: Literal["representative.expired"] = "representative.expired"
    after_s: Seconds
    late: bool = False
    #: The call of the roster that goes on by itself; without one somebody must call the next person.
    call: Slug | None = None


class RepresentativeRelieved(DesignationFact):
    """An active representative has handed over; `designation_due` is when the next main one should be active."""

    kind: Literal["representative.relieved"] = "representative.relieved"
    at: Instant
    reason: Worded | None = None
    designation_due: Instant | None = None


class DesignationEnded(DesignationFact):
    """A mission is over; `was` tells it from a proposal taken back; `designation_due` as for a relief."""

    kind: Literal["representative.ended"] = "representative.ended"
    at: Instant
    was: DesignationState
    reason: Worded | None = None
    designation_due: Instant | None = None


# --------------------------------------------------------------------------------------------- showings


def show_designated(board: Board, entry: Entry, fact: RepresentativeDesignated) -> Delta:
    card = RepresentativeCard(
        id=f"representative:{fact.designation}",
        designation=fact.designation,
        name=said(entry, "name"),
        function=fact.function,
        perimeter=fact.perimeter,
        state="proposee",
        body=fact.body,
        call=fact.call,
        person=fact.person,
        warning=fact.warning,
        due=fact.due,
        designated_at=entry.at,
        delay_designated_s=fact.after_s,
    )
    return Delta(put=(card, *called(board, fact.call, fact.person, fact.designation, entry.at)))


def show_contact(board: Board, entry: Entry, fact: ContactGiven) -> Delta:
    card = ContactCard(
        id=f"contact:{fact.designation}",
        designation=fact.designation,
        phone=said(entry, "phone"),
        email=said(entry, "email"),
        for_exercises=fact.for_exercises,
    )
    return Delta(put=(card,))


def show_activated(board: Board, entry: Entry, fact: RepresentativeActivated) -> Delta:
    card = _shown(board, fact).but(
        state="active", accepted_at=fact.at, activated_at=fact.at, delay_activated_s=fact.after_s, due=None
    )
    spent = settled(board, "roster", fact.at, perimeter=fact.perimeter)
    put = (card, *_moved_on(board, fact, "acceptee", fact.at), *spent)
    crisis = crisis_of(board)
    if fact.perimeter != "main" or crisis is None:
        return Delta(put=put)
    anchors = {**crisis.anchors, "designation": fact.at} if fact.first else crisis.anchors
    return Delta(put=(*put, crisis.but(anchors=anchors, due=None), *settled(board, "designation", fact.at)))


def show_declined(board: Board, entry: Entry, fact: DesignationDeclined) -> Delta:
    card = _shown(board, fact).but(state="refusee", reason=said(entry, "reason"), due=None)
    return Delta(put=(card, *_moved_on(board, fact, "refusee", entry.at)))


def show_expired(board: Board, entry: Entry, fact: DesignationExpired) -> Delta:
    card = _shown(board, fact).but(state="refusee", unanswered=True, due=None)
    return Delta(put=(card, *_moved_on(board, fact, "sans_reponse", entry.at)))


def show_relieved(board: Board, entry: Entry, fact: RepresentativeRelieved) -> Delta:
    reason = said(entry, "reason")
    card = _shown(board, fact).but(state="relevee", ended_at=fact.at, reason=reason)
    return Delta(put=(card, *_awaiting_next(board, fact.designation_due)))


def show_ended(board: Board, entry: Entry, fact: DesignationEnded) -> Delta:
    reason = said(entry, "reason")
    card = _shown(board, fact).but(state="terminee", ended_at=fact.at, reason=reason, due=None)
    moved = _moved_on(board, fact, "retiree", fact.at)
    return Delta(put=(card, *moved, *_awaiting_next(board, fact.designation_due)))


def _moved_on(board: Board, fact: DesignationFact, state: RosterStepState, at: datetime) -> tuple[Card, ...]:
    """Return what no longer waits for the answer to a proposal: the list that it is of, what was sent to the person."""
    return (*answered(board, fact.designation, state, at), *no_longer_asked(board, fact.designation))


def _awaiting_next(board: Board, due: datetime | None) -> tuple[Card, ...]:
    """Return the crisis that waits for its next main representative, when it does."""
    crisis = crisis_of(board)
    return (crisis.but(due=due),) if due is not None and crisis is not None else ()


def _shown(board: Board, fact: DesignationFact) -> RepresentativeCard:
    card = board.get(f"representative:{fact.designation}", RepresentativeCard)
    assert card is not None, f"no designation {fact.designation}"
    return card


# --------------------------------------------------------------------------------------------- tellings


def titled(perimeter: str, departement: str | None = None) -> str:
    if perimeter in WHOLE:
        return label(PERIMETERS, perimeter)
    return f"Représentant départemental, {departement or perimeter}"


def _who(fact: DesignationFact) -> str:
    return f"{titled(fact.perimeter, fact.departement)}, {fact.function}"


def _why(reason: str | None) -> str:
    return f" Motif\u00a0: {reason}" if reason else ""


def _delay(seconds: int) -> str:
    return f"{lapse(seconds)} après la qualification"


def tell_designated(fact: RepresentativeDesignated) -> str:
    head = f"{titled(fact.perimeter, fact.departement)} désigné\u00a0: {fact.name}, {fact.function}"
    warning = f" Attention\u00a0: son organisme est touché par l’évènement ({fact.body_name})." if fact.warning else ""
    answer = "Accord donné par téléphone." if fact.accepted else "Sa réponse est attendue."
    answer = f"Appel du vivier. {answer}" if fact.call else answer
    return f"{head}, {_delay(fact.after_s)}. {answer}{warning}"


def tell_contact(fact: ContactGiven) -> str:
    given = ", ".join(filter(None, (fact.phone, fact.email))) or "aucune"
    return f"{titled(fact.perimeter, fact.departement)}, coordonnées\u00a0: {given}"


def tell_activated(fact: RepresentativeActivated) -> str:
    return f"Désignation active. {_who(fact)}\u00a0: accord donné {_delay(fact.after_s)}."


def tell_declined(fact: DesignationDeclined) -> str:
    return f"Désignation refusée. {_who(fact)}.{_why(fact.reason)}"


def tell_expired(fact: DesignationExpired) -> str:
    late = " Échéance passée pendant un arrêt du serveur." if fact.late else ""
    wait = f"{lapse(fact.after_s)} après la proposition"
    then = "La liste d’appel continue." if fact.call else "Appeler la personne suivante."
    return f"Désignation sans réponse. {_who(fact)}\u00a0: {wait}. {then}{late}"


def tell_relieved(fact: RepresentativeRelieved) -> str:
    return f"Relève. {_who(fact)}\u00a0: passe la main.{_why(fact.reason)}"


def tell_ended(fact: DesignationEnded) -> str:
    what = "Fin de mission" if fact.was == "active" else "Proposition retirée"
    return f"{what}. {_who(fact)}.{_why(fact.reason)}"
