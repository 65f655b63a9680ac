"""Questions between those who follow a crisis: asked of a body or of the representative, owed until answered.

A préfet asks the representative, the representative asks a CCAS (convention State-UNCCAS, E-09, E-12): what was
asked and what was answered stand in the main courante, in a channel that both read.
"""

from typing import Literal

from ..errors import Missing, Refused
from .board import Board, Card, Delta
from .bodies import BodyCard
from .crisis import CrisisCard, WrongState, open_crisis
from .french import lapse, quoted, shortened
from .noticed import seconds_between
from .task_cards import channel_of
from .vocabulary import ROLES, QuestionState, short
from .words import BodyId, Command, Entry, Fact, Instant, Said, Seconds, Situation, Slug, Text, Worded, said

#: To whom a question is put when it is to whoever represents UNCCAS.
REPRESENTATIVE = "representative"
#: Open questions of one crisis; more would be read by nobody.
MOST_OPEN = 500

# ------------------------------------------------------------------------------------------------ cards


class QuestionCard(Card):
    """A question: to whom, by which role and body, and its answer once there is one (`state`: `posee`, `repondue`)."""

    type: Literal["question"] = "question"
    to: BodyId
    to_name: str
    departement: str | None = None
    state: QuestionState = "posee"
    text: Said | None = None
    asked_at: Instant
    asked_by: str
    asked_body: BodyId | None = None
    answer: Said | None = None
    answered_at: Instant | None = None
    answered_by: str | None = None


# --------------------------------------------------------------------------------------------- commands


class AskQuestion(Command):
    """Ask a body, or whoever represents UNCCAS (`to`: `representative`)."""

    do: Literal["question.ask"] = "question.ask"
    question: Slug
    to: BodyId
    text: Text


class AnswerQuestion(Command):
    """Answer a question that was put to one's body, or to the representative."""

    do: Literal["question.answer"] = "question.answer"
    question: Slug
    text: Text


# ------------------------------------------------------------------------------------------------ facts


class QuestionAsked(Fact):
    """A question was asked, in the channel of a département, of all or of the coordination."""

    kind: Literal["question.asked"] = "question.asked"
    question: Slug
    to: BodyId
    to_name: str
    departement: str | None = None
    place: str
    asker: str
    text: Worded

    def channel(self) -> str:
        return self.place

    def about(self) -> str | None:
        return None if self.to == REPRESENTATIVE else self.to


class QuestionAnswered(Fact):
    """A question was answered, so long after it was asked."""

    kind: Literal["question.answered"] = "question.answered"
    question: Slug
    to: BodyId
    to_name: str
    place: str
    after_s: Seconds
    text: Worded

    def channel(self) -> str:
        return self.place

    def about(self) -> str | None:
        return None if self.to == REPRESENTATIVE else self.to


# --------------------------------------------------------------------------------------------- refusals


class UnknownQuestion(Missing):
    code, title = "unknown_question", "Question inconnue"


class NobodyToAsk(Missing):
    code, title = "nobody_to_ask", "Destinataire inconnu"


class QuestionTaken(Refused):
    code, title = "question_taken", "Identifiant de question déjà employé"


class TooManyQuestions(Refused):
    code, title = "too_many_questions", "Trop de questions sans réponse"


# -------------------------------------------------------------------------------------------- decisions


def place_of(board: Board, crisis: CrisisCard, to: str, situation: Situation) -> tuple[str, str | None]:
    """Return the channel of a question, and the département that it is of: that of the body asked, or of the asker."""
    if to != REPRESENTATIVE:
        departement = departement_of(board, crisis, to)
        return (f"departement:{departement}", departement) if departement else ("common", None)
    if situation.role == "sgav":
        return "common", None
    own = [*situation.actor.departements]
    for id in situation.actor.bodies:
        own += [code for code in [departement_of(board, crisis, id)] if code]
    departement = next((code for code in own if code in crisis.departements), None)
    return channel_of(departement) if departement else "cell", departement


