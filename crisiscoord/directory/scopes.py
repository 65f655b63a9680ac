"""Which bodies and départements a role extends to: what is needed to make an account, and what follows from it.

Sources: convention State-UNCCAS (one representative, one préfecture, one UDCCAS per département); the
CCAS, the CIAS, or the mairie where there is neither, for the `ccas_*` roles (CASF L.123-4).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..domain.places import BodyRef, TerritoryView
from ..domain.vocabulary import BODY_KINDS, ROLES, label
from ..errors import Malformed

_COMMUNAL = ("ccas", "cias", "mairie")


class UnknownRole(Malformed):
    code, title = "unknown_role", "Rôle inconnu"


class BadScope(Malformed):
    code, title = "bad_scope", "Périmètre incompatible avec le rôle"


@dataclass(frozen=True, slots=True)
class Scope:
    """How far an account reaches: nothing listed means what the role alone gives (domain/policy)."""

    bodies: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asks:
    """What somebody who gives a seat must say of it, beside its role."""

    body: bool = False
    departement: Literal["none", "optional", "required"] = "none"


@dataclass(frozen=True, slots=True)
class _Asked:
    role: str
    bodies: tuple[BodyRef, ...]
    departements: tuple[str, ...]


def asks(role: str) -> Asks:
    """Return what a role asks for, so that a form asks that and no more. `scope_of` takes what it says."""
    return _SCOPES[role][1]


def scope_of(role: str, bodies: Sequence[str], departements: Sequence[str], territory: TerritoryView) -> Scope:
    """Return the scope of an account. Raises UnknownRole or BadScope, in French, saying what is expected."""
    if role not in _SCOPES:
        known = ", ".join(sorted(_SCOPES))
        raise UnknownRole(f"« {role} » n’est pas un rôle que l’on donne. Rôles : {known}.")
    for code in departements:
        if territory.departement(code) is None:
            raise BadScope(f"Aucun département ne porte le code « {code} ».")
    found = tuple(_known(body, territory) for body in bodies)
    return _SCOPES[role][0](_Asked(role, found, tuple(dict.fromkeys(departements))))


def _known(body: str, territory: TerritoryView) -> BodyRef:
    found = territory.body(body)
    if found is None:
        raise BadScope(f"Aucun organisme ne porte l’identifiant « {body} ».")
    return found


def _communal(asked: _Asked) -> Scope:
    """CCAS, CIAS or mairie: the body says which département."""
    if not asked.bodies:
        raise BadScope(f"Le rôle « {_word(asked)} » demande un organisme, par exemple ccas-77333.")
    _require_kinds(asked, _COMMUNAL)
    return _of_bodies(asked)


def _association(asked: _Asked) -> Scope:
    """SOS Médecins: the association, and the départements it covers."""
    if not asked.bodies:
        raise BadScope(f"Le rôle « {_word(asked)} » demande un organisme, par exemple sos-melun.")
    _require_kinds(asked, ("sos",))
    return Scope(_ids(asked.bodies), asked.departements)


def _departmental(kind: str) -> Callable[[_Asked], Scope]:
    """Préfecture, UDCCAS, SIAO…: one body per département, either of the two names the other."""

    def scope(asked: _Asked) -> Scope:
        if asked.bodies:
            _require_kinds(asked, (kind,))
            return _of_bodies(asked)
        if not asked.departements:
            raise BadScope(f"Le rôle « {_word(asked)} » demande un département, par exemple 77.")
        return Scope(tuple(f"{kind}-{code}" for code in asked.departements), asked.departements)

    return scope


def _national(body: str) -> Callable[[_Asked], Scope]:
    """A body for the whole country."""

    def scope(asked: _Asked) -> Scope:
        if asked.departements or any(given.id != body for given in asked.bodies):
            raise BadScope(f"Le rôle « {_word(asked)} » est national : ni département, ni autre organisme.")
        return Scope((body,))

    return scope


def _nothing(asked: _Asked) -> Scope:
    if asked.bodies or asked.departements:
        raise BadScope(f"Le rôle « {_word(asked)} » n’a ni organisme ni département.")
    return Scope()


def _observer(asked: _Asked) -> Scope:
    """Whoever looks on: the whole country, or some départements."""
    if asked.bodies:
        raise BadScope(f"Le rôle « {_word(asked)} » n’a pas d’organisme ; un département si vous voulez.")
    return Scope(departements=asked.departements)


_OF_BODY, _OF_DEPARTEMENT = Asks(body=True), Asks(departement="required")
_SCOPES: Mapping[str, tuple[Callable[[_Asked], Scope], Asks]] = {
    "unccas_permanence": (_national("unccas"), Asks()),
    "sgav": (_national("sgav"), Asks()),
    "representant_unccas": (_nothing, Asks()),
    "udccas": (_departmental("udccas"), _OF_DEPARTEMENT),
    "prefecture": (_departmental("prefecture"), _OF_DEPARTEMENT),
    "ddets": (_departmental("ddets"), _OF_DEPARTEMENT),
    "siao_referent": (_departmental("siao"), _OF_DEPARTEMENT),
    "caf_referent": (_departmental("caf"), _OF_DEPARTEMENT),
    "cpam_referent": (_departmental("cpam"), _OF_DEPARTEMENT),
    "sos_referent": (_association, Asks(body=True, departement="required")),
    "ccas_direction": (_communal, _OF_BODY),
    "ccas_terrain": (_communal, _OF_BODY),
    "ccas_renfort": (_communal, _OF_BODY),
    "observer": (_observer, Asks(departement="optional")),
    "admin": (_nothing, Asks()),
}


def _of_bodies(asked: _Asked) -> Scope:
    """Take the départements from the bodies; those given must agree, and stand in where a body names none."""
    own = tuple(dict.fromkeys(body.departement for body in asked.bodies if body.departement))
    if own and asked.departements and set(own) != set(asked.departements):
        raise BadScope(f"{', '.join(_ids(asked.bodies))} relève de {', '.join(own)}, pas du département donné.")
    return Scope(_ids(asked.bodies), own or asked.departements)


def _require_kinds(asked: _Asked, kinds: Sequence[str]) -> None:
    for body in asked.bodies:
        if body.kind not in kinds:
            expected = " ou ".join(label(BODY_KINDS, kind) for kind in kinds)
            raise BadScope(
                f"Le rôle « {_word(asked)} » attend un organisme de ce type : {expected}, pas « {body.id} »."
            )


def _ids(bodies: Sequence[BodyRef]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body.id for body in bodies))


def _word(asked: _Asked) -> str:
    return label(ROLES, asked.role)
