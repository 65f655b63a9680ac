"""A file is imported in full, or not at all; again, it changes nothing; every fault is named by its place."""

import csv
from io import StringIO

import pytest

from crisiscoord.clock import ManualClock
from crisiscoord.directory import imports as importing
from crisiscoord.directory.contacts import MOST_OF_BODY, TooManyContacts, write_all
from crisiscoord.directory.headings import KINDS, SIRENE, UnreadableHeading
from crisiscoord.directory.imports import DirectoryMoved, ImportRefused, Plan
from crisiscoord.directory.log import read_log
from crisiscoord.directory.templates import NoTemplate, template
from crisiscoord.domain.words import Actor
from crisiscoord.library.territory import territory

from .conftest import Office

ROSE = Actor(account="a-rose", role="unccas_permanence")
BODIES = """type;commune;nom;siren;telephone;astreinte;courriel;horaires
ccas;77333;CCAS de Nemours;732829320;01 99 00 12 34;3977;ccas@exemple.invalid;lundi–vendredi
mairie;77001;;;;;;
"""


def imported(office: Office, clock: ManualClock, text: str, kind: str | None = None) -> Plan:
    plan = office.planned(text.encode(), kind)
    office.imports.carry_out(plan, ROSE, clock.now())
    return plan


def told(plan: Plan) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.reason) for one in plan.faults]


def counts(plan: Plan) -> tuple[int, int, int]:
    return plan.new, plan.changed, plan.same


def test_a_file_of_bodies_confirms_those_that_were_presumed(office: Office, clock: ManualClock) -> None:
    assert office.bodies.view.sheet("ccas-77333").state == "presume"  # type: ignore[union-attr]
    assert counts(imported(office, clock, BODIES)) == (2, 0, 0)
    body = office.bodies.view.sheet("ccas-77333")
    assert body is not None
    assert (body.state, body.siren, body.phone, body.on_call) == ("confirme", "732829320", "+33199001234", "3977")
    assert (body.commune, body.departements, body.epci) == ("77333", ("77",), "200023240")
    assert (body.changed_by, body.changed_at) == ("a-rose", clock.now())
    other = office.beside()
    other.bodies.renew()
    assert other.bodies.view.sheet("ccas-77333") == body


def test_the_same_file_again_changes_nothing_and_a_corrected_one_changes_what_it_says(
    office: Office, clock: ManualClock
) -> None:
    imported(office, clock, BODIES)
    rung = list(office.rung)
    assert counts(imported(office, clock, BODIES)) == (0, 0, 2)
    assert office.rung == rung
    assert counts(imported(office, clock, BODIES.replace("lundi–vendredi", "tous les jours"))) == (0, 1, 1)
    said = [(line.body, line.account, line.text) for line in read_log(office.ledger)]
    assert said[0] == ("", "a-rose", "Import. Organismes, 2 lignes\u00a0: 0 nouveau, 1 modifié, 1 inchangé.")
    assert (
        said[1][0] == "ccas-77333"
        and "Horaires «\u00a0lundi–vendredi\u00a0» → «\u00a0tous les jours\u00a0»" in said[1][2]
    )


def test_an_empty_cell_leaves_what_is_known(office: Office, clock: ManualClock) -> None:
    imported(office, clock, BODIES)
    imported(office, clock, "identifiant;telephone\nccas-77333;01 99 00 99 99\n")
    body = office.bodies.view.sheet("ccas-77333")
    assert body is not None and (body.phone, body.on_call, body.hours) == ("+33199009999", "3977", "lundi–vendredi")


def test_skills_are_read_by_code_or_in_words_logged_and_rank_lenders(office: Office, clock: ManualClock) -> None:
    rows = "identifiant;compétences\nccas-77333;Accueil du public, langues\nccas-77288;\n"
    assert counts(imported(office, clock, rows)) == (2, 0, 0)
    lenders = {one.id: one.skills for one in office.bodies.view.lenders}
    assert lenders["ccas-77333"] == ("accueil", "langues") and lenders["ccas-77288"] == ()
    other = rows.replace("Accueil du public, langues", "soutien_psychologique|Repas")
    assert counts(imported(office, clock, other)) == (0, 1, 1)
    line = read_log(office.ledger, body="ccas-77333")[0]
    assert line.account == "a-rose"
    assert "Accueil du public, Langues et interprétation → Soutien psychologique, Repas et portage" in line.text
    assert counts(imported(office, clock, other)) == (0, 0, 2), "an empty cell leaves what is known"
    ((line_number, column, reason),) = told(office.planned(b"identifiant;competences\nccas-77333;accueil, vol\n"))
    assert (line_number, column) == (2, "competences") and "«\u00a0vol\u00a0»" in reason and "repas" in reason


