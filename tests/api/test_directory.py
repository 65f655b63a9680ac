"""The directory over HTTP: who sees how a body is reached, who writes it, and what becomes of a file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.directory.contacts import KEPT, MOST_OF_BODY
from crisiscoord.directory.files import MOST_BYTES
from crisiscoord.domain import policy
from crisiscoord.domain.vocabulary import ROLES
from crisiscoord.domain.words import Actor
from crisiscoord.web.routes import api_routes
from tests.cast import (
    ADMIN,
    CCAS_MELUN,
    CCAS_NEMOURS,
    OBSERVER,
    PERMANENCE,
    PREFECTURE_45,
    PREFECTURE_77,
    REPRESENTANTE,
    SGAV,
    TERRAIN_NEMOURS,
    UDCCAS_77,
    actor,
    ccas,
)
from tests.conftest import NOON
from tests.house import Served, served

NEMOURS, MELUN, ORLEANS = "ccas-77333", "ccas-77288", "ccas-45234"
CAF_77 = actor("caf-77", "caf_referent", "Sam Supposé", bodies=("caf-77",), departements=("77",))
RENFORT = ccas("77288", "ccas_renfort")
CONTACT = {"function": "Direction", "name": "Camille Secrète", "phone": "01 99 00 12 34", "rank": 1}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("directory")
    with served(f"sqlite:///{folder}/crisiscoord.db", ManualClock(NOON)) as running:
        for body in (NEMOURS, MELUN, ORLEANS, "prefecture-77", "caf-77", "sgav", "udccas-77"):
            add_contact(running, body)
            patch(running, body, phone="01 99 00 77 77")
        yield running


def sheet(house: Served, body: str, who: Actor = PERMANENCE, **query: Any) -> Any:
    response = house.as_(who).get(f"/api/directory/bodies/{body}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def patch(house: Served, body: str, who: Actor = PERMANENCE, **fields: Any) -> Any:
    fields.setdefault("seen", sheet(house, body)["changed"])
    return house.as_(who).patch(f"/api/directory/bodies/{body}", json=fields)


def add_contact(house: Served, body: str, who: Actor = PERMANENCE, **fields: Any) -> Any:
    return house.as_(who).post(f"/api/directory/bodies/{body}/contacts", json={**CONTACT, **fields})


def imported(house: Served, data: bytes, who: Actor = PERMANENCE, **query: Any) -> list[Any]:
    response = house.as_(who).post("/api/directory/imports", content=data, params=query)
    assert response.status_code == 200, response.text
    return [orjson.loads(line) for line in response.text.splitlines()]


# ---------------------------------------------------------------------------------------------------- rights

EVERY = {NEMOURS, MELUN, ORLEANS, "prefecture-77", "caf-77", "sgav", "udccas-77"}
OF_77 = {NEMOURS, MELUN, "prefecture-77", "caf-77", "udccas-77"}
#: Who sees how to reach which bodies; who writes it; who says which body it is. Written from docs/field.md, « Who sees what ».
SEES: list[tuple[Actor, set[str], set[str], set[str]]] = [
    (PERMANENCE, EVERY, EVERY, EVERY),
    (ADMIN, EVERY, EVERY, EVERY),
    (PREFECTURE_77, OF_77, {"prefecture-77"}, set()),
    (PREFECTURE_45, {ORLEANS}, set(), set()),
    (UDCCAS_77, OF_77, {NEMOURS, MELUN, "udccas-77"}, {NEMOURS, MELUN}),
    (SGAV, {"sgav"}, {"sgav"}, set()),
    (CCAS_NEMOURS, {NEMOURS}, {NEMOURS}, set()),
    (TERRAIN_NEMOURS, {NEMOURS}, set(), set()),
    (RENFORT, {MELUN}, set(), set()),
    (CCAS_MELUN, {MELUN}, {MELUN}, set()),
    (CAF_77, {"caf-77"}, {"caf-77"}, set()),
    (OBSERVER, set(), set(), set()),
    (REPRESENTANTE, set(), set(), set()),
]
ADDRESSES = [route.path for route in api_routes() if getattr(route, "path", "").startswith("/api/directory")]
IDS = [one[0].account for one in SEES]


@pytest.mark.parametrize("body", sorted(EVERY))
@pytest.mark.parametrize(("who", "reads", "writes", "names"), SEES, ids=IDS)
def test_how_a_body_is_reached_is_for_those_who_may_know_it(
    house: Served, who: Actor, reads: set[str], writes: set[str], names: set[str], body: str
) -> None:
    told = house.as_(who).get(f"/api/directory/bodies/{body}")
    assert ("+33199007777" in told.text, "Camille Secrète" in told.text) == (body in reads, body in reads)
    known = told.json()
    assert (known["lines"] is not None, known["contacts"] is not None) == (body in reads, body in reads)
    assert ("directory.write" in known["may"], "directory.identify" in known["may"]) == (body in writes, body in names)
    seen = known["changed"]
    written = patch(house, body, who, seen=seen, phone="01 99 00 77 77").status_code
    assert written == (200 if body in writes else 403)
    named = patch(house, body, who, state="confirmé").status_code
    assert named == (200 if body in names else 403)
    contact = sheet(house, body)["contacts"][0]["id"]
    assert house.as_(who).put(f"/api/directory/contacts/{contact}", json=CONTACT).status_code == written
    assert house.as_(who).get("/api/directory/log", params={"body": body}).status_code == written


@pytest.mark.parametrize("who", [one[0] for one in SEES], ids=IDS)
def test_files_the_whole_log_and_the_roster_are_for_those_who_keep_them(house: Served, who: Actor) -> None:
    client, keeps = house.as_(who), who in (PERMANENCE, ADMIN)
    assert client.post("/api/directory/imports?dry_run=1", content=b"identifiant\nccas-77333\n").is_success == keeps
    assert client.get("/api/directory/log").is_success == keeps
    assert client.get("/api/directory/roster").is_success == (who == PERMANENCE)
    person = {"name": "Noa Exemple", "function": "Directrice", "email": "noa@exemple.invalid"}
    added = client.post("/api/directory/roster", json=person)
    assert added.status_code == (201 if who == PERMANENCE else 403)
    if added.is_success:
        assert client.delete(f"/api/directory/roster/{added.json()['id']}").status_code == 204


def test_every_role_has_been_placed_in_the_matrix() -> None:
    placed = {one[0].role for one in SEES} | {"representant_unccas", "system"}
    others = {"sos_referent", "siao_referent", "cpam_referent", "ddets"}  # as that of the Caf: their own body
    assert placed | others | policy.LINKS == {*ROLES, "candidate"}
    for role in policy.LINKS:  # by a link nobody comes to the directory at all (tests/api/test_links.py)
        assert not any(policy.may_ask(actor("x", role), path) for path in ADDRESSES)
    for role in others:
        who = actor("x", role, bodies=("caf-77",))
        assert not policy.may_in_directory(who, "directory.contacts", policy.Of(NEMOURS, "ccas", ("77",)))


def test_names_and_places_of_bodies_are_for_everybody(house: Served) -> None:
    for who, *_ in SEES:
        found = house.as_(who).get("/api/directory", params={"departement": "77"}).json()["bodies"]
        assert NEMOURS in {one["id"] for one in found}
        assert "phone" not in found[0] and "lines" not in found[0]


def test_nobody_reads_the_directory_without_signing_in(house: Served) -> None:
    with house.client() as nobody:
        for path in ("", "/log", "/roster", f"/bodies/{NEMOURS}", "/templates/bodies.csv"):
            assert nobody.get(f"/api/directory{path}").status_code == 401
        assert nobody.post("/api/directory/imports", content=b"a;b").status_code == 401


def test_the_representative_reaches_the_bodies_of_the_crisis_until_it_is_closed(house: Served) -> None:
    crisis = house.declare(exercise=False)
    designated = {"designation": "d-1", "perimeter": "main", "accepted": True, "email": REPRESENTANTE.email}
    words = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 12 34"}
    assert house.do(crisis, "representative.designate", **designated, **words).status_code == 201

    assert sheet(house, NEMOURS, REPRESENTANTE, dossier=crisis)["lines"]["phone"] == "+33199007777"
    assert sheet(house, ORLEANS, REPRESENTANTE, dossier=crisis)["contacts"] is None  # not of this crisis
    assert sheet(house, NEMOURS, REPRESENTANTE)["contacts"] is None  # nor outside it
    assert patch(house, NEMOURS, REPRESENTANTE, phone="01 99 00 00 00").status_code == 403
    hidden = house.as_(CAF_77).get(f"/api/directory/bodies/{NEMOURS}", params={"dossier": crisis})
    assert hidden.status_code == 404
    for do, more in (("crisis.stand_down", {"reason": "Décrue."}), ("crisis.close", {"reason": "Bilan fait."})):
        assert house.do(crisis, do, **more).status_code == 201
    assert sheet(house, NEMOURS, REPRESENTANTE, dossier=crisis)["contacts"] is None


def test_an_exercise_shows_the_contacts_for_exercises_and_no_other(house: Served) -> None:
    crisis = house.declare()
    added = add_contact(house, NEMOURS, function="Animateur", name="Jeu Exemple", for_exercises=True).json()
    told = sheet(house, NEMOURS, dossier=crisis)
    assert told["exercise"] and told["lines"] is None
    assert [one["name"] for one in told["contacts"]] == ["Jeu Exemple"]
    house.as_(PERMANENCE).delete(f"/api/directory/contacts/{added['id']}", params={"forget": 1})


# ------------------------------------------------------------------------------------------------- writing


def test_a_body_is_corrected_by_whoever_has_seen_it_as_it_stands(house: Served) -> None:
    body = "ccas-77186"
    assert sheet(house, body)["state"] == "presume"
    told = patch(house, body, seen=0, name="CCAS de Fontainebleau-Avon", hours="Tous les jours").json()
    assert (told["state"], told["name"], told["lines"]["hours"]) == (
        "confirme",
        "CCAS de Fontainebleau-Avon",
        "Tous les jours",
    )
    stale = patch(house, body, seen=0, hours="Jamais")
    assert (stale.status_code, stale.json()["code"]) == (409, "body_moved")
    assert patch(house, body, hours="").json()["lines"]["hours"] == ""
    log = house.as_(PERMANENCE).get("/api/directory/log", params={"body": body}).json()["lines"]
    assert [line["text"].partition("\u00a0:")[0] for line in log] == ["Fiche modifiée", "Fiche écrite."]
    assert {line["by"] for line in log} == {PERMANENCE.name}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"siren": "123456789"}, "siren"),
        ({"skills": "accueil, magie"}, "skills"),
        ({"phone": "bonjour"}, "phone"),
        ({"name": ""}, "name"),
        ({"state": "fini"}, "state"),
        ({"commune": "77288"}, "commune"),
        ({"colour": "bleu"}, "colour"),
        ({"hours": ["lundi"]}, "hours"),
        ({"seen": "1"}, "seen"),
        ({"seen": True}, "seen"),
    ],
)
def test_what_cannot_be_written_is_named_by_its_field(house: Served, fields: dict[str, Any], named: str) -> None:
    before = sheet(house, NEMOURS)
    response = patch(house, NEMOURS, **fields)
    assert response.status_code == 422 and [one["field"] for one in response.json()["errors"]] == [named]
    assert sheet(house, NEMOURS) == before


@pytest.mark.parametrize(("who", "writes"), [(one[0], one[2]) for one in SEES], ids=IDS)
def test_skills_are_written_by_those_who_write_for_the_body_and_read_by_everybody(
    house: Served, who: Actor, writes: set[str]
) -> None:
    for body in sorted(EVERY):
        answer = patch(house, body, who, skills="repas, accueil")
        assert answer.status_code == (200 if body in writes else 403)
    for body in writes:
        assert sheet(house, body, OBSERVER)["skills"] == ["accueil", "repas"]
        emptied = patch(house, body, who, skills="")
        assert emptied.json()["skills"] == [] and emptied.json()["lines"] is not None
        line = house.as_(PERMANENCE).get("/api/directory/log", params={"body": body}).json()["lines"][0]
        assert "Compétences, Accueil du public, Repas et portage → aucune" in line["text"]
        assert line["role"] == who.role


def test_a_contact_is_removed_put_back_and_erased_for_good(house: Served) -> None:
    client = house.as_(PERMANENCE)
    made = add_contact(house, "ccas-77058", name="Une Personne").json()
    address = f"/api/directory/contacts/{made['id']}"
    assert client.delete(address).status_code == 204
    told = sheet(house, "ccas-77058")
    assert told["contacts"] == [] and [one["id"] for one in told["removed"]] == [made["id"]]
    assert client.post(address).json() == made
    assert client.delete(address, params={"forget": 1}).status_code == 204
    told = sheet(house, "ccas-77058")
    assert (told["contacts"], told["removed"]) == ([], [])
    assert client.post(address).status_code == 404
    with house.house.engine.connect() as connection:
        kept = " ".join(
            str(row)
            for table in ("contact", "directory_log")
            for row in connection.exec_driver_sql(f"select * from {table}")
        )
    assert "Une Personne" not in kept and made["id"] not in kept
    log = client.get("/api/directory/log", params={"body": "ccas-77058"}).json()["lines"]
    assert log[0]["text"] == "Contact effacé\u00a0: Direction."


def test_a_contact_that_was_removed_is_erased_after_a_month_even_removed_again(house: Served) -> None:
    made = add_contact(house, "ccas-77285", name="Quelqu’un").json()
    removed_at, address = house.clock.now(), f"/api/directory/contacts/{made['id']}"
    house.as_(PERMANENCE).delete(address)
    house.clock.advance(timedelta(days=1))
    assert house.as_(PERMANENCE).delete(address).status_code == 204
    house.clock.set(removed_at)
    log = house.as_(PERMANENCE).get("/api/directory/log", params={"body": "ccas-77285"}).json()["lines"]
    assert [line["text"].partition("\u00a0:")[0] for line in log] == ["Contact retiré", "Contact ajouté"]
    assert house.house.contacts.sweep(removed_at + KEPT) == 0
    assert house.house.contacts.sweep(removed_at + KEPT + timedelta(seconds=1)) == 1
    assert sheet(house, "ccas-77285")["removed"] == []


def test_a_body_has_twenty_contacts_even_when_one_that_was_removed_comes_back(house: Served) -> None:
    client, body = house.as_(PERMANENCE), "ccas-77305"
    address = f"/api/directory/contacts/{add_contact(house, body).json()['id']}"
    assert client.delete(address).status_code == 204
    for _ in range(MOST_OF_BODY):
        assert add_contact(house, body).status_code == 201
    for answer in (add_contact(house, body), client.post(address), client.put(address, json=CONTACT)):
        assert (answer.status_code, answer.json()["code"]) == (409, "too_many_contacts")
    told = sheet(house, body)
    assert (len(told["contacts"]), len(told["removed"])) == (MOST_OF_BODY, 1)
    assert client.put(f"/api/directory/contacts/{told['contacts'][0]['id']}", json=CONTACT).status_code == 200


def test_a_contact_without_a_function_or_a_way_to_reach_it_is_refused(house: Served) -> None:
    for fields, named in (({"function": ""}, "function"), ({"phone": ""}, "phone"), ({"email": "x"}, "email")):
        refused = add_contact(house, MELUN, **fields)
        assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == named


def test_contacts_come_in_the_order_of_call(house: Served) -> None:
    for rank, name in ((3, "Trois"), (1, "Un"), (2, "Deux")):
        add_contact(house, "ccas-77445", rank=rank, function=name)
    assert [one["function"] for one in sheet(house, "ccas-77445")["contacts"]] == ["Un", "Deux", "Trois"]


def test_a_search_finds_what_is_written_and_what_is_presumed(house: Served) -> None:
    def found(**query: Any) -> list[str]:
        return [one["id"] for one in house.as_().get("/api/directory", params=query).json()["bodies"]]

    assert found(q="nemours")[0] == NEMOURS
    assert "prefecture-77" in found(q="prefecture", departement="77")
    assert found(q="77333") == [NEMOURS]
    assert found(q="unccas")[0] == "unccas"
    assert set(found(departement="77", kind="ccas", state="confirme")) >= {NEMOURS, MELUN}
    assert ORLEANS not in found(departement="77")
    assert found(q="zzz") == []
    assert house.as_().get("/api/directory", params={"departement": "99"}).status_code == 422
    assert house.as_().get("/api/directory", params={"state": "x"}).status_code == 422


# ------------------------------------------------------------------------------------------------- imports


def test_a_file_is_tried_then_imported_with_word_of_how_far(house: Served) -> None:
    rows = "".join(f"mairie;{one.code}\n" for one in house.house.territory.communes_of("45"))
    data = f"type;commune\n{rows}".encode()
    tried = imported(house, data, dry_run=1)
    assert tried[0] == {"done": 250, "of": rows.count("\n")} and tried[-1]["report"]["written"] is False
    assert sheet(house, "mairie-45001")["changed"] == 0
    done = imported(house, data)
    assert done[-1]["report"]["written"] and done[-1]["report"]["new"] == rows.count("\n")
    assert sheet(house, "mairie-45001")["changed"] > 0
    assert imported(house, data)[-1]["report"]["same"] == rows.count("\n")


def test_a_file_with_a_wrong_line_imports_nothing(house: Served) -> None:
    report = imported(house, b"type;commune;siren\nmairie;77002;\nmairie;77003;1\n")[-1]["report"]
    assert (report["written"], report["refused"], report["new"]) == (False, 1, 1)
    assert report["faults"] == [
        {"line": 3, "column": "siren", "reason": "SIREN attendu\u00a0: neuf chiffres, dont la clé est juste"}
    ]
    assert sheet(house, "mairie-77002")["changed"] == 0


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"\x00\x01", 422), (b"couleur\nrouge\n", 422), (b"", 422), (b"a" * (MOST_BYTES + 1), 413), (b"PK\x03\x04", 422)],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(house: Served, data: bytes, status: int) -> None:
    refused = house.as_(PERMANENCE).post("/api/directory/imports", content=data)
    assert refused.status_code == status and refused.json()["detail"].endswith(".")
    assert refused.headers["content-type"].startswith("application/problem+json")


def test_other_addresses_take_no_more_than_before(house: Served) -> None:
    assert house.as_(PERMANENCE).post("/api/directory/roster", content=b"a" * 70_000).status_code == 413


def test_templates_are_carried_away(house: Served) -> None:
    got = house.as_(CCAS_NEMOURS).get("/api/directory/templates/contacts.csv")
    assert got.status_code == 200 and got.content.startswith(b"\xef\xbb\xbforganisme;")
    assert house.as_(CCAS_NEMOURS).get("/api/directory/templates/sirene.csv").status_code == 404


# ------------------------------------------------------------------------------------------------- roster


def test_the_desk_proposes_the_available_then_the_near(house: Served) -> None:
    client = house.as_(PERMANENCE)
    people = [
        {"name": "Loin Exemple", "body": "ccas-13055"},
        {"name": "Ailleurs Exemple", "body": MELUN, "departements": "13"},
        {"name": "Absente Exemple", "body": MELUN, "periods": "2026-01-01/2026-01-31"},
        {"name": "Proche Exemple", "body": "ccas-91228"},
        {"name": "Touchée Exemple", "body": NEMOURS},
    ]
    made = [
        client.post(
            "/api/directory/roster", json={"function": "Directrice", "email": "x@exemple.invalid", **one}
        ).json()
        for one in people
    ]
    crisis = house.declare()
    told = client.get("/api/directory/roster", params={"dossier": crisis}).json()
    assert [one["name"].split()[0] for one in told["people"]] == ["Proche", "Loin", "Touchée", "Ailleurs", "Absente"]
    near, hit = told["people"][0], told["people"][2]
    assert near["free"] and near["covers"] and near["km"] < 60 and "par la route" in " ".join(near["reasons"])
    assert hit["hit"] and "son organisme est touché" in hit["reasons"]
    on = client.get("/api/directory/roster", params={"on": "2026-01-15"}).json()
    assert [one["free"] for one in on["people"]] == [True] * 5
    again = client.put(
        f"/api/directory/roster/{made[0]['id']}", json={**people[0], "function": "Élu", "phone": "01 99 00 12 34"}
    )
    assert again.json()["function"] == "Élu"
    for one in made:
        assert client.delete(f"/api/directory/roster/{one['id']}").status_code == 204
    assert client.delete(f"/api/directory/roster/{made[0]['id']}").status_code == 404
