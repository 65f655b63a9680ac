"""Who speaks for each body, with the name that the directory has today, for those who may reach them and no others."""

from collections.abc import Iterator
from typing import Any

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.domain.words import Actor
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77, REPRESENTANTE, SGAV, actor
from tests.house import Served, served

NEMOURS = "ccas-77333"


@pytest.fixture
def house(sqlite_url: str, clock: ManualClock) -> Iterator[Served]:
    with served(sqlite_url, clock) as running:
        yield running


def contact(house: Served, body: str = NEMOURS, **fields: Any) -> str:
    made = {"function": "Astreinte", "name": "Camille Exemple", "phone": "01 99 00 12 34", **fields}
    answer = house.as_().post(f"/api/directory/bodies/{body}/contacts", json=made)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def listed(house: Served, dossier: str, who: Actor = PERMANENCE, **query: str) -> dict[str, Any]:
    answer = house.as_(who).get(f"/api/dossiers/{dossier}/referents", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def account_of(house: Served, who: Actor) -> str:
    return str(house.as_(who).get("/api/session").json()["actor"]["account"])


def name(house: Served, dossier: str, referent: str, who: Actor = PERMANENCE, **fields: Any) -> None:
    asked = {"referent": referent, "body": NEMOURS, "function": "Directrice", **fields}
    answer = house.do(dossier, "body.name_referent", who, **asked)
    assert answer.status_code == 201, answer.text


def test_a_name_is_that_of_the_directory_today_and_gone_once_it_is_erased(house: Served) -> None:
    crisis = house.declare(exercise=False)
    camille = contact(house)
    name(house, crisis, "ref-1", CCAS_NEMOURS, contact=camille)
    (one,) = listed(house, crisis)["referents"]
    assert (one["name"], one["phone"], one["gone"]) == ("Camille Exemple", "+33199001234", False)
    assert "Camille" not in house.as_().get(f"/api/dossiers/{crisis}/journal", params={"limit": 500}).text
    assert "Camille" not in house.as_().get(f"/api/dossiers/{crisis}/board").text
    assert house.as_().delete(f"/api/directory/contacts/{camille}", params={"forget": 1}).status_code == 204
    (one,) = listed(house, crisis)["referents"]
    assert (one["name"], one["phone"], one["gone"], one["function"]) == ("", "", True, "Directrice")


def test_those_who_may_not_reach_a_body_see_the_function_alone(house: Served) -> None:
    crisis = house.declare(exercise=False)
    name(house, crisis, "ref-1", contact=contact(house))
    for who in (CCAS_MELUN, OBSERVER):
        (one,) = listed(house, crisis, who)["referents"]
        assert (one["function"], one["name"], one["phone"], one["gone"]) == ("Directrice", "", "", None)
    assert listed(house, crisis, PREFECTURE_77)["referents"][0]["name"] == "Camille Exemple"
    assert listed(house, crisis, SGAV)["referents"] == []  # who does not see the bodies of a département
    hidden = house.as_(actor("ailleurs", "prefecture", bodies=("prefecture-91",), departements=("91",)))
    assert hidden.get(f"/api/dossiers/{crisis}/referents").status_code == 404


def test_the_representative_reaches_the_referents_of_the_partners_of_the_crisis(house: Served) -> None:
    crisis = house.declare(exercise=False)
    person = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 12 34", "email": REPRESENTANTE.email}
    said = house.do(crisis, "representative.designate", designation="d-1", perimeter="main", accepted=True, **person)
    assert said.status_code == 201, said.text
    cabinet = contact(house, "prefecture-77", name="Sam Exemple")
    name(house, crisis, "ref-1", PREFECTURE_77, body="prefecture-77", contact=cabinet)
    assert listed(house, crisis, REPRESENTANTE)["referents"][0]["name"] == "Sam Exemple"
    assert listed(house, crisis, CCAS_NEMOURS)["referents"][0]["name"] == ""


def test_who_may_be_named_is_told_to_those_who_name(house: Served) -> None:
    crisis = house.declare(exercise=False)
    camille = contact(house)
    contact(house, name="Jeu Exemple", for_exercises=True)
    found = listed(house, crisis, CCAS_NEMOURS, body=NEMOURS)["candidates"]
    assert found["contacts"] == [{"contact": camille, "function": "Astreinte", "name": "Camille Exemple"}]
    assert [one["account"] for one in found["accounts"]] == [account_of(house, CCAS_NEMOURS)]
    assert listed(house, crisis, CCAS_MELUN, body=NEMOURS)["candidates"] is None
    bodies = {one["body"] for one in listed(house, crisis)["bodies"]}
    assert {"unccas", "sgav", "prefecture-77", "udccas-77", "cd-77"} <= bodies
    assert [one["body"] for one in listed(house, crisis, PREFECTURE_77)["bodies"]] == ["prefecture-77"]


def test_an_exercise_shows_its_own_contacts_and_none_of_real_life(house: Served) -> None:
    exercise = house.declare()
    name(house, exercise, "ref-1", contact=contact(house))
    name(house, exercise, "ref-2", part="suppleant", contact=contact(house, name="Jeu Exemple", for_exercises=True))
    first, second = listed(house, exercise)["referents"]
    assert (first["gone"], first["name"]) == (True, "") and second["name"] == "Jeu Exemple"


def test_a_reference_to_a_contact_of_another_body_leads_nowhere(house: Served) -> None:
    crisis = house.declare(exercise=False)
    name(house, crisis, "ref-1", contact=contact(house, "ccas-77288"))
    (one,) = listed(house, crisis)["referents"]
    assert (one["gone"], one["name"]) == (True, "")


def test_an_account_is_named_and_opens_the_convention_to_whoever_has_it(house: Served) -> None:
    delegate = actor("deleguee", "observer", "Sam Exemple", departements=("77",))
    signed = {"template": "etat-unccas", "title": "État-UNCCAS", "signed_on": "2026-07-01"}
    assert house.do("convention-1", "convention.sign", parties=["sgav", "unccas"], **signed).status_code == 201
    seen = house.as_(delegate).get("/api/dossiers/convention-1/board").json()
    fields = {"body": "sgav", "function": "Chargée de mission", "account": account_of(house, delegate)}
    name(house, "convention-1", "ref-1", SGAV, **fields)
    (one,) = listed(house, "convention-1", SGAV)["referents"]
    assert (one["by"], one["name"], one["gone"]) == ("account", "Sam Exemple", False)
    after = house.as_(delegate).get("/api/dossiers/convention-1/board").json()
    assert after["view"] != seen["view"]
    said = house.do("convention-1", "meeting.schedule", delegate, meeting="point-1", at="2026-09-01T10:00:00Z")
    assert said.status_code == 201, said.text
    assert house.do("convention-1", "body.relieve_referent", SGAV, referent="ref-1").status_code == 201
    said = house.do("convention-1", "meeting.schedule", delegate, meeting="point-2", at="2026-09-01T10:00:00Z")
    assert said.status_code == 403
