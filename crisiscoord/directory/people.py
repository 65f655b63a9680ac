"""People who sign in: who they are, how they prove it, and the seats (role × scope) that they hold.

A seat is an account: what is given is a row of that table, what is withdrawn is its end, and everything that asks
who somebody is (sessions, sockets, feeds, tokens) already follows it. A person signs in once and takes one seat.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, false, func, insert, literal, or_, select, update

from ..domain.places import TerritoryView
from ..errors import Malformed, Missing, Refused
from . import passwords
from .ledger import Ledger
from .onetime import LinkSpent, is_standing, key_of, spent
from .scopes import scope_of
from .tables import ACCOUNT, ONE_TIME, PERSON, SESSION
from .tokens import Account, account_of, digest_of, new_account, row_of

#: Seats of one person, and people shown at once.
MOST_SEATS, MOST_LISTED = 20, 200

_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,187}[a-z0-9])?")
_NAME = 120
_Forget = Callable[[], None]


class BadPerson(Malformed):
    code, title = "bad_person", "Personne impossible à enregistrer"


class EmailTaken(Refused):
    code, title = "email_taken", "Adresse déjà prise"


class LastAdmin(Refused):
    code, title = "last_admin", "Dernier administrateur"


class TooManySeats(Refused):
    code, title = "too_many_seats", "Trop de sièges"


class NoSeat(Refused):
    code, title = "no_seat", "Aucun droit"


class NoSuchPerson(Missing):
    code, title = "unknown_person", "Personne inconnue"


class WrongPassword(Refused):
    code, title = "wrong_password", "Mot de passe inexact"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in, unless `disabled_at`. `seat` is the account taken last."""

    id: str
    name: str
    email: str
    has_password: bool
    seat: str | None
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seated:
    """A person with the seats that they hold, oldest first."""

    person: Person
    seats: tuple[Account, ...]


