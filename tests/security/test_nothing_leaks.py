"""Every address that is read × every role: nothing of a channel that one does not hold, wherever it could show.

The addresses come from the routes and the people from the matrix of rights: one that is added is tried too. A word is
hidden in each channel, in a note, a report and a call; it is looked for in bodies, headers (ETags), refusals, measures.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import Route

from crisiscoord.clock import ManualClock
from crisiscoord.web.routes import api_routes
from tests.cast import PERMANENCE, REPRESENTANTE
from tests.conftest import NOON
from tests.house import Served, served
from tests.realtime.test_rights_matrix import CAST, CRISIS, EVERY, NOW, ORLEANS, Seen

#: A word for each channel, which stands nowhere else.
WORDS = {channel: f"zq{number}x" for number, channel in enumerate(EVERY)}
BODIES = [channel.partition(":")[2] for channel in EVERY if channel.startswith("body:")]
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
ADDRESSES = sorted(
    {route.path for route in api_routes() if isinstance(route, Route) and "GET" in (route.methods or ())}
)


def said_by(body: str) -> str:
    """Return the word of the report of a body, which stands in the channel of its département."""
    return f"zqrep{body[5:]}x"


def is_own(one: Seen, body: str) -> bool:
    """Say whether a body reads its own reports by its link (`/own`)."""
    return one.who.role == "lien_terrain" and body in one.who.bodies


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A crisis over two départements with a word hidden in every channel."""
    folder = tmp_path_factory.mktemp("leaks")
    with served(f"sqlite:///{folder}/crisiscoord.db", ManualClock(NOON)) as running:
        assert running.declare(communes=["77333", "77288", ORLEANS]) == CRISIS
        contact = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 12 34"}
        designated = {"designation": "d-1", "perimeter": "main", "accepted": True, "email": REPRESENTANTE.email}
        written = [running.do(CRISIS, "representative.designate", **designated, **contact)]
        for channel, word in WORDS.items():
            note = {"text": f"Ligne {word}", "category": "incident", "channel": channel}
            written.append(running.do(CRISIS, "note.write", **note))
            kind, _, body = channel.partition(":")
            if kind == "body":
                said = {"status": "tension", "observed_at": NOW, "text": f"Compte rendu {said_by(body)}"}
                written.append(running.do(CRISIS, "report.file", body=body, **said))
                written.append(running.do(CRISIS, "call.log", body=body, answered=True, text="Appel zqcellx"))
        assert [one.text for one in written if one.status_code != 201] == []
        yield running


def told_to(house: Served, one: Seen, path: str) -> Iterator[str]:
    """Yield all that an address answers to somebody: its headers, then its body."""
    client = house.as_(one.who)
    address = path
    for hole, value in HOLES.items():
        address = address.replace(f"{{{hole}}}", value)
    for query in QUERIES.get(path, [{}]):
        answer = client.get(address, params=query)
        assert answer.status_code < 500, f"{path} {query}: {answer.text}"
        asked = query.get("q", "")
        yield (
            f"{dict(answer.headers)}\n{answer.text}".replace(asked, "")
            if answer.status_code != 200
            else (f"{dict(answer.headers)}\n{answer.text}")
        )


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("one", CAST, ids=lambda one: one.who.account)
def test_no_address_tells_what_stands_in_a_channel_that_one_does_not_hold(house: Served, one: Seen, path: str) -> None:
    held = one.channels or frozenset()
    hidden = {word for channel, word in WORDS.items() if channel not in held}
    hidden |= {said_by(body) for body in BODIES if f"departement:{body[5:7]}" not in held and not is_own(one, body)}
    for answer in told_to(house, one, path):
        assert {word for word in hidden if word in answer} == set()


@pytest.mark.parametrize("path", [path for path in ADDRESSES if "{dossier}" in path])
@pytest.mark.parametrize("one", [one for one in CAST if one.channels is None], ids=lambda one: one.who.account)
def test_a_dossier_that_is_hidden_is_as_if_it_did_not_exist(house: Served, one: Seen, path: str) -> None:
    client = house.as_(one.who)
    address = path.replace("{code}", "socle")
    query = QUERIES.get(path, [{}])[0]
    here = client.get(address.replace("{dossier}", CRISIS), params=query)
    nowhere = client.get(address.replace("{dossier}", "nulle-part"), params=query)
    assert here.status_code == nowhere.status_code
    # what a link never opens is refused before anything is looked for
    assert here.status_code == 404 or (one.who.dossier and here.json()["code"] == "not_by_link")
    assert here.text.replace(CRISIS, "") == nowhere.text.replace("nulle-part", "")


def test_the_words_are_there_to_be_found(house: Served) -> None:
    """Without which nothing above could fail."""
    told = "".join(told_to(house, Seen(PERMANENCE, frozenset(EVERY)), "/api/dossiers/{dossier}/journal"))
    assert {word for word in (*WORDS.values(), *map(said_by, BODIES)) if word not in told} == set()


def test_no_measure_is_labelled_with_a_dossier_a_body_or_an_account(house: Served) -> None:
    for one in CAST:
        house.as_(one.who).get(f"/api/dossiers/{CRISIS}/board")
    measures = house.as_(PERMANENCE).get("/metrics").text
    for named in (CRISIS, "ccas-77333", "nulle-part", *(one.who.account for one in CAST if "-" in one.who.account)):
        assert f'"{named}"' not in measures
