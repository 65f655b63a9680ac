"""`archive`: a whole dossier, sealed, for whoever will have to prove what was written."""

import os
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
            if target.exists():
                raise typer.BadParameter(f"{target} existe déjà\u00a0: choisissez un autre nom (--output).")
            # Under another name until it is whole: half an archive must not pass for one.
            unfinished = target.with_name(f".{target.name}.partiel")
            try:
                # For its owner alone: it holds what only the cell may read.
                with open(unfinished, "xb", opener=_for_its_owner) as out:
                    sealed = write_archive(out, connection, board, origin)
                unfinished.rename(target)
            finally:
                unfinished.unlink(missing_ok=True)
    finally:
        engine.dispose()
    typer.echo(f"{target}\u00a0: {sealed.entries} lignes, curseur {sealed.cursor}")
    typer.echo(f"sceau {sealed.seal}")


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
