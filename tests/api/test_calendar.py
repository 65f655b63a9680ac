"""Calendars over HTTP: as JSON, and as calendar programs read them, by a library that is not the one that writes."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import vobject

from crisiscoord.web.limits import FEED_READINGS
from tests.api.test_commands import refused
from tests.cast import ADMIN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_45, SGAV, UDCCAS_77
from tests.house import Served

_CONVENTIONS = count(1)
#: A line feed in a name is typed to break out of its line: it comes in as a space.
TITLE = (
    "État-UNCCAS, deuxième BEGIN:VEVENT ; « essai », avec une virgule et un titre trop long pour une ligne de 75 octets"
)


@pytest.fixture
def convention(house: Served) -> str:
    """A convention of this test alone, eight months old, with a meeting held and one planned."""
    dossier = f"etat-unccas-{next(_CONVENTIONS)}"
    said = {
        "template": "etat-unccas",
        "title": TITLE.replace(" BEGIN", "\nBEGIN"),
        "signed_on": "2025-11-10",
        "parties": ["unccas", "sgav"],
    }
    assert house.do(dossier, "convention.sign", **said).status_code == 201
    house.do(dossier, "meeting.schedule", meeting="premiere", at="2026-02-05T13:00:00Z")
    decided = {"text": "Relire\nle guide ; vite, très vite", "owner": "unccas", "due": "2026-09-01"}
    held = {"held_at": "2026-02-05T13:00:00Z", "minutes": "Relu.", "attended": ["sgav"], "decisions": [decided]}
    house.do(dossier, "meeting.hold", meeting="premiere", **held)
    house.do(dossier, "meeting.schedule", meeting="seconde", at="2026-08-05T13:00:00Z")
    return dossier


def calendar(house: Served, dossier: str, actor: Any = PERMANENCE, **query: str) -> list[dict[str, Any]]:
    """Return the items of one dossier, in the order in which they came."""
    answer = house.as_(actor).get("/api/calendar", params=query)
    assert answer.status_code == 200, answer.text
    return [item for item in answer.json()["items"] if item["dossier"] == dossier]


def parsed(text: str) -> Any:
    """Read iCalendar with another library than the one that wrote it, and check how it is laid out."""
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    assert [line for line in text.encode().split(b"\r\n") if len(line) > 75] == []
    return vobject.readOne(text)


def entries(whole: Any) -> dict[str, Any]:
    found = {entry.uid.value: entry for entry in getattr(whole, "vevent_list", [])}
    assert len(found) == len(getattr(whole, "vevent_list", [])), "an id came twice"
    return found


def test_what_is_late_comes_first_over_all_dossiers(house: Served, crisis: str, convention: str):
    items = house.as_(PERMANENCE).get("/api/calendar").json()["items"]
    late = [item["overdue"] for item in items]
    assert late == sorted(late, reverse=True) and any(late) and not all(late)
    assert {crisis, convention} <= {item["dossier"] for item in items}
    exercises = {item["dossier"]: item["exercise"] for item in items}
    assert (exercises[crisis], exercises[convention]) == (True, False)


def test_days_bound_what_is_to_come(house: Served, convention: str):
    asked = calendar(house, convention, **{"from": "2026-09-01", "to": "2026-09-01"})
    assert [(item["kind"], item["on"], item["at"]) for item in asked if not item["overdue"]] == [
        ("decision", "2026-09-01", None)
    ]
    client = house.as_(PERMANENCE)
    for wrong in ("hier", "2026-9-1", "2026-02-30", "2026-09-01T00:00:00Z", ""):
        refused(client.get("/api/calendar", params={"from": wrong}), 422, "malformed")
    refused(client.get("/api/calendar?depuis=2026-09-01"), 422, "malformed")


def test_nobody_sees_the_dates_of_a_dossier_that_is_not_theirs(house: Served, crisis: str, convention: str):
    assert calendar(house, crisis, PREFECTURE_45) == [] and calendar(house, crisis, ADMIN) == []
    assert calendar(house, convention, CCAS_NEMOURS) == []
    assert "decision" not in {item["kind"] for item in calendar(house, convention, OBSERVER)}
    assert "decision" in {item["kind"] for item in calendar(house, convention, SGAV)}
    refused(house.as_(PREFECTURE_45).get(f"/api/dossiers/{crisis}/calendar.ics"), 404, "missing")
    refused(house.as_(PERMANENCE).get("/api/dossiers/nulle-part/calendar.ics"), 404, "missing")
    with house.client() as nobody:
        for path in ("/api/calendar", "/api/calendar.ics", f"/api/dossiers/{crisis}/calendar.ics", "/api/feeds"):
            refused(nobody.get(path), 401, "unauthenticated")


@pytest.mark.parametrize("actor", [PERMANENCE, SGAV, OBSERVER], ids=lambda actor: actor.role)
def test_a_calendar_program_reads_what_the_page_shows(house: Served, crisis: str, convention: str, actor: Any):
    answer = house.as_(actor).get("/api/calendar.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = entries(parsed(answer.text))
    shown = {item["id"]: item for item in house.as_(actor).get("/api/calendar").json()["items"]}
    assert found.keys() == shown.keys()
    written = {}
    for dossier in {item["dossier"] for item in shown.values()}:
        lines = house.lines(dossier, PERMANENCE, limit=500)["entries"]
        written |= {(dossier, line["seq"]): datetime.fromisoformat(line["at"]) for line in lines}
    for id, item in shown.items():
        _check(found[id], item, written, house.house.settings.base_url)


def _check(entry: Any, item: dict[str, Any], written: dict[tuple[str, int], datetime], base_url: str) -> None:
    exercise = "[EXERCICE] " if item["exercise"] else ""
    assert entry.summary.value == f"{exercise}{item['title']} ({item['dossier_title']})"
    assert entry.sequence.value == str(item["seq"])
    assert entry.url.value == base_url + item["link"]
    assert entry.dtstamp.value == written[item["dossier"], item["seq"]].replace(microsecond=0)
    assert entry.dtstamp.value.tzinfo is not None
    if item["at"] is None:
        assert entry.dtstart.value == date.fromisoformat(item["on"])
        assert entry.dtend.value == entry.dtstart.value + timedelta(days=1)
    else:
        assert entry.dtstart.value == datetime.fromisoformat(item["at"]).replace(microsecond=0)
        assert entry.dtstart.value.utcoffset() == timedelta()
    assert entry.status.value == ("CANCELLED" if item["state"] == "annulee" else "CONFIRMED")
    assert item["detail"] in entry.description.value
    assert "valarm" not in entry.contents


def test_ids_stay_and_numbers_grow_when_a_meeting_moves_and_is_cancelled(house: Served, convention: str):
    def is_timed(entry: Any) -> bool:
        return isinstance(entry.dtstart.value, datetime)

    def only_meeting() -> Any:
        whole = parsed(house.as_(SGAV).get(f"/api/dossiers/{convention}/calendar.ics").text)
        assert whole.contents["x-wr-calname"][0].value == TITLE
        (found,) = (
            entry
            for entry in entries(whole).values()
            if is_timed(entry) and entry.dtstart.value.date() > date(2026, 7, 1)
        )
        return found

    before = only_meeting()
    house.do(convention, "meeting.move", meeting="seconde", at="2026-08-07T13:00:00Z", reason="Salle prise.")
    moved = only_meeting()
    assert moved.uid.value == before.uid.value
    assert int(moved.sequence.value) > int(before.sequence.value)
    assert moved.dtstart.value == datetime(2026, 8, 7, 13, tzinfo=UTC)
    house.do(convention, "meeting.cancel", meeting="seconde", reason="Reportée.")
    assert (only_meeting().uid.value, only_meeting().status.value) == (before.uid.value, "CANCELLED")


def test_a_calendar_that_has_not_changed_is_not_sent_again(house: Served, convention: str):
    client = house.as_(SGAV)
    path = f"/api/dossiers/{convention}/calendar.ics"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "private, no-cache"
    house.do(convention, "meeting.move", meeting="seconde", at="2026-08-07T13:00:00Z", reason="Salle prise.")
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.fixture
def feed(house: Served) -> Iterator[str]:
    """The feed address of the SG-AV."""
    made = house.as_(SGAV).post("/api/feeds")
    assert made.status_code == 201
    said = made.json()
    assert said["url"] == house.house.settings.base_url + said["path"]
    yield said["path"]
    house.as_(SGAV).delete("/api/feeds")


def test_a_feed_is_the_calendar_of_whoever_made_it_and_needs_no_header(house: Served, convention: str, feed: str):
    with house.client() as program:
        answer = program.get(feed)
    assert answer.status_code == 200
    assert answer.content == house.as_(SGAV).get("/api/calendar.ics").content
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert house.as_(SGAV).get("/api/feeds").json()["created_at"] is not None
    assert house.as_(OBSERVER).get("/api/feeds").json() == {"created_at": None}


def test_a_feed_address_that_was_revoked_or_replaced_is_nowhere(house: Served, feed: str):
    with house.client() as program:
        again = house.as_(SGAV).post("/api/feeds").json()["path"]
        assert program.get(feed).status_code == 404
        assert program.get(again).status_code == 200
        assert house.as_(SGAV).delete("/api/feeds").status_code == 204
        answer = program.get(again)
        refused(answer, 404, "missing")
        assert again.split("/")[3] not in answer.text
        assert house.as_(SGAV).get("/api/feeds").json() == {"created_at": None}
        for wrong in ("/api/feeds/x/calendar.ics", f"/api/feeds/{'a' * 5_000}/calendar.ics"):
            refused(program.get(wrong), 404, "missing")


def test_a_feed_ends_with_the_account(house: Served):
    text, account = house.house.tokens.create("observer", house.clock.now(), label="Alix Regarde")
    with house.client(headers={"Authorization": f"Bearer {text}"}) as person, house.client() as program:
        path = person.post("/api/feeds").json()["path"]
        assert program.get(path).status_code == 200
        house.house.tokens.revoke(account.id, house.clock.now())
        refused(program.get(path), 404, "missing")


def test_a_feed_shows_no_more_than_its_account_may_see_now(house: Served, crisis: str):
    text, _ = house.house.tokens.create("representant_unccas", house.clock.now(), email="relais@exemple.invalid")
    with house.client(headers={"Authorization": f"Bearer {text}"}) as person, house.client() as program:
        path = person.post("/api/feeds").json()["path"]
        assert entries(parsed(program.get(path).text)) == {}
        contact = {"phone": "01 99 00 12 34", "email": "relais@exemple.invalid", "accepted": True}
        who = {"name": "Camille Exemple", "function": "Vice-présidente", "perimeter": "main"}
        house.do(crisis, "representative.designate", designation="premiere", **who, **contact)
        assert entries(parsed(program.get(path).text)) != {}
        house.do(crisis, "representative.end", designation="premiere", reason="Fin de mission.")
        assert entries(parsed(program.get(path).text)) == {}


def test_a_feed_is_not_read_without_end(house: Served):
    feed = house.as_(UDCCAS_77).post("/api/feeds").json()["path"]
    with house.client() as program:
        answers = [program.get(feed) for _ in range(FEED_READINGS + 1)]
        while answers[-1].status_code == 200 and len(answers) < 3 * FEED_READINGS:  # a slow machine earns a few more
            answers.append(program.get(feed))
    assert {answer.status_code for answer in answers[:FEED_READINGS]} == {200}
    refused(answers[-1], 429, "too_many_readings")
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_no_log_and_no_measure_holds_what_stands_in_a_feed_address(
    house: Served, feed: str, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG), house.client() as program:
        program.get(feed)
        program.get(feed.replace("ccf_", "ccf-"))
        program.post(feed)
        measures = program.get("/metrics").text
    secret = feed.split("/")[3].removeprefix("ccf_")
    said = "\n".join(
        record.getMessage() + str(record.__dict__) for record in caplog.records if record.name.startswith("crisiscoord")
    )
    assert "/api/feeds/{secret}/calendar.ics" in said
    assert secret not in said and secret not in measures


def test_a_page_of_another_site_makes_no_feed_with_a_cookie(house: Served):
    with house.client() as browser:
        browser.post("/api/session", json={"token": house.token(OBSERVER)})
        foreign = {"Origin": "https://ailleurs.invalid"}
        refused(browser.post("/api/feeds", headers=foreign), 403, "origin_refused")
        refused(browser.delete("/api/feeds", headers=foreign), 403, "origin_refused")
        assert browser.get("/api/feeds").json() == {"created_at": None}
