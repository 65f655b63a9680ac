"""What a point de situation says, and how it is drawn from a board (docs/field.md, « Figures »).

Every figure stands with its source, its hours, its quality, and how many gave it out of how many should. Figures of
several sources stand side by side and are never merged: where they differ both are flagged, and nothing is fixed.
« Non communiqué » has no value; it is not zero. Units are never mixed: persons, households, counts, euros.

Places, needs and supports are read by the type of their card, for what a point says of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from .act_cards import NUMBERS, ActCard
from .board import Board, Card
from .bodies import BodyCard
from .crisis import CrisisCard
from .french import counted
from .publishing import WHOLE, OfficialCard, OfficialFigure
from .vocabulary import ACTS, FIGURES, OFFICIAL_FIGURES, STATUSES, Quality, StatusCode, Urgency
from .words import Count, Instant, Word

#: Where a figure comes from: reports, acts; the préfectures, each for its département; the whole crisis at once.
PointSource = Literal["reports", "acts", "departements", "crisis"]
#: Figures that every point has, known or not.
ALWAYS = ("evacuated", "sheltered", "households_hit", "register_called", "register_unanswered")
TOLL = ("dead", "missing", "injured_severe", "injured")
#: Statuses of which a point names the bodies, and how many of each; the others are counted.
NAMED, NAMES = ("deborde", "hors_service", "injoignable"), 15
#: Rows of each list; those beyond are counted. A point must stay within one frame.
MOST_ACTS, MOST_ROWS = 30, 20
_QUALITIES = ("constate", "declare", "estime")
#: Needs that still ask for something, and supports that are still under way.
_WANTING = frozenset({"ouvert", "partiel"})
_UNDER_WAY = ("confirmee", "en_preparation", "en_route", "sur_place")
_URGENCIES = ("immediat", "24h", "72h", "semaine")


class PointFigure(Word):
    """One figure: `said` gave it out of `of` (bodies; départements for official ones), between `oldest` and `at`.

    `name` is a code of figures, of official figures, or of acts; `measure` is what an act is counted in. `delta` is
    with the point compared to. `differs`: another source says another number. `places`: how many of those who gave
    it are counted by the places that they hold open, and not by their report.
    """

    name: str
    source: PointSource
    measure: str | None = None
    value: int | None = None
    quality: Quality
    said: Count
    of: Count
    oldest: Instant | None = None
    at: Instant | None = None
    by: str | None = None
    delta: int | None = None
    differs: bool = False
    places: Count = 0

    @property
    def key(self) -> tuple[str, str, str | None]:
        return self.name, self.source, self.measure


class PointBodies(Word):
    """How many bodies are concerned, have reported, have news that is out of date, by status; `named` of the worst."""

    of: Count
    heard: Count
    stale: Count
    statuses: dict[StatusCode, Count]
    named: dict[StatusCode, tuple[str, ...]] = Field(default_factory=dict)


class PointPlace(Word):
    """A place open to people. One whose address is restricted is in no point."""

    name: str
    kind: str
    commune: str | None = None
    capacity: int | None = None
    present: int | None = None
    night: int | None = None


class PointNeed(Word):
    """What a body still asks for; what so many bodies ask for, where the needs of each are closed to the others."""

    body: str
    kind: str
    unit: str
    quantity: int
    urgency: Urgency


class PointSupport(Word):
    """What one body lends another; what so many lend, where the needs of each are closed to the others."""

    by: str
    to: str
    kind: str
    unit: str
    quantity: int
    state: str
    until: Instant | None = None


class Drawn(Word):
    """All that a point takes from the board as it was when its figures stop."""

    bodies: PointBodies
    figures: tuple[PointFigure, ...]
    acts_left_out: Count = 0
    places: tuple[PointPlace, ...] = ()
    places_left_out: Count = 0
    needs: tuple[PointNeed, ...] = ()
    needs_left_out: Count = 0
    supports: tuple[PointSupport, ...] = ()
    supports_left_out: Count = 0


def drawn(board: Board, crisis: CrisisCard, cutoff: datetime, before: Iterable[PointFigure]) -> Drawn:
    """Return what `board` says, beside the figures of the point `before` it."""
    bodies = [card for card in board.of(BodyCard) if card.competent]
    others = [card for card in board.cards() if card.type in ("place", "need", "support")]
    acts = [*_acts(board, len(bodies))]
    found = [*_official(board, crisis), *_reported(bodies, _nights(others)), *acts[:MOST_ACTS]]
    then = {figure.key: figure.value for figure in before}
    places, needs, supports = _places(others), _needs(others, board), _supports(others, board)
    if not crisis.needs_open:  # a point is for everybody: it says how much is asked for, and not by whom
        needs, supports = _needs_summed(needs), _supports_summed(supports)
    return Drawn(
        bodies=_bodies(bodies, cutoff),
        figures=tuple(_compared(figure, then) for figure in _flagged(found)),
        acts_left_out=max(0, len(acts) - MOST_ACTS),
        places=tuple(places[:MOST_ROWS]),
        places_left_out=max(0, len(places) - MOST_ROWS),
        needs=tuple(needs[:MOST_ROWS]),
        needs_left_out=max(0, len(needs) - MOST_ROWS),
        supports=tuple(supports[:MOST_ROWS]),
        supports_left_out=max(0, len(supports) - MOST_ROWS),
    )


def _bodies(bodies: list[BodyCard], cutoff: datetime) -> PointBodies:
    counted = Counter(card.status for card in bodies)
    named = {
        status: tuple(sorted(card.name for card in bodies if card.status == status)[:NAMES])
        for status in NAMED
        if counted[status]
    }
    return PointBodies(
        of=len(bodies),
        heard=sum(card.reported_at is not None for card in bodies),
        stale=sum(card.valid_until is not None and card.valid_until < cutoff for card in bodies),
        statuses={status: counted[status] for status in STATUSES if counted[status]},
        named=named,
    )


# --------------------------------------------------------------------------------------------- figures


def _reported(bodies: list[BodyCard], nights: Mapping[str, int]) -> Iterator[PointFigure]:
    """Yield the sums of what bodies say of themselves. Where a place is open, its count stands for the nights."""
    for name, figure in FIGURES.items():
        if figure.type != "integer":
            continue
        counted = nights if name == "sheltered" else {}
        given = [card.figures[name] for card in bodies if name in card.figures and card.body not in counted]
        known = [one for one in given if isinstance(one.value, int)]
        if not given and not counted and name not in ALWAYS:
            continue
        values = [one.value for one in known if isinstance(one.value, int)] + [*counted.values()]
        instants = [one.observed_at for one in known]
        yield PointFigure(
            name=name,
            source="reports",
            value=sum(values) if values else None,
            quality=_worst([one.quality for one in known] + ["constate"] * len(counted)),
            said=len(values),
            of=len(bodies),
            oldest=min(instants, default=None),
            at=max(instants, default=None),
            places=len(counted),
        )


def _official(board: Board, crisis: CrisisCard) -> Iterator[PointFigure]:
    """Yield the official figures: those of the départements added up, and beside them those of the whole crisis."""
    cards = [card for card in board.of(OfficialCard) if card.departement is not None]
    whole = board.get(f"official:{WHOLE}", OfficialCard)
    for name in OFFICIAL_FIGURES:
        given = [card.figures[name] for card in cards if name in card.figures]
        told = whole.figures.get(name) if whole else None
        if given or (told is None and name in TOLL):
            yield _summed(name, "departements", given, len(crisis.departements))
        if told is not None:
            yield _summed(name, "crisis", [told], 1)


def _summed(name: str, source: PointSource, given: list[OfficialFigure], of: int) -> PointFigure:
    known = [figure for figure in given if figure.value is not None]
    instants = [figure.at for figure in known or given]
    sources = sorted({figure.source for figure in given})
    return PointFigure(
        name=name,
        source=source,
        value=sum(figure.value or 0 for figure in known) if known else None,
        quality=_worst([figure.quality for figure in known]),
        said=len(known),
        of=of,
        oldest=min(instants, default=None),
        at=max(instants, default=None),
        by=", ".join(sources)[:120] or None,
    )


def _acts(board: Board, of: int) -> Iterator[PointFigure]:
    """Yield the sums of the acts, by kind and by what they count."""
    kinds: dict[str, list[ActCard]] = {}
    for card in board.of(ActCard):
        kinds.setdefault(card.kind, []).append(card)
    for kind in ACTS:
        cards = kinds.get(kind, [])
        for measure in NUMBERS:
            given = [card for card in cards if getattr(card, measure) is not None]
            if given:
                yield PointFigure(
                    name=kind,
                    source="acts",
                    measure=measure,
                    value=sum(getattr(card, measure) for card in given),
                    quality="constate",
                    said=len({card.body for card in given}),
                    of=of,
                    oldest=min(card.occurred_at for card in given),
                    at=max(card.occurred_at for card in given),
                )


def _worst(qualities: list[Quality]) -> Quality:
    """Return the quality of a sum: that of its least sure part."""
    return max(qualities, key=_QUALITIES.index, default="non_communique")


def _flagged(figures: list[PointFigure]) -> list[PointFigure]:
    """Put the figures of one name together, and flag those that do not say the same number.

    What acts count is another thing: it stands apart.
    """
    names = list(dict.fromkeys(figure.name for figure in figures if figure.source != "acts"))
    rank = {name: number for number, name in enumerate(names)}
    figures = sorted(figures, key=lambda one: len(names) if one.source == "acts" else rank[one.name])
    values: dict[str, set[int]] = {}
    for figure in figures:
        if figure.source != "acts" and figure.value is not None:
            values.setdefault(figure.name, set()).add(figure.value)
    apart = {name for name, said in values.items() if len(said) > 1}
    return [
        figure.model_copy(update={"differs": True})
        if figure.name in apart and figure.source != "acts" and figure.value is not None
        else figure
        for figure in figures
    ]


def _compared(figure: PointFigure, then: Mapping[tuple[str, str, str | None], int | None]) -> PointFigure:
    before = then.get(figure.key)
    if before is None or figure.value is None:
        return figure
    return figure.model_copy(update={"delta": figure.value - before})


# --------------------------------------------------------------------- places, needs, supports, if there are any


def _nights(cards: list[Card]) -> dict[str, int]:
    """Return the night counts of open places, by body: where there is one, the report of the body is not added."""
    nights: dict[str, int] = {}
    for card in cards:
        if card.type == "place" and _is_open(card) and isinstance(_of(card, "night"), int):
            nights[_of(card, "body")] = nights.get(_of(card, "body"), 0) + _of(card, "night")
    return nights


def _places(cards: list[Card]) -> list[PointPlace]:
    shown = [card for card in cards if card.type == "place" and _is_open(card) and card.channel != "cell"]
    found = [
        PointPlace(
            name=_of(card, "name") or "",
            kind=_of(card, "kind"),
            commune=_of(card, "commune"),
            capacity=_of(card, "capacity"),
            present=_of(card, "present"),
            night=_of(card, "night"),
        )
        for card in shown
        if not _of(card, "restricted")
    ]
    return sorted(found, key=lambda place: -(place.capacity or 0))


def _needs(cards: list[Card], board: Board) -> list[PointNeed]:
    found = [
        PointNeed(
            body=_named(board, _of(card, "body")),
            kind=_of(card, "kind"),
            unit=_of(card, "unit"),
            quantity=max(0, _of(card, "quantity") - (_of(card, "committed") or 0)),
            urgency=_of(card, "urgency"),
        )
        for card in cards
        if card.type == "need" and _of(card, "state") in _WANTING
    ]
    return sorted(found, key=lambda need: _URGENCIES.index(need.urgency))


def _supports(cards: list[Card], board: Board) -> list[PointSupport]:
    return [
        PointSupport(
            by=_of(card, "from_name") or _named(board, _of(card, "from_body")),
            to=_of(card, "to_name") or _named(board, _of(card, "to_body")),
            kind=_of(card, "kind"),
            unit=_of(card, "unit"),
            quantity=_of(card, "quantity"),
            state=_of(card, "state"),
            until=_of(card, "end"),
        )
        for card in cards
        if card.type == "support" and _of(card, "state") in _UNDER_WAY
    ]


def _needs_summed(needs: list[PointNeed]) -> list[PointNeed]:
    alike: dict[tuple[str, str, str], list[PointNeed]] = {}
    for one in needs:
        alike.setdefault((one.kind, one.unit, one.urgency), []).append(one)
    return [
        PointNeed(
            body=_so_many(one.body for one in group),
            kind=kind,
            unit=unit,
            quantity=sum(one.quantity for one in group),
            urgency=group[0].urgency,
        )
        for (kind, unit, _), group in alike.items()
    ]


def _supports_summed(supports: list[PointSupport]) -> list[PointSupport]:
    alike: dict[tuple[str, str, str], list[PointSupport]] = {}
    for one in supports:
        alike.setdefault((one.kind, one.unit, one.state), []).append(one)
    return [
        PointSupport(
            by=_so_many(one.by for one in group),
            to=_so_many(one.to for one in group),
            kind=kind,
            unit=unit,
            quantity=sum(one.quantity for one in group),
            state=state,
        )
        for (kind, unit, state), group in alike.items()
    ]


def _so_many(names: Iterable[str]) -> str:
    return counted(len(set(names)), "organisme")


def _is_open(card: Card) -> bool:
    return _of(card, "closed_at") is None and _of(card, "state") not in ("ferme", "fermee", "clos")


def _of(card: Card, name: str) -> Any:
    value = getattr(card, name, None)
    return getattr(value, "text", value)


def _named(board: Board, id: str | None) -> str:
    card = board.get(f"body:{id}", BodyCard)
    return card.name if card else id or ""
