"""Boards of the past, boards started from a checkpoint, boards of a journal that was restored."""

import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from crisiscoord.clock import ManualClock
from crisiscoord.domain.board import Board
from crisiscoord.journal import boards as shelves
from crisiscoord.journal import checkpoints
from crisiscoord.journal.boards import Boards
from crisiscoord.journal.tables import CHECKPOINT
from tests import histories
from tests.conftest import NOON
from tests.histories import Step
from tests.office import Office, copy_of, drawn, dues, office, restore


def past(here: Office, seq: int) -> Board:
    with here.engine.begin() as connection:
        return here.boards.past(connection, "crue", seq)


def lay_down(here: Office, board: Board) -> None:
    here.writer.run(lambda connection: checkpoints.save(connection, board, checkpoints.encode(board))).result(20)


def play(here: Office, clock: ManualClock, history: list[Step]) -> list[Board]:
    def do(step: Step) -> Board:
        clock.advance(timedelta(minutes=step.minutes))
        asking = histories.asked(step, here.boards.at_hand("crue"), clock.now())
        here.do("crue", asking.do, asking.actor, **asking.fields)
        return here.boards.at_hand("crue")

    return list(histories.play(history, do))


@pytest.mark.property
@given(history=histories.steps, data=st.data())
@settings(max_examples=settings().max_examples // 3 or 1)
def test_a_board_started_from_a_checkpoint_is_the_board_drawn_from_the_first_entry(
    sqlite_urls: Callable[[], str], history: list[Step], data: Any
) -> None:
    clock = ManualClock(NOON)
    with office(sqlite_urls(), clock) as here:
        boards = play(here, clock, history)
        from_the_first = {board.seq: drawn(past(here, board.seq)) for board in boards}
        lay_down(here, past(here, data.draw(st.sampled_from(boards)).seq))
        assert {board.seq: drawn(past(here, board.seq)) for board in boards} == from_the_first
        with here.engine.begin() as connection:
            restored = checkpoints.load(connection, "crue", boards[-1].seq)
            connection.execute(delete(CHECKPOINT))
        assert restored is not None
        assert drawn(restored) == from_the_first[restored.seq]
        whole = past(here, restored.seq)
        for seq in range(restored.seq):
            assert ids(restored, seq) == ids(whole, seq)
        assert {board.seq: drawn(past(here, board.seq)) for board in boards} == from_the_first
        assert drawn(here.boards.at_hand("crue")) == from_the_first[boards[-1].seq]


def ids(board: Board, since: int) -> tuple[list[str], list[str]]:
    cards, gone = board.since(since)
    return [card.id for card in cards], [id for id, _, _ in gone]


@pytest.mark.property
@given(history=histories.steps)
@settings(max_examples=settings().max_examples // 4 or 1)
def test_the_deadlines_kept_are_the_dues_of_the_cards(sqlite_urls: Callable[[], str], history: list[Step]) -> None:
    clock = ManualClock(NOON)
    with office(sqlite_urls(), clock) as here:
        board = play(here, clock, history)[-1]
        with here.engine.begin() as connection:
            kept = dues(connection, "crue")
    assert kept == drawn(board)["dues"]


def test_a_card_that_leaves_the_board_leaves_no_deadline(here: Office) -> None:
    here.declare()
    for degree, awaited in (("touchee", True), ("non_touchee", False), ("touchee", True)):
        here.do("crue", "crisis.extend", communes=["77316"], degree=degree)
        assert ("body:ccas-77316" in here.boards.at_hand("crue")) is awaited
        with here.engine.begin() as connection:
            kept = dues(connection, "crue")
        assert kept == drawn(here.boards.at_hand("crue"))["dues"]
        assert ("body:ccas-77316" in kept) is awaited


def test_a_long_journal_is_taken_up_from_its_checkpoint(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "PAGE", 10)
    here.declare()
    for number in range(30):
        here.note(text=f"Note {number}")
    board = here.boards.at_hand("crue")
    lay_down(here, past(here, 20))
    read: list[int] = []
    entries_after = shelves.entries_after

    def count(connection: Any, dossier: str, seq: int, upto: int | None = None) -> Any:
        read.append(seq)
        return entries_after(connection, dossier, seq, upto)

    monkeypatch.setattr(shelves, "entries_after", count)
    assert drawn(Boards(here.engine).fresh("crue")) == drawn(board)
    assert read == [20]


def test_a_checkpoint_holds_no_word_and_finds_those_that_are_left(here: Office) -> None:
    here.declare()
    here.report(text="La famille Secret est sans eau.")
    here.do("crue", "call.log", body="ccas-77333", answered=True, text="Rappeler la famille Discrète.")
    board = here.boards.at_hand("crue")
    blob = checkpoints.encode(board)
    assert not any(word in zlib.decompress(blob).decode() for word in ("Secret", "Discrète"))
    lay_down(here, board)
    assert b"Secret" in b"".join(card.wire for card in past(here, board.seq).cards())
    assert "Discrète".encode() in b"".join(card.wire for card in past(here, board.seq).cards())
    reported = next(entry.seq for entry in here.entries() if entry.fact.kind == "report.filed")
    here.do("crue", "wording.erase", seq=reported, reason="Donnée de santé.")
    assert b"Secret" not in b"".join(card.wire for card in past(here, board.seq).cards())


def test_a_checkpoint_of_another_projection_is_not_read(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    here.declare()
    board = here.boards.at_hand("crue")
    lay_down(here, board)
    monkeypatch.setattr(checkpoints.catalogue, "PROJECTION", 99)
    with here.engine.begin() as connection:
        assert checkpoints.load(connection, "crue", board.seq) is None


def test_boards_that_have_grown_are_to_be_laid_down_once(here: Office) -> None:
    here.declare()
    seq = here.boards.at_hand("crue").seq
    assert [board.seq for board in here.boards.to_lay_down(5)] == [seq]
    assert here.boards.to_lay_down(5) == []
    for number in range(5):
        here.note(text=str(number))
    assert [board.seq for board in here.boards.to_lay_down(5)] == [seq + 5]


def test_a_journal_restored_from_an_older_backup_is_drawn_again(here: Office, another: Callable[[], Office]) -> None:
    here.declare()
    here.note(text="Gardée")
    backup = copy_of(here)
    here.note(text="Perdue")
    elsewhere = another()
    lost = elsewhere.boards.fresh("crue")
    restore(here, backup)
    older = elsewhere.boards.fresh("crue")
    assert older.seq == lost.seq - 1
    assert drawn(older) == drawn(another().boards.fresh("crue"))


def test_a_journal_restored_and_grown_again_is_not_taken_for_the_one_that_was_lost(
    here: Office, another: Callable[[], Office]
) -> None:
    here.declare()
    backup = copy_of(here)
    elsewhere = another()
    here.report(status="deborde")
    assert elsewhere.boards.fresh("crue").seq == here.boards.at_hand("crue").seq
    restore(here, backup)
    fresh = another()
    fresh.report(status="veille")
    fresh.note()
    assert drawn(elsewhere.boards.fresh("crue")) == drawn(fresh.boards.at_hand("crue"))
