"""Files as French programs write them, and those that must not be read."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from crisiscoord.directory import files
from crisiscoord.directory.files import FileTooLarge, UnreadableFile, read_lines

ROWS = [["nom", "ville"], ["Élodie, Noël", "Nîmes"], ["", ""], ["Œuvre", "L’Haÿ"]]


def cells(data: bytes) -> list[tuple[int, list[str]]]:
    return [(line.number, line.cells) for line in read_lines(data)]


def workbook(rows: list[list[object]]) -> bytes:
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return written.getvalue()


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook, one of its files replaced or added."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            if one.filename != name:
                new.writestr(one, old.read(one))
        new.writestr(name, content)
    return written.getvalue()


EXPECTED = [(1, ["nom", "ville"]), (2, ["Élodie, Noël", "Nîmes"]), (4, ["Œuvre", "L’Haÿ"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_csv_is_read_as_it_comes(encoding: str, separator: str, end: str) -> None:
    text = end.join(separator.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in ROWS)
    assert cells(text.encode(encoding)) == EXPECTED


def test_a_workbook_is_read_like_a_csv() -> None:
    rows: list[list[object]] = [["nom", "n"], ["Nîmes", 30189], ["", None], ["oui", True]]
    assert cells(workbook(rows)) == [(1, ["nom", "n"]), (2, ["Nîmes", "30189"]), (4, ["oui", "oui"])]


def test_a_line_keeps_its_number_in_the_file_across_a_cell_of_several_lines() -> None:
    assert [number for number, _ in cells(b'a;b\n"x\ny";1\nz;2\n')] == [1, 2, 4]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n;;\n",
        b"\x00\x01\x02",
        b"\x81\x8d\x8f;\x90",
        b'a;b\n"x;1\n',
        files._OLD_EXCEL + b"...",
        b"PK\x03\x04 no",
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_lines(data)
    assert str(refused.value).endswith((".", ".xlsx."))


def test_more_than_the_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileTooLarge, match="8 Mio"):
        read_lines(b"a" * (files.MOST_BYTES + 1))
    with pytest.raises(UnreadableFile, match="2000 caractères"):
        read_lines(b"a;b\n" + b"x" * 2_001 + b";1\n")
    with pytest.raises(UnreadableFile, match="150 colonnes"):
        read_lines(b"a;" * 150 + b"a\n")
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    assert len(read_lines(b"a\n1\n2\n")) == 3
    with pytest.raises(FileTooLarge, match="2 lignes"):
        read_lines(b"a\n1\n2\n3\n")
    with pytest.raises(FileTooLarge, match="2 lignes"):
        read_lines(workbook([["a"], ["1"], ["2"], ["3"]]))


def test_a_workbook_that_swells_when_unzipped_is_refused() -> None:
    """Zeros shrink a thousandfold: what the archive says of itself is not believed, and reading stops at the bound."""
    bomb = replaced(workbook([["a"]]), "xl/sharedStrings.xml", b"<sst>" + b" " * (files.MOST_MEMBER + 1))
    assert len(bomb) < 200_000
    with pytest.raises(FileTooLarge, match="décompressé"):
        read_lines(bomb)


def test_a_workbook_of_very_many_files_is_refused() -> None:
    written = BytesIO(workbook([["a"]]))
    with zipfile.ZipFile(written, "a") as archive:
        for at in range(files.MOST_MEMBERS + 1):
            archive.writestr(f"xl/{at}.xml", b"<a/>")
    with pytest.raises(FileTooLarge, match="trop de fichiers"):
        read_lines(written.getvalue())


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', FileTooLarge),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', FileTooLarge),
        ('<row r="50000"><c r="ET50000"><v>1</v></c></row>', FileTooLarge),
        ("<row><c><v>1</v></c></row>", UnreadableFile),
        ('<row r="1"><c x=" r=\'A1\' "><v>1</v></c></row>', UnreadableFile),
    ],
)
def test_a_sheet_that_is_vast_in_memory_is_refused(rows: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_lines(replaced(workbook([["a"]]), "xl/worksheets/sheet1.xml", SHEET.format(rows).encode()))


def test_a_text_repeated_by_every_cell_is_refused() -> None:
    data = workbook([["x"] * 100 for _ in range(500)])
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>' % (
        b"y" * 4_000
    )
    with pytest.raises(FileTooLarge, match="une fois lu"):
        read_lines(replaced(data, "xl/sharedStrings.xml", strings))


def test_entities_are_not_followed() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>'
    with pytest.raises(UnreadableFile, match="XML"):
        read_lines(replaced(workbook([["a"]]), "xl/sharedStrings.xml", bomb))
