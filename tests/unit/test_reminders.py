"""Reminders come three weeks, one week and one day before, each once; after a stop, the last one alone."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.convention import ConventionCard
from crisiscoord.domain.durations import end_of_day
from crisiscoord.domain.obligations import ObligationCard
from crisiscoord.domain.reminders import days_before, next_reminder, reminders
from tests.pen import Pen
from tests.unit.test_agreeing import rule, signed, template

POINT = "obligation:point-etape-2017-05-10"
PARIS = "Europe/Paris"


def point(pen: Pen) -> ObligationCard:
    card = pen.board.get(POINT, ObligationCard)
    assert card is not None
    return card


def every_question(pen: Pen, until: datetime) -> list[tuple[datetime, str]]:
    """Let a clock go from question to question, and return what was written of the first point, and when."""
    told = []
    while asked := min((card.next_ask for card in pen.board.cards() if card.next_ask), default=None):
        if asked > until:
            break
        written = pen.fall_due(asked)
        told += [(asked, entry.fact.kind) for entry in written if getattr(entry.fact, "obligation", "") in POINT]
    return told


def test_a_point_is_recalled_three_times_then_said_to_be_due() -> None:
    told = every_question(signed(), datetime(2017, 5, 12, tzinfo=UTC))
    assert told == [
        (datetime(2017, 4, 19, 7, tzinfo=UTC), "obligation.reminded"),
        (datetime(2017, 5, 3, 7, tzinfo=UTC), "obligation.reminded"),
        (datetime(2017, 5, 9, 7, tzinfo=UTC), "obligation.reminded"),
        (end_of_day(date(2017, 5, 10), PARIS), "obligation.fell_due"),
    ]


def test_the_calendar_due_stays_that_of_the_day_whatever_is_asked_before_it() -> None:
    pen = signed()
    due = end_of_day(date(2017, 5, 10), PARIS)
    assert (point(pen).due, point(pen).ask_at) == (due, datetime(2017, 4, 19, 7, tzinfo=UTC))
    pen.fall_due(datetime(2017, 5, 9, 8, tzinfo=UTC))
    assert (point(pen).due, point(pen).ask_at, point(pen).next_ask) == (due, None, due)


def test_reminders_missed_by_a_stop_are_said_once_by_the_last_and_marked_late() -> None:
    pen = signed()
    (written,) = pen.fall_due(datetime(2017, 5, 4, tzinfo=UTC))
    assert (written.fact.days, written.fact.late) == (7, True)
    assert point(pen).ask_at == datetime(2017, 5, 9, 7, tzinfo=UTC)


def test_reminders_that_have_passed_at_the_signature_are_not_sent() -> None:
    pen = signed(now=datetime(2017, 5, 5, 12, tzinfo=UTC))
    assert point(pen).ask_at == datetime(2017, 5, 9, 7, tzinfo=UTC)
    late = signed(now=datetime(2017, 5, 10, 12, tzinfo=UTC))
    assert point(late).ask_at is None and late.fall_due() == []


def test_a_stop_over_the_day_itself_leaves_the_alarm_alone() -> None:
    pen = signed()
    written = [entry.fact.kind for entry in pen.fall_due(datetime(2017, 5, 11, tzinfo=UTC))]
    assert written == ["obligation.fell_due"]


def test_the_alarm_at_its_hour_is_not_late_though_a_reminder_was_missed() -> None:
    pen = signed()
    (written,) = pen.fall_due(end_of_day(date(2017, 5, 10), PARIS))
    assert not written.fact.late


def test_a_point_that_was_held_is_recalled_no_more() -> None:
    pen = signed()
    pen.now = datetime(2017, 4, 1, tzinfo=UTC)
    pen.do("meeting.schedule", meeting="point-1", at=pen.now, obligation=point(pen).key)
    pen.do("meeting.hold", meeting="point-1", held_at=pen.now, minutes="Tenu.")
    assert point(pen).next_ask is None


def test_a_reminder_says_when_the_meeting_is_planned_or_that_none_is() -> None:
    pen = signed()
    pen.fall_due(datetime(2017, 4, 19, 7, tzinfo=UTC))
    pen.do("meeting.schedule", meeting="point-1", at="2017-05-04T12:00:00Z", obligation=point(pen).key)
    pen.fall_due(datetime(2017, 5, 3, 7, tzinfo=UTC))
    said = [line.replace("\u00a0", " ").replace("\u202f", " ") for line in pen.say()]
    assert said[2] == (
        "Rappel à 21 jours : Point d’étape trimestriel, au plus tard le 10 mai 2017 ; aucune réunion n’est prévue."
    )
    assert said[-1].endswith("au plus tard le 10 mai 2017 ; réunion prévue le 4 mai 2017 à 14 h 00.")


def test_the_end_of_a_convention_is_seen_coming() -> None:
    pen = signed()
    told = []
    for month, day in ((1, 20), (2, 3), (2, 9), (2, 11)):
        written = pen.fall_due(datetime(2018, month, day, 8, tzinfo=UTC))
        told += [entry.fact for entry in written if entry.fact.kind.startswith("convention.")]
    assert [fact.kind for fact in told] == ["convention.reminded"] * 3 + ["convention.expired"]
    assert [fact.days for fact in told[:3]] == [21, 7, 1]
    assert any("elle expire si les parties ne la renouvellent pas" in line for line in pen.say())


def test_a_tacit_convention_says_that_it_goes_on_by_itself() -> None:
    pen = signed(template="essai", texts=template(rule(every="P6M")))
    pen.fall_due(datetime(2018, 1, 20, 8, tzinfo=UTC))
    assert any("sauf dénonciation, elle est reconduite tacitement" in line for line in pen.say())
    pen.fall_due(datetime(2018, 2, 11, tzinfo=UTC))
    card = next(pen.board.of(ConventionCard))
    assert card.ask_at == datetime(2019, 1, 20, 8, tzinfo=UTC)


def test_what_comes_back_every_week_is_recalled_on_the_day_before_only() -> None:
    assert [days for days, _ in reminders(date(2026, 3, 30), PARIS, "P7D")] == [1]
    assert [days for days, _ in reminders(date(2026, 3, 30), PARIS, "P14D")] == [7, 1]


@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from(["Europe/Paris", "Indian/Reunion", "Pacific/Tahiti"])
)
def test_reminders_follow_one_another_and_all_come_before_the_due(due_on: date, zone: str) -> None:
    instants = [at for _, at in reminders(due_on, zone)]
    assert all(sooner < later for sooner, later in pairwise([*instants, end_of_day(due_on, zone)]))
    for (days, at), coming in zip(reminders(due_on, zone), [*instants[1:], None], strict=True):
        assert days_before(due_on, zone, at) == days
        assert days_before(due_on, zone, at - timedelta(milliseconds=1)) != days
        assert next_reminder(due_on, zone, at) == coming
