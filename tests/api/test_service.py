"""What every answer has, what the operator is told, and what is never said."""

from typing import Any

import pytest
from sqlalchemy import text

from crisiscoord.clock import ManualClock
from crisiscoord.web import lookups
from tests.api.test_commands import note, refused
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.house import Served, served


def test_an_address_that_is_none_and_a_method_that_is_not_admitted_are_said_in_french(house: Served):
    with house.client() as nobody:
        refused(nobody.get("/api/nulle-part"), 404, "missing")
        refused(nobody.get("/api/dossiers/"), 404, "missing")
        problem = nobody.put("/api/session")
        refused(problem, 405, "method_not_allowed")
        assert "GET" in problem.headers["allow"]
        assert nobody.head("/livez").status_code == 200


def test_every_answer_of_the_api_carries_the_same_protections(house: Served):
    client = house.as_(PERMANENCE)
    for path in ("/api/dossiers", "/api/nulle-part", "/livez", "/api/vocabulary.json"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers
        assert "server" not in headers or "uvicorn" in headers["server"]
    assert client.get("/api/dossiers").headers["cache-control"] == "no-store"


def test_the_door_of_commands_is_as_guarded_as_any_other(house: Served, crisis: str):
    client = house.as_(PERMANENCE)
    written = client.post("/api/commands", json=note(crisis))
    unread = client.post("/api/commands", content=b"{")
    for answer in (written, unread, client.put("/api/commands"), client.post("/api/commands", content=b"x" * 70_000)):
        for name, value in client.get("/api/dossiers").headers.items():
            if name.startswith(("x-", "referrer", "cross", "content-sec", "cache")):
                assert answer.headers[name] == value
    assert written.status_code == 201
    refused(unread, 422, "malformed")
    refused(client.put("/api/commands"), 405, "method_not_allowed")
    refused(client.post("/api/commands", content=b"x" * 70_000), 413, "too_large")
    with house.client() as nobody:
        refused(nobody.post("/api/commands", json=note(crisis)), 401, "unauthenticated")
        measures = nobody.get("/metrics").text
    assert 'crisiscoord_requests_total{method="POST",route="/api/commands",status="2xx"}' in measures


def test_long_answers_are_compressed_and_short_ones_left_alone(house: Served):
    client = house.as_(PERMANENCE)
    assert client.get("/api/vocabulary.json").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/livez").headers


def test_a_fault_of_the_server_is_logged_and_not_shown(
    house: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail(*_: Any) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(lookups, "_playbook", fail)
    answer = house.as_(PERMANENCE).get("/api/playbooks?hazard=inondation")
    refused(answer, 500, "internal")
    assert "secret" not in answer.text
    assert "x-content-type-options" in answer.headers
    assert any(record.exc_info and "secret" in str(record.exc_info[1]) for record in caplog.records)


def test_the_log_holds_neither_words_nor_proofs(house: Served, crisis: str, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG", logger="crisiscoord")
    house.send(note(crisis, text="La famille Inventée"))
    house.lines(crisis, q="Inventée")
    with house.client() as browser:
        browser.post("/api/session", json={"token": house.token(CCAS_NEMOURS)})
        browser.get("/api/session?jeton=abc")
        session = browser.cookies["crisiscoord"]
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "/api/dossiers/{dossier}/journal" in logged
    for hidden in ("Inventée", crisis, house.token(CCAS_NEMOURS), session, "jeton"):
        assert hidden not in logged


def test_a_house_in_order_says_so(house: Served):
    with house.client() as nobody:
        assert nobody.get("/livez").json() == {"status": "ok"}
        ready = nobody.get("/readyz")
        assert ready.status_code == 200
        assert ready.json() == {
            "status": "ok",
            "checks": {"database": "ok", "schema": "ok", "bell": "ok", "agenda": "ok"},
        }
        assert nobody.get("/version").json().keys() == {"version", "projection"}


def test_a_mute_bell_and_a_late_agenda_degrade_without_stopping(house: Served, crisis: str, monkeypatch: Any):
    monkeypatch.setattr(house.house.bell, "healthy", lambda: False)
    house.clock.set(house.clock.now().replace(year=2027))
    with house.client() as nobody:
        ready = nobody.get("/readyz")
        assert ready.status_code == 200
        assert ready.json()["status"] == "degraded"
        assert ready.json()["checks"]["bell"] == "muette"
        assert ready.json()["checks"]["agenda"].startswith("en retard")


def test_a_journal_without_its_locks_is_not_served(sqlite_url: str, clock: ManualClock):
    with served(sqlite_url, clock) as house, house.client() as nobody:
        with house.house.engine.begin() as connection:
            connection.execute(text("DROP TRIGGER entry_no_update"))
        ready = nobody.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["checks"]["schema"] != "ok"


def test_measures_count_routes_and_outcomes_and_name_nobody(house: Served, crisis: str):
    house.report(crisis, CCAS_NEMOURS)
    house.report(crisis, CCAS_NEMOURS, insee="77288")
    with house.client() as nobody:
        nobody.get("/nulle/part/77333")
        measures = nobody.get("/metrics").text
    assert 'crisiscoord_commands_total{do="report.file",outcome="done"}' in measures
    assert 'crisiscoord_commands_total{do="report.file",outcome="out_of_scope"}' in measures
    assert 'route="other"' in measures
    assert "crisiscoord_metronome_lag_seconds" in measures
    for hidden in (crisis, "77333", "nulle"):
        assert hidden not in measures
