"""Waiting for something to become true, for so long and no longer: tests never sleep for a fixed time."""

import asyncio
import time
from collections.abc import Callable

PATIENCE_S = 15.0
_LOOK_AGAIN_S = 0.005


async def until(true: Callable[[], object], within_s: float = PATIENCE_S) -> None:
    """Let the event loop run until `true()` is; fails when it never comes to be."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, f"still not true after {within_s} s"
        await asyncio.sleep(_LOOK_AGAIN_S)


def until_now(true: Callable[[], object], within_s: float = PATIENCE_S) -> None:
    """The same, for a test without event loop."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, f"still not true after {within_s} s"
        time.sleep(_LOOK_AGAIN_S)
