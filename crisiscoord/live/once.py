"""What costs much to make, made once however many ask for it at the same time, and kept for those who follow."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Keeps the last things made, and makes each of them once however many ask at the same time."""

    def __init__(self, kept: int) -> None:
        self._most = kept
        self._made: OrderedDict[Hashable, asyncio.Future[T]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return what was made for `key`. A failure is told to all who wait, and is not kept."""
        future = self._made.get(key)
        if future is None:
            future = self._made[key] = asyncio.ensure_future(make())
            future.add_done_callback(lambda done: self._forget_failed(key, done))
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        else:
            self._made.move_to_end(key)
        return await asyncio.shield(future)

    def _forget_failed(self, key: Hashable, done: "asyncio.Future[T]") -> None:
        if (done.cancelled() or done.exception()) and self._made.get(key) is done:
            del self._made[key]
