"""What goes on after the answer was given, so that the answer takes as long whatever there is to do."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from ..errors import Unavailable

log = structlog.stdlib.get_logger(__name__)

#: Errands under way at once; beyond, whoever asks is told to come back, whoever they are.
MOST = 64


class Errands:
    """Tasks of the loop, bounded. What fails is logged by its kind alone."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._under_way: set[asyncio.Task[None]] = set()

    def refuse_when_full(self) -> None:
        """Raise Unavailable when no more can be begun."""
        if len(self._under_way) >= self._most:
            raise Unavailable("Trop de demandes à la fois\u00a0: recommencez dans un instant.")

    def begin(self, errand: Coroutine[Any, Any, None]) -> None:
        """Do something beside the answer."""
        task = asyncio.get_running_loop().create_task(_done(errand))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def stop(self) -> None:
        """Drop what is under way: whoever asked asks again."""
        for task in (waiting := list(self._under_way)):
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def _done(errand: Coroutine[Any, Any, None]) -> None:
    try:
        await errand
    except Exception as fault:  # nobody waits for it: the log is the only place
        log.warning("errand failed", fault=type(fault).__name__)
