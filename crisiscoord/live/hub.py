"""The hub: who is watching what in this process, and what they are owed.

The journal is what is true: a ring only says that it is worth looking. Rings that are lost are healed by
`poll`, which compares the heads of the journals with the boards that are watched.
"""

import asyncio
import logging
from itertools import islice
from typing import Any

from anyio import to_thread
from sqlalchemy import Engine

from ..bell import Bell, Present
from ..clock import Clock
from ..domain import policy
from ..domain.board import Board
from ..domain.words import Entry, format_instant
from ..errors import Missing, Problem, TooMany
from ..journal.boards import Boards
from ..journal.heads import DIRECTORY, head_of, seqs
from ..journal.journal import digest_at, entries_after
from ..security_log import record
from .feed import Feed, Frame
from .fresh import FreshBoards
from .ticks import Ticks
from .viewer import WATCHED, Viewer, Watch

log = logging.getLogger(__name__)

#: Viewers woken before the loop is let go, so that acknowledgements and pings are not held up.
SLICE = 256
#: Frames written at once to one viewer: beyond, its pump sends them one after the other.
AT_ONCE = 2
#: Seconds that one send may last before its viewer is closed as too slow.
TOO_SLOW = 10.0
#: Seconds given to all viewers to be told that the server restarts.
FAREWELL = 2.0
#: People named in a presence message.
NAMED = 200

#: Entries after which a resume is a reload without their being read: they would weigh more than the bound.
FAR = 20_000

CLOSE_TOO_SLOW, CLOSE_RESTARTING, CLOSE_RIGHTS = 4001, 4002, 4003
CLOSE_SIGNED_OUT = 4500


class _Room:
    """One dossier that somebody watches."""

    def __init__(self, feed: Feed, ticks: Ticks) -> None:
        self.feed, self.ticks = feed, ticks
        self.viewers: set[Viewer] = set()
        self.said: list[Present] = []


