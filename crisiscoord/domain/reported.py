"""What a body reports and asks for: figures, acts of support, needs and their units, in French words.

The figures that only the préfecture may give (dead, missing, injured) are apart: a body cannot file them.
"""

from collections.abc import Mapping
from typing import Annotated

from .labels import Act, Among, Figure, Label, Need, Unit

QUALITIES: Mapping[str, Label] = {
    "constate": Label("Constaté", meaning="Vu ou compté par celui qui le dit"),
    "declare": Label("Déclaré", meaning="Rapporté par un tiers"),
    "estime": Label("Estimé", meaning="Évalué, non compté"),
    "non_communique": Label(
        "Non communiqué", short="n.\u00a0c.", meaning="Inconnu à cette heure\u00a0: ce n’est pas zéro"
    ),
}

POINT_SOURCES: Mapping[str, Label] = {
    "reports": Label("Comptes rendus", meaning="Somme de ce que les CCAS, CIAS et mairies ont dit"),
    "acts": Label("Actes", meaning="Somme des actes de soutien enregistrés"),
    "departements": Label("Préfectures", meaning="Somme des chiffres officiels de chaque département"),
    "crisis": Label("Total officiel", meaning="Chiffre officiel donné pour tout l’évènement"),
}

NETWORK_STATES: Mapping[str, Label] = {
    "ok": Label("En service", short="OK"),
    "partiel": Label("Partiel"),
    "coupe": Label("Coupé"),
}
PREMISES_STATES: Mapping[str, Label] = {
    "utilisables": Label("Utilisables"),
    "partiels": Label("Utilisables en partie", short="En partie"),
    "inaccessibles": Label("Inaccessibles"),
}
DONATION_STATES: Mapping[str, Label] = {
    "acceptes": Label("Acceptés"),
    "sature": Label("Saturé"),
    "stop": Label("Stop", meaning="Ne plus rien envoyer"),
}

FIGURES: Mapping[str, Figure] = {
    "agents_present": Figure("Agents présents", "Agents", unit="agent"),
    "agents_expected": Figure("Agents attendus", "Attendus", unit="agent"),
    "agents_hit": Figure("Agents sinistrés", "Agents sin.", "Touchés eux-mêmes par l’évènement", unit="agent"),
    "evacuated": Figure("Personnes évacuées", "Évacués", unit="personne"),
    "received": Figure("Personnes accueillies", "Accueillis", "Passées par les centres, cumul", unit="personne"),
    "present": Figure("Personnes présentes", "Présents", "Dans les centres à cette heure", unit="personne"),
    "sheltered": Figure("Personnes hébergées", "Hébergés", "Pour la nuit", unit="personne"),
    "rehoused": Figure("Ménages relogés", "Relogés", unit="foyer"),
    "register_listed": Figure("Inscrits au registre", "Inscrits", "Dans la zone touchée", unit="personne"),
    "register_called": Figure("Inscrits appelés", "Appelés", unit="personne"),
    "register_reached": Figure("Inscrits joints", "Joints", unit="personne"),
    "register_unanswered": Figure("Inscrits sans réponse", "Sans réponse", unit="personne"),
    "register_visited": Figure("Inscrits visités", "Visités", unit="personne"),
    "register_evacuated": Figure("Inscrits évacués", "Évacués (reg.)", unit="personne"),
    "households_hit": Figure("Foyers touchés", "Foyers", unit="foyer"),
    "households_received": Figure("Foyers reçus", "Reçus", unit="foyer"),
    "households_uninsured": Figure("Foyers non assurés", "Non assurés", unit="foyer"),
    "households_to_rehouse": Figure("Foyers à reloger", "À reloger", unit="foyer"),
    "homes_damaged": Figure("Logements endommagés", "Endommagés", unit="logement"),
    "homes_uninhabitable": Figure("Logements inhabitables", "Inhabitables", unit="logement"),
    "meals": Figure("Repas servis", "Repas", unit="repas"),
    "parcels": Figure("Colis remis", "Colis", unit="colis"),
    "nights": Figure("Nuitées", unit="nuitee"),
    "volunteers": Figure("Bénévoles présents", "Bénévoles", unit="personne"),
    "calls_received": Figure("Appels reçus", "Appels", unit="appel"),
    "reception_open": Figure(
        "Accueil du public",
        "Accueil",
        type="code",
        codes={"ouvert": Label("Ouvert"), "ferme": Label("Fermé")},
    ),
    "premises": Figure("Locaux", type="code", codes=PREMISES_STATES),
    "electricity": Figure("Électricité", "Élec.", type="code", codes=NETWORK_STATES),
    "water": Figure("Eau", type="code", codes=NETWORK_STATES),
    "telephone": Figure("Téléphone", "Tél.", type="code", codes=NETWORK_STATES),
    "donations": Figure("Dons en nature", "Dons", type="code", codes=DONATION_STATES),
}

