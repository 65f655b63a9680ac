"""Is it alive, does it serve, what is it, what does it measure: for whoever runs it. No personal data."""

from typing import Any

from anyio import fail_after, to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from .. import __version__
from ..domain.catalogue import PROJECTION
from ..journal import deadlines
from ..journal.triggers import missing
from .answers import as_json
from .parts import Parts, parts_of

#: Seconds that the database is given to answer.
PATIENCE_S = 3.0
#: Seconds after which what is due has waited too long: the agenda is stopped or overwhelmed.
LATE_S = 60.0


async def livez(_: Request) -> Response:
    """The process answers: nothing else is asked."""
    return as_json({"status": "ok"})


async def readyz(request: Request) -> Response:
    """Say whether this process serves (200), as it should (`ok`) or not quite (`degraded`), or does not (503)."""
    house = parts_of(request)
    checks = await _checks(house)
    serves = checks["database"] == checks["schema"] == "ok"
    status = "ok" if all(found == "ok" for found in checks.values()) else "degraded"
    return as_json({"status": status if serves else "unavailable", "checks": checks}, 200 if serves else 503)


async def version(_: Request) -> Response:
    return as_json({"version": __version__, "projection": PROJECTION})


async def metrics(request: Request) -> Response:
    house = parts_of(request)
    counts = house.hub.counts()
    try:
        lag = await _lag_s(house)
    except (SQLAlchemyError, TimeoutError):
        lag = float("nan")
    text = house.metrics.text(counts["viewers"], counts["dossiers"], house.bell.healthy(), lag)
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")


async def _checks(house: Parts) -> dict[str, str]:
    checks = {"database": "ok", "schema": "ok", "bell": "ok" if house.bell.healthy() else "muette", "agenda": "ok"}
    try:
        with fail_after(PATIENCE_S):
            if await to_thread.run_sync(_missing, house, abandon_on_cancel=True):
                checks["schema"] = "verrous du journal absents"
        lag = await _lag_s(house)
        if lag > LATE_S:
            checks["agenda"] = f"en retard de {lag:.0f} s"
    except (SQLAlchemyError, TimeoutError):
        checks["database"] = "ne répond pas"
        checks["schema"] = checks["agenda"] = "inconnu"
    return checks


async def _lag_s(house: Parts) -> float:
    with fail_after(PATIENCE_S):
        oldest: Any = await to_thread.run_sync(_oldest, house, abandon_on_cancel=True)
    return 0.0 if oldest is None else max(0.0, (house.clock.now() - oldest).total_seconds())


def _missing(house: Parts) -> list[str]:
    with house.engine.connect() as connection:
        return missing(connection)


def _oldest(house: Parts) -> Any:
    with house.engine.connect() as connection:
        return deadlines.oldest(connection)
