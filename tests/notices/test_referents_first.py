"""A message goes to the référent of its body in that dossier, then to who stands in, then along the order of call."""

from datetime import timedelta

from crisiscoord.clock import ManualClock
from crisiscoord.notices import rules
from tests.cast import PERMANENCE
from tests.house import Served
from tests.mail import PostOffice
from tests.notices.sending import designate, listed, notices, run
from tests.notices.test_directory_addresses import contact, erase


def name(house: Served, crisis: str, referent: str, **whom: str) -> None:
    fields = {"referent": referent, "body": "prefecture-77", "function": "Directrice de cabinet", **whom}
    assert house.do(crisis, "body.name_referent", **fields).status_code == 201


def told_of_the_representative(office: PostOffice, address: str) -> int:
    return sum(mail["To"] == address and "représentant" in str(mail["Subject"]).lower() for mail in office.taken)


def test_the_referent_is_written_to_first_then_the_order_of_call(
    house: Served, office: PostOffice, clock: ManualClock
) -> None:
    contact(house, "prefecture-77", email="premiere@exemple.invalid", rank=1)
    second = contact(house, "prefecture-77", email="referente@exemple.invalid", rank=2)
    third = contact(house, "prefecture-77", email="suppleant@exemple.invalid", rank=3)
    crisis = house.declare(exercise=False)
    name(house, crisis, "ref-1", contact=second)
    name(house, crisis, "ref-2", contact=third, part="suppleant")
    designate(house, crisis)
    written = []
    for _ in range(3):
        run(house)
        run(house)
        written = [to for envelope in office.envelopes for to in envelope if to.endswith("@exemple.invalid")]
        clock.advance(rules.ESCALATE + timedelta(seconds=1))
    order = ["referente@exemple.invalid", "suppleant@exemple.invalid", "premiere@exemple.invalid"]
    assert [to for to in written if to in order] == order
    assert notices(house, crisis)["prefecture-77"]["state"] == "envoye"


def test_a_referent_who_is_erased_or_relieved_is_written_to_no_more(
    house: Served, office: PostOffice, clock: ManualClock
) -> None:
    contact(house, "prefecture-77", email="premiere@exemple.invalid", rank=1)
    gone = contact(house, "prefecture-77", email="partie@exemple.invalid", rank=2)
    crisis = house.declare(exercise=False)
    name(house, crisis, "ref-1", contact=gone)
    erase(house, gone)
    designate(house, crisis)
    run(house)
    assert "premiere@exemple.invalid" in office.sent_to and "partie@exemple.invalid" not in office.sent_to


def test_a_referent_who_has_an_account_is_written_to_at_its_address_and_an_exercise_does_not(
    house: Served, office: PostOffice
) -> None:
    made = {"name": "Sam Exemple", "email": "sam@exemple.invalid", "role": "prefecture", "departements": ["77"]}
    answer = house.as_(PERMANENCE.model_copy(update={"account": "admin", "role": "admin"})).post(
        "/api/people", json=made
    )
    assert answer.status_code == 201, answer.text
    account = answer.json()["account"]
    exercise = house.declare()
    name(house, exercise, "ref-1", account=account)
    designate(house, exercise)
    run(house)
    assert told_of_the_representative(office, "sam@exemple.invalid") == 0
    crisis = house.declare(exercise=False)
    name(house, crisis, "ref-1", account=account)
    designate(house, crisis)
    run(house)
    assert told_of_the_representative(office, "sam@exemple.invalid") == 1
    told = listed(house, crisis)
    assert "sam@exemple.invalid" not in str(told) and "sa…@exemple.invalid" in str(told)
