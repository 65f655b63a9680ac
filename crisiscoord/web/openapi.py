"""The HTTP contract as OpenAPI 3.1, generated from the catalogue."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from .. import __version__
from ..domain.vocabulary import CRISIS_STATES, DOSSIER_KINDS, HAZARDS
from .schemas import DAY, DOSSIER, INSTANT, NUMBER, TEXT, Schema, components, listed, nullable, ref, shape

#: What each kind of refusal means, by status: said once, for every call that may give it.
_REFUSALS = {
    401: "Nobody known is asking",
    403: "This actor may not do this here",
    404: "No such thing, or this actor may not know of it",
    409: "The rules of the dossier do not allow it now",
    413: "More than the bound",
    422: "Cannot be read; `errors` names each fault",
    429: "Too often; Retry-After says when to come back",
    503: "Not now; nothing was written, the same command may be sent again",
}
_SEVERAL = {"style": "form", "explode": False}


@cache
def openapi() -> dict[str, Any]:
    """Return the whole document."""
    cookie = {"in": "cookie", "name": "crisiscoord", "description": "`__Host-crisiscoord` over https"}
    schemes = {"token": {"type": "http", "scheme": "bearer"}, "session": {"type": "apiKey", **cookie}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "crisiscoord",
            "version": __version__,
            "description": "One journal per dossier, one board drawn from it. See docs/protocol.md.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "paths": {**_dossiers(), **_calendars(), **_lookups(), **_session(), **_service()},
        "components": {"schemas": components(), "securitySchemes": schemes},
        "security": [{"token": []}, {"session": []}],
    }


def _dossiers() -> dict[str, Any]:
    said = "What the client's clock says"
    client_time = {"name": "X-Client-Time", "in": "header", "schema": INSTANT, "description": said}
    commands = _call(
        "Carry out one command, once however often it is sent",
        {201: ("Carried out", ref("Receipt")), 200: ("Had been carried out already", ref("Receipt"))},
        (403, 404, 409, 413, 422, 429, 503),
        parameters=[client_time],
        body=ref("Command"),
    )
    return {
        "/api/commands": {"post": commands},
        "/api/dossiers": {
            "get": _call(
                "The dossiers that this actor may see, the last changed first",
                {200: ("At most 500; X-Left-Out counts those beyond", listed(ref("Dossier")))},
                (422,),
                parameters=[
                    _query("kind", listed({"type": "string", "enum": list(DOSSIER_KINDS)}), **_SEVERAL),
                    _query("state", listed({"type": "string", "examples": list(CRISIS_STATES)}), **_SEVERAL),
                ],
            )
        },
        "/api/dossiers/{dossier}/board": {
            "get": _call(
                "A board at the head of its journal, at an entry or at a moment",
                {200: ("The board", ref("Board")), 304: ("The board that the client has", None)},
                (404, 422),
                parameters=[_in_path(), _query("seq", NUMBER), _query("at", INSTANT)],
            )
        },
        "/api/dossiers/{dossier}/history": {
            "get": _call(
                "How a crisis has gone, or one body of it: statuses, coverage, figures and acts, as columns",
                {
                    200: ("A state for each slice of time", ref("History")),
                    304: ("The curves that the client has", None),
                },
                (404, 422, 503),
                parameters=[
                    _in_path(),
                    _query("from", INSTANT),
                    _query("to", INSTANT),
                    _query("points", NUMBER),
                    _query("body", TEXT),
                ],
            )
        },
        "/api/dossiers/{dossier}/deltas": {
            "get": _call(
                "What the entries after one changed, as the socket would have told it",
                {200: ("A page; `next` is the `from` of the following one", ref("DeltaPage"))},
                (404, 422, 503),
                parameters=[_in_path(), _query("from", NUMBER, required=True), _query("to", NUMBER)],
            )
        },
        "/api/dossiers/{dossier}/journal": {"get": _journal()},
        "/api/dossiers/{dossier}/quarter": {
            "get": _call(
                "The quarterly dossier of a convention, each figure with its entries",
                {200: ("The quarter of today, of the day `from`, or from one day to another", ref("Quarter"))},
                (403, 404, 422),
                parameters=[_in_path(), _query("from", DAY), _query("to", DAY)],
            )
        },
        "/api/dossiers/{dossier}/life": {
            "get": _call(
                "What the text of a convention allows its parties now, and why not when it does not",
                {200: ("The four acts, and the days that each may bear", ref("ConventionLife"))},
                (404, 422),
                parameters=[_in_path()],
            )
        },
        "/api/dossiers/{dossier}/tasks": {
            "get": _call(
                "The unfinished tasks that this actor may see, the late ones first, and how many each owner has",
                {200: ("500 tasks and 500 owners at most; all of them are counted by span", ref("TaskDigest"))},
                (404, 422),
                parameters=[
                    _in_path(),
                    _query("view", {"type": "string", "enum": ["mine", "body", "departement", "all"]}),
                    _query("owner", TEXT, description="A body, `departement-77` or `crisis`"),
                    _query("departement", TEXT),
                ],
            )
        },
        "/api/dossiers/{dossier}/shift": {
            "get": _call(
                "What one team leaves to the next: of the whole crisis, of a département or of a body",
                {200: ("As this actor may see it, now", ref("ShiftSheet"))},
                (404, 422),
                parameters=[_in_path(), _query("body", TEXT), _query("departement", TEXT)],
            )
        },
        "/api/dossiers/{dossier}/totals": {
            "get": _call(
                "How many bodies in which status and what they say together, by département and in all",
                {
                    200: ("Only what this actor may count; `whole` is null when that is not all", ref("Totals")),
                    304: ("What the client has", None),
                },
                (404, 422),
                parameters=[_in_path()],
            )
        },
        "/api/dossiers/{dossier}/calls": {
            "get": _call(
                "The bodies to call, in the order in which to call them, for those who may send `call.log`",
                {200: ("Never heard first; `left_out` counts those beyond 500", ref("CallList"))},
                (403, 404, 422),
                parameters=[_in_path()],
            )
        },
        "/api/dossiers/{dossier}/playbooks/{code}/preview": {"get": _preview()},
    }


def _journal() -> Schema:
    parameters = [
        _in_path(),
        _query("after", NUMBER, description="Entries above this one, in order"),
        _query("before", {"type": "integer", "minimum": 1}, description="Entries below this one, the nearest"),
        _query("limit", {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}),
        _query("kind", listed(TEXT), **_SEVERAL),
        _query("body", TEXT),
        _query("departement", TEXT, description="Its lines, and those about its bodies"),
        _query("q", {"type": "string", "maxLength": 200}, description="Words, accents and case ignored"),
    ]
    answer: dict[int, tuple[str, Schema | None]] = {
        200: ("Lines that this actor may hold; go on with `next` until `complete`", ref("JournalPage"))
    }
    return _call("A page of the main courante", answer, (404, 422), parameters=parameters)


def _preview() -> Schema:
    code = {"name": "code", "in": "path", "required": True, "schema": TEXT}
    version = {"type": "integer", "minimum": 1, "maximum": 9_999}
    return _call(
        "What `playbook.apply` would do, for those who may send it",
        {200: ("By action, and how many tasks", ref("PlaybookPreview"))},
        (403, 404, 409, 422),
        parameters=[_in_path(), code, _query("version", version, description="The one that was read")],
    )


def _calendars() -> dict[str, Any]:
    day: Schema = {"type": "string", "format": "date"}
    shown: dict[int, tuple[str, Schema | None]] = {
        200: ("The late first; `left_out` counts what is beyond the bounds", ref("Calendar"))
    }
    made = shape({"path": TEXT, "url": TEXT, "created_at": INSTANT})
    drawn: Schema = {"type": "string", "pattern": "^ccf_[A-Za-z0-9_-]{43}$"}
    secret = {"name": "secret", "in": "path", "required": True, "schema": drawn}
    return {
        "/api/calendar": {
            "get": _call(
                "What is due in every dossier that this actor may see",
                shown,
                (422,),
                parameters=[
                    _query("from", day, description="Nothing before this day, but what is late"),
                    _query("to", day, description="Nothing after this day"),
                ],
            )
        },
        "/api/calendar.ics": {"get": _ics("The same, for a calendar program", ())},
        "/api/dossiers/{dossier}/calendar.ics": {
            "get": _ics("What is due in a dossier, for a calendar program", (404,), parameters=[_in_path()])
        },
        "/api/feeds": {
            "get": _call(
                "Since when this account has a feed address",
                {200: ("Null: it has none", shape({"created_at": nullable(INSTANT)}))},
                (),
            ),
            "post": _call(
                "Make the feed address of this account; the one it had ends",
                {201: ("The address, shown this once", made)},
                (403, 429),
            ),
            "delete": _call("End the feed address of this account", {204: ("It has none", None)}, (403, 429)),
        },
        "/api/feeds/{secret}/calendar.ics": {
            "get": {
                **_ics("The calendar of whoever the address was made for", (404, 429), parameters=[secret]),
                "security": [],
            }
        },
    }


def _ics(summary: str, refusals: tuple[int, ...], parameters: list[Schema] | None = None) -> Schema:
    known: dict[int, tuple[str, Schema | None]] = {304: ("The calendar that the client has", None)}
    call = _call(summary, known, refusals, parameters)
    calendar = {"description": "iCalendar (RFC 5545)", "content": {"text/calendar": {"schema": TEXT}}}
    return {**call, "responses": {"200": calendar, **call["responses"]}}


def _declaring() -> dict[str, Any]:
    """What comes before a declaration (foreseeing.py)."""
    line: Schema = {"type": "string", "maxLength": 200}
    departement = shape({"code": TEXT, "name": TEXT, "communes": NUMBER})
    return {
        "/api/crises/preview": {
            "post": _call(
                "What a `crisis.declare` would do, without doing it, for those who may send it",
                {200: ("500 bodies and 12 tasks are named, all are counted", ref("Foreseen"))},
                (403, 404, 409, 413, 422),
                body=ref("DeclareCrisis"),
            )
        },
        "/api/territory/departements": {
            "get": _call(
                "Every département and overseas collectivity, with how many communes it has",
                {200: ("All of them, by code", listed(departement))},
                (422,),
            )
        },
        "/api/territory/list": {
            "post": _call(
                "The communes that lines of a list mean, and the lines that a person must make precise",
                {200: ("Lines are numbered from 0", ref("ReadList"))},
                (413, 422),
                body=shape({"lines": {"type": "array", "items": line, "maxItems": 1_000}}),
            )
        },
    }


def _lookups() -> dict[str, Any]:
    few = _query("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20})
    departement = _query("departement", TEXT)
    codes = shape({"communes": listed(ref("Commune")), "unknown": listed(TEXT)})
    communes = {"anyOf": [listed(ref("Commune")), codes]}
    return {
        **_declaring(),
        "/api/territory/communes": {
            "get": _call(
                "Communes by name, by their codes or of a département, with the body presumed to act",
                {200: ("A list; with `code` or `within`, those found and those unknown", communes)},
                (422,),
                parameters=[
                    _query("q", TEXT),
                    departement,
                    _query("code", listed(TEXT), **_SEVERAL),
                    _query("within", TEXT, description="A département: all its communes"),
                    few,
                ],
            )
        },
        "/api/directory/bodies": {
            "get": _call(
                "Bodies by name, or by their ids",
                {200: ("The bodies", listed(ref("Body")))},
                (422,),
                parameters=[
                    _query("q", TEXT),
                    departement,
                    _query("kind", listed(TEXT), **_SEVERAL),
                    _query("id", listed(TEXT), **_SEVERAL),
                    few,
                ],
            )
        },
        "/api/playbooks": {
            "get": _call(
                "The protocols that a crisis of this hazard would follow",
                {200: ("The protocols, the common one first", listed({"type": "object"}))},
                (422,),
                parameters=[_query("hazard", {"type": "string", "enum": list(HAZARDS)})],
            )
        },
        "/api/schemes": {
            "get": _call(
                "The aid schemes that protocols name",
                {200: ("All of them", listed(ref("AidScheme")))},
                (422,),
            )
        },
    }


def _session() -> dict[str, Any]:
    person = shape({"key": TEXT, "name": TEXT, "role": TEXT, "note": TEXT})
    opened: dict[int, tuple[str, Schema | None]] = {204: ("Signed in; the cookie is set", None)}
    return {
        "/api/session": {
            "get": _call("Who is signed in", {200: ("The actor", ref("Session"))}, ()),
            "post": _call("Sign in with a token", opened, (403, 422), body=shape({"token": TEXT})),
            "delete": _call("Sign out", {204: ("Signed out", None)}, (403,)),
        },
        "/api/demo/accounts": {
            "get": _call("The people of a demonstration", {200: ("None of them exists", listed(person))}, (404,))
        },
        "/api/demo/session": {
            "post": _call("Sign in as one of them", opened, (403, 404, 422), body=shape({"key": TEXT}))
        },
    }


def _service() -> dict[str, Any]:
    health = shape({"status": TEXT, "checks": {"type": "object", "additionalProperties": TEXT}})
    document: dict[int, tuple[str, Schema | None]] = {
        200: ("Generated", {"type": "object"}),
        304: ("What the client has", None),
    }
    calls: dict[str, tuple[str, dict[int, tuple[str, Schema | None]]]] = {
        "/api/openapi.json": ("This document", document),
        "/api/asyncapi.json": ("The contract of the socket", document),
        "/api/vocabulary.json": ("Every code and its French words, by group", document),
        "/livez": ("The process answers", {200: ("It does", shape({"status": TEXT}))}),
        "/readyz": ("The process serves", {200: ("It does: ok, or degraded", health), 503: ("It does not", health)}),
        "/version": ("What runs", {200: ("The build", shape({"version": TEXT, "projection": NUMBER}))}),
    }
    found: dict[str, Any] = {
        path: {"get": {**_call(summary, answers, ()), "security": []}} for path, (summary, answers) in calls.items()
    }
    text = {"description": "Prometheus text", "content": {"text/plain": {"schema": TEXT}}}
    found["/metrics"] = {"get": {"summary": "Measures", "responses": {"200": text}, "security": []}}
    return found


def _call(
    summary: str,
    answers: Mapping[int, tuple[str, Schema | None]],
    refusals: tuple[int, ...],
    parameters: list[Schema] | None = None,
    body: Schema | None = None,
) -> Schema:
    responses = {str(status): _answer(meaning, schema) for status, (meaning, schema) in sorted(answers.items())}
    for status in sorted({401, *refusals}):
        problem = {"application/problem+json": {"schema": ref("Problem")}}
        responses[str(status)] = {"description": _REFUSALS[status], "content": problem}
    call: Schema = {"summary": summary, "responses": responses}
    if parameters:
        call["parameters"] = parameters
    if body is not None:
        call["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return call


def _answer(meaning: str, schema: Schema | None) -> Schema:
    if schema is None:
        return {"description": meaning}
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}


def _query(name: str, schema: Schema, **more: Any) -> Schema:
    return {"name": name, "in": "query", "schema": schema, **more}


def _in_path() -> Schema:
    return {"name": "dossier", "in": "path", "required": True, "schema": DOSSIER}
