"""The frame of every mail: who writes, what its headers must say, and the page around what it says.

An exercise is said by the frame (`templates/letter.html`), so that no mail can forget it.
"""

import re
from dataclasses import dataclass
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from ..domain.plain import plain_line

#: A subject fits one line of a telephone.
MOST_SUBJECT = 160
_BLANKS = re.compile("[\0\t ]+")  # the no-break ones are of the French
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(("html",), disabled_extensions=("txt",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and where the links lead."""

    address: str
    base_url: str

    @property
    def host(self) -> str:
        return self.address.rpartition("@")[2]


def one_line(text: str, most: int = MOST_SUBJECT) -> str:
    """Return a text as it may stand in a header: one line, without what could begin another or hide itself.

    Words were made plain as they came in; addresses of a file and journals of before were not.
    """
    flat = _BLANKS.sub(" ", plain_line(text)).strip(" ")
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def letter(subject: str, to: str, sender: Sender, message_id: str, template: str, said: dict[str, Any]) -> EmailMessage:
    """Write a mail in its two forms, `template`.txt and .html, from what is `said`."""
    mail = EmailMessage()
    mail["Subject"] = one_line(subject)
    mail["From"] = MailAddress("crisiscoord", addr_spec=sender.address)
    mail["To"] = MailAddress(addr_spec=one_line(to, 254))
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence message in answer
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(_pages.get_template(f"{template}.txt").render(said), cte="quoted-printable")
    mail.add_alternative(_pages.get_template(f"{template}.html").render(said), subtype="html", cte="quoted-printable")
    return mail