def test_each_refused_line_is_named_with_its_column_and_nothing_is_written(office: Office, clock: ManualClock) -> None:
    plan = office.planned(
        b"type;commune;siren;telephone;courriel;etat\n"
        b"ccas;77333;732829321;01 99 00 12 34;;\n"
        b"ccas;1001;;;;\n"
        b"ccas;77288;;199001234;personne;mort\n"
        b"ccas;77186;;;;\n"
        b"ccas;77186;;;;\n"
        b"club;77186;;;;\n"
    )
    assert (plan.lines, plan.refused, plan.new) == (6, 5, 1)
    reasons = told(plan)
    assert [(line, column) for line, column, _ in reasons] == [
        (2, "siren"),
        (3, "commune"),
        (4, "telephone"),
        (4, "courriel"),
        (4, "etat"),
        (6, "identifiant"),
        (7, "type"),
    ]
    assert "01001" in reasons[1][2] and "ligne 5" in reasons[5][2]
    with pytest.raises(ImportRefused):
        office.imports.carry_out(plan, ROSE, clock.now())
    assert office.bodies.view.known == {} and read_log(office.ledger) == [] and office.rung == []


def test_what_contradicts_itself_is_refused(office: Office) -> None:
    plan = office.planned(
        b"identifiant;type;commune;siren;siret;epci\n"
        b"ccas-77333;mairie;;;;\n"
        b"ccas-77333;;77288;;;\n"
        b"ccas-77333;;;356000000;73282932000074;\n"
        b"ccas-77333;;;;;247700057\n"
        b"ccas-77170;;;;;\n"
    )
    assert [(line, column) for line, column, _ in told(plan)] == [
        (2, "type"),
        (3, "commune"),
        (4, "siret"),
        (5, "epci"),
        (6, "identifiant"),
    ]


@pytest.mark.parametrize(
    "first",
    ["type;commune;couleur", "type;type;commune", "organisme;nom", "", "fonction;telephone"],
)
def test_a_first_line_that_is_not_understood_is_refused(office: Office, first: str) -> None:
    with pytest.raises(UnreadableHeading):
        office.planned(f"{first}\nccas;77333;rouge\n".encode(), "contacts" if first.startswith("organisme") else None)


def test_contacts_are_known_by_their_body_function_and_name(office: Office, clock: ManualClock) -> None:
    rows = "organisme;fonction;nom;telephone;courriel;ordre;astreinte;exercice\n"
    first = (
        rows
        + "ccas-77333;Direction;Camille Exemple;01 99 00 12 34;;2;;\nccas-77333;Astreinte;;01 99 00 55 55;;1;oui;\n"
    )
    assert counts(imported(office, clock, first)) == (2, 0, 0)
    assert [one.function for one in office.contacts.of("ccas-77333")] == ["Astreinte", "Direction"]
    again = first.replace("Direction;Camille Exemple", "direction;CAMILLE exemple").replace("12 34", "12 35")
    assert counts(imported(office, clock, again)) == (0, 1, 1)
    assert [one.phone for one in office.contacts.of("ccas-77333")] == ["+33199005555", "+33199001235"]


def test_the_log_of_an_import_names_no_contact(office: Office, clock: ManualClock) -> None:
    imported(office, clock, "organisme;fonction;nom;telephone\nccas-77333;Direction;Camille Exemple;01 99 00 12 34\n")
    said = " ".join(line.text for line in read_log(office.ledger))
    assert "Direction" in said and "Camille" not in said and "1234" not in said.replace(" ", "")


def test_a_contact_without_a_way_to_reach_it_or_of_nobody_is_refused(office: Office) -> None:
    plan = office.planned(
        b"organisme;fonction;telephone\nccas-77333;Direction;\nccas-99999;Direction;01 99 00 12 34\n;Direction;0199001234\n"
    )
    assert [(line, column) for line, column, _ in told(plan)] == [(2, "telephone"), (3, "organisme"), (4, "organisme")]


def test_one_contact_too_many_is_refused_at_its_line(office: Office) -> None:
    rows = "".join(f"ccas-77333;Fonction {number};01 99 00 00 00\n" for number in range(21))
    plan = office.planned(f"organisme;fonction;telephone\n{rows}".encode())
    assert [(line, column) for line, column, _ in told(plan)] == [(22, "organisme")]


def test_contacts_that_come_back_do_not_crowd_a_body(office: Office, clock: ManualClock) -> None:
    imported(office, clock, "organisme;fonction;telephone\nccas-77333;Partie;01 99 00 00 00\n")
    (gone,) = office.contacts.of("ccas-77333")
    office.contacts.remove(gone.id, ROSE, clock.now())
    rows = "".join(f"ccas-77333;Fonction {number};01 99 00 00 00\n" for number in range(MOST_OF_BODY))
    imported(office, clock, f"organisme;fonction;telephone\n{rows}")
    with pytest.raises(TooManyContacts):
        office.ledger.write(lambda connection: write_all(connection, [gone], clock.now()))
    assert len(office.contacts.of("ccas-77333")) == MOST_OF_BODY


def test_the_roster_is_imported_and_imported_again(office: Office, clock: ManualClock) -> None:
    rows = (
        "nom;fonction;courriel;departements;disponibilites\n"
        "Noa Exemple;Directrice;noa@exemple.invalid;77 45;2026-07-01/2026-07-15, 01/08/2026 au 31/08/2026\n"
    )
    assert counts(imported(office, clock, rows)) == (1, 0, 0)
    assert counts(imported(office, clock, rows)) == (0, 0, 1)
    assert counts(imported(office, clock, rows.replace("77 45", "77"))) == (0, 1, 0)
    noa, day = office.roster.everybody()[0], clock.now().date()
    assert noa.is_free(day) and noa.acts_in("77") and not noa.acts_in("45")
    assert not noa.is_free(day.replace(day=20))


