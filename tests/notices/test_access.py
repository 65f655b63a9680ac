"""A field link is brought to its body, once, by whoever can be reached; the others are to be called."""

import re
from datetime import timedelta
from pathlib import Path

from tests.cast import PERMANENCE
from tests.house import MELUN, NEMOURS, Served
from tests.mail import Gateway, PostOffice
from tests.notices.sending import ADDRESSES, mail_to, run

MINE = f"""ccas-{NEMOURS};direction@ccas-nemours.invalid;oui
ccas-{NEMOURS};accueil@ccas-nemours.invalid;oui
ccas-{NEMOURS};vraie.direction@ccas-nemours.invalid;non
"""


def declare(house: Served, file: Path, lines: str = MINE, **fields: object) -> str:
    file.write_text(ADDRESSES + lines, encoding="utf-8")
    dossier = house.declare(**fields)
    house.house.keeper.run()
    return dossier


def links(house: Served, dossier: str) -> dict[str, dict[str, object]]:
    listed = house.as_(PERMANENCE).get(f"/api/dossiers/{dossier}/links").json()
    return {one["body"]: one for one in listed["links"]}


def test_the_mail_holds_a_link_and_a_code_that_open_the_page(house: Served, office: PostOffice, file: Path) -> None:
    dossier = declare(house, file)
    run(house)
    run(house)
    mail = mail_to(office, "direction@ccas-nemours.invalid")
    assert mail["Subject"].startswith("[EXERCICE] ")
    text = mail.get_body(("plain",)).get_content()
    assert text.startswith("[EXERCICE]")
    secret = re.search(r"/lien#(ccl_[A-Za-z0-9_-]{43})", text)
    assert secret is not None
    assert secret[0] in mail.get_body(("html",)).get_content().replace("&amp;", "&")
    with house.client() as phone:
        opened = phone.post("/api/links/session", json={"secret": secret[1]})
        assert opened.json() == {"dossier": dossier, "kind": "terrain", "body": f"ccas-{NEMOURS}"}
    code = re.search(r"code ([2-9A-Y]{3} [2-9A-Y]{3} [2-9A-Y]{4})", text)
    assert code is not None
    with house.client() as phone:
        assert phone.post("/api/links/session", json={"code": code[1]}).status_code == 201
    told = links(house, dossier)
    assert (told[f"ccas-{NEMOURS}"]["sent"], told[f"ccas-{NEMOURS}"]["to_call"]) == (["envoye"], False)
    assert (told[f"ccas-{MELUN}"]["contact"], told[f"ccas-{MELUN}"]["to_call"]) == (False, True)
    with house.house.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM outbox").all()
    assert secret[1] not in str(rows)


def test_an_exercise_writes_to_no_real_address_nor_the_other_way_round(
    house: Served, office: PostOffice, file: Path
) -> None:
    declare(house, file, exercise=False)
    run(house)
    to = {mail["To"] for mail in office.taken}
    assert "vraie.direction@ccas-nemours.invalid" in to
    assert not any(address.startswith(("direction@", "accueil@")) for address in to)


def test_one_that_is_refused_for_good_goes_to_the_next_in_the_order_of_call(
    house: Served, office: PostOffice, file: Path
) -> None:
    office.unknown.add("direction@ccas-nemours.invalid")
    dossier = declare(house, file)
    for _ in range(4):
        run(house)
        house.clock.advance(timedelta(seconds=1))
    assert mail_to(office, "accueil@ccas-nemours.invalid")
    assert links(house, dossier)[f"ccas-{NEMOURS}"]["to_call"] is False


def test_one_that_nobody_takes_is_to_be_called(house: Served, office: PostOffice, file: Path) -> None:
    office.unknown.add("direction@ccas-nemours.invalid")
    office.unknown.add("accueil@ccas-nemours.invalid")
    dossier = declare(house, file)
    for _ in range(5):
        run(house)
        house.clock.advance(timedelta(seconds=1))
    told = links(house, dossier)[f"ccas-{NEMOURS}"]
    assert (told["sent"], told["to_call"]) == (["abandonne", "abandonne"], True)


def test_a_link_that_has_ended_before_it_left_is_not_sent(house: Served, office: PostOffice, file: Path) -> None:
    dossier = declare(house, file)
    house.do(dossier, "crisis.stand_down", reason="Fin.")
    run(house)
    assert not [mail for mail in office.taken if "ccas-nemours" in mail["To"]]


def test_by_sms_the_link_is_whole_and_the_exercise_is_said_first(house: Served, gateway: Gateway, file: Path) -> None:
    declare(house, file, f"ccas-{NEMOURS};+33199001234;oui\n", title="Crue " + "très longue " * 15)
    run(house)
    (said,) = gateway.taken
    assert said["text"].startswith("[EXERCICE]")
    assert re.search(r"/lien#ccl_[A-Za-z0-9_-]{43} ou code \S{3} \S{3} \S{4} sur \S+/lien$", said["text"])
    assert len(said["text"]) <= 402


def test_one_mailbox_may_serve_two_bodies(house: Served, office: PostOffice, file: Path) -> None:
    both = "".join(f"ccas-{insee};commun@ccas.invalid;oui\n" for insee in (NEMOURS, MELUN))
    declare(house, file, both)
    run(house)
    mails = [mail for mail in office.taken if mail["To"] == "commun@ccas.invalid"]
    assert len(mails) == 2
    assert len({mail["Message-ID"] for mail in mails}) == 2


def test_a_system_is_not_brought_what_lets_a_person_report(house: Served, office: PostOffice, file: Path) -> None:
    hook = f"ccas-{NEMOURS};https://ccas-nemours.exemple.invalid/avis;oui\n"
    declare(house, file, hook + MINE)
    run(house)
    assert mail_to(office, "direction@ccas-nemours.invalid")
    alone = declare(house, file, hook)
    run(house)
    told = links(house, alone)[f"ccas-{NEMOURS}"]
    assert (told["sent"], told["contact"], told["to_call"]) == ([], False, True)


def test_what_is_made_anew_after_a_revocation_is_dictated_and_not_sent(
    house: Served, office: PostOffice, file: Path
) -> None:
    dossier = declare(house, file)
    run(house)
    assert house.as_(PERMANENCE).post(f"/api/dossiers/{dossier}/links", json={"body": f"ccas-{NEMOURS}"}).is_success
    house.do(dossier, "body.attach", body="ccas-77186", why="renfort")
    house.house.keeper.run()
    run(house)
    assert len([mail for mail in office.taken if "ccas-nemours" in mail["To"]]) == 1, "the first one alone"


def test_links_do_not_crowd_the_notices(house: Served, office: PostOffice, file: Path) -> None:
    dossier = declare(house, file)
    listed = house.as_(PERMANENCE).get(f"/api/dossiers/{dossier}/notices").json()
    assert not any(message["card"].startswith("link:") for message in listed["messages"])
