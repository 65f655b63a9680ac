"""What every export holds besides its rows: where it comes from, and whether it is played.

A file that leaves the board must say by itself which journal it was drawn from, up to which entry, and that it is an
EXERCICE when it is. A table repeats it on each row, because rows are copied into other tables.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain import catalogue
from ..domain.board import Board
from ..domain.words import format_instant
from ..errors import TooLarge

#: Rows of one file. A crisis of 4,100 bodies and a main courante of a week hold in it.
MOST_ROWS = 50_000

Value = str | int | datetime | None


class ExportTooLarge(TooLarge):
    code, title = "export_too_large", "Export trop volumineux"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from: a dossier, the head of its journal, the instant at which it was made."""

    dossier: str
    kind: str
    title: str
    exercise: bool
    cursor: str
    at: datetime
    zone: str

    def told(self) -> dict[str, Any]:
        """Return the same for programs."""
        return {
            "dossier": self.dossier,
            "title": self.title,
            "exercise": self.exercise,
            "journal": self.cursor,
            "exported_at": format_instant(self.at),
        }

    def file_name(self, name: str, ending: str) -> str:
        """Return `EXERCICE-crue-2018-organismes-411.csv`: the number is the entry that the file stops at."""
        mark = "EXERCICE-" if self.exercise else ""
        return f"{mark}{self.dossier}-{name}-{self.cursor.partition('.')[0]}.{ending}"


def origin_of(board: Board, now: datetime) -> Origin:
    """Return where a file drawn from `board` at `now` comes from."""
    head = catalogue.head_card(board)
    return Origin(
        dossier=board.dossier,
        kind=board.kind,
        title=getattr(head, "title", board.dossier),
        exercise=catalogue.is_exercise(board),
        cursor=board.cursor,
        at=now,
        zone=getattr(head, "timezone", "Europe/Paris"),
    )


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name for programs, its title in French, what it shows of a thing, its HXL tag if it has one."""

    name: str
    title: str
    of: Callable[[Any], Value]
    hxl: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind of thing, in the order of the screen. `points`: longitude and latitude of each row, or None."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    points: tuple[tuple[float, float] | None, ...] | None = None


def tabled(name: str, title: str, columns: tuple[Column, ...], things: Iterable[Any]) -> Table:
    """Return the table of `things`. Raises ExportTooLarge beyond MOST_ROWS, rather than leave some out unsaid."""
    rows: list[tuple[Value, ...]] = []
    for thing in things:
        if len(rows) == MOST_ROWS:
            raise ExportTooLarge(
                f"Plus de {MOST_ROWS} lignes\u00a0: restreindre l’export par un département, un organisme ou des mots."
            )
        rows.append(tuple(column.of(thing) for column in columns))
    return Table(name, title, columns, tuple(rows))


def marked(table: Table, origin: Origin) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    """Return the titles and the rows of a table, each row with EXERCICE and the head of its journal."""
    mark: tuple[Value, ...] = ("EXERCICE" if origin.exercise else "", origin.dossier, origin.cursor)
    titles = (*(column.title for column in table.columns), "Exercice", "Dossier", "Journal")
    return titles, [(*row, *mark) for row in table.rows]
