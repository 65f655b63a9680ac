"""What a notice says, written when it is sent: nothing of it is kept, so what is erased is erased here too.

A message holds what its recipient may see of the board (`policy.channels`), and nothing else.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from typing import Any

from ..domain import policy
from ..domain.board import Board
from ..domain.coming import Digest
from ..domain.crisis import crisis_of
from ..domain.designated import ContactCard, RepresentativeCard, titled
from ..domain.french import day_and_time
from ..domain.noticed import NoticeCard
from ..domain.vocabulary import HAZARDS, label
from ..domain.words import format_instant
from ..journal.followers import Owed
from . import agreed_dates, proposals
from .agreed_dates import Dates
from .digests import told
from .letters import Sender, letter, one_line
from .rules import message_id, recipient_of, sending_id
from .webhook import Delivery, delivery

#: A text message of six parts (GSM 03.40, UCS-2: 67 characters in each).
MOST_TEXT = 402
_SUBJECTS = {
    "identity": "Identité du représentant de l’UNCCAS",
    "relief": "Relève du représentant de l’UNCCAS",
    "end": "Fin de mission du représentant de l’UNCCAS",
    "point": "Point de situation",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a field link, as it is sent: never kept."""

    name: str
    secret: str
    code: str
    until: str


def subject_of(title: str, heading: str, exercise: bool) -> str:
    """Return the subject of a notice; that it is an exercise comes first."""
    said = f"{heading} – {title}"
    return one_line(f"[EXERCICE] {said}" if exercise else said)


def mail_of(board: Board, row: Owed, to: str, secret: str, sender: Sender) -> EmailMessage:
    """Write the mail of one message from the board. The card it is about must stand there."""
    card, crisis = board.get(row.card, NoticeCard), crisis_of(board)
    assert card is not None and crisis is not None, f"nothing to say of {row.card}"
    if card.subject == "proposal":
        asked = {**proposals.told(board, card), "link": f"{sender.base_url}/avis/{secret}"}
        first = f"Désignation proposée, répondre avant {asked['until']}"
        return _mail(board, row, to, sender, "proposal", first, asked)
    heading = _SUBJECTS[card.subject]
    if card.point is not None:
        heading = f"{heading} n°\u00a0{card.point}"
    said = {
        **_told(board, row, card),
        "subject": card.subject,
        "to_name": card.to_name,
        "owed_at": day_and_time(card.owed_at, crisis.timezone),
        "link": f"{sender.base_url}/avis/{secret}",
    }
    return _mail(board, row, to, sender, "notice", heading, said)


def text_of(board: Board, row: Owed, secret: str, sender: Sender) -> str:
    """Write the text message of a notice: who, how to reach them, the link. Cut to `MOST_TEXT`, the link whole."""
    card, crisis = board.get(row.card, NoticeCard), crisis_of(board)
    assert card is not None and crisis is not None, f"nothing to say of {row.card}"
    first = "[EXERCICE] " if crisis.exercise else ""
    if card.subject == "proposal":
        asked = proposals.told(board, card)
        said = f"{first}{crisis.title}. L’UNCCAS vous propose d’être\u00a0: {asked['perimeter'].lower()}."
        link = f" Répondre avant {asked['until']}\u00a0: {sender.base_url}/avis/{secret}"
        return one_line(said, max(20, MOST_TEXT - len(link))) + link
    told = _told(board, row, card)
    who = ", ".join(filter(None, (told["name"], told["function"], told["phone"])))
    number = f" n°\u00a0{card.point}" if card.point is not None else ""
    said = one_line(f"{first}{_SUBJECTS[card.subject]}{number} ({crisis.title}). {who}", 1_000)
    link = f" Accuser réception\u00a0: {sender.base_url}/avis/{secret}"
    return one_line(said, max(20, MOST_TEXT - len(link))) + link


def delivery_of(board: Board, row: Owed, url: str, secret: str, sender: Sender) -> Delivery:
    """Write what a system of the recipient is told of a notice: what the mail says, field by field."""
    card, crisis = board.get(row.card, NoticeCard), crisis_of(board)
    assert card is not None and crisis is not None, f"nothing to say of {row.card}"
    data = {
        **_told(board, row, card),
        "text": subject_of(crisis.title, _SUBJECTS[card.subject], crisis.exercise),
        "exercise": crisis.exercise,
        "dossier": board.dossier,
        "title": one_line(crisis.title, 200),
        "hazard": crisis.hazard,
        "to": card.to,
        "point": card.point,
        "page": f"{sender.base_url}/dossiers/{board.dossier}",
        "acknowledge": f"{sender.base_url}/avis/{secret}",
        "cursor": board.cursor,
    }
    return delivery(url, sending_id(row), f"notice.{card.subject}", format_instant(card.owed_at), data)


