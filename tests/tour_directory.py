"""The part of the tour that goes through the directory."""

from tests.cast import CCAS_NEMOURS, PREFECTURE_77
from tests.tour import CRISIS, Tour
from tests.traffic import Traffic

_BODY = "/api/directory/bodies/ccas-77333"


def keep_the_directory(seen: Traffic) -> None:
    """Search, read, write, remove, erase and import, as those who may and as one who may not."""
    for query in ({}, {"departement": "77", "kind": "ccas,mairie"}, {"q": "nemours", "state": "presume"}):
        seen.ask("GET", "/api/directory", params=query)
    seen.ask("GET", "/api/directory/map", params={"departement": "77", "kind": "prefecture,siao"})
    seen.ask("GET", "/api/directory/map", expect=422, params={"departement": "99"})
    seen.ask("PATCH", _BODY, json={"seen": 0, "phone": "01 99 00 12 34", "state": "confirmé"})
    seen.ask("PATCH", _BODY, expect=409, json={"seen": 0, "phone": ""})
    seen.ask("PATCH", _BODY, PREFECTURE_77, 403, json={"seen": 0, "phone": ""})
    contact = seen.ask("POST", f"{_BODY}/contacts", expect=201, json={"function": "Direction", "phone": "0199001234"})
    address = f"/api/directory/contacts/{contact.json()['id']}"
    seen.ask("PUT", address, CCAS_NEMOURS, json={"function": "Direction", "email": "d@exemple.invalid", "rank": 2})
    seen.ask("GET", _BODY, CCAS_NEMOURS)
    seen.ask("GET", _BODY, PREFECTURE_77, params={"dossier": CRISIS})
    seen.ask("DELETE", address, expect=204)
    seen.ask("GET", _BODY)
    seen.ask("POST", address)
    seen.ask("DELETE", address, expect=204, params={"forget": 1})
    seen.ask("GET", "/api/directory/log", params={"body": "ccas-77333"})
    first = seen.ask("GET", "/api/directory/log").json()["lines"][0]["position"]
    seen.ask("GET", "/api/directory/log", params={"before": first})
    person = {"name": "Noa Exemple", "function": "Directrice", "phone": "01 99 00 12 34", "body": "ccas-77288"}
    added = seen.ask("POST", "/api/directory/roster", expect=201, json={**person, "periods": "2026-07-01/2026-07-31"})
    seen.ask("GET", "/api/directory/roster", params={"dossier": CRISIS})
    seen.ask("PUT", f"/api/directory/roster/{added.json()['id']}", json={**person, "departements": "77 45"})
    seen.ask("DELETE", f"/api/directory/roster/{added.json()['id']}", expect=204)
    for query in ({"dry_run": 1}, {"kind": "bodies"}):
        seen.ask("POST", "/api/directory/imports", content=b"identifiant;horaires\nsgav;en tout temps\n", params=query)
    seen.ask("POST", "/api/directory/imports", expect=422, content=b"couleur\nrouge\n")
    seen.ask("GET", "/api/directory/templates/roster.csv")


def name_referents(tour: Tour) -> None:
    """Who speaks for a body: named, looked up, relieved."""
    address, body = f"/api/dossiers/{CRISIS}/referents", "ccas-77333"
    named = {"body": body, "function": "Direction", "account": CCAS_NEMOURS.account}
    tour.do(CRISIS, "body.name_referent", CCAS_NEMOURS, referent="referent-1", **named)
    tour.seen.ask("GET", f"/api/dossiers/{CRISIS}/board")
    tour.seen.ask("GET", address)
    tour.seen.ask("GET", address, CCAS_NEMOURS, params={"body": body})
    tour.seen.ask("GET", address, expect=422, params={"body": "personne"})
    tour.seen.ask("GET", "/api/dossiers/inconnu/referents", expect=404)
    tour.do(CRISIS, "body.relieve_referent", referent="referent-1", reason="Relève.")
