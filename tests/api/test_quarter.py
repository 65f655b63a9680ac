"""The quarterly dossier: what the parties look at together, each figure with the entries it comes from."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crisiscoord.clock import ManualClock
from tests.api.test_commands import refused
from tests.cast import (
    CCAS_MELUN,
    CCAS_NEMOURS,
    OBSERVER,
    PERMANENCE,
    PREFECTURE_77,
    SGAV,
    UDCCAS_77,
    actor,
)
from tests.house import Served, served

SIGNED = datetime(2026, 2, 10, 15, tzinfo=UTC)
CONVENTION = "etat-unccas-2026"
UDCCAS_45 = actor("udccas-45", "udccas", "Lou Supposé", bodies=("udccas-45",), departements=("45",))
URL = f"/api/dossiers/{CONVENTION}/quarter"
IN_MAY = {"from": "2026-05-01"}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A convention signed in February; a crisis in May, before the point, and an exercise in June, after it."""
    clock = ManualClock(SIGNED)
    with served(f"sqlite:///{tmp_path_factory.mktemp('year')}/crisiscoord.db", clock) as house:
        parties = ["unccas", "sgav", "udccas-77", "udccas-45"]
        signed = {"template": "etat-unccas", "title": "État et UNCCAS", "signed_on": "2026-02-10"}
        accepted(house.do(CONVENTION, "convention.sign", parties=parties, **signed))
        accepted(house.do(CONVENTION, "meeting.schedule", meeting="point-1", at="2026-05-04T12:00:00Z"))
        clock.set(datetime(2026, 5, 4, 14, tzinfo=UTC))
        decisions = [{"text": "Diffuser le guide", "owner": "unccas", "due": "2026-06-01"}]
        held = {"held_at": "2026-05-04T12:00:00Z", "minutes": "Fiches relues.", "decisions": decisions}
        accepted(house.do(CONVENTION, "meeting.hold", meeting="point-1", **held))
        clock.set(datetime(2026, 5, 6, 8, tzinfo=UTC))
        live(house, house.declare(exercise=False, title="Crue du Loing"), clock)
        clock.set(datetime(2026, 6, 15, 8, tzinfo=UTC))
        live(house, house.declare(exercise=True, title="Exercice d’été"), clock)
        yield house


def live(house: Served, crisis: str, clock: ManualClock) -> None:
    """Ten minutes to designate, five more to inform, then two reports, two acts, of which one is corrected."""
    clock.advance(timedelta(minutes=10))
    someone = {"name": "Camille Exemple", "function": "Directrice", "phone": "+33 1 99 00 00 01"}
    someone |= {"email": "camille@exemple.invalid", "perimeter": "main"}
    accepted(house.do(crisis, "representative.designate", designation="camille", accepted=True, **someone))
    clock.advance(timedelta(minutes=5))
    notice = next(card for card in house.board(crisis)["cards"] if card["type"] == "notice" and card["to"] == "sgav")
    key = notice["id"].partition(":")[2]
    accepted(house.do(crisis, "notice.record", notice=key, sent_at=clock.now().isoformat()))
    accepted(house.do(crisis, "notice.acknowledge", SGAV, notice=key))
    accepted(house.report(crisis, CCAS_NEMOURS))
    accepted(house.report(crisis, CCAS_NEMOURS))
    act = {"body": "ccas-77333", "kind": "aide_alimentaire", "occurred_at": clock.now().isoformat()}
    accepted(house.do(crisis, "act.record", CCAS_NEMOURS, act="repas-1", persons=12, **act))
    accepted(house.do(crisis, "act.record", CCAS_NEMOURS, act="repas-2", households=3, **act))
    accepted(house.do(crisis, "act.correct", CCAS_NEMOURS, act="repas-1", persons=10))


def accepted(response: Any) -> None:
    assert response.status_code == 201, response.text


def asked(house: Served, as_: Any = PERMANENCE, **query: str) -> Any:
    response = house.as_(as_).get(URL, params=query)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_quarter_is_counted_from_the_signature(year: Served):
    assert [(one["from"], one["to"]) for one in (asked(year), asked(year, **IN_MAY))] == [
        ("2026-05-10", "2026-08-09"),
        ("2026-02-10", "2026-05-09"),
    ]


def test_the_crises_of_a_quarter_are_told_with_their_delays(year: Served):
    (crisis,) = asked(year, **IN_MAY)["crises"]
    assert (crisis["title"], crisis["exercise"], crisis["began"]) == ("Crue du Loing", False, True)
    delays = crisis["delays"]
    assert (delays["designated_s"]["value"], delays["active_s"]["value"]) == (600, 600)
    assert (delays["sgav"]["sent_s"]["value"], delays["sgav"]["acknowledged_s"]["value"]) == (300, 300)
    assert [notice["to"] for notice in delays["prefectures"]] == ["prefecture-77"]
    assert "sent_s" not in delays["prefectures"][0]


