"""`crisiscoord watch`: a board live in a terminal, over the same socket as the screens.

On a terminal it is redrawn in place; elsewhere (a file, a pipe) every line of the main courante is printed
once. Truth first: the head always says how old what is shown is, and a cut is said in words.
"""

import asyncio
from collections import Counter, deque
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from ..clock import Clock
from ..domain.french import counted
from ..domain.labels import label
from ..domain.plain import plain_line
from ..domain.states import CONVENTION_STATES, CRISIS_STATES, OBLIGATION_STATES
from ..domain.vocabulary import STATUSES
from .client import BoardCopy, Change, Client

#: A cut shorter than this is not worth a word; an outcome is shown for this long (protocol.md, live).
CUT_SAID_AFTER = timedelta(seconds=2)
OUTCOME_SHOWN = timedelta(seconds=10)
#: Lines of the main courante and bodies shown at once.
LINES, BODIES = 8, 14
#: Seconds between two drawings: ages move on even when nothing comes in.
REDRAWN_EVERY = 1.0
ZONE = "Europe/Paris"
#: How pressing a status is: the order in which the vocabulary gives them.
_RANK = {status: rank for rank, status in enumerate(STATUSES)}
_CALM = frozenset({"mobilise", "veille", "retour_normale"})
_COLOURS = {
    **dict.fromkeys(("deborde", "hors_service", "manquee"), "bold red"),
    **dict.fromkeys(("tension", "sans_nouvelle", "injoignable", "due"), "yellow"),
}


@dataclass(slots=True)
class Watched:
    """What is known of a board being watched, and of the link to it."""

    copy: BoardCopy
    outcome: str = "connecting"
    outcome_at: datetime | None = None
    missed: int = 0
    #: When something was last heard, and since when the link is cut, if it is.
    heard_at: datetime | None = None
    cut_at: datetime | None = None
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=LINES))

    def note(self, change: Change, now: datetime) -> list[str]:
        """Take in a change; return what to print about it where nothing can be redrawn."""
        if change.what == "cut":
            first, self.cut_at = self.cut_at is None, self.cut_at or now
            return [self.frozen()] if first else []
        self.heard_at, self.cut_at = now, None
        if change.what in ("current", "caught_up", "reload"):
            self.outcome, self.outcome_at, self.missed = change.what, now, change.missed
            return [self.link(now)]
        exercise = "EXERCICE  " if self.subject.get("exercise") else ""
        fresh = [f"{self.hour(_instant(line['at']))}  {exercise}{plain_line(line['text'])}" for line in change.lines]
        self.lines.extend(fresh)
        return fresh

    def link(self, now: datetime) -> str:
        """Say how fresh the board is."""
        if self.heard_at is None and self.cut_at is None:
            return "connexion en cours…"
        if self.cut_at is not None and now - self.cut_at >= CUT_SAID_AFTER:
            return self.frozen()
        recent = self.outcome_at is not None and now - self.outcome_at < OUTCOME_SHOWN
        if recent and self.outcome == "caught_up":
            return f"rattrapé ({self.missed})"
        if recent and self.outcome == "reload":
            return "rechargé"
        return f"à jour à {self.hour(self.heard_at)}" if self.heard_at else self.frozen()

    def frozen(self) -> str:
        """Say that nothing comes in any more, and since when."""
        if self.heard_at is None:
            return "le serveur ne répond pas, nouvel essai en cours…"
        return f"données figées depuis {self.hour(self.heard_at)}"

    def hour(self, at: datetime) -> str:
        """Write the time of day in the zone of the dossier."""
        subject = self.subject
        return at.astimezone(ZoneInfo(subject.get("timezone", ZONE))).strftime("%H:%M:%S")

    @property
    def subject(self) -> dict[str, Any]:
        """Return the card that the dossier is about, empty when it is not there yet."""
        return next(self.copy.of(self.copy.kind), {})


def title(watched: Watched) -> str:
    """Say what is being watched: `EXERCICE · Crue de la Seine · En cours`."""
    subject = watched.subject
    states = CONVENTION_STATES if watched.copy.kind == "convention" else CRISIS_STATES
    state = subject.get("state")
    exercise = "EXERCICE" if subject.get("exercise") else ""
    parts = (exercise, subject.get("title", watched.copy.dossier), label(states, state) if state else "")
    return plain_line(" · ".join(part for part in parts if part))


