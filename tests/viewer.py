"""A screen of a server process: a board by HTTP, then what changes by the socket, put and dropped by id."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import orjson
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

#: Seconds that a viewer waits for what it expects.
PATIENCE_S = 20.0


class Viewer:
    """One board, followed on one server. Fails when a delta does not start where the copy stands."""

    def __init__(self, http: httpx2.Client, connection: ClientConnection, dossier: str) -> None:
        self.dossier, self._http, self._connection = dossier, http, connection
        self.cards: dict[str, dict[str, Any]] = {}
        self.lines: list[int] = []
        self.seq, self.cursor, self.view = 0, "", ""
        self.is_watching = False
        self.closed_with: int | None = None

    def load(self) -> None:
        """Read the whole board, and watch from its cursor."""
        response = self._http.get(f"/api/dossiers/{self.dossier}/board")
        assert response.status_code == 200, response.text
        board = response.json()
        self.cards = {card["id"]: card for card in board["cards"]}
        self.seq, self.cursor, self.view = board["seq"], board["cursor"], board["view"]
        self.say(type="watch", dossier=self.dossier, since=self.cursor, view=self.view)

    def say(self, **message: Any) -> None:
        self._connection.send(orjson.dumps(message).decode(), text=True)

    def until(self, true: Callable[["Viewer"], object], within_s: float = PATIENCE_S) -> float:
        """Take in what comes until `true` is; return how many seconds that took."""
        began = time.monotonic()
        while not true(self):
            left = began + within_s - time.monotonic()
            assert left > 0, f"still not true after {within_s} s, at {self.cursor}"
            self._take_one(left)
        return time.monotonic() - began

    def _take_one(self, within_s: float) -> None:
        try:
            message = orjson.loads(self._connection.recv(within_s))
        except TimeoutError:
            return
        except ConnectionClosed as closed:
            self.closed_with = closed.rcvd.code if closed.rcvd else 1006
            return
        if message["type"] == "delta":
            assert message["from"] == self.seq, "a delta is taken only where the viewer is"
            for id in message["drop"]:
                self.cards.pop(id, None)
            self.cards |= {card["id"]: card for card in message["put"]}
            self.lines += [line["seq"] for line in message["lines"]]
            self.seq, self.cursor = message["to"], message["cursor"]
        elif message["type"] == "sync":
            self.is_watching = message["outcome"] != "reload"
            if not self.is_watching:
                self.load()


@contextmanager
def viewer(url: str, proof: str, dossier: str) -> Iterator[Viewer]:
    """Follow a dossier on the server at `url`; `proof` is a token, or a session cookie as it is sent."""
    headers = {"Cookie": proof} if "=" in proof else {"Authorization": f"Bearer {proof}"}
    address = f"ws{url.removeprefix('http')}/ws"
    with (
        httpx2.Client(base_url=url, headers=headers, trust_env=False, timeout=30, verify=False) as http,
        connect(address, additional_headers=headers, proxy=None) as connection,
    ):
        watching = Viewer(http, connection, dossier)
        watching.load()
        yield watching
