"""Look-ups for forms: communes, bodies, protocols."""

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..domain.agreements import Playbook
from ..domain.places import BodyRef, Commune
from ..domain.vocabulary import BODY_KINDS, HAZARDS, label
from ..domain.zoning import ten_thousandths
from ..journal.pages import folded
from .answers import as_json
from .auth import actor_of
from .parts import Parts, parts_of
from .reading import Query, fault

#: What one look-up gives, and when nobody says how much.
MOST, USUAL = 100, 20
#: Kinds of which there is one body per département.
DEPARTMENTAL = ("prefecture", "udccas", "ddets", "siao", "caf", "cpam")


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
    bodies = _named(house, ids) if ids else _meant(house, query.text("q"), departement, limit)
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


def _named(house: Parts, ids: tuple[str, ...]) -> Iterator[BodyRef]:
    return (body for id in ids if (body := house.known.body(id)) is not None)


def _meant(house: Parts, q: str, departement: str | None, limit: int) -> Iterator[BodyRef]:
    """Yield the departmental bodies first, which are few, then the bodies of the communes."""
    words = folded(q).split()
    for id in ("unccas", "sgav", *(f"{kind}-{departement}" for kind in DEPARTMENTAL if departement)):
        body = house.known.body(id)
        if body is not None and all(word in folded(f"{body.name} {label(BODY_KINDS, body.kind)}") for word in words):
            yield body
    place = " ".join(word for word in q.split() if folded(word) not in ("ccas", "cias", "mairie", "de", "d'"))
    there = set()
    for commune in house.territory.search(place, departement, limit):
        body = house.known.competent(commune.code)
        there.add(body.id)
        yield body
    for sheet in house.known.named(q, limit, departement) if words else ():
        if sheet.id not in there and (body := house.known.body(sheet.id)) is not None:
            yield body


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
