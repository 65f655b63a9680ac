"""Who is here, process by process, as each has last said it. Kept in memory only, and not for long."""

import threading
from collections.abc import Callable, Sequence

from ..clock import monotonic
from . import Present

#: How long what a process has said holds.
HOLDS_S = 60.0
#: After how long it is told again though nothing has changed.
TELL_AGAIN_S = 20.0
#: Viewers that one process may announce for one dossier; those beyond are not shown.
MOST_VIEWERS = 200
#: Announcements kept, all dossiers and processes together; those beyond are not taken in.
MOST_ANNOUNCED = 2_000

Key = tuple[str, str]


class Presence:
    """What has been announced, by (dossier, process). Safe from any thread."""

    def __init__(self, now_s: Callable[[], float] = monotonic) -> None:
        self._now_s = now_s
        self._lock = threading.Lock()
        self._said: dict[Key, tuple[float, tuple[Present, ...]]] = {}
        self._told: dict[str, tuple[float, tuple[Present, ...]]] = {}

    def put(self, dossier: str, process: str, here: Sequence[Present]) -> None:
        """Replace what `process` had said of `dossier`; nobody there any more forgets it."""
        now = self._now_s()
        with self._lock:
            self._said.pop((dossier, process), None)
            if len(self._said) >= MOST_ANNOUNCED:
                self._said = {key: said for key, said in self._said.items() if said[0] > now}
            if here and len(self._said) < MOST_ANNOUNCED:
                self._said[dossier, process] = (now + HOLDS_S, tuple(here[:MOST_VIEWERS]))

    def is_news(self, dossier: str, here: Sequence[Present]) -> bool:
        """Say whether `here` is worth telling again: it has changed, or was last told long ago."""
        now, some = self._now_s(), tuple(here[:MOST_VIEWERS])
        with self._lock:
            told_at, told = self._told.get(dossier, (now, ()))
            if told == some and (not some or now < told_at + TELL_AGAIN_S):
                return False
            self._told.pop(dossier, None)
            if some and len(self._told) < MOST_ANNOUNCED:
                self._told[dossier] = (now, some)
            return True

    def of(self, dossier: str) -> list[Present]:
        """Return who is on `dossier`, each once, by name."""
        now = self._now_s()
        with self._lock:
            said = [held for (about, _), held in self._said.items() if about == dossier]
        seen = {
            (viewer["name"], viewer["role"], *viewer["scope"]): viewer
            for until, viewers in said
            if until > now
            for viewer in viewers
        }
        return [seen[key] for key in sorted(seen)]

    def said_by(self, process: str) -> dict[str, tuple[Present, ...]]:
        """Return what `process` has said and still holds, by dossier."""
        now = self._now_s()
        with self._lock:
            return {
                dossier: viewers
                for (dossier, who), (until, viewers) in self._said.items()
                if who == process and until > now
            }
