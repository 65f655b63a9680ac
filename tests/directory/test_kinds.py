"""Bodies of all kinds: each with the territory and the numbers that its kind can have, and none competent but ours."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.directory.completing import complete
from crisiscoord.directory.files import Line
from crisiscoord.directory.headings import heading_of
from crisiscoord.directory.listing import listed
from crisiscoord.directory.view import Body, DirectoryView
from crisiscoord.domain.vocabulary import BODY_KINDS
from crisiscoord.domain.words import Actor
from crisiscoord.library.territory import territory
from tests.house import Served, served

ROSE = Actor(account="a-rose", role="unccas_permanence")
NEMOURS, AMPONVILLE, EPCI = "77333", "77003", "200023240"
PUBLIC, STATE, PRIVATE = "227700010", "130007420", "732829320"
HEADING = "type;identifiant;nom;siren;commune;communes;epci;departements"


def known(*bodies: Body) -> DirectoryView:
    return DirectoryView(territory(), {body.id: body for body in bodies}, 1)


def read(row: str, view: DirectoryView | None = None) -> tuple[Body | None, list[tuple[str, str]]]:
    """Return the body that a line of a file makes, and the title of the column and the reason of each fault."""
    view = view or known()
    heading = heading_of(Line(1, HEADING.split(";")))
    cells, faults = heading.read(Line(2, row.split(";")), view)
    body, more = complete(cells, view) if not faults else (None, [])
    return body, [(heading.title(field), reason) for field, reason in (*faults, *more)]


def written(row: str, view: DirectoryView | None = None) -> Body:
    body, faults = read(row, view)
    assert body is not None and faults == []
    return replace(body, changed=1)


@pytest.mark.parametrize(
    ("row", "id", "departements"),
    [
        (f"cd;;;{PUBLIC};;;;77", "cd-77", ("77",)),
        (f"Conseil départemental;;;{PUBLIC};;;;77", "cd-77", ("77",)),
        (f"aav;aav-melun;AAV d’Exemple;{PRIVATE};77288;;;", "aav-melun", ("77",)),
        ("Association d’aide aux victimes;;Exemple Victimes;;;;;77 45", "aav-exemple-victimes", ("77", "45")),
        (f"aasc;;Secours d’Exemple;;;{NEMOURS} 45004;;", "aasc-secours-d-exemple", ("77", "45")),
        (f"etat;etat-ars;Agence d’Exemple;{STATE};75056;;;77 75", "etat-ars", ("77", "75")),
        (f"sos;sos-ici;SOS d’Exemple;;;;{EPCI};", "sos-ici", ("77",)),
        (f"prefecture;;;{STATE};;;;77", "prefecture-77", ("77",)),
        (f"udccas;;;{PRIVATE};;{NEMOURS};;77", "udccas-77", ("77",)),
        (f"sgav;;;{STATE};;;;", "sgav", ()),
        (f"cias;;;;{NEMOURS};;;", f"cias-{EPCI}", ("77",)),
        (f"mairie;;;;{NEMOURS};;;", f"mairie-{NEMOURS}", ("77",)),
    ],
)
def test_a_body_of_any_kind_is_imported_with_its_territory(row: str, id: str, departements: tuple[str, ...]) -> None:
    body = written(row)
    assert (body.id, body.state, body.departements) == (id, "confirme", departements)
    assert written(row, known(body)) == body  # imported again, it changes nothing


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (f"cd;;;{PRIVATE};;;;77", "siren", "commence par 2"),
        (f"etat;etat-ars;;{PUBLIC};;;;77", "siren", "commence par 1"),
        (f"aav;aav-melun;;{STATE};;;;77", "siren", "non d’une association"),
        ("aav;aav-melun;;123456789;;;;77", "siren", "clé"),
        ("aav;;;;;;;77", "identifiant", "identifiant ou nom attendu"),
        ("aav;aav-melun;;;45004;;;77", "departements", "45"),
        ("aav;aav-melun;;;1001;;;", "commune", "01001"),
        (f"cd;cd-77;;;;{NEMOURS} 45004;;", "communes", "hors du département 77"),
        (f"cd;cd-77;;;;;{EPCI};", "epci", "n’a pas d’EPCI"),
        (f"ccas;ccas-{NEMOURS};;;;{AMPONVILLE};;", "communes", "n’a pas de liste de communes"),
        ("cd;;;;;;;", "departements", "un département attendu"),
        ("aav;sos-ici;;;;;;77", "type", "n’est pas de ce type"),
        ("club;;;;;;;77", "type", "type inconnu"),
    ],
)
def test_what_a_kind_cannot_have_is_refused_with_its_column(row: str, column: str, said: str) -> None:
    _, ((where, reason),) = read(row)
    assert where == column and said in reason


def test_what_an_association_says_of_its_territory_later_is_added() -> None:
    first = written("aav;aav-melun;;;;;;77")
    later = written("aav;aav-melun;;;;45004;;", known(first))
    assert later.departements == ("77", "45")
    body, faults = read("aav;aav-melun;;;;;;45", known(later))
    assert body is not None and (body.departements, faults) == (("45",), [])


def test_a_body_of_any_kind_is_found_by_its_place_and_by_its_kind() -> None:
    view = known(written("aav;;Exemple Victimes;;;;;77 45"), written("etat;etat-ars;Agence d’Exemple;;;;;77"))
    assert [body.id for body in listed(view, departement="45", kinds=("aav",))[0]] == ["aav-exemple-victimes"]
    assert "etat-ars" in [body.id for body in listed(view, q="service de l’État")[0]]
    assert listed(view, departement="77", kinds=("cd",))[0][0].name == "Conseil départemental de Seine-et-Marne"


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("cd-974", "Conseil départemental de La Réunion"),
        ("cd-2B", "Collectivité de Corse"),
        ("cd-67", "Collectivité européenne d’Alsace"),
        ("cd-75", "Ville de Paris, en sa qualité de département"),
        ("aav-melun", "Association d’aide aux victimes Melun"),
    ],
)
def test_a_body_has_its_french_name(id: str, name: str) -> None:
    body = territory().body(id)
    assert body is not None and body.name == name


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("préfecture de Seine-et-Marne", "prefecture-77"),
        ("DDETS Loiret", "ddets-45"),
        ("conseil départemental 2B", "cd-2B"),
        ("Marne", None),
    ],
)
def test_a_departmental_body_is_found_by_its_kind_and_its_departement(q: str, first: str | None) -> None:
    found = [body.id for body in listed(known(), q=q)[0]]
    departmental = [id for id in found if not id.startswith(("ccas", "mairie", "cias"))]
    assert departmental[:1] == ([first] if first else [])


# ----------------------------------------------------------------------------------- who is competent


@pytest.fixture
def house(sqlite_url: str, clock: ManualClock) -> Iterator[Served]:
    with served(sqlite_url, clock) as running:
        yield running


def test_no_body_of_another_kind_is_competent_or_counted(house: Served, clock: ManualClock) -> None:
    """However much of the zone they say they act for: competence is that of the CCAS, else the CIAS, else the mairie."""
    others = [kind for kind in BODY_KINDS if kind not in ("ccas", "cias", "mairie", "udccas")]
    free = [f"{kind};{kind}-ici;;;;{NEMOURS} {AMPONVILLE};;" for kind in ("aav", "aasc", "etat", "sos")]
    rows = [*free, "cd;;;;;;;77", "siao;;;;;;;77"]
    imports = house.house.imports
    imports.carry_out(imports.plan(imports.open("\n".join((HEADING, *rows)).encode())), ROSE, clock.now())
    for code in (NEMOURS, AMPONVILLE):
        assert house.house.known.competent(code) == territory().competent(code)
    assert not {one.kind for one in house.house.known.lenders} & {*others}

    crisis = house.declare(communes=[NEMOURS, AMPONVILLE])
    for id in ("aav-ici", "aasc-ici", "etat-ici", "cd-77"):
        refused = house.do(crisis, "body.attach", body=id, why="renfort")
        assert refused.json()["code"] == "cannot_attach"
    bodies = [card["body"] for card in house.board(crisis)["cards"] if card["type"] == "body"]
    assert sorted(bodies) == [f"ccas-{NEMOURS}", f"mairie-{AMPONVILLE}"]
    totals = house.as_().get(f"/api/dossiers/{crisis}/totals").json()
    assert totals["whole"]["of"] == 2
