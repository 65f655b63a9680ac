"""What the first line of a file says: what kind of file it is, and what each column holds."""

from dataclasses import dataclass
from typing import Any

from ..errors import Malformed
from ..library.gazetteer import fold
from .fields import BODY_COLUMNS, CONTACT_COLUMNS, ROSTER_COLUMNS, Column, Unreadable, one_line, read_commune
from .files import Line
from .territories import Fault
from .view import DirectoryView

BODIES, CONTACTS, ROSTER, SIRENE = "bodies", "contacts", "roster", "sirene"

#: The columns of Sirene that are read, by the names that INSEE gives them (variables of the files of legal units and
#: of establishments); its other columns are left aside. The last two are there when a seat has been joined to its unit.
SIRENE_COLUMNS = (
    Column("siren", "siren", "SIREN", one_line(9), required=True),
    Column("categorieJuridiqueUniteLegale", "category", "Catégorie juridique", one_line(4), required=True),
    Column("denominationUniteLegale", "name", "Dénomination", one_line(200)),
    Column("nicSiegeUniteLegale", "nic", "NIC du siège", one_line(5)),
    Column("etatAdministratifUniteLegale", "state", "État administratif", one_line(1)),
    Column("codeCommuneEtablissement", "commune", "Commune du siège", read_commune),
    Column("etablissementSiege", "seat", "Siège", one_line(5)),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    BODIES: BODY_COLUMNS,
    CONTACTS: CONTACT_COLUMNS,
    ROSTER: ROSTER_COLUMNS,
    SIRENE: SIRENE_COLUMNS,
}
KINDS = tuple(COLUMNS)
#: What a file of each kind holds, in French.
SAID = {BODIES: "organismes", CONTACTS: "contacts", ROSTER: "vivier", SIRENE: "unités légales de Sirene"}


class UnreadableHeading(Malformed):
    code, title = "unreadable_heading", "Première ligne illisible"


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line, read. A column that is None is not read."""

    kind: str
    columns: tuple[Column | None, ...]

    def read(self, line: Line, view: DirectoryView) -> tuple[dict[str, Any], list[Fault]]:
        """Return what the cells of a line hold, by field, and what is wrong with them. An empty cell says nothing."""
        read: dict[str, Any] = {}
        faults: list[Fault] = []
        for column, cell in zip(self.columns, line.cells, strict=False):
            if column is None or not (cell := _unquoted(cell)):
                continue
            try:
                read[column.field] = column.read(cell, view)
            except Unreadable as why:
                faults.append((column.field, str(why)))
        if any(line.cells[len(self.columns) :]):
            faults.append(("", "plus de cases que la première ligne n’a de titres"))
        wrong = {field for field, _ in faults}
        for column in COLUMNS[self.kind]:
            if column.required and column.field not in read and column.field not in wrong:
                faults.append((column.field, "case à remplir"))
        return read, faults

    def title(self, field: str) -> str:
        """Return the title of the column that holds a field, as the file writes it or as it should."""
        return next((column.title for column in COLUMNS[self.kind] if column.field == field), "")


def heading_of(line: Line, kind: str | None = None) -> Heading:
    """Read the first line of a file; its titles say which kind it is when `kind` does not. Raises UnreadableHeading."""
    titles = [_folded(cell) for cell in line.cells]
    while titles and not titles[-1]:
        titles.pop()
    kind = kind or _kind(set(titles))
    by_title = {name: column for column in COLUMNS[kind] for name in _names(column)}
    columns = tuple(by_title.get(title) for title in titles)
    if kind != SIRENE:
        unknown = [cell[:40] for cell, column in zip(line.cells, columns, strict=False) if column is None]
        if unknown:
            known = ", ".join(column.title for column in COLUMNS[kind])
            shown = ", ".join(f"«\u00a0{title}\u00a0»" for title in unknown[:5])
            raise UnreadableHeading(f"Ligne {line.number}\u00a0: colonne inconnue, {shown}. Attendues\u00a0: {known}.")
    fields = [column.field for column in columns if column]
    twice = [column.title for column in columns if column and fields.count(column.field) > 1]
    if twice:
        raise UnreadableHeading(f"Ligne {line.number}\u00a0: la colonne «\u00a0{twice[0]}\u00a0» y est deux fois.")
    lacking = [column.title for column in COLUMNS[kind] if column.required and column.field not in fields]
    if lacking or not fields:
        wanted = ", ".join(lacking) or ", ".join(column.title for column in COLUMNS[kind])
        raise UnreadableHeading(f"Ligne {line.number}\u00a0: il manque une colonne. Attendues\u00a0: {wanted}.")
    return Heading(kind, columns)


def _kind(titles: set[str]) -> str:
    if {"siren", "categoriejuridiqueunitelegale"} <= titles:
        return SIRENE
    if "disponibilites" in titles or {"nom", "fonction", "departements"} <= titles:
        return ROSTER
    return CONTACTS if "fonction" in titles else BODIES


def _names(column: Column) -> tuple[str, ...]:
    return tuple(_folded(name) for name in (column.title, column.label, *column.also))


def _folded(title: str) -> str:
    return fold(title.replace("_", " "))


def _unquoted(cell: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from reading a cell as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
