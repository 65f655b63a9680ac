"""The first account of a house, then the accounts of others, met as browsers meet them, against the published contract."""

from pathlib import Path

import httpx2

from crisiscoord.clock import ManualClock, SystemClock
from tests.api.test_people import added, named
from tests.api.test_provider import come_back, gone_there, provider
from tests.api.test_sign_in import OTHER, PASSWORD, enter, member
from tests.cast import PERMANENCE
from tests.house import Served, served
from tests.mail import post_office
from tests.provider import CLIENT, SECRET
from tests.servers import free_port
from tests.traffic import Traffic


def keep_accounts(seen: Traffic, folder: Path) -> None:
    """Make the first account; open, change and close others; come in by a link and by a provider, and leave."""
    with provider() as desk, post_office() as office:
        oidc = {"oidc_issuer": desk.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        mail = {"smtp_host": "127.0.0.1", "smtp_port": office.port, "smtp_security": "none"}
        base = f"http://127.0.0.1:{free_port()}"
        clock = ManualClock(SystemClock().now())
        with served(f"sqlite:///{folder}/accounts.db", clock, base_url=base, **oidc, **mail) as house:
            with browsing(seen, house) as admin:
                ways = admin.get("/api/session/ways").json()
                assert ways["empty"] and ways["mail"] and ways["provider"]
                first = {"name": "Rose Exemple", "email": "rose@exemple.invalid", "password": PASSWORD}
                secret = house.house.one_time.make("setup", None, clock.now())
                assert admin.post("/api/session/set-up", json={**first, "secret": secret}).status_code == 204
                _give_seats(admin)
            _keep_ones_own(seen, house)
            _come_in_by_a_link(seen, house)
            member(house, "pro@exemple.invalid", password=None)
            desk.tell(email="pro@exemple.invalid")
            with browsing(seen, house) as browser:
                come_back(house, browser, gone_there(browser))
                assert browser.delete("/api/session").status_code == 200


def take_the_archive(seen: Traffic, dossier: str) -> None:
    seen.ask("GET", f"/api/dossiers/{dossier}/archive", PERMANENCE)


def browsing(seen: Traffic, house: Served) -> httpx2.Client:
    """A browser, each of whose answers is held to the contract."""

    def note(response: httpx2.Response) -> None:
        response.read()
        seen.note_answer(response.request.method.lower(), response.request.url.path, response)

    browser = house.client()
    browser.event_hooks["response"].append(note)
    return browser


def _give_seats(admin: httpx2.Client) -> None:
    made = added(admin, "jo@exemple.invalid", "prefecture", departements=["77"])
    person = named(admin, "jo@exemple.invalid")
    assert person is not None
    path = f"/api/people/{person['person']}"
    seat = admin.post(f"{path}/seats", json={"role": "prefecture", "departements": ["45"]})
    assert seat.status_code == 201, seat.text
    assert admin.delete(f"{path}/seats/{made['account']}").status_code == 204
    assert admin.post(f"{path}/link").status_code == 201
    assert admin.post(f"{path}/disable").status_code == 204
    assert admin.post(f"{path}/enable").status_code == 204


def _keep_ones_own(seen: Traffic, house: Served) -> None:
    member(house, "ane@exemple.invalid", ("ccas_direction", ("ccas-77333",)), ("unccas_permanence", ()))
    with browsing(seen, house) as desk, house.client() as lost:
        for browser in (desk, lost):
            assert enter(browser, "ane@exemple.invalid").status_code == 204
        mine = desk.get("/api/account").json()
        elsewhere = next(one["session"] for one in mine["sessions"] if not one["here"])
        assert desk.delete(f"/api/account/sessions/{elsewhere}").status_code == 204
        other = next(seat["account"] for seat in mine["seats"] if not seat["here"])
        assert desk.post("/api/account/seat", json={"account": other}).status_code == 204
        asked = {"account": other, "label": "Veille", "days": 30}
        token = desk.post("/api/account/tokens", json=asked).json()
        assert desk.delete(f"/api/account/tokens/{token['token']}").status_code == 204
        changed = desk.post("/api/account/password", json={"current": PASSWORD, "password": OTHER})
        assert changed.status_code == 204
        assert desk.delete("/api/account/sessions").status_code == 204
        assert desk.post("/api/account/sessions/end", json={"password": OTHER}).status_code == 204


def _come_in_by_a_link(seen: Traffic, house: Served) -> None:
    person = member(house, "lien@exemple.invalid")
    links, now = house.house.one_time, house.clock.now()
    with browsing(seen, house) as browser:
        asked = {"email": "lien@exemple.invalid", "purpose": "session"}
        assert browser.post("/api/session/link", json=asked).status_code == 202
        follow = {"secret": links.make("session", person.id, now)}
        assert browser.post("/api/session/link/follow", json=follow).status_code == 204
        recover = {"secret": links.make("password", person.id, now), "password": OTHER}
        assert browser.post("/api/session/recover", json=recover).status_code == 204
