"""How a code of the field is worded in French, and how a model refuses a code that nobody knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, slots=True)
class Label:
    """The French words for one code: in full, for a narrow place, and what is meant by it."""

    label: str
    short: str = ""
    meaning: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the fields that say something; mappings of labels are opened, tuples become lists."""
        worded = {part.name: _plain(getattr(self, part.name)) for part in fields(self)}
        return {name: value for name, value in worded.items() if value not in ("", [], {}, None)}


@dataclass(frozen=True, slots=True)
class Status(Label):
    """What state a body is in. `reported`: said by the body itself, the others come from silence or calls."""

    asks_for: str = ""
    reported: bool = True


@dataclass(frozen=True, slots=True)
class Figure(Label):
    """A figure of a report: an integer counted in `unit`, or one of `codes`."""

    type: str = "integer"
    unit: str = ""
    codes: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act(Label):
    """An act of support. `usual`: which of persons, households, count, amount_cents is asked for first."""

    usual: tuple[str, ...] = ("persons",)


@dataclass(frozen=True, slots=True)
class Need(Label):
    """What one body may lend another. `unit` is what it is counted in, `units` all that are accepted."""

    unit: str = "piece"
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill(Label):
    """What a body is good at. `needs`: the kinds of needs that it answers."""

    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit(Label):
    """What a quantity is counted in, with its plural."""

    plural: str = ""


@dataclass(frozen=True, eq=False)  # compared by identity: pydantic wants it hashable
class Among:
    """Pydantic annotation: a text that is one of the codes of a mapping, an enumeration in JSON Schema.

    `Hazard = Annotated[str, Among(HAZARDS)]` keeps the codes written once, in the mapping.
    """

    codes: Iterable[str]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.codes))


def label(group: Mapping[str, Label], code: str) -> str:
    """Word `code` in French; a code that an older or newer version wrote is shown as it is."""
    known = group.get(code)
    return known.label if known else code


def short(group: Mapping[str, Label], code: str) -> str:
    """Word `code` for a narrow place: its short form when it has one."""
    known = group.get(code)
    return (known.short or known.label) if known else code


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {code: entry.as_json() for code, entry in value.items()}
    return list(value) if isinstance(value, tuple) else value
