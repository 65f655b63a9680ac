"""Permission → role → rule. One line per command: what is not here is not allowed.

A permission is the name of the command it allows. Add a command here, with a rule of rules.py for each role.
"""

from collections.abc import Mapping

from .capacities import COORDINATION, FIELD, REFERENTS
from .rules import (
    Rule,
    alarm_in_sight,
    answer_in_sight,
    asked_oneself,
    author,
    designated,
    everywhere,
    exposure_in_sight,
    is_helped,
    lends,
    lends_or_is_helped,
    may_hold_channel,
    need_in_departement,
    own_body,
    own_departement,
    own_departement_or_unsaid,
    own_need,
    own_place,
    own_referent,
    party,
    place_in_departement,
    recent_author,
    recipient,
    referent_in_departement,
    silence_in_sight,
    task_of_role,
    the_one_asked,
)

_UNCCAS: Mapping[str, Rule] = {"unccas_permanence": everywhere}
_LEADS: Mapping[str, Rule] = {"unccas_permanence": everywhere, "representant_unccas": own_departement}
_SIGNALS: Mapping[str, Rule] = {
    role: everywhere for role in ("prefecture", "udccas", "ccas_direction", "unccas_permanence")
}
_THE_BODY: Mapping[str, Rule] = {"ccas_direction": own_body, "ccas_terrain": own_body}
#: What the holder of a field link may say for its body: reports, needs. Nothing that engages it: a link has no name.
_BY_LINK: Mapping[str, Rule] = {"lien_terrain": own_body}
_TAKES_CALLS: Mapping[str, Rule] = {**_LEADS, "udccas": own_departement}
_ANSWERS: Mapping[str, Rule] = {"unccas_permanence": everywhere, "candidate": designated}
_TASKS: Mapping[str, Rule] = {
    **_LEADS,
    **{role: task_of_role for role in ("udccas", "prefecture", "sgav", *sorted(FIELD), "caf_referent")},
}
_WRITERS = (
    *("unccas_permanence", "representant_unccas", "udccas", "prefecture", "sgav"),
    *sorted(FIELD),
    *sorted(REFERENTS),
)
_PARTIES: Mapping[str, Rule] = {
    "unccas_permanence": everywhere,
    **{role: party for role in ("sgav", "udccas", "ccas_direction", *sorted(REFERENTS))},
}
_FOR_NEEDS: Mapping[str, Rule] = {"unccas_permanence": everywhere, "representant_unccas": need_in_departement}
_OF_NEED: Mapping[str, Rule] = {role: own_need for role in ("ccas_direction", "ccas_terrain", "lien_terrain")}
#: The president or the director of a CCAS engages it (CASF R.123-23), and an UDCCAS lends out of its own pool.
_LENDS: Mapping[str, Rule] = {"ccas_direction": lends, "udccas": lends}
_EITHER: Mapping[str, Rule] = {"ccas_direction": lends_or_is_helped, "udccas": lends}
_PLACES: Mapping[str, Rule] = {
    "unccas_permanence": everywhere,
    "prefecture": place_in_departement,
    **{role: own_place for role in ("ccas_direction", "ccas_terrain")},
}
#: Each body says who speaks for it; UNCCAS and its representative write down what they are told.
_NAMES: Mapping[str, Rule] = {
    "unccas_permanence": everywhere,
    "representant_unccas": referent_in_departement,
    **{role: own_referent for role in ("prefecture", "sgav", "udccas", "ccas_direction", *sorted(REFERENTS))},
}
_FALLS_DUE: Mapping[str, Rule] = {"system": everywhere}

