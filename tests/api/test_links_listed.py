"""What is told of links to those who give them: whom to call, what was sent, and how often the database is asked."""

import pytest

from crisiscoord.directory.contacts import Contact
from tests.api.test_links import BODY, OTHER, listed, shown
from tests.cast import PERMANENCE, SYSTEM, UDCCAS_77
from tests.counting import statements
from tests.house import Served


@pytest.fixture
def crisis(house: Served) -> str:
    """A crisis of this test alone, whose bodies have their links."""
    dossier = house.declare()
    house.house.keeper.run()
    return dossier


def test_who_is_to_be_called_is_told_with_their_telephones_those_for_exercises_in_an_exercise(
    house: Served, crisis: str
) -> None:
    kept = [
        Contact("", BODY, "Direction", phone="01 99 00 11 22", for_exercises=True),
        Contact("", BODY, "Vraie direction", phone="01 99 00 33 44", rank=2),
        Contact("", BODY, "Sans téléphone", email="accueil@ccas-nemours.invalid", rank=3, for_exercises=True),
    ]
    made = [house.house.contacts.put(contact, SYSTEM, house.clock.now()) for contact in kept]
    wanted = [{"function": "Direction", "phone": "01 99 00 11 22"}]
    assert listed(house, crisis)[BODY]["phones"] == listed(house, crisis, UDCCAS_77)[BODY]["phones"] == wanted
    assert listed(house, crisis)[OTHER]["phones"] == []
    house.report(crisis, PERMANENCE)
    assert listed(house, crisis)[BODY]["phones"] == [], "it has been heard"
    for contact in made:
        house.house.contacts.erase(contact.id, SYSTEM, house.clock.now())


def test_a_real_crisis_is_not_told_the_telephones_kept_for_exercises(house: Served) -> None:
    crisis = house.declare(exercise=False)
    house.house.keeper.run()
    kept = [
        Contact("", BODY, "Direction d’exercice", phone="01 99 00 11 22", for_exercises=True),
        Contact("", BODY, "Direction", phone="01 99 00 33 44", rank=2),
    ]
    made = [house.house.contacts.put(contact, SYSTEM, house.clock.now()) for contact in kept]
    assert listed(house, crisis)[BODY]["phones"] == [{"function": "Direction", "phone": "01 99 00 33 44"}]
    for contact in made:
        house.house.contacts.erase(contact.id, SYSTEM, house.clock.now())


def test_what_shows_a_link_says_of_it_what_the_list_says(house: Served) -> None:
    crisis = house.declare(exercise=False)
    house.house.keeper.run()
    real = Contact("", BODY, "Direction", phone="01 99 00 33 44", email="direction@exemple.invalid")
    made = house.house.contacts.put(real, SYSTEM, house.clock.now())
    told = listed(house, crisis)[BODY]
    assert (told["contact"], len(told["phones"])) == (True, 1)
    assert shown(house, crisis)["link"] == told
    anew = house.as_(PERMANENCE).post(f"/api/dossiers/{crisis}/links", json={"body": BODY}).json()["link"]
    assert anew == listed(house, crisis)[BODY] and anew["contact"] and anew["phones"] == told["phones"]
    house.house.contacts.erase(made.id, SYSTEM, house.clock.now())


@pytest.mark.parametrize("path", ["links", "sheets?to_call=1"])
def test_many_links_are_listed_with_as_many_questions_as_two(house: Served, crisis: str, path: str) -> None:
    many = house.declare(communes=[one.code for one in house.house.territory.search("saint", "77", 40)])
    house.house.keeper.run()
    asked: list[int] = []
    for dossier in (crisis, many):
        house.as_(PERMANENCE).get(f"/api/dossiers/{dossier}/links")  # the board is at hand
        with statements(house.house.engine) as said:
            answer = house.as_(PERMANENCE).get(f"/api/dossiers/{dossier}/{path}").json()
        asked.append(len(said))
    assert len(answer.get("links") or answer["sheets"]) > 20
    assert asked[0] == asked[1] <= 5
