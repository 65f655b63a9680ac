"""The published contract against real traffic, both ways: all that is said is documented, all that is documented is said."""

from collections.abc import Iterator

import pytest

from crisiscoord.clock import ManualClock
from tests.conftest import NOON
from tests.house import served
from tests.tour import CRISIS, Tour, play_the_flood
from tests.tour_accounts import keep_accounts, take_the_archive
from tests.tour_directory import keep_the_directory, name_referents
from tests.tour_exposures import report_an_exposure
from tests.tour_links import give_links
from tests.tour_roster import call_the_roster
from tests.tour_undertaking import accept_the_undertaking
from tests.traffic import Traffic

#: Documented commands that no agreed text of this version allows: their refusal is met here, their effect in unit tests.
REFUSED_HERE = {"convention.give_notice"}  # no template provides for a formal notice


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traffic]:
    """All that happens in this file, once."""
    folder, clock = tmp_path_factory.mktemp("traffic"), ManualClock(NOON)
    with served(f"sqlite:///{folder}/crisiscoord.db", clock, mode="demo") as house:
        seen = Traffic(house)
        with seen.line() as line:
            tour = Tour(seen, line)
            tour.lead_a_crisis()
            tour.keep_a_convention()
            tour.raise_an_alarm(clock)
            tour.look_up()
            keep_the_directory(seen)
            name_referents(tour)
            call_the_roster(tour)
            report_an_exposure(tour)
            give_links(seen, CRISIS)
            accept_the_undertaking(seen)
            keep_accounts(seen, folder)
            take_the_archive(seen, CRISIS)
            tour.read_calendars()
            tour.sign_in_and_out()
            tour.be_refused()
            play_the_flood(seen, clock)
            tour.leave()
        yield seen


def test_all_that_was_said_is_as_documented(traffic: Traffic):
    assert traffic.faults == []


def test_every_documented_call_was_made_and_every_documented_answer_was_given(traffic: Traffic):
    made = {(method, path) for method, path, _ in traffic.operations}
    assert traffic.operations_documented() - made == set()
    assert traffic.answers_documented() - traffic.operations == set()


def test_every_documented_message_was_said(traffic: Traffic):
    assert traffic.messages_documented() - traffic.messages == set()


def test_every_documented_command_was_carried_out(traffic: Traffic):
    assert traffic.codes_documented("Command") - traffic.commands == REFUSED_HERE


def test_every_documented_card_was_shown(traffic: Traffic):
    assert traffic.codes_documented("Card") - traffic.cards == set()


def test_what_does_not_keep_to_the_contract_is_found(traffic: Traffic):
    """The checks bite: a message changed in any one way is a fault."""
    honest, traffic.faults = traffic.faults, []
    beat = {"type": "beat", "server_time": "2026-07-14T12:00:00.000Z", "cursors": {CRISIS: "3.0123abcd"}}
    for changed in ({**beat, "more": 1}, {**beat, "server_time": "midi"}, {**beat, "cursors": {CRISIS: "3"}}):
        before = len(traffic.faults)
        traffic.note_message("tell", changed)
        assert len(traffic.faults) > before
    traffic.faults = honest
