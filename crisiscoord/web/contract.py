"""The contract, served and written: what crisiscoord says of itself never differs from what it does."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from ..domain.vocabulary import vocabulary
from ..library.schemas import schemas as playbook_schemas
from .answers import unless_known
from .asyncapi import asyncapi
from .openapi import openapi
from .reference import errors_page, permissions_page, problems, vocabulary_page


async def show_openapi(request: Request) -> Response:
    return _shown(request, openapi)


async def show_asyncapi(request: Request) -> Response:
    return _shown(request, asyncapi)


async def show_vocabulary(request: Request) -> Response:
    """Every code with its French words, and the codes of refusals under `errors`."""
    return _shown(request, words)


@cache
def words() -> dict[str, dict[str, dict[str, Any]]]:
    refusals = {kind.code: {"label": kind.title, "status": kind.status} for kind in problems()}
    return {**vocabulary(), "errors": refusals}


def generated() -> dict[str, str]:
    """Return the text of every file that is written from the code, by its path in the checkout."""
    return {
        "docs/openapi.json": _pretty(openapi()),
        "docs/asyncapi.json": _pretty(asyncapi()),
        "docs/vocabulary.md": vocabulary_page(),
        "docs/errors.md": errors_page(),
        "docs/permissions.md": permissions_page(),
        "playbooks/schema.json": _pretty(playbook_schemas()),
    }


def write_generated(root: Path, check: bool = False) -> list[str]:
    """Write the generated files that are not as they should be, and name them; with `check`, only name them."""
    stale = [name for name, text in generated().items() if _read(root / name) != text]
    if not check:
        for name in stale:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(generated()[name], encoding="utf-8")
    return stale


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _pretty(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _shown(request: Request, document: Callable[[], Any]) -> Response:
    body, etag = _encoded(document)
    return unless_known(request, body, etag, {"Cache-Control": "no-cache"})


@cache
def _encoded(document: Callable[[], Any]) -> tuple[bytes, str]:
    body = orjson.dumps(document())
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'
