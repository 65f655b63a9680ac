"""Points de situation: frozen as things were known then, never edited, what disagrees shown side by side."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.documents.situation_point import point_text
from crisiscoord.domain import catalogue
from crisiscoord.domain.crisis import CrisisCard, InTheFuture
from crisiscoord.domain.noticed import NoticeCard
from crisiscoord.domain.point import PointFigure
from crisiscoord.domain.point_rhythm import next_point
from crisiscoord.domain.situated import PointsCard, SituationCard, SituationFrozen
from crisiscoord.domain.situating import AlreadyRectified, CutoffTooEarly, NextTooEarly, UnknownPoint
from crisiscoord.errors import Forbidden
from tests.cast import CCAS_NEMOURS, PERMANENCE, PREFECTURE_77, REPRESENTANTE, TERRAIN_NEMOURS, UDCCAS_77
from tests.pen import Pen, library
from tests.unit.test_designating import proposal
from tests.unit.test_reporting import T0, declared, report

HOUR = timedelta(hours=1)


def freeze(pen: Pen, cutoff: datetime, now: datetime | None = None, **more: Any) -> SituationCard:
    """Freeze a point whose figures stop at `cutoff`, four minutes later unless `now` says otherwise."""
    pen.do("situation.freeze", now=now or max(pen.now, cutoff + timedelta(minutes=4)), cutoff_at=cutoff, **more)
    rhythm = pen.board.get(f"points:{pen.dossier}", PointsCard)
    assert rhythm is not None
    return point(pen, rhythm.last)


def point(pen: Pen, number: int) -> SituationCard:
    card = pen.board.get(f"situation:{number}", SituationCard)
    assert card is not None
    return card


def figure(card: SituationCard, name: str, source: str = "reports", measure: str | None = None) -> PointFigure:
    return next(one for one in card.figures if one.key == (name, source, measure))


def publish(pen: Pen, at: datetime, as_: Any = PREFECTURE_77, source: str = "COD", **figures: Any) -> None:
    pen.do("official.publish", as_=as_, now=max(at, pen.now), at=at, source=source, figures=figures)


def test_a_point_says_what_was_known_when_its_figures_stop_and_not_what_came_after() -> None:
    pen = declared()
    report(pen, T0 + HOUR, figures={"evacuated": 90})
    report(pen, T0 + 3 * HOUR, figures={"evacuated": 400})
    card = freeze(pen, T0 + 2 * HOUR, now=T0 + 4 * HOUR)
    assert (card.number, figure(card, "evacuated").value) == (1, 90)
    assert card.frozen_at == T0 + 4 * HOUR and card.cutoff_at == T0 + 2 * HOUR
    assert card.journal_seq == next(e.seq for e in reversed(pen.entries) if e.at <= T0 + 2 * HOUR)


def test_a_report_that_comes_in_after_the_cutoff_is_not_in_the_point_even_if_it_was_seen_before() -> None:
    pen = declared()
    report(pen, T0 + HOUR, figures={"evacuated": 90})
    report(pen, T0 + HOUR + timedelta(minutes=30), now=T0 + 5 * HOUR, figures={"evacuated": 120})
    card = freeze(pen, T0 + 2 * HOUR, now=T0 + 6 * HOUR)
    assert figure(card, "evacuated").value == 90
    assert figure(freeze(pen, T0 + 6 * HOUR, rectifies=1), "evacuated").value == 120


def test_every_figure_has_its_source_its_hours_its_quality_its_coverage_and_its_delta() -> None:
    pen = declared()
    report(pen, T0 + HOUR, figures={"evacuated": 90})
    freeze(pen, T0 + 2 * HOUR)
    seen = {"value": 40, "quality": "estime"}
    pen.do(
        "report.file",
        as_=PERMANENCE,
        now=T0 + 3 * HOUR,
        body="ccas-77288",
        status="veille",
        observed_at=T0 + 3 * HOUR,
        figures={"evacuated": seen},
    )
    found = figure(freeze(pen, T0 + 4 * HOUR), "evacuated")
    assert (found.value, found.delta, found.said, found.of) == (130, 40, 2, 2)
    assert (found.quality, found.oldest, found.at) == ("estime", T0 + HOUR, T0 + 3 * HOUR)


def test_what_nobody_said_is_not_communicated_and_not_zero() -> None:
    card = freeze(declared(), T0 + HOUR)
    for name, source in (("evacuated", "reports"), ("sheltered", "reports"), ("dead", "departements")):
        found = figure(card, name, source)
        assert (found.value, found.quality, found.said, found.delta) == (None, "non_communique", 0, None)


def test_official_figures_stand_beside_the_sum_of_reports_and_both_are_flagged() -> None:
    pen = declared()
    report(pen, T0 + HOUR, figures={"evacuated": 235, "sheltered": 60})
    publish(pen, T0 + HOUR, evacuated=2_116, sheltered=60, dead=0)
    publish(pen, T0 + HOUR, PERMANENCE, source="Ministère", evacuated=3_000)
    card = freeze(pen, T0 + 2 * HOUR)
    said = [(one.source, one.value, one.differs) for one in card.figures if one.name == "evacuated"]
    assert sorted(said) == [("crisis", 3_000, True), ("departements", 2_116, True), ("reports", 235, True)]
    assert not figure(card, "sheltered").differs and not figure(card, "dead", "departements").differs
    assert figure(card, "evacuated", "departements").by == "COD"


def test_acts_are_counted_each_in_its_own_unit() -> None:
    pen = declared()
    pen.do("act.record", as_=CCAS_NEMOURS, act="a-1", body="ccas-77333", kind="secours_financier", households=3,
           amount_cents=45_000, occurred_at=T0)  # fmt: skip
    pen.do("act.record", as_=CCAS_NEMOURS, act="a-2", body="ccas-77333", kind="accueil", persons=12, occurred_at=T0)
    card = freeze(pen, T0 + HOUR)
    told = [(one.name, one.measure, one.value) for one in card.figures if one.source == "acts"]
    assert told == [
        ("accueil", "persons", 12),
        ("secours_financier", "households", 3),
        ("secours_financier", "amount_cents", 45_000),
    ]


def test_the_worst_off_are_named_and_all_are_counted() -> None:
    pen = declared()
    report(pen, T0 + HOUR, status="deborde", valid_minutes=30)
    bodies = freeze(pen, T0 + 2 * HOUR).bodies
    assert (bodies.of, bodies.heard, bodies.stale) == (2, 1, 1)
    assert bodies.statuses == {"deborde": 1, "sans_nouvelle": 1}
    assert bodies.named == {"deborde": ("CCAS de Nemours",)}


def test_points_are_numbered_and_a_rectificatif_is_another_point_that_names_the_one_it_corrects() -> None:
    pen = declared()
    report(pen, T0 + HOUR, figures={"evacuated": 90})
    first = freeze(pen, T0 + 2 * HOUR)
    freeze(pen, T0 + 3 * HOUR)
    report(pen, T0 + HOUR, now=T0 + 4 * HOUR, figures={"evacuated": 95})
    card = freeze(pen, T0 + 4 * HOUR, rectifies=1, text="Quatre-vingt-quinze évacués.")
    assert (card.number, card.rectifies, card.compared_to) == (3, 1, 1)
    assert figure(card, "evacuated").delta == 5
    assert point(pen, 1) == first, "a point that was frozen has changed"
    rhythm = pen.board.get(f"points:{pen.dossier}", PointsCard)
    assert rhythm is not None and rhythm.rectified == {"1": 3}
    assert any("n°\u00a03, rectificatif du n°\u00a01" in line for line in pen.say())
    with pytest.raises(AlreadyRectified):
        freeze(pen, T0 + 5 * HOUR, rectifies=1)
    with pytest.raises(UnknownPoint):
        freeze(pen, T0 + 5 * HOUR, rectifies=9)


def test_figures_stop_neither_before_the_qualification_nor_before_the_last_point_nor_tomorrow() -> None:
    pen = declared()
    with pytest.raises(CutoffTooEarly):
        freeze(pen, T0 - HOUR)
    freeze(pen, T0 + 2 * HOUR)
    with pytest.raises(CutoffTooEarly):
        freeze(pen, T0 + 2 * HOUR)
    with pytest.raises(CutoffTooEarly):
        freeze(pen, T0 + HOUR, rectifies=1)
    with pytest.raises(InTheFuture):
        freeze(pen, T0 + 9 * HOUR, now=T0 + 3 * HOUR)
    with pytest.raises(NextTooEarly):
        freeze(pen, T0 + 3 * HOUR, next_at=T0 + 3 * HOUR)


def test_a_point_is_frozen_by_those_who_lead_alone() -> None:
    pen = declared()
    for who in (PREFECTURE_77, UDCCAS_77, CCAS_NEMOURS, TERRAIN_NEMOURS):
        with pytest.raises(Forbidden):
            freeze(pen, T0 + HOUR, as_=who)


def test_the_partners_are_owed_the_point_and_their_acknowledgement_is_kept() -> None:
    pen = declared()
    card = freeze(pen, T0 + 2 * HOUR)
    assert card.recipients == ("prefecture-77", "sgav", "udccas-77")
    owed = [notice for notice in pen.board.of(NoticeCard) if notice.subject == "point"]
    assert [(one.to, one.point, one.state) for one in owed] == [(to, 1, "du") for to in card.recipients]
    assert "point de situation n°\u00a01" in pen.say()[-1]
    pen.do("notice.acknowledge", as_=PREFECTURE_77, notice=owed[0].key)
    told = pen.board.get(owed[0].id, NoticeCard)
    assert told is not None and told.state == "accuse"
    assert "Avis accusé" in pen.say()[-1]
    pen.do("notice.acknowledge", as_=UDCCAS_77, notice=owed[2].key)
    assert "Avis accusé" in pen.say()[-1] and "UDCCAS" in pen.say()[-1]


def test_a_point_of_the_representative_is_owed_to_the_unccas_too_and_to_no_union_that_is_not_there() -> None:
    without = replace(library(), unions={"77": False})
    pen = Pen(T0, texts=without)
    said = {
        "title": "Crue",
        "hazard": "inondation",
        "occurred_at": T0,
        "reason": "Crue",
        "communes": ["77333", "45234"],
    }
    pen.do("crisis.declare", **said)
    contact = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 12 34"}
    pen.do("representative.designate", designation="d-1", perimeter="main", accepted=True, email=REPRESENTANTE.email,
           **contact)  # fmt: skip
    pen.do("situation.freeze", as_=REPRESENTANTE, now=T0 + HOUR, cutoff_at=T0 + HOUR)
    assert point(pen, 1).recipients == ("prefecture-45", "prefecture-77", "sgav", "udccas-45", "unccas")
    [own] = [notice for notice in pen.board.of(NoticeCard) if notice.to == "unccas"]
    pen.do("notice.acknowledge", notice=own.key)
    assert "UNCCAS" in pen.say()[-1]


def test_the_next_point_is_announced_and_said_once_when_it_does_not_come() -> None:
    pen = declared()
    card = freeze(pen, T0 + 3 * HOUR)
    assert card.next_at == T0 + 6 * HOUR
    pen.fall_due(T0 + 6 * HOUR)
    assert "Point de situation n°\u00a02 attendu à 20\u00a0h\u00a000, pas encore figé." in pen.say()
    rhythm = pen.board.get(f"points:{pen.dossier}", PointsCard)
    assert rhythm is not None and rhythm.awaited_since == T0 + 6 * HOUR and rhythm.due is None
    freeze(pen, T0 + 6 * HOUR + timedelta(minutes=10))
    rhythm = pen.board.get(f"points:{pen.dossier}", PointsCard)
    assert rhythm is not None and rhythm.awaited_since is None and rhythm.due == datetime(2018, 1, 28, 21, tzinfo=UTC)


def test_the_whole_of_a_flood_of_bodies_still_fits_in_one_frame() -> None:
    pen = declared()
    for number in range(40):
        pen.do("act.record", as_=CCAS_NEMOURS, act=f"a-{number}", body="ccas-77333", kind="accueil", persons=1,
               households=1, count=1, amount_cents=1, occurred_at=T0)  # fmt: skip
    card = freeze(pen, T0 + HOUR, text="é" * 4_000, difficulties="é" * 2_000, outlook="é" * 2_000)
    assert len(card.wire) < 48 * 1024
    frozen = next(entry.fact for entry in pen.entries if isinstance(entry.fact, SituationFrozen))
    assert len(catalogue.tell(frozen)) > 4_000


@pytest.mark.property
@given(minutes=st.integers(0, 200 * 24 * 60), tempo=st.sampled_from((1, 10, 60)))
def test_the_next_point_always_lies_ahead_and_dates_only_thin_out(minutes: int, tempo: int) -> None:
    now = T0 + timedelta(minutes=minutes) / tempo
    coming = next_point(T0, now, now, "Europe/Paris", tempo)
    assert coming > now
    assert next_point(T0, coming, coming, "Europe/Paris", tempo) > coming


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "America/Martinique", "Pacific/Tahiti"])
def test_the_rhythm_is_that_of_the_field_by_the_clock_of_the_crisis(zone: str) -> None:
    local, at, told = ZoneInfo(zone), T0, []
    for _ in range(17):
        at = next_point(T0, at, at, zone)
        told.append(at)
    assert told[:2] == [T0 + 3 * HOUR, T0 + 6 * HOUR]
    hours = [(one - T0, one.astimezone(local).hour) for one in told[2:]]
    assert all(hour in (6, 12, 18, 22) for since, hour in hours if since <= timedelta(days=2))
    assert all(hour in (11, 18) for since, hour in hours if timedelta(days=2) < since <= timedelta(days=7))


def test_a_point_that_is_printed_again_is_still_of_the_representative_who_led_then() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    card = freeze(pen, pen.tick(hours=3), as_=REPRESENTANTE)
    pen.do("representative.relieve", designation="principal", now=pen.tick(hours=1))
    pen.do(proposal("suivante", name="Noa Exemple", accepted=True))
    crisis = pen.board.get("crisis:crise-test", CrisisCard)
    assert crisis is not None
    for one, name in ((card, "Camille Exemple"), (freeze(pen, pen.tick(hours=3), as_=REPRESENTANTE), "Noa Exemple")):
        assert f"DE\u00a0: UNCCAS – {name}, représentant" in point_text(pen.board, crisis, one, "1.00000000")