class People:
    """Keeps people. Its methods wait for the database, and some for Argon2: call them in a thread.

    `forget` is told when something remembered may be wrong now.
    """

    def __init__(self, ledger: Ledger, places: Callable[[], TerritoryView], forget: Sequence[_Forget] = ()) -> None:
        self._ledger, self._territory, self._forget = ledger, places, forget

    def begin(self, name: str, email: str, password: str, secret: str, now: datetime) -> tuple[Person, Account]:
        """Make the first person, an administrator, for whoever shows the set-up link. Raises LinkSpent otherwise.

        The link, and the absence of anybody else, are looked at in the transaction that makes the account: whoever
        comes second, at the same instant too, finds somebody there.
        """
        passwords.refuse_weak(password, (name, email))
        row = {**_row(name, email, now), "password": passwords.hashed(password), "password_at": now}

        def write(connection: Connection) -> Account:
            if not is_standing(connection, secret, "setup", now) or not _empty(connection):
                raise LinkSpent("Ce lien n’est pas, ou n’est plus, valable. Relancez le serveur pour un autre.")
            _insert(connection, row)
            connection.execute(ONE_TIME.delete().where(ONE_TIME.c.purpose == "setup"))
            return self._seat(connection, row["id"], "admin", (), (), now)

        account = self._ledger.change(write, now)
        return self.get(row["id"]), account

    def open(
        self, name: str, email: str, role: str, bodies: tuple[str, ...], departements: tuple[str, ...], now: datetime
    ) -> tuple[Person, Account]:
        """Keep one more person with their first seat, both or neither. Raises BadPerson, EmailTaken, or as `give`."""
        scope = scope_of(role, bodies, departements, self._territory())
        row = _row(name, email, now)

        def write(connection: Connection) -> Account:
            _insert(connection, row)
            return self._seat(connection, row["id"], role, scope.bodies, scope.departements, now)

        account = self._ledger.change(write, now)
        return self.get(row["id"]), account

    def is_empty(self) -> bool:
        """Say whether nobody was ever given an account here."""
        with self._ledger.engine.connect() as connection:
            return _empty(connection)

    def get(self, id: str) -> Person:
        """Return a person. Raises NoSuchPerson."""
        with self._ledger.engine.connect() as connection:
            row = connection.execute(select(PERSON).where(PERSON.c.id == id)).first()
        if row is None:
            raise NoSuchPerson(f"Personne n’est enregistré sous l’identifiant «\u00a0{id[:64]}\u00a0».")
        return _person(row)

    def by_email(self, email: str) -> Person | None:
        """Return who has an address, None for nobody; disabled people too."""
        with self._ledger.engine.connect() as connection:
            row = connection.execute(select(PERSON).where(PERSON.c.email == typed_email(email))).first()
        return None if row is None else _person(row)

    def prove(self, email: str, password: str) -> Person | None:
        """Return who has this address and this password; None for everything else, after the same work."""
        with self._ledger.engine.connect() as connection:
            row = connection.execute(select(PERSON).where(PERSON.c.email == typed_email(email))).first()
        kept = row.password if row is not None and row.disabled_at is None else None
        if not passwords.matches(kept, password) or row is None:
            return None
        if passwords.is_dated(row.password):
            again = update(PERSON).where(_kept(row)).values(password=passwords.hashed(password))
            self._ledger.write(lambda connection: connection.execute(again))
        return _person(row)

    def by_subject(self, issuer: str, subject: str, email: str) -> Person | None:
        """Return whom an identity provider names; the first time, who has the address that it has verified."""
        key = sha256(f"{issuer}\n{subject}".encode()).digest()
        named = select(PERSON).where(PERSON.c.subject == key)
        unnamed = select(PERSON).where(PERSON.c.email == typed_email(email)).where(PERSON.c.subject.is_(None))
        with self._ledger.engine.connect() as connection:
            row = connection.execute(named).first() or connection.execute(unnamed).first()
        if row is None or row.disabled_at is not None:
            return None
        if row.subject is None:
            bind = update(PERSON).where(PERSON.c.id == row.id).where(PERSON.c.subject.is_(None)).values(subject=key)
            if not self._ledger.write(lambda connection: connection.execute(bind).rowcount):
                return None  # another subject came first: this one has no account
        return _person(row)

    def change_password(self, id: str, current: str, new: str, now: datetime, keep: bytes) -> None:
        """Choose another password, and end every session but `keep`. Raises WrongPassword or WeakPassword.

        `current` does not count for whoever never had one.
        """
        with self._ledger.engine.connect() as connection:
            row = connection.execute(select(PERSON).where(PERSON.c.id == id)).one()
        if row.password is not None and not passwords.matches(row.password, current):
            raise WrongPassword("Le mot de passe actuel n’est pas celui-là.")
        self._choose(id, new, now, keep, None)

    def recover(self, id: str, secret: str, new: str, now: datetime) -> None:
        """Choose a password with a link, which ends, and end every session. Raises LinkSpent or WeakPassword."""
        self._choose(id, new, now, None, key_of(secret))

    def _choose(self, id: str, new: str, now: datetime, keep: bytes | None, link: bytes | None) -> None:
        with self._ledger.engine.connect() as connection:
            row = connection.execute(select(PERSON).where(PERSON.c.id == id)).one()
        passwords.refuse_weak(new, (row.name, row.email))
        kept = passwords.hashed(new)

        def write(connection: Connection) -> None:
            if link is not None and not connection.execute(ONE_TIME.delete().where(_opens(link, id, now))).rowcount:
                raise spent()
            connection.execute(update(PERSON).where(_is(id)).values(password=kept, password_at=now))
            others = SESSION.c.person == id if keep is None else (SESSION.c.person == id) & (SESSION.c.digest != keep)
            connection.execute(SESSION.delete().where(others))
            connection.execute(ONE_TIME.delete().where(ONE_TIME.c.person == id))

        self._ledger.change(write, now)
        self._forgotten()

    def give(
        self, id: str, role: str, bodies: tuple[str, ...], departements: tuple[str, ...], now: datetime
    ) -> Account:
        """Give a seat; one that is held already is returned as it is. Raises what `scope_of` raises, TooManySeats."""
        scope = scope_of(role, bodies, departements, self._territory())
        found = self.get(id)
        if found.disabled_at is not None:
            raise NoSeat(f"Le compte de {found.name} est fermé\u00a0: rouvrez-le d’abord.")

        def write(connection: Connection) -> Account:
            return self._seat(connection, id, role, scope.bodies, scope.departements, now)

        account = self._ledger.change(write, now)
        self._forgotten()
        return account

    def withdraw(self, id: str, account: str, now: datetime) -> Account:
        """Take a seat back: its sessions, sockets, tokens and feed end. Raises Missing, or LastAdmin."""

        def write(connection: Connection) -> Account:
            seat = next((one for one in _seats(connection, id, now) if one.id == account), None)
            if seat is None:
                raise NoSuchPerson("Cette personne n’occupe pas, ou n’occupe plus, ce siège.")
            connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(revoked_at=now))
            _refuse_without_admin(connection, seat.role == "admin", now)
            return seat

        seat = self._ledger.change(write, now)
        self._forgotten()
        return seat

    def disable(self, id: str, now: datetime) -> None:
        """Close the account of a person: seats, sessions and links end. Raises NoSuchPerson or LastAdmin."""
        self.get(id)

        def write(connection: Connection) -> None:
            was_admin = any(seat.role == "admin" for seat in _seats(connection, id, now))
            open_ = (ACCOUNT.c.person == id) & ACCOUNT.c.revoked_at.is_(None)
            connection.execute(update(ACCOUNT).where(open_).values(revoked_at=now))
            connection.execute(
                update(PERSON).where(_is(id)).where(PERSON.c.disabled_at.is_(None)).values(disabled_at=now)
            )
            connection.execute(SESSION.delete().where(SESSION.c.person == id))
            connection.execute(ONE_TIME.delete().where(ONE_TIME.c.person == id))
            _refuse_without_admin(connection, was_admin, now)

        self._ledger.change(write, now)
        self._forgotten()

    def enable(self, id: str) -> None:
        """Open the account of a person again; seats are to be given again. Raises NoSuchPerson."""
        self.get(id)
        self._ledger.write(
            lambda connection: connection.execute(update(PERSON).where(_is(id)).values(disabled_at=None))
        )

    def seats(self, id: str, now: datetime) -> tuple[Account, ...]:
        """Return the seats that a person holds, oldest first."""
        with self._ledger.engine.connect() as connection:
            return _seats(connection, id, now)

    def seat_to_take(self, person: Person, now: datetime) -> Account:
        """Return the seat that a person takes on signing in: the last one taken, else the first. Raises NoSeat."""
        seats = self.seats(person.id, now)
        if not seats:
            raise NoSeat("Votre compte n’a plus aucun droit ici. Demandez un siège à qui administre les comptes.")
        return next((one for one in seats if one.id == person.seat), seats[0])

    def take(self, id: str, account: str, session: bytes, now: datetime) -> Account:
        """Take another seat in a session. Raises NoSuchPerson when it is not held."""

        def write(connection: Connection) -> Account:
            seat = next((one for one in _seats(connection, id, now) if one.id == account), None)
            if seat is None:
                raise NoSuchPerson("Vous n’occupez pas, ou n’occupez plus, ce siège.")
            connection.execute(update(SESSION).where(SESSION.c.digest == session).values(account=account))
            connection.execute(update(PERSON).where(_is(id)).values(seat=account))
            return seat

        seat = self._ledger.change(write, now)
        self._forgotten()
        return seat

    def listed(self, search: str, now: datetime, bodies: frozenset[str] | None = None) -> list[Seated]:
        """Return people by name, `MOST_LISTED` at most; `search` is looked for in names and addresses.

        `bodies`: only those who hold a seat in one of them.
        """
        query = select(PERSON).order_by(func.lower(PERSON.c.name), PERSON.c.id).limit(MOST_LISTED)
        if search:
            names = (func.lower(PERSON.c.name), PERSON.c.email)
            query = query.where(or_(*(name.contains(search.lower(), autoescape=True) for name in names)))
        if bodies is not None:
            there = or_(*((literal(" ") + ACCOUNT.c.bodies + " ").like(f"% {body} %") for body in bodies), false())
            query = query.where(PERSON.c.id.in_(select(ACCOUNT.c.person).where(there).where(_stands(now))))
        with self._ledger.engine.connect() as connection:
            people = [_person(row) for row in connection.execute(query)]
            held = and_(ACCOUNT.c.person.in_([one.id for one in people]), _stands(now))
            seats: dict[str, list[Account]] = {}
            for row in connection.execute(select(ACCOUNT).where(held).order_by(ACCOUNT.c.created_at, ACCOUNT.c.id)):
                seats.setdefault(row.person, []).append(account_of(row))
        return [Seated(one, tuple(seats.get(one.id, ()))) for one in people]

    def _seat(
        self,
        connection: Connection,
        id: str,
        role: str,
        bodies: tuple[str, ...],
        departements: tuple[str, ...],
        now: datetime,
    ) -> Account:
        person = connection.execute(select(PERSON).where(_is(id))).one()
        held = _seats(connection, id, now)
        wanted = (role, bodies, departements)
        for one in held:
            if (one.role, one.bodies, one.departements) == wanted:
                return one
        if len(held) >= MOST_SEATS:
            raise TooManySeats(f"Une personne occupe {MOST_SEATS} sièges au plus.")
        account = new_account(role, bodies, departements, person.email, person.name, now, None)
        nobody = digest_of(secrets.token_urlsafe(32))  # of no token: nobody was ever shown one
        connection.execute(insert(ACCOUNT).values(**row_of(account, nobody), person=id))
        return account

    def _forgotten(self) -> None:
        for forget in self._forget:
            forget()


