"""The shapes of the language: what is asked (Command), what happened (Fact), where it is written (Entry).

Nothing here knows what a crisis or a convention is. Instants are UTC with milliseconds; free text and
personal contacts are marked `Worded`, because they are what may be forgotten (docs/architecture.md).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializationInfo,
    StringConstraints,
    ValidationInfo,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticUndefined

from .agreements import Library
from .places import TerritoryView
from .plain import plain, plain_line

if TYPE_CHECKING:
    from .board import Board

#: What stands where words were, once they have been erased.
ERASED = "[effacé]"
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_AFTER = EARLIEST + timedelta(days=1)  # a day of margin, whatever the zone


def to_instant(at: datetime) -> datetime:
    """Return `at` in UTC, cut to the millisecond. Raises ValueError outside 1900-2200."""
    if not _AFTER < at < LATEST:
        raise ValueError("instant hors des bornes (1900 à 2200)")
    if at.tzinfo is UTC and not at.microsecond % 1000:
        return at  # as most are already: a report hands its own on to each of its figures
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000) if at.microsecond % 1000 else at


@lru_cache(maxsize=8_192)  # one instant stands in many places: an entry, its line, a card and its figures
def format_instant(at: datetime) -> str:
    """Write an instant as it stands in journals and on the wire: `2018-01-28T13:03:07.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[AwareDatetime, AfterValidator(to_instant), PlainSerializer(format_instant, when_used="json")]
Day = Annotated[date, Field(ge=EARLIEST.date(), le=LATEST.date())]
#: A day as a command gives it: its beginning and its end are instants, in whatever zone.
FIRST_GIVEN, LAST_GIVEN = (_AFTER + timedelta(days=2)).date(), (LATEST - timedelta(days=2)).date()
GivenDay = Annotated[date, Field(ge=FIRST_GIVEN, le=LAST_GIVEN)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
#: A lapse of time in whole seconds, however long a dossier was left alone.
Seconds = Annotated[int, Field(ge=0)]


class Free:
    """Marks what a person writes freely: discretion.py reads it before it is kept."""


PLAIN = BeforeValidator(lambda value: plain(value) if isinstance(value, str) else value)
PLAIN_LINE = BeforeValidator(lambda value: plain_line(value) if isinstance(value, str) else value)
_LONG = StringConstraints(min_length=1, max_length=8_000, strip_whitespace=True)
_SHORT = StringConstraints(min_length=1, max_length=200, strip_whitespace=True)
Text = Annotated[str, _LONG, Free(), PLAIN]
#: One line: a name, a title.
Label = Annotated[str, _SHORT, Free(), PLAIN_LINE]
#: A name made by a client for a thing inside a dossier, and for a dossier itself.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{2,63}$")]
DossierId = Slug
BodyId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9AB-]{1,60})?$", max_length=64)]
Commune = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9AB][0-9]{3}$")]
DepartementCode = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|9[78][0-9])$")]


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def _uuid_text(value: Any) -> Any:
    if not isinstance(value, str) or _UUID.fullmatch(value):
        return value
    return str(UUID(value))


CommandId = Annotated[str, BeforeValidator(_uuid_text)]


class Words:
    """Marks a field of a fact whose text is kept apart from the journal, so that it may be forgotten."""


#: Free text or a personal contact in a fact. The journal's line holds its salted digest only.
Worded = Annotated[str, Words()]


class Word(BaseModel):
    """Any frozen, closed shape of the language."""

    #: A fault is logged with where it is, never with what was there: a word may have been.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    @classmethod
    def sure(cls, **values: Any) -> Self:
        """Return one made of values that have been checked already, in a fraction of the time of checking them again.

        Whatever is left out takes its default; a default that is made (`default_factory`) must be given.
        """
        made = cls.__new__(cls)
        defaults, names = _defaults(cls)
        object.__setattr__(made, "__dict__", {**defaults, **values} if defaults else values)
        object.__setattr__(made, "__pydantic_fields_set__", names)
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


@cache
def _defaults(model: type[Word]) -> tuple[dict[str, Any], set[str]]:
    fields = model.model_fields
    return {name: one.default for name, one in fields.items() if one.default is not PydanticUndefined}, set(fields)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a command speaks for: what scopes are judged against (domain/policy)."""

    body: str | None = None
    departement: str | None = None


#: The kinds of dossier: what is for either may be sent to both.
BOTH_KINDS = frozenset({"crisis", "convention"})


class Command(Word):
    """A request to change one dossier. Its `id` makes it safe to send twice."""

    #: The kind of dossier that this command opens, if it opens one.
    opens: ClassVar[str | None] = None
    #: The kinds of dossier it may be sent to.
    on: ClassVar[frozenset[str]] = frozenset({"crisis"})

    do: str
    id: CommandId
    dossier: DossierId
    #: Why what discretion.py finds in the free text of this command is kept all the same.
    kept_because: Text | None = None

    def target(self) -> Target:
        """Say whom this command speaks for. A command that names a body or a département overrides this."""
        return Target()


class FallDue(Command):
    """What the metronome asks when the due instant of a card has come; `do` is `<type of card>.fall_due`.

    `due` is the card's `next_ask`; `decide` compares them: a card that has moved on since refuses with `NotDue`.
    """

    on: ClassVar[frozenset[str]] = BOTH_KINDS

    card: str
    due: Instant


class Fact(Word):
    """Something that happened. Once in a journal, never edited and never removed.

    `v` is the version of the shape: when a shape changes, its reader upcasts older ones (`upcast`).
    """

    v: ClassVar[int] = 1
    #: The kind of dossier whose journal may begin with this fact.
    opens: ClassVar[str] = ""
    #: Names of the fields that hold words, in the order of their declaration.
    worded: ClassVar[tuple[str, ...]] = ()

    kind: str

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls.worded = tuple(
            name for name, field in cls.model_fields.items() if is_marked(Words, field.annotation, field.metadata)
        )

    @classmethod
    def upcast(cls, v: int, data: dict[str, Any]) -> dict[str, Any]:
        """Return `data`, written by version `v`, in today's shape."""
        return data

    def channel(self) -> str:
        """Name the channel of this fact's line in the main courante."""
        return "common"

    def about(self) -> str | None:
        """Name the body that this fact is about, if it is about one (the filter `body=` of the journal)."""
        return None

    def erases(self) -> int | None:
        """Name the entry whose words this fact erases, if it erases any."""
        return None

    def occurred(self) -> datetime | None:
        """Say when it happened in the world, when that is not when it was written."""
        return None


def is_marked(mark: type[Any], annotation: Any, metadata: list[Any]) -> bool:
    """Say whether the annotation of a field bears a mark, be it on one of its alternatives or on its items."""
    if any(isinstance(found, mark) or found is mark for found in metadata):
        return True
    return any(
        is_marked(mark, inner, list(getattr(inner, "__metadata__", ())))
        for inner in getattr(annotation, "__args__", ())
    )


class By(Word):
    """Who wrote an entry: never a name, so that a journal can be shown and kept."""

    account: str
    role: str
    body: str | None = None

    @cached_property
    def written(self) -> dict[str, str]:
        """The author as a line holds it. Not to be changed: it is shared by every line of this author."""
        return self.model_dump(exclude_none=True)


@lru_cache(maxsize=10_000)
def author_of(account: str, role: str, body: str | None) -> By:
    """Return who signs, one object for all the entries of one author."""
    return By(account=account, role=role, body=body)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a journal: a fact, numbered, dated, signed, chained to the line before by `digest`."""

    dossier: str
    seq: int
    at: datetime
    occurred_at: datetime
    by: By
    channel: str
    fact: Fact
    digest: bytes

    @property
    def cursor(self) -> str:
        return f"{self.seq}.{self.digest.hex()[:8]}"


class Said(Word):
    """Words on a card: the text, and which field of which entry they come from, so that they can be erased.

    On the wire it is the text alone; in a checkpoint, which holds no words, it is the reference alone.
    """

    seq: int
    field: str
    text: str = ERASED

    @model_serializer(mode="plain")
    def _written(self, info: SerializationInfo) -> Any:
        if info.context and info.context.get("references"):
            return {"seq": self.seq, "field": self.field}
        return self.text

    @model_validator(mode="before")
    @classmethod
    def _found(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, dict) and "text" not in data and info.context:
            found = info.context["words"].get((data["seq"], data["field"]), ERASED)
            return {**data, "text": found}
        return data


def said(entry: Entry, field: str) -> Said | None:
    """Return what the fact of `entry` says in `field`, ready to stand on a card; None when it says nothing."""
    text = getattr(entry.fact, field)
    return None if text is None else Said.sure(seq=entry.seq, field=field, text=text)


class Actor(Word):
    """Who asks: a role, and the bodies and départements it extends to. `name` is for presence only.

    `dossier`: the only one that they may know of, for whoever comes by a link; None for an account. `reads_only`: a
    token that was made to read, whatever the role could do. `unsigned`: a person who has not accepted the undertaking
    of confidentiality yet.
    """

    account: str
    role: str
    name: str = ""
    bodies: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    email: str | None = None
    dossier: str | None = None
    reads_only: bool = False
    unsigned: Literal[True] | None = None
    #: The proposal that this actor answers and nothing else, for whoever follows the link of a message.
    designation: Slug | None = None


SYSTEM = Actor(account="system", role="system", name="Le serveur")


def _no_past(moment: datetime) -> "Board":
    raise LookupError("this decision is foreseen, not taken: it has no journal to look back in")


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a decision may know besides the board and the command. `entry` reads the journal itself.

    `board_at` gives the board as it was at a moment: that of the last entry written then or before. It is a
    function of the journal alone, as the board is (docs/decisions/0029).
    """

    now: datetime
    actor: Actor
    #: The role in which the actor was found to be allowed (domain/policy).
    role: str
    library: Library
    territory: TerritoryView
    entry: Callable[[int], Entry | None]
    board_at: Callable[[datetime], "Board"] = _no_past


def canonical(data: Any) -> bytes:
    """Write JSON one way only: sorted keys, no spaces, raw UTF-8 (docs/architecture.md)."""
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)


def derived_id(*parts: object) -> str:
    """Return the id that the same parts always give: `crisiscoord:part/part/…` as a UUID 5."""
    return str(uuid5(NAMESPACE_URL, "crisiscoord:" + "/".join(str(part) for part in parts)))
