"""Files to fill in: the titles of the columns, and a line that shows how."""

import csv
from io import StringIO

from ..errors import Missing
from .headings import COLUMNS, SIRENE


class NoTemplate(Missing):
    code, title = "no_template", "Modèle inconnu"


def template(kind: str) -> bytes:
    """Return the template of a kind as French spreadsheets open it: UTF-8 with its mark, semicolons.

    Raises NoTemplate; there is none for Sirene, whose files come from INSEE.
    """
    if kind not in COLUMNS or kind == SIRENE:
        raise NoTemplate("Il n’y a pas de modèle pour ce type de fichier.")
    written = StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(column.title for column in COLUMNS[kind])
    rows.writerow(column.example for column in COLUMNS[kind])
    return written.getvalue().encode("utf-8-sig")
