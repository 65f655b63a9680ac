"""A command sent again changes nothing and gets the same answer, from anywhere, at any time (docs/architecture.md)."""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from hypothesis import given, settings

from crisiscoord.clock import ManualClock
from crisiscoord.desk.desk import CommandIdReused
from crisiscoord.domain.board import Board
from crisiscoord.domain.catalogue import Asked, asked
from crisiscoord.domain.reporting import FileReport
from crisiscoord.domain.words import Actor
from crisiscoord.errors import Forbidden, Missing
from crisiscoord.journal.journal import Receipt
from tests import histories
from tests.cast import ADMIN, CCAS_NEMOURS, PERMANENCE, REPRESENTANTE, UDCCAS_77
from tests.conftest import NOON
from tests.histories import Step
from tests.office import DECLARE, Office, command, office

PLACES = 8


def same(receipt: Receipt) -> Receipt:
    return replace(receipt, again=True)


@pytest.mark.property
@given(history=histories.steps)
@settings(max_examples=settings().max_examples // 4 or 1)
def test_every_command_of_a_history_may_be_sent_again_at_once_and_at_the_end(
    sqlite_urls: Callable[[], str], history: list[Step]
) -> None:
    clock = ManualClock(NOON)
    with office(sqlite_urls(), clock) as here:
        sent: list[tuple[Asked, Actor, Receipt]] = []

        def do(step: Step) -> Board:
            clock.advance(timedelta(minutes=step.minutes))
            asking = histories.asked(step, here.boards.at_hand("crue"), clock.now())
            again = command("crue", len(sent), asking.do, **asking.fields)
            receipt = here.send(again, asking.actor)
            assert not receipt.again
            sent.append((again, asking.actor, receipt))
            # Permissions that end by themselves (an hour to erase) are judged before the receipt is answered.
            assert here.send(again, asking.actor) == same(receipt)
            return here.boards.at_hand("crue")

        for _ in histories.play(history, do):
            pass
        lines = here.lines()
        for again, actor, receipt in sent:
            assert here.send(again, actor) == same(receipt)
        assert here.lines() == lines


def test_the_same_command_from_eight_places_at_once_is_carried_out_once(
    here: Office, another: Callable[[], Office]
) -> None:
    here.declare()
    offices = [another() for _ in range(PLACES)]
    commands = [command("crue", f"note-{n}", "note.write", text=f"Note {n}", category="information") for n in range(12)]
    with ThreadPoolExecutor(PLACES) as places:
        answers = list(places.map(lambda one: [one.send(note) for note in commands], offices))
    for receipts in zip(*answers, strict=True):
        assert sum(not receipt.again for receipt in receipts) == 1
        assert len({same(receipt) for receipt in receipts}) == 1
    assert len([entry for entry in here.entries() if entry.fact.kind == "note.written"]) == len(commands)
    assert not here.proof().faults


def test_a_crisis_declared_from_eight_places_at_once_is_declared_once(
    here: Office, another: Callable[[], Office]
) -> None:
    offices = [another() for _ in range(PLACES)]
    for number in range(6):
        declaration = command(f"crue-{number}", "declare", "crisis.declare", **DECLARE)
        with ThreadPoolExecutor(PLACES) as places:
            receipts = list(places.map(lambda one, asked=declaration: one.send(asked), offices))
        assert sum(not receipt.again for receipt in receipts) == 1
        assert len({same(receipt) for receipt in receipts}) == 1


ANOTHER_PROCESS = """
import json, sys
from datetime import UTC, datetime
from crisiscoord.clock import ManualClock
from tests.office import command, office
with office(sys.argv[1], ManualClock(datetime(2026, 7, 14, 12, tzinfo=UTC))) as here:
    print("ready", flush=True)
    sys.stdin.readline()
    receipts = []
    for number in range(40):
        fields = {"text": f"Note {number}", "category": "information"}
        receipt = here.send(command("crue", f"shared-{number}", "note.write", **fields))
        receipts.append([receipt.first, receipt.last, receipt.cursor, receipt.again])
    print(json.dumps(receipts))
"""


def test_the_same_commands_from_two_processes_are_carried_out_once_each(here: Office, database_url: str) -> None:
    here.declare()
    run = [sys.executable, "-c", ANOTHER_PROCESS, database_url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(run, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    one, two = (json.loads(process.communicate(timeout=60)[0]) for process in processes)
    for (*first, again_1), (*second, again_2) in zip(one, two, strict=True):
        assert first == second
        assert {again_1, again_2} == {True, False}
    assert not here.proof().faults


def test_an_id_is_refused_to_another_content_and_to_another_actor(here: Office) -> None:
    here.declare()
    report = {"body": "ccas-77333", "status": "tension", "observed_at": NOON}
    first = command("crue", "one", "report.file", **report)
    receipt = here.send(first, CCAS_NEMOURS)
    with pytest.raises(CommandIdReused):
        here.send(command("crue", "one", "report.file", **{**report, "status": "deborde"}), CCAS_NEMOURS)
    with pytest.raises(CommandIdReused):
        here.send(first, UDCCAS_77)
    assert here.send(first, CCAS_NEMOURS) == same(receipt)


def test_rights_are_judged_before_the_receipt_is_answered(here: Office) -> None:
    here.declare()
    first = command("crue", "one", "note.write", text="Note", category="information")
    here.send(first, CCAS_NEMOURS)
    with pytest.raises(Missing):
        here.send(first, ADMIN)
    removed = CCAS_NEMOURS.model_copy(update={"role": "observer"})
    with pytest.raises((Forbidden, Missing)):
        here.send(first, removed)


def test_a_command_that_ends_the_right_to_send_it_is_still_answered(here: Office) -> None:
    here.declare()
    fields = {
        "name": "Camille Exemple",
        "function": "Élue",
        "phone": "01 99 00 12 34",
        "email": REPRESENTANTE.email,
        "perimeter": "main",
    }
    for number, do in enumerate(("representative.accept", "representative.decline")):
        here.do(
            "crue",
            "representative.designate",
            designation=f"d-{number}",
            **{**fields, "perimeter": ("77", "main")[number]},
        )
        answer = command("crue", do, do, designation=f"d-{number}")
        receipt = here.send(answer, REPRESENTANTE)
        assert here.send(answer, REPRESENTANTE) == same(receipt)
    signal = {key: DECLARE[key] for key in ("title", "hazard", "communes")}
    signalled = command("signalee", "signal", "crisis.signal", **signal, text="L’eau monte.")
    receipt = here.send(signalled, CCAS_NEMOURS)
    assert here.send(signalled, CCAS_NEMOURS) == same(receipt)


def test_a_command_that_had_nothing_to_write_has_a_receipt_too(here: Office) -> None:
    here.declare()
    nothing = command("crue", "nothing", "crisis.extend", communes=["77333"], degree="touchee")
    receipt = here.send(nothing)
    assert (receipt.first, receipt.last) == (None, None)
    assert here.send(nothing) == same(receipt)
    with pytest.raises(CommandIdReused):
        here.send(command("crue", "nothing", "crisis.extend", communes=["77288"], degree="touchee"))


def test_a_refusal_leaves_no_receipt(here: Office) -> None:
    here.declare()
    end = command("crue", "end", "representative.end", designation="personne")
    with pytest.raises(Missing):
        here.send(end)
    fields = {"designation": "personne", "name": "Noa Exemple", "function": "Élue", "phone": "01 99 00 12 34"}
    here.do("crue", "representative.designate", email="noa@exemple.invalid", perimeter="main", **fields)
    assert here.send(end).first is not None, "the very same command, now that it makes sense"


class ReportOfTomorrow(FileReport):
    """The same command after an upgrade that gave it one more field."""

    since: int = 0


def test_a_retry_after_an_upgrade_of_the_model_gets_the_same_answer(here: Office) -> None:
    here.declare()
    sent = command("crue", "one", "report.file", body="ccas-77333", status="tension", observed_at=NOON)
    receipt = here.send(sent, CCAS_NEMOURS)
    upgraded = ReportOfTomorrow.model_validate_json(orjson.dumps(sent.command.model_dump(mode="json")))
    assert asked(upgraded).received != sent.received, "the model has changed, or nothing is tested"
    assert here.send(Asked(upgraded, sent.received), CCAS_NEMOURS) == same(receipt)


def test_keys_in_another_order_are_the_same_command(here: Office) -> None:
    here.declare()
    first = command("crue", "one", "note.write", text="Note", category="information")
    data = orjson.loads(first.received)
    second = command("crue", "one", **dict(reversed([(key, data[key]) for key in ("text", "category", "do")])))
    assert here.send(first) == replace(here.send(second), again=False)


def test_the_receipt_holds_no_word_of_the_command(here: Office, database_url: str) -> None:
    here.declare()
    here.send(command("crue", "one", "note.write", text="Mot très secret", category="information"), PERMANENCE)
    with here.engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM receipt").all()
    assert rows
    assert "secret" not in repr(rows)