def digest_mail(board: Board, row: Owed, to: str, found: Digest, sender: Sender) -> EmailMessage:
    """Write the mail that says what is late and what comes, to one owner."""
    said = told(found, row, board)
    return _mail(board, row, to, sender, "digest", said["late"].capitalize(), said)


def dates_mail(board: Board, row: Owed, to: str, found: Dates, sender: Sender) -> EmailMessage:
    """Write the mail that tells a party the dates of a convention that are near or have passed."""
    title, first = one_line(found.title, 200), agreed_dates.heading(found)
    said = {
        **agreed_dates.told(found),
        "exercise": False,
        "title": title,
        "heading": first.capitalize(),
        "page": f"{sender.base_url}/dossiers/{board.dossier}",
        "cursor": board.cursor,
        "dossier": board.dossier,
    }
    id = message_id(row, sender.host)
    return letter(subject_of(title, first.capitalize(), exercise=False), to, sender, id, "dates", said)


def request_mail(board: Board, row: Owed, to: str, said: dict[str, Any], sender: Sender) -> EmailMessage:
    """Write the mail that asks a silent body for its report."""
    return _mail(board, row, to, sender, "request", "Compte rendu demandé", said)


def access_mail(board: Board, row: Owed, to: str, opening: Opening, sender: Sender) -> EmailMessage:
    """Write the mail that brings a body its field link."""
    said = {**asdict(opening), "link": _link_of(opening, sender), "where": f"{sender.base_url}/lien"}
    return _mail(board, row, to, sender, "access", f"Votre compte rendu, {opening.name}", said)


def access_text(board: Board, opening: Opening, sender: Sender) -> str:
    """Write the text message that brings a body its field link. Cut to `MOST_TEXT`, the link whole."""
    crisis = crisis_of(board)
    assert crisis is not None, "a link is of a crisis"
    first = "[EXERCICE] " if crisis.exercise else ""
    said = one_line(f"{first}{crisis.title}\u00a0: {opening.name}, rendez compte.", 1_000)
    link = f" {_link_of(opening, sender)} ou code {opening.code} sur {sender.base_url}/lien"
    return one_line(said, max(20, MOST_TEXT - len(link))) + link


def _link_of(opening: Opening, sender: Sender) -> str:
    return f"{sender.base_url}/lien#{opening.secret}"


def _mail(
    board: Board, row: Owed, to: str, sender: Sender, template: str, heading: str, told: dict[str, Any]
) -> EmailMessage:
    crisis = crisis_of(board)
    assert crisis is not None, "a message is of a crisis"
    said = {
        **told,
        "exercise": crisis.exercise,
        "title": one_line(crisis.title, 200),
        "hazard": label(HAZARDS, crisis.hazard),
        "heading": heading,
        "page": f"{sender.base_url}/dossiers/{board.dossier}",
        "cursor": board.cursor,
        "dossier": board.dossier,
    }
    subject = subject_of(crisis.title, heading, crisis.exercise)
    return letter(subject, to, sender, message_id(row, sender.host), template, said)


def _told(board: Board, row: Owed, card: NoticeCard) -> dict[str, str]:
    """Say who the representative is, as far as the recipient may see it."""
    channels = policy.channels(recipient_of(row.body), board)

    def seen(held: RepresentativeCard | ContactCard | None) -> bool:
        return held is not None and policy.holds(channels, held.channel)

    person = board.get(f"representative:{card.designation}", RepresentativeCard)
    contact = board.get(f"contact:{card.designation}", ContactCard)
    reach = contact if seen(contact) else None
    words: Callable[[object], str] = lambda said: one_line(getattr(said, "text", "") or "", 200)  # noqa: E731
    return {
        "name": words(person.name) if person is not None and seen(person) else "",
        "function": one_line(person.function, 200) if person is not None and seen(person) else "",
        "perimeter": titled(card.perimeter) if card.perimeter else "",
        "phone": words(reach.phone) if reach else "",
        "email": words(reach.email) if reach else "",
    }
