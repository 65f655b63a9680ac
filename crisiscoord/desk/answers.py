"""How those who sent commands hear of them: in whatever thread they are, together when they wait in one loop."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)

#: What is called, in its loop, with what a command got: a value, or the exception that says why it got none.
Hear = Callable[[Any], None]


@dataclass(slots=True)
class Hearing:
    """Somebody in an event loop who is to be called. Cheaper than a future, which the loop asks again what it holds."""

    loop: asyncio.AbstractEventLoop
    hear: Hear


#: What a sender waits for: a future of threads (the agenda, a test), or a call in an event loop (the web).
Answer = Future[Any] | Hearing
Outcome = tuple[Answer, Any]


def hearing(answer: "asyncio.Future[Any]") -> Hear:
    """Return what puts an outcome into a future of the loop that calls it, unless nobody waits for it any more."""

    def hear(outcome: Any) -> None:
        if answer.done():
            return
        if isinstance(outcome, Exception):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)

    return hear


def give(outcomes: Iterable[Outcome]) -> None:
    """Give each answer its outcome, an exception or a value. To be called from the writer's thread.

    Waking a loop costs as much as answering: it is done once for all that wait in it (docs/performance.md).
    """
    loops: dict[asyncio.AbstractEventLoop, list[tuple[Hear, Any]]] = {}
    for answer, outcome in outcomes:
        if isinstance(answer, Hearing):
            loops.setdefault(answer.loop, []).append((answer.hear, outcome))
        elif not answer.done():  # answered before, or no longer awaited: whoever asked has gone
            if isinstance(outcome, Exception):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)
    for loop, some in loops.items():
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody is there to be told
            loop.call_soon_threadsafe(_tell_all, some)


def _tell_all(outcomes: Iterable[tuple[Hear, Any]]) -> None:
    for hear, outcome in outcomes:
        try:
            hear(outcome)
        except Exception:  # one that cannot hear must not leave the others waiting
            log.exception("an answer was not heard")
