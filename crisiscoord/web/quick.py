"""The quick way of commands: `POST /api/commands`, answered from the connection itself.

When hundreds report at once, a task, a cycle and two layers for each request cost more than deciding what they ask
(docs/performance.md). So a command that comes whole, from somebody who asked a moment ago, is given to the desk as soon
as its last byte is read, and answered when the desk has committed. Everything else takes the ordinary way
(`web/door.py`), which gives the same answers: whatever is not plain here is handed on to it.
"""

from functools import partial
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from starlette.requests import HTTPConnection
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ..clock import monotonic
from ..domain.words import Actor
from ..errors import Problem
from ..journal.journal import Receipt
from .answers import JSON
from .auth import at_hand, bearer_in, is_https
from .commands import take, told
from .door import COMMANDS
from .errors import Internal, problem_response
from .front import MOST_BYTES, always_said, note
from .parts import Parts

log = structlog.stdlib.get_logger(__name__)

_PATH = COMMANDS.path.encode()
_STATUS = {one.value: f"HTTP/1.1 {one.value} {one.phrase}\r\n".encode() for one in HTTPStatus}


class _Taking:
    """A command of which the body is being read, then that is being carried out.

    It stands where uvicorn's protocol keeps the cycle of a request.
    """

    def __init__(self, keep_alive: bool) -> None:
        self.body = bytearray()
        self.keep_alive = keep_alive
        self.disconnected = self.response_complete = False
        self.began = monotonic()
        self.account: str | None = None


class QuickProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which gives every request to the application, but for plain commands."""

    def __init__(self, house: Parts, **given: Any) -> None:
        super().__init__(**given)
        self._house = house
        headers = ((b"content-type", JSON.encode()), *always_said(is_https(house.settings)))
        self._headers = _written(headers)

    def on_headers_complete(self) -> None:
        if self._is_plain():
            self.cycle = _Taking(self.parser.should_keep_alive())  # type: ignore[assignment]
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if isinstance(self.cycle, _Taking):
            self.cycle.body += body
        else:
            super().on_body(body)

    def connection_lost(self, exc: Exception | None) -> None:
        if isinstance(self.cycle, _Taking):
            self.cycle.disconnected = True  # what was asked is carried out all the same
            self.cycle = None  # type: ignore[assignment]
        super().connection_lost(exc)

    def on_message_complete(self) -> None:
        taking = self.cycle
        if not isinstance(taking, _Taking):
            super().on_message_complete()
            return
        token, client_time = None, None
        for name, value in self.headers:
            if name == b"authorization":
                token = bearer_in(value.decode("latin-1"))
            elif name == b"x-client-time":
                client_time = value.decode("latin-1")
        actor = at_hand(self._house, token, HTTPConnection(dict(self.scope)) if token is None else None)
        if actor is None:
            self._hand_on(taking)
        else:
            self._carry_out(taking, actor, client_time)

    def _is_plain(self) -> bool:
        """Say whether a request is a command that comes whole, on a connection where nothing else is under way."""
        if self.url != _PATH or self.parser.get_method() != b"POST" or self.parser.get_http_version() != "1.1":
            return False
        if self.parser.should_upgrade() or self.expect_100_continue or self.limit_concurrency is not None:
            return False
        if self.cycle is not None and not self.cycle.response_complete:
            return False
        length = next((value for name, value in self.headers if name == b"content-length"), b"")
        return length.isdigit() and int(length) <= MOST_BYTES

    def _hand_on(self, taking: _Taking) -> None:
        """Let the application answer after all."""
        self.cycle = None  # type: ignore[assignment]
        super().on_headers_complete()
        self.cycle.body += taking.body
        super().on_message_complete()

    def _carry_out(self, taking: _Taking, actor: Actor, client_time: str | None) -> None:
        house, taking.account = self._house, actor.account
        try:
            asked = take(house, actor, bytes(taking.body), client_time)
            house.desk.send(asked, actor, partial(self._hear, taking, asked.command.do))
        except Problem as problem:
            self._refuse(taking, problem)
            return
        except Exception:  # as in Front: whatever it is, the caller gets an answer and we get the log
            log.exception("command failed")
            self._refuse(taking, Internal())
            return

    def _hear(self, taking: _Taking, do: str, outcome: Receipt | Exception) -> None:
        """Answer with what the desk says: a receipt, or why there is none."""
        metrics = self._house.metrics
        if isinstance(outcome, Receipt):
            told(self._house, do, again=outcome.again)
            self._answer(taking, 200 if outcome.again else 201, self._headers, orjson.dumps(outcome))
        elif isinstance(outcome, Problem):
            metrics.carried_out(do, outcome.code)
            self._refuse(taking, outcome)
        else:
            log.error("command failed", exc_info=outcome)
            self._refuse(taking, Internal())

    def _refuse(self, taking: _Taking, problem: Problem) -> None:
        response = problem_response(problem)
        own = [(name, value) for name, value in response.raw_headers if name != b"content-length"]
        headers = _written((*own, *always_said(is_https(self._house.settings))))
        self._answer(taking, response.status_code, headers, bytes(response.body))

    def _answer(self, taking: _Taking, status: int, headers: bytes, body: bytes) -> None:
        note(self._house.metrics, COMMANDS.path, "POST", status, monotonic() - taking.began, taking.account)
        taking.response_complete = True
        if taking.disconnected or self.transport.is_closing():
            return
        self.transport.write(
            b"%b%b%bcontent-length: %d\r\n%b\r\n%b"
            % (
                _STATUS[status],
                _written(self.server_state.default_headers),
                headers,
                len(body),
                b"" if taking.keep_alive else b"connection: close\r\n",
                body,
            )
        )
        if not taking.keep_alive:
            self.transport.close()
        self.on_response_complete()


def _written(headers: Any) -> bytes:
    return b"".join(b"%b: %b\r\n" % (name, value) for name, value in headers)
