"""POST /api/commands: what is carried out, what is refused, and how either is said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from crisiscoord.clock import ManualClock
from tests.cast import ADMIN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_45, UDCCAS_77
from tests.house import Served, served


def note(dossier: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "dossier": dossier,
        "do": "note.write",
        "text": "Rien à signaler.",
        "category": "information",
        **fields,
    }


def refused(response: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    """Check the shape of a refusal, and return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"/erreurs#{code}"
    assert problem["title"] and problem["detail"]
    assert problem.keys() <= {"type", "title", "status", "detail", "code", "errors"}
    return problem


def test_a_command_is_carried_out_once_and_answered_the_same_twice(house: Served, crisis: str):
    command = note(crisis)
    first, second = house.send(command), house.send(command)
    assert (first.status_code, second.status_code) == (201, 200)
    receipt = first.json()
    assert receipt.keys() == {"dossier", "first", "last", "cursor", "again"}
    assert receipt["again"] is False and receipt["first"] == receipt["last"]
    assert second.json() == {**receipt, "again": True}


def test_the_id_of_a_command_serves_for_one_content_and_one_actor(house: Served, crisis: str):
    command = note(crisis)
    assert house.send(command).status_code == 201
    refused(house.send({**command, "text": "Autre chose."}), 409, "command_id_reused")
    refused(house.send(command, UDCCAS_77), 409, "command_id_reused")


def test_the_order_of_keys_is_not_a_difference(house: Served, crisis: str):
    command = note(crisis)
    assert house.send(command).status_code == 201
    assert house.send(dict(reversed(command.items()))).json()["again"] is True


def test_who_may_not_see_a_dossier_hears_nothing_of_it(house: Served, crisis: str):
    hidden = refused(house.send(note(crisis), PREFECTURE_45), 404, "missing")
    absent = refused(house.send(note("nulle-part"), PREFECTURE_45), 404, "missing")
    assert hidden["detail"].replace(crisis, "nulle-part") == absent["detail"]
    refused(house.send(note(crisis), ADMIN), 404, "missing")


def test_who_may_only_look_is_told_so(house: Served, crisis: str):
    refused(house.send(note(crisis), OBSERVER), 403, "forbidden")
    refused(house.report(crisis, CCAS_NEMOURS, insee="77288"), 403, "out_of_scope")


