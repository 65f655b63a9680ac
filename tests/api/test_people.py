"""Who gives which seat, who is told of whom, and what a seat that is withdrawn ends."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.directory.sessions import MOST_EACH
from crisiscoord.domain.policy import seats
from crisiscoord.domain.words import Actor
from crisiscoord.live.hub import CLOSE_RIGHTS, CLOSE_SIGNED_OUT
from tests.api.test_commands import refused
from tests.api.test_sign_in import OTHER, PASSWORD, enter, member
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77
from tests.conftest import NOON
from tests.house import Served, served
from tests.wires import wire

#: What a director gives.
OWN = {"ccas_terrain", "ccas_renfort"}
ADMIN = Actor(account="a-admin", role="admin", name="Yaël Technique")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house whose accounts somebody administers."""
    folder = tmp_path_factory.mktemp("people")
    with served(f"sqlite:///{folder}/crisiscoord.db", ManualClock(NOON)) as running:
        member(running, "admin@exemple.invalid", ("admin", ()))
        yield running


def added(client: httpx2.Client, email: str, role: str, **reach: Any) -> dict[str, Any]:
    said = {"name": "Jo Exemple", "email": email, "role": role, **reach}
    answer = client.post("/api/people", json=said)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def named(client: httpx2.Client, email: str) -> dict[str, Any] | None:
    found = client.get("/api/people", params={"q": email}).json()["people"]
    return next((one for one in found if one["email"] == email), None)


def test_an_administrator_opens_an_account_and_hands_over_a_link_where_no_mail_leaves(house: Served):
    made = added(house.as_(ADMIN), "jo@exemple.invalid", "prefecture", departements=["77"])
    secret = made["link"].partition("#")[2]
    with house.client() as browser:
        assert browser.post("/api/session/recover", json={"secret": secret, "password": OTHER}).status_code == 204
        actor = browser.get("/api/session").json()["actor"]
        assert (actor["role"], actor["bodies"], actor["name"]) == ("prefecture", ["prefecture-77"], "Jo Exemple")


def test_an_address_that_is_known_gets_the_seat_and_nobody_gets_a_link_into_it(house: Served):
    member(house, "deja@exemple.invalid")
    made = added(house.as_(CCAS_NEMOURS), "deja@exemple.invalid", "ccas_terrain", bodies=["ccas-77333"])
    assert made["link"] is None
    one = named(house.as_(ADMIN), "deja@exemple.invalid")
    assert one is not None and {seat["role"] for seat in one["seats"]} == {"ccas_direction", "ccas_terrain"}
    again = added(house.as_(CCAS_NEMOURS), "deja@exemple.invalid", "ccas_terrain", bodies=["ccas-77333"])
    assert again["account"] == made["account"], "a seat that is held is not given twice"


def test_a_page_is_told_what_each_role_asks_for_and_the_names_of_bodies(house: Served):
    everything = house.as_(ADMIN).get("/api/people", params={"q": "deja@"}).json()
    asked = {one.pop("role"): one for one in everything["gives"]}
    assert asked["ccas_terrain"] == {"body": True, "departement": "none"}
    assert asked["prefecture"] == {"body": False, "departement": "required"}
    assert asked["observer"] == {"body": False, "departement": "optional"}
    (one,) = everything["people"]
    assert {name for seat in one["seats"] for name in seat["names"]} == {"CCAS de Nemours"}
    own = house.as_(CCAS_NEMOURS).get("/api/people").json()
    assert own["bodies"] == [{"id": "ccas-77333", "name": "CCAS de Nemours"}]
    assert own["gives"] == [{"role": role, "body": True, "departement": "none"} for role in asked if role in OWN]


@pytest.mark.parametrize("role", ["admin", "unccas_permanence", "ccas_direction", "prefecture"])
def test_a_director_gives_seats_to_agents_of_their_own_ccas_and_no_other(house: Served, role: str):
    client = house.as_(CCAS_NEMOURS)
    said = {"name": "Jo Exemple", "email": f"agent-{role}@exemple.invalid"}
    refused(client.post("/api/people", json={**said, "role": role}), 403, "seat_not_yours")
    for reach in ({"bodies": ["ccas-77288"]}, {"bodies": ["ccas-77333", "ccas-77288"]}, {}):
        refused(client.post("/api/people", json={**said, "role": "ccas_terrain", **reach}), 403, "seat_not_yours")
    assert named(house.as_(ADMIN), said["email"]) is None, "nothing half done"


