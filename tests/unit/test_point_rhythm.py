"""When points de situation are expected: what the protocols agree, frozen with them (docs/decisions/0041)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from crisiscoord.domain.agreements import Library, Playbook
from crisiscoord.domain.applying import preview
from crisiscoord.domain.opening import PlaybookApplied
from crisiscoord.domain.point_rhythm import USUAL, PointStep, first_in_words, in_words, next_point, written_points
from crisiscoord.domain.situated import PointsCard
from crisiscoord.domain.task_cards import PlaybookCard, point_rhythms_of
from tests.pen import Pen, library
from tests.unit.test_rhythm import PARIS, T0, playbook, texts

HOUR = timedelta(hours=1)
#: Each morning at eleven, then each month.
MORNINGS = ({"until": "P28D", "hours": ("11:00",)}, {"every": "P1M", "hours": ("11:00",)})
EVENINGS = ({"until": "P7D", "hours": ("19:30",)}, {"every": "P7D", "hours": ("19:30",)})


def with_points(code: str, points: tuple[dict[str, Any], ...] = (), version: int = 1) -> Playbook:
    more = {} if code == "socle" else {"extends": "socle"}
    return playbook(code, version, points=tuple(PointStep(**step) for step in points), **more)


def declared(texts: Library, hazard: str) -> Pen:
    pen = Pen(T0, texts=texts)
    said = {"title": "Essai", "occurred_at": T0, "reason": "Essai", "communes": ["77333"]}
    pen.do("crisis.declare", hazard=hazard, **said)
    return pen


def next_after(pen: Pen, cutoff: datetime) -> datetime:
    """Freeze a point whose figures stop at `cutoff`, and return when the next one is announced, in Paris."""
    pen.do("situation.freeze", now=cutoff, cutoff_at=cutoff)
    rhythm = pen.board.get(f"points:{pen.dossier}", PointsCard)
    assert rhythm is not None and rhythm.due == rhythm.next_at
    return rhythm.next_at.astimezone(PARIS)


def applied(texts: Library, hazard: str) -> Pen:
    return declared(texts, hazard)


def test_the_common_protocol_says_the_rhythm_of_an_emergency_and_a_flood_follows_it() -> None:
    common = library().playbooks["socle"]
    assert written_points(common.points) == USUAL
    pen = declared(library(), "inondation")
    assert next_after(pen, T0 + HOUR) == T0 + 3 * HOUR
    assert next_after(pen, T0 + 9 * HOUR) == datetime(2026, 7, 3, 22, tzinfo=PARIS)


def test_a_heat_wave_says_its_own_and_the_common_one_does_not_hasten_it() -> None:
    assert next_after(declared(library(), "canicule"), T0 + HOUR) == datetime(2026, 7, 3, 11, tzinfo=PARIS)
    assert next_after(declared(library(), "canicule"), T0 + 3 * HOUR) == datetime(2026, 7, 4, 11, tzinfo=PARIS)


def test_of_several_protocols_the_soonest_date_counts() -> None:
    pen = declared(library(), "canicule")
    pen.do("playbook.apply", playbook="feu")
    assert len(point_rhythms_of(pen.board)) == 2
    assert next_after(pen, T0 + 4 * HOUR) == T0 + 6 * HOUR


def test_the_rhythm_is_frozen_when_the_protocol_is_applied_and_a_newer_one_is_read_first() -> None:
    pen = declared(texts(with_points("socle"), with_points("canicule", MORNINGS)), "canicule")
    pen.library = texts(with_points("socle"), with_points("canicule", EVENINGS, version=2))
    assert next_after(pen, T0 + HOUR).hour == 11, "a newer file changes nothing by itself"
    told = preview(pen.board, pen.library, "canicule")
    assert told.points == "chaque jour à 19\u00a0h\u00a030 jusqu’à 7 jours, puis chaque semaine à 19\u00a0h\u00a030"
    pen.do("playbook.apply", playbook="canicule")
    assert (next_after(pen, T0 + 4 * HOUR).hour, next_after(pen, T0 + 5 * HOUR).minute) == (19, 30)
    assert preview(pen.board, pen.library, "canicule").points is None


def test_a_crisis_opened_before_protocols_said_it_keeps_the_usual_rhythm() -> None:
    pen = declared(texts(with_points("socle"), with_points("inondation")), "inondation")
    assert all(card.points == () for card in pen.board.of(PlaybookCard))
    assert point_rhythms_of(pen.board) == (USUAL,)
    assert next_after(pen, T0 + 9 * HOUR) == datetime(2026, 7, 3, 22, tzinfo=PARIS)
    old = {"code": "socle", "version": 1, "title": "Socle", "red_lines": (), "actions": {}}
    assert PlaybookApplied(**old).points == ()


def test_the_rhythm_is_told_in_words() -> None:
    assert in_words(USUAL) == (
        "toutes les 3\u00a0h jusqu’à 6\u00a0h, chaque jour à 6\u00a0h, 12\u00a0h, 18\u00a0h et 22\u00a0h jusqu’à 2 jours, "
        "chaque jour à 11\u00a0h et 18\u00a0h jusqu’à 7 jours, chaque semaine à 11\u00a0h jusqu’à 1 mois, "
        "puis chaque mois à 11\u00a0h"
    )
    assert first_in_words(USUAL) == "toutes les 3\u00a0h jusqu’à 6\u00a0h, puis selon le protocole"
    pen = declared(library(), "inondation")
    assert any("Points de situation\u00a0: toutes les 3\u00a0h jusqu’à 6\u00a0h" in line for line in pen.say())


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        (({"until": "P2D"},), "ou les deux"),
        (({"until": "P2D", "hours": ("11:00",)},), "la dernière étape, et elle seule"),
        (({"every": "P1M", "hours": ("11:00",)},) * 2, "la dernière étape, et elle seule"),
        (({"every": "PT30M"},), "d’une à vingt-quatre"),
        (({"every": "PT90M"},), "d’une à vingt-quatre"),
        (({"every": "PT3H", "hours": ("11:00",)},), "d’une à vingt-quatre"),
        (({"every": "P7D"},), "une seule"),
        (({"every": "P7D", "hours": ("11:00", "18:00")},), "une seule"),
        (({"every": "P40D", "hours": ("11:00",)},), "31 jours"),
        (({"every": "P1M1D", "hours": ("11:00",)},), "des heures"),
        (({"hours": ("25:00",)},), "pattern"),
        (({"hours": ("18:00", "11:00")},), "se suivent"),
        (({"until": "P7D", "hours": ("11:00",)}, {"until": "P2D", "hours": ("11:00",)}, MORNINGS[1]), "finit après"),
        (({"until": "P7D", "hours": ("11:00",)}, {"hours": ("11:00", "18:00")}), "plus souvent"),
    ],
)
def test_a_rhythm_that_cannot_be_kept_is_refused(points: tuple[dict[str, Any], ...], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        with_points("canicule", points)


@pytest.mark.parametrize("code", sorted(library().playbooks))
@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "Pacific/Tahiti"])
def test_every_rhythm_agreed_goes_on_for_two_years_and_never_stands_still(code: str, zone: str) -> None:
    steps = written_points(library().playbooks[code].points) or USUAL
    at, many = T0, 0
    while at < T0 + timedelta(days=730):
        later = next_point(T0, at, at, zone, among=(steps,))
        assert later > at
        assert steps == USUAL or later.astimezone(ZoneInfo(zone)).strftime("%H:%M") in {h for s in steps for h in s[2]}
        at, many = later, many + 1
    assert 40 < many < 120
