"""Who and where, in French words: hazards, statuses, places, phases, scopes, roles, bodies and partners."""

from collections.abc import Mapping
from typing import Annotated

from .labels import Among, Label, Status

HAZARDS: Mapping[str, Label] = {
    "attentat": Label("Attentat", meaning="Acte terroriste"),
    "inondation": Label("Inondation", meaning="Inondation, tempête, cyclone, intempéries"),
    "accident": Label("Accident collectif", "Accident", "Transport, explosion, incendie, accident industriel"),
    "canicule": Label("Canicule", meaning="Vague de chaleur"),
    "grand_froid": Label("Grand froid", meaning="Grand froid, neige"),
    "sanitaire": Label("Crise sanitaire", "Sanitaire", "Épidémie, eau non potable, intoxication"),
    "feu": Label("Feu de forêt", "Feu"),
    "effondrement": Label("Effondrement", meaning="Effondrement d’immeuble, péril, évacuation de logements"),
    "autre": Label("Autre évènement", "Autre"),
}

STATUSES: Mapping[str, Status] = {
    "deborde": Status("Débordé", meaning="Ne fait plus face, des personnes attendent", asks_for="Soutien immédiat"),
    "hors_service": Status(
        "Hors service", meaning="Locaux ou agents hors d’état, service évacué", asks_for="Prise de relais"
    ),
    "tension": Status(
        "En tension", meaning="Moyens presque épuisés dans les douze heures", asks_for="Préparer un soutien"
    ),
    "sans_nouvelle": Status("Sans nouvelle", meaning="Aucun compte rendu reçu", asks_for="Appeler", reported=False),
    "injoignable": Status(
        "Injoignable",
        meaning="Trois appels tracés sans réponse",
        asks_for="Envoyer quelqu’un",
        reported=False,
    ),
    "mobilise": Status("Mobilisé", meaning="Agit avec ses propres moyens"),
    "veille": Status("En veille", meaning="Prévenu, rien à faire"),
    "retour_normale": Status("Retour à la normale", "Retour normale", "Activité habituelle", asks_for="Clore"),
}
REPORTED_STATUSES: tuple[str, ...] = tuple(code for code, status in STATUSES.items() if status.reported)

DEGREES: Mapping[str, Label] = {
    "touchee": Label("Touchée"),
    "fortement_touchee": Label("Fortement touchée", "Très touchée"),
    "coupee": Label("Coupée", meaning="Inaccessible par la route"),
    "non_touchee": Label("Non touchée", meaning="Nommée par erreur, retirée"),
}

PLACES: Mapping[str, Label] = {
    "care": Label("Centre d’accueil et de regroupement", "CARE"),
    "cai": Label("Centre d’accueil des impliqués", "CAI"),
    "cehu": Label("Centre d’hébergement d’urgence", "CEHU"),
    "cehi": Label("Centre d’hébergement intermédiaire", "CEHI"),
    "cama": Label("Cellule d’assistance matérielle", "CAMA"),
    "cisa": Label("Centre d’information et de soutien administratif", "CISA"),
    "centre_accueil_familles": Label("Centre d’accueil des familles", "Accueil familles"),
    "eia": Label("Espace d’information et d’accompagnement", "EIA"),
    "eape": Label("Espace d’accueil des personnes évacuées", "EAPE"),
    "guichet_unique": Label("Guichet unique", meaning="Cellule d’appui aux sinistrés"),
    "lieu_rafraichi": Label("Lieu rafraîchi"),
    "mise_a_l_abri": Label("Mise à l’abri"),
    "autre": Label("Autre lieu", "Autre"),
}

PHASES: Mapping[str, Label] = {
    "ALERTE": Label("Alerte", meaning="Vigilance, avant l’évènement"),
    "T0": Label("T0", meaning="Les deux premières heures"),
    "T+2h": Label("T+2\u202fh", meaning="De deux à six heures"),
    "T+24h": Label("T+24\u202fh", meaning="De six à vingt-quatre heures"),
    "J+3": Label("J+3", meaning="Du premier au troisième jour"),
    "J+7": Label("J+7", meaning="Du troisième au septième jour"),
    "M+1": Label("M+1", meaning="Du septième jour à la fin du premier mois"),
    "M+3": Label("M+3", meaning="Après un mois"),
    "FIN": Label("Fin", meaning="À la clôture"),
}

