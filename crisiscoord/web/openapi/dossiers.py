"""The calls on dossiers, and the way in for commands."""

from typing import Any

from ...domain.vocabulary import CRISIS_STATES, DOSSIER_KINDS
from ..schemas import DAY, INSTANT, NUMBER, TEXT, Schema, listed, nullable, ref, shape
from .calls import SEVERAL, call, in_path, query


def dossiers() -> dict[str, Any]:
    said = "What the client's clock says"
    client_time = {"name": "X-Client-Time", "in": "header", "schema": INSTANT, "description": said}
    commands = call(
        "Carry out one command, once however often it is sent",
        {201: ("Carried out", ref("Receipt")), 200: ("Had been carried out already", ref("Receipt"))},
        (403, 404, 409, 413, 422, 429, 503),
        parameters=[client_time],
        body=ref("Command"),
    )
    return {
        "/api/commands": {"post": commands},
        "/api/dossiers": {
            "get": call(
                "The dossiers that this actor may see, the last changed first",
                {200: ("At most 500; X-Left-Out counts those beyond", listed(ref("Dossier")))},
                (422,),
                parameters=[
                    query("kind", listed({"type": "string", "enum": list(DOSSIER_KINDS)}), **SEVERAL),
                    query("state", listed({"type": "string", "examples": list(CRISIS_STATES)}), **SEVERAL),
                ],
            )
        },
        "/api/dossiers/{dossier}/board": {
            "get": call(
                "A board at the head of its journal, at an entry or at a moment",
                {200: ("The board", ref("Board")), 304: ("The board that the client has", None)},
                (404, 422),
                parameters=[in_path(), query("seq", NUMBER), query("at", INSTANT)],
            )
        },
        "/api/dossiers/{dossier}/history": {
            "get": call(
                "How a crisis has gone, or one body of it: statuses, coverage, figures and acts, as columns",
                {
                    200: ("A state for each slice of time", ref("History")),
                    304: ("The curves that the client has", None),
                },
                (404, 422, 503),
                parameters=[
                    in_path(),
                    query("from", INSTANT),
                    query("to", INSTANT),
                    query("points", NUMBER),
                    query("body", TEXT),
                ],
            )
        },
        "/api/dossiers/{dossier}/deltas": {
            "get": call(
                "What the entries after one changed, as the socket would have told it",
                {200: ("A page; `next` is the `from` of the following one", ref("DeltaPage"))},
                (404, 422, 503),
                parameters=[in_path(), query("from", NUMBER, required=True), query("to", NUMBER)],
            )
        },
        "/api/dossiers/{dossier}/journal": {"get": _journal()},
        "/api/dossiers/{dossier}/quarter": {
            "get": call(
                "The quarterly dossier of a convention, each figure with its entries",
                {200: ("The quarter of today, of the day `from`, or from one day to another", ref("Quarter"))},
                (403, 404, 422),
                parameters=[in_path(), query("from", DAY), query("to", DAY)],
            )
        },
        "/api/dossiers/{dossier}/life": {
            "get": call(
                "What the text of a convention allows its parties now, and why not when it does not",
                {200: ("The four acts, and the days that each may bear", ref("ConventionLife"))},
                (404, 422),
                parameters=[in_path()],
            )
        },
        "/api/dossiers/{dossier}/tasks": {
            "get": call(
                "The unfinished tasks that this actor may see, the late ones first, and how many each owner has",
                {200: ("500 tasks and 500 owners at most; all of them are counted by span", ref("TaskDigest"))},
                (404, 422),
                parameters=[
                    in_path(),
                    query("view", {"type": "string", "enum": ["mine", "body", "departement", "all"]}),
                    query("owner", TEXT, description="A body, `departement-77` or `crisis`"),
                    query("departement", TEXT),
                ],
            )
        },
        "/api/dossiers/{dossier}/shift": {
            "get": call(
                "What one team leaves to the next: of the whole crisis, of a département or of a body",
                {200: ("As this actor may see it, now", ref("ShiftSheet"))},
                (404, 422),
                parameters=[in_path(), query("body", TEXT), query("departement", TEXT)],
            )
        },
        "/api/dossiers/{dossier}/totals": {
            "get": call(
                "How many bodies in which status and what they say together, by département and in all",
                {
                    200: ("Only what this actor may count; `whole` is null when that is not all", ref("Totals")),
                    304: ("What the client has", None),
                },
                (404, 422),
                parameters=[in_path()],
            )
        },
        "/api/dossiers/{dossier}/acts": {
            "get": call(
                "What was done for people, day by day, and by body, and how many bodies noted some",
                {
                    200: ("Of the bodies whose totals this actor holds; the last 400 days, 500 bodies", ref("ActDays")),
                    304: ("What the client has", None),
                },
                (404, 422),
                parameters=[in_path(), query("departement", TEXT), query("body", TEXT), query("kind", TEXT)],
            )
        },
        "/api/dossiers/{dossier}/needs/{need}/candidates": {
            "get": call(
                "The bodies to ask for a need, the first to ask first, for those who may send `support.call`",
                {200: ("Twenty at most, each with the reasons of its rank in French", ref("Candidates"))},
                (403, 404, 422),
                parameters=[in_path(), {"name": "need", "in": "path", "required": True, "schema": TEXT}],
            )
        },
        "/api/dossiers/{dossier}/referents": {"get": _referents()},
        "/api/dossiers/{dossier}/calls": {
            "get": call(
                "The bodies to call, in the order in which to call them, for those who may send `call.log`",
                {200: ("Never heard first; `left_out` counts those beyond 500", ref("CallList"))},
                (403, 404, 422),
                parameters=[in_path()],
            )
        },
        "/api/dossiers/{dossier}/playbooks/{code}/preview": {"get": _preview()},
    }


