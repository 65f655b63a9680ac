"""What the partners agreed, as data: intervention protocols, conventions, aid schemes, exercises.

These are the shapes of the files of `playbooks/`. A shape checks what can be said of one file alone; what
ties files together (a scheme that exists, a code used twice) is checked by crisiscoord.library.reading.
Nothing here reads a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from .agreed import Agreed, CalendarDuration, Duration, Flag, Sentence, Slug, Title, Until, longer, refuse
from .asks import AgreedAsks
from .durations import parse
from .labels import Among
from .point_rhythm import PointStep, check_points
from .repeating import UNTIL_END
from .rhythm import RhythmStep, check_rhythm
from .scenarios import Beside, Scenario, Step
from .vocabulary import HAZARDS, Anchor, Partner, Phase, Renewal, Role, Scope

__all__ = [
    "COMMON",
    "Action",
    "Beside",
    "Change",
    "Check",
    "Clause",
    "ConventionTemplate",
    "Library",
    "ObligationRule",
    "Playbook",
    "Scenario",
    "Scheme",
    "SchemeList",
    "Step",
    "UnionList",
]

#: The protocol that every other one extends, and that every crisis follows.
COMMON = "socle"
#: A protocol longer than this is no longer followed by anybody.
MOST_ACTIONS = 100
#: Versions that one file tells; beyond, the older ones are in the history of the file.
MOST_CHANGES = 100
#: The dates that one rule may set over one period of a convention.
MOST_DATES = 60

#: A protocol is named after the hazard it answers: a misspelt one would never be applied to anything.
PlaybookCode = Annotated[str, Among((COMMON, *(code for code in HAZARDS if code != "autre")))]
ActionCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}-[0-9]{2,3}$")]
SchemeCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,39}$")]
ClauseCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]-[0-9]{2}$")]
DepartementCode = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|9[78][0-9])$")]
Zone = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_]+)+$")]
Day = Annotated[date, Field(ge=date(2016, 1, 1), le=date(2100, 1, 1))]
Version = Annotated[int, Field(strict=True, ge=1, le=9_999)]
#: What proves by itself that an action is done; `none`: somebody must say so.
Check = Literal[
    "crisis_declared",
    "report_filed",
    "notice_acknowledged:sgav",
    "notice_acknowledged:prefecture",
    "representative_active",
    "none",
]


class Action(Agreed):
    """One thing that a protocol asks of somebody, `at` a duration after an `anchor`.

    With `every`, it comes back until `until`, a duration after the same anchor or the end of the crisis.
    `scope` says how many times it stands on the board: once, once per département, once per competent body
    (protocols, article E-08).
    """

    code: ActionCode
    phase: Phase
    anchor: Anchor
    at: Duration
    every: Duration | None = None
    until: Until | None = None
    who: Role
    partners: tuple[Partner, ...] = Field(default=(), max_length=10)
    scope: Scope
    must: Flag
    title: Sentence
    done_when: Sentence
    check: Check = "none"
    aids: tuple[SchemeCode, ...] = Field(default=(), max_length=12)

    @model_validator(mode="after")
    def _union_has_a_departement(self) -> Self:
        if self.who == "udccas" and self.scope != "departement":
            refuse("« scope » : ce que fait une UDCCAS se compte par département (scope: departement)")
        return self

    @model_validator(mode="after")
    def _repeats_within_bounds(self) -> Self:
        if (self.every is None) != (self.until is None):
            refuse("« every » et « until » vont ensemble : une action qui revient doit aussi s’arrêter")
        if self.every is not None and not longer(self.every, "PT59M"):
            refuse("« every » : une action ne revient pas plus d’une fois par heure")
        if self.until == UNTIL_END:
            if self.anchor == "end":
                refuse("une action comptée depuis la fin de l’évènement ne peut pas revenir jusqu’à cette fin")
        elif self.until is not None and not longer(self.until, self.at):
            refuse("« until » doit venir après « at »")
        return self


class Change(Agreed):
    """What a version of a protocol changed, since when, and which organisation or function wrote it."""

    version: Version
    date: Day
    by: Title
    what: Sentence


class Playbook(Agreed):
    """An intervention protocol (*protocole d’intervention type*, article E-08).

    Its code is that of the hazard it answers, or `socle` for the actions common to all. Once applied to a
    crisis it is frozen there: a newer version applies only when somebody says so. `changes` tells its
    versions, the oldest first. `rhythm`: how often reports are expected, where it says so; `asks`: for which
    figures, phase by phase; `points`: when points de situation are expected, else as the common protocol says.
    """

    code: PlaybookCode
    version: Version
    title: Title
    lead: Sentence
    red_lines: tuple[Sentence, ...] = Field(default=(), max_length=12)
    extends: PlaybookCode | None = None
    changes: tuple[Change, ...] = Field(min_length=1, max_length=MOST_CHANGES)
    rhythm: tuple[RhythmStep, ...] = Field(default=(), max_length=8)
    asks: AgreedAsks = Field(default_factory=dict)
    points: tuple[PointStep, ...] = Field(default=(), max_length=8)
    actions: tuple[Action, ...] = Field(min_length=1, max_length=MOST_ACTIONS)

    @model_validator(mode="after")
    def _asks_less_and_less_often(self) -> Self:
        check_rhythm(self.rhythm)
        check_points(self.points)
        return self

    @model_validator(mode="after")
    def _tells_its_versions(self) -> Self:
        for number, (before, after) in enumerate(pairwise(self.changes), start=1):
            if after.version <= before.version or after.date < before.date:
                refuse("« changes » : de la plus ancienne version à la plus récente", "changes", number)
        if (told := self.changes[-1].version) != self.version:
            refuse(
                f"« changes » finit par la version {told}, le protocole est à la version {self.version} : dire ce "
                "que cette version change, et qui l’a écrite",
                *("changes", len(self.changes) - 1, "version"),
            )
        return self

    def action(self, code: str) -> Action | None:
        return next((action for action in self.actions if action.code == code), None)


class Clause(Agreed):
    """One requirement of a convention, numbered as in the partners’ reading of the text (E-01, E-02…).

    `modal` keeps *must* apart from *may*: what a text merely allows never becomes an obligation.
    """

    code: ClauseCode
    article: Title
    modal: Literal["must", "may", "fact"]
    who: tuple[Role, ...] = Field(default=(), max_length=8)
    text: Sentence


class ObligationRule(Agreed):
    """A date that a convention sets: every so often, once after the signature, or before its end.

    `counted` says from when `every` runs: from the signature (whole periods, without drift) or from the
    last time it was met. Durations are ISO 8601. `article` is the code of the clause it comes from.
    """

    code: Slug
    title: Title
    article: ClauseCode
    every: CalendarDuration | None = None
    at: CalendarDuration | None = None
    before_end: CalendarDuration | None = None
    counted: Literal["signature", "last"] = "signature"
    must: Flag

    @model_validator(mode="after")
    def _one_date_only(self) -> Self:
        if [self.every, self.at, self.before_end].count(None) != 2:
            refuse("une obligation a une date et une seule : « every », « at » ou « before_end »")
        if self.every is not None and not longer(self.every, "P6D"):
            refuse("« every » : une obligation ne revient pas plus d’une fois par semaine")
        if self.counted == "last" and self.every is None:
            refuse("« counted: last » ne va qu’avec « every »")
        return self


class ConventionTemplate(Agreed):
    """A convention that can be signed: who the parties are, how long it lasts, what it obliges them to.

    `renewal`: `expresse`, it ends unless the parties renew it; `tacite`, it goes on unless one ends it.
    `formal_notice`: how long after a formal notice by registered letter it may be ended, where the text says so.
    """

    code: Slug
    version: Version
    title: Title
    parties: tuple[Role, ...] = Field(min_length=2, max_length=8)
    duration: CalendarDuration
    renewal: Renewal
    formal_notice: CalendarDuration | None = None
    timezone: Zone = "Europe/Paris"
    obligations: tuple[ObligationRule, ...] = Field(default=(), max_length=30)
    articles: tuple[Clause, ...] = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _keeps_dates_countable(self) -> Self:
        for number, rule in enumerate(self.obligations):
            if rule.every is not None and longer(self.duration, parse(rule.every).times(MOST_DATES)):
                refuse(
                    f"« every » : plus de {MOST_DATES} dates d’ici la fin de la convention",
                    "obligations",
                    number,
                )
        return self

    def clause(self, code: str) -> Clause | None:
        return next((clause for clause in self.articles if clause.code == code), None)


class Scheme(Agreed):
    """An aid scheme that a CCAS may call upon (inventory of article E-05).

    `conf: check` is shown as « à vérifier »; `checked_on` is the day on which it was last read again.
    """

    code: SchemeCode
    title: Title
    basis: Sentence
    asked_by: Sentence
    conf: Literal["sure", "check"]
    checked_on: Day


class SchemeList(Agreed):
    """A file of aid schemes."""

    schemes: tuple[Scheme, ...] = Field(min_length=1, max_length=200)


class Stated(Agreed):
    """What is known of the departmental union of one département, by whom, and the day it was last read again."""

    departement: DepartementCode
    source: Sentence
    checked_on: Day


class UnionList(Agreed):
    """In which départements the CCAS have a departmental union (UDCCAS), and in which it is known that they have not.

    There is one in some sixty départements, and no public list: what nobody has stated is in neither.
    """

    version: Version
    present: tuple[Stated, ...] = Field(default=(), max_length=150)
    absent: tuple[Stated, ...] = Field(default=(), max_length=150)


class Undertaking(Agreed):
    """What a person accepts before the first dossier (convention CPAM-Caf-SIAO, art. 11). One file for each version."""

    code: Literal["confidentialite"]
    version: Version
    title: Title
    source: Sentence
    lead: Sentence
    clauses: tuple[Sentence, ...] = Field(min_length=1, max_length=30)
    accept: Sentence

    @property
    def digest(self) -> str:
        """The SHA-256 of the words, by which what was accepted is proved to be this text."""
        words = "\n".join((self.code, str(self.version), self.title, self.lead, *self.clauses, self.accept))
        return sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Library:
    """All the agreed texts, by code. Made once, at start, by crisiscoord.library.reading.

    `unions` says of a département whether it has an UDCCAS; it is left out when nobody has stated it.
    """

    playbooks: Mapping[str, Playbook] = field(default_factory=dict)
    conventions: Mapping[str, ConventionTemplate] = field(default_factory=dict)
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    unions: Mapping[str, bool] = field(default_factory=dict)
    undertakings: Mapping[int, Undertaking] = field(default_factory=dict)

    @property
    def undertaking(self) -> Undertaking | None:
        """The undertaking that is asked for today: the last version, None when there is none."""
        return self.undertakings[max(self.undertakings)] if self.undertakings else None

    def playbook(self, code: str) -> Playbook | None:
        return self.playbooks.get(code)

    def convention(self, code: str) -> ConventionTemplate | None:
        return self.conventions.get(code)

    def scheme(self, code: str) -> Scheme | None:
        return self.schemes.get(code)

    def scenario(self, code: str) -> Scenario | None:
        return self.scenarios.get(code)

    def for_hazard(self, hazard: str) -> tuple[str, ...]:
        """Return the codes of the protocols that a crisis of this hazard follows, the common one first."""
        return (COMMON, hazard) if hazard in self.playbooks and hazard != COMMON else (COMMON,)
