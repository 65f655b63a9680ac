"""What an attacker tries at the front: each attempt of docs/security.md, against a real server."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from starlette.routing import Route
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from crisiscoord.clock import ManualClock
from crisiscoord.web.routes import every_route
from crisiscoord.web.socket import CLOSE_ORIGIN
from tests.cast import CCAS_NEMOURS, OBSERVER, PERMANENCE
from tests.conftest import NOON
from tests.house import Served, served

#: Every address that is read, with something in its holes.
READ = sorted(
    re.sub(r"\{\w+\}", "x-1", route.path)
    for route in every_route()
    if isinstance(route, Route) and "GET" in (route.methods or ())
)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house that the internet reaches by https."""
    folder = tmp_path_factory.mktemp("public")
    https = "https://crise.exemple.invalid"
    with served(f"sqlite:///{folder}/crisiscoord.db", ManualClock(NOON), base_url=https) as running:
        yield running


@pytest.mark.parametrize("path", READ)
def test_no_answer_may_be_framed_sniffed_or_tell_where_one_was(public: Served, path: str) -> None:
    headers = public.as_(PERMANENCE).get(path).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy and "data:" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer", "a secret in an address must not travel with a link"
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", READ)
def test_no_address_sends_a_browser_elsewhere(public: Served, path: str) -> None:
    tried = {name: "https://ailleurs.invalid/" for name in ("next", "url", "retour", "redirect", "return_to")}
    answer = public.as_(PERMANENCE).get(path, params=tried, follow_redirects=False)
    assert answer.status_code not in range(301, 309) or answer.headers["location"].startswith("/")
    assert "ailleurs.invalid" not in str(answer.headers)


def test_over_https_the_cookie_cannot_be_read_nor_set_by_another_host(public: Served) -> None:
    with public.client() as browser:
        cookie = browser.post("/api/session", json={"token": public.token(PERMANENCE)}).headers["set-cookie"].lower()
    assert cookie.startswith("__host-crisiscoord=")
    assert {"httponly", "secure", "path=/", "samesite=lax"} <= set(cookie.replace(" ", "").split(";"))


def test_signing_in_gives_another_session_than_the_one_that_was_slipped_in(house: Served) -> None:
    """Fixation: what an attacker put in the browser beforehand opens nothing afterwards."""
    with house.client(cookies={"crisiscoord": "choisi-par-un-autre"}) as browser, house.client() as attacker:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        attacker.cookies.set("crisiscoord", "choisi-par-un-autre")
        assert attacker.get("/api/session").status_code == 401
        first = browser.cookies.get("crisiscoord", domain="127.0.0.1")
        again = browser.post("/api/session", json={"token": house.token(PERMANENCE)}).headers["set-cookie"]
        assert first and first not in again


@pytest.mark.parametrize("origin", ["https://ailleurs.invalid", "null", "http://127.0.0.1.ailleurs.invalid"])
async def test_a_page_of_another_site_cannot_take_the_socket(house: Served, origin: str) -> None:
    with house.client() as browser:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        cookie = "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)
    url = house.url.replace("http", "ws") + "/ws"
    async with connect(url, additional_headers={"Origin": origin, "Cookie": cookie}, proxy=None) as line:
        with pytest.raises(ConnectionClosed) as closed:
            await line.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == CLOSE_ORIGIN


def test_a_form_of_another_site_cannot_send_a_command(house: Served, crisis: str) -> None:
    note = {"id": str(uuid4()), "dossier": crisis, "do": "note.write", "text": "Non.", "category": "information"}
    with house.client() as browser:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/json"):
            foreign = {"Origin": "https://ailleurs.invalid", "Content-Type": content_type}
            assert browser.post("/api/commands", json=note, headers=foreign).json()["code"] == "origin_refused"


@pytest.mark.parametrize("path", ["/api/commands", "/api/session", "/api/territory/list", "/api/crises/preview"])
def test_a_body_has_a_bound_whether_it_says_its_length_or_not(house: Served, path: str) -> None:
    client = house.as_(PERMANENCE)
    assert client.post(path, content=b" " * 70_000).status_code == 413
    assert client.post(path, content=(b" " * 1_000 for _ in range(70))).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/static/../crisiscoord/settings.py",
        "/static/%2e%2e/pyproject.toml",
        "/static/..%2f..%2fetc/passwd",
        "/static/js/%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
        "/static//etc/passwd",
        "/static/js/main.js%00.png",
        "/api/dossiers/..%2f..%2fetc/board",
    ],
)
def test_no_address_leads_out_of_what_is_served(house: Served, path: str) -> None:
    answer = house.as_(PERMANENCE).get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text and "[project]" not in answer.text


@pytest.mark.parametrize("injected", ["x\r\nSet-Cookie: crisiscoord=a", "x%0d%0aSet-Cookie:%20crisiscoord=a"])
def test_what_is_asked_does_not_become_a_header(house: Served, injected: str) -> None:
    client = house.as_(PERMANENCE)
    for answer in (
        client.get("/api/territory/communes", params={"q": injected}),
        client.get(f"/api/dossiers/{injected.replace(chr(13), '%0d').replace(chr(10), '%0a')}/board"),
    ):
        assert "set-cookie" not in answer.headers


def test_a_host_that_is_asked_does_not_widen_the_policy(house: Served) -> None:
    with house.client() as browser:
        answer = browser.get("/connexion", headers={"Host": "a.invalid; script-src *"})
    assert "script-src *" not in answer.headers.get("content-security-policy", "")


def test_a_person_refused_learns_the_rule_and_nothing_of_the_dossier(house: Served, crisis: str) -> None:
    house.report(crisis, CCAS_NEMOURS, text="Gymnase Secret ouvert.")
    refused = house.do(crisis, "crisis.close", OBSERVER, reason="Non.").json()
    assert (refused["status"], refused["code"]) == (403, "forbidden")
    assert "Le peuvent\u00a0: Permanence de l’UNCCAS (partout)" in refused["detail"]
    assert "Secret" not in str(refused)