def _referents() -> Schema:
    words = ("referent", "body", "body_name", "part", "function", "named_at", "by", "name", "phone", "email")
    gone = nullable({"type": "boolean"})
    one = shape(
        {**dict.fromkeys(words, TEXT), **dict.fromkeys(("committee", "ended_at"), nullable(TEXT)), "gone": gone}
    )
    contacts = listed(shape(dict.fromkeys(("contact", "function", "name"), TEXT)))
    accounts = listed(shape(dict.fromkeys(("account", "role", "name"), TEXT)))
    bodies = listed(shape({"body": TEXT, "name": TEXT}))
    candidates = nullable(shape({"contacts": contacts, "accounts": accounts}))
    said = "`bodies`: those for which this actor may name somebody; `gone`: nobody is behind the reference any more"
    answer = {"dossier": TEXT, "cursor": TEXT, "referents": listed(one), "bodies": bodies, "candidates": candidates}
    return call(
        "Who speaks for each body in the dossier, named and reached for those who may know it",
        {200: (said, shape(answer))},
        (404, 422),
        parameters=[in_path(), query("body", TEXT)],
    )


def _journal() -> Schema:
    parameters = [
        in_path(),
        query("after", NUMBER, description="Entries above this one, in order"),
        query("before", {"type": "integer", "minimum": 1}, description="Entries below this one, the nearest"),
        query("limit", {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}),
        query("kind", listed(TEXT), **SEVERAL),
        query("body", TEXT),
        query("departement", TEXT, description="Its lines, and those about its bodies"),
        query("q", {"type": "string", "maxLength": 200}, description="Words, accents and case ignored"),
    ]
    answer: dict[int, tuple[str, Schema | None]] = {
        200: ("Lines that this actor may hold; go on with `next` until `complete`", ref("JournalPage"))
    }
    return call("A page of the main courante", answer, (404, 422), parameters=parameters)


def _preview() -> Schema:
    code = {"name": "code", "in": "path", "required": True, "schema": TEXT}
    version = {"type": "integer", "minimum": 1, "maximum": 9_999}
    return call(
        "What `playbook.apply` would do, for those who may send it",
        {200: ("By action, and how many tasks", ref("PlaybookPreview"))},
        (403, 404, 409, 422),
        parameters=[in_path(), code, query("version", version, description="The one that was read")],
    )