OFFICIAL_FIGURES: Mapping[str, Figure] = {
    "dead": Figure("Personnes décédées", "Décédés", unit="personne"),
    "missing": Figure("Personnes disparues", "Disparus", unit="personne"),
    "injured_severe": Figure("Blessés en urgence absolue", "UA", unit="personne"),
    "injured": Figure("Blessés en urgence relative", "UR", unit="personne"),
    "involved": Figure("Impliqués", meaning="Présents sur les lieux, indemnes", unit="personne"),
    "evacuated": Figure("Personnes évacuées", "Évacués", "Total consolidé au COD", unit="personne"),
    "sheltered": Figure("Personnes hébergées", "Hébergés", "Total consolidé au COD", unit="personne"),
    "households_without_power": Figure("Foyers sans électricité", "Sans élec.", unit="foyer"),
    "households_without_water": Figure("Foyers sans eau potable", "Sans eau", unit="foyer"),
    "households_without_telephone": Figure("Foyers sans téléphone", "Sans tél.", unit="foyer"),
    "roads_cut": Figure("Axes coupés", unit="axe"),
}

_HOUSEHOLDS = ("households",)
_MONEY = ("households", "amount_cents")
_COUNT = ("count",)

ACTS: Mapping[str, Act] = {
    "accueil": Act("Accueil"),
    "ecoute": Act("Écoute"),
    "information_droits": Act("Information sur les droits", "Droits"),
    "orientation": Act("Orientation", meaning="Vers AAV, CUMP, FGTI, Caf, CPAM, France Services…"),
    "evaluation_sociale": Act("Évaluation sociale", "Évaluation", usual=_HOUSEHOLDS),
    "mise_a_l_abri": Act("Mise à l’abri"),
    "hebergement_nuit": Act("Hébergement pour la nuit", "Nuit", usual=("persons", "count")),
    "relogement_provisoire": Act("Relogement provisoire", "Relog. prov.", usual=_HOUSEHOLDS),
    "relogement_durable": Act("Relogement durable", "Relog. durable", usual=_HOUSEHOLDS),
    "aide_alimentaire": Act("Aide alimentaire", "Alimentaire", usual=("persons", "count")),
    "vestiaire": Act("Vestiaire"),
    "hygiene": Act("Hygiène", usual=("persons", "count")),
    "secours_financier": Act("Secours financier", "Secours", usual=_MONEY),
    "attestation_sinistre": Act("Attestation de sinistre", "Attestation", usual=_HOUSEHOLDS),
    "aide_demarches": Act("Aide aux démarches", "Démarches", "Assurance, impôts, papiers", usual=_HOUSEHOLDS),
    "transport": Act("Transport"),
    "garde_enfants": Act("Garde d’enfants"),
    "scolarite": Act("Scolarité"),
    "visite_domicile": Act("Visite à domicile", "Visite", usual=_HOUSEHOLDS),
    "appel_registre": Act("Appel du registre", "Appels", usual=_COUNT),
    "portage_repas": Act("Portage de repas", "Portage", usual=("persons", "count")),
    "evacuation_accompagnee": Act("Évacuation accompagnée", "Évacuation"),
    "soutien_obseques": Act("Soutien aux obsèques", "Obsèques", usual=_MONEY),
    "interpretation": Act("Interprétation"),
    "animaux": Act("Accueil d’animaux", "Animaux", usual=_COUNT),
    "dons_distribues": Act("Dons distribués", "Dons", usual=("households", "count")),
    "domiciliation": Act("Domiciliation"),
    "suivi_social": Act("Suivi social", "Suivi", usual=_HOUSEHOLDS),
    "orientation_psy": Act("Orientation psychologique", "Orient. psy"),
}

