"""Who was asked about a moment ago, so that the database is not asked for every command."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from ..clock import monotonic

V = TypeVar("V")

#: How long an answer may be used again when no ring has said that rights have changed.
HOLDS_S = 5.0
#: Answers kept; beyond, the one not used for longest is forgotten.
MOST = 4_096


class Remembered(Generic[V]):
    """Answers by the digest of what was shown. Safe from any thread."""

    def __init__(self, now_s: Callable[[], float] = monotonic) -> None:
        self._now_s = now_s
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[float, V]] = OrderedDict()
        self._age = 0

    def get(self, key: bytes) -> V | None:
        with self._lock:
            until, value = self._kept.get(key, (0.0, None))
            if value is None or until <= self._now_s():
                return None
            self._kept.move_to_end(key)
            return value

    def begin(self) -> int:
        """Return what `put` must be given: an answer read before a `forget` is not kept after it."""
        return self._age

    def put(self, key: bytes, value: V, begun: int) -> None:
        with self._lock:
            if begun != self._age:
                return
            self._kept[key] = (self._now_s() + HOLDS_S, value)
            self._kept.move_to_end(key)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Keep nothing: somebody's rights have changed."""
        with self._lock:
            self._kept.clear()
            self._age += 1