def test_coverage_and_acts_are_counted_and_never_mixed(year: Served):
    (crisis,) = asked(year, **IN_MAY)["crises"]
    counted = {name: figure["value"] for name, figure in crisis["reporting"].items()}
    assert counted == {"concerned": 2, "reported": 1, "reports": 2}
    assert crisis["acts"]["aide_alimentaire"]["value"] == {"acts": 2, "persons": 10, "households": 3}
    assert crisis["designations"]["designated"]["value"] == 1
    assert {one["code"] for one in crisis["playbooks"]} == {"socle", "inondation"}


def test_every_figure_names_entries_that_say_it(year: Served):
    (crisis,) = asked(year, **IN_MAY)["crises"]
    kinds = {line["seq"]: line["kind"] for line in year.lines(crisis["dossier"], limit=500)["entries"]}

    def behind(figure: dict[str, Any]) -> list[str]:
        assert figure["dossier"] == crisis["dossier"] and figure["more"] == 0
        return [kinds[seq] for seq in figure["entries"]]

    assert behind(crisis["delays"]["designated_s"]) == ["representative.designated"]
    assert behind(crisis["delays"]["sgav"]["acknowledged_s"]) == ["notice.acknowledged"]
    assert behind(crisis["reporting"]["reports"]) == ["report.filed"] * 2
    assert behind(crisis["reporting"]["concerned"]) == ["bodies.concerned"]
    assert sorted(behind(crisis["acts"]["aide_alimentaire"])) == ["act.corrected", "act.recorded"]
    assert {kind for one in crisis["playbooks"] for kind in behind(one["version"])} == {"playbook.applied"}


def test_exercises_are_never_added_to_crises(year: Served):
    whole = asked(year, **{"from": "2026-02-10", "to": "2026-08-09"})
    assert [one["exercise"] for one in whole["crises"]] == [False, True]
    for name in ("crises", "exercises"):
        assert (whole["totals"][name]["followed"], whole["totals"][name]["began"]) == (1, 1)
        assert whole["totals"][name]["acts"]["aide_alimentaire"]["persons"] == 10


def test_a_crisis_that_goes_on_is_followed_without_having_begun(year: Served):
    whole = asked(year, **{"from": "2026-05-10"})
    flood = next(one for one in whole["crises"] if not one["exercise"])
    assert (flood["began"], flood["acts"], flood["reporting"]["reports"]["value"]) == (False, {}, 0)
    assert flood["delays"]["designated_s"]["value"] == 600
    assert whole["totals"]["crises"]["began"] == 0


def test_decisions_of_last_time_come_back_until_they_are_done(year: Served):
    (decision,) = asked(year)["decisions"]
    assert (decision["text"], decision["state"]) == ("Diffuser le guide", "a_faire")
    assert decision["id"] == "decision:point-1-1"
    assert asked(year, **{"from": "2026-02-10", "to": "2026-05-03"})["decisions"] == []
    assert [one["id"] for one in asked(year, **IN_MAY)["meetings"]] == ["meeting:point-1"]
    assert [one["due_on"] for one in asked(year)["obligations"]] == ["2026-05-10"]


def test_a_party_sees_one_by_one_only_the_crises_that_it_may_see(year: Served):
    here, elsewhere = asked(year, UDCCAS_77, **IN_MAY), asked(year, UDCCAS_45, **IN_MAY)
    assert [one["title"] for one in here["crises"]] == ["Crue du Loing"]
    assert elsewhere["crises"] == []
    assert elsewhere["totals"] == here["totals"] == asked(year, **IN_MAY)["totals"]
    assert "Loing" not in str(elsewhere) and "crue-" not in str(elsewhere)


def test_entries_that_the_reader_may_not_open_are_only_counted(year: Served):
    (crisis,) = asked(year, SGAV, **IN_MAY)["crises"]
    acts = crisis["acts"]["aide_alimentaire"]
    assert (acts["value"]["persons"], acts["entries"], acts["more"]) == (10, [], 2)


def test_the_dossier_is_for_the_parties(year: Served):
    refused(year.as_(OBSERVER).get(URL), 403, "not_a_party")
    for stranger in (CCAS_MELUN, PREFECTURE_77):
        refused(year.as_(stranger).get(URL), 404, "missing")
    refused(year.as_(PERMANENCE).get("/api/dossiers/crue-1/quarter"), 404, "unknown_convention")


@pytest.mark.parametrize(
    "query",
    [
        "to=2026-05-01",
        "from=2026-05-02&to=2026-05-01",
        "from=2020-01-01&to=2026-01-01",
        "from=hier",
        "from=0001-01-01",
        "from=9999-12-31",
        "quarter=1",
    ],
)
def test_a_period_that_cannot_be_is_refused(year: Served, query: str):
    refused(year.as_(PERMANENCE).get(f"{URL}?{query}"), 422, "malformed")
