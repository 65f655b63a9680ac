"""What the text of a convention allows its parties now, and why not when it does not.

Whether an act is possible is asked of the decision itself, with the day of today: what is offered is what would
be carried out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..errors import Problem
from .board import Board
from .convention import ConventionCard, convention_of
from .durations import day_after, local_day
from .french import calendar_day
from .renewing import (
    AmendConvention,
    GiveNotice,
    RenewConvention,
    TerminateConvention,
    amend_convention,
    give_notice,
    renew_convention,
    terminate_convention,
)
from .words import Fact, Situation

_PROBE = {"id": str(UUID(int=0)), "dossier": "convention"}


@dataclass(frozen=True, slots=True)
class Step:
    """One act: `do` is its command, `why` what the text says of it now, `since` and `until` the days it may bear."""

    do: str
    possible: bool
    why: str
    since: date | None = None
    until: date | None = None


def life_of(board: Board, situation: Situation) -> list[Step]:
    """Return the four acts in the order in which they are shown."""
    return list(_steps(board, convention_of(board), situation))


def _steps(board: Board, card: ConventionCard, situation: Situation) -> Iterator[Step]:
    today, end = local_day(situation.now, card.timezone), calendar_day(card.ends_on)
    latest = min(today, card.ends_on)
    day = {"on": today, "reason": "—"}
    in_force = f"Possible jusqu’au {end}, d’un commun accord des parties."
    amend = AmendConvention.model_validate({**_PROBE, **day})
    yield _step(card, "convention.amend", lambda: amend_convention(board, amend, situation), in_force, latest)
    renew = RenewConvention.model_validate({**_PROBE, **day, "on": latest})
    yield _renewal(card, today, _asked("convention.renew", lambda: renew_convention(board, renew, situation)))
    notice = GiveNotice.model_validate({**_PROBE, **day})
    said = _notice_words(card, situation)
    yield _step(card, "convention.give_notice", lambda: give_notice(board, notice, situation), said, latest)
    terminate = TerminateConvention.model_validate({**_PROBE, **day})
    said = _termination_words(card, situation)
    yield _step(card, "convention.terminate", lambda: terminate_convention(board, terminate, situation), said, latest)


def _asked(do: str, decide: Callable[[], list[Fact]]) -> str:
    """Return why a decision refuses, empty when it does not."""
    try:
        decide()
    except Problem as refused:
        return refused.detail
    return ""


def _step(card: ConventionCard, do: str, decide: Callable[[], list[Fact]], said: str, until: date) -> Step:
    refused = _asked(do, decide)
    if refused:
        return Step(do, False, refused)
    return Step(do, True, said, card.signed_on, until)


def _renewal(card: ConventionCard, today: date, refused: str) -> Step:
    begin, end = calendar_day(card.begins_on), calendar_day(card.ends_on)
    if refused:
        again = today < card.begins_on and card.state == "actif" and card.renewal == "expresse"
        more = f" Reconduction possible de nouveau du {begin} au {end}." if again else ""
        return Step("convention.renew", False, refused + more)
    said = f"Reconduction possible du {begin} au {end}, d’un commun accord des parties."
    if today > card.ends_on:
        said = f"La convention a pris fin le {end}. Un accord daté de ce jour au plus tard peut encore être inscrit."
    return Step("convention.renew", True, said, card.begins_on, min(today, card.ends_on))


def _notice_words(card: ConventionCard, situation: Situation) -> str:
    template = situation.library.convention(card.template)
    delay = template.formal_notice if template else None
    if delay is None:
        return ""
    until = day_after(local_day(situation.now, card.timezone), delay)
    return f"Par lettre recommandée. Reçue aujourd’hui, elle laisserait jusqu’au {calendar_day(until)}."


def _termination_words(card: ConventionCard, situation: Situation) -> str:
    template = situation.library.convention(card.template)
    if template is None or template.formal_notice is None:
        return "Le texte ne prévoit pas de mise en demeure\u00a0: inscrire ce que les parties ont convenu."
    if card.notice_until is None:
        return "Le texte prévoit d’abord une mise en demeure restée sans effet."
    if not card.notice_lapsed:
        return f"La mise en demeure court jusqu’au {calendar_day(card.notice_until)}."
    return f"La mise en demeure est restée sans effet jusqu’au {calendar_day(card.notice_until)}."
