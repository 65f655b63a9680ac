"""Whoever is on call by telephone gets a text message."""

import re
from datetime import timedelta
from pathlib import Path

from tests.house import Served
from tests.mail import Gateway, PostOffice
from tests.notices.sending import ADDRESSES, designate, listed, notices, run

ON_CALL = ADDRESSES.replace("sgav;cellule@sgav.invalid;oui", "sgav;+33639981234;oui")


def test_a_text_message_says_who_and_its_link_acknowledges(
    house: Served, office: PostOffice, gateway: Gateway, file: Path
):
    file.write_text(ON_CALL, encoding="utf-8")
    crisis = house.declare(title="Crue du Loing et de tous ses affluents " * 4)
    designate(house, crisis)
    run(house)
    (said,) = gateway.taken
    assert said["to"] == "+33639981234"
    assert said["text"].startswith("[EXERCICE] Identité du représentant")
    assert len(said["text"]) <= 402
    assert gateway.tokens == ["Bearer jeton-de-la-passerelle"]
    assert office.sent_to == ["cod@prefecture-77.invalid"]
    card = notices(house, crisis)["sgav"]
    assert (card["state"], card["means"]) == ("envoye", "sms")
    assert "…34" in {one["recipient"] for one in listed(house, crisis)["messages"]}
    link = re.search(r"/avis/[0-9a-f]{64}$", said["text"])
    assert link
    with house.client() as anybody:
        assert anybody.post(link[0]).status_code == 200
    assert notices(house, crisis)["sgav"]["state"] == "accuse"


def test_a_gateway_that_refuses_a_number_has_the_next_in_the_order_of_call_written_to(
    house: Served, office: PostOffice, gateway: Gateway, file: Path
):
    file.write_text(ON_CALL, encoding="utf-8")
    gateway.status = 422
    crisis = house.declare()
    designate(house, crisis)
    run(house)
    assert "astreinte@sgav.invalid" in office.sent_to
    assert notices(house, crisis)["sgav"]["means"] == "courriel"


def test_a_gateway_that_is_out_of_order_is_tried_again(house: Served, gateway: Gateway, file: Path):
    file.write_text(ON_CALL, encoding="utf-8")
    crisis = house.declare()
    designate(house, crisis)
    for status in (503, 429, 401):
        gateway.status = status
        run(house)
        house.clock.advance(timedelta(minutes=5))
    (mine,) = [one for one in listed(house, crisis)["messages"] if one["channel"] == "sms"]
    assert (mine["state"], mine["attempts"]) == ("a_envoyer", 3)
    gateway.status = 202
    run(house)
    assert len(gateway.taken) == 1
