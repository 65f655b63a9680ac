"""Plays a scenario against a server: every step is an ordinary command, sent by one of its players.

The player mints nothing: `token_for` gives the token of each. Ids of commands are derived from the scenario,
the run and the number of the step, so that a step sent twice is carried out once. A refused step is shown
and counted, and the play goes on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ..clock import Clock
from ..domain.durations import after
from ..domain.french import listed
from ..domain.scenarios import Scenario, Step
from ..domain.words import derived_id
from .client import Answered, Client, Unreachable

#: The zone in which the days of a scenario are counted.
ZONE = "Europe/Paris"
#: The tempo of a crisis, which `crisis.declare` bounds.
SLOWEST, FASTEST = 1, 3_600
#: The longest sleep before the clock is asked again, in seconds.
NAP = 0.5
#: Faults kept to be shown at the end; all are counted.
FAULTS_KEPT = 200
#: Whose board shows everything: ids made by the engine are looked up there.
ALL_SEEING = "permanence"

#: Returns the token of a player, or raises KeyError.
TokenFor = Callable[[str], str]
Sleep = Callable[[float], Awaitable[None]]


class NotOnBoard(Exception):
    """A step names a notice or an obligation that is not on the board at that moment."""


class NoToken(Exception):
    """Nobody gave a token for one of the players."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One step, with its dossier and its number in the whole play. `tempo` divides its distances in time."""

    number: int
    dossier: str
    step: Step
    tempo: float = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """A step that was not carried out, and why, in French."""

    cue: Cue
    code: str
    reason: str

    def __str__(self) -> str:
        return (
            f"étape {self.cue.number} ({self.cue.step.at}, {self.cue.step.player}, {self.cue.step.do}) : {self.reason}"
        )


@dataclass(slots=True)
class Outcome:
    """What came of a play."""

    sent: int = 0
    again: int = 0
    refused: int = 0
    faults: list[Fault] = field(default_factory=list)

    def failed(self, fault: Fault) -> None:
        self.refused += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(fault)


def cues(scenario: Scenario, speed: float, suffix: str = "") -> Iterator[Cue]:
    """Yield the whole play in order: what lies beside it first, then its own steps.

    `suffix` makes a further play of the same scenario, in dossiers of its own. Conventions beside are not
    hastened by the speed: eight months stay eight months.
    """
    number = 0
    for beside in scenario.conventions:
        for step in beside.steps:
            number += 1
            yield Cue(number, beside.dossier + suffix, step)
    for step in scenario.steps:
        number += 1
        yield Cue(number, scenario.dossier + suffix, step, speed)


def command_of(cue: Cue, scenario: str, run: str, now: datetime) -> dict[str, Any]:
    """Return the command of a step sent `now`, its relative instants placed in time.

    A crisis declared as an exercise runs at the tempo of the play, so that its deadlines keep up with it.
    """
    said = cue.step.spoken(now, ZONE, cue.tempo)
    if cue.step.do == "crisis.declare" and said.get("exercise"):
        said.setdefault("tempo", min(max(round(cue.tempo), SLOWEST), FASTEST))
    given = {"id": derived_id("exercise", scenario, run, cue.number), "dossier": cue.dossier, "do": cue.step.do}
    return {**said, **given}


def looked_up(step: Step, board: Mapping[str, Any]) -> dict[str, str]:
    """Return the ids made by the engine that a step needs, found on a board. Raises NotOnBoard."""
    found: dict[str, str] = {}
    cards = board["cards"]
    if step.notice_to is not None:
        notices = [card for card in cards if card["type"] == "notice" and card["to"] == step.notice_to]
        newest = max(notices, key=_number_of, default=None)
        found["notice"] = _key(newest, f"aucun avis à {step.notice_to} sur le tableau")
    if step.obligation_of is not None:
        unmet = [
            card
            for card in cards
            if card["type"] == "obligation" and card["code"] == step.obligation_of and card["state"] != "remplie"
        ]
        earliest = min(unmet, key=lambda card: str(card["due_on"]), default=None)
        found["obligation"] = _key(earliest, f"aucun engagement {step.obligation_of} à remplir")
    return found


