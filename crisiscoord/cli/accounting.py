"""`account`: the people who sign in, from the machine itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ..clock import SystemClock
from ..directory.onetime import HANDED, OneTime
from ..directory.people import NoSuchPerson, People, Person
from ..journal.writer import Writer
from ..settings import Settings
from ..web.entering import address, lasting
from . import opening
from .tokening import bodies_of, ledger_of

account = typer.Typer(help="Les comptes des personnes qui se connectent.", no_args_is_help=True)

_Who = Annotated[str, typer.Argument(help="Son adresse, ou le compte tel que « account list » le nomme.")]


@account.command()
def add(
    email: Annotated[str, typer.Argument(help="Son adresse de courriel, celle de sa connexion.")],
    name: Annotated[str, typer.Option(help="Son nom, montré à ceux qui suivent le même dossier.")],
    role: Annotated[str, typer.Option(help="Rôle : admin, unccas_permanence, prefecture, ccas_direction…")],
    body: Annotated[list[str] | None, typer.Option(help="Organisme, par exemple ccas-77333. Répétable.")] = None,
    departement: Annotated[list[str] | None, typer.Option(help="Département, par exemple 77. Répétable.")] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Lire son mot de passe sur l’entrée, au lieu d’un lien.")
    ] = False,
) -> None:
    """Ouvre un compte, ou donne un siège de plus. Le lien du mot de passe est seul sur la dernière ligne."""
    settings, now = opening.settings(), SystemClock().now()
    with _people(settings) as (people, one_time):
        asked = role, tuple(body or ()), tuple(departement or ()), now
        if known := people.by_email(email):
            person, seat = known, people.give(known.id, *asked)
        else:
            person, seat = people.open(name, email, *asked)
        _say(f"Compte {person.id}, siège {seat.id}, rôle {seat.role}.")
        if password_stdin:
            secret = one_time.make("password", person.id, now)
            people.recover(person.id, secret, sys.stdin.readline().rstrip("\r\n"), now)
        elif not person.has_password:
            _hand(settings, one_time, person)


@account.command("list")
def list_accounts(search: Annotated[str, typer.Argument(help="Un nom ou une adresse, en partie.")] = "") -> None:
    """Nomme les comptes, avec leurs sièges : 200 au plus, dans l’ordre des noms."""
    with _people(opening.settings()) as (people, _):
        found = people.listed(search, SystemClock().now())
    for person, seats in ((one.person, one.seats) for one in found):
        held = "fermé" if person.disabled_at else ", ".join(" ".join([seat.role, *seat.bodies]) for seat in seats)
        typer.echo(f"{person.id}  {person.email}  {person.name}  {held or 'aucun siège'}")


@account.command()
def disable(who: _Who) -> None:
    """Ferme un compte : ses sessions, ses écrans et ses sièges finissent, partout."""
    with _people(opening.settings()) as (people, _):
        person = _found(people, who)
        people.disable(person.id, SystemClock().now())
    typer.echo(f"Compte {person.id} fermé.")


@account.command()
def link(who: _Who) -> None:
    """Écrit un lien pour choisir un mot de passe, à remettre à la personne elle-même."""
    settings = opening.settings()
    with _people(settings) as (people, one_time):
        _hand(settings, one_time, _found(people, who))


def _hand(settings: Settings, one_time: OneTime, person: Person) -> None:
    secret = one_time.make("password", person.id, SystemClock().now(), HANDED)
    _say(f"Ce lien sert une fois, pendant {lasting(HANDED)}. Remettez-le à la personne elle-même :")
    typer.echo(address(settings.base_url, "password", secret))


def _found(people: People, who: str) -> Person:
    person = people.by_email(who) if "@" in who else people.get(who)
    if person is None:
        raise NoSuchPerson("Personne n’est enregistré avec cette adresse.")
    return person


def _say(text: str) -> None:
    typer.echo(text, err=True)


@contextmanager
def _people(settings: Settings) -> Iterator[tuple[People, OneTime]]:
    """Give the people of the database that `settings` names. Servers see a change within 2 s, by their poll."""
    writer = Writer(opening.database(settings))
    try:
        ledger = ledger_of(writer)
        bodies = bodies_of(ledger)
        yield People(ledger, lambda: bodies.view), OneTime(ledger)
    finally:
        writer.stop()
