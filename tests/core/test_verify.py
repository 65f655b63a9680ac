"""A journal that was touched is found out, and cannot be touched by mistake."""

from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from crisiscoord.journal import triggers
from crisiscoord.journal.heads import head_of
from crisiscoord.journal.verify import verify
from tests.office import Office

TOUCHED = "UPDATE entry SET line = replace(line, 'information', 'decision') WHERE seq = :seq"


def unlock(connection: Connection) -> None:
    """Take the locks off, as somebody with all rights on the database could."""
    for name in ("entry_no_update", "entry_no_delete"):
        connection.execute(text(f"DROP TRIGGER {name}" + ("" if is_sqlite(connection) else " ON entry")))


def is_sqlite(connection: Connection | Engine) -> bool:
    return connection.dialect.name == "sqlite"


@pytest.fixture
def written(here: Office) -> Office:
    """A journal of some entries, two notes last."""
    here.declare()
    here.report(text="Deux agents inondés.")
    here.note(text="Première")
    here.note(text="Seconde")
    return here


def tamper(here: Office, *statements: str, **values: Any) -> list[str]:
    with here.engine.begin() as connection:
        unlock(connection)
        for statement in statements:
            connection.execute(text(statement), values)
    return here.proof().faults


def last(here: Office) -> int:
    return here.boards.at_hand("crue").seq


def test_a_journal_that_nobody_touched_holds(written: Office) -> None:
    proof = written.proof()
    assert (proof.faults, proof.more, proof.erased) == ([], 0, 0)
    assert proof.entries == last(written)
    assert proof.cursor == written.boards.at_hand("crue").cursor


def test_a_changed_word_of_a_line_is_found(written: Office) -> None:
    [fault] = tamper(written, TOUCHED, seq=last(written))
    assert fault.split()[:2] == ["entrée", str(last(written))]


def test_a_changed_line_whose_digest_was_made_again_is_found_by_the_next(written: Office) -> None:
    rows = written.lines()
    seq, line, _ = rows[-2]
    changed = line.replace("information", "decision")
    from_before = rows[-3][2]
    digest = sha256(from_before + changed.encode()).digest()
    faults = tamper(
        written,
        "UPDATE entry SET line = :line, digest = :digest WHERE seq = :seq",
        line=changed,
        digest=digest,
        seq=seq,
    )
    assert any(fault.split()[:2] == ["entrée", str(seq + 1)] for fault in faults)


def test_a_removed_entry_is_found(written: Office) -> None:
    faults = tamper(written, "DELETE FROM entry WHERE seq = 3")
    assert any("3 absente" in fault for fault in faults)


def test_a_removed_tail_is_found_by_the_head(written: Office) -> None:
    faults = tamper(written, "DELETE FROM entry WHERE seq = :seq", seq=last(written))
    assert any("la tête annonce" in fault for fault in faults)


def test_a_head_that_was_moved_is_found(written: Office) -> None:
    faults = tamper(written, "UPDATE head SET digest = (SELECT digest FROM entry WHERE seq = 1)")
    assert any("empreinte de la tête" in fault for fault in faults)


def test_entries_that_the_head_does_not_tell_of_are_found(written: Office) -> None:
    behind = "SELECT digest FROM entry WHERE seq = (SELECT max(seq) - 1 FROM entry)"
    faults = tamper(written, f"UPDATE head SET seq = seq - 1, digest = ({behind})")
    assert any("la tête annonce" in fault for fault in faults)


def test_a_journal_that_grows_while_it_is_read_holds(written: Office) -> None:
    with written.engine.begin() as connection:
        head = head_of(connection, "crue")
        assert head is not None
        written.note()
        proof = verify(connection, head)
    assert (proof.faults, proof.entries, proof.cursor) == ([], head.seq, head.cursor)


def test_a_line_that_is_no_object_of_ours_is_found_and_said(written: Office) -> None:
    with written.engine.begin() as connection:
        unlock(connection)
    _, ours, _ = written.lines()[1]
    for line in ("[]", "null", "1", '"x"', '{"fact": 1}', ours.replace('"by":{', '"by":[{')[:-1] + "]}", ours[:-1]):
        with written.engine.begin() as connection:
            connection.execute(text("UPDATE entry SET line = :line WHERE seq = 2"), {"line": line})
        assert any("illisible" in fault for fault in written.proof().faults), line


def test_two_entries_that_changed_places_are_found(written: Office) -> None:
    seq = last(written)
    faults = tamper(
        written,
        f"UPDATE entry SET seq = -1 WHERE seq = {seq}",
        f"UPDATE entry SET seq = {seq} WHERE seq = {seq - 1}",
        f"UPDATE entry SET seq = {seq - 1} WHERE seq = -1",
    )
    assert len(faults) >= 3


def test_changed_words_are_found(written: Office) -> None:
    [fault] = tamper(written, "UPDATE wording SET text = 'Autre' WHERE text = 'Seconde'")
    assert "«\u00a0text\u00a0»" in fault


def test_an_unreadable_line_is_found_and_said(written: Office) -> None:
    faults = tamper(written, "UPDATE entry SET line = '{}' WHERE seq = 2")
    assert any("illisible" in fault for fault in faults)


def test_faults_beyond_what_a_report_names_are_counted(written: Office) -> None:
    for number in range(60):
        written.note(text=f"Note {number}")
    tamper(written, "UPDATE wording SET text = 'Autre'")
    proof = written.proof()
    assert len(proof.faults) == 50
    assert proof.more > 5


def test_erased_words_are_counted_and_are_no_fault(written: Office) -> None:
    written.do("crue", "wording.erase", seq=last(written), reason="Donnée de santé.")
    proof = written.proof()
    assert (proof.faults, proof.erased) == ([], 1)


STATEMENTS = (
    "UPDATE entry SET line = 'x'",
    "UPDATE entry SET seq = 900 WHERE seq = 1",
    "DELETE FROM entry WHERE seq = 1",
    "DELETE FROM entry",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_or_remove_an_entry(written: Office, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), written.engine.begin() as connection:
        connection.execute(text(statement))
    assert not written.proof().faults


def test_the_database_refuses_what_would_slip_past_a_simple_lock(written: Office) -> None:
    seq, line, digest = written.lines()[0]
    row = {"line": line, "digest": digest, "seq": seq}
    replace = (
        "INSERT OR REPLACE INTO entry (dossier, seq, at, kind, channel, line, digest) "
        "VALUES ('crue', :seq, '2026-07-14 12:00:00', 'note.written', 'common', :line, :digest)"
    )
    statement = replace if is_sqlite(written.engine) else "TRUNCATE entry"
    with pytest.raises(DBAPIError, match="append-only"), written.engine.begin() as connection:
        connection.execute(text(statement), row if is_sqlite(written.engine) else {})
    assert not written.proof().faults


def test_a_missing_lock_is_named(written: Office) -> None:
    with written.engine.begin() as connection:
        assert triggers.missing(connection) == []
        unlock(connection)
        assert triggers.missing(connection) == ["entry_no_delete", "entry_no_update"]


def test_a_lock_that_is_switched_off_is_missing(written: Office) -> None:
    if is_sqlite(written.engine):
        return  # SQLite has no such switch
    with written.engine.begin() as connection:
        connection.execute(text("ALTER TABLE entry DISABLE TRIGGER entry_no_truncate"))
        assert triggers.missing(connection) == ["entry_no_truncate"]
