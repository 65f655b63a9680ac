"""The delays of a crisis as its entries made them known: each with the entry from which the board says it."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..domain import catalogue
from ..domain.board import Board, Draft
from ..domain.delays import Delays, delays
from ..domain.designated import RepresentativeActivated, RepresentativeDesignated
from ..domain.noticed import NoticeAcknowledged, NoticeOwed, NoticeSent
from ..domain.words import Entry, format_instant
from .figures import Figure, Sources

#: The facts on which delays depend, and nothing else: they are drawn alone, in order.
_DRAWN = (RepresentativeDesignated, RepresentativeActivated, NoticeOwed, NoticeSent, NoticeAcknowledged)

#: The body that was told, empty for the designation itself; and the name of the delay.
_Place = tuple[str, str]


def sourced_delays(entries: Iterable[Entry], sources: Sources) -> dict[str, Any]:
    """Return the delays of a crisis as they were first known, in the shape of domain/delays.py."""
    known: dict[_Place, Figure] = {}
    draft = Draft(Board(""))
    for entry in entries:
        if isinstance(entry.fact, _DRAWN):
            draft.seq = entry.seq - 1  # what lies between changes no delay
            catalogue.advance(draft, entry)
            for place, value in _figures(delays(draft)):
                if place not in known:
                    known[place] = sources.figure(value, [entry])
    told: dict[str, dict[str, Any]] = {}
    for (to, name), figure in known.items():
        if to:
            told.setdefault(to, {"to": to})[name] = figure
    return {
        "designated_s": known.get(("", "designated_s")),
        "active_s": known.get(("", "active_s")),
        "sgav": told.pop("sgav", None),
        "prefectures": list(told.values()),
    }


def _figures(found: Delays) -> Iterator[tuple[_Place, Any]]:
    given = [("", "designated_s", found.designated_s), ("", "active_s", found.active_s)]
    for one in (*((found.sgav,) if found.sgav else ()), *found.prefectures):
        given += [(one.to, "sent_s", one.sent_s), (one.to, "acknowledged_s", one.acknowledged_s)]
        yield (one.to, "owed_at"), format_instant(one.owed_at)
    yield from (((to, name), value) for to, name, value in given if value is not None)
