"""Sends one viewer what it is owed, one frame at a time.

Nothing is queued for a viewer but short answers: when a send lasts, the board goes on, and what is sent
next is what has changed since. So nobody waits for anybody, and nothing is dropped (docs/architecture.md).
"""

import asyncio
from collections.abc import Awaitable, Callable

import orjson

from .hub import Hub
from .viewer import Viewer

Send = Callable[[str], Awaitable[None]]


class Pump:
    def __init__(self, hub: Hub, viewer: Viewer, send: Send) -> None:
        self._hub, self._viewer, self._send = hub, viewer, send

    async def run(self) -> None:
        """Send until the viewer must be closed. Raises what `send` raises when the socket is gone."""
        viewer = self._viewer
        while viewer.close_code is None:
            viewer.is_resting = True
            await viewer.wake.wait()
            viewer.is_resting = False
            viewer.wake.clear()
            await self._answers()
            for watch in list(viewer.watches.values()):
                frames = await self._hub.owed(viewer, watch)
                await self._answers()  # a sync goes before the frames that it announces
                for frame in frames:
                    if watch.paused or viewer.watches.get(watch.dossier) is not watch:
                        break
                    await self._write(frame.text)
                    watch.seq, watch.cursor = frame.to, frame.cursor
            await self._answers()
            if viewer.beat_owed:
                viewer.beat_owed = False
                await self._write(orjson.dumps(self._hub.beat(viewer)).decode())

    async def _answers(self) -> None:
        while self._viewer.replies:
            await self._write(self._viewer.replies.popleft())

    async def _write(self, text: str) -> None:
        self._viewer.sending_since = asyncio.get_running_loop().time()
        await self._send(text)
        self._viewer.sending_since = None
