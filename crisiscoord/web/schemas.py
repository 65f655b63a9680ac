"""JSON Schemas of what travels: commands and cards from the catalogue, and the few shapes around them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from ..domain import catalogue
from ..domain.board import Card
from ..domain.policy import GRANTS
from ..domain.vocabulary import CALENDAR_KINDS, DOSSIER_KINDS, ROLES
from ..domain.words import Command, FallDue

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
BOOLEAN: Schema = {"type": "boolean"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
DOSSIER: Schema = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{2,63}$"}
CURSOR: Schema = {"type": "string", "pattern": r"^[0-9]+\.[0-9a-f]{8}$"}
VIEW: Schema = {"type": "string", "pattern": "^[0-9a-f]+$"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def shape(fields: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of an object with these fields, and no other."""
    more = dict(optional or {})
    return {
        "type": "object",
        "properties": {**fields, **more},
        "required": list(fields),
        "additionalProperties": False,
    }


def sent_commands() -> list[type[Command]]:
    """Return the commands that a client may send: those of the metronome are the server's own business."""
    return [row.command for row in catalogue.COMMANDS if not issubclass(row.command, FallDue)]


@cache
def components() -> dict[str, Schema]:
    """Return every named schema of the contract."""
    commands = sent_commands()
    shapes: list[tuple[type[Command] | type[Card], Any]] = [(command, "validation") for command in commands]
    shapes += [(card, "serialization") for card in catalogue.CARDS]
    _, made = models_json_schema(shapes, ref_template="#/components/schemas/{model}")
    found: dict[str, Schema] = made["$defs"]
    found["Said"] = {"type": "string", "description": "Words of somebody; `[effacé]` once they are erased."}
    for command in commands:
        _require(found[command.__name__], "do")
        found[command.__name__]["properties"]["id"]["format"] = "uuid"
    for card in catalogue.CARDS:
        _require(found[card.__name__], "type", "channel", "seq")
    found["Command"] = _one_of("do", {catalogue.default_of(command, "do"): command for command in commands})
    found["Card"] = _one_of("type", catalogue.CARD_OF)
    return {**found, **_around()}


def _require(schema: Schema, *names: str) -> None:
    schema["required"] = [*schema.get("required", ()), *names]


def _one_of(discriminator: str, models: Mapping[str, type[Any]]) -> Schema:
    mapping = {code: f"#/components/schemas/{model.__name__}" for code, model in models.items()}
    return {
        "oneOf": [{"$ref": target} for target in mapping.values()],
        "discriminator": {"propertyName": discriminator, "mapping": mapping},
    }


def _around() -> dict[str, Schema]:
    """The shapes that are not in the catalogue (protocol.md, HTTP and WebSocket)."""
    receipt = {"dossier": DOSSIER, "first": nullable(NUMBER), "last": nullable(NUMBER), "cursor": CURSOR}
    line = {"seq": NUMBER, "at": INSTANT, "occurred_at": INSTANT, "by": ref("By"), "kind": TEXT, "text": TEXT}
    kind = {"type": "string", "enum": list(DOSSIER_KINDS)}
    asked = {"body": TEXT, "name": TEXT, "departement": TEXT, "status": TEXT, "tries": NUMBER}
    call = shape({**asked, "heard_at": nullable(INSTANT), "awaited_since": nullable(INSTANT)})
    action = shape({"code": TEXT, "title": TEXT, "who": TEXT, "scope": TEXT, "must": BOOLEAN, "tasks": NUMBER})
    return {
        "Problem": _problem(),
        "Receipt": shape({**receipt, "again": BOOLEAN}),
        "By": shape({"account": TEXT, "role": TEXT}, {"body": TEXT}),
        "Line": shape(line),
        "Entry": shape({**line, "fact": {"type": "object"}}, {"corrected_by": NUMBER}),
        "JournalPage": shape(
            {
                "entries": listed(ref("Entry")),
                "head": NUMBER,
                "next": nullable(NUMBER),
                "complete": BOOLEAN,
            }
        ),
        "CallList": shape({"calls": listed(call), "left_out": NUMBER}),
        "PlaybookPreview": shape(
            {
                "playbook": TEXT,
                "version": NUMBER,
                "title": TEXT,
                "before": nullable(NUMBER),
                "brings": listed(TEXT),
                **dict.fromkeys(("adds", "changes", "leaves", "removes"), listed(action)),
            }
        ),
        "Board": shape(
            {
                "dossier": DOSSIER,
                "kind": kind,
                "seq": NUMBER,
                "cursor": CURSOR,
                "view": VIEW,
                "at": nullable(INSTANT),
                "cards": listed(ref("Card")),
            }
        ),
        "Quarter": _quarter(),
        "Dossier": {
            **shape({"id": DOSSIER, "kind": kind, "exercise": BOOLEAN, "cursor": CURSOR, "last_at": INSTANT}),
            "additionalProperties": True,
        },
        "Calendar": shape({"items": listed(ref("CalendarItem")), "left_out": NUMBER, "dossiers_left_out": NUMBER}),
        "CalendarItem": _calendar_item(),
        "Actor": shape(
            {
                "account": TEXT,
                "role": {"type": "string", "enum": list(ROLES)},
                "name": TEXT,
                "bodies": listed(TEXT),
                "departements": listed(TEXT),
            }
        ),
        "Session": shape(
            {
                "actor": ref("Actor"),
                "may_open": listed({"type": "string", "enum": sorted(GRANTS)}),
                "mode": TEXT,
                "version": TEXT,
            }
        ),
        "Commune": shape(
            {
                "code": TEXT,
                "name": TEXT,
                "departement": TEXT,
                "population": NUMBER,
                "competent": shape({"id": TEXT, "name": TEXT, "kind": TEXT, "presumed": BOOLEAN}),
            }
        ),
        "Body": shape(
            {
                "id": TEXT,
                "kind": TEXT,
                "name": TEXT,
                "commune": nullable(TEXT),
                "departement": nullable(TEXT),
                "presumed": BOOLEAN,
            }
        ),
    }


def _quarter() -> Schema:
    """The quarterly dossier (crisiscoord/documents/quarterly.py)."""
    some: Schema = {"type": "object"}
    lists = ("crises", "obligations", "meetings", "decisions")
    named = {"dossier": DOSSIER, "title": TEXT, "template": TEXT, "template_title": TEXT, "timezone": TEXT}
    span = {"from": DAY, "to": DAY, "cursor": CURSOR, "left_out": NUMBER}
    totals = shape({"crises": some, "exercises": some})
    return shape({**named, **span, "totals": totals, **{name: listed(some) for name in lists}})


def _calendar_item() -> Schema:
    fields = {
        "id": {"type": "string", "format": "uuid"},
        "dossier": DOSSIER,
        "dossier_kind": {"type": "string", "enum": list(DOSSIER_KINDS)},
        "dossier_title": TEXT,
        "exercise": BOOLEAN,
        "zone": TEXT,
        "card": nullable(TEXT),
        "seq": NUMBER,
        "kind": {"type": "string", "enum": list(CALENDAR_KINDS)},
        "title": TEXT,
        "detail": TEXT,
        "on": {"type": "string", "format": "date"},
        "at": nullable(INSTANT),
        "state": nullable(TEXT),
        "overdue": BOOLEAN,
        "link": TEXT,
    }
    return shape(fields)


def _problem() -> Schema:
    fault = shape({"field": TEXT, "reason": TEXT})
    return shape(
        {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT, "code": TEXT},
        {"errors": listed(fault)},
    )
