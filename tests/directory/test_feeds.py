"""Secret addresses of calendars: one for each account, shown once, ended at once. On both servers."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from crisiscoord.directory.feeds import PREFIX, Feeds
from crisiscoord.directory.tables import FEED
from tests.directory.conftest import Office

NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)


def account(office: Office, days: int | None = None) -> str:
    _, made = office.tokens.create("observer", NOON, label="Alix Regarde", days=days)
    return made.id


def test_a_secret_opens_the_calendar_of_its_account_and_no_other(office: Office):
    feeds, one, other = Feeds(office.ledger), account(office), account(office)
    secrets = {feeds.make(id, NOON): id for id in (one, other)}
    assert len(secrets) == 2
    for secret, id in secrets.items():
        found = feeds.actor(secret, LATER)
        assert found is not None and found.account == id
    assert feeds.made_at(one) == NOON
    for wrong in ("", PREFIX, "a" * 47, next(iter(secrets))[:-1], PREFIX + "a" * 43, next(iter(secrets)) + "\n"):
        assert feeds.actor(wrong, LATER) is None


def test_no_secret_is_kept(office: Office):
    secret = Feeds(office.ledger).make(account(office), NOON)
    with office.ledger.engine.connect() as connection:
        kept = [*connection.execute(select(FEED))]
    assert len(kept) == 1
    assert secret not in str(kept) and secret.removeprefix(PREFIX) not in str(kept)


def test_a_new_secret_ends_the_one_before(office: Office):
    feeds, id = Feeds(office.ledger), account(office)
    before, after = feeds.make(id, NOON), feeds.make(id, LATER)
    assert feeds.actor(before, LATER) is None
    assert feeds.actor(after, LATER) is not None
    assert feeds.made_at(id) == LATER


def test_a_revoked_secret_opens_nothing_in_any_process_and_one_may_be_made_again(office: Office):
    feeds, id = Feeds(office.ledger), account(office)
    secret = feeds.make(id, NOON)
    beside = Feeds(office.beside().ledger)
    assert beside.actor(secret, NOON) is not None
    feeds.revoke(id, LATER)
    feeds.revoke(id, LATER)
    assert beside.actor(secret, LATER) is None
    assert beside.made_at(id) is None
    assert beside.actor(beside.make(id, LATER), LATER) is not None


def test_a_secret_ends_with_its_account(office: Office):
    feeds, ended, expiring = Feeds(office.ledger), account(office), account(office, days=1)
    first, second = feeds.make(ended, NOON), feeds.make(expiring, NOON)
    office.tokens.revoke(ended, NOON)
    assert feeds.actor(first, NOON) is None
    assert feeds.actor(second, NOON) is not None
    assert feeds.actor(second, LATER) is None
