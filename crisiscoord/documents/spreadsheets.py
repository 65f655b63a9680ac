"""Tables for spreadsheets: CSV as French programs open it, XLSX.

CSV: UTF-8 with its mark, `;`, CRLF (RFC 4180 but for the separator, which is that of a French list). A text that a
program would take for a formula, or for a number that it is not, begins with an apostrophe (OWASP, CSV injection): a
report may hold what anybody typed.
"""

import csv
import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook

from .exporting import Origin, Table, Value, marked

#: The full-width ones too: some programs read them as the others.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: How a digest may happen to look: a spreadsheet would compute it.
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]*)?[eE][0-9]+")
#: What one cell of a spreadsheet holds.
CELL = 32_767


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, nor for a number that it is not (a digest, `538308e6`).

    Leading zeros stay as they are, because programs read the codes of communes: XLSX keeps them on the screen too.
    """
    return f"'{text}" if text.startswith(_FORMULA) or _SCIENTIFIC.fullmatch(text) else text


def to_csv(table: Table, origin: Origin, *, hxl: bool = False) -> bytes:
    """Write a table. With `hxl`, the second row holds the tags of the Humanitarian Exchange Language."""
    titles, rows = marked(table, origin)
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(titles)
    if hxl:
        writer.writerow([*(column.hxl for column in table.columns), "#meta+exercise", "#meta+dossier", "#meta+journal"])
    writer.writerows([_cell(value, origin) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def to_xlsx(tables: Iterable[Table], origin: Origin) -> bytes:
    """Write tables, one sheet each, with EXERCICE and the head of the journal on every row and every printed page."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    book = Workbook(file, options)
    book.set_properties({"title": origin.title, "comments": f"{_mark(origin)}Journal {origin.cursor}"})
    book.set_custom_property("journal", origin.cursor)
    head = book.add_format({"bold": True, "bottom": 1})
    instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    zone = ZoneInfo(origin.zone)
    for table in tables:
        sheet = book.add_worksheet(table.title[:31])
        titles, rows = marked(table, origin)
        sheet.write_row(0, 0, titles, head)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value.astimezone(zone).replace(tzinfo=None), instant)
                elif isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, value[:CELL])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
        sheet.set_column(0, len(titles) - 1, 18)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.set_header(f"&L{_mark(origin)}{_plain(origin.title)}&R{table.title}")
        sheet.set_footer(f"&LJournal {origin.cursor}&R&P/&N")
    book.close()
    return file.getvalue()


def _mark(origin: Origin) -> str:
    return "EXERCICE – " if origin.exercise else ""


def _plain(text: str) -> str:
    return text.replace("&", "&&")[:120]


def _cell(value: Value, origin: Origin) -> str | int:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(origin.zone)).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, int):
        return value
    return neutral(value) if value else ""
