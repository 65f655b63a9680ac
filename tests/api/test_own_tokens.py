"""Tokens that people make for their programs: for one seat, with an end, to read only if they say so."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from crisiscoord.directory.own_tokens import MOST_EACH
from crisiscoord.directory.tables import OWN_TOKEN
from crisiscoord.live.hub import CLOSE_SIGNED_OUT
from tests.api.test_commands import note, refused
from tests.api.test_sign_in import enter, member
from tests.house import Served
from tests.wires import wire


def made(browser: httpx2.Client, seat: int = 0, **said: Any) -> dict[str, Any]:
    account = browser.get("/api/account").json()["seats"][seat]["account"]
    answer = browser.post("/api/account/tokens", json={"account": account, "label": "Veille", "days": 30, **said})
    assert answer.status_code == 201, answer.text
    token: dict[str, Any] = answer.json()
    return token


def shown(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_asks_as_its_seat_and_is_kept_as_a_digest(house: Served, crisis: str):
    member(house, "jeton@exemple.invalid")
    with house.client() as browser, house.client() as program:
        enter(browser, "jeton@exemple.invalid")
        token = made(browser)
        assert token["secret"].startswith("ccp_") and token["used_at"] is None
        said = program.get("/api/session", headers=shown(token["secret"])).json()
        assert (said["actor"]["role"], said["actor"]["bodies"]) == ("ccas_direction", ["ccas-77333"])
        written = program.post("/api/commands", json=note(crisis), headers=shown(token["secret"]))
        assert written.status_code == 201, written.text
        (listed,) = browser.get("/api/account").json()["tokens"]
        assert listed["used_at"] is not None and "secret" not in listed
    with house.house.engine.connect() as connection:
        assert token["secret"] not in str([*connection.execute(select(OWN_TOKEN))])


async def test_a_token_to_read_reads_and_sends_nothing_by_any_door(house: Served, crisis: str):
    member(house, "lecture@exemple.invalid")
    with house.client() as browser, house.client() as program:
        await asyncio.to_thread(enter, browser, "lecture@exemple.invalid")
        secret = made(browser, reads_only=True)["secret"]
        headers = shown(secret)
        assert program.get(f"/api/dossiers/{crisis}/board", headers=headers).status_code == 200
        assert program.get("/api/session", headers=headers).json()["may_open"] == []
        for _ in range(2):  # the second time, who asks is known without the database
            refused(program.post("/api/commands", json=note(crisis), headers=headers), 403, "reads_only")
        refused(program.post("/api/feeds", headers=headers), 403, "reads_only")
        rights = program.get(f"/api/dossiers/{crisis}/rights", headers=headers).json()
        assert {right["held"] for right in rights} == {False}
        async with wire(house, None, Authorization=f"Bearer {secret}") as line:
            sync = await line.watch(crisis)
            assert (sync["type"], sync["allowed"]) == ("sync", [])
            await line.say(type="do", command=note(crisis))
            assert (await line.of("refused"))["error"]["code"] == "reads_only"


async def test_a_revoked_token_is_refused_at_once_and_its_sockets_close(house: Served, crisis: str):
    member(house, "revoque@exemple.invalid")
    with house.client() as browser, house.client() as program:
        await asyncio.to_thread(enter, browser, "revoque@exemple.invalid")
        token, stays = made(browser), made(browser)
        async with wire(house, None, Authorization=f"Bearer {token['secret']}") as line:
            await line.watch(crisis)
            ended = await asyncio.to_thread(browser.delete, f"/api/account/tokens/{token['token']}")
            assert ended.status_code == 204
            async with asyncio.timeout(2):
                assert await line.closed() == CLOSE_SIGNED_OUT
        refused(program.get("/api/session", headers=shown(token["secret"])), 401, "unauthenticated")
        assert program.get("/api/session", headers=shown(stays["secret"])).status_code == 200
        refused(browser.delete(f"/api/account/tokens/{token['token']}"), 404, "unknown_token")


def test_a_token_ends_on_its_day_and_with_its_seat(house: Served):
    person = member(house, "fin@exemple.invalid", ("ccas_direction", ("ccas-77333",)), ("sgav", ()))
    with house.client() as browser, house.client() as program:
        enter(browser, "fin@exemple.invalid")
        short, long = made(browser, 0, days=1)["secret"], made(browser, 1, days=365)
        now = house.clock.now()
        for secret in (short, long["secret"]):
            assert program.get("/api/session", headers=shown(secret)).status_code == 200
        house.clock.advance(timedelta(days=1))
        refused(program.get("/api/session", headers=shown(short)), 401, "unauthenticated")
        assert program.get("/api/session", headers=shown(long["secret"])).status_code == 200
        house.clock.set(now)
        house.house.people.withdraw(person.id, long["account"], now)
        refused(program.get("/api/session", headers=shown(long["secret"])), 401, "unauthenticated")


def test_a_token_opens_no_session_and_makes_no_other(house: Served):
    member(house, "seul@exemple.invalid")
    with house.client() as browser, house.client() as thief:
        enter(browser, "seul@exemple.invalid")
        secret = made(browser)["secret"]
        refused(thief.post("/api/session", json={"token": secret}), 401, "unauthenticated")
        said = {"account": "a-0", "label": "Autre", "days": 1}
        refused(thief.post("/api/account/tokens", json=said, headers=shown(secret)), 403, "session_only")


def test_nobody_makes_or_revokes_a_token_of_somebody_else(house: Served):
    member(house, "ane@exemple.invalid")
    member(house, "bob@exemple.invalid")
    with house.client() as ane, house.client() as bob:
        enter(ane, "ane@exemple.invalid")
        enter(bob, "bob@exemple.invalid")
        token = made(ane)
        refused(bob.delete(f"/api/account/tokens/{token['token']}"), 404, "unknown_token")
        theirs = {"account": token["account"], "label": "Veille", "days": 30}
        refused(bob.post("/api/account/tokens", json=theirs), 404, "unknown_token")
        assert bob.get("/api/account").json()["tokens"] == []
        assert ane.get("/api/session", headers=shown(token["secret"])).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"days": 0}, {"days": 366}, {"days": "30"}, {"days": True}, {"label": " "}, {"reads_only": "oui"}, {"x": 1}],
)
def test_what_is_wrong_makes_no_token(house: Served, wrong: dict[str, Any]):
    email = "faute-jeton@exemple.invalid"
    if house.house.people.by_email(email) is None:
        member(house, email)
    with house.client() as browser:
        enter(browser, email)
        (seat,) = browser.get("/api/account").json()["seats"]
        said = {"account": seat["account"], "label": "Veille", "days": 30, **wrong}
        assert browser.post("/api/account/tokens", json=said).status_code == 422
        assert browser.get("/api/account").json()["tokens"] == []


def test_a_person_has_a_bounded_number_of_tokens(house: Served):
    member(house, "beaucoup@exemple.invalid")
    with house.client() as browser:
        enter(browser, "beaucoup@exemple.invalid")
        for _ in range(MOST_EACH):
            one = made(browser)
        said = {"account": one["account"], "label": "Un de plus", "days": 1}
        refused(browser.post("/api/account/tokens", json=said), 409, "too_many_tokens")
