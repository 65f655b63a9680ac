"""Tables to print: PDF by typst, and one HTML page that holds all it needs.

The main courante is printed as a numbered register. What is longer than a page's width is not: the columns of figures
that nobody filled are left out, and the page says how many.
"""

from datetime import datetime
from html import escape
from typing import Any

from ..domain.french import counted, day_and_time
from .exporting import Origin, Table, Value
from .typeset import to_pdf

#: Columns that hold on a sheet of paper.
WIDE = 12
_REGISTER = ("seq", "at", "occurred_at", "role", "text", "digest")

_STYLE = """body{font:14px/1.4 system-ui,sans-serif;margin:1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #999;
padding:.25rem .4rem}thead{display:table-header-group}.exo{background:#000;color:#fff;font-weight:bold;
text-align:center;padding:.3rem;letter-spacing:.1em}@media print{.exo{border:2px solid #000}}"""


def table_pdf(table: Table, origin: Origin) -> bytes:
    """Print a table on paper, landscape."""
    names = [column.name for column in table.columns]
    register = table.name == "main-courante"
    kept = [names.index(name) for name in _REGISTER] if register else _filled(table)
    data = {
        "exercise": origin.exercise,
        "author": "UNCCAS",
        "heading": f"{table.title} – {origin.title}",
        "sub": _sub(table, origin, 0 if register else len(names) - len(kept)),
        "foot": f"{origin.title} – journal {origin.cursor}",
        "end": f"Fin\u00a0: {counted(len(table.rows), 'ligne')}. Journal arrêté à {origin.cursor}.",
        "titles": [table.columns[index].title for index in kept],
        "rows": [[_cell(row[index], origin) for index in kept] for row in table.rows],
    }
    return to_pdf("register.typ" if register else "table.typ", data)


def table_html(table: Table, origin: Origin) -> bytes:
    """Write a table as one page of HTML, without script, that can be kept and printed."""
    exo = '<p class="exo">EXERCICE – simulation, données fictives – EXERCICE</p>' if origin.exercise else ""
    heads = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_cell(value, origin))}</td>" for value in row) + "</tr>" for row in table.rows
    )
    title = escape(f"{table.title} – {origin.title}")
    page = (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head><body>{exo}<h1>{title}</h1><p>{escape(_sub(table, origin, 0))}</p><table><thead><tr>{heads}</tr>"
        f"</thead><tbody>{rows}</tbody></table>{exo}</body></html>\n"
    )
    return page.encode()


def _sub(table: Table, origin: Origin, left_out: int) -> str:
    made = f"{counted(len(table.rows), 'ligne')}, tirées le {day_and_time(origin.at, origin.zone)}."
    less = f" {counted(left_out, 'colonne vide ou secondaire', 'colonnes vides ou secondaires')} non imprimées."
    return f"{made} Journal {origin.cursor}.{less if left_out else ''}"


def _filled(table: Table) -> list[int]:
    """Return the columns that are printed: those that say something, the first ones, without the qualities."""
    told = [
        index
        for index, column in enumerate(table.columns)
        if not column.name.endswith("_quality") and any(row[index] not in (None, "") for row in table.rows)
    ]
    return (told or list(range(len(table.columns))))[:WIDE]


def _cell(value: Value | Any, origin: Origin) -> str:
    if isinstance(value, datetime):
        return day_and_time(value, origin.zone)
    return "" if value is None else str(value)
