"""A command of every kind, well formed, on the crisis and the convention of the rights matrix."""

from datetime import timedelta
from typing import Any

from tests.conftest import NOON

NOW, LATER = NOON.isoformat(), (NOON + timedelta(days=2)).isoformat()
#: The kinds of card that the server itself asks about.
AWAITED = ("crisis", "representative", "notice", "tasks", "body", "obligation", "convention", "decision", "points")
#: Something that Melun lends to Nemours.
LENT = {"from_body": "ccas-77288", "quantity": 2, "start": NOW, "end": LATER}
#: A command of each kind: for Nemours, in Seine-et-Marne, where it is for somebody or somewhere.
FIELDS: dict[str, dict[str, Any]] = {
    "crisis.signal": {"title": "Crue", "hazard": "inondation", "communes": ["77333"], "text": "L’eau monte."},
    "crisis.dismiss": {"reason": "Fausse alerte."},
    "crisis.declare": {
        "title": "Crue",
        "hazard": "inondation",
        "occurred_at": NOW,
        "reason": "Évacuations.",
        "communes": ["77333"],
    },
    "crisis.extend": {"communes": ["77333"], "degree": "coupee"},
    "crisis.close_needs": {"reason": "Attentat."},
    "crisis.open_needs": {"reason": "Entraide."},
    "crisis.mark": {"anchor": "vigilance", "at": NOW, "source": "Bulletin"},
    "crisis.stand_down": {"reason": "Décrue."},
    "crisis.close": {"reason": "Fini."},
    "crisis.reopen": {"reason": "Reprise."},
    "playbook.apply": {"playbook": "canicule"},
    "representative.designate": {
        "designation": "une-autre",
        "name": "Alex Exemple",
        "function": "Élu",
        "phone": "01 99 00 12 34",
        "email": "alex@exemple.invalid",
        "perimeter": "deputy",
    },
    "representative.accept": {"designation": "personne"},
    "representative.decline": {"designation": "personne"},
    "representative.relieve": {"designation": "personne"},
    "representative.end": {"designation": "personne"},
    "report.file": {"body": "ccas-77333", "status": "tension", "observed_at": NOW},
    "report.request": {"departement": "77"},
    "call.log": {"body": "ccas-77333", "answered": True},
    "official.publish": {"departement": "77", "figures": {"dead": 0}, "source": "Préfecture", "at": NOW},
    "vigilance.say": {
        **{"departement": "77", "level": "orange", "phenomena": ["inondation"]},
        **{"until": (NOON + timedelta(hours=30)).isoformat(), "at": NOW, "source": "Bulletin"},
    },
    "body.attach": {"body": "ccas-77305", "why": "residence"},
    "body.mark_hit": {"body": "ccas-77333", "hit": True, "reason": "Agents inondés."},
    "need.raise": {"need": "need-1", "body": "ccas-77333", "kind": "fonds", "quantity": 1, "urgency": "24h"},
    "need.revise": {"need": "need-0", "quantity": 9},
    "need.withdraw": {"need": "need-0"},
    "support.call": {"call": "call-1", "bodies": ["ccas-77288"], "kind": "fonds", "until": LATER},
    "support.withdraw_call": {"call": "call-0", "reason": "R."},
    "support.offer": {"offer": "offer-1", "kind": "renfort_accueil", "team": 2, **LENT},
    "support.withdraw_offer": {"offer": "offer-0", "reason": "R."},
    "support.propose": {"support": "support-1", "need": "need-0", "team": 3, **LENT},
    "support.advance": {"support": "support-0", "state": "en_preparation"},
    "support.cancel": {"support": "support-0", "reason": "R."},
    **{f"support.{verb}": {"support": "support-0"} for verb in ("accept", "confirm", "decline", "evaluate")},
    "place.open": {"place": "place-1", "kind": "care", "body": "ccas-77333", "name": "Gymnase", "commune": "77333"},
    "place.update": {"place": "place-0", "present": 4},
    "place.close": {"place": "place-0"},
    "situation.freeze": {"cutoff_at": NOW},
    "question.ask": {"question": "question-1", "to": "ccas-77333", "text": "Combien de lits\u202f?"},
    "question.answer": {"question": "question-0", "text": "Vingt."},
    "act.record": {"act": "acte-1", "body": "ccas-77333", "kind": "accueil", "persons": 3, "occurred_at": NOW},
    "act.correct": {"act": "acte-0", "body": "ccas-77333", "persons": 4},
    "task.start": {"task": "INO-03", "body": "ccas-77333"},
    "task.finish": {"task": "INO-03", "body": "ccas-77333"},
    "task.drop": {"task": "INO-03", "body": "ccas-77333", "reason": "Sans objet."},
    "task.reopen": {"task": "INO-03", "body": "ccas-77333"},
    "note.write": {"text": "Note.", "category": "information", "channel": "departement:77"},
    "note.correct": {"seq": 1, "text": "Autre."},
    "exposure.report": {"text": "Une liste vue en passant.", "whose": "ccas-77333"},
    "wording.erase": {"seq": 1, "reason": "Santé."},
    "notice.record": {"notice": "sgav-1", "sent_at": NOW},
    "notice.acknowledge": {"notice": "sgav-1"},
    "alarm.acknowledge": {"alarm": "1"},
    "handover.acknowledge": {"designation": "personne"},
    "convention.sign": {"template": "etat-unccas", "title": "C", "signed_on": "2026-07-01", "parties": ["sgav"]},
    "meeting.schedule": {"meeting": "point-1", "at": NOW},
    "meeting.hold": {"meeting": "point-1", "held_at": NOW, "minutes": "Vu."},
    **{f"convention.{verb}": {"on": "2026-07-14", "reason": "R."} for verb in ("amend", "renew", "terminate")},
    "convention.give_notice": {"on": "2026-07-14", "reason": "R."},
    "meeting.move": {"meeting": "point-1", "at": NOW, "reason": "R."},
    "meeting.cancel": {"meeting": "point-1", "reason": "R."},
    **{f"decision.{verb}": {"decision": "point-1-1"} for verb in ("finish", "reopen")},
    **{f"{kind}.fall_due": {"card": f"{kind}:x", "due": NOW} for kind in AWAITED},
}
