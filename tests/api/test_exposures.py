"""Accidental accesses: reported, answered, read by whom it concerns, and by whoever administers (art. 11; T-52)."""

import csv
import logging
from io import StringIO
from typing import Any

import pytest

from crisiscoord.security_log import STREAM
from crisiscoord.web import exposures
from tests.api.test_commands import refused
from tests.cast import ADMIN, CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77, SGAV, UDCCAS_77
from tests.house import Served
from tests.realtime.test_rights_matrix import link_of

SEEN = "Une liste restée à l’imprimante."


def report(house: Served, dossier: str, who: Any = OBSERVER, **fields: Any) -> int:
    answer = house.do(dossier, "exposure.report", who, **{"text": SEEN, "whose": "ccas-77333", **fields})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["last"])


def listed(house: Served, who: Any, **query: str) -> list[dict[str, Any]]:
    answer = house.as_(who).get("/api/exposures", params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["exposures"])


def test_whoever_reported_it_reads_that_it_was_received_and_what_was_done(house: Served) -> None:
    dossier = house.declare()
    seq = report(house, dossier)
    (mine,) = listed(house, OBSERVER, dossier=dossier)
    assert (mine["mine"], mine["state"], mine["answers"], mine["may_answer"]) == (True, None, [], False)
    house.do(dossier, "exposure.answer", CCAS_NEMOURS, seq=seq, state="recu")
    house.do(dossier, "exposure.answer", seq=seq, state="traite", text="Liste détruite.")
    (mine,) = listed(house, OBSERVER, dossier=dossier)
    assert mine["state"] == "traite"
    assert [(one["state"], one["by"]["role"], one["text"]) for one in mine["answers"]] == [
        ("recu", "ccas_direction", None),
        ("traite", "unccas_permanence", "Liste détruite."),
    ]
    # the lines themselves are for others: what is answered reaches whoever reported it by this page alone
    assert "Liste détruite" not in str(house.lines(dossier, OBSERVER, limit=500))


def test_it_is_read_by_those_to_whom_it_was_told_and_by_nobody_else(house: Served) -> None:
    dossier = house.declare()
    report(house, dossier)
    everybody = (PERMANENCE, CCAS_NEMOURS, CCAS_MELUN, PREFECTURE_77, UDCCAS_77, SGAV, OBSERVER)
    reads = {who.account for who in everybody if listed(house, who, dossier=dossier)}
    assert reads == {PERMANENCE.account, CCAS_NEMOURS.account, OBSERVER.account}
    link = link_of("liaison", dossier)
    refused(house.as_(link).get("/api/exposures"), 403, "not_by_link")
    refused(house.as_(link).get("/api/exposures.csv"), 403, "not_by_link")


def test_whoever_administers_reads_them_all_and_nothing_else_of_a_dossier(house: Served) -> None:
    first, second = house.declare(), house.declare(title="Crue de l’Yonne")
    report(house, first)
    report(house, second, whose=None)
    told = [one for one in listed(house, ADMIN) if one["dossier"] in (first, second)]
    assert {(one["dossier"], one["title"], one["opens"], one["may_answer"]) for one in told} == {
        (second, "Crue de l’Yonne", False, False),
        (first, "Crue du Loing", False, False),
    }
    assert [one["by"] for one in told] == [{"role": "observer", "body": None, "name": None}] * 2
    assert [one["dossier"] for one in listed(house, ADMIN, dossier=first)] == [first]
    refused(house.as_(ADMIN).get(f"/api/dossiers/{first}/journal"), 404, "missing")
    refused(house.do(first, "exposure.answer", ADMIN, seq=1, state="recu"), 404, "missing")


def test_it_is_answered_by_those_to_whom_it_was_told_after_the_end_too(house: Served) -> None:
    dossier = house.declare()
    theirs, unsaid = report(house, dossier), report(house, dossier, whose=None)
    house.do(dossier, "crisis.stand_down", reason="Décrue.")
    house.do(dossier, "crisis.close", reason="Fini.")
    refused(house.do(dossier, "exposure.answer", CCAS_MELUN, seq=theirs, state="recu"), 404, "unknown_exposure")
    refused(house.do(dossier, "exposure.answer", CCAS_NEMOURS, seq=unsaid, state="recu"), 404, "unknown_exposure")
    refused(house.do(dossier, "exposure.answer", OBSERVER, seq=theirs, state="recu"), 403, "forbidden")
    refused(house.do(dossier, "exposure.answer", CCAS_NEMOURS, seq=theirs, state="traite"), 409, "nothing_done")
    refused(house.do(dossier, "exposure.answer", seq=1, state="recu"), 404, "unknown_exposure")
    assert house.do(dossier, "exposure.answer", CCAS_NEMOURS, seq=theirs, state="recu").status_code == 201
    assert house.do(dossier, "exposure.answer", PREFECTURE_77, seq=unsaid, state="recu").status_code == 201
    assert {one["seq"] for one in listed(house, CCAS_NEMOURS, dossier=dossier) if one["may_answer"]} == {theirs}


def test_the_file_says_the_same_and_no_cell_is_a_formula(house: Served) -> None:
    dossier = house.declare()
    seq = report(house, dossier, text="=cmd|calc")
    house.do(dossier, "exposure.answer", seq=seq, state="traite", text="Liste détruite.")
    file = house.as_(ADMIN).get("/api/exposures.csv", params={"dossier": dossier})
    assert file.headers["cache-control"] == "no-store"
    (row,) = csv.DictReader(StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    assert (row["Dossier"], row["Ligne"], row["Rôle"], row["État"]) == (dossier, str(seq), "Observateur", "Traité")
    assert row["Ce qui est dit"] == "'=cmd|calc" and row["Ce qui a été fait"] == "Liste détruite."


def test_the_words_that_are_erased_are_erased_here_too(house: Served) -> None:
    dossier = house.declare()
    seq = report(house, dossier)
    assert house.do(dossier, "wording.erase", seq=seq, reason="Un nom.").status_code == 201
    assert [one["text"] for one in listed(house, ADMIN, dossier=dossier)] == ["[effacé]"]


def test_a_list_has_an_end_and_says_so(house: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = house.declare()
    seqs = [report(house, dossier) for _ in range(3)]
    monkeypatch.setattr(exposures, "MOST", 2)
    answer = house.as_(ADMIN).get("/api/exposures", params={"dossier": dossier}).json()
    assert (answer["full"], [one["seq"] for one in answer["exposures"]]) == (True, seqs[:0:-1])
    assert "Liste incomplète" in house.as_(ADMIN).get("/api/exposures.csv").text


def test_reading_answering_and_carrying_away_leave_a_line_without_a_word(
    house: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger=STREAM)
    dossier = house.declare()
    seq = report(house, dossier)
    house.do(dossier, "exposure.answer", CCAS_NEMOURS, seq=seq, state="traite", text="Liste détruite.")
    house.as_(ADMIN).get("/api/exposures")
    house.as_(ADMIN).get("/api/exposures.csv")
    records = [one for one in caplog.records if one.name == STREAM]
    assert [one.getMessage() for one in records] == [
        *("exposure_reported", "exposure_answered", "exposures_read", "exposures_exported")
    ]
    assert not any(word in str([vars(one) for one in records]) for word in (SEEN, "détruite", dossier))
