"""The mails of accounts are tried again while their link opens something, and nothing of them is kept."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import anyio
import pytest

from crisiscoord.errors import Unavailable
from crisiscoord.notices.account_mail import INSISTS_S, AccountMail, AccountPost, Kind
from crisiscoord.notices.failing import Failed
from crisiscoord.notices.letters import Sender
from crisiscoord.notices.smtp import Smtp
from crisiscoord.web.errands import Errands
from tests.mail import PostOffice, post_office

SENDER = Sender("crise@exemple.invalid", "https://crise.exemple.invalid")


@pytest.fixture(scope="module")
def running() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture
def office(running: PostOffice) -> PostOffice:
    running.taken.clear()
    running.envelopes.clear()
    running.refuses, running.unknown = "", set()
    return running


def delivered(
    office: PostOffice,
    rest: Callable[[float], None],
    stands: Callable[[], bool] = lambda: True,
    resting: Callable[[], AbstractContextManager[None]] | None = None,
    kind: Kind = "password",
) -> None:
    async def wait(seconds: float) -> None:
        rest(seconds)

    async def standing() -> bool:
        return stands()

    post = AccountPost(Smtp("127.0.0.1", office.port, "none"), SENDER, wait)
    link = f"{SENDER.base_url}/connexion/mot-de-passe#{'s' * 43}"
    mail = AccountMail(kind, "rose@exemple.invalid", "Rose Exemple", link, "1 heure")
    anyio.run(post.deliver, mail, standing, resting or Errands().resting)


def test_a_server_that_comes_back_takes_the_mail_that_it_had_not(office: PostOffice):
    office.refuses = "451 come back later"
    waited: list[float] = []

    def rest(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            office.refuses = ""

    delivered(office, rest)
    assert office.sent_to == ["rose@exemple.invalid"]
    bounds = [(7.5, 10), (15, 20), (30, 40)]
    assert all(least <= pause <= most for pause, (least, most) in zip(waited, bounds, strict=True))


def test_a_link_that_opens_nothing_any_more_is_sent_to_nobody(office: PostOffice):
    """It was used, replaced by newer ones, has expired, or its account was closed: OneTime.stands."""
    office.refuses = "451 come back later"
    waited: list[float] = []

    def rest(seconds: float) -> None:
        waited.append(seconds)
        office.refuses = ""

    delivered(office, rest, stands=lambda: False)
    assert (len(waited), office.sent_to) == (1, [])


@pytest.mark.parametrize("kind", INSISTS_S)
def test_a_server_that_stays_away_is_given_up_within_what_the_link_lasts(office: PostOffice, kind: Any):
    office.refuses = "451 come back later"
    waited: list[float] = []
    with pytest.raises(Failed):
        delivered(office, waited.append, kind=kind)
    assert INSISTS_S[kind] / 3 < sum(waited) <= INSISTS_S[kind]
    assert len(waited) < 25


def test_what_is_refused_for_good_is_not_tried_again(office: PostOffice):
    office.unknown = {"rose@exemple.invalid"}
    waited: list[float] = []
    with pytest.raises(Failed):
        delivered(office, waited.append)
    assert waited == []


def test_those_who_wait_leave_their_place_to_others_and_are_bounded(office: PostOffice):
    errands = Errands(most=1, most_resting=1)

    async def begun() -> None:
        gate = anyio.Event()

        async def errand() -> None:
            with errands.resting():
                await gate.wait()

        errands.begin(errand())
        await anyio.sleep(0)
        errands.refuse_when_full()  # it waits: its place is free
        with pytest.raises(Unavailable), errands.resting():
            pass
        await errands.stop()
        with errands.resting():
            pass

    anyio.run(begun)
    office.refuses = "451 come back later"

    @contextmanager
    def full() -> Iterator[None]:
        raise Unavailable("Trop d’envois attendent déjà.")
        yield

    with pytest.raises(Unavailable):
        delivered(office, lambda seconds: None, resting=full)


def test_a_mail_that_waits_says_nothing_of_what_it_opens():
    assert "ssss" not in repr(AccountMail("password", "rose@exemple.invalid", "Rose", f"#{'s' * 43}", "1 heure"))
