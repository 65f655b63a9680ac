"""What was recorded is what was: any board of the past, the way from one to another, and the curves (live/recording)."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crisiscoord.domain import catalogue, policy
from crisiscoord.domain.act_cards import ActTotals, ActTotalsCard
from crisiscoord.domain.board import Board
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.live import history, recording
from crisiscoord.live.history import Asked, History, Point, columns
from crisiscoord.live.recording import Recording
from crisiscoord.live.snapshot import encoded
from tests.histories import EVERYBODY, Step, asked, play, steps
from tests.office import DECLARE
from tests.pen import Pen
from tests.screens import Channels, Screen, visible

START = datetime(2026, 7, 14, 12, tzinfo=UTC)
EVERYTHING = frozenset({"common", "departement:*", "needs:*", "cell", "body:*"})
FOR_EVER = 2**53


class Told:
    """A history that was played and recorded in several goes, and its boards with the words as they are now."""

    def __init__(self, moves: list[Step], goes: int = 1) -> None:
        pen = Pen(START, "crue")

        def do(step: Step) -> Board:
            pen.tick(minutes=step.minutes)
            asking = asked(step, pen.board, pen.now)
            pen.do(asking.do, as_=asking.actor, **asking.fields)
            return pen.board

        for _ in play(moves, do):
            pass
        self.boards, self.recording = [Board("crue")], Recording.new("crue")
        for entry in pen.entries:
            draft = self.boards[-1].draft()
            catalogue.advance(draft, entry)
            self.boards.append(draft.done())
        for start in range(0, len(pen.entries), goes):
            self.recording = self.recording.extended(pen.entries[start : start + goes])
        self.entries, self.head = pen.entries, self.boards[-1]
        self.channels = {policy.channels(actor, self.head) for actor in EVERYBODY} - {frozenset()}

    def curve(self, channels: Channels, **more: Any) -> list[Point]:
        asking = {"head": self.head.seq, "head_at": self.recording.last_at, "start": 0, "end": FOR_EVER, "points": 500}
        return self.recording.history.series(Asked(channels=channels, **{**asking, **more}))


@pytest.fixture(params=[False, True], ids=["one chapter", "many chapters"])
def chapters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recording that fits in one chapter, then one that begins another every three entries."""
    if request.param:
        monkeypatch.setattr(recording, "CHAPTER", 0)
        monkeypatch.setattr(recording, "WEIGHED_EVERY", 3)
        monkeypatch.setattr(recording._Moment, "weight", property(lambda _: 10**9))


def counted(board: Board, channels: Channels) -> dict[str, int]:
    """Count a board from its cards, as a screen does; what is zero is left out."""
    found: Counter[str] = Counter()
    for body in board.of(BodyCard):
        if policy.holds(channels, body.channel):
            found[f"statuses.{body.status}"] += 1
            found["of"] += body.competent
            found["heard"] += body.competent and body.observed_at is not None
            for name in ("evacuated", "meals"):
                figure = body.figures.get(name)
                if body.competent and figure and isinstance(figure.value, int):
                    found[f"figures.{name}.sum"] += figure.value
                    found[f"figures.{name}.said"] += 1
    for totals in board.of(ActTotalsCard):
        if policy.holds(channels, totals.channel):
            found["acts"] += sum(kind.acts for kind in totals.kinds.values())
    return {name: value for name, value in found.items() if value}


def of_point(point: Point) -> dict[str, int]:
    return {name: value for name, value in zip(history.COLUMNS, point.values, strict=True) if value}


@pytest.mark.usefixtures("chapters")
@pytest.mark.property
@given(moves=steps, goes=st.integers(1, 9))
@settings(max_examples=settings().max_examples // 4 or 1, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_board_of_the_past_is_the_one_that_a_replay_draws(moves: list[Step], goes: int) -> None:
    told = Told(moves, goes)
    for board in told.boards:
        still = told.recording.still(board.seq)
        assert still.cursor == board.cursor
        for channels in told.channels:
            shown = orjson.loads(encoded("crue", "crisis", still, channels, "vue", gzip=False))
            assert {card["id"]: card for card in shown["cards"]} == visible(board, channels)


@pytest.mark.usefixtures("chapters")
@pytest.mark.property
@given(moves=steps, data=st.data(), most=st.integers(1, 20))
@settings(max_examples=settings().max_examples // 4 or 1, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_past_board_played_on_becomes_every_later_one(moves: list[Step], data: Any, most: int) -> None:
    told = Told(moves, goes=4)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, told.head.seq)] * 2)))
    for channels in told.channels:
        screen = Screen(told.boards[start], channels)
        while screen.seq < end:
            deltas, last = told.recording.deltas(screen.seq, end, channels, most, 10_000)
            screen.take(delta.decode() for delta in deltas)
            assert screen.seq == last and screen.cursor == told.boards[last].cursor
            assert screen.cards == visible(told.boards[last], channels)
        held = [one.seq for one in told.entries[start:end] if policy.holds(channels, one.channel)]
        assert screen.lines == held


