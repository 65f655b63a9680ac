"""The territory: communes of today and of yesterday, competent bodies and their French names, the search."""

import csv
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.places import TerritoryView
from crisiscoord.library.gazetteer import fold
from crisiscoord.library.naming import of_commune, of_departement
from crisiscoord.library.territory import CCAS_FROM, Territory, territory

EVENTS = Path(__file__).parent.parent / "data" / "events_communes.csv"
LAND = territory()
CODES = LAND._codes


def _events() -> dict[str, dict[str, str]]:
    events: dict[str, dict[str, str]] = defaultdict(dict)
    for event, insee, today in list(csv.reader(EVENTS.read_text(encoding="utf-8").splitlines()))[2:]:
        events[event][insee] = today
    return events


def test_a_territory_is_what_decisions_ask_for() -> None:
    view: TerritoryView = LAND
    assert view.departement("77") is not None


def test_the_118_communes_of_the_flood_of_january_2018_resolve() -> None:
    hit = _events()["crue-seine-marne-2018-01"]
    communes, unknown = LAND.resolve(hit)
    assert (len(communes), unknown) == (118, ())
    assert all(commune.lat and commune.lon and commune.departement in "77 78 91 95" for commune in communes)


def test_every_commune_of_four_real_events_becomes_the_one_of_today() -> None:
    for hit in _events().values():
        for insee, today in hit.items():
            commune = LAND.commune(insee)
            assert commune is not None and commune.code == today, insee


TODAY = {
    **{"75101": "75056", "75120": "75056", "13201": "13055", "13216": "13055", "69381": "69123"},
    **{"69389": "69123", "77170": "77316", "29129": "29227", "2A004": "2A004", "97411": "97411"},
}


@pytest.mark.parametrize(("code", "today"), TODAY.items())
def test_arrondissements_and_communes_of_the_past_lead_to_today(code: str, today: str) -> None:
    commune = LAND.commune(code)
    assert commune is not None and commune.code == today


def test_resolving_keeps_the_order_says_each_once_and_names_the_unknown() -> None:
    communes, unknown = LAND.resolve(["77333", "00000", "77170", "77316", "77333", "x", "00000"])
    assert [commune.code for commune in communes] == ["77333", "77316"]
    assert unknown == ("00000", "x")


@given(st.sampled_from(CODES))
def test_whoever_is_competent_is_found_again_by_its_id(code: str) -> None:
    body = LAND.competent(code)
    commune = LAND.commune(code)
    assert commune is not None and LAND.body(body.id) == body
    assert body.kind == ("ccas" if commune.population >= CCAS_FROM else "mairie")
    assert ZoneInfo(LAND.zone(code))


@given(st.text(max_size=40))
def test_no_text_is_a_body_by_accident(text: str) -> None:
    body = LAND.body(text)
    assert body is None or body.id == text


def test_an_unknown_commune_has_no_competent_body() -> None:
    with pytest.raises(KeyError):
        LAND.competent("00000")


@pytest.mark.parametrize(
    ("body_id", "name"),
    [
        ("ccas-76351", "CCAS du Havre"),
        ("ccas-78440", "CCAS des Mureaux"),
        ("ccas-17300", "CCAS de La Rochelle"),
        ("ccas-94038", "CCAS de L’Haÿ-les-Roses"),
        ("ccas-91228", "CCAS d’Évry-Courcouronnes"),
        ("ccas-83069", "CCAS d’Hyères"),
        ("ccas-77333", "CCAS de Nemours"),
        ("mairie-77032", "Mairie de Beton-Bazoches"),
        ("mairie-57521", "Mairie d’Œting"),
        ("udccas-95", "UDCCAS du Val-d’Oise"),
        ("prefecture-77", "Préfecture de Seine-et-Marne"),
        ("prefecture-2A", "Préfecture de la Corse-du-Sud"),
        ("prefecture-988", "Haut-commissariat de la République en Nouvelle-Calédonie"),
        ("ddets-78", "DDETS des Yvelines"),
        ("ddets-974", "DEETS de La Réunion"),
        ("siao-28", "SIAO d’Eure-et-Loir"),
        ("caf-27", "Caf de l’Eure"),
        ("cpam-972", "CGSS de la Martinique"),
        ("cias-200069193", "CIAS de la CC de la Dombes"),
        ("unccas", "UNCCAS"),
        ("sgav", "SG\u2011AV / DIAV"),
        ("sos-seine-et-marne", "SOS Médecins Seine-et-Marne"),
    ],
)
def test_a_body_has_its_french_name(body_id: str, name: str) -> None:
    body = LAND.body(body_id)
    assert body is not None and (body.name, body.id) == (name, body_id)


