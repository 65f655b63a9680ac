"""The merging rules of the field through HTTP: what each body said last of each figure stands, nothing is fixed, all is kept.

Two voices for one CCAS, news that comes late, is taken by telephone or corrected an hour later, sources that disagree.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from crisiscoord.domain.words import Actor
from tests.cast import CCAS_NEMOURS, PERMANENCE, PREFECTURE_77, TERRAIN_NEMOURS, UDCCAS_77
from tests.house import Served, cards_of

HOUR = timedelta(hours=1)


def report(
    house: Served, crisis: str, who: Actor, ago: timedelta = timedelta(), text: str = "", **figures: int
) -> None:
    said = {name: {"value": value, "quality": "constate"} for name, value in figures.items()}
    fields: dict[str, Any] = {"figures": said, "observed_at": (house.clock.now() - ago).isoformat()}
    answer = house.report(crisis, who, **fields, **({"text": text} if text else {}))
    assert answer.status_code == 201, answer.text


def body(house: Served, crisis: str, who: Actor = PERMANENCE) -> dict[str, Any]:
    card: dict[str, Any] = cards_of(house.board(crisis, who))["body:ccas-77333"]
    return card


def freeze(house: Served, crisis: str) -> dict[str, Any]:
    """Freeze a point now, and return its card."""
    answer = house.do(crisis, "situation.freeze", cutoff_at=house.clock.now().isoformat())
    assert answer.status_code == 201, answer.text
    points = [card for id, card in cards_of(house.board(crisis)).items() if id.startswith("situation:")]
    newest: dict[str, Any] = max(points, key=lambda card: card["number"])
    return newest


def evacuated(point: dict[str, Any]) -> dict[str, tuple[int, bool]]:
    return {
        one["source"]: (one["value"], one["differs"])
        for one in point["figures"]
        if one["name"] == "evacuated" and "value" in one
    }


def test_two_people_who_report_at_the_same_moment_for_one_ccas_lose_nothing_of_each_other(house: Served, crisis: str):
    with ThreadPoolExecutor(2) as both:
        said = [
            both.submit(report, house, crisis, CCAS_NEMOURS, evacuated=300, sheltered=40),
            both.submit(report, house, crisis, TERRAIN_NEMOURS, meals=120),
        ]
    assert [one.result() for one in said] == [None, None]
    figures = body(house, crisis)["figures"]
    assert {name: figures[name]["value"] for name in figures} == {"evacuated": 300, "sheltered": 40, "meals": 120}
    assert len(house.lines(crisis, kind="report.filed")["entries"]) == 2
    assert house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/totals").json()["whole"]["heard"] == 1


def test_a_report_that_comes_late_hides_nothing_newer_and_says_that_it_is_late(house: Served, crisis: str):
    house.clock.advance(3 * HOUR)
    report(house, crisis, CCAS_NEMOURS, evacuated=320)
    report(house, crisis, TERRAIN_NEMOURS, 2 * HOUR, evacuated=90, meals=60)
    figures = body(house, crisis)["figures"]
    assert (figures["evacuated"]["value"], figures["meals"]["value"]) == (320, 60)
    assert "reçu tardivement" in house.lines(crisis, kind="report.filed")["entries"][-1]["text"]


def test_a_report_taken_by_telephone_counts_and_says_by_whom_until_the_ccas_speaks_for_itself(
    house: Served, crisis: str
):
    report(house, crisis, UDCCAS_77, evacuated=90)
    assert (body(house, crisis)["taken_by"], body(house, crisis)["figures"]["evacuated"]["value"]) == ("udccas", 90)
    assert "pris par" in house.lines(crisis, kind="report.filed")["entries"][-1]["text"]
    house.clock.advance(timedelta(minutes=5))
    report(house, crisis, CCAS_NEMOURS, evacuated=95)
    assert "taken_by" not in body(house, crisis) and body(house, crisis)["figures"]["evacuated"]["value"] == 95


def test_a_figure_corrected_an_hour_later_changes_the_next_point_and_never_the_one_before(house: Served, crisis: str):
    report(house, crisis, CCAS_NEMOURS, evacuated=3_000)
    first = freeze(house, crisis)
    house.clock.advance(HOUR)
    report(house, crisis, CCAS_NEMOURS, text="Un zéro de trop.", evacuated=300)
    second = freeze(house, crisis)
    kept = cards_of(house.board(crisis))
    assert kept[f"situation:{first['number']}"] == first and evacuated(first) == {"reports": (3_000, False)}
    assert evacuated(second) == {"reports": (300, False)}
    assert [one["delta"] for one in second["figures"] if one["name"] == "evacuated"] == [-2_700]
    told = house.as_(PREFECTURE_77).get(f"/api/dossiers/{crisis}/exports/points/{second['number']}.txt").text
    assert "300" in told and "\u22122\u202f700" in told


def test_sources_that_disagree_stand_side_by_side_on_the_board_in_the_point_and_in_what_is_pasted(
    house: Served, crisis: str
):
    report(house, crisis, CCAS_NEMOURS, evacuated=800)
    at = house.clock.now().isoformat()
    for who, value, source in ((PREFECTURE_77, 2_000, "COD"), (PERMANENCE, 3_000, "Presse")):
        published = {"figures": {"evacuated": value}, "source": source, "at": at}
        assert house.do(crisis, "official.publish", who, **published).status_code == 201
    point = freeze(house, crisis)
    assert evacuated(point) == {"reports": (800, True), "departements": (2_000, True), "crisis": (3_000, True)}
    assert body(house, crisis)["figures"]["evacuated"]["value"] == 800
    told = house.as_(PREFECTURE_77).get(f"/api/dossiers/{crisis}/exports/points/{point['number']}.txt").text
    assert all(words in told for words in ("800", "2\u202f000", "3\u202f000", "COD", "Presse"))
