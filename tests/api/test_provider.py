"""Signing in by an identity provider, against one that runs as a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from crisiscoord.clock import ManualClock, SystemClock
from crisiscoord.directory.ledger import Ledger
from crisiscoord.directory.people import People
from crisiscoord.web.limits import TooManySignIns
from crisiscoord.web.provided import safe_return
from tests.api.test_commands import refused
from tests.api.test_sign_in import member
from tests.house import Served, served
from tests.provider import CLIENT, SECRET
from tests.servers import free_port
from tests.waiting import until_now


class Desk:
    """The provider, as a test tells it whom to recognise and about what to lie."""

    def __init__(self, url: str) -> None:
        self.url = url

    def tell(self, **told: Any) -> None:
        said = {"email": "", "sub": f"s-{told.get('email', '')}", "lie": "", "now": None, **told}
        httpx2.post(f"{self.url}/control", json=said, trust_env=False).raise_for_status()

    def ended(self) -> list[str]:
        return list(httpx2.get(f"{self.url}/ended", trust_env=False).json()["ended"])


@contextmanager
def provider() -> Iterator[Desk]:
    """A provider in a process of its own."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.provider", str(port)])
    desk = Desk(f"http://127.0.0.1:{port}")

    def answers() -> bool:
        try:
            return httpx2.get(f"{desk.url}/jwks", trust_env=False).is_success
        except httpx2.TransportError:
            return False

    try:
        until_now(answers)
        yield desk
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with provider() as running:
        yield running


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[Served]:
    """A house that believes this provider; its clock is near that of the provider, as clocks are."""
    folder, port = tmp_path_factory.mktemp("provided"), free_port()
    settings = {"oidc_issuer": desk.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    base = f"http://127.0.0.1:{port}"
    clock = ManualClock(SystemClock().now())
    with served(f"sqlite:///{folder}/crisiscoord.db", clock, base_url=base, **settings) as running:
        yield running


def gone_there(browser: httpx2.Client, back: str = "/calendrier") -> str:
    """Follow the browser to the provider, and return the address with which it comes back."""
    left = browser.get("/api/provider/start", params={"retour": back})
    assert left.status_code == 303, left.text
    return httpx2.get(left.headers["location"], trust_env=False).headers["location"]


def come_back(house: Served, browser: httpx2.Client, address: str) -> str:
    """Come back to this house with what the provider gave, and return where the browser is sent then."""
    answer = browser.get(f"{house.url}/api/provider/callback?{address.partition('?')[2]}")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_whom_the_provider_recognises_comes_in_by_their_address_then_by_their_subject(house: Served, desk: Desk):
    person = member(house, "pro@exemple.invalid", password=None)
    desk.tell(email="Pro@exemple.invalid", sub="s-pro")
    with house.client() as browser:
        assert browser.get("/api/session/ways").json()["provider"] == "ProConnect"
        assert come_back(house, browser, gone_there(browser)) == "/calendrier"
        assert browser.get("/api/session").json()["actor"]["role"] == "ccas_direction"
        assert browser.get("/api/account").json()["person"]["id"] == person.id
    desk.tell(email="nouveau-nom@exemple.invalid", sub="s-pro")
    with house.client() as browser:
        assert come_back(house, browser, gone_there(browser)) == "/calendrier"
        assert browser.get("/api/account").json()["person"]["id"] == person.id
    desk.tell(email="pro@exemple.invalid", sub="s-autre")
    with house.client() as browser:
        assert come_back(house, browser, gone_there(browser)) == "/connexion?refus=inconnu"


@pytest.mark.parametrize("lie", ["iss", "aud", "nonce", "exp", "key", "unsigned", "swapped", "unverified", "unsaid"])
def test_nobody_comes_in_by_a_proof_that_does_not_fit(house: Served, desk: Desk, lie: str):
    if house.house.people.by_email("mensonge@exemple.invalid") is None:
        member(house, "mensonge@exemple.invalid")
    desk.tell(email="mensonge@exemple.invalid", lie=lie)
    with house.client() as browser:
        assert come_back(house, browser, gone_there(browser)) == "/connexion?refus=preuve"
        refused(browser.get("/api/session"), 401, "unauthenticated")
    desk.tell(email="mensonge@exemple.invalid")
    with house.client() as browser:
        assert come_back(house, browser, gone_there(browser)) == "/calendrier", "it was the lie that kept them out"


def test_a_provider_that_vouches_for_addresses_need_not_say_so_each_time(
    sqlite_url: str, clock: ManualClock, desk: Desk
):
    settings = {"oidc_issuer": desk.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    clock.set(SystemClock().now())
    with served(sqlite_url, clock, oidc_vouches_for_emails=True, **settings) as house, house.client() as browser:
        member(house, "garantie@exemple.invalid")
        desk.tell(email="garantie@exemple.invalid", lie="unverified")
        assert come_back(house, browser, gone_there(browser)) == "/connexion?refus=preuve", "it says that it is not"
        desk.tell(email="garantie@exemple.invalid", lie="unsaid")
        assert come_back(house, browser, gone_there(browser)) == "/calendrier"
        address = gone_there(browser)
        with pytest.raises(TooManySignIns):
            while True:
                house.house.sign_ins.secret("127.0.0.1")
        assert come_back(house, browser, address) == "/connexion?refus=attendre", "coming back has a pace too"


def test_of_two_subjects_that_come_with_one_address_the_second_has_no_account(house: Served):
    member(house, "course@exemple.invalid")
    people, (issuer, email) = house.house.people, ("https://un.invalid", "course@exemple.invalid")

    class Late(Ledger):
        def write(self, write: Any) -> Any:
            people.by_subject(issuer, "s-premier", email)  # comes between what is read and what is written
            return super().write(write)

    ledger = people._ledger
    late = People(Late(ledger.engine, ledger.writer, ledger.bump, ledger.ring), lambda: house.house.territory)
    assert late.by_subject(issuer, "s-second", email) is None
    assert people.by_subject(issuer, "s-premier", email) is not None


def test_an_answer_that_another_browser_asked_for_opens_nothing(house: Served, desk: Desk):
    """Cross-site request forgery of the sign-in: the answer is tied to the browser that asked."""
    member(house, "attaque@exemple.invalid")
    desk.tell(email="attaque@exemple.invalid")
    with house.client() as attacker, house.client() as victim:
        address = gone_there(attacker)
        assert come_back(house, victim, address) == "/connexion?refus=perime"
        gone_there(victim)
        assert come_back(house, victim, address) == "/connexion?refus=perime"
        refused(victim.get("/api/session"), 401, "unauthenticated")


def test_an_answer_serves_once_and_for_ten_minutes(house: Served, desk: Desk):
    member(house, "une-fois@exemple.invalid")
    desk.tell(email="une-fois@exemple.invalid")
    with house.client() as browser:
        address = gone_there(browser)
        flow = browser.cookies["crisiscoord-flow"]
        assert come_back(house, browser, address) == "/calendrier"
        browser.cookies.clear()
        browser.cookies.set("crisiscoord-flow", flow, path="/api/provider")
        assert come_back(house, browser, address) == "/connexion?refus=preuve", "the provider gives a code once"
    with house.client() as browser:
        address, now = gone_there(browser), house.clock.now()
        house.clock.advance(timedelta(minutes=10))
        assert come_back(house, browser, address) == "/connexion?refus=perime"
        house.clock.set(now)


def test_what_the_browser_keeps_meanwhile_cannot_be_written_by_anybody_else(house: Served, desk: Desk):
    desk.tell(email="attaque@exemple.invalid")
    with house.client() as browser:
        address = gone_there(browser)
        said, _, signature = browser.cookies["crisiscoord-flow"].partition(".")
        for forged in (f"{said[:-4]}AAAA.{signature}", said, f"{said}.{'0' * 64}", "", "é.é"):
            with house.client() as other:
                sent = {"Cookie": f"crisiscoord-flow={forged}".encode()}
                answer = other.get(f"/api/provider/callback?{address.partition('?')[2]}", headers=sent)
                assert answer.headers["location"] == "/connexion?refus=perime"


def test_somebody_unknown_or_closed_or_without_a_seat_is_told_so(house: Served, desk: Desk):
    closed = member(house, "ferme@exemple.invalid")
    house.house.people.disable(closed.id, house.clock.now())
    standing = member(house, "debout@exemple.invalid")
    (seat,) = house.house.people.seats(standing.id, house.clock.now())
    house.house.people.withdraw(standing.id, seat.id, house.clock.now())
    for email, why in (
        ("personne@exemple.invalid", "inconnu"),
        ("ferme@exemple.invalid", "inconnu"),
        ("debout@exemple.invalid", "sans-siege"),
    ):
        desk.tell(email=email)
        with house.client() as browser:
            assert come_back(house, browser, gone_there(browser)) == f"/connexion?refus={why}"
            refused(browser.get("/api/session"), 401, "unauthenticated")


def test_whoever_gives_up_at_the_provider_comes_back_to_the_page(house: Served, desk: Desk):
    with house.client() as browser:
        state = gone_there(browser).partition("state=")[2]
        answer = browser.get("/api/provider/callback", params={"error": "access_denied", "state": state})
        assert answer.headers["location"] == "/connexion?refus=annule"


def test_signing_out_ends_the_session_here_and_at_the_provider(house: Served, desk: Desk):
    member(house, "sortie@exemple.invalid")
    desk.tell(email="sortie@exemple.invalid")
    with house.client() as browser:
        come_back(house, browser, gone_there(browser))
        left = browser.delete("/api/session")
        assert left.status_code == 200
        refused(browser.get("/api/session"), 401, "unauthenticated")
        gone = httpx2.get(left.json()["leave"], trust_env=False)
        assert gone.headers["location"].startswith(f"{house.house.settings.base_url}/connexion?state=")
        assert len(desk.ended()) == 1 and desk.ended()[0].count(".") == 2
        assert browser.delete("/api/session").status_code == 204


def test_a_provider_that_does_not_answer_keeps_nobody_waiting_and_is_said(sqlite_url: str, clock: ManualClock):
    nowhere = f"http://127.0.0.1:{free_port()}"
    settings = {"oidc_issuer": nowhere, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    with served(sqlite_url, clock, **settings) as house, house.client() as browser:
        answer = browser.get("/api/provider/start")
        assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?refus=fournisseur")


def test_where_no_provider_is_set_there_is_no_such_address(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock) as house, house.client() as browser:
        assert browser.get("/api/session/ways").json()["provider"] is None
        for path in ("/api/provider/start", "/api/provider/callback?code=a&state=b"):
            refused(browser.get(path), 404, "no_provider")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://ailleurs.invalid/",
        "//ailleurs.invalid",
        "/\\ailleurs.invalid",
        "\\\\ailleurs.invalid",
        "javascript:alert(1)",
        "/\tailleurs",
        " //ailleurs.invalid",
        "/ok\r\nSet-Cookie: a=b",
        "ailleurs.invalid",
        "",
        "/api/session",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(house: Served, desk: Desk, elsewhere: str):
    assert safe_return(elsewhere) == "/"
    if house.house.people.by_email("retour@exemple.invalid") is None:
        member(house, "retour@exemple.invalid")
    desk.tell(email="retour@exemple.invalid")
    with house.client() as browser:
        assert come_back(house, browser, gone_there(browser, elsewhere)) == "/"


@pytest.mark.parametrize("ours", ["/", "/dossiers/crue-2018", "/dossiers/crue-2018/main-courante?ligne=4&q=a%20b"])
def test_a_page_of_ours_is_come_back_to(ours: str):
    assert safe_return(ours) == ours
