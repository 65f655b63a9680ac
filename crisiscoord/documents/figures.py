"""A figure, and the entries that it comes from."""

from collections.abc import Iterable
from typing import Any

from ..domain import policy
from ..domain.words import Entry

#: Entries named behind one figure; those beyond are counted.
NAMED = 200

Figure = dict[str, Any]


class Sources:
    """Names entries of one dossier to one reader: those whose channel it does not hold are only counted."""

    def __init__(self, dossier: str, channels: frozenset[str]) -> None:
        self._dossier, self._channels = dossier, channels

    def figure(self, value: Any, entries: Iterable[Entry]) -> Figure:
        """Return a value with where it comes from: `{"value", "dossier", "entries": [seq…], "more"}`."""
        found = sorted({entry.seq: entry for entry in entries}.items())
        held = [seq for seq, entry in found if policy.holds(self._channels, entry.channel)][:NAMED]
        return {"value": value, "dossier": self._dossier, "entries": held, "more": len(found) - len(held)}
