"""The security log: each line that ASVS asks for, and nobody recognised in any of them."""

import json
import logging
import subprocess
import sys
from datetime import datetime
from uuid import uuid4

import pytest

from crisiscoord.domain.words import Actor
from crisiscoord.security_log import STREAM, short
from tests.api.test_sign_in import OTHER, PASSWORD
from tests.cast import CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_45
from tests.house import Served
from tests.waiting import until_now
from tests.wires import wire

ADMIN = Actor(account="a-admin", role="admin", name="Yaël Technique")


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str | None]]:
    """Return what the stream says: the word, and the route."""
    return [(one.getMessage(), getattr(one, "route", None)) for one in caplog.records if one.name == STREAM]


@pytest.fixture(autouse=True)
def every_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger=STREAM)


def test_signing_in_and_out_and_failing_to(house: Served, caplog: pytest.LogCaptureFixture) -> None:
    with house.client() as browser:
        browser.post("/api/session", json={"token": "cc_" + "a" * 43})
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        browser.delete("/api/session")
    words = [word for word, _ in told(caplog)]
    assert words == ["sign_in_refused", "proof_refused", "signed_in", "signed_out"]


def test_a_refusal_a_hidden_dossier_and_a_foreign_page(
    house: Served, crisis: str, caplog: pytest.LogCaptureFixture
) -> None:
    house.do(crisis, "crisis.close", OBSERVER, reason="Non.")
    house.as_(PREFECTURE_45).get(f"/api/dossiers/{crisis}/board")
    with house.client() as browser:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        browser.delete("/api/session", headers={"Origin": "https://ailleurs.invalid"})
    # The line is written once the answer has gone: whoever was refused does not wait for it.
    until_now(lambda: len(told(caplog)) == 5)
    assert told(caplog) == [
        ("forbidden", "/api/commands"),
        ("hidden", "/api/dossiers/{dossier}/board"),
        ("signed_in", None),
        ("origin_refused", None),
        ("forbidden", "/api/session"),
    ]


def test_each_act_on_an_account_leaves_a_line_that_names_nobody(
    house: Served, caplog: pytest.LogCaptureFixture
) -> None:
    admin = house.as_(ADMIN)
    opened = {"name": "Jo Exemple", "email": "jo@exemple.invalid", "role": "sgav"}
    made = admin.post("/api/people", json=opened).json()
    secret, at = made["link"].partition("#")[2], f"/api/people/{made['person']}"
    with house.client() as browser:
        browser.post("/api/session", json={"email": opened["email"], "password": PASSWORD})
        browser.post("/api/session/recover", json={"secret": secret, "password": PASSWORD})
        browser.post("/api/session/recover", json={"secret": secret, "password": PASSWORD})
        browser.post("/api/account/password", json={"current": PASSWORD, "password": OTHER})
        text = browser.get("/api/undertaking").json()
        browser.post("/api/undertaking", json={"digest": text["digest"]})
        token = {"account": made["account"], "label": "Veille", "days": 1}
        shown = browser.post("/api/account/tokens", json=token).json()
        browser.delete(f"/api/account/tokens/{shown['token']}")
        browser.delete("/api/account/sessions")
    admin.post(f"{at}/seats", json={"role": "prefecture", "departements": ["77"]})
    admin.delete(f"{at}/seats/{made['account']}")
    admin.post(f"{at}/link")
    admin.post(f"{at}/disable")
    admin.post(f"{at}/enable")
    assert [word for word, _ in told(caplog)] == [
        *("person_added", "seat_given", "sign_in_refused", "proof_refused", "password_changed", "signed_in"),
        *("link_refused", "password_changed", "undertaking_signed", "token_made", "token_revoked", "session_ended"),
        *("seat_given", "seat_withdrawn", "link_asked", "person_disabled", "person_enabled"),
    ]
    lines = str([vars(one) for one in caplog.records if one.name == STREAM])
    hidden = (
        "jo@",
        "Jo Exemple",
        PASSWORD,
        OTHER,
        secret,
        shown["secret"],
        made["person"],
        made["account"],
        "127.0.0.1",
    )
    assert [word for word in hidden if word in lines] == []


async def test_a_refusal_on_the_socket(house: Served, crisis: str, caplog: pytest.LogCaptureFixture) -> None:
    async with wire(house, OBSERVER) as line:
        command = {"id": str(uuid4()), "dossier": crisis, "do": "crisis.close", "reason": "Non."}
        await line.say(type="do", command=command)
        await line.of("refused")
        await line.watch("nulle-part")
    assert told(caplog) == [("forbidden", "/ws do"), ("hidden", "/ws watch")]


def test_nobody_and_nothing_that_was_said_is_in_a_line(
    house: Served, crisis: str, caplog: pytest.LogCaptureFixture
) -> None:
    token = house.token(CCAS_NEMOURS)
    house.do(crisis, "crisis.close", CCAS_NEMOURS, reason="Gymnase Secret")
    house.as_(CCAS_NEMOURS).get("/api/dossiers/secret-de-quelqu-un/board")
    with house.client() as browser:
        browser.post("/api/session", json={"token": token})
        account = browser.get("/api/session").json()["actor"]["account"]
    lines = [str(vars(one)) for one in caplog.records if one.name == STREAM]
    assert len(lines) == 3
    assert all(short(account) in line for line in lines), "lines of one account can be put together"
    for hidden in ("Secret", "secret-de", token, f"'{account}'", CCAS_NEMOURS.name, "127.0.0.1"):
        assert not any(hidden in line for line in lines), hidden


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_line_of_the_log_is_one_line_dated_in_utc_whatever_it_is_about(form: str) -> None:
    """In a process of its own: how it logs is set once and for all."""
    said = "faux\n2026-01-01T00:00:00Z [info] signed_in\r\x1b[2K"
    program = f"""
from crisiscoord.cli.opening import log_in
from crisiscoord.security_log import record
log_in({form!r})
record("forbidden", "compte", route={said!r}, status=403)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stderr.count("\n") == 1 and "\r" not in ended.stderr and "\x1b" not in ended.stderr, ended.stderr
    if form == "json":
        line = json.loads(ended.stderr)
        assert (line["event"], line["level"], line["logger"], line["status"]) == ("forbidden", "warning", STREAM, 403)
        assert line["timestamp"].endswith("Z") and datetime.fromisoformat(line["timestamp"]).tzinfo is not None
        assert line["account"] == short("compte")


def test_an_accidental_access_is_in_the_log_without_what_was_seen_or_who_saw_it(
    house: Served, caplog: pytest.LogCaptureFixture
) -> None:
    dossier = house.declare()
    seen = {"text": "Une liste zqlistex à l’imprimante.", "whose": "ccas-77333"}
    assert house.do(dossier, "exposure.report", CCAS_NEMOURS, **seen).status_code == 201
    told = [record for record in caplog.records if "exposure_reported" in record.getMessage()]
    assert len(told) == 1
    assert not any(word in str(told[0].__dict__) for word in ("zqlistex", "77333", dossier))