def departement_of(board: Board, crisis: CrisisCard, body: str) -> str | None:
    """Return the département of a body of the crisis: one on the board, or an institution of a département hit."""
    card = board.get(f"body:{body}", BodyCard)
    if card is not None:
        return card.departement
    kind, _, code = body.partition("-")
    return code if kind in ("prefecture", "udccas") and code in crisis.departements else None


def ask_question(board: Board, command: AskQuestion, situation: Situation) -> list[Fact]:
    crisis = open_crisis(board)
    if f"question:{command.question}" in board:
        raise QuestionTaken(f"Une question {quoted(command.question)} a déjà été posée\u00a0: changer l’identifiant.")
    if sum(card.state == "posee" for card in board.of(QuestionCard)) >= MOST_OPEN:
        raise TooManyQuestions("Cinq cents questions attendent une réponse\u00a0: répondre aux premières avant.")
    place, departement = place_of(board, crisis, command.to, situation)
    return [
        QuestionAsked(
            question=command.question,
            to=command.to,
            to_name=_name(board, crisis, command.to, situation),
            departement=departement,
            place=place,
            asker=situation.role,
            text=command.text,
        )
    ]


def answer_question(board: Board, command: AnswerQuestion, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = board.get(f"question:{command.question}", QuestionCard)
    if card is None:
        raise unknown_question(command.question)
    if card.state == "repondue":
        raise WrongState("Cette question a déjà sa réponse\u00a0: dire la suite dans une note.")
    return [
        QuestionAnswered(
            question=command.question,
            to=card.to,
            to_name=card.to_name,
            place=card.channel,
            after_s=seconds_between(card.asked_at, situation.now),
            text=command.text,
        )
    ]


def unknown_question(question: str) -> UnknownQuestion:
    """Return the refusal for a question that is not there, or not for whoever asks."""
    return UnknownQuestion(f"Aucune question {quoted(question)} sur cet évènement.")


def _name(board: Board, crisis: CrisisCard, to: str, situation: Situation) -> str:
    """Name who is asked. Raises NobodyToAsk for a body that is not of this crisis."""
    if to == REPRESENTATIVE:
        return "le représentant de l’UNCCAS"
    card = board.get(f"body:{to}", BodyCard)
    if card is not None:
        return card.name
    body = situation.territory.body(to)
    if body is None or (to != "sgav" and departement_of(board, crisis, to) is None):
        raise NobodyToAsk(f"{quoted(to)} n’est pas concerné par cet évènement\u00a0: le rattacher d’abord.")
    return body.name


# --------------------------------------------------------------------------------------------- showings


def show_asked(board: Board, entry: Entry, fact: QuestionAsked) -> Delta:
    card = QuestionCard(
        id=f"question:{fact.question}",
        channel=fact.place,
        to=fact.to,
        to_name=fact.to_name,
        departement=fact.departement,
        text=said(entry, "text"),
        asked_at=entry.at,
        asked_by=entry.by.role,
        asked_body=entry.by.body,
    )
    return Delta(put=(card,))


def show_answered(board: Board, entry: Entry, fact: QuestionAnswered) -> Delta:
    card = board.get(f"question:{fact.question}", QuestionCard)
    assert card is not None, f"no question {fact.question}"
    said_now = {"answer": said(entry, "text"), "answered_at": entry.at, "answered_by": entry.by.role}
    return Delta(put=(card.but(state="repondue", **said_now),))


# --------------------------------------------------------------------------------------------- tellings


def tell_asked(fact: QuestionAsked) -> str:
    return f"Question ({short(ROLES, fact.asker)}) pour {shortened(fact.to_name)}\u00a0: {fact.text}"


def tell_answered(fact: QuestionAnswered) -> str:
    return f"Réponse ({shortened(fact.to_name)}), {lapse(fact.after_s)} après la question\u00a0: {fact.text}"
