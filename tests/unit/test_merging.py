"""What the field does to figures: two voices for one body, news that is late, corrected or taken by phone, sources
that disagree. Nothing is averaged, nothing is fixed; a point shows what stood at its hour (docs/field.md, « Figures »)."""

from datetime import timedelta

from tests.cast import CCAS_NEMOURS, PERMANENCE, PREFECTURE_77, TERRAIN_NEMOURS, UDCCAS_77
from tests.unit.test_reporting import T0, body, declared, report
from tests.unit.test_situating import HOUR, figure, freeze, point, publish


def test_two_people_report_for_one_ccas_and_the_newest_of_each_figure_holds() -> None:
    pen = declared()
    report(pen, T0 + HOUR, as_=CCAS_NEMOURS, figures={"evacuated": 300, "sheltered": 40})
    report(pen, T0 + HOUR + timedelta(minutes=5), as_=TERRAIN_NEMOURS, figures={"evacuated": 320})
    card = freeze(pen, T0 + 2 * HOUR)
    assert (figure(card, "evacuated").value, figure(card, "sheltered").value) == (320, 40)
    assert figure(card, "evacuated").said == 1, "one body counts once, whoever speaks for it"


def test_a_late_report_hides_no_newer_one_and_fills_what_nobody_had_said() -> None:
    pen = declared()
    report(pen, T0 + 2 * HOUR, figures={"evacuated": 320})
    report(pen, T0 + HOUR, now=T0 + 3 * HOUR, figures={"evacuated": 90, "meals": 60})
    card = freeze(pen, T0 + 3 * HOUR)
    assert (figure(card, "evacuated").value, figure(card, "meals").value) == (320, 60)
    assert any("reçu tardivement" in line for line in pen.say())


def test_a_report_taken_by_phone_counts_like_another_and_says_who_took_it() -> None:
    pen = declared()
    report(pen, T0 + HOUR, as_=UDCCAS_77, figures={"evacuated": 90})
    assert body(pen).taken_by == "udccas"
    assert figure(freeze(pen, T0 + 2 * HOUR), "evacuated").value == 90


def test_a_figure_corrected_an_hour_later_leaves_the_point_as_it_was_and_shows_in_the_next() -> None:
    pen = declared()
    report(pen, T0 + HOUR, figures={"evacuated": 3_000})
    first = freeze(pen, T0 + HOUR + timedelta(minutes=10))
    report(pen, T0 + 2 * HOUR, figures={"evacuated": 300})
    second = freeze(pen, T0 + 2 * HOUR + timedelta(minutes=10))
    assert point(pen, 1) == first and figure(first, "evacuated").value == 3_000
    assert (figure(second, "evacuated").value, figure(second, "evacuated").delta) == (300, -2_700)


def test_the_three_figures_of_nemours_stand_side_by_side() -> None:
    """June 2016: the town says 800, the press had said 2,000 then 3,000 (data/events)."""
    pen = declared()
    report(pen, T0 + HOUR, figures={"evacuated": 800, "sheltered": 220})
    publish(pen, T0 + HOUR, PREFECTURE_77, source="Préfecture", evacuated=2_000)
    publish(pen, T0 + HOUR, PERMANENCE, source="Presse", evacuated=3_000)
    told = {
        one.source: (one.value, one.differs) for one in freeze(pen, T0 + 2 * HOUR).figures if one.name == "evacuated"
    }
    assert told == {"reports": (800, True), "departements": (2_000, True), "crisis": (3_000, True)}


def test_where_a_place_is_open_its_count_stands_for_the_night_and_nothing_is_counted_twice() -> None:
    pen = declared()
    report(pen, T0 + HOUR, figures={"sheltered": 64})
    salle = {"place": "salle", "kind": "care", "body": "ccas-77333", "name": "Salle des sports", "commune": "77333"}
    pen.do("place.open", as_=CCAS_NEMOURS, capacity=60, present=30, **salle)
    assert figure(freeze(pen, T0 + HOUR + timedelta(minutes=10)), "sheltered").value == 64
    pen.do("place.update", as_=CCAS_NEMOURS, place="salle", night=41)
    card = freeze(pen, T0 + 2 * HOUR)
    assert (figure(card, "sheltered").value, figure(card, "sheltered").places) == (41, 1)
    assert [(one.name, one.capacity, one.night) for one in card.places] == [("Salle des sports", 60, 41)]


def test_a_place_whose_address_is_restricted_is_in_no_point() -> None:
    pen = declared()
    hidden = {"place": "refuge", "kind": "mise_a_l_abri", "body": "ccas-77333", "name": "Refuge", "commune": "77333"}
    pen.do("place.open", as_=PREFECTURE_77, now=T0 + HOUR, restricted=True, night=7, **hidden)
    card = freeze(pen, T0 + 2 * HOUR)
    assert card.places == () and figure(card, "sheltered").value == 7
    assert "Refuge" not in card.wire.decode()


def test_what_is_still_wanting_is_told_by_urgency() -> None:
    pen = declared()
    lits = {"need": "lits", "body": "ccas-77333", "kind": "materiel", "quantity": 40, "urgency": "immediat"}
    pen.do("need.raise", as_=CCAS_NEMOURS, now=T0 + HOUR, **lits)
    card = freeze(pen, T0 + 2 * HOUR)
    assert [(one.body, one.quantity, one.urgency) for one in card.needs] == [("CCAS de Nemours", 40, "immediat")]
