"""Which bodies a file holds, and in which order: those of the list on the screen, by the same rules.

The screen sorts by itself what it holds (static/js/order.js, needs.js, matrix.js). A file that is carried away must
say the same things in the same order, so the rules stand here once more, and a test compares both on one board.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain.bodies import BodyCard
from ..domain.needed import NeedCard
from ..domain.seen import Seen
from ..domain.task_cards import TasksCard, is_overdue

#: The orders that may be asked for; the first when nothing is. Each but `name` is then by urgency.
ORDERS = ("urgency", "name", "news", "sheltered", "evacuated", "late")
#: What `status` may ask for besides a status: news that are out of date.
STALE = "stale"

_SILENT = frozenset({"sans_nouvelle", "injoignable"})
_RANKS = {"deborde": 1, "hors_service": 2, "tension": 6, "mobilise": 7, "veille": 8, "retour_normale": 9}
_PRESSING, _SILENCE, _OLD, _OTHERS, _WITHDRAWN = 3, 4, 5, 10, 99
_OPEN = frozenset({"ouvert", "partiel"})
_CUT = ("electricity", "water", "telephone")
_BODY_OF = re.compile(r"(?:CCAS|CIAS|Mairie) (de |d’|du |des )(?=\w)")
_ARTICLE = {"du ": "Le ", "des ": "Les "}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list of bodies is filtered by, besides a body and a département, and its order."""

    text: str = ""
    status: str = ""
    degree: str = ""
    silent: bool = False
    need: bool = False
    order: str = ORDERS[0]


def bodies_of(seen: Seen, everything: Seen, chosen: Chosen, now: datetime) -> list[BodyCard]:
    """Return the bodies that `seen` and `chosen` let through, in order; `everything` is what the reader holds."""
    needs: dict[str, list[NeedCard]] = {}
    for need in everything.of(NeedCard):
        if need.state in _OPEN:
            needs.setdefault(need.body, []).append(need)
    asks = {card.body: _asks(card, needs.get(card.body, [])) for card in seen.of(BodyCard)}
    late = {card.owner: sum(is_overdue(item, now) for item in card.items.values()) for card in everything.of(TasksCard)}
    found = [card for card in seen.of(BodyCard) if _passes(card, chosen, asks[card.body], now)]
    key = _KEYS[chosen.order]
    return sorted(found, key=lambda card: (key(card, late), _urgency(card, asks[card.body], now)))


def _passes(card: BodyCard, chosen: Chosen, asks: str | None, now: datetime) -> bool:
    if chosen.status and not (_is_old(card, now) if chosen.status == STALE else card.status == chosen.status):
        return False
    if chosen.degree and card.degree != chosen.degree:
        return False
    if (chosen.silent and card.status not in _SILENT) or (chosen.need and asks is None):
        return False
    searched = f" {plain(card.name)} {card.commune or ''}"
    return all(f" {word}" in searched for word in plain(chosen.text).split())


def _asks(card: BodyCard, needs: list[NeedCard]) -> str | None:
    """Say how soon a body needs something: `immediat`, another urgency, "" when nobody said; None: nothing."""
    if needs:
        return next(
            (code for code in ("immediat", "24h", "72h", "semaine") if any(n.urgency == code for n in needs)), ""
        )
    if not card.competent:
        return None
    return "immediat" if card.status == "deborde" else "" if _lacks(card) else None


def _lacks(card: BodyCard) -> bool:
    """Say whether the figures of a body tell of something that it lacks."""
    known = {name: figure.value for name, figure in card.figures.items() if figure.quality != "non_communique"}
    present, expected, homeless = (_number(known.get(name)) for name in _COUNTED)
    short = present is not None and expected is not None and present * 4 < expected * 3
    cut = known.get("premises") == "inaccessibles" or any(known.get(name) == "coupe" for name in _CUT)
    return short or (homeless or 0) > 0 or cut


_COUNTED = ("agents_present", "agents_expected", "households_to_rehouse")


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _is_old(card: BodyCard, now: datetime) -> bool:
    return card.valid_until is not None and card.valid_until < now


def _urgency(card: BodyCard, asks: str | None, now: datetime) -> tuple[int, bool, float, str]:
    """Put first who no longer copes, then whoever needs help now, silence, old news, the rest; inside, the oldest."""
    since = card.observed_at or card.awaited_since
    return _rank(card, asks, now), since is None, since.timestamp() if since else 0.0, plain(_short(card))


def _rank(card: BodyCard, asks: str | None, now: datetime) -> int:
    own = _RANKS.get(card.status, _OTHERS)
    if not card.competent:
        return _WITHDRAWN
    if own <= 2:
        return own
    if card.status == "tension" and asks == "immediat":
        return _PRESSING
    if card.status in _SILENT:
        return _SILENCE
    return _OLD if _is_old(card, now) else own


def _figure(name: str) -> Callable[[BodyCard, Mapping[str, int]], Any]:
    """Put the largest first; what is not known comes after zero."""

    def key(card: BodyCard, _: Mapping[str, int]) -> int:
        figure = card.figures.get(name)
        number = _number(figure.value) if figure else None
        return 1 if number is None else -number

    return key


_KEYS: Mapping[str, Callable[[BodyCard, Mapping[str, int]], Any]] = {
    "urgency": lambda card, late: 0,
    "name": lambda card, late: plain(_short(card)),
    "news": lambda card, late: card.observed_at.timestamp() if card.observed_at else 0.0,
    "sheltered": _figure("sheltered"),
    "evacuated": _figure("evacuated"),
    "late": lambda card, late: -late.get(card.body, 0),
}


def _short(card: BodyCard) -> str:
    """Return the name by which the list shows a body: that of its commune, when it is the one of a commune."""
    found = _BODY_OF.match(card.name) if card.kind in ("ccas", "mairie") else None
    return _ARTICLE.get(found[1], "") + card.name[found.end() :] if found else card.name


def plain(text: str) -> str:
    """Return words without accents, case or punctuation, as the screen looks for them."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", bare.lower().replace("œ", "oe")).strip()


def of_departement(cards: Iterable[Any], seen: Seen, departement: str | None) -> list[Any]:
    """Return the cards that name a body and no département, of the bodies of one; all when none is asked for."""
    if departement is None:
        return [*cards]
    within = {body.body for body in seen.of(BodyCard) if body.departement == departement}
    return [card for card in cards if card.body in within]
