"""The mails of accounts: a link that signs in once, a link to choose a password."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Literal

from .letters import Sender, letter, one_line
from .smtp import Smtp

Kind = Literal["session", "password", "welcome"]

_SUBJECTS: dict[Kind, str] = {
    "session": "Votre lien de connexion",
    "password": "Choisir un nouveau mot de passe",
    "welcome": "Votre compte est ouvert",
}


@dataclass(frozen=True, slots=True)
class AccountPost:
    """Writes and sends these mails; nothing is kept of them: whoever got none asks again."""

    smtp: Smtp
    sender: Sender

    async def send(self, kind: Kind, to: str, name: str, link: str, lasts: str) -> None:
        """Return once the server has taken the mail upon itself. Raises Failed."""
        await self.smtp.send(mail_of(kind, to, name, link, lasts, self.sender))


def mail_of(kind: Kind, to: str, name: str, link: str, lasts: str, sender: Sender) -> EmailMessage:
    """Write one of these mails."""
    said = {
        "kind": kind,
        "exercise": False,
        "heading": _SUBJECTS[kind],
        "name": one_line(name, 200),
        "link": link,
        "lasts": lasts,
        "base_url": sender.base_url,
    }
    subject = f"{_SUBJECTS[kind]} – crisiscoord"
    return letter(subject, to, sender, make_msgid(domain=sender.host), "account", said)
