"""Bodies report, are called, or stay silent: what each says of itself, and since when it is awaited.

Per figure the newest observation wins, so that a report that comes in late does not hide a newer one. The
facts, their showings and tellings are in news.py, the card in bodies.py.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..errors import Refused
from .alarmed import CALLING, AlarmRaised, silence_called
from .board import Board
from .bodies import BodyCard, Figure, new_body, next_expected
from .crisis import CrisisCard, open_crisis
from .durations import Rhythm
from .falling import due_card, was_missed
from .news import (
    CallLogged,
    CallsCard,
    GivenFigure,
    ReportFiled,
    ReportMissed,
    show_call,
    show_missed,
    show_report,
    tell_call,
    tell_missed,
    tell_report,
)
from .noticed import seconds_between
from .rhythm import soonest
from .task_cards import rhythms_of
from .tasking import checked_by
from .vocabulary import FIGURES, FigureName, ReportedStatus
from .words import BodyId, Command, Fact, FallDue, Instant, Situation, Target, Text, to_instant

__all__ = [
    "BodyCard",
    "BodyFallDue",
    "BodyNotConcerned",
    "CallLogged",
    "CallsCard",
    "Figure",
    "FileReport",
    "LogCall",
    "ObservedInFuture",
    "ObservedTooEarly",
    "ReportFiled",
    "ReportMissed",
    "body_card",
    "file_report",
    "log_call",
    "new_body",
    "next_expected",
    "report_fell_due",
    "show_call",
    "show_missed",
    "show_report",
    "tell_call",
    "tell_missed",
    "tell_report",
]

#: How far ahead an observation may be dated: what is left of a clock's error once web has corrected it.
AHEAD = timedelta(minutes=2)
#: How long before the qualification an observation may be dated.
BEFORE = timedelta(days=7)
#: Calls in a row that nobody took before a body counts as unreachable.
UNANSWERED = 3

#: How the next date of a report is found: from t0, now, the zone, the tempo, the département and the rhythms.
NextOne = Callable[[datetime, datetime, str, int, str, tuple[Rhythm, ...]], datetime]

# ------------------------------------------------------------------------------------------------ commands


class FileReport(Command):
    """What a body says of itself: its status, its figures, its words.

    `valid_minutes` says how long the report holds; left out, it holds until the next one is expected, and
    half as long again. `told_at` is the time of observation by the clock of whoever sent the report, when the
    server found that clock wrong and corrected it (docs/decisions/0012).
    """

    do: Literal["report.file"] = "report.file"

    body: BodyId
    status: ReportedStatus
    observed_at: Instant
    figures: dict[FigureName, GivenFigure] = Field(default_factory=dict, max_length=len(FIGURES))
    text: Text | None = None
    valid_minutes: Annotated[int, Field(ge=1, le=43_200)] | None = None
    told_at: Instant | None = None

    @model_validator(mode="after")
    def _figures_fit(self) -> Self:
        for name, figure in self.figures.items():
            _check_figure(name, figure)
        return self

    def target(self) -> Target:
        return Target(body=self.body)


def _check_figure(name: str, figure: GivenFigure) -> None:
    kind = FIGURES[name]
    if figure.value is None:
        if figure.quality != "non_communique":
            raise ValueError(f"{name}\u00a0: valeur obligatoire, ou qualité « non_communique »")
    elif figure.quality == "non_communique":
        raise ValueError(f"{name}\u00a0: une valeur non communiquée ne s’écrit pas")
    elif kind.type == "integer" and not isinstance(figure.value, int):
        raise ValueError(f"{name}\u00a0: nombre entier attendu")
    elif kind.type == "code" and figure.value not in kind.codes:
        raise ValueError(f"{name}\u00a0: attendu, l’un de {', '.join(kind.codes)}")


class LogCall(Command):
    """A body was called by telephone. Three calls in a row without an answer: it is unreachable."""

    do: Literal["call.log"] = "call.log"

    body: BodyId
    answered: bool
    #: Short, because twenty of them stand on one card.
    text: Annotated[Text, Field(max_length=500)] | None = None

    def target(self) -> Target:
        return Target(body=self.body)


class BodyFallDue(FallDue):
    """The report of a body was expected by now."""

    do: Literal["body.fall_due"] = "body.fall_due"


# ------------------------------------------------------------------------------------------------ refusals


class BodyNotConcerned(Refused):
    code, title = "body_not_concerned", "Organisme hors de l’évènement"


class ObservedInFuture(Refused):
    code, title = "observed_in_future", "Heure d’observation à venir"


class ObservedTooEarly(Refused):
    code, title = "observed_too_early", "Observation trop ancienne"


# ----------------------------------------------------------------------------------------------- decisions


def body_card(board: Board, body: str) -> BodyCard:
    """Return the card of a body of the crisis. Raises BodyNotConcerned when it is not on the board."""
    card = board.get(f"body:{body}", BodyCard)
    if card is None:
        raise BodyNotConcerned(
            f"L’organisme {body} n’est pas concerné par cet évènement\u00a0: "
            "demander à la permanence d’étendre la zone à sa commune."
        )
    return card


def file_report(board: Board, command: FileReport, situation: Situation) -> list[Fact]:
    crisis, card = open_crisis(board), body_card(board, command.body)
    _check_observed(crisis, command.observed_at, situation.now)
    newest = card.observed_at is None or command.observed_at >= card.observed_at
    report = ReportFiled.sure(
        body=card.body,
        name=card.name,
        departement=card.departement,
        status=command.status,
        observed_at=command.observed_at,
        told_at=command.told_at,
        valid_until=_valid_until(crisis, command, rhythms_of(board)),
        figures=command.figures,
        due=_due(board, card, command.status if newest else card.reported_status, next_expected, situation.now),
        newest=newest,
        taken_by=None if card.body in situation.actor.bodies else situation.role,
        zone=crisis.timezone,
        text=command.text,
    )
    called = _called_by(card, command, situation.now) if newest else []
    return [report, *called, *checked_by(board, "report_filed", situation, owner=card.body)]


def _called_by(card: BodyCard, command: FileReport, now: datetime) -> list[Fact]:
    """Call somebody when a body newly says that it no longer copes, or no longer works."""
    subject = CALLING.get(command.status)
    if subject is None or subject == card.reported_status:
        return []
    after_s = seconds_between(min(command.observed_at, now), now)
    return [AlarmRaised(subject=subject, body=card.body, name=card.name, departement=card.departement, after_s=after_s)]


def log_call(board: Board, command: LogCall, situation: Situation) -> list[Fact]:
    open_crisis(board)
    card = body_card(board, command.body)
    unanswered = 0 if command.answered else card.unanswered + 1
    return [
        CallLogged(
            body=card.body,
            name=card.name,
            departement=card.departement,
            answered=command.answered,
            unanswered=unanswered,
            unreachable=unanswered >= UNANSWERED,
            text=command.text,
        )
    ]


def report_fell_due(board: Board, command: BodyFallDue, situation: Situation) -> list[Fact]:
    """Say once that a body is silent, however many reports it owed during a stop of the server.

    The first silence of a département calls somebody; those after it are counted by that call until it is taken up.
    """
    crisis = open_crisis(board)
    card = due_card(board, command, BodyCard, situation)
    late = was_missed(board, command.due, situation.now)
    missed = ReportMissed(
        body=card.body,
        name=card.name,
        departement=card.departement,
        due=command.due,
        next=_due(board, card, card.reported_status, soonest, situation.now),
        missed=card.missed + 1,
        late=late,
        zone=crisis.timezone,
    )
    if card.alarm is not None or silence_called(board, card.departement) is not None:
        return [missed]
    called = AlarmRaised(
        subject="silence",
        body=card.body,
        name=card.name,
        departement=card.departement,
        after_s=seconds_between(command.due, situation.now),
        late=late,
    )
    return [missed, called]


def _due(board: Board, card: BodyCard, status: str | None, next_one: NextOne, now: datetime) -> datetime | None:
    """Say when a body is expected next: never once it is back to normal or withdrawn."""
    crisis = open_crisis(board)
    if crisis.t0 is None or status == "retour_normale" or not card.competent:
        return None
    return next_one(crisis.t0, now, crisis.timezone, crisis.tempo, card.departement, rhythms_of(board))


def _valid_until(crisis: CrisisCard, command: FileReport, among: tuple[Rhythm, ...]) -> datetime:
    observed = command.observed_at
    if command.valid_minutes is not None:
        return observed + timedelta(minutes=command.valid_minutes)
    start = max(observed, crisis.t0 or observed)  # before t0 there is no rhythm yet
    expected = next_expected(crisis.t0 or start, start, crisis.timezone, crisis.tempo, among=among)
    return to_instant(observed + (expected - start) * 3 / 2)


def _check_observed(crisis: CrisisCard, observed: datetime, now: datetime) -> None:
    if observed > now + AHEAD:
        raise ObservedInFuture(
            "L’heure d’observation n’est pas encore venue\u00a0: vérifier l’heure de l’appareil et le fuseau."
        )
    if crisis.t0 is not None and observed < crisis.t0 - BEFORE:
        raise ObservedTooEarly("L’observation précède de plus de sept jours la qualification\u00a0: vérifier la date.")
