"""The mails of accounts: a link that signs in once, a link to choose a password."""

from dataclasses import dataclass
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from .message import Sender, one_line
from .smtp import Smtp

Kind = Literal["session", "password", "welcome"]

_SUBJECTS: dict[Kind, str] = {
    "session": "Votre lien de connexion",
    "password": "Choisir un nouveau mot de passe",
    "welcome": "Votre compte est ouvert",
}
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(("html",), disabled_extensions=("txt",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


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
    said = {"kind": kind, "heading": _SUBJECTS[kind], "name": one_line(name, 200), "link": link, "lasts": lasts}
    said["base_url"] = sender.base_url
    mail = EmailMessage()
    mail["Subject"] = one_line(f"{_SUBJECTS[kind]} – crisiscoord")
    mail["From"] = MailAddress("crisiscoord", addr_spec=sender.address)
    mail["To"] = MailAddress(addr_spec=one_line(to, 254))
    mail["Message-ID"] = make_msgid(domain=sender.host)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence message in answer
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(_pages.get_template("account.txt").render(said), cte="quoted-printable")
    mail.add_alternative(_pages.get_template("account.html").render(said), subtype="html", cte="quoted-printable")
    return mail
