"""The states things go through, and the forms they take, with their French words.

Codes are those of the wire, unaccented; a state that is computed (late, out of date) is never a code.
"""

from collections.abc import Mapping
from typing import Annotated

from .labels import Among, Label

DOSSIER_KINDS: Mapping[str, Label] = {
    "crisis": Label("Évènement", meaning="Ce que les partenaires suivent ensemble pendant et après une crise"),
    "convention": Label("Convention", meaning="Ce que les partenaires se sont engagés à faire, et quand"),
}

CRISIS_STATES: Mapping[str, Label] = {
    "signale": Label("Signalé", meaning="Signalé à la permanence, pas encore qualifié"),
    "actif": Label("En cours", meaning="Qualifié d’évènement majeur, dispositif actif"),
    "post_crise": Label("Suivi", meaning="L’urgence est passée, l’accompagnement continue"),
    "clos": Label("Clos", meaning="Évènement terminé, main courante scellée"),
    "sans_suite": Label("Sans suite", meaning="Signalement examiné, non qualifié d’évènement majeur"),
}

CONVENTION_STATES: Mapping[str, Label] = {
    "projet": Label("Projet", meaning="Rédigée, pas encore signée"),
    "actif": Label("En vigueur"),
    "expire": Label("Expirée", meaning="Arrivée à son terme sans renouvellement"),
    "resilie": Label("Résiliée", meaning="Il y a été mis fin avant son terme"),
}

DESIGNATION_STATES: Mapping[str, Label] = {
    "proposee": Label("Proposée", meaning="En attente de la réponse de la personne désignée"),
    "active": Label("Active", meaning="Acceptée\u00a0: la personne représente l’UNCCAS"),
    "refusee": Label("Refusée"),
    "relevee": Label("Relevée", meaning="Remplacée, la relève est passée"),
    "terminee": Label("Terminée"),
}

ROSTER_CALL_STATES: Mapping[str, Label] = {
    "en_cours": Label("En cours", meaning="La liste est descendue, une personne après l’autre"),
    "pourvue": Label("Pourvue", meaning="Une personne de la liste a accepté"),
    "epuisee": Label("Épuisée", meaning="Toute la liste a été appelée, personne n’a accepté"),
    "arretee": Label("Arrêtée", meaning="La permanence a repris la main, ou l’urgence est passée"),
}

ROSTER_STEP_STATES: Mapping[str, Label] = {
    "a_appeler": Label("À appeler"),
    "appelee": Label("Appelée", meaning="Sa réponse est attendue"),
    "acceptee": Label("A accepté"),
    "refusee": Label("A refusé"),
    "sans_reponse": Label("Sans réponse", meaning="Le délai est passé"),
    "retiree": Label("Demande retirée", meaning="La permanence n’attend plus sa réponse"),
    "absente": Label("Plus au vivier", meaning="Effacée du vivier avant son tour\u00a0: elle n’a pas été appelée"),
    "engagee": Label("Déjà sollicitée", meaning="Désignée, ou en attente de répondre, pour un autre périmètre"),
}

TASK_STATES: Mapping[str, Label] = {
    "en_attente": Label("En attente", meaning="La date dont dépend cette tâche n’est pas encore connue"),
    "a_faire": Label("À faire"),
    "en_cours": Label("En cours"),
    "fait": Label("Fait"),
    "sans_objet": Label("Sans objet", meaning="Écartée, avec son motif"),
}

NEED_STATES: Mapping[str, Label] = {
    "ouvert": Label("Ouvert"),
    "partiel": Label("Couvert en partie", short="Partiel"),
    "couvert": Label("Couvert"),
    "retire": Label("Retiré"),
}

SUPPORT_STATES: Mapping[str, Label] = {
    "proposee": Label("Proposée", meaning="En attente de l’accord du CCAS d’appui"),
    "acceptee": Label("Acceptée", meaning="Le CCAS d’appui est d’accord, le CCAS touché doit confirmer"),
    "confirmee": Label("Confirmée", meaning="Les deux sont d’accord"),
    "en_preparation": Label("En préparation", meaning="Ordre de mission, assurance, logement"),
    "en_route": Label("En route"),
    "sur_place": Label("Sur place"),
    "terminee": Label("Terminée"),
    "evaluee": Label("Évaluée"),
    "refusee": Label("Refusée"),
    "annulee": Label("Annulée"),
}

