"""All those who are silent are asked again at once, in one act (docs/field.md, « Rhythms »).

One line of the main courante for a hundred bodies, never one for each; whoever was asked a short while ago is left
alone. What leaves by mail is for the notifier; calling by telephone stays with the call list (calling.py).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from ..errors import Refused
from .board import Board, Card, Delta
from .calling import CallToMake, call_list
from .cards import Cards
from .crisis import open_crisis
from .french import counted, listed
from .task_cards import channel_of
from .words import (
    BodyId,
    Command,
    Count,
    DepartementCode,
    Entry,
    Fact,
    Instant,
    Said,
    Situation,
    Target,
    Text,
    Word,
    Worded,
    said,
)

#: Bodies that one act asks; beyond, those to call first are asked, and the line says how many are left.
MOST = 1_000
#: Bodies in one entry: their names stay far below what an entry may hold.
IN_ENTRY = 100
#: How long a body that was asked is not asked again.
QUIET = timedelta(minutes=15)
#: Bodies named in a line; the others are counted.
NAMED = 4
#: Acts of the last quarter of an hour that a card tells apart; beyond, the two oldest are told as one.
MOST_EARLIER = 12


class Round(Word):
    """Bodies asked at once, and not since."""

    asked_at: Instant
    asked_by: str
    bodies: tuple[BodyId, ...] = ()


class RequestsCard(Card):
    """The last time that the silent bodies of a département were asked: which ones, by which role, when.

    `earlier`: who was asked shortly before, the last first.
    """

    type: Literal["requests"] = "requests"
    departement: str
    asked_at: Instant
    asked_by: str
    bodies: tuple[BodyId, ...] = ()
    text: Said | None = None
    earlier: tuple[Round, ...] = ()

    @property
    def rounds(self) -> tuple[Round, ...]:
        """Every act that the card tells of, the last first."""
        return (Round(asked_at=self.asked_at, asked_by=self.asked_by, bodies=self.bodies), *self.earlier)


# --------------------------------------------------------------------------------------------- commands


class RequestReports(Command):
    """Ask every silent body for its report: of a département, among `bodies`, or of the whole crisis."""

    do: Literal["report.request"] = "report.request"
    departement: DepartementCode | None = None
    bodies: Annotated[tuple[BodyId, ...], Field(min_length=1, max_length=MOST, strict=False)] | None = None
    text: Annotated[Text, Field(max_length=500)] | None = None

    def target(self) -> Target:
        return Target(departement=self.departement)


# ------------------------------------------------------------------------------------------------ facts


class SilentBody(Word):
    """A body that was asked."""

    id: BodyId
    name: str


class ReportsRequested(Fact):
    """Silent bodies of one département were asked for their report; `left` more of it will be next time."""

    kind: Literal["reports.requested"] = "reports.requested"
    departement: str
    bodies: tuple[SilentBody, ...]
    left: Count = 0
    text: Worded | None = None

    def channel(self) -> str:
        return channel_of(self.departement)


class NobodySilent(Refused):
    code, title = "nobody_silent", "Personne à relancer"


# -------------------------------------------------------------------------------------------- decisions


def request_reports(board: Board, command: RequestReports, situation: Situation) -> list[Fact]:
    """Ask the silent, those to call first before the others. Raises NobodySilent when nobody is left to ask."""
    open_crisis(board)
    within = None if command.departement is None else {command.departement}
    among = None if command.bodies is None else frozenset(command.bodies)
    silent = to_ask(board, call_list(board, situation.now, within), situation.now)
    silent = [one for one in silent if among is None or one.body in among]
    if not silent:
        raise NobodySilent(
            "Personne à relancer ici\u00a0: toutes les nouvelles sont valables, "
            "ou les silencieux viennent d’être relancés (moins de quinze minutes)."
        )
    return [*_asked(silent[:MOST], silent[MOST:], command.text)]


def to_ask(board: Cards, silent: list[CallToMake], now: datetime) -> list[CallToMake]:
    """Return those of the silent who may be asked now: nobody asked them within QUIET."""
    rounds = (one for card in board.of(RequestsCard) for one in card.rounds)
    spared = {body for one in rounds if now - one.asked_at < QUIET for body in one.bodies}
    return [one for one in silent if one.body not in spared]


def _asked(first: list[CallToMake], later: list[CallToMake], text: str | None) -> Iterator[Fact]:
    for departement in dict.fromkeys(one.departement for one in first):
        here = [one for one in first if one.departement == departement]
        left = sum(one.departement == departement for one in later)
        for start in range(0, len(here), IN_ENTRY):
            part = here[start : start + IN_ENTRY]
            yield ReportsRequested(
                departement=departement,
                bodies=tuple(SilentBody(id=one.body, name=one.name) for one in part),
                left=left if start + IN_ENTRY >= len(here) else 0,
                text=text,
            )


# --------------------------------------------------------------------------------------------- showings


def show_requested(board: Board, entry: Entry, fact: ReportsRequested) -> Delta:
    """The bodies asked shortly before stay on the card, each with its hour, so that they are left alone and no longer.

    An act of several entries is one round.
    """
    id = f"requests:{fact.departement}"
    known = board.get(id, RequestsCard)
    asked = tuple(one.id for one in fact.bodies)
    before = [one for one in known.rounds if entry.at - one.asked_at < QUIET] if known else []
    if before and before[0].asked_at == entry.at:
        asked = (*before.pop(0).bodies, *asked)
    card = RequestsCard(
        id=id,
        channel=fact.channel(),
        departement=fact.departement,
        asked_at=entry.at,
        asked_by=entry.by.role,
        bodies=asked,
        text=said(entry, "text"),
        earlier=_earlier(before, frozenset(asked)),
    )
    return Delta(put=(card,))


def _earlier(rounds: list[Round], again: frozenset[str]) -> tuple[Round, ...]:
    """Return the rounds without those who are asked again, MOST_EARLIER at most."""
    left = [one.model_copy(update={"bodies": _without(one.bodies, again)}) for one in rounds]
    kept = [one for one in left if one.bodies]
    while len(kept) > MOST_EARLIER:
        oldest = kept.pop()
        kept[-1] = kept[-1].model_copy(update={"bodies": (*kept[-1].bodies, *oldest.bodies)})
    return tuple(kept)


def _without(bodies: tuple[str, ...], gone: frozenset[str]) -> tuple[str, ...]:
    return tuple(body for body in bodies if body not in gone)


# --------------------------------------------------------------------------------------------- tellings


def tell_requested(fact: ReportsRequested) -> str:
    names = listed([one.name for one in fact.bodies], NAMED)
    count = counted(len(fact.bodies), "organisme sans nouvelles", "organismes sans nouvelles")
    told = f"RELANCE, département {fact.departement}\u00a0: compte rendu demandé à {count} ({names})."
    if fact.left:
        told += f" {counted(fact.left, 'autre le sera', 'autres le seront')} à la relance suivante."
    return f"{told} {fact.text}" if fact.text else told
