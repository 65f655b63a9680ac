"""What makes things run every so often: APScheduler, which remembers nothing.

A run that is late is run once; one that is not over is not started again beside itself. Blocking work runs in
a thread. A failing run is logged and counted, and the next one comes at its time.
"""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC

from anyio import CapacityLimiter, to_thread
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from ..clock import monotonic

log = logging.getLogger(__name__)

#: Threads for blocking work: the metronome may wait for the database without holding up a sweep.
THREADS = 4
#: Seconds left to runs under way when the motor stops.
GRACE_S = 10.0

Work = Callable[[], object] | Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Run:
    """How a piece of work has been going: `ended_s` by `clock.monotonic`, None when it never went well."""

    every_s: float
    runs: int = 0
    failures: int = 0
    lasted_s: float = 0.0
    ended_s: float | None = None


class Motor:
    """Runs work at intervals, in the event loop where it is started."""

    def __init__(self) -> None:
        self._scheduler = _scheduler()
        self._threads = CapacityLimiter(THREADS)
        self._under_way: set[asyncio.Task[object]] = set()
        self._runs: dict[str, Run] = {}

    def every(self, seconds: float, name: str, work: Work) -> None:
        """Have `work` run every so many seconds from the start on; a plain function runs in a thread."""
        if name in self._runs:
            raise ValueError(f"{name} runs already")
        self._runs[name] = Run(every_s=seconds)
        self._scheduler.add_job(self._run, "interval", seconds=seconds, args=(name, work), id=name, name=name)

    def runs(self) -> dict[str, Run]:
        """Return how each piece of work has been going, for /readyz and /metrics."""
        return dict(self._runs)

    async def start(self) -> None:
        """Begin, in the loop that runs now. May be done once."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Start nothing more and wait, `GRACE_S` at most, for what is under way."""
        if not self._scheduler.running:
            return
        under_way = set(self._under_way)
        self._scheduler.shutdown(wait=False)
        if under_way:
            await asyncio.wait(under_way, timeout=GRACE_S)
        await asyncio.sleep(0)  # the scheduler ends in a later turn of the loop

    async def _run(self, name: str, work: Work) -> None:
        # The scheduler cancels what it started when it shuts down; the work itself is let go to its end.
        task = asyncio.ensure_future(self._measured(name, work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.shield(task)

    async def _measured(self, name: str, work: Work) -> None:
        begun = monotonic()
        try:
            if inspect.iscoroutinefunction(work):
                await work()
            else:
                await to_thread.run_sync(work, limiter=self._threads)
        except Exception:  # tomorrow's run must not depend on today's
            log.exception("%s failed", name)
            failed = True
        else:
            failed = False
        ended, run = monotonic(), self._runs[name]
        self._runs[name] = replace(
            run,
            runs=run.runs + 1,
            failures=run.failures + failed,
            lasted_s=ended - begun,
            ended_s=run.ended_s if failed else ended,
        )


def _scheduler() -> AsyncIOScheduler:
    """Return a scheduler without store. That a run is skipped while the last one lasts is not news."""
    logger = logging.getLogger(f"{__name__}.scheduler")
    logger.setLevel(logging.ERROR)
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    return AsyncIOScheduler(timezone=UTC, job_defaults=defaults, logger=logger)
