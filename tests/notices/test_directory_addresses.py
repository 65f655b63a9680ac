"""The people to call of the directory are written to, in their order; exercises and real life never meet there."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.directory.contacts import Contact
from crisiscoord.journal import followers
from crisiscoord.notices import requests, rules
from crisiscoord.notices.addresses import Address, Addresses, DirectoryAddresses, NoAddresses
from crisiscoord.notices.addresses import _id as digest
from tests.cast import PERMANENCE, SYSTEM
from tests.conftest import NOON
from tests.counting import statements
from tests.house import Served
from tests.mail import Gateway, PostOffice
from tests.notices.sending import designate, listed, notices, run


def contact(house: Served, body: str, **fields: Any) -> str:
    answer = house.as_(PERMANENCE).post(
        f"/api/directory/bodies/{body}/contacts", json={"function": "Astreinte", **fields}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def erase(house: Served, contact: str) -> None:
    answer = house.as_(PERMANENCE).delete(f"/api/directory/contacts/{contact}", params={"forget": 1})
    assert answer.status_code == 204


def addresses(house: Served, body: str) -> list[tuple[str, bool]]:
    known = DirectoryAddresses(NoAddresses(), house.house.contacts, house.house.bodies)
    return [(one.to, one.exercise) for one in known.of(body)]


def test_contacts_come_in_the_order_of_call_then_what_the_body_has(house: Served) -> None:
    contact(house, "prefecture-45", email="deux@exemple.invalid", phone="06 39 98 00 02", rank=2)
    contact(house, "prefecture-45", email="une@exemple.invalid", phone="01 99 00 12 34", rank=1)
    contact(house, "prefecture-45", email="jeu@exemple.invalid", rank=3, for_exercises=True)
    lines = {"email": "cod@exemple.invalid", "on_call": "01 99 00 00 00"}
    assert house.as_(PERMANENCE).patch("/api/directory/bodies/prefecture-45", json={"seen": 0, **lines}).is_success
    assert addresses(house, "prefecture-45") == [
        ("une@exemple.invalid", False),  # her number is no mobile one: it takes no text message
        ("deux@exemple.invalid", False),
        ("+33639980002", False),
        ("jeu@exemple.invalid", True),
        ("cod@exemple.invalid", False),
    ]
    assert addresses(house, "prefecture-91") == []


def test_the_file_comes_first_and_nobody_is_written_to_twice(house: Served) -> None:
    class File(Addresses):
        def of_many(self, bodies: Collection[str]) -> dict[str, list[Address]]:
            return {body: [Address(digest("cod@exemple.invalid"), body, "cod@exemple.invalid")] for body in bodies}

    contact(house, "prefecture-45", email="une@exemple.invalid")
    contact(house, "prefecture-45", email="COD@exemple.invalid", function="COD")
    known = DirectoryAddresses(File(), house.house.contacts, house.house.bodies)
    assert [one.to for one in known.of("prefecture-45")] == ["cod@exemple.invalid", "une@exemple.invalid"]


def test_a_real_crisis_writes_to_the_people_of_the_directory_one_after_the_other(
    house: Served, office: PostOffice, gateway: Gateway, clock: ManualClock
) -> None:
    contact(house, "prefecture-77", email="premiere@exemple.invalid", phone="06 39 98 00 01", rank=1)
    contact(house, "prefecture-77", email="jeu@exemple.invalid", rank=1, for_exercises=True)
    crisis = house.declare(exercise=False)
    designate(house, crisis)
    run(house)
    assert "premiere@exemple.invalid" in office.sent_to and "jeu@exemple.invalid" not in office.sent_to
    assert notices(house, crisis)["prefecture-77"]["state"] == "envoye"
    clock.advance(rules.ESCALATE + timedelta(seconds=1))
    run(house)
    run(house)
    assert [message["to"] for message in gateway.taken] == ["+33639980001"]
    assert "premiere@exemple.invalid" not in str(listed(house, crisis))


def test_a_contact_that_is_added_later_is_written_to_and_one_that_is_erased_is_not(
    house: Served, office: PostOffice, clock: ManualClock
) -> None:
    gone = contact(house, "prefecture-77", email="partie@exemple.invalid", rank=2)
    contact(house, "prefecture-77", email="premiere@exemple.invalid", rank=1)
    crisis = house.declare(communes=["77333"], exercise=False)
    designate(house, crisis)
    run(house)
    erase(house, gone)
    contact(house, "prefecture-77", email="arrivee@exemple.invalid", rank=3)
    clock.advance(rules.ESCALATE + timedelta(seconds=1))
    run(house)
    run(house)
    assert "arrivee@exemple.invalid" in office.sent_to and "partie@exemple.invalid" not in office.sent_to


@pytest.mark.parametrize("state", ["fermé"])
def test_a_body_that_is_closed_is_not_written_to_by_its_own_lines(house: Served, state: str) -> None:
    told = {"seen": 0, "email": "ccas@exemple.invalid", "state": state}
    assert house.as_(PERMANENCE).patch("/api/directory/bodies/ccas-77186", json=told).is_success
    assert addresses(house, "ccas-77186") == []


def test_many_bodies_are_asked_about_at_once_and_answered_as_one_by_one(house: Served) -> None:
    codes = [f"ccas-{one.code}" for one in house.house.territory.search("saint", "77", 20)]
    for number, body in enumerate(codes):
        house.house.contacts.put(Contact("", body, "Accueil", email=f"{number}@exemple.invalid"), SYSTEM, NOON)
    known = DirectoryAddresses(NoAddresses(), house.house.contacts, house.house.bodies)
    with statements(house.house.engine) as asked:
        found = known.of_many(codes)
    assert len(asked) == 1
    assert found == {body: known.of(body) for body in codes} and all(found.values())


def test_links_and_requests_are_owed_with_as_many_questions_for_many_bodies_as_for_two(house: Served) -> None:
    communes = [one.code for one in house.house.territory.search("saint", "77", 20)]
    questions: list[tuple[int, int]] = []
    for some in (communes[:2], communes):
        crisis = house.declare(communes=some)
        house.house.keeper.run()
        assert house.do(crisis, "report.request", PERMANENCE).status_code == 201
        board = house.house.boards.fresh(crisis)
        with house.house.engine.connect() as connection:
            (entry,) = followers.entries_of_kinds(connection, crisis, requests.KINDS, 0, board.seq, 10)
        with statements(house.house.engine) as links:
            house.house.keeper._owed(board, board.seq)
        with statements(house.house.engine) as asked:
            requests.owed(entry, house.house.addresses, True, b"k", NOON)
        questions.append((len(links), len(asked)))
    assert questions[0] == questions[1]
    assert max(questions[1]) <= 3