#: Permission → role → rule. What is not here is not allowed.
GRANTS: Mapping[str, Mapping[str, Rule]] = {
    "crisis.signal": _SIGNALS,
    "crisis.dismiss": _UNCCAS,
    "crisis.declare": _UNCCAS,
    "crisis.extend": _LEADS,
    "crisis.mark": {**_LEADS, "prefecture": everywhere},
    "crisis.stand_down": _UNCCAS,
    "crisis.close": _UNCCAS,
    "crisis.reopen": _UNCCAS,
    "crisis.open_needs": _LEADS,
    "crisis.close_needs": _LEADS,
    "playbook.apply": _LEADS,
    "representative.designate": _UNCCAS,
    "representative.accept": _ANSWERS,
    "representative.decline": _ANSWERS,
    "representative.relieve": _UNCCAS,
    "representative.end": _UNCCAS,
    **{f"roster.{verb}": _UNCCAS for verb in ("call", "skip", "stop")},
    "report.file": {**_TAKES_CALLS, **_THE_BODY, **_BY_LINK},
    "report.request": _TAKES_CALLS,
    "call.log": _TAKES_CALLS,
    "official.publish": {"unccas_permanence": everywhere, "prefecture": own_departement_or_unsaid},
    **{f"vigilance.{verb}": {**_LEADS, "prefecture": own_departement} for verb in ("say", "withdraw")},
    "body.attach": {"unccas_permanence": everywhere, "representant_unccas": everywhere},
    "body.detach": {"unccas_permanence": everywhere, "representant_unccas": everywhere},
    "body.mark_hit": _LEADS,
    "body.name_referent": _NAMES,
    "body.relieve_referent": _NAMES,
    "need.raise": {**_LEADS, **_THE_BODY, **_BY_LINK},
    **{f"need.{verb}": {**_FOR_NEEDS, **_OF_NEED} for verb in ("revise", "withdraw")},
    "support.call": _FOR_NEEDS,
    "support.withdraw_call": _FOR_NEEDS,
    "support.offer": _LENDS,
    "support.withdraw_offer": _LENDS,
    "support.propose": {**_FOR_NEEDS, **_LENDS},
    "support.accept": _LENDS,
    "support.confirm": {"ccas_direction": is_helped},
    "support.decline": _EITHER,
    "support.advance": {**_FOR_NEEDS, **_LENDS},
    "support.evaluate": {**_FOR_NEEDS, **_EITHER},
    "support.cancel": {**_FOR_NEEDS, **_EITHER},
    **{f"place.{verb}": _PLACES for verb in ("open", "update", "close")},
    "situation.freeze": _LEADS,
    "question.ask": {role: answer_in_sight for role in _WRITERS},
    "question.answer": {role: the_one_asked for role in _WRITERS},
    "act.record": _THE_BODY,
    "act.correct": _THE_BODY,
    "task.start": _TASKS,
    "task.finish": _TASKS,
    "task.drop": _TASKS,
    "task.reopen": _TASKS,
    "note.write": {role: may_hold_channel for role in _WRITERS},
    "note.correct": {**{role: author for role in _WRITERS}, "unccas_permanence": everywhere},
    "wording.erase": {**{role: recent_author for role in _WRITERS}, "unccas_permanence": everywhere},
    "exposure.report": {role: everywhere for role in (*_WRITERS, "observer")},
    # Whose the information is, the parties, those who coordinate (convention CPAM-Caf-SIAO, art. 11).
    "exposure.answer": {
        role: exposure_in_sight
        for role in (*sorted(COORDINATION), "sgav", "udccas", "ccas_direction", *sorted(REFERENTS))
    },
    "notice.record": {"unccas_permanence": everywhere, "system": everywhere},
    "notice.acknowledge": {
        "unccas_permanence": everywhere,
        **{role: recipient for role in ("sgav", "prefecture", "udccas", "ccas_direction")},
        "candidate": asked_oneself,
    },
    "handover.acknowledge": {"unccas_permanence": everywhere, "representant_unccas": everywhere},
    "alarm.acknowledge": {**{role: alarm_in_sight for role in sorted(COORDINATION)}, "udccas": silence_in_sight},
    "convention.sign": _UNCCAS,
    "convention.amend": _PARTIES,
    "convention.renew": _PARTIES,
    "convention.terminate": _PARTIES,
    "convention.give_notice": _PARTIES,
    "meeting.schedule": _PARTIES,
    "meeting.move": _PARTIES,
    "meeting.hold": _PARTIES,
    "meeting.cancel": _PARTIES,
    "decision.finish": _PARTIES,
    "decision.reopen": _PARTIES,
    "notice.fall_due": _FALLS_DUE,
    "crisis.fall_due": _FALLS_DUE,
    "representative.fall_due": _FALLS_DUE,
    "roster_call.fall_due": _FALLS_DUE,
    "tasks.fall_due": _FALLS_DUE,
    "body.fall_due": _FALLS_DUE,
    "obligation.fall_due": _FALLS_DUE,
    "convention.fall_due": _FALLS_DUE,
    "decision.fall_due": _FALLS_DUE,
    "points.fall_due": _FALLS_DUE,
}
