"""What an attacker puts into a request: too deep, too big, squeezed, hidden. Each attempt of docs/security.md."""

import asyncio
import contextlib
import csv
import gzip
import socket
from io import StringIO
from typing import Any
from uuid import uuid4

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from websockets.exceptions import ConnectionClosed

from crisiscoord.cli.client import BoardCopy
from crisiscoord.cli.watching import Watched, drawn
from crisiscoord.documents.spreadsheets import neutral
from crisiscoord.domain.catalogue import COMMAND_OF, read_command
from crisiscoord.domain.plain import plain, plain_line
from crisiscoord.errors import Malformed
from tests.askings import FIELDS
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.conftest import NOON
from tests.house import Served
from tests.wires import wire

#: What turns the direction of reading, what is not seen, what drives a terminal.
HIDDEN = "\u202e\u2066\u200b\u200f\ufeff\u00ad\x1b\x07\x9b\U000e0041"
TAKEN_BODIES = ["/api/commands", "/api/session", "/api/territory/list", "/api/crises/preview", "/api/account/password"]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where texts stand in a command."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [leaf for key, one in inner for leaf in leaves(one, (*path, key))]
    return [path] if isinstance(value, str) else found


def with_hidden(value: Any, path: tuple[Any, ...]) -> Any:
    """Return a command with hidden characters within the text at `path`."""
    if not path:
        return f"{value[:1]}{HIDDEN}{value[1:]}"
    held = dict(value) if isinstance(value, dict) else list(value)
    held[path[0]] = with_hidden(value[path[0]], path[1:])
    return held


# --------------------------------------------------------------------------------------------- unicode


@pytest.mark.parametrize(
    "do", sorted(do for do in FIELDS if not do.endswith(".fall_due"))
)  # those are the server’s own
def test_nothing_hidden_gets_into_a_journal_by_any_field_of_any_command(do: str) -> None:
    # Besides the fields that are always there, every one that takes a text.
    more = {name: "Essai" for name in ("text", "reason", "source") if name in COMMAND_OF[do].model_fields}
    asked = {"id": str(uuid4()), "dossier": "crue-1", "do": do, **FIELDS[do], **more}
    for path in leaves(asked):
        try:
            read = read_command(orjson.dumps(with_hidden(asked, path))).command
        except Malformed:
            continue
        said = read.model_dump_json()
        assert not any(one in said for one in HIDDEN), path


def test_what_is_hidden_in_a_name_is_taken_out_and_the_name_stays(house: Served) -> None:
    crisis = house.declare(title=f"Crue{HIDDEN} du\r\nLoing")
    (card,) = [one for one in house.board(crisis)["cards"] if one["type"] == "crisis"]
    assert card["title"] == "Crue du Loing"


def test_what_makes_up_a_text_is_left_alone() -> None:
    for said in (
        "À 14\u202fh\u202f30, l’eau « monte »…\n– puis\u00a0?",
        "👩\u200d👧 🇫🇷 ❤\ufe0f",
        "Îles\tÉparses",
        "€œæ",
    ):
        assert plain(said) == said


@given(st.text())
def test_what_was_made_plain_stays_as_it_is(text: str) -> None:
    once = plain_line(text)
    assert plain_line(once) == once and plain(once) == once and "\n" not in once


