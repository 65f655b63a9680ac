"""Handing one notice to a system of its recipient, signed as Standard Webhooks 1.0 says, to the public internet only.

`POST` of JSON; 2xx: taken. `webhook-id` is the same however often it is sent, so that a receiver sees a repeat;
`webhook-timestamp` is that of the attempt. Redirections are not followed, and of the answer only the status is read.
"""

import asyncio
import base64
import hmac
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx2
import orjson

from .failing import Failed, of_status
from .reach import Resolve, is_loopback, reachable, resolved

#: Seconds for one sending, whatever it is that takes long: the name, the connection, the answer.
PATIENCE_S = 15.0
#: Seconds for the connection to one of the addresses of a name.
CONNECT_S = 4.0
_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is handed over: `type`, `timestamp` and `data` in JSON, under an id."""

    url: str
    id: str
    content: bytes


def delivery(url: str, id: str, kind: str, at: str, data: Mapping[str, Any]) -> Delivery:
    """Return what is handed over of one message. The id holds no full stop: it is signed in front of one."""
    assert "." not in id, id
    return Delivery(url, id, orjson.dumps({"type": kind, "timestamp": at, "data": data}))


def secret_of(key: bytes, url: str) -> str:
    """Return the secret that the server shares with one receiver, in the form that receivers' libraries read.

    It follows from the key of the server and the address: nothing is kept, and no receiver can sign for another.
    """
    return _PREFIX + base64.b64encode(hmac.new(key, b"webhook\0" + url.encode(), sha256).digest()).decode()


def signed(secret: str, id: str, at: datetime, content: bytes) -> dict[str, str]:
    """Return the three headers of Standard Webhooks: id, seconds, HMAC-SHA256 of `id.seconds.content`."""
    seconds = str(int(at.timestamp()))
    said = b".".join((id.encode(), seconds.encode(), content))
    made = hmac.new(base64.b64decode(secret.removeprefix(_PREFIX)), said, sha256).digest()
    return {
        "webhook-id": id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
    }


@dataclass(frozen=True, slots=True, repr=False)
class Webhooks:
    """Sends them. `loopback` lets this very machine be a receiver, over http too; nothing else ever is."""

    loopback: bool = False
    resolve: Resolve = resolved
    #: None: the authorities that the machine trusts.
    tls: ssl.SSLContext | None = field(default=None)

    async def send(self, made: Delivery, secret: str, at: datetime) -> None:
        """Return once the receiver has taken it upon itself. Raises Failed."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._send(made, signed(secret, made.id, at, made.content))
        except TimeoutError as late:
            raise Failed("serveur_muet") from late

    async def _send(self, made: Delivery, signature: Mapping[str, str]) -> None:
        parts = urlsplit(made.url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
        if not host or parts.username is not None or parts.scheme not in ("https", "http"):
            raise Failed("adresse_interdite", final=True)
        addresses = await reachable(host, port, loopback=self.loopback, resolve=self.resolve)
        if parts.scheme == "http" and not all(map(is_loopback, addresses)):
            raise Failed("adresse_interdite", final=True)
        headers = {**signature, "Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "crisiscoord"}
        tls = self.tls or ssl.create_default_context()
        options: dict[str, Any] = {"trust_env": False, "follow_redirects": False, "verify": tls}
        options["timeout"] = httpx2.Timeout(PATIENCE_S, connect=CONNECT_S)
        async with httpx2.AsyncClient(**options) as client:
            for address in addresses:
                url = httpx2.URL(made.url).copy_with(host=address)  # the address that was checked, not the name again
                request = client.build_request("POST", url, content=made.content, headers=headers)
                request.extensions["sni_hostname"] = host  # which the certificate must be for
                try:
                    answer = await client.send(request, stream=True)
                except (httpx2.ConnectError, httpx2.ConnectTimeout):
                    continue
                except httpx2.HTTPError as problem:
                    raise Failed("serveur_muet") from problem
                status = answer.status_code
                await answer.aclose()  # what it says besides is not read: neither long nor compressed without end
                if not answer.is_success:
                    raise of_status(status)
                return
        raise Failed("serveur_muet")
