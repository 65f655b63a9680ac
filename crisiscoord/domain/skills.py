"""What a body is good at, from the needs that one CCAS may have of another (docs/field.md).

A closed list, so that the kind of a need finds the bodies that say they can: each skill names the kinds that it
answers, and each kind has one skill at least. What a body has not said is not known, and never a reason against it.
"""

from collections.abc import Mapping
from typing import Annotated

from .labels import Among, Skill, label

SKILLS: Mapping[str, Skill] = {
    "travail_social": Skill(
        "Travail social", meaning="Assistants sociaux, CESF, éducateurs", needs=("renfort_travailleur_social",)
    ),
    "accueil": Skill("Accueil du public", "Accueil", "Recevoir, écouter, orienter", needs=("renfort_accueil",)),
    "administratif": Skill(
        "Aide administrative",
        "Administratif",
        "Attestations, démarches, régie de secours",
        needs=("renfort_accueil", "fonds"),
    ),
    "langues": Skill(
        "Langues et interprétation",
        "Langues",
        "Langues étrangères, langue des signes",
        needs=("renfort_accueil", "renfort_travailleur_social"),
    ),
    "encadrement": Skill(
        "Conduite d’un centre d’accueil", "Encadrement", "Cadres qui ont déjà tenu un centre", ("renfort_encadrement",)
    ),
    "soutien_psychologique": Skill(
        "Soutien psychologique",
        "Soutien psy.",
        "Psychologues, agents formés avec la CUMP",
        needs=("renfort_psychologue",),
    ),
    "appels": Skill("Appels du registre", "Appels", "Agents assermentés, plateau d’appels", needs=("appels_delegues",)),
    "hebergement": Skill("Hébergement", meaning="Places, salles que l’on sait ouvrir", needs=("hebergement", "locaux")),
    "repas": Skill(
        "Repas et portage",
        "Repas",
        "Cuisine centrale, portage à domicile",
        needs=("alimentation", "renfort_technique"),
    ),
    "transport": Skill(
        "Transport de personnes",
        "Transport",
        "Chauffeurs, minibus, véhicule adapté",
        needs=("vehicule", "renfort_technique"),
    ),
    "logistique": Skill(
        "Logistique",
        meaning="Stocks, manutention, tri des dons, montage d’un centre",
        needs=("materiel", "dons_tri", "renfort_technique", "renfort_encadrement"),
    ),
    "experience": Skill(
        "Expérience d’une crise",
        "Expérience",
        "Un CCAS déjà passé par là, ses modèles et ses outils",
        needs=("expertise", "outils"),
    ),
}

SkillCode = Annotated[str, Among(SKILLS)]


def answering(kind: str, skills: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of the skills of a body answer a need of this kind."""
    return tuple(code for code in skills if code in SKILLS and kind in SKILLS[code].needs)


def said(skills: tuple[str, ...]) -> str:
    """Name skills in French, in the order of the list: « Accueil du public, Hébergement »."""
    return ", ".join(label(SKILLS, code) for code in skills)
