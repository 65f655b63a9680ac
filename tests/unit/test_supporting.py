"""Help between CCAS: what is lacked, who offers, who agrees, and what is never sent twice."""

from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain import catalogue, policy
from crisiscoord.domain.attaching import CannotDetach
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.needed import AGREED, ARRIVED, OVER, HelperCard, NeedCard, OfferCard, SupportCard
from crisiscoord.errors import Forbidden, Malformed, Missing, Problem, Refused
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, REPRESENTANTE, TERRAIN_NEMOURS
from tests.conftest import NOON
from tests.office import DECLARE
from tests.pen import Pen

NEMOURS, MELUN = "ccas-77333", "ccas-77288"
#: A CCAS far from the flood, and somebody who directs it.
LYON = "ccas-69123"
CCAS_LYON = CCAS_MELUN.model_copy(update={"account": "a-lyon", "bodies": (LYON,), "departements": ("69",)})


@pytest.fixture
def pen() -> Pen:
    return declared()


def declared() -> Pen:
    pen = Pen(NOON)
    pen.do("crisis.declare", **{key: value for key, value in DECLARE.items() if key != "do"})
    contact = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 12 34", "email": REPRESENTANTE.email}
    pen.do("representative.designate", designation="d-1", perimeter="main", accepted=True, **contact)
    return pen


def lack(pen: Pen, quantity: int = 10, **fields: Any) -> None:
    asked = {"need": "accueil", "body": NEMOURS, "kind": "renfort_accueil", "quantity": quantity, "urgency": "24h"}
    pen.do("need.raise", CCAS_NEMOURS, **{**asked, **fields})


def propose(pen: Pen, support: str = "melun", quantity: int = 4, as_: Any = REPRESENTANTE, **fields: Any) -> None:
    lent = {"from_body": MELUN, "start": pen.now, "end": pen.now + timedelta(days=3)}
    pen.do("support.propose", as_, support=support, need="accueil", quantity=quantity, **{**lent, **fields})


def need(pen: Pen) -> NeedCard:
    card = pen.board.get("need:accueil", NeedCard)
    assert card is not None
    return card


def support(pen: Pen, name: str = "melun") -> SupportCard:
    card = pen.board.get(f"support:{name}", SupportCard)
    assert card is not None
    return card


def test_a_need_says_how_much_how_soon_and_until_when(pen: Pen) -> None:
    lack(pen, text="Deux guichets.")
    card = need(pen)
    assert (card.quantity, card.unit, card.state, card.committed) == (10, "personne_jour", "ouvert", 0)
    assert card.wanted_by == pen.now + timedelta(hours=24)
    assert card.channel == "needs:77/ccas-77333"
    assert "demande agent d’accueil ou administratif, 10 personnes·jours, sous 24" in catalogue.tell(
        pen.entries[-1].fact
    )


def test_in_an_exercise_that_goes_faster_a_need_is_wanted_sooner() -> None:
    pen = Pen(NOON)
    declared = {key: value for key, value in DECLARE.items() if key != "do"}
    pen.do("crisis.declare", **{**declared, "exercise": True, "tempo": 60})
    lack(pen, urgency="immediat")
    assert need(pen).wanted_by == pen.now + timedelta(minutes=6)
    pen.do("need.revise", CCAS_NEMOURS, need="accueil", urgency="24h")
    assert need(pen).wanted_by == pen.now + timedelta(minutes=24)


def test_a_need_is_counted_in_the_unit_of_its_kind(pen: Pen) -> None:
    with pytest.raises(Malformed):
        lack(pen, unit="repas")
    lack(pen, kind="alimentation", unit="colis")
    assert need(pen).unit == "colis"


def test_a_revised_need_keeps_what_is_not_given_and_the_same_twice_writes_nothing(pen: Pen) -> None:
    lack(pen, text="Deux guichets.")
    pen.do("need.revise", CCAS_NEMOURS, need="accueil", quantity=6)
    assert (need(pen).quantity, need(pen).urgency) == (6, "24h")
    assert str(need(pen).text and need(pen).text.text) == "Deux guichets."
    assert pen.do("need.revise", CCAS_NEMOURS, need="accueil", quantity=6) == []


