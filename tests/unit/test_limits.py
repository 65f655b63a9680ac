"""What one actor may ask, and what is said beyond it."""

from contextlib import ExitStack, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.errors import Missing, Unavailable
from crisiscoord.web import limits
from crisiscoord.web.limits import Limits, TooManyCommands, TooManyGuesses, TooManySockets
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, SYSTEM


class Seconds:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_be_sent_at_once_and_not_one_more() -> None:
    held = Limits(120, Seconds())
    for _ in range(120):
        held.command(CCAS_NEMOURS)
    with pytest.raises(TooManyCommands, match="120 commandes par minute") as refused:
        held.command(CCAS_NEMOURS)
    assert (refused.value.retry_after, refused.value.code) == (1, "too_many_commands")


def test_whoever_waits_as_long_as_was_said_may_go_on() -> None:
    seconds = Seconds()
    held = Limits(6, seconds)
    for _ in range(6):
        held.command(CCAS_NEMOURS)
    with pytest.raises(TooManyCommands) as refused:
        held.command(CCAS_NEMOURS)
    seconds.now += refused.value.retry_after
    held.command(CCAS_NEMOURS)


def test_the_pace_of_one_is_not_the_pace_of_another() -> None:
    held = Limits(1, Seconds())
    held.command(CCAS_NEMOURS)
    held.command(CCAS_MELUN)
    with pytest.raises(TooManyCommands):
        held.command(CCAS_NEMOURS)


def test_without_limit_for_the_server_and_when_set_to_zero() -> None:
    held, free = Limits(1, Seconds()), Limits(0, Seconds())
    for _ in range(10):
        held.command(SYSTEM)
        free.command(CCAS_NEMOURS)


def test_a_link_is_no_guess_of_everybody_and_what_opens_something_is_given_back() -> None:
    held = Limits(1, Seconds())
    for n in range(limits.WRONG_LINKS_IN_ALL + 1):
        with suppress(Missing), held.guess(f"192.0.2.{n}", dictated=False):
            raise Missing("Ce lien n’ouvre rien.")
    for _ in range(limits.WRONG_LINKS + 1):
        with held.guess("198.51.100.1", dictated=True):
            pass
        with suppress(Unavailable), held.guess("198.51.100.1", dictated=True):
            raise Unavailable("On ne sait pas.")
    for n in range(limits.WRONG_LINKS_IN_ALL):
        with suppress(Missing), held.guess(f"192.0.2.{n}", dictated=True):
            raise Missing("Ce code n’ouvre rien.")
    for _ in range(limits.WRONG_LINKS + 1):
        with pytest.raises(TooManyGuesses), held.guess("198.51.100.1", dictated=True):
            pass
    with held.guess("198.51.100.1", dictated=False):  # what was not let through is not counted
        pass


@given(st.integers(1, 300), st.lists(st.floats(0, 30), max_size=200))
def test_never_more_than_a_minutes_worth_ahead_of_the_pace(per_minute: int, waits: list[float]) -> None:
    seconds = Seconds()
    held, begun, accepted = Limits(per_minute, seconds), seconds.now, 0
    for wait in waits:
        seconds.now += wait
        try:
            held.command(CCAS_NEMOURS)
            accepted += 1
        except TooManyCommands as refused:
            assert refused.retry_after >= 1
    assert accepted <= per_minute + (seconds.now - begun) * per_minute / 60 + 1e-6


def test_the_table_of_paces_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FOLLOWED", 1)
    held = Limits(1, Seconds())
    held.command(CCAS_NEMOURS)
    held.command(CCAS_MELUN)
    held.command(CCAS_NEMOURS)  # forgotten meanwhile: starts afresh


def test_sockets_are_bounded_for_each_and_freed_when_they_close() -> None:
    held = Limits(0)
    with ExitStack() as screens:
        for _ in range(limits.SOCKETS_EACH):
            screens.enter_context(held.socket(CCAS_NEMOURS))
        with pytest.raises(TooManySockets), held.socket(CCAS_NEMOURS):
            pass
        with held.socket(CCAS_MELUN):
            assert held.sockets() == limits.SOCKETS_EACH + 1
    assert held.sockets() == 0
    with held.socket(CCAS_NEMOURS):
        assert held.sockets() == 1


def test_sockets_are_bounded_for_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SOCKETS", 1)
    held = Limits(0)
    with held.socket(CCAS_MELUN), pytest.raises(TooManySockets), held.socket(CCAS_NEMOURS):
        pass
