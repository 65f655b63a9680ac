"""Every address that is read × every role: nothing that is for others, wherever it could show.

The addresses come from the routes and the people from the matrix of rights: one that is added is tried too. What is
hidden, and from whom, is in canaries.py; it is looked for in bodies, headers (ETags), refusals, measures, calendars.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import Route

from crisiscoord.documents.tables import TABLES
from crisiscoord.web.routes import api_routes
from tests.cast import PERMANENCE
from tests.house import Served
from tests.realtime.test_rights_matrix import CAST, CONVENTION, CRISIS, EVERY, Seen
from tests.security.canaries import ERASED, EVERYTHING, WORDS, found_in, leaked_to, marked_house

#: What stands in the holes of an address, and what is asked of those that want something.
HOLES = {
    "dossier": CRISIS,
    "code": "socle",
    "body": "ccas-77333",
    "secret": "ccf_" + "a" * 43,
    "need": "need-0",
    "file": "organismes.csv",
    "number": "1",
    "message": "m",
    "link": "l-0123456789abcdef",
}
QUERIES: dict[str, list[dict[str, Any]]] = {
    "/api/dossiers/{dossier}/deltas": [{"from": 1}],
    "/api/dossiers/{dossier}/journal": [
        {"limit": 500},
        *({"q": word} for word in WORDS.values()),
        {"body": "ccas-77333"},
    ],
    "/api/dossiers/{dossier}/board": [{}, {"seq": 30}],
    "/api/dossiers/{dossier}/history": [{}, {"body": "ccas-77333"}, {"body": "ccas-45234"}],
    "/api/dossiers/{dossier}/tasks": [{}, {"view": "all"}, {"owner": "ccas-77288"}],
    "/api/dossiers/{dossier}/shift": [{}, {"body": "ccas-77333"}, {"departement": "45"}],
}
#: What else stands in the holes: every table and point that may be carried away, the convention, another body.
INSTEAD: dict[str, list[dict[str, str]]] = {
    "/api/dossiers/{dossier}/exports/{file}": [{"file": f"{table}.csv"} for table in TABLES],
    "/api/dossiers/{dossier}/exports/points/{file}": [{"file": "1.txt"}],
    "/api/directory/bodies/{body}": [{"body": "ccas-45234"}],
    **{
        f"/api/dossiers/{{dossier}}/{part}": [{}, {"dossier": CONVENTION}]
        for part in ("board", "journal", "calendar.ics", "life", "quarter", "tasks", "archive")
    },
}
ADDRESSES = sorted(
    {route.path for route in api_routes() if isinstance(route, Route) and "GET" in (route.methods or ())}
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house with a word hidden wherever something is for few."""
    with marked_house(tmp_path_factory.mktemp("leaks")) as running:
        yield running


def told_to(house: Served, one: Seen, path: str) -> Iterator[str]:
    """Yield all that an address answers to somebody: its headers, then its body."""
    for address in filled(path):
        for query in QUERIES.get(path, [{}]):
            answer = house.as_(one.who).get(address, params=query)
            assert answer.status_code < 500, f"{path} {query}: {answer.text}"
            told = f"{dict(answer.headers)}\n{answer.text}"
            yield told if answer.status_code == 200 else told.replace(query.get("q", ""), "")


def filled(path: str) -> Iterator[str]:
    """Yield an address with its holes filled, in each way that is worth asking."""
    for instead in INSTEAD.get(path, [{}]):
        address = path
        for hole, value in {**HOLES, **instead}.items():
            address = address.replace(f"{{{hole}}}", value)
        yield address


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_address_tells_anybody_what_is_for_others(house: Served, path: str) -> None:
    leaks = {
        f"{one.who.account} is told {word}"
        for one in CAST
        for answer in told_to(house, one, path)
        for word in leaked_to(one, answer, path)
    }
    assert leaks == set()


@pytest.mark.parametrize("path", [path for path in ADDRESSES if "{dossier}" in path])
def test_a_dossier_that_is_hidden_is_as_if_it_did_not_exist(house: Served, path: str) -> None:
    address = path.replace("{code}", "socle")
    query = QUERIES.get(path, [{}])[0]
    for one in (one for one in CAST if one.channels is None):
        client = house.as_(one.who)
        here = client.get(address.replace("{dossier}", CRISIS), params=query)
        nowhere = client.get(address.replace("{dossier}", "nulle-part"), params=query)
        assert here.status_code == nowhere.status_code, one.who.account
        # what a link never opens is refused before anything is looked for
        assert here.status_code == 404 or (one.who.dossier and here.json()["code"] == "not_by_link"), one.who.account
        assert here.text.replace(CRISIS, "") == nowhere.text.replace("nulle-part", ""), one.who.account


@pytest.mark.parametrize("one", CAST, ids=lambda one: one.who.account)
def test_no_calendar_that_a_program_reads_tells_what_is_for_others(house: Served, one: Seen) -> None:
    made = house.as_(one.who).post("/api/feeds")
    if one.who.dossier:  # a link is given no feed, which would outlive it
        assert (made.status_code, made.json()["code"]) == (403, "not_by_link")
        return
    with house.client() as program:  # of nobody: it has the address alone
        told = program.get(made.json()["path"])
    assert told.status_code == 200
    assert leaked_to(one, f"{dict(told.headers)}\n{told.text}") == set()
    assert (CRISIS in told.text) is (one.channels is not None)


def test_the_words_are_there_to_be_found(house: Served) -> None:
    """Without which nothing above could fail."""
    permanence = Seen(PERMANENCE, frozenset(EVERY))
    paths = [path for path in ADDRESSES if path.endswith(("/board", "/journal", "/directory/bodies/{body}"))]
    told = "".join(answer for path in paths for answer in told_to(house, permanence, path))
    assert found_in(told) == EVERYTHING - {ERASED}


def test_no_measure_is_labelled_with_a_dossier_a_body_an_account_or_what_was_said(house: Served) -> None:
    for one in CAST:
        house.as_(one.who).get(f"/api/dossiers/{CRISIS}/board")
        house.as_(one.who).get(f"/api/dossiers/{CRISIS}/zqadressex")
        house.as_(one.who).request("ZQSOURCEX", "/zqbesoinx")
        house.do(CRISIS, "zqmotifx", one.who)
    measures = house.as_(PERMANENCE).get("/metrics").text
    assert found_in(measures) == set()
    for named in (CRISIS, "ccas-77333", "nulle-part", *(one.who.account for one in CAST if "-" in one.who.account)):
        assert f'"{named}"' not in measures
