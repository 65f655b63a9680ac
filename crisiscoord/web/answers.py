"""Answers in JSON, with their ETag when they may be asked again."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"


def as_json(data: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(data), status, media_type=JSON)


def is_known(request: Request, etag: str) -> bool:
    """Say whether the browser already holds this version (If-None-Match, weak comparison)."""
    given = request.headers.get("if-none-match", "")
    return etag in (one.strip().removeprefix("W/") for one in given.split(",")) or given.strip() == "*"


def unless_known(request: Request, body: bytes, etag: str, headers: dict[str, str] | None = None) -> Response:
    """Return `body`, or 304 to whoever has it already."""
    said = {"ETag": etag, "Cache-Control": "private, no-cache", **(headers or {})}
    if is_known(request, etag):
        return Response(status_code=304, headers=said)
    return Response(body, headers=said, media_type=JSON)
