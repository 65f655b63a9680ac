"""What says which organisation, line or mailbox is meant, and whether it can be real: SIREN, SIRET, telephone, e-mail.

SIREN and SIRET end with a digit that makes their Luhn sum a multiple of ten (INSEE, Sirene; ISO/IEC 7812-1). The
establishments of La Poste alone (SIREN 356 000 000) follow another rule: the plain sum of their digits is a multiple
of five.
"""

import re
from collections.abc import Mapping

_LA_POSTE = "356000000"
_SPACES = re.compile(r"[\s\u00a0\u202f.\-/()]+")
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_NATIONAL = re.compile(r"0[1-9][0-9]{8}")
_SHORT = re.compile(r"1[0-9]{1,5}|3[0-9]{3}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
#: Kept for works of fiction, wherever they are dialled, in a block that is otherwise of Réunion and Mayotte.
_FICTION = "063998"
#: Numbers dialled as those of the mainland that have another country code (numbering plan of Arcep).
_OVERSEAS: Mapping[str, str] = {
    **dict.fromkeys(("0590", "0690", "0691"), "+590"),
    **dict.fromkeys(("0594", "0694"), "+594"),
    **dict.fromkeys(("0596", "0696", "0697"), "+596"),
    **dict.fromkeys(("0262", "0263", "0269", "0639", "0692", "0693"), "+262"),
    **dict.fromkeys(("0508",), "+508"),
}


def luhn(digits: str) -> bool:
    """Say whether the Luhn sum of some digits is a multiple of ten."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def without_spaces(text: str) -> str:
    """Return a number as it is kept: without the spaces, dots and hyphens that people put in it."""
    return _SPACES.sub("", text)


def is_siren(text: str) -> bool:
    """Say whether nine digits can be a SIREN."""
    return len(text) == 9 and text.isascii() and text.isdigit() and int(text) > 0 and luhn(text)


def is_siret(text: str) -> bool:
    """Say whether fourteen digits can be a SIRET: that of a SIREN, with a key of its own."""
    if not (len(text) == 14 and text.isascii() and text.isdigit() and is_siren(text[:9])):
        return False
    return luhn(text) or (text.startswith(_LA_POSTE) and sum(map(int, text)) % 5 == 0)


def telephone(text: str, *, short: bool = False) -> str | None:
    """Return a telephone number with its country code (E.164), None when it is not one.

    A French number written without its code gets that of the place where it is dialled. `short` lets through the
    numbers of two to six digits that are only dialled in the country.
    """
    number = without_spaces(text)
    number = f"+{number[2:]}" if number.startswith("00") else number
    if _NATIONAL.fullmatch(number):
        code = "+33" if number.startswith(_FICTION) else _OVERSEAS.get(number[:4], "+33")
        return code + number[1:]
    if _E164.fullmatch(number.replace("+330", "+33")):
        return number.replace("+330", "+33")
    return number if short and _SHORT.fullmatch(number) else None


def dialled(number: str) -> str:
    """Return a number as it is dialled in France, in pairs; another one as it is."""
    if not (number.startswith("+33") and len(number) == 12):
        return number
    national = f"0{number[3:]}"
    return " ".join(national[at : at + 2] for at in range(0, 10, 2))


def is_email(text: str) -> bool:
    """Say whether a text is an address that mail can be sent to: the plain ones of RFC 5321, without quotes."""
    return _EMAIL.fullmatch(text) is not None