ANCHORS: Mapping[str, Label] = {
    "t0": Label("Qualification", meaning="L’heure à laquelle l’évènement est qualifié de majeur"),
    "occurrence": Label("Évènement", meaning="L’heure réelle de l’évènement"),
    "designation": Label("Désignation", meaning="L’heure à laquelle la désignation devient active"),
    "vigilance": Label("Vigilance", meaning="Le passage en vigilance"),
    "jo": Label("Journal officiel", "JO", "La publication de l’arrêté au Journal officiel"),
    "end": Label("Fin", meaning="La fin de l’évènement"),
}

SCOPES: Mapping[str, Label] = {
    "crisis": Label("Évènement", meaning="Une fois pour l’évènement"),
    "departement": Label("Département", meaning="Une fois par département touché"),
    "body": Label("Organisme", meaning="Une fois par organisme compétent"),
}

ROLES: Mapping[str, Label] = {
    "unccas_permanence": Label("Permanence de l’UNCCAS", "Permanence"),
    "representant_unccas": Label("Représentant de l’UNCCAS", "Représentant"),
    "udccas": Label("Union départementale des CCAS", "UDCCAS"),
    "prefecture": Label("Préfecture"),
    "sgav": Label("Secrétariat général à l’aide aux victimes (SG\u2011AV / DIAV)", "SG\u2011AV / DIAV"),
    "ccas_direction": Label("Direction de CCAS", meaning="Ou de CIAS, ou mairie où il n’y a ni l’un ni l’autre"),
    "ccas_terrain": Label("Agent de terrain du CCAS", "Terrain"),
    "ccas_renfort": Label("CCAS d’appui", "Appui"),
    "sos_referent": Label("Référent SOS Médecins", "Référent SOS"),
    "siao_referent": Label("Référent SIAO"),
    "caf_referent": Label("Référent Caf"),
    "cpam_referent": Label("Référent CPAM", meaning="Ou CGSS outre-mer"),
    "ddets": Label("DDETS"),
    "observer": Label("Observateur"),
    "lien_terrain": Label("Lien de terrain", meaning="Qui tient le lien ou le code d’un organisme, sans compte"),
    "liaison": Label("Lien de liaison", "Liaison", "Regarde un département d’un évènement, sans compte, sans agir"),
    "admin": Label("Administrateur"),
    "system": Label("Système", meaning="Le serveur lui-même\u00a0: échéances, avis"),
}

BODY_KINDS: Mapping[str, Label] = {
    "ccas": Label("Centre communal d’action sociale", "CCAS"),
    "cias": Label("Centre intercommunal d’action sociale", "CIAS"),
    "mairie": Label("Mairie"),
    "udccas": Label("Union départementale des CCAS", "UDCCAS"),
    "unccas": Label("Union nationale des centres communaux d’action sociale", "UNCCAS"),
    "prefecture": Label("Préfecture"),
    "sgav": Label("Secrétariat général à l’aide aux victimes (SG\u2011AV / DIAV)", "SG\u2011AV / DIAV"),
    "ddets": Label("Direction départementale de l’emploi, du travail et des solidarités", "DDETS"),
    "siao": Label("Service intégré de l’accueil et de l’orientation", "SIAO"),
    "caf": Label("Caisse d’allocations familiales", "Caf"),
    "cpam": Label("Caisse primaire d’assurance maladie", "CPAM", "CGSS outre-mer"),
    "sos": Label("Association SOS Médecins", "SOS Médecins"),
    "cd": Label("Conseil départemental", "Département"),
    "aav": Label("Association d’aide aux victimes", "AAV", "France Victimes et autres associations"),
    "aasc": Label("Association agréée de sécurité civile", "AASC", "Croix-Rouge, Protection civile…"),
    "etat": Label("Service de l’État", meaning="ARS, DDT(M), DSDEN, rectorat, sous-préfecture…"),
}

