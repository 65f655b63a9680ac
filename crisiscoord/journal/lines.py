"""The exact line of an entry, and the chain that ties it to the one before.

    line   = canonical JSON of {at, by, channel, dossier, fact, kind, occurred_at, seq, v}
    digest = sha256(32 bytes of the previous digest ‖ line in UTF-8), zeros at the start

Words (free text, contacts) are not in the line: it holds sha256(salt ‖ text) in hexadecimal, and the table
`wording` holds salt and text for as long as they are to be remembered. Verifying never re-serialises.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from ..domain import catalogue
from ..domain.words import ERASED, By, Entry, Fact, author_of, canonical, format_instant

#: Where salts come from; injected, so that the same scenario can give the same journal.
Salts = Callable[[], bytes]
#: A salt, in bytes, and how many are asked of the system at a time.
SALT, _ASKED = 16, 256


class FreshSalts:
    """Salts that nobody can foresee. Safe from any thread.

    Asking the system lets another thread take the interpreter, and the writer then waits for its turn again: so many
    are asked for at once.
    """

    def __init__(self) -> None:
        self._ready: list[bytes] = []

    def __call__(self) -> bytes:
        while True:
            try:
                return self._ready.pop()
            except IndexError:
                drawn = os.urandom(SALT * _ASKED)
                self._ready.extend(drawn[at : at + SALT] for at in range(0, len(drawn), SALT))


def digest_of(previous: bytes, line: str) -> bytes:
    return sha256(previous + line.encode()).digest()


def digest_of_words(salt: bytes, text: str) -> str:
    return sha256(salt + text.encode()).hexdigest()


def split_words(fact: Fact, salts: Salts) -> tuple[dict[str, Any], dict[str, tuple[bytes, str]]]:
    """Return the data of a fact with digests in place of words, and the words: field → (salt, text)."""
    data = fact.model_dump(mode="json", exclude_none=True)
    del data["kind"]  # which the line holds beside
    words: dict[str, tuple[bytes, str]] = {}
    for field in fact.worded:
        if field in data:
            salt = salts()
            words[field] = (salt, data[field])
            data[field] = digest_of_words(salt, data[field])
    return data, words


def write_line(
    dossier: str,
    seq: int,
    at: datetime,
    occurred_at: datetime,
    by: By,
    channel: str,
    fact: Fact,
    data: Mapping[str, Any],
) -> str:
    """Return the canonical line of an entry whose fact has the given data."""
    return canonical(
        {
            "at": format_instant(at),
            "by": by.written,
            "channel": channel,
            "dossier": dossier,
            "fact": data,
            "kind": fact.kind,
            "occurred_at": format_instant(occurred_at),
            "seq": seq,
            "v": fact.v,
        }
    ).decode()


def read_line(line: str, digest: bytes, words: Mapping[tuple[int, str], str]) -> Entry:
    """Return the entry that a line holds, with its words put back; `[effacé]` where they are gone."""
    data = orjson.loads(line)
    seq, fact = data["seq"], data["fact"]
    for field in catalogue.FACT_OF[data["kind"]].worded:
        if field in fact:
            fact[field] = words.get((seq, field), ERASED)
    return Entry(
        dossier=data["dossier"],
        seq=seq,
        at=datetime.fromisoformat(data["at"]),
        occurred_at=datetime.fromisoformat(data["occurred_at"]),
        by=author_of(data["by"]["account"], data["by"]["role"], data["by"].get("body")),
        channel=data["channel"],
        fact=catalogue.read_fact(data["kind"], data["v"], fact),
        digest=digest,
    )