NOBODY = ("", "ccas", "ccas-", "ccas-77170", "ccas-2a004", "unccas-1", "prefecture-99", "cias-1", "sos-É")


@pytest.mark.parametrize("body_id", NOBODY)
def test_what_names_nobody_is_nobody(body_id: str) -> None:
    assert LAND.body(body_id) is None


def test_an_article_is_contracted_and_a_vowel_elided() -> None:
    assert [of_commune(name) for name in ("Los Masos", "Aux Marais", "Agde")] == [
        "de Los Masos",
        "d’Aux Marais",
        "d’Agde",
    ]
    assert of_commune("Haybes", "0") == "de Haybes" and of_commune("Haramont", "1") == "d’Haramont"
    assert of_departement("Polynésie française") == "de Polynésie française"


ZONES = {
    **{
        "77333": "Europe/Paris",
        "00000": "Europe/Paris",
        "97411": "Indian/Reunion",
        "97608": "Indian/Mayotte",
    },
    **{"97105": "America/Guadeloupe", "97209": "America/Martinique", "97302": "America/Cayenne"},
    **{"97502": "America/Miquelon", "98735": "Pacific/Tahiti", "98731": "Pacific/Marquesas"},
    **{"98719": "Pacific/Gambier", "98818": "Pacific/Noumea", "98613": "Pacific/Wallis"},
}


@pytest.mark.parametrize(("code", "zone"), ZONES.items())
def test_a_commune_lives_at_its_own_time(code: str, zone: str) -> None:
    assert LAND.zone(code) == zone


MEANT = {
    **{
        "nem": "77333",
        "NEMOURS": "77333",
        "77333": "77333",
        "77": "77284",
        "2a004": "2A004",
        "75105": "75056",
    },
    **{"st": "67482", "st etienne": "42218", "Saint-Étienne": "42218", "ste gene": "91549", "lyon": "69123"},
    **{"havre": "76351", "evry": "91228", "Éragny": "95218", "l'hay": "94038", "veneux": "77316"},
}


@pytest.mark.parametrize(("typed", "first"), MEANT.items())
def test_what_is_typed_finds_what_is_meant(typed: str, first: str) -> None:
    assert LAND.search(typed)[0].code == first


def test_a_search_stays_in_its_departement() -> None:
    assert {commune.departement for commune in LAND.search("saint", departement="77")} == {"77"}
    assert LAND.search("77333", departement="91") == [] and LAND.search("a", departement="??") == []


def test_names_that_begin_so_come_first_larger_first() -> None:
    found = LAND.search("mel", limit=30)
    prefixed = [commune for commune in found if fold(commune.name).startswith("mel")]
    assert found[: len(prefixed)] == prefixed
    assert [c.population for c in prefixed] == sorted((c.population for c in prefixed), reverse=True)


@given(st.text(max_size=20) | st.text("abcdest -'", max_size=6), st.integers(-1, 30))
def test_any_search_answers_with_few_communes_each_once(typed: str, limit: int) -> None:
    found = LAND.search(typed, limit=limit)
    assert len({commune.code for commune in found}) == len(found) <= max(1, limit)


@given(st.sampled_from(CODES))
def test_every_commune_is_found_by_its_own_name(code: str) -> None:
    commune = LAND.commune(code)
    assert commune is not None
    assert commune in LAND.search(commune.name, departement=commune.departement, limit=100)


def test_the_territory_is_quick_to_build_and_to_search() -> None:
    started = perf_counter()
    built = Territory()
    assert perf_counter() - started < 3
    waits = []
    for typed in ("a", "st", "nem", "xyzzyq", "77", "x" * 10_000):
        started = perf_counter()
        built.search(typed)
        waits.append(perf_counter() - started)
    assert sorted(waits)[len(waits) // 2] < 0.02


def test_the_data_hold_what_the_readers_of_lines_rely_on() -> None:
    assert len(CODES) == 34_969
    for line in LAND._lines.values():
        assert line.count(",") == 6 and '"' not in line
    without = [code for code in CODES if (found := LAND.commune(code)) and found.lat is None]
    assert len(without) == 40
    assert all(LAND.commune(found.prefecture_commune) for found in LAND.departements())
