"""The mails of accounts: a link that signs in once, a link to choose a password.

What opens something stands in them, so they are kept nowhere: one that the mail server does not take is tried again
from memory, for as long as its link still opens something, and no longer than `INSISTS_S`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from random import SystemRandom
from typing import Literal

from .failing import Failed
from .letters import Sender, letter, one_line
from .smtp import Smtp

Kind = Literal["session", "password", "welcome"]

Rest = Callable[[float], Awaitable[None]]

#: For how many seconds a mail is tried again: well within its link, so that what comes late can still be used.
INSISTS_S: dict[Kind, float] = {"session": 150, "password": 600, "welcome": 4 * 3600}
#: The pause after the first attempt, twice as long after each, and the longest.
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 10.0, 900.0
#: Mails handed over at once: a server that is back has others to listen to.
AT_ONCE = 8
_chance = SystemRandom()

_SUBJECTS: dict[Kind, str] = {
    "session": "Votre lien de connexion",
    "password": "Choisir un nouveau mot de passe",
    "welcome": "Votre compte est ouvert",
}


@dataclass(frozen=True, slots=True, repr=False)
class AccountMail:
    """One of these mails: its link opens something, so it has no words of its own for a log."""

    kind: Kind
    to: str
    name: str
    link: str
    lasts: str


@dataclass(frozen=True, slots=True)
class AccountPost:
    """Writes and sends these mails. `rest` waits, as many seconds as it is told."""

    smtp: Smtp
    sender: Sender
    rest: Rest = asyncio.sleep
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def deliver(
        self,
        mail: AccountMail,
        stands: Callable[[], Awaitable[bool]],
        resting: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """Return once the server has taken the mail upon itself, or once its link does not `stand` any more.

        The same mail, with the same Message-ID, is tried again, each time later and never in step, except when the
        server refuses it for good. Between two attempts it is `resting`. Raises Failed when it is given up.
        """
        written = mail_of(mail, self.sender)
        pause, waited = _FIRST_PAUSE_S, 0.0
        while True:
            try:
                async with self._places:
                    await self.smtp.send(written)
                return
            except Failed as failed:
                if failed.final or waited + pause > INSISTS_S[mail.kind]:
                    raise
            with resting():
                await self.rest(pause * _chance.uniform(0.75, 1.0))
            waited, pause = waited + pause, min(2 * pause, _LONGEST_PAUSE_S)
            if not await stands():
                return


def mail_of(mail: AccountMail, sender: Sender) -> EmailMessage:
    """Write one of these mails."""
    said = {
        "kind": mail.kind,
        "exercise": False,
        "heading": _SUBJECTS[mail.kind],
        "name": one_line(mail.name, 200),
        "link": mail.link,
        "lasts": mail.lasts,
        "base_url": sender.base_url,
    }
    subject = f"{_SUBJECTS[mail.kind]} – crisiscoord"
    return letter(subject, mail.to, sender, make_msgid(domain=sender.host), "account", said)