NOTICE_STATES: Mapping[str, Label] = {
    "du": Label("À envoyer", meaning="L’avis est dû, rien n’est encore parti"),
    "envoye": Label("Envoyé", meaning="Parti, accusé de réception attendu"),
    "accuse": Label("Accusé", meaning="Le destinataire a accusé réception"),
    "echec": Label("Échec d’envoi", short="Échec", meaning="L’envoi n’a pas abouti\u00a0: prévenir autrement"),
    "sans_objet": Label("Sans objet", meaning="Plus rien n’est attendu de son destinataire"),
}

QUESTION_STATES: Mapping[str, Label] = {
    "posee": Label("Sans réponse", meaning="Une réponse est due"),
    "repondue": Label("Répondue"),
}

EXPOSURE_STATES: Mapping[str, Label] = {
    "recu": Label("Reçu", meaning="Quelqu’un s’en occupe"),
    "traite": Label("Traité", meaning="Ce qui a été fait est dit"),
}

REFERENT_PARTS: Mapping[str, Label] = {
    "referent": Label("Référent", meaning="Qui l’on joint d’abord pour cet organisme"),
    "suppleant": Label("Référent suppléant", short="Suppléant"),
    "comite": Label("Siège au comité", short="Comité"),
}

MEETING_STATES: Mapping[str, Label] = {
    "prevue": Label("Prévue"),
    "tenue": Label("Tenue"),
    "annulee": Label("Annulée"),
}

OBLIGATION_STATES: Mapping[str, Label] = {
    "a_venir": Label("À venir"),
    "due": Label("Due", meaning="L’échéance est là, rien ne montre encore que l’engagement est tenu"),
    "remplie": Label("Remplie"),
    "manquee": Label("Manquée", meaning="L’échéance suivante est arrivée sans que celle-ci soit remplie"),
}

CALENDAR_KINDS: Mapping[str, Label] = {
    "obligation": Label("Engagement", meaning="Ce à quoi une convention oblige, pour une date"),
    "meeting": Label("Réunion"),
    "decision": Label("Décision", meaning="Décidée en réunion, à mettre en œuvre pour une date"),
    "convention_end": Label("Terme d’une convention", short="Terme"),
    "formal_notice": Label("Mise en demeure", meaning="Dernier jour laissé par une mise en demeure"),
    "designation": Label("Désignation", meaning="Représentant à désigner, ou réponse attendue de la personne désignée"),
    "task": Label("Tâche", meaning="Ce que les protocoles demandent, par responsable et par jour"),
    "report": Label("Compte rendu", meaning="Prochaines nouvelles attendues des CCAS, CIAS et mairies"),
    "point": Label("Point de situation", short="Point", meaning="Prochain point à arrêter, ou qui n’est pas venu"),
    "notice": Label("Avis", meaning="Avis à envoyer, ou dont l’accusé de réception est attendu"),
}

#: When a task is to be done, seen from an instant, in the order in which they are shown.
SPANS: Mapping[str, Label] = {
    "en_retard": Label("En retard"),
    "une_heure": Label("Dans l’heure"),
    "six_heures": Label("Dans les 6\u202fh"),
    "aujourd_hui": Label("Aujourd’hui", meaning="Plus tard dans la journée"),
    "demain": Label("Demain"),
    "plus_tard": Label("Plus tard"),
    "si_utile": Label("À faire si utile", "Si utile", "Recommandée, sa date est passée\u00a0: jamais en retard"),
    "sans_date": Label("En attente d’une date", short="Sans date", meaning="Attend la date de son repère"),
}

ALERT_STATES: Mapping[str, Label] = {
    "envoyee": Label("Envoyée"),
    "recue": Label("Reçue"),
    "instruite": Label("Instruite"),
    "retour_fait": Label("Retour fait", meaning="SOS Médecins a été informé de la suite donnée"),
    "close": Label("Close"),
}

VISIT_STATES: Mapping[str, Label] = {
    "demandee": Label("Demandée"),
    "acceptee": Label("Acceptée"),
    "impossible": Label("Impossible"),
    "faite": Label("Faite"),
    "retour_fait": Label("Retour fait", meaning="Le CCAS a été informé de l’intervention"),
    "close": Label("Close"),
}

ALERT_CATEGORIES: Mapping[str, Label] = {
    "isolement": Label("Isolement"),
    "ressources": Label("Ressources"),
    "logement": Label("Logement"),
    "dependance": Label("Dépendance"),
    "violence": Label("Violence"),
    "alimentation": Label("Alimentation"),
    "droits": Label("Accès aux droits", short="Droits"),
}

