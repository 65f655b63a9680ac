"""Handing one mail to the server that sends (RFC 5321)."""

import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

import aiosmtplib
from aiosmtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from .failing import Failed

#: Seconds for each exchange with the server.
PATIENCE_S = 20.0
#: Seconds for the server to say goodbye, once it has taken the mail: the connection ends in any case.
GOODBYE_S = 2.0


@dataclass(frozen=True, slots=True, repr=False)
class Smtp:
    """The server, and how to speak to it."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str = ""
    password: str = ""
    tls: ssl.SSLContext | None = None

    @contextlib.asynccontextmanager
    async def _connected(self, patience_s: float) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connection that ends with its use: a server that has gone mute is not asked to say goodbye."""
        client = self._client(patience_s)
        await client.connect()
        try:
            yield client
            with contextlib.suppress(SMTPException, OSError):
                await client.quit(timeout=GOODBYE_S)
        finally:
            client.close()

    async def greet(self, patience_s: float = PATIENCE_S) -> None:
        """Return once the server has answered, over what `security` asks for, and taken the account. Sends nothing.

        Raises Failed.
        """
        try:
            async with self._connected(patience_s) as client:
                await client.noop()
        except (SMTPException, OSError) as problem:
            raise Failed("serveur_muet") from problem

    def _client(self, patience_s: float) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            timeout=patience_s,
            use_tls=self.security == "tls",
            # never « if offered »: somebody on the way could withdraw the offer
            start_tls=self.security == "starttls",
            username=self.user or None,
            password=self.password or None,
            tls_context=self.tls,
        )

    async def send(self, mail: EmailMessage) -> None:
        """Return once the server has taken the mail upon itself. Raises Failed."""
        try:
            async with self._connected(PATIENCE_S) as client:
                await client.send_message(mail)
        except SMTPRecipientsRefused as refused:
            codes = [one.code for one in refused.recipients]
            raise Failed(f"refuse_{max(codes)}", final=min(codes) >= 500) from refused
        except SMTPDataError as refused:
            raise Failed(f"refuse_{refused.code}", final=refused.code >= 500) from refused
        except (SMTPException, OSError) as problem:
            raise Failed("serveur_muet") from problem
