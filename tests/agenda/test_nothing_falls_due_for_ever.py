"""Whatever the hours at which the server is awake, it soon has nothing left to ask."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crisiscoord.clock import ManualClock
from tests.conftest import NOON

from .conftest import DAMMARIE, MELUN, NEMOURS, Process

_steps = st.lists(st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=120)), min_size=1, max_size=6)


@given(steps=_steps)
@settings(max_examples=12)
def test_after_enough_ticks_nothing_is_due(steps: list[timedelta]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = ManualClock(NOON)
        process = Process(f"sqlite:///{Path(folder)}/test.db", clock)
        try:
            process.declare(communes=(NEMOURS, MELUN, DAMMARIE))
            process.do(
                "convention.sign",
                "etat-unccas",
                template="etat-unccas",
                title="État et UNCCAS",
                signed_on="2026-07-01",
                parties=["unccas", "sgav"],
            )
            for step in steps:
                clock.advance(step)
                process.tick_until_quiet()
                oldest = process.oldest()
                assert oldest is None or oldest > clock.now()
                for dossier in ("crue-test", "etat-unccas"):
                    assert process.kept_dues(dossier) == process.shown_dues(dossier)
        finally:
            process.stop()
