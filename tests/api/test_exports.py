"""Exports, read back by other programs: the same things, the same rights, and what they say of themselves."""

import csv
import re
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
import pikepdf
import pytest
from python_calamine import CalamineWorkbook

from crisiscoord.clock import ManualClock
from crisiscoord.documents.spreadsheets import neutral
from tests.api.test_commands import refused
from tests.cast import (
    CCAS_NEMOURS,
    OBSERVER,
    PERMANENCE,
    PREFECTURE_45,
    PREFECTURE_77,
    REPRESENTANTE,
    SGAV,
    TERRAIN_NEMOURS,
    UDCCAS_77,
)
from tests.conftest import NOON
from tests.house import Served, served
from tests.realtime.test_rights_matrix import CAST, CRISIS, EVERY, channels_of_entries, fill, is_among, ok

TABLES = ("main-courante", "organismes", "besoins", "soutiens", "actes", "actes-par-jour", "lieux", "points")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An exercise over two départements with something in every channel, and a point."""
    url = f"sqlite:///{tmp_path_factory.mktemp('exports')}/crisiscoord.db"
    with served(url, ManualClock(NOON)) as running:
        assert running.declare(communes=["77333", "77288", "45234"]) == CRISIS
        contact = {"name": "Camille Exemple", "function": "Élue", "phone": "01 99 00 12 34"}
        email = "representante@exemple.invalid"
        designated = {"designation": "d-1", "perimeter": "main", "accepted": True, "email": email}
        ok(running.do(CRISIS, "representative.designate", **designated, **contact))
        fill(running)
        act = {"act": "acte-1", "body": "ccas-77333", "kind": "accueil", "persons": 3, "occurred_at": NOON.isoformat()}
        ok(running.do(CRISIS, "act.record", CCAS_NEMOURS, text="=1+1", **act))
        need = {"need": "lits", "body": "ccas-77333", "kind": "materiel", "quantity": 40, "urgency": "immediat"}
        ok(running.do(CRISIS, "need.raise", CCAS_NEMOURS, **need))
        place = {"kind": "care", "body": "ccas-77333", "commune": "77333", "capacity": 60}
        ok(running.do(CRISIS, "place.open", CCAS_NEMOURS, place="salle", name="Salle des sports", **place))
        ok(running.do(CRISIS, "place.open", place="refuge", name="Refuge caché", restricted=True, **place))
        figures = {"evacuated": {"value": 800, "quality": "constate"}}
        ok(running.report(CRISIS, CCAS_NEMOURS, figures=figures, text="Élèves à l’abri ; « été »\nà l’aube"))
        ok(running.do(CRISIS, "situation.freeze", cutoff_at=NOON.isoformat(), text="L’eau monte."))
        skills = {"seen": 0, "skills": "accueil, langues"}
        assert running.as_(PERMANENCE).patch("/api/directory/bodies/ccas-77333", json=skills).is_success
        yield running


def export(house: Served, file: str, actor: Any = PERMANENCE, **query: Any) -> Any:
    response = house.as_(actor).get(f"/api/dossiers/{CRISIS}/exports/{file}", params=query)
    assert response.status_code == 200, response.text
    return response


def rows_of(body: bytes) -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf"), "without its mark, a spreadsheet shows wrong accents"
    return list(csv.DictReader(StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_csv_opens_with_its_accents_its_words_and_no_formula(house: Served) -> None:
    rows = rows_of(export(house, "organismes.csv").content)
    nemours = next(row for row in rows if row["Organisme (code)"] == "ccas-77333")
    assert nemours["Compte rendu"] == "Élèves à l’abri ; « été »\nà l’aube"
    assert (nemours["Personnes évacuées"], nemours["Personnes évacuées, qualité"]) == ("800", "Constaté")
    assert nemours["Compétences (annuaire)"] == "Accueil du public, Langues et interprétation"
    assert rows_of(export(house, "actes.csv", CCAS_NEMOURS).content)[0]["Texte"] == "'=1+1"


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@x", "\t=1", "\r=1", "538308e6", "48.939e7654"])
def test_what_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert neutral(text) == "'" + text and neutral("a=1") == "a=1"


@pytest.mark.parametrize("table", TABLES)
def test_every_row_says_exercice_and_the_head_of_its_journal(house: Served, table: str) -> None:
    cursor = house.board(CRISIS)["cursor"]
    response = export(house, f"{table}.csv")
    assert f'filename="EXERCICE-{CRISIS}-{table}-' in response.headers["content-disposition"]
    for row in rows_of(response.content):
        assert (row["Exercice"], row["Dossier"], row["Journal"]) == ("EXERCICE", CRISIS, cursor)
    told = export(house, f"{table}.json").json()
    assert (told["exercise"], told["journal"], told["dossier"]) == (True, cursor, CRISIS)
    page = export(house, f"{table}.html").text
    assert "EXERCICE" in page and cursor in page


def test_the_xlsx_holds_the_same_cells_as_the_csv(house: Served) -> None:
    sheet = CalamineWorkbook.from_filelike(BytesIO(export(house, "main-courante.xlsx").content)).get_sheet_by_index(0)
    head, *rows = sheet.to_python()
    expected = rows_of(export(house, "main-courante.csv").content)
    assert head == list(expected[0]) and len(rows) == len(expected)
    for column in ("Texte", "Empreinte", "Journal", "Exercice"):
        at = head.index(column)
        # A CSV keeps a digest like `97257e21` from being computed with an apostrophe; in XLSX a text is a text.
        assert [str(row[at]) for row in rows] == [row[column].removeprefix("'") for row in expected]


def test_the_hxl_row_stands_under_the_titles_when_it_is_asked_for(house: Served) -> None:
    tags = rows_of(export(house, "organismes.csv", hxl="1").content)[0]
    assert (tags["Organisme (code)"], tags["Personnes évacuées"]) == ("#org+code", "#affected+evacuated")
    assert all(not tag or tag.startswith("#") for tag in tags.values())


def test_bodies_lie_on_a_map_longitude_first(house: Served) -> None:
    found = export(house, "organismes.geojson").json()
    places = {one["id"]: one["geometry"]["coordinates"] for one in found["features"]}
    longitude, latitude = places["ccas-77333"]
    assert 2.6 < longitude < 2.8 and 48.2 < latitude < 48.4
    assert found["crisiscoord"]["exercise"] is True


def test_the_filters_of_the_screen_hold_in_the_file(house: Served) -> None:
    departements = {row["Département"] for row in rows_of(export(house, "organismes.csv", departement="45").content)}
    assert departements == {"45"}
    found = rows_of(export(house, "main-courante.csv", q="abri").content)
    assert found and all("abri" in row["Texte"] for row in found)


@pytest.mark.parametrize("one", CAST, ids=lambda one: one.who.account)
def test_no_file_holds_a_line_or_a_card_that_is_not_for_its_reader(house: Served, one: Any) -> None:
    by_link = one.who.role in ("lien_terrain", "liaison")  # a link opens pages, and carries nothing away
    if one.channels is None or by_link:
        for file in (*(f"{table}.csv" for table in TABLES), "points/1.pdf"):
            answer = house.as_(one.who).get(f"/api/dossiers/{CRISIS}/exports/{file}")
            assert answer.status_code == (403 if by_link else 404)
        return
    channels = channels_of_entries(house)
    told = {int(row["N°"]) for row in rows_of(export(house, "main-courante.csv", one.who).content)}
    assert told == {seq for seq, channel in channels.items() if is_among(one.channels, channel)}
    cards = {card["id"]: card["channel"] for card in house.board(CRISIS)["cards"]}
    bodies = {f"body:{row['Organisme (code)']}" for row in rows_of(export(house, "organismes.csv", one.who).content)}
    assert bodies == {id for id, where in cards.items() if id.startswith("body:") and is_among(one.channels, where)}
    acts = {f"act:{row['Acte']}" for row in rows_of(export(house, "actes.csv", one.who).content)}
    assert acts == {id for id, where in cards.items() if id.startswith("act:") and is_among(one.channels, where)}
    for table, kind, column in (("besoins", "need", "Besoin"), ("lieux", "place", "Lieu (code)")):
        told_cards = {f"{kind}:{row[column]}" for row in rows_of(export(house, f"{table}.csv", one.who).content)}
        held = {id for id, where in cards.items() if id.startswith(f"{kind}:") and is_among(one.channels, where)}
        assert told_cards == held
    assert "Refuge caché" not in export(house, "lieux.csv", one.who).text + export(house, "points.json", one.who).text
    secret = [f"En {channel}" for channel in EVERY if channel not in one.channels]
    for table in TABLES:
        for ending in ("csv", "json", "html"):
            text = export(house, f"{table}.{ending}", one.who).text
            assert not [words for words in secret if f"{words}." in text or f"{words}\n" in text or f"{words};" in text]


def test_the_point_says_the_same_on_paper_and_as_text_to_all_who_see_the_crisis(house: Served) -> None:
    for who in (PERMANENCE, SGAV, PREFECTURE_77, PREFECTURE_45, UDCCAS_77, OBSERVER, TERRAIN_NEMOURS):
        text = export(house, "points/1.txt", who).text
        assert "EXERCICE" in text and "POINT DE SITUATION SOCIALE N°\u00a01" in text
        assert "Personnes évacuées\u202f; 800\u202f; –\u202f; 1 sur 3" in text
        assert "NON COMMUNIQUÉ" in text.upper() and "Prochain point" in text


@pytest.mark.parametrize("file", ["points/1.pdf", "main-courante.pdf", "organismes.pdf", "actes.pdf", "besoins.pdf"])
def test_a_pdf_is_tagged_for_those_who_do_not_see_it(house: Served, file: str) -> None:
    with pikepdf.open(BytesIO(export(house, file).content)) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "fr-FR" and "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1" and told["dc:title"]


def test_what_does_not_exist_is_said_to_be_missing(house: Served) -> None:
    for file in ("personnes.csv", "organismes.doc", "actes.geojson", "points/9.pdf", "points/1.doc"):
        assert house.as_(PERMANENCE).get(f"/api/dossiers/{CRISIS}/exports/{file}").status_code == 404


def test_who_is_told_that_the_archive_may_be_carried_away_is_who_is_given_it(house: Served) -> None:
    for actor in (PERMANENCE, REPRESENTANTE, PREFECTURE_77, SGAV, CCAS_NEMOURS, UDCCAS_77):
        told = house.as_(actor).get(f"/api/dossiers/{CRISIS}/exports").json()
        given = house.as_(actor).get(f"/api/dossiers/{CRISIS}/archive").status_code == 200
        assert told["archive"] is given, actor.role
        assert [one["table"] for one in told["tables"]] == [*TABLES]
    assert house.as_(REPRESENTANTE).get(f"/api/dossiers/{CRISIS}/exports").json()["archive"] is True


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "html"])
def test_the_main_courante_goes_as_on_the_screen_or_as_a_register_and_keeps_its_numbers(
    house: Served, ending: str
) -> None:
    screen = [line["seq"] for line in house.lines(CRISIS, limit=500, before=10_000)["entries"]][::-1]
    assert numbers(ending, export(house, f"main-courante.{ending}").content) == screen
    assert screen == sorted(screen, reverse=True) and len(screen) > 5
    assert numbers(ending, export(house, f"main-courante.{ending}", order="asc").content) == screen[::-1]
    searched = numbers(ending, export(house, f"main-courante.{ending}", q="abri", order="desc").content)
    assert searched and set(searched) < set(screen)


def numbers(ending: str, body: bytes) -> list[int]:
    """Return the numbers of the lines of a main courante, in the order of the file."""
    if ending == "csv":
        return [int(row["N°"]) for row in rows_of(body)]
    if ending == "json":
        return [row["seq"] for row in orjson.loads(body)["rows"]]
    if ending == "html":
        return [int(found) for found in re.findall(r"<tr><td>(\d+)</td>", body.decode())]
    rows = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
    return [int(row[0]) for row in rows[1:]]


def test_what_a_table_cannot_be_asked_is_refused_by_name(house: Served) -> None:
    for file, query in (
        ("main-courante.csv", {"order": "urgency"}),
        ("organismes.csv", {"order": "asc"}),
        ("besoins.csv", {"order": "asc"}),
        ("organismes.csv", {"status": "bof"}),
        ("organismes.csv", {"degree": "bof"}),
        ("organismes.csv", {"silent": "oui"}),
        ("actes.csv", {"kind": "bof"}),
    ):
        answer = house.as_(PERMANENCE).get(f"/api/dossiers/{CRISIS}/exports/{file}", params=query)
        assert refused(answer, 422, "malformed")["errors"][0]["field"] == next(iter(query))


def test_acts_are_carried_by_kind_and_by_departement_and_their_days_by_who_reads_no_detail(house: Served) -> None:
    for who in (CCAS_NEMOURS, PREFECTURE_77):
        (day,) = rows_of(export(house, "actes-par-jour.csv", who, departement="77", kind="accueil").content)
        assert (day["Jour"], day["Personnes"], day["Actes"]) == ("2026-07-14", "3", "1")
        assert not rows_of(export(house, "actes-par-jour.csv", who, departement="45").content)
    assert len(rows_of(export(house, "actes.csv", CCAS_NEMOURS, departement="77", kind="accueil").content)) == 1
    assert not rows_of(export(house, "actes.csv", CCAS_NEMOURS, departement="45").content)
    assert not rows_of(export(house, "actes.csv", CCAS_NEMOURS, kind="secours_financier").content)
    assert not rows_of(export(house, "actes.csv", PREFECTURE_77).content)


def test_the_archive_is_given_whole_or_not_at_all(house: Served) -> None:
    given = set()
    for actor in (seen.who for seen in CAST):
        answer = house.as_(actor).get(f"/api/dossiers/{CRISIS}/archive")
        board = house.as_(actor).get(f"/api/dossiers/{CRISIS}/board")
        if answer.status_code == 200:
            given.add(actor.account)
        elif actor.role in ("lien_terrain", "liaison"):
            assert answer.status_code == 403
        elif board.status_code == 200:
            refused(answer, 403, "archive_not_whole")
        else:
            assert answer.status_code == board.status_code, actor.role
    assert given == {seen.who.account for seen in CAST if seen.channels and seen.channels.issuperset(EVERY)}
    answer = house.as_(PERMANENCE).get(f"/api/dossiers/{CRISIS}/archive")

    with ZipFile(BytesIO(answer.content)) as box:
        assert sha256(box.read("MANIFESTE.sha256")).hexdigest() == answer.headers["x-archive-seal"]
        assert box.read("LISEZ-MOI.txt").decode().startswith("EXERCICE")
        assert "Refuge caché" in box.read("mots.jsonl").decode()
    assert "EXERCICE-" in answer.headers["content-disposition"] and "no-store" in answer.headers["cache-control"]


#: Fields split at commas, texts between quotes, UTF-8, each cell as it is shown (LibreOffice's options of its CSV filter).
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
#: How a French desk opens a CSV: `;`, quotes, UTF-8.
FRENCH = "CSV:59,34,76,1"
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)\+\d\d:\d\d")

SHOWN = re.compile(r"(\d\d)/(\d\d)/(\d{4} \d\d:\d\d:\d\d)")


def test_needs_and_places_stand_in_the_order_of_the_screen(house: Served) -> None:
    crisis = house.declare(communes=["77333"])
    for name, urgency in (("semaine", "semaine"), ("retire", "immediat"), ("tard", "immediat"), ("demain", "24h")):
        said = {"need": name, "body": "ccas-77333", "kind": "materiel", "quantity": 4, "urgency": urgency}
        ok(house.do(crisis, "need.raise", CCAS_NEMOURS, **said))
    ok(house.do(crisis, "need.withdraw", CCAS_NEMOURS, need="retire"))
    for name, title in (("salle-b", "Salle B"), ("salle-a", "Salle A"), ("annexe", "Annexe")):
        said = {"kind": "care", "body": "ccas-77333", "commune": "77333", "capacity": 60}
        ok(house.do(crisis, "place.open", CCAS_NEMOURS, place=name, name=title, **said))
    ok(house.do(crisis, "place.close", CCAS_NEMOURS, place="annexe"))
    files = [house.as_(PERMANENCE).get(f"/api/dossiers/{crisis}/exports/{table}.csv") for table in ("besoins", "lieux")]
    needs, places = (rows_of(file.content) for file in files)
    assert [row["Besoin"] for row in needs] == ["tard", "demain", "semaine", "retire"]
    assert [row["Lieu"] for row in places] == ["Salle A", "Salle B", "Annexe"]


@pytest.mark.libreoffice
@pytest.mark.timeout(600)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_libreoffice_opens_every_table_with_the_same_cells(house: Served, tmp_path: Path, ending: str) -> None:
    """Run by `make spreadsheets`, where LibreOffice is installed; an instant is shown in the way of each format."""
    expected = {}
    for table in TABLES:
        expected[table] = rows_of(export(house, f"{table}.csv").content)
        (tmp_path / f"{table}.{ending}").write_bytes(export(house, f"{table}.{ending}").content)
    reading = [f"--infilter={FRENCH}"] if ending == "csv" else []
    files = [str(tmp_path / f"{table}.{ending}") for table in TABLES]
    own = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", own, *reading, "--convert-to", AS_SHOWN, "--outdir", f"{tmp_path}/seen", *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for table, rows in expected.items():
        text = (tmp_path / "seen" / f"{table}.csv").read_text(encoding="utf-8")
        seen = list(csv.DictReader(StringIO(text, newline="")))
        told = [{title: _plain(_as_in(ending, value)) for title, value in row.items()} for row in rows]
        assert [{title: _plain(value) for title, value in row.items()} for row in seen] == told, table


def _as_in(ending: str, value: str) -> str:
    """Return a cell of our CSV as the same thing stands in the other format: there, a formula is a plain text."""
    if ending == "csv":
        return value
    return ISO.sub(r"\3/\2/\1 \4", value.removeprefix("'"))


def _plain(value: str) -> str:
    """Leave out what a spreadsheet changes by itself: leading zeros of a number, day and month as its country has them."""
    day = SHOWN.fullmatch(value)
    if day:
        return "/".join([*sorted(day.group(1, 2)), day[3]])
    return value.lstrip("0") if value.isdigit() else value
