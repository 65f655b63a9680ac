"""The quick way of commands gives the answers of the ordinary one, and keeps the manners of HTTP."""

import json
import socket
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from crisiscoord.web.quick import QuickProtocol
from tests.cast import OBSERVER, PERMANENCE
from tests.house import Served


def note(dossier: str, **fields: Any) -> dict[str, Any]:
    text = {"text": "Rien à signaler.", "category": "information"}
    return {"id": str(uuid4()), "dossier": dossier, "do": "note.write", **text, **fields}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went the quick way, in order."""
    seen: list[str] = []
    carry_out = QuickProtocol._carry_out

    def noted(self: QuickProtocol, taking: Any, actor: Any, client_time: Any) -> None:
        seen.append("note.write" if b"note.write" in taking.body else "?")
        carry_out(self, taking, actor, client_time)

    monkeypatch.setattr(QuickProtocol, "_carry_out", noted)
    return seen


def ask(house: Served, body: bytes, *, quick: bool, actor: Any = PERMANENCE) -> httpx2.Response:
    """Send a body whole, or in pieces: the quick way takes only what says its length beforehand."""

    def pieces() -> Iterator[bytes]:
        yield body[:10]
        yield body[10:]

    headers = {"Authorization": f"Bearer {house.token(actor)}", "Content-Type": "application/json"}
    with house.client() as client:
        client.get("/api/session", headers=headers)  # from now on the server knows the asker for a moment
        return client.post("/api/commands", headers=headers, content=body if quick else pieces())


def same(quick: httpx2.Response, ordinary: httpx2.Response) -> None:
    left_out = {"date", "content-length"}
    assert quick.status_code == ordinary.status_code
    assert {k: v for k, v in quick.headers.items() if k not in left_out} == {
        k: v for k, v in ordinary.headers.items() if k not in left_out
    }
    assert quick.json().keys() == ordinary.json().keys()


def test_an_accepted_command_is_answered_the_same_by_both_ways(house: Served, crisis: str, taken: list[str]):
    quick = ask(house, json.dumps(note(crisis)).encode(), quick=True)
    assert taken == ["note.write"]
    ordinary = ask(house, json.dumps(note(crisis)).encode(), quick=False)
    assert taken == ["note.write"]
    assert quick.status_code == 201
    same(quick, ordinary)


def test_a_command_sent_by_both_ways_is_carried_out_once(house: Served, crisis: str):
    body = json.dumps(note(crisis)).encode()
    first, again = ask(house, body, quick=True), ask(house, body, quick=False)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "again": True}
    assert ask(house, body, quick=True).status_code == 200


@pytest.mark.parametrize(
    ("body", "actor", "status"),
    [
        (b"{", PERMANENCE, 422),
        (b"[" * 60_000, PERMANENCE, 422),
        (b'{"do": "note.write"}', PERMANENCE, 422),
        (json.dumps(note("nobody-knows")).encode(), PERMANENCE, 404),
        (json.dumps(note("CRISIS")).encode(), OBSERVER, 403),
    ],
)
def test_a_refusal_is_the_same_by_both_ways(
    house: Served, crisis: str, taken: list[str], body: bytes, actor: Any, status: int
):
    body = body.replace(b"CRISIS", crisis.encode())
    quick = ask(house, body, quick=True, actor=actor)
    assert len(taken) == 1
    ordinary = ask(house, body, quick=False, actor=actor)
    assert quick.status_code == status
    same(quick, ordinary)
    assert quick.json() == ordinary.json()


def test_a_fault_of_the_server_is_answered_and_not_told(
    house: Served, crisis: str, taken: list[str], monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(house.house.desk, "send", broken)
    answer = ask(house, json.dumps(note(crisis)).encode(), quick=True)
    assert taken and answer.status_code == 500
    assert answer.json()["code"] == "internal" and "secret" not in answer.text


def test_a_stranger_and_a_body_too_long_go_the_ordinary_way(house: Served, crisis: str, taken: list[str]):
    with house.client() as client:
        assert client.post("/api/commands", json=note(crisis)).status_code == 401
        wrong = client.post("/api/commands", json=note(crisis), headers={"Authorization": "Bearer cc_nobody"})
        assert wrong.status_code == 401
    assert ask(house, b" " * 70_000, quick=True).status_code == 413
    assert taken == []


def test_a_page_of_another_site_is_refused_though_the_browser_has_a_session(house: Served, crisis: str):
    with house.client() as browser:
        proof = {"token": house.token(PERMANENCE)}
        assert browser.post("/api/session", json=proof).is_success
        assert browser.post("/api/commands", json=note(crisis)).status_code == 201
        foreign = browser.post("/api/commands", json=note(crisis), headers={"Origin": "https://ailleurs.invalid"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "origin_refused")


def raw(house: Served, command: dict[str, Any], *more: str) -> bytes:
    body = json.dumps(command).encode()
    lines = [
        "POST /api/commands HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {house.token(PERMANENCE)}",
        f"Content-Length: {len(body)}",
        *more,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def connection(house: Served) -> socket.socket:
    host, _, port = house.url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=20)


def read_until_closed(line: socket.socket) -> bytes:
    told = b""
    while some := line.recv(65_536):
        told += some
    return told


def test_commands_sent_without_waiting_are_answered_in_their_order(house: Served, crisis: str):
    commands = [note(crisis) for _ in range(5)]
    ask(house, json.dumps(note(crisis)).encode(), quick=True)
    with connection(house) as line:
        line.sendall(b"".join(raw(house, one) for one in commands[:-1]) + raw(house, commands[-1], "Connection: close"))
        told = read_until_closed(line)
    answers = [json.loads(part.partition(b"\r\n\r\n")[2]) for part in told.split(b"HTTP/1.1 ")[1:]]
    firsts = [answer["first"] for answer in answers]
    assert len(firsts) == 5 and firsts == sorted(firsts)


def test_whoever_asks_to_close_is_answered_first(house: Served, crisis: str):
    ask(house, json.dumps(note(crisis)).encode(), quick=True)
    with connection(house) as line:
        line.sendall(raw(house, note(crisis), "Connection: close"))
        told = read_until_closed(line)
    assert told.startswith(b"HTTP/1.1 201 Created\r\n") and b"\r\nconnection: close\r\n" in told.lower()


def test_a_command_whose_sender_has_gone_is_carried_out_all_the_same(house: Served, crisis: str):
    command = note(crisis)
    ask(house, json.dumps(note(crisis)).encode(), quick=True)
    with connection(house) as line:
        line.sendall(raw(house, command))
    answer = ask(house, json.dumps(command).encode(), quick=True)
    assert answer.status_code in (200, 201)  # 201 when this one came first: carried out once in any case
    with house.client() as client:
        headers = {"Authorization": f"Bearer {house.token(PERMANENCE)}"}
        seqs = client.get(f"/api/dossiers/{crisis}/journal", headers=headers).json()["entries"]
    assert [line["seq"] for line in seqs].count(answer.json()["first"]) == 1
