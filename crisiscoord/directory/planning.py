"""What a file would change in the directory, line by line, before anything is written.

Two lines for the same thing, or a line that contradicts what is known, are faults; a line that says what is known
already changes nothing. That is why a file may be imported again without making doubles.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from ..library.gazetteer import fold
from . import contacts, roster
from .completing import changes, complete
from .contacts import MOST_OF_BODY, Contact
from .log import Noted
from .roster import Possible
from .sirene import LeftAside, read_unit
from .territories import Fault
from .view import CLOSED, Body, DirectoryView

Outcome = Literal["new", "changed", "same"]


class Refusal(Exception):
    """A line that cannot be imported, with what is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)


@dataclass(slots=True)
class Written:
    """What is to be written, once every line has been looked at."""

    bodies: list[Body] = field(default_factory=list)
    new_contacts: list[Contact] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    new_people: list[Possible] = field(default_factory=list)
    people: list[Possible] = field(default_factory=list)
    notes: list[Noted] = field(default_factory=list)


class Planner(Protocol):
    """Looks at one line after the other. `take` raises Refusal, or LeftAside."""

    written: Written

    def take(self, number: int, read: dict[str, Any]) -> Outcome: ...


class PlanBodies:
    """Bodies, each known by its id, or by its kind and its place."""

    def __init__(self, view: DirectoryView) -> None:
        self.written, self._view = Written(), view
        self._lines: dict[str, int] = {}

    def take(self, number: int, read: dict[str, Any]) -> Outcome:
        body, faults = complete(read, self._view)
        if body is None or faults:
            raise Refusal(faults)
        if body.id in self._lines:
            raise Refusal([("id", f"«\u00a0{body.id}\u00a0» est déjà à la ligne {self._lines[body.id]}")])
        self._lines[body.id] = number
        return self._write(body)

    def _write(self, body: Body) -> Outcome:
        before = self._view.known.get(body.id)
        if before == body:
            return "same"
        self.written.bodies.append(body)
        told = changes(before, body)
        said = f"Fiche importée, modifiée\u00a0: {', '.join(told)}." if told else "Fiche importée."
        self.written.notes.append(Noted(body.id, said))
        return "new" if before is None else "changed"


class PlanUnits(PlanBodies):
    """Legal units of Sirene: they confirm the CCAS and CIAS that were presumed, and close those that have ceased."""

    def take(self, number: int, read: dict[str, Any]) -> Outcome:
        try:
            said = read_unit(read, self._view)
        except ValueError as wrong:
            raise Refusal([("siren", str(wrong))]) from wrong
        body, faults = complete(said, self._view)
        if body is None:
            raise LeftAside("son siège n’est dans aucun EPCI" if said["kind"] == "cias" else faults[0][1])
        if faults:
            raise Refusal(faults)
        known = self._view.known.get(body.id)
        if body.state == CLOSED and (known is None or known.siren != body.siren):
            raise LeftAside("unité cessée, sans effet sur une autre")
        if body.id in self._lines:
            raise LeftAside(f"«\u00a0{body.id}\u00a0» est déjà à la ligne {self._lines[body.id]}")
        self._lines[body.id] = number
        return self._write(body)


class PlanContacts:
    """Contacts, each known by its body, its function and its name."""

    def __init__(self, known: Sequence[tuple[Contact, bool]]) -> None:
        self.written = Written()
        self._known = {_contact_key(one): (one, stands) for one, stands in known}
        self._count: dict[str, int] = {}
        for one, stands in known:
            self._count[one.body] = self._count.get(one.body, 0) + stands
        self._lines: dict[tuple[str, str, str], int] = {}

    def take(self, number: int, read: dict[str, Any]) -> Outcome:
        if not (read.get("phone") or read.get("email")):
            raise Refusal([("phone", "téléphone ou courriel attendu")])
        before, stands = self._known.get(_contact_key(Contact(id="", **read)), (None, False))
        after = Contact(id=contacts.new_id(), **read) if before is None else replace(before, **read)
        key = _contact_key(after)
        if key in self._lines:
            raise Refusal([("function", f"ce contact est déjà à la ligne {self._lines[key]}")])
        self._lines[key] = number
        if before == after and stands:
            return "same"
        if not stands:
            self._count[after.body] = self._count.get(after.body, 0) + 1
            if self._count[after.body] > MOST_OF_BODY:
                raise Refusal([("body", f"{MOST_OF_BODY} contacts par organisme au plus")])
        (self.written.new_contacts if before is None else self.written.contacts).append(after)
        said = "modifié" if stands else "ajouté"
        self.written.notes.append(Noted(after.body, f"Contact importé, {said}\u00a0: {after.function}."))
        return "changed" if stands else "new"


class PlanRoster:
    """People of the roster, each known by their name and their body."""

    def __init__(self, known: Sequence[Possible]) -> None:
        self.written = Written()
        self._known = {_person_key(one): one for one in known}
        self._lines: dict[tuple[str, str], int] = {}
        self._count = len(known)

    def take(self, number: int, read: dict[str, Any]) -> Outcome:
        if not (read.get("phone") or read.get("email")):
            raise Refusal([("phone", "téléphone ou courriel attendu")])
        before = self._known.get(_person_key(Possible(id="", **read)))
        after = Possible(id=roster.new_id(), **read) if before is None else replace(before, **read)
        key = _person_key(after)
        if key in self._lines:
            raise Refusal([("name", f"cette personne est déjà à la ligne {self._lines[key]}")])
        self._lines[key] = number
        if before == after:
            return "same"
        if before is None:
            self._count += 1
            if self._count > roster.MOST:
                raise Refusal([("name", f"le vivier tient en {roster.MOST} personnes")])
        (self.written.new_people if before is None else self.written.people).append(after)
        return "new" if before is None else "changed"


def _contact_key(one: Contact) -> tuple[str, str, str]:
    return one.body, fold(one.function), fold(one.name)


def _person_key(one: Possible) -> tuple[str, str]:
    return fold(one.name), one.body
