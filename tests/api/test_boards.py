"""GET /api/dossiers and its boards: what one may hold, at the head and in the past, and in how many bytes."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from tests.api.test_commands import refused
from tests.cast import (
    ADMIN,
    CCAS_MELUN,
    CCAS_NEMOURS,
    OBSERVER,
    PERMANENCE,
    PREFECTURE_45,
    PREFECTURE_77,
    SGAV,
    TERRAIN_NEMOURS,
)
from tests.house import Served, cards_of, ungzipped

SEES = (PERMANENCE, PREFECTURE_77, CCAS_NEMOURS, CCAS_MELUN, TERRAIN_NEMOURS, SGAV, OBSERVER)


def act(house: Served, dossier: str) -> None:
    """Record an act of Nemours: its detail is in a channel of the body's own."""
    said = {"act": "repas-1", "body": "ccas-77333", "kind": "aide_alimentaire", "count": 40, "persons": 40}
    response = house.do(dossier, "act.record", CCAS_NEMOURS, occurred_at=house.clock.now().isoformat(), **said)
    assert response.status_code == 201, response.text


def test_a_board_is_the_head_on_arrival(house: Served, crisis: str):
    receipt = house.report(crisis, CCAS_NEMOURS, status="tension").json()
    board = house.board(crisis)
    assert board.keys() == {"dossier", "kind", "seq", "cursor", "view", "at", "cards"}
    assert (board["dossier"], board["kind"], board["cursor"]) == (crisis, "crisis", receipt["cursor"])
    assert board["at"] == "2026-07-14T12:00:00.000Z"
    assert cards_of(board)["body:ccas-77333"]["status"] == "tension"


def test_who_may_not_see_a_dossier_finds_none(house: Served, crisis: str):
    for actor in (PREFECTURE_45, ADMIN):
        for path in (f"/api/dossiers/{crisis}/board", f"/api/dossiers/{crisis}/journal"):
            refused(house.as_(actor).get(path), 404, "missing")
        assert house.as_(actor).get("/api/dossiers").json() == []
    for dossier in ("nulle-part", "_directory", "x" * 500, "%00", "é"):
        refused(house.as_(PERMANENCE).get(f"/api/dossiers/{dossier}/board"), 404, "missing")


@pytest.mark.parametrize("actor", SEES, ids=lambda actor: actor.account)
def test_everybody_gets_the_same_bytes_compressed_or_not(house: Served, crisis: str, actor: Any):
    act(house, crisis)
    url = f"/api/dossiers/{crisis}/board"
    with house.as_(actor).stream("GET", url, headers={"Accept-Encoding": "gzip"}) as answer:
        squeezed = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in answer.headers["vary"].lower()
    with house.as_(actor).stream("GET", url, headers={"Accept-Encoding": "identity"}) as answer:
        plain = b"".join(answer.iter_raw())
        assert "content-encoding" not in answer.headers
    assert ungzipped(squeezed) == plain
    assert len(squeezed) < len(plain) / 2
    assert orjson.loads(plain)["dossier"] == crisis


def test_the_detail_of_a_body_goes_to_its_people_and_to_those_who_lead(house: Served, crisis: str):
    act(house, crisis)
    holders = {
        actor.account
        for actor in SEES
        if any(card["channel"] == "body:ccas-77333" for card in house.board(crisis, actor)["cards"])
    }
    assert holders == {PERMANENCE.account, CCAS_NEMOURS.account, TERRAIN_NEMOURS.account}


