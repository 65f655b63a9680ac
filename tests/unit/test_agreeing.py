"""Conventions: what signing one opens, and what becomes of each obligation when its day comes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.agreeing import (
    AlreadySigned,
    SignedInFuture,
    UnknownDepartement,
    UnknownTemplate,
)
from crisiscoord.domain.agreements import Clause, ConventionTemplate, Library, ObligationRule
from crisiscoord.domain.convention import ConventionCard
from crisiscoord.domain.falling import NotDue
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.domain.parties import PartiesMissing, UnknownBody
from crisiscoord.domain.words import Entry
from crisiscoord.errors import Forbidden
from tests.cast import OBSERVER, PERMANENCE, SGAV, SYSTEM
from tests.pen import Pen

SIGNED = datetime(2017, 2, 10, 15, tzinfo=UTC)


def signed(on: str = "2017-02-10", now: datetime = SIGNED, texts: Library | None = None, **fields: object) -> Pen:
    pen = Pen(now, "etat-unccas-2017", texts)
    fields = {"template": "etat-unccas", "title": "État-UNCCAS", "parties": ["unccas", "sgav"]} | fields
    pen.do("convention.sign", signed_on=on, **fields)
    return pen


def convention(pen: Pen) -> ConventionCard:
    return next(pen.board.of(ConventionCard))


def days(pen: Pen, code: str) -> list[str]:
    return [card.due_on.isoformat() for card in pen.board.of(ObligationCard) if card.code == code]


def obligation(pen: Pen, key: str) -> ObligationCard:
    card = pen.board.get(f"obligation:{key}", ObligationCard)
    assert card is not None
    return card


def met(pen: Pen, key: str, held_at: datetime) -> list[Entry]:
    name = f"reunion-{key}"
    pen.do("meeting.schedule", meeting=name, at=held_at, obligation=key)
    return pen.do("meeting.hold", meeting=name, held_at=held_at, minutes="Rien à signaler.")


def template(*rules: ObligationRule, **fields: object) -> Library:
    """Return a library with one template, `essai`, between the UNCCAS and the SG-AV."""
    texts = {"code": "essai", "version": 1, "title": "Essai", "parties": ["unccas_permanence", "sgav"]}
    clause = Clause(code="X-01", article="Article 1", modal="must", text="Se réunir")
    rest = {"duration": "P1Y", "renewal": "tacite"} | fields
    made = ConventionTemplate.model_validate({**texts, **rest, "obligations": rules, "articles": (clause,)})
    return Library(conventions={"essai": made})


def rule(**fields: object) -> ObligationRule:
    return ObligationRule.model_validate({"code": "point", "title": "Point", "article": "X-01", "must": True, **fields})


def test_signing_opens_three_quarterly_points_and_the_final_review() -> None:
    pen = signed()
    assert days(pen, "point-etape") == ["2017-05-10", "2017-08-10", "2017-11-10"]
    assert days(pen, "bilan-renouvellement") == ["2018-01-10"]
    card = convention(pen)
    assert (card.state, card.ends_on, card.parties) == ("actif", date(2018, 2, 10), ("unccas", "sgav"))
    assert {one.state for one in pen.board.of(ObligationCard)} == {"a_venir"}


def test_an_obligation_is_due_until_the_end_of_its_day_in_paris() -> None:
    point = obligation(signed(), "point-etape-2017-05-10")
    assert point.due == datetime(2017, 5, 10, 21, 59, 59, 999000, tzinfo=UTC)
    assert (point.clause, point.article, point.every) == ("E-22", "Article 5", "P3M")


def test_a_convention_signed_on_the_last_day_of_january_does_not_drift() -> None:
    pen = signed("2017-01-31")
    assert days(pen, "point-etape") == ["2017-04-30", "2017-07-31", "2017-10-31"]


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_signature_on_any_day_gives_three_points_and_a_review_within_the_year(on: date) -> None:
    pen = signed(on.isoformat(), datetime(2101, 1, 1, tzinfo=UTC))
    points, review = days(pen, "point-etape"), days(pen, "bilan-renouvellement")
    ends = convention(pen).ends_on.isoformat()
    assert len(points) == 3 and len(review) == 1
    assert on.isoformat() < points[0] < points[1] < points[2] < review[0] < ends


def test_an_unmet_point_is_due_then_missed_when_the_next_one_comes() -> None:
    pen = signed()
    pen.fall_due(datetime(2017, 5, 10, 22, tzinfo=UTC))
    point = obligation(pen, "point-etape-2017-05-10")
    assert (point.state, point.ask_at) == ("due", obligation(pen, "point-etape-2017-08-10").due)
    pen.fall_due(datetime(2017, 8, 10, 22, tzinfo=UTC))
    assert obligation(pen, "point-etape-2017-05-10").state == "manquee"
    assert obligation(pen, "point-etape-2017-08-10").state == "due"


def test_nothing_falls_due_before_the_end_of_its_day() -> None:
    pen = signed()
    written = pen.fall_due(datetime(2017, 5, 10, 21, 59, tzinfo=UTC))
    assert {entry.fact.kind for entry in written} == {"obligation.reminded"}
    assert obligation(pen, "point-etape-2017-05-10").state == "a_venir"


def test_after_a_long_stop_each_obligation_gets_one_line_marked_late() -> None:
    pen = signed()
    written = pen.fall_due(datetime(2018, 1, 20, tzinfo=UTC))
    assert [(entry.fact.state, entry.fact.late) for entry in written] == [
        ("manquee", True),
        ("manquee", True),
        ("due", True),
        ("due", True),
    ]
    assert "interruption" in pen.say()[-1]


def test_a_due_handled_twice_is_refused_the_second_time() -> None:
    pen = signed()
    asked = pen.read(
        "obligation.fall_due",
        card="obligation:point-etape-2017-05-10",
        due=obligation(pen, "point-etape-2017-05-10").due,
    )
    pen.fall_due(datetime(2017, 5, 11, tzinfo=UTC))
    with pytest.raises(NotDue):
        pen.do(asked, as_=SYSTEM)


def test_a_meeting_held_in_time_fulfils_its_obligation() -> None:
    pen = signed()
    met(pen, "point-etape-2017-05-10", pen.tick(days=60))
    point = obligation(pen, "point-etape-2017-05-10")
    assert (point.state, point.late, point.due) == ("remplie", False, None)
    assert pen.fall_due(datetime(2017, 5, 11, tzinfo=UTC)) == []


@pytest.mark.parametrize("months_later", [4, 7])
def test_a_meeting_held_late_still_fulfils_and_is_said_late(months_later: int) -> None:
    pen = signed()
    pen.fall_due(SIGNED + timedelta(days=30 * months_later))
    met(pen, "point-etape-2017-05-10", pen.now)
    point = obligation(pen, "point-etape-2017-05-10")
    assert (point.state, point.late) == ("remplie", True)
    assert any("rempli avec retard" in line for line in pen.say())


def test_a_meeting_held_in_time_but_written_down_later_is_not_late() -> None:
    pen = signed()
    pen.fall_due(datetime(2017, 9, 1, tzinfo=UTC))
    met(pen, "point-etape-2017-05-10", datetime(2017, 5, 9, 12, tzinfo=UTC))
    assert not obligation(pen, "point-etape-2017-05-10").late


def test_the_day_of_a_meeting_is_that_of_paris() -> None:
    pen = signed()
    pen.now = datetime(2017, 5, 12, tzinfo=UTC)
    met(pen, "point-etape-2017-05-10", datetime(2017, 5, 10, 22, 30, tzinfo=UTC))
    point = obligation(pen, "point-etape-2017-05-10")
    assert (point.held_on, point.late) == (date(2017, 5, 11), True)


def test_the_end_of_an_express_convention_expires_it_and_gives_up_what_is_unmet() -> None:
    pen = signed()
    pen.fall_due(datetime(2018, 2, 10, 22, 59, tzinfo=UTC))
    assert convention(pen).state == "actif"
    pen.fall_due(datetime(2018, 2, 10, 23, tzinfo=UTC))
    assert convention(pen).state == "expire"
    assert {card.state for card in pen.board.of(ObligationCard)} == {"manquee"}
    assert all(card.next_ask is None for card in pen.board.cards())


@given(st.lists(st.integers(0, 120), max_size=8))
def test_whatever_the_stops_every_obligation_ends_missed_and_none_is_told_twice(stops: list[int]) -> None:
    pen = signed()
    for stop in [*stops, 400]:
        pen.fall_due(pen.tick(days=stop))
        assert not [card for card in pen.board.cards() if card.next_ask and card.next_ask <= pen.now]
    assert {card.state for card in pen.board.of(ObligationCard)} == {"manquee"}
    told = [(e.fact.obligation, e.fact.state) for e in pen.entries if e.fact.kind == "obligation.fell_due"]
    assert len(told) == len(set(told))


def test_a_convention_signed_long_ago_is_expired_by_one_round_of_dues() -> None:
    pen = signed(now=datetime(2026, 1, 5, tzinfo=UTC))
    pen.fall_due()
    assert convention(pen).state == "expire"
    assert not any("interruption" in line for line in pen.say())


def test_a_tacit_convention_goes_on_with_new_obligations() -> None:
    pen = signed(template="essai", texts=template(rule(every="P6M")))
    assert days(pen, "point") == ["2017-08-10", "2018-02-10"]
    pen.fall_due(datetime(2018, 2, 11, tzinfo=UTC))
    assert (convention(pen).state, convention(pen).ends_on) == ("actif", date(2019, 2, 10))
    assert days(pen, "point") == ["2017-08-10", "2018-02-10", "2018-08-10", "2019-02-10"]


def test_after_years_of_stop_a_tacit_convention_goes_on_once_until_a_day_to_come() -> None:
    pen = signed(template="essai", texts=template(rule(every="P6M")))
    written = pen.fall_due(datetime(2020, 6, 1, tzinfo=UTC))
    assert [entry.fact.kind for entry in written].count("convention.continued") == 1
    assert convention(pen).ends_on == date(2021, 2, 10)


def test_a_chain_counted_from_the_last_time_opens_the_next_when_one_is_met() -> None:
    pen = signed(template="essai", texts=template(rule(every="P3M", counted="last")))
    assert days(pen, "point") == ["2017-05-10"]
    pen.now = datetime(2017, 4, 20, 12, tzinfo=UTC)
    met(pen, "point-2017-05-10", pen.now)
    assert days(pen, "point") == ["2017-05-10", "2017-07-20"]


def test_a_chain_counted_from_the_last_time_goes_on_after_a_missed_one() -> None:
    pen = signed(template="essai", texts=template(rule(every="P3M", counted="last")))
    pen.fall_due(datetime(2017, 8, 9, tzinfo=UTC))
    assert obligation(pen, "point-2017-05-10").state == "due"
    pen.fall_due(datetime(2017, 8, 11, tzinfo=UTC))
    assert obligation(pen, "point-2017-05-10").state == "manquee"
    assert days(pen, "point") == ["2017-05-10", "2017-08-10"]


def test_an_unknown_template_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownTemplate, match="etat-unccas"):
        signed(template="etat-martien")


def test_unknown_parties_are_named() -> None:
    with pytest.raises(UnknownBody, match="sgavv") as refused:
        signed(parties=["unccas", "sgavv"])
    assert refused.value.errors[0]["field"] == "parties"


def test_a_party_that_the_template_binds_cannot_be_left_out() -> None:
    with pytest.raises(PartiesMissing, match="SG"):
        signed(parties=["unccas", "udccas-77"])


def test_a_signature_of_tomorrow_passes_and_one_of_the_day_after_does_not() -> None:
    signed("2017-02-11")
    with pytest.raises(SignedInFuture):
        signed("2017-02-12")


def test_an_unknown_departement_is_refused() -> None:
    with pytest.raises(UnknownDepartement):
        signed(departement="979")


def test_a_convention_is_signed_once() -> None:
    pen = signed()
    with pytest.raises(AlreadySigned):
        pen.do("convention.sign", template="etat-unccas", title="Bis", signed_on="2017-02-10", parties=["unccas"])


@pytest.mark.parametrize("who", [SGAV, OBSERVER])
def test_only_the_permanence_signs(who: object) -> None:
    pen = Pen(SIGNED, "etat-unccas-2017")
    with pytest.raises(Forbidden):
        pen.do(
            "convention.sign",
            as_=who,
            template="etat-unccas",
            title="Sans droit",
            signed_on="2017-02-10",
            parties=["unccas", "sgav"],
        )


def test_the_lines_say_what_happened_in_french() -> None:
    pen = signed()
    assert "signée le 10 février 2017" in pen.say()[0]
    assert "4 échéances inscrites au calendrier, la première le 10 mai 2017" in pen.say()[1]
    assert PERMANENCE.account == pen.entries[0].by.account


def test_a_board_drawn_again_is_the_same() -> None:
    pen = signed()
    met(pen, "point-etape-2017-05-10", pen.tick(days=60))
    pen.fall_due(datetime(2018, 3, 1, tzinfo=UTC))
    assert [card.wire for card in pen.redrawn().cards()] == [card.wire for card in pen.board.cards()]
