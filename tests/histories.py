"""Histories of a crisis, drawn by hypothesis: any order of what people may do, most of it accepted.

A history is a list of numbers; `Move`s turn them into commands that fit the board as it is. What the rules
refuse is left out, as a person would give up.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from crisiscoord.domain.board import Board
from crisiscoord.domain.designated import RepresentativeCard
from crisiscoord.domain.noticed import NoticeCard
from crisiscoord.domain.tasking import TasksCard
from crisiscoord.domain.words import SYSTEM, Actor
from crisiscoord.errors import Problem
from tests.cast import (
    ADMIN,
    CCAS_MELUN,
    CCAS_NEMOURS,
    DEPUTY,
    OBSERVER,
    PERMANENCE,
    PREFECTURE_45,
    PREFECTURE_77,
    REPRESENTANTE,
    SGAV,
    TERRAIN_NEMOURS,
    UDCCAS_77,
)
from tests.office import DECLARE

#: Everybody, those included to whom a crisis in Seine-et-Marne is no business.
EVERYBODY = (
    *(PERMANENCE, SGAV, PREFECTURE_77, PREFECTURE_45, UDCCAS_77, CCAS_NEMOURS, TERRAIN_NEMOURS, CCAS_MELUN),
    *(OBSERVER, ADMIN, REPRESENTANTE, DEPUTY),
)
BODIES = ("ccas-77333", "ccas-77288", "ccas-77316", "ccas-45147")
FURTHER = ("77316", "45147", "77431")
STATUSES = ("mobilise", "tension", "deborde", "hors_service", "retour_normale", "veille")
TEXTS = ("Repas assurés.", "Deux agents inondés.", "Accès par le pont coupé.", "é" * 400, "x" * 4_000)
CHANNELS = ("common", "cell", "departement:77", "body:ccas-77333", None)
TASKS = ("SOC-01", "SOC-05", "INO-03", "SOC-19")


class Asking(NamedTuple):
    actor: Actor
    do: str
    fields: dict[str, Any]


class Step(NamedTuple):
    """Which move, two numbers that choose its details, and the minutes that pass before it."""

    move: int
    a: int
    b: int
    minutes: int


Move = Callable[[Board, datetime, int, int], Asking]


def _pick(some: Any, number: int) -> Any:
    return some[number % len(some)]


def report(board: Board, now: datetime, a: int, b: int) -> Asking:
    figures = {"evacuated": {"value": b, "quality": "constate"}, "meals": {"value": a, "quality": "estime"}}
    fields: dict[str, Any] = {
        "body": _pick(BODIES, a),
        "status": _pick(STATUSES, b),
        "observed_at": now - timedelta(minutes=b % 50),
        "figures": figures if b % 2 else {},
    }
    if b % 3 == 0:
        fields["text"] = _pick(TEXTS, b)
    return Asking(_pick((PERMANENCE, UDCCAS_77), b), "report.file", fields)


def own_report(board: Board, now: datetime, a: int, b: int) -> Asking:
    actor = _pick((CCAS_NEMOURS, CCAS_MELUN), a)
    fields = {"body": actor.bodies[0], "status": _pick(STATUSES, b), "observed_at": now, "text": _pick(TEXTS, a)}
    return Asking(actor, "report.file", fields)


def call(board: Board, now: datetime, a: int, b: int) -> Asking:
    text = {"text": f"Appel {b}"} if b % 2 else {}
    if a == b:
        return Asking(PERMANENCE, "report.request", {"departement": "77", **text})
    return Asking(PERMANENCE, "call.log", {"body": _pick(BODIES, a), "answered": b % 3 == 0, **text})


def act(board: Board, now: datetime, a: int, b: int) -> Asking:
    fields = {"act": f"acte-{a}", "body": "ccas-77333", "kind": "aide_alimentaire", "count": b, "occurred_at": now}
    return Asking(CCAS_NEMOURS, "act.record", {**fields, "text": _pick(TEXTS, b)})


def correct_act(board: Board, now: datetime, a: int, b: int) -> Asking:
    return Asking(CCAS_NEMOURS, "act.correct", {"act": f"acte-{a}", "count": b + 1})


def note(board: Board, now: datetime, a: int, b: int) -> Asking:
    fields = {"text": _pick(TEXTS, b), "category": "information"}
    if channel := _pick(CHANNELS, b):
        fields["channel"] = channel
    return Asking(_pick((PERMANENCE, PREFECTURE_77, CCAS_NEMOURS), a), "note.write", fields)


def correct_note(board: Board, now: datetime, a: int, b: int) -> Asking:
    return Asking(PERMANENCE, "note.correct", {"seq": max(1, board.seq - a), "text": f"Lire : {b}"})


def erase(board: Board, now: datetime, a: int, b: int) -> Asking:
    return Asking(PERMANENCE, "wording.erase", {"seq": max(1, board.seq - a), "reason": "Donnée de santé."})


def extend(board: Board, now: datetime, a: int, b: int) -> Asking:
    degree = _pick(("touchee", "fortement_touchee", "coupee", "non_touchee"), b)
    return Asking(PERMANENCE, "crisis.extend", {"communes": [_pick(FURTHER, a)], "degree": degree})


def designate(board: Board, now: datetime, a: int, b: int) -> Asking:
    person = (REPRESENTANTE, DEPUTY)[a % 2]
    fields = {
        "designation": f"designation-{a}",
        "name": person.name,
        "function": "Élue, CCAS voisin",
        "phone": "01 99 00 12 34",
        "email": person.email,
        "perimeter": _pick(("main", "deputy", "77"), b),
        "accepted": b % 2 == 0,
    }
    return Asking(PERMANENCE, "representative.designate", fields)


def answer(board: Board, now: datetime, a: int, b: int) -> Asking:
    cards = list(board.of(RepresentativeCard))
    do = _pick(("accept", "decline", "relieve", "end"), b)
    return Asking(PERMANENCE, f"representative.{do}", {"designation": _pick(cards, a).designation if cards else "x-x"})


def notice(board: Board, now: datetime, a: int, b: int) -> Asking:
    cards = list(board.of(NoticeCard))
    key = _pick(cards, a).key if cards else "sgav-1"
    if b % 2:
        return Asking(PERMANENCE, "notice.record", {"notice": key, "sent_at": now})
    return Asking(PERMANENCE, "notice.acknowledge", {"notice": key})


def task(board: Board, now: datetime, a: int, b: int) -> Asking:
    cards = [card for card in board.of(TasksCard) if card.items]
    fields: dict[str, Any] = {"task": _pick(TASKS, a)}
    if cards:
        card = _pick(cards, a)
        fields = {"task": _pick(sorted(card.items), b)}
        kind, _, where = card.owner.partition("-")
        fields |= {} if kind == "crisis" else {"departement": where} if kind == "departement" else {"body": card.owner}
    do = _pick(("start", "finish", "drop", "reopen"), b)
    return Asking(PERMANENCE, f"task.{do}", {**fields, **({"reason": "Sans objet ici."} if do == "drop" else {})})


def mark(board: Board, now: datetime, a: int, b: int) -> Asking:
    fields = {"anchor": _pick(("vigilance", "jo", "end"), a), "at": now - timedelta(hours=b % 5), "source": "Bulletin"}
    return Asking(PERMANENCE, "crisis.mark", fields)


def publish(board: Board, now: datetime, a: int, b: int) -> Asking:
    fields = {"figures": {_pick(("dead", "evacuated"), a): b}, "source": "COD", "at": now - timedelta(minutes=9 * b)}
    return Asking(_pick((PREFECTURE_77, PERMANENCE), b), "official.publish", fields)


def vigilance(board: Board, now: datetime, a: int, b: int) -> Asking:
    level = _pick(("orange", "vert", "rouge"), a)
    of = {"level": level, "phenomena": [] if level == "vert" else ["inondation"]}
    when = {"at": now - timedelta(minutes=9 * b), "until": now + timedelta(hours=1 + a), "source": "Bulletin"}
    if a % 5 == 4:
        return Asking(PERMANENCE, "vigilance.withdraw", {"departement": "77", "reason": _pick(TEXTS, b)})
    return Asking(_pick((PERMANENCE, PREFECTURE_77), b), "vigilance.say", {"departement": "77", **of, **when})


def ask(board: Board, now: datetime, a: int, b: int) -> Asking:
    if b % 2:
        return Asking(
            _pick((CCAS_NEMOURS, PERMANENCE), b), "question.answer", {"question": f"q-{a}0", "text": _pick(TEXTS, b)}
        )
    to = _pick((*BODIES, "representative"), b)
    who = _pick((PREFECTURE_77, PERMANENCE, CCAS_NEMOURS), a)
    return Asking(who, "question.ask", {"question": f"q-{a}0", "to": to, "text": _pick(TEXTS, a)})


def freeze(board: Board, now: datetime, a: int, b: int) -> Asking:
    fields: dict[str, Any] = {"cutoff_at": now - timedelta(minutes=7 * b), "text": _pick(TEXTS, a)}
    return Asking(PERMANENCE, "situation.freeze", {**fields, **({"rectifies": a} if a and b % 3 == 0 else {})})


def need(board: Board, now: datetime, a: int, b: int) -> Asking:
    if b % 4 == 3:
        return Asking(CCAS_NEMOURS, "need.withdraw", {"need": f"need-{a % 3}"})
    if b % 4 == 2:
        return Asking(
            CCAS_NEMOURS, "need.revise", {"need": f"need-{a % 3}", "quantity": b + 1, "text": _pick(TEXTS, a)}
        )
    asked = {"kind": "renfort_accueil", "quantity": 10, "urgency": _pick(("immediat", "24h", "semaine"), b)}
    return Asking(CCAS_NEMOURS, "need.raise", {"need": f"need-{a % 3}", "body": "ccas-77333", **asked})


def support(board: Board, now: datetime, a: int, b: int) -> Asking:
    lent = {"from_body": "ccas-77288", "quantity": a + 1, "start": now, "end": now + timedelta(days=2)}
    if b == 0:
        if f"offer:offer-{a}" in board:
            return Asking(CCAS_MELUN, "support.withdraw_offer", {"offer": f"offer-{a}", "reason": "Décrue."})
        return Asking(CCAS_MELUN, "support.offer", {"offer": f"offer-{a}", "kind": "renfort_accueil", **lent})
    if b < 4:
        who = _pick((CCAS_MELUN, PERMANENCE), b)
        taken = {"offer": f"offer-{a}"} if b == 3 else {"team": a + 1}
        return Asking(who, "support.propose", {"support": f"support-{a}", "need": f"need-{a % 3}", **lent, **taken})
    name = {"support": f"support-{a}"}
    if b < 8:
        asked = {4: "accept", 5: "confirm", 6: "decline", 7: "evaluate"}[b]
        return Asking(CCAS_NEMOURS if asked in ("confirm", "evaluate") else CCAS_MELUN, f"support.{asked}", name)
    if b == 11:
        return Asking(PERMANENCE, "support.cancel", {**name, "reason": "Changement."})
    state = _pick(("en_preparation", "en_route", "sur_place", "terminee"), b)
    return Asking(CCAS_MELUN, "support.advance", {**name, "state": state, "insurance": bool(a % 2)})


def place(board: Board, now: datetime, a: int, b: int) -> Asking:
    if b % 3 == 2:
        return Asking(CCAS_NEMOURS, "place.close", {"place": f"place-{a}"})
    if b % 3 == 1:
        return Asking(CCAS_NEMOURS, "place.update", {"place": f"place-{a}", "night": b})
    where = {"kind": "cehu", "body": "ccas-77333", "commune": "77333", "name": "Salle", "restricted": a % 2 == 0}
    return Asking(CCAS_NEMOURS, "place.open", {"place": f"place-{a}", **where})


def referent(board: Board, now: datetime, a: int, b: int) -> Asking:
    """Somebody is named, in turn for a body of the board, a partner and the whole country, or relieved."""
    if b % 4 == 3:
        return Asking(PERMANENCE, "body.relieve_referent", {"referent": f"referent-{a}", "reason": _pick(TEXTS, b)})
    part = _pick(("referent", "suppleant", "comite"), b)
    fields = {"body": _pick(("ccas-77333", "prefecture-77", "sgav"), a), "part": part, "function": "Direction"}
    committee = {"committee": "Comité local"} if part == "comite" else {}
    whom = {"contact": f"c-{b:016x}"} if b % 2 else {"account": f"compte-{b}"}
    return Asking(PERMANENCE, "body.name_referent", {"referent": f"referent-{a}", **fields, **committee, **whom})


def turn(board: Board, now: datetime, a: int, b: int) -> Asking:
    do = "close" if b == 11 else _pick(("stand_down", "reopen"), b)
    return Asking(PERMANENCE, f"crisis.{do}", {"reason": "Décision de la cellule."})


def due(board: Board, now: datetime, a: int, b: int) -> Asking:
    cards = sorted((at, card.id, card.type) for card in board.cards() if (at := card.next_ask) is not None)
    when, id, kind = cards[0] if cards else (now, "body:ccas-77333", "body")
    return Asking(SYSTEM, f"{kind}.fall_due", {"card": id, "due": when})


#: Often what happens often; the last ones change who may see what, or end things.
MOVES: tuple[Move, ...] = (
    *(report, own_report, note, call, act, task, due, notice),
    *(
        report,
        own_report,
        note,
        due,
        correct_act,
        correct_note,
        erase,
        extend,
        designate,
        answer,
        mark,
        publish,
        vigilance,
    ),
    *(need, support, support, support, place, freeze, ask, referent, turn),
)

steps = st.lists(
    st.builds(Step, st.integers(0, len(MOVES) - 1), st.integers(0, 7), st.integers(0, 11), st.integers(0, 90)),
    min_size=3,
    max_size=30,
)


def asked(step: Step, board: Board, now: datetime) -> Asking:
    """Return what a step asks for on this board; the first step of all declares the crisis."""
    if not board.seq:
        return Asking(PERMANENCE, "crisis.declare", dict(DECLARE))
    return MOVES[step.move](board, now, step.a, step.b)


def play(steps: list[Step], do: Callable[[Step], Board]) -> Iterator[Board]:
    """Have `do` carry out each step, the declaration first, and yield the board after each that was accepted."""
    for step in [Step(0, 0, 0, 0), *steps]:
        try:
            yield do(step)
        except Problem:
            continue
