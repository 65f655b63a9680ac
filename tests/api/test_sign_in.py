"""Signing in with an address and its password: who comes in, who is kept out, and what keeping out tells."""

import unicodedata
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from crisiscoord.clock import ManualClock
from crisiscoord.directory.passwords import hashed, matches, refuse_weak
from crisiscoord.directory.people import Person
from crisiscoord.directory.sessions import LONGEST
from crisiscoord.directory.tables import PERSON
from crisiscoord.web.limits import FOLLOWED, SignIns, TooManySignIns
from tests.api.test_commands import refused
from tests.house import Served, served
from tests.waiting import until_now

PASSWORD = "vélo ardoise marmite canal"
OTHER = "tuile orage pupitre lavande"


def member(
    house: Served, email: str, *roles: tuple[str, Any], password: str | None = PASSWORD, signed: bool = True
) -> Person:
    """Open an account with its seats and its password, of somebody who has accepted the undertaking."""
    people, now = house.house.people, house.clock.now()
    first, *others = roles or (("ccas_direction", ("ccas-77333",)),)
    person, _ = people.open("Rose Exemple", email, first[0], first[1], (), now)
    for role, scope in others:
        people.give(person.id, role, scope, (), now)
    if password:
        people.recover(person.id, house.house.one_time.make("password", person.id, now), password, now)
    text = house.house.library.undertaking
    if signed and text is not None:
        house.house.undertakings.sign(person.id, "test", text.version, text.digest, now)
    return people.get(person.id)


def enter(browser: httpx2.Client, email: str, password: str = PASSWORD, **headers: str) -> httpx2.Response:
    return browser.post("/api/session", json={"email": email, "password": password}, headers=headers)


def test_an_address_and_its_password_open_a_session_in_the_seat_of_the_person(house: Served):
    member(house, "rose@exemple.invalid")
    with house.client() as browser:
        signed = enter(browser, " Rose@Exemple.invalid ")
        assert (signed.status_code, signed.content) == (204, b"")
        assert signed.headers["set-cookie"].startswith("crisiscoord=")
        actor = browser.get("/api/session").json()["actor"]
        assert (actor["role"], actor["bodies"], actor["name"]) == ("ccas_direction", ["ccas-77333"], "Rose Exemple")


def test_nobody_learns_whether_an_address_has_an_account(house: Served):
    """The same answer to a wrong password, an unknown address, a closed account, one that has no password."""
    member(house, "connue@exemple.invalid")
    member(house, "sans@exemple.invalid", password=None)
    closed = member(house, "fermee@exemple.invalid")
    house.house.people.disable(closed.id, house.clock.now())
    answers = set()
    with house.client() as browser:
        for email, password in (
            ("connue@exemple.invalid", OTHER),
            ("inconnue@exemple.invalid", PASSWORD),
            ("fermee@exemple.invalid", PASSWORD),
            ("sans@exemple.invalid", PASSWORD),
        ):
            answer = enter(browser, email, password)
            refused(answer, 401, "wrong_sign_in")
            assert "set-cookie" not in answer.headers
            answers.add((answer.text, tuple(sorted(answer.headers.keys()))))
    assert len(answers) == 1


@pytest.mark.parametrize("email", ["travail@exemple.invalid", "personne@exemple.invalid"])
def test_the_work_is_the_same_whether_the_address_is_known_or_not(
    house: Served, email: str, monkeypatch: pytest.MonkeyPatch
):
    if house.house.people.by_email("travail@exemple.invalid") is None:
        member(house, "travail@exemple.invalid")
    asked: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: Any, kept: str, password: str) -> bool:
        asked.append(kept[:40])
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    with house.client() as browser:
        enter(browser, email, OTHER)
    assert [kept.split(",p=")[0] for kept in asked] == ["$argon2id$v=19$m=19456,t=2"]


