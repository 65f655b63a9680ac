"""Who is the référent of each body in one dossier, who stands in for them, and who sits on its committees.

Held per dossier, like a designation: the référents of the agreements (M-13, M-15, T-12, T-13), the interlocutor of each
body in a crisis (E-09), the seats of committees (E-12, E-17, M-19, T-41). The journal keeps a function and a reference,
to a contact of the directory or to an account, and never how somebody is called or reached: whoever is erased from the
directory is gone from here too (docs/decisions/0044).
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import StringConstraints

from ..errors import Missing, Refused
from .board import Board, Card, Delta
from .convention import convention_of
from .crisis import CrisisCard, open_crisis
from .french import quoted
from .meeting import refuse_after_end
from .noting import ChannelName
from .parties import known_bodies
from .places import BodyRef
from .vocabulary import REFERENT_PARTS, BodyKind, ReferentPart, label
from .words import (
    BOTH_KINDS,
    BodyId,
    Command,
    Entry,
    Fact,
    Instant,
    Label,
    Said,
    Situation,
    Slug,
    Target,
    Text,
    Worded,
    said,
)

#: Named in one dossier, whoever was relieved counted; seats of one body on committees.
MOST, MOST_SEATS = 2_000, 20
#: Of these parts a body has one at a time: whoever is named relieves whoever was.
ONE_AT_A_TIME = frozenset({"referent", "suppleant"})
#: Bodies of communes: they are of a crisis when they stand on its board.
_LOCAL = frozenset({"ccas", "cias", "mairie"})
#: Bodies that may act in several départements: which of them the decision does not know.
_SEVERAL = frozenset({"sos", "aav", "aasc", "etat"})

ContactRef = Annotated[str, StringConstraints(pattern=r"^c-[0-9a-f]{16}$")]
AccountRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


class Reference(NamedTuple):
    """Whoever is meant: a contact of the directory, or an account."""

    contact: str | None
    account: str | None


# ------------------------------------------------------------------------------------------------ cards


class ReferentCard(Card):
    """Somebody who speaks for a body in this dossier. `ended_at`: relieved since, by `reason`."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    type: Literal["referent"] = "referent"
    referent: Slug
    body: BodyId
    body_name: str
    kind: BodyKind
    departement: str | None = None
    part: ReferentPart
    function: str
    committee: str | None = None
    contact: str | None = None
    account: str | None = None
    named_at: Instant
    ended_at: Instant | None = None
    reason: Said | None = None

    @property
    def reference(self) -> Reference:
        return Reference(self.contact, self.account)


# --------------------------------------------------------------------------------------------- commands


class NameReferent(Command):
    """Name somebody for a body in this dossier, by their contact in the directory or by their account.

    `committee`: which one, for a seat on a committee.
    """

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["body.name_referent"] = "body.name_referent"
    referent: Slug
    body: BodyId
    part: ReferentPart = "referent"
    function: Label
    contact: ContactRef | None = None
    account: AccountRef | None = None
    committee: Label | None = None

    def target(self) -> Target:
        return Target(body=self.body)


class RelieveReferent(Command):
    """Say that somebody speaks for their body no more in this dossier."""

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    do: Literal["body.relieve_referent"] = "body.relieve_referent"
    referent: Slug
    reason: Text | None = None


# ------------------------------------------------------------------------------------------------ facts


class ReferentNamed(Fact):
    """`relieves`: whoever had the part until then. `place`: the channel of those who see the body."""

    kind: Literal["referent.named"] = "referent.named"
    place: ChannelName
    referent: Slug
    body: BodyId
    body_name: str
    body_kind: BodyKind
    departement: str | None = None
    part: ReferentPart
    function: str
    committee: str | None = None
    contact: str | None = None
    account: str | None = None
    relieves: str | None = None

    def channel(self) -> str:
        return self.place

    def about(self) -> str | None:
        return self.body


class ReferentRelieved(Fact):
    kind: Literal["referent.relieved"] = "referent.relieved"
    place: ChannelName
    referent: Slug
    body: BodyId
    body_name: str
    part: ReferentPart
    function: str
    reason: Worded | None = None

    def channel(self) -> str:
        return self.place

    def about(self) -> str | None:
        return self.body


# --------------------------------------------------------------------------------------------- refusals


class UnknownReferent(Missing):
    code, title = "unknown_referent", "Référent inconnu"


class ReferentExists(Refused):
    code, title = "referent_exists", "Référent déjà nommé"


class ReferentUnnamed(Refused):
    code, title = "referent_unnamed", "Référent à préciser"


class ReferentOutside(Refused):
    code, title = "referent_outside", "Organisme hors du dossier"


class ReferentOver(Refused):
    code, title = "referent_over", "Référent déjà relevé"


class TooManyReferents(Refused):
    code, title = "too_many_referents", "Trop de référents"


# -------------------------------------------------------------------------------------------- decisions


