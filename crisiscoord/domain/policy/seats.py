"""Who may give which seat, and withdraw it: rights over rights, apart from those over dossiers.

Administrators give every seat. Whoever directs a CCAS gives those of its own agents, and of nobody else: in a crisis,
the agent who takes over at night must not wait for an administrator.
"""

from collections.abc import Iterable

from ...errors import Forbidden
from ..vocabulary import ROLES
from ..words import Actor
from .capacities import LINKS

#: Seats that a director gives, on their own bodies.
OF_AGENTS = ("ccas_terrain", "ccas_renfort")


class NotYours(Forbidden):
    code, title = "seat_not_yours", "Siège hors de votre ressort"


def seats_to_give(actor: Actor) -> tuple[str, ...]:
    """Name the roles that `actor` may give seats of; empty for most people."""
    if actor.role == "admin":
        return tuple(role for role in ROLES if role != "system" and role not in LINKS)
    return OF_AGENTS if actor.role == "ccas_direction" else ()


def administers(actor: Actor) -> bool:
    """Say whether `actor` opens and closes the accounts of everybody."""
    return actor.role == "admin"


def may_give(actor: Actor, role: str, bodies: Iterable[str]) -> bool:
    """Say whether `actor` may give, or withdraw, a seat of this role on these bodies."""
    if administers(actor):
        return True
    own = [body in actor.bodies for body in bodies]
    return role in seats_to_give(actor) and bool(own) and all(own)


def refuse_to_give(actor: Actor, role: str, bodies: Iterable[str]) -> None:
    """Raise NotYours, in French, unless `actor` may give this seat."""
    if may_give(actor, role, bodies):
        return
    if not seats_to_give(actor):
        raise NotYours("Les sièges se donnent par qui administre les comptes, et par la direction d’un CCAS aux siens.")
    raise NotYours("La direction d’un CCAS donne des sièges d’agent de terrain ou de renfort, sur son CCAS seulement.")