class Hub:
    def __init__(self, engine: Engine, boards: Boards, fresh: FreshBoards, bell: Bell, clock: Clock) -> None:
        self._engine, self._boards, self._fresh = engine, boards, fresh
        self._bell, self._clock = bell, clock
        self._rooms: dict[str, _Room] = {}
        self._viewers: set[Viewer] = set()
        self._directory = -1
        self._renewing = self._to_renew = False
        self._tasks: set[asyncio.Task[None]] = set()

    # What the socket calls

    def join(self, viewer: Viewer) -> None:
        self._viewers.add(viewer)

    def part(self, viewer: Viewer) -> None:
        """Forget a viewer that has gone."""
        self._viewers.discard(viewer)
        for dossier in list(viewer.watches):
            self.leave(viewer, dossier)

    async def watch(self, viewer: Viewer, dossier: str, since: str | None, view: str | None) -> None:
        """Begin, or resume, to send a dossier to a viewer. Owes them a `sync`; raises Missing or TooMany."""
        if dossier not in viewer.watches and len(viewer.watches) >= WATCHED:
            raise TooMany(f"Une même liaison suit {WATCHED} dossiers au plus.")
        board = await self._fresh.board(dossier)
        channels = policy.channels(viewer.actor, board)
        if not channels:
            raise Missing(f"Aucun dossier « {dossier} » ne vous est ouvert.")
        room = self._room(dossier, board)
        room.feed.move_to(self._latest(board))
        seq = await self._position(dossier, since) if view == policy.view(channels, board) else None
        frames = None if seq is None else await self._since(room, seq, channels)
        # Meanwhile the journal may have grown, rights may have changed, the last other viewer may have left.
        room = self._room(dossier, board)
        room.feed.move_to(self._latest(board))
        watch = self._watch_of(viewer, room.feed.board)
        if not watch.channels:
            raise Missing(f"Aucun dossier « {dossier} » ne vous est ouvert.")
        if frames is None or seq is None or view != watch.view:
            watch.paused = True
            self._sync(viewer, watch, "reload", None)
        else:
            head = watch.seq
            watch.seq, watch.cursor = seq, since or ""
            self._sync(viewer, watch, "caught_up" if head > seq else "current", head - seq, room.feed.board)
        viewer.watches[dossier] = watch
        room.viewers.add(viewer)
        if room.said and policy.sees_who_is_here(viewer.actor):
            viewer.reply({"type": "presence", "dossier": dossier, "here": room.said})
        viewer.wake.set()

    def leave(self, viewer: Viewer, dossier: str) -> None:
        """Stop sending a dossier to a viewer; nobody left, the room is cleared."""
        viewer.watches.pop(dossier, None)
        room = self._rooms.get(dossier)
        if room is not None:
            room.viewers.discard(viewer)
            if not room.viewers:
                room.ticks.stop()
                del self._rooms[dossier]
                self._bell.announce(dossier, [])

    async def owed(self, viewer: Viewer, watch: Watch) -> list[Frame]:
        """Return the frames that a viewer must now be sent of one dossier."""
        room = self._rooms.get(watch.dossier)
        if room is None or watch.paused:
            return []
        frames: list[Frame] | None = []
        self._look_at_rights(viewer, watch, room)
        if not watch.paused and watch.cursor != room.feed.board.cursor:
            frames = await self._since(room, watch.seq, watch.channels)
            self._look_at_rights(viewer, watch, room)
        if watch.paused:
            return []
        if frames is None or (not frames and watch.cursor != room.feed.board.cursor):
            watch.paused = True
            self._sync(viewer, self._watch_of(viewer, room.feed.board), "reload", None)
            return []
        return frames

    def _look_at_rights(self, viewer: Viewer, watch: Watch, room: _Room) -> None:
        if watch.rights_seq < room.feed.rights_seq:
            self._review(viewer, watch, room.feed.board)

    # What the bell, the motor and the directory call

    def on_ring(self, dossier: str, seq: int) -> None:
        """A journal has grown. Called in the loop."""
        if dossier == DIRECTORY:
            if seq > self._directory:
                self._directory = seq
                self._spawn(self.renew_all())
            return
        room = self._rooms.get(dossier)
        if room is not None and seq > room.feed.board.seq:
            room.ticks.ring()

    async def poll(self) -> None:
        """Look at the heads, in case a ring was lost. Runs every 2 s."""
        if not self._rooms and not self._viewers:
            return
        for dossier, seq in (await to_thread.run_sync(self._seqs)).items():
            room = self._rooms.get(dossier)
            if dossier == DIRECTORY or (room is not None and seq > room.feed.board.seq):
                self.on_ring(dossier, seq)
            elif room is not None and seq < room.feed.board.seq:
                room.ticks.ring()

    async def sweep(self) -> None:
        """Close those who have been too slow for too long, and say who is here. Runs every second."""
        now = asyncio.get_running_loop().time()
        for viewer in list(self._viewers):
            if viewer.sending_since is not None and now - viewer.sending_since > TOO_SLOW:
                viewer.close(CLOSE_TOO_SLOW)
        for dossier, room in list(self._rooms.items()):
            self._bell.announce(dossier, [viewer.here() for viewer in islice(room.viewers, NAMED)])
            here = sorted(self._bell.here(dossier), key=lambda one: (one["role"], one["name"]))[:NAMED]
            if here != room.said:
                room.said = here
                for viewer in room.viewers:
                    if policy.sees_who_is_here(viewer.actor):
                        viewer.reply({"type": "presence", "dossier": dossier, "here": here})

    async def renew_all(self) -> None:
        """Ask again who everybody is: rights may have changed, sessions may have ended.

        Asked meanwhile, it begins again at its end: an answer from before the change never stands after one from after
        it. Whoever cannot be read is asked again by the next poll, and keeps nobody waiting.
        """
        self._to_renew = True
        if self._renewing:
            return
        self._renewing = True
        try:
            while self._to_renew:
                self._to_renew = False
                for viewer in list(self._viewers):
                    await self._renew(viewer)
        finally:
            self._renewing = False

    async def _renew(self, viewer: Viewer) -> None:
        try:
            actor = await viewer.renew()
        except Exception:  # the database does not answer: the others are asked all the same
            log.exception("a viewer could not be asked again")
            self._directory = -1
            return
        if actor is None:
            viewer.close(CLOSE_SIGNED_OUT)
        elif actor != viewer.actor:
            viewer.actor = actor
            for watch in list(viewer.watches.values()):
                self._review(viewer, watch, self._rooms[watch.dossier].feed.board)

    async def stop(self) -> None:
        """Tell everybody that the server restarts, and give them a moment to hear it. Said once."""
        for room in self._rooms.values():
            room.ticks.stop()
        for viewer in list(self._viewers):
            viewer.close(CLOSE_RESTARTING)
        deadline = asyncio.get_running_loop().time() + FAREWELL
        while self._viewers and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)

    def counts(self) -> dict[str, int]:
        """Return how many viewers there are and how many dossiers they watch, for the metrics."""
        return {"viewers": len(self._viewers), "dossiers": len(self._rooms)}

    # Inside

    def _room(self, dossier: str, board: Board) -> _Room:
        if dossier not in self._rooms:
            ticks = Ticks(lambda: self._fan_out(dossier))
            self._rooms[dossier] = _Room(Feed(board), ticks)
        return self._rooms[dossier]

    def _latest(self, board: Board) -> Board:
        """Return the board at hand when it is later than `board`, which has just been read."""
        return max(board, self._boards.at_hand(board.dossier), key=lambda one: one.seq)

    async def _fan_out(self, dossier: str) -> None:
        room = self._rooms.get(dossier)
        if room is None:
            return
        try:
            board = self._boards.at_hand(dossier)
            if board.seq <= room.feed.board.seq:
                board = await self._fresh.board(dossier)
        except Exception:  # the poll asks again in 2 s; one bad read must not stop the board for ever
            log.exception("the board of %s could not be read", dossier)
            return
        self._move(room, board)
        for index, viewer in enumerate(list(room.viewers), 1):
            if not self._write_now(viewer, room):
                viewer.wake.set()
            if index % SLICE == 0:
                await asyncio.sleep(0)
        # The pumps that were woken run before this line: the fan-out is measured with their writes.
        await asyncio.sleep(0)

    def _move(self, room: _Room, board: Board) -> None:
        """Take the board as it now is, with what has changed for those who were in step, if that is at hand."""
        feed, before = room.feed, room.feed.board.seq
        feed.move_to(board)
        if not feed.knows(before) and (entries := self._boards.recent(board.dossier, before, board.seq)):
            feed.learn(before, entries)

    def _write_now(self, viewer: Viewer, room: _Room) -> bool:
        """Send a viewer what it is owed at once, when that is plain: it is in step, may hold what it held, and is idle.

        False: its pump must see to it. What is written is what the pump would have sent.
        """
        watch = viewer.watches.get(room.feed.board.dossier)
        if viewer.write_now is None or watch is None or watch.paused or not viewer.is_idle:
            return False
        feed = room.feed
        if watch.rights_seq < feed.rights_seq or not feed.knows(watch.seq):
            return False
        frames = feed.since(watch.seq, watch.channels)
        if not frames or len(frames) > AT_ONCE:
            return False
        if not viewer.write_now(b"".join(frame.message for frame in frames)):
            return False
        watch.seq, watch.cursor = frames[-1].to, frames[-1].cursor
        return True

    async def _since(self, room: _Room, seq: int, channels: frozenset[str]) -> list[Frame] | None:
        feed, dossier = room.feed, room.feed.board.dossier
        if not feed.knows(seq):
            head = feed.board.seq
            if head - seq > FAR:
                return None
            entries = self._boards.recent(dossier, seq, head)
            if entries is None:
                entries = await to_thread.run_sync(self._entries, dossier, seq, head)
                if feed.board.seq > head:  # it grew while they were read: the rest is at hand
                    entries += self._boards.recent(dossier, head, feed.board.seq) or []
            feed.learn(seq, entries)
        return feed.since(seq, channels) if feed.knows(seq) else None

    def _entries(self, dossier: str, seq: int, upto: int) -> list[Entry]:
        with self._engine.begin() as connection:
            return list(entries_after(connection, dossier, seq, upto))

    def _seqs(self) -> dict[str, int]:
        with self._engine.begin() as connection:
            return seqs(connection)

    async def _position(self, dossier: str, since: str | None) -> int | None:
        """Return the entry that a cursor names, None when the journal does not confirm it."""
        return None if not since else await to_thread.run_sync(self._confirmed, dossier, since)

    def _confirmed(self, dossier: str, since: str) -> int | None:
        seq, _, digest8 = since.partition(".")
        if not seq.isascii() or not seq.isdigit() or len(seq) > 18:
            return None
        with self._engine.begin() as connection:
            head = head_of(connection, dossier)
            if head is None or int(seq) > head.seq:
                return None
            digest = digest_at(connection, dossier, int(seq)) if int(seq) else bytes(32)
        return int(seq) if digest is not None and digest.hex()[:8] == digest8 else None

    def _watch_of(self, viewer: Viewer, board: Board) -> Watch:
        channels = policy.channels(viewer.actor, board)
        return Watch(
            board.dossier,
            board.seq,
            board.cursor,
            channels,
            policy.view(channels, board),
            policy.allowed(viewer.actor, board),
            board.seq,
        )

    def _review(self, viewer: Viewer, watch: Watch, board: Board) -> None:
        """Look again at what a viewer may hold; tell them when it has changed."""
        now = self._watch_of(viewer, board)
        watch.rights_seq = board.seq
        if not now.channels:
            watch.paused = True
            self.refuse(viewer, None, Missing("Ce dossier ne vous est plus ouvert."), watch.dossier)
            record("rights_changed", viewer.actor.account)
            viewer.close(CLOSE_RIGHTS)
        elif now.view != watch.view:
            watch.paused = True
            self._sync(viewer, now, "reload", None)
        elif now.allowed != watch.allowed:
            watch.allowed = now.allowed
            missed = max(0, board.seq - watch.seq)
            self._sync(viewer, watch, "caught_up" if missed else "current", missed, board)

    def _sync(self, viewer: Viewer, watch: Watch, outcome: str, missed: int | None, head: Board | None = None) -> None:
        viewer.reply(
            {
                "type": "sync",
                "dossier": watch.dossier,
                "outcome": outcome,
                "seq": head.seq if head else watch.seq,
                "cursor": head.cursor if head else watch.cursor,
                "view": watch.view,
                "missed": missed,
                "allowed": watch.allowed,
            }
        )

    def refuse(self, viewer: Viewer, id: str | None, problem: Problem, dossier: str | None = None) -> None:
        """Owe a viewer a refusal, of a command (`id`) or of a watch (`dossier`)."""
        message: dict[str, Any] = {"type": "refused", "id": id, "error": problem.as_problem()}
        if dossier is not None:
            message["dossier"] = dossier
        viewer.reply(message)

    def beat(self, viewer: Viewer) -> dict[str, Any]:
        """Return the answer to a beat: the time, and where each board is that this viewer has been sent.

        Made when it is sent, after the frames: a viewer that finds itself elsewhere has missed something.
        """
        cursors = {watch.dossier: watch.cursor for watch in viewer.watches.values() if not watch.paused}
        return {"type": "beat", "server_time": format_instant(self._clock.now()), "cursors": cursors}

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
