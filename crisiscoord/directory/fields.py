"""Reading what people write of a body, a contact, somebody of the roster: one column at a time, faults in French.

The same readers serve files, where a column has its French title, and forms, where a field has its name on the wire.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..domain.identifiers import is_email, is_siren, is_siret, telephone, without_spaces
from ..domain.vocabulary import SKILLS
from ..library.gazetteer import fold
from .view import CLOSED, CONFIRMED, PRESUMED, DirectoryView

#: Letters of one cell; of a name, a function; of opening hours.
MOST_CELL, MOST_NAME, MOST_HOURS = 2_000, 200, 500
#: Places and periods in one cell.
MOST_PLACES, MOST_PERIODS = 1_500, 50

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d\d)/(\d\d)/(\d{4})")
_PERIOD = re.compile(r"([\d/-]{10}) ?(?:/|-|–|au|(?<= )) ?([\d/-]{10})")
_YES, _NO = frozenset({"oui", "o", "vrai", "1", "x"}), frozenset({"non", "n", "faux", "0"})
_STATES: Mapping[str, str] = {
    **dict.fromkeys(("confirme", "confirmee", "actif", "a"), CONFIRMED),
    **dict.fromkeys(("presume", "presumee"), PRESUMED),
    **dict.fromkeys(("ferme", "fermee", "dissous", "cesse", "c"), CLOSED),
}


class Unreadable(ValueError):
    """A cell that cannot be read: `str` says why, in French, without repeating a contact."""


Reader = Callable[[str, DirectoryView], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its title, the field it fills, how people call it, and how it is read.

    `also` are other titles that it is known by; `example` is what the template shows.
    """

    title: str
    field: str
    label: str
    read: Reader
    example: str = ""
    also: tuple[str, ...] = ()
    required: bool = False


def one_line(most: int) -> Reader:
    def read(text: str, _: DirectoryView) -> str:
        text = " ".join(text.split())
        if len(text) > most or not text.isprintable():
            raise Unreadable(f"une ligne de {most} caractères au plus")
        return text

    return read


def read_siren(text: str, _: DirectoryView) -> str:
    number = without_spaces(text)
    if not is_siren(number):
        raise Unreadable("SIREN attendu\u00a0: neuf chiffres, dont la clé est juste")
    return number


def read_siret(text: str, _: DirectoryView) -> str:
    number = without_spaces(text)
    if not is_siret(number):
        raise Unreadable("SIRET attendu\u00a0: quatorze chiffres, dont la clé est juste")
    return number


def read_commune(text: str, view: DirectoryView) -> str:
    code = text.strip().upper()
    commune = view.commune(code)
    if commune is None:
        lost = view.commune(f"0{code}")
        hint = f"\u202f; le zéro du début a-t-il été perdu (0{code}, {lost.name})\u202f?" if lost else ""
        raise Unreadable(f"aucune commune n’a ce code INSEE{hint}")
    return commune.code


def read_communes(text: str, view: DirectoryView) -> tuple[str, ...]:
    codes = _several(text)
    return tuple(dict.fromkeys(read_commune(code, view) for code in codes))


def read_epci(text: str, view: DirectoryView) -> str:
    siren = read_siren(text, view)
    if view.territory.epci(siren) is None:
        raise Unreadable("aucun EPCI n’a ce SIREN")
    return siren


def read_departements(text: str, view: DirectoryView) -> tuple[str, ...]:
    codes = [code.upper() for code in _several(text)]
    for code in codes:
        if view.departement(code) is None:
            lost = view.departement(f"0{code}")
            hint = f"\u202f; le zéro du début a-t-il été perdu (0{code})\u202f?" if lost else ""
            raise Unreadable(f"«\u00a0{code[:5]}\u00a0» n’est pas un code de département{hint}")
    return tuple(dict.fromkeys(codes))


def read_phone(text: str, _: DirectoryView) -> str:
    return _phone(text, short=False)


def read_line(text: str, _: DirectoryView) -> str:
    """The telephone of a body may be a short number, that of a person may not."""
    return _phone(text, short=True)


def _phone(text: str, *, short: bool) -> str:
    number = telephone(text, short=short)
    if number is None:
        hint = "\u202f; le zéro du début a-t-il été perdu\u202f?" if len(without_spaces(text)) == 9 else ""
        raise Unreadable(f"numéro de téléphone attendu, à dix chiffres ou avec son indicatif (+33…){hint}")
    return number


def read_email(text: str, _: DirectoryView) -> str:
    text = text.strip()
    if not is_email(text):
        raise Unreadable("adresse de courriel attendue")
    return text


def read_state(text: str, _: DirectoryView) -> str:
    state = _STATES.get(fold(text))
    if state is None:
        raise Unreadable("attendu\u00a0: confirmé, présumé ou fermé")
    return state


def read_yes(text: str, _: DirectoryView) -> bool:
    said = fold(text)
    if said not in _YES | _NO:
        raise Unreadable("oui ou non attendu")
    return said in _YES


def read_rank(text: str, _: DirectoryView) -> int:
    said = text.strip()
    if not (said.isascii() and said.isdigit() and len(said) <= 2 and int(said)):
        raise Unreadable("nombre attendu, de 1 (le premier) à 99")
    return int(said)


def read_body_id(text: str, view: DirectoryView) -> str:
    id = text.strip()
    if view.body(id) is None:
        raise Unreadable(f"aucun organisme de l’annuaire n’a l’identifiant «\u00a0{id[:64]}\u00a0»")
    return id


