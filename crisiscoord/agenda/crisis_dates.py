"""The dates of a crisis: tasks, reports that are expected, notices that are owed.

A crisis may have 90,000 tasks: whoever comes from the field sees those of their own bodies, everybody else
those of the crisis and of the départements; the reports of a département are one item.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from ..domain.bodies import BodyCard
from ..domain.french import clock_time, counted, listed
from ..domain.noticed import SETTLED, NoticeCard
from ..domain.situated import PointsCard
from ..domain.task_cards import TaskItem, TasksCard, actions_of, is_overdue
from .items import Ground, Item

_TO_DO = ("a_faire", "en_cours")
#: Tasks named in one item; the rest is counted.
NAMED = 12

_Timed = tuple[datetime, str, TaskItem]


def tasks(ground: Ground) -> Iterator[Item]:
    """Yield what one owner has to do on one day, as one item at the earliest of its hours."""
    titles = {code: action.title for code, action in actions_of(ground.board).items()}
    for card in _owners(ground):
        for on, timed in _by_day(ground, card).items():
            names = [titles.get(code, code) for _, code, _ in timed]
            what = names[0] if len(names) == 1 else f"{counted(len(names), 'tâche')} à faire"
            at = timed[0][0]
            yield Item(
                id=ground.id(card.id, on),
                card=card.id,
                seq=card.seq,
                kind="task",
                title=what if card.owner == "crisis" else f"{what}, {card.name}",
                on=on,
                at=at,
                state="en_cours" if any(item.state == "en_cours" for _, _, item in timed) else "a_faire",
                overdue=any(is_overdue(item, ground.now) for _, _, item in timed),
                link=_page_of(ground, card.body),
                detail=_told(ground, timed, names) if len(names) > 1 else "",
            )


def _owners(ground: Ground) -> Iterator[TasksCard]:
    if ground.own is None:
        return (card for card in ground.held(TasksCard) if card.body is None)
    cards = (ground.board.get(f"tasks:{body}", TasksCard) for body in sorted(ground.own))
    return (card for card in cards if card is not None)


def _by_day(ground: Ground, card: TasksCard) -> dict[date, list[_Timed]]:
    """Return the tasks that are to be done by their due, day by day, the earliest first."""
    timed = sorted(
        ((item.due, code, item) for code, item in card.items.items() if item.due and item.state in _TO_DO),
        key=lambda one: one[:2],
    )
    days: dict[date, list[_Timed]] = defaultdict(list)
    for one in timed:
        days[ground.day(one[0])].append(one)
    return days


def _told(ground: Ground, timed: list[_Timed], names: list[str]) -> str:
    """Name the tasks of one item, a line for each with its hour, and say first how many are late."""
    late = sum(is_overdue(item, ground.now) for _, _, item in timed)
    lines = [f"{clock_time(at, ground.zone)}\u00a0: {name}" for (at, _, _), name in zip(timed, names, strict=True)]
    rest = [f"et {counted(len(lines) - NAMED, 'autre')}"] if len(lines) > NAMED else []
    count = [f"{counted(late, 'tâche')} en retard"] if 0 < late < len(timed) else []
    return "\n".join([*count, *lines[:NAMED], *rest])


def reports(ground: Ground) -> Iterator[Item]:
    """Yield when the next report of each of the viewer's bodies is expected, or of each département together."""
    if ground.own is not None:
        for body in sorted(ground.own):
            card = ground.board.get(f"body:{body}", BodyCard)
            if card is not None and _expected(card) is not None:
                yield _report(ground, [card], card.id, f"Compte rendu attendu, {card.name}", _page_of(ground, body))
        return
    departements: dict[str, list[BodyCard]] = defaultdict(list)
    for card in ground.held(BodyCard):
        if _expected(card) is not None:
            departements[card.departement].append(card)
    for code, cards in sorted(departements.items()):
        title = f"{counted(len(cards), 'compte rendu attendu', 'comptes rendus attendus')}, département {code}"
        yield _report(ground, cards, None, title, ground.link)


def _report(ground: Ground, cards: list[BodyCard], card: str | None, title: str, link: str) -> Item:
    """Return one item for what these bodies are to report; a due that passed without news counts first."""
    at = min(expected for card in cards if (expected := _expected(card)))
    silent = [card for card in cards if card.awaited_since is not None]
    return Item(
        id=ground.id(card or f"reports:{cards[0].departement}"),
        card=card,
        seq=max(card.seq for card in cards),
        kind="report",
        title=title,
        on=ground.day(at),
        at=at,
        overdue=at < ground.now,
        link=link,
        detail=_silence(silent) if len(cards) > 1 else "",
    )


def _expected(card: BodyCard) -> datetime | None:
    """Return since when, or for when, a body is expected to report; None when it is not."""
    return (card.awaited_since or card.due) if card.competent else None


def _silence(silent: list[BodyCard]) -> str:
    if not silent:
        return ""
    names = listed([card.name for card in silent])
    return f"{counted(len(silent), 'date passée', 'dates passées')} sans nouvelle\u00a0: {names}."


def points(ground: Ground) -> Iterator[Item]:
    """Yield when the next point de situation is to be frozen; one that did not come counts first."""
    for card in ground.held(PointsCard):
        at = card.awaited_since or card.due
        if at is not None:
            yield Item(
                id=ground.id(card.id),
                card=card.id,
                seq=card.seq,
                kind="point",
                title=f"Point de situation n°\u00a0{card.last + 1}",
                on=ground.day(at),
                at=at,
                overdue=at < ground.now,
                link=f"{ground.link}/points",
            )


def notices(ground: Ground) -> Iterator[Item]:
    """Yield the notices that nobody has acknowledged: at their alarm, or when they were owed once it has rung."""
    for card in ground.held(NoticeCard):
        if card.state in SETTLED or card.subject == "proposal":  # its answer is the date of the designation
            continue
        at = card.due or card.owed_at
        awaited = "Accusé de réception attendu" if card.state == "envoye" else "Avis à envoyer"
        yield Item(
            id=ground.id(card.id),
            card=card.id,
            seq=card.seq,
            kind="notice",
            title=f"{awaited}\u00a0: {card.to_name}",
            on=ground.day(at),
            at=at,
            state=card.state,
            overdue=card.overdue or at < ground.now,
            link=ground.link,
        )


def _page_of(ground: Ground, body: str | None) -> str:
    return f"{ground.link}/organismes/{body}" if body else ground.link
