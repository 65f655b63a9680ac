"""The calls on rights: who may do what, and why somebody may not."""

from typing import Any

from ..schemas import BOOLEAN, TEXT, listed, shape
from .calls import call, in_path


def rights() -> dict[str, Any]:
    holder = shape({"role": TEXT, "where": TEXT})
    grant = shape({"do": TEXT, "said": TEXT, "on": listed(TEXT), "holders": listed(holder)})
    right = shape({"do": TEXT, "said": TEXT, "held": BOOLEAN, "reason": TEXT})
    return {
        "/api/rights": {
            "get": call(
                "Every permission, the roles that hold it, and where each does, in French",
                {200: ("Permission by permission", listed(grant))},
                (422,),
            )
        },
        "/api/dossiers/{dossier}/rights": {
            "get": call(
                "What this actor may do on a dossier and where, and why not the rest, in French",
                {200: ("Permission by permission; scope is judged with the command itself", listed(right))},
                (404, 422),
                parameters=[in_path()],
            )
        },
    }