def _key(card: Mapping[str, Any] | None, reason: str) -> str:
    if card is None:
        raise NotOnBoard(reason)
    return str(card["id"]).partition(":")[2]


def _number_of(notice: Mapping[str, Any]) -> int:
    """Return the number of the entry that owed a notice, with which its id ends."""
    number = str(notice["id"]).rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


@dataclass(slots=True)
class Play:
    """One play of a scenario. `run` tells it from other plays of the same: two runs share no id."""

    scenario: Scenario
    client: Client
    token_for: TokenFor
    clock: Clock
    run: str
    speed: float = 60
    suffix: str = ""
    sleep: Sleep = asyncio.sleep
    outcome: Outcome = field(default_factory=Outcome)

    async def perform(self, on_step: Callable[[Cue, Fault | None], None] = lambda cue, fault: None) -> Outcome:
        """Send every step at its time, one after the other; what is behind is sent at once.

        Raises Unreachable when the server stops answering, ValueError for a speed that is none.
        """
        if not self.speed > 0:
            raise ValueError("la vitesse est un nombre plus grand que zéro")
        start = self.clock.now()
        for cue in cues(self.scenario, self.speed, self.suffix):
            await self._until(after(start, cue.step.at, ZONE, self.speed))
            fault = await self._send(cue)
            if fault is not None:
                self.outcome.failed(fault)
            on_step(cue, fault)
        return self.outcome

    async def _until(self, at: datetime) -> None:
        while (left := (at - self.clock.now()).total_seconds()) > 0:
            await self.sleep(min(left, NAP))

    async def _send(self, cue: Cue) -> Fault | None:
        """Send one step; return why it failed, if it did."""
        try:
            token = self._token(cue.step.player)
            command = command_of(cue, self.scenario.code, self.run, self.clock.now())
            if cue.step.notice_to or cue.step.obligation_of:
                board = await self.client.board(cue.dossier, self._token(ALL_SEEING))
                command |= looked_up(cue.step, board)
            receipt = await self.client.command(command, token)
        except Answered as refusal:
            return Fault(cue, refusal.code, str(refusal))
        except NotOnBoard as missing:
            return Fault(cue, "not_on_board", str(missing))
        except NoToken as missing:
            return Fault(cue, "no_token", str(missing))
        self.outcome.sent += 1
        self.outcome.again += bool(receipt.get("again"))
        return None

    def _token(self, player: str) -> str:
        try:
            return self.token_for(player)
        except KeyError as missing:
            raise NoToken(f"aucun jeton pour {player}") from missing


async def play_shown(play: Play, console: Console) -> Outcome:
    """Perform a play with a bar on the console, each fault shown as it comes, and a summary at the end."""
    scenario = play.scenario
    console.print(f"[bold]{escape(scenario.title)}[/]\n{escape(scenario.note)}\n{escape(scenario.source)}")
    if scenario.historic:
        console.print(escape(f"Dates réelles\u00a0: {listed([*scenario.historic.values()], most=20)}."))
    total = sum(1 for _ in cues(scenario, play.speed))
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("", total=total)

        def on_step(cue: Cue, fault: Fault | None) -> None:
            progress.update(bar, advance=1, description=escape(f"{cue.step.player} · {cue.step.do}"))
            if fault is not None:
                console.print(f"[red]{escape(str(fault))}[/]")

        try:
            outcome = await play.perform(on_step)
        except Unreachable as problem:
            console.print(f"[red]{escape(str(problem))}[/]")
            raise
    console.print(summary(outcome))
    return outcome


def summary(outcome: Outcome) -> str:
    """Return one French sentence about a play that is over."""
    again = f", dont {outcome.again} déjà faites" if outcome.again else ""
    refused = "aucune refusée" if not outcome.refused else f"{outcome.refused} refusées"
    return f"Exercice joué\u00a0: {outcome.sent} étapes envoyées{again}, {refused}."
