"""HTTP and WebSocket as a load client needs them: no more than what the two servers answer, and cheap to read."""

import base64
import json
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

#: Where a delta says its range: the first thing in it, in both servers.
_RANGE = re.compile(rb'\{"type": ?"delta", ?"dossier": ?"[^"]*", ?"from": ?(\d+), ?"to": ?(\d+)')
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Return one HTTP/1.1 request on a connection that is kept."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def upgrade(path: str, headers: Mapping[str, str]) -> bytes:
    """Return the request that turns a connection into a WebSocket."""
    key = base64.b64encode(os.urandom(16)).decode()
    asked = {"upgrade": "websocket", "connection": "Upgrade", "sec-websocket-version": "13", "sec-websocket-key": key}
    return request("GET", path, {**asked, **headers})


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """Return one client frame. Masked, as it must be, with zeros: the payload stays as it is."""
    size = len(payload)
    if size < 126:
        return bytes((0x80 | opcode, 0x80 | size)) + bytes(4) + payload
    return bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2, "big") + bytes(4) + payload


def say(message: Mapping[str, Any]) -> bytes:
    return frame(json.dumps(message).encode())


def range_of(payload: bytes) -> tuple[int, int] | None:
    """Return `from` and `to` of a delta, None for any other message."""
    found = _RANGE.match(payload)
    return None if found is None else (int(found[1]), int(found[2]))


class Frames:
    """Takes bytes of a WebSocket, gives whole messages. The servers send none in pieces."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield (opcode, payload) of every message that is complete."""
        data = self._rest + data if self._rest else data
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[start : start + 2], "big"), start + 2
            elif size == 127:
                size, start = int.from_bytes(data[start : start + 8], "big"), start + 8
            if start + size > end or start > end:
                break
            yield data[at] & 0x0F, data[start : start + size]
            at = start + size
        self._rest = data[at:]


class Responses:
    """Takes bytes of a kept HTTP connection, gives whole answers. Both servers say the length of each."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._held = self._wanted = 0

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield (status, body) of every answer that is complete."""
        self._parts.append(data)
        self._held += len(data)
        while self._held >= self._wanted > 0 or (not self._wanted and self._held):
            whole = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
            head = whole.find(b"\r\n\r\n")
            if head < 0:
                self._parts = [whole]
                return
            length = _LENGTH.search(whole, 0, head)
            assert length is not None, whole[:head]
            self._wanted = head + 4 + int(length[1])
            if self._held < self._wanted:
                self._parts = [whole]
                return
            yield int(whole[9:12]), whole[head + 4 : self._wanted]
            rest = whole[self._wanted :]
            self._parts, self._held, self._wanted = [rest] if rest else [], len(rest), 0
