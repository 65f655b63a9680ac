"""How long it took to designate, to tell and to be acknowledged: one count for the pages, the sheet, the quarter."""

from datetime import timedelta

from crisiscoord.documents.crisis_delays import sourced_delays
from crisiscoord.documents.figures import Sources
from crisiscoord.domain.delays import Delays, Told, delays
from crisiscoord.domain.noticed import NoticeCard
from tests.cast import PREFECTURE_77, SGAV
from tests.pen import Pen
from tests.unit.test_declaring import NEMOURS, ORLEANS, T0, declared
from tests.unit.test_designating import proposal


def notice_to(pen: Pen, body: str) -> str:
    return next(card.key for card in pen.board.of(NoticeCard) if card.to == body)


def told() -> Pen:
    """Ten minutes to designate, ten more to accept; the SG-AV is told at five and acknowledges at fifteen."""
    pen = declared(communes=[NEMOURS, ORLEANS])
    pen.tick(minutes=10)
    pen.do(proposal())
    pen.tick(minutes=10)
    pen.do("representative.accept", designation="principal")
    pen.tick(minutes=5)
    pen.do("notice.record", notice=notice_to(pen, "sgav"), sent_at=pen.now)
    pen.tick(minutes=10)
    pen.do("notice.acknowledge", SGAV, notice=notice_to(pen, "sgav"))
    pen.do("notice.acknowledge", PREFECTURE_77, notice=notice_to(pen, "prefecture-77"))
    return pen


def test_the_delays_run_from_the_qualification_then_from_what_is_owed() -> None:
    found = delays(told().board)
    active = T0 + timedelta(minutes=20)
    assert (found.designated_s, found.active_s) == (600, 1200)
    assert found.sgav == Told(to="sgav", owed_at=active, sent_s=300, acknowledged_s=900)
    assert {one.to: one.acknowledged_s for one in found.prefectures} == {"prefecture-77": 900, "prefecture-45": None}


def test_nothing_is_said_of_what_has_not_happened() -> None:
    assert delays(declared(communes=[NEMOURS]).board) == Delays()


def test_a_relief_does_not_make_the_first_delays_forgotten() -> None:
    pen = told()
    before = delays(pen.board)
    pen.do("representative.relieve", designation="principal")
    pen.tick(hours=3)
    pen.do(proposal("suivant", accepted=True))
    assert delays(pen.board) == before


def test_of_one_departement_only_its_prefecture_is_told() -> None:
    assert [one.to for one in delays(told().board, "45").prefectures] == ["prefecture-45"]


def test_the_quarterly_dossier_says_the_same_with_the_entry_that_made_each_known() -> None:
    pen = told()
    known = sourced_delays(pen.entries, Sources(pen.dossier, frozenset({"common", "cell", "departement:*"})))
    found = delays(pen.board)
    assert (known["designated_s"]["value"], known["active_s"]["value"]) == (found.designated_s, found.active_s)
    assert found.sgav is not None
    assert known["sgav"]["acknowledged_s"]["value"] == found.sgav.acknowledged_s
    kinds = {
        name: pen.entries[figure["entries"][0] - 1].fact.kind for name, figure in known["sgav"].items() if name != "to"
    }
    assert kinds == {"owed_at": "notice.owed", "sent_s": "notice.sent", "acknowledged_s": "notice.acknowledged"}
    assert [one["to"] for one in known["prefectures"]] == [one.to for one in found.prefectures]
