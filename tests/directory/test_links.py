"""Links as they are kept: one for each body, ended for good, of no use without the secret. On both servers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from crisiscoord.directory.links import FIELD_DAYS, MOST_LIAISONS, BadLink, Body, LinkEnded, Links
from crisiscoord.directory.tables import ACCOUNT, LINK
from tests.directory.conftest import Office

NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)
BODIES = [Body(f"ccas-77{number:03d}", f"CCAS n° {number}", "77") for number in range(300)]


def links_of(office: Office, key: str = "k" * 40) -> Links:
    return Links(office.ledger, lambda: key)


def test_each_body_has_one_whoever_makes_them_and_however_often(office: Office) -> None:
    with ThreadPoolExecutor(2) as pool:
        halves = list(pool.map(lambda _: links_of(office).ensure("crue", BODIES, NOON), range(2)))
    assert sum(len(half) for half in halves) == len(BODIES)
    assert {link.body for link in links_of(office).of("crue")} == {body.id for body in BODIES}
    with office.ledger.engine.connect() as connection:
        accounts = connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.dossier == "crue")).all()
    assert len(accounts) == len(BODIES), "no account without its link"


def test_what_is_kept_opens_nothing_without_the_secret_of_the_installation(office: Office) -> None:
    links = links_of(office)
    (link,) = links.ensure("crue", BODIES[:1], NOON)
    secret, code = links.secret_of(link.account), links.code_of(link.account)
    with office.ledger.engine.connect() as connection:
        row = connection.execute(select(LINK)).one()
    assert not any(shown.encode() in bytes(kept) for shown in (secret, code) for kept in (row.secret, row.code))
    other = links_of(office, "autre" * 10)
    assert not other.is_readable(link) and links.is_readable(link)
    for guess in (other.secret_of(link.account), secret):
        with pytest.raises(LinkEnded):
            other.opened(guess, NOON)
    assert links.opened(secret, NOON).account == link.account
    assert links.dictated(code, NOON).account == link.account
    assert links.one("crue", link.account).uses == 2


def test_a_link_is_no_account_of_a_person_nor_a_token(office: Office) -> None:
    links = links_of(office)
    (link,) = links.ensure("crue", BODIES[:1], NOON)
    assert office.tokens.standing(NOON) == []
    assert office.tokens.served(NOON) == frozenset()
    for shown in (links.secret_of(link.account), links.code_of(link.account), link.account):
        assert office.tokens.actor(shown, NOON) is None


def test_one_that_has_expired_leaves_its_place_and_one_that_ended_stays_ended(office: Office) -> None:
    links = links_of(office)
    (first,) = links.ensure("crue", BODIES[:1], NOON)
    later = NOON + timedelta(days=FIELD_DAYS)
    (second,) = links.ensure("crue", BODIES[:1], later)
    assert first.account != second.account
    assert links.end("crue", [second.account], later, "permanence") == 1
    assert links.end("crue", [second.account], later + timedelta(hours=1), "quelqu-un") == 0
    assert links.one("crue", second.account).revoked_at == later
    assert links.end("autre", [first.account], later, "permanence") == 0


def test_a_dossier_has_so_many_liaison_links_and_no_more(office: Office) -> None:
    links = links_of(office)
    for number in range(MOST_LIAISONS):
        links.give_liaison("crue", "77", f"Porteur {number}", 3, NOON, "permanence")
    with pytest.raises(BadLink):
        links.give_liaison("crue", "77", "Un de trop", 3, NOON, "permanence")
    assert links.give_liaison("crue", "77", "Plus tard", 3, NOON + timedelta(days=4), "permanence").uses == 0