def name_referent(board: Board, command: NameReferent, situation: Situation) -> list[Fact]:
    """Name somebody; who had the part until then is relieved by it."""
    place, body = _placed(board, command, situation)
    if f"referent:{command.referent}" in board:
        raise ReferentExists("Cette nomination est déjà enregistrée\u00a0: en faire une autre, sous un autre nom.")
    if (command.contact is None) == (command.account is None):
        raise ReferentUnnamed("Dire qui\u00a0: un contact de l’annuaire, ou un compte, l’un des deux.")
    if command.part == "comite" and command.committee is None:
        raise ReferentUnnamed("Dire de quel comité il s’agit.")
    if sum(1 for _ in board.of(ReferentCard)) >= MOST:
        raise TooManyReferents(f"Un dossier tient en {MOST} nominations.")
    same = [card for card in active(board, body.id) if card.part == command.part]
    if command.part == "comite" and len(same) >= MOST_SEATS:
        raise TooManyReferents(f"{MOST_SEATS} sièges par organisme au plus.")
    return [
        ReferentNamed(
            place=place,
            referent=command.referent,
            body=body.id,
            body_name=body.name,
            body_kind=body.kind,
            departement=body.departement,
            part=command.part,
            function=command.function,
            committee=command.committee if command.part == "comite" else None,
            contact=command.contact,
            account=command.account,
            relieves=same[0].referent if same and command.part in ONE_AT_A_TIME else None,
        )
    ]


def relieve_referent(board: Board, command: RelieveReferent, situation: Situation) -> list[Fact]:
    """Relieve somebody; also in a convention that has ended."""
    if board.kind == "crisis":
        open_crisis(board)
    card = board.get(f"referent:{command.referent}", ReferentCard)
    if card is None:
        raise UnknownReferent("Aucun référent de ce nom dans ce dossier.")
    if card.ended_at is not None:
        raise ReferentOver("Ce référent est déjà relevé.")
    return [
        ReferentRelieved(
            place=card.channel,
            referent=card.referent,
            body=card.body,
            body_name=card.body_name,
            part=card.part,
            function=card.function,
            reason=command.reason,
        )
    ]


def active(board: Board, body: str) -> list[ReferentCard]:
    """Return whoever speaks for a body now: the référent, then who stands in, then the seats on committees."""
    there = [card for card in board.of(ReferentCard) if card.body == body and card.ended_at is None]
    order = [*REFERENT_PARTS]
    return sorted(there, key=lambda card: (order.index(card.part), card.named_at, card.referent))


def called_first(board: Board, body: str) -> tuple[Reference, ...]:
    """Return whom a message for a body goes to before the order of call: its référent, then who stands in."""
    return tuple(card.reference for card in active(board, body) if card.part in ONE_AT_A_TIME)


def held(board: Board, account: str) -> Iterator[ReferentCard]:
    """Yield what an account was named for in this dossier, and is still."""
    return (card for card in board.of(ReferentCard) if card.account == account and card.ended_at is None)


def _placed(board: Board, command: NameReferent, situation: Situation) -> tuple[str, BodyRef]:
    """Return the body and the channel of those who see it. Raises ReferentOutside for a body of another dossier."""
    if board.kind == "convention":
        convention = convention_of(board)
        refuse_after_end(convention, situation.now)
        (body,) = known_bodies((command.body,), "body", situation)
        if command.part != "comite" and body.id not in convention.parties:
            raise ReferentOutside(f"{body.name} n’est pas une partie à la convention\u00a0: un siège au comité, sinon.")
        return "common", body
    crisis = open_crisis(board)
    (body,) = known_bodies((command.body,), "body", situation)
    if not _concerned(board, crisis, body):
        raise ReferentOutside(f"{body.name} n’est pas de l’évènement\u00a0: l’y rattacher d’abord, ou étendre la zone.")
    return (f"departement:{body.departement}" if body.departement in crisis.departements else "common"), body


def _concerned(board: Board, crisis: CrisisCard, body: BodyRef) -> bool:
    if f"body:{body.id}" in board or f"helper:{body.id}" in board:
        return True
    if body.kind in _LOCAL:
        return False
    return body.departement is None or body.departement in crisis.departements or body.kind in _SEVERAL


# --------------------------------------------------------------------------------------------- showings


def show_named(board: Board, entry: Entry, fact: ReferentNamed) -> Delta:
    before = board.get(f"referent:{fact.relieves}", ReferentCard) if fact.relieves else None
    card = ReferentCard(
        id=f"referent:{fact.referent}",
        channel=fact.place,
        referent=fact.referent,
        body=fact.body,
        body_name=fact.body_name,
        kind=fact.body_kind,
        departement=fact.departement,
        part=fact.part,
        function=fact.function,
        committee=fact.committee,
        contact=fact.contact,
        account=fact.account,
        named_at=entry.at,
    )
    return Delta(put=(card, *((before.but(ended_at=entry.at),) if before else ())))


def show_relieved(board: Board, entry: Entry, fact: ReferentRelieved) -> Delta:
    card = board.get(f"referent:{fact.referent}", ReferentCard)
    return Delta(put=(card.but(ended_at=entry.at, reason=said(entry, "reason")),) if card else ())


# -------------------------------------------------------------------------------------------- tellings


def tell_named(fact: ReferentNamed) -> str:
    what = label(REFERENT_PARTS, fact.part).lower()
    committee = f" ({fact.committee})" if fact.committee else ""
    where = "un contact de l’annuaire" if fact.contact else "un compte"
    instead = ", à la place de qui l’était" if fact.relieves else ""
    return f"{fact.body_name}\u00a0: {what}{committee} nommé, {quoted(fact.function)}, d’après {where}{instead}."


def tell_relieved(fact: ReferentRelieved) -> str:
    what = label(REFERENT_PARTS, fact.part).lower()
    reason = f" Motif\u00a0: {fact.reason}" if fact.reason else ""
    return f"{fact.body_name}\u00a0: {what} relevé, {quoted(fact.function)}.{reason}"
