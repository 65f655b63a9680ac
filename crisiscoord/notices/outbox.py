"""The outbox as the pages see it: what was sent, what waits, what was given up; and the acknowledging links."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine

from ..desk.desk import Desk
from ..domain.board import Board
from ..domain.catalogue import COMMAND_OF, asked
from ..domain.noticed import NoticeCard
from ..domain.words import derived_id
from ..errors import Missing
from ..journal import followers
from ..journal.followers import Owed
from . import access, agreed_dates, digests, proposals, requests, rules
from .addresses import Addresses, AddressesRefused, OfDossier, masked
from .rules import LINK, address_id, digest_of, recipient_of

T = TypeVar("T")
#: Messages of one kind waiting for one dossier; above, its journal is read further once some have left.
MOST_WAITING = 2_000
#: What the rows of each follower of the journals are about: each has its own bound.
CARDS = {
    "notices": rules.PREFIX,
    "digests": digests.PREFIX,
    "requests": requests.PREFIX,
    "dates": agreed_dates.PREFIX,
}
#: Messages listed for one dossier.
MOST_LISTED = 500
PATIENCE_S = 10.0
#: What whoever is asked may answer, as it stands in the address, and the command that says so.
ANSWERS = {"accepter": "representative.accept", "refuser": "representative.decline", "recu": "notice.acknowledge"}


class Writes(Protocol):
    """The one writer of the process (`journal.writer.Writer`)."""

    def run(self, write: Callable[[Connection], T]) -> "Future[T]": ...


class NoSuchMessage(Missing):
    code, title = "unknown_message", "Envoi inconnu"


class LinkEnded(Missing):
    code, title = "link_ended", "Lien inconnu ou expiré"


@dataclass(frozen=True, slots=True)
class Listed:
    """The messages of a dossier; `full`: more is owed, that is taken up when some of these have left."""

    messages: list[Owed]
    waiting: int
    full: bool


class Outbox:
    """Reads and revives. Its methods wait for the database: call them in a thread."""

    def __init__(self, engine: Engine, writer: Writes, desk: Desk, addresses: Addresses) -> None:
        self._engine, self._writer, self._desk, self._addresses = engine, writer, desk, addresses

    def of(self, dossier: str) -> Listed:
        """Return the messages of a dossier, the last owed first; those of field links are with the links."""
        with self._engine.connect() as connection:
            count = max(followers.waiting(connection, dossier, cards) for cards in CARDS.values())
            return Listed(
                followers.of_dossier(connection, dossier, MOST_LISTED, access.PREFIX), count, count >= MOST_WAITING
            )

    def of_links(self, dossier: str) -> dict[str, list[str]]:
        """Return how far the messages of field links are, by account of the link."""
        with self._engine.connect() as connection:
            found = followers.cards_of(connection, dossier, access.PREFIX)
        return {card.removeprefix(access.PREFIX): states for card, states in found.items()}

    def shown(self, row: Owed, board: Board) -> str:
        """Return the address of a message, masked; nothing when it is not known, or not any more."""
        question = proposals.proposal_of(board, row.card)
        try:
            known = proposals.addresses(board, question) if question else OfDossier(self._addresses, board).of(row.body)
            return next((masked(one.to) for one in known if one.id == address_id(row)), "")
        except AddressesRefused:
            return ""

    def send_again(self, dossier: str, link: bytes, now: datetime) -> None:
        """Have a message that was given up be tried again. Raises NoSuchMessage when there is none such."""

        def write(connection: Connection) -> bool:
            row = followers.of_link(connection, link)
            there = row is not None and row.dossier == dossier
            return there and followers.revive(connection, link, "abandonne", "a_envoyer", now)

        if not self._writer.run(write).result(PATIENCE_S):
            raise NoSuchMessage("Aucun envoi abandonné ne porte cet identifiant\u00a0: il est peut-être déjà reparti.")

    def opened(self, secret: str, now: datetime) -> Owed:
        """Return the message that a link came from. Raises LinkEnded when it is not one, or too old."""
        with self._engine.connect() as connection:
            row = followers.of_link(connection, digest_of(secret))
        if row is None or now >= row.created_at + LINK:
            raise LinkEnded(
                "Ce lien n’est pas, ou n’est plus, valable. Prévenez la permanence de l’UNCCAS par téléphone."
            )
        return row

    def acknowledge(self, row: Owed) -> None:
        """Acknowledge a message on the board, as its recipient; again: the same answer. Raises what the desk raises."""
        fields = {
            "id": derived_id(row.dossier, row.card, "acknowledged", row.recipient, row.channel),
            "dossier": row.dossier,
            "notice": row.card.partition(":")[2],
        }
        command = COMMAND_OF["notice.acknowledge"].model_validate(fields)
        self._desk.submit(asked(command), recipient_of(row.body)).result(PATIENCE_S)

    def answer(self, row: Owed, board: Board, notice: NoticeCard, what: str) -> None:
        """Accept or decline a designation, or say that the question has been received, as whoever was asked.

        Raises what the desk raises: that it is too late, or that it has been answered.
        """
        do, key = ANSWERS[what], notice.id.partition(":")[2]
        about = {"notice": key} if do == "notice.acknowledge" else {"designation": notice.designation}
        fields = {"id": derived_id(row.dossier, row.card, what), "dossier": row.dossier, **about}
        command = COMMAND_OF[do].model_validate(fields)
        self._desk.submit(asked(command), proposals.answerer(board, notice)).result(PATIENCE_S)


def notice_of(board: Board, row: Owed) -> NoticeCard | None:
    """Return the notice on the board that a message is about."""
    return board.get(row.card, NoticeCard)
