"""How a call is written in the document: its answers, its refusals, its parameters."""

from collections.abc import Mapping
from typing import Any

from ..schemas import DOSSIER, Schema, ref

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
SEVERAL = {"style": "form", "explode": False}


def call(
    summary: str,
    answers: Mapping[int, tuple[str, Schema | None]],
    refusals: tuple[int, ...],
    parameters: list[Schema] | None = None,
    body: Schema | None = None,
) -> Schema:
    responses = {str(status): _answer(meaning, schema) for status, (meaning, schema) in sorted(answers.items())}
    for status in sorted({401, 403, *refusals}):  # 403: a link opens few calls, of any
        problem = {"application/problem+json": {"schema": ref("Problem")}}
        responses[str(status)] = {"description": _REFUSALS[status], "content": problem}
    asked: Schema = {"summary": summary, "responses": responses}
    if parameters:
        asked["parameters"] = parameters
    if body is not None:
        asked["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return asked


def _answer(meaning: str, schema: Schema | None) -> Schema:
    if schema is None:
        return {"description": meaning}
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}


def query(name: str, schema: Schema, **more: Any) -> Schema:
    return {"name": name, "in": "query", "schema": schema, **more}


def in_path() -> Schema:
    return {"name": "dossier", "in": "path", "required": True, "schema": DOSSIER}
