"""What goes on after the answer was given, so that the answer takes as long whatever there is to do."""

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from typing import Any

import structlog

from ..errors import Unavailable

log = structlog.stdlib.get_logger(__name__)

#: Errands under way at once; beyond, whoever asks is told to come back, whoever they are.
MOST = 64
#: Errands that rest before they try again, beside those; one more is given up.
MOST_RESTING = 500


class Errands:
    """Tasks of the loop, bounded. What fails is logged by its kind alone."""

    def __init__(self, most: int = MOST, most_resting: int = MOST_RESTING) -> None:
        self._most, self._most_resting, self._resting = most, most_resting, 0
        self._under_way: set[asyncio.Task[None]] = set()

    def refuse_when_full(self) -> None:
        """Raise Unavailable when no more can be begun."""
        if len(self._under_way) - self._resting >= self._most:
            raise Unavailable("Trop de demandes à la fois\u00a0: recommencez dans un instant.")

    @contextlib.contextmanager
    def resting(self) -> Iterator[None]:
        """Leave the place of an errand that waits to others. Raises Unavailable when too many wait."""
        if self._resting >= self._most_resting:
            raise Unavailable("Trop d’envois attendent déjà.")
        self._resting += 1
        try:
            yield
        finally:
            self._resting -= 1

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
