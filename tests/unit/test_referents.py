"""Who speaks for each body in one dossier: named by a reference, one at a time, relieved, and with the rights of it."""

import pytest

from crisiscoord.domain import policy
from crisiscoord.domain.meeting import ConventionEnded
from crisiscoord.domain.referents import (
    MOST_SEATS,
    Reference,
    ReferentCard,
    ReferentExists,
    ReferentOutside,
    ReferentOver,
    ReferentUnnamed,
    TooManyReferents,
    UnknownReferent,
    called_first,
)
from crisiscoord.errors import Forbidden, Malformed
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77, SGAV, TERRAIN_NEMOURS, actor
from tests.pen import Pen
from tests.unit.test_declaring import declared
from tests.unit.test_meeting import signed

NEMOURS = "ccas-77333"
ONE, OTHER = "c-0123456789abcdef", "c-fedcba9876543210"
FOR_NEMOURS = {"do": "body.name_referent", "body": NEMOURS, "function": "Directrice adjointe", "contact": ONE}
DELEGATE = actor("deleguee", "caf_referent", "Sam Exemple", bodies=("caf-77",), departements=("77",))


def card(pen: Pen, referent: str) -> ReferentCard:
    found = pen.board.get(f"referent:{referent}", ReferentCard)
    assert found is not None
    return found


def test_a_body_names_its_referent_by_a_contact_and_nothing_personal_is_written() -> None:
    pen = declared()
    (entry,) = pen.do(FOR_NEMOURS, as_=CCAS_NEMOURS, referent="ref-1")
    assert (entry.channel, card(pen, "ref-1").reference) == ("departement:77", Reference(ONE, None))
    said = pen.say()[-1]
    assert said.startswith("CCAS de Nemours\u00a0: référent nommé, «\u00a0Directrice adjointe\u00a0»")
    assert called_first(pen.board, NEMOURS) == (Reference(ONE, None),)


def test_whoever_is_named_relieves_whoever_was_and_who_stands_in_comes_after() -> None:
    pen = declared()
    pen.do(FOR_NEMOURS, referent="ref-0", part="suppleant", contact=OTHER)
    pen.do(FOR_NEMOURS, referent="ref-1")
    pen.tick(minutes=5)
    pen.do({**FOR_NEMOURS, "contact": None}, referent="ref-2", account="a-nemours")
    assert card(pen, "ref-1").ended_at == pen.now and card(pen, "ref-2").ended_at is None
    assert "à la place de qui l’était" in pen.say()[-1]
    assert called_first(pen.board, NEMOURS) == (Reference(None, "a-nemours"), Reference(OTHER, None))


def test_a_referent_is_relieved_once_and_the_next_in_the_order_of_call_is_first_again() -> None:
    pen = declared()
    pen.do(FOR_NEMOURS, referent="ref-1")
    pen.do({"do": "body.relieve_referent"}, as_=CCAS_NEMOURS, referent="ref-1", reason="En congé.")
    assert called_first(pen.board, NEMOURS) == () and "En congé." in pen.say()[-1]
    with pytest.raises(ReferentOver):
        pen.do({"do": "body.relieve_referent"}, referent="ref-1")
    with pytest.raises(UnknownReferent):
        pen.do({"do": "body.relieve_referent"}, referent="personne")


def test_somebody_is_named_and_no_more_than_one() -> None:
    pen = declared()
    for wrong in ({"contact": None}, {"account": "a-nemours"}):
        with pytest.raises(ReferentUnnamed):
            pen.do({**FOR_NEMOURS, **wrong}, referent="ref-1")
    with pytest.raises(Malformed):
        pen.do({**FOR_NEMOURS, "contact": "01 99 00 12 34"}, referent="ref-1")
    pen.do(FOR_NEMOURS, referent="ref-1")
    with pytest.raises(ReferentExists):
        pen.do(FOR_NEMOURS, referent="ref-1")


def test_seats_on_a_committee_stand_side_by_side_and_have_a_bound() -> None:
    pen = declared()
    seat = {**FOR_NEMOURS, "part": "comite", "committee": "Comité local d’aide aux victimes"}
    with pytest.raises(ReferentUnnamed):
        pen.do({**seat, "committee": None}, referent="siege-x")
    for number in range(MOST_SEATS):
        pen.do(seat, referent=f"siege-{number}")
    assert all(card(pen, f"siege-{number}").ended_at is None for number in range(MOST_SEATS))
    assert called_first(pen.board, NEMOURS) == ()
    with pytest.raises(TooManyReferents):
        pen.do(seat, referent="siege-de-trop")


