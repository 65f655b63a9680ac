"""Snapshot at n + since(n) = snapshot at the head, for everybody, wherever it is cut (docs/architecture.md)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisiscoord.domain import policy
from crisiscoord.domain.board import NOTHING, Board, Delta
from crisiscoord.domain.words import Entry
from crisiscoord.live import feed as feeds
from crisiscoord.live.feed import FRAME, Feed, Frame
from tests.histories import EVERYBODY, Step, asked, play, steps
from tests.pen import Pen
from tests.screens import Channels, Screen, visible

START = datetime(2026, 7, 14, 12, tzinfo=UTC)


class Told:
    """A history that was played: its entries, and the board after each of them that a screen may have seen."""

    def __init__(self, history: list[Step]) -> None:
        pen = Pen(START, "crue")

        def do(step: Step) -> Board:
            pen.tick(minutes=step.minutes)
            asking = asked(step, pen.board, pen.now)
            pen.do(asking.do, as_=asking.actor, **asking.fields)
            return pen.board

        self.boards = [Board("crue"), *play(history, do)]
        self.entries, self.head = pen.entries, self.boards[-1]
        self.channels = {policy.channels(actor, self.head) for actor in EVERYBODY} - {frozenset()}

    def feed(self, head: Board, start: int) -> Feed:
        feed = Feed(head)
        feed.learn(start, self.entries[start : head.seq])
        return feed

    def lines_for(self, channels: Channels, start: int, head: int) -> list[int]:
        return [entry.seq for entry in self.entries[start:head] if policy.holds(channels, entry.channel)]


def frames_since(told: Told, start: int, head: Board, channels: Channels) -> list[Frame]:
    frames = told.feed(head, start).since(start, channels)
    assert frames is not None
    return frames


@pytest.fixture(params=[None, 1_500], ids=["whole", "cut"])
def content(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames as they are, then so small that every catch-up is cut into several."""
    if request.param:
        monkeypatch.setattr(feeds, "CONTENT", request.param)


@pytest.mark.usefixtures("content")
@pytest.mark.property
@given(history=steps, data=st.data())
@settings(max_examples=settings().max_examples // 2 or 1)
def test_a_board_and_what_came_since_is_the_board_as_it_is_for_everybody(history: list[Step], data: Any) -> None:
    told = Told(history)
    start = data.draw(st.sampled_from(told.boards))
    for channels in told.channels:
        screen = Screen(start, channels)
        screen.take(frame.text for frame in frames_since(told, start.seq, told.head, channels))
        assert screen.cards == visible(told.head, channels)
        assert (screen.seq, screen.cursor) == (told.head.seq, told.head.cursor)
        assert screen.lines == told.lines_for(channels, start.seq, told.head.seq)


@pytest.mark.usefixtures("content")
@pytest.mark.property
@given(history=steps, data=st.data())
@settings(max_examples=settings().max_examples // 2 or 1)
def test_a_screen_that_is_cut_and_cut_again_ends_where_the_others_are(history: list[Step], data: Any) -> None:
    told = Told(history)
    channels = data.draw(st.sampled_from(sorted(told.channels, key=sorted)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(told.boards) - 1), min_size=2, max_size=5)))
    boards = [*(told.boards[cut] for cut in cuts), told.head]
    screen = Screen(boards[0], channels)
    for head in boards[1:]:
        frames = frames_since(told, screen.seq, head, channels) if screen.seq < head.seq else []
        received = data.draw(st.integers(0, len(frames)))
        screen.take(frame.text for frame in frames[:received])
    screen.take(frame.text for frame in frames_since(told, screen.seq, told.head, channels) if screen.seq < frame.to)
    assert screen.cards == visible(told.head, channels)
    assert screen.lines == told.lines_for(channels, boards[0].seq, told.head.seq)


