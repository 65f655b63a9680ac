"""`archive`: a whole dossier, sealed, for whoever will have to prove what was written."""

from pathlib import Path
from typing import Annotated

import typer

from ..clock import SystemClock
from ..documents.archive import board_in, write_archive
from ..documents.exporting import origin_of
from ..errors import Missing
from ..journal.boards import Boards
from ..journal.engine import one_state
from . import opening
from .whole import whole_file


def archive(
    dossier: Annotated[str, typer.Argument(help="Le dossier.")],
    output: Annotated[
        Path | None, typer.Option(help="Le fichier à écrire\u202f; sans rien, nommé d’après le dossier.")
    ] = None,
) -> None:
    """Écrit l’archive scellée d’un dossier, et dit le sceau à garder ailleurs. Elle contient tout, sans filtre."""
    engine = opening.database(opening.settings())
    try:
        with one_state(engine) as connection:
            board = board_in(connection, Boards(engine), dossier)
            if not board.seq:
                raise Missing(f"Aucun dossier «\u00a0{dossier}\u00a0».")
            origin = origin_of(board, SystemClock().now())
            target = output or Path(origin.file_name("archive", "zip"))
            with whole_file(target) as out:
                sealed = write_archive(out, connection, board, origin)
    finally:
        engine.dispose()
    typer.echo(f"{target}\u00a0: {sealed.entries} lignes, curseur {sealed.cursor}")
    typer.echo(f"sceau {sealed.seal}")
