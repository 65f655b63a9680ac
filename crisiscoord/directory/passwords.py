"""Passwords: what one must be, and what is kept of it.

OWASP ASVS 5.0, 6.2: twelve characters at least, no rule on which ones, every character counts, and none that is
guessed at once (6.2.4, 6.2.11). OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, two passes, one lane.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from ..errors import Malformed

LEAST, MOST = 12, 256
#: Guesses that somebody who knows the usual passwords would need, at least.
GUESSES = 10**8
#: And of what is left when one's own words and the usual ones are taken out.
GUESSES_LEFT = 10**6
#: Characters of which the guesses are counted: what follows only adds to them.
COUNTED = 72
#: Words that everybody here would think of.
USUAL = ("crisiscoord", "unccas", "ccas", "prefecture", "mairie", "azerty", "motdepasse")

_WORDS = re.compile(r"[^\W_]{3,}")
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class WeakPassword(Malformed):
    code, title = "weak_password", "Mot de passe trop faible"


def refuse_weak(password: str, known: Sequence[str] = ()) -> None:
    """Raise WeakPassword, saying why, unless this may be the password of somebody of whom `known` is known."""
    if len(password) < LEAST:
        raise WeakPassword(f"Un mot de passe a {LEAST} caractères au moins\u00a0: une phrase convient très bien.")
    if len(password) > MOST:
        raise WeakPassword(f"Un mot de passe a {MOST} caractères au plus.")
    words = [word for one in (*known, *USUAL) for word in _WORDS.findall(one.casefold())]
    left = password[:COUNTED].casefold()
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    if _guesses(password[:COUNTED], words) < GUESSES or _guesses(left, words) < GUESSES_LEFT:
        raise WeakPassword(
            "Ce mot de passe se devine trop vite\u00a0: il est courant, ou tiré de votre nom ou du clavier. "
            "Prenez quatre mots sans rapport entre eux."
        )


def _guesses(text: str, words: Sequence[str]) -> int:
    return int(zxcvbn(text, user_inputs=words)["guesses"]) if text else 0


def hashed(password: str) -> str:
    """Return what is kept of a password. Takes tens of milliseconds: never call it on the loop."""
    return _HASHER.hash(_typed(password))


def matches(kept: str | None, password: str) -> bool:
    """Say whether a password is the one that was kept. As long when nothing was kept: nobody learns that."""
    try:
        _HASHER.verify(kept or _NOBODY, _typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_dated(kept: str) -> bool:
    """Say whether what was kept was made with other parameters than those of today."""
    return _HASHER.check_needs_rehash(kept)


def _typed(password: str) -> str:
    """Return the same characters whatever keyboard typed them (NFC); nothing is cut off, nothing is changed else."""
    return unicodedata.normalize("NFC", password[:MOST])


#: Of no password: what is compared with when there is nobody of that address.
_NOBODY = hashed(secrets.token_urlsafe(32))