@pytest.mark.property
@given(moves=steps)
@settings(max_examples=settings().max_examples // 4 or 1)
def test_the_curves_say_at_each_point_what_the_board_said(moves: list[Step]) -> None:
    told = Told(moves)
    for channels in told.channels:
        points = told.curve(channels)
        assert [one.seq for one in points] == sorted({one.seq for one in points})
        assert of_point(points[-1]) == counted(told.head, channels)
        for point in points:
            assert of_point(point) == counted(told.boards[point.seq], channels) or point.seq == 1
        fewer = told.curve(channels, points=5)
        assert len(fewer) <= 5
        assert fewer[-1] == points[-1]


def test_a_window_begins_with_how_things_stood_and_ends_with_how_they_stand() -> None:
    pen = Pen(START, "crue")
    pen.do("crisis.declare", **DECLARE)
    for status in ("mobilise", "tension", "deborde", "veille"):
        pen.tick(minutes=10)
        pen.do("report.file", body="ccas-77333", status=status, observed_at=pen.now)
    taken = Recording.new("crue").extended(pen.entries)
    from_15, to_35 = (round((START + timedelta(minutes=some)).timestamp() * 1_000) for some in (15, 35))
    asking = Asked(EVERYTHING, taken.board.seq, taken.last_at, from_15, to_35, 500, "ccas-77333")
    drawn = columns(taken.history.series(asking))["statuses"]
    assert [drawn[code] for code in ("mobilise", "tension", "deborde", "veille")] == [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 0],
    ]


def test_a_history_that_grows_too_long_becomes_coarser_and_ends_as_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT", 40)
    pen = Pen(START, "crue")
    pen.do("crisis.declare", **DECLARE)
    for number in range(200):
        pen.tick(seconds=20)
        figures = {"evacuated": {"value": number, "quality": "constate"}}
        pen.do("report.file", body="ccas-77333", status="tension", observed_at=pen.now, figures=figures)
    taken = Recording.new("crue").extended(pen.entries)
    assert len(taken.history._changes) <= 40
    asking = Asked(EVERYTHING, taken.board.seq, taken.last_at, 0, FOR_EVER, 500)
    points = taken.history.series(asking)
    assert of_point(points[-1]) == counted(pen.board, EVERYTHING)
    assert len(points) > 5, "nothing is left of the curve"


def test_a_history_of_many_years_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT", 40)
    kept, day, totals = History(), 86_400_000, ActTotalsCard(id="act_totals:a", channel="common", body="a")
    for number in range(1, 1_000):
        kinds = {"accueil": ActTotals(acts=number)}
        kept.take(number, number * day * 2, [totals.but(kinds=kinds)], ())
        assert len(kept._changes) <= 41
    assert kept.series(Asked(EVERYTHING, 999, 999 * day * 2, 0, FOR_EVER, 9))[-1].values[-2] == 999


def test_before_anything_was_written_there_is_no_curve() -> None:
    assert History().series(Asked(EVERYTHING, 0, 0, 0, FOR_EVER, 300)) == []


@pytest.mark.usefixtures("chapters")
def test_a_recording_that_grows_too_heavy_lets_its_oldest_chapters_go_and_shows_the_rest_as_before() -> None:
    pen = Pen(START, "crue")
    pen.do("crisis.declare", **DECLARE)
    for status in ("mobilise", "tension", "deborde", "veille", "mobilise"):
        pen.do("report.file", body="ccas-77333", status=status, observed_at=pen.tick(minutes=10))
    whole, last = Recording.new("crue").extended(pen.entries), pen.board.seq
    light = whole.lightened(0)
    assert (len(light._chapters), light.begins) == (1, whole._chapters[-1].start) and whole.begins == 0
    for seq in range(light.begins + 1, last + 1):
        assert light.still(seq) == whole.still(seq)
    since = (light.begins, last, EVERYTHING, 100, 10**6)
    assert light.deltas(*since) == whole.deltas(*since)
    assert light.history is whole.history
    assert light.extended([]).begins == light.begins
    assert whole.lightened(10**12) is whole
