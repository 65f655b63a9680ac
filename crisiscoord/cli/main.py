"""Every verb of the command line, and the one place where their failures become exit codes."""

import sys

import typer
from sqlalchemy.exc import OperationalError

from ..errors import Problem
from ..library.faults import LibraryRefused
from ..settings import SettingsRefused
from . import accounting, administering, archiving, checking, directing, examining, exporting, keeping, playing, serving

app = typer.Typer(
    name="crisiscoord",
    help="Coordination de crise des CCAS : un dossier, une main courante, un tableau.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for verb in (
    serving.serve,
    serving.work,
    playing.demo,
    playing.exercise,
    playing.watch,
    checking.verify,
    exporting.export,
    archiving.archive,
    keeping.backup,
    keeping.restore,
    examining.doctor,
    checking.settings,
    checking.assets,
    checking.vocabulary,
):
    app.command()(verb)
app.add_typer(administering.db, name="db")
app.add_typer(accounting.account, name="account")
app.add_typer(administering.token, name="token")
app.add_typer(administering.webhook, name="webhook")
app.add_typer(directing.directory, name="directory")
app.add_typer(checking.playbooks, name="playbooks")


def main() -> None:
    """Run the command line. What is refused is said in French on the error output, without a stack."""
    try:
        app()
    except (Problem, SettingsRefused, LibraryRefused) as refused:
        print(refused, file=sys.stderr)
        raise SystemExit(1) from None
    except OperationalError as fault:  # by its kind alone: its own words may hold an address with a password
        kind = type(fault.orig).__name__
        print(
            f"La base de données ne répond pas ({kind})\u00a0: voir «\u00a0crisiscoord doctor\u00a0».", file=sys.stderr
        )
        raise SystemExit(1) from None