SIRENE_ROWS = """siren,nicSiegeUniteLegale,etatAdministratifUniteLegale,denominationUniteLegale,categorieJuridiqueUniteLegale,trancheEffectifsUniteLegale
732829320,00074,A,CENTRE COMMUNAL D'ACTION SOCIALE DE NEMOURS,7361,21
356000000,00048,A,C.C.A.S. DE LA ROCHELLE,7361,21
552100554,,A,CCAS DU HAVRE,7361,
552081317,,A,COMMUNE DE MELUN,7210,
"""


def test_legal_units_of_sirene_confirm_the_bodies_presumed(office: Office, clock: ManualClock) -> None:
    plan = imported(office, clock, SIRENE_ROWS)
    assert (plan.kind, plan.new, plan.aside, plan.refused) == (SIRENE, 2, 2, 0)
    nemours, havre = office.bodies.view.sheet("ccas-77333"), office.bodies.view.sheet("ccas-76351")
    assert nemours is not None and (nemours.state, nemours.siret) == ("confirme", "73282932000074")
    assert nemours.name == "CCAS de Nemours"
    assert havre is not None and havre.siren == "552100554"
    assert [(one.line, one.reason.split("\u00a0:")[0]) for one in plan.left] == [
        (3, "2 communes ont ce nom"),
        (5, "ni un CCAS (7361) ni un CIAS (7367)"),
    ]


def test_a_cias_of_sirene_is_that_of_the_epci_of_its_seat(office: Office, clock: ManualClock) -> None:
    rows = "siren;categorieJuridiqueUniteLegale;codeCommuneEtablissement\n732829320;7367;77333\n"
    imported(office, clock, rows)
    cias = office.bodies.view.sheet("cias-200023240")
    assert cias is not None and (cias.state, cias.siren, cias.epci) == ("confirme", "732829320", "200023240")


def test_a_unit_that_has_ceased_closes_the_body_known_by_its_siren_alone(office: Office, clock: ManualClock) -> None:
    ceased = SIRENE_ROWS.replace("00074,A", "00074,C")
    assert imported(office, clock, ceased).new == 1
    assert "ccas-77333" not in office.bodies.view.known
    imported(office, clock, SIRENE_ROWS)
    imported(office, clock, ceased)
    assert office.bodies.view.known["ccas-77333"].state == "ferme"


def test_a_plan_holds_for_the_directory_it_was_made_from(office: Office, clock: ManualClock) -> None:
    plan = office.planned(BODIES.encode())
    imported(office.beside(), clock, "organisme;fonction;telephone\nccas-77288;Direction;01 99 00 12 34\n")
    with pytest.raises(DirectoryMoved):
        office.imports.carry_out(plan, ROSE, clock.now())
    office.bodies.renew()
    assert office.bodies.view.known == {}


def test_a_file_that_fails_while_it_is_written_leaves_nothing(
    office: Office, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(importing, "note", fails)
    with pytest.raises(RuntimeError):
        imported(office, clock, BODIES)
    office.bodies.renew()
    assert office.bodies.view.known == {}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != SIRENE])
def test_every_template_imports_as_it_is(office: Office, clock: ManualClock, kind: str) -> None:
    assert template(kind).startswith(b"\xef\xbb\xbf")
    plan = office.planned(template(kind))
    assert (plan.kind, plan.new, told(plan)) == (kind, 1, [])


def test_there_is_no_template_for_sirene() -> None:
    with pytest.raises(NoTemplate):
        template(SIRENE)


def test_ten_thousand_lines_are_imported_with_word_of_how_far(office: Office, clock: ManualClock) -> None:
    written = StringIO(newline="")
    rows = csv.writer(written, delimiter=";")
    rows.writerow(["type", "commune", "telephone", "courriel", "horaires"])
    places = [
        one
        for code in ("59", "62", "80", "02", "60", "76", "27", "14", "50", "61", "28", "77", "51", "08")
        for one in territory().communes_of(code)
    ]
    for kind, one in [("ccas", one) for one in places] + [("mairie", one) for one in places]:
        rows.writerow([kind, one.code, "01 99 00 12 34", f"{kind}@exemple.invalid", "lundi–vendredi 8 h 30–17 h"])
    data = "\r\n".join(written.getvalue().splitlines()[:10_001]).encode("cp1252")
    said: list[tuple[int, int]] = []
    plan = office.planned(data, None, lambda done, of: said.append((done, of)))
    office.imports.carry_out(plan, ROSE, clock.now())
    assert counts(plan) == (10_000, 0, 0) and len(office.bodies.view.known) == 10_000
    assert said[0] == (250, 10_000) and said[-1] == (10_000, 10_000) and len(said) == 40
    assert counts(office.planned(data)) == (0, 0, 10_000)