def test_a_withdrawn_need_is_not_answered_any_more(pen: Pen) -> None:
    lack(pen)
    pen.do("need.withdraw", CCAS_NEMOURS, need="accueil", reason="Guichet fermé.")
    assert need(pen).state == "retire"
    with pytest.raises(Refused):
        propose(pen)


def test_nothing_is_committed_before_both_have_agreed(pen: Pen) -> None:
    lack(pen)
    propose(pen)
    assert (support(pen).state, need(pen).committed) == ("proposee", 0)
    with pytest.raises(Refused):
        pen.do("support.confirm", CCAS_NEMOURS, support="melun")
    assert (support(pen).state, need(pen).committed) == ("proposee", 0)
    pen.do("support.accept", CCAS_MELUN, support="melun")
    assert (support(pen).state, need(pen).committed) == ("acceptee", 0)
    pen.do("support.confirm", CCAS_NEMOURS, support="melun")
    assert (support(pen).state, need(pen).committed, need(pen).state) == ("confirmee", 4, "partiel")


def test_who_leads_can_propose_and_can_agree_for_nobody(pen: Pen) -> None:
    lack(pen)
    propose(pen)
    for who in (PERMANENCE, REPRESENTANTE, CCAS_NEMOURS, TERRAIN_NEMOURS, OBSERVER):
        with pytest.raises(Forbidden):
            pen.do("support.accept", who, support="melun")
    pen.do("support.accept", CCAS_MELUN, support="melun")
    for who in (PERMANENCE, REPRESENTANTE, CCAS_MELUN, TERRAIN_NEMOURS):
        with pytest.raises(Forbidden):
            pen.do("support.confirm", who, support="melun")


def test_what_the_helping_body_proposes_itself_is_accepted_by_it(pen: Pen) -> None:
    lack(pen)
    propose(pen, as_=CCAS_MELUN.model_copy(update={"departements": ("77",)}))
    assert support(pen).state == "acceptee"
    assert pen.do("support.accept", CCAS_MELUN, support="melun") == []


def test_a_support_goes_from_state_to_state_and_skips_none(pen: Pen) -> None:
    lack(pen)
    propose(pen)
    pen.do("support.accept", CCAS_MELUN, support="melun")
    with pytest.raises(Refused):
        pen.do("support.advance", CCAS_MELUN, support="melun", state="en_preparation")
    pen.do("support.confirm", CCAS_NEMOURS, support="melun")
    with pytest.raises(Refused):
        pen.do("support.advance", CCAS_MELUN, support="melun", state="sur_place")
    papers = {"mission_order": True, "insurance": True}
    pen.do("support.advance", CCAS_MELUN, support="melun", state="en_preparation", **papers)
    assert support(pen).mission_order and support(pen).insurance
    for state in ("en_route", "sur_place"):
        pen.do("support.advance", CCAS_MELUN, support="melun", state=state)
    assert (need(pen).delivered, need(pen).committed) == (4, 4)
    pen.do("support.advance", CCAS_MELUN, support="melun", state="terminee")
    pen.do("support.evaluate", CCAS_NEMOURS, support="melun", text="Précieux.")
    assert support(pen).state == "evaluee"
    with pytest.raises(Refused):
        pen.do("support.cancel", PERMANENCE, support="melun", reason="Trop tard.")


def test_a_cancelled_support_no_longer_counts(pen: Pen) -> None:
    lack(pen)
    propose(pen)
    pen.do("support.accept", CCAS_MELUN, support="melun")
    pen.do("support.confirm", CCAS_NEMOURS, support="melun")
    pen.do("support.cancel", REPRESENTANTE, support="melun", reason="Melun est inondé à son tour.")
    assert (need(pen).committed, need(pen).state) == (0, "ouvert")
    assert "annulée" in catalogue.tell(pen.entries[-1].fact) and "inondé à son tour" in catalogue.tell(
        pen.entries[-1].fact
    )


