"""The undertaking of confidentiality: read and accepted before the first dossier, kept, and given to who may ask."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from websockets.asyncio.client import connect

from crisiscoord.clock import ManualClock
from crisiscoord.domain.agreements import Library
from crisiscoord.web.routes import api_routes
from tests.api.test_commands import refused
from tests.api.test_sign_in import enter, member
from tests.cast import PERMANENCE
from tests.conftest import NOON
from tests.house import Served, served

ROSE, ADA = "rose@exemple.invalid", "ada@exemple.invalid"


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("undertaking")
    with served(f"sqlite:///{folder}/crisiscoord.db", ManualClock(NOON)) as running:
        running.declare()
        member(running, ROSE, ("ccas_direction", ("ccas-77333",)), ("ccas_terrain", ("ccas-77333",)), signed=False)
        member(running, ADA, ("admin", ()), signed=False)
        yield running


@pytest.fixture
def rose(house: Served) -> Iterator[httpx2.Client]:
    with house.client() as browser:
        assert enter(browser, ROSE).status_code == 204
        yield browser


def accept(browser: httpx2.Client) -> httpx2.Response:
    return browser.post("/api/undertaking", json={"digest": browser.get("/api/undertaking").json()["digest"]})


def report() -> dict[str, Any]:
    said = {"body": "ccas-77333", "status": "tension", "observed_at": NOON.isoformat()}
    return {"id": str(uuid4()), "dossier": "crue-1", "do": "report.file", **said}


def test_nothing_of_a_dossier_opens_before_it_is_accepted_and_all_does_after(house: Served, rose: httpx2.Client):
    assert rose.get("/api/session").json()["actor"]["unsigned"] is True
    dossiers = sorted({route.path for route in api_routes() if "{dossier}" in getattr(route, "path", "")})
    for address in ("/api/dossiers", "/api/calendar", "/api/directory", *dossiers):
        if "GET" in next(route.methods for route in api_routes() if getattr(route, "path", "") == address):  # type: ignore[attr-defined]
            refused(rose.get(address.replace("{dossier}", "crue-1")), 403, "undertaking_needed")
    refused(rose.post("/api/commands", json=report()), 403, "undertaking_needed")
    here = rose.get("/api/account").json()["seats"][0]["account"]
    token = {"account": here, "label": "Programme", "days": 30}
    refused(rose.post("/api/account/tokens", json=token), 403, "undertaking_needed")
    text = rose.get("/api/undertaking").json()
    assert (text["version"], text["signed_at"], text["asked"]) == (1, None, True)
    assert accept(rose).json() == {"version": 1, "signed_at": "2026-07-14T12:00:00.000Z"}
    assert "unsigned" not in rose.get("/api/session").json()["actor"]
    assert rose.get("/api/dossiers/crue-1/board").status_code == 200
    assert rose.post("/api/commands", json=report()).status_code == 201


async def test_a_socket_says_so_and_closes_for_good(house: Served, rose: httpx2.Client):
    address = house.url.replace("http://", "ws://") + "/ws"
    cookie = {"Cookie": f"crisiscoord={rose.cookies['crisiscoord']}"}
    async with connect(address, additional_headers=cookie, proxy=None) as line:
        assert json.loads(await line.recv())["error"]["code"] == "undertaking_needed"
        await line.wait_closed()
        assert line.close_code == 4503


def test_it_is_accepted_once_for_every_seat_and_every_browser(house: Served, rose: httpx2.Client):
    accept(rose)
    other = next(seat for seat in rose.get("/api/account").json()["seats"] if not seat["here"])
    assert rose.post("/api/account/seat", json={"account": other["account"]}).status_code == 204
    assert rose.get("/api/dossiers").status_code == 200
    with house.client() as phone:
        enter(phone, ROSE)
        assert phone.get("/api/dossiers").status_code == 200


def test_a_text_that_was_not_read_is_not_accepted(house: Served, rose: httpx2.Client):
    refused(rose.post("/api/undertaking", json={"digest": "0" * 64}), 409, "undertaking_changed")
    refused(rose.post("/api/undertaking", json={}), 422, "malformed")
    refused(rose.get("/api/dossiers"), 403, "undertaking_needed")


def test_a_new_version_asks_again_and_what_was_accepted_is_kept(house: Served, rose: httpx2.Client):
    accept(rose)
    house.house.sessions._asked = 2
    house.house.sessions.forget()
    refused(rose.get("/api/dossiers"), 403, "undertaking_needed")
    assert [(one.version, one.email) for one in house.house.undertakings.listed()] == [(1, ROSE)]


def test_an_administrator_exports_who_accepted_what_and_nobody_else_does(house: Served, rose: httpx2.Client):
    accept(rose)
    refused(rose.get("/api/undertaking/signatures.csv"), 403, "admin_only")
    refused(house.as_(PERMANENCE).get("/api/undertaking/signatures.csv"), 403, "admin_only")
    with house.client() as browser:
        enter(browser, ADA)
        file = browser.get("/api/undertaking/signatures.csv")
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Adresse"], row["Version"], row["Accepté le (UTC)"]) for row in rows] == [
        (ROSE, "1", "2026-07-14T12:00:00.000Z")
    ]
    undertaking = house.house.library.undertaking
    assert undertaking is not None and rows[0]["Empreinte du texte (SHA-256)"] == undertaking.digest


def test_programs_are_asked_nothing_and_cannot_accept_for_a_person(house: Served):
    client = house.as_(PERMANENCE)
    assert client.get("/api/dossiers").status_code == 200
    refused(client.post("/api/undertaking", json={"digest": "0" * 64}), 403, "session_only")


def test_without_a_text_nobody_is_asked():
    assert Library().undertaking is None
