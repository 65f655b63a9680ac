"""The one thread of a process that writes.

SQLite has one writer at a time: two threads of the same process that compete for it only wait for each
other. So every write of the process, commands, sessions and tokens alike, is done here, in turn.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from ..errors import Problem, Unavailable
from .engine import writing

T = TypeVar("T")
log = logging.getLogger(__name__)

#: Jobs that may wait for the writer; more is refused at once, nothing is lost.
WAITING = 20_000


class Busy(Unavailable):
    code, title = "busy", "Serveur trop chargé"


class Writer:
    """Runs jobs one after the other in its own thread. A job is a function without arguments that never raises."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = writing(engine)
        self._jobs: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def put(self, job: Callable[[], None], *, again: bool = False) -> None:
        """Queue a job. Raises Busy when too many wait or the writer is stopping.

        `again` is for a job that queues the rest of itself: it is always taken.
        """
        with self._changed:
            if not again and (self._stopped or len(self._jobs) >= WAITING):
                raise Busy("Le serveur reçoit trop d’écritures : renvoyez dans quelques secondes.")
            self._jobs.append(job)
            self._changed.notify()

    def run(self, write: Callable[[Connection], T]) -> "Future[T]":
        """Run `write` in one transaction and commit it; its Problem, or Unavailable, comes by the future."""
        future: Future[T] = Future()

        def job() -> None:
            try:
                with self._writing.begin() as connection:
                    result = write(connection)
            except Problem as problem:
                future.set_exception(problem)
            except Exception as error:  # whatever it is, the caller must hear of it and the thread go on
                log.exception("a write failed")
                future.set_exception(unavailable(error))
            else:
                future.set_result(result)

        self.put(job)
        return future

    def stop(self) -> None:
        """Finish what waits, then end the thread. Later jobs are refused."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join()

    def begin(self) -> Any:
        """Return the context of one writing transaction, for a job that runs in the thread."""
        return self._writing.begin()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._jobs and not self._stopped:
                    self._changed.wait()
                if not self._jobs:
                    return
                job = self._jobs.popleft()
            try:
                job()
            except Exception:  # promised never to happen; without this thread nothing is written any more
                log.exception("a job of the writer failed")


def unavailable(error: Exception) -> Exception:
    """Say as an answer that the database could not be written; anything that is a bug stays one."""
    if isinstance(error, SQLAlchemyError):
        return Unavailable("La base de données n’a pas répondu : rien n’a été écrit, renvoyez la même demande.")
    return error
