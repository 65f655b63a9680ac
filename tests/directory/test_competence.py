"""Who acts for a commune once the directory has its word: the CCAS, else the CIAS of its EPCI, else the mairie."""

from collections.abc import Iterator

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.directory.view import DirectoryView
from crisiscoord.domain.words import Actor
from crisiscoord.library.territory import territory
from tests.house import Served, served

from .conftest import Office

ROSE = Actor(account="a-rose", role="unccas_permanence")
# Amponville and Nemours are of the same EPCI; Amponville is too small to be bound to have a CCAS.
AMPONVILLE, NEMOURS, EPCI = "77003", "77333", "200023240"


def view_of(office: Office, clock: ManualClock, *rows: str) -> DirectoryView:
    text = "identifiant;etat;communes;commune\n" + "".join(f"{row}\n" for row in rows)
    office.imports.carry_out(office.planned(text.encode()), ROSE, clock.now())
    return office.bodies.view


def test_without_a_word_of_the_directory_the_territory_is_followed(office: Office) -> None:
    for one in territory().communes_of("77"):
        assert office.bodies.view.competent(one.code) == territory().competent(one.code)


def test_a_small_commune_has_the_ccas_that_it_is_said_to_have(office: Office, clock: ManualClock) -> None:
    assert office.bodies.view.competent(AMPONVILLE).id == f"mairie-{AMPONVILLE}"
    found = view_of(office, clock, f"ccas-{AMPONVILLE};confirmé;;").competent(AMPONVILLE)
    assert (found.id, found.presumed) == (f"ccas-{AMPONVILLE}", False)


def test_the_cias_of_its_epci_acts_where_there_is_no_ccas(office: Office, clock: ManualClock) -> None:
    view = view_of(office, clock, f"cias-{EPCI};confirmé;;{NEMOURS}")
    assert view.competent(AMPONVILLE).id == f"cias-{EPCI}"
    assert view.competent(NEMOURS).id == f"ccas-{NEMOURS}"
    assert view.competent("77001").id == "mairie-77001"  # another EPCI
    view = view_of(office, clock, f"ccas-{NEMOURS};fermé;;")
    assert view.competent(NEMOURS).id == f"cias-{EPCI}"


def test_a_cias_acts_for_the_communes_that_it_names_and_no_other(office: Office, clock: ManualClock) -> None:
    view = view_of(office, clock, f"cias-{EPCI};confirmé;77046;")
    assert view.competent("77046").id == f"cias-{EPCI}"
    assert view.competent(AMPONVILLE).id == f"mairie-{AMPONVILLE}"


def test_a_cias_that_is_only_presumed_or_closed_acts_for_nobody(office: Office, clock: ManualClock) -> None:
    for state in ("présumé", "fermé"):
        assert view_of(office, clock, f"cias-{EPCI};{state};;").competent(AMPONVILLE).id == f"mairie-{AMPONVILLE}"


def test_an_arrondissement_leads_to_the_body_of_its_city(office: Office) -> None:
    assert office.bodies.view.competent("69383").id == "ccas-69123"


def test_what_the_directory_states_of_a_union_is_the_newer_word(office: Office, clock: ManualClock) -> None:
    view = view_of(office, clock, "udccas-59;fermé;;", "udccas-77;confirmé;;")
    assert view.unions == {"59": False, "77": True}


# ----------------------------------------------------------------------------------- through the whole house


@pytest.fixture
def house(sqlite_url: str, clock: ManualClock) -> Iterator[Served]:
    with served(sqlite_url, clock) as running:
        yield running


def test_a_crisis_opens_on_the_bodies_of_the_directory(house: Served, clock: ManualClock) -> None:
    rows = f"identifiant;etat;nom\ncias-{EPCI};confirmé;CIAS du Pays de Nemours\nudccas-77;fermé;\n"
    imports = house.house.imports
    imports.carry_out(imports.plan(imports.open(rows.encode())), ROSE, clock.now())
    crisis = house.declare(communes=[AMPONVILLE, NEMOURS])
    cards = {card["id"]: card for card in house.board(crisis)["cards"]}
    assert f"body:cias-{EPCI}" in cards and f"body:mairie-{AMPONVILLE}" not in cards
    assert cards[f"body:cias-{EPCI}"]["name"] == "CIAS du Pays de Nemours"


def test_a_server_sees_what_another_process_has_imported(house: Served, clock: ManualClock) -> None:
    """Its poll tells it: nothing rings for what the command line writes."""
    beside = Office(house.house.ledger, lambda: 0.0)  # type: ignore[arg-type]
    plan = beside.planned(f"identifiant\ncias-{EPCI}\n".encode())
    beside.imports.carry_out(plan, ROSE, clock.now())
    house.house.bodies.renew()
    found = house.as_().get("/api/territory/communes", params={"code": AMPONVILLE}).json()["communes"]
    assert found[0]["competent"]["id"] == f"cias-{EPCI}"
    assert "directory" in house.house.motor._runs