def test_more_than_is_asked_is_committed_only_on_purpose_and_for_a_reason_that_is_told(pen: Pen) -> None:
    lack(pen, quantity=3)
    propose(pen)
    pen.do("support.accept", CCAS_MELUN, support="melun")
    for unexplained in ({}, {"beyond": True}, {"reason": "Un de plus."}):
        with pytest.raises(Refused) as refused:
            pen.do("support.confirm", CCAS_NEMOURS, support="melun", **unexplained)
        assert refused.value.code == "need_exceeded"
    pen.do("support.confirm", CCAS_NEMOURS, support="melun", beyond=True, reason="Une nuit de plus à tenir.")
    assert (need(pen).committed, need(pen).state) == (4, "couvert")
    assert pen.say()[-1].endswith("confirmée. Une nuit de plus à tenir.")


def test_what_is_lent_of_an_offer_never_exceeds_it(pen: Pen) -> None:
    lack(pen)
    lent = {"from_body": MELUN, "start": pen.now, "end": pen.now + timedelta(days=4)}
    pen.do("support.offer", CCAS_MELUN, offer="deux-agents", kind="renfort_accueil", quantity=6, **lent)
    propose(pen, "premier", 4, offer="deux-agents")
    with pytest.raises(Refused) as refused:
        propose(pen, "second", 3, offer="deux-agents")
    assert refused.value.code == "offer_exceeded"
    pen.do("support.decline", CCAS_MELUN, support="premier", reason="Pas ce jour-là.")
    propose(pen, "second", 6, offer="deux-agents")
    offer = pen.board.get("offer:deux-agents", OfferCard)
    assert offer is not None and offer.lent == 6
    with pytest.raises(Refused):
        propose(pen, "troisieme", 1, offer="deux-agents", end=pen.now + timedelta(days=5))


def test_the_same_people_are_not_lent_for_more_than_five_days(pen: Pen) -> None:
    lack(pen)
    with pytest.raises(Refused) as refused:
        propose(pen, end=pen.now + timedelta(days=6))
    assert refused.value.code == "too_long_away"
    propose(pen, end=pen.now + timedelta(days=5))
    after = {"start": pen.now + timedelta(days=5), "end": pen.now + timedelta(days=9)}
    propose(pen, "releve", relieves="melun", team=2, **after)
    assert support(pen, "releve").relieves == "melun"


def test_a_body_from_elsewhere_that_is_asked_sees_the_dossier_and_what_it_must_know(pen: Pen) -> None:
    lack(pen)
    assert not policy.channels(CCAS_LYON, pen.board)
    until = pen.now + timedelta(hours=6)
    pen.do("support.call", REPRESENTANTE, call="appel", bodies=[LYON, MELUN], kind="renfort_accueil", until=until)
    helper = pen.board.get(f"helper:{LYON}", HelperCard)
    assert helper is not None and helper.name and f"helper:{MELUN}" not in pen.board
    assert "common" in policy.channels(CCAS_LYON, pen.board)
    held = policy.channels(CCAS_LYON, pen.board)
    assert "departement:77" not in held and not policy.holds(held, need(pen).channel)
    lent = {"from_body": LYON, "start": pen.now, "end": pen.now + timedelta(days=2)}
    answer = {"offer": "lyon", "call": "appel", "kind": "renfort_accueil", "quantity": 2}
    pen.do("support.offer", CCAS_LYON, **answer, **lent)
    propose(pen, "lyon", 2, from_body=LYON, end=pen.now + timedelta(days=2))
    assert policy.holds(held, support(pen, "lyon").channel) and not policy.holds(held, need(pen).channel)
    assert pen.board.card("support_call:appel").answered == (LYON,)  # type: ignore[union-attr]


