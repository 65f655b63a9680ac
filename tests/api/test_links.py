"""Links that open one dossier without an account: what they open, for how long, and nothing beside."""

import asyncio
import logging
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from crisiscoord.directory.links import FIELD_DAYS
from crisiscoord.domain.dictated import SIGNS, CodeMistyped, read_code
from crisiscoord.live.hub import CLOSE_SIGNED_OUT
from crisiscoord.web.limits import WRONG_LINKS, WRONG_LINKS_IN_ALL
from tests.api.test_commands import refused
from tests.cast import CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77, UDCCAS_77, actor
from tests.house import MELUN, NEMOURS, Served
from tests.wires import wire

BODY, OTHER = f"ccas-{NEMOURS}", f"ccas-{MELUN}"
UDCCAS_45 = actor("udccas-45", "udccas", "Noa Supposé", bodies=("udccas-45",), departements=("45",))


@pytest.fixture(autouse=True)
def patience(house: Served) -> None:
    """Give back what other tests have guessed."""
    house.house.limits._guesses._buckets.clear()
    house.house.limits._all_guesses._buckets.clear()


@pytest.fixture
def crisis(house: Served) -> str:
    """A crisis of this test alone, whose bodies have their links."""
    dossier = house.declare()
    house.house.keeper.run()
    return dossier


def listed(house: Served, dossier: str, who: Any = PERMANENCE) -> dict[str, Any]:
    answer = house.as_(who).get(f"/api/dossiers/{dossier}/links")
    assert answer.status_code == 200, answer.text
    return {one["body"] or one["name"]: one for one in answer.json()["links"]}


def shown(house: Served, dossier: str, body: str = BODY) -> dict[str, Any]:
    link = listed(house, dossier)[body]["link"]
    answer = house.as_(PERMANENCE).get(f"/api/dossiers/{dossier}/links/{link}")
    assert answer.status_code == 200, answer.text
    return {**answer.json(), "secret": answer.json()["url"].partition("#")[2]}


def opens(client: httpx2.Client, **given: Any) -> httpx2.Response:
    return client.post("/api/links/session", json=given)


def liaison(house: Served, dossier: str, **fields: Any) -> dict[str, Any]:
    said = {"departement": "77", "name": "Colonelle Fictive", "days": 2, **fields}
    answer = house.as_(PERMANENCE).post(f"/api/dossiers/{dossier}/links", json=said)
    assert answer.status_code == 201, answer.text
    return {**answer.json(), "secret": answer.json()["url"].partition("#")[2]}


def test_each_competent_body_has_a_link_from_the_activation_on(house: Served, crisis: str) -> None:
    links = listed(house, crisis)
    assert set(links) == {BODY, OTHER}
    assert all(one["state"] == "ouvert" and one["uses"] == 0 and one["to_call"] for one in links.values())
    before = {one["link"] for one in links.values()}
    house.do(crisis, "body.attach", body="ccas-77186", why="renfort")
    house.house.keeper.run()
    house.house.keeper.run()
    after = listed(house, crisis)
    assert set(after) == {BODY, OTHER, "ccas-77186"}
    assert before < {one["link"] for one in after.values()}, "those that stood are the same"


@pytest.mark.parametrize("by", ["secret", "code"])
def test_a_link_and_its_code_open_the_page_of_one_body_and_it_reports(house: Served, crisis: str, by: str) -> None:
    sheet = shown(house, crisis)
    typed = sheet["secret"] if by == "secret" else sheet["code"].lower().replace(" ", "-")
    with house.client() as phone:
        opened = opens(phone, **{by: typed})
        assert (opened.status_code, opened.json()) == (201, {"dossier": crisis, "kind": "terrain", "body": BODY})
        assert opened.headers["referrer-policy"] == "no-referrer"
        said = phone.get("/api/session").json()["actor"]
        assert (said["role"], said["bodies"], said["dossier"]) == ("lien_terrain", [BODY], crisis)
        own = phone.get(f"/api/dossiers/{crisis}/own").json()
        assert {card["id"] for card in own["cards"] if card["type"] == "body"} == {f"body:{BODY}"}
        report = {"do": "report.file", "body": BODY, "status": "tension", "observed_at": house.clock.now().isoformat()}
        command = {"id": "11111111-1111-4111-8111-111111111111", "dossier": crisis, **report}
        assert phone.post("/api/commands", json=command).status_code == 201
        mine = phone.get(f"/api/dossiers/{crisis}/own").json()
        assert [one["fact"]["status"] for one in mine["reports"]] == ["tension"]
        assert mine["reports"][0]["own"] is True
    line = house.lines(crisis, kind="report.filed")["entries"][-1]
    assert (line["by"]["role"], line["by"]["body"]) == ("lien_terrain", BODY)
    assert "taken_by" not in line["fact"]
    used = listed(house, crisis)[BODY]
    assert (used["uses"], used["to_call"]) == (1, False)
    assert used["used_at"] is not None


