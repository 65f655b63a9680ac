"""Questions: to whom they may be put, who answers, and who reads both."""

from datetime import timedelta

import pytest

from crisiscoord.domain.asking import NobodyToAsk, QuestionCard, QuestionTaken, UnknownQuestion
from crisiscoord.domain.crisis import WrongState
from crisiscoord.errors import Forbidden
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PERMANENCE, PREFECTURE_45, PREFECTURE_77, SGAV
from tests.pen import Pen
from tests.unit.test_reporting import T0, declared


def ask(pen: Pen, as_=PREFECTURE_77, to: str = "ccas-77333", question: str = "lits") -> QuestionCard:
    pen.do("question.ask", as_=as_, question=question, to=to, text="Combien de lits\u202f?")
    card = pen.board.get(f"question:{question}", QuestionCard)
    assert card is not None
    return card


def test_a_question_is_owed_until_it_is_answered_and_both_stand_in_the_main_courante() -> None:
    pen = declared()
    card = ask(pen)
    assert (card.state, card.to_name, card.asked_by, card.channel) == (
        "posee",
        "CCAS de Nemours",
        "prefecture",
        "departement:77",
    )
    pen.do("question.answer", as_=CCAS_NEMOURS, now=T0 + timedelta(minutes=20), question="lits", text="Vingt.")
    answered = pen.board.get("question:lits", QuestionCard)
    assert answered is not None and answered.answer is not None
    assert (answered.state, answered.answer.text, answered.answered_by) == ("repondue", "Vingt.", "ccas_direction")
    assert pen.say()[-2:] == [
        "Question (Préfecture) pour CCAS de Nemours\u00a0: Combien de lits\u202f?",
        "Réponse (CCAS de Nemours), 20 minutes après la question\u00a0: Vingt.",
    ]
    with pytest.raises(WrongState):
        pen.do("question.answer", as_=CCAS_NEMOURS, question="lits", text="Trente.")


def test_only_the_one_asked_answers() -> None:
    pen = declared()
    ask(pen)
    for who, refusal in (
        (PREFECTURE_77, Forbidden),
        (PERMANENCE, Forbidden),
        (CCAS_MELUN, UnknownQuestion),  # who do not see it
        (SGAV, UnknownQuestion),
    ):
        with pytest.raises(refusal):
            pen.do("question.answer", as_=who, question="lits", text="Vingt.")
    ask(pen, CCAS_NEMOURS, "representative", "renfort")
    pen.do("question.answer", as_=PERMANENCE, question="renfort", text="Demain matin.")
    assert pen.say()[-2].startswith("Question (Direction de CCAS) pour le représentant de l’UNCCAS\u00a0:")


def test_one_asks_only_where_one_reads_the_answer() -> None:
    pen = declared(("77333", "45234"))
    for who in (PREFECTURE_45, SGAV):
        with pytest.raises(Forbidden):
            ask(pen, who)
    assert ask(pen, SGAV, "representative", "etat").channel == "common"
    assert ask(pen, PREFECTURE_45, "representative", "etat-45").channel == "departement:45"
    assert ask(pen, PERMANENCE, "representative", "etat-un").channel == "cell"
    assert ask(pen, PERMANENCE, "sgav", "avis").channel == "common"


def test_a_body_that_is_not_of_the_crisis_is_not_asked_and_a_name_serves_once() -> None:
    pen = declared()
    for to in ("ccas-45234", "prefecture-45", "personne"):
        with pytest.raises(NobodyToAsk):
            ask(pen, PERMANENCE, to)
    with pytest.raises(UnknownQuestion):
        pen.do("question.answer", as_=PERMANENCE, question="aucune", text="Oui.")
    ask(pen)
    with pytest.raises(QuestionTaken):
        ask(pen)
