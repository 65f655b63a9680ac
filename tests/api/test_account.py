"""One's own account: its sessions, its password, its seats; the first account, and links that serve once."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.directory.onetime import LASTS, LinkSpent, Purpose
from crisiscoord.directory.sessions import PROVEN
from tests.api.test_commands import refused
from tests.api.test_sign_in import OTHER, PASSWORD, enter, member
from tests.cast import ADMIN, PERMANENCE
from tests.conftest import NOON
from tests.house import Served, served
from tests.mail import PostOffice, post_office, text_of
from tests.waiting import until_now

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


@pytest.fixture(scope="module")
def mailing(tmp_path_factory: pytest.TempPathFactory, office: PostOffice) -> Iterator[Served]:
    """A house whose mail leaves."""
    folder = tmp_path_factory.mktemp("mailing")
    smtp = {"smtp_host": "127.0.0.1", "smtp_port": office.port, "smtp_security": "none"}
    url = f"sqlite:///{folder}/crisiscoord.db"
    with served(url, ManualClock(NOON), base_url="http://crise.exemple.invalid", **smtp) as running:
        yield running


def secret_in(office: PostOffice, to: str, page: str) -> str:
    """Return the secret of the last mail to somebody, once it has come."""
    until_now(lambda: to in office.sent_to)
    mail = next(one for one in reversed(office.taken) if one["To"] == to)
    found = re.search(rf"http://crise\.exemple\.invalid{page}#([\w-]{{43}})\s", text_of(mail))
    assert found, text_of(mail)
    return found[1]


def test_everybody_sees_their_own_sessions_and_no_other(house: Served):
    member(house, "seances@exemple.invalid")
    member(house, "ailleurs@exemple.invalid")
    with house.client() as desk, house.client() as phone, house.client() as other:
        enter(desk, "seances@exemple.invalid", **{"User-Agent": CHROME})
        enter(phone, "seances@exemple.invalid", **{"User-Agent": "Mozilla/5.0 (iPhone) Version/18 Safari/605"})
        enter(other, "ailleurs@exemple.invalid")
        mine = desk.get("/api/account").json()
        assert {one["agent"] for one in mine["sessions"]} == {"Chrome, Windows", "Safari, iPhone"}
        assert [one["agent"] for one in mine["sessions"] if one["here"]] == ["Chrome, Windows"]
        assert {one["way"] for one in mine["sessions"]} == {"password"}
        theirs = other.get("/api/account").json()["sessions"]
        refused(desk.delete(f"/api/account/sessions/{theirs[0]['session']}"), 404, "unknown_session")
        assert other.get("/api/session").status_code == 200


def test_one_session_is_ended_from_another_then_all_the_others(house: Served):
    member(house, "finir@exemple.invalid")
    with house.client() as desk, house.client() as lost, house.client() as phone:
        for browser in (desk, lost, phone):
            enter(browser, "finir@exemple.invalid")
        key = next(one["session"] for one in lost.get("/api/account").json()["sessions"] if one["here"])
        assert desk.delete(f"/api/account/sessions/{key}").status_code == 204
        refused(lost.get("/api/session"), 401, "unauthenticated")
        assert phone.get("/api/session").status_code == 200
        assert desk.delete("/api/account/sessions").status_code == 204
        refused(phone.get("/api/session"), 401, "unauthenticated")
        assert desk.get("/api/session").status_code == 200


def test_ending_sessions_asks_again_who_is_there_once_signing_in_is_fifteen_minutes_old(house: Served):
    member(house, "prouver@exemple.invalid")
    with house.client() as desk, house.client() as lost, house.client() as phone:
        for browser in (desk, lost, phone):
            enter(browser, "prouver@exemple.invalid")
        now = house.clock.now()
        mine = desk.get("/api/account").json()
        key = next(one["session"] for one in lost.get("/api/account").json()["sessions"] if one["here"])
        assert mine["proof"] == "none"
        house.clock.advance(PROVEN)
        assert desk.get("/api/account").json()["proof"] == "password"
        refused(desk.delete("/api/account/sessions"), 403, "password_needed")
        refused(desk.delete(f"/api/account/sessions/{key}"), 403, "password_needed")
        wrong = desk.post("/api/account/sessions/end", json={"password": OTHER})
        refused(wrong, 409, "wrong_password")
        assert "aucune session n’est terminée" in wrong.json()["detail"]
        assert lost.get("/api/session").status_code == phone.get("/api/session").status_code == 200
        given = {"session": key, "password": PASSWORD}
        assert desk.post("/api/account/sessions/end", json=given).status_code == 204
        refused(lost.get("/api/session"), 401, "unauthenticated")
        assert phone.get("/api/session").status_code == 200
        refused(desk.post("/api/account/sessions/end", json=given), 404, "unknown_session")
        assert desk.post("/api/account/sessions/end", json={"password": PASSWORD}).status_code == 204
        refused(phone.get("/api/session"), 401, "unauthenticated")
        house.clock.set(now)


def test_whoever_has_no_password_signs_in_again_to_end_a_session(house: Served):
    person = member(house, "sans-passe@exemple.invalid", password=None)
    with house.client() as desk, house.client() as lost:
        for browser in (lost, desk):
            secret = house.house.one_time.make("session", person.id, house.clock.now())
            assert browser.post("/api/session/link/follow", json={"secret": secret}).status_code == 204
        now = house.clock.now()
        house.clock.advance(PROVEN)
        assert desk.get("/api/account").json()["proof"] == "sign_in"
        refused(desk.delete("/api/account/sessions"), 403, "sign_in_again")
        refused(desk.post("/api/account/sessions/end", json={"password": PASSWORD}), 403, "sign_in_again")
        assert lost.get("/api/session").status_code == 200
        secret = house.house.one_time.make("session", person.id, house.clock.now())
        assert desk.post("/api/session/link/follow", json={"secret": secret}).status_code == 204
        assert desk.delete("/api/account/sessions").status_code == 204
        refused(lost.get("/api/session"), 401, "unauthenticated")
        house.clock.set(now)


def test_a_password_is_not_guessed_by_ending_sessions(house: Served):
    member(house, "deviner@exemple.invalid")
    with house.client() as thief:
        enter(thief, "deviner@exemple.invalid")
        answers = [thief.post("/api/account/sessions/end", json={"password": OTHER}).status_code for _ in range(11)]
    assert answers == [*[409] * 10, 429]


def test_the_oldest_session_ends_when_there_are_too_many(house: Served):
    person = member(house, "vingt@exemple.invalid")
    (seat,) = house.house.people.seats(person.id, house.clock.now())
    texts = [house.house.sessions.open(seat.id, house.clock.now() + timedelta(seconds=n)) for n in range(21)]
    now = house.clock.now() + timedelta(seconds=30)
    standing = [house.house.sessions.actor(text, now, fresh=True) is not None for text in texts]
    assert standing == [False, *[True] * 20]


def test_a_new_password_ends_the_other_sessions_and_the_old_password(house: Served):
    member(house, "changer@exemple.invalid")
    with house.client() as desk, house.client() as phone:
        enter(desk, "changer@exemple.invalid")
        enter(phone, "changer@exemple.invalid")
        wrong = {"current": OTHER, "password": OTHER}
        refused(desk.post("/api/account/password", json=wrong), 409, "wrong_password")
        assert phone.get("/api/session").status_code == 200
        assert desk.post("/api/account/password", json={"current": PASSWORD, "password": OTHER}).status_code == 204
        refused(phone.get("/api/session"), 401, "unauthenticated")
        assert desk.get("/api/session").status_code == 200
        refused(enter(phone, "changer@exemple.invalid"), 401, "wrong_sign_in")
        assert enter(phone, "changer@exemple.invalid", OTHER).status_code == 204


def test_another_seat_is_taken_and_remembered_at_the_next_sign_in(house: Served):
    member(house, "deux@exemple.invalid", ("ccas_direction", ("ccas-77333",)), ("unccas_permanence", ()))
    with house.client() as browser:
        enter(browser, "deux@exemple.invalid")
        seats = {seat["role"]: seat for seat in browser.get("/api/account").json()["seats"]}
        first = browser.get("/api/session").json()["actor"]["role"]
        assert {role: seat["here"] for role, seat in seats.items()} == {role: role == first for role in seats}
        (wanted,) = seats.keys() - {first}
        taken = browser.post("/api/account/seat", json={"account": seats[wanted]["account"]})
        assert taken.status_code == 204
        assert browser.get("/api/session").json()["actor"]["role"] == wanted
        refused(browser.post("/api/account/seat", json={"account": "a-0"}), 404, "unknown_person")
    with house.client() as browser:
        enter(browser, "deux@exemple.invalid")
        assert browser.get("/api/session").json()["actor"]["role"] == wanted


def test_a_program_cannot_touch_the_account_of_a_person(house: Served):
    client = house.as_(PERMANENCE)
    for answer in (
        client.get("/api/account"),
        client.delete("/api/account/sessions"),
        client.post("/api/account/password", json={"current": PASSWORD, "password": OTHER}),
    ):
        refused(answer, 403, "session_only")


def test_the_account_of_a_token_shows_its_session_and_has_no_password(house: Served):
    with house.client() as browser:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        mine = browser.get("/api/account").json()
        assert mine["person"] is None and len(mine["seats"]) == 1
        said = {"current": PASSWORD, "password": OTHER}
        refused(browser.post("/api/account/password", json=said), 403, "no_person")


def test_a_link_by_mail_signs_in_once(mailing: Served, office: PostOffice):
    member(mailing, "lien@exemple.invalid")
    with mailing.client() as browser, mailing.client() as again:
        asked = {"email": "Lien@exemple.invalid", "purpose": "session"}
        assert browser.post("/api/session/link", json=asked).status_code == 202
        secret = secret_in(office, "lien@exemple.invalid", "/connexion/lien")
        assert browser.post("/api/session/link/follow", json={"secret": secret}).status_code == 204
        assert browser.get("/api/session").json()["actor"]["role"] == "ccas_direction"
        refused(again.post("/api/session/link/follow", json={"secret": secret}), 404, "link_spent")
        refused(again.post("/api/session/recover", json={"secret": secret, "password": OTHER}), 404, "link_spent")


def test_the_answer_to_who_asks_for_a_link_says_nothing_and_writes_to_nobody_unknown(
    mailing: Served, office: PostOffice
):
    member(mailing, "connue@exemple.invalid")
    gone = member(mailing, "partie@exemple.invalid")
    mailing.house.people.disable(gone.id, mailing.clock.now())
    answers = set()
    with mailing.client() as browser:
        for email in ("inconnue@exemple.invalid", "partie@exemple.invalid", "connue@exemple.invalid"):
            answer = browser.post("/api/session/link", json={"email": email, "purpose": "password"})
            answers.add((answer.status_code, answer.content, tuple(sorted(answer.headers.keys()))))
    assert len(answers) == 1
    until_now(lambda: "connue@exemple.invalid" in office.sent_to)
    assert not {"inconnue@exemple.invalid", "partie@exemple.invalid"} & set(office.sent_to)


def test_a_forgotten_password_is_chosen_again_and_every_session_ends(mailing: Served, office: PostOffice):
    member(mailing, "oubli@exemple.invalid")
    with mailing.client() as browser, mailing.client() as thief:
        enter(thief, "oubli@exemple.invalid")
        browser.post("/api/session/link", json={"email": "oubli@exemple.invalid", "purpose": "password"})
        secret = secret_in(office, "oubli@exemple.invalid", "/connexion/mot-de-passe")
        weak = {"secret": secret, "password": "oubli exemple"}
        refused(browser.post("/api/session/recover", json=weak), 422, "weak_password")
        assert browser.post("/api/session/recover", json={"secret": secret, "password": OTHER}).status_code == 204
        assert browser.get("/api/session").status_code == 200
        refused(thief.get("/api/session"), 401, "unauthenticated")
        refused(browser.post("/api/session/recover", json={"secret": secret, "password": OTHER}), 404, "link_spent")
        assert enter(thief, "oubli@exemple.invalid", OTHER).status_code == 204


def test_no_account_is_opened_when_its_mail_could_not_leave(mailing: Served, monkeypatch: pytest.MonkeyPatch):
    admin = mailing.as_(ADMIN)
    said = {"name": "Jo Exemple", "email": "attendue@exemple.invalid", "role": "sgav"}
    person = member(mailing, "relance@exemple.invalid")
    with monkeypatch.context() as full:
        full.setattr(mailing.house.errands, "_most", 0)
        refused(admin.post("/api/people", json=said), 503, "unavailable")
        refused(admin.post(f"/api/people/{person.id}/link"), 503, "unavailable")
        assert mailing.house.people.by_email("attendue@exemple.invalid") is None
    assert admin.post("/api/people", json=said).status_code == 201


def test_links_asked_for_are_slowed_whoever_has_the_address(mailing: Served):
    with mailing.client() as browser:
        asked = {"email": "personne-ici@exemple.invalid", "purpose": "session"}
        statuses = [browser.post("/api/session/link", json=asked).status_code for _ in range(4)]
    assert statuses == [202, 202, 202, 429]


def test_no_password_is_chosen_without_a_standing_link_of_that_person_for_that(house: Served):
    mine, other = member(house, "choisir@exemple.invalid"), member(house, "autrui@exemple.invalid")
    people, links, now = house.house.people, house.house.one_time, house.clock.now()
    late = now + LASTS["password"]
    for secret, at in (
        ("", now),
        ("trop court", now),
        ("s" * 43, now),
        (links.make("session", mine.id, now), now),
        (links.make("password", other.id, now), now),
        (links.make("password", mine.id, now), late),
    ):
        with pytest.raises(LinkSpent):
            people.recover(mine.id, secret, OTHER, at)
    assert people.prove("choisir@exemple.invalid", OTHER) is None
    people.recover(mine.id, links.make("password", mine.id, now), OTHER, now)
    assert people.prove("choisir@exemple.invalid", OTHER) is not None


@pytest.mark.parametrize("purpose", ["session", "password"])
def test_a_link_ends_at_its_hour_and_with_the_account(house: Served, purpose: Purpose):
    person = member(house, f"heure-{purpose}@exemple.invalid")
    links, now = house.house.one_time, house.clock.now()
    late, closed = links.make(purpose, person.id, now), links.make(purpose, person.id, now)
    path = "/api/session/link/follow" if purpose == "session" else "/api/session/recover"
    more: dict[str, Any] = {} if purpose == "session" else {"password": OTHER}
    with house.client() as browser:
        house.clock.advance(LASTS[purpose])
        refused(browser.post(path, json={"secret": late, **more}), 404, "link_spent")
        house.clock.set(now)
        house.house.people.disable(person.id, now)
        refused(browser.post(path, json={"secret": closed, **more}), 404, "link_spent")


def test_where_no_mail_leaves_nobody_is_told_to_wait_for_one(house: Served):
    with house.client() as browser:
        assert browser.get("/api/session/ways").json() == {
            "demo": False,
            "mail": False,
            "empty": False,
            "provider": None,
        }
        asked = {"email": "rose@exemple.invalid", "purpose": "session"}
        refused(browser.post("/api/session/link", json=asked), 404, "no_mail")


def test_the_first_account_is_made_once_and_administers(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock) as house, house.client() as browser, house.client() as second:
        assert browser.get("/api/session/ways").json()["empty"]
        one, two = (house.house.one_time.make("setup", None, clock.now()) for _ in range(2))
        said = {"name": "Rose Exemple", "email": "rose@exemple.invalid", "password": PASSWORD}
        refused(browser.post("/api/session/set-up", json={**said, "secret": "s" * 43}), 404, "link_spent")
        weak = {**said, "secret": one, "password": "motdepasse123"}
        refused(browser.post("/api/session/set-up", json=weak), 422, "weak_password")
        assert browser.post("/api/session/set-up", json={**said, "secret": one}).status_code == 204
        assert browser.get("/api/session").json()["actor"]["role"] == "admin"
        other = {**said, "email": "autre@exemple.invalid"}
        for secret in (one, two):
            refused(second.post("/api/session/set-up", json={**other, "secret": secret}), 404, "link_spent")
        late = house.house.one_time.make("setup", None, clock.now())
        refused(second.post("/api/session/set-up", json={**other, "secret": late}), 404, "link_spent")
        assert not second.get("/api/session/ways").json()["empty"]
