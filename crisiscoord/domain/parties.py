"""Who is a party: the bodies that a convention binds, and those who come to its meetings."""

from collections.abc import Iterable

from ..errors import Missing, Refused
from .agreements import ConventionTemplate
from .french import listed, quoted
from .places import BodyRef
from .words import Situation

#: The role in which the people of a kind of body are a party (`parties` of a template).
ROLE_OF_KIND = {
    "unccas": "unccas_permanence",
    "sgav": "sgav",
    "udccas": "udccas",
    "prefecture": "prefecture",
    "ddets": "ddets",
    "ccas": "ccas_direction",
    "cias": "ccas_direction",
    "mairie": "ccas_direction",
    "sos": "sos_referent",
    "siao": "siao_referent",
    "caf": "caf_referent",
    "cpam": "cpam_referent",
}
_PARTY_NAMES = {
    "unccas_permanence": "l’UNCCAS (unccas)",
    "sgav": "le SG\u2011AV (sgav)",
    "udccas": "une UDCCAS (udccas-NN)",
    "prefecture": "une préfecture (prefecture-NN)",
    "ddets": "une DDETS (ddets-NN)",
    "ccas_direction": "un CCAS, un CIAS ou une mairie",
    "sos_referent": "une association SOS Médecins (sos-…)",
    "siao_referent": "un SIAO (siao-NN)",
    "caf_referent": "une Caf (caf-NN)",
    "cpam_referent": "une CPAM (cpam-NN)",
}


class UnknownBody(Missing):
    code, title = "unknown_body", "Organisme inconnu"


class PartiesMissing(Refused):
    code, title = "parties_missing", "Il manque une partie à la convention"


def parties_of(template: ConventionTemplate, ids: Iterable[str], situation: Situation) -> list[BodyRef]:
    """Return the parties. Refuses, by name, those that the template binds and that are missing."""
    bodies = known_bodies(ids, "parties", situation)
    roles = {ROLE_OF_KIND.get(body.kind, "") for body in bodies}
    lacking = [_PARTY_NAMES.get(role, role) for role in template.parties if role not in roles]
    if lacking:
        raise PartiesMissing(f"Le modèle {quoted(template.code)} lie aussi {listed(lacking)}. Ajoutez-les.")
    return bodies


def known_bodies(ids: Iterable[str], field: str, situation: Situation) -> list[BodyRef]:
    """Return the bodies behind `ids`, each once. Raises UnknownBody, naming those that nobody knows."""
    found = {id: situation.territory.body(id) for id in ids}
    unknown = [id for id, body in found.items() if body is None]
    if unknown:
        reasons = [{"field": field, "reason": f"organisme inconnu\u00a0: {id}"} for id in unknown[:20]]
        raise UnknownBody(f"Organisme inconnu\u00a0: {listed(unknown)}.", reasons)
    return [body for body in found.values() if body is not None]
