"""How much waits at once, what a relief and an end say, and TLS from the first byte."""

import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from crisiscoord.journal import followers
from crisiscoord.journal.followers import Owed
from crisiscoord.notices.addresses import MAIL
from crisiscoord.notices.failing import Failed
from crisiscoord.notices.outbox import MOST_WAITING
from crisiscoord.notices.smtp import Smtp
from tests.house import Served
from tests.mail import PostOffice, html_of, text_of
from tests.notices.sending import designate, listed, notices, run
from tests.notices.test_delivery import mail
from tests.programs import free_port


def test_with_two_thousand_waiting_a_journal_is_read_further_once_some_have_left(
    house: Served, office: PostOffice
) -> None:
    works = house.house
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    with works.engine.connect() as connection:
        (one, *_) = followers.of_dossier(connection, crisis, 1)
    far = house.clock.now() + timedelta(days=1)
    filled = [
        replace(one, recipient=f"courriel-{n}", link=n.to_bytes(32), state="a_envoyer", next_at=far)
        for n in range(MOST_WAITING)
    ]
    works.writer.run(lambda connection: followers.put(connection, filled)).result(30)
    before = len(office.taken)
    designate(house, crisis, perimeter="deputy")
    run(house)
    told = listed(house, crisis)
    assert (told["full"], len(office.taken)) == (True, before)
    assert len(told["messages"]) <= 500, "and the page has a bound of its own"
    gone = [replace(row, next_at=None) for row in filled[:10]]

    def leave(connection: object) -> None:
        for row in gone:
            assert followers.release(connection, "", row, state="sans_objet", next_at=None)  # type: ignore[arg-type]

    works.writer.run(leave).result(30)
    run(house)
    assert len(office.taken) == before + 2, "the SG-AV and the préfecture learn of the deputy"
    assert not any(card["state"] == "du" for card in notices(house, crisis).values())


@pytest.mark.parametrize("card", ["notice:sgav-1", "tasks:ccas-77333", "requests:77"])
def test_the_page_says_that_more_is_owed_whatever_waits(house: Served, card: str) -> None:
    works, crisis, now = house.house, house.declare(), house.clock.now()
    one = Owed(crisis, 1, "courriel-0", MAIL, "sgav", card, "a_envoyer", b"", now, now + timedelta(days=1))
    filled = [replace(one, recipient=f"courriel-{n}", link=f"{card}{n}".encode()) for n in range(MOST_WAITING)]
    works.writer.run(lambda connection: followers.put(connection, filled[1:])).result(30)
    assert (listed(house, crisis)["full"], listed(house, crisis)["waiting"]) == (False, MOST_WAITING - 1)
    works.writer.run(lambda connection: followers.put(connection, filled[:1])).result(30)
    assert listed(house, crisis)["full"] is True


@pytest.mark.parametrize(
    ("do", "fields", "subject", "words"),
    [
        ("representative.relieve", {"reason": "Relève."}, "Relève du représentant", "Passe la main"),
        ("representative.end", {}, "Fin de mission du représentant", "Sa mission est terminée"),
    ],
)
def test_a_relief_and_an_end_are_told_to_those_who_were_told_of_the_identity(
    house: Served, office: PostOffice, do: str, fields: dict[str, str], subject: str, words: str
) -> None:
    crisis = house.declare()
    designate(house, crisis, designation="d-1")
    run(house)
    told_of_identity = office.sent_to
    office.taken.clear()
    office.envelopes.clear()
    answer = house.do(crisis, do, designation="d-1", **fields)
    assert answer.status_code == 201, answer.text
    run(house)
    assert office.sent_to == told_of_identity
    for one in office.taken:
        assert one["Subject"].startswith(f"[EXERCICE] {subject}")
        assert words in text_of(one) and words in html_of(one)
        assert "Camille Exemple" in text_of(one)


async def test_with_tls_from_the_first_byte_nothing_is_said_to_a_server_without_it(
    identity: tuple[Path, Path], trusted: ssl.SSLContext
) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*identity)
    sealed, plain = PostOffice(free_port()), PostOffice(free_port())
    make: Callable[..., Controller] = lambda office, **more: Controller(  # noqa: E731
        office, hostname="127.0.0.1", port=office.port, **more
    )
    servers = [make(sealed, ssl_context=tls, server_hostname="localhost"), make(plain)]
    try:
        for server in servers:
            server.start()
        await Smtp("localhost", sealed.port, "tls", tls=trusted).send(mail())
        with pytest.raises(Failed, match="serveur_muet"):
            await Smtp("localhost", sealed.port, "tls").send(mail())
        with pytest.raises(Failed, match="serveur_muet"):
            await Smtp("localhost", plain.port, "tls", tls=trusted).send(mail())
    finally:
        for server in servers:
            server.stop()
    assert (len(sealed.taken), plain.taken) == (1, [])
