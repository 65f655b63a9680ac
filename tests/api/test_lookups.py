"""Look-ups for forms, and the words of the field."""

from uuid import uuid4

import pytest

from tests.api.test_commands import refused
from tests.cast import CCAS_NEMOURS, PERMANENCE, UDCCAS_77
from tests.house import Served


def test_a_commune_is_found_as_one_types_it_with_its_body(house: Served):
    client = house.as_(CCAS_NEMOURS)
    found = client.get("/api/territory/communes", params={"q": "nemou"}).json()
    assert found[0] == {
        "code": "77333",
        "name": "Nemours",
        "departement": "77",
        "population": found[0]["population"],
        "position": [482661, 26941],
        "competent": {"id": "ccas-77333", "name": "CCAS de Nemours", "kind": "ccas", "presumed": True},
    }
    for words, departement in (("NEMOURS", "77"), ("saint-pierre les nemours", "77"), ("77333", "")):
        names = [
            one["name"] for one in client.get(f"/api/territory/communes?q={words}&departement={departement}").json()
        ]
        assert any("Nemours" in name for name in names)
    assert client.get("/api/territory/communes?q=nemours&departement=45").json() == []
    assert len(client.get("/api/territory/communes?q=saint&limit=7").json()) == 7


def test_pasted_codes_are_read_at_once_and_the_unknown_ones_named(house: Served):
    answer = house.as_(PERMANENCE).get("/api/territory/communes?code=77333,77288,99999&code=97411").json()
    assert [commune["code"] for commune in answer["communes"]] == ["77333", "77288", "97411"]
    assert answer["unknown"] == ["99999"]


def test_bodies_are_found_by_id_by_name_and_by_kind(house: Served):
    client = house.as_(PERMANENCE)
    named = client.get("/api/directory/bodies?id=prefecture-77,ccas-77333,nulle-part").json()
    assert [body["id"] for body in named] == ["prefecture-77", "ccas-77333"]
    assert [body["id"] for body in client.get("/api/directory/bodies?q=prefecture&departement=77").json()] == [
        "prefecture-77"
    ]
    assert "ccas-77333" in [body["id"] for body in client.get("/api/directory/bodies?q=CCAS de Nemours").json()]
    kinds = {body["kind"] for body in client.get("/api/directory/bodies?q=&departement=77&kind=siao,caf").json()}
    assert kinds == {"siao", "caf"}


def test_the_protocols_of_a_hazard_are_shown_before_one_declares(house: Served):
    client = house.as_(PERMANENCE)
    flood = client.get("/api/playbooks?hazard=inondation").json()
    assert [playbook["code"] for playbook in flood] == ["socle", "inondation"]
    assert flood[0].keys() >= {"code", "version", "title", "red_lines", "actions"}
    assert flood[0]["actions"][0].keys() >= {"code", "title", "phase", "at", "anchor", "scope", "must", "who"}
    assert [playbook["code"] for playbook in client.get("/api/playbooks?hazard=autre").json()] == ["socle"]
    refused(client.get("/api/playbooks?hazard=dragons"), 422, "malformed")


def test_those_who_take_calls_are_told_whom_to_call_in_their_departement(house: Served):
    crisis = house.declare(communes=["77333", "77288", "45234"])
    address = f"/api/dossiers/{crisis}/calls"
    refused(house.as_(CCAS_NEMOURS).get(address), 403, "forbidden")
    assert house.report(crisis, CCAS_NEMOURS).status_code == 201
    whole, theirs = (house.as_(one).get(address).json() for one in (PERMANENCE, UDCCAS_77))
    assert {call["body"] for call in whole["calls"]} == {"ccas-77288", "ccas-45234"}
    assert [call["body"] for call in theirs["calls"]] == ["ccas-77288"]
    assert theirs["calls"][0]["tries"] == 0 and theirs["left_out"] == 0
    assert (whole["to_ask"], theirs["to_ask"]) == (2, 1)
    asked = {"id": str(uuid4()), "dossier": crisis, "do": "report.request", "departement": "77"}
    assert house.as_(UDCCAS_77).post("/api/commands", json=asked).status_code == 201
    left = house.as_(PERMANENCE).get(address).json()
    assert (len(left["calls"]), left["to_ask"]) == (2, 1), "asked a moment ago: still silent, and left alone"


def test_a_protocol_is_previewed_by_those_who_may_apply_it_and_then_applied(house: Served, crisis: str):
    address = f"/api/dossiers/{crisis}/playbooks/canicule/preview"
    refused(house.as_(CCAS_NEMOURS).get(address), 403, "forbidden")
    client = house.as_(PERMANENCE)
    seen = client.get(address).json()
    assert (seen["before"], seen["brings"], seen["removes"]) == (None, [], [])
    assert seen["adds"] and all(action["tasks"] for action in seen["adds"])
    refused(client.get(f"{address}?version=9998"), 409, "other_version")
    refused(client.get(f"/api/dossiers/{crisis}/playbooks/dragons/preview"), 404, "unknown_playbook")
    asked = {"id": str(uuid4()), "dossier": crisis, "do": "playbook.apply", "playbook": "canicule"}
    assert client.post("/api/commands", json=asked).status_code == 201
    after = client.get(address).json()
    assert (after["before"], after["adds"]) == (after["version"], [])
    assert len(after["leaves"]) == len(seen["adds"])


def test_the_words_are_there_before_one_signs_in_and_are_asked_for_once(house: Served):
    with house.client() as nobody:
        first = nobody.get("/api/vocabulary.json")
        assert first.json()["hazards"]["inondation"]["label"]
        assert first.json()["errors"]["too_many_commands"]["status"] == 429
        again = nobody.get("/api/vocabulary.json", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/api/territory/communes?limit=101",
        "/api/territory/communes?q=" + "x" * 201,
        "/api/territory/communes?departement=1234",
        "/api/territory/communes?nom=nemours",
        "/api/directory/bodies?id=" + ",".join(["ccas-77333"] * 101),
        "/api/dossiers?color=red",
    ],
)
def test_what_cannot_be_looked_up_is_said(house: Served, path: str):
    refused(house.as_(PERMANENCE).get(path), 422, "malformed")


@pytest.mark.parametrize(
    "path", ["/api/territory/communes?q=a", "/api/directory/bodies?q=a", "/api/playbooks", "/api/dossiers"]
)
def test_nothing_is_looked_up_for_nobody(house: Served, path: str):
    with house.client() as nobody:
        refused(nobody.get(path), 401, "unauthenticated")
