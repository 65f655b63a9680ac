"""The same bodies on the map as in the list, each where it is, and more of them than a list can hold."""

from collections.abc import Iterator
from typing import Any

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.directory.listing import MOST_LISTED, MOST_MAPPED, listed, position_of
from crisiscoord.directory.view import Body, DirectoryView
from crisiscoord.domain.words import Actor
from crisiscoord.library.territory import territory
from tests.house import Served, served

ROSE = Actor(account="a-rose", role="unccas_permanence")
NEMOURS, MELUN = "77333", "77288"


@pytest.fixture
def house(sqlite_url: str, clock: ManualClock) -> Iterator[Served]:
    with served(sqlite_url, clock) as running:
        yield running


def imported(house: Served, clock: ManualClock, *rows: str) -> None:
    text = "type;identifiant;commune;communes;departements;etat\n" + "\n".join(rows)
    imports = house.house.imports
    imports.carry_out(imports.plan(imports.open(text.encode())), ROSE, clock.now())


def asked(house: Served, **query: str) -> dict[str, Any]:
    answer = house.as_().get("/api/directory/map", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_map_has_the_bodies_of_the_list_with_the_same_filter(house: Served, clock: ManualClock) -> None:
    imported(house, clock, "aav;aav-melun;77288;;;", f"ccas;ccas-{NEMOURS};;;;fermé")
    for query in ({"departement": "77"}, {"departement": "77", "kind": "aav,ccas"}, {"q": "nemours"}, {}):
        shown = asked(house, **query)
        there = house.as_().get("/api/directory", params=query).json()["bodies"]
        assert shown["ids"] == [body["id"] for body in there]
        assert shown["states"] == [body["state"] for body in there]
        assert {len(column) for name, column in shown.items() if name != "left_out"} == {len(there)}
    at = asked(house, departement="77", kind="aav")
    melun = territory().commune(MELUN)
    assert melun is not None and melun.lat is not None and melun.lon is not None
    assert at["positions"] == [[round(melun.lat * 10_000), round(melun.lon * 10_000)]]


@pytest.mark.parametrize("query", [{"departement": "99"}, {"state": "perdu"}, {"couleur": "rouge"}])
def test_what_cannot_be_asked_is_refused_as_in_the_list(house: Served, query: dict[str, str]) -> None:
    for address in ("/api/directory/map", "/api/directory"):
        assert house.as_().get(address, params=query).status_code == 422


def known(*bodies: Body) -> DirectoryView:
    return DirectoryView(territory(), {body.id: body for body in bodies}, 1)


def test_a_body_without_a_seat_is_where_it_acts_else_at_the_chef_lieu() -> None:
    bodies = (
        Body("aav-une", "aav", "Une", departements=("77",)),
        Body("aasc-une", "aasc", "Une autre", communes=(NEMOURS,), departements=("77",)),
        Body("sgav", "sgav", "SG\u2011AV"),
    )
    melun, nemours = territory().commune(MELUN), territory().commune(NEMOURS)
    assert melun is not None and nemours is not None
    places = [position_of(known(*bodies), body) for body in bodies]
    assert places == [(melun.lat, melun.lon), (nemours.lat, nemours.lon), None]


def test_more_bodies_stand_on_the_map_than_in_the_list() -> None:
    communes = (*territory().communes_of("62"), *territory().communes_of("02"))
    view = known(*(Body(f"ccas-{one.code}", "ccas", one.name, changed=1) for one in communes))
    shown, left_out = listed(view)
    assert len(communes) > MOST_LISTED and (len(shown), left_out) == (MOST_LISTED, len(communes) - MOST_LISTED)
    assert len(listed(view, most=MOST_MAPPED)[0]) == len(communes)
