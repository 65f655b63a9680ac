"""The message that asks somebody whether they accept to be designated: to the person, and not to a body.

How they are reached stands on the board of the dossier alone (`ContactCard`), where it can be erased. They are written
to by all their means at once, a mail and a text message: there is little time, and one answer is enough. Its link
answers that proposal and nothing else (docs/decisions/0046).
"""

from typing import Any

from ..domain.board import Board
from ..domain.crisis import crisis_of, is_open
from ..domain.designated import ContactCard, RepresentativeCard, titled
from ..domain.french import clock_time
from ..domain.identifiers import is_email, telephone
from ..domain.noticed import NoticeCard
from ..domain.words import Actor
from .addresses import Address, address_of, is_mobile


def proposal_of(board: Board, card: str) -> NoticeCard | None:
    """Return the notice of this id when it is the question put to somebody; None when it is for a body."""
    found = board.get(card, NoticeCard)
    return found if found is not None and found.subject == "proposal" else None


def designation_of(board: Board, notice: NoticeCard) -> RepresentativeCard | None:
    """Return the designation that a notice proposes."""
    return board.get(f"representative:{notice.designation}", RepresentativeCard)


def addresses(board: Board, notice: NoticeCard) -> list[Address]:
    """Return how the person of a proposal is written to: by mail, then by text message where the number takes one."""
    contact = board.get(f"contact:{notice.designation}", ContactCard)
    if contact is None:
        return []
    email = contact.email.text if contact.email else ""
    phone = (telephone(contact.phone.text, short=False) if contact.phone else None) or ""
    found = [email] if is_email(email) else []
    found += [phone] if is_mobile(phone) else []
    return [address_of(notice.to, to, contact.for_exercises) for to in found]


def is_awaited(board: Board, notice: NoticeCard) -> bool:
    """Say whether the answer of the person is still waited for."""
    card, crisis = designation_of(board, notice), crisis_of(board)
    return card is not None and card.state == "proposee" and crisis is not None and is_open(crisis)


def answerer(board: Board, notice: NoticeCard) -> Actor:
    """Return whoever holds the link of a proposal, who may answer it and do nothing else."""
    return Actor(
        account=f"avis.{notice.designation}"[:64],
        role="candidate",
        dossier=board.dossier,
        designation=notice.designation,
    )


def told(board: Board, notice: NoticeCard) -> dict[str, Any]:
    """Return what the message says: for what, until when."""
    card, crisis = designation_of(board, notice), crisis_of(board)
    assert card is not None and crisis is not None, f"nothing to say of {notice.id}"
    return {
        "perimeter": titled(card.perimeter),
        "until": clock_time(card.due, crisis.timezone) if card.due else "",
        "warning": card.warning,
    }
