"""A scenario played on a real server, as its players would: every step by HTTP at its own time, halted where a test looks.

The clock of the server is the play's: it is moved to the instant of each step, and on the way to each instant at which
something falls due, when the metronome of the house is asked. Nothing waits, and nothing depends on how fast it goes.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from crisiscoord.cli.exercise import Cue, command_of, cues, looked_up
from crisiscoord.clock import ManualClock
from crisiscoord.domain.durations import after
from crisiscoord.domain.scenarios import Scenario
from crisiscoord.domain.words import Actor
from crisiscoord.journal import deadlines
from tests.browser.windows import PATIENCE_MS, SIGNED_OUT, Window
from tests.cast import PERMANENCE
from tests.house import Served
from tests.pen import library
from tests.players import person

ZONE = "Europe/Paris"
#: The hour at which every play starts: scenarios count from it.
NINE = datetime(2026, 11, 22, 8, tzinfo=UTC)
#: A play that leaps over days ends the sessions of whoever still looks: their page asks who is there.
LEFT_BEHIND = re.compile(rf"{SIGNED_OUT.pattern}|40[14] .*/api/(dossiers/|demo/accounts)")


class Stage:
    """One play, on a house that it does not share with another at the same time."""

    def __init__(self, house: Served, code: str) -> None:
        self.house, self.scenario = house, _scenario(code)
        self.dossier, self.start = self.scenario.dossier, house.clock.now()
        self._ahead: list[Cue] = [cue for cue in cues(self.scenario, 1) if cue.dossier == self.dossier]

    def until(self, moment: str) -> None:
        """Play on to a moment of the scenario, the steps of that instant included."""
        end = after(self.start, moment, ZONE)
        while self._ahead and (at := after(self.start, self._ahead[0].step.at, ZONE)) <= end:
            self._pass(at)
            self._perform(self._ahead.pop(0))
        self._pass(end)

    def board(self, actor: Actor = PERMANENCE) -> dict[str, Any]:
        """Return the cards that somebody holds, by id."""
        return {card["id"]: card for card in self.house.board(self.dossier, actor)["cards"]}

    def of(self, type: str, actor: Actor = PERMANENCE) -> list[dict[str, Any]]:
        return [card for card in self.board(actor).values() if card["type"] == type]

    def lines(self, actor: Actor = PERMANENCE) -> list[str]:
        """Return the last lines of the main courante that somebody may read."""
        return [line["text"] for line in self.house.lines(self.dossier, actor, limit=500)["entries"]]

    def _perform(self, cue: Cue) -> None:
        command = command_of(cue, self.scenario.code, "stage", self.house.clock.now())
        if cue.step.notice_to or cue.step.obligation_of:
            command |= looked_up(cue.step, self.house.board(self.dossier))
        answer = self.house.send(command, person(cue.step.player))
        assert answer.status_code == 201, f"{cue.step.at} {cue.step.player} {cue.step.do}: {answer.text}"

    def _pass(self, at: datetime) -> None:
        """Let time go to `at`, and everything that falls due on the way fall due at its instant."""
        for due in self._dues(at):
            self.house.clock.set(max(due, self.house.clock.now()))
            self.house.house.metronome.tick()
        self.house.clock.set(at)

    def _dues(self, at: datetime) -> Iterator[datetime]:
        last = None
        while True:
            with self.house.house.engine.begin() as connection:
                due = next(iter(deadlines.due(connection, at, 1)), None)
            if due is None:
                return
            assert due != last, f"{due} falls due for ever"
            last = due
            yield due.due


class Windows:
    """The windows of the people who look at a play. Nothing that a browser complains of is let through."""

    def __init__(self, house: Served, browser: Browser) -> None:
        self.house, self.browser = house, browser
        self._open: list[Window] = []

    async def open(self, actor: Actor, path: str, **size: int) -> Page:
        """Open a page for somebody who has signed in with a token."""
        context: BrowserContext = await self.browser.new_context(
            base_url=self.house.url,
            locale="fr-FR",
            timezone_id=ZONE,
            viewport={"width": size.get("width", 1366), "height": size.get("height", 900)},
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        answer = await context.request.post("/api/session", data={"token": self.house.token(actor)})
        assert answer.ok, await answer.text()
        page = await context.new_page()
        self._open.append(Window(context, page, LEFT_BEHIND))
        await page.goto(path)
        return page

    async def close(self) -> list[str]:
        """Close them all; return what browsers complained of."""
        for window in self._open:
            await window.context.close()
        return [complaint for window in self._open for complaint in window.complaints]


def start_clock() -> ManualClock:
    return ManualClock(NINE)


def _scenario(code: str) -> Scenario:
    return library().scenarios[code]
