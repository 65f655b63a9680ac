"""A new version of the undertaking holds for all that stands for a person: sessions, tokens and calendar feeds."""

import asyncio

import pytest
from websockets.asyncio.client import connect

from tests.api.test_commands import note, refused
from tests.api.test_own_tokens import made, shown
from tests.api.test_sign_in import enter, member
from tests.cast import PERMANENCE
from tests.house import Served
from tests.wires import Wire


async def test_whoever_has_not_accepted_the_present_version_gets_one_answer_by_every_way(
    house: Served, crisis: str, monkeypatch: pytest.MonkeyPatch
):
    person = member(house, "ancienne@exemple.invalid")
    with house.client() as browser, house.client() as program:
        await asyncio.to_thread(enter, browser, "ancienne@exemple.invalid")
        token = shown(made(browser)["secret"])
        feed = browser.post("/api/feeds").json()["path"]
        assert program.get("/api/dossiers", headers=token).status_code == 200
        assert program.get(feed).status_code == 200
        keepers = (house.house.sessions, house.house.tokens, house.house.feeds)
        for keeper in keepers:
            monkeypatch.setattr(keeper, "_asked", 2)
        house.house.sessions.forget()
        house.house.tokens.forget()
        for _ in range(2):  # the second time, who asks is known without the database
            answers = [
                browser.get(f"/api/dossiers/{crisis}/board"),
                program.get(f"/api/dossiers/{crisis}/board", headers=token),
                program.get("/api/calendar.ics", headers=token),
                program.post("/api/commands", json=note(crisis), headers=token),
                program.get(feed),
            ]
            for answer in answers:
                refused(answer, 403, "undertaking_needed")
            assert len({answer.json()["detail"] for answer in answers}) == 1
        async with connect(house.url.replace("http", "ws") + "/ws", additional_headers=token, proxy=None) as line:
            assert await Wire(line).closed() == 4503
        assert house.as_(PERMANENCE).get("/api/dossiers").status_code == 200, "a program of nobody is asked nothing"
        house.house.undertakings.sign(person.id, "test", 2, "d" * 64, house.clock.now())
        assert program.get("/api/dossiers", headers=token).status_code == 200
        assert program.get(feed).status_code == 200
        assert browser.get("/api/dossiers").status_code == 200