def test_a_name_cannot_drive_the_terminal_in_which_a_board_is_watched() -> None:
    watched = Watched(BoardCopy("crue-1"))
    watched.copy.kind = "crisis"
    title = "Crue\x1b]0;pris\x07 [link=https://ailleurs.invalid]ici[/link]"
    watched.copy.cards = {
        "crisis:crue-1": {"type": "crisis", "title": title, "state": "actif"},
        "body:x": {"type": "body", "status": "deborde", "name": "\x1b[2JCCAS [red]X[/]"},
    }
    from_terminal = Console(file=StringIO(), force_terminal=True, width=200, color_system=None)
    from_terminal.print(drawn(watched, NOON))
    shown = from_terminal.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b]" not in shown and "\x1b[2J" not in shown
    assert "[link=" in shown and "[red]X[/]" in shown, "shown as it was typed, not obeyed"


# ------------------------------------------------------------------------------------- depth and size


@pytest.mark.parametrize("path", TAKEN_BODIES)
@pytest.mark.parametrize(
    "body", [b"[" * 30_000, b'{"a":' * 10_000, b"[" * 900 + b"]" * 900, b'{"a":' * 900 + b"1" + b"}" * 900]
)
def test_a_body_as_deep_as_it_is_long_is_refused_in_words(house: Served, path: str, body: bytes) -> None:
    answer = house.as_(PERMANENCE).post(path, content=body)
    assert answer.status_code in (403, 422), answer.text
    assert answer.json()["code"] in ("malformed", "session_only")


@pytest.mark.parametrize(
    "number", ["9" * 400, "1e400", "-" + "9" * 25, "1.5", "1e2", "NaN", "Infinity", "0x10", "٣", '"3"']
)
def test_a_number_that_is_none_of_ours_is_refused(house: Served, crisis: str, number: str) -> None:
    body = (
        f'{{"id":"{uuid4()}","dossier":"{crisis}","do":"act.record","act":"a-{uuid4()}","body":"ccas-77333",'
        f'"kind":"accueil","occurred_at":"2026-07-14T12:00:00Z","persons":{number}}}'
    )
    answer = house.as_(CCAS_NEMOURS).post("/api/commands", content=body.encode())
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 19, "-1", "1e3", "٣", "²", "+1", " 1", ""])
def test_a_number_in_an_address_has_bounds(house: Served, crisis: str, number: str) -> None:
    for path in (f"/api/dossiers/{crisis}/journal", f"/api/dossiers/{crisis}/board"):
        query = {"after" if "journal" in path else "seq": number}
        answer = house.as_(PERMANENCE).get(path, params=query)
        assert answer.status_code == 422, (path, number)


@pytest.mark.parametrize("path", TAKEN_BODIES)
def test_a_squeezed_body_is_not_unfolded(house: Served, path: str) -> None:
    """Sixty million spaces in sixty thousand bytes: nothing here reads Content-Encoding."""
    bomb = gzip.compress(b" " * 60_000_000)
    assert len(bomb) < 64 * 1024
    for encoding in ("gzip", "deflate", "br"):
        answer = house.as_(PERMANENCE).post(path, content=bomb, headers={"Content-Encoding": encoding})
        assert answer.status_code in (403, 415, 422)


def test_lengths_that_contradict_each_other_are_one_request_or_none(house: Served) -> None:
    """Request smuggling (ASVS 4.2.1): two lengths, a length beside chunks, a length that is no number."""
    host = house.url.removeprefix("http://")
    for lengths in (
        b"Content-Length: 4\r\nContent-Length: 40",
        b"Content-Length: 4\r\nTransfer-Encoding: chunked",
        b"Content-Length: +4",
        b"Content-Length: " + b"9" * 5_000,
        b"Content-Length: 4, 4",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    ):
        name, _, port = host.partition(":")
        with socket.create_connection((name, int(port)), 10) as line:
            line.sendall(
                b"POST /api/commands HTTP/1.1\r\nHost: x\r\n"
                + lengths
                + b"\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
            )
            line.settimeout(5)
            said = b""
            while chunk := line.recv(65_536):
                said += chunk
                if b"HTTP/1.1 4" in said:
                    break
        assert said.startswith(b"HTTP/1.1 4"), (lengths, said[:200])
        assert b"200 OK" not in said, "what stands behind is not another request"


# ------------------------------------------------------------------------------------------- sockets


async def _refused(line: Any, message: str | bytes) -> int:
    await line.connection.send(message)
    return int(await line.closed())


