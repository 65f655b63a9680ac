"""From the bytes of a file to its rows: CSV as French programs write it, XLSX, with a bound on everything.

CSV: UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252; `;`, `,` or tabs, whichever the first line
has more of. XLSX is an archive of XML: what stands in it is counted and weighed before anything reads it, and what
reads it gets a copy that holds nothing else. Document types, and with them entities, are refused.
"""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ..errors import Malformed, TooLarge
from .fields import MOST_CELL, text_of

#: Bytes of a file, lines below its heading, columns.
MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 8 * 1024 * 1024, 50_000, 150
#: Cells of a sheet, empty ones included: what reads it makes them all.
MOST_CELLS = 1_500_000
#: Files in an XLSX, bytes of one and of all once unzipped, and bytes that its cells may hold once repeated.
MOST_MEMBERS, MOST_MEMBER, MOST_UNZIPPED, MOST_REPEATED = 500, 48 * 1024 * 1024, 64 * 1024 * 1024, 128 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"<(?:[A-Za-z0-9]{1,20}:)?c(?=[\s/>])([^>]*)")
_ATTRIBUTES = re.compile(rb"""(?:\s+[\w:]+="[^"'<=]*"|\s+[\w:]+='[^"'<=]*')*\s*/?""")
_AT = re.compile(rb"""\sr=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_TEXT_END = re.compile(rb"</(?:[A-Za-z0-9]+:)?si\s*>")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_SEPARATORS = ";,\t"


class UnreadableFile(Malformed):
    code, title = "unreadable_file", "Fichier illisible"


class FileTooLarge(TooLarge):
    code, title = "file_too_large", "Fichier trop grand"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its number in the file, from 1, and its cells."""

    number: int
    cells: list[str]


def read_lines(data: bytes) -> list[Line]:
    """Return the lines that are not empty. Raises UnreadableFile or FileTooLarge, in French."""
    if len(data) > MOST_BYTES:
        raise FileTooLarge(f"Un fichier tient en {MOST_BYTES // 1024 // 1024} Mio\u00a0: faites-en plusieurs.")
    if data.startswith(_OLD_EXCEL):
        raise UnreadableFile("Cet ancien format (.xls) n’est pas lu\u00a0: enregistrez en .xlsx ou en CSV.")
    rows = _xlsx(data) if data.startswith(_ZIP) else _csv(data)
    lines: list[Line] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if len(lines) > MOST_ROWS:
            raise FileTooLarge(f"Un fichier tient en {MOST_ROWS} lignes\u00a0: faites-en plusieurs.")
        if len(cells) > MOST_COLUMNS:
            raise UnreadableFile(f"Ligne {number}\u00a0: {MOST_COLUMNS} colonnes au plus.")
        lines.append(Line(number, cells))
    if not lines:
        raise UnreadableFile("Ce fichier est vide.")
    return lines


# ------------------------------------------------------------------------------------------------------ CSV


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    if "\0" in text:
        raise UnreadableFile("Ce fichier n’est ni un CSV ni un XLSX.")
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(len(cell) > MOST_CELL for cell in cells):
                raise UnreadableFile(f"Ligne {number}\u00a0: {MOST_CELL} caractères par case au plus.")
            yield number, [cell.strip() for cell in cells]
            number = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(f"Ligne {number}\u00a0: guillemets ou séparateurs illisibles.") from error


def _decoded(data: bytes) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableFile("Ce fichier n’est ni en UTF-8, ni en Windows-1252.") from error


# ----------------------------------------------------------------------------------------------------- XLSX


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(_weighed(data)))
        if not book.sheet_names:
            raise UnreadableFile("Ce classeur n’a pas de feuille.")
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise UnreadableFile("Ce classeur ne peut pas être lu\u00a0: enregistrez-le de nouveau en .xlsx.") from error
    for number, row in enumerate(rows, start=1):
        yield number, _cells(number, row)


def _cells(number: int, row: list[Any]) -> list[str]:
    cells = [text_of(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if any(len(cell) > MOST_CELL for cell in cells):
        raise UnreadableFile(f"Ligne {number}\u00a0: {MOST_CELL} caractères par case au plus.")
    return cells


def _weighed(data: bytes) -> bytes:
    """Return a copy of the archive that holds what was looked at, and nothing else."""
    members = _members(data)
    texts = members.get("xl/sharedStrings.xml", b"")
    longest = max((len(text) for text in _TEXT_END.split(texts)), default=0)
    for name, content in members.items():
        if _SHEET.fullmatch(name):
            _look_at_sheet(content, longest)
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return copy.getvalue()


def _members(data: bytes) -> dict[str, bytes]:
    """Unzip, within the bounds: what the archive says of itself is not believed."""
    members: dict[str, bytes] = {}
    left = MOST_UNZIPPED
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_MEMBERS:
                raise FileTooLarge("Ce classeur contient trop de fichiers.")
            for one in listed:
                if not one.filename.endswith((".xml", ".rels")):
                    continue  # images, macros: nothing that is read here
                with archive.open(one) as opened:
                    content = opened.read(min(left, MOST_MEMBER) + 1)
                if len(content) > min(left, MOST_MEMBER):
                    raise FileTooLarge("Ce classeur est trop grand une fois décompressé.")
                left -= len(content)
                members[one.filename] = _plain_xml(content)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableFile("Ce classeur est abîmé, ou protégé par un mot de passe.") from error
    return members


def _plain_xml(content: bytes) -> bytes:
    if b"\0" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableFile("Ce classeur contient du XML qui n’est pas admis.")
    return content


def _look_at_sheet(content: bytes, longest_text: int) -> None:
    """Refuse a sheet that would be much larger in memory than in its file.

    Cells that do not say where they are could be anywhere: common programs all say it.
    """
    cells = last_row = last_column = 0
    for found in _CELL.finditer(content):
        at = _AT.search(found[1]) if _ATTRIBUTES.fullmatch(found[1]) else None
        if at is None:
            raise UnreadableFile("Ce classeur ne peut pas être lu\u00a0: enregistrez-le de nouveau en .xlsx.")
        cells += 1
        last_row, last_column = max(last_row, int(at[2])), max(last_column, _column(at[1]))
    if last_row > MOST_ROWS + 1:
        raise FileTooLarge(f"Une feuille tient en {MOST_ROWS} lignes, vides comprises.")
    if last_column > MOST_COLUMNS:
        raise FileTooLarge(f"Une feuille tient en {MOST_COLUMNS} colonnes, vides comprises.")
    if last_row * last_column > MOST_CELLS:
        raise FileTooLarge(f"Une feuille tient en {MOST_CELLS} cases, vides comprises\u00a0: faites-en plusieurs.")
    if cells * longest_text > MOST_REPEATED:
        raise FileTooLarge("Ce classeur est trop grand une fois lu.")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