def test_a_call_is_not_answered_after_its_hour(pen: Pen) -> None:
    asked = {"call": "appel", "bodies": [MELUN], "kind": "renfort_accueil", "until": pen.now + timedelta(hours=1)}
    pen.do("support.call", REPRESENTANTE, **asked)
    pen.tick(hours=2)
    lent = {"from_body": MELUN, "start": pen.now, "end": pen.now + timedelta(days=2)}
    with pytest.raises(Refused) as refused:
        pen.do("support.offer", CCAS_MELUN, offer="tard", call="appel", kind="renfort_accueil", quantity=1, **lent)
    assert refused.value.code == "call_ended"


def test_what_cannot_lend_is_refused_by_name(pen: Pen) -> None:
    lack(pen)
    for body, kind in (("ccas-99999", Missing), ("prefecture-45", Refused), (NEMOURS, Refused)):
        with pytest.raises(kind):
            propose(pen, from_body=body)


def test_a_particularly_hit_ccas_is_a_dated_reasoned_decision(pen: Pen) -> None:
    pen.do("body.mark_hit", REPRESENTANTE, body=NEMOURS, hit=True, reason="La moitié des agents est inondée.")
    card: Any = pen.board.card(f"body:{NEMOURS}")
    assert card.hit and card.hit_at == pen.now and card.hit_reason.text.startswith("La moitié")
    assert pen.do("body.mark_hit", REPRESENTANTE, body=NEMOURS, hit=True, reason="Encore.") == []
    pen.do("body.mark_hit", REPRESENTANTE, body=NEMOURS, hit=False, reason="Retour des agents.")
    card = pen.board.card(f"body:{NEMOURS}")
    assert not card.hit and card.hit_at is None


def test_a_body_from_outside_the_zone_is_attached_once_and_awaited_unless_it_only_helps(pen: Pen) -> None:
    pen.do("body.attach", REPRESENTANTE, body=LYON, why="residence")
    pen.do("body.attach", REPRESENTANTE, body="ccas-75056", why="renfort")
    home: Any = pen.board.card(f"body:{LYON}")
    help_: Any = pen.board.card("body:ccas-75056")
    assert home.attached == "residence" and home.due is not None
    assert help_.attached == "renfort" and help_.due is None and help_.status == "veille"
    assert pen.do("body.attach", REPRESENTANTE, body=LYON, why="autre") == []
    for body in ("ccas-99999", "prefecture-45"):
        with pytest.raises(Problem):
            pen.do("body.attach", REPRESENTANTE, body=body, why="autre")


def test_a_body_that_was_withdrawn_and_is_attached_comes_back_with_what_it_said(pen: Pen) -> None:
    pen.do("report.file", CCAS_MELUN, body=MELUN, status="tension", observed_at=pen.now)
    pen.do("crisis.extend", communes=["77288"], degree="non_touchee")
    pen.do("body.attach", body=MELUN, why="residence")
    card = pen.board.get(f"body:{MELUN}", BodyCard)
    assert card and (card.competent, card.attached, card.status) == (True, "residence", "tension") and card.due
    assert pen.do("body.attach", body=MELUN, why="residence") == []


def test_a_body_attached_by_mistake_is_detached_with_a_reason_and_may_come_back(pen: Pen) -> None:
    pen.do("body.attach", REPRESENTANTE, body=LYON, why="residence")
    pen.do("body.detach", REPRESENTANTE, body=LYON, reason="Homonyme\u00a0: ce n’était pas cette commune.")
    card = pen.board.get(f"body:{LYON}", BodyCard)
    assert card and (card.competent, card.attached, card.due) == (False, None, None)
    assert "n’est plus rattaché" in pen.say()[-1] and "Homonyme" in pen.say()[-1]
    assert pen.do("body.detach", REPRESENTANTE, body=LYON, reason="Encore.") == []
    pen.do("body.attach", REPRESENTANTE, body=LYON, why="renfort")
    assert getattr(pen.board.card(f"body:{LYON}"), "competent", False)


