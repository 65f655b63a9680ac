"""Notes by hand in the main courante, their corrections, and words that are erased."""

from datetime import timedelta

import pytest

from crisiscoord.domain.crisis import CrisisCard, InTheFuture
from crisiscoord.domain.designated import ContactCard, RepresentativeCard
from crisiscoord.domain.erasing import NothingToErase
from crisiscoord.domain.noting import CorrectionCard, NotANote, UnknownEntry
from crisiscoord.domain.words import ERASED
from crisiscoord.errors import Forbidden, Malformed
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77, SGAV, UDCCAS_77
from tests.pen import Pen
from tests.unit.test_declaring import T0, crisis, declared
from tests.unit.test_designating import proposal

NOTE = {"do": "note.write", "text": "Le pont est coupé", "category": "information"}


def corrections(pen: Pen) -> list[tuple[int, int]]:
    return [(card.note, card.by_entry) for card in pen.board.of(CorrectionCard)]


def test_a_note_says_who_told_it_to_whom_and_when() -> None:
    pen = declared()
    told = pen.do({**NOTE, "from": "Gendarmerie", "to": "CCAS", "occurred_at": T0 - timedelta(minutes=9)})[0]
    assert pen.say()[-1] == "Information (Gendarmerie → CCAS)\u00a0: Le pont est coupé"
    assert told.occurred_at == T0 - timedelta(minutes=9) and told.at == T0


def test_a_note_goes_where_its_author_speaks_unless_it_is_said() -> None:
    pen = declared()
    for actor, channel in (
        (PERMANENCE, "common"),
        (SGAV, "common"),
        (CCAS_NEMOURS, "departement:77"),
        (UDCCAS_77, "departement:77"),
        (PREFECTURE_77, "departement:77"),
    ):
        assert pen.do(NOTE, as_=actor)[0].channel == channel
    own = pen.do(NOTE, as_=CCAS_NEMOURS, channel="body:ccas-77333")[0]
    assert own.channel == "body:ccas-77333" and own.fact.about() == "ccas-77333"


def test_a_note_is_not_written_where_its_author_does_not_read() -> None:
    pen = declared()
    for channel in ("cell", "body:ccas-77288", "departement:45"):
        with pytest.raises(Forbidden):
            pen.do(NOTE, as_=CCAS_NEMOURS, channel=channel)
    with pytest.raises(Forbidden):
        pen.do(NOTE, as_=OBSERVER)
    with pytest.raises(Malformed):
        pen.do(NOTE, channel="everywhere")


def test_a_note_does_not_tell_of_tomorrow() -> None:
    with pytest.raises(InTheFuture):
        declared().do(NOTE, occurred_at=T0 + timedelta(hours=1))


def test_a_note_may_be_written_while_the_event_is_only_signalled() -> None:
    pen = Pen(T0)
    pen.do("crisis.signal", title="Eau", hazard="inondation", communes=["77333"], text="Le Loing monte")
    assert pen.do(NOTE)


def test_the_last_correction_of_a_note_holds() -> None:
    pen = declared()
    note = pen.do(NOTE, as_=CCAS_NEMOURS)[0]
    first = pen.do("note.correct", as_=CCAS_NEMOURS, seq=note.seq, text="Le pont est rouvert")[0]
    assert first.channel == note.channel
    assert corrections(pen) == [(note.seq, first.seq)]
    second = pen.do("note.correct", as_=CCAS_NEMOURS, seq=first.seq, text="Un pont sur deux")[0]
    assert corrections(pen) == [(note.seq, second.seq)], "a correction of a correction corrects the note"


def test_a_note_is_corrected_by_its_author_or_by_the_permanence() -> None:
    pen = declared()
    note = pen.do(NOTE, as_=CCAS_NEMOURS)[0]
    with pytest.raises(Forbidden):
        pen.do("note.correct", as_=CCAS_MELUN, seq=note.seq, text="Autre chose")
    pen.do("note.correct", as_=PERMANENCE, seq=note.seq, text="Autre chose")


