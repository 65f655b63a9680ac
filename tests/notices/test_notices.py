"""A designation becomes a mail, and the button in it becomes an acknowledgement on the board."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from crisiscoord.journal.tables import OUTBOX
from crisiscoord.notices import notifier, rules
from tests.cast import CCAS_NEMOURS, PERMANENCE, PREFECTURE_77, SGAV
from tests.house import Served
from tests.mail import PostOffice, html_of, link_of, text_of
from tests.notices.sending import ADDRESSES, designate, listed, mail_to, notices, run


def test_the_sgav_and_the_prefecture_are_written_to_and_the_board_says_so(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    assert {card["state"] for card in notices(house, crisis).values()} == {"du"}
    run(house)
    assert office.sent_to == ["cellule@sgav.invalid", "cod@prefecture-77.invalid"]
    for card in notices(house, crisis).values():
        assert (card["state"], card["means"]) == ("envoye", "courriel")
        assert card["sent_at"] == house.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    run(house)
    assert len(office.taken) == 2


def test_pressing_the_button_acknowledges_and_opening_the_link_does_not(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    house.clock.advance(timedelta(minutes=9))
    link = link_of(mail_to(office, "cellule@sgav.invalid"))
    with house.client() as anybody:
        opened = anybody.get(link)
        assert opened.status_code == 200
        assert "Accuser réception" in opened.text
        assert "Camille" not in opened.text
        assert anybody.head(link).status_code in (200, 405)
        assert notices(house, crisis)["sgav"]["state"] == "envoye"
        pressed = anybody.post(link)
        assert pressed.status_code == 200, pressed.text
        card = notices(house, crisis)["sgav"]
        assert (card["state"], card["delay_acknowledged_s"]) == ("accuse", 540)
        assert notices(house, crisis)["prefecture-77"]["state"] == "envoye"
        assert anybody.post(link).status_code == 200  # twice is once
        assert "Avis déjà accusé" in anybody.get(link).text
        assert anybody.get(f"/avis/{'0' * 64}").status_code == 404
        assert anybody.post(f"/avis/{'0' * 64}").status_code == 404
    lines = house.lines(crisis)["entries"]
    (acknowledged,) = [line for line in lines if line["kind"] == "notice.acknowledged"]
    assert acknowledged["by"]["role"] == "sgav"


def test_a_link_ends(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    link = link_of(mail_to(office, "cellule@sgav.invalid"))
    house.clock.advance(rules.LINK)
    with house.client() as anybody:
        assert anybody.get(link).status_code == 404
        assert anybody.post(link).status_code == 404
    assert notices(house, crisis)["sgav"]["state"] == "envoye"


def test_a_mail_says_who_in_two_forms_and_is_sealed_with_the_journal(house: Served, office: PostOffice):
    crisis = house.declare(title="Crue <b>du</b> Loing")
    designate(house, crisis)
    run(house)
    mail = mail_to(office, "cod@prefecture-77.invalid")
    assert str(mail["Subject"]).startswith("[EXERCICE] ")
    assert text_of(mail).startswith("[EXERCICE] ")
    assert "Camille Exemple" in text_of(mail) and "Camille Exemple" in html_of(mail)
    assert "01 99 00 12 34" in text_of(mail)
    assert "Crue &lt;b&gt;du&lt;/b&gt; Loing" in html_of(mail)
    assert mail["Auto-Submitted"] == "auto-generated"
    seqs = {int(line.split("arrêtée à ")[1].split(".")[0]) for line in text_of(mail).splitlines() if "arrêtée" in line}
    assert len(seqs) == 1 and 0 < seqs.pop() <= house.board(crisis)["seq"]


def test_a_mail_holds_no_more_than_its_recipient_may_see(house: Served, office: PostOffice):
    """The contact of a representative is for those who coordinate: the SG-AV knows who, the board says no more."""
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    contact = {card["type"] for card in house.board(crisis, SGAV)["cards"]} & {"contact"}
    assert not contact
    assert "01 99 00 12 34" not in text_of(mail_to(office, "cellule@sgav.invalid"))
    assert {card["type"] for card in house.board(crisis, PREFECTURE_77)["cards"]} >= {"contact"}


def test_an_exercise_never_writes_to_an_address_of_real_life_nor_the_other_way_round(house: Served, office: PostOffice):
    exercise, real = house.declare(), house.declare(exercise=False)
    designate(house, exercise)
    run(house)
    assert "vraie.astreinte@sgav.invalid" not in office.sent_to
    office.envelopes.clear()
    designate(house, real)
    run(house)
    assert office.sent_to == ["vraie.astreinte@sgav.invalid"]
    assert "[EXERCICE]" not in str(office.taken[-1]["Subject"]) + text_of(office.taken[-1])
    assert notices(house, real)["prefecture-77"]["state"] == "du"  # nobody to write to
    assert {one["state"] for one in listed(house, real)["messages"]} == {"envoye", "sans_adresse"}


def test_who_gets_an_address_afterwards_is_written_to(house: Served, office: PostOffice, file: Path):
    crisis = house.declare(exercise=False)
    designate(house, crisis)
    run(house)
    file.write_text(ADDRESSES + "prefecture-77;garde@prefecture-77.invalid;non\n", encoding="utf-8")
    house.clock.advance(rules.LOOK_AGAIN)
    run(house)
    assert "garde@prefecture-77.invalid" in office.sent_to
    assert notices(house, crisis)["prefecture-77"]["state"] == "envoye"


def test_a_point_that_is_frozen_is_told_with_its_number(house: Served, office: PostOffice):
    crisis = house.declare()
    frozen = house.do(crisis, "situation.freeze", cutoff_at=house.clock.now().isoformat())
    assert frozen.status_code == 201, frozen.text
    run(house)
    mail = mail_to(office, "cod@prefecture-77.invalid")
    assert str(mail["Subject"]) == "[EXERCICE] Point de situation n°\u00a01 – Crue du Loing"
    assert f"/dossiers/{crisis}" in text_of(mail) and "arrêté" in html_of(mail)
    with house.client() as anybody:
        assert "point de situation" in anybody.post(link_of(mail)).text
    assert notices(house, crisis)["prefecture-77"]["state"] == "accuse"


def test_a_title_cannot_add_a_header(house: Served, office: PostOffice):
    crisis = house.declare(title="Crue\r\nBcc: tous\u2028\u202efin")
    designate(house, crisis)
    run(house)
    assert office.sent_to == ["cellule@sgav.invalid", "cod@prefecture-77.invalid"]
    assert all(mail["Bcc"] is None for mail in office.taken)


def test_two_notifiers_send_once(start: Callable[[], Served], office: PostOffice):
    first, second = start(), start()
    crises = [first.declare() for _ in range(3)]
    for crisis in crises:
        designate(first, crisis)
    run(first, second, first, second)
    ids = [mail["Message-ID"] for mail in office.taken]
    assert len(ids) == len(set(ids)) == 6
    for crisis in crises:
        sent = [line for line in second.lines(crisis)["entries"] if line["kind"] == "notice.sent"]
        assert len(sent) == 2


def test_a_notifier_that_died_after_sending_is_seen_by_the_message_id(start: Callable[[], Served], office: PostOffice):
    first, second = start(), start()
    crisis = first.declare()
    designate(first, crisis)
    notifier = first.house.notifier
    assert notifier is not None
    notifier._release = lambda row, **changes: None  # type: ignore[method-assign]  # it dies before it writes it down
    run(first)
    run(second)
    assert len(office.taken) == 2  # still held by the one that died
    assert notices(second, crisis)["sgav"]["state"] == "du"
    first.clock.advance(timedelta(minutes=3))
    run(second)
    assert notices(second, crisis)["sgav"]["state"] == "envoye"
    assert len({mail["Message-ID"] for mail in office.taken}) == 2


def test_a_server_that_is_away_for_an_hour_loses_nothing_and_doubles_nothing(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    office.shut()
    for _ in range(60):
        run(house)
        house.clock.advance(timedelta(minutes=1))
    assert {card["state"] for card in notices(house, crisis).values()} == {"du"}
    assert {one["fault"] for one in listed(house, crisis)["messages"]} == {"serveur_muet"}
    assert max(one["attempts"] for one in listed(house, crisis)["messages"]) < 12
    office.open()
    for _ in range(20):
        run(house)
        house.clock.advance(timedelta(minutes=1))
    assert [office.sent_to.count(to) for to in ("cellule@sgav.invalid", "cod@prefecture-77.invalid")] == [1, 1]
    assert {card["state"] for card in notices(house, crisis).values()} == {"envoye"}


def test_what_is_not_acknowledged_goes_to_the_next_in_the_order_of_call(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    with house.client() as anybody:
        anybody.post(link_of(mail_to(office, "cod@prefecture-77.invalid")))
    house.clock.advance(rules.ESCALATE - timedelta(seconds=1))
    run(house)
    assert len(office.taken) == 2
    house.clock.advance(timedelta(seconds=1))
    run(house)
    assert office.sent_to == ["astreinte@sgav.invalid", "cellule@sgav.invalid", "cod@prefecture-77.invalid"]
    with house.client() as anybody:
        anybody.post(link_of(mail_to(office, "astreinte@sgav.invalid")))
    assert notices(house, crisis)["sgav"]["state"] == "accuse"
    house.clock.advance(timedelta(hours=2))
    run(house)
    assert len(office.taken) == 3


def test_what_is_refused_for_good_is_a_dead_letter_that_one_may_send_again(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    office.refuses = "554 5.7.1 refused"
    run(house)
    run(house)
    assert {card["state"] for card in notices(house, crisis).values()} == {"echec"}
    dead = listed(house, crisis)["messages"]
    assert {(one["state"], one["fault"]) for one in dead} == {("abandonne", "refuse_554")}
    assert all("cellule" not in one["recipient"] for one in dead)
    office.refuses = ""
    for one in dead:
        path = f"/api/dossiers/{crisis}/notices/{one['message']}"
        assert house.as_(CCAS_NEMOURS).post(path).status_code == 403
        assert house.as_(PERMANENCE).post(path).status_code == 204
        assert house.as_(PERMANENCE).post(path).status_code == 404
    run(house)
    assert {card["state"] for card in notices(house, crisis).values()} == {"envoye"}


def test_a_server_that_never_ends_its_answer_counts_as_one_that_is_away(
    house: Served, office: PostOffice, monkeypatch: pytest.MonkeyPatch
):
    async def hang(*_: object) -> str:
        await asyncio.sleep(30)
        return "250 OK"

    monkeypatch.setattr(notifier, "SENDING_S", 0.2)
    monkeypatch.setattr(office, "handle_DATA", hang)
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    assert {(one["attempts"], one["fault"]) for one in listed(house, crisis)["messages"]} == {(1, "serveur_muet")}


def test_attempts_are_bounded(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    office.refuses = "451 4.3.0 later"
    for _ in range(rules.ATTEMPTS + 5):
        run(house)
        house.clock.advance(timedelta(minutes=20))
    messages = listed(house, crisis)["messages"]
    assert {one["attempts"] for one in messages} <= {rules.ATTEMPTS, 4, 5, 6}
    assert "abandonne" in {one["state"] for one in messages}


def test_what_was_acknowledged_by_telephone_is_not_sent(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    key = notices(house, crisis)["sgav"]["id"].partition(":")[2]
    assert house.do(crisis, "notice.acknowledge", notice=key).status_code == 201
    run(house)
    assert office.sent_to == ["cod@prefecture-77.invalid"]


def test_what_was_erased_is_not_sent(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    (seq,) = [line["seq"] for line in house.lines(crisis)["entries"] if line["kind"] == "representative.designated"]
    assert house.do(crisis, "wording.erase", seq=seq, reason="Erreur de saisie.").status_code == 201
    run(house)
    assert all("Camille" not in text_of(mail) + html_of(mail) for mail in office.taken)


def test_the_outbox_holds_no_address(house: Served, office: PostOffice):
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    with house.house.engine.connect() as connection:
        kept = str([tuple(row) for row in connection.execute(select(OUTBOX))])
    assert "invalid" not in kept and "Camille" not in kept and "courriel" in kept


def test_nobody_else_sees_what_is_sent(house: Served):
    crisis = house.declare()
    designate(house, crisis)
    for other in (SGAV, PREFECTURE_77, CCAS_NEMOURS):
        assert house.as_(other).get(f"/api/dossiers/{crisis}/notices").status_code == 403
    with house.client() as nobody:
        assert nobody.get(f"/api/dossiers/{crisis}/notices").status_code == 401