ALERT_URGENCIES: Mapping[str, Label] = {
    "immediate": Label("Immédiate", meaning="Urgence sociale\u202f; urgence vitale\u00a0: appeler le 15"),
    "24h": Label("Sous 24\u202fh"),
    "72h": Label("Sous 72\u202fh"),
    "semaine": Label("Dans la semaine"),
}

CONSENTS: Mapping[str, Label] = {
    "oui": Label("Consentement donné", short="Oui"),
    "urgence": Label("Urgence", meaning="Non recueilli en raison de l’urgence, motif écrit"),
    "impossible": Label("Impossible à recueillir", short="Impossible", meaning="Motif écrit"),
}

INSTRUCTION_MODES: Mapping[str, Label] = {
    "interne": Label("Instruite par le CCAS", short="Interne"),
    "reorientation": Label("Réorientée vers un partenaire", short="Réorientation"),
}

VISIT_FRAMES: Mapping[str, Label] = {
    "pdsa": Label("Permanence des soins ambulatoires", short="PDSA"),
    "continuite": Label("Continuité des soins", short="Continuité", meaning="Le médecin traitant ne peut être joint"),
}

RENEWALS: Mapping[str, Label] = {
    "expresse": Label("Renouvellement exprès", short="Exprès", meaning="Sans accord écrit, elle expire"),
    "tacite": Label("Tacite reconduction", short="Tacite", meaning="Sans dénonciation, elle continue"),
}

TEMPLATES: Mapping[str, Label] = {
    "etat-unccas": Label("Convention État\u2011UNCCAS", short="État\u2011UNCCAS"),
    "unccas-sos-medecins": Label("Protocole UNCCAS – SOS Médecins France", short="UNCCAS – SOS Médecins"),
    "sos-local": Label("Convention locale CCAS – SOS Médecins", short="SOS Médecins, locale"),
    "cpam-caf-siao": Label("Convention CPAM – Caf – SIAO", short="CPAM – Caf – SIAO"),
}

CONNECTION: Mapping[str, Label] = {
    "connecting": Label("Connexion en cours…", short="Connexion"),
    "current": Label("À jour"),
    "caught_up": Label("Rattrapé", meaning="Les nouvelles manquées pendant la coupure ont été reçues"),
    "reload": Label("Rechargé", meaning="Le tableau a été relu en entier"),
    "frozen": Label("Données figées", meaning="Liaison coupée\u00a0: l’écran montre le dernier état connu"),
    "signed_out": Label("Déconnecté", meaning="La session est terminée, il faut se reconnecter"),
}

DossierKind = Annotated[str, Among(DOSSIER_KINDS)]
CrisisState = Annotated[str, Among(CRISIS_STATES)]
ConventionState = Annotated[str, Among(CONVENTION_STATES)]
DesignationState = Annotated[str, Among(DESIGNATION_STATES)]
RosterCallState = Annotated[str, Among(ROSTER_CALL_STATES)]
RosterStepState = Annotated[str, Among(ROSTER_STEP_STATES)]
TaskState = Annotated[str, Among(TASK_STATES)]
NeedState = Annotated[str, Among(NEED_STATES)]
SupportState = Annotated[str, Among(SUPPORT_STATES)]
NoticeState = Annotated[str, Among(NOTICE_STATES)]
QuestionState = Annotated[str, Among(QUESTION_STATES)]
ExposureState = Annotated[str, Among(EXPOSURE_STATES)]
ReferentPart = Annotated[str, Among(REFERENT_PARTS)]
MeetingState = Annotated[str, Among(MEETING_STATES)]
ObligationState = Annotated[str, Among(OBLIGATION_STATES)]
AlertState = Annotated[str, Among(ALERT_STATES)]
VisitState = Annotated[str, Among(VISIT_STATES)]
AlertCategory = Annotated[str, Among(ALERT_CATEGORIES)]
AlertUrgency = Annotated[str, Among(ALERT_URGENCIES)]
Consent = Annotated[str, Among(CONSENTS)]
InstructionMode = Annotated[str, Among(INSTRUCTION_MODES)]
VisitFrame = Annotated[str, Among(VISIT_FRAMES)]
Renewal = Annotated[str, Among(RENEWALS)]
Template = Annotated[str, Among(TEMPLATES)]