def test_only_a_note_is_corrected() -> None:
    pen = declared()
    with pytest.raises(NotANote) as refused:
        pen.do("note.correct", seq=1, text="Autre chose")
    assert refused.value.code == "not_a_note"
    with pytest.raises(UnknownEntry):
        pen.do("note.correct", seq=99_999, text="Autre chose")


# ---------------------------------------------------------------------------------------------- erasing


def test_words_are_erased_from_the_line_and_the_fact_stays() -> None:
    pen = declared()
    note = pen.do({**NOTE, "from": "Une personne"}, as_=CCAS_NEMOURS)[0]
    erased = pen.do("wording.erase", seq=note.seq, reason="Nom cité")[0]
    assert erased.channel == note.channel and erased.fact.erases() == note.seq
    assert pen.say()[note.seq - 1] == f"Information (de {ERASED})\u00a0: {ERASED}"
    assert pen.board.erasures == 1


def test_words_are_erased_from_every_card_that_holds_them() -> None:
    pen = declared()
    pen.do(proposal(accepted=True))
    pen.do("wording.erase", seq=1, reason="Motif trop précis")
    designated = next(entry for entry in pen.entries if entry.fact.kind == "representative.designated")
    contact = next(entry for entry in pen.entries if entry.fact.kind == "representative.contact_given")
    pen.do("wording.erase", seq=designated.seq, reason="Fin de conservation")
    pen.do("wording.erase", seq=contact.seq, reason="Fin de conservation")
    held = pen.board.get("representative:principal", RepresentativeCard)
    reach = pen.board.get("contact:principal", ContactCard)
    assert crisis(pen).reason and crisis(pen).reason.text == ERASED
    assert held and held.name and held.name.text == ERASED
    assert reach and reach.phone and reach.email and {reach.phone.text, reach.email.text} == {ERASED}
    wire = b"".join(card.wire for card in pen.board.cards())
    for words in ("Camille", "01 99 00 10 20", "representante@", "Deux communes évacuent"):
        assert words.encode() not in wire
        assert not any(words in line for line in pen.say())


def test_a_board_drawn_again_holds_no_erased_words() -> None:
    pen = declared()
    pen.do("wording.erase", seq=1, reason="Motif trop précis")
    again = pen.redrawn().get(f"crisis:{pen.dossier}", CrisisCard)
    assert again and again.reason and again.reason.text == ERASED


def test_there_may_be_nothing_to_erase() -> None:
    pen = declared()
    with pytest.raises(NothingToErase):
        pen.do("wording.erase", seq=2, reason="Une zone n’a pas de mots")
    pen.do("wording.erase", seq=1, reason="Motif trop précis")
    with pytest.raises(NothingToErase) as refused:
        pen.do("wording.erase", seq=1, reason="Encore")
    assert refused.value.code == "nothing_to_erase"
    with pytest.raises(UnknownEntry):
        pen.do("wording.erase", seq=99_999, reason="Rien ici")


def test_an_author_takes_words_back_within_the_hour_and_the_permanence_later() -> None:
    pen = declared()
    note = pen.do(NOTE, as_=CCAS_NEMOURS)[0]
    second = pen.do(NOTE, as_=CCAS_NEMOURS)[0]
    with pytest.raises(Forbidden):
        pen.do("wording.erase", as_=CCAS_MELUN, seq=note.seq, reason="Pas à moi")
    pen.tick(minutes=59)
    pen.do("wording.erase", as_=CCAS_NEMOURS, seq=note.seq, reason="Nom cité")
    pen.tick(minutes=2)
    with pytest.raises(Forbidden):
        pen.do("wording.erase", as_=CCAS_NEMOURS, seq=second.seq, reason="Nom cité")
    pen.do("wording.erase", seq=second.seq, reason="Nom cité")


def test_a_closed_dossier_still_forgets() -> None:
    pen = declared()
    pen.do("crisis.close", reason="Terminé")
    pen.do("wording.erase", seq=1, reason="Fin de conservation")
    assert crisis(pen).state == "clos"
