"""A point de situation on paper, and as the text that is pasted into SYNERGI.

Both say the same from the same frozen card: who speaks and to whom, the journal's head at the hour where the figures
stop and that of the point itself, each figure with all that must stand beside it. Nothing is computed again.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..domain.board import Board
from ..domain.crisis import CrisisCard
from ..domain.designated import RepresentativeCard
from ..domain.french import counted, day_and_time, euros, listed, spaced
from ..domain.needed import told_quantity
from ..domain.point import PointFigure
from ..domain.situated import PointsCard, SituationCard
from ..domain.vocabulary import GROUPS, POINT_SOURCES, QUALITIES, ROLES, STATUSES, label, short
from .tables import indicator
from .typeset import to_pdf

_TITLES = ("Indicateur", "Total", "Écart", "Couverture", "Source", "Qualité")


def point_pdf(board: Board, crisis: CrisisCard, card: SituationCard, seal: str) -> bytes:
    """Print a point. `seal` is the head of the journal once the point stood in it."""
    return to_pdf("point.typ", {**_head(board, crisis, card, seal), "sections": [*_sections(crisis, card)]})


def point_text(board: Board, crisis: CrisisCard, card: SituationCard, seal: str) -> str:
    """Return a point as plain text."""
    head = _head(board, crisis, card, seal)
    mark = ["EXERCICE EXERCICE EXERCICE", ""] if crisis.exercise else []
    lines = [
        *mark,
        head["heading"].upper(),
        head["sub"],
        f"{head['stop_words']} {head['stop']} ({head['zone_words']})",
        f"DE\u00a0: {head['from']}",
        f"À\u00a0: {head['to']}",
        f"JOURNAL\u00a0: {head['seal']}",
    ]
    for section in _sections(crisis, card):
        lines += ["", section["title"].upper() + (f" ({section['note']})" if section["note"] else "")]
        lines += [f"{line['head']} {line['text']}".strip() for line in section["lines"]]
        lines += ["- " + "\u202f; ".join(f"{cell}" for cell in row if cell) for row in section["rows"]]
    return "\n".join([*lines, "", head["next"], head["end"], *mark[:1]]) + "\n"


def _head(board: Board, crisis: CrisisCard, card: SituationCard, seal: str) -> dict[str, Any]:
    zone = crisis.timezone
    rhythm = next(board.of(PointsCard), None)
    newer = rhythm.rectified.get(str(card.number)) if rhythm else None
    what = f"Point de situation sociale n°\u00a0{spaced(card.number)}"
    if card.rectifies is not None:
        what += f", rectificatif du n°\u00a0{spaced(card.rectifies)}"
    end = f"Point n°\u00a0{spaced(card.number)}, figé le {day_and_time(card.frozen_at, zone)}. "
    end += f"Rectifié par le n°\u00a0{spaced(newer)}." if newer else "Toute correction est un rectificatif numéroté."
    return {
        "exercise": crisis.exercise,
        "author": "UNCCAS",
        "heading": what,
        "sub": f"{crisis.title} – départements {', '.join(crisis.departements)}",
        "from": f"UNCCAS – {_author(board, card)}",
        "to": ", ".join(_recipient(id) for id in card.recipients) or "destinataires non désignés",
        "stop_words": "Chiffres arrêtés au",
        "stop": day_and_time(card.cutoff_at, zone),
        "zone_words": f"heure de {zone.rpartition('/')[2].replace('_', ' ')}",
        "seal": f"arrêté à {card.cursor}\u202f; point inscrit à {seal}",
        "foot": f"{what} – journal {seal}",
        "end": end,
        "next": f"Prochain point\u00a0: {day_and_time(card.next_at, zone)}",
    }


def _author(board: Board, card: SituationCard) -> str:
    role = label(ROLES, card.by_role)
    role = role[:1].lower() + role[1:]
    if card.by_role != "representant_unccas":
        return role
    named = next((one for one in board.of(RepresentativeCard) if _led(one, card.frozen_at)), None)
    name = getattr(getattr(named, "name", None), "text", None)
    return f"{name}, {role}" if name else role


def _led(one: RepresentativeCard, at: datetime) -> bool:
    """Say who led the whole crisis at that moment, whoever leads it now."""
    began, ended = one.activated_at, one.ended_at
    return one.perimeter == "main" and began is not None and began <= at and (ended is None or at < ended)


def _recipient(id: str) -> str:
    kind, _, code = id.partition("-")
    return f"préfecture {code}" if kind == "prefecture" else {"sgav": "SG-AV"}.get(kind, id)


def _sections(crisis: CrisisCard, card: SituationCard) -> Iterator[dict[str, Any]]:
    number = 0

    def section(title: str, lines: list[tuple[str, str]], note: str = "", rows: Any = (), titles: Any = ()) -> Any:
        nonlocal number
        number += 1
        told = [{"head": head, "text": text} for head, text in lines]
        return {"title": f"{number}. {title}", "note": note, "lines": told, "rows": [*rows], "titles": [*titles]}

    said = "Rien n’a été écrit."
    yield section("Situation", [("", card.text.text if card.text else said)])
    toll = [one for one in card.figures if one.name in _TOLL]
    yield section("Bilan humain", [(indicator(one) + "\u00a0:", _toll(one, crisis)) for one in toll])
    yield _bodies(section, card)
    rows = [_row(one, crisis) for one in card.figures if one.name not in _TOLL]
    compared = f"écarts avec le point n°\u00a0{spaced(card.compared_to)}" if card.compared_to else "premier point"
    yield section("Population et réponse sociale", _asides(card), compared, rows, _TITLES)
    yield _places(section, card)
    yield _needs(section, card)
    yield _supports(section, card, crisis.timezone)
    yield section("Difficultés, tensions, rumeurs", [("", card.difficulties.text if card.difficulties else said)])
    yield section("Prochaines 24 heures", [("", card.outlook.text if card.outlook else said)])


_TOLL = ("dead", "missing", "injured_severe", "injured", "involved")


def _toll(one: PointFigure, crisis: CrisisCard) -> str:
    if one.value is None:
        return "non communiqué. Les CCAS ne renseignent pas ce bilan."
    when = f", {day_and_time(one.at, crisis.timezone)}" if one.at else ""
    flag = " ≠ autre source, autre chiffre" if one.differs else ""
    coverage = f", {one.said} dép. sur {one.of}" if one.source == "departements" else ""
    return f"{spaced(one.value)} ({one.by}{when}{coverage}){flag}"


def _row(one: PointFigure, crisis: CrisisCard) -> list[str]:
    mark = " ≠" if one.differs else ""
    unit = {"households": " (foyers)", "persons": " (personnes)", "count": " (unités)"}.get(one.measure or "", "")
    return [
        f"{indicator(one)}{unit}{mark}",
        "non communiqué" if one.value is None else _number(one, one.value),
        "–"
        if one.delta is None
        else ("+" if one.delta > 0 else "−" if one.delta < 0 else "") + _number(one, abs(one.delta)),
        f"{one.said} dép. sur {one.of}" if one.source == "departements" else f"{one.said} sur {one.of}",
        _source(one, crisis),
        label(QUALITIES, one.quality).lower(),
    ]


def _number(one: PointFigure, value: int) -> str:
    return euros(value) if one.measure == "amount_cents" else spaced(value)


def _source(one: PointFigure, crisis: CrisisCard) -> str:
    told = label(POINT_SOURCES, one.source).lower()
    if one.places:
        told += f", dont {one.places} par leurs lieux"
    if one.by:
        told = f"{one.by}"
    if one.at is None:
        return told
    when = day_and_time(one.at, crisis.timezone)
    return f"{told}, {when}" if one.oldest in (None, one.at) else f"{told}, jusqu’au {when}"


def _asides(card: SituationCard) -> list[tuple[str, str]]:
    told = []
    apart = {one.name for one in card.figures if one.differs}
    if apart:
        told.append(("≠", "Chiffres donnés tels quels\u00a0: l’écart entre les sources n’est pas expliqué."))
    told.append(("", "«\u00a0Non communiqué\u00a0» n’est pas zéro. Foyers et personnes ne s’additionnent pas."))
    if card.acts_left_out:
        told.append(("", f"{counted(card.acts_left_out, 'somme d’actes', 'sommes d’actes')} de plus dans l’export."))
    return told


def _bodies(section: Any, card: SituationCard) -> Any:
    bodies = card.bodies
    counts = [f"{label(STATUSES, status).lower()} {spaced(number)}" for status, number in bodies.statuses.items()]
    lines = [("", ", ".join(counts) or "aucun organisme")]
    for status, names in bodies.named.items():
        rest = bodies.statuses.get(status, 0) - len(names)
        more = f" et {counted(rest, 'autre')}" if rest > 0 else ""
        lines.append((f"{label(STATUSES, status)}\u00a0:", listed(list(names), len(names)) + more))
    note = f"{counted(bodies.of, 'concerné')}, {counted(bodies.heard, 'a', 'ont')} rendu compte, "
    note += counted(bodies.stale, "nouvelle périmée", "nouvelles périmées")
    return section("CCAS, CIAS et mairies", lines, note)


def _places(section: Any, card: SituationCard) -> Any:
    rows = [
        [
            place.name,
            short(GROUPS["places"], place.kind),
            *(_known(one) for one in (place.capacity, place.present, place.night)),
        ]
        for place in card.places
    ]
    none = [] if rows else [("", "Aucun lieu ouvert connu.")]
    titles = ("Lieu", "Nature", "Capacité", "Présents", "Nuit")
    return section("Lieux ouverts", none + _rest(card.places_left_out, "lieu", "lieux"), "", rows, titles)


def _needs(section: Any, card: SituationCard) -> Any:
    lines = [
        (
            f"{label(GROUPS['urgencies'], need.urgency)}\u00a0:",
            f"{told_quantity(need.kind, need.quantity, need.unit)}, {need.body}",
        )
        for need in card.needs
    ] or [("", "Aucun besoin non couvert connu.")]
    return section("Besoins non couverts", lines + _rest(card.needs_left_out, "besoin", "besoins"))


def _supports(section: Any, card: SituationCard, zone: str) -> Any:
    lines = [
        (
            f"{one.by} → {one.to}\u00a0:",
            f"{told_quantity(one.kind, one.quantity, one.unit)}, {label(GROUPS['support_states'], one.state).lower()}"
            + (f", jusqu’au {day_and_time(one.until, zone)}" if one.until else ""),
        )
        for one in card.supports
    ] or [("", "Aucun renfort en cours connu.")]
    return section("Renforts en cours", lines + _rest(card.supports_left_out, "renfort", "renforts"))


def _rest(left_out: int, one: str, many: str) -> list[tuple[str, str]]:
    return [("", f"Et {counted(left_out, one, many)} de plus, dans l’export.")] if left_out else []


def _known(value: int | None) -> str:
    return "n.\u00a0c." if value is None else spaced(value)
