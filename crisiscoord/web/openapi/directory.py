"""The calls of the directory: bodies, contacts, roster, imports."""

from typing import Any

from ...directory.headings import KINDS
from ...directory.view import CLOSED, CONFIRMED, PRESUMED
from ...directory.writing import ABLE, IDENTIFIED, REACHED
from ...domain.policy import DIRECTORY
from ...domain.vocabulary import SKILLS
from ..importing import LINES
from ..schemas import BOOLEAN, DAY, INSTANT, NUMBER, TEXT, Schema, listed, nullable, ref, shape
from .calls import SEVERAL, call, query

_STATE: Schema = {"type": "string", "enum": [CONFIRMED, PRESUMED, CLOSED]}
_MAY = listed({"type": "string", "enum": list(DIRECTORY)})
_SHORT: Schema = {"type": "string", "maxLength": 2_000}
_RANK: Schema = {"type": "integer", "minimum": 0, "maximum": 99}
_NAMED = {
    "id": TEXT,
    "kind": TEXT,
    "name": TEXT,
    "state": _STATE,
    "commune": TEXT,
    "commune_name": TEXT,
    "departements": listed(TEXT),
    "siren": TEXT,
    "changed": NUMBER,
}
_PERSON = {"name": _SHORT, "function": _SHORT, "phone": _SHORT, "email": _SHORT}
_CONTACT = shape({"id": TEXT, "body": TEXT, **_PERSON, "rank": NUMBER, "on_call": BOOLEAN, "for_exercises": BOOLEAN})
_POSSIBLE = {
    "id": TEXT,
    **_PERSON,
    "body": TEXT,
    "departements": listed(TEXT),
    "periods": listed(listed(DAY)),
    "rank": NUMBER,
    "for_exercises": BOOLEAN,
}
_REMOVED = shape({"id": TEXT, "function": TEXT, "until": INSTANT})
_SHEET = shape(
    {
        **_NAMED,
        "siret": TEXT,
        "communes": listed(TEXT),
        "epci": TEXT,
        "epci_name": TEXT,
        "skills": listed({"type": "string", "enum": list(SKILLS)}),
        "changed_at": nullable(INSTANT),
        "exercise": BOOLEAN,
        "may": _MAY,
        "lines": nullable(shape(dict.fromkeys(REACHED, TEXT))),
        "contacts": nullable(listed(_CONTACT)),
        "removed": nullable(listed(_REMOVED)),
    }
)
_FAULT = shape({"line": NUMBER, "column": TEXT, "reason": TEXT})
_COUNTS = ("lines", "new", "changed", "same", "refused", "aside")
_REPORT = shape(
    {
        "kind": {"type": "string", "enum": list(KINDS)},
        "written": BOOLEAN,
        "summary": TEXT,
        **dict.fromkeys(_COUNTS, NUMBER),
        "faults": listed(_FAULT),
        "left": listed(_FAULT),
    }
)


def directory() -> dict[str, Any]:
    return {**_bodies(), **_contacts(), **_roster(), **_imports()}


