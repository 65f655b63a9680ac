"""`directory`: the bodies, their contacts and the roster, imported on the machine itself."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..clock import SystemClock
from ..directory.bodies import Bodies
from ..directory.files import MOST_BYTES
from ..directory.headings import KINDS
from ..directory.imports import MOST_TOLD, Imports, Plan
from ..directory.roster import Roster
from ..directory.templates import template
from ..domain.words import Actor
from ..journal.writer import Writer
from ..library.territory import territory
from . import opening
from .tokening import ledger_of

directory = typer.Typer(help="L’annuaire\u00a0: organismes, contacts, vivier.", no_args_is_help=True)

#: Whoever holds the command line of the server administers it (docs/operating.md).
_BY = Actor(account="console", role="admin", name="Ligne de commande")
_KIND = typer.Option(help=f"Ce que contient le fichier\u00a0: {', '.join(KINDS)}. Sans lui, les titres le disent.")


@directory.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="Fichier CSV ou XLSX.", exists=True, dir_okay=False)],
    kind: Annotated[str | None, _KIND] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Dit ce que ferait l’import, sans rien écrire.")] = False,
) -> None:
    """Importe un fichier en entier, ou rien : chaque ligne refusée est nommée, avec sa colonne et le motif."""
    kind = _known(kind)
    settings = opening.settings()
    writer = Writer(opening.database(settings))
    try:
        ledger = ledger_of(writer)
        imports = Imports(ledger, Bodies(ledger, territory()), Roster(ledger))
        plan = _planned(imports, file, kind)
        _report(plan)
        if plan.refused:
            typer.echo("Rien n’a été importé.", err=True)
            raise typer.Exit(1)
        if not dry_run:
            imports.carry_out(plan, _BY, SystemClock().now())
    finally:
        writer.stop()
    typer.echo(("Essai à blanc. " if dry_run else "") + plan.summary())


@directory.command("template")
def write_template(
    kind: Annotated[str, typer.Argument(help="bodies, contacts ou roster")],
    output: Annotated[Path | None, typer.Option(help="Fichier à écrire\u202f; sinon, la sortie.")] = None,
) -> None:
    """Écrit un modèle de fichier à remplir (CSV, UTF-8, point-virgule), avec une ligne d’exemple."""
    data = template(_known(kind) or "")
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)


def _planned(imports: Imports, file: Path, kind: str | None) -> Plan:
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    with typer.progressbar(length=100, label="Lecture", file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.update(done * 100 // of - bar.pos)

        return imports.plan(imports.open(data, kind), progress)


def _report(plan: Plan) -> None:
    for one in plan.faults:
        column = f", colonne «\u00a0{one.column}\u00a0»" if one.column else ""
        typer.echo(f"Ligne {one.line}{column}\u00a0: {one.reason}", err=True)
    for one in plan.left:
        typer.echo(f"Ligne {one.line}, laissée de côté\u00a0: {one.reason}", err=True)
    if max(plan.refused, plan.aside) > MOST_TOLD:
        typer.echo(f"Seuls les {MOST_TOLD} premiers motifs sont donnés.", err=True)


def _known(kind: str | None) -> str | None:
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"attendu\u00a0: {', '.join(KINDS)}")
    return kind