def test_a_board_that_has_not_changed_is_not_sent_again(house: Served, crisis: str):
    client, url = house.as_(CCAS_NEMOURS), f"/api/dossiers/{crisis}/board"
    first = client.get(url)
    etag = first.headers["etag"]
    assert etag == f'"{first.json()["view"]}.{first.json()["cursor"]}"'
    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(url, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert house.as_(CCAS_MELUN).get(url, headers={"If-None-Match": etag}).status_code == 200
    house.report(crisis, CCAS_NEMOURS)
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_the_view_follows_what_one_may_hold(house: Served, crisis: str):
    views = {actor.account: house.board(crisis, actor)["view"] for actor in SEES}
    assert views[CCAS_NEMOURS.account] == views[TERRAIN_NEMOURS.account]
    assert len(set(views.values())) == len(SEES) - 1


def test_the_past_is_shown_as_it_was(house: Served, crisis: str):
    before = house.board(crisis)
    house.clock.advance(timedelta(minutes=10))
    house.report(crisis, CCAS_NEMOURS, status="deborde")
    house.clock.advance(timedelta(minutes=10))
    house.report(crisis, CCAS_MELUN, insee="77288", status="veille")
    then = house.clock.now() - timedelta(minutes=15)
    for query in ({"seq": before["seq"]}, {"at": then.isoformat()}, {"at": then.isoformat().replace("+00:00", "Z")}):
        assert house.board(crisis, **query) == before
    head = house.board(crisis)
    assert house.board(crisis, seq=head["seq"]) == house.board(crisis, at="2099-01-01T00:00:00Z") == head


def test_before_its_first_entry_a_board_is_empty(house: Served, crisis: str):
    for query in ({"seq": 0}, {"at": "2001-01-01T00:00:00Z"}):
        empty = house.board(crisis, **query)
        assert (empty["kind"], empty["seq"], empty["cursor"], empty["cards"]) == ("crisis", 0, "0.00000000", [])
        assert empty["at"] is None


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("seq=99999", 404, "missing"),
        ("seq=-1", 422, "malformed"),
        ("seq=" + "9" * 40, 422, "malformed"),
        ("seq=deux", 422, "malformed"),
        ("seq=٣", 422, "malformed"),
        ("at=hier", 422, "malformed"),
        ("at=2026-07-14T12:00:00", 422, "malformed"),
        ("at=0001-01-01T00:00:00%2B14:00", 422, "malformed"),
        ("seq=1&at=2026-07-14T12:00:00Z", 422, "malformed"),
        ("sequence=1", 422, "malformed"),
    ],
)
def test_a_moment_that_cannot_be_is_said(house: Served, crisis: str, query: str, status: int, code: str):
    refused(house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/board?{query}"), status, code)


def test_erased_words_leave_every_board_of_the_past(house: Served, crisis: str):
    seq = house.report(crisis, CCAS_NEMOURS, text="La famille Inventée, 3 rue du Port").json()["first"]
    assert "Inventée" in str(house.board(crisis, CCAS_NEMOURS, seq=seq))
    house.report(crisis, CCAS_NEMOURS, status="tension")
    assert "Inventée" in str(house.board(crisis, CCAS_NEMOURS, seq=seq))
    etag = house.as_(CCAS_NEMOURS).get(f"/api/dossiers/{crisis}/board?seq={seq}").headers["etag"]
    assert house.do(crisis, "wording.erase", seq=seq, reason="Nom d’une personne").status_code == 201
    answer = house.as_(CCAS_NEMOURS).get(f"/api/dossiers/{crisis}/board?seq={seq}", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "Inventée" not in answer.text
    assert "[effacé]" in answer.text
    assert "Inventée" not in str(house.lines(crisis, CCAS_NEMOURS, limit=500))


def test_a_list_that_is_too_long_says_how_many_it_leaves_out(
    house: Served, crisis: str, monkeypatch: pytest.MonkeyPatch
):
    house.declare()
    monkeypatch.setattr("crisiscoord.web.dossiers.LISTED", 1)
    found = house.as_(PERMANENCE).get("/api/dossiers")
    assert len(found.json()) == 1 and int(found.headers["X-Left-Out"]) >= 1


def test_the_list_holds_the_dossiers_one_may_see_the_last_changed_first(house: Served):
    house.clock.advance(timedelta(minutes=1))
    older = house.declare(title="Crue du Loing")
    house.clock.advance(timedelta(minutes=1))
    newer = house.declare(title="Tempête", communes=["45234"], exercise=False)
    listed = house.as_(PERMANENCE).get("/api/dossiers").json()
    assert [dossier["id"] for dossier in listed[:2]] == [newer, older]
    assert listed[0].keys() >= {"id", "kind", "title", "state", "exercise", "cursor", "hazard", "t0"}
    assert (listed[0]["title"], listed[0]["exercise"], listed[1]["exercise"]) == ("Tempête", False, True)
    assert listed[0]["cursor"] == house.board(newer)["cursor"]
    assert [dossier["id"] for dossier in house.as_(PREFECTURE_45).get("/api/dossiers").json()] == [newer]
    client = house.as_(PERMANENCE)
    assert {dossier["id"] for dossier in client.get("/api/dossiers?kind=crisis&state=actif").json()} >= {newer, older}
    assert client.get("/api/dossiers?kind=convention").json() == []
    assert client.get("/api/dossiers?state=clos").json() == []
