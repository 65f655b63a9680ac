"""`verify`, `playbooks check`, `settings`, `assets`, `vocabulary`: what is so, and what is wrong."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import inspect

from ..assets import playbooks_dir, static_dir
from ..build_assets import AssetsError, is_fresh
from ..build_assets import build as build_assets
from ..errors import Missing
from ..journal.engine import engine_for
from ..journal.heads import all_heads, head_of
from ..journal.verify import Proof
from ..journal.verify import verify as proven
from ..library.reading import check as check_playbooks
from ..web.contract import write_generated
from . import opening

playbooks = typer.Typer(help="Les textes convenus : protocoles, conventions, aides, scénarios.", no_args_is_help=True)


@playbooks.callback()
def _playbooks() -> None:
    """Keeps `check` a verb of its own: Typer folds a single command into its group."""


@playbooks.command("check")
def playbooks_check(folder: Annotated[Path | None, typer.Argument(help="Dossier à lire.")] = None) -> None:
    """Dit si chaque fichier est valide, sinon le fichier, la ligne et la raison."""
    faults = check_playbooks(folder or playbooks_dir())
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        raise typer.Exit(1)
    typer.echo("Tous les fichiers sont valides.")


def verify(dossier: Annotated[str | None, typer.Argument(help="Un dossier ; sans rien, tous.")] = None) -> None:
    """Prouve que les journaux sont sans trou, lisibles et intacts."""
    # Not `opening.database`: a journal whose locks were removed is the one that most needs to be proved.
    engine = engine_for(opening.settings().database)
    if not inspect(engine).has_table("entry"):
        raise Missing("Cette base ne contient aucun journal : vérifiez CRISISCOORD_DATABASE.")
    with engine.begin() as connection:
        if dossier is None:
            heads = [head for head in all_heads(connection) if not head.dossier.startswith("_")]
        else:
            head = head_of(connection, dossier)
            if head is None:
                raise Missing(f"Aucun dossier « {dossier} ».")
            heads = [head]
        proofs = [proven(connection, head) for head in heads]
    for proof in proofs:
        say_proof(proof)
    if not proofs:
        typer.echo("Aucun dossier.")
    if any(proof.faults for proof in proofs):
        raise typer.Exit(1)


def say_proof(proof: Proof) -> None:
    """Say where a journal stands, or each of its faults on the error output."""
    erased = f", {proof.erased} textes effacés" if proof.erased else ""
    if not proof.faults:
        typer.echo(f"{proof.dossier} : {proof.entries} entrées, intact, tête {proof.cursor}{erased}")
        return
    typer.echo(f"{proof.dossier} : {len(proof.faults) + proof.more} fautes", err=True)
    for fault in proof.faults:
        typer.echo(f"  {fault}", err=True)
    if proof.more:
        typer.echo(f"  … et {proof.more} autres", err=True)


def settings() -> None:
    """Montre chaque réglage, sa valeur et ce qu’il veut dire."""
    for described in opening.settings().describe():
        mark = "*" if described.is_set else " "
        typer.echo(f"{mark} {described.name} = {described.value or '(vide)'}\n      {described.meaning}")


def assets(if_needed: Annotated[bool, typer.Option("--if-needed", help="Rien si tout est à jour.")] = False) -> None:
    """Va chercher les bibliothèques du navigateur (npm) et les pose dans static/vendor."""
    if if_needed and is_fresh(static_dir()):
        return
    try:
        build_assets(static_dir())
    except AssetsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo("Bibliothèques du navigateur en place.")


def vocabulary(
    check: Annotated[
        bool, typer.Option("--check", help="N’écrit rien ; échoue si un fichier n’est pas à jour.")
    ] = False,
) -> None:
    """Écrit les fichiers tirés du code : contrat, vocabulaire, erreurs, droits."""
    stale = write_generated(static_dir().parent, check=check)
    for name in stale:
        typer.echo(f"pas à jour\u00a0: {name}" if check else f"écrit\u00a0: {name}", err=check)
    if check and stale:
        typer.echo("Lancez « crisiscoord vocabulary ».", err=True)
        raise typer.Exit(1)
