"""A mail server on loopback, that takes everything, refuses, or is away."""

import contextlib
import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class PostOffice:
    """What the server took, in order; `refuses` is what it answers instead of taking, if anything."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[EmailMessage] = []
        self.envelopes: list[tuple[str, ...]] = []
        self.refuses = ""
        self._controller: Controller | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # the name that aiosmtpd calls
        if self.refuses:
            return self.refuses
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.taken.append(mail)
        self.envelopes.append(tuple(envelope.rcpt_tos))
        return "250 OK"

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def shut(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    @property
    def sent_to(self) -> list[str]:
        return sorted(to for envelope in self.envelopes for to in envelope)


@contextlib.contextmanager
def post_office() -> Iterator[PostOffice]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    office = PostOffice(port)
    office.open()
    try:
        yield office
    finally:
        office.shut()


def text_of(mail: EmailMessage) -> str:
    """Return the plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(mail: EmailMessage) -> str:
    """Return the HTML of a mail."""
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def link_of(mail: EmailMessage) -> str:
    """Return the path of the link that a mail holds."""
    found = re.search(r"https?://[^/\s]+(/avis/[0-9a-f]{64})", text_of(mail))
    assert found, text_of(mail)
    return found[1]
