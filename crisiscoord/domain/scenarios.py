"""A scenario: a crisis played as an exercise, command by command, in a time of its own.

Everything in it is relative: `at` counts from the start of the play, and the instants inside a command from
the step that sends it, so that a scenario can be played today, at any speed, by the one door that all
commands go through. Historic dates are words to be shown, never instants.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from .agreed import Agreed, Duration, Sentence, Slug, Title, longer, refuse
from .durations import add_months, after, before_end, day_after, local_day, parse
from .vocabulary import Hazard

MOST_STEPS = 2_000
MOST_BESIDE = 10
#: Keys of a command that the player gives itself.
GIVEN = ("id", "dossier", "do")

Player = Annotated[
    str,
    StringConstraints(
        pattern=r"^(permanence|representant|sgav|(prefecture|udccas)-[0-9][0-9AB][0-9]?|(ccas|mairie|cias)-[0-9AB]{5,9})$"
    ),
]
Verb = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")]
#: `-PT3M`: three minutes before the step. The sign is always written: it is what makes a text an instant.
_INSTANT = re.compile(r"[+-]P")
#: `on:-P8M`: the day, eight months before the step.
_DAY = re.compile(r"on:[+-]P")
#: A moment at which every relative text must have a place in time.
_ORIGIN = datetime(2001, 1, 1, tzinfo=UTC)


class Step(Agreed):
    """One command of a scenario. `as` says who sends it, `with` what it says beyond id, dossier and `do`.

    Two kinds of card have an id made by the engine; the player looks them up on the board at that moment:
    `notice_to`, the latest notice to that body (its id goes into `notice`); `obligation_of`, the earliest
    obligation of that code that has not been met (its id goes into `obligation`).
    """

    model_config = ConfigDict(serialize_by_alias=True)

    at: Duration
    player: Player = Field(alias="as")
    do: Verb
    content: dict[str, Any] = Field(alias="with", default={})
    notice_to: Slug | None = None
    obligation_of: Slug | None = None

    @model_validator(mode="after")
    def _says_only_what_the_player_does_not(self) -> Self:
        for key in GIVEN:
            if key in self.content:
                refuse(f"« with » ne contient pas « {key} » : le joueur le donne lui-même", "with", key)
        for path, text in _relative(self.content):
            try:
                moment(text, _ORIGIN, "UTC")
            except ValueError:
                refuse(f"« {text[:40]} » n’est pas un moment (-PT3M, +PT2H, on:-P8M…)", "with", *path)
        return self

    def spoken(self, now: datetime, zone: str, tempo: float = 1) -> dict[str, Any]:
        """Return what the command says when it is sent `now`: RFC 3339 instants, days of `zone`.

        The tempo divides the distance of instants, as it does the durations of protocols; days stay days.
        """
        return {key: _spoken(value, now, zone, tempo) for key, value in self.content.items()}


class Beside(Agreed):
    """Another dossier, opened before the play so that it lies beside it: a convention already in force."""

    dossier: Slug
    steps: tuple[Step, ...] = Field(min_length=1, max_length=MOST_STEPS)


class Scenario(Agreed):
    """A crisis to be played. At `peak`, a duration from the start, the board shows the worst of it.

    `note` and `source` are shown with it: what was real, and what was written for the exercise.
    """

    code: Slug
    title: Title
    hazard: Hazard
    territory: Sentence
    source: Sentence
    note: Sentence
    historic: dict[Slug, Title] = Field(default={}, max_length=20)
    dossier: Slug
    duration: Duration
    peak: Duration
    conventions: tuple[Beside, ...] = Field(default=(), max_length=MOST_BESIDE)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=MOST_STEPS)

    @model_validator(mode="after")
    def _goes_forward_to_its_end(self) -> Self:
        if longer(self.peak, self.duration):
            refuse("« peak » vient après la fin du scénario", "peak")
        _refuse_backwards(self.steps, "steps")
        for number, beside in enumerate(self.conventions):
            _refuse_backwards(beside.steps, "conventions", number, "steps")
        if longer(self.steps[-1].at, self.duration):
            refuse("la dernière étape vient après la fin du scénario", "steps", len(self.steps) - 1)
        return self


def moment(text: str, now: datetime, zone: str, tempo: float = 1) -> str:
    """Place a relative text in time: `-PT3M` gives an instant, `on:-P8M` a day. Raises ValueError."""
    if _DAY.match(text):
        today, duration = local_day(now, zone), parse(text[4:])
        day = day_after(today, duration) if text[3] == "+" else before_end(today, duration)
        return day.isoformat()
    duration = parse(text[1:])
    if text[0] == "+":
        return after(now, duration, zone, tempo).isoformat(timespec="milliseconds")
    local = now.astimezone(ZoneInfo(zone))
    months_ago = add_months(local.date(), -duration.calendar_months)
    reached = local.replace(year=months_ago.year, month=months_ago.month, day=months_ago.day)
    reached = (reached - timedelta(days=duration.calendar_days)).astimezone(UTC) - duration.clock
    return (now.astimezone(UTC) - (now - reached) / tempo).isoformat(timespec="milliseconds")


def _spoken(value: Any, now: datetime, zone: str, tempo: float) -> Any:
    if isinstance(value, dict):
        return {key: _spoken(inner, now, zone, tempo) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spoken(inner, now, zone, tempo) for inner in value]
    if isinstance(value, str) and (_INSTANT.match(value) or _DAY.match(value)):
        return moment(value, now, zone, tempo)
    return value


def _refuse_backwards(steps: tuple[Step, ...], *path: str | int) -> None:
    for number, (before, step) in enumerate(pairwise(steps), 1):
        if longer(before.at, step.at):
            reason = f"les étapes suivent l’ordre du temps : {step.at} ne peut venir après {before.at}"
            refuse(reason, *path, number)


def _relative(value: Any, *path: str | int) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each relative instant or day inside a command, with the path that leads to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _relative(inner, *path, key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _relative(inner, *path, number)
    elif isinstance(value, str) and (_INSTANT.match(value) or _DAY.match(value)):
        yield path, value
