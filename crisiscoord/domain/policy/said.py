"""The grants in French words: what a permission allows, what a rule asks for, and why somebody may not.

Every command of GRANTS has its words in `ACTS`, every rule in `RULES`: tests/docs fails on one that is forgotten.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..board import Board
from ..catalogue import COMMAND_OF
from ..vocabulary import ROLES
from ..words import Actor
from .capacities import capacities_of
from .grants import GRANTS
from .rules import Rule

#: Where each rule lets a role act: « le peut … ».
RULES: Mapping[str, str] = {
    "alarm_in_sight": "pour les alarmes qu’il voit",
    "answer_in_sight": "pour les questions dont il voit la réponse",
    "asked_oneself": "pour la désignation qui lui est proposée",
    "author": "pour ce qu’il a écrit lui-même",
    "exposure_in_sight": "pour les signalements qu’il lit",
    "designated": "pour la désignation qui le nomme",
    "everywhere": "partout",
    "is_helped": "pour le renfort qui vient à son organisme",
    "lends": "pour ce que prête son organisme",
    "lends_or_is_helped": "pour le renfort que son organisme prête ou reçoit",
    "may_hold_channel": "là où il lit lui-même",
    "need_in_departement": "pour les besoins de son département",
    "own_body": "pour son propre organisme",
    "own_departement": "dans son département",
    "own_departement_or_unsaid": "dans son département",
    "own_need": "pour les besoins de son organisme",
    "own_place": "pour les lieux de son organisme",
    "own_referent": "pour son propre organisme",
    "party": "s’il représente une partie à la convention",
    "place_in_departement": "pour les lieux de son département",
    "recent_author": "pour ce qu’il a écrit lui-même, pendant une heure",
    "referent_in_departement": "pour les organismes de son département",
    "recipient": "pour l’avis qui lui est adressé",
    "silence_in_sight": "pour les organismes silencieux de son département",
    "the_one_asked": "pour la question qui lui est posée",
    "task_of_role": "pour les tâches de son rôle, là où il exerce",
}
#: What each permission allows, as one says « peut … ».
ACTS: Mapping[str, str] = {
    "crisis.signal": "signaler un évènement",
    "crisis.dismiss": "classer un signalement sans suite",
    "crisis.declare": "qualifier un évènement de majeur",
    "crisis.extend": "changer la zone de l’évènement",
    "crisis.mark": "dater un repère de l’évènement",
    "crisis.stand_down": "lever le dispositif d’urgence",
    "crisis.close": "clore l’évènement",
    "crisis.reopen": "rouvrir l’évènement",
    "crisis.open_needs": "ouvrir aux autres les besoins de chacun",
    "crisis.close_needs": "fermer aux autres les besoins de chacun",
    "playbook.apply": "appliquer un protocole",
    "representative.designate": "désigner un représentant de l’UNCCAS",
    "representative.accept": "accepter une désignation",
    "representative.decline": "refuser une désignation",
    "representative.relieve": "relever un représentant",
    "representative.end": "mettre fin à une désignation",
    "roster.call": "appeler le vivier, une personne après l’autre",
    "roster.skip": "passer à la personne suivante du vivier",
    "roster.stop": "arrêter un appel du vivier",
    "report.file": "envoyer un compte rendu",
    "question.ask": "poser une question",
    "question.answer": "répondre à une question",
    "situation.freeze": "arrêter un point de situation",
    "body.attach": "rattacher un organisme à l’évènement",
    "body.detach": "détacher un organisme rattaché à l’évènement",
    "body.mark_hit": "dire un CCAS particulièrement touché",
    "body.name_referent": "nommer le référent d’un organisme",
    "body.relieve_referent": "relever le référent d’un organisme",
    "need.raise": "dire un besoin",
    "need.revise": "réviser un besoin",
    "need.withdraw": "retirer un besoin",
    "support.call": "appeler des CCAS en renfort",
    "support.withdraw_call": "retirer un appel à renfort",
    "support.offer": "offrir un renfort",
    "support.withdraw_offer": "retirer une offre de renfort",
    "support.propose": "proposer un renfort",
    "support.accept": "accepter de prêter un renfort",
    "support.confirm": "confirmer un renfort attendu",
    "support.decline": "refuser un renfort",
    "support.advance": "dire où en est un renfort",
    "support.evaluate": "évaluer un renfort",
    "support.cancel": "annuler un renfort",
    "place.open": "ouvrir un lieu",
    "place.update": "mettre un lieu à jour",
    "place.close": "fermer un lieu",
    "report.request": "relancer les organismes sans nouvelles",
    "call.log": "noter un appel à un organisme",
    "official.publish": "publier un bilan officiel",
    "vigilance.say": "dire la vigilance d’un département",
    "vigilance.withdraw": "retirer une vigilance dite par erreur",
    "act.record": "noter une aide apportée",
    "act.correct": "corriger une aide notée",
    "task.start": "commencer une tâche",
    "task.finish": "terminer une tâche",
    "task.drop": "écarter une tâche",
    "task.reopen": "rouvrir une tâche",
    "note.write": "écrire une ligne de main courante",
    "note.correct": "corriger une ligne de main courante",
    "wording.erase": "effacer les mots d’une ligne",
    "exposure.report": "signaler un accès fortuit",
    "exposure.answer": "répondre au signalement d’un accès fortuit",
    "notice.record": "noter l’envoi d’un avis",
    "notice.acknowledge": "accuser réception d’un avis",
    "handover.acknowledge": "prendre connaissance d’une relève",
    "alarm.acknowledge": "prendre en charge une alarme",
    "convention.sign": "enregistrer une convention",
    "convention.amend": "noter un avenant",
    "convention.renew": "renouveler une convention",
    "convention.terminate": "mettre fin à une convention",
    "convention.give_notice": "dénoncer une convention",
    "meeting.schedule": "fixer une réunion",
    "meeting.move": "déplacer une réunion",
    "meeting.hold": "tenir une réunion",
    "meeting.cancel": "annuler une réunion",
    "decision.finish": "dire une décision exécutée",
    "decision.reopen": "rouvrir une décision",
}


class Right(NamedTuple):
    """One permission for one person on one dossier: what it allows, whether they hold it, and by which rule."""

    do: str
    said: str
    held: bool
    reason: str


def is_for_people(do: str) -> bool:
    """Say whether a permission is one that people hold: what falls due is asked by the server alone."""
    return set(GRANTS[do]) != {"system"}


def act_said(do: str) -> str:
    return ACTS.get(do, do)


def rule_said(rule: Rule) -> str:
    return RULES.get(rule.__name__, rule.__name__)


def holders(do: str) -> Iterator[tuple[str, str]]:
    """Yield who holds a permission, in French, and where."""
    for role, rule in GRANTS[do].items():
        if role != "system":
            yield role_said(role), rule_said(rule)


def role_said(role: str) -> str:
    return "Personne désignée" if role == "candidate" else ROLES[role].label if role in ROLES else role


def why_not(role: str, do: str) -> str:
    """Return why a role does not hold a permission at all: who does."""
    who = "\u202f; ".join(f"{held} ({where})" for held, where in holders(do))
    return f"Le rôle «\u00a0{role_said(role)}\u00a0» ne permet pas {_of(do)}. Le peuvent\u00a0: {who or 'personne'}."


def why_not_here(role: str, do: str) -> str:
    """Return why a role that holds a permission does not hold it here: the rule that it did not meet."""
    where = rule_said(GRANTS[do][role])
    return f"Le rôle «\u00a0{role_said(role)}\u00a0» permet {_of(do)} {where}\u00a0: ici, ce n’est pas le cas."


def _of(do: str) -> str:
    said = act_said(do)
    return f"d’{said}" if said[0] in "aeéèêiouyh" else f"de {said}"


def rights(actor: Actor, board: Board) -> list[Right]:
    """Return what `actor` may do on this dossier and where, and why not the rest. Empty when it is hidden from them."""
    roles = [capacity.role for capacity in capacities_of(actor, board)]
    if not roles:
        return []
    found = []
    for do, rules in GRANTS.items():
        if board.kind not in COMMAND_OF[do].on or not is_for_people(do):
            continue
        held = [role for role in roles if role in rules]
        where = "\u202f; ".join(dict.fromkeys(f"{role_said(role)}\u00a0: {rule_said(rules[role])}" for role in held))
        why = where or why_not(roles[0], do)
        if actor.reads_only:
            held, why = [], "Ce jeton a été fait pour lire seulement."
        found.append(Right(do, act_said(do), bool(held), why))
    return found
