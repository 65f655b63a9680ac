"""Tokens: what is kept of them, whom they stand for, how they end."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from crisiscoord.clock import ManualClock
from crisiscoord.directory.tokens import BadAccount
from crisiscoord.errors import Missing

from .conftest import Office


def test_a_token_stands_for_its_account(office: Office, clock: ManualClock) -> None:
    token, account = office.tokens.create("ccas_direction", clock.now(), bodies=("ccas-77333",), label="Rose Exemple")
    actor = office.tokens.actor(token, clock.now())
    assert actor is not None
    assert (actor.account, actor.role, actor.name) == (account.id, "ccas_direction", "Rose Exemple")
    assert (actor.bodies, actor.departements) == (("ccas-77333",), ("77",))


def test_nothing_that_is_kept_lets_anybody_in(office: Office, clock: ManualClock) -> None:
    token, _ = office.tokens.create("sgav", clock.now())
    with office.ledger.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM account")).one()
    kept = [bytes(value) if isinstance(value, memoryview) else value for value in row]
    assert all(token not in str(value) and token.encode() not in bytes(str(value), "utf-8") for value in kept)
    assert token.startswith("cc_") and len(token) == 46


@pytest.mark.parametrize("shown", ["", "cc_", "cc_" + "x" * 43, "cc_" + "é" * 43, "x" * 10_000, "cc_" + "\ud800" * 43])
def test_what_is_no_token_stands_for_nobody(office: Office, clock: ManualClock, shown: str) -> None:
    assert office.tokens.actor(shown, clock.now()) is None
    assert office.tokens.remembered(shown, clock.now()) is None


def test_a_token_ends_on_its_day_even_while_it_is_remembered(office: Office, clock: ManualClock) -> None:
    token, _ = office.tokens.create("sgav", clock.now(), days=1)
    assert office.tokens.actor(token, clock.now() + timedelta(hours=23))
    assert office.tokens.actor(token, clock.now() + timedelta(days=1)) is None


def test_a_revoked_token_is_refused_at_once_here_and_there_when_it_is_rung(office: Office, clock: ManualClock) -> None:
    there = office.beside()
    token, account = office.tokens.create("sgav", clock.now())
    assert office.tokens.actor(token, clock.now()) and there.tokens.actor(token, clock.now())
    office.tokens.revoke(account.id, clock.now())
    assert office.tokens.actor(token, clock.now()) is None
    assert there.tokens.actor(token, clock.now(), fresh=True) is None
    there.tokens.forget()
    assert there.tokens.actor(token, clock.now()) is None


def test_a_revoked_token_is_refused_within_five_seconds_where_no_ring_comes(office: Office, clock: ManualClock) -> None:
    there = office.beside()
    token, account = office.tokens.create("sgav", clock.now())
    assert there.tokens.actor(token, clock.now())
    office.tokens.revoke(account.id, clock.now())
    office.seconds.now += 5
    assert there.tokens.actor(token, clock.now()) is None


def test_every_change_is_counted_and_rung(office: Office, clock: ManualClock) -> None:
    _, account = office.tokens.create("sgav", clock.now())
    office.tokens.revoke(account.id, clock.now())
    assert office.rung == [1, 2]


def test_a_known_token_is_recognised_without_the_database(office: Office, clock: ManualClock) -> None:
    token, account = office.tokens.create("sgav", clock.now())
    assert office.tokens.remembered(token, clock.now()) is None
    office.tokens.actor(token, clock.now())
    office.ledger.engine.dispose()
    remembered = office.tokens.remembered(token, clock.now())
    assert remembered is not None and remembered.account == account.id


def test_revoking_nobody_says_so(office: Office, clock: ManualClock) -> None:
    with pytest.raises(Missing):
        office.tokens.revoke("a-nobody", clock.now())


def test_standing_accounts_are_listed_and_ended_ones_are_not(office: Office, clock: ManualClock) -> None:
    _, stays = office.tokens.create("sgav", clock.now())
    _, revoked = office.tokens.create("sgav", clock.now())
    office.tokens.create("sgav", clock.now(), days=1)
    office.tokens.revoke(revoked.id, clock.now())
    assert [account.id for account in office.tokens.standing(clock.now() + timedelta(days=2))] == [stays.id]


def test_a_representative_is_known_by_e_mail(office: Office, clock: ManualClock) -> None:
    with pytest.raises(BadAccount):
        office.tokens.create("representant_unccas", clock.now())
    token, _ = office.tokens.create("representant_unccas", clock.now(), email=" representante@exemple.invalid ")
    actor = office.tokens.actor(token, clock.now())
    assert actor is not None and actor.email == "representante@exemple.invalid"


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"email": "a b@c"}, {"days": 0}, {"days": 99_999}, {"label": "x\ny"}]
)
def test_a_wrong_account_is_refused_and_nothing_is_kept(office: Office, clock: ManualClock, wrong: dict) -> None:
    with pytest.raises(BadAccount):
        office.tokens.create("sgav", clock.now(), **wrong)
    assert office.tokens.standing(clock.now()) == []
