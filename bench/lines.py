"""The connections of the load client: reporters who write, viewers who look, askers who want a whole board."""

import json
import selectors
import socket
import time
from collections.abc import Callable
from typing import Any

from . import wire

#: Bytes read from a connection at once, and one delta in how many is read whole.
READ, SAMPLE = 1 << 18, 100

now = time.perf_counter


class Loop:
    """Waits for every connection at once and lets each read what has come."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._selector = selectors.DefaultSelector()

    def connect(self, take: Callable[[bytes], None]) -> socket.socket:
        """Open a connection; `take` is given the bytes that come, nothing when the server has closed it."""
        line = socket.create_connection(("127.0.0.1", self._port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setblocking(False)
        self._selector.register(line, selectors.EVENT_READ, take)
        return line

    def run(self, done: Callable[[], bool], seconds: float, step: float = 0.05) -> bool:
        """Read until `done`, which is asked every `step` seconds; say False when it was not within `seconds`."""
        end, ask_at = now() + seconds, 0.0
        while True:
            at = now()
            if at >= ask_at:
                if done():
                    return True
                ask_at = at + step
            if at > end:
                return False
            for key, _ in self._selector.select(step):
                try:
                    data = key.fileobj.recv(READ)
                except BlockingIOError:
                    continue
                except ConnectionResetError:
                    data = b""
                if not data:
                    self._selector.unregister(key.fileobj)
                key.data(data)


def send(line: socket.socket, data: bytes) -> None:
    """Send a short message at once: the buffer of an idle connection always has room for it."""
    sent = line.send(data)
    assert sent == len(data), "the server does not read what it is sent"


class Reporter:
    """Sends one command at a time and remembers when it was sent and answered: (sent, answered, last entry)."""

    def __init__(self, loop: Loop, take: Callable[["Reporter"], None]) -> None:
        self._line = loop.connect(self._read)
        self._responses, self._take = wire.Responses(), take
        self._sent = 0.0
        self.answers: list[tuple[float, float, int]] = []
        self.refused: list[str] = []
        self.is_free, self.is_closed = True, False

    def send(self, data: bytes) -> None:
        self.is_free, self._sent = False, now()
        send(self._line, data)

    def _read(self, data: bytes) -> None:
        if not data:
            self.is_closed = True  # as it should be after five seconds without a command
            if not self.is_free:
                self.refused.append("connection closed")
        for status, body in self._responses.feed(data):
            self.is_free = True
            if status == 201:
                self.answers.append((self._sent, now(), json.loads(body)["last"]))
            else:
                self.refused.append(f"{status} {body[:200].decode(errors='replace')}")
            self._take(self)


class Viewer:
    """Watches one dossier; checks that every range follows the one before, and reads a sample whole."""

    def __init__(self, loop: Loop, path: str, headers: dict[str, str], watch: dict[str, Any]) -> None:
        self._line = loop.connect(self._read)
        self._watch, self._frames, self._is_open = watch, wire.Frames(), False
        self._head = b""
        self.outcome: str | None = None
        self.position = 0
        #: When each delta came, and its range: (time, from, to).
        self.taken: list[tuple[float, int, int]] = []
        self.broken = self.bytes = 0
        self.closed: str | None = None
        send(self._line, wire.upgrade(path, headers))

    def _read(self, data: bytes) -> None:
        if not data:
            self.closed = self.closed or "connection closed"
            return
        if not self._is_open:
            data = self._opened(data)
        at = now()
        self.bytes += len(data)
        for opcode, payload in self._frames.feed(data):
            if opcode == wire.TEXT:
                self._message(at, payload)
            elif opcode == wire.PING:
                send(self._line, wire.frame(payload, wire.PONG))
            elif opcode == wire.CLOSE:
                self.closed = f"closed {int.from_bytes(payload[:2], 'big')}"

    def _opened(self, data: bytes) -> bytes:
        self._head += data
        head, end, rest = self._head.partition(b"\r\n\r\n")
        if not end:
            return b""
        if not head.startswith(b"HTTP/1.1 101"):
            self.closed = head[:60].decode(errors="replace")
            return b""
        self._is_open = True
        send(self._line, wire.say(self._watch))
        return rest

    def _message(self, at: float, payload: bytes) -> None:
        found = wire.range_of(payload)
        if found is None:
            message = json.loads(payload)
            if message["type"] == "sync":
                self.outcome, self.position = message["outcome"], message["seq"] - (message["missed"] or 0)
            elif message["type"] == "refused":
                self.closed = message["error"]["detail"]
            return
        start, to = found
        if start != self.position:
            self.broken += 1
        self.position = max(self.position, to)
        self.taken.append((at, start, to))
        if len(self.taken) % SAMPLE == 1:
            delta = json.loads(payload)
            strange = [line["seq"] for line in delta["lines"] if not start < line["seq"] <= to]
            self.broken += bool(strange) or not all(card["seq"] <= to for card in delta["put"])


class Asker:
    """Asks for one whole board, and keeps what came."""

    def __init__(self, loop: Loop, path: str, headers: dict[str, str]) -> None:
        self._line = loop.connect(self._read)
        self._responses = wire.Responses()
        self._request = wire.request("GET", path, headers)
        self.sent = self.answered = 0.0
        self.status, self.body = 0, b""

    def ask(self) -> None:
        self.sent = now()
        send(self._line, self._request)

    def _read(self, data: bytes) -> None:
        for status, body in self._responses.feed(data):
            self.status, self.body, self.answered = status, body, now()
