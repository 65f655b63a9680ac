"""Whatever date is typed, however far, a command is carried out or refused in words: never a fault of the server."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from crisiscoord.domain.noticed import NoticeCard
from crisiscoord.errors import Problem
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PERMANENCE, REPRESENTANTE
from tests.conftest import NOON
from tests.office import DECLARE
from tests.pen import Pen
from tests.unit.test_meeting import DECISION, planned
from tests.unit.test_supporting import MELUN, NEMOURS, declared, lack

INSTANTS = ("1900-01-01T00:00:00Z", "1900-01-02T00:00:00.001Z", "2199-12-31T23:59:59.999Z", "2200-01-01T00:00:00Z")
DAYS = ("1900-01-01", "1900-01-02", "1900-01-04", "2199-12-29", "2199-12-31", "2200-01-01")
FAR = (*INSTANTS, *DAYS)


def in_need() -> Pen:
    pen = declared()
    lack(pen, need="agents")
    return pen


def told() -> Pen:
    pen = in_need()
    pen.do("situation.freeze", cutoff_at=pen.now)
    return pen


NOW, LATER = NOON.isoformat(), (NOON + timedelta(days=1)).isoformat()
LENT = {"from_body": MELUN, "quantity": 1, "start": NOW, "end": LATER}
HELD = {"meeting": "point-1", "held_at": "2017-05-09T12:00:00Z", "minutes": "Vu."}
SIGN = {"template": "etat-unccas", "title": "État-UNCCAS", "parties": ["unccas", "sgav"]}
#: On which board, the command, who sends it, and the field that says when.
ASKED: tuple[tuple[Callable[[], Pen], dict[str, Any], Any, tuple[str, ...]], ...] = (
    (
        lambda: Pen(NOON),
        {**DECLARE, "do": "crisis.declare", "timezone": "Pacific/Tahiti"},
        PERMANENCE,
        ("occurred_at",),
    ),
    (in_need, {"do": "crisis.mark", "anchor": "jo", "source": "JO"}, PERMANENCE, ("at",)),
    (in_need, {"do": "report.file", "body": NEMOURS, "status": "tension"}, CCAS_NEMOURS, ("observed_at",)),
    (in_need, {"do": "official.publish", "figures": {"dead": 0}, "source": "COD"}, PERMANENCE, ("at",)),
    (in_need, {"do": "situation.freeze", "cutoff_at": NOW}, PERMANENCE, ("cutoff_at", "next_at")),
    (
        in_need,
        {"do": "support.call", "call": "appel", "bodies": [MELUN], "kind": "vehicule"},
        REPRESENTANTE,
        ("until",),
    ),
    (in_need, {"do": "support.offer", "offer": "bus", "kind": "vehicule", **LENT}, CCAS_MELUN, ("start", "end")),
    (in_need, {"do": "support.propose", "support": "un-1", "need": "agents", **LENT}, REPRESENTANTE, ("start", "end")),
    (
        in_need,
        {"do": "act.record", "act": "nuit", "body": NEMOURS, "kind": "accueil", "persons": 1},
        CCAS_NEMOURS,
        ("occurred_at",),
    ),
    (in_need, {"do": "note.write", "text": "Vu.", "category": "information"}, PERMANENCE, ("occurred_at",)),
    (told, {"do": "notice.record", "notice": "sgav"}, PERMANENCE, ("sent_at",)),
    (told, {"do": "notice.acknowledge", "notice": "sgav"}, PERMANENCE, ("at",)),
    (
        in_need,
        {"do": "vigilance.say", "departement": "77", "level": "vert", "source": "MF", "at": NOW, "until": LATER},
        PERMANENCE,
        ("at", "until"),
    ),
    (lambda: Pen(NOON), {"do": "convention.sign", **SIGN}, PERMANENCE, ("signed_on",)),
    (planned, {"do": "convention.amend", "reason": "Avenant"}, PERMANENCE, ("on",)),
    (planned, {"do": "convention.renew"}, PERMANENCE, ("on",)),
    (planned, {"do": "convention.terminate", "reason": "Fin"}, PERMANENCE, ("on",)),
    (planned, {"do": "convention.give_notice", "reason": "Retard"}, PERMANENCE, ("on",)),
    (planned, {"do": "meeting.schedule", "meeting": "point-2"}, PERMANENCE, ("at",)),
    (planned, {"do": "meeting.move", "meeting": "point-1", "reason": "Salle"}, PERMANENCE, ("at",)),
    (planned, {"do": "meeting.hold", **HELD}, PERMANENCE, ("held_at", "decision")),
)


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: str(asked[1]["do"]))
def test_a_date_at_either_end_of_time_is_taken_or_refused_in_words(asked: Any) -> None:
    begin, said, actor, fields = asked
    for field in fields:
        for far in FAR:
            pen = begin()
            given = {"decisions": [{**DECISION, "due": far}]} if field == "decision" else {field: far}
            if "notice" in said:
                given["notice"] = next(card.key for card in pen.board.of(NoticeCard))
            try:
                pen.do({**said, **given}, as_=actor)
            except Problem as problem:
                assert problem.detail
            pen.fall_due()
