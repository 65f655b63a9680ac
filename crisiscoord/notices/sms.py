"""Handing one text message to an HTTP gateway: the operator's choice, so any address that the operator gives.

`POST` of `{"to", "text", "id"}` in JSON, with a bearer token; 2xx: taken. `id` is the same however often it is sent.
"""

from dataclasses import dataclass

import httpx2

from .failing import Failed, of_status

PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True, repr=False)
class SmsGateway:
    """Where text messages are handed over. An empty address: none are sent from here."""

    url: str
    token: str = ""

    async def send(self, to: str, text: str, id: str) -> None:
        """Return once the gateway has taken the message upon itself. Raises Failed."""
        if not self.url:
            raise Failed("sans_passerelle_sms", final=True)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            async with httpx2.AsyncClient(timeout=PATIENCE_S, follow_redirects=False, trust_env=False) as client:
                answer = await client.post(self.url, json={"to": to, "text": text, "id": id}, headers=headers)
        except httpx2.HTTPError as problem:
            raise Failed("serveur_muet") from problem
        if not answer.is_success:
            raise of_status(answer.status_code)
