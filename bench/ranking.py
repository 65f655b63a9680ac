"""How long it takes to say whom to ask first: 1,000 open needs, 4,100 bodies that answered, and the country behind."""

import statistics
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from crisiscoord.clock import SystemClock
from crisiscoord.domain.words import format_instant
from crisiscoord.library.territory import territory

from . import scene
from .going_back import milliseconds
from .servers import Server, ask, crisiscoord

NEEDS = 1_000
_KINDS = ("renfort_accueil", "renfort_travailleur_social", "materiel", "alimentation")
_SUPPORTED = 200


def measure(folder: Path, asked: int) -> dict[str, Any]:
    """Raise every need on a board where all 4,100 bodies may help, then rank the candidates of `asked` of them."""
    codes = scene.largest_communes(scene.MANY_BODIES)
    bodies = scene.bodies(codes)
    token = scene.permanence(folder)
    with crisiscoord(folder) as server:
        scene.declare(server, token, codes)
        now = format_instant(SystemClock().now())
        for body in bodies:
            _do(server, token, "report.file", body=body, status="mobilise", observed_at=now)
        needing = bodies[:: max(1, len(bodies) // NEEDS)][:NEEDS]
        for number, body in enumerate(needing):
            kind = _KINDS[number % len(_KINDS)]
            need = {"need": f"besoin-{number}", "body": body, "kind": kind, "quantity": 6}
            _do(server, token, "need.raise", urgency="24h", **need)
        _propose(server, token, bodies)
        waits = sorted(
            milliseconds(server, token, f"/needs/besoin-{number * NEEDS // asked}/candidates")
            for number in range(asked)
        )
    return {
        "needs": len(needing),
        "bodies": len(bodies),
        "lenders": len(territory().lenders),
        "asked": asked,
        "p50_ms": statistics.median(waits),
        "p95_ms": waits[len(waits) * 95 // 100],
        "max_ms": waits[-1],
    }


def _propose(server: Server, token: str, bodies: list[str]) -> None:
    """Have some of them lend already, so that who is free and who is tired has to be looked up."""
    for number in range(_SUPPORTED):
        start = SystemClock().now()
        lent = {"start": format_instant(start), "end": format_instant(start + timedelta(days=2))}
        support = {"support": f"renfort-{number}", "need": f"besoin-{number}", "from_body": bodies[-1 - number]}
        _do(server, token, "support.propose", quantity=2, **support, **lent)


def _do(server: Server, token: str, do: str, **fields: Any) -> None:
    ask(server, "/api/commands", token, {"id": str(uuid4()), "dossier": scene.DOSSIER, "do": do, **fields})
