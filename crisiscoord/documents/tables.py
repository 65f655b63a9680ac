"""The tables that may be exported, from what one reader sees and nothing else.

Cards come through `Seen`, lines through the pages of the journal: by the channels of the reader, as on the screen.
Words that were erased are not there any more. A kind of card that this version does not have gives an empty table.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from ..directory.bodies import skills_kept
from ..domain import catalogue
from ..domain.act_cards import ActCard
from ..domain.act_days import act_days
from ..domain.board import Board, Card
from ..domain.bodies import BodyCard
from ..domain.crisis import crisis_of
from ..domain.seen import Seen
from ..domain.situated import PointsCard, SituationCard
from ..domain.skills import said
from ..domain.vocabulary import (
    ACTS,
    BODY_KINDS,
    DEGREES,
    FIGURES,
    GROUPS,
    OFFICIAL_FIGURES,
    POINT_SOURCES,
    QUALITIES,
    ROLES,
    STATUSES,
    Label,
    label,
    short,
)
from ..domain.words import Entry, Said
from ..journal.pages import MOST, Asked, read_page
from .body_rows import ORDERS as BODY_ORDERS
from .body_rows import Chosen, bodies_of, of_departement
from .exporting import Column, Table, Value, tabled

#: How the main courante may be put: as on the screen, or as a register.
NEWEST_FIRST, OLDEST_FIRST = "desc", "asc"


def _text(name: str) -> Callable[[Any], Value]:
    def of(card: Any) -> Value:
        value = getattr(card, name, None)
        if isinstance(value, Said):
            return value.text
        if isinstance(value, bool):
            return "oui" if value else "non"
        return value if isinstance(value, str | int | datetime) else None

    return of


def _code(name: str, group: Mapping[str, Label]) -> Callable[[Any], Value]:
    return lambda card: label(group, getattr(card, name)) if getattr(card, name, None) is not None else None


def _column(name: str, title: str, hxl: str = "") -> Column:
    return Column(name, title, _text(name), hxl)


# ---------------------------------------------------------------------------------------------- lines

_LINES: tuple[Column, ...] = (
    Column("seq", "N°", lambda entry: entry.seq, "#meta+id"),
    Column("at", "Reçu le", lambda entry: entry.at, "#date+received"),
    Column("occurred_at", "Heure du fait", lambda entry: entry.occurred_at, "#date+occurred"),
    Column("role", "Par", lambda entry: short(ROLES, entry.by.role), "#meta+role"),
    Column("by_body", "Organisme", lambda entry: entry.by.body, "#org+code"),
    Column("kind", "Nature", lambda entry: entry.fact.kind, "#meta+kind"),
    Column("text", "Texte", lambda entry: catalogue.tell(entry.fact), "#description"),
    Column("digest", "Empreinte", lambda entry: entry.digest.hex()[:8], "#meta+digest"),
)


def lines(connection: Connection, board: Board, asked: Asked, order: str = NEWEST_FIRST) -> Table:
    """Return the main courante as it may be read: the lines that meet what is asked.

    The newest first, as on the screen, or `asc`, as a register goes; each keeps its number in either order.
    """
    entries = _register(connection, board, asked) if order == OLDEST_FIRST else _newest(connection, board, asked)
    return tabled("main-courante", "Main courante", _LINES, entries)


def _register(connection: Connection, board: Board, asked: Asked) -> Iterator[Entry]:
    asked = replace(asked, after=0, before=None, limit=MOST)
    while True:
        page = read_page(connection, board.dossier, asked)
        yield from (entry for entry in page.entries if entry.seq <= board.seq)
        if page.next is None or page.next > board.seq:
            return
        asked = replace(asked, after=page.next)


def _newest(connection: Connection, board: Board, asked: Asked) -> Iterator[Entry]:
    asked = replace(asked, after=0, before=board.seq + 1, limit=MOST)
    while True:
        page = read_page(connection, board.dossier, asked)
        yield from reversed(page.entries)
        if page.next is None:
            return
        asked = replace(asked, before=page.next)


# ---------------------------------------------------------------------------------------------- cards

_BODY: tuple[Column, ...] = (
    _column("body", "Organisme (code)", "#org+code"),
    _column("name", "Organisme", "#org+name"),
    Column("kind", "Nature", _code("kind", BODY_KINDS), "#org+type"),
    _column("commune", "Commune (INSEE)", "#adm3+code"),
    _column("departement", "Département", "#adm2+code"),
    Column("degree", "Commune touchée", _code("degree", DEGREES), "#severity"),
    Column("status", "Statut", _code("status", STATUSES), "#status"),
    _column("observed_at", "Observé le", "#date+observed"),
    _column("valid_until", "Valable jusqu’au", "#date+until"),
    _column("missed", "Comptes rendus manqués"),
    _column("competent", "Compétent"),
    _column("text", "Compte rendu", "#description"),
)


def _figure(name: str) -> tuple[Column, Column]:
    def value(card: BodyCard) -> Value:
        figure = card.figures.get(name)
        if figure is None:
            return None
        if isinstance(figure.value, str):
            return label(FIGURES[name].codes, figure.value)
        return "non communiqué" if figure.value is None else figure.value

    def quality(card: BodyCard) -> Value:
        return label(QUALITIES, card.figures[name].quality) if name in card.figures else None

    title = FIGURES[name].label
    unit = f"#affected+{name}" if FIGURES[name].unit == "personne" else f"#indicator+{name}"
    return Column(name, title, value, unit), Column(f"{name}_quality", f"{title}, qualité", quality)


def _sum(name: str, row: Any) -> Value:
    return getattr(row[2], name) or None


_FIGURES = tuple(column for name in FIGURES for column in _figure(name))
_ACT: tuple[Column, ...] = (
    _column("key", "Acte", "#meta+id"),
    _column("body", "Organisme (code)", "#org+code"),
    Column("kind", "Nature", _code("kind", ACTS), "#activity"),
    _column("occurred_at", "Le", "#date+occurred"),
    _column("persons", "Personnes", "#reached+persons"),
    _column("households", "Foyers", "#reached+households"),
    _column("count", "Unités", "#output+count"),
    _column("amount_cents", "Montant (centimes d’euro)", "#value+eur+cents"),
    _column("corrected", "Rectifications"),
    _column("text", "Texte", "#description"),
)
_ACT_DAY: tuple[Column, ...] = (
    Column("day", "Jour", lambda row: row[0].day.isoformat(), "#date+occurred"),
    Column("kind", "Nature", lambda row: label(ACTS, row[1]), "#activity"),
    *(
        Column(name, title, partial(_sum, name), hxl)
        for name, title, hxl in (
            ("persons", "Personnes", "#reached+persons"),
            ("households", "Foyers", "#reached+households"),
            ("count", "Unités", "#output+count"),
            ("amount_cents", "Montant (centimes d’euro)", "#value+eur+cents"),
            ("acts", "Actes", "#output+acts"),
        )
    ),
    Column("bodies", "Organismes ayant noté un acte ce jour", lambda row: row[0].bodies),
    Column("of", "Sur", lambda row: row[3]),
)
_NEED: tuple[Column, ...] = (
    _column("key", "Besoin", "#meta+id"),
    _column("body", "Organisme (code)", "#org+code"),
    Column("kind", "Nature", _code("kind", GROUPS["needs"]), "#need"),
    _column("quantity", "Quantité demandée", "#output+asked"),
    _column("committed", "Engagée", "#output+committed"),
    _column("delivered", "Livrée", "#output+delivered"),
    Column("unit", "Unité", _code("unit", GROUPS["units"]), "#meta+unit"),
    Column("urgency", "Urgence", _code("urgency", GROUPS["urgencies"]), "#severity"),
    Column("state", "État", _code("state", GROUPS["need_states"]), "#status"),
    _column("text", "Texte", "#description"),
)
_SUPPORT: tuple[Column, ...] = (
    _column("key", "Soutien", "#meta+id"),
    _column("need", "Besoin"),
    _column("from_body", "De (code)", "#org+provider"),
    _column("to_body", "Pour (code)", "#org+receiver"),
    Column("kind", "Nature", _code("kind", GROUPS["needs"]), "#activity"),
    _column("quantity", "Quantité", "#output"),
    Column("unit", "Unité", _code("unit", GROUPS["units"]), "#meta+unit"),
    _column("start", "Du", "#date+start"),
    _column("end", "Au", "#date+end"),
    Column("state", "État", _code("state", GROUPS["support_states"]), "#status"),
    _column("text", "Texte", "#description"),
)
_PLACE: tuple[Column, ...] = (
    _column("key", "Lieu (code)", "#loc+code"),
    _column("name", "Lieu", "#loc+name"),
    Column("kind", "Nature", _code("kind", GROUPS["places"]), "#loc+type"),
    _column("body", "Organisme (code)", "#org+code"),
    _column("commune", "Commune (INSEE)", "#adm3+code"),
    _column("capacity", "Capacité", "#capacity"),
    _column("present", "Présents", "#affected+present"),
    _column("night", "Nuit", "#affected+night"),
    _column("state", "État", "#status"),
    _column("observed_at", "Compté le", "#date+observed"),
)
_CARDS: Mapping[str, tuple[str, str, tuple[Column, ...]]] = {
    "besoins": ("need", "Besoins", _NEED),
    "soutiens": ("support", "Soutiens entre organismes", _SUPPORT),
    "lieux": ("place", "Lieux ouverts", _PLACE),
}


def bodies(connection: Connection, board: Board, asked: Asked, seen: Seen, chosen: Chosen, now: datetime) -> Table:
    """Return the bodies that the list of the board shows, in its order: every figure, its quality, skills of today."""
    skills = skills_kept(connection)
    cards = bodies_of(seen, Seen(board, asked.channels), chosen, now)
    able = Column("skills", "Compétences (annuaire)", lambda card: said(skills.get(card.body, ())), "#org+skills")
    table = tabled("organismes", "CCAS, CIAS et mairies", (*_BODY, able, *_FIGURES), cards)
    return replace(table, points=tuple(_position(card) for card in cards))


def acts(board: Board, asked: Asked, seen: Seen) -> Table:
    """Return the acts whose detail the reader holds, the newest first; `kinds` keeps some kinds alone."""
    cards = of_departement(seen.of(ActCard), Seen(board, asked.channels), asked.departement)
    wanted = (card for card in cards if not asked.kinds or card.kind in asked.kinds)
    newest = sorted(wanted, key=lambda card: (card.occurred_at, card.id), reverse=True)
    return tabled("actes", "Actes de soutien", _ACT, newest)


def acts_by_day(board: Board, asked: Asked, seen: Seen) -> Table:
    """Return what the page *Actes* counts: for each day and kind the sums, without the detail of any act."""
    crisis = crisis_of(board)
    zone = crisis.timezone if crisis else "Europe/Paris"
    found = act_days(board.of(ActCard), seen.counted(), zone, asked.kinds or None)
    rows = ((day, kind, totals, found.of) for day in reversed(found.days) for kind, totals in day.kinds.items())
    return tabled("actes-par-jour", TABLES["actes-par-jour"], _ACT_DAY, rows)


def cards_of(name: str, seen: Seen) -> Table:
    """Return needs, supports or places, in the order of the page *Renforts*."""
    kind, title, columns = _CARDS[name]
    known = catalogue.CARD_OF.get(kind)
    cards = _ORDERS[name]([*seen.of(known)]) if known else []
    return replace(tabled(name, title, columns, cards), points=tuple(_position(card) for card in cards))


def _needs_in_order(cards: list[Any]) -> list[Any]:
    """Put what is not covered first, the most urgent, then the oldest (static/js/help.js)."""
    ranks = [*GROUPS["urgencies"]]
    over = len(ranks)
    return sorted(
        cards,
        key=lambda need: (ranks.index(need.urgency) if need.state in ("ouvert", "partiel") else over, need.raised_at),
    )


#: How the page *Renforts* orders its lists (static/js/pages/help.js).
_ORDERS: Mapping[str, Callable[[list[Any]], list[Any]]] = {
    "besoins": _needs_in_order,
    "soutiens": lambda cards: sorted(cards, key=lambda support: support.since, reverse=True),
    "lieux": lambda cards: sorted(cards, key=lambda place: (place.state != "ouvert", place.name)),
}


def _position(card: Card) -> tuple[float, float] | None:
    position = getattr(card, "position", None)
    return (position[1] / 10_000, position[0] / 10_000) if position else None


# ---------------------------------------------------------------------------------------------- points

_POINT: tuple[Column, ...] = (
    Column("number", "Point n°", lambda row: row[0].number, "#meta+id"),
    Column("cutoff_at", "Chiffres arrêtés au", lambda row: row[0].cutoff_at, "#date+cutoff"),
    Column("rectifies", "Rectifie le n°", lambda row: row[0].rectifies),
    Column("rectified_by", "Rectifié par le n°", lambda row: row[2]),
    Column("name", "Indicateur", lambda row: indicator(row[1]), "#indicator+name"),
    Column("source", "Source", lambda row: label(POINT_SOURCES, row[1].source), "#meta+source"),
    Column("by", "Selon", lambda row: row[1].by),
    Column(
        "value", "Valeur", lambda row: "non communiqué" if row[1].value is None else row[1].value, "#indicator+value"
    ),
    Column("unit", "Unité", lambda row: unit_of(row[1]), "#indicator+unit"),
    Column("delta", "Écart", lambda row: row[1].delta),
    Column("quality", "Qualité", lambda row: label(QUALITIES, row[1].quality)),
    Column("said", "Donné par", lambda row: row[1].said),
    Column("of", "Sur", lambda row: row[1].of),
    Column("oldest", "Du plus ancien", lambda row: row[1].oldest),
    Column("at", "au plus récent", lambda row: row[1].at),
    Column("differs", "Autre source, autre chiffre", lambda row: "oui" if row[1].differs else ""),
)


def points(seen: Seen) -> Table:
    """Return every figure of every point, by number."""
    cards = sorted(seen.of(SituationCard), key=lambda card: card.number)
    rhythm = next(iter(seen.of(PointsCard)), None)
    rectified = rhythm.rectified if rhythm else {}
    rows: Iterable[Any] = ((card, figure, rectified.get(str(card.number))) for card in cards for figure in card.figures)
    return tabled("points", "Points de situation", _POINT, rows)


_MEASURES = {"persons": "personnes", "households": "foyers", "count": "unités", "amount_cents": "centimes d’euro"}


def indicator(figure: Any) -> str:
    """Name what a figure of a point counts."""
    if figure.source == "acts":
        return label(ACTS, figure.name)
    return label(OFFICIAL_FIGURES if figure.source != "reports" else FIGURES, figure.name)


def unit_of(figure: Any) -> str:
    """Say in what a figure of a point is counted."""
    if figure.measure:
        return _MEASURES[figure.measure]
    group = OFFICIAL_FIGURES if figure.source != "reports" else FIGURES
    known = group.get(figure.name)
    return known.unit if known else ""


#: What may be exported: a name in an address, and its title.
TABLES: Mapping[str, str] = {
    "main-courante": "Main courante",
    "organismes": "CCAS, CIAS et mairies",
    "besoins": "Besoins",
    "soutiens": "Soutiens entre organismes",
    "actes": "Actes de soutien",
    "actes-par-jour": "Actes de soutien, jour par jour",
    "lieux": "Lieux ouverts",
    "points": "Points de situation",
}


#: The orders that a table may be asked in, the usual one first; those that are not here have one alone.
ORDERED: Mapping[str, tuple[str, ...]] = {
    "main-courante": (NEWEST_FIRST, OLDEST_FIRST),
    "organismes": BODY_ORDERS,
}


def table_of(
    name: str,
    connection: Connection,
    board: Board,
    asked: Asked,
    seen: Seen,
    now: datetime,
    chosen: Chosen | None = None,
) -> Table:
    """Return one table of TABLES, as somebody who holds the channels of `asked` and of `seen` may read it.

    `chosen` filters the bodies, and says the order of what may be put in several (ORDERED).
    """
    if name == "main-courante":
        return lines(connection, board, asked, chosen.order if chosen else NEWEST_FIRST)
    if name == "organismes":
        return bodies(connection, board, asked, seen, chosen or Chosen(), now)
    if name == "actes":
        return acts(board, asked, seen)
    if name == "actes-par-jour":
        return acts_by_day(board, asked, seen)
    return points(seen) if name == "points" else cards_of(name, seen)