def read_skills(text: str, _: DirectoryView) -> tuple[str, ...]:
    """Read « accueil, repas » or « Accueil du public, Repas et portage »: codes or French words, in our own order."""
    found = set()
    for part in re.split(r"[,;|/\n]+", text):
        if not (said := fold(part.replace("_", " "))):
            continue
        code = _SKILLS.get(said)
        if code is None:
            raise Unreadable(
                f"compétence inconnue, «\u00a0{part.strip()[:40]}\u00a0»\u202f; attendues\u00a0: {', '.join(SKILLS)}"
            )
        found.add(code)
    return tuple(code for code in SKILLS if code in found)


def read_periods(text: str, _: DirectoryView) -> tuple[tuple[date, date], ...]:
    """Read « 2026-07-01/2026-07-15 » or « 01/07/2026 au 15/07/2026 », several with semicolons, commas or lines."""
    parts = [part.strip() for part in re.split(r"[;,\n]+", text) if part.strip()]
    if len(parts) > MOST_PERIODS:
        raise Unreadable(f"{MOST_PERIODS} périodes au plus")
    return tuple(_period(part) for part in parts)


def _period(text: str) -> tuple[date, date]:
    found = _PERIOD.fullmatch(" ".join(text.split()))
    days = [_day(part) for part in found.groups()] if found else []
    if len(days) != 2 or None in days:
        raise Unreadable("période attendue, par exemple 2026-07-01/2026-07-15")
    first, last = days
    assert first is not None and last is not None, "looked at just above"
    if last < first:
        raise Unreadable("une période finit après son début")
    return first, last


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _several(text: str) -> list[str]:
    parts = [part for part in re.split(r"[\s,;|/]+", text) if part]
    if len(parts) > MOST_PLACES:
        raise Unreadable(f"{MOST_PLACES} codes au plus")
    return parts


def text_of(cell: Any) -> str:
    """Return the cell of a spreadsheet as a person would have typed it."""
    match cell:
        case None:
            return ""
        case bool():
            return "oui" if cell else "non"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case _:
            return str(cell).strip()


#: Skills by their code, their words and their short words.
_SKILLS = {
    fold(word): code
    for code, skill in SKILLS.items()
    for word in (code.replace("_", " "), skill.label, skill.short)
    if word
}
_NAME, _FUNCTION = one_line(MOST_NAME), one_line(MOST_NAME)

BODY_COLUMNS = (
    Column("identifiant", "id", "Identifiant", one_line(64), "ccas-77333"),
    Column("type", "kind", "Type", one_line(120), "ccas"),
    Column("nom", "name", "Nom", _NAME, "CCAS de Nemours"),
    Column("etat", "state", "État", read_state, "confirmé"),
    Column("siren", "siren", "SIREN", read_siren),
    Column("siret", "siret", "SIRET", read_siret),
    Column("commune", "commune", "Commune", read_commune, "77333", also=("code insee", "insee", "code commune")),
    Column("communes", "communes", "Communes servies", read_communes),
    Column("epci", "epci", "EPCI", read_epci, also=("siren epci",)),
    Column("departements", "departements", "Départements", read_departements, "77", also=("departement",)),
    Column("telephone", "phone", "Téléphone", read_line),
    Column("astreinte", "on_call", "Astreinte", read_line, also=("telephone astreinte",)),
    Column("courriel", "email", "Courriel", read_email, also=("email", "e mail", "mail")),
    Column("horaires", "hours", "Horaires", one_line(MOST_HOURS), "lundi–vendredi 8 h 30–17 h"),
    Column("competences", "skills", "Compétences", read_skills, "accueil, hebergement", also=("competence",)),
)
CONTACT_COLUMNS = (
    Column("organisme", "body", "Organisme", read_body_id, "ccas-77333", required=True, also=("identifiant",)),
    Column("fonction", "function", "Fonction", _FUNCTION, "Direction", required=True),
    Column("nom", "name", "Nom", _NAME, "Camille Exemple"),
    Column("telephone", "phone", "Téléphone", read_phone, "01 99 00 12 34"),
    Column("courriel", "email", "Courriel", read_email, "direction@exemple.invalid", also=("email", "e mail", "mail")),
    Column("ordre", "rank", "Ordre d’appel", read_rank, "1"),
    Column("astreinte", "on_call", "D’astreinte", read_yes, "oui"),
    Column("exercice", "for_exercises", "Pour les exercices seulement", read_yes, "non"),
)
ROSTER_COLUMNS = (
    Column("nom", "name", "Nom", _NAME, "Noa Exemple", required=True),
    Column("fonction", "function", "Fonction", _FUNCTION, "Directrice de CCAS", required=True),
    Column("telephone", "phone", "Téléphone", read_phone, "01 99 00 56 78"),
    Column("courriel", "email", "Courriel", read_email, "noa@exemple.invalid", also=("email", "e mail", "mail")),
    Column("organisme", "body", "Organisme", read_body_id, "ccas-77333"),
    Column("departements", "departements", "Départements", read_departements, "77 45", also=("departement",)),
    Column("disponibilites", "periods", "Disponibilités", read_periods, "2026-07-01/2026-07-15"),
    Column("ordre", "rank", "Ordre d’appel", read_rank, "1"),
    Column("exercice", "for_exercises", "Pour les exercices seulement", read_yes, "non"),
)
