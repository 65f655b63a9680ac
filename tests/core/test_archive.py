"""The sealed archive, verified by the script that docs/archive.md prints, whole and in every way spoilt."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from crisiscoord.documents.archive import MANIFEST, Sealed, board_in, write_archive
from crisiscoord.documents.exporting import origin_of
from crisiscoord.domain.situated import SituationCard
from crisiscoord.journal.engine import one_state
from tests.cast import CCAS_NEMOURS
from tests.conftest import NOON
from tests.office import Office

DOCS = Path(__file__).parents[2] / "docs" / "archive.md"
Files = dict[str, bytes]


@pytest.fixture
def told(here: Office) -> Office:
    """A crisis with words, a point, and words that were erased since."""
    here.declare()
    here.report(text="Gymnase ouvert.")
    here.note(text="À oublier.")
    here.do("crue", "wording.erase", seq=here.boards.at_hand("crue").seq, reason="Donnée de santé.")
    here.do("crue", "situation.freeze", cutoff_at=here.clock.now().isoformat(), text="L’eau monte.")
    act = {"act": "acte-1", "body": "ccas-77333", "kind": "accueil", "persons": 3}
    here.do("crue", "act.record", CCAS_NEMOURS, occurred_at=here.clock.now(), text="Trois familles.", **act)
    return here


def archived(office: Office) -> tuple[bytes, Sealed]:
    out, board = BytesIO(), office.boards.fresh("crue")
    with office.engine.begin() as connection:
        sealed = write_archive(out, connection, board, origin_of(board, NOON))
    return out.getvalue(), sealed


@pytest.fixture
def verify(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """The script exactly as printed, in a Python that sees none of our modules."""
    (printed,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    script, file = tmp_path / "verifier.py", tmp_path / "archive.zip"
    script.write_text(printed, encoding="utf-8")

    def run(archive: bytes, *marks: str) -> tuple[int, str]:
        file.write_bytes(archive)
        command = [sys.executable, "-I", "-S", "-X", "utf8", str(script), str(file), *marks]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert not done.stderr
        return done.returncode, done.stdout

    return run


def files_of(archive: bytes) -> Files:
    with zipfile.ZipFile(BytesIO(archive)) as box:
        return {name: box.read(name) for name in box.namelist()}


def boxed(files: Files, *, sealed: bool = True) -> bytes:
    """Put files in an archive again; `sealed`: with a manifest made anew, as somebody who knows the format would."""
    if sealed:
        rows = sorted((name, sha256(content).hexdigest()) for name, content in files.items() if name != MANIFEST)
        files = {**files, MANIFEST: "".join(f"{digest}  {name}\n" for name, digest in rows).encode()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, content in files.items():
            box.writestr(name, content)
    return out.getvalue()


def lines_of(files: Files) -> list[bytes]:
    return files["journal.jsonl"].splitlines(keepends=True)


def test_an_archive_is_verified_by_the_printed_script(told: Office, verify: Callable[..., tuple[int, str]]) -> None:
    archive, sealed = archived(told)
    first = told.entries()[0].cursor
    code, said = verify(archive, sealed.seal, sealed.cursor, first)
    assert code == 0, said
    assert f"{sealed.entries} lignes, curseur {sealed.cursor}, 1 texte(s) effacé(s), sceau {sealed.seal}" in said
    assert verify(archive, f"{sealed.entries}.deadbeef")[0] == 1, "a cursor that never was"
    assert verify(archive, "0" * 64)[0] == 1, "the seal of another archive"


def test_it_holds_the_dossier_and_what_was_applied_and_no_word_that_was_erased(told: Office) -> None:
    archive, sealed = archived(told)
    files = files_of(archive)
    board = told.boards.at_hand("crue")
    assert [json.loads(line)["seq"] for line in lines_of(files)] == list(range(1, sealed.entries + 1))
    assert len(json.loads(files["tableau.json"])["cards"]) == len(board)
    assert {"textes/socle-2.json", "textes/inondation-1.json"} <= files.keys()
    (point,) = board.of(SituationCard)
    assert files[f"points/point-{point.number}.pdf"].startswith(b"%PDF-")
    assert "L’eau monte." in files[f"points/point-{point.number}.txt"].decode()
    assert json.loads(files["versions.json"])["packages"]["pydantic"]
    assert "Trois familles." in files["mots.jsonl"].decode()
    assert "À oublier." not in "".join(content.decode("utf-8", "replace") for content in files.values())


def test_the_same_journal_gives_the_same_bytes(told: Office) -> None:
    one, other = files_of(archived(told)[0]), files_of(archived(told)[0])
    assert {name for name in one if one[name] != other[name]} <= {MANIFEST, *(n for n in one if n.endswith(".pdf"))}


def test_words_erased_while_it_is_made_are_all_there_or_not_at_all(
    told: Office, another: Callable[[], Office], verify: Callable[..., tuple[int, str]]
) -> None:
    out, writer = BytesIO(), another()
    with one_state(told.engine) as connection:
        board = board_in(connection, told.boards, "crue")
        writer.do("crue", "wording.erase", seq=board.seq, reason="Donnée de santé.")
        sealed = write_archive(out, connection, board, origin_of(board, NOON))
    files = files_of(out.getvalue())
    assert all("Trois familles." in files[name].decode() for name in ("mots.jsonl", "tableau.json"))
    assert verify(out.getvalue(), sealed.cursor)[0] == 0
    after, _ = archived(told)
    assert all("Trois familles." not in files_of(after)[name].decode() for name in ("mots.jsonl", "tableau.json"))
    code, said = verify(after, sealed.cursor)
    assert code == 0 and "2 texte(s) effacé(s)" in said, said


def test_lines_are_read_a_page_at_a_time(told: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = files_of(archived(told)[0])["journal.jsonl"]
    monkeypatch.setattr("crisiscoord.journal.verify._PAGE", 3)
    assert files_of(archived(told)[0])["journal.jsonl"] == whole


def spoilt_byte(files: Files) -> Files:
    return {**files, "journal.jsonl": files["journal.jsonl"].replace(b"report.filed", b"report.fileD", 1)}


def line_removed(files: Files) -> Files:
    return {**files, "journal.jsonl": b"".join(lines_of(files)[:3] + lines_of(files)[4:])}


def tail_removed(files: Files) -> Files:
    return {**files, "journal.jsonl": b"".join(lines_of(files)[:-1])}


def lines_swapped(files: Files) -> Files:
    lines = lines_of(files)
    lines[2], lines[3] = lines[3], lines[2]
    return {**files, "journal.jsonl": b"".join(lines)}


def words_changed(files: Files) -> Files:
    return {**files, "mots.jsonl": files["mots.jsonl"].replace(b"Trois familles.", b"Deux familles.")}


def words_nulled(files: Files) -> Files:
    """As if they had been erased, which no line says."""
    rows = [json.loads(row) for row in files["mots.jsonl"].splitlines()]
    rows[-1] |= {"salt": None, "text": None}
    return {**files, "mots.jsonl": b"".join(json.dumps(row).encode() + b"\n" for row in rows)}


def words_taken_out(files: Files) -> Files:
    return {**files, "mots.jsonl": b"".join(files["mots.jsonl"].splitlines(keepends=True)[:-1])}


def words_of_nothing(files: Files) -> Files:
    return {**files, "mots.jsonl": files["mots.jsonl"] + b'{"seq":9999,"field":"text","salt":"00","text":"x"}\n'}


def head_changed(files: Files) -> Files:
    return {**files, "tete.json": files["tete.json"].replace(b'"dossier":"crue"', b'"dossier":"autre"')}


SPOILT = [
    spoilt_byte,
    line_removed,
    tail_removed,
    lines_swapped,
    words_changed,
    words_nulled,
    words_taken_out,
    words_of_nothing,
    head_changed,
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_whatever_is_changed_is_found_even_under_a_new_manifest(
    told: Office, verify: Callable[..., tuple[int, str]], spoil: Callable[[Files], Files]
) -> None:
    files = spoil(files_of(archived(told)[0]))
    for sealed in (True, False):
        code, said = verify(boxed(files, sealed=sealed))
        assert code == 1 and "FAUTE" in said, said


def test_a_file_changed_added_or_left_out_is_found(told: Office, verify: Callable[..., tuple[int, str]]) -> None:
    files = files_of(archived(told)[0])
    point = next(name for name in files if name.endswith(".txt") and name.startswith("points/"))
    for changed in (
        {**files, point: files[point] + b"!"},
        {**files, "de-plus.txt": b""},
        {name: content for name, content in files.items() if name != point},
    ):
        assert verify(boxed(changed, sealed=False))[0] == 1
    assert verify(b"PK nothing")[0] == 1


def test_a_chain_rewritten_whole_is_found_by_a_mark_kept_elsewhere(
    told: Office, verify: Callable[..., tuple[int, str]]
) -> None:
    archive, sealed = archived(told)
    files = files_of(archive)
    lines = [line.replace(b'"persons":3', b'"persons":9') for line in lines_of(files)]
    digest = bytes(32)
    for line in lines:
        digest = sha256(digest + line.rstrip(b"\n")).digest()
    head = {**json.loads(files["tete.json"]), "digest": digest.hex()}
    rewritten = boxed({**files, "journal.jsonl": b"".join(lines), "tete.json": json.dumps(head).encode()})
    assert verify(rewritten)[0] == 0, "it holds together: that is what a mark is for"
    assert verify(rewritten, sealed.cursor)[0] == 1
    assert verify(rewritten, sealed.seal)[0] == 1
