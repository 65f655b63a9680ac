"""The people of a demonstration, one per role. None of them exists, and outside `demo` they cannot sign in."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..directory.tokens import Tokens

_MAKING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demonstration. `email` is what a designation is bound to."""

    key: str
    name: str
    role: str
    note: str
    bodies: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    email: str | None = None


_PEOPLE = (
    Person("permanence", "Dominique Fictif", "unccas_permanence", "Qualifie l’évènement, désigne, suit tout"),
    Person(
        "representante",
        "Camille Exemple",
        "representant_unccas",
        "Anime la réponse des CCAS sur le terrain",
        email="representante@exemple.invalid",
    ),
    Person("sgav", "Gwenn Inventé", "sgav", "Informé sans délai, suit toute la crise"),
    Person("prefecture-77", "Maxime Imaginé", "prefecture", "Voit la Seine-et-Marne en direct", departements=("77",)),
    Person("udccas-77", "Andrea Supposé", "udccas", "Relaie les CCAS de Seine-et-Marne", departements=("77",)),
    Person("ccas-melun", "Morgan Inventé", "ccas_direction", "Dirige le CCAS de Melun, touché", bodies=("ccas-77288",)),
    Person("terrain-lagny", "Robin Supposé", "ccas_terrain", "Rend compte de Lagny-sur-Marne", bodies=("ccas-77243",)),
    Person("ccas-nemours", "Alex Prétendu", "ccas_direction", "Dirige un CCAS voisin", bodies=("ccas-77333",)),
    Person("terrain-nemours", "Eden Supposé", "ccas_terrain", "Agent d’un CCAS voisin", bodies=("ccas-77333",)),
    Person("renfort", "Charlie Fictif", "ccas_renfort", "Vient en renfort d’un autre CCAS", bodies=("ccas-77333",)),
    Person("sos-77", "Lou Imaginé", "sos_referent", "Prévenu des besoins de soins", ("sos-exemple",), ("77",)),
    Person("siao-77", "Noa Prétendu", "siao_referent", "Coordonne l’hébergement d’urgence", departements=("77",)),
    Person("caf-77", "Sasha Exemple", "caf_referent", "Référent de la Caf", departements=("77",)),
    Person("cpam-77", "Ange Supposé", "cpam_referent", "Référent de la CPAM", departements=("77",)),
    Person("ddets-77", "Swann Inventé", "ddets", "Référent de la DDETS", departements=("77",)),
    Person("observateur", "Alix Regarde", "observer", "Regarde, n’agit pas"),
    Person("admin", "Yaël Technique", "admin", "Administre les comptes, ne voit aucun dossier"),
)
#: By key, in the order in which the sign-in page shows them.
DEMO: Mapping[str, Person] = {person.key: person for person in _PEOPLE}


def demo_account(tokens: Tokens, person: Person, now: datetime) -> str:
    """Return the account of somebody of the demonstration, made the first time. Waits for the database."""
    with _MAKING:
        for account in tokens.standing(now):
            if (account.label, account.role) == (person.name, person.role):
                return account.id
        _, made = tokens.create(
            person.role,
            now,
            bodies=person.bodies,
            departements=person.departements,
            email=person.email,
            label=person.name,
        )
        return made.id
