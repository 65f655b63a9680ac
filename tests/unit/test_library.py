"""The agreed texts are read, or refused with file, line and reason: nothing in between, and never a crash."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from crisiscoord.assets import playbooks_dir
from crisiscoord.domain.agreements import MOST_ACTIONS, Library
from crisiscoord.library.reading import Fault, LibraryRefused, check, read_library
from crisiscoord.library.schemas import schemas
from crisiscoord.library.yaml_tree import read_tree

SOCLE = """\
code: socle
version: 1
title: "Socle"
lead: "Le maire"
changes:
  - {version: 1, date: 2026-01-31, by: "Groupe de travail", what: "Première rédaction"}
actions:
  - code: SOC-01
    phase: T0
    anchor: t0
    at: PT1H
    who: ccas_direction
    scope: body
    must: true
    title: "Ouvrir"
    done_when: "C’est ouvert"
    aids: [DONS]
"""
SCHEMES = """\
schemes:
  - {code: DONS, title: Dons, basis: Usage, asked_by: Le CCAS, conf: sure, checked_on: 2026-01-31}
"""
CONVENTION = """\
code: locale
version: 1
title: "Convention locale"
parties: [ccas_direction, sos_referent]
duration: P1Y
renewal: tacite
obligations:
  - {code: bilan, title: Bilan, article: M-12, every: P1Y, must: true}
articles:
  - {code: M-12, article: "Article 4", modal: must, text: "Un bilan chaque année"}
"""
SCENARIO = """\
code: essai
title: "Essai"
hazard: feu
territory: "Ici"
source: "Aucune"
note: "Simulé"
dossier: essai
duration: PT1H
peak: PT30M
conventions:
  - dossier: essai-convention
    steps:
      - {at: PT0S, as: permanence, do: convention.sign,
         with: {template: locale, title: Essai, parties: [ccas-77005, sos-ici], signed_on: "on:-P2M"}}
steps:
  - {at: PT0S, as: permanence, do: crisis.declare,
     with: {title: Essai, hazard: feu, reason: Essai, occurred_at: -PT1H, communes: ["77005"]}}
  - {at: PT5M, as: ccas-77005, do: report.file, with: {body: ccas-77005, status: veille, observed_at: -PT3M}}
"""
UNIONS = """\
version: 1
present:
  - {departement: "77", source: "L’union elle-même", checked_on: 2026-01-31}
absent:
  - {departement: "2A", source: "La permanence", checked_on: 2026-01-31}
