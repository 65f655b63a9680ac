"""Reading what a form writes of a body, a contact, somebody of the roster: fields as typed, faults by their field."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import Malformed
from .completing import changes, complete
from .fields import (
    CONTACT_COLUMNS,
    ROSTER_COLUMNS,
    Column,
    Reader,
    Unreadable,
    read_communes,
    read_departements,
    read_periods,
    read_rank,
    read_skills,
    read_yes,
    text_of,
)
from .log import Noted
from .view import Body, DirectoryView

#: The fields that say how a body is reached, what it is good at, and which body it is.
REACHED = ("phone", "on_call", "email", "hours")
ABLE = ("skills",)
IDENTIFIED = ("name", "state", "siren", "siret", "commune", "communes", "epci", "departements")
CONTACT_FIELDS = tuple(column.field for column in CONTACT_COLUMNS if column.field != "body")
ROSTER_FIELDS = tuple(column.field for column in ROSTER_COLUMNS)

_EMPTY: Mapping[Reader, Any] = {
    **dict.fromkeys((read_communes, read_departements, read_periods, read_skills), ()),
    read_rank: 1,
    read_yes: False,
}


def read_fields(
    data: Mapping[str, Any], columns: Sequence[Column], names: Sequence[str], view: DirectoryView
) -> dict[str, Any]:
    """Read the fields of a form; an empty one empties it. Raises Malformed, naming each fault in French."""
    read: dict[str, Any] = {}
    faults = [{"field": str(name), "reason": "champ inconnu"} for name in data if name not in names]
    for column in columns:
        if column.field not in data:
            continue
        value = data[column.field]
        text = text_of(value) if isinstance(value, str | int | bool) else None
        if text is None or len(text) > 2_000 or "\0" in text:
            faults.append({"field": column.field, "reason": "texte attendu"})
            continue
        try:
            read[column.field] = column.read(text, view) if text else empty(column)
        except Unreadable as why:
            faults.append({"field": column.field, "reason": str(why)})
    if faults:
        raise Malformed("Des champs ne peuvent pas être enregistrés.", faults)
    return read


def empty(column: Column) -> Any:
    """Return what a field is worth when nothing stands in it."""
    return _EMPTY.get(column.read, "")


def required(read: Mapping[str, Any], columns: Sequence[Column]) -> None:
    """Raise Malformed when a field that must be filled is not, or when nothing says how to reach the person."""
    faults = [
        {"field": column.field, "reason": "champ à remplir"}
        for column in columns
        if column.required and not read.get(column.field)
    ]
    if not (read.get("phone") or read.get("email")):
        faults.append({"field": "phone", "reason": "téléphone ou courriel attendu"})
    if faults:
        raise Malformed("Il manque quelque chose.", faults)


def corrected(id: str, read: Mapping[str, Any], view: DirectoryView) -> tuple[Body, list[Noted]]:
    """Return a body with what a person writes of it, and what the log says. Raises Malformed on a contradiction."""
    if read.get("name") == "" or read.get("state") == "":
        raise Malformed("Un organisme a un nom et un état.", [{"field": "name", "reason": "champ à remplir"}])
    body, faults = complete({"id": id, **read}, view)
    if body is None or faults:
        told = [{"field": name, "reason": reason} for name, reason in faults]
        raise Malformed("Des champs se contredisent.", told)
    before = view.known.get(id)
    if before is None:
        return body, [Noted(id, "Fiche écrite.")]
    told_changes = changes(before, body)
    said = f"Fiche modifiée\u00a0: {', '.join(told_changes)}." if told_changes else "Fiche relue, sans changement."
    return body, [Noted(id, said)]