def status_counts(copy: BoardCopy) -> list[tuple[str, int]]:
    """Count the bodies by status, the most pressing first."""
    counts = Counter(card["status"] for card in copy.of("body") if card.get("competent", True))
    return sorted(counts.items(), key=lambda item: _rank(item[0]))


def pressing(copy: BoardCopy, now: datetime) -> list[dict[str, Any]]:
    """Return the bodies that somebody should look at: the most pressing first, then the oldest news."""
    wanting = [card for card in copy.of("body") if card["status"] not in _CALM or is_stale(card, now)]
    return sorted(wanting, key=lambda card: (_rank(card["status"]), card.get("observed_at", ""), card["name"]))


def is_stale(body: dict[str, Any], now: datetime) -> bool:
    """Say whether what a body reported no longer holds (*périmé*)."""
    return "valid_until" in body and _instant(body["valid_until"]) < now


def age(at: datetime, now: datetime) -> str:
    """Write how long ago something was: `il y a 12 min`."""
    minutes = max(int((now - at).total_seconds()) // 60, 0)
    if minutes < 1:
        return "à l’instant"
    if minutes < 60:
        return f"il y a {minutes}\u00a0min"
    hours = minutes // 60
    return f"il y a {hours}\u00a0h" if hours < 48 else f"il y a {hours // 24}\u00a0j"


def drawn(watched: Watched, now: datetime) -> RenderableType:
    """Return the whole screen."""
    head = Text.from_markup(f"[bold]{escape(title(watched))}[/]")
    frozen = watched.cut_at is not None
    link = Text(watched.link(now), style="bold red" if frozen else "green")
    middle = _obligations(watched.copy) if watched.copy.kind == "convention" else _bodies(watched.copy, now)
    return Group(head, link, Text(""), middle, Text(""), *(Text(line) for line in watched.lines))


def _bodies(copy: BoardCopy, now: datetime) -> RenderableType:
    counts = "   ".join(f"{label(STATUSES, status)} {number}" for status, number in status_counts(copy))
    table = Table(title=counts or "Aucun organisme", title_justify="left", box=None, show_header=False)
    listed = pressing(copy, now)
    for body in listed[:BODIES]:
        news = age(_instant(body["observed_at"]), now) if "observed_at" in body else "aucun compte rendu"
        stale = " · périmé" if is_stale(body, now) else ""
        style = _COLOURS.get(body["status"], "")
        table.add_row(Text(plain_line(body["name"])), Text(label(STATUSES, body["status"]), style=style), news + stale)
    if len(listed) > BODIES:
        table.add_row(f"et {counted(len(listed) - BODIES, 'autre')}")
    return table


def _obligations(copy: BoardCopy) -> RenderableType:
    table = Table(box=None, show_header=False)
    for card in sorted(copy.of("obligation"), key=lambda card: str(card["due_on"])):
        state = Text(label(OBLIGATION_STATES, card["state"]), style=_COLOURS.get(card["state"], ""))
        table.add_row(Text(card["due_on"]), Text(plain_line(card["title"])), state)
    return table


def _rank(status: str) -> int:
    return _RANK.get(status, len(_RANK))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def watch(client: Client, dossier: str, clock: Clock, console: Console) -> None:
    """Show a board until it is cancelled. Raises Answered when it may not be seen, or no longer."""
    watched = Watched(BoardCopy(dossier))
    if console.is_terminal:
        await _redraw(client, watched, clock, console)
        return
    async with aclosing(client.watch(dossier)) as changes:
        async for change in changes:
            begins, watched.copy = watched.heard_at is None, change.copy
            printed = watched.note(change, clock.now())
            for line in [title(watched), *printed] if begins and printed else printed:
                console.print(line, markup=False, highlight=False, soft_wrap=True)


async def _redraw(client: Client, watched: Watched, clock: Clock, console: Console) -> None:
    following = asyncio.create_task(_follow(client, watched, clock))
    try:
        with Live(drawn(watched, clock.now()), console=console, screen=False, auto_refresh=False) as live:
            while not following.done():
                await asyncio.wait({following}, timeout=REDRAWN_EVERY)
                live.update(drawn(watched, clock.now()), refresh=True)
        await following
    finally:
        following.cancel()


async def _follow(client: Client, watched: Watched, clock: Clock) -> None:
    async with aclosing(client.watch(watched.copy.dossier)) as changes:
        async for change in changes:
            watched.copy = change.copy
            watched.note(change, clock.now())
