"""What the parties change afterwards: amendments, renewals, formal notices, terminations."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.convention import ConventionCard
from crisiscoord.domain.meeting import ConventionEnded
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.domain.renewed import AmendmentCard
from crisiscoord.domain.renewing import (
    AlreadyRenewed,
    AlreadyTerminated,
    BeforeSignature,
    DayToCome,
    NoNotice,
    NoticeRunning,
    RenewedTooLate,
    RenewsItself,
)
from crisiscoord.errors import Malformed, Problem
from tests.cast import CCAS_NEMOURS, OBSERVER, SGAV
from tests.pen import Pen
from tests.unit.test_agreeing import convention, days, met, obligation, rule, signed, template


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def noticed(**fields: Any) -> Pen:
    return signed(template="essai", texts=template(rule(every="P6M"), formal_notice="P15D", **fields))


def test_an_amendment_is_numbered_dated_and_kept() -> None:
    pen = signed()
    pen.now = at("2017-06-01")
    for number, text in ((1, "Ajout d’un département."), (2, "Nouvelle annexe.")):
        pen.do("convention.amend", as_=SGAV, on="2017-06-01", reason=text)
        card = pen.board.get(f"amendment:{number}", AmendmentCard)
        assert card is not None and card.text is not None and card.text.text == text
    assert convention(pen).amendments == 2
    assert "avenant n°\u00a02 du 1er juin 2017" in pen.say()[-1]


def test_a_renewal_opens_the_points_of_the_next_year_from_the_anniversary() -> None:
    pen = signed()
    pen.now = at("2018-01-15")
    pen.do("convention.renew", on="2018-01-12", reason="Bilan favorable.")
    card = convention(pen)
    assert (card.state, card.begins_on, card.ends_on) == ("actif", date(2018, 2, 10), date(2019, 2, 10))
    assert days(pen, "point-etape")[3:] == ["2018-05-10", "2018-08-10", "2018-11-10"]
    assert days(pen, "bilan-renouvellement") == ["2018-01-10", "2019-01-10"]
    pen.fall_due(at("2018-02-12"))
    assert convention(pen).state == "actif"


def test_a_renewal_agreed_before_the_end_may_be_written_down_after_it() -> None:
    pen = signed()
    pen.fall_due(at("2018-02-20"))
    assert convention(pen).state == "expire"
    pen.do("convention.renew", on="2018-02-09")
    assert (convention(pen).state, convention(pen).ends_on) == ("actif", date(2019, 2, 10))
    with pytest.raises(RenewedTooLate):
        other = signed()
        other.fall_due(at("2018-02-20"))
        other.do("convention.renew", on="2018-02-11")


def test_a_period_is_renewed_once_and_the_next_one_when_it_has_begun() -> None:
    pen = signed()
    pen.now = at("2018-01-15")
    pen.do("convention.renew", on="2018-01-15")
    with pytest.raises(AlreadyRenewed):
        pen.do("convention.renew", on="2018-01-15")
    pen.now = at("2018-12-15")
    pen.do("convention.renew", on="2018-12-15")
    assert convention(pen).ends_on == date(2020, 2, 10)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_renewed_for_three_years_the_points_never_slide(on: date) -> None:
    pen = signed(on.isoformat(), at("2101-01-01"))
    for _ in range(2):
        pen.do("convention.renew", on=convention(pen).ends_on.isoformat())
    points = [date.fromisoformat(day) for day in days(pen, "point-etape")]
    assert len(points) == len(set(points)) == 9
    for number, day in zip((1, 2, 3, 5, 6, 7, 9, 10, 11), points, strict=True):
        months = on.year * 12 + on.month - 1 + 3 * number
        assert divmod(months, 12) == (day.year, day.month - 1)
        assert day.day == on.day or (day.day < on.day and (day.replace(day=28).month != _next_day(day).month))


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def test_a_chain_broken_by_the_end_is_taken_up_again_by_the_renewal() -> None:
    texts = template(rule(every="P5M", counted="last"), renewal="expresse")
    pen = signed(template="essai", texts=texts)
    for key, day in (("point-2017-07-10", "2017-07-10"), ("point-2017-12-10", "2017-12-10")):
        pen.now = at(day)
        met(pen, key, pen.now)
    assert days(pen, "point") == ["2017-07-10", "2017-12-10"]
    pen.do("convention.renew", on="2017-12-20", now=at("2017-12-20"))
    assert days(pen, "point")[2:] == ["2018-05-10"]


def test_a_chain_that_is_still_open_is_not_opened_twice_by_a_renewal() -> None:
    texts = template(rule(every="P5M", counted="last"), renewal="expresse")
    pen = signed(template="essai", texts=texts)
    pen.do("convention.renew", on="2017-03-01", now=at("2017-03-01"))
    assert days(pen, "point") == ["2017-07-10"]


def test_a_tacit_convention_needs_no_renewal() -> None:
    with pytest.raises(RenewsItself):
        noticed().do("convention.renew", on="2017-02-10")


def test_terminating_ends_what_was_due_and_drops_what_was_to_come() -> None:
    pen = signed()
    pen.fall_due(at("2017-06-01"))
    pen.do("convention.terminate", on="2017-06-01", reason="D’un commun accord.")
    card = convention(pen)
    assert (card.state, card.terminated_on, card.next_ask) == ("resilie", date(2017, 6, 1), None)
    assert [(one.due_on, one.state) for one in pen.board.of(ObligationCard)] == [(date(2017, 5, 10), "manquee")]
    assert all(one.next_ask is None for one in pen.board.cards())
    with pytest.raises(AlreadyTerminated):
        pen.do("convention.amend", on="2017-06-01", reason="Trop tard.")


def test_a_formal_notice_runs_fifteen_days_and_terminates_nothing_by_itself() -> None:
    pen = noticed()
    pen.now = at("2017-03-01")
    pen.do("convention.give_notice", as_=SGAV, on="2017-03-01", reason="Listes non transmises.")
    assert (convention(pen).notice_until, convention(pen).state) == (date(2017, 3, 16), "actif")
    with pytest.raises(NoticeRunning):
        pen.do("convention.give_notice", on="2017-03-01", reason="Encore.")
    assert pen.fall_due(at("2017-03-16T22:00")) == []
    (written,) = pen.fall_due(at("2017-03-16T23:00"))
    assert written.fact.kind == "convention.notice_lapsed"
    assert (convention(pen).notice_lapsed, convention(pen).state) == (True, "actif")
    pen.do("convention.terminate", on="2017-03-16", reason="Mise en demeure sans effet.")
    assert convention(pen).state == "resilie"


def test_a_notice_that_outlives_the_period_of_a_tacit_convention_still_lapses() -> None:
    pen = noticed()
    pen.fall_due(at("2018-02-09T09:00"))
    pen.do("convention.give_notice", on="2018-02-08", reason="Listes non transmises.")
    told: list[str] = []
    for day in ("2018-02-11", "2018-02-24"):
        told += [entry.fact.kind for entry in pen.fall_due(at(day)) if entry.fact.kind.startswith("convention.")]
    assert told == ["convention.continued", "convention.notice_lapsed"]
    assert convention(pen).ask_at == at("2019-01-20T08:00")


def test_a_text_without_formal_notice_knows_none() -> None:
    with pytest.raises(NoNotice):
        signed().do("convention.give_notice", on="2017-02-10", reason="Listes non transmises.")


@pytest.mark.parametrize("do", ["convention.amend", "convention.renew", "convention.terminate"])
@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"on": "2017-02-09"}, BeforeSignature),
        ({"on": "2017-02-12"}, DayToCome),
        ({"on": "2017-02-10T12:00:00Z"}, Malformed),
        ({}, Malformed),
    ],
)
def test_what_is_written_down_bears_a_day_that_has_come(
    do: str, fields: dict[str, Any], refusal: type[Problem]
) -> None:
    pen = signed()
    before = pen.board.seq
    with pytest.raises(refusal):
        pen.do(do, reason="Motif.", **fields)
    assert pen.board.seq == before


def test_a_convention_that_has_expired_is_neither_amended_nor_terminated() -> None:
    pen = signed()
    pen.fall_due(at("2018-03-01"))
    for do in ("convention.amend", "convention.terminate"):
        with pytest.raises(ConventionEnded):
            pen.do(do, on="2018-02-01", reason="Trop tard.")


@pytest.mark.parametrize("who", [OBSERVER, CCAS_NEMOURS])
def test_only_the_parties_change_a_convention(who: Any) -> None:
    with pytest.raises(Problem):
        signed().do("convention.amend", as_=who, on="2017-02-10", reason="Sans droit.")


def test_boards_drawn_again_are_the_same_after_every_change() -> None:
    pen = noticed(renewal="expresse")
    pen.do("convention.amend", on="2017-02-10", reason="Annexe.")
    pen.do("convention.give_notice", on="2017-02-10", reason="Listes non transmises.")
    pen.fall_due(at("2018-01-25"))
    pen.do("convention.renew", on="2018-01-25")
    pen.do("convention.terminate", on="2018-01-25", reason="Accord.")
    assert [card.wire for card in pen.redrawn().cards()] == [card.wire for card in pen.board.cards()]
    assert next(pen.board.of(ConventionCard)).state == "resilie"
    assert obligation(pen, "point-2017-08-10").state == "manquee"
