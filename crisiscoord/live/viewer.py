"""One viewer: a person behind a socket, what they watch and how far they have been sent."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from ..bell import Present
from ..domain.words import Actor

#: Answers that may wait to be sent to one viewer; beyond that nothing more is read from them.
REPLIES = 256
#: Bodies and départements named in a presence message.
SCOPES = 8
#: Dossiers that one socket may watch.
WATCHED = 32

Renew = Callable[[], Awaitable[Actor | None]]
#: Writes a framed message to the socket at once, or returns False when it must wait its turn.
WriteNow = Callable[[bytes], bool]


@dataclass(slots=True)
class Watch:
    """What a viewer was last sent of one dossier. `paused`: told to reload, sent nothing until it watches again."""

    dossier: str
    seq: int
    cursor: str
    channels: frozenset[str]
    view: str
    allowed: list[str]
    rights_seq: int
    paused: bool = False


@dataclass(eq=False)
class Viewer:
    """A sans-I/O half of a socket: `replies` and `watches` say what is owed, `wake` that something is."""

    actor: Actor
    renew: Renew
    #: None where the server lends no wire: then everything goes through the pump.
    write_now: WriteNow | None = None
    replies: deque[str] = field(default_factory=deque)
    watches: dict[str, Watch] = field(default_factory=dict)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    #: The pump has sent all that was owed, and waits to be woken.
    is_resting: bool = False
    #: A beat was received and is not answered yet.
    beat_owed: bool = False
    #: Since when a send has been under way, by the loop's clock; None when nothing is being sent.
    sending_since: float | None = None
    #: Set when the socket must be closed, with the code to give.
    close_code: int | None = None
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def reply(self, message: dict[str, Any]) -> None:
        """Owe the viewer a message."""
        self.replies.append(orjson.dumps(message).decode())
        self.wake.set()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is owed nor on its way: what is written now comes after all that was sent before."""
        return self.is_resting and not self.wake.is_set() and self.close_code is None

    @property
    def is_full(self) -> bool:
        return len(self.replies) >= REPLIES

    def close(self, code: int) -> None:
        """Ask for the socket to be closed; the first code given stays."""
        if self.close_code is None:
            self.close_code = code
        self.closing.set()
        self.wake.set()

    def here(self) -> Present:
        """Say who this is to the others who watch (presence)."""
        scope = [*self.actor.bodies, *self.actor.departements][:SCOPES]
        return {"name": self.actor.name, "role": self.actor.role, "scope": scope}
