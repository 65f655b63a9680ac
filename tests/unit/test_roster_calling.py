"""The permanence gives a list of the roster, and the server goes down it, one person after the other."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.agenda.calendar import calendar_of
from crisiscoord.directory.view import DirectoryView
from crisiscoord.domain.alarmed import AlarmCard
from crisiscoord.domain.crisis import WrongState
from crisiscoord.domain.designated import ContactCard, RepresentativeCard
from crisiscoord.domain.designating import AlreadyActive, PerimeterOutside
from crisiscoord.domain.falling import NotDue
from crisiscoord.domain.noticed import NoticeCard
from crisiscoord.domain.places import RosterRef
from crisiscoord.domain.roster_calling import AlreadyAsked, NotOnRoster, RosterCallExists, UnknownRosterCall
from crisiscoord.domain.roster_cards import RosterCallCard
from crisiscoord.domain.words import SYSTEM, Actor
from crisiscoord.errors import Forbidden, Malformed, Problem
from crisiscoord.library.territory import territory
from tests.cast import PERMANENCE, PREFECTURE_77, REPRESENTANTE
from tests.pen import Pen
from tests.unit.test_declaring import T0, asked

PEOPLE = {
    "v-une": RosterRef("v-une", "Ana Exemple", "Directrice du CCAS de Melun", "+33199001201", "ana@exemple.invalid"),
    "v-deux": RosterRef("v-deux", "Bo Exemple", "Élu", "+33199001202", "bo@exemple.invalid", body="ccas-77333"),
    "v-trois": RosterRef("v-trois", "Cléo Exemple", "Directrice d’UDCCAS", "+33199001203", "cleo@exemple.invalid"),
    "v-jeu": RosterRef("v-jeu", "Jeu Exemple", "Joueuse", "+33199001204", "jeu@exemple.invalid", for_exercises=True),
}
LIST = ["v-une", "v-deux", "v-trois"]


def declared(**changes: Any) -> Pen:
    pen = Pen(T0, land=DirectoryView(territory(), {}, roster=dict(PEOPLE)))
    pen.do(asked(**changes))
    return pen


def call(pen: Pen, people: Sequence[str] = LIST, name: str = "liste", as_: Actor = PERMANENCE, **more: Any) -> None:
    pen.do("roster.call", as_=as_, call=name, people=[*people], **{"perimeter": "main", **more})


def of(pen: Pen, name: str = "liste") -> RosterCallCard:
    card = pen.board.get(f"roster_call:{name}", RosterCallCard)
    assert card is not None
    return card


def states(pen: Pen, name: str = "liste") -> list[str]:
    return [step.state for step in of(pen, name).steps]


def standing(pen: Pen, perimeter: str = "main") -> list[RepresentativeCard]:
    return [
        card for card in pen.board.of(RepresentativeCard) if (card.state, card.perimeter) == ("proposee", perimeter)
    ]


def who(pen: Pen) -> str:
    (card,) = standing(pen)
    assert card.name is not None
    return card.name.text


def answer(pen: Pen, do: str) -> None:
    (card,) = standing(pen)
    link = Actor(account="avis.lien", role="candidate", dossier=pen.dossier, designation=card.designation)
    pen.do(f"representative.{do}", as_=link, designation=card.designation)


def test_the_first_of_the_list_is_asked_at_once_and_the_others_wait_for_their_turn() -> None:
    pen = declared()
    call(pen, minutes=20)
    assert who(pen) == "Ana Exemple" and states(pen) == ["appelee", "a_appeler", "a_appeler"]
    (card,) = standing(pen)
    assert (card.due, card.call, card.person) == (T0 + timedelta(minutes=20), "liste", "v-une")
    contact = pen.board.get(f"contact:{card.designation}", ContactCard)
    assert contact is not None and contact.email is not None and contact.email.text == "ana@exemple.invalid"
    (notice,) = pen.board.of(NoticeCard)
    assert (notice.to, notice.to_name, notice.subject) == ("representant", "Directrice du CCAS de Melun", "proposal")
    assert [step.warning for step in of(pen).steps] == [False, True, False], "Nemours is hit: a warning, not a refusal"


def test_whoever_says_no_is_followed_by_the_next_whom_the_server_asks_in_its_own_name() -> None:
    pen = declared()
    call(pen)
    pen.tick(minutes=4)
    answer(pen, "decline")
    assert states(pen) == ["refusee", "a_appeler", "a_appeler"] and of(pen).due == pen.now
    written = pen.fall_due()
    assert who(pen) == "Bo Exemple" and {entry.by.role for entry in written} == {"system"}
    assert of(pen).due is None and pen.fall_due() == []


def test_whoever_says_nothing_is_followed_by_the_next_who_has_as_long() -> None:
    pen = declared()
    call(pen, minutes=15)
    pen.fall_due(T0 + timedelta(minutes=15))
    assert states(pen)[0] == "sans_reponse" and "La liste d’appel continue." in pen.say()[-1]
    pen.fall_due(T0 + timedelta(minutes=15, seconds=1))
    assert standing(pen)[0].due == T0 + timedelta(minutes=30, seconds=1)


def test_the_list_ends_when_somebody_accepts() -> None:
    pen = declared()
    call(pen)
    answer(pen, "accept")
    assert of(pen).state == "pourvue" and states(pen) == ["acceptee", "a_appeler", "a_appeler"]
    assert [card.state for card in pen.board.of(RepresentativeCard)] == ["active"]
    pen.fall_due(T0 + timedelta(hours=5))
    assert len([*pen.board.of(RepresentativeCard)]) == 1


def test_a_list_that_is_spent_calls_the_permanence_and_the_one_who_comes_settles_the_alarm() -> None:
    pen = declared()
    call(pen, ["v-une"])
    answer(pen, "decline")
    pen.fall_due()
    assert of(pen).state == "epuisee" and of(pen).due is None
    (alarm,) = [card for card in pen.board.of(AlarmCard) if card.subject == "roster"]
    assert alarm.settled_at is None and "liste d’appel épuisée (représentant principal)" in pen.say()[-1]
    call(pen, ["v-deux"], "deuxieme")
    answer(pen, "accept")
    (alarm,) = [card for card in pen.board.of(AlarmCard) if card.subject == "roster"]
    assert alarm.settled_at == pen.now


def test_the_permanence_goes_on_to_the_next_person_itself() -> None:
    pen = declared()
    call(pen)
    pen.do("roster.skip", call="liste", reason="En réunion.")
    assert states(pen) == ["retiree", "appelee", "a_appeler"] and who(pen) == "Bo Exemple"
    assert pen.entries[-1].by.role == "unccas_permanence"
    pen.fall_due()
    assert who(pen) == "Bo Exemple"


def test_a_list_that_is_stopped_asks_nobody_any_more() -> None:
    pen = declared()
    call(pen)
    pen.do("roster.stop", call="liste", reason="Le président est en ligne.")
    assert of(pen).state == "arretee" and standing(pen) == []
    assert "2 personnes restaient à appeler" in pen.say()[-1]
    pen.fall_due(T0 + timedelta(hours=5))
    assert standing(pen) == [] and [*pen.board.of(AlarmCard)] != []
    for do in ("roster.skip", "roster.stop"):
        with pytest.raises(WrongState):
            pen.do(do, call="liste")


@pytest.mark.parametrize("do", ["crisis.stand_down", "crisis.close"])
def test_the_end_of_the_emergency_stops_the_lists_and_a_dossier_opened_again_calls_nobody(do: str) -> None:
    pen = declared()
    call(pen)
    pen.do(do, reason="Décrue.")
    assert of(pen).state == "arretee" and standing(pen) == []
    pen.do("crisis.reopen", reason="Reprise.")
    pen.fall_due(T0 + timedelta(hours=5))
    assert standing(pen) == []


@pytest.mark.parametrize("accepted", [True, False])
def test_a_designation_by_hand_takes_the_list_over(accepted: bool) -> None:
    pen = declared()
    call(pen)
    by_hand = {"name": "Dom Exemple", "function": "Président", "phone": "01 99 00 12 05", "email": "d@exemple.invalid"}
    pen.do("representative.designate", designation="main", perimeter="main", accepted=accepted, **by_hand)
    assert of(pen).state == "arretee" and states(pen)[0] == "retiree"
    assert [card.designation for card in standing(pen)] == ([] if accepted else ["main"])


def test_a_designation_for_another_perimeter_leaves_the_list_alone() -> None:
    pen = declared()
    call(pen)
    by_hand = {"name": "Dom Exemple", "function": "Président", "phone": "01 99 00 12 05", "email": "d@exemple.invalid"}
    pen.do("representative.designate", designation="autre", perimeter="deputy", accepted=True, **by_hand)
    assert of(pen).state == "en_cours" and who(pen) == "Ana Exemple"


def test_a_proposal_that_is_taken_back_by_hand_stops_its_list() -> None:
    pen = declared()
    call(pen)
    pen.do("representative.end", designation=standing(pen)[0].designation)
    assert of(pen).state == "arretee" and of(pen).due is None


def test_nobody_is_asked_twice_at_once_and_who_left_the_roster_is_passed_over() -> None:
    pen = declared()
    call(pen, ["v-une"], "suppleant", perimeter="deputy")
    call(pen, ["v-deux", "v-une", "v-trois"])
    assert isinstance(pen.land, DirectoryView)
    pen.land.roster = {name: one for name, one in PEOPLE.items() if name != "v-trois"}
    (card,) = standing(pen)
    pen.do("representative.decline", designation=card.designation)
    pen.fall_due()
    assert states(pen) == ["refusee", "engagee", "absente"] and of(pen).state == "epuisee"


def test_what_is_sent_to_somebody_is_received_when_they_answer_and_of_no_object_once_nobody_waits() -> None:
    pen = declared()
    call(pen)
    pen.tick(minutes=3)
    answer(pen, "decline")
    pen.fall_due()
    pen.fall_due(pen.now + timedelta(minutes=30))
    first, second, *_ = pen.board.of(NoticeCard)
    assert (first.state, first.delay_acknowledged_s) == ("accuse", 180)
    assert (second.state, second.due) == ("sans_objet", None)


def test_a_link_answers_its_own_proposal_and_gives_no_role() -> None:
    pen = declared()
    call(pen)
    (card,) = standing(pen)
    link = Actor(account="avis.lien", role="candidate", dossier=pen.dossier, designation=card.designation)
    (notice,) = pen.board.of(NoticeCard)
    pen.do("notice.acknowledge", as_=link, notice=notice.key)
    other = link.model_copy(update={"designation": "une-autre"})
    with pytest.raises(Problem):
        pen.do("representative.accept", as_=other, designation=card.designation)
    pen.do("representative.accept", as_=link, designation=card.designation)
    with pytest.raises(Problem):
        pen.do("crisis.extend", as_=link, communes=["77333"], degree="coupee")


def test_what_cannot_be_called_is_refused_and_nothing_is_begun() -> None:
    pen = declared(exercise=False)
    for people, refusal in ((["v-inconnue"], NotOnRoster), (["v-jeu"], NotOnRoster), (["v-une", "v-une"], Malformed)):
        with pytest.raises(refusal):
            call(pen, people)
    with pytest.raises(PerimeterOutside):
        call(pen, perimeter="60")
    with pytest.raises(UnknownRosterCall):
        pen.do("roster.skip", call="liste")
    for stranger in (PREFECTURE_77, REPRESENTANTE):
        with pytest.raises((Forbidden, Problem)):
            call(pen, as_=stranger)
    assert [*pen.board.of(RosterCallCard)] == []
    call(pen)
    with pytest.raises(RosterCallExists):
        call(pen)
    with pytest.raises(AlreadyAsked):
        call(pen, name="deuxieme")
    answer(pen, "accept")
    with pytest.raises(AlreadyActive):
        call(pen, name="troisieme")


def test_the_journal_keeps_functions_and_references_and_no_way_to_reach_anybody() -> None:
    pen = declared()
    call(pen)
    (called,) = [entry.fact for entry in pen.entries if entry.fact.kind == "roster.called"]
    written = called.model_dump_json() + of(pen).wire.decode()
    assert "v-deux" in written and "Élu" in written
    assert not [one for one in PEOPLE.values() if one.name in written or one.email in written or one.phone in written]
    assert (called.channel(), of(pen).channel) == ("cell", "cell")
    for entry in pen.entries:
        unsaid = orjson.loads(entry.fact.model_dump_json(exclude={*entry.fact.worded}))
        assert "exemple.invalid" not in str(unsaid) and "+3319900" not in str(unsaid)


ACTS = st.lists(
    st.sampled_from(["accept", "decline", "skip", "stop", "end", "wait", "late", "by_hand", "call", "leave"]),
    max_size=14,
)


def _act(pen: Pen, act: str, names: Iterator[str]) -> None:
    now = standing(pen)
    if act in ("accept", "decline") and now:
        pen.do(f"representative.{act}", designation=now[0].designation)
    elif act == "end" and now:
        pen.do("representative.end", designation=now[0].designation)
    elif act in ("skip", "stop"):
        for card in [*pen.board.of(RosterCallCard)]:
            pen.do(f"roster.{act}", call=card.call)
    elif act in ("wait", "late"):
        pen.fall_due(pen.now + timedelta(minutes=3 if act == "wait" else 31))
    elif act == "by_hand":
        said = {"name": "Dom", "function": "Président", "phone": "01 99 00 12 05", "email": "d@exemple.invalid"}
        pen.do("representative.designate", designation=next(names), perimeter="main", **said)
    elif act == "call":
        call(pen, name=next(names))
    elif act == "leave":
        pen.land.roster = {name: one for name, one in PEOPLE.items() if name != "v-deux"}  # type: ignore[attr-defined]


@given(ACTS)
def test_whatever_happens_one_person_at_most_is_asked_in_order_and_never_twice(acts: list[str]) -> None:
    pen = declared()
    names = iter(f"liste-{number}" for number in range(100))
    call(pen)
    for act in acts:
        try:
            _act(pen, act, names)
        except Problem:
            continue
        by_list = [card for card in standing(pen) if card.call]
        assert len(by_list) <= 1 and (not by_list or len(standing(pen)) == 1), "and nobody by hand beside them"
        for card in pen.board.of(RosterCallCard):
            turned = [step.state != "a_appeler" for step in card.steps]
            assert turned == sorted(turned, reverse=True), "the list is gone down in its order"
            assert sum(step.state == "appelee" for step in card.steps) <= (card.state == "en_cours")
            if card.state == "en_cours":
                assert card.asked is not None or card.due is not None, "somebody is asked, or about to be"
            else:
                assert card.due is None
    made = [(card.call, card.person) for card in pen.board.of(RepresentativeCard) if card.call]
    assert len(made) == len(set(made))
    again = pen.redrawn()
    assert [card.wire for card in again.cards()] == [card.wire for card in pen.board.cards()]


def test_the_answer_that_is_awaited_stands_once_in_the_calendar_at_its_hour() -> None:
    pen = declared()
    call(pen, minutes=20)
    dates = calendar_of(pen.board, PERMANENCE, pen.now)
    assert dates is not None
    found = [(item.kind, item.at, item.overdue) for item in dates.items if item.kind in ("designation", "notice")]
    assert (("designation", T0 + timedelta(minutes=20), False) in found) and not [
        one for one in found if one[0] == "notice"
    ]
    answer(pen, "decline")
    dates = calendar_of(pen.board, PERMANENCE, pen.now)
    assert dates is not None and any("Personne suivante du vivier" in item.title for item in dates.items)


def test_two_metronomes_that_ask_about_the_same_due_call_one_person() -> None:
    pen = declared()
    call(pen)
    answer(pen, "decline")
    due = of(pen).due
    question = {"card": "roster_call:liste", "due": due}
    pen.do("roster_call.fall_due", as_=SYSTEM, **question)
    with pytest.raises(NotDue):
        pen.do("roster_call.fall_due", as_=SYSTEM, **question)
    assert states(pen) == ["refusee", "appelee", "a_appeler"]
