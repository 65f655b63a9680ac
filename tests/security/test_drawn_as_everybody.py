"""Requests drawn from the published contract, right and wrong, sent as everybody: no 5xx, and nothing forbidden served.

What is drawn once is sent by each person of the matrix of rights, and by nobody, to a house with a word hidden in every
channel. Short here; `make faults` draws ten times as much.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from crisiscoord.web.openapi import openapi
from tests.cast import PERMANENCE
from tests.house import Served
from tests.realtime.test_rights_matrix import CAST, CRISIS, Seen
from tests.security.canaries import found_in, leaked_to
from tests.security.test_nothing_leaks import HOLES
from tests.security.test_nothing_leaks import house as house  # a house of its own: what is drawn changes it
from tests.traffic import Traffic

CALLS = [(method, path) for path, calls in openapi()["paths"].items() for method in calls]
#: Cases of each mode for each call: one, unless it is `make faults` that asks.
DRAWN = max(1, settings.default.max_examples // 100)
#: How many people send what is right, and what is wrong; the simplest request that is right is sent by all.
MANY, SOME = 9, 3
#: What is drawn for these is replaced by what shows that the asker is somebody.
PROOFS = {"authorization", "cookie", "connection", "accept-encoding", "user-agent", "content-length", "host"}
NOBODY = "nobody"


@pytest.fixture(scope="module")
def traffic(house: Served) -> Traffic:
    return Traffic(house)


@cache
def _schema() -> Any:
    return schemathesis.openapi.from_dict(openapi())


def drawn(method: str, path: str, mode: GenerationMode) -> list[Mapping[str, Any]]:
    """Return requests as they go on the wire, the same at every run; the simplest, that asks for least, comes first."""
    found: list[Any] = []

    @given(case=_schema()[path][method.upper()].as_strategy(generation_mode=mode))
    @settings(
        max_examples=DRAWN + 1,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
        deadline=None,
    )
    def collect(case: Any) -> None:
        for hole in case.path_parameters or {}:
            if mode is GenerationMode.POSITIVE and hole in HOLES:
                case.path_parameters[hole] = HOLES[hole]
        if isinstance(case.body, dict) and "dossier" in case.body:
            case.body = {**case.body, "dossier": CRISIS}
        found.append(case.as_transport_kwargs(base_url="http://x"))

    collect()
    return found


def send(traffic: Traffic, one: Seen | None, path: str, request: Mapping[str, Any]) -> Iterator[str]:
    """Send one request as somebody, and yield what is wrong with the answer."""
    headers = [(name, value) for name, value in request["headers"].items() if name.lower() not in PROOFS]
    content = json.dumps(request["json"]).encode() if "json" in request else request.get("data")
    asked = {
        "url": request["url"].replace("http://x", traffic.house.url),
        "params": request["params"],
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
        "content": content if isinstance(content, bytes) else str(content or "").encode(),
    }
    if one is None:
        with traffic.house.client() as nobody:
            answer = nobody.request(request["method"], **asked)
    else:
        answer = traffic.house.as_(one.who).request(request["method"], **asked)
    if answer.status_code >= 500:
        yield f"{answer.status_code}: {answer.text[:300]}"
    traffic.faults = []
    traffic.note_answer(request["method"].lower(), path, answer)
    yield from traffic.faults
    told = f"{dict(answer.headers)}\n{answer.text}"
    yield from found_in(told) if one is None else leaked_to(one, told, path)


@pytest.mark.property
@pytest.mark.parametrize(("method", "path"), CALLS, ids=[f"{method} {path}" for method, path in CALLS])
def test_whoever_sends_what_is_drawn_no_answer_is_a_fault_and_none_tells_what_is_not_theirs(
    traffic: Traffic, method: str, path: str
) -> None:
    everybody = [None, *CAST]
    first = CALLS.index((method, path))
    turn = [everybody[(first + 7 * step) % len(everybody)] for step in range(MANY)]
    call = openapi()["paths"][path][method]
    simplest, *right = drawn(method, path, GenerationMode.POSITIVE)
    wrong = drawn(method, path, GenerationMode.NEGATIVE) if call.keys() & {"parameters", "requestBody"} else []
    found = []
    for request, senders in [
        (simplest, everybody),
        *((one, turn) for one in right),
        *((one, turn[:SOME]) for one in wrong[1:] or wrong),
    ]:
        for one in senders:
            who = NOBODY if one is None else one.who.account
            found += [f"{who}: {fault}" for fault in send(traffic, one, path, request)]
    assert found == []


def test_after_all_that_the_house_is_in_order(traffic: Traffic) -> None:
    assert traffic.house.as_(PERMANENCE).get("/readyz").status_code == 200
    assert traffic.house.board(CRISIS)["dossier"] == CRISIS