def typed_email(text: str) -> str:
    """Return an address as it is kept and looked for: small letters, without spaces around."""
    return unicodedata.normalize("NFC", text).strip().lower()


def _row(name: str, email: str, now: datetime) -> dict[str, Any]:
    name, email = " ".join(unicodedata.normalize("NFC", name).split()), typed_email(email)
    if not 0 < len(name) <= _NAME or not name.isprintable():
        raise BadPerson(f"Le nom tient sur une ligne de {_NAME} caractères au plus.")
    if _EMAIL.fullmatch(email) is None or ".." in email:
        raise BadPerson("Ce n’est pas une adresse de courriel.")
    return {"id": f"p-{secrets.token_hex(8)}", "name": name, "email": email, "created_at": now}


def _insert(connection: Connection, row: dict[str, Any]) -> None:
    if connection.execute(select(PERSON.c.id).where(PERSON.c.email == row["email"])).first() is not None:
        raise EmailTaken("Quelqu’un est déjà enregistré avec cette adresse.")
    connection.execute(insert(PERSON).values(**row))


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.email, row.password is not None, row.seat, row.created_at, row.disabled_at)


def _is(id: str) -> ColumnElement[bool]:
    return PERSON.c.id == id


def _kept(row: Row[Any]) -> ColumnElement[bool]:
    """A password changed meanwhile is not put back."""
    return and_(PERSON.c.id == row.id, PERSON.c.password == row.password)


