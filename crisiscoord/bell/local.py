"""The bell within one process."""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence

from ..clock import monotonic
from . import Listener, Present
from .presence import Presence

log = logging.getLogger(__name__)

#: Journals whose ring may wait for one listener; beyond, the poll of the heads will tell it.
WAITING = 10_000


class Rings:
    """Journals that have grown and the highest number of each. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seqs: dict[str, int] = {}

    def add(self, dossier: str, seq: int) -> bool:
        """Keep a ring until `take`; says whether it is the first since then."""
        with self._lock:
            first = not self._seqs
            if dossier in self._seqs or len(self._seqs) < WAITING:
                self._seqs[dossier] = max(seq, self._seqs.get(dossier, 0))
            return first

    def take(self) -> dict[str, int]:
        with self._lock:
            taken, self._seqs = self._seqs, {}
            return taken


class _Ear:
    """A listener and the event loop it lives in."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._rings = Rings()

    def ring(self, dossier: str, seq: int) -> bool:
        """Pass a ring on; false when the loop is closed and nobody will ever hear it."""
        if self._rings.add(dossier, seq):
            try:
                self._loop.call_soon_threadsafe(self._tell)
            except RuntimeError:
                return False
        return True

    def _tell(self) -> None:
        for dossier, seq in self._rings.take().items():
            try:
                self._listener(dossier, seq)
            except Exception:  # one listener's mistake is not the others' business
                log.exception("a listener failed on %s:%s", dossier, seq)


class LocalBell:
    """For one process; and, within each process, the last few metres of the bell between processes."""

    #: The name of this process in its own announcements.
    process = "here"

    def __init__(self, now_s: Callable[[], float] = monotonic) -> None:
        self._ears: tuple[_Ear, ...] = ()
        self._lock = threading.Lock()
        self._presence = Presence(now_s)

    def ring(self, dossier: str, seq: int) -> None:
        for ear in self._ears:
            if not ear.ring(dossier, seq):
                self._forget(ear)

    def listen(self, listener: Listener) -> Callable[[], None]:
        ear = _Ear(listener)
        with self._lock:
            self._ears += (ear,)
        return lambda: self._forget(ear)

    async def start(self) -> None:
        """Nothing to begin: there is no other process."""

    async def stop(self) -> None:
        """Nothing to end."""

    def healthy(self) -> bool:
        return True

    def announce(self, dossier: str, here: Sequence[Present]) -> None:
        self._presence.put(dossier, self.process, here)

    def here(self, dossier: str) -> list[Present]:
        return self._presence.of(dossier)

    def _forget(self, ear: _Ear) -> None:
        with self._lock:
            self._ears = tuple(other for other in self._ears if other is not ear)