@pytest.mark.parametrize("actor", [PERMANENCE, PREFECTURE_77, OBSERVER], ids=lambda actor: actor.role)
def test_those_who_give_no_seat_are_told_of_nobody(house: Served, actor: Actor):
    client = house.as_(actor)
    for answer in (
        client.get("/api/people"),
        client.post("/api/people", json={"name": "A", "email": "a@exemple.invalid", "role": "observer"}),
        client.post("/api/people/p-0/seats", json={"role": "observer"}),
        client.delete("/api/people/p-0/seats/a-0"),
    ):
        refused(answer, 403, "seat_not_yours")
    for path in ("link", "disable", "enable"):
        refused(client.post(f"/api/people/p-0/{path}"), 403, "admin_only")


def test_a_director_is_told_of_those_who_sit_in_their_ccas_and_of_those_seats_alone(house: Served):
    member(house, "ici@exemple.invalid", ("ccas_terrain", ("ccas-77333",)), ("unccas_permanence", ()))
    away = member(house, "la-bas@exemple.invalid", ("ccas_terrain", ("ccas-77288",)))
    client = house.as_(CCAS_NEMOURS)
    one = named(client, "ici@exemple.invalid")
    assert one is not None and [seat["role"] for seat in one["seats"]] == ["ccas_terrain"]
    assert named(client, "la-bas@exemple.invalid") is None
    here = client.post(f"/api/people/{away.id}/seats", json={"role": "ccas_terrain", "bodies": ["ccas-77333"]})
    nobody = client.post("/api/people/p-0/seats", json={"role": "ccas_terrain", "bodies": ["ccas-77333"]})
    assert here.status_code == nobody.status_code == 404
    assert here.text.replace(away.id, "p-0") == nobody.text, "not even whether there is somebody"


def test_a_director_withdraws_no_seat_that_is_not_theirs(house: Served):
    person = member(house, "double@exemple.invalid", ("ccas_terrain", ("ccas-77333",)), ("unccas_permanence", ()))
    by_role = {one.role: one.id for one in house.house.people.seats(person.id, house.clock.now())}
    path = f"/api/people/{person.id}/seats"
    refused(house.as_(CCAS_NEMOURS).delete(f"{path}/{by_role['unccas_permanence']}"), 404, "unknown_person")
    refused(house.as_(CCAS_MELUN).delete(f"{path}/{by_role['ccas_terrain']}"), 404, "unknown_person")
    assert house.as_(CCAS_NEMOURS).delete(f"{path}/{by_role['ccas_terrain']}").status_code == 204
    assert [one.role for one in house.house.people.seats(person.id, house.clock.now())] == ["unccas_permanence"]


async def test_a_seat_that_is_withdrawn_closes_the_screens_in_it_and_no_other(house: Served):
    crisis = await asyncio.to_thread(house.declare)
    person = member(house, "ecran@exemple.invalid", ("ccas_direction", ("ccas-77333",)), ("unccas_permanence", ()))
    by_role = {one.role: one.id for one in house.house.people.seats(person.id, house.clock.now())}
    with house.client() as desk, house.client() as wall:
        for browser, role in ((desk, "ccas_direction"), (wall, "unccas_permanence")):
            await asyncio.to_thread(enter, browser, "ecran@exemple.invalid")
            browser.post("/api/account/seat", json={"account": by_role[role]})
        async with (
            wire(house, None, Cookie=f"crisiscoord={desk.cookies['crisiscoord']}") as gone,
            wire(house, None, Cookie=f"crisiscoord={wall.cookies['crisiscoord']}") as stays,
        ):
            for line in (gone, stays):
                assert (await line.watch(crisis))["type"] == "sync"
            path = f"/api/people/{person.id}/seats/{by_role['ccas_direction']}"
            assert (await asyncio.to_thread(house.as_(ADMIN).delete, path)).status_code == 204
            async with asyncio.timeout(2):
                assert await gone.closed() in (CLOSE_SIGNED_OUT, CLOSE_RIGHTS)
            await stays.say(type="beat")
            await stays.of("beat")
        refused(desk.get(f"/api/dossiers/{crisis}/board"), 401, "unauthenticated")
        assert wall.get(f"/api/dossiers/{crisis}/board").status_code == 200


