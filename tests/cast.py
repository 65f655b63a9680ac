"""The people of the tests. None of them exists."""

from crisiscoord.domain.words import SYSTEM, Actor

__all__ = [
    "ADMIN",
    "CCAS_MELUN",
    "CCAS_NEMOURS",
    "DEPUTY",
    "OBSERVER",
    "PERMANENCE",
    "PREFECTURE_45",
    "PREFECTURE_77",
    "REPRESENTANTE",
    "SGAV",
    "SYSTEM",
    "TERRAIN_NEMOURS",
    "UDCCAS_77",
    "actor",
    "ccas",
]


def actor(account: str, role: str, name: str = "", **scope: tuple[str, ...] | str) -> Actor:
    """Return a person with this account, role and scope (`bodies`, `departements`, `email`)."""
    return Actor.model_validate({"account": account, "role": role, "name": name, **scope})


def ccas(insee: str, role: str = "ccas_direction") -> Actor:
    """Return somebody of the CCAS of a commune."""
    return actor(f"ccas-{insee}.{role}", role, f"CCAS {insee}", bodies=(f"ccas-{insee}",))


PERMANENCE = actor("permanence", "unccas_permanence", "Dominique Fictif")
SGAV = actor("sgav", "sgav", "Gwenn Inventé", bodies=("sgav",))
PREFECTURE_77 = actor("prefecture-77", "prefecture", "Maxime Imaginé", bodies=("prefecture-77",), departements=("77",))
PREFECTURE_45 = actor("prefecture-45", "prefecture", "Sacha Imaginé", bodies=("prefecture-45",), departements=("45",))
UDCCAS_77 = actor("udccas-77", "udccas", "Andrea Supposé", bodies=("udccas-77",), departements=("77",))
CCAS_NEMOURS = ccas("77333")
TERRAIN_NEMOURS = ccas("77333", "ccas_terrain")
CCAS_MELUN = ccas("77288")
OBSERVER = actor("observateur", "observer", "Alix Regarde")
ADMIN = actor("admin", "admin", "Lou Technique")
#: People with no role of their own on a crisis: a designation gives them one (`representative.designate`).
REPRESENTANTE = actor("representante", "candidate", "Camille Exemple", email="representante@exemple.invalid")
DEPUTY = actor("suppleant", "candidate", "Noa Exemple", email="suppleant@exemple.invalid")
