"""Where the bodies can be written to: what the notices ask for, and a file that answers it."""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from ..directory.bodies import Bodies
from ..directory.contacts import Contact, Contacts
from ..directory.view import CLOSED
from ..domain.board import Board
from ..domain.identifiers import is_email
from ..domain.referents import Reference, called_first
from ..errors import Refused

MAIL, SMS, WEBHOOK = "courriel", "sms", "webhook"
#: Addresses in a file, and for one body.
MOST, MOST_OF_BODY = 20_000, 20
_BODY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9AB-]{1,60})?")
_PHONE = re.compile(r"\+[1-9][0-9]{7,14}")
#: Where it leads is looked at when it is used (reach.py). In clear only to this very machine.
_URL = re.compile(
    r"(https://[A-Za-z0-9.-]{1,253}|http://127\.0\.0\.1)(:[1-9][0-9]{0,4})?(/[A-Za-z0-9._~!$&'()*+,=:%/?-]{0,1000})?"
)
#: Numbers that take text messages, in the numbering plan of Arcep: mainland, then overseas.
_MOBILE = re.compile(r"\+(?:33[67]|262(?:639|69[23])|590(?:690|691)|594694|596(?:696|697)|508)")
#: Where whoever has an account is written to; empty when it has ended, or has no address.
Emails = Callable[[str], str]
_COLUMNS = ("organisme", "adresse", "exercice")


class AddressesRefused(Refused):
    code, title = "addresses_refused", "Fichier d’adresses refusé"


@dataclass(frozen=True, slots=True)
class Address:
    """One way to write to a body. `id` begins with its channel, and does not say it; `exercise`: for exercises only.

    An exercise writes to these alone, and a real event to the others alone.
    """

    id: str
    body: str
    #: An e-mail address, a telephone number (E.164: `+33…`) that takes text messages, or the address of a webhook.
    to: str
    exercise: bool = False

    @property
    def channel(self) -> str:
        return _channel(self.to)


class Addresses(Protocol):
    """Who is who, as far as notices need it."""

    def of_many(self, bodies: Collection[str]) -> dict[str, list[Address]]:
        """Return the addresses of several bodies, those of each in the order in which they are written to; a body
        that has none may be left out. Asks as little as for one."""
        ...

    def named(self, first: Mapping[str, Iterable[Reference]]) -> dict[str, list[Address]]:
        """Return the addresses of whoever a dossier has named for some bodies, those of each in that order."""
        ...

    def of(self, body: str) -> list[Address]:
        """Return the addresses of a body in the order in which they are written to."""
        return self.of_many((body,)).get(body, [])


class NoAddresses(Addresses):
    """Nobody can be written to."""

    def of_many(self, bodies: Collection[str]) -> dict[str, list[Address]]:
        return {}

    def named(self, first: Mapping[str, Iterable[Reference]]) -> dict[str, list[Address]]:
        return {}


class OfDossier(Addresses):
    """The same addresses, as one dossier has them used: its référents first, then the order of call."""

    def __init__(self, addresses: Addresses, board: Board) -> None:
        self._addresses, self._board = addresses, board

    def of_many(self, bodies: Collection[str]) -> dict[str, list[Address]]:
        """Do as `Addresses` says."""
        first = {body: called for body in bodies if (called := called_first(self._board, body))}
        named, found = self.named(first) if first else {}, self._addresses.of_many(bodies)
        for body in first:
            order: dict[tuple[str, bool], Address] = {}
            for one in (*named.get(body, ()), *found.get(body, ())):
                order.setdefault((one.id, one.exercise), one)
            found[body] = [*order.values()][:MOST_OF_BODY]
        return found

    def named(self, first: Mapping[str, Iterable[Reference]]) -> dict[str, list[Address]]:
        """Do as `Addresses` says."""
        return self._addresses.named(first)


