"""A whole house behind a real server on loopback, and a client of it for each of the cast."""

import contextlib
import gzip
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

import httpx2
import orjson
import structlog
import uvicorn

from crisiscoord.app import House, build
from crisiscoord.cli.serving import config
from crisiscoord.clock import ManualClock
from crisiscoord.directory.links import Body, Link
from crisiscoord.domain.words import Actor
from crisiscoord.settings import Settings
from tests.cast import PERMANENCE
from tests.tables import prepare
from tests.waiting import until_now

NEMOURS, MELUN = "77333", "77288"
DECLARED: Mapping[str, Any] = {
    "title": "Crue du Loing",
    "hazard": "inondation",
    "reason": "Deux communes évacuent.",
    "communes": [NEMOURS, MELUN],
    "exercise": True,
}


class Served:
    """A running house. `as_(actor)` is a client of it; `clock` is what time it is there."""

    def __init__(self, house: House, clock: ManualClock, url: str) -> None:
        self.house, self.clock, self.url = house, clock, url
        self._clients: dict[str, httpx2.Client] = {}
        self._tokens: dict[str, str] = {}
        self._sessions: dict[str, str] = {}
        self._dossiers = count(1)

    def client(self, **options: Any) -> httpx2.Client:
        """Return a client of nobody in particular."""
        return httpx2.Client(base_url=self.url, trust_env=False, timeout=30, **options)

    def token(self, actor: Actor) -> str:
        """Return a token for an account with the role and scope of `actor`, made the first time."""
        if actor.account not in self._tokens:
            # What the tests of the core call a candidate is an account that only a designation gives rights to.
            role = "representant_unccas" if actor.role == "candidate" else actor.role
            text, _ = self.house.tokens.create(
                role,
                self.clock.now(),
                bodies=actor.bodies,
                departements=() if actor.bodies else actor.departements,
                email=actor.email,
                label=actor.name,
            )
            self._tokens[actor.account] = text
        return self._tokens[actor.account]

    def proof(self, actor: Actor) -> dict[str, str]:
        """Return the headers by which `actor` is known: a token, or the session that a link has opened."""
        if actor.dossier is None:
            return {"Authorization": f"Bearer {self.token(actor)}"}
        if actor.account not in self._sessions:
            self._sessions[actor.account] = self.house.sessions.open(self._link(actor).account, self.clock.now())
        return {"Cookie": f"crisiscoord={self._sessions[actor.account]}"}

    def _link(self, actor: Actor) -> Link:
        links, now = self.house.links, self.clock.now()
        assert actor.dossier is not None
        if actor.role == "liaison":
            return links.give_liaison(actor.dossier, actor.departements[0], actor.name, 3, now, "system")
        body = Body(actor.bodies[0], actor.name, actor.departements[0])
        links.ensure(actor.dossier, [body], now)
        return next(link for link in links.of(actor.dossier) if link.body == body.id and link.stands(now))

    def as_(self, actor: Actor = PERMANENCE) -> httpx2.Client:
        """Return a client that shows the token of `actor`."""
        if actor.account not in self._clients:
            self._clients[actor.account] = self.client(headers=self.proof(actor))
        return self._clients[actor.account]

    def send(self, command: Mapping[str, Any], actor: Actor = PERMANENCE, **headers: str) -> httpx2.Response:
        """Send a command as it is."""
        return self.as_(actor).post("/api/commands", content=orjson.dumps(command), headers=headers)

    def do(self, dossier: str, do: str, actor: Actor = PERMANENCE, **fields: Any) -> httpx2.Response:
        """Send one more command, with an id of its own."""
        return self.send({"id": str(uuid4()), "dossier": dossier, "do": do, **fields}, actor)

    def declare(self, **fields: Any) -> str:
        """Declare one more crisis, and return its id."""
        dossier = f"crue-{next(self._dossiers)}"
        occurred_at = (self.clock.now() - timedelta(hours=2)).isoformat()
        response = self.do(dossier, "crisis.declare", **{**DECLARED, "occurred_at": occurred_at, **fields})
        assert response.status_code == 201, response.text
        return dossier

    def report(self, dossier: str, actor: Actor, insee: str = NEMOURS, **fields: Any) -> httpx2.Response:
        """File a report of a CCAS."""
        said = {"status": "mobilise", "observed_at": self.clock.now().isoformat(), **fields}
        return self.do(dossier, "report.file", actor, body=f"ccas-{insee}", **said)

    def board(self, dossier: str, actor: Actor = PERMANENCE, **query: Any) -> Any:
        response = self.as_(actor).get(f"/api/dossiers/{dossier}/board", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    def lines(self, dossier: str, actor: Actor = PERMANENCE, **query: Any) -> Any:
        response = self.as_(actor).get(f"/api/dossiers/{dossier}/journal", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    def close(self) -> None:
        for client in self._clients.values():
            client.close()


@contextlib.contextmanager
def served(
    url: str,
    clock: ManualClock,
    *,
    work: bool = False,
    salts: Callable[[], bytes] | None = None,
    **settings: Any,
) -> Iterator[Served]:
    """Run a house on the database `url`, which is prepared when it is empty, behind uvicorn in a thread of this process.

    Without `work`, time that passes makes nothing fall due.
    """
    _log_as_the_others_do()
    prepare(url)
    chosen = Settings(**{"mode": "test", "database": url, "commands_per_minute": 0, **settings})
    house = build(chosen, work=work, clock=clock, salts=salts)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(config(house, "127.0.0.1", 0))  # as `serve` does
        thread = threading.Thread(target=partial(server.run, sockets=[listener]), name="server")
        thread.start()
        try:
            until_now(lambda: server.started or not thread.is_alive())
            running = Served(house, clock, f"http://127.0.0.1:{listener.getsockname()[1]}")
            with contextlib.closing(running):
                yield running
        finally:
            server.should_exit = True
            thread.join()


def _log_as_the_others_do() -> None:
    """Let pytest hold what the web logs, as it does for everything else."""
    structlog.configure(
        processors=[structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def ungzipped(body: bytes) -> bytes:
    """Return what one gzip member holds. Raises when it is not valid, or not alone."""
    return gzip.decompress(body)


def cards_of(board: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cards of a board as it was sent, by id."""
    found = {card["id"]: card for card in board["cards"]}
    assert len(found) == len(board["cards"]), "a card came twice"
    return found
