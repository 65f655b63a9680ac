"""Every step of a scenario is a command that the server can read: said when the scenario is read, not when played."""

from collections.abc import Iterator
from datetime import UTC, datetime

from ..domain.agreements import Scenario, Step
from ..domain.catalogue import read_command
from ..domain.words import canonical, derived_id
from ..errors import Malformed
from .coherence import Source
from .faults import Fault
from .yaml_tree import Path

#: Any day will do to see whether a command has its shape.
_SOME_DAY = datetime(2026, 1, 15, 12, tzinfo=UTC)


def unreadable_steps(scenarios: list[Source[Scenario]]) -> Iterator[Fault]:
    """Yield a fault for each field of a step that its command does not take, or lacks."""
    for source in scenarios:
        scenario = source.model
        yield from _unreadable(source, scenario.dossier, scenario.steps, ())
        for number, beside in enumerate(scenario.conventions):
            yield from _unreadable(source, beside.dossier, beside.steps, ("conventions", number))


def _unreadable(source: Source[Scenario], dossier: str, steps: tuple[Step, ...], path: Path) -> Iterator[Fault]:
    for number, step in enumerate(steps):
        try:
            read_command(canonical(_command(dossier, step)))
        except Malformed as error:
            where = (*path, "steps", number)
            for fault in error.errors or ({"field": "", "reason": error.detail},):
                yield source.fault((*where, *_within(fault["field"])), _said(step, fault["field"], fault["reason"]))


def _command(dossier: str, step: Step) -> dict[str, object]:
    found = {}
    if step.notice_to:
        found["notice"] = f"{step.notice_to}-1"
    if step.obligation_of:
        found["obligation"] = f"{step.obligation_of}-2026-01-15"
    given = {"id": derived_id("rehearsal", dossier), "dossier": dossier, "do": step.do}
    return {**step.spoken(_SOME_DAY, "Europe/Paris"), **found, **given}


def _within(field: str) -> Path:
    """Return where a field of a command stands in a step."""
    if field in ("", "do"):
        return (field,) if field else ()
    return ("with", *(int(part) if part.isdecimal() else part for part in field.split(".")))


def _said(step: Step, field: str, reason: str) -> str:
    return f"{step.do}, {field}\u00a0: {reason}" if field else f"{step.do}\u00a0: {reason}"
