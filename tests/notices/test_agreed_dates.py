"""The dates of a convention are told to its parties: one message for a party, by day, while there is something to do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crisiscoord.clock import ManualClock
from tests.house import Served
from tests.mail import PostOffice, text_of
from tests.notices.sending import fall_due, listed, mail_to, run

CONVENTION = "etat-unccas-2026"
SGAV, UNCCAS, UNION = "bureau@sgav.invalid", "bureau@unccas.invalid", "bureau@udccas-77.invalid"
PARTIES = f"""organisme;adresse;exercice
sgav;{SGAV};non
unccas;{UNCCAS};non
udccas-77;{UNION};non
udccas-77;exercice@udccas-77.invalid;oui
"""
#: Signed on 10 February: the first progress point is due on 10 May (E-22), its first reminder is three weeks before.
REMINDED = datetime(2026, 4, 19, 8, tzinfo=UTC)


@pytest.fixture
def house(start: Callable[..., Served], file: Path, clock: ManualClock) -> Served:
    """A house in which a convention is signed, a day before the first reminder."""
    file.write_text(PARTIES, encoding="utf-8")
    clock.set(datetime(2026, 2, 10, 15, tzinfo=UTC))
    house = start()
    signed = {"template": "etat-unccas", "title": "État et UNCCAS", "signed_on": "2026-02-10"}
    answer = house.do(CONVENTION, "convention.sign", parties=["unccas", "sgav", "udccas-77"], **signed)
    assert answer.status_code == 201, answer.text
    clock.set(REMINDED - timedelta(days=1))
    return house


def until(house: Served, at: datetime) -> None:
    fall_due(house, at - house.clock.now())
    run(house)


def test_each_party_is_told_once_of_what_comes_and_of_what_has_passed(house: Served, office: PostOffice):
    until(house, REMINDED)
    assert not office.taken  # gathered first
    until(house, REMINDED + timedelta(minutes=10))
    assert sorted(office.sent_to) == sorted([SGAV, UNCCAS, UNION])
    mail = mail_to(office, UNION)
    assert mail["Subject"].startswith("1 échéance à venir – État et UNCCAS")
    said = text_of(mail)
    assert "Point d’étape trimestriel" in said and "10 mai 2026, dans 21 jours" in said
    assert f"/dossiers/{CONVENTION}" in said and "EXERCICE" not in said
    for night in (datetime(2026, 5, 10, 22, 30, tzinfo=UTC), datetime(2026, 5, 11, 5, 59, tzinfo=UTC)):
        until(house, night)  # the day has passed, at midnight in Paris
        assert office.sent_to.count(UNION) == 1
    until(house, datetime(2026, 5, 11, 6, tzinfo=UTC))  # eight o’clock there
    assert office.sent_to.count(UNION) == 2
    last = [one for one in office.taken if one["To"] == UNION][-1]
    assert "1 échéance passée" in last["Subject"] and "passée de 1 jour" in text_of(last)
    assert len({one["Message-ID"] for one in office.taken}) == len(office.taken)


def test_what_is_done_before_the_message_leaves_is_not_told(house: Served, office: PostOffice):
    until(house, REMINDED)
    held = {"held_at": (REMINDED - timedelta(hours=1)).isoformat(), "minutes": "Fiches relues.", "decisions": []}
    said = {"meeting": "point-1", "at": (REMINDED - timedelta(hours=1)).isoformat()}
    said["obligation"] = "point-etape-2026-05-10"
    for do, fields in (("meeting.schedule", said), ("meeting.hold", {"meeting": "point-1", **held})):
        answer = house.do(CONVENTION, do, **fields)
        assert answer.status_code == 201, answer.text
    until(house, REMINDED + timedelta(minutes=10))
    assert not office.taken
    assert {one["state"] for one in listed(house, CONVENTION)["messages"]} == {"sans_objet"}


def test_a_decision_is_told_to_its_owner_alone_and_without_its_words(house: Served, office: PostOffice):
    held_at = (REMINDED - timedelta(days=1, hours=1)).isoformat()
    decisions = [{"text": "Relire la fiche confidentielle", "owner": "sgav", "due": "2026-04-18"}]
    for do, fields in (
        ("meeting.schedule", {"meeting": "point-1", "at": held_at}),
        ("meeting.hold", {"meeting": "point-1", "held_at": held_at, "minutes": "Tout.", "decisions": decisions}),
    ):
        answer = house.do(CONVENTION, do, **fields)
        assert answer.status_code == 201, answer.text
    until(house, datetime(2026, 4, 19, 6, 0, tzinfo=UTC))
    until(house, datetime(2026, 4, 19, 6, 10, tzinfo=UTC))
    assert office.sent_to == [SGAV]
    said = text_of(mail_to(office, SGAV))
    assert "Décision n°\u00a01" in said and "confidentielle" not in said


def test_two_servers_tell_each_party_once(house: Served, start: Callable[..., Served], office: PostOffice):
    other = start()
    until(house, REMINDED)
    house.clock.advance(timedelta(minutes=10))
    run(house, other)
    run(other, house)
    assert sorted(office.sent_to) == sorted([SGAV, UNCCAS, UNION])
