"""A point sees the board of its cut-off, from the journal alone, on both databases and with its cache empty."""

from datetime import timedelta

from crisiscoord.clock import ManualClock
from crisiscoord.domain.situated import SituationCard
from tests.office import Office, office


def evacuated(here: Office, number: int) -> tuple[int | None, int]:
    card = here.boards.fresh("crue").get(f"situation:{number}", SituationCard)
    assert card is not None
    figure = next(one for one in card.figures if one.key == ("evacuated", "reports", None))
    return figure.value, card.journal_seq


def say(here: Office, number: int) -> None:
    here.report(figures={"evacuated": {"value": number, "quality": "constate"}})


def test_a_point_is_the_same_whoever_draws_it_and_whatever_came_after(database_url: str, clock: ManualClock) -> None:
    with office(database_url, clock) as here:
        here.declare()
        clock.advance(timedelta(hours=1))
        say(here, 90)
        cutoff, seq = clock.now(), here.boards.fresh("crue").seq
        clock.advance(timedelta(minutes=20))
        say(here, 400)
        here.do("crue", "situation.freeze", cutoff_at=cutoff)
        assert evacuated(here, 1) == (90, seq)
    clock.advance(timedelta(minutes=20))
    with office(database_url, clock) as there:  # a process that has just started, and knows no board
        there.do("crue", "situation.freeze", cutoff_at=cutoff, rectifies=1)
        assert evacuated(there, 2) == (90, seq)
        there.do("crue", "situation.freeze", cutoff_at=clock.now())
        assert evacuated(there, 3)[0] == 400
