"""Codes that one person dictates to another over the telephone: short, hard to mishear, and checked.

29 signs: neither 0, 1, I, L, O (read one for another), nor S, Z (5, 2). 29 is prime, so the last sign, a sum weighted
by rank, finds every single wrong sign and every two neighbours exchanged (as ISO 7064 does with modulus 11 and 37).
"""

from collections.abc import Mapping

from ..errors import Malformed

#: What a code is made of.
SIGNS = "23456789ABCDEFGHJKMNPQRTUVWXY"
#: Signs of a code, the last of which checks the others: nine chosen ones are 29⁹, more than 10¹³.
LENGTH = 10
_GROUPS = ((0, 3), (3, 6), (6, 10))
#: How each letter is spelled on the telephone in France.
SPELLED: Mapping[str, str] = {
    **{word[0].upper(): word for word in ("Anatole", "Berthe", "Célestin", "Désiré", "Eugène", "François", "Gaston")},
    **{word[0]: word for word in ("Henri", "Joseph", "Kléber", "Marcel", "Nicolas", "Pierre", "Quintal", "Raoul")},
    **{word[0]: word for word in ("Thérèse", "Ursule", "Victor", "William", "Xavier", "Yvonne")},
}


class CodeMistyped(Malformed):
    code, title = "code_mistyped", "Code mal recopié"


def code_of(random: bytes) -> str:
    """Return a code made from random bytes, sixteen at least: the same code for the same bytes."""
    if len(random) < 16:
        raise ValueError("sixteen random bytes at least")
    number, signs = int.from_bytes(random), []
    for _ in range(LENGTH - 1):
        number, one = divmod(number, len(SIGNS))
        signs.append(SIGNS[one])
    return "".join(signs) + _check("".join(signs))


def read_code(typed: str) -> str:
    """Return the code that somebody typed; case, spaces and hyphens do not count. Raises CodeMistyped."""
    code = "".join(sign for sign in typed.upper() if not (sign.isspace() or sign in "-‐‑–.·"))
    unknown = next((sign for sign in code if sign not in SIGNS), None)
    if unknown is not None:
        raise CodeMistyped(
            f"«\u00a0{unknown}\u00a0» n’est jamais dans un code\u00a0: ni 0, 1, I, L, O, S, Z, ni ponctuation."
        )
    if len(code) != LENGTH:
        raise CodeMistyped(f"Un code compte {LENGTH} signes, celui-ci {len(code)}.")
    if _check(code[:-1]) != code[-1]:
        raise CodeMistyped("Un signe est faux, ou deux ont été échangés\u00a0: faites répéter le code.")
    return code


def grouped(code: str) -> str:
    """Return a code as it is shown: `K7F 4XP 2QA9`."""
    return " ".join(code[start:end] for start, end in _GROUPS)


def spelled(code: str) -> str:
    """Return a code as it is dictated: `K comme Kléber, 7, F comme François…`."""
    return ", ".join(f"{sign} comme {SPELLED[sign]}" if sign in SPELLED else sign for sign in code)


def _check(signs: str) -> str:
    return SIGNS[sum(rank * SIGNS.index(sign) for rank, sign in enumerate(signs, start=1)) % len(SIGNS)]
