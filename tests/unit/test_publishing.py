"""Official figures: who they speak of, which hour wins, and that they stay apart from the reports."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from crisiscoord.domain.crisis import DossierClosed, InTheFuture
from crisiscoord.domain.publishing import DepartementNotHit, OfficialCard, WhichDepartement
from crisiscoord.errors import Forbidden, Malformed
from tests.cast import CCAS_NEMOURS, PERMANENCE, PREFECTURE_45, PREFECTURE_77, SGAV, UDCCAS_77, actor
from tests.pen import Pen
from tests.unit.test_reporting import NEMOURS, T0, declared, report

LATER = T0 + timedelta(hours=3)
BOTH = ("77333", "45234")


def publish(pen: Pen, as_: Any = PREFECTURE_77, at: datetime = T0, source: str = "COD", **figures: Any) -> None:
    more = {"departement": figures.pop("departement")} if "departement" in figures else {}
    pen.do("official.publish", as_=as_, now=LATER, at=at, source=source, figures=figures, **more)


def values(pen: Pen, scope: str = "77") -> dict[str, int | None]:
    card = pen.board.get(f"official:{scope}", OfficialCard)
    return {name: figure.value for name, figure in card.figures.items()} if card else {}


def test_a_prefecture_speaks_of_its_own_departement_and_the_permanence_of_all() -> None:
    pen = declared(BOTH)
    publish(pen, dead=1)
    publish(pen, PREFECTURE_45, dead=0)
    publish(pen, PERMANENCE, dead=2)
    publish(pen, PERMANENCE, departement="45", injured=3)
    assert values(pen) == {"dead": 1}
    assert values(pen, "45") == {"dead": 0, "injured": 3}
    assert values(pen, "crisis") == {"dead": 2}


def test_everybody_who_sees_the_crisis_sees_them() -> None:
    pen = declared()
    publish(pen, dead=1)
    card = pen.board.card("official:77")
    assert card is not None and card.channel == pen.entries[-1].channel == "common"


def test_a_late_publication_does_not_hide_a_newer_one_and_ties_go_to_the_later_entry() -> None:
    pen = declared()
    publish(pen, at=T0 + timedelta(hours=2), evacuated=400, dead=1)
    publish(pen, at=T0 + timedelta(hours=1), evacuated=300, missing=5)
    assert values(pen) == {"dead": 1, "missing": 5, "evacuated": 400}
    publish(pen, at=T0 + timedelta(hours=2), evacuated=410)
    assert values(pen)["evacuated"] == 410
    before = pen.board.card("official:77")
    publish(pen, at=T0, dead=9)
    assert pen.board.card("official:77") == before


def test_not_known_is_not_zero_and_is_told() -> None:
    pen = declared()
    publish(pen, dead=0, missing={"quality": "non_communique"}, evacuated={"value": 2_000, "quality": "estime"})
    assert values(pen) == {"dead": 0, "missing": None, "evacuated": 2_000}
    assert pen.say()[-1] == (
        "Chiffres officiels (département 77), le 28 janvier 2018 à 14\u00a0h\u00a000\u00a0: décédés 0, "
        "disparus non communiqué et évacués 2\u202f000 (estimation). Source\u00a0: COD"
    )


def test_each_figure_keeps_its_source_and_its_hour() -> None:
    pen = declared()
    publish(pen, source="SDIS", dead=1)
    publish(pen, at=T0 + timedelta(hours=1), source="COD", missing=2)
    card = pen.board.get("official:77", OfficialCard)
    assert card is not None
    assert (card.figures["dead"].source, card.figures["missing"].source) == ("SDIS", "COD")
    assert card.observed_at == card.figures["missing"].at


def test_reports_and_official_figures_do_not_touch_each_other() -> None:
    pen = declared()
    report(pen, T0 + timedelta(minutes=5), figures={"evacuated": 90})
    body = pen.board.card(f"body:{NEMOURS}")
    publish(pen, evacuated=400)
    assert pen.board.card(f"body:{NEMOURS}") == body
    assert values(pen) == {"evacuated": 400}


def test_a_departement_that_is_not_hit_has_no_figures_here() -> None:
    pen = declared()
    with pytest.raises(DepartementNotHit):
        publish(pen, PERMANENCE, departement="45", dead=1)


def test_a_prefecture_of_several_departements_says_which() -> None:
    zone = actor("zone", "prefecture", bodies=("prefecture-77",), departements=("77", "45"))
    pen = declared(BOTH)
    with pytest.raises(WhichDepartement):
        publish(pen, zone, dead=1)
    publish(pen, zone, departement="45", dead=1)
    assert values(pen, "45") == {"dead": 1}


@pytest.mark.parametrize("who", [UDCCAS_77, CCAS_NEMOURS, SGAV], ids=lambda who: who.role)
def test_nobody_else_publishes(who: Any) -> None:
    with pytest.raises(Forbidden):
        publish(declared(), who, dead=1)


def test_a_prefecture_does_not_speak_of_another_departement() -> None:
    with pytest.raises(Forbidden):
        publish(declared(BOTH), PREFECTURE_45, departement="77", dead=1)


@pytest.mark.parametrize(
    "figures",
    [
        {},
        {"meals": 3},
        {"dead": -1},
        {"dead": True},
        {"dead": {"quality": "constate"}},
        {"dead": {"value": 1, "quality": "non_communique"}},
    ],
)
def test_what_is_no_official_figure_is_refused(figures: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        publish(declared(), **figures)


def test_not_before_its_hour_and_not_once_closed() -> None:
    pen = declared()
    with pytest.raises(InTheFuture):
        publish(pen, at=LATER + timedelta(hours=1), dead=1)
    pen.do("crisis.close", reason="Fini.")
    with pytest.raises(DossierClosed):
        publish(pen, dead=1)