UNITS: Mapping[str, Unit] = {
    "personne_jour": Unit("personne·jour", "pers.·j", "Une personne pendant un jour", plural="personnes·jours"),
    "place_nuit": Unit("place·nuit", "pl.·nuit", "Une place pendant une nuit", plural="places·nuits"),
    "local_jour": Unit("local·jour", "loc.·j", "Un local pendant un jour", plural="locaux·jours"),
    "vehicule_jour": Unit("véhicule·jour", "véh.·j", "Un véhicule pendant un jour", plural="véhicules·jours"),
    "appel": Unit("appel", plural="appels"),
    "piece": Unit("pièce", plural="pièces"),
    "repas": Unit("repas", plural="repas"),
    "colis": Unit("colis", plural="colis"),
    "litre": Unit("litre", "l", plural="litres"),
    "centime": Unit("centime d’euro", "c€", "Les sommes se montrent en euros", plural="centimes d’euro"),
    "heure": Unit("heure", "h", plural="heures"),
    "m3": Unit("mètre cube", "m³", plural="mètres cubes"),
}

COUNTED: Mapping[str, Unit] = {
    "agent": Unit("agent", plural="agents"),
    "appel": Unit("appel", plural="appels"),
    "axe": Unit("axe", plural="axes"),
    "colis": Unit("colis", plural="colis"),
    "foyer": Unit("foyer", meaning="Un ménage\u202f; ne s’additionne jamais avec des personnes", plural="foyers"),
    "logement": Unit("logement", plural="logements"),
    "nuitee": Unit("nuitée", plural="nuitées"),
    "personne": Unit("personne", plural="personnes"),
    "repas": Unit("repas", plural="repas"),
}

NEEDS: Mapping[str, Need] = {
    "renfort_travailleur_social": Need(
        "Travailleur social", "Travail social", "Assistant social, CESF, éducateur", unit="personne_jour"
    ),
    "renfort_accueil": Need("Agent d’accueil ou administratif", "Accueil", unit="personne_jour"),
    "renfort_encadrement": Need("Encadrement", meaning="Cadre de CCAS, logisticien de centre", unit="personne_jour"),
    "renfort_psychologue": Need("Psychologue", unit="personne_jour"),
    "renfort_technique": Need(
        "Agent technique", "Technique", "Agent technique, chauffeur, cuisinier", unit="personne_jour"
    ),
    "appels_delegues": Need(
        "Tour d’appels du registre",
        "Appels",
        "Fait à distance\u202f; la liste reste au CCAS touché",
        unit="appel",
    ),
    "hebergement": Need("Places d’hébergement", "Hébergement", unit="place_nuit"),
    "locaux": Need("Locaux", meaning="Salle, bureau, gymnase", unit="local_jour"),
    "vehicule": Need("Véhicule", meaning="Minibus, véhicule adapté, camion", unit="vehicule_jour"),
    "materiel": Need(
        "Matériel", meaning="Lit, couverture, kit d’hygiène, groupe électrogène, déshumidificateur, chauffage"
    ),
    "alimentation": Need("Alimentation", meaning="Repas, colis, eau", unit="repas", units=("repas", "colis", "litre")),
    "fonds": Need("Fonds", meaning="Subvention, régie", unit="centime"),
    "expertise": Need("Conseil téléphonique", "Conseil", "Un CCAS déjà passé par là", unit="heure"),
    "dons_tri": Need("Tri et stockage des dons", "Tri des dons", unit="m3"),
    "outils": Need("Outils", meaning="Modèles, formulaires, logiciel, téléphone"),
}

URGENCIES: Mapping[str, Label] = {
    "immediat": Label("Immédiat", meaning="Avant six heures"),
    "24h": Label("Sous 24\u202fh"),
    "72h": Label("Sous 72\u202fh"),
    "semaine": Label("Dans la semaine"),
}

Quality = Annotated[str, Among(QUALITIES)]
FigureName = Annotated[str, Among(FIGURES)]
OfficialFigureName = Annotated[str, Among(OFFICIAL_FIGURES)]
ActKind = Annotated[str, Among(ACTS)]
NeedKind = Annotated[str, Among(NEEDS)]
UnitCode = Annotated[str, Among(UNITS)]
Urgency = Annotated[str, Among(URGENCIES)]


def units_of(kind: str) -> tuple[str, ...]:
    """Return the units in which a need of this kind may be counted, the usual one first."""
    need = NEEDS[kind]
    return need.units or (need.unit,)
