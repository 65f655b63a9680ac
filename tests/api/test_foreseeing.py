"""Before a declaration: lists are read without dropping anything, and what would happen is said without happening."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.test_commands import refused
from tests.cast import CCAS_NEMOURS, PERMANENCE, PREFECTURE_77
from tests.house import Served

NEMOURS, MELUN, VILLAGE = "77333", "77288", "77007"


def asked(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "dossier": f"crue-{uuid4().hex[:8]}",
        "do": "crisis.declare",
        "title": "Crue du Loing",
        "hazard": "inondation",
        "occurred_at": "2026-01-02T06:00:00Z",
        "reason": "Deux communes évacuent.",
        "communes": [NEMOURS, MELUN],
        **changes,
    }


def test_what_is_foreseen_is_what_the_declaration_then_does(house: Served):
    client, command = house.as_(PERMANENCE), asked(exercise=True)
    foreseen = client.post("/api/crises/preview", json=command).json()
    assert client.get(f"/api/dossiers/{command['dossier']}/board").status_code == 404, "nothing has happened"
    assert client.post("/api/commands", json=command).status_code == 201

    cards = client.get(f"/api/dossiers/{command['dossier']}/board").json()["cards"]
    bodies = {card["body"] for card in cards if card["type"] == "body"}
    items = [item for card in cards if card["type"] == "tasks" for item in card["items"].values()]
    assert {body["id"] for body in foreseen["bodies"]} == bodies
    assert foreseen["tasks_total"] == sum(item["state"] != "fait" for item in items) == sum(foreseen["roles"].values())
    assert sum(one["tasks"] for one in foreseen["playbooks"]) == foreseen["tasks_total"]
    assert [one["code"] for one in foreseen["playbooks"]] == ["socle", "inondation"]
    refused(client.post("/api/crises/preview", json=command), 409, "already_declared")


def test_who_would_see_the_dossier_is_counted_and_who_would_not_comes_first(house: Served):
    foreseen = house.as_(PERMANENCE).post("/api/crises/preview", json=asked(communes=[NEMOURS, VILLAGE, MELUN])).json()
    reached = [body["id"] for body in foreseen["bodies"] if body["reached"]]
    assert foreseen["kinds"] == {"ccas": 2, "mairie": 1}
    assert [body["reached"] for body in foreseen["bodies"]] == sorted(body["reached"] for body in foreseen["bodies"])
    assert [one["id"] for one in foreseen["told"]] == ["sgav", "prefecture-77", "udccas-77"]
    assert foreseen["unreached"] == foreseen["bodies_total"] - len(reached)
    assert foreseen["recipients"] == len(reached) + sum(one["reached"] for one in foreseen["told"])


def test_only_those_who_may_declare_foresee(house: Served):
    for actor in (PREFECTURE_77, CCAS_NEMOURS):
        refused(house.as_(actor).post("/api/crises/preview", json=asked()), 403, "forbidden")
    client = house.as_(PERMANENCE)
    refused(client.post("/api/crises/preview", json=asked(communes=["99999"])), 422, "unknown_communes")
    refused(client.post("/api/crises/preview", json=asked(do="crisis.close", reason="Fini.")), 422, "malformed")


def test_a_whole_departement_is_foreseen_with_its_counts(house: Served):
    client = house.as_(PERMANENCE)
    within = client.get("/api/territory/communes?within=77").json()["communes"]
    assert len(within) == next(
        one["communes"] for one in client.get("/api/territory/departements").json() if one["code"] == "77"
    )
    foreseen = client.post("/api/crises/preview", json=asked(communes=[one["code"] for one in within])).json()
    assert foreseen["communes"] == foreseen["bodies_total"] == len(within)
    assert len(foreseen["bodies"]) == 500
    refused(client.get("/api/territory/communes?within=00"), 422, "malformed")


@pytest.mark.parametrize(
    ("line", "reason", "among"),
    [
        ("77999", "unknown_code", []),
        ("1001", "unknown_code", ["01001"]),
        ("77140 Nemours", "disagree", ["77333", "77140"]),
        ("77333 Ville Inconnue", "other_name", ["77333"]),
        ("77333, Moret", "other_name", ["77316", "77333"]),
        ("Saint-Germain-Laval", "several", ["42230", "77409"]),
        ("Moret", "near", ["77316"]),
        ("Xyzzy", "unknown_name", []),
        ("Seine-et-Marne", "departement", []),
        ("La Réunion", "departement", ["47222"]),
    ],
)
def test_a_doubtful_line_comes_back_with_what_it_may_mean(house: Served, line: str, reason: str, among: list[str]):
    lines = ["", "77288", line, "Nemours"]
    read = house.as_(CCAS_NEMOURS).post("/api/territory/list", json={"lines": lines}).json()
    assert [commune["code"] for commune in read["communes"]] == [MELUN, NEMOURS]
    (doubt,) = read["doubts"]
    assert (doubt["line"], doubt["text"], doubt["reason"]) == (2, line, reason)
    assert {one["code"] for one in doubt["among"]} >= set(among)


@pytest.mark.parametrize(
    "line",
    [
        *("77333", "nemours", "NEMOURS (77)", "77333 ; Nemours", "Nemours, 77"),
        *("77333 Nemours", "77333 Nemour", "77333 Ville de Nemours"),
    ],
)
def test_a_line_that_can_only_mean_one_commune_gives_it(house: Served, line: str):
    read = house.as_(CCAS_NEMOURS).post("/api/territory/list", json={"lines": [line]}).json()
    assert ([commune["code"] for commune in read["communes"]], read["doubts"]) == ([NEMOURS], [])


@pytest.mark.parametrize(
    "body", [{}, {"lines": "77333"}, {"lines": ["x" * 201]}, {"lines": [""] * 1001}, {"lignes": []}]
)
def test_a_list_that_cannot_be_read_is_refused(house: Served, body: dict[str, Any]):
    refused(house.as_(PERMANENCE).post("/api/territory/list", json=body), 422, "malformed")