async def test_ending_a_session_from_elsewhere_closes_its_screens(house: Served):
    crisis = await asyncio.to_thread(house.declare)
    member(house, "perdu@exemple.invalid")
    with house.client() as lost, house.client() as desk:
        for browser in (lost, desk):
            await asyncio.to_thread(enter, browser, "perdu@exemple.invalid")
        async with wire(house, None, Cookie=f"crisiscoord={lost.cookies['crisiscoord']}") as line:
            await line.watch(crisis)
            assert (await asyncio.to_thread(desk.delete, "/api/account/sessions")).status_code == 204
            async with asyncio.timeout(2):
                assert await line.closed() == CLOSE_SIGNED_OUT


@pytest.mark.parametrize("how", ["replaced", "one_too_many"])
async def test_a_session_that_ends_by_another_one_closes_its_screens(house: Served, how: str):
    crisis = await asyncio.to_thread(house.declare)
    person = member(house, f"{how}@exemple.invalid")
    (seat,) = house.house.people.seats(person.id, house.clock.now())
    with house.client() as browser:
        await asyncio.to_thread(enter, browser, f"{how}@exemple.invalid")
        async with wire(house, None, Cookie=f"crisiscoord={browser.cookies['crisiscoord']}") as line:
            await line.watch(crisis)
            if how == "replaced":
                await asyncio.to_thread(enter, browser, f"{how}@exemple.invalid")
            else:
                for second in range(1, MOST_EACH + 1):
                    at = house.clock.now() + timedelta(seconds=second)
                    await asyncio.to_thread(house.house.sessions.open, seat.id, at)
            async with asyncio.timeout(2):
                assert await line.closed() == CLOSE_SIGNED_OUT


def test_a_closed_account_ends_everywhere_and_is_opened_again_without_its_seats(house: Served):
    person = member(house, "ferme@exemple.invalid")
    admin = house.as_(ADMIN)
    with house.client() as browser:
        enter(browser, "ferme@exemple.invalid")
        assert admin.post(f"/api/people/{person.id}/disable").status_code == 204
        refused(browser.get("/api/session"), 401, "unauthenticated")
        refused(enter(browser, "ferme@exemple.invalid"), 401, "wrong_sign_in")
        reach = {"role": "ccas_terrain", "bodies": ["ccas-77333"]}
        refused(admin.post(f"/api/people/{person.id}/seats", json=reach), 409, "no_seat")
        assert admin.post(f"/api/people/{person.id}/enable").status_code == 204
        refused(enter(browser, "ferme@exemple.invalid"), 409, "no_seat")
        assert admin.post(f"/api/people/{person.id}/seats", json=reach).status_code == 201
        assert enter(browser, "ferme@exemple.invalid").status_code == 204


def test_the_last_administrator_stays(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock) as house, house.client() as browser:
        first = member(house, "un@exemple.invalid", ("admin", ()))
        enter(browser, "un@exemple.invalid")
        (seat,) = house.house.people.seats(first.id, clock.now())
        refused(browser.delete(f"/api/people/{first.id}/seats/{seat.id}"), 409, "last_admin")
        refused(browser.post(f"/api/people/{first.id}/disable"), 409, "last_admin")
        assert browser.get("/api/session").status_code == 200
        member(house, "deux@exemple.invalid", ("admin", ()))
        assert browser.post(f"/api/people/{first.id}/disable").status_code == 204


def test_a_person_holds_a_bounded_number_of_seats(house: Served):
    codes = [f"{number:02}" for number in range(1, 22) if number != 20]
    person = member(house, "vingt@exemple.invalid", *(("prefecture", (f"prefecture-{code}",)) for code in codes))
    answer = house.as_(ADMIN).post(f"/api/people/{person.id}/seats", json={"role": "sgav"})
    refused(answer, 409, "too_many_seats")


