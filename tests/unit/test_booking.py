"""The same people are in one place at a time, and rest between two missions (docs/field.md)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain import catalogue
from crisiscoord.domain.booking import LONGEST_FOR_PEOPLE, REST, Booked, free_team, period_of
from crisiscoord.domain.needed import OVER, OfferCard, SupportCallCard, SupportCard
from crisiscoord.errors import Problem, Refused
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, REPRESENTANTE
from tests.pen import Pen
from tests.unit.test_supporting import MELUN, declared, lack, propose

DAY = timedelta(days=1)


@pytest.fixture
def pen() -> Pen:
    pen = declared()
    lack(pen, quantity=40)
    return pen


def refusal(pen: Pen, *args: Any, **fields: Any) -> str:
    with pytest.raises(Refused) as refused:
        propose(pen, *args, **fields)
    return refused.value.code


def agree(pen: Pen, *states: str, support: str = "melun") -> None:
    pen.do("support.accept", CCAS_MELUN, support=support)
    pen.do("support.confirm", CCAS_NEMOURS, support=support)
    for state in states:
        pen.do("support.advance", CCAS_MELUN, support=support, state=state)


def test_the_same_team_is_not_lent_twice_at_once_even_without_an_offer(pen: Pen) -> None:
    propose(pen)
    assert refusal(pen, "encore", 2, start=pen.now + 2 * DAY) == "double_booked"
    propose(pen, "autre-equipe", 2, team=2)
    pen.do("support.decline", CCAS_MELUN, support="melun")
    propose(pen, "encore", 2, start=pen.now + 2 * DAY)


def test_the_same_things_are_not_lent_twice_at_once_but_what_is_used_up_is_not_booked(pen: Pen) -> None:
    lack(pen, need="lits", kind="materiel")
    lack(pen, need="repas", kind="alimentation", unit="repas")
    lent = {"from_body": MELUN, "quantity": 5, "start": pen.now, "end": pen.now + 3 * DAY}
    pen.do("support.propose", REPRESENTANTE, support="lits-1", need="lits", **lent)
    with pytest.raises(Refused) as refused:
        pen.do("support.propose", REPRESENTANTE, support="lits-2", need="lits", **lent)
    assert refused.value.code == "double_booked" and "autres objets" in refused.value.detail
    for name in ("repas-1", "repas-2"):
        pen.do("support.propose", REPRESENTANTE, support=name, need="repas", **lent)


def test_two_parts_of_one_offer_go_to_two_places_and_nothing_beside_it_does(pen: Pen) -> None:
    lent = {"from_body": MELUN, "start": pen.now, "end": pen.now + 3 * DAY}
    pen.do("support.offer", CCAS_MELUN, offer="six", kind="renfort_accueil", quantity=6, **lent)
    propose(pen, "premier", 2, offer="six")
    propose(pen, "deux", 2, offer="six")
    assert refusal(pen, "a-cote", 2) == "double_booked"
    assert pen.board.get("support:deux", SupportCard).team == 1  # type: ignore[union-attr]


def test_what_is_lent_without_an_offer_is_not_offered_as_well(pen: Pen) -> None:
    propose(pen)
    lent = {"from_body": MELUN, "kind": "renfort_accueil", "quantity": 6, "start": pen.now, "end": pen.now + 3 * DAY}
    with pytest.raises(Refused) as refused:
        pen.do("support.offer", CCAS_MELUN, offer="six", **lent)
    assert refused.value.code == "double_booked"
    pen.do("support.offer", CCAS_MELUN, offer="six", team=2, **lent)
    propose(pen, "sur-offre", 2, offer="six")
    card = pen.board.get("support:sur-offre", SupportCard)
    assert card is not None and card.team == 2
    assert "(équipe n°\u00a02)" in catalogue.tell(pen.entries[-1].fact)


def test_a_team_that_has_been_away_for_five_days_rests_for_two(pen: Pen) -> None:
    propose(pen, end=pen.now + 5 * DAY)
    back = pen.now + 5 * DAY
    assert refusal(pen, "suite", 2, start=back, end=back + DAY) == "rest_needed"
    assert refusal(pen, "trop-tot", 2, start=back + REST - timedelta(hours=1), end=back + 4 * DAY) == "rest_needed"
    propose(pen, "reposee", 2, start=back + REST, end=back + REST + 5 * DAY)


def test_short_missions_that_follow_one_another_add_up(pen: Pen) -> None:
    propose(pen, "premier", 2, end=pen.now + 2 * DAY)
    propose(pen, "trois", 2, start=pen.now + 5 * DAY, end=pen.now + 8 * DAY)
    assert refusal(pen, "deux", 2, start=pen.now + 3 * DAY, end=pen.now + 4 * DAY) == "rest_needed"
    propose(pen, "deux", 2, start=pen.now + 3 * DAY, end=pen.now + 4 * DAY, team=2)


def test_a_team_that_leaves_and_comes_back_before_its_hour_has_not_been_away_for_less_than_nothing(pen: Pen) -> None:
    propose(pen, "plus-tard", start=pen.now + 4 * DAY, end=pen.now + 6 * DAY)
    agree(pen, "en_preparation", "en_route", "sur_place", "terminee", support="plus-tard")
    card = pen.board.get("support:plus-tard", SupportCard)
    assert card is not None and period_of(card, pen.now) == (pen.now, pen.now)
    propose(pen, "cinq", 2, end=pen.now + 5 * DAY)
    assert refusal(pen, "six", 2, start=pen.now + 5 * DAY, end=pen.now + 6 * DAY) == "rest_needed"


def test_a_team_that_comes_back_early_rests_from_then_on_and_one_that_stays_on_is_not_back(pen: Pen) -> None:
    start = pen.now
    propose(pen, end=start + 4 * DAY)
    agree(pen, "en_preparation", "en_route", "sur_place")
    pen.tick(days=1)
    pen.do("support.advance", CCAS_MELUN, support="melun", state="terminee")
    propose(pen, "suite", 2, start=pen.now, end=pen.now + 4 * DAY)
    agree(pen, "en_preparation", "en_route", support="suite")
    pen.tick(days=6)
    card = pen.board.get("support:suite", SupportCard)
    assert card is not None and period_of(card, pen.now) == (start + DAY, pen.now)
    assert refusal(pen, "encore", 2) in ("double_booked", "rest_needed")


def test_a_mission_broken_off_counts_for_the_days_that_it_lasted(pen: Pen) -> None:
    propose(pen, end=pen.now + 5 * DAY)
    agree(pen, "en_preparation", "en_route")
    pen.tick(days=4)
    pen.do("support.cancel", REPRESENTANTE, support="melun", reason="Route coupée.")
    assert refusal(pen, "suite", 2, start=pen.now, end=pen.now + 3 * DAY) == "rest_needed"
    propose(pen, "suite", 2, start=pen.now, end=pen.now + DAY)


def test_the_next_free_team_is_found_for_whoever_proposes(pen: Pen) -> None:
    asked = Booked(MELUN, "Melun", "renfort_accueil", "personne_jour", 1, None, pen.now, pen.now + 3 * DAY)
    assert free_team(pen.board, asked, pen.now) == 1
    propose(pen)
    assert free_team(pen.board, asked, pen.now) == 2
    assert free_team(pen.board, asked._replace(kind="renfort_technique"), pen.now) == 1


def test_an_offer_is_taken_back_with_a_reason_and_what_is_lent_of_it_stays(pen: Pen) -> None:
    lent = {"from_body": MELUN, "start": pen.now, "end": pen.now + 3 * DAY}
    pen.do("support.offer", CCAS_MELUN, offer="six", kind="renfort_accueil", quantity=6, **lent)
    propose(pen, "premier", 2, offer="six")
    pen.do("support.withdraw_offer", CCAS_MELUN, offer="six", reason="Melun est touché.")
    offer = pen.board.get("offer:six", OfferCard)
    assert offer is not None and offer.withdrawn_at == pen.now and (offer.left, offer.lent) == (0, 2)
    assert refusal(pen, "deux", 1, offer="six") == "offer_exceeded"
    agree(pen, support="premier")
    assert pen.do("support.withdraw_offer", CCAS_MELUN, offer="six", reason="Encore.") == []
    with pytest.raises(Problem):
        pen.do("support.withdraw_offer", REPRESENTANTE, offer="six", reason="Ce n’est pas à elle.")


def test_a_call_is_taken_back_with_a_reason_and_is_not_answered_any_more(pen: Pen) -> None:
    asked = {"call": "appel", "bodies": [MELUN], "kind": "renfort_accueil", "until": pen.now + timedelta(hours=6)}
    pen.do("support.call", REPRESENTANTE, **asked)
    pen.do("support.withdraw_call", REPRESENTANTE, call="appel", reason="Besoin couvert.")
    card = pen.board.get("support_call:appel", SupportCallCard)
    assert card is not None and card.withdrawn_at == pen.now
    lent = {"from_body": MELUN, "start": pen.now, "end": pen.now + DAY, "quantity": 1}
    with pytest.raises(Refused) as refused:
        pen.do("support.offer", CCAS_MELUN, offer="tard", call="appel", kind="renfort_accueil", **lent)
    assert refused.value.code == "call_ended"


_TRIES = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 6), st.integers(1, 2), st.booleans()), min_size=3, max_size=12
)


@given(_TRIES)
def test_whatever_is_proposed_no_team_is_away_for_more_than_five_days_without_a_rest(tries: Any) -> None:
    pen = declared()
    lack(pen, quantity=40)
    for number, (first, days, team, declines) in enumerate(tries):
        try:
            name, start = f"s-{number}-x", pen.now + first * DAY
            propose(pen, name, 1, start=start, end=start + days * DAY, team=team)
            if declines:
                pen.do("support.decline", CCAS_MELUN, support=name)
        except Refused:
            continue
    for team in (1, 2):
        away = {
            day
            for card in pen.board.of(SupportCard)
            if card.team == team and card.state not in OVER
            for day in range((card.start - pen.now).days, (card.end - pen.now).days)
        }
        lent = sum(
            (card.end - card.start).days
            for card in pen.board.of(SupportCard)
            if card.team == team and card.state not in OVER
        )
        assert lent == len(away), "two missions overlap"
        run = 0
        for day in range(20):
            run = run + 1 if day in away else run if day - 1 in away else 0
            assert run <= LONGEST_FOR_PEOPLE.days, sorted(away)
