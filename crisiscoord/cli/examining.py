"""`doctor`: what is well, what to look at, what is wrong with an installation. It changes nothing."""

import typer
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from ..clock import SystemClock
from ..journal.engine import engine_for
from ..journal.heads import latest_heads
from ..settings import SettingsRefused
from . import opening
from .checkups import FAULT, SEE, Finding, copies, findings

_MARKS = {"bien": "bien  ", "à voir": "À VOIR", "faute": "FAUTE "}


def doctor() -> None:
    """Examine l’installation, sans rien changer\u00a0: ce qui va, ce qui est à voir, ce qui est à réparer."""
    try:
        settings = opening.settings()
    except SettingsRefused as refused:
        for reason in refused.reasons:
            _say(Finding(FAULT, "réglages", reason))
        raise typer.Exit(1) from None
    engine, clock = engine_for(settings.database), SystemClock()
    counts = {FAULT: 0, SEE: 0}
    try:
        for one in (*findings(settings, engine, clock), *copies(settings, clock, lambda: _has_entries(engine))):
            _say(one)
            counts[one.level] = counts.get(one.level, 0) + 1
    finally:
        engine.dispose()
    typer.echo(f"Fautes\u00a0: {counts[FAULT]}. À voir\u00a0: {counts[SEE]}.")
    if counts[FAULT]:
        raise typer.Exit(1)


def _say(one: Finding) -> None:
    typer.echo(f"{_MARKS[one.level]}  {one.about}\u00a0: {one.said}")


def _has_entries(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            return inspect(connection).has_table("head") and bool(latest_heads(connection, 1)[0])
    except SQLAlchemyError:
        return False
