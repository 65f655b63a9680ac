"""Boards at the head of their journal, read once for all who ask at the same time."""

import asyncio

from anyio import to_thread

from ..domain.board import Board
from ..journal.boards import Boards


class FreshBoards:
    """Asks the journal before answering. A thousand screens that come back together cost two reads.

    Whoever asks while a read is under way waits for the next one, which begins after they asked: so the
    answer reflects at least the head as it was when they came.
    """

    def __init__(self, boards: Boards) -> None:
        self._boards = boards
        self._running: dict[str, asyncio.Task[Board]] = {}
        self._next: dict[str, asyncio.Task[Board]] = {}

    async def board(self, dossier: str) -> Board:
        """Return the board at the head on arrival, or a later one; empty when there is no such dossier."""
        running = self._running.get(dossier)
        if running is None:
            task = self._running[dossier] = asyncio.ensure_future(self._read(dossier))
        elif dossier in self._next:
            task = self._next[dossier]
        else:
            task = self._next[dossier] = asyncio.ensure_future(self._read_after(running, dossier))
        return await asyncio.shield(task)

    async def _read_after(self, running: "asyncio.Task[Board]", dossier: str) -> Board:
        await asyncio.wait([running])
        self._running[dossier] = self._next.pop(dossier)
        return await self._read(dossier)

    async def _read(self, dossier: str) -> Board:
        try:
            board = await to_thread.run_sync(self._boards.fresh, dossier)
            latest = self._boards.at_hand(dossier)
            return latest if latest.seq > board.seq else board
        finally:
            if self._running.get(dossier) is asyncio.current_task():
                del self._running[dossier]
