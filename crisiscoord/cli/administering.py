"""`db`, `token`: what an administrator does on the machine itself."""

from typing import Annotated

import typer

from .. import schema
from ..clock import SystemClock
from ..journal.engine import engine_for
from ..journal.writer import Writer
from ..notices.webhook import secret_of
from . import opening
from .tokening import tokens_of

db = typer.Typer(help="La base de données.", no_args_is_help=True)
token = typer.Typer(help="Les jetons d’accès à l’API.", no_args_is_help=True)
webhook = typer.Typer(help="Les avis de système à système.", no_args_is_help=True)


@db.command()
def upgrade() -> None:
    """Met le schéma à jour ; sans effet s’il l’est déjà."""
    schema.upgrade(engine_for(opening.settings().database))
    typer.echo("Schéma à jour.")


@db.command()
def check() -> None:
    """Dit si le schéma et les verrous du journal sont en place."""
    reasons = schema.check(engine_for(opening.settings().database))
    for reason in reasons:
        typer.echo(reason, err=True)
    if reasons:
        raise typer.Exit(1)
    typer.echo("Schéma à jour, verrous en place.")


@token.command()
def create(
    role: Annotated[str, typer.Option(help="Rôle : unccas_permanence, prefecture, ccas_direction…")],
    body: Annotated[list[str] | None, typer.Option(help="Organisme, par exemple ccas-77333. Répétable.")] = None,
    departement: Annotated[list[str] | None, typer.Option(help="Département, par exemple 77. Répétable.")] = None,
    email: Annotated[str | None, typer.Option(help="Adresse à laquelle une désignation lie ce compte.")] = None,
    label: Annotated[str, typer.Option(help="Nom montré à ceux qui suivent le même dossier.")] = "",
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="Durée de validité, en jours.")] = None,
) -> None:
    """Crée un compte et son jeton, écrit seul sur la dernière ligne. Il ne sera plus montré."""
    settings = opening.settings()
    writer = Writer(opening.database(settings))
    try:
        text, account = tokens_of(settings, writer).create(
            role,
            SystemClock().now(),
            bodies=tuple(body or ()),
            departements=tuple(departement or ()),
            email=email,
            label=label,
            days=days,
        )
    finally:
        writer.stop()
    until = f", jusqu’au {account.expires_at:%d/%m/%Y}" if account.expires_at else ""
    typer.echo(f"Compte {account.id}, rôle {account.role}{until}. Gardez ce jeton :", err=True)
    typer.echo(text)


@webhook.command("secret")
def webhook_secret(
    address: Annotated[str, typer.Argument(help="L’adresse https, telle qu’elle est dans le fichier d’adresses.")],
) -> None:
    """Écrit le secret à remettre au destinataire d’avis par webhook, par un autre chemin que celui-ci."""
    typer.echo(secret_of(opening.settings().secret_key().encode(), address.strip()))


@token.command("list")
def list_tokens() -> None:
    """Nomme les comptes dont le jeton vaut encore."""
    settings, now = opening.settings(), SystemClock().now()
    writer = Writer(opening.database(settings))
    try:
        accounts = tokens_of(settings, writer).standing(now)
    finally:
        writer.stop()
    for account in accounts:
        scope = " ".join([*account.bodies, *account.departements])
        until = f"jusqu’au {account.expires_at:%d/%m/%Y}" if account.expires_at else "sans fin"
        typer.echo(f"{account.id}  {account.role}  {scope or 'national'}  {until}  {account.label}")


@token.command()
def revoke(account: Annotated[str, typer.Argument(help="Compte, tel que « token list » le nomme.")]) -> None:
    """Met fin à un compte, à son jeton et à ses sessions, partout."""
    settings = opening.settings()
    writer = Writer(opening.database(settings))
    try:
        tokens_of(settings, writer).revoke(account, SystemClock().now())
    finally:
        writer.stop()
    typer.echo(f"Compte {account} fermé.")
