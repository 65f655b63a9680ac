"""The past over HTTP: any board again, the curves and the way between, for the channels held now."""

from datetime import timedelta
from typing import Any

import pytest

from crisiscoord.live import recording, recordings
from tests.api.test_boards import SEES, act
from tests.api.test_commands import refused
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, PERMANENCE, PREFECTURE_45, PREFECTURE_77, SGAV
from tests.house import Served, cards_of


def history(house: Served, dossier: str, actor: Any = PERMANENCE, **query: Any) -> Any:
    answer = house.as_(actor).get(f"/api/dossiers/{dossier}/history", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def live_through(house: Served, dossier: str) -> None:
    """Half a day of a crisis: two bodies report, one acts, words are written in three channels."""
    for hour, status in enumerate(("veille", "mobilise", "tension", "deborde", "tension", "mobilise")):
        house.clock.advance(timedelta(hours=1))
        figures = {"sheltered": {"value": 10 * hour, "quality": "constate"}}
        house.report(dossier, CCAS_NEMOURS, status=status, figures=figures)
        house.report(dossier, CCAS_MELUN, insee="77288", status="veille")
    act(house, dossier)
    for channel in ("cell", "departement:77", "common"):
        note = {"text": f"Pour {channel}.", "category": "information", "channel": channel}
        assert house.do(dossier, "note.write", PERMANENCE, **note).status_code == 201


@pytest.mark.parametrize("actor", SEES, ids=lambda actor: actor.account)
def test_the_curve_ends_where_the_board_stands_for_everybody(house: Served, crisis: str, actor: Any):
    live_through(house, crisis)
    found, board = history(house, crisis, actor), house.board(crisis, actor)
    bodies = [card for card in board["cards"] if card["type"] == "body"]
    assert (found["head"], found["cursor"], found["view"]) == (board["seq"], board["cursor"], board["view"])
    assert found["seq"][-1] == board["seq"]
    assert found["of"][-1] == len(bodies)
    assert found["heard"][-1] == sum("observed_at" in body for body in bodies)
    for code, column in found["statuses"].items():
        assert column[-1] == sum(body["status"] == code for body in bodies)
    sheltered = [body["figures"].get("sheltered", {}).get("value", 0) for body in bodies]
    assert found["figures"]["sheltered"]["sum"][-1] == sum(sheltered)
    assert {len(column) for column in (*found["statuses"].values(), found["at"], found["acts"])} == {len(found["seq"])}


def test_the_history_of_one_body_names_its_status_at_each_point(house: Served, crisis: str):
    live_through(house, crisis)
    found = history(house, crisis, CCAS_NEMOURS, body="ccas-77333")
    assert list(dict.fromkeys(found["status"])) == ["sans_nouvelle", "veille", "mobilise", "tension", "deborde"]
    assert found["figures"]["sheltered"]["sum"][-1] == 50
    refused(house.as_(SGAV).get(f"/api/dossiers/{crisis}/history", params={"body": "ccas-77333"}), 404, "missing")


def test_a_board_is_the_same_bytes_recorded_or_drawn_again(house: Served, crisis: str):
    live_through(house, crisis)
    head = house.board(crisis)["seq"]
    for actor in SEES:
        drawn = [house.board(crisis, actor, seq=seq) for seq in range(1, head)]
        history(house, crisis, actor)  # whoever asks for it waits until the past is recorded
        assert [house.board(crisis, actor, seq=seq) for seq in range(1, head)] == drawn


@pytest.mark.parametrize("actor", SEES, ids=lambda actor: actor.account)
def test_deltas_lead_from_a_past_board_to_the_head(house: Served, crisis: str, actor: Any):
    before = house.board(crisis, actor)
    cards, seq, lines = cards_of(before), before["seq"], []
    live_through(house, crisis)
    page = house.as_(actor).get(f"/api/dossiers/{crisis}/deltas", params={"from": seq}).json()
    for delta in page["deltas"]:
        assert delta["from"] == seq
        for id in delta["drop"]:
            cards.pop(id, None)
        cards |= {card["id"]: card for card in delta["put"]}
        seq, lines = delta["to"], lines + delta["lines"]
    head = house.board(crisis, actor)
    assert (page["head"], page["next"], page["view"], seq) == (head["seq"], None, head["view"], head["seq"])
    assert cards == cards_of(head)
    told = house.lines(crisis, actor, after=before["seq"])["entries"]
    assert [line["text"] for line in lines] == [line["text"] for line in told]


@pytest.mark.parametrize(("bound", "most"), [("PAGE", 2), ("PAGE_BYTES", 1)])
def test_deltas_come_by_pages_and_each_says_from_where_to_go_on(
    house: Served, crisis: str, monkeypatch: pytest.MonkeyPatch, bound: str, most: int
):
    live_through(house, crisis)
    asking, whole = house.as_(PERMANENCE), f"/api/dossiers/{crisis}/deltas"
    wanted = asking.get(whole, params={"from": 0}).json()
    monkeypatch.setattr(f"crisiscoord.web.history.{bound}", most)
    start, found, pages = 0, [], 0
    while start is not None:
        page = asking.get(whole, params={"from": start}).json()
        assert len(page["deltas"]) <= 2 and (page["next"] is None or page["next"] > start)
        start, found, pages = page["next"], found + page["deltas"], pages + 1
    assert pages > 2 and found == wanted["deltas"]


def test_words_that_are_erased_leave_the_past_too(house: Served, crisis: str):
    written = house.report(crisis, CCAS_NEMOURS, text="La famille Exemple est diabétique.").json()["first"]
    house.report(crisis, CCAS_MELUN, insee="77288")
    history(house, crisis)
    url = f"/api/dossiers/{crisis}"
    asked = (f"{url}/board?seq={written}", f"{url}/deltas?from=0")
    assert all("diabétique" in house.as_(PERMANENCE).get(one).text for one in asked)
    reason = {"reason": "Donnée de santé."}
    assert house.do(crisis, "wording.erase", PERMANENCE, seq=written, **reason).status_code == 201
    assert not any("diabétique" in house.as_(PERMANENCE).get(one).text for one in asked)
    history(house, crisis)
    assert not any("diabétique" in house.as_(PERMANENCE).get(one).text for one in asked)


def test_curves_that_have_not_changed_are_not_sent_again(house: Served, crisis: str):
    client, url = house.as_(PREFECTURE_77), f"/api/dossiers/{crisis}/history"
    etag = client.get(url).headers["etag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
    house.report(crisis, CCAS_NEMOURS)
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("history?points=1", 422, "malformed"),
        ("history?points=501", 422, "malformed"),
        ("history?from=2026-07-14T12:00:00", 422, "malformed"),
        ("history?from=2026-07-14T12:00:00Z&to=2026-07-14T11:00:00Z", 422, "malformed"),
        ("history?body=ccas-99999", 404, "missing"),
        ("deltas", 422, "malformed"),
        ("deltas?from=-1", 422, "malformed"),
        ("deltas?from=99999", 404, "missing"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(house: Served, crisis: str, path: str, status: int, code: str):
    refused(house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/{path}"), status, code)


def test_who_may_not_see_a_dossier_finds_no_past_of_it(house: Served, crisis: str):
    for path in ("history", "deltas?from=0"):
        refused(house.as_(PREFECTURE_45).get(f"/api/dossiers/{crisis}/{path}"), 404, "missing")


def test_what_is_too_old_to_be_played_says_so_and_is_still_shown(
    house: Served, crisis: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(recordings, "WEIGHT", 0)
    monkeypatch.setattr(recording, "CHAPTER", 0)
    monkeypatch.setattr(recording, "WEIGHED_EVERY", 3)
    monkeypatch.setattr(recording._Moment, "weight", property(lambda _: 10**9))
    live_through(house, crisis)
    assert sum(history(house, crisis)["statuses"]["deborde"]) > 0
    deltas = house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/deltas", params={"from": 1})
    refused(deltas, 409, "too_old_to_play")
    assert [house.board(crisis, PERMANENCE, seq=seq)["seq"] for seq in range(1, 6)] == [1, 2, 3, 4, 5]