def test_attempts_on_an_address_are_slowed_whoever_has_it_and_nobody_is_locked_out():
    seconds = [0.0]
    pace = SignIns(lambda: seconds[0])
    for typed in ("rose@exemple.invalid", "personne@exemple.invalid"):
        for _ in range(10):
            pace.attempt(typed, "198.51.100.7")
        with pytest.raises(TooManySignIns) as slowed:
            pace.attempt(typed, "203.0.113.9")
        assert slowed.value.retry_after == 60
    seconds[0] += 60
    pace.attempt("rose@exemple.invalid", "198.51.100.7")
    with pytest.raises(TooManySignIns):
        pace.attempt("rose@exemple.invalid", "198.51.100.7")
    pace.succeeded("rose@exemple.invalid")
    pace.attempt("rose@exemple.invalid", "198.51.100.7")


@pytest.mark.parametrize(
    ("same", "other"),
    [(("203.0.113.9",), "203.0.113.8"), (("2001:db8:0:1::1", "2001:db8:0:1:ffff::2"), "2001:db8:0:2::1")],
)
def test_attempts_from_a_network_are_slowed_whatever_address_is_typed(same: tuple[str, ...], other: str):
    pace = SignIns(lambda: 0.0)
    for number in range(100):
        pace.attempt(f"p{number}@exemple.invalid", same[number % len(same)])
    with pytest.raises(TooManySignIns):
        pace.attempt("encore@exemple.invalid", same[0])
    pace.attempt("encore@exemple.invalid", other)


def test_what_is_counted_takes_a_bounded_room():
    pace = SignIns(lambda: 0.0)
    for number in range(FOLLOWED + 50):
        pace.attempt(f"p{number}@exemple.invalid", f"2001:db8:{number:x}::1")
    assert len(pace._typed) == len(pace._from) == FOLLOWED


def test_too_many_attempts_over_http_say_when_to_come_back(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock) as house, house.client() as browser:
        seconds = [0.0]
        house.house.sign_ins = SignIns(lambda: seconds[0])
        member(house, "rose@exemple.invalid")
        for _ in range(10):
            refused(enter(browser, "rose@exemple.invalid", OTHER), 401, "wrong_sign_in")
        slowed = enter(browser, "rose@exemple.invalid")
        refused(slowed, 429, "too_many_sign_ins")
        assert slowed.headers["retry-after"] == "60"
        seconds[0] += 60
        assert enter(browser, "rose@exemple.invalid").status_code == 204


def test_signing_in_ends_the_session_that_was_there_and_takes_no_cookie_that_was_slipped_in(house: Served):
    member(house, "fixee@exemple.invalid")
    with house.client(cookies={"crisiscoord": "a" * 43}) as browser, house.client() as thief:
        first = enter(browser, "fixee@exemple.invalid").headers["set-cookie"].partition("=")[2].partition(";")[0]
        assert first != "a" * 43
        thief.cookies.set("crisiscoord", first)
        assert thief.get("/api/session").status_code == 200
        browser.cookies.clear()
        browser.cookies.set("crisiscoord", first)
        assert enter(browser, "fixee@exemple.invalid").status_code == 204
        refused(thief.get("/api/session"), 401, "unauthenticated")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/session", {"email": "croisee@exemple.invalid", "password": PASSWORD}),
        ("/api/session/link", {"email": "croisee@exemple.invalid", "purpose": "session"}),
        ("/api/session/link/follow", {"secret": "s" * 43}),
        ("/api/session/recover", {"secret": "s" * 43, "password": OTHER}),
        ("/api/session/set-up", {"secret": "s" * 43, "name": "A", "email": "a@exemple.invalid", "password": OTHER}),
        ("/api/account/password", {"current": PASSWORD, "password": OTHER}),
        ("/api/account/seat", {"account": "a-1"}),
    ],
)
def test_a_form_of_another_site_signs_nobody_in_and_changes_nothing(house: Served, path: str, said: dict[str, str]):
    if house.house.people.by_email("croisee@exemple.invalid") is None:
        member(house, "croisee@exemple.invalid")
    with house.client() as browser:
        if path.startswith("/api/account"):
            enter(browser, "croisee@exemple.invalid")
        for content_type in ("application/json", "text/plain"):
            foreign = {"Origin": "https://ailleurs.invalid", "Content-Type": content_type}
            answer = browser.post(path, json=said, headers=foreign)
            refused(answer, 403, "origin_refused")
            assert "set-cookie" not in answer.headers


