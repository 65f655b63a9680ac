"""The HTTP contract as OpenAPI 3.1, generated from the catalogue: one part per group of calls."""

from functools import cache
from typing import Any

from ... import __version__
from ..schemas import components
from .accounts import accounts
from .calendars import calendars
from .directory import directory
from .dossiers import dossiers
from .exports import exports
from .links import links
from .lookups import lookups
from .notices import notices
from .rights import rights
from .service import service
from .session import session


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
        "paths": {
            **dossiers(),
            **exports(),
            **calendars(),
            **links(),
            **lookups(),
            **directory(),
            **notices(),
            **rights(),
            **session(),
            **accounts(),
            **service(),
        },
        "components": {"schemas": components(), "securitySchemes": schemes},
        "security": [{"token": []}, {"session": []}],
    }
