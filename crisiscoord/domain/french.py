"""What the reader of commands says of a fault, in French, and the small rules of French that lines need."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

#: Faults named one by one; what lies beyond is counted.
FAULTS = 20

_REASONS: Mapping[str, str] = {
    "missing": "champ obligatoire",
    "extra_forbidden": "champ inconnu",
    "string_type": "texte attendu",
    "string_too_long": "texte trop long ({max_length} caractères au plus)",
    "string_too_short": "texte trop court",
    "string_pattern_mismatch": "forme inattendue",
    "int_type": "nombre entier attendu",
    "int_parsing_size": "nombre trop grand",
    "bool_type": "oui ou non attendu",
    "literal_error": "valeur inconnue ; attendu : {expected}",
    "timezone_aware": "heure sans fuseau : ajouter un décalage, par exemple +01:00 ou Z",
    "datetime_type": "date et heure attendues (RFC 3339)",
    "datetime_parsing": "date et heure attendues (RFC 3339)",
    "datetime_from_date_parsing": "date et heure attendues (RFC 3339)",
    "date_type": "date attendue (AAAA-MM-JJ)",
    "date_parsing": "date attendue (AAAA-MM-JJ)",
    "date_from_datetime_parsing": "date attendue (AAAA-MM-JJ)",
    "date_from_datetime_inexact": "date attendue, sans heure",
    "greater_than_equal": "{ge} au moins",
    "greater_than": "plus de {gt} attendu",
    "less_than_equal": "{le} au plus",
    "less_than": "moins de {lt} attendu",
    "too_long": "trop d’éléments ({max_length} au plus)",
    "too_short": "pas assez d’éléments ({min_length} au moins)",
    "tuple_type": "liste attendue",
    "list_type": "liste attendue",
    "dict_type": "objet attendu",
    "model_type": "objet attendu",
    "model_attributes_type": "objet attendu",
    "uuid_parsing": "identifiant UUID attendu",
}


def explain(error: ValidationError) -> list[dict[str, str]]:
    """Name each fault of a command: its field, as a path, and the reason in French."""
    faults = error.errors(include_url=False, include_input=False)
    named = [{"field": _path(fault["loc"]), "reason": _reason(fault)} for fault in faults[:FAULTS]]
    if len(faults) > FAULTS:
        named.append({"field": "", "reason": f"et {len(faults) - FAULTS} autres fautes"})
    return named


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc[1:]) or str(loc[0] if loc else "")


def _reason(fault: Any) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    template = _REASONS.get(fault["type"], "valeur inattendue")
    return template.format_map({"expected": "", **fault.get("ctx", {})}).replace("' or '", "' ou '")


def counted(number: int, one: str, many: str | None = None) -> str:
    """`counted(2, "commune")` is `2 communes`; 0 and 1 take the singular, thousands a narrow space."""
    word = one if abs(number) < 2 else (many or one + "s")
    return f"{spaced(number)} {word}"


def spaced(number: int) -> str:
    """Write a whole number the French way: `12 345` with narrow no-break spaces."""
    return f"{number:,}".replace(",", "\u202f")


def euros(cents: int) -> str:
    """Write an amount given in euro cents: `1 250,50 €`."""
    whole, rest = divmod(abs(cents), 100)
    sign = "\u2212" if cents < 0 else ""
    return f"{sign}{spaced(whole)}{f',{rest:02d}' if rest else ''}\u00a0€"


def clock_time(at: datetime, zone: str = "Europe/Paris") -> str:
    """Write the time of day in a zone: `14 h 03`."""
    local = at.astimezone(ZoneInfo(zone) if zone else UTC)
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}"


_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def day_and_time(at: datetime, zone: str = "Europe/Paris") -> str:
    """Write a moment in a zone: `28 janvier 2018 à 14 h 03`."""
    return f"{calendar_day(at.astimezone(ZoneInfo(zone)))} à {clock_time(at, zone)}"


def until_time(at: datetime, now: datetime, zone: str, on: str, today: str = "") -> str:
    """Write an hour near `now`: `18 h 00` the same day, `27 janvier 2018 à 18 h 00` another, after `today` or `on`."""
    here = ZoneInfo(zone)
    if at.astimezone(here).date() == now.astimezone(here).date():
        return today + clock_time(at, zone)
    return on + day_and_time(at, zone)


def calendar_day(on: date) -> str:
    """Write a day: `1er février 2017`."""
    day = "1er" if on.day == 1 else str(on.day)
    return f"{day} {_MONTHS[on.month - 1]} {on.year}"


def lapse(seconds: int) -> str:
    """Say how long something took: `moins d’une minute`, `14 minutes`, `2 h 07`, `3 jours`."""
    minutes = seconds // 60
    if minutes < 1:
        return "moins d’une minute"
    if minutes < 60:
        return counted(minutes, "minute")
    if minutes < 2 * 24 * 60:
        return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02d}"
    return counted(minutes // (24 * 60), "jour")


def listed(items: list[str], most: int = 6) -> str:
    """`a, b et c`; beyond `most` items the rest is counted."""
    if len(items) > most:
        return ", ".join(items[:most]) + f" et {counted(len(items) - most, 'autre')}"
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" et {items[-1]}" if items else ""


def quoted(text: str) -> str:
    """Put a name between French quotation marks, which never part from it: `« Crue de la Seine »`."""
    return f"«\u00a0{text}\u00a0»"


def lowered(text: str) -> str:
    """Write a label inside a sentence: without capitals, but for what is made of them (`UA`, `SMS`)."""
    return " ".join(word if len(word) > 1 and word.isupper() else word.lower() for word in text.split(" "))


def shortened(text: str, most: int = 90) -> str:
    """Cut a text between two words, with an ellipsis, when it is longer than `most` characters."""
    if len(text) <= most:
        return text
    return text[: most - 2].rsplit(" ", 1)[0].rstrip(" ,;:") + "\u202f…"


#: How the name of a body begins, the article that it takes, and whether its first letter becomes a small one there.
_ARTICLES = (
    (re.compile(r"(CCAS|CIAS|SIAO|SG.AV)\b"), "le ", False),
    (re.compile(r"(Haut-commissariat|Conseil|Centre)\b"), "le ", True),
    (re.compile(r"(UNCCAS|UDCCAS)\b"), "l’", False),
    (re.compile(r"(Association|Administration)\b"), "l’", True),
    (re.compile(r"(Caf|CPAM|CGSS|DDETS)\b"), "la ", False),
    (re.compile(r"(Mairie|Préfecture|Caisse)\b"), "la ", True),
)


def _split(name: str) -> tuple[str, str]:
    for begins, article, small in _ARTICLES:
        if begins.match(name):
            return article, name[0].lower() + name[1:] if small else name
    return "", name


def the(name: str) -> str:
    """Put its article before the name of a body: `le CCAS de Melun`, `la mairie de Gravon`, `l’UDCCAS du Nord`."""
    return "".join(_split(name))


def of_the(name: str) -> str:
    """`du CCAS de Melun`, `de la mairie de Gravon`; a name of another kind stays as it is."""
    article, rest = _split(name)
    return f"du {rest}" if article == "le " else f"de {article}{rest}"


def to_the(name: str) -> str:
    """`au CCAS de Melun`, `à la mairie de Gravon`, `à l’UDCCAS du Nord`."""
    article, rest = _split(name)
    return f"au {rest}" if article == "le " else f"à {article}{rest}"
