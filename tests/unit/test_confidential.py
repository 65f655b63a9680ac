"""What is signalled as confidential, what was seen by accident: for few, and after the end too (T-52, T-55, T-56)."""

from typing import Any

import pytest

from crisiscoord.domain import catalogue, policy
from crisiscoord.domain.exposing import NothingDone, UnknownExposure, UnknownOwner
from crisiscoord.domain.noting import NotConfidential
from crisiscoord.errors import Refused
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77, SGAV, UDCCAS_77
from tests.pen import Pen
from tests.unit.test_declaring import declared

SECRET = {"do": "note.write", "text": "Source protégée", "category": "information", "confidential": True}


def readers(pen: Pen, channel: str) -> set[str]:
    cast = (PERMANENCE, PREFECTURE_77, UDCCAS_77, CCAS_NEMOURS, CCAS_MELUN, SGAV, OBSERVER)
    return {one.account for one in cast if policy.holds(policy.channels(one, pen.board), channel)}


@pytest.mark.parametrize(
    ("who", "read_by"),
    [
        (PERMANENCE, {PERMANENCE.account, PREFECTURE_77.account}),
        (PREFECTURE_77, {PERMANENCE.account, PREFECTURE_77.account}),
        (CCAS_NEMOURS, {PERMANENCE.account, CCAS_NEMOURS.account}),
    ],
    ids=lambda one: getattr(one, "account", ""),
)
def test_a_confidential_note_is_read_by_few_and_by_no_more_once_the_crisis_is_closed(
    who: Any, read_by: set[str]
) -> None:
    pen = declared()
    note = pen.do(SECRET, as_=who)[0]
    assert pen.say()[-1] == "[Confidentiel] Information\u00a0: Source protégée"
    assert readers(pen, note.channel) == read_by
    pen.do({"do": "crisis.close_needs", "reason": "Essai."})
    pen.do({"do": "crisis.stand_down", "reason": "Décrue."})
    pen.do({"do": "crisis.close", "reason": "Fini."})
    kept = pen.entry(note.seq)
    assert kept is not None and catalogue.tell(kept.fact).startswith("[Confidentiel] ")
    assert readers(pen, kept.channel) == read_by


def test_a_confidential_note_is_refused_where_many_would_read_it() -> None:
    pen = declared()
    for channel in ("common", "departement:77"):
        with pytest.raises(NotConfidential):
            pen.do(SECRET, channel=channel)
    for who in (SGAV, UDCCAS_77):  # who read what is common, and nothing that few read
        with pytest.raises(NotConfidential):
            pen.do(SECRET, as_=who)


def test_a_correction_stays_where_its_confidential_note_is() -> None:
    pen = declared()
    note = pen.do(SECRET, as_=CCAS_NEMOURS)[0]
    corrected = pen.do({"do": "note.correct", "seq": note.seq, "text": "Source à protéger"}, as_=CCAS_NEMOURS)[0]
    assert corrected.channel == note.channel == "body:ccas-77333"


def test_what_was_seen_by_accident_goes_to_those_whose_it_is_and_to_who_coordinates() -> None:
    pen = declared()
    seen = {"do": "exposure.report", "text": "Une liste restée à l’imprimante."}
    told = pen.do(seen, as_=CCAS_MELUN, whose="ccas-77333")[0]
    assert readers(pen, told.channel) == {PERMANENCE.account, CCAS_NEMOURS.account}
    assert "Nemours" in pen.say()[-1] and pen.say()[-1].startswith("Accès fortuit signalé")
    unsaid = pen.do(seen, as_=OBSERVER)[0]
    assert readers(pen, unsaid.channel) == {PERMANENCE.account, PREFECTURE_77.account}


def test_it_is_said_after_the_end_too_and_of_nobody_unknown() -> None:
    pen = declared()
    pen.do({"do": "crisis.close", "reason": "Fini."})
    seen = {"do": "exposure.report", "text": "Un ancien fichier."}
    assert pen.do(seen, as_=CCAS_MELUN, whose="ccas-77333")
    with pytest.raises(UnknownOwner):
        pen.do(seen, whose="ccas-99999")


def test_it_is_answered_where_it_was_told_and_by_those_who_read_it() -> None:
    pen = declared()
    told = pen.do({"do": "exposure.report", "text": "Une liste.", "whose": "ccas-77333"}, as_=CCAS_MELUN)[0]
    answer = {"do": "exposure.answer", "seq": told.seq, "state": "traite"}
    with pytest.raises(UnknownExposure):  # its reporter does not read where it stands
        pen.do(answer, as_=CCAS_MELUN, text="Rien.")
    with pytest.raises(NothingDone):
        pen.do(answer, as_=CCAS_NEMOURS)
    (done,) = pen.do(answer, as_=CCAS_NEMOURS, text="Liste détruite.")
    assert done.channel == told.channel
    assert pen.say()[-1] == f"Accès fortuit (ligne n°\u00a0{told.seq}), traité\u00a0: Liste détruite."


def test_it_does_not_repeat_what_speaks_of_a_person() -> None:
    with pytest.raises(Refused) as refused:
        declared().do({"do": "exposure.report", "text": "La fiche de Mme Exemple."})
    assert refused.value.code == "discretion"
