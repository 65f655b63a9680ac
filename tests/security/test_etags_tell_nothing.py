"""What says that an answer has not changed: one for each content, nobody’s for another, and nothing told by it."""

import re
from collections.abc import Iterator
from hashlib import sha256

import httpx2
import pytest

from tests.cast import CCAS_NEMOURS, PERMANENCE, PREFECTURE_77, SGAV, actor
from tests.house import Served
from tests.realtime.test_rights_matrix import CAST, CRISIS
from tests.security.canaries import marked_house
from tests.security.test_nothing_leaks import ADDRESSES, QUERIES, filled

#: Designated for one département: holds the channels of its préfecture, which counts beyond them.
OF_77 = actor("representant-77", "candidate", "Sam Exemple", email="representant77@exemple.invalid")
EVERYBODY = [*(one.who for one in CAST), OF_77]
#: What an answer must say when its content depends on who asks.
PRIVATE = {"private", "no-store"}
Answers = dict[str, httpx2.Response]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with marked_house(tmp_path_factory.mktemp("etags")) as running:
        contact = {"name": "Sam Exemple", "function": "Élu", "phone": "01 99 00 12 34", "email": OF_77.email}
        said = {"designation": "d-77", "perimeter": "77", "accepted": True, **contact}
        assert running.do(CRISIS, "representative.designate", **said).status_code == 201
        yield running


def asked(path: str) -> list[tuple[str, dict[str, object]]]:
    return [(address, query) for address in filled(path) for query in QUERIES.get(path, [{}])]


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_etag_stands_for_two_contents_nor_opens_that_of_another(house: Served, path: str) -> None:
    for address, query in asked(path):
        answers: Answers = {who.account: house.as_(who).get(address, params=query) for who in EVERYBODY}
        tagged = {name: answer for name, answer in answers.items() if "etag" in answer.headers}
        contents = {(answer.headers["etag"], sha256(answer.content).hexdigest()) for answer in tagged.values()}
        assert len(contents) == len({etag for etag, _ in contents}), f"one ETag for two contents: {sorted(contents)}"
        for who in EVERYBODY if len(contents) > 1 else ():
            if who.account not in tagged:
                continue
            mine = tagged[who.account].headers["etag"]
            others = ", ".join(sorted({etag for etag, _ in contents} - {mine}))
            for known in (others, others.replace('"', 'W/"', 1)):
                assert house.as_(who).get(address, params=query, headers={"If-None-Match": known}).status_code == 200
            again = house.as_(who).get(address, params=query, headers={"If-None-Match": mine})
            assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_cache_between_people_keeps_what_depends_on_who_asks(house: Served, path: str) -> None:
    for address, query in asked(path):
        answers = [house.as_(who).get(address, params=query) for who in (PERMANENCE, CCAS_NEMOURS, SGAV)]
        if len({(one.status_code, one.content) for one in answers}) == 1:
            continue
        for one in answers:
            said = set(re.split(r",\s*", one.headers.get("cache-control", "")))
            assert said & PRIVATE, f"{path}: {one.status_code} {dict(one.headers)}"
            assert "public" not in said
            if "no-store" not in said:
                assert {"cookie", "authorization"} <= {name.strip() for name in one.headers["vary"].lower().split(",")}


def test_the_etag_of_a_board_says_what_its_body_says_and_no_more(house: Served) -> None:
    for who in (PERMANENCE, CCAS_NEMOURS, SGAV, PREFECTURE_77):
        answer = house.as_(who).get(f"/api/dossiers/{CRISIS}/board")
        board = answer.json()
        assert answer.headers["etag"] == f'"{board["view"]}.{board["cursor"]}"'


def test_what_is_written_for_others_changes_no_calendar(house: Served) -> None:
    path = house.as_(CCAS_NEMOURS).post("/api/feeds").json()["path"]
    with house.client() as program:
        before = program.get(path).headers["etag"]
        said = {"category": "information", "text": "Pour la coordination.", "channel": "cell"}
        assert house.do(CRISIS, "note.write", **said).status_code == 201
        known = program.get(path, headers={"If-None-Match": before})
    assert (known.status_code, known.headers["etag"]) == (304, before)


def test_no_worker_of_the_browser_keeps_anything(house: Served) -> None:
    """There is none: what a screen keeps is in its memory, and gone with it."""
    with house.client() as browser:
        page = browser.get("/").text
        scripts = [browser.get(path).text for path in re.findall(r'(?:src|href)="(/[^"]+\.js)"', page)]
    assert scripts
    assert not any(re.search(r"serviceWorker|caches\.open|CacheStorage", text) for text in (page, *scripts))
