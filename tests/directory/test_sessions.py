"""Sessions: how long they last and how they end."""

from datetime import timedelta

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.directory.sessions import IDLE, LONGEST, MOST_EACH
from crisiscoord.errors import Missing
from tests.waiting import until_now

from .conftest import Office


@pytest.fixture
def signed_in(office: Office, clock: ManualClock) -> tuple[str, str]:
    """Return a cookie and the account it stands for."""
    _, account = office.tokens.create("prefecture", clock.now(), departements=("77",))
    return office.sessions.open(account.id, clock.now()), account.id


def test_a_cookie_stands_for_its_account(office: Office, clock: ManualClock, signed_in: tuple[str, str]) -> None:
    cookie, account = signed_in
    actor = office.sessions.actor(cookie, clock.now())
    assert actor is not None
    assert (actor.account, actor.bodies) == (account, ("prefecture-77",))


def test_a_cookie_of_nobody_is_refused(office: Office, clock: ManualClock) -> None:
    for shown in ("", "x", "x" * 43, "é" * 43):
        assert office.sessions.actor(shown, clock.now()) is None
        assert office.sessions.remembered(shown, clock.now()) is None


def test_nobody_signs_in_for_an_account_that_does_not_exist(office: Office, clock: ManualClock) -> None:
    with pytest.raises(Missing):
        office.sessions.open("a-nobody", clock.now())


def test_an_unused_session_ends(office: Office, clock: ManualClock, signed_in: tuple[str, str]) -> None:
    cookie, _ = signed_in
    assert office.sessions.actor(cookie, clock.now() + IDLE) is None


def test_a_used_session_goes_on_until_its_longest(
    office: Office, clock: ManualClock, signed_in: tuple[str, str]
) -> None:
    cookie, _ = signed_in
    there, opened = office.beside(), clock.now()
    while clock.now() + IDLE / 2 < opened + LONGEST:
        now = clock.advance(IDLE / 2)
        assert office.sessions.actor(cookie, now)
        until_now(lambda: there.sessions.actor(cookie, clock.now(), fresh=True))
    assert office.sessions.actor(cookie, opened + LONGEST) is None


def test_a_closed_session_ends_at_once_and_is_rung(
    office: Office, clock: ManualClock, signed_in: tuple[str, str]
) -> None:
    cookie, _ = signed_in
    assert office.sessions.actor(cookie, clock.now())
    office.sessions.close(cookie, clock.now())
    office.sessions.close(cookie, clock.now())
    assert office.sessions.actor(cookie, clock.now()) is None
    assert office.rung == [1, 2, 3]


def test_a_session_ends_with_its_account(office: Office, clock: ManualClock, signed_in: tuple[str, str]) -> None:
    cookie, account = signed_in
    assert office.sessions.actor(cookie, clock.now())
    office.tokens.revoke(account, clock.now())
    assert office.sessions.actor(cookie, clock.now(), fresh=True) is None
    office.sessions.forget()
    assert office.sessions.actor(cookie, clock.now()) is None


def test_ended_sessions_are_swept_and_living_ones_stay(office: Office, clock: ManualClock) -> None:
    _, account = office.tokens.create("sgav", clock.now())
    old = office.sessions.open(account.id, clock.now())
    now = clock.advance(IDLE + timedelta(minutes=1))
    young = office.sessions.open(account.id, now)
    assert office.sessions.sweep(now) == 1
    assert office.sessions.actor(old, now) is None
    assert office.sessions.actor(young, now)


def test_a_session_that_is_replaced_or_is_one_too_many_is_rung_and_an_ordinary_one_is_not(
    office: Office, clock: ManualClock, signed_in: tuple[str, str]
) -> None:
    oldest, account = signed_in
    there, before = office.beside(), list(office.rung)
    assert there.sessions.actor(oldest, clock.now())
    others = [office.sessions.open(account, clock.advance(timedelta(seconds=1))) for _ in range(MOST_EACH - 1)]
    office.sessions.open(account, clock.now(), instead_of="x" * 43)
    assert office.rung == [*before, before[-1] + 1], "the twenty-first ends the oldest; what is no session ends nothing"
    there.sessions.forget()
    assert there.sessions.actor(oldest, clock.now()) is None
    assert office.sessions.actor(others[-1], clock.now())
    office.sessions.open(account, clock.now(), instead_of=others[-1])
    assert len(office.rung) == len(before) + 2
    assert office.sessions.actor(others[-1], clock.now()) is None