PARTNERS: Mapping[str, Label] = {
    **{kind: BODY_KINDS[kind] for kind in ("unccas", "udccas", "prefecture", "sgav", "ddets", "siao", "caf", "cpam")},
    "mairie": Label("Mairie"),
    "ccas_direction": ROLES["ccas_direction"],
    "ccas_terrain": ROLES["ccas_terrain"],
    "ccas_renfort": ROLES["ccas_renfort"],
    "representant_unccas": ROLES["representant_unccas"],
    "unccas_permanence": ROLES["unccas_permanence"],
    "sos_medecins": Label("SOS Médecins"),
    "aasc": Label("Association agréée de sécurité civile", "AASC", "Croix-Rouge, Protection civile…"),
    "conseil_departemental": Label("Conseil départemental", "Département"),
    "france_victimes": Label("France Victimes", meaning="Associations d’aide aux victimes (AAV)"),
    "sante": Label("Santé", meaning="ARS, SAMU, CUMP, établissements"),
}

PERIMETERS: Mapping[str, Label] = {
    "main": Label("Représentant principal", "Principal", "Interlocuteur pour tout l’évènement"),
    "deputy": Label("Suppléant", meaning="Prend le relais du représentant principal"),
}

WHY_ATTACHED: Mapping[str, Label] = {
    "residence": Label("Résidence", meaning="Des personnes touchées habitent cette commune"),
    "renfort": Label("Renfort", meaning="Vient en appui d’un organisme touché"),
    "autre": Label("Autre motif", "Autre"),
}

CATEGORIES: Mapping[str, Label] = {
    "information": Label("Information"),
    "demande": Label("Demande"),
    "decision": Label("Décision"),
    "compte_rendu": Label("Compte rendu"),
    "incident": Label("Incident"),
    "presse": Label("Presse"),
}

CONTACT_CHANNELS: Mapping[str, Label] = {
    "outil": Label("Outil", meaning="Sur le tableau lui-même"),
    "telephone": Label("Téléphone"),
    "courriel": Label("Courriel"),
    "sms": Label("SMS"),
    "webhook": Label("Webhook", meaning="De système à système, signé"),
    "radio": Label("Radio"),
    "presentiel": Label("Sur place"),
}

#: The colours of Météo-France, which are not those of the load of a CCAS.
VIGILANCE_LEVELS: Mapping[str, Label] = {
    "vert": Label("Vert", meaning="Pas de vigilance particulière"),
    "jaune": Label("Jaune", meaning="Être attentif"),
    "orange": Label("Orange", meaning="Être très vigilant"),
    "rouge": Label("Rouge", meaning="Vigilance absolue"),
}
PHENOMENA: Mapping[str, Label] = {
    "inondation": Label("Inondation", meaning="Crues, d’après Vigicrues"),
    "pluie_inondation": Label("Pluie-inondation"),
    "orages": Label("Orages"),
    "vent": Label("Vent violent"),
    "submersion": Label("Vagues-submersion"),
    "canicule": Label("Canicule"),
    "grand_froid": Label("Grand froid"),
    "neige_verglas": Label("Neige-verglas"),
    "avalanches": Label("Avalanches"),
    "cyclone": Label("Cyclone", meaning="Outre-mer"),
}

Hazard = Annotated[str, Among(HAZARDS)]
StatusCode = Annotated[str, Among(STATUSES)]
ReportedStatus = Annotated[str, Among(REPORTED_STATUSES)]
Degree = Annotated[str, Among(DEGREES)]
PlaceKind = Annotated[str, Among(PLACES)]
Phase = Annotated[str, Among(PHASES)]
Anchor = Annotated[str, Among(ANCHORS)]
Scope = Annotated[str, Among(SCOPES)]
Role = Annotated[str, Among(ROLES)]
BodyKind = Annotated[str, Among(BODY_KINDS)]
VigilanceLevel = Annotated[str, Among(VIGILANCE_LEVELS)]
Phenomenon = Annotated[str, Among(PHENOMENA)]
Partner = Annotated[str, Among(PARTNERS)]
WhyAttached = Annotated[str, Among(WHY_ATTACHED)]
Category = Annotated[str, Among(CATEGORIES)]
ContactChannel = Annotated[str, Among(CONTACT_CHANNELS)]
