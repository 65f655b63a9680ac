"""The contract that is served says what is done: every answer is checked against it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from crisiscoord.web.contract import generated, write_generated
from crisiscoord.web.openapi import openapi
from crisiscoord.web.routes import api_routes
from tests.api.test_commands import note
from tests.cast import CCAS_NEMOURS, PERMANENCE
from tests.house import Served


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": openapi()["components"]})


def check(method: str, path: str, answer: Any) -> None:
    """Check an answer against what is documented of the call."""
    said = openapi()["paths"][path][method]["responses"][str(answer.status_code)]
    if "content" not in said:
        assert answer.content == b""
        return
    kind = answer.headers["content-type"].partition(";")[0]
    validator(said["content"][kind]["schema"]).validate(answer.json())


def test_every_schema_is_one():
    Draft202012Validator.check_schema({"$defs": openapi()["components"]["schemas"]})


def test_every_route_of_the_api_is_documented_and_nothing_else():
    served = {
        (method.lower(), route.path)  # type: ignore[attr-defined]
        for route in api_routes()
        for method in getattr(route, "methods", None) or ()
        if method != "HEAD"
    }
    documented = {(method, path) for path, calls in openapi()["paths"].items() for method in calls}
    assert documented == served


CALLS: dict[str, Callable[[Served, str], Any]] = {
    "/api/dossiers": lambda house, _: house.as_(PERMANENCE).get("/api/dossiers"),
    "/api/dossiers/{dossier}/board": lambda house, crisis: house.as_(CCAS_NEMOURS).get(f"/api/dossiers/{crisis}/board"),
    "/api/dossiers/{dossier}/journal": lambda house, crisis: house.as_(PERMANENCE).get(
        f"/api/dossiers/{crisis}/journal?limit=500"
    ),
    "/api/dossiers/{dossier}/calls": lambda house, crisis: house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/calls"),
    "/api/dossiers/{dossier}/notices": lambda house, crisis: house.as_(PERMANENCE).get(
        f"/api/dossiers/{crisis}/notices"
    ),
    "/api/dossiers/{dossier}/totals": lambda house, crisis: house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/totals"),
    "/api/dossiers/{dossier}/playbooks/{code}/preview": lambda house, crisis: house.as_(PERMANENCE).get(
        f"/api/dossiers/{crisis}/playbooks/canicule/preview"
    ),
    "/api/calendar": lambda house, _: house.as_(CCAS_NEMOURS).get("/api/calendar?from=2026-01-01"),
    "/api/feeds": lambda house, _: house.as_(PERMANENCE).get("/api/feeds"),
    "/api/territory/communes": lambda house, _: house.as_(PERMANENCE).get("/api/territory/communes?q=melun"),
    "/api/directory/bodies": lambda house, _: house.as_(PERMANENCE).get("/api/directory/bodies?q=&departement=77"),
    "/api/playbooks": lambda house, _: house.as_(PERMANENCE).get("/api/playbooks?hazard=inondation"),
    "/api/session": lambda house, _: house.as_(CCAS_NEMOURS).get("/api/session"),
    "/readyz": lambda house, _: house.as_(PERMANENCE).get("/readyz"),
    "/livez": lambda house, _: house.as_(PERMANENCE).get("/livez"),
    "/version": lambda house, _: house.as_(PERMANENCE).get("/version"),
}


@pytest.mark.parametrize("path", CALLS)
def test_an_answer_has_the_documented_shape(house: Served, crisis: str, path: str):
    house.report(crisis, CCAS_NEMOURS, status="tension", text="Gymnase plein.", figures={"meals": figure(12)})
    answer = CALLS[path](house, crisis)
    assert answer.status_code == 200
    check("get", path, answer)


def figure(value: int) -> dict[str, Any]:
    return {"value": value, "quality": "constate"}


def test_a_command_that_is_accepted_is_one_that_is_documented(house: Served, crisis: str):
    command = note(crisis)
    body = openapi()["paths"]["/api/commands"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    validator(body).validate(command)
    check("post", "/api/commands", house.send(command))
    check("post", "/api/commands", house.send(command))
    for wrong in ({**command, "urgent": True}, {**command, "category": "rumeur"}):
        assert not validator(body).is_valid(wrong)
        check("post", "/api/commands", house.send(wrong))


def test_refusals_have_the_documented_shape(house: Served, crisis: str):
    client = house.as_(PERMANENCE)
    check("get", "/api/dossiers/{dossier}/board", client.get("/api/dossiers/nulle-part/board"))
    check("get", "/api/dossiers/{dossier}/board", client.get(f"/api/dossiers/{crisis}/board?seq=x"))
    check("post", "/api/commands", client.post("/api/commands", content=b" " * 70_000))
    with house.client() as nobody:
        check("get", "/api/dossiers", nobody.get("/api/dossiers"))


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_what_is_served_is_what_is_written(house: Served, name: str):
    with house.client() as nobody:
        answer = nobody.get(f"/api/{name}.json")
    assert answer.json() == orjson.loads(generated()[f"docs/{name}.json"])


def test_generated_files_are_written_when_stale_and_only_then(tmp_path: Path):
    first = write_generated(tmp_path)
    assert sorted(first) == sorted(generated())
    assert write_generated(tmp_path) == []
    (tmp_path / "docs/errors.md").write_text("à la main", encoding="utf-8")
    assert write_generated(tmp_path, check=True) == ["docs/errors.md"]
    assert (tmp_path / "docs/errors.md").read_text(encoding="utf-8") == "à la main"
    assert write_generated(tmp_path) == ["docs/errors.md"]
