"""Requests drawn from the published contract, right and wrong: every answer is one that is documented, none is a 500."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from crisiscoord.clock import ManualClock
from crisiscoord.web.openapi import openapi
from tests.cast import PERMANENCE
from tests.conftest import NOON
from tests.house import served
from tests.traffic import Traffic

#: Method, path, mode; nothing can be wrong in a request that has neither parameters nor body.
DRAWS = [
    (method, path, mode)
    for path, calls in openapi()["paths"].items()
    for method, call in calls.items()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if mode is GenerationMode.POSITIVE or call.keys() & {"parameters", "requestBody"}
]
#: Requests per operation, of each mode.
DRAWN = 8
#: What is drawn for these is replaced by what shows that the asker is somebody.
PROOFS = {"authorization", "cookie", "connection", "accept-encoding", "user-agent"}


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traffic]:
    folder = tmp_path_factory.mktemp("drawn")
    with served(f"sqlite:///{folder}/crisiscoord.db", ManualClock(NOON), mode="demo") as house:
        yield Traffic(house)


@pytest.mark.parametrize(
    ("method", "path", "mode"), DRAWS, ids=[f"{method} {path} {mode.value}" for method, path, mode in DRAWS]
)
def test_every_answer_to_what_is_drawn_is_documented(traffic: Traffic, method: str, path: str, mode: GenerationMode):
    dossier = traffic.house.declare()
    cases = schemathesis.openapi.from_dict(openapi())[path][method.upper()].as_strategy(generation_mode=mode)

    @given(case=cases)
    @settings(max_examples=DRAWN, derandomize=True, database=None, suppress_health_check=[*HealthCheck], deadline=None)
    def answered_as_documented(case: Any) -> None:
        if "dossier" in (case.path_parameters or {}):
            case.path_parameters["dossier"] = dossier
        if isinstance(case.body, dict) and "dossier" in case.body:
            case.body = {**case.body, "dossier": dossier}
        traffic.faults = []
        _send(traffic, path, case.as_transport_kwargs(base_url=traffic.house.url))
        assert traffic.faults == []

    answered_as_documented()


def _send(traffic: Traffic, path: str, drawn: Mapping[str, Any]) -> None:
    """Send what was drawn, as the permanence."""
    headers = [(name, value) for name, value in drawn["headers"].items() if name.lower() not in PROOFS]
    content = json.dumps(drawn["json"]).encode() if "json" in drawn else drawn.get("data")
    response = traffic.house.as_(PERMANENCE).request(
        drawn["method"],
        drawn["url"],
        params=drawn["params"],
        headers=[(name.encode(), value.encode("latin-1")) for name, value in headers],
        content=content if isinstance(content, bytes) else str(content or "").encode(),
    )
    traffic.note_answer(drawn["method"].lower(), path, response)
