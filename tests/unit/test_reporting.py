"""Bodies report, are called, stay silent."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.bodies import BodyCard, Figure, _dates_of, new_body, next_expected
from crisiscoord.domain.crisis import DossierClosed
from crisiscoord.domain.falling import NotDue
from crisiscoord.domain.reporting import (
    BodyNotConcerned,
    CallsCard,
    ObservedInFuture,
    ObservedTooEarly,
)
from crisiscoord.domain.tasking import TasksCard
from crisiscoord.domain.vocabulary import FIGURES
from crisiscoord.domain.words import Said
from crisiscoord.errors import Malformed
from tests.cast import CCAS_NEMOURS, PERMANENCE, SYSTEM, UDCCAS_77
from tests.pen import Pen

T0 = datetime(2018, 1, 28, 13, 0, tzinfo=UTC)
NEMOURS = "ccas-77333"


def declared(communes: tuple[str, ...] = ("77333", "77288"), **more: Any) -> Pen:
    """A flood declared at T0 in these communes (Nemours and Melun)."""
    pen = Pen(T0)
    pen.do(
        "crisis.declare",
        title="Crue du Loing",
        hazard="inondation",
        occurred_at=T0 - timedelta(hours=5),
        reason="Évacuations en cours",
        communes=list(communes),
        **more,
    )
    return pen


def body(pen: Pen, id: str = NEMOURS) -> BodyCard:
    card = pen.board.get(f"body:{id}", BodyCard)
    assert card is not None
    return card


def report(pen: Pen, at: datetime, status: str = "tension", as_: Any = CCAS_NEMOURS, **more: Any) -> None:
    """File a report observed at `at`, now unless `now` says otherwise."""
    now = more.pop("now", max(at, pen.now))
    figures = {
        name: value if isinstance(value, dict) else {"value": value, "quality": "constate"}
        for name, value in more.pop("figures", {}).items()
    }
    pen.do(
        "report.file",
        as_=as_,
        now=now,
        body=NEMOURS,
        status=status,
        observed_at=at,
        figures=figures,
        **more,
    )


def test_a_body_is_without_news_and_expected_two_hours_after_the_qualification() -> None:
    card = body(declared())
    assert (card.status, card.due, card.figures) == ("sans_nouvelle", T0 + timedelta(hours=2), {})


def test_a_report_gives_the_status_the_figures_and_the_words() -> None:
    pen = declared()
    at = T0 + timedelta(minutes=20)
    report(pen, at, figures={"sheltered": 40, "electricity": "coupe"}, text="Gymnase ouvert")
    card = body(pen)
    assert (card.status, card.observed_at, card.taken_by) == ("tension", at, None)
    assert {name: figure.value for name, figure in card.figures.items()} == {"sheltered": 40, "electricity": "coupe"}
    assert card.text is not None and card.text.text == "Gymnase ouvert"
    told = "CCAS de Nemours\u00a0: en tension\u202f; hébergés 40 et électricité\u00a0: coupé. Gymnase ouvert"
    assert told in pen.say()


def test_a_late_report_does_not_hide_a_newer_one() -> None:
    pen = declared()
    report(pen, T0 + timedelta(minutes=50), "deborde", figures={"sheltered": 90}, text="La salle est pleine")
    newer = body(pen)
    entries = len(pen.entries)
    report(
        pen,
        T0 + timedelta(minutes=10),
        "mobilise",
        figures={"sheltered": 12, "meals": 30},
        text="On ouvre",
        now=T0 + timedelta(minutes=55),
    )
    card = body(pen)
    assert (card.status, card.observed_at, card.text) == (newer.status, newer.observed_at, newer.text)
    assert card.figures["sheltered"].value == 90
    assert card.figures["meals"].value == 30, "a figure that the newer report did not give"
    assert len(pen.entries) > entries and "reçu tardivement" in pen.say()[entries]


def test_an_absent_figure_keeps_its_value_and_an_unknown_one_loses_it() -> None:
    pen = declared()
    report(pen, T0 + timedelta(minutes=5), figures={"sheltered": 40, "meals": 10})
    report(pen, T0 + timedelta(minutes=9), figures={"meals": {"quality": "non_communique"}})
    figures = body(pen).figures
    assert (figures["sheltered"].value, figures["meals"].value) == (40, None)
    assert figures["meals"].quality == "non_communique"


reports = st.lists(
    st.tuples(
        st.integers(1, 110),
        st.sampled_from(["mobilise", "tension", "deborde", "retour_normale"]),
        st.dictionaries(st.sampled_from(["sheltered", "meals", "evacuated"]), st.integers(0, 500)),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda given: given[0],
)


@given(reports, st.randoms(use_true_random=False))
def test_the_same_reports_in_any_order_make_the_same_card(given: list[Any], random: Any) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)
    cards = []
    for order in (given, shuffled):
        pen = declared(("77333",))
        for minutes, status, figures in order:
            at = T0 + timedelta(minutes=minutes)
            report(pen, at, status, figures=figures, now=T0 + timedelta(hours=2, minutes=-1))
        card = body(pen)
        figures_seen = {name: (figure.value, figure.observed_at) for name, figure in card.figures.items()}
        cards.append((card.status, card.observed_at, card.valid_until, card.due, figures_seen))
    assert cards[0] == cards[1]


def test_two_reports_of_one_instant_are_ordered_by_their_entry() -> None:
    pen = declared()
    at = T0 + timedelta(minutes=5)
    report(pen, at, "tension", figures={"sheltered": 1})
    report(pen, at, "deborde", figures={"sheltered": 2})
    assert (body(pen).status, body(pen).figures["sheltered"].value) == ("deborde", 2)


def test_a_report_taken_by_telephone_says_by_whom() -> None:
    pen = declared()
    report(pen, T0 + timedelta(minutes=5), as_=UDCCAS_77)
    assert body(pen).taken_by == "udccas"
    assert any("(pris par l’UDCCAS)" in line for line in pen.say())


def test_a_report_holds_until_half_an_interval_after_the_next_one_is_expected() -> None:
    pen = declared()
    report(pen, T0)
    assert body(pen).valid_until == T0 + timedelta(hours=3)
    report(pen, T0 + timedelta(minutes=10), valid_minutes=30)
    assert body(pen).valid_until == T0 + timedelta(minutes=40)


def test_an_observation_of_before_the_qualification_does_not_hold_for_days() -> None:
    pen = declared()
    report(pen, T0 - timedelta(days=2))
    assert body(pen).valid_until == T0 - timedelta(days=2) + timedelta(hours=3)


def test_an_observation_of_the_future_is_refused() -> None:
    pen = declared()
    report(pen, T0 + timedelta(minutes=2), now=T0)
    with pytest.raises(ObservedInFuture):
        report(pen, T0 + timedelta(minutes=2, seconds=1), now=T0)


def test_an_observation_of_long_before_the_qualification_is_refused() -> None:
    pen = declared()
    report(pen, T0 - timedelta(days=7))
    with pytest.raises(ObservedTooEarly):
        report(pen, T0 - timedelta(days=7, seconds=1))


@pytest.mark.parametrize(
    "figures",
    [
        {"sheltered": {"quality": "constate"}},
        {"sheltered": {"value": "beaucoup", "quality": "constate"}},
        {"sheltered": {"value": -1, "quality": "constate"}},
        {"sheltered": {"value": True, "quality": "constate"}},
        {"sheltered": {"value": 4, "quality": "non_communique"}},
        {"electricity": {"value": 3, "quality": "constate"}},
        {"electricity": {"value": "faible", "quality": "constate"}},
        {"dead": {"value": 3, "quality": "constate"}},
    ],
)
def test_a_figure_that_does_not_fit_cannot_be_read(figures: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        declared().read("report.file", body=NEMOURS, status="tension", observed_at=T0, figures=figures)


@pytest.mark.parametrize("status", ["sans_nouvelle", "injoignable", "perime"])
def test_a_body_does_not_report_that_it_is_silent(status: str) -> None:
    with pytest.raises(Malformed):
        declared().read("report.file", body=NEMOURS, status=status, observed_at=T0)


def test_a_body_elsewhere_cannot_report_here() -> None:
    with pytest.raises(BodyNotConcerned):
        declared().do("report.file", body="ccas-75056", status="veille", observed_at=T0)


def test_three_calls_without_an_answer_make_a_body_unreachable_until_it_reports() -> None:
    pen = declared()
    for minutes in (10, 20):
        pen.do("call.log", now=T0 + timedelta(minutes=minutes), body=NEMOURS, answered=False)
    assert body(pen).status == "sans_nouvelle"
    pen.do("call.log", body=NEMOURS, answered=False, text="Messagerie")
    assert (body(pen).status, body(pen).unanswered) == ("injoignable", 3)
    assert "injoignable" in pen.say()[-1]
    report(pen, T0 + timedelta(minutes=30), "mobilise")
    assert (body(pen).status, body(pen).unanswered) == ("mobilise", 0)


def test_an_answered_call_gives_back_the_status_last_reported() -> None:
    pen = declared()
    report(pen, T0 + timedelta(minutes=1), "tension")
    for _ in range(3):
        pen.do("call.log", as_=UDCCAS_77, body=NEMOURS, answered=False)
    assert body(pen).status == "injoignable"
    pen.do("call.log", body=NEMOURS, answered=True)
    assert (body(pen).status, body(pen).unanswered) == ("tension", 0)


def test_the_last_twenty_calls_are_kept_for_the_body_and_can_lose_their_words() -> None:
    pen = declared()
    for number in range(25):
        pen.do("call.log", body=NEMOURS, answered=False, text=f"Appel {number}")
    calls = pen.board.get(f"calls:{NEMOURS}", CallsCard)
    assert calls is not None and calls.channel == f"body:{NEMOURS}"
    assert [call.text.text for call in calls.calls if call.text] == [f"Appel {n}" for n in range(5, 25)]
    last = pen.entries[-1].seq
    pen.do("wording.erase", seq=last, reason="Dit à tort")
    calls = pen.board.get(f"calls:{NEMOURS}", CallsCard)
    assert calls is not None and calls.calls[-1].text is not None
    assert "Appel 24" not in calls.wire.decode()


def test_a_silent_body_is_awaited_since_the_first_report_it_missed() -> None:
    pen = declared(("77333",))
    pen.fall_due(T0 + timedelta(hours=2))
    pen.fall_due(T0 + timedelta(hours=4))
    card = body(pen)
    assert (card.awaited_since, card.missed, card.due) == (T0 + timedelta(hours=2), 2, T0 + timedelta(hours=6))
    report(pen, T0 + timedelta(hours=4, minutes=5))
    assert (body(pen).awaited_since, body(pen).missed) == (None, 0)


def test_a_stop_of_a_day_makes_one_line_for_each_body() -> None:
    pen = declared()
    before = len(pen.entries)
    now = T0 + timedelta(days=1)
    pen.fall_due(now)
    missed = [entry for entry in pen.entries[before:] if entry.fact.kind == "report.missed"]
    assert sorted(str(entry.fact.about()) for entry in missed) == ["ccas-77288", NEMOURS]
    assert all("après un arrêt du serveur" in line for line in pen.say()[before:] if "attendu" in line)
    assert all(card.due is None or card.due > now for card in pen.board.cards())


def test_what_came_due_while_the_dossier_was_closed_is_not_laid_to_a_stop_of_the_server() -> None:
    pen = declared()
    pen.tick(hours=1)
    pen.do("crisis.close", reason="Terminé")
    pen.do("crisis.reopen", reason="Nouvelle crue", now=T0 + timedelta(days=3))
    before = len(pen.entries)
    pen.fall_due(pen.tick(seconds=30))
    lines = [line for line in pen.say()[before:] if "non reçu" in line or "représentant principal" in line]
    assert len(lines) >= 3 and not any("arrêt du serveur" in line for line in lines)
    pen.fall_due(pen.tick(days=1))
    assert any("arrêt du serveur" in line for line in pen.say()[before:])


def test_a_due_that_has_moved_on_writes_nothing() -> None:
    pen = declared()
    due = body(pen).due
    report(pen, T0 + timedelta(minutes=90))
    with pytest.raises(NotDue):
        pen.do("body.fall_due", as_=SYSTEM, now=T0 + timedelta(hours=2), card=f"body:{NEMOURS}", due=due)


def test_a_due_is_not_called_before_its_time() -> None:
    pen = declared()
    with pytest.raises(NotDue):
        pen.do("body.fall_due", as_=SYSTEM, card=f"body:{NEMOURS}", due=body(pen).due)


def test_nothing_more_is_expected_of_a_body_that_is_back_to_normal() -> None:
    pen = declared()
    report(pen, T0 + timedelta(hours=1), "retour_normale")
    assert body(pen).due is None
    report(pen, T0 + timedelta(minutes=30), "deborde")
    assert body(pen).due is None, "an older observation does not bring the waiting back"


def test_a_first_report_finishes_the_task_that_asked_for_it() -> None:
    pen = declared()
    report(pen, T0 + timedelta(minutes=40))
    tasks = pen.board.get(f"tasks:{NEMOURS}", TasksCard)
    assert tasks is not None
    assert tasks.items["SOC-06"].state == "fait"
    assert tasks.items["SOC-08"].state == "a_faire"
    assert tasks.items["SOC-08"].due == T0 + timedelta(days=1), "too early to count for the report of the day"
    report(pen, T0 + timedelta(hours=13))
    tasks = pen.board.get(f"tasks:{NEMOURS}", TasksCard)
    assert tasks is not None and tasks.items["SOC-08"].due == T0 + timedelta(days=2)


def test_the_longest_report_still_makes_one_short_line() -> None:
    pen = declared()
    report(pen, T0 + timedelta(hours=1), "deborde")
    names = [name for name, figure in FIGURES.items() if figure.type == "integer"]
    most = {name: {"value": 10_000_000, "quality": "estime"} for name in names}
    for number in range(len(names)):
        several = {name: most[name] for name in names[number:]}
        report(pen, T0 + timedelta(minutes=number), "hors_service", as_=UDCCAS_77, figures=several)
    assert max(map(len, pen.say())) <= 300, "the pen checks it too, entry by entry"


def test_a_closed_dossier_takes_no_report() -> None:
    pen = declared()
    pen.do("crisis.stand_down", reason="Décrue")
    pen.do("crisis.close", reason="Terminé")
    with pytest.raises(DossierClosed):
        report(pen, T0 + timedelta(hours=1), as_=PERMANENCE)


@given(st.integers(0, 400 * 24 * 3600), st.sampled_from([1, 60, 3600]))
def test_the_next_report_is_always_ahead_and_never_asked_at_once(seconds: int, tempo: int) -> None:
    at = T0 + timedelta(seconds=seconds // tempo)
    expected = next_expected(T0, at, "Europe/Paris", tempo)
    assert expected > at
    assert tempo > 1 or expected - at >= timedelta(hours=1)


@given(
    st.lists(st.integers(-60, 30 * 24 * 60), min_size=2, max_size=30), st.sampled_from(["", "67", "974"]), st.booleans()
)
def test_what_was_asked_before_changes_nothing_of_the_next_date(
    minutes: list[int], departement: str, backwards: bool
) -> None:
    """The two dates between which the last instant lay are kept: never for an instant that lies elsewhere."""
    t0 = T0.replace(year=2026, month=2, day=13)
    instants = [t0 + timedelta(minutes=some) for some in sorted(minutes, reverse=backwards)]
    _dates_of.cache_clear()
    one_after_the_other = [next_expected(t0, at, "Europe/Paris", 1, departement) for at in instants]
    for at, found in zip(instants, one_after_the_other, strict=True):
        _dates_of.cache_clear()
        assert next_expected(t0, at, "Europe/Paris", 1, departement) == found


@given(st.text(max_size=300), st.lists(st.sampled_from(sorted(FIGURES)), unique=True), st.text(max_size=50))
def test_the_card_of_a_body_never_weighs_more_than_it_says_at_most(text: str, names: list[str], name: str) -> None:
    figures = {one: Figure(value=10**7, quality="non_communique", observed_at=T0, seq=10**12) for one in names}
    card = new_body(body="c" * 64, kind="ccas", name=name, departement="974").but(
        figures=figures,
        text=Said(seq=1, field="text", text=text * 20),
        hit_reason=Said(seq=1, field="reason", text=text),
        **dict.fromkeys(("observed_at", "valid_until", "reported_at", "awaited_since", "hit_at", "due", "ask_at"), T0),
    )
    assert card.weight <= card.at_most


@given(st.lists(st.integers(1, 5 * 24 * 60), min_size=1, max_size=12))
def test_no_due_stays_behind_whatever_the_hours_at_which_the_metronome_asks(steps: list[int]) -> None:
    pen = declared(("77333",))
    for minutes in steps:
        now = pen.tick(minutes=minutes)
        pen.fall_due(now)
        assert all(card.due is None or card.due > now for card in pen.board.cards())