def test_a_body_of_the_zone_or_that_is_being_helped_is_not_detached(pen: Pen) -> None:
    with pytest.raises(CannotDetach, match="zone touchée"):
        pen.do("body.detach", REPRESENTANTE, body=MELUN, reason="Non.")
    pen.do("body.attach", REPRESENTANTE, body=LYON, why="residence")
    pen.do("need.raise", REPRESENTANTE, need="lits-lyon", body=LYON, kind="materiel", quantity=4, urgency="24h")
    with pytest.raises(CannotDetach, match="besoin"):
        pen.do("body.detach", REPRESENTANTE, body=LYON, reason="Non.")
    pen.do("support.propose", REPRESENTANTE, support="melun-lyon", need="lits-lyon", from_body=MELUN, quantity=4,
           start=pen.now, end=pen.now + timedelta(days=1))  # fmt: skip
    with pytest.raises(CannotDetach, match="renfort"):
        pen.do("body.detach", REPRESENTANTE, body=LYON, reason="Non.")


_DOINGS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "offer",
                "propose",
                "other",
                "taken",
                "accept",
                "confirm",
                "beyond",
                "decline",
                "advance",
                "cancel",
                "evaluate",
            )
        ),
        st.integers(0, 1),
        st.integers(1, 5),
    ),
    min_size=4,  # fewer words cannot go wrong, and few names make them meet
    max_size=40,
)
_STATES = ("en_preparation", "en_route", "sur_place", "terminee")


def _attempt(pen: Pen, doing: str, number: int, quantity: int) -> None:
    name, period = f"s-{number}-x", {"start": pen.now, "end": pen.now + timedelta(days=2)}
    if doing == "offer":
        lent = {"from_body": MELUN, "kind": "renfort_accueil", "quantity": quantity, **period}
        pen.do("support.offer", CCAS_MELUN, offer=f"o-{number % 2}-x", **lent)
    elif doing in ("propose", "taken", "other"):
        taken = {"offer": f"o-{number % 2}-x"} if doing == "taken" else {"team": 2} if doing == "other" else {}
        propose(pen, name, quantity, as_=CCAS_MELUN if number % 2 else REPRESENTANTE, **period, **taken)
    elif doing == "beyond":
        pen.do("support.confirm", CCAS_NEMOURS, support=name, beyond=True, reason="Voulu.")
    elif doing == "advance":
        pen.do("support.advance", CCAS_MELUN, support=name, state=_STATES[quantity % 4])
    else:
        who = CCAS_NEMOURS if doing in ("confirm", "evaluate") else CCAS_MELUN
        pen.do(f"support.{doing}", who, support=name, **({"reason": "R."} if doing == "cancel" else {}))


@given(_DOINGS)
def test_whatever_is_tried_nothing_is_committed_without_two_consents_nor_lent_twice(doings: Any) -> None:
    pen = declared()
    lack(pen, quantity=4)
    agreed: dict[str, set[str]] = {}
    beyond = False
    for doing, number, quantity in doings:
        before = len(pen.entries)
        try:
            _attempt(pen, doing, number, quantity)
        except Problem:
            assert len(pen.entries) == before
            continue
        if len(pen.entries) == before:
            continue
        name = f"s-{number}-x"
        if doing == "accept" or (doing in ("propose", "taken", "other") and number % 2):
            agreed.setdefault(name, set()).add(MELUN)
        if doing in ("confirm", "beyond"):
            agreed.setdefault(name, set()).add(NEMOURS)
            beyond |= doing == "beyond"
        cards = list(pen.board.of(SupportCard))
        for card in cards:
            if card.state in AGREED:
                assert agreed[card.support] == {MELUN, NEMOURS}
        for offer in pen.board.of(OfferCard):
            live = sum(one.quantity for one in cards if one.offer == offer.offer and one.state not in OVER)
            assert live == offer.lent <= offer.quantity
        for one, other in combinations((card for card in cards if card.state not in OVER), 2):
            assert one.team != other.team or (one.offer and other.offer), "the same people are lent twice at once"
        committed = sum(one.quantity for one in cards if one.state in AGREED)
        assert need(pen).committed == committed and (beyond or committed <= 4)
        assert need(pen).delivered == sum(one.quantity for one in cards if one.state in ARRIVED)