def test_what_it_holds_is_nowhere_but_after_the_mark_that_browsers_keep_to_themselves(
    house: Served, crisis: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sheet = shown(house, crisis)
    parts = urlsplit(sheet["url"])
    assert (parts.path, parts.query, parts.fragment) == ("/lien", "", sheet["secret"])
    with house.client() as phone:
        assert opens(phone, secret=sheet["secret"]).status_code == 201
        assert opens(phone, secret="ccl_" + "a" * 43, replace=True).status_code == 404
        page = phone.get("/lien")
        assert page.headers["referrer-policy"] == "no-referrer"
    told = "\n".join(str(record.__dict__) for record in caplog.records)
    assert "access_used" in told and "access_refused" in told
    for kept in (sheet["secret"], sheet["code"], sheet["code"].replace(" ", "")):
        assert kept not in told
        with house.house.engine.connect() as connection:
            dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
        assert kept not in dump
        assert kept.encode().hex() not in dump


def test_codes_that_open_nothing_are_held_to_a_pace_from_one_place_and_from_everywhere(
    house: Served, crisis: str
) -> None:
    code = shown(house, crisis)["code"]
    wrong = another_code(code)
    with house.client() as phone:
        for _ in range(WRONG_LINKS):
            refused(opens(phone, code=wrong), 404, "access_ended")
        for given in (wrong, code):  # the right one too: nothing is learnt by going on
            late = opens(phone, code=given)
            refused(late, 429, "too_many_guesses")
            assert 1 <= int(late.headers["retry-after"]) <= 60
    assert WRONG_LINKS_IN_ALL <= 60


def test_codes_guessed_from_everywhere_close_the_codes_and_not_the_links_of_the_mails(
    house: Served, crisis: str
) -> None:
    sheet, limits = shown(house, crisis), house.house.limits
    limits._all_guesses._buckets[""] = (0.5, limits._all_guesses._now_s())
    with house.client() as phone:
        for _ in range(WRONG_LINKS + 1):  # and what is not let through is no guess of this place
            refused(opens(phone, code=sheet["code"]), 429, "too_many_guesses")
        assert opens(phone, secret=sheet["secret"]).status_code == 201


def test_codes_that_are_right_are_not_counted(house: Served, crisis: str) -> None:
    code = shown(house, crisis)["code"]
    for _ in range(WRONG_LINKS + 2):
        with house.client() as phone:
            assert opens(phone, code=code).status_code == 201


@pytest.mark.parametrize("typed", ["", "K7F", "K7F 4XP 2QA0", "AAAAAAAAAB", "K7F4XP2QA9K7F"])
def test_a_code_that_was_misheard_is_said_to_be_so_and_is_no_guess(house: Served, crisis: str, typed: str) -> None:
    with house.client() as phone:
        for _ in range(WRONG_LINKS + 1):
            assert opens(phone, code=typed).status_code == 422
        assert opens(phone, code=shown(house, crisis)["code"]).status_code == 201


async def test_a_link_that_is_revoked_closes_what_it_had_opened_and_opens_no_more(house: Served, crisis: str) -> None:
    sheet = shown(house, crisis)
    link, who = sheet["link"]["link"], of_link(crisis)
    with house.client() as phone:
        assert opens(phone, secret=sheet["secret"]).status_code == 201
        async with wire(house, who) as line:
            assert (await line.watch(crisis))["type"] == "sync"
            ended = await asyncio.to_thread(house.as_(PERMANENCE).delete, f"/api/dossiers/{crisis}/links/{link}")
            assert ended.status_code == 204
            assert await line.closed() == CLOSE_SIGNED_OUT
        refused(phone.get(f"/api/dossiers/{crisis}/own"), 401, "unauthenticated")
        refused(opens(phone, secret=sheet["secret"]), 404, "access_ended")
        refused(opens(phone, code=sheet["code"]), 404, "access_ended")
    assert listed(house, crisis)[BODY]["state"] == "revoque"
    refused(house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/links/{link}"), 409, "links_closed")


def test_what_somebody_has_revoked_is_not_made_again_behind_their_back(house: Served, crisis: str) -> None:
    link = shown(house, crisis)["link"]["link"]
    assert house.as_(PERMANENCE).delete(f"/api/dossiers/{crisis}/links/{link}").status_code == 204
    assert house.do(crisis, "body.attach", body="ccas-77186", why="renfort").status_code == 201
    house.house.keeper.run()
    told = listed(house, crisis)
    assert (told[BODY]["link"], told[BODY]["state"]) == (link, "revoque"), "it is there, to be made anew"
    assert told["ccas-77186"]["state"] == "ouvert"


def test_a_link_that_is_made_anew_ends_the_one_before(house: Served, crisis: str) -> None:
    before = shown(house, crisis)
    made = house.as_(PERMANENCE).post(f"/api/dossiers/{crisis}/links", json={"body": BODY})
    assert made.status_code == 201
    assert made.json()["code"] != before["code"]
    with house.client() as phone:
        refused(opens(phone, code=before["code"]), 404, "access_ended")
        assert opens(phone, code=made.json()["code"]).status_code == 201


def test_a_link_that_has_expired_opens_nothing_nor_does_what_it_had_opened(house: Served, crisis: str) -> None:
    sheet = shown(house, crisis)
    with house.client() as phone:
        house.clock.advance(timedelta(days=FIELD_DAYS) - timedelta(hours=1))
        assert opens(phone, secret=sheet["secret"]).status_code == 201
        house.clock.advance(timedelta(hours=2))
        refused(phone.get(f"/api/dossiers/{crisis}/own"), 401, "unauthenticated")
        refused(opens(phone, secret=sheet["secret"]), 404, "access_ended")
    assert listed(house, crisis)[BODY]["state"] == "expire"
    made = house.as_(PERMANENCE).post(f"/api/dossiers/{crisis}/links", json={"body": BODY})
    assert made.status_code == 201, "its place is free"


@pytest.mark.parametrize("end", ["crisis.stand_down", "crisis.close"])
def test_the_end_of_the_emergency_ends_every_link_for_good(house: Served, crisis: str, end: str) -> None:
    sheet, other = shown(house, crisis), liaison(house, crisis)
    with house.client() as phone, house.client() as screen:
        assert opens(phone, secret=sheet["secret"]).status_code == 201
        assert opens(screen, secret=other["secret"]).status_code == 201
        for do in ("crisis.stand_down", "crisis.close"):
            assert house.do(crisis, do, reason="Fin.").status_code == 201
            if do == end:
                break
        refused(phone.get(f"/api/dossiers/{crisis}/own"), 404, "missing")  # before anything has revoked it
        refused(screen.get(f"/api/dossiers/{crisis}/board"), 404, "missing")
        house.house.keeper.run()
        refused(phone.get("/api/session"), 401, "unauthenticated")
        house.do(crisis, "crisis.reopen", reason="Suites.")
        house.house.keeper.run()
        refused(opens(phone, secret=sheet["secret"]), 404, "access_ended")
        refused(opens(screen, secret=other["secret"]), 404, "access_ended")


def test_a_body_that_is_competent_no_more_loses_its_link(house: Served, crisis: str) -> None:
    sheet = shown(house, crisis)
    assert house.report(crisis, PERMANENCE).status_code == 201
    with house.client() as phone:
        assert opens(phone, secret=sheet["secret"]).status_code == 201
        withdrawn = house.do(crisis, "crisis.extend", communes=[NEMOURS], degree="non_touchee")
        assert withdrawn.status_code == 201, withdrawn.text
        refused(phone.get(f"/api/dossiers/{crisis}/own"), 404, "missing")
        house.house.keeper.run()
        refused(phone.get("/api/session"), 401, "unauthenticated")


def test_a_link_gives_nothing_of_another_body_nor_of_another_dossier(house: Served, crisis: str) -> None:
    elsewhere = house.declare()
    secret = "Le gymnase de Melun est plein"
    assert house.report(crisis, PERMANENCE, MELUN, text=secret, status="deborde").status_code == 201
    house.do(crisis, "note.write", text="Parole commune", category="information", channel="common")
    phone = house.as_(of_link(crisis))
    for path in (f"/api/dossiers/{crisis}/own", f"/api/dossiers/{crisis}/board", f"/api/dossiers/{crisis}/journal"):
        told = phone.get(path)
        assert told.status_code == 200
        assert not any(word in told.text for word in (secret, OTHER, "Parole commune", "Melun")), path
    for path in ("exports/organismes.csv", "exports/main-courante.csv", "calendar.ics", "tasks", "history", "links"):
        refused(phone.get(f"/api/dossiers/{crisis}/{path}"), 403, "not_by_link")
    for path in ("/api/dossiers", "/api/calendar", "/api/directory/bodies", "/api/rights"):
        refused(phone.get(path), 403, "not_by_link")
    refused(phone.get(f"/api/dossiers/{elsewhere}/own"), 404, "missing")
    refused(phone.get(f"/api/dossiers/{elsewhere}/board"), 404, "missing")
    refused(house.report(crisis, of_link(crisis), MELUN), 403, "out_of_scope")
    refused(house.report(elsewhere, of_link(crisis)), 404, "missing")
    refused(phone.post("/api/feeds"), 403, "not_by_link")


def test_a_liaison_link_looks_at_one_departement_and_touches_nothing(house: Served) -> None:
    crisis = house.declare(communes=[NEMOURS, "45234"])
    assert house.report(crisis, PERMANENCE, "45234", text="zq45").status_code == 201
    assert house.report(crisis, PERMANENCE, NEMOURS, text="zq77").status_code == 201
    given = liaison(house, crisis)
    with house.client() as screen:
        assert opens(screen, secret=given["secret"]).json() == {"dossier": crisis, "kind": "liaison", "body": None}
        said = screen.get("/api/session").json()["actor"]
        assert (said["role"], said["name"], said["departements"]) == ("liaison", "Colonelle Fictive", ["77"])
        board = screen.get(f"/api/dossiers/{crisis}/board").text
        assert "zq77" in board and "zq45" not in board
        assert screen.get(f"/api/dossiers/{crisis}/acts").json()["of"] == 1
        for path in ("exports/organismes.csv", "calendar.ics", "exports/points/1.pdf"):
            refused(screen.get(f"/api/dossiers/{crisis}/{path}"), 403, "not_by_link")
        refused(screen.post("/api/feeds"), 403, "not_by_link")
        note = {"id": "22222222-2222-4222-8222-222222222222", "dossier": crisis, "do": "note.write", "text": "Non"}
        refused(screen.post("/api/commands", json={**note, "category": "information"}), 403, "forbidden")
    assert listed(house, crisis)["Colonelle Fictive"]["uses"] == 1


@pytest.mark.parametrize("wrong", [{"departement": "45"}, {"days": 0}, {"days": 31}, {"days": True}, {"name": " "}])
def test_a_liaison_link_names_its_holder_a_departement_of_the_crisis_and_days_within_bounds(
    house: Served, crisis: str, wrong: dict[str, Any]
) -> None:
    said = {"departement": "77", "name": "Colonelle Fictive", "days": 2, **wrong}
    assert house.as_(PERMANENCE).post(f"/api/dossiers/{crisis}/links", json=said).status_code == 422
    assert set(listed(house, crisis)) == {BODY, OTHER}


def test_who_takes_calls_gives_field_links_where_they_do_and_who_leads_gives_liaison_links(
    house: Served, crisis: str
) -> None:
    assert set(listed(house, crisis, UDCCAS_77)) == {BODY, OTHER}
    given = liaison(house, crisis)
    assert "Colonelle Fictive" not in listed(house, crisis, UDCCAS_77)
    address = f"/api/dossiers/{crisis}/links"
    refused(house.as_(UDCCAS_77).get(f"{address}/{given['link']['link']}"), 404, "no_such_link")
    asked = {"departement": "77", "name": "Colonelle Fictive"}
    refused(house.as_(UDCCAS_77).post(address, json=asked), 403, "forbidden")
    for who in (CCAS_NEMOURS, PREFECTURE_77, OBSERVER):
        refused(house.as_(who).get(address), 403, "forbidden")
    refused(house.as_(UDCCAS_45).get(address), 404, "missing")


def test_nobody_is_signed_in_as_somebody_else_by_a_link_that_was_slipped_to_them(house: Served, crisis: str) -> None:
    sheet = shown(house, crisis)
    with house.client() as browser:
        browser.post("/api/session", json={"token": house.token(PERMANENCE)})
        mine = browser.cookies["crisiscoord"]
        refused(opens(browser, secret=sheet["secret"]), 409, "already_signed_in")
        assert browser.get("/api/session").json()["actor"]["role"] == "unccas_permanence"
        assert opens(browser, secret=sheet["secret"], replace=True).status_code == 201
        assert browser.cookies["crisiscoord"] != mine
    with house.client(headers={"Cookie": f"crisiscoord={mine}"}) as left:
        refused(left.get("/api/session"), 401, "unauthenticated")


def test_a_session_that_was_chosen_beforehand_is_not_taken_up(house: Served, crisis: str) -> None:
    fixed = "A" * 43
    with house.client(headers={"Cookie": f"crisiscoord={fixed}"}) as phone:
        cookie = opens(phone, secret=shown(house, crisis)["secret"]).headers["set-cookie"]
        assert fixed not in cookie and "httponly" in cookie.lower() and "samesite=lax" in cookie.lower()


def test_a_page_of_another_site_opens_no_link(house: Served, crisis: str) -> None:
    with house.client(headers={"Origin": "https://ailleurs.invalid"}) as phone:
        refused(opens(phone, secret=shown(house, crisis)["secret"]), 403, "origin_refused")


def test_a_sheet_for_each_body_with_its_code_spelled_and_its_square(house: Served, crisis: str) -> None:
    answer = house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/sheets", params={"to_call": "1"}).json()
    assert answer["left_out"] == 0
    assert {one["body"] for one in answer["sheets"]} == {BODY, OTHER}
    for sheet in answer["sheets"]:
        code = read_code(sheet["code"])
        assert set(code) <= set(SIGNS)
        assert all(f"{sign} comme " in sheet["spelled"] for sign in code if sign.isalpha())
        assert sheet["qr"]["size"] > 21
        assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", sheet["qr"]["path"])
    after = house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/sheets", params={"from": 1}).json()
    assert [sheet["body"] for sheet in after["sheets"]] == [max(BODY, OTHER)]
    one = house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/sheets", params={"body": BODY}).json()
    assert [sheet["body"] for sheet in one["sheets"]] == [BODY]


async def test_whoever_holds_a_field_link_is_not_told_who_else_is_there(house: Served, crisis: str) -> None:
    async with wire(house, of_link(crisis)) as phone, wire(house, PERMANENCE) as screen:
        await phone.watch(crisis)
        await screen.watch(crisis)
        here = await screen.of("presence")
        assert len(here["here"]) == 2
        await phone.say(type="beat")
        await phone.of("beat")
        assert "Dominique" not in str(phone.seen) and not any(one["type"] == "presence" for one in phone.seen)


def of_link(dossier: str) -> Any:
    return actor(
        f"lien.{dossier}", "lien_terrain", "CCAS de Nemours", bodies=(BODY,), departements=("77",), dossier=dossier
    )


def another_code(code: str) -> str:
    """Return a well-formed code that is not this one."""
    plain = read_code(code)
    for sign in SIGNS:
        for check in SIGNS:
            try:
                other = read_code(sign + plain[1:-1] + check)
            except CodeMistyped:
                continue
            if other != plain:
                return other
    raise AssertionError("a code has others beside it")
