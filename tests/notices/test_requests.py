"""Asking all the silent at once leaves by mail to those who have an address, and not to those who report meanwhile."""

from pathlib import Path

from crisiscoord.journal.followers import Owed
from crisiscoord.notices.addresses import MAIL, Address
from crisiscoord.notices.rules import address_of
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PERMANENCE
from tests.conftest import NOON
from tests.house import Served
from tests.mail import PostOffice, text_of
from tests.notices.sending import ADDRESSES, listed, mail_to, run

BOTH = ADDRESSES + "ccas-77333;accueil@ccas-nemours.invalid;oui\nccas-77288;accueil@ccas-melun.invalid;oui\n"


def test_each_silent_body_is_written_to_once_with_the_message(house: Served, office: PostOffice, file: Path):
    file.write_text(BOTH, encoding="utf-8")
    crisis = house.declare()
    assert house.do(crisis, "report.request", PERMANENCE, text="Point à 18 h.").status_code == 201
    run(house)
    run(house)
    for address in ("accueil@ccas-nemours.invalid", "accueil@ccas-melun.invalid"):
        assert office.sent_to.count(address) == 1
    mail = mail_to(office, "accueil@ccas-nemours.invalid")
    text = text_of(mail)
    assert text.startswith("[EXERCICE]") and "Point à 18 h." in text
    assert "Compte rendu demandé" in mail["Subject"]
    assert f"/dossiers/{crisis}/organismes/ccas-77333" in text
    assert {one["state"] for one in listed(house, crisis)["messages"] if one["card"] == "requests:77"} == {"envoye"}


def test_a_body_that_reports_before_the_mail_leaves_is_left_alone(house: Served, office: PostOffice, file: Path):
    file.write_text(BOTH, encoding="utf-8")
    crisis = house.declare()
    house.do(crisis, "report.request", PERMANENCE)
    said = {"status": "veille", "observed_at": house.clock.now().isoformat()}
    assert house.do(crisis, "report.file", CCAS_NEMOURS, body="ccas-77333", **said).status_code == 201
    run(house)
    assert "accueil@ccas-nemours.invalid" not in office.sent_to
    assert office.sent_to.count("accueil@ccas-melun.invalid") == 1
    house.do(crisis, "report.file", CCAS_MELUN, body="ccas-77288", **said)


def test_the_address_of_a_request_is_the_one_it_was_owed_to_and_none_whose_id_begins_like_it():
    row = Owed("crue-1", 4, "courriel-10.ccas-77333", MAIL, "ccas-77333", "requests:77", "a_envoyer", b"", NOON, NOON)
    both = [Address(f"courriel-{n}", "ccas-77333", f"{n}@exemple.invalid", exercise=True) for n in ("1", "10")]

    found = address_of(row, both, exercise=True)
    assert found is not None and found.to == "10@exemple.invalid"


def test_one_mailbox_of_two_bodies_is_written_to_for_each(house: Served, office: PostOffice, file: Path):
    file.write_text(
        ADDRESSES + "ccas-77333;agglo@ccas.invalid;oui\nccas-77288;agglo@ccas.invalid;oui\n", encoding="utf-8"
    )
    crisis = house.declare()
    house.do(crisis, "report.request", PERMANENCE)
    run(house)
    assert office.sent_to.count("agglo@ccas.invalid") == 2
