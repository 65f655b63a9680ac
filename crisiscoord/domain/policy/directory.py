"""Who may see and write what of the directory: permission → role → rule, as for commands.

That a body exists, what it is called and where it acts is for everybody who is signed in. How it is reached, by its own
numbers and by its people, is for those who would call it (docs/field.md, « Secrecy »).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...errors import Forbidden
from ..board import Board
from ..catalogue import is_open
from ..words import Actor
from .capacities import FIELD, REFERENTS, Capacity, capacities_of, of_account
from .channels import channels, holds
from .said import role_said

#: Bodies that an UDCCAS knows and writes for, beside itself.
_LOCAL = frozenset({"ccas", "cias", "mairie"})


@dataclass(frozen=True, slots=True)
class Of:
    """The body that is asked about."""

    id: str
    kind: str
    departements: tuple[str, ...] = ()


DirectoryRule = Callable[[Capacity, Of], bool]


def any_body(capacity: Capacity, of: Of) -> bool:
    return True


def its_body(capacity: Capacity, of: Of) -> bool:
    return of.id in capacity.bodies


def its_departement(capacity: Capacity, of: Of) -> bool:
    return capacity.departements is not None and not capacity.departements.isdisjoint(of.departements)


def its_network(capacity: Capacity, of: Of) -> bool:
    return of.kind in (*_LOCAL, "udccas") and its_departement(capacity, of)


def its_local_bodies(capacity: Capacity, of: Of) -> bool:
    return of.kind in _LOCAL and its_departement(capacity, of)


def its_own_kind(capacity: Capacity, of: Of) -> bool:
    """The body that the role stands for: the préfecture of its département, the SG-AV."""
    return its_body(capacity, of) or (
        of.kind == capacity.role.removesuffix("_referent")
        and (capacity.departements is None or its_departement(capacity, of))
    )


_KEEPS: Mapping[str, DirectoryRule] = {"unccas_permanence": any_body, "admin": any_body}
_OWN: Mapping[str, DirectoryRule] = {
    **{role: its_body for role in ("ccas_direction", "sos_referent")},
    **{role: its_own_kind for role in ("prefecture", "sgav", *sorted(REFERENTS - {"sos_referent"}))},
}

#: Permission → role → rule. What is not here is not allowed.
DIRECTORY: Mapping[str, Mapping[str, DirectoryRule]] = {
    "directory.contacts": {
        **_KEEPS,
        **_OWN,
        **{role: its_body for role in sorted(FIELD)},
        "prefecture": its_departement,
        "udccas": its_departement,
        "representant_unccas": any_body,
    },
    "directory.write": {**_KEEPS, **_OWN, "udccas": its_network},
    "directory.identify": {**_KEEPS, "udccas": its_local_bodies},
    "directory.import": _KEEPS,
    "roster.read": {"unccas_permanence": any_body},
    "roster.write": {"unccas_permanence": any_body},
}

#: What each permission allows, as one says « peut … ».
DIRECTORY_ACTS: Mapping[str, str] = {
    "directory.contacts": "voir comment joindre un organisme",
    "directory.write": "écrire comment joindre un organisme",
    "directory.identify": "confirmer, nommer ou fermer un organisme",
    "directory.import": "importer dans l’annuaire",
    "roster.read": "voir le vivier des représentants possibles",
    "roster.write": "tenir le vivier des représentants possibles",
}
#: Where each rule lets a role act.
DIRECTORY_RULES: Mapping[str, str] = {
    "any_body": "partout",
    "its_body": "pour son propre organisme",
    "its_departement": "dans son département",
    "its_network": "pour les CCAS, CIAS, mairies et l’UDCCAS de son département",
    "its_local_bodies": "pour les CCAS, CIAS et mairies de son département",
    "its_own_kind": "pour l’organisme qu’il représente",
}
#: A designation opens the contacts of the bodies of its crisis, within its perimeter, until the crisis is closed.
_BY_DESIGNATION = "pour les organismes de l’évènement où il est désigné, jusqu’à la clôture"


def may_in_directory(actor: Actor, do: str, of: Of, board: Board | None = None) -> bool:
    """Say whether `actor` holds a permission of the directory for a body; `board`: asked from an open crisis."""
    rules = DIRECTORY[do]
    return any(
        (rule := rules.get(capacity.role)) is not None and rule(capacity, of)
        for capacity in _capacities(actor, of, board)
    )


def may_reach(actor: Actor, of: Of, board: Board) -> bool:
    """Say whether `actor` may know how whoever is named for a body in a dossier is called and reached: those who may
    reach the body, the parties of a convention, and in a crisis those who coordinate.
    """
    crisis = board.kind == "crisis"
    if holds(channels(actor, board), "cell" if crisis else "parties"):
        return True
    return may_in_directory(actor, "directory.contacts", of, board if crisis else None)


def authorize_directory(actor: Actor, do: str, of: Of, board: Board | None = None) -> None:
    """Raise Forbidden, saying who may, unless `actor` holds a permission of the directory for a body."""
    if not may_in_directory(actor, do, of, board):
        who = "\u202f; ".join(f"{held} ({where})" for held, where in directory_holders(do))
        raise Forbidden(
            f"Le rôle «\u00a0{role_said(actor.role)}\u00a0» ne permet pas ici {_of(DIRECTORY_ACTS[do])}. "
            f"Le peuvent\u00a0: {who}."
        )


def may_anywhere(actor: Actor, do: str) -> bool:
    """Say whether the role of an account may hold a permission somewhere: what a screen may offer."""
    return actor.role in DIRECTORY[do] and actor.role != "representant_unccas"


def directory_holders(do: str) -> Iterator[tuple[str, str]]:
    """Yield who holds a permission of the directory, in French, and where."""
    for role, rule in DIRECTORY[do].items():
        where = _BY_DESIGNATION if role == "representant_unccas" else DIRECTORY_RULES[rule.__name__]
        yield role_said(role), where


def _of(act: str) -> str:
    return f"d’{act}" if act[0] in "éi" else f"de {act}"


def _capacities(actor: Actor, of: Of, board: Board | None) -> Iterable[Capacity]:
    """The account, but for the role that a designation gives; and that role, on a crisis that has the body."""
    if actor.role != "representant_unccas":
        yield of_account(actor)
    if board is None or not board.seq or board.kind != "crisis" or not is_open(board):
        return
    if f"body:{of.id}" not in board and f"helper:{of.id}" not in board:
        return
    for capacity in capacities_of(actor, board):
        designated = capacity.role == "representant_unccas"
        if designated and (capacity.departements is None or its_departement(capacity, of)):
            yield capacity
