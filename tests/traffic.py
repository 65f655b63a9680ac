"""A client that checks all that it sends and hears against the published contract, and remembers what it has seen."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import httpx2
import orjson
from jsonschema import Draft202012Validator, FormatChecker
from websockets.sync.client import ClientConnection, connect

from crisiscoord.domain.words import Actor
from tests.cast import PERMANENCE
from tests.house import Served

PATIENCE_S = 15
_formats = FormatChecker(formats=())


@_formats.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@_formats.checks("uuid", raises=ValueError)
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or bool(UUID(value))


class Traffic:
    """What went to and fro in one house. `faults` is what did not keep to the contract."""

    def __init__(self, house: Served) -> None:
        self.house = house
        with house.client() as nobody:
            self.openapi = nobody.get("/api/openapi.json").json()
            self.asyncapi = nobody.get("/api/asyncapi.json").json()
        self.faults: list[str] = []
        self.operations: set[tuple[str, str, str]] = set()
        self.messages: set[str] = set()
        self.commands: set[str] = set()
        self.cards: set[str] = set()

    def ask(
        self, method: str, path: str, actor: Actor | None = PERMANENCE, expect: int = 200, **options: Any
    ) -> httpx2.Response:
        """Make one request; the answer must have this status, and be as documented."""
        if actor is None:
            with self.house.client() as nobody:
                response = nobody.request(method, path, **options)
        else:
            response = self.house.as_(actor).request(method, path, **options)
        assert response.status_code == expect, response.text
        self.note_answer(method.lower(), path, response)
        return response

    def post(self, command: Mapping[str, Any], actor: Actor = PERMANENCE, expect: int = 201) -> dict[str, Any]:
        """Send a command over HTTP, and return its receipt or its refusal."""
        if expect < 300:
            self._check(self.openapi, {"$ref": "#/components/schemas/Command"}, command, f"the command {command['do']}")
            self.commands.add(command["do"])
        answer: dict[str, Any] = self.ask("POST", "/api/commands", actor, expect, content=orjson.dumps(command)).json()
        return answer

    @contextmanager
    def line(self, actor: Actor = PERMANENCE) -> Iterator["Line"]:
        """Open a socket, and hear its welcome."""
        headers = {"Authorization": f"Bearer {self.house.token(actor)}"}
        url = f"ws{self.house.url.removeprefix('http')}/ws"
        with connect(url, additional_headers=headers, proxy=None) as connection:
            line = Line(self, connection)
            line.hear("welcome")
            yield line

    def operations_documented(self) -> set[tuple[str, str]]:
        return {(method, path) for path, calls in self.openapi["paths"].items() for method in calls}

    def answers_documented(self) -> set[tuple[str, str, str]]:
        """Return the answers other than refusals: what a client lives on."""
        return {
            (method, path, status)
            for path, calls in self.openapi["paths"].items()
            for method, call in calls.items()
            for status in call["responses"]
            if int(status) < 400
        }

    def messages_documented(self) -> set[str]:
        return set(self.asyncapi["channels"]["ws"]["messages"])

    def codes_documented(self, of: str) -> set[str]:
        """Return the codes that tell commands, or cards, apart."""
        return set(self.openapi["components"]["schemas"][of]["discriminator"]["mapping"])

    def note_message(self, operation: str, message: Mapping[str, Any]) -> None:
        names = self.asyncapi["operations"][operation]["messages"]
        for name in (one["$ref"].rpartition("/")[2] for one in names):
            payload = self.asyncapi["components"]["messages"][name]["payload"]
            if payload["properties"]["type"]["const"] == message["type"]:
                self._check(self.asyncapi, payload, message, f"the message {name}")
                self.messages.add(name)
                break
        else:
            self.faults.append(f"no message {message['type']!r} is documented")
        self.cards |= {card["type"] for card in message.get("put", ())}

    def note_answer(self, method: str, path: str, response: httpx2.Response) -> None:
        template = self._template(path.partition("?")[0])
        status = str(response.status_code)
        call = self.openapi["paths"].get(template, {}).get(method)
        if call is None or status not in call["responses"]:
            self.faults.append(f"{method} {template} {status} is not documented")
            return
        self.operations.add((method, template, status))
        content = call["responses"][status].get("content")
        kind = response.headers.get("content-type", "").partition(";")[0]
        if content is None:
            if response.content:
                self.faults.append(f"{method} {template} {status} has a body that is not documented")
        elif kind not in content:
            self.faults.append(f"{method} {template} {status} comes as {kind!r}")
        elif kind.endswith("x-ndjson"):
            for line in response.text.splitlines():
                self._check(self.openapi, content[kind]["schema"], orjson.loads(line), f"{method} {template} {status}")
        elif kind.endswith("json"):
            data = response.json()
            self._check(self.openapi, content[kind]["schema"], data, f"{method} {template} {status}")
            if isinstance(data, dict):
                self.cards |= {card["type"] for card in data.get("cards", ())}

    def _template(self, path: str) -> str:
        for template in self.openapi["paths"]:
            if re.fullmatch(
                re.sub(r"\{\w+\}", "[^/]+", re.escape(template).replace(r"\{", "{").replace(r"\}", "}")), path
            ):
                return str(template)
        return path

    def _check(self, document: Mapping[str, Any], schema: Mapping[str, Any], data: Any, what: str) -> None:
        validator = _validator(orjson.dumps(schema), orjson.dumps(document["components"]["schemas"]))
        for error in validator.iter_errors(data):
            self.faults.append(f"{what}: {error.json_path}: {error.message[:300]}")


class Line:
    """One socket, all of whose messages are checked."""

    def __init__(self, traffic: Traffic, connection: ClientConnection) -> None:
        self._traffic, self._connection = traffic, connection

    def say(self, **message: Any) -> None:
        self._traffic.note_message("hear", message)
        self._connection.send(orjson.dumps(message).decode(), text=True)

    def hear(self, *kinds: str) -> dict[str, Any]:
        """Return the next message of one of these kinds; those that come before are checked like it."""
        while True:
            message: dict[str, Any] = orjson.loads(self._connection.recv(PATIENCE_S))
            self._traffic.note_message("tell", message)
            if message["type"] in kinds:
                return message

    def do(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Send a command, and return its receipt."""
        self.say(type="do", command=command)
        self._traffic.commands.add(command["do"])
        answer = self.hear("done", "refused")
        assert answer["type"] == "done" and answer["id"] == command["id"], answer
        return answer

    def watch(self, dossier: str, **position: str) -> dict[str, Any]:
        self.say(type="watch", dossier=dossier, **position)
        return self.hear("sync")


@cache
def _validator(schema: bytes, components: bytes) -> Draft202012Validator:
    named = {name: _by_discriminator(one) for name, one in orjson.loads(components).items()}
    whole = {**_by_discriminator(orjson.loads(schema)), "components": {"schemas": named}}
    Draft202012Validator.check_schema(whole)
    return Draft202012Validator(whole, format_checker=_formats)


def _by_discriminator(schema: dict[str, Any]) -> dict[str, Any]:
    """Say « one of these » by the field that tells them apart: the same rule, and faults that name a field."""
    if "discriminator" not in schema:
        return schema
    told = deepcopy(schema["discriminator"])
    name, mapping = told["propertyName"], told["mapping"]
    assert {one["$ref"] for one in schema["oneOf"]} == set(mapping.values())
    cases = [
        {"if": {"properties": {name: {"const": code}}}, "then": {"$ref": target}} for code, target in mapping.items()
    ]
    return {"type": "object", "required": [name], "properties": {name: {"enum": list(mapping)}}, "allOf": cases}
