"""From what was written of a body to the body: its id where it follows from the rest, its place, what contradicts.

A commune has one CCAS, one mairie; an EPCI one CIAS, whose id holds the SIREN of the EPCI; a département one body of
each departmental kind. What the territory knows is not asked for, and may not be contradicted.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from ..domain.skills import said as skills_said
from ..domain.vocabulary import BODY_KINDS
from ..library import naming
from .fields import BODY_COLUMNS
from .territories import Fault, kind_meant, misplaced, placed, slug_of
from .view import CONFIRMED, Body, DirectoryView

_LABELS: Mapping[str, str] = {column.field: column.label for column in BODY_COLUMNS}
_NOT_WRITTEN = frozenset({"id", "kind", "changed", "changed_at", "changed_by"})
#: What a person may write of a body; the rest follows.
WRITTEN = tuple(one.name for one in fields(Body) if one.name not in _NOT_WRITTEN)


def complete(read: Mapping[str, Any], view: DirectoryView) -> tuple[Body | None, list[Fault]]:
    """Return the body that the fields read make, and what is wrong with it; None when it is not known which it is.

    `read` holds what was given, each value readable by itself. What was not given stays as it was.
    A body that nobody had written about is confirmed, unless the state was given.
    """
    id, fault = _id(read, view)
    if id is None:
        return None, [fault] if fault else []
    before = view.sheet(id)
    assert before is not None, "the id was looked up"
    given = {name: read[name] for name in WRITTEN if name in read}
    if read.get("siret") and "siren" not in read:
        given["siren"] = read["siret"][:9]
    if not before.changed and "state" not in read:
        given["state"] = CONFIRMED
    body = placed(replace(before, **given), read, view)
    return body, [*_contradictions(read, body, view)]


def _id(read: Mapping[str, Any], view: DirectoryView) -> tuple[str | None, Fault | None]:
    """Return the id that is given, or that follows from the kind and the place; else what is missing."""
    given, kind = read.get("id", ""), kind_meant(read.get("kind", ""))
    if given:
        return _given_id(given, view)
    if not read.get("kind"):
        return None, ("id", "identifiant ou type attendu")
    if kind is None:
        return None, ("kind", f"type inconnu\u00a0; attendus\u00a0: {', '.join(BODY_KINDS)}")
    if naming.is_national(kind):
        return kind, None
    if naming.is_communal(kind):
        return (f"{kind}-{read['commune']}", None) if "commune" in read else (None, ("commune", "code INSEE attendu"))
    if kind == "cias":
        epci = read.get("epci") or view.epci_of(read.get("commune", ""))
        return (f"cias-{epci}", None) if epci else (None, ("epci", "SIREN de l’EPCI attendu"))
    if naming.is_departmental(kind):
        codes = read.get("departements", ())
        return (f"{kind}-{codes[0]}", None) if len(codes) == 1 else (None, ("departements", "un département attendu"))
    slug = slug_of(read.get("name", ""))
    return (f"{kind}-{slug}", None) if slug else (None, ("id", f"identifiant ou nom attendu, par exemple {kind}-melun"))


def _given_id(id: str, view: DirectoryView) -> tuple[str | None, Fault | None]:
    if view.territory.body(id) is not None:
        return id, None
    kind, _, code = id.partition("-")
    today = view.commune(code) if naming.is_communal(kind) else None
    hint = f"\u202f; cette commune est aujourd’hui {kind}-{today.code} ({today.name})" if today else ""
    return None, ("id", f"«\u00a0{id}\u00a0» ne désigne aucun organisme{hint}")


def _contradictions(read: Mapping[str, Any], body: Body, view: DirectoryView) -> list[Fault]:
    found: list[Fault] = []
    if read.get("kind") and kind_meant(read["kind"]) != body.kind:
        found.append(("kind", f"«\u00a0{body.id}\u00a0» n’est pas de ce type"))
    if "commune" in read and naming.is_communal(body.kind) and read["commune"] != body.commune:
        found.append(("commune", f"«\u00a0{body.id}\u00a0» est celui d’une autre commune ({body.commune})"))
    if "epci" in read and body.epci and read["epci"] != body.epci:
        found.append(("epci", f"l’EPCI de «\u00a0{body.id}\u00a0» est {body.epci}"))
    if "departements" in read and not _says_where(body.kind) and set(read["departements"]) - {*body.departements}:
        found.append(("departements", f"«\u00a0{body.id}\u00a0» n’est pas de ce département"))
    if body.siret and body.siren and not body.siret.startswith(body.siren):
        found.append(("siret", "ce SIRET n’est pas de ce SIREN"))
    if body.communes and body.kind == "cias":
        others = [code for code in body.communes if view.epci_of(code) != body.epci]
        if others:
            found.append(("communes", f"hors de l’EPCI {body.epci}\u00a0: {', '.join(others[:5])}"))
    return [*found, *misplaced(read, body, view)]


def _says_where(kind: str) -> bool:
    """Say whether a body of this kind may have several départements."""
    return kind == "cias" or naming.is_free(kind)


def changes(before: Body | None, after: Body) -> list[str]:
    """Name what differs, in French; of what may be a person's own number, that it does, never what it was or is."""
    if before is None or not before.changed:
        return []
    told = []
    for name in WRITTEN:
        was, now = getattr(before, name), getattr(after, name)
        if was == now:
            continue
        if name in ("phone", "on_call", "email", "communes"):
            told.append(_LABELS[name])
        elif name == "skills":
            told.append(f"{_LABELS[name]}, {skills_said(was) or 'aucune'} → {skills_said(now) or 'aucune'}")
        else:
            told.append(f"{_LABELS[name]} «\u00a0{_said(was)}\u00a0» → «\u00a0{_said(now)}\u00a0»")
    return told


def _said(value: Any) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)[:80]
