"""JSON Schemas of what travels: commands and cards from the catalogue, and the few shapes around them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from ..domain import catalogue
from ..domain.board import Card
from ..domain.measures import DRAWN
from ..domain.policy import GRANTS
from ..domain.vocabulary import CALENDAR_KINDS, DOSSIER_KINDS, ROLES, SKILLS, SPANS, STATUSES, VIGILANCE_LEVELS
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
    action = shape(
        {"code": TEXT, "title": TEXT, "who": TEXT, "scope": TEXT, "must": BOOLEAN, "tasks": NUMBER, "stand_in": NUMBER}
    )
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
        **_coming(),
        **_foreseen(),
        "ActDays": _act_days(),
        "Candidates": shape(
            {
                "candidates": listed(
                    shape(
                        {
                            "body": TEXT,
                            "name": TEXT,
                            "departement": nullable(TEXT),
                            "km": nullable(NUMBER),
                            "lends": NUMBER,
                            "offered": NUMBER,
                            "team": NUMBER,
                            "skills": listed({"enum": list(SKILLS)}),
                            "able": listed({"enum": list(SKILLS)}),
                            "vigilance": {"enum": [*VIGILANCE_LEVELS, None]},
                            "reasons": listed(TEXT),
                            "signs": listed({"enum": ["plus", "minus", "unknown"]}),
                        }
                    )
                ),
                "left_out": listed(shape({"body": TEXT, "name": TEXT, "why": TEXT})),
                "others_left_out": NUMBER,
            }
        ),
        "CallList": shape({"calls": listed(call), "left_out": NUMBER, "to_ask": NUMBER}),
        "PlaybookPreview": shape(
            {
                "playbook": TEXT,
                "version": NUMBER,
                "title": TEXT,
                "before": nullable(NUMBER),
                "brings": listed(TEXT),
                "rhythm": nullable(TEXT),
                "points": nullable(TEXT),
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
        **_past(),
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
            },
            {"dossier": DOSSIER},
        ),
        "Session": shape(
            {
                "actor": ref("Actor"),
                "may_open": listed({"type": "string", "enum": sorted(GRANTS)}),
                "gives_seats": BOOLEAN,
                "administers": BOOLEAN,
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
                "position": nullable(listed({"type": "integer"})),
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


def _foreseen() -> dict[str, Schema]:
    """What a declaration would do, and a list of communes as it is read (foreseeing.py)."""
    counts: Schema = {"type": "object", "additionalProperties": NUMBER}
    body = {"id": TEXT, "name": TEXT, "kind": TEXT, "departement": TEXT, "commune": nullable(TEXT)}
    task = {"code": TEXT, "title": TEXT, "who": TEXT, "scope": TEXT, "due": nullable(INSTANT), "owners": NUMBER}
    doubt = {"line": NUMBER, "text": TEXT, "reason": TEXT, "among": listed(ref("Commune"))}
    totals = ("communes", "bodies_total", "unreached", "tasks_total", "tasks_soon", "recipients")
    return {
        "Foreseen": shape(
            {
                **dict.fromkeys(totals, NUMBER),
                "departements": {"type": "object", "additionalProperties": TEXT},
                "bodies": listed(shape({**body, "population": NUMBER, "reached": BOOLEAN})),
                "kinds": counts,
                "tasks": listed(shape(task)),
                "roles": counts,
                "playbooks": listed(shape({"code": TEXT, "version": NUMBER, "title": TEXT, "tasks": NUMBER})),
                "told": listed(shape({"id": TEXT, "name": TEXT, "reached": BOOLEAN})),
            }
        ),
        "ReadList": shape(
            {
                "communes": listed(ref("Commune")),
                "doubts": listed(shape(doubt, {"departement": shape({"code": TEXT, "name": TEXT})})),
            }
        ),
    }


def _coming() -> dict[str, Schema]:
    """What is to be done and by when, what a team leaves, what a text allows (tasks.py, life.py, lookups.py)."""
    some: Schema = {"type": "object"}
    counts: Schema = {"type": "object", "additionalProperties": NUMBER}
    owner = {"owner": TEXT, "name": TEXT, "body": nullable(TEXT), "departement": nullable(TEXT)}
    span: Schema = {"type": "string", "enum": list(SPANS)}
    action = {"code": TEXT, "title": TEXT, "who": {"type": "string", "enum": list(ROLES)}, "must": BOOLEAN}
    task = shape({**owner, **action, "state": TEXT, "due": nullable(INSTANT), "span": span})
    digest = {"at": INSTANT, "cursor": CURSOR, "counts": counts, "tasks": listed(ref("ComingTask"))}
    owners = listed(shape({**owner, "counts": counts, "next": nullable(INSTANT)}))
    days = {"since": nullable(DAY), "until": nullable(DAY)}
    step = shape({"do": TEXT, "possible": BOOLEAN, "why": TEXT, **days})
    scheme = {"code": TEXT, "title": TEXT, "basis": TEXT, "asked_by": TEXT, "conf": TEXT, "checked_on": DAY}
    sheet = {"dossier": DOSSIER, "cursor": CURSOR, "at": INSTANT, "until": INSTANT, "timezone": TEXT}
    named = {"body": nullable(TEXT), "departement": nullable(TEXT), "name": TEXT}
    left = dict.fromkeys(("silent_left_out", "awaited_left_out"), NUMBER)
    told = dict.fromkeys(("news", "silent", "awaited", "to_settle", "lines"), listed(some))
    line = shape({**action, "due": nullable(INSTANT), "count": NUMBER, "owners": listed(TEXT)})
    lists = dict.fromkeys(("late", "begun", "soon"), listed(line))
    tasks = shape({**dict.fromkeys(("unfinished", "overdue", "spans"), counts), **lists})
    coverage = shape({"heard": NUMBER, "of": NUMBER})
    sums: Schema = {
        "type": "object",
        "additionalProperties": shape({"sum": NUMBER, "said": NUMBER, "estimated": BOOLEAN}),
    }
    total: dict[str, Schema] = {"heard": NUMBER, "of": NUMBER, "statuses": counts, "figures": sums}
    departement = shape({"departement": TEXT, "name": TEXT, "held": BOOLEAN, **total})
    return {
        "ComingTask": task,
        "TaskDigest": shape({**digest, "left_out": NUMBER, "owners": owners, "owners_left_out": NUMBER}),
        "ConventionLife": shape({"at": INSTANT, "cursor": CURSOR, "steps": listed(step)}),
        "AidScheme": shape(scheme),
        "Totals": shape(
            {
                "dossier": DOSSIER,
                "cursor": CURSOR,
                "departements": listed(departement),
                "whole": nullable(shape(total)),
            }
        ),
        "ShiftSheet": shape(
            {**sheet, "team": shape(named), "coverage": coverage, "statuses": counts, "tasks": tasks, **told, **left}
        ),
    }


def _past() -> dict[str, Schema]:
    """The curves of a dossier, and what plays it again (web/history.py)."""
    numbers, figures = listed(NUMBER), {name: shape({"sum": listed(NUMBER), "said": listed(NUMBER)}) for name in DRAWN}
    about = {"dossier": DOSSIER, "head": NUMBER, "cursor": CURSOR, "view": VIEW}
    span = {"from": nullable(INSTANT), "to": nullable(INSTANT), "seq": numbers, "at": listed(INSTANT)}
    drawn = {"statuses": shape(dict.fromkeys(STATUSES, numbers)), "figures": shape(figures)}
    counts = dict.fromkeys(("heard", "of", "acts", "amount_cents"), numbers)
    lists = {"put": listed(ref("Card")), "drop": listed(TEXT), "lines": listed(ref("Line"))}
    delta = shape({"from": NUMBER, "to": NUMBER, "at": INSTANT, "cursor": CURSOR, **lists})
    return {
        "History": shape({**about, **span, **drawn, **counts}, {"status": listed(nullable(TEXT))}),
        "DeltaPage": shape({"view": VIEW, "head": NUMBER, "next": nullable(NUMBER), "deltas": listed(delta)}),
    }


def _act_days() -> Schema:
    """Acts by day and by body (crisiscoord/web/acts.py): units are never mixed."""
    units = dict.fromkeys(("persons", "households", "count", "amount_cents", "acts"), NUMBER)
    kinds: Schema = {"type": "object", "additionalProperties": shape(units)}
    body = {"body": TEXT, "name": TEXT, "departement": TEXT, "days": NUMBER, "kinds": kinds}
    left = dict.fromkeys(("of", "days_left_out", "bodies_left_out"), NUMBER)
    days, bodies = listed(shape({"day": DAY, "bodies": NUMBER, "kinds": kinds})), listed(shape(body))
    return shape({"dossier": DOSSIER, "cursor": CURSOR, "timezone": TEXT, **left, "days": days, "bodies": bodies})


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
    fault = shape({"field": TEXT, "reason": TEXT}, {"found": TEXT})
    return shape(
        {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT, "code": TEXT},
        {"errors": listed(fault)},
    )
