"""Signing in and out, and who is believed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from crisiscoord.clock import ManualClock
from tests.api.test_commands import note, refused
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.conftest import NOON
from tests.house import Served, served

DEMONSTRATION = 17


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("demo")
    with served(f"sqlite:///{folder}/demo.db", ManualClock(NOON), mode="demo") as running:
        yield running


def test_a_token_opens_a_session_that_a_browser_keeps(house: Served, crisis: str):
    with house.client() as browser:
        refused(browser.get("/api/session"), 401, "unauthenticated")
        signed = browser.post("/api/session", json={"token": house.token(CCAS_NEMOURS)})
        assert (signed.status_code, signed.content) == (204, b"")
        cookie = signed.headers["set-cookie"]
        assert cookie.startswith("crisiscoord=")
        assert "httponly" in cookie.lower() and "samesite=lax" in cookie.lower() and "path=/" in cookie.lower()
        assert "secure" not in cookie.lower() and "domain" not in cookie.lower()
        assert house.token(CCAS_NEMOURS) not in cookie
        said = browser.get("/api/session").json()
        assert said.keys() == {"actor", "may_open", "gives_seats", "administers", "mode", "version"}
        assert said["actor"].keys() == {"account", "role", "name", "bodies", "departements"}
        assert (said["actor"]["bodies"], said["actor"]["departements"]) == (["ccas-77333"], ["77"])
        assert said["may_open"] == ["crisis.signal"]
        assert browser.get(f"/api/dossiers/{crisis}/board").status_code == 200
        assert browser.delete("/api/session").status_code == 204
        refused(browser.get("/api/session"), 401, "unauthenticated")


def test_signing_out_ends_the_session_wherever_its_cookie_went(house: Served):
    with house.client() as browser, house.client() as thief:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        thief.cookies.update(browser.cookies)
        assert thief.get("/api/session").status_code == 200
        browser.delete("/api/session")
        refused(thief.get("/api/session"), 401, "unauthenticated")


def test_a_session_ends_when_nobody_uses_it(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock) as house, house.client() as browser:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        clock.advance(timedelta(hours=11))
        assert browser.get("/api/session").status_code == 200
        clock.advance(timedelta(hours=13))
        refused(browser.get("/api/session"), 401, "unauthenticated")


def test_a_token_that_is_none_opens_nothing(house: Served):
    with house.client() as browser:
        refused(browser.post("/api/session", json={"token": "cc_" + "a" * 43}), 401, "unauthenticated")
        for body in ({}, {"token": 12}, {"token": ""}, {"token": "a", "role": "admin"}, {"token": "x" * 300}, []):
            refused(browser.post("/api/session", json=body), 422, "malformed")
        refused(browser.post("/api/session", content=b"\xff"), 422, "malformed")


def test_a_revoked_account_is_out_at_once(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock) as house, house.client() as browser:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        account = browser.get("/api/session").json()["actor"]["account"]
        house.house.tokens.revoke(account, clock.now())
        refused(house.as_(PERMANENCE).get("/api/dossiers"), 401, "unauthenticated")
        refused(browser.get("/api/session"), 401, "unauthenticated")


@pytest.mark.parametrize("origin", ["https://ailleurs.invalid", "null", "http://127.0.0.1:1", "", "file://"])
def test_a_page_of_another_site_cannot_act_with_a_cookie(house: Served, crisis: str, origin: str):
    with house.client() as browser:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        foreign = {"Origin": origin}
        refused(browser.post("/api/commands", json=note(crisis), headers=foreign), 403, "origin_refused")
        refused(browser.delete("/api/session", headers=foreign), 403, "origin_refused")
        refused(
            browser.post("/api/session", json={"token": house.token(PERMANENCE)}, headers=foreign),
            403,
            "origin_refused",
        )
        assert browser.get("/api/session", headers=foreign).status_code == 200
        assert browser.post("/api/commands", json=note(crisis), headers={"Origin": house.url}).status_code == 201


def test_a_program_with_a_token_needs_no_origin(house: Served, crisis: str):
    answer = house.send(note(crisis), Origin="https://ailleurs.invalid")
    assert answer.status_code == 201


def test_a_token_counts_alone_beside_a_cookie(house: Served):
    with house.client() as browser:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        wrong = {"Authorization": "Bearer cc_" + "b" * 43}
        refused(browser.get("/api/session", headers=wrong), 401, "unauthenticated")


def test_over_https_the_cookie_is_tied_to_its_host(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock, base_url="https://crise.exemple.invalid") as house, house.client() as browser:
        signed = browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        cookie = signed.headers["set-cookie"]
        assert cookie.startswith("__Host-crisiscoord=")
        assert "secure" in cookie.lower() and "path=/" in cookie.lower() and "domain" not in cookie.lower()
        assert "strict-transport-security" in signed.headers
        text = cookie.partition("=")[2].partition(";")[0]
        ours = {"Cookie": f"__Host-crisiscoord={text}", "Origin": "https://crise.exemple.invalid"}
        assert browser.get("/api/session", headers=ours).status_code == 200
        assert browser.delete("/api/session", headers=ours).status_code == 204


def test_a_demonstration_has_one_fictitious_account_per_role_in_one_click(demo: Served):
    with demo.client() as browser:
        people = browser.get("/api/demo/accounts").json()
        assert len(people) == len({person["key"] for person in people}) == DEMONSTRATION
        for person in people:
            assert person.keys() == {"key", "name", "role", "note"}
            assert browser.post("/api/demo/session", json={"key": person["key"]}).status_code == 204
            said = browser.get("/api/session").json()
            assert (said["actor"]["role"], said["actor"]["name"]) == (person["role"], person["name"])
            assert said["mode"] == "demo"
        refused(browser.post("/api/demo/session", json={"key": "personne"}), 404, "missing")


def test_the_same_person_of_a_demonstration_has_one_account(demo: Served):
    accounts = set()
    for _ in range(2):
        with demo.client() as browser:
            browser.post("/api/demo/session", json={"key": "sgav"})
            accounts.add(browser.get("/api/session").json()["actor"]["account"])
    assert len(accounts) == 1


@pytest.mark.parametrize("mode", ["production", "test"])
def test_outside_a_demonstration_nobody_signs_in_with_a_click(sqlite_url: str, clock: ManualClock, mode: str):
    with served(sqlite_url, clock, mode=mode) as house, house.client() as browser:
        refused(browser.get("/api/demo/accounts"), 404, "missing")
        refused(browser.post("/api/demo/session", json={"key": "permanence"}), 404, "missing")
        assert house.house.tokens.standing(clock.now()) == []
