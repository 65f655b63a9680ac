"""What the server says of itself."""

from typing import Any

from ..schemas import NUMBER, TEXT, Schema, shape
from .calls import call


def service() -> dict[str, Any]:
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
        path: {"get": {**call(summary, answers, ()), "security": []}} for path, (summary, answers) in calls.items()
    }
    text = {"description": "Prometheus text", "content": {"text/plain": {"schema": TEXT}}}
    found["/metrics"] = {"get": {"summary": "Measures", "responses": {"200": text}, "security": []}}
    return found
