"""The recordings kept at hand, one for each crisis whose past somebody looks at: made, kept up, and let go.

Making one takes as long as drawing the whole journal. So it is made beside the requests, one at a time, a few
hundred entries after another; who wants a board meanwhile gets it drawn from a checkpoint.
"""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from itertools import islice

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Engine

from ..domain.board import Board
from ..errors import Refused, Unavailable
from ..journal.boards import Boards
from ..journal.journal import digest_at, entries_after
from .history import Asked, Point
from .once import Once
from .recording import Recording, Still

log = logging.getLogger(__name__)

#: Dossiers whose recording is kept, and what all of them may weigh; the one asked for longest ago goes first. The
#: last one lets its oldest chapters go: boards of those days are drawn again from checkpoints, and not played.
KEPT, WEIGHT = 8, 256 * 1024 * 1024
#: Entries taken at a time.
BATCH = 400
#: Entries taken of a dossier in one round of `keep_up`: a flood of reports is not recorded at its own speed.
ROUND = 2_000
#: Seconds that a request waits for a recording that is being made, before it is told to come back.
PATIENCE_S = 10.0
#: Curves kept, each for all who hold the same channels.
CURVES = 64


class TooOld(Refused):
    code, title = "too_old_to_play", "Trop ancien pour être rejoué"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A recording, and the erasures of the journal when it was begun: it holds no words erased before."""

    recording: Recording
    erasures: int


class Recordings:
    def __init__(self, engine: Engine, boards: Boards) -> None:
        self._engine, self._boards = engine, boards
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._one_at_a_time = CapacityLimiter(1)
        self._curves: Once[list[Point]] = Once(CURVES)

    async def upto(self, head: Board) -> Recording:
        """Return the recording up to `head`, or beyond. Raises Unavailable when it takes too long to make."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE_S
        while (found := self.reaching(head, head.seq)) is None:
            task = self._begin(head, head.seq)
            await asyncio.wait([task], timeout=max(0.0, end - loop.time()))
            if not task.done():
                raise Unavailable("Le passé de ce dossier est en cours de lecture\u00a0: redemandez dans un instant.")
            task.result()
        return found

    def reaching(self, head: Board, seq: int) -> Recording | None:
        """Return the recording at hand when it reaches entry `seq`; when it does not, have it go on."""
        kept = self._valid(head)
        if kept is None or kept.recording.board.seq < seq:
            self._begin(head, head.seq)
            return None
        self._kept.move_to_end(head.dossier)
        return kept.recording

    async def still(self, head: Board, seq: int, limiter: CapacityLimiter) -> Still | None:
        """Return the board after entry `seq`, None when it has not been recorded yet, or is recorded no more."""
        found = self.reaching(head, seq)
        return (
            None
            if found is None or 0 < seq <= found.begins
            else await to_thread.run_sync(found.still, seq, limiter=limiter)
        )

    def check_played(self, recording: Recording, after: int) -> None:
        """Raise TooOld when what followed entry `after` is recorded no more."""
        if after < recording.begins:
            raise TooOld(
                f"Le détail d’avant la ligne {recording.begins} n’est plus en mémoire\u00a0: ces moments "
                "s’affichent un par un, mais ne se rejouent pas."
            )

    async def curve(self, recording: Recording, asked: Asked, limiter: CapacityLimiter) -> list[Point]:
        """Return the points of a history, worked out once for all who ask the same."""
        key = (recording.board.dossier, recording.board.digest, asked)
        make = partial(to_thread.run_sync, recording.history.series, asked, limiter=limiter)
        return await self._curves.get(key, make)

    async def keep_up(self) -> None:
        """Take what has been written since, so that the past is at hand when it is asked for. Runs every 10 s."""
        for dossier, kept in list(self._kept.items()):
            head, seq = self._boards.at_hand(dossier), kept.recording.board.seq
            if head.seq > seq:
                await asyncio.wait([self._begin(head, min(head.seq, seq + ROUND))])

    async def stop(self) -> None:
        """Let go of what is being made."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _valid(self, head: Board) -> _Kept | None:
        """Return what is kept of a dossier, unless words have been erased since it was begun."""
        kept = self._kept.get(head.dossier)
        if kept is not None and kept.erasures != head.erasures:
            del self._kept[head.dossier]
            return None
        return kept

    def _begin(self, head: Board, upto: int) -> asyncio.Task[None]:
        """Have the recording of a dossier go on, unless it does already."""
        task = self._tasks.get(head.dossier)
        if task is None:
            task = self._tasks[head.dossier] = asyncio.ensure_future(self._bring_up(head, upto))
            task.add_done_callback(lambda done: self._ended(head.dossier, done))
        return task

    def _ended(self, dossier: str, task: "asyncio.Task[None]") -> None:
        del self._tasks[dossier]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("the past of %s could not be recorded", dossier, exc_info=error)

    async def _bring_up(self, head: Board, upto: int) -> None:
        kept = self._valid(head) or _Kept(Recording.new(head.dossier), head.erasures)
        while kept.recording.board.seq < upto:
            recording = await to_thread.run_sync(self._extend, kept.recording, upto, limiter=self._one_at_a_time)
            kept = self._keep(head.dossier, _Kept(recording, kept.erasures))

    def _extend(self, recording: Recording, upto: int) -> Recording:
        """Take some more entries; begin again when the journal no longer confirms what was recorded."""
        dossier, seq = recording.board.dossier, recording.board.seq
        with self._engine.begin() as connection:
            if seq and digest_at(connection, dossier, seq) != recording.board.digest:
                return Recording.new(dossier)
            entries = list(islice(entries_after(connection, dossier, seq, min(upto, seq + BATCH)), BATCH))
        if not entries:
            raise Unavailable("La main courante de ce dossier a changé sous nos yeux\u00a0: redemandez.")
        return recording.extended(entries).resting_on(self._boards.at_hand(dossier))

    def _keep(self, dossier: str, kept: _Kept) -> _Kept:
        """Keep a recording, letting others go, then what is oldest of it, beyond WEIGHT; return it as it is kept."""
        self._kept[dossier] = kept
        self._kept.move_to_end(dossier)
        while len(self._kept) > 1 and (len(self._kept) > KEPT or self._weigh() > WEIGHT):
            self._kept.popitem(last=False)
        kept = self._kept[dossier] = _Kept(kept.recording.lightened(WEIGHT), kept.erasures)
        return kept

    def _weigh(self) -> int:
        return sum(one.recording.weight for one in self._kept.values())