@pytest.mark.parametrize(
    ("body", "channel"),
    [
        ("prefecture-77", "departement:77"),
        ("cd-77", "departement:77"),
        ("sgav", "common"),
        ("aav-melun", "common"),
        ("ccas-77305", None),
        ("prefecture-45", None),
    ],
)
def test_a_crisis_has_the_seats_of_its_bodies_and_of_its_partners(body: str, channel: str | None) -> None:
    pen = declared()
    if channel is None:
        with pytest.raises(ReferentOutside):
            pen.do(FOR_NEMOURS, referent="ref-1", body=body)
    else:
        assert pen.do(FOR_NEMOURS, referent="ref-1", body=body)[0].channel == channel


@pytest.mark.parametrize(
    ("who", "body"),
    [(CCAS_MELUN, NEMOURS), (TERRAIN_NEMOURS, NEMOURS), (PREFECTURE_77, NEMOURS), (OBSERVER, NEMOURS)],
    ids=lambda one: getattr(one, "account", one),
)
def test_a_body_is_spoken_for_by_whom_it_names_itself(who: object, body: str) -> None:
    pen = declared()
    pen.do(FOR_NEMOURS, referent="ref-1")
    with pytest.raises(Forbidden):
        pen.do(FOR_NEMOURS, as_=who, referent="ref-2", body=body)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        pen.do({"do": "body.relieve_referent"}, as_=who, referent="ref-1")  # type: ignore[arg-type]
    assert policy.may_name(PREFECTURE_77, pen.board, "prefecture-77", pen.now)
    assert not policy.may_name(PREFECTURE_77, pen.board, NEMOURS, pen.now)


# ---------------------------------------------------------------------------------------- in a convention


def test_whoever_a_party_names_acts_for_it_in_that_dossier_until_relieved() -> None:
    pen = signed()
    named = {"do": "body.name_referent", "body": "sgav", "function": "Chargée de mission", "account": DELEGATE.account}
    assert policy.channels(DELEGATE, pen.board) == set()
    pen.do(named, as_=SGAV, referent="ref-sgav")
    assert policy.channels(DELEGATE, pen.board) == {"common", "parties"}
    assert "meeting.schedule" in policy.allowed(DELEGATE, pen.board)
    asked = pen.read({"do": "meeting.schedule"}, meeting="point-9", at=pen.now)
    capacity = policy.authorize(DELEGATE, asked, pen.board, pen.now, lambda _: None)
    signed_by = policy.signature(DELEGATE, capacity, asked)
    assert (signed_by.account, signed_by.role, signed_by.body) == (DELEGATE.account, "sgav", "sgav")
    pen.do({"do": "body.relieve_referent"}, as_=SGAV, referent="ref-sgav")
    assert policy.channels(DELEGATE, pen.board) == set()


def test_a_partner_sits_on_the_committee_without_being_a_party() -> None:
    pen = signed()
    named = {"do": "body.name_referent", "body": "ddets-77", "function": "Cheffe de pôle", "account": DELEGATE.account}
    with pytest.raises(ReferentOutside):
        pen.do(named, referent="ref-ddets")
    pen.do(named, referent="siege-ddets", part="comite", committee="Comité de pilotage")
    assert policy.channels(DELEGATE, pen.board) == {"common"}
    assert not any(do.startswith("meeting.") and _may(pen, do) for do in policy.GRANTS)


def _may(pen: Pen, do: str) -> bool:
    try:
        policy.authorize(DELEGATE, pen.read({"do": do}, **_FIELDS[do]), pen.board, pen.now, lambda _: None)
    except Forbidden:
        return False
    return True


_FIELDS = {
    "meeting.schedule": {"meeting": "m-1", "at": "2017-05-01T10:00:00Z"},
    "meeting.move": {"meeting": "m-1", "at": "2017-05-01T10:00:00Z", "reason": "R."},
    "meeting.hold": {"meeting": "m-1", "held_at": "2017-05-01T10:00:00Z", "minutes": "Vu."},
    "meeting.cancel": {"meeting": "m-1", "reason": "R."},
}


def test_nobody_is_named_in_a_convention_that_has_ended() -> None:
    pen = signed()
    pen.tick(days=800)
    pen.do({"do": "convention.terminate"}, on="2018-02-09", reason="Fin.")
    with pytest.raises(ConventionEnded):
        pen.do({"do": "body.name_referent", "body": "sgav", "function": "F.", "contact": ONE}, referent="ref-1")


def test_the_names_that_a_crisis_gives_open_nothing_in_it() -> None:
    pen = declared()
    pen.do({**FOR_NEMOURS, "contact": None}, referent="ref-1", account="admin")
    admin = actor("admin", "admin", "Lou Technique")
    assert policy.channels(admin, pen.board) == set()
    assert PERMANENCE.account not in {one.account for one in pen.board.of(ReferentCard)}
