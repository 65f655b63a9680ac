"""What may be counted of a crisis by those who do not see its bodies."""

from typing import Any

import pytest

from crisiscoord.domain.words import Actor
from tests.api.test_commands import refused
from tests.cast import ADMIN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_45, PREFECTURE_77, SGAV, UDCCAS_77
from tests.house import Served

NEMOURS, MELUN, ORLEANS = "77333", "77288", "45234"


@pytest.fixture
def crisis(house: Served) -> str:
    """Three bodies in two départements; two have reported, one of them without saying how many are sheltered."""
    found = house.declare(communes=[NEMOURS, MELUN, ORLEANS])
    _report(house, found, NEMOURS, "deborde", {"sheltered": {"value": 41, "quality": "estime"}})
    _report(house, found, ORLEANS, "tension", {"sheltered": {"quality": "non_communique"}})
    return found


def _report(house: Served, crisis: str, commune: str, status: str, figures: dict[str, Any]) -> None:
    said = {"status": status, "observed_at": house.clock.now().isoformat(), "figures": figures}
    response = house.do(crisis, "report.file", body=f"ccas-{commune}", **said)
    assert response.status_code == 201, response.text


def _totals(house: Served, crisis: str, who: Actor) -> dict[str, Any]:
    found: dict[str, Any] = house.as_(who).get(f"/api/dossiers/{crisis}/totals").json()
    return found


def test_a_prefecture_counts_every_departement_and_sees_the_bodies_of_its_own_only(house: Served, crisis: str):
    told = _totals(house, crisis, PREFECTURE_77)
    names = [(one["name"], one["held"], one["heard"], one["of"]) for one in told["departements"]]
    assert sorted(names) == [("Loiret", False, 1, 1), ("Seine-et-Marne", True, 1, 2)]
    assert (told["whole"]["heard"], told["whole"]["of"]) == (2, 3)
    assert told["whole"]["statuses"] == {"deborde": 1, "tension": 1, "sans_nouvelle": 1}
    seen = house.as_(PREFECTURE_77).get(f"/api/dossiers/{crisis}/board").json()["cards"]
    assert {card["departement"] for card in seen if card["type"] == "body"} == {"77"}
    assert "ccas" not in str(told)


def test_a_sum_says_how_many_it_was_made_of_and_what_was_not_told_is_not_zero(house: Served, crisis: str):
    assert _totals(house, crisis, PERMANENCE)["whole"]["figures"]["sheltered"] == {
        "sum": 41,
        "said": 1,
        "estimated": True,
    }
    loiret = next(one for one in _totals(house, crisis, PREFECTURE_45)["departements"] if one["departement"] == "45")
    assert loiret["figures"]["sheltered"] == {"sum": 0, "said": 0, "estimated": False}


@pytest.mark.parametrize(
    ("who", "counted", "whole"),
    [
        (PERMANENCE, {"77", "45"}, True),
        (OBSERVER, {"77", "45"}, True),
        (PREFECTURE_45, {"77", "45"}, True),
        (UDCCAS_77, {"77"}, False),
        (CCAS_NEMOURS, {"77"}, False),
        (SGAV, set(), False),
    ],
    ids=lambda value: getattr(value, "account", ""),
)
def test_each_counts_what_is_theirs_to_count(house: Served, crisis: str, who: Actor, counted: set[str], whole: bool):
    told = _totals(house, crisis, who)
    assert {one["departement"] for one in told["departements"]} == counted
    assert (told["whole"] is not None) is whole


def test_what_has_not_changed_is_not_sent_again_and_strangers_learn_nothing(house: Served, crisis: str):
    client, address = house.as_(PREFECTURE_77), f"/api/dossiers/{crisis}/totals"
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    _report(house, crisis, MELUN, "mobilise", {})
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200
    refused(house.as_(ADMIN).get(address), 404, "missing")
    refused(client.get(f"{address}?departement=45"), 422, "malformed")


def test_acts_are_told_by_day_to_those_who_hold_the_totals_of_their_bodies(house: Served, crisis: str):
    at = house.clock.now().isoformat()
    said = {"act": "acte-1", "body": f"ccas-{NEMOURS}", "kind": "accueil", "persons": 12, "occurred_at": at}
    assert house.do(crisis, "act.record", CCAS_NEMOURS, **said).status_code == 201
    path = f"/api/dossiers/{crisis}/acts"
    for who, seen, of in (
        (PREFECTURE_77, 1, 2),
        (UDCCAS_77, 1, 2),
        (PERMANENCE, 1, 3),
        (PREFECTURE_45, 0, 1),
        (SGAV, 0, 0),
    ):
        told = house.as_(who).get(path).json()
        assert (len(told["days"]), len(told["bodies"]), told["of"]) == (seen, seen, of), who.account
    told = house.as_(PREFECTURE_77).get(path, params={"departement": "77", "kind": "accueil"}).json()
    assert told["days"][0]["kinds"]["accueil"]["persons"] == 12 and told["days"][0]["bodies"] == 1
    assert house.as_(PREFECTURE_77).get(path, params={"kind": "vestiaire"}).json()["days"] == []
    assert house.as_(PREFECTURE_77).get(path, params={"body": f"ccas-{MELUN}"}).json()["of"] == 1