class AddressFile(NoAddresses):
    """A CSV file, `organisme;adresse;exercice`, its lines in the order of call; read again when it has changed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read_at: tuple[int, int] | None = None
        self._known: dict[str, list[Address]] = {}
        self.of_many(())

    def of_many(self, bodies: Collection[str]) -> dict[str, list[Address]]:
        """Do as `Addresses` says. Raises AddressesRefused, naming the line, when the file cannot be used."""
        try:
            stat = self._file.stat()
            if self._read_at != (stat.st_mtime_ns, stat.st_size):
                self._known = _read(self._file.read_text(encoding="utf-8-sig"))
                self._read_at = (stat.st_mtime_ns, stat.st_size)
        except (OSError, UnicodeDecodeError) as problem:
            raise AddressesRefused(f"Le fichier d’adresses est illisible (UTF-8)\u00a0: {self._file}.") from problem
        return {body: list(self._known[body]) for body in bodies if body in self._known}


class DirectoryAddresses(Addresses):
    """Those of a file, then the contacts of the directory in the order of call, then what the body itself has.

    Each contact by mail, then by text message where the number is a mobile one: another takes none. They are read from
    the database each time, and never kept: a contact that is erased is written to no more.
    """

    def __init__(
        self, first: Addresses, contacts: Contacts, bodies: Bodies, emails: Emails = lambda account: ""
    ) -> None:
        self._first, self._contacts, self._bodies, self._emails = first, contacts, bodies, emails

    def of_many(self, bodies: Collection[str]) -> dict[str, list[Address]]:
        """Do as `Addresses` says; `MOST_OF_BODY` at most, each once. Waits for the database: call it in a thread.

        One question for five hundred bodies (`Contacts.of_many`).
        """
        wanted = [body for body in bodies if body]
        first, contacts = self._first.of_many(bodies), self._contacts.of_many(wanted) if wanted else {}
        found: dict[str, list[Address]] = {}
        for body in bodies:
            given = {(one.id, one.exercise): one for one in first.get(body, ())}
            for to, exercise in self._known(body, contacts.get(body, ())) if body else ():
                one = address_of(body, to, exercise)
                given.setdefault((one.id, one.exercise), one)
            found[body] = [*given.values()][:MOST_OF_BODY]
        return found

    def named(self, first: Mapping[str, Iterable[Reference]]) -> dict[str, list[Address]]:
        """Do as `Addresses` says: a contact is one of the body still; an exercise writes to no account."""
        contacts = self._contacts.of_many(first)
        return {body: [*self._of_named(body, called, contacts.get(body, ()))] for body, called in first.items()}

    def _of_named(self, body: str, first: Iterable[Reference], contacts: Iterable[Contact]) -> Iterator[Address]:
        there = {contact.id: contact for contact in contacts}
        for reference in first:
            if reference.contact in there:
                for to, exercise in _ways(there[reference.contact]):
                    yield address_of(body, to, exercise)
            elif reference.account and (email := self._emails(reference.account)):
                yield address_of(body, email, False)

    def _known(self, body: str, contacts: Iterable[Contact]) -> Iterator[tuple[str, bool]]:
        for contact in contacts:
            yield from _ways(contact)
        sheet = self._bodies.view.known.get(body)
        if sheet is not None and sheet.state != CLOSED:
            if sheet.email:
                yield sheet.email, False
            if is_mobile(sheet.on_call):
                yield sheet.on_call, False


def _ways(contact: Contact) -> Iterator[tuple[str, bool]]:
    if contact.email:
        yield contact.email, contact.for_exercises
    if is_mobile(contact.phone):
        yield contact.phone, contact.for_exercises


def address_of(body: str, to: str, exercise: bool) -> Address:
    """Return one way to write to a body, or to the person of a designation."""
    return Address(_id(to), body, to, exercise)


def is_mobile(number: str) -> bool:
    """Say whether a number, with its country code, takes text messages."""
    return _MOBILE.match(number) is not None


def _read(text: str) -> dict[str, list[Address]]:
    lines = list(csv.reader(text.splitlines(), delimiter=";"))
    if not lines or tuple(cell.strip() for cell in lines[0]) != _COLUMNS:
        raise AddressesRefused(f"Première ligne attendue du fichier d’adresses\u00a0: {';'.join(_COLUMNS)}.")
    if len(lines) > MOST + 1:
        raise AddressesRefused(f"Le fichier d’adresses tient en {MOST} lignes.")
    found: dict[str, list[Address]] = {}
    for number, line in enumerate(lines[1:], start=2):
        if not any(line):
            continue
        cells = [cell.strip() for cell in line]
        reason = _fault(cells)
        if reason:
            raise AddressesRefused(f"Fichier d’adresses, ligne {number}\u00a0: {reason}.")
        body, to, exercise = cells
        of_body = found.setdefault(body, [])
        if len(of_body) >= MOST_OF_BODY:
            raise AddressesRefused(f"Fichier d’adresses, ligne {number}\u00a0: {MOST_OF_BODY} par organisme au plus.")
        of_body.append(Address(_id(to), body, to, exercise == "oui"))
    return found


def _id(to: str) -> str:
    """Name an address without saying it: what is kept of a sending must not outlive a contact that is erased."""
    channel = _channel(to)
    said = to if channel == WEBHOOK else to.lower()  # the path of an address tells capitals apart
    return f"{channel}-{sha256(said.encode()).hexdigest()[:20]}"


def _channel(to: str) -> str:
    if to.startswith(("https://", "http://")):
        return WEBHOOK
    return MAIL if "@" in to else SMS


def masked(to: str) -> str:
    """Show enough of an address to tell it from another, and not enough to write to it."""
    if _channel(to) == WEBHOOK:
        return f"{to[:253].partition('://')[2].partition('/')[0]}/…"
    name, at, host = to.partition("@")
    return f"{name[:2]}…@{host}" if at else f"…{to[-2:]}"


def _fault(cells: list[str]) -> str:
    if len(cells) != len(_COLUMNS):
        return f"{len(_COLUMNS)} colonnes attendues"
    if _BODY.fullmatch(cells[0]) is None:
        return "identifiant d’organisme attendu, par exemple sgav ou prefecture-77"
    if not (is_email(cells[1]) or _PHONE.fullmatch(cells[1]) or _URL.fullmatch(cells[1])):
        return "adresse de courriel, numéro de téléphone avec son indicatif (+33…) ou adresse https attendu"
    return "" if cells[2] in ("oui", "non", "") else "oui ou non attendu dans la colonne exercice"