def test_what_is_written_of_accounts_and_of_the_directory_has_the_pace_of_commands(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock, commands_per_minute=1) as house, house.client() as browser:
        client, desk, session = house.as_(ADMIN), house.as_(PERMANENCE), "0" * 64
        member(house, "pas@exemple.invalid")
        enter(browser, "pas@exemple.invalid")
        for by in (client, desk, browser):  # the one that is let through, though there is nothing to do it to
            by.post("/api/people/p-0/seats", json={"role": "sgav"})
        client.post("/api/people/p-0/enable")
        desk.delete("/api/directory/contacts/c-0")
        browser.delete(f"/api/account/sessions/{session}")
        contact, person = (
            {"function": "Élue", "email": "a@exemple.invalid"},
            {"name": "A", "email": "b@exemple.invalid"},
        )
        for answer in (
            client.post("/api/people", json={**person, "role": "sgav"}),
            client.post("/api/people/p-0/seats", json={"role": "sgav"}),
            client.delete("/api/people/p-0/seats/a-0"),
            *(client.post(f"/api/people/p-0/{do}") for do in ("link", "disable", "enable")),
            desk.patch("/api/directory/bodies/ccas-77333", json={"seen": 0, "phone": "01 99 00 77 77"}),
            desk.post("/api/directory/bodies/ccas-77333/contacts", json=contact),
            desk.put("/api/directory/contacts/c-0", json=contact),
            desk.post("/api/directory/contacts/c-0"),
            desk.delete("/api/directory/contacts/c-0"),
            desk.post("/api/directory/imports", content=b"identifiant\nccas-77333\n"),
            desk.post("/api/directory/roster", json={**person, "function": "Élue"}),
            desk.put("/api/directory/roster/v-0", json={**person, "function": "Élue"}),
            desk.delete("/api/directory/roster/v-0"),
            browser.delete("/api/account/sessions"),
            browser.post("/api/account/sessions/end", json={"password": PASSWORD}),
            browser.delete(f"/api/account/sessions/{session}"),
            browser.post("/api/account/seat", json={"account": "a-0"}),
            browser.post("/api/account/tokens", json={"account": "a-0", "label": "Agenda", "days": 1}),
            browser.delete("/api/account/tokens/t-0"),
        ):
            refused(answer, 429, "too_many_commands")
        assert client.get("/api/people").status_code == desk.get("/api/directory").status_code == 200, (
            "reading has none"
        )
        assert browser.get("/api/account").status_code == 200


def test_what_is_typed_is_looked_for_as_it_is_typed(house: Served):
    for email in ("a_b.cherche@exemple.invalid", "axb.cherche@exemple.invalid"):
        member(house, email)

    def found(typed: str) -> list[str]:
        return [one["email"] for one in house.as_(ADMIN).get("/api/people", params={"q": typed}).json()["people"]]

    assert found("A_B.cherche") == ["a_b.cherche@exemple.invalid"]
    assert found("%") == [] and found("b.%erche") == [] and len(found("b.cherche")) == 2


def test_what_is_wrong_in_a_seat_is_said_and_opens_no_account(house: Served):
    admin = house.as_(ADMIN)
    said = {"name": "Jo Exemple", "email": "faute@exemple.invalid"}
    refused(admin.post("/api/people", json={**said, "role": "ccas_direction"}), 422, "bad_scope")
    refused(admin.post("/api/people", json={**said, "role": "prefecture", "departements": ["20"]}), 422, "bad_scope")
    refused(admin.post("/api/people", json={**said, "role": "roi"}), 422, "unknown_role")
    refused(admin.post("/api/people", json={**said, "role": "sgav", "email": "faute@"}), 422, "bad_person")
    refused(admin.post("/api/people", json={**said, "role": "sgav", "autre": 1}), 422, "malformed")
    assert named(admin, said["email"]) is None


def test_each_role_gives_what_it_says_and_nothing_else():
    director = Actor(account="a", role="ccas_direction", bodies=("ccas-77333",))
    for role in seats.seats_to_give(ADMIN):
        assert seats.may_give(ADMIN, role, ())
        assert seats.may_give(director, role, ["ccas-77333"]) == (role in seats.OF_AGENTS)
        assert not seats.may_give(director, role, []) and not seats.may_give(director, role, ["ccas-77288"])


def test_a_password_known_to_nobody_else_is_not_in_what_is_listed(house: Served):
    answer = house.as_(ADMIN).get("/api/people").text
    assert "argon2" not in answer and PASSWORD not in answer
