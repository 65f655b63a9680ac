"""The page of somebody to whom a designation is proposed: what for, until when, and the buttons that answer.

Whoever holds the link answers without signing in; opened only, it changes nothing. It gives no access to the dossier:
that is the account's, by its e-mail, once the designation is active.
"""

from html import escape

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from ..domain.board import Board
from ..domain.crisis import crisis_of
from ..domain.french import day_and_time
from ..domain.noticed import NoticeCard
from ..domain.perimeters import post
from ..errors import Problem
from ..journal.followers import Owed
from ..notices.proposals import designation_of, is_awaited
from .pages import bare_page, page_answer
from .parts import parts_of

_OVER = {
    "active": "Cette désignation est acceptée.",
    "relevee": "Cette mission a été relevée.",
    "terminee": "L’UNCCAS n’attend plus de réponse à cette proposition.",
    "refusee": "Cette proposition a été refusée.",
}
_UNANSWERED = (
    "Le délai de réponse est passé\u00a0: une autre personne est appelée. Si vous êtes disponible, appelez la "
    "permanence de l’UNCCAS."
)
_SAID = {
    "accepter": (
        "Désignation acceptée",
        "<p role=status>Vous avez accepté. L’UNCCAS en informe le SG\u2011AV et la préfecture.</p>"
        "<p>Le dossier s’ouvre avec votre compte, à votre adresse électronique\u00a0: "
        '<a href="/">se connecter</a>.</p>',
    ),
    "refuser": ("Désignation refusée", "<p role=status>Vous avez refusé. Une autre personne est appelée.</p>"),
    "recu": ("Bien reçu", "<p role=status>L’UNCCAS sait que vous avez reçu sa proposition.</p>"),
}


def show_question(request: Request, board: Board, notice: NoticeCard) -> Response:
    """Show what is proposed, and the buttons as long as an answer is waited for."""
    if not is_awaited(board, notice):
        return page_answer(request, bare_page("Proposition close", _asked(board, notice) + _over(board, notice)))
    buttons = _buttons(request.path_params["secret"], received=notice.state == "accuse")
    return page_answer(request, bare_page("Désignation proposée", _asked(board, notice) + buttons))


async def answer_question(request: Request, row: Owed, notice: NoticeCard, what: str) -> Response:
    """Carry an answer to the board, and say what became of it; the same answer again says the same."""
    house = parts_of(request)
    board = await house.fresh.board(row.dossier)
    try:
        await to_thread.run_sync(house.outbox.answer, row, board, notice, what)
    except Problem as refused:
        board = await house.fresh.board(row.dossier)
        known = board.get(notice.id, NoticeCard) or notice
        said = _over(board, known) if not is_awaited(board, known) else f"<p>{escape(refused.detail)}</p>"
        if what == "recu" and known.state == "accuse" and is_awaited(board, known):
            return show_question(request, board, known)  # twice is once
        status = refused.status if refused.status in (409, 503) else 409
        return page_answer(request, bare_page("Réponse non enregistrée", _asked(board, known) + said), status=status)
    title, said = _SAID[what]
    board = await house.fresh.board(row.dossier)
    said += _buttons(request.path_params["secret"], received=True) if what == "recu" else ""
    return page_answer(request, bare_page(title, _asked(board, notice) + said))


def _asked(board: Board, notice: NoticeCard) -> str:
    """Say what is proposed. No name: a link can be passed on."""
    crisis, card = crisis_of(board), designation_of(board, notice)
    assert crisis is not None, "a designation is of a crisis"
    first = "<p><strong>[EXERCICE]</strong> Ceci est un exercice.</p>" if crisis.exercise else ""
    until = ""
    if card is not None and card.due is not None:
        by = day_and_time(card.due, crisis.timezone)
        until = f" Réponse attendue avant {by}, sinon la personne suivante est appelée."
    return (
        f"{first}<p>L’UNCCAS propose une désignation\u00a0: <strong>{escape(post(notice.perimeter))}</strong>, pour "
        f"{escape(crisis.title)}.{until}</p>"
    )


def _over(board: Board, notice: NoticeCard) -> str:
    card = designation_of(board, notice)
    if card is None or card.state == "proposee":
        return "<p>L’évènement est clos\u00a0: aucune réponse n’est plus attendue.</p>"
    return f"<p role=status>{_UNANSWERED if card.unanswered else _OVER[card.state]}</p>"


def _buttons(secret: str, *, received: bool) -> str:
    """Return a button for each answer; a form has no other way to name one without a script."""

    def one(path: str, words: str, look: str) -> str:
        button = f'<p class="go"><button class="btn {look}">{words}</button></p>'
        return f'<form method="post" action="/avis/{escape(secret)}{path}">{button}</form>'

    first = one("/accepter", "J’accepte la désignation", "btn-main") + one("/refuser", "Je refuse", "")
    return first + ("" if received else one("", "Bien reçu, je réponds dans un instant", "btn-quiet"))
