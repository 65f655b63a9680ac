"""The texts that the project carries: valid, whole, and saying what the agreements say."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from crisiscoord.assets import playbooks_dir
from crisiscoord.domain.agreements import Library, Scenario
from crisiscoord.domain.durations import after
from crisiscoord.domain.scenarios import moment
from crisiscoord.library.reading import check, read_library
from crisiscoord.library.territory import Territory

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(playbooks_dir())


@pytest.fixture(scope="module")
def flood(library: Library) -> Scenario:
    scenario = library.scenario("crue-2018")
    assert scenario is not None
    return scenario


def seconds(duration: str) -> float:
    return (after(NOW, duration, "UTC") - NOW).total_seconds()


def test_the_shipped_texts_have_no_fault() -> None:
    assert check(playbooks_dir()) == []


def test_a_flood_follows_the_common_protocol_and_its_own(library: Library) -> None:
    assert library.for_hazard("inondation") == ("socle", "inondation")


def test_departmental_unions_have_actions_of_their_own(library: Library) -> None:
    """Article E-08: the protocols are for the CCAS, the CIAS and the departmental unions."""
    socle = library.playbooks["socle"]
    assert sum(action.who == "udccas" and action.scope == "departement" for action in socle.actions) >= 3


def test_the_three_first_duties_of_unccas_prove_themselves(library: Library) -> None:
    socle = library.playbooks["socle"]
    checks = {action.code: action.check for action in socle.actions if action.check != "none"}
    assert checks["SOC-02"] == "representative_active"
    assert checks["SOC-03"] == "notice_acknowledged:sgav"
    assert checks["SOC-04"] == "notice_acknowledged:prefecture"


def test_every_scheme_that_is_carried_is_cited(library: Library) -> None:
    cited = {aid for playbook in library.playbooks.values() for action in playbook.actions for aid in action.aids}
    assert cited == set(library.schemes)


def test_the_convention_holds_its_23_articles_and_obliges_only_where_it_must(library: Library) -> None:
    convention = library.conventions["etat-unccas"]
    assert [clause.code for clause in convention.articles] == [f"E-{n:02d}" for n in range(1, 24)]
    for rule in convention.obligations:
        clause = convention.clause(rule.article)
        assert clause is not None and clause.modal == "must"


def test_french_typography_is_kept_in_every_text() -> None:
    for path in sorted(playbooks_dir().glob("*/*.yaml")):
        for text in re.findall(r'"([^"\n]*)"', path.read_text()):
            assert not re.search(r" [;:!?»]|« |[a-zé]'[a-zéèêh]", text), (path.name, text)


def test_the_flood_hits_118_communes_and_only_competent_bodies_report(flood: Scenario) -> None:
    territory = Territory()
    named = {
        commune
        for step in flood.steps
        if step.do in ("crisis.declare", "crisis.extend")
        for commune in step.content["communes"]
    }
    assert len(named) == 118
    communes, unknown = territory.resolve(sorted(named))
    assert (len(communes), tuple(unknown)) == (118, ())
    competent = {territory.competent(commune).id for commune in named}
    reporting = {step.content["body"] for step in flood.steps if step.do == "report.file"}
    assert reporting < competent
    assert len(competent - reporting) >= 5, "some bodies stay silent"


def test_nobody_speaks_before_the_zone_is_extended_to_them(flood: Scenario) -> None:
    territory, known = Territory(), set[str]()
    for step in flood.steps:
        known |= {territory.competent(commune).id for commune in step.content.get("communes", ())}
        assert step.content.get("body") is None or step.content["body"] in known, step


def test_the_peak_comes_within_the_hour_and_something_always_moves(flood: Scenario) -> None:
    times = [seconds(step.at) for step in flood.steps]
    assert 450 <= len(times) <= 1_300
    assert flood.peak == "PT1H"
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert max(gaps) <= 300, "at speed 60, five seconds"
    worst = last_status(flood, seconds(flood.peak))
    end = last_status(flood, seconds(flood.duration))
    assert worst["deborde"] == 12 and worst["hors_service"] == 1
    assert end["deborde"] == 0 and end["retour_normale"] > 20


def last_status(flood: Scenario, until: float) -> Counter[str]:
    last = {
        step.content["body"]: step.content["status"]
        for step in flood.steps
        if step.do == "report.file" and seconds(step.at) <= until
    }
    return Counter(last.values())


def test_three_calls_without_an_answer_happen_and_one_report_comes_late(flood: Scenario) -> None:
    unanswered = Counter(
        step.content["body"] for step in flood.steps if step.do == "call.log" and not step.content["answered"]
    )
    assert sum(number >= 3 for number in unanswered.values()) == 3
    assert any(step.content.get("observed_at") == "-PT50M" for step in flood.steps)


def test_the_person_designated_is_evidently_fictitious(flood: Scenario) -> None:
    for step in flood.steps:
        if step.do == "representative.designate":
            assert step.content["name"].endswith(("Exemple", "Modèle"))
            assert step.content["email"].endswith("@exemple.invalid")
            assert step.content["phone"].startswith("01 99 00 ")


def test_no_text_of_the_scenario_holds_a_telephone_number_or_an_address(flood: Scenario) -> None:
    for step in flood.steps:
        for key in ("text", "reason", "minutes"):
            assert not re.search(r"(\d[ .]?){8,}|@", str(step.content.get(key, "")))


def test_relative_moments_are_counted_from_the_step() -> None:
    assert moment("-PT3M", NOW, "Europe/Paris") == "2026-11-22T09:57:00.000+00:00"
    assert moment("+P1D", NOW, "Europe/Paris") == "2026-11-23T10:00:00.000+00:00"
    assert moment("-P8M", NOW, "Europe/Paris") == "2026-03-22T10:00:00.000+00:00"
    assert moment("on:-P8M", NOW, "Europe/Paris") == "2026-03-22"
    assert moment("on:+P1Y", NOW, "Europe/Paris") == "2027-11-22"


def test_a_tempo_brings_moments_nearer_and_leaves_days_alone() -> None:
    assert moment("-PT3M", NOW, "Europe/Paris", tempo=60) == (NOW - timedelta(seconds=3)).isoformat(
        timespec="milliseconds"
    )
    assert moment("on:-P8M", NOW, "Europe/Paris", tempo=60) == "2026-03-22"


def test_a_month_too_short_and_a_summer_night_do_not_break_a_moment() -> None:
    end_of_march = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
    assert moment("-P1M", end_of_march, "Europe/Paris").startswith("2026-02-28T")
    assert moment("on:-P1M", end_of_march, "Europe/Paris") == "2026-02-28"


def test_a_step_says_its_moments_in_the_time_of_the_play(flood: Scenario) -> None:
    declared = flood.steps[0].spoken(NOW, "Europe/Paris")
    assert declared["occurred_at"] == "2026-11-22T05:00:00.000+00:00"
    assert declared["communes"] == flood.steps[0].content["communes"]
