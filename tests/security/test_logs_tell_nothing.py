"""The logs, the usual ones and those of security, at their most talkative: no word of a dossier is ever in a line."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from crisiscoord.cli.opening import NOISY, hush
from crisiscoord.domain import catalogue, noting
from crisiscoord.domain.words import Said, Word
from crisiscoord.security_log import STREAM
from tests.askings import FIELDS
from tests.cast import OBSERVER, PERMANENCE, PREFECTURE_77, SGAV
from tests.house import Served
from tests.realtime.test_rights_matrix import CAST, CRISIS
from tests.security.canaries import found_in, marked_house
from tests.security.test_nothing_leaks import ADDRESSES, told_to
from tests.wires import wire

#: What the tests themselves call with, in the same process.
OURS = ("httpx2", "httpcore2", "websockets.client", "asyncio")


@pytest.fixture
def every_line(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged, as an installation has it, but at the lowest level there is."""
    before = {name: logging.getLogger(name).level for name in NOISY}
    hush()
    caplog.set_level(logging.DEBUG)
    yield caplog
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return all that would be written, tracebacks included."""
    lines = logging.Formatter("%(name)s %(levelname)s %(message)s")
    records = [one for one in caplog.records if not one.name.startswith(OURS)]
    return "\n".join(f"{lines.format(one)} {vars(one)}" for one in records)


@pytest.fixture
def house(every_line: pytest.LogCaptureFixture, tmp_path: Path) -> Iterator[Served]:
    with marked_house(tmp_path) as running:
        yield running


async def test_nothing_that_is_written_read_searched_or_refused_is_in_a_line(
    house: Served, every_line: pytest.LogCaptureFixture
) -> None:
    seeing = [one for one in CAST if one.who.account in ("permanence", "udccas-77", "admin", f"lien_terrain.{CRISIS}")]
    for one in seeing:
        for path in ADDRESSES:
            await asyncio.to_thread(lambda one=one, path=path: [*told_to(house, one, path)])
    for who in (OBSERVER, PREFECTURE_77, SGAV):
        for text in ("Voir Mme Zqsallex.", "zqadressex" * 2_000, "zqsourcex\0", "Note zqvoisinx"):
            for do in ("note.write", "report.file", "exposure.report"):
                await asyncio.to_thread(house.do, CRISIS, do, who, **{**FIELDS[do], "text": text})
        await asyncio.to_thread(house.as_(who).get, "/zqmotifx/zqbesoinx?q=zqrenfortx")
        await asyncio.to_thread(house.as_(who).get, f"/api/dossiers/zqquestionx/board?zqfortuitx={CRISIS}")
    async with wire(house, PERMANENCE) as line:
        await line.watch(CRISIS)
        for text in ("Note zqsallex", "zqadressex\0"):
            command = {"id": str(uuid4()), "dossier": CRISIS, "do": "note.write", **FIELDS["note.write"], "text": text}
            await line.say(type="do", command=command)
            await line.next(lambda message: message["type"] in ("done", "refused"))
        await line.say(type="zqsourcex", zqvoisinx="zqmotifx")
    told = logged(every_line)
    assert STREAM in told and "crisiscoord" in told, "nothing was heard"
    assert found_in(told) == set()


class Held(Word):
    """What a fault of ours would hold: words, where a number should be."""

    words: int


MET = {"words": "zqsourcex"}  # not within the function: a traceback shows its lines


def _break(*_: Any) -> Any:
    return Held.model_validate(MET)


def _break_too(board: Any, command: Any, situation: Any) -> Any:
    raise AssertionError("a fault")


@pytest.mark.parametrize("fault", [_break, _break_too], ids=["shape", "assertion"])
async def test_a_fault_of_ours_is_logged_without_the_words_that_it_met(
    house: Served, every_line: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, fault: Any
) -> None:
    monkeypatch.setitem(catalogue._DECIDE, noting.WriteNote, fault)
    command = {"dossier": CRISIS, "do": "note.write", **FIELDS["note.write"], "text": "Note zqadressex"}
    answer = await asyncio.to_thread(house.send, {"id": str(uuid4()), **command})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert found_in(answer.text) == set()
    async with wire(house, PERMANENCE) as line:
        await line.say(type="do", command={"id": str(uuid4()), **command})
        refused = await line.of("refused")
    assert refused["error"]["code"] == "internal" and found_in(str(refused)) == set()
    told = logged(every_line)
    assert "Traceback" in told, "the fault was not logged"
    assert found_in(told) == set()


def test_a_shape_that_is_wrong_says_where_and_not_what() -> None:
    reads: list[tuple[Callable[..., object], dict[str, Any]]] = [
        (Said.model_validate, {"seq": 1, "field": "text", "text": ["zqsourcex"]}),
        (partial(catalogue.read_fact, "note.written", 1), {"category": "zqsourcex", "place": "cell", "text": "Note"}),
    ]
    for read, data in reads:
        with pytest.raises(ValidationError) as wrong:
            read(data)
        assert found_in(str(wrong.value)) == set()
