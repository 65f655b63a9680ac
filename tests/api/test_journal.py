"""GET /api/dossiers/{id}/journal: pages, filters, search, corrections."""

from typing import Any

import pytest

from crisiscoord.journal import pages
from tests.api.test_commands import refused
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77, SGAV
from tests.house import Served


def seqs(page: dict[str, Any]) -> list[int]:
    return [entry["seq"] for entry in page["entries"]]


def note(house: Served, dossier: str, text: str, **fields: Any) -> int:
    answer = house.do(dossier, "note.write", **{"text": text, "category": "information", **fields})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["first"])


def test_a_line_says_when_who_what_and_how(house: Served, crisis: str):
    seq = house.report(crisis, CCAS_NEMOURS, status="tension", text="Gymnase plein.").json()["first"]
    page = house.lines(crisis, after=seq - 1, limit=1)
    assert page.keys() == {"entries", "head", "next", "complete"}
    (entry,) = page["entries"]
    assert entry.keys() == {"seq", "at", "occurred_at", "by", "kind", "text", "fact"}
    assert entry["by"].keys() == {"account", "role", "body"}
    assert (entry["kind"], entry["by"]["role"], entry["by"]["body"]) == ("report.filed", "ccas_direction", "ccas-77333")
    assert "Gymnase plein." in entry["text"]
    assert entry["fact"]["status"] == "tension"
    assert page["head"] == house.board(crisis)["seq"]


def test_pages_follow_one_another_without_gap_nor_double(house: Served, crisis: str):
    for number in range(7):
        note(house, crisis, f"Note {number}")
    whole = house.lines(crisis, limit=500)
    assert whole["complete"] is True and whole["next"] is None
    found, after = [], 0
    while True:
        page = house.lines(crisis, after=after, limit=3)
        found += seqs(page)
        if page["complete"]:
            break
        after = page["next"]
    assert found == seqs(whole)


def test_one_may_go_back_from_an_entry(house: Served, crisis: str):
    for number in range(6):
        note(house, crisis, f"Note {number}")
    whole = seqs(house.lines(crisis, limit=500))
    page = house.lines(crisis, before=whole[-1], limit=3)
    assert seqs(page) == whole[-4:-1]
    assert seqs(house.lines(crisis, before=page["next"], limit=2)) == whole[-6:-4]


def test_lines_are_filtered_by_kind_and_by_body(house: Served, crisis: str):
    nemours = house.report(crisis, CCAS_NEMOURS).json()["first"]
    melun = house.report(crisis, CCAS_MELUN, insee="77288").json()["first"]
    filed = [entry["seq"] for entry in house.lines(crisis, kind="report.filed")["entries"]]
    assert filed == [nemours, melun]
    of_nemours = house.lines(crisis, body="ccas-77333")["entries"]
    assert nemours in [entry["seq"] for entry in of_nemours]
    assert melun not in [entry["seq"] for entry in of_nemours]
    assert house.lines(crisis, kind=["report.filed", "crisis.declared"], limit=1)["entries"][0]["seq"] == 1
    assert house.lines(crisis, kind="no.such")["entries"] == []


def test_lines_of_a_departement_are_its_own_and_those_about_its_bodies(house: Served, crisis: str):
    filed = house.report(crisis, CCAS_NEMOURS).json()["first"]
    called = house.do(crisis, "call.log", body="ccas-77288", answered=False).json()["first"]
    common = note(house, crisis, "Pour tous")
    found = seqs(house.lines(crisis, departement="77", limit=500))
    assert {filed, called} <= set(found) and common not in found and 1 not in found
    assert house.lines(crisis, departement="91")["entries"] == []


def test_a_search_ignores_accents_case_and_kinds_of_apostrophe(house: Served, crisis: str):
    seq = note(house, crisis, "L’hébergement d’urgence est saturé à Nemours")
    other = note(house, crisis, "Rien de neuf à Melun")
    for words in ("hebergement", "HÉBERGEMENT saturé", "d'urgence", "l’heberg", "sature nemours"):
        assert seqs(house.lines(crisis, q=words, kind="note.written")) == [seq]
    assert seqs(house.lines(crisis, q="a", kind="note.written")) == [seq, other]
    assert house.lines(crisis, q="100 %_")["entries"] == []


def test_a_search_that_has_read_its_share_says_where_to_go_on(
    house: Served, crisis: str, monkeypatch: pytest.MonkeyPatch
):
    for number in range(9):
        note(house, crisis, f"Note {number}")
    last = note(house, crisis, "Introuvable ailleurs")
    monkeypatch.setattr(pages, "SCANNED", 4)
    monkeypatch.setattr(pages, "CHUNK", 2)
    found, after, asked = [], 0, 0
    while True:
        page = house.lines(crisis, q="introuvable", after=after)
        asked += 1
        found += seqs(page)
        if page["complete"]:
            break
        after = page["next"]
    assert found == [last]
    assert asked > 2


@pytest.mark.parametrize("actor", [PERMANENCE, PREFECTURE_77, CCAS_NEMOURS, CCAS_MELUN, SGAV, OBSERVER])
def test_a_line_goes_to_those_who_hold_its_channel(house: Served, crisis: str, actor: Any):
    for channel in ("common", "cell", "departement:77", "body:ccas-77333", "body:ccas-77288"):
        note(house, crisis, f"Pour {channel}", channel=channel)
    expected = {
        PERMANENCE.account: {"common", "cell", "departement:77", "body:ccas-77333", "body:ccas-77288"},
        PREFECTURE_77.account: {"common", "cell", "departement:77"},
        CCAS_NEMOURS.account: {"common", "departement:77", "body:ccas-77333"},
        CCAS_MELUN.account: {"common", "departement:77", "body:ccas-77288"},
        SGAV.account: {"common"},
        OBSERVER.account: {"common", "departement:77"},
    }[actor.account]
    written = house.lines(crisis, actor, kind="note.written")["entries"]
    assert {entry["fact"]["text"].removeprefix("Pour ") for entry in written} == expected


def test_a_struck_line_names_what_corrects_it(house: Served, crisis: str):
    seq = note(house, crisis, "Pont fermé")
    correction = house.do(crisis, "note.correct", seq=seq, text="Pont ouvert").json()["first"]
    struck, new = house.lines(crisis, after=seq - 1)["entries"]
    assert (struck["seq"], struck["corrected_by"]) == (seq, correction)
    assert "corrected_by" not in new


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=x", "after=-1", "before=0", "q=" + "x" * 201, "body=%00", "color=red"]
)
def test_a_page_that_cannot_be_is_said(house: Served, crisis: str, query: str):
    refused(house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/journal?{query}"), 422, "malformed")
