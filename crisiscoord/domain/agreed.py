"""The small words of the agreed texts: what a sentence, a code, a duration is in a file of `playbooks/`."""

from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from .durations import Duration as Length
from .durations import after, parse
from .repeating import UNTIL_END

#: Where durations are laid down to be compared.
_ORIGIN = datetime(2001, 1, 1, tzinfo=UTC)


class Agreed(BaseModel):
    """Any frozen, closed shape of an agreed text."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def refuse(reason: str, *path: str | int) -> NoReturn:
    """Refuse a value with a French reason, read as it is by the author of the file.

    `path` leads from the value to the part at fault, when it is not the whole of it.
    """
    raise PydanticCustomError("agreed", "{reason}", {"reason": reason, "path": path})


def _as_written(value: Any) -> Any:
    """Text stays text: a title that happens to be written `2018` or `true` is still a title."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else value


def _duration(text: str) -> str:
    try:
        parse(text)
    except ValueError as error:
        refuse(str(error))
    return text


def _until(text: str) -> str:
    if text == UNTIL_END:
        return text
    try:
        parse(text)
    except ValueError as error:
        refuse(f"{error}, ou « {UNTIL_END} », la fin de l’évènement")
    return text


def _calendar_duration(text: str) -> str:
    duration = parse(text)
    if duration.clock or not duration:
        refuse(f"« {text} » : une durée en jours, en mois ou en années est attendue (P7D, P3M, P1Y)")
    return text


def longer(one: str | Length, other: str | Length) -> bool:
    """Say whether a duration is longer than another, both counted from 1 January 2001."""
    return after(_ORIGIN, one, "UTC") > after(_ORIGIN, other, "UTC")


#: Several lines of French, as people read them.
Sentence = Annotated[str, BeforeValidator(_as_written), StringConstraints(min_length=1, max_length=1_000)]
#: A name: one line.
Title = Annotated[
    str, BeforeValidator(_as_written), StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n\r]+$")
]
Slug = Annotated[str, BeforeValidator(_as_written), StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{1,63}$")]
#: `true` or `false`, and nothing that looks like them (`no` is a word).
Flag = Annotated[bool, Field(strict=True)]
#: An ISO 8601 duration, kept as it was written.
Duration = Annotated[str, AfterValidator(_duration)]
#: The same without hours, and not nothing: what is counted in days, months or years.
CalendarDuration = Annotated[Duration, AfterValidator(_calendar_duration)]
#: Until when an action comes back: a duration after its anchor, or `end`, the end of the crisis.
Until = Annotated[str, AfterValidator(_until)]