def test_without_proof_of_who_asks_nothing_is_done(house: Served, crisis: str):
    with house.client() as nobody:
        answer = nobody.post("/api/commands", json=note(crisis))
        refused(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"
        for header in ("Bearer cc_" + "a" * 43, "Bearer", "Basic abc", "Bearer " + "x" * 10_000):
            answer = nobody.post("/api/commands", json=note(crisis), headers={"Authorization": header})
            refused(answer, 401, "unauthenticated")


DEEP = b'{"id":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
MALFORMED: dict[str, Callable[[dict[str, Any]], bytes | dict[str, Any]]] = {
    "nothing": lambda _: b"",
    "not JSON": lambda _: b"{not json",
    "not UTF-8": lambda _: b'{"do": "\xff\xfe"}',
    "a list": lambda _: b"[]",
    "a number": lambda _: b"12",
    "null": lambda _: b"null",
    "too deep": lambda _: DEEP,
    "a lone surrogate": lambda _: b'{"do":"note.write","text":"\\ud800"}',
    "NUL": lambda command: {**command, "text": "a\0b"},
    "NUL in a key": lambda command: {**command, "a\0b": 1},
    "a float": lambda command: {**command, "text": 1.5},
    "an unknown field": lambda command: {**command, "urgent": True},
    "an unknown do": lambda command: {**command, "do": "note.shout"},
    "a do that is no text": lambda command: {**command, "do": ["note.write"]},
    "no do": lambda command: {name: value for name, value in command.items() if name != "do"},
    "no id": lambda command: {name: value for name, value in command.items() if name != "id"},
    "an id that is no UUID": lambda command: {**command, "id": "17"},
    "a reserved dossier": lambda command: {**command, "dossier": "_directory"},
    "a dossier that is no name": lambda command: {**command, "dossier": "../etc"},
    "a naive time": lambda command: {**command, "occurred_at": "2026-07-14T12:00:00"},
    "a time as a number": lambda command: {**command, "occurred_at": 1_784_030_400},
    "a time out of bounds": lambda command: {**command, "occurred_at": "0001-01-01T00:00:00Z"},
    "a huge integer": lambda _: b'{"do":"note.write","seq":' + b"9" * 4_000 + b"}",
    "a number for a text": lambda command: {**command, "text": 12},
    "an empty text": lambda command: {**command, "text": "   "},
    "a text too long": lambda command: {**command, "text": "x" * 8_001},
    "an unknown code": lambda command: {**command, "category": "rumeur"},
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_a_malformed_command_is_refused_in_plain_words(house: Served, crisis: str, fault: str):
    made = MALFORMED[fault](note(crisis))
    before = house.board(crisis)["cursor"]
    client = house.as_(PERMANENCE)
    response = client.post("/api/commands", content=made) if isinstance(made, bytes) else house.send(made)
    problem = refused(response, 422, "malformed")
    assert all(error.keys() == {"field", "reason"} for error in problem.get("errors", ()))
    assert "Traceback" not in response.text and "pydantic" not in response.text
    assert house.board(crisis)["cursor"] == before


def test_each_faulty_field_is_named(house: Served, crisis: str):
    problem = refused(house.send(note(crisis, category="rumeur", urgent=1, text=None)), 422, "malformed")
    assert {error["field"] for error in problem["errors"]} == {"category", "urgent", "text"}


@pytest.mark.parametrize("path", ["/api/commands", "/api/session"])
def test_a_body_of_more_than_64_kib_is_refused_whether_or_not_it_says_so(house: Served, path: str):
    client = house.as_(PERMANENCE)
    refused(client.post(path, content=b" " * (64 * 1024 + 1)), 413, "too_large")
    pieces = (b" " * 8_192 for _ in range(9))
    refused(client.post(path, content=pieces), 413, "too_large")
    assert client.post(path, content=b" " * (64 * 1024)).status_code == 422
    refused(client.request("GET", "/api/dossiers", content=b" " * (64 * 1024 + 1)), 413, "too_large")


def test_a_dossier_is_opened_once(house: Served, crisis: str):
    again = house.do(
        crisis,
        "crisis.declare",
        title="Crue",
        hazard="inondation",
        occurred_at=house.clock.now().isoformat(),
        reason="Encore.",
        communes=["77333"],
    )
    refused(again, 409, "already_declared")


def test_a_clock_that_is_ahead_is_corrected_and_the_command_stays_the_same(house: Served, crisis: str):
    now = house.clock.now()
    ahead = now + timedelta(minutes=40)
    seen = ahead - timedelta(minutes=3)
    command = {
        "id": str(uuid4()),
        "dossier": crisis,
        "do": "report.file",
        "body": "ccas-77333",
        "status": "tension",
        "observed_at": seen.isoformat(),
    }
    refused(house.send(command, CCAS_NEMOURS), 409, "observed_in_future")
    corrected = house.send(command, CCAS_NEMOURS, **{"X-Client-Time": ahead.isoformat()})
    assert corrected.status_code == 201
    entry = house.lines(crisis, after=corrected.json()["first"] - 1, limit=1)["entries"][0]
    assert entry["fact"]["observed_at"] == "2026-07-14T11:57:00.000Z"
    assert entry["fact"]["told_at"] == "2026-07-14T12:37:00.000Z"
    later = house.send(command, CCAS_NEMOURS, **{"X-Client-Time": (ahead + timedelta(minutes=9)).isoformat()})
    assert later.json() == {**corrected.json(), "again": True}


def test_a_clock_that_is_nearly_right_corrects_nothing(house: Served, crisis: str):
    now = house.clock.now()
    said = (now - timedelta(minutes=5)).isoformat()
    command = note(crisis, occurred_at=said)
    answer = house.send(command, **{"X-Client-Time": (now + timedelta(minutes=40)).isoformat()})
    entry = house.lines(crisis, after=answer.json()["first"] - 1)["entries"][0]
    assert entry["occurred_at"] == "2026-07-14T11:55:00.000Z"


@pytest.mark.parametrize("said", ["yesterday", "2026-07-14T12:00:00", "9" * 40])
def test_a_client_time_that_cannot_be_read_is_said(house: Served, crisis: str, said: str):
    refused(house.send(note(crisis), **{"X-Client-Time": said}), 422, "malformed")


def test_those_who_play_an_exercise_are_not_held_there(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock, commands_per_minute=3) as house:
        played, real = house.declare(exercise=True), house.declare(exercise=False)
        assert [house.send(note(played)).status_code for _ in range(6)] == [201] * 6
        refused(house.send(note(real)), 429, "too_many_commands")
        assert {house.send(note(played), PREFECTURE_45).status_code for _ in range(3)} == {404}
        refused(house.send(note(played), PREFECTURE_45), 429, "too_many_commands")


def test_too_many_commands_are_told_when_to_come_back(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock, commands_per_minute=3) as house:
        answers = [house.send(note("nulle-part")) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
        refused(answers[3], 429, "too_many_commands")
        assert 1 <= int(answers[3].headers["retry-after"]) <= 60
        assert house.send(note("nulle-part"), UDCCAS_77).status_code == 404