def _opens(link: bytes, id: str, now: datetime) -> ColumnElement[bool]:
    mine = and_(ONE_TIME.c.digest == link, ONE_TIME.c.purpose == "password", ONE_TIME.c.person == id)
    return and_(mine, ONE_TIME.c.expires_at > now)


def _stands(now: datetime) -> ColumnElement[bool]:
    return and_(ACCOUNT.c.revoked_at.is_(None), or_(ACCOUNT.c.expires_at.is_(None), ACCOUNT.c.expires_at > now))


def _seats(connection: Connection, id: str, now: datetime) -> tuple[Account, ...]:
    query = select(ACCOUNT).where(ACCOUNT.c.person == id).where(_stands(now))
    return tuple(account_of(row) for row in connection.execute(query.order_by(ACCOUNT.c.created_at, ACCOUNT.c.id)))


def _empty(connection: Connection) -> bool:
    return all(connection.execute(select(column).limit(1)).first() is None for column in (PERSON.c.id, ACCOUNT.c.id))


def _refuse_without_admin(connection: Connection, was_admin: bool, now: datetime) -> None:
    """Raise LastAdmin when nobody could give rights any more; what was written in the transaction is undone."""
    left = (
        select(ACCOUNT.c.id).where(ACCOUNT.c.role == "admin").where(ACCOUNT.c.person.is_not(None)).where(_stands(now))
    )
    if was_admin and connection.execute(left.limit(1)).first() is None:
        raise LastAdmin("Plus personne n’administrerait les comptes\u00a0: donnez d’abord ce siège à quelqu’un.")
