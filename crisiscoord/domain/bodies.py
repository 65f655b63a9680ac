"""The bodies of a crisis on its board: what each says of itself, and when its next news is expected.

Below declaring (which puts these cards) and reporting (which fills them), so that neither needs the other.
"""

from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from pydantic import Field

from .board import Card
from .durations import EMERGENCY, Rhythm
from .rhythm import soonest
from .vocabulary import BodyKind, Degree, Quality, StatusCode, WhyAttached
from .words import BodyId, Commune, Count, Instant, Said, Word

#: What a body's card weighs at most, in bytes: its names, states and instants; each figure; a character of a text.
_LIGHT, _FIGURE, _CHARACTER = 2_000, 250, 6


class Figure(Word):
    """One figure as it was last seen: a number or a code, none when it is not known (`non_communique`)."""

    value: int | str | None = None
    quality: Quality
    observed_at: Instant
    seq: int


class BodyCard(Card):
    """A body in the crisis, in the channel of its département.

    `position` is (latitude, longitude) in ten-thousandths of a degree. `status` is what counts now,
    `reported_status` what the newest report said; they differ when the body has become unreachable.
    `observed_at`, `valid_until`, `text` and `report_seq` are those of the newest report, `reported_at` is
    when the last one came in. `awaited_since` is the first due that passed without news, `missed` how many
    did, `unanswered` how many calls in a row nobody took, `alarm` the one that counts its silence. `competent`
    is False once the body is withdrawn. `hit`: particularly hit, by a decision of `hit_at`, with its reason.
    `attached`: why a body from outside the zone follows the crisis.
    """

    type: Literal["body"] = "body"
    body: BodyId
    name: str
    kind: BodyKind
    commune: Commune | None = None
    departement: str
    degree: Degree | None = None
    population: int = 0
    position: tuple[int, int] | None = None
    status: StatusCode = "sans_nouvelle"
    reported_status: StatusCode | None = None
    figures: dict[str, Figure] = Field(default_factory=dict)
    observed_at: Instant | None = None
    valid_until: Instant | None = None
    reported_at: Instant | None = None
    report_seq: int | None = None
    text: Said | None = None
    taken_by: str | None = None
    awaited_since: Instant | None = None
    missed: Count = 0
    unanswered: Count = 0
    alarm: str | None = None
    competent: bool = True
    hit: bool = False
    hit_at: Instant | None = None
    hit_reason: Said | None = None
    attached: WhyAttached | None = None

    @property
    def at_most(self) -> int:
        texts = len(self.name) + sum(len(said.text) for said in (self.text, self.hit_reason) if said is not None)
        return _LIGHT + _FIGURE * len(self.figures) + _CHARACTER * texts


def new_body(
    *,
    body: str,
    kind: str,
    name: str,
    departement: str,
    commune: str | None = None,
    population: int = 0,
    position: tuple[int, int] | None = None,
    degree: str | None = None,
    due: datetime | None = None,
) -> BodyCard:
    """Return the card of a body that nobody has heard of yet; `due` is when its first report is expected."""
    return BodyCard(
        id=f"body:{body}",
        channel=f"departement:{departement}",
        body=body,
        kind=kind,
        name=name,
        departement=departement,
        commune=commune,
        population=population,
        position=position,
        degree=degree,
        due=due,
    )


class _Around(NamedTuple):
    """Where an instant lies among the dates of reports: not before `start`, before `coming`, then `following`."""

    start: datetime
    coming: datetime
    following: datetime


class _Dates:
    """The dates at which the bodies of one crisis are expected to report.

    The reports of an hour lie between the same two dates: these are kept, and looked for again only beyond them.
    """

    def __init__(self, t0: datetime, zone: str, tempo: int, departement: str, among: tuple[Rhythm, ...]) -> None:
        self._t0, self._zone, self._tempo, self._departement, self._among = t0, zone, tempo, departement, among
        self._last = _Around(t0, t0, t0)

    def around(self, at: datetime) -> _Around:
        found = self._last
        if not found.start <= at < found.coming:
            found = self._last = self._looked_for(at)
        return found

    def _looked_for(self, at: datetime) -> _Around:
        coming = self._after(at)
        following = self._after(coming)
        back = following - coming
        while (date := self._after(max(at - back, self._t0))) > at and at - back > self._t0:
            back *= 2  # a week-end lies between
        start = self._t0
        while date <= at:
            start, date = date, self._after(date)
        return _Around(start, coming, following)

    def _after(self, at: datetime) -> datetime:
        return soonest(self._t0, at, self._zone, self._tempo, self._departement, self._among)


_dates_of = lru_cache(maxsize=1_024)(_Dates)


def next_expected(
    t0: datetime,
    at: datetime,
    zone: str,
    tempo: int,
    departement: str = "",
    among: tuple[Rhythm, ...] = (EMERGENCY,),
) -> datetime:
    """Return when the next report is expected from a body that was heard of at `at`; always after `at`.

    News given in the second half of an interval count for the date that ends it: a body that reports at
    1:50 is not asked again at 2:00. The `departement` tells which days are not worked.
    """
    start, coming, following = _dates_of(t0, zone, tempo, departement, among).around(at)
    before = max(start, at - (following - coming))
    return following if (coming - at) * 2 < coming - before else coming