@pytest.mark.parametrize("pieces", [1, 70])  # each may be small, the message is not
async def test_a_message_that_is_too_large_closes_the_socket(house: Served, pieces: int) -> None:
    async with wire(house) as line:
        size = (64 * 1024 + pieces) // pieces
        with contextlib.suppress(ConnectionClosed):  # while it is still being sent
            await line.connection.send("x" * size for _ in range(pieces))
        await line.connection.wait_closed()
        # What is sent to a closed socket resets it, and may overtake the code.
        assert line.connection.close_code in (1009, 1006)


@pytest.mark.parametrize(
    "message", [b"\x00\x01", "[" * 30_000, "[]", "null", '{"type":"steal"}', '{"type":"do","command":[]}']
)
async def test_what_is_no_message_closes_the_socket(house: Served, message: str | bytes) -> None:
    async with wire(house) as line:
        assert await _refused(line, message) == 4501


async def test_a_socket_does_not_unfold_what_is_squeezed(house: Served) -> None:
    async with wire(house) as line:  # whose client offers it
        assert "deflate" not in (line.connection.response.headers.get("Sec-WebSocket-Extensions") or "")


async def test_a_flood_of_messages_is_answered_at_its_pace_and_others_are_served(house: Served, crisis: str) -> None:
    """Two thousand at once: none is lost, the socket lives, and the board is served meanwhile."""
    async with wire(house) as line:
        for _ in range(2_000):
            await line.say(type="watch", dossier="nulle-part")
        served = await asyncio.to_thread(house.board, crisis)
        assert served["dossier"] == crisis
        try:
            for _ in range(2_000):
                await line.of("refused")
        except ConnectionClosed as closed:
            raise AssertionError("it was closed though it read its answers") from closed


# -------------------------------------------------------------------------------------------- exports


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_text_is_a_formula(first: str) -> None:
    assert neutral(f'{first}HYPERLINK("https://ailleurs.invalid")').startswith("'")


def test_a_formula_in_a_title_or_a_note_is_a_text_in_the_file(house: Served) -> None:
    crisis = house.declare(title="=cmd|' /C calc'!A0")
    house.do(crisis, "note.write", text='=1+1;"@SUM(1)"\n=2', category="information")
    file = house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/exports/main-courante.csv")
    cells = [
        cell for row in csv.reader(StringIO(file.text.lstrip("\ufeff"), newline=""), delimiter=";") for cell in row
    ]
    assert any("1+1" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)


def test_the_name_of_a_file_cannot_add_a_header_nor_leave_its_folder(house: Served) -> None:
    crisis = house.declare(title='x"; filename=../../a\r\nSet-Cookie: a=b')
    for ending in ("csv", "xlsx", "json", "html"):
        answer = house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/exports/main-courante.{ending}")
        named = answer.headers["content-disposition"]
        assert "set-cookie" not in answer.headers
        assert named.count('"') == 2 and "/" not in named and ".." not in named


@pytest.mark.parametrize(
    "file", ["../board", "..%2f..%2fboard", "main-courante.csv/../../board", "main-courante.csv%00", ".csv", "%2e%2e"]
)
def test_no_name_of_an_export_leads_elsewhere(house: Served, crisis: str, file: str) -> None:
    with socket.create_connection(
        (house.url.rpartition(":")[0].removeprefix("http://"), int(house.url.rpartition(":")[2])), 10
    ) as line:
        token = house.token(PERMANENCE)
        line.sendall(
            f"GET /api/dossiers/{crisis}/exports/{file} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        said = b""
        while chunk := line.recv(65_536):
            said += chunk
    assert said.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), said[:300]


def test_markup_in_a_title_is_text_on_the_page_that_is_exported(house: Served) -> None:
    crisis = house.declare(title="<img src=x onerror=alert(1)><script>1</script>")
    page = house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/exports/main-courante.html")
    assert "<script" not in page.text.replace("<script>1</script>", "?") or "&lt;script" in page.text
    assert "<img" not in page.text and "<script>1" not in page.text
    assert "sandbox" in page.headers["content-security-policy"]