def test_a_session_ends_unused_and_ends_at_its_longest_however_used(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock) as house, house.client() as idle, house.client() as busy:
        member(house, "rose@exemple.invalid")
        opened = clock.now()
        for browser in (idle, busy):
            assert enter(browser, "rose@exemple.invalid").status_code == 204
        while clock.now() + timedelta(hours=8) < opened + LONGEST:
            clock.advance(timedelta(hours=8))
            assert busy.get("/api/session").status_code == 200
            house.house.sessions.forget()
            until_now(lambda: house.house.writer.run(lambda connection: True).result())
        refused(idle.get("/api/session"), 401, "unauthenticated")
        clock.set(opened + LONGEST)
        refused(busy.get("/api/session"), 401, "unauthenticated")


def test_a_person_without_a_seat_is_told_so_once_the_password_was_right(house: Served):
    person = member(house, "assise@exemple.invalid")
    (seat,) = house.house.people.seats(person.id, house.clock.now())
    with house.client() as browser:
        house.house.people.withdraw(person.id, seat.id, house.clock.now())
        refused(enter(browser, "assise@exemple.invalid", OTHER), 401, "wrong_sign_in")
        refused(enter(browser, "assise@exemple.invalid"), 409, "no_seat")


def test_a_password_kept_with_older_parameters_is_kept_with_those_of_today(house: Served):
    person = member(house, "ancienne@exemple.invalid")
    older = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    kept = update(PERSON).where(PERSON.c.id == person.id).values(password=older)
    house.house.writer.run(lambda connection: connection.execute(kept)).result()
    assert house.house.people.prove("ancienne@exemple.invalid", OTHER) is None
    assert _password_of(house, person) == older
    assert house.house.people.prove("ancienne@exemple.invalid", PASSWORD) is not None
    assert "m=19456,t=2,p=1" in _password_of(house, person)
    assert house.house.people.prove("ancienne@exemple.invalid", PASSWORD) is not None


def _password_of(house: Served, person: Person) -> str:
    with house.house.engine.connect() as connection:
        return str(connection.execute(select(PERSON.c.password).where(PERSON.c.id == person.id)).scalar_one())


@pytest.mark.parametrize(
    "weak",
    [
        "onze caract",
        "motdepasse123",
        "azertyuiop12",
        "123456789012",
        "passwordpassword",
        "rose.exemple.2026",
        "crisiscoord2026",
        "p" * 40,
    ],
)
def test_a_password_that_is_short_common_or_ones_own_is_refused_and_nothing_changes(house: Served, weak: str):
    email = "rose.exemple@exemple.invalid"
    if house.house.people.by_email(email) is None:
        member(house, email)
    with house.client() as browser:
        enter(browser, email)
        said = {"current": PASSWORD, "password": weak}
        refused(browser.post("/api/account/password", json=said), 422, "weak_password")
    assert house.house.people.prove(email, PASSWORD) is not None


@pytest.mark.parametrize("strong", ["chat rouge vélo matin", "Tr4-mZq9!vLp2", "été d’hiver à Nantes, jadis"])
def test_no_rule_says_which_characters_and_every_one_of_them_counts(strong: str):
    refuse_weak(strong, ("Rose Exemple", "rose@exemple.invalid"))
    kept = hashed(strong)
    assert matches(kept, strong)
    assert matches(kept, unicodedata.normalize("NFD", strong)), "whatever keyboard typed it"
    assert not matches(kept, strong[:-1]) and not matches(kept, strong.swapcase())