def _path(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": TEXT}


def _asked_contact() -> Schema:
    return shape(
        {"function": _SHORT},
        {
            **{name: _SHORT for name in _PERSON if name != "function"},
            "rank": _RANK,
            "on_call": BOOLEAN,
            "for_exercises": BOOLEAN,
        },
    )


def _bodies() -> dict[str, Any]:
    line = shape({name: TEXT for name in ("position", "at", "by", "role", "body", "body_name", "text")})
    asked = [
        query("q", TEXT),
        query("departement", TEXT),
        query("kind", listed(TEXT), **SEVERAL),
        query("state", listed(_STATE), **SEVERAL),
    ]
    words = dict.fromkeys(("ids", "names", "kinds", "states", "departements"), listed(TEXT))
    columns = {**words, "positions": listed(nullable(listed({"type": "integer"}))), "left_out": NUMBER}
    fields = {name: _SHORT for name in (*REACHED, *ABLE, *IDENTIFIED)}
    return {
        "/api/directory": {
            "get": call(
                "The bodies of a département, those that a word means, or those written last",
                {
                    200: (
                        "1,000 at most; `may`: what the role of this actor permits somewhere",
                        shape({"bodies": listed(shape(_NAMED)), "left_out": NUMBER, "may": _MAY}),
                    )
                },
                (422,),
                parameters=asked,
            )
        },
        "/api/directory/map": {
            "get": call(
                "The same bodies with their places, as columns of one length",
                {200: ("5,000 at most; `positions`: ten-thousandths of a degree, or null", shape(columns))},
                (422,),
                parameters=asked,
            )
        },
        "/api/directory/bodies/{body}": {
            "get": call(
                "All that is known of a body; how it is reached, for those who may know it",
                {200: ("`lines` and `contacts` are null for the others", _SHEET)},
                (404, 422),
                parameters=[_path("body"), query("dossier", TEXT)],
            ),
            "patch": call(
                "Write fields of a body, as typed; an empty text empties a field",
                {200: ("The body as it stands", _SHEET)},
                (403, 404, 409, 413, 422, 429, 503),
                parameters=[_path("body")],
                body=shape({"seen": NUMBER}, fields),
            ),
        },
        "/api/directory/log": {
            "get": call(
                "What was changed, by whom, the last change first",
                {200: ("100 lines at most; `before` goes on", shape({"lines": listed(line)}))},
                (403, 404, 422),
                parameters=[query("body", TEXT), query("before", TEXT)],
            )
        },
    }


def _contacts() -> dict[str, Any]:
    return {
        "/api/directory/bodies/{body}/contacts": {
            "post": call(
                "Add somebody to call at a body",
                {201: ("The contact", _CONTACT)},
                (403, 404, 409, 413, 422, 429, 503),
                parameters=[_path("body")],
                body=_asked_contact(),
            )
        },
        "/api/directory/contacts/{contact}": {
            "put": call(
                "Write a contact again",
                {200: ("The contact", _CONTACT)},
                (403, 404, 409, 413, 422, 429, 503),
                parameters=[_path("contact")],
                body=_asked_contact(),
            ),
            "post": call(
                "Put back a contact that was removed, as it was",
                {200: ("The contact", _CONTACT)},
                (403, 404, 409, 422, 429, 503),
                parameters=[_path("contact")],
            ),
            "delete": call(
                "Take a contact out of the order of call, or erase it for good",
                {204: ("Done", None)},
                (403, 404, 422, 429, 503),
                parameters=[_path("contact"), query("forget", {"type": "integer", "minimum": 0, "maximum": 1})],
            ),
        },
    }


def _roster() -> dict[str, Any]:
    asked = shape(
        {"name": _SHORT, "function": _SHORT},
        {
            **{name: _SHORT for name in ("phone", "email", "body", "departements", "periods")},
            "rank": _RANK,
            "for_exercises": BOOLEAN,
        },
    )
    near = shape(
        {
            **_POSSIBLE,
            "body_name": TEXT,
            "free": BOOLEAN,
            "covers": BOOLEAN,
            "hit": BOOLEAN,
            "km": nullable(NUMBER),
            "reasons": listed(TEXT),
        }
    )
    return {
        "/api/directory/roster": {
            "get": call(
                "The possible representatives, whoever to ask first for a crisis first",
                {200: ("All of them, with French reasons", shape({"on": DAY, "people": listed(near)}))},
                (403, 404, 422),
                parameters=[query("dossier", TEXT), query("on", DAY)],
            ),
            "post": call(
                "Add somebody to the roster",
                {201: ("The person", shape(_POSSIBLE))},
                (403, 409, 413, 422, 429, 503),
                body=asked,
            ),
        },
        "/api/directory/roster/{person}": {
            "put": call(
                "Write somebody of the roster again",
                {200: ("The person", shape(_POSSIBLE))},
                (403, 404, 409, 413, 422, 429, 503),
                parameters=[_path("person")],
                body=asked,
            ),
            "delete": call(
                "Erase somebody from the roster, at once and for good",
                {204: ("Done", None)},
                (403, 404, 422, 429, 503),
                parameters=[_path("person")],
            ),
        },
    }


def _imports() -> dict[str, Any]:
    imported = call(
        "Import a file in full, or not at all; with `dry_run`, only say what it would do",
        {200: ("One JSON object a line", None)},
        (403, 413, 422, 429, 503),
        parameters=[
            query("kind", {"type": "string", "enum": list(KINDS)}),
            query("dry_run", {"type": "integer", "minimum": 0, "maximum": 1}),
        ],
    )
    told = {
        "anyOf": [
            shape({"done": NUMBER, "of": NUMBER}),
            shape({"report": _REPORT}),
            shape({"problem": ref("Problem")}),
        ]
    }
    imported["responses"]["200"] = {
        "description": "A line of JSON for each word on how far one is, then the report or the refusal",
        "content": {LINES: {"schema": told}},
    }
    imported["requestBody"] = {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
    template = call(
        "A file to fill in", {200: ("CSV, UTF-8, semicolons", None)}, (404, 422), parameters=[_path("file")]
    )
    template["responses"]["200"]["content"] = {"text/csv": {"schema": TEXT}}
    return {
        "/api/directory/imports": {"post": imported},
        "/api/directory/templates/{file}": {"get": template},
    }