@pytest.mark.property
@given(history=steps)
@settings(max_examples=settings().max_examples // 4 or 1)
def test_a_screen_sent_every_change_holds_what_it_may_and_nothing_more(history: list[Step]) -> None:
    told = Told(history)
    for channels in told.channels:
        screen = Screen(told.boards[0], channels)
        for before, after in zip(told.boards, told.boards[1:], strict=False):
            for frame in frames_since(told, before.seq, after, channels):
                screen.take([frame.text])
            assert screen.cards == visible(after, channels)
    assert len(visible(told.head, frozenset({"common"}))) >= 3, "nothing was shown: nothing was tested"


@pytest.mark.property
@given(history=steps)
@settings(max_examples=settings().max_examples // 4 or 1)
def test_a_board_drawn_at_once_is_the_board_drawn_entry_by_entry(history: list[Step]) -> None:
    pen = Pen(START, "crue")

    def do(step: Step) -> Board:
        asking = asked(step, pen.board, pen.tick(minutes=step.minutes))
        pen.do(asking.do, as_=asking.actor, **asking.fields)
        return pen.board

    for board in play(history, do):
        kept = {card.id: card.wire for card in board.cards()}
    redrawn = {card.id: card.wire for card in pen.redrawn().cards()}
    if not pen.board.erasures:  # what is erased later was on the boards between
        assert redrawn == kept


def test_what_was_dropped_and_came_back_is_put_and_not_dropped() -> None:
    pen = Pen(START, "crue")
    pen.do("crisis.declare", **_declared())
    boards = [pen.board]
    for degree in ("touchee", "non_touchee", "touchee", "non_touchee"):
        pen.do("crisis.extend", communes=["77316"], degree=degree)
        boards.append(pen.board)
    gone = {id for id, _, _ in pen.board.gone()}
    assert "body:ccas-77316" in gone
    everything = frozenset({"common", "departement:*", "needs:*", "cell", "body:*"})
    for start in boards:
        for head in boards:
            if start.seq < head.seq:
                feed = Feed(head)
                feed.learn(start.seq, pen.entries[start.seq : head.seq])
                frames = feed.since(start.seq, everything)
                assert frames
                assert Screen(start, everything).take(one.text for one in frames).cards == visible(head, everything)


def test_a_card_that_was_dropped_by_what_is_undone_stands_again_where_it_stood() -> None:
    pen = Pen(START, "crue")
    pen.do("crisis.declare", **_declared())
    before = [card.id for card in pen.board.cards()]
    draft, gone = pen.board.draft(), before[len(before) // 2]
    mark = draft.mark()
    draft.draw(draft.seq + 1, b"", Delta(drop=(gone, before[0])))
    draft.draw(draft.seq + 1, b"", Delta(put=tuple(card for card in pen.board.cards() if card.id == gone)))
    draft.back_to(mark)
    assert [card.id for card in draft.done().cards()] == before


def test_no_frame_is_larger_than_the_bound_whatever_is_written() -> None:
    pen = Pen(START, "crue")
    pen.do("crisis.declare", **_declared())
    start = pen.board
    for text in ("é" * 8_000, "😀" * 8_000, "😀" * 7_000, "\\" * 8_000, "😀" * 8_000, '"' * 8_000):
        pen.do("note.write", text=text, category="information")
    feed = Feed(pen.board)
    feed.learn(start.seq, pen.entries[start.seq :])
    frames = feed.since(start.seq, frozenset({"common"}))
    assert frames is not None
    assert len(frames) >= 3
    assert max(len(frame.text.encode()) for frame in frames) <= FRAME


def test_a_catch_up_beyond_a_mebibyte_is_a_reload() -> None:
    pen = Pen(START, "crue")
    pen.do("crisis.declare", **_declared())
    start = pen.board
    for _ in range(140):
        pen.do("note.write", text="x" * 8_000, category="information")
    feed = Feed(pen.board)
    feed.learn(start.seq, pen.entries[start.seq :])
    assert feed.since(start.seq, frozenset({"common"})) is None
    assert feed.since(start.seq, frozenset({"parties"})) is not None, "who sees nothing of it has nothing to load"


def test_who_sees_nothing_of_a_change_is_told_where_the_journal_is() -> None:
    pen = Pen(START, "crue")
    pen.do("crisis.declare", **_declared())
    start = pen.board
    [entry] = pen.do("note.write", text="Entre nous.", category="decision", channel="cell")
    feed = Feed(pen.board)
    feed.learn(start.seq, [entry])
    frames = feed.since(start.seq, frozenset({"common", "departement:77"}))
    assert frames is not None
    [frame] = frames
    assert "Entre nous" not in frame.text
    assert Screen(start, frozenset({"common"})).take([frame.text]).seq == entry.seq


def test_words_that_are_erased_are_in_no_line_that_is_sent_afterwards() -> None:
    pen = Pen(START, "crue")
    pen.do("crisis.declare", **_declared())
    start = pen.board
    [note] = pen.do("note.write", text="La famille Secret est diabétique.", category="incident")
    feed = Feed(pen.board)
    feed.learn(start.seq, pen.entries[start.seq :])
    assert any("diabétique" in frame.text for frame in feed.since(start.seq, frozenset({"common"})) or [])
    pen.do("wording.erase", seq=note.seq, reason="Donnée de santé.")
    feed.move_to(pen.board)
    feed.learn(start.seq, pen.entries[start.seq :])
    assert not any("diabétique" in frame.text for frame in feed.since(start.seq, frozenset({"common"})) or [])
    assert feed.rights_seq == pen.board.seq, "everybody's view has changed"


def _declared() -> dict[str, Any]:
    return {
        "title": "Crue",
        "hazard": "inondation",
        "occurred_at": START - timedelta(hours=2),
        "reason": "Évacuations.",
        "communes": ["77333", "77288"],
    }


def test_an_entry_taken_twice_or_in_another_order_is_refused_by_the_board() -> None:
    pen = Pen(START, "crue")
    first: list[Entry] = pen.do("crisis.declare", **_declared())
    draft = pen.board.draft()
    with pytest.raises(AssertionError):
        draft.draw(first[0].seq, first[0].digest, NOTHING)
