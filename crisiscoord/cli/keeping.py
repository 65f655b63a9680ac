"""`backup`, `restore`: the whole database in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from ..backup import Copied, back_up, put_back
from ..clock import SystemClock
from ..domain.french import counted
from ..errors import Missing
from ..journal.engine import engine_for
from . import opening
from .checking import say_proof
from .whole import whole_file


def backup(
    output: Annotated[
        Path | None, typer.Option(help="Le fichier à écrire\u202f; sans rien, daté, dans le dossier des copies.")
    ] = None,
) -> None:
    """Copie toute la base dans un fichier, pendant qu’elle sert, et dit les têtes des journaux, à garder ailleurs."""
    settings, now = opening.settings(), SystemClock().now()
    engine = opening.database(settings)
    target = output or settings.backup_dir() / f"crisiscoord-{now:%Y%m%dT%H%M%SZ}.zip"
    try:
        with whole_file(target, make_folder=output is None) as file:
            copied = back_up(file, engine, now)
    finally:
        engine.dispose()
    _say(f"{target}\u00a0: {counted(copied.rows, 'ligne')}", copied)


def restore(
    copy: Annotated[Path, typer.Argument(help="La copie, telle que «\u00a0backup\u00a0» l’a écrite.")],
    though_broken: Annotated[
        bool, typer.Option("--though-broken", help="Même un journal qui n’était pas intact quand il a été copié.")
    ] = False,
) -> None:
    """Remet une copie dans une base vide, la met au schéma de cette version et prouve chaque journal. Tout, ou rien."""
    settings = opening.settings()
    try:
        file = copy.open("rb")
    except OSError as problem:
        raise Missing(f"«\u00a0{copy}\u00a0» n’a pas pu être lu\u00a0: {problem.strerror}.") from problem
    engine = engine_for(settings.database)
    try:
        with file:
            copied = put_back(file, engine, though_broken=though_broken)
    finally:
        engine.dispose()
    _say(f"{counted(copied.rows, 'ligne remise', 'lignes remises')}. Les sessions ne le sont pas", copied)


def _say(what: str, copied: Copied) -> None:
    typer.echo(f"{what}. Têtes à garder ailleurs\u00a0:" if copied.proofs else f"{what}. Aucun dossier.")
    for proof in copied.proofs:
        say_proof(proof)
    if any(proof.faults for proof in copied.proofs):
        raise typer.Exit(1)
