"""Words that are erased are nowhere any more; that something was written stays proven (docs/architecture.md)."""

from collections.abc import Callable
from pathlib import Path

from crisiscoord.domain.words import ERASED
from crisiscoord.journal import checkpoints
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.office import PATIENCE_S, Office, command, drawn, office
from tests.tables import prepare

SECRET = "MadameSecretEstDiabetique"


def every_row(here: Office) -> str:
    with here.engine.begin() as connection:
        tables = ("head", "entry", "receipt", "wording", "deadline", "checkpoint")
        return repr([connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables])


def numbered(here: Office, kind: str) -> int:
    """Return the number of the last entry of a kind."""
    return [entry.seq for entry in here.entries() if entry.fact.kind == kind][-1]


def test_erased_words_leave_no_trace_in_the_file(tmp_path: Path, clock: object) -> None:
    file = tmp_path / "record.db"
    prepare(f"sqlite:///{file}")
    with office(f"sqlite:///{file}", clock) as here:  # type: ignore[arg-type]
        here.declare()
        here.report(text=SECRET)
        board = here.boards.at_hand("crue")
        here.writer.run(lambda c: checkpoints.save(c, board, checkpoints.encode(board))).result(PATIENCE_S)
        here.note()
        assert SECRET.encode() in bytes_of(file)
        here.do("crue", "wording.erase", seq=numbered(here, "report.filed"), reason="Santé.")
        with here.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert SECRET.encode() not in bytes_of(file)
        assert not here.proof().faults


def bytes_of(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(file.parent.glob(f"{file.name}*")))


def test_erased_words_are_in_no_row_no_card_and_no_entry(here: Office, another: Callable[[], Office]) -> None:
    here.declare()
    here.report(text=SECRET)
    here.do("crue", "call.log", body="ccas-77333", answered=True, text=SECRET)
    elsewhere = another()
    assert SECRET in str(elsewhere.boards.fresh("crue").card("body:ccas-77333"))
    for kind in ("report.filed", "call.logged"):
        here.do("crue", "wording.erase", seq=numbered(here, kind), reason="Donnée de santé.")
    assert SECRET not in every_row(here)
    for one in (here, elsewhere, another()):
        board = one.boards.fresh("crue")
        assert SECRET.encode() not in b"".join(card.wire for card in board.cards())
        recent = one.boards.recent("crue", 0, board.seq) or one.boards.recent("crue", board.seq - 1, board.seq)
        assert recent
        assert SECRET not in repr(recent)
    assert SECRET not in repr(here.entries())


def test_words_written_and_erased_in_one_batch_are_never_kept_nor_shown(here: Office) -> None:
    here.declare()
    seq = here.boards.at_hand("crue").seq + 1
    with here.held():
        written = here.desk.submit(command("crue", "a", "note.write", text=SECRET, category="information"), PERMANENCE)
        erased = here.desk.submit(command("crue", "b", "wording.erase", seq=seq, reason="Santé."), PERMANENCE)
        twice = here.desk.submit(command("crue", "c", "wording.erase", seq=seq, reason="Santé."), PERMANENCE)
    assert written.result(PATIENCE_S).last == seq
    assert erased.result(PATIENCE_S).last == seq + 1
    assert twice.exception(PATIENCE_S) is not None, "nothing was left to erase"
    assert SECRET not in every_row(here)
    recent = here.boards.recent("crue", seq - 1, seq + 1)
    assert recent is not None
    assert recent[0].fact.text == ERASED  # type: ignore[attr-defined]
    assert not here.proof().faults


def test_acts_and_counts_remain_when_their_words_go(here: Office) -> None:
    here.declare()
    fields = {"act": "acte-1", "body": "ccas-77333", "kind": "aide_alimentaire", "count": 40, "text": SECRET}
    here.do("crue", "act.record", CCAS_NEMOURS, occurred_at=here.clock.now(), **fields)
    totals = drawn(here.boards.at_hand("crue"))["cards"]["act_totals:ccas-77333"]
    here.do("crue", "wording.erase", CCAS_NEMOURS, seq=numbered(here, "act.recorded"), reason="Donnée de santé.")
    after = here.boards.at_hand("crue")
    assert drawn(after)["cards"]["act_totals:ccas-77333"] == totals
    assert after.erasures == 1


def test_a_board_drawn_again_is_the_one_that_saw_the_words(here: Office, another: Callable[[], Office]) -> None:
    here.declare()
    here.report(text=SECRET)
    here.do("crue", "call.log", body="ccas-77333", answered=False, text="Occupé.")
    here.do("crue", "call.log", body="ccas-77333", answered=True, text=SECRET)
    here.note(text=SECRET)
    for kind in ("report.filed", "call.logged", "note.written"):
        here.do("crue", "wording.erase", seq=numbered(here, kind), reason="Donnée de santé.")
    assert drawn(another().boards.fresh("crue")) == drawn(here.boards.at_hand("crue"))
    assert not here.proof().faults
