"""Look-ups for forms: communes, bodies, protocols."""

from collections.abc import Iterable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..directory.listing import meant
from ..domain.agreements import Playbook
from ..domain.places import BodyRef, Commune
from ..domain.vocabulary import HAZARDS
from ..domain.zoning import ten_thousandths
from .answers import as_json
from .auth import actor_of
from .parts import Parts, parts_of
from .reading import Query, fault

#: What one look-up gives, and when nobody says how much.
MOST, USUAL = 100, 20


async def find_communes(request: Request) -> Response:
    """Return the communes that a person typing may mean, of those codes or of that département, with their body."""
    house = parts_of(request)
    await actor_of(request)
    query = Query(request, "q", "departement", "code", "within", "limit")
    if within := query.text("within", 3):
        return as_json({"communes": [commune_told(house, one) for one in _every(house, within)], "unknown": []})
    codes = query.texts("code", most=1_000)
    if codes:
        found, unknown = house.territory.resolve(codes)
        return as_json({"communes": [commune_told(house, one) for one in found], "unknown": list(unknown)})
    limit = query.number("limit", 1, MOST) or USUAL
    communes = house.territory.search(query.text("q"), query.text("departement", 3) or None, limit)
    return as_json([commune_told(house, commune) for commune in communes])


async def find_bodies(request: Request) -> Response:
    """Return the bodies whose ids are given (`id`), or those that a person typing `q` may mean."""
    house = parts_of(request)
    await actor_of(request)
    query = Query(request, "q", "departement", "kind", "id", "limit")
    ids, kinds = query.texts("id"), query.texts("kind")
    limit = query.number("limit", 1, MOST) or USUAL
    departement = query.text("departement", 3) or None
    bodies = _named(house, ids or meant(house.known, query.text("q"), departement, limit, limit))
    wanted = [body for body in bodies if not kinds or body.kind in kinds]
    return as_json([_body(body) for body in wanted[: MOST if ids else limit]])


async def preview_playbooks(request: Request) -> Response:
    """Return the protocols that a crisis of this hazard would follow, as they would be applied."""
    house = parts_of(request)
    await actor_of(request)
    hazard = Query(request, "hazard").text("hazard")
    if hazard and hazard not in HAZARDS:
        raise fault("hazard", "nature d’évènement inconnue")
    codes = house.library.for_hazard(hazard) if hazard else tuple(house.library.playbooks)
    return as_json([_playbook(found) for code in codes if (found := house.library.playbook(code))])


async def list_schemes(request: Request) -> Response:
    """Return the aid schemes that protocols name: the inventory of article E-05."""
    house = parts_of(request)
    await actor_of(request)
    Query(request)
    return as_json([scheme.model_dump(mode="json") for scheme in house.library.schemes.values()])


def _every(house: Parts, departement: str) -> tuple[Commune, ...]:
    if house.territory.departement(departement) is None:
        raise fault("within", "aucun département de ce code")
    return house.territory.communes_of(departement)


def _named(house: Parts, ids: Iterable[str]) -> Iterator[BodyRef]:
    return (body for id in ids if (body := house.known.body(id)) is not None)


def commune_told(house: Parts, commune: Commune) -> dict[str, Any]:
    """Return a commune as forms show it, with the body presumed to act there."""
    body = house.known.competent(commune.code)
    return {
        "code": commune.code,
        "name": commune.name,
        "departement": commune.departement,
        "population": commune.population,
        "position": ten_thousandths(commune.lat, commune.lon),
        "competent": {"id": body.id, "name": body.name, "kind": body.kind, "presumed": body.presumed},
    }


def _body(body: BodyRef) -> dict[str, Any]:
    return {
        "id": body.id,
        "kind": body.kind,
        "name": body.name,
        "commune": body.commune,
        "departement": body.departement,
        "presumed": body.presumed,
    }


def _playbook(playbook: Playbook) -> dict[str, Any]:
    return playbook.model_dump(mode="json", exclude_none=True)
