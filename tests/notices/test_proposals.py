"""The roster is called: each person is written to in turn, and answers by the link of the message."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import PERMANENCE
from tests.house import Served, cards_of
from tests.mail import Gateway, PostOffice, html_of, link_of, text_of
from tests.notices.sending import fall_due, listed, mail_to, run


def on_roster(house: Served, name: str, **fields: Any) -> str:
    said = {"name": name, "function": f"Fonction de {name}", "email": f"{name.lower()}@exemple.invalid", **fields}
    answer = house.as_(PERMANENCE).post("/api/directory/roster", json={"for_exercises": True, **said})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def call(house: Served, crisis: str, *people: str, **fields: Any) -> None:
    said = {"call": "liste", "perimeter": "main", "people": people, "minutes": 10, **fields}
    answer = house.do(crisis, "roster.call", **said)
    assert answer.status_code == 201, answer.text


def list_of(house: Served, crisis: str) -> Any:
    return cards_of(house.board(crisis))["roster_call:liste"]


def states(house: Served, crisis: str) -> list[str]:
    return [step["state"] for step in list_of(house, crisis)["steps"]]


def questions(house: Served, crisis: str) -> list[Any]:
    cards = cards_of(house.board(crisis)).values()
    return [card for card in cards if card["type"] == "notice" and card["subject"] == "proposal"]


def test_one_says_no_one_says_nothing_and_the_third_accepts_from_the_mail(house: Served, office: PostOffice):
    crisis = house.declare()
    call(house, crisis, *(on_roster(house, name) for name in ("Ana", "Bo", "Cleo")))
    run(house)
    assert office.sent_to == ["ana@exemple.invalid"]
    (question,) = questions(house, crisis)
    assert (question["state"], question["means"]) == ("envoye", "courriel")
    house.clock.advance(timedelta(minutes=3))
    with house.client() as anybody:
        link = link_of(mail_to(office, "ana@exemple.invalid"))
        opened = anybody.get(link)
        assert "représentant principal" in opened.text and "Ana" not in opened.text
        assert states(house, crisis)[0] == "appelee", "opening a link answers nothing"
        assert anybody.post(f"{link}/refuser").status_code == 200
        assert "Proposition close" in anybody.get(link).text
        fall_due(house, timedelta(seconds=1))
        run(house)
        fall_due(house, timedelta(minutes=11))
        run(house)
        late = anybody.post(f"{link_of(mail_to(office, 'bo@exemple.invalid'))}/accepter")
        assert late.status_code == 409 and "délai de réponse est passé" in late.text
        link = link_of(mail_to(office, "cleo@exemple.invalid"))
        received = anybody.post(link)
        assert "sait que vous avez reçu" in received.text and "J’accepte" in received.text
        assert anybody.post(link).status_code == 200  # twice is once
        for _ in range(2):
            accepted = anybody.post(f"{link}/accepter")
            assert accepted.status_code == 200 and "Vous avez accepté" in accepted.text
        assert anybody.post(f"{link}/refuser").status_code == 409
        assert anybody.post(f"{link}/autre").status_code == 404
    assert states(house, crisis) == ["refusee", "sans_reponse", "acceptee"]
    assert list_of(house, crisis)["state"] == "pourvue"
    assert [card["state"] for card in questions(house, crisis)] == ["accuse", "sans_objet", "accuse"]
    run(house)
    assert "cellule@sgav.invalid" in office.sent_to, "the SG-AV is told of the identity"


def test_what_is_asked_is_said_in_two_forms_and_an_exercise_says_so_first(
    house: Served, office: PostOffice, gateway: Gateway
):
    crisis = house.declare(title="Crue <b>du</b> Loing")
    call(house, crisis, on_roster(house, "Ana", phone="06 39 98 12 34", body="ccas-77333"))
    run(house)
    (mail,) = office.taken
    assert str(mail["Subject"]).startswith("[EXERCICE] Désignation proposée, répondre avant ")
    assert text_of(mail).startswith("[EXERCICE] ") and "Votre organisme est touché" in text_of(mail)
    assert "Crue &lt;b&gt;du&lt;/b&gt; Loing" in html_of(mail) and "représentant principal" in html_of(mail).lower()
    (text,) = gateway.taken
    assert text["to"] == "+33639981234" and text["text"].startswith("[EXERCICE] ") and "/avis/" in text["text"]
    told = [message["recipient"] for message in listed(house, crisis)["messages"]]
    assert sorted(told) == ["an…@exemple.invalid", "…34"], "masked, as the others"


@pytest.mark.parametrize(("exercise", "marked"), [(True, False), (False, True)])
def test_an_exercise_writes_to_those_who_are_marked_and_a_real_crisis_asks_none_of_them(
    house: Served, office: PostOffice, exercise: bool, marked: bool
):
    crisis = house.declare(exercise=exercise)
    person = on_roster(house, "Ana", for_exercises=marked)
    if not exercise:
        answer = house.do(crisis, "roster.call", call="liste", perimeter="main", people=[person])
        assert (answer.status_code, answer.json()["code"]) == (409, "person_not_on_roster")
        near = house.as_(PERMANENCE).get("/api/directory/roster", params={"dossier": crisis}).json()["people"]
        assert near == []
        return
    call(house, crisis, person)
    run(house)
    assert office.taken == []
    (question,) = questions(house, crisis)
    assert question["state"] == "du", "on the board in red: somebody must telephone"


def test_a_real_crisis_writes_to_the_people_of_its_roster(house: Served, office: PostOffice):
    crisis = house.declare(exercise=False)
    call(house, crisis, on_roster(house, "Ana", for_exercises=False))
    run(house)
    assert office.sent_to == ["ana@exemple.invalid"]


def test_two_processes_call_one_person_and_write_once(start: Callable[[], Served], office: PostOffice):
    one, other = start(), start()
    crisis = one.declare()
    call(one, crisis, *(on_roster(one, name) for name in ("Ana", "Bo")))
    one.clock.advance(timedelta(minutes=11))
    for _ in range(4):
        for house in (one, other):
            house.house.metronome.tick()
    run(one, other)
    run(one, other)
    assert states(other, crisis) == ["sans_reponse", "appelee"]
    assert office.sent_to == ["bo@exemple.invalid"], "Ana's time was over before anything left"


def test_a_stop_of_the_server_over_the_time_of_an_answer_calls_the_next_once(
    start: Callable[[], Served], office: PostOffice
):
    house = start()
    crisis = house.declare()
    call(house, crisis, *(on_roster(house, name) for name in ("Ana", "Bo")))
    fall_due(house, timedelta(minutes=10))
    again = start()
    fall_due(again, timedelta(hours=2))
    assert states(again, crisis) == ["sans_reponse", "sans_reponse"]
    assert list_of(again, crisis)["state"] == "epuisee"
    kinds = [line["kind"] for line in again.lines(crisis)["entries"]]
    assert kinds.count("representative.designated") == 2 and kinds.count("roster.spent") == 1


def test_somebody_who_is_no_longer_waited_for_is_written_to_no_more(house: Served, office: PostOffice):
    crisis = house.declare()
    call(house, crisis, on_roster(house, "Ana"))
    assert house.do(crisis, "roster.stop", call="liste").status_code == 201
    run(house)
    assert office.taken == []
