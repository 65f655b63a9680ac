"""Acts of support: recorded, corrected, added up."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain import acting
from crisiscoord.domain.act_cards import NUMBERS, ActCard, ActTotals, ActTotalsCard, with_act
from crisiscoord.domain.acting import ActExists, ActOfAnotherBody, TooManyActs, UnknownAct
from crisiscoord.domain.crisis import InTheFuture
from crisiscoord.domain.reporting import BodyNotConcerned
from crisiscoord.errors import Forbidden, Malformed
from tests.cast import CCAS_MELUN, CCAS_NEMOURS
from tests.pen import Pen
from tests.unit.test_reporting import NEMOURS, T0, declared

LATER = T0 + timedelta(hours=1)


def record(pen: Pen, act: str, kind: str = "accueil", **more: Any) -> None:
    more.setdefault("occurred_at", T0)
    pen.do("act.record", as_=CCAS_NEMOURS, now=LATER, act=act, body=NEMOURS, kind=kind, **more)


def totals(pen: Pen) -> dict[str, ActTotals]:
    card = pen.board.get(f"act_totals:{NEMOURS}", ActTotalsCard)
    return card.kinds if card else {}


def test_acts_add_up_by_kind_and_never_across_units() -> None:
    pen = declared()
    record(pen, "acc-1", persons=40)
    record(pen, "acc-2", persons=12, households=5)
    record(pen, "sec-1", "secours_financier", households=3, amount_cents=45_050)
    assert totals(pen)["accueil"] == ActTotals(persons=52, households=5, acts=2)
    assert totals(pen)["secours_financier"] == ActTotals(households=3, amount_cents=45_050, acts=1)


def test_the_detail_is_for_the_body_and_the_totals_for_its_departement() -> None:
    pen = declared()
    record(pen, "acc-1", persons=40, text="Gymnase")
    assert pen.entries[-1].channel == f"body:{NEMOURS}"
    card, sums = pen.board.card("act:acc-1"), pen.board.card(f"act_totals:{NEMOURS}")
    assert card is not None and card.channel == f"body:{NEMOURS}"
    assert sums is not None and sums.channel == "departement:77"


def test_a_line_gives_each_number_its_unit() -> None:
    pen = declared()
    record(pen, "sec-1", "secours_financier", households=3, amount_cents=45_050)
    assert pen.say()[-1] == "CCAS de Nemours\u00a0: secours financier (3 foyers et 450,50\u00a0€)."


def test_a_correction_takes_the_place_of_what_was_recorded() -> None:
    pen = declared()
    record(pen, "acc-1", persons=40, households=9)
    pen.do("act.correct", as_=CCAS_NEMOURS, act="acc-1", persons=14)
    assert totals(pen) == {"accueil": ActTotals(persons=14, households=9, acts=1)}
    assert "; avant\u00a0: accueil (40 personnes et 9 foyers)" in pen.say()[-1]


def test_a_correction_may_change_the_kind() -> None:
    pen = declared()
    record(pen, "acc-1", persons=40)
    pen.do("act.correct", as_=CCAS_NEMOURS, act="acc-1", body=NEMOURS, kind="ecoute")
    assert totals(pen) == {"ecoute": ActTotals(persons=40, acts=1)}


def test_a_correction_that_changes_nothing_writes_nothing() -> None:
    pen = declared()
    record(pen, "acc-1", persons=40)
    assert pen.do("act.correct", as_=CCAS_NEMOURS, act="acc-1", persons=40) == []


def test_words_alone_can_be_corrected() -> None:
    pen = declared()
    record(pen, "acc-1", persons=40, text="Salle A")
    pen.do("act.correct", as_=CCAS_NEMOURS, act="acc-1", text="Salle B")
    card = pen.board.get("act:acc-1", ActCard)
    assert card is not None and card.text is not None and (card.text.text, card.corrected) == ("Salle B", 1)


def test_an_act_is_recorded_once() -> None:
    pen = declared()
    record(pen, "acc-1", persons=40)
    with pytest.raises(ActExists):
        record(pen, "acc-1", persons=40)


def test_an_act_nobody_knows_cannot_be_corrected() -> None:
    with pytest.raises((UnknownAct, Forbidden)):
        declared().do("act.correct", as_=CCAS_NEMOURS, act="acc-9", body=NEMOURS, persons=1)


def test_a_body_corrects_its_own_acts_only() -> None:
    pen = declared()
    record(pen, "acc-1", persons=40)
    with pytest.raises(Forbidden):
        pen.do("act.correct", as_=CCAS_MELUN, act="acc-1", persons=1)
    with pytest.raises(UnknownAct):  # as if it were not there: it is in nobody’s sight but its own body’s
        pen.do("act.correct", as_=CCAS_MELUN, act="acc-1", body="ccas-77288", persons=1)
    both = CCAS_NEMOURS.model_copy(update={"bodies": ("ccas-77333", "ccas-77288")})
    with pytest.raises(ActOfAnotherBody):
        pen.do("act.correct", as_=both, act="acc-1", body="ccas-77288", persons=1)


def test_an_act_must_count_something() -> None:
    with pytest.raises(Malformed):
        declared().read("act.record", act="acc-1", body=NEMOURS, kind="accueil", occurred_at=T0)


def test_an_act_of_the_future_is_refused() -> None:
    with pytest.raises(InTheFuture):
        record(declared(), "acc-1", persons=1, occurred_at=LATER + timedelta(hours=1))


def test_a_body_elsewhere_records_no_act_here() -> None:
    pen = declared(("77288",))
    with pytest.raises((BodyNotConcerned, Forbidden)):
        pen.do("act.record", as_=CCAS_MELUN, act="a-1", body="ccas-77333", kind="accueil", persons=1, occurred_at=T0)


def test_a_body_that_records_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "MOST_ACTS", 2)
    pen = declared()
    record(pen, "acc-1", persons=1)
    record(pen, "acc-2", persons=1)
    with pytest.raises(TooManyActs):
        record(pen, "acc-3", persons=1)


numbers = st.fixed_dictionaries({}, optional={number: st.integers(0, 1_000) for number in NUMBERS}).filter(bool)
versions = st.lists(
    st.tuples(st.sampled_from(["a-1", "a-2", "a-3"]), st.sampled_from(["accueil", "ecoute", "hygiene"]), numbers),
    max_size=12,
)


@given(versions)
def test_totals_are_the_sums_of_the_last_version_of_every_act(given: list[Any]) -> None:
    card = ActTotalsCard(id=f"act_totals:{NEMOURS}", body=NEMOURS)
    last: dict[str, ActCard] = {}
    for act, kind, how_much in given:
        new = ActCard(
            id=f"act:{act}", body=NEMOURS, kind=kind, occurred_at=datetime(2018, 1, 28, tzinfo=UTC), **how_much
        )
        card = with_act(card, last.get(act), new)
        last[act] = new
    expected: dict[str, Counter[str]] = {}
    for act_card in last.values():
        sums = expected.setdefault(act_card.kind, Counter())
        sums["acts"] += 1
        for number in NUMBERS:
            sums[number] += getattr(act_card, number) or 0
    assert {kind: Counter(sums.model_dump()) for kind, sums in card.kinds.items()} == expected
