"""How those who sent commands hear of them: in whatever thread they are, together when they wait in one loop."""

import asyncio
import contextlib
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any

#: What a sender waits for: a future of threads (the agenda, a test), or one of an event loop (the web).
Answer = Future[Any] | asyncio.Future[Any]
Outcome = tuple[Answer, Any]


def give(outcomes: Iterable[Outcome]) -> None:
    """Give each answer its outcome, an exception or a value. To be called from the writer's thread.

    Waking a loop costs as much as answering: it is done once for all that wait in it (docs/performance.md).
    """
    loops: dict[asyncio.AbstractEventLoop, list[Outcome]] = {}
    for outcome in outcomes:
        if isinstance(outcome[0], Future):
            _set(*outcome)
        else:
            loops.setdefault(outcome[0].get_loop(), []).append(outcome)
    for loop, some in loops.items():
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody is there to be told
            loop.call_soon_threadsafe(_set_all, some)


def _set_all(outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        _set(*outcome)


def _set(answer: Answer, outcome: Any) -> None:
    if answer.done():
        return  # answered before, or no longer awaited: whoever asked has gone
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)