"""
FILES = {
    "crises/socle.yaml": SOCLE,
    "schemes/schemes.yaml": SCHEMES,
    "conventions/locale.yaml": CONVENTION,
    "scenarios/essai.yaml": SCENARIO,
    "network/udccas.yaml": UNIONS,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        write(tmp_path, name, text)
    return tmp_path


def write(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def the_fault(folder: Path) -> Fault:
    """Return the one fault of a folder; what is checked and what is refused must be the same."""
    faults = check(folder)
    with pytest.raises(LibraryRefused) as refused:
        read_library(folder)
    assert list(refused.value.faults) == faults
    assert len(faults) == 1, faults
    return faults[0]


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def test_a_folder_in_order_is_read_and_has_no_fault(folder: Path) -> None:
    library = read_library(folder)
    assert check(folder) == []
    assert library.playbook("socle") is not None
    assert library.convention("locale") is not None
    assert library.scheme("DONS") is not None
    assert library.scenario("essai") is not None
    assert library.playbook("nulle-part") is None
    assert library.unions == {"77": True, "2A": False}


def test_a_hazard_without_a_protocol_of_its_own_follows_the_common_one(folder: Path) -> None:
    library = read_library(folder)
    assert library.for_hazard("feu") == ("socle",)
    write(folder, "crises/feu.yaml", other_playbook("feu", "FEU-01"))
    assert read_library(folder).for_hazard("feu") == ("socle", "feu")
    assert Library().for_hazard("autre") == ("socle",)


def other_playbook(code: str, action: str, extends: str = "socle") -> str:
    return SOCLE.replace("socle", code).replace("SOC-01", action) + f"extends: {extends}\n"


#: One change to one line of a file that is right, and what must be said of it, at that line.
SLIPS = [
    ("network/udccas.yaml", 'departement: "2A"', 'departement: "77"', "le département « 77 » existe déjà"),
    ("network/udccas.yaml", 'departement: "2A"', 'departement: "979"', "département « 979 » inconnu"),
    ("network/udccas.yaml", 'source: "La', 'selon: "La', "champ obligatoire manquant : « source »"),
    ("crises/socle.yaml", "    phase: T0\n", "    phase: T9\n", "phase : « T9 » inconnu"),
    ("crises/socle.yaml", "ccas_direction", "ccas_dirrection", "vouliez-vous « ccas_direction » ?"),
    ("crises/socle.yaml", "- {version: 1,", "- {version: 2,", "« changes » finit par la version 2"),
    ("crises/socle.yaml", 'by: "Groupe', 'par: "Groupe', "champ obligatoire manquant : « by »"),
    ("crises/socle.yaml", "aids: [DONS]", "aids: [DONS]\nasks: {T0: [meals, meals]}", "qu’une fois par phase"),
    ("crises/socle.yaml", "aids: [DONS]", "aids: [DONS]\nasks: {T9: [meals]}", "« T9 » inconnu"),
    ("crises/socle.yaml", "aids: [DONS]", "aids: [DONS]\nasks: {T0: [repas]}", "« repas » inconnu"),
    ("crises/socle.yaml", "aids: [DONS]", "aids: [DONS]\nrhythm: [{until: P40D, every: PT2H}]", "31 jours au plus"),
    ("crises/socle.yaml", "anchor: t0", "anchor: t1", "anchor : « t1 » inconnu"),
    ("crises/socle.yaml", "scope: body", "scope: ccas", "scope : « ccas » inconnu"),
    ("crises/socle.yaml", "[DONS]", "[DON]", "dispositif « DON » inconnu ; vouliez-vous « DONS » ?"),
    ("crises/socle.yaml", "at: PT1H", "at: 1 heure", "n’est pas une durée ISO 8601"),
    ("crises/socle.yaml", "at: PT1H", "at: PT1H\n    until: P2D", "« every » et « until » vont ensemble"),
    (
        "crises/socle.yaml",
        "at: PT1H",
        "at: P3D\n    every: PT6H\n    until: P2D",
        "« until » doit venir après",
    ),
    (
        "crises/socle.yaml",
        "at: PT1H",
        "at: PT1H\n    every: PT1M\n    until: P2D",
        "plus d’une fois par heure",
    ),
    ("crises/socle.yaml", "    who:", "    wh:", "clé « wh » inconnue ; vouliez-vous « who » ?"),
    ("crises/socle.yaml", "must: true", "must: no", "must : « true » ou « false » attendu"),
    ("crises/socle.yaml", "version: 1", "version: 0x1", "version : nombre entier attendu"),
    ("crises/socle.yaml", "version: 1", "version: 017", "version : nombre entier attendu"),
    ("crises/socle.yaml", "version: 1", "version: 0", "version : 1 au moins"),
    ("crises/socle.yaml", 'title: "Socle"', "title:", "title : valeur vide"),
    ("crises/socle.yaml", 'title: "Socle"', "title: [a]", "title : texte attendu"),
    ("crises/socle.yaml", "SOC-01", "soc 1", "code : forme inattendue"),
    ("crises/socle.yaml", "code: socle", "code: innondation", "vouliez-vous « inondation » ?"),
    (
        "conventions/locale.yaml",
        "duration: P1Y",
        "duration: PT9H",
        "une durée en jours, en mois ou en années",
    ),
    ("conventions/locale.yaml", "[ccas_direction, sos", "[ccas, sos", "parties : « ccas » inconnu"),
    ("conventions/locale.yaml", "article: M-12, every", "article: M-13, every", "article « M-13 » inconnu"),
    ("conventions/locale.yaml", "every: P1Y, must", "every: P1Y, at: P1M, must", "une date et une seule"),
    ("conventions/locale.yaml", "every: P1Y, must", "every: P1D, must", "plus d’une fois par semaine"),
    ("conventions/locale.yaml", "renewal: tacite", "renewal: tacit", "vouliez-vous « tacite » ?"),
    ("schemes/schemes.yaml", "2026-01-31", "2026-02-31", "checked_on : date attendue"),
    ("schemes/schemes.yaml", "conf: sure", "conf: peut-être", "conf : « peut-être » inconnu"),
    ("scenarios/essai.yaml", "hazard: feu", "hazard: fumée", "hazard : « fumée » inconnu"),
    ("scenarios/essai.yaml", "peak: PT30M", "peak: PT2H", "« peak » vient après la fin"),
    ("scenarios/essai.yaml", "{at: PT5M", "{at: PT5H", "la dernière étape vient après la fin"),
    ("scenarios/essai.yaml", "do: crisis.declare", "do: declare", "do : forme inattendue"),
    ("scenarios/essai.yaml", "as: ccas-77005", "as: quelqu'un", "as : forme inattendue"),
    ("scenarios/essai.yaml", "-PT3M", "-P3", "« -P3 » n’est pas un moment"),
    ("scenarios/essai.yaml", "{body: ccas", "{id: x, body: ccas", "« with » ne contient pas « id »"),
    ("scenarios/essai.yaml", "status: veille", "status: calme", "report.file, status : valeur inconnue"),
    ("scenarios/essai.yaml", ", status: veille", "", "report.file, status : champ obligatoire"),
    ("scenarios/essai.yaml", "status: veille", "etat: x, status: veille", "report.file, etat : champ inconnu"),
    ("scenarios/essai.yaml", '["77005"]', "[77005]", "crisis.declare, communes.0 : texte attendu"),
    ("scenarios/essai.yaml", "do: report.file", "do: report.fill", "report.fill, do : commande inconnue"),
    ("scenarios/essai.yaml", "template: locale", "template: local", "convention « local » inconnue"),
    (
        "scenarios/essai.yaml",
        "dossier: essai-convention",
        "dossier: essai",
        "le dossier « essai » existe déjà",
    ),
]


@pytest.mark.parametrize(("name", "right", "wrong", "reason"), SLIPS, ids=[repr(slip[2]) for slip in SLIPS])
def test_a_slip_of_the_pen_is_named_where_it_stands(
    folder: Path, name: str, right: str, wrong: str, reason: str
) -> None:
    before, found, after = FILES[name].partition(right)
    assert found
    write(folder, name, before + wrong + after)
    faults = [fault for fault in check(folder) if reason in plain(fault.reason)]
    assert [fault.file for fault in faults] == [name]
    first = before.count("\n") + 1
    assert first <= faults[0].line <= first + wrong.count("\n") or faults[0].line == block_of(before)
    with pytest.raises(LibraryRefused):
        read_library(folder)


def block_of(before: str) -> int:
    """Return the line on which the item of a list that is being written began."""
    return before[: before.rfind("  - ")].count("\n") + 1


def test_a_missing_field_is_named_at_the_item_that_lacks_it(folder: Path) -> None:
    write(folder, "crises/socle.yaml", SOCLE.replace("    who: ccas_direction\n", ""))
    fault = the_fault(folder)
    assert (fault.line, plain(fault.reason)) == (8, "champ obligatoire manquant : « who »")


def test_steps_that_go_back_in_time_are_refused_at_the_step(folder: Path) -> None:
    write(
        folder,
        "scenarios/essai.yaml",
        SCENARIO.replace("{at: PT0S, as: permanence, do: crisis", "{at: PT9M, as: permanence, do: crisis"),
    )
    fault = the_fault(folder)
    assert fault.line == 18
    assert "PT5M ne peut venir après PT9M" in fault.reason


def test_a_title_written_like_a_number_is_still_a_title(folder: Path) -> None:
    write(folder, "crises/socle.yaml", SOCLE.replace('"Socle"', "2018").replace('"Ouvrir"', "true"))
    playbook = read_library(folder).playbook("socle")
    assert playbook is not None
    assert (playbook.title, playbook.actions[0].title) == ("2018", "true")


def test_a_code_used_in_two_files_is_named_with_the_other_place(folder: Path) -> None:
    write(folder, "crises/feu.yaml", other_playbook("feu", "SOC-01"))
    fault = the_fault(folder)
    assert (fault.file, fault.line) == ("crises/socle.yaml", 8)
    assert plain(fault.reason) == "l’action « SOC-01 » existe déjà (crises/feu.yaml, ligne 8)"


def test_a_code_used_twice_in_a_file_is_named(folder: Path) -> None:
    write(folder, "schemes/schemes.yaml", SCHEMES + SCHEMES.splitlines()[1] + "\n")
    assert the_fault(folder).line == 3


def test_the_same_protocol_in_two_files_is_refused(folder: Path) -> None:
    write(folder, "crises/socle-bis.yaml", SOCLE.replace("SOC-01", "SOC-02"))
    assert "le protocole « socle » existe déjà" in plain(the_fault(folder).reason)


def test_a_protocol_cannot_extend_what_is_not_there(folder: Path) -> None:
    write(folder, "crises/feu.yaml", other_playbook("feu", "FEU-01", extends="canicule"))
    assert "extends : « canicule » inconnu" in plain(the_fault(folder).reason)


def test_protocols_cannot_extend_in_circles(folder: Path) -> None:
    write(folder, "crises/feu.yaml", other_playbook("feu", "FEU-01", extends="canicule"))
    write(folder, "crises/canicule.yaml", other_playbook("canicule", "CAN-01", extends="feu"))
    reasons = [plain(fault.reason) for fault in check(folder)]
    assert reasons == ["le protocole « canicule » s’étend lui-même", "le protocole « feu » s’étend lui-même"]


def test_the_common_protocol_must_be_there(folder: Path) -> None:
    (folder / "crises/socle.yaml").unlink()
    assert "que tous suivent, manque" in the_fault(folder).reason


def test_a_protocol_that_nobody_could_follow_is_refused(folder: Path) -> None:
    action = SOCLE.partition("actions:\n")[2]
    many = "".join(action.replace("SOC-01", f"SOC-{n:03d}") for n in range(MOST_ACTIONS + 1))
    write(folder, "crises/socle.yaml", SOCLE.partition("actions:\n")[0] + "actions:\n" + many)
    fault = the_fault(folder)
    assert plain(fault.reason) == f"actions : trop d’éléments ({MOST_ACTIONS} au plus)"


def test_what_a_broken_file_may_define_is_not_called_unknown(folder: Path) -> None:
    write(folder, "schemes/schemes.yaml", "schemes: [")
    assert the_fault(folder).file == "schemes/schemes.yaml"


def test_all_faults_of_all_files_are_named_at_once(folder: Path) -> None:
    write(folder, "crises/socle.yaml", SOCLE.replace("T0", "T9").replace("scope: body", "scope: tous"))
    write(folder, "conventions/locale.yaml", "[")
    assert [fault.file for fault in check(folder)] == ["conventions/locale.yaml", *["crises/socle.yaml"] * 2]


@pytest.mark.parametrize("name", ["crises/feu.yml", "feu.yaml", "crise/feu.yaml", "crises/vieux/feu.yaml"])
def test_a_file_that_would_be_passed_over_is_named(folder: Path, name: str) -> None:
    write(folder, name, SOCLE)
    assert the_fault(folder).file == name


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert "dossier introuvable" in [fault.reason for fault in check(tmp_path / "nulle-part")]


def test_a_file_of_ten_megabytes_is_refused_without_being_read_whole(folder: Path) -> None:
    write(folder, "crises/feu.yaml", b"#" + b"a" * 10_000_000)
    assert "trop volumineux" in the_fault(folder).reason


def test_a_file_that_cannot_be_read_as_data_is_refused_at_its_line(folder: Path) -> None:
    write(folder, "crises/feu.yaml", "code: feu\ntitle: &x [1]\n")
    fault = the_fault(folder)
    assert (fault.file, fault.line) == ("crises/feu.yaml", 2)
    assert str(fault).startswith("crises/feu.yaml:2:8: ancre")


def test_what_is_not_a_file_is_a_fault(folder: Path) -> None:
    (folder / "crises/feu.yaml").mkdir()
    assert "n’est pas un fichier" in the_fault(folder).reason


@given(
    st.sampled_from(sorted(FILES)),
    st.lists(
        st.tuples(
            st.integers(0, 900),
            st.integers(0, 12),
            st.text(max_size=12) | st.sampled_from("\t:-[]{}&*!#|>%@`\"'\n,"),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_a_file_changed_anyhow_gives_faults_or_a_library_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, name: str, changes: list[tuple[int, int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("textes")
    text = FILES[name]
    for place, length, put in changes:
        text = text[: place % len(text)] + put + text[place % len(text) + length :] or "?"
    for other, right in FILES.items():
        write(folder, other, text.encode(errors="surrogatepass") if other == name else right)
    faults = check(folder)
    if faults:
        with pytest.raises(LibraryRefused):
            read_library(folder)
    else:
        read_library(folder)
    for fault in faults:
        assert fault.line >= 1 and fault.column >= 1 and fault.reason


def test_the_schema_takes_what_the_reader_takes_and_refuses_a_slip() -> None:
    schema = Draft202012Validator(schemas())
    Draft202012Validator.check_schema(schemas())
    for path in sorted(playbooks_dir().glob("*/*.yaml")):
        root = read_tree(path.read_bytes()).root
        assert schema.is_valid(root), path
        assert not schema.is_valid({**root, "inconnu": 1})
