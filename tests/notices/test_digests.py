"""What falls due is told to its owner in one message."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.clock import ManualClock
from crisiscoord.notices.digests import by_day
from tests.cast import PERMANENCE
from tests.house import Served, cards_of
from tests.mail import PostOffice, text_of
from tests.notices.sending import ADDRESSES, fall_due, listed, mail_to, run


def test_what_falls_due_is_told_in_one_digest_and_not_a_mail_for_a_task(house: Served, office: PostOffice, file: Path):
    file.write_text(ADDRESSES + "ccas-77333;accueil@ccas-nemours.invalid;oui\n", encoding="utf-8")
    crisis = house.declare()
    fall_due(house, timedelta(hours=3))
    run(house)
    assert office.sent_to.count("accueil@ccas-nemours.invalid") == 0  # gathered first
    house.clock.advance(timedelta(minutes=10))
    run(house)
    assert office.sent_to.count("accueil@ccas-nemours.invalid") == 1
    text = text_of(mail_to(office, "accueil@ccas-nemours.invalid"))
    assert text.startswith("[EXERCICE]")
    assert text.count("- ") >= 2 and "en retard" in text
    assert f"/dossiers/{crisis}/taches" in text
    assert "ccas-77288" not in {one["body"] for one in listed(house, crisis)["messages"]}  # no address, no digest
    for _ in range(6):
        fall_due(house, timedelta(minutes=20))
        run(house)
    house.clock.advance(timedelta(minutes=20))
    run(house)
    assert office.sent_to.count("accueil@ccas-nemours.invalid") <= 3  # once an hour at most
    assert len({mail["Message-ID"] for mail in office.taken}) == len(office.taken)


def test_a_digest_that_has_nothing_late_to_say_any_more_is_not_sent(house: Served, office: PostOffice, file: Path):
    file.write_text(ADDRESSES + "ccas-77333;accueil@ccas-nemours.invalid;oui\n", encoding="utf-8")
    crisis = house.declare()
    fall_due(house, timedelta(hours=3))
    run(house)
    tasks = cards_of(house.board(crisis))["tasks:ccas-77333"]["items"]
    for code, item in tasks.items():
        if item["state"] == "a_faire" and item.get("due"):
            done = house.do(crisis, "task.finish", PERMANENCE, task=code, body="ccas-77333")
            assert done.status_code == 201, done.text
    house.clock.advance(timedelta(minutes=10))
    run(house)
    assert "accueil@ccas-nemours.invalid" not in office.sent_to


def test_two_servers_send_one_digest(start: Callable[[], Served], office: PostOffice, file: Path):
    file.write_text(ADDRESSES + "ccas-77333;accueil@ccas-nemours.invalid;oui\n", encoding="utf-8")
    here, there = start(), start()
    here.declare()
    fall_due(here, timedelta(hours=3))
    run(here, there)
    here.clock.advance(timedelta(minutes=10))
    run(here, there)
    run(there, here)
    assert office.sent_to.count("accueil@ccas-nemours.invalid") == 1


def test_once_the_emergency_is_over_a_digest_waits_for_the_morning(
    house: Served, office: PostOffice, file: Path, clock: ManualClock
):
    file.write_text(ADDRESSES + "ccas-77333;accueil@ccas-nemours.invalid;oui\n", encoding="utf-8")
    clock.set(datetime(2026, 10, 24, 17, tzinfo=UTC))  # 19 h in Paris, the evening before the clocks go back
    crisis = house.declare()
    assert house.do(crisis, "crisis.stand_down", reason="Décrue.").status_code == 201
    fall_due(house, timedelta(hours=3))  # 22 h
    run(house)
    for until in (datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 6, 59, tzinfo=UTC)):
        house.clock.set(until)
        run(house)
        assert "accueil@ccas-nemours.invalid" not in office.sent_to
    house.clock.set(datetime(2026, 10, 25, 7, tzinfo=UTC))  # 8 h, winter time
    run(house)
    assert office.sent_to.count("accueil@ccas-nemours.invalid") == 1


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [
        ("2026-03-28T21:00Z", "2026-03-29T06:00Z"),  # the clocks of Paris go forward in between
        ("2026-10-24T21:00Z", "2026-10-25T07:00Z"),  # and back
        ("2026-07-14T02:00Z", "2026-07-14T06:00Z"),
        ("2026-07-14T06:00Z", "2026-07-14T06:00Z"),
        ("2026-07-14T18:00Z", "2026-07-15T06:00Z"),
    ],
)
def test_the_morning_is_that_of_the_clocks_of_paris(ready: str, leaves: str):
    assert by_day(datetime.fromisoformat(ready), "Europe/Paris") == datetime.fromisoformat(leaves)


@given(
    st.integers(0, 2 * 366 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Martinique", "Pacific/Tahiti", "America/Miquelon"]),
)
def test_what_waits_leaves_by_day_never_before_it_is_ready_nor_a_day_late(ready: datetime, zone: str):
    leaves = by_day(ready, zone)
    assert time(8) <= leaves.astimezone(ZoneInfo(zone)).time() < time(20)
    assert ready <= leaves < ready + timedelta(hours=13)
    assert by_day(leaves, zone) == leaves
