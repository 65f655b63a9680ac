"""`export`: a table of a dossier, written on the machine itself, with the rights of a role."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..clock import SystemClock
from ..documents.body_rows import Chosen
from ..documents.exporting import origin_of
from ..documents.interchange import to_geojson, to_json
from ..documents.printed import table_html, table_pdf
from ..documents.spreadsheets import to_csv, to_xlsx
from ..documents.tables import ORDERED, TABLES, table_of
from ..domain import policy
from ..domain.seen import Seen
from ..domain.vocabulary import ROLES
from ..domain.words import Actor
from ..errors import Missing
from ..journal.boards import Boards
from ..journal.pages import Asked
from . import opening

_WRITERS = {
    "csv": to_csv,
    "xlsx": lambda table, origin: to_xlsx([table], origin),
    "json": to_json,
    "geojson": to_geojson,
    "html": table_html,
    "pdf": table_pdf,
}


def export(
    dossier: Annotated[str, typer.Argument(help="Le dossier.")],
    format: Annotated[str, typer.Option(help="csv, xlsx, json, geojson, html ou pdf.")],
    table: Annotated[str, typer.Option(help=f"{', '.join(TABLES)}.")] = "main-courante",
    order: Annotated[
        str,
        typer.Option(help="Main courante\u00a0: desc, la plus récente d’abord, ou asc, comme un registre."),
    ] = "",
    output: Annotated[Path | None, typer.Option(help="Le fichier à écrire\u202f; sans rien, la sortie.")] = None,
    role: Annotated[str, typer.Option(help="Les droits de qui\u202f?")] = "unccas_permanence",
    body: Annotated[list[str] | None, typer.Option(help="Organisme de ce rôle. Répétable.")] = None,
    departement: Annotated[list[str] | None, typer.Option(help="Département de ce rôle. Répétable.")] = None,
) -> None:
    """Écrit un tableau d’un dossier, dans l’ordre et avec les droits de l’écran."""
    orders = ORDERED.get(table, ("",))
    if order and order not in orders:
        raise typer.BadParameter(
            f"--order, pour ce tableau\u00a0: {', '.join(orders) if orders[0] else 'aucun choix'}."
        )
    if format not in _WRITERS or table not in TABLES or role not in ROLES:
        raise typer.BadParameter(
            f"Attendu\u00a0: --format {', '.join(_WRITERS)}\u202f; --table {', '.join(TABLES)}\u202f; un rôle connu."
        )
    engine = opening.database(opening.settings())
    actor = Actor(account="export", role=role, bodies=tuple(body or ()), departements=tuple(departement or ()))
    try:
        board = Boards(engine).fresh(dossier)
        channels = policy.channels(actor, board)
        if not channels:
            raise Missing(f"Aucun dossier «\u00a0{dossier}\u00a0» n’est ouvert à ce rôle.")
        origin = origin_of(board, SystemClock().now())
        with engine.begin() as connection:
            seen, chosen = Seen(board, channels), Chosen(order=order or orders[0])
            found = table_of(table, connection, board, Asked(channels), seen, origin.at, chosen)
    finally:
        engine.dispose()
    written = _WRITERS[format](found, origin)
    if output is not None:
        output.write_bytes(written)
    else:
        sys.stdout.buffer.write(written)
