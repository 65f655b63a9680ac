"""What falls due is told to its owner in one message."""

from datetime import timedelta
from pathlib import Path

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
