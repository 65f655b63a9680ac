"""
A cable between a client and a server on loopback, that a test cuts, deadens and mends.

A browser that is told to be offline keeps its sockets: only a cable that is really cut shows what a screen does.
"""

import contextlib
import socket
import threading
from typing import Self

_PIECE = 64 * 1024


class Relay:
    """Carries bytes both ways between its own `port` and that of a server; as a context manager, closed at the end."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._lock = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._up = self._down = True
        self._listener: socket.socket | None = None
        self.port = 0
        self._listen()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        with self._lock:
            listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
            listener.close()
        self._break_all()

    def deaden(self, *, answers_only: bool = False) -> None:
        """Swallow every byte from now on without closing anything; `answers_only`: those of the server."""
        self._up, self._down = answers_only, False

    def mend(self) -> None:
        """Carry bytes again, over new connections: what was deadened meanwhile is broken."""
        if not (self._up and self._down):
            self._break_all()
        self._up = self._down = True
        if self._listener is None:
            self._listen()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(128)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True, name="relay").start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return  # cut
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                _close(client)  # the server is down
                continue
            with self._lock:
                if self._listener is not listener:
                    _close(client)
                    _close(server)
                    return
                self._ends |= {client, server}
            for source, target, upwards in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._carry, args=(source, target, upwards), daemon=True, name="relay").start()

    def _carry(self, source: socket.socket, target: socket.socket, upwards: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                if self._up if upwards else self._down:
                    target.sendall(piece)
        with self._lock:
            self._ends -= {source, target}
        _close(source)
        _close(target)

    def _break_all(self) -> None:
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            _close(end)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits to receive
    end.close()
