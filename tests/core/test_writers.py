"""No gap, no double, no reorder, whoever writes at the same time (docs/architecture.md)."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from crisiscoord.clock import ManualClock, monotonic
from crisiscoord.desk import desk as desks
from crisiscoord.desk.desk import ActTooLarge, WrongKind
from crisiscoord.domain import catalogue
from crisiscoord.domain.noting import WriteNote
from crisiscoord.errors import Forbidden, Malformed, Missing, Unavailable
from crisiscoord.journal import boards as shelves
from crisiscoord.journal.heads import latest_heads
from crisiscoord.journal.journal import Receipt, Turn
from crisiscoord.journal.writer import Busy
from tests.cast import CCAS_NEMOURS, OBSERVER, PERMANENCE
from tests.conftest import NOON
from tests.faults_log import say
from tests.office import PATIENCE_S, Office, command, drawn

WRITERS, EACH = 32, 6


def test_thirty_two_writers_at_several_desks_leave_no_gap_no_double_and_no_reorder(
    here: Office, another: Callable[[], Office]
) -> None:
    here.declare()
    begun = here.boards.at_hand("crue").seq
    offices = [here, another(), another()]

    def write(writer: int) -> list[Receipt]:
        office = offices[writer % len(offices)]
        return [
            office.send(command("crue", f"{writer}/{n}", "note.write", text=f"{writer}/{n}", category="information"))
            for n in range(EACH)
        ]

    with ThreadPoolExecutor(WRITERS) as writers:
        answers = list(writers.map(write, range(WRITERS)))
    entries = here.entries(after=begun)
    assert [entry.seq for entry in entries] == list(range(begun + 1, begun + 1 + WRITERS * EACH))
    texts = {entry.seq: entry.fact.text for entry in entries}  # type: ignore[attr-defined]
    assert len(set(texts.values())) == WRITERS * EACH
    for writer, receipts in enumerate(answers):
        numbers = [receipt.first for receipt in receipts]
        assert numbers == sorted(numbers, key=lambda number: number or 0), "a writer's own commands keep their order"
        assert [texts[number] for number in numbers if number] == [f"{writer}/{n}" for n in range(EACH)]
    assert not here.proof().faults
    boards = [drawn(office.boards.fresh("crue")) for office in [*offices, another()]]
    assert all(board == boards[0] for board in boards)


def test_who_lists_the_dossiers_while_somebody_writes_does_not_take_the_board_away(here: Office) -> None:
    here.declare()
    with here.engine.begin() as connection:
        [head], _ = latest_heads(connection, 10)
        here.note()  # the transaction began before, and may not see it
        newest = here.boards.at_hand("crue")
        assert newest.seq == head.seq + 1
        assert here.boards.at_least(connection, head) is newest
        assert here.boards.recent("crue", head.seq, newest.seq), "nor the lines that others wait for"
    assert here.boards.at_hand("crue") is newest


def test_a_job_that_fails_though_it_promised_not_to_does_not_end_the_writing(here: Office) -> None:
    def fail() -> None:
        raise LookupError("a mistake of ours")

    here.writer.put(fail)
    here.declare()


@pytest.mark.faults
def test_thirty_two_writers_for_longer(here: Office, another: Callable[[], Office]) -> None:
    here.declare()
    begun, offices, each = here.boards.at_hand("crue").seq, [here, another(), another(), another()], 100

    def write(writer: int) -> None:
        for number in range(each):
            offices[(writer + number) % len(offices)].note(text=f"{writer}/{number}")

    began = monotonic()
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS)))
    spent = monotonic() - began
    assert here.boards.fresh("crue").seq == begun + WRITERS * each
    assert not here.proof().faults
    name = here.engine.dialect.name
    say(
        f"32 auteurs, 4 bureaux, {WRITERS * each} commandes ({name})",
        f"{WRITERS * each / spent:.0f} par seconde, aucun trou",
    )


def test_readers_that_come_while_others_write_are_never_sent_back(here: Office, another: Callable[[], Office]) -> None:
    here.declare()
    elsewhere = another()

    def read(office: Office) -> list[int]:
        return [office.boards.fresh("crue").seq for _ in range(60)]

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read, office) for office in (here, here, elsewhere)]
        for number in range(40):
            receipt = here.note(text=f"Note {number}")
            assert here.boards.at_hand("crue").seq >= (receipt.last or 0), "an acknowledged entry is at hand"
            assert elsewhere.boards.fresh("crue").seq >= (receipt.last or 0)
        for reader in readers:
            seen = reader.result(PATIENCE_S)
            assert seen == sorted(seen)
    assert drawn(here.boards.fresh("crue")) == drawn(elsewhere.boards.fresh("crue"))


def test_a_reader_overtaken_by_a_writer_does_not_send_the_board_back(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.declare()
    read = shelves.head_of

    def read_then_overtaken(connection: Connection, dossier: str) -> object:
        head = read(connection, dossier)
        here.note()
        return head

    monkeypatch.setattr(shelves, "head_of", read_then_overtaken)
    board = here.boards.at_hand("crue")
    here.boards.fresh("crue")
    assert here.boards.at_hand("crue").seq == board.seq + 1, "what was acknowledged stays on the board"


def test_time_never_runs_backwards_in_a_journal(here: Office, clock: ManualClock) -> None:
    here.declare()
    clock.advance(timedelta(hours=-3))
    here.note()
    clock.advance(timedelta(hours=4))
    here.note()
    instants = [entry.at for entry in here.entries()]
    assert instants == sorted(instants)
    assert instants[-1] == NOON + timedelta(hours=1)
    assert not here.proof().faults


def batch(here: Office, *sendings: object) -> list["Future[Receipt]"]:
    """Submit commands so that they are carried out in one transaction."""
    with here.held():
        return [here.desk.submit(asked, actor) for asked, actor in sendings]  # type: ignore[misc]


def note(id: str, text: str = "Note.") -> catalogue.Asked:
    return command("crue", id, "note.write", text=text, category="information")


@pytest.mark.parametrize("where", range(3))
def test_a_refused_command_of_a_batch_fails_alone(here: Office, where: int) -> None:
    here.declare()
    seq = here.boards.at_hand("crue").seq
    sendings = [(note("a"), PERMANENCE), (note("b"), PERMANENCE)]
    sendings.insert(where, (note("c"), OBSERVER))
    futures = batch(here, *sendings)
    refused = futures.pop(where)
    assert isinstance(refused.exception(PATIENCE_S), Forbidden)
    assert [future.result(PATIENCE_S).first for future in futures] == [seq + 1, seq + 2]
    assert not here.proof().faults


def test_a_broken_command_of_a_batch_fails_alone_and_leaves_nothing(
    here: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    here.declare()
    whole = here.boards.at_hand("crue")
    decide = catalogue._DECIDE[WriteNote]

    def break_after_deciding(board: object, asked: WriteNote, situation: object) -> object:
        facts = decide(board, asked, situation)  # type: ignore[arg-type]
        return [*facts, object()] if asked.text == "Cassée" else facts

    monkeypatch.setitem(catalogue._DECIDE, WriteNote, break_after_deciding)
    first, broken, last = batch(
        here, (note("a"), PERMANENCE), (note("b", "Cassée"), PERMANENCE), (note("c"), PERMANENCE)
    )
    assert isinstance(broken.exception(PATIENCE_S), AttributeError)
    assert "note.write failed" in caplog.text
    assert (first.result(PATIENCE_S).first, last.result(PATIENCE_S).first) == (whole.seq + 1, whole.seq + 2)
    assert [entry.fact.text for entry in here.entries(after=whole.seq)] == ["Note.", "Note."]  # type: ignore[attr-defined]
    assert not here.proof().faults


def test_an_act_that_changes_too_much_is_refused_and_leaves_nothing(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.declare()
    before = drawn(here.boards.at_hand("crue"))
    monkeypatch.setattr(desks, "DELTA", 300)
    with pytest.raises(ActTooLarge):
        here.report()
    assert drawn(here.boards.at_hand("crue")) == before
    assert drawn(here.boards.fresh("crue")) == before
    monkeypatch.undo()
    assert here.report().first == before["at"][2] + 1


def test_what_one_entry_sends_with_its_line_fits_a_frame(here: Office) -> None:
    here.declare()
    with pytest.raises(ActTooLarge):
        here.report(text="😀" * 8_000)
    here.report(text="😀" * 3_000)


def test_when_the_commit_fails_all_are_told_so_and_the_board_does_not_move(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.declare()
    board, lines = here.boards.at_hand("crue"), here.lines()
    flush = Turn.flush

    def fail(turn: Turn) -> None:
        flush(turn)
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    monkeypatch.setattr(Turn, "flush", fail)
    sendings = [(note("a"), PERMANENCE), (note("b"), OBSERVER), (note("c"), CCAS_NEMOURS)]
    for future in batch(here, *sendings):
        assert isinstance(future.exception(PATIENCE_S), Unavailable), "a refusal too: what it rests on is not written"
    assert here.boards.at_hand("crue") is board
    assert here.lines() == lines
    monkeypatch.undo()
    receipt = here.send(note("a"))
    assert (receipt.first, receipt.again) == (board.seq + 1, False)
    assert not here.proof().faults


def test_nothing_is_answered_before_the_commit(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    here.declare()
    answered: list[bool] = []
    futures: list[Future[Receipt]] = []
    move_head = Turn.move_head

    def look(turn: Turn, *, kind: str, is_open: bool) -> None:
        answered.extend(future.done() for future in futures)
        move_head(turn, kind=kind, is_open=is_open)

    monkeypatch.setattr(Turn, "move_head", look)
    with here.held():
        futures += [here.desk.submit(note("a"), PERMANENCE), here.desk.submit(note("b"), OBSERVER)]
    assert futures[0].result(PATIENCE_S).first
    assert answered == [False, False]


def test_a_batch_is_answered_and_the_bell_rung_once_the_board_shows_it(here: Office) -> None:
    here.declare()
    rung: list[tuple[str, int, int]] = []
    here.desk.bell.ring = lambda dossier, seq: rung.append(  # type: ignore[method-assign]
        (dossier, seq, here.boards.at_hand("crue").seq)
    )
    last = [future.result(PATIENCE_S).last for future in batch(here, (note("a"), PERMANENCE), (note("b"), PERMANENCE))][
        -1
    ]
    here.send(note("a"))
    here.writer.run(lambda connection: None).result(PATIENCE_S)
    assert rung == [("crue", last, last)], "once for the batch, and not for what was sent again"


def test_many_commands_are_written_in_few_transactions_dossiers_in_turn(here: Office) -> None:
    for dossier in ("crue-a", "crue-b"):
        here.declare(dossier)
    turns: list[str] = []
    begin = here.writer.begin
    asked = [
        (dossier, number, command(dossier, number, "note.write", text="Note", category="information"))
        for dossier in ("crue-a", "crue-b")
        for number in range(300)
    ]

    def count() -> object:
        turns.append("turn")
        return begin()

    here.writer.begin = count  # type: ignore[method-assign]
    order: list[str] = []
    with here.held():
        futures = [(dossier, here.desk.submit(one, PERMANENCE)) for dossier, _, one in asked]
        for dossier, future in futures:
            future.add_done_callback(lambda _, dossier=dossier: order.append(dossier))
    assert all(future.result(PATIENCE_S).first for _, future in futures)
    assert len(turns) == 4, "256 and the 44 that are left, for each dossier"
    assert order[255] == "crue-a"
    assert order[256] == "crue-b", "the second dossier did not wait for all of the first"


def test_a_dossier_that_does_not_exist_is_missing_and_nothing_is_made_of_it(here: Office) -> None:
    with pytest.raises(Missing):
        here.note("inconnue")
    with here.engine.begin() as connection:
        assert _heads(connection) == []


def test_what_makes_no_sense_in_a_dossier_is_refused(here: Office) -> None:
    fields = {
        "template": "etat-unccas",
        "title": "Convention",
        "signed_on": "2026-07-01",
        "parties": ["sgav", "unccas"],
    }
    here.do("convention", "convention.sign", **fields)
    with pytest.raises(WrongKind):
        here.do("convention", "crisis.stand_down", reason="Rien.")
    here.declare()
    with pytest.raises(WrongKind):
        here.do("crue", "meeting.schedule", meeting="point-1", at=NOON)


def test_more_than_may_wait_is_refused_at_once(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    here.declare()
    monkeypatch.setattr(desks, "WAITING", 3)
    with here.held():
        futures = [here.desk.submit(note(str(number)), PERMANENCE) for number in range(3)]
        with pytest.raises(Busy):
            here.desk.submit(note("one too many"), PERMANENCE)
    assert all(future.result(PATIENCE_S).first for future in futures)


def test_what_is_stopped_refuses_and_finishes_what_waits(here: Office) -> None:
    here.declare()
    with here.held():
        future = here.desk.submit(note("a"), PERMANENCE)
    here.writer.stop()
    assert future.result(PATIENCE_S).first
    with pytest.raises(Busy):
        here.desk.submit(note("b"), PERMANENCE)
    with pytest.raises(Busy):
        here.desk.submit(note("c"), PERMANENCE)


def test_an_unreadable_command_never_reaches_the_desk() -> None:
    with pytest.raises(Malformed):
        command("crue", "a", "note.write", text="Note", category="information", unknown=1)


def _heads(connection: Connection) -> list[object]:
    return list(connection.exec_driver_sql("SELECT * FROM head"))
