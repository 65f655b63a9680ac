"""The two exercises after real figures: sources that disagree stand side by side to the end, and what is simulated says so.

The figures are those of public points: Marseille, November 2018, and Nemours, June 2016.
"""

import re
from functools import cache

import pytest

from crisiscoord.domain.agreements import Scenario
from crisiscoord.domain.alarmed import AlarmCard
from crisiscoord.domain.bodies import BodyCard
from crisiscoord.domain.needed import NeedCard, SupportCard
from crisiscoord.domain.noticing import NoticeCard
from crisiscoord.domain.situated import SituationCard
from tests.pen import Pen, library
from tests.unit.test_scenarios_are_played import play_all

COLLAPSE, NEMOURS = "effondrement-2018", "crue-2016-nemours"
each = pytest.mark.parametrize("code", (COLLAPSE, NEMOURS))


@cache
def scenario(code: str) -> Scenario:
    return library().scenarios[code]


@cache
def played(code: str) -> Pen:
    return play_all(scenario(code), 1)


def told(code: str, number: int, name: str) -> dict[str, tuple[int | None, bool]]:
    """Return what each source says of a figure in a point, and whether the point flags that they differ."""
    card = played(code).board.get(f"situation:{number}", SituationCard)
    assert card is not None
    return {one.source: (one.value, one.differs) for one in card.figures if one.name == name}


@each
def test_every_step_is_accepted_and_draws_the_same_board_again(code: str) -> None:
    pen = played(code)
    assert len(pen.entries) >= len(scenario(code).steps)
    assert pen.redrawn().digest == pen.board.digest
    assert all(card.state == "accuse" for card in pen.board.of(NoticeCard) if card.designation or code == COLLAPSE)
    assert {card.status for card in pen.board.of(BodyCard)} <= {"mobilise", "veille", "retour_normale"}
    assert all(card.settled_at for card in pen.board.of(AlarmCard) if card.subject == "deborde")


@each
def test_what_was_written_for_the_exercise_says_so_and_nobody_is_named(code: str) -> None:
    for step in scenario(code).steps:
        said = str(step.content.get("text") or step.content.get("reason") or "")
        if step.do == "report.file" or step.do.startswith(("support.", "question.", "need.")):
            assert not said or re.match("Simulé|Heure simulée", said), said
        assert not re.search(r"\b(M\.|Mme|Mlle) |@", said), said
    [designated] = [step.content for step in scenario(code).steps if step.do == "representative.designate"]
    assert designated["name"].endswith("Exemple") and designated["email"].endswith("@exemple.invalid")


@each
def test_only_a_prefecture_says_how_many_died_and_nobody_guesses(code: str) -> None:
    for step in scenario(code).steps:
        if {"dead", "missing", "injured"} & set(step.content.get("figures", {})):
            assert step.do == "official.publish" and step.player.startswith("prefecture-")


@pytest.mark.parametrize(
    ("number", "name", "public", "ours"),
    [
        (3, "sheltered", 404, 398),
        (4, "sheltered", 549, 541),
        (5, "evacuated", 1_105, 1_088),
        (6, "evacuated", 1_105, 1_098),
        (7, "evacuated", 1_352, 1_340),
        (7, "sheltered", 1_069, 1_041),
    ],
)
def test_in_marseille_the_public_figure_and_that_of_the_ccas_are_both_in_the_point(
    number: int, name: str, public: int, ours: int
) -> None:
    assert told(COLLAPSE, number, name) == {"departements": (public, True), "reports": (ours, True)}


def test_a_rectified_point_stays_as_it_was_and_the_toll_is_not_communicated_before_it_is() -> None:
    fifth, sixth = (played(COLLAPSE).board.get(f"situation:{n}", SituationCard) for n in (5, 6))
    assert fifth and sixth and (sixth.rectifies, fifth.rectifies) == (5, None)
    assert told(COLLAPSE, 5, "evacuated")["reports"] == (1_088, True)
    assert told(COLLAPSE, 1, "dead") == {"departements": (None, False)}
    assert told(COLLAPSE, 7, "dead") == {"departements": (8, False)}


def test_hotels_are_counted_in_every_point_and_their_addresses_are_in_none() -> None:
    card = played(COLLAPSE).board.get("situation:4", SituationCard)
    assert card is not None and [place.name for place in card.places] == []
    assert "Hôtels" not in card.wire.decode()
    [counted] = [one for one in card.figures if (one.name, one.source) == ("sheltered", "reports")]
    assert counted.places == 1


def test_three_ccas_lend_one_after_the_other_and_the_need_is_met_without_a_surplus() -> None:
    board = played(COLLAPSE).board
    need = board.get("need:travailleurs-sociaux", NeedCard)
    assert need and (need.quantity, need.committed, need.delivered, need.state) == (37, 37, 37, "couvert")
    supports = {card.support: card for card in board.of(SupportCard)}
    assert {card.state for card in supports.values()} == {"evaluee"}
    assert supports["aubagne-1"].relieves == "aix-1"
    assert all((card.end - card.start).days <= 5 for card in supports.values())


def test_the_three_figures_of_nemours_stand_side_by_side_from_the_second_day_to_the_end() -> None:
    three = {"reports": (800, True), "departements": (2_000, True), "crisis": (3_000, True)}
    assert told(NEMOURS, 1, "evacuated") == {"reports": (350, False)}
    assert told(NEMOURS, 2, "evacuated") == {"reports": (620, True), "departements": (2_000, True)}
    for number in (3, 4, 5):
        assert told(NEMOURS, number, "evacuated") == three


def test_who_does_not_know_how_many_left_is_not_counted_as_nobody() -> None:
    card = played(NEMOURS).board.get("situation:3", SituationCard)
    assert card is not None
    [ours] = [one for one in card.figures if (one.name, one.source) == ("evacuated", "reports")]
    assert (ours.said, ours.of) == (1, 5)
