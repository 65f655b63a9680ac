"""Look-ups for forms, and the words of the field."""

import pytest

from tests.api.test_commands import refused
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.house import Served


def test_a_commune_is_found_as_one_types_it_with_its_body(house: Served):
    client = house.as_(CCAS_NEMOURS)
    found = client.get("/api/territory/communes", params={"q": "nemou"}).json()
    assert found[0] == {
        "code": "77333",
        "name": "Nemours",
        "departement": "77",
        "population": found[0]["population"],
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
