"""Notices: what was sent and what waits, for those who record it; and the page that acknowledges, for recipients.

Whoever holds the link of a message acknowledges it without signing in. A link that is only opened acknowledges
nothing: the filters of mail servers follow links.
"""

import re
from html import escape
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..domain import policy
from ..domain.board import Board
from ..domain.crisis import WrongState, crisis_of
from ..domain.french import day_and_time
from ..domain.noticed import NoticeCard
from ..domain.words import format_instant
from ..errors import Forbidden, Problem
from ..journal.followers import Owed
from ..notices.outbox import ANSWERS, LinkEnded, NoSuchMessage, notice_of
from .answers import as_json
from .auth import actor_of
from .dossiers import visible_board
from .pages import bare_page, page_answer
from .parts import Parts, parts_of
from .proposals import answer_question, show_question
from .reading import Query

_KEY = re.compile(r"[0-9a-f]{64}")


async def list_notices(request: Request) -> Response:
    """Return the messages of a dossier, and whether anything is sent from here at all."""
    house, board = await _recorder(request)
    Query(request)
    found = await to_thread.run_sync(house.outbox.of, board.dossier)
    return as_json(
        {
            "sends": bool(house.settings.smtp_host),
            "waiting": found.waiting,
            "full": found.full,
            "messages": [_message(house, board, row) for row in found.messages],
        }
    )


async def send_again(request: Request) -> Response:
    """Have a message that was given up be tried again."""
    house, board = await _recorder(request)
    key = request.path_params["message"]
    if _KEY.fullmatch(key) is None:
        raise NoSuchMessage("Aucun envoi ne porte cet identifiant.")
    await to_thread.run_sync(house.outbox.send_again, board.dossier, bytes.fromhex(key), house.clock.now())
    return Response(status_code=204)


async def show_link(request: Request) -> Response:
    """Show a recipient what the message announced, and the button that acknowledges it. Changes nothing."""
    house = parts_of(request)
    try:
        row, card, exercise, zone = await _opened(house, request.path_params["secret"])
    except LinkEnded as ended:
        return page_answer(request, bare_page("Lien sans effet", f"<p>{escape(ended.detail)}</p>"), status=404)
    if card.subject == "proposal":
        return show_question(request, await house.fresh.board(row.dossier), card)
    if card.state == "accuse":
        return page_answer(request, bare_page("Avis déjà accusé", _said(card, exercise, zone)))
    button = '<form method="post"><p class="go"><button class="btn btn-main">Accuser réception</button></p></form>'
    return page_answer(request, bare_page("Accuser réception", _said(card, exercise, zone) + button))


async def follow_link(request: Request) -> Response:
    """Acknowledge, for the recipient who pressed the button."""
    house = parts_of(request)
    try:
        row, card, exercise, zone = await _opened(house, request.path_params["secret"])
        if card.subject == "proposal":
            return await answer_question(request, row, card, "recu")
        await to_thread.run_sync(house.outbox.acknowledge, row)
    except LinkEnded as ended:
        return page_answer(request, bare_page("Lien sans effet", f"<p>{escape(ended.detail)}</p>"), status=404)
    except WrongState:
        pass  # somebody else of the same recipient did it meanwhile: the page says when
    except Problem as refused:
        said = f"<p>L’accusé n’a pas été enregistré. {escape(refused.detail)}</p>"
        return page_answer(request, bare_page("Accusé non enregistré", said), status=refused.status)
    _, card, exercise, zone = await _opened(house, request.path_params["secret"])
    return page_answer(request, bare_page("Réception accusée", _said(card, exercise, zone)))


async def follow_answer(request: Request) -> Response:
    """Accept or decline a designation, for whoever was asked and pressed the button."""
    house, what = parts_of(request), request.path_params["answer"]
    try:
        row, card, _, _ = await _opened(house, request.path_params["secret"])
        if card.subject != "proposal" or what not in ANSWERS:
            raise LinkEnded("Ce lien n’attend pas cette réponse.")
    except LinkEnded as ended:
        return page_answer(request, bare_page("Lien sans effet", f"<p>{escape(ended.detail)}</p>"), status=404)
    return await answer_question(request, row, card, what)


async def _recorder(request: Request) -> tuple[Parts, Board]:
    """Return the house and the board when this actor may record what is sent. Raises Missing or Forbidden."""
    house, actor = parts_of(request), await actor_of(request)
    board = await visible_board(house, actor, request.path_params["dossier"])
    if "notice.record" not in policy.allowed(actor, board):
        raise Forbidden("Votre rôle ne permet pas de suivre les envois d’avis de ce dossier.")
    return house, board


async def _opened(house: Parts, secret: str) -> tuple[Owed, NoticeCard, bool, str]:
    row = await to_thread.run_sync(house.outbox.opened, secret[:128], house.clock.now())
    board = await house.fresh.board(row.dossier)
    card, crisis = notice_of(board, row), crisis_of(board)
    if card is None or crisis is None:
        raise LinkEnded("Ce lien ne mène plus à rien\u00a0: prévenez la permanence de l’UNCCAS par téléphone.")
    return row, card, crisis.exercise, crisis.timezone


_SUBJECTS = {
    "identity": "identité du représentant de l’UNCCAS",
    "relief": "relève du représentant de l’UNCCAS",
    "end": "fin de mission du représentant de l’UNCCAS",
    "point": "point de situation",
}


def _said(card: NoticeCard, exercise: bool, zone: str) -> str:
    """Say which notice it is. No name: a link can be passed on."""
    first = "<p><strong>[EXERCICE]</strong> Ceci est un exercice.</p>" if exercise else ""
    about = (
        f"<p>Avis à {escape(card.to_name)}\u00a0: {_SUBJECTS[card.subject]}, {day_and_time(card.owed_at, zone)}.</p>"
    )
    if card.acknowledged_at is None:
        return first + about
    return f"{first}{about}<p role=status>Réception accusée {day_and_time(card.acknowledged_at, zone)}.</p>"


def _message(house: Parts, board: Board, row: Owed) -> dict[str, Any]:
    return {
        "message": row.link.hex(),
        "card": row.card,
        "body": row.body,
        "recipient": house.outbox.shown(row, board),
        "channel": row.channel,
        "state": row.state,
        "attempts": row.attempts,
        "fault": row.fault,
        "tried_at": row.tried_at and format_instant(row.tried_at),
        "next_at": row.next_at and format_instant(row.next_at),
    }
