"""The wire of a socket, lent to the hub: what is the same for many is framed once and written to each at once.

A frame that goes through the viewer's task, Starlette and the protocol costs three times what the kernel takes for it
(docs/performance.md, C). Whoever is in step and has nothing on its way needs none of these.
"""

from typing import Any

from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import OPEN

from ..live.viewer import WriteNow

_LENT = "crisiscoord.wire"


class WireProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which lends its wire to the application through the scope."""

    def handle_connect(self, request: Request) -> None:
        super().handle_connect(request)
        scope: Any = getattr(self, "scope", None)
        if scope is not None:  # None: the handshake was refused
            scope["extensions"][_LENT] = self.write_now

    def write_now(self, message: bytes) -> bool:
        """Write a whole message, framed already; or return False, having done nothing, when it must wait its turn.

        Messages of the ordinary way are written whole too, so that the two never mix.
        """
        if self.close_sent or self.disconnected or self.conn.state is not OPEN or self.transport.is_closing():
            return False
        if self.transport.get_write_buffer_size():
            return False  # the last one has not gone: this socket is slower than the board
        self.transport.write(message)
        return True


def wire_of(websocket: WebSocket) -> WriteNow | None:
    """Return how to write to a socket at once; None where the server lends no wire, and all goes the ordinary way."""
    lent: WriteNow | None = websocket.scope.get("extensions", {}).get(_LENT)
    return lent
