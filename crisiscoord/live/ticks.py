"""When to send: the first change at once, then at most every 50 ms and every second fan-out.

An idle board has no added delay, and a busy one sends few, fuller frames (performance.md, C).
"""

import asyncio
from collections.abc import Awaitable, Callable

#: Seconds between two sends at the least, and how many times the last fan-out must have passed.
GAP, TIMES = 0.05, 2.0


class Ticks:
    """Calls `fire` for a dossier that has grown: at once, or as soon as the gap since the last call allows."""

    def __init__(self, fire: Callable[[], Awaitable[None]]) -> None:
        self._fire = fire
        self._task: asyncio.Task[None] | None = None
        self._again = False
        self._next = 0.0
        self.fan_out = 0.0

    def ring(self) -> None:
        """Say that there is something to send. Any number of rings before a send make one send."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())
        else:
            self._again = True

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if (wait := self._next - loop.time()) > 0:
                await asyncio.sleep(wait)
            self._again = False
            began = loop.time()
            await self._fire()
            self.fan_out = loop.time() - began
            self._next = loop.time() + max(GAP, TIMES * self.fan_out)
            if not self._again:
                return
