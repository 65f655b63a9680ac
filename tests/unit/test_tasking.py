"""Tasks: opened by protocols, dated by anchors, begun, done, set aside, overdue."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisiscoord.domain.agreements import Action, Change, Library, Playbook
from crisiscoord.domain.board import Board
from crisiscoord.domain.crisis import WrongState
from crisiscoord.domain.dating import date_anchor
from crisiscoord.domain.falling import NotDue
from crisiscoord.domain.opening import PlaybookTooLong
from crisiscoord.domain.repeating import next_due
from crisiscoord.domain.task_cards import role_of_task
from crisiscoord.domain.tasking import (
    Plan,
    PlaybookCard,
    TaskOwner,
    TasksCard,
    TasksOpened,
    UnknownTask,
    apply_playbooks,
    show_opened,
)
from crisiscoord.domain.words import By, Entry
from crisiscoord.errors import Malformed
from tests.cast import CCAS_NEMOURS, PERMANENCE, SYSTEM, TERRAIN_NEMOURS
from tests.pen import MOST_BYTES, Pen

T0 = datetime(2018, 1, 28, 13, 0, tzinfo=UTC)
NEMOURS = "ccas-77333"


def action(code: str, **more: Any) -> Action:
    """An action of a protocol, due two hours after t0 by the direction of each CCAS unless said."""
    given = {
        "code": code,
        "phase": "T0",
        "anchor": "t0",
        "at": "PT2H",
        "who": "ccas_direction",
        "scope": "body",
        "must": True,
        "title": f"Action {code}",
        "done_when": "C’est fait",
        **more,
    }
    return Action.model_validate(given)


def first_version(version: int) -> Change:
    """Return what a protocol that begins with this version tells of it."""
    return Change(version=version, date=date(2026, 1, 31), by="Un groupe de travail", what="Première rédaction")


def texts(*actions: Action) -> Library:
    """A library of one protocol."""
    changes = (first_version(3),)
    playbook = Playbook(code="socle", version=3, title="Socle", lead="Pour tous", changes=changes, actions=actions)
    return Library(playbooks={"socle": playbook})


def declared(*actions: Action, communes: tuple[str, ...] = ("77333",)) -> Pen:
    pen = Pen(T0, texts=texts(*actions) if actions else None)
    pen.do(
        "crisis.declare",
        title="Crue du Loing",
        hazard="inondation",
        occurred_at=T0,
        reason="Évacuations en cours",
        communes=list(communes),
    )
    return pen


def tasks(pen: Pen, owner: str = NEMOURS) -> TasksCard:
    card = pen.board.get(f"tasks:{owner}", TasksCard)
    assert card is not None
    return card


def state(pen: Pen, code: str, owner: str = NEMOURS) -> str:
    return tasks(pen, owner).items[code].state


def test_a_declaration_copies_the_protocol_and_opens_tasks_for_each_owner() -> None:
    pen = declared(
        action("SOC-01", scope="crisis"),
        action("SOC-02", scope="departement"),
        action("SOC-03"),
        communes=("77333", "77288", "45004"),
    )
    text = pen.board.get("playbook:socle", PlaybookCard)
    assert text is not None and (text.version, list(text.actions)) == (3, ["SOC-01", "SOC-02", "SOC-03"])
    cards = {card.owner: card for card in pen.board.of(TasksCard)}
    assert {owner: (card.channel, *card.items) for owner, card in cards.items()} == {
        "crisis": ("common", "SOC-01"),
        "departement-77": ("departement:77", "SOC-02"),
        "departement-45": ("departement:45", "SOC-02"),
        "ccas-77333": ("departement:77", "SOC-03"),
        "ccas-77288": ("departement:77", "SOC-03"),
        "ccas-45004": ("departement:45", "SOC-03"),
    }
    assert {card.due for card in cards.values()} == {T0 + timedelta(hours=2)}


def test_the_real_protocols_open_for_a_flood() -> None:
    pen = declared()
    assert {card.code for card in pen.board.of(PlaybookCard)} == {"socle", "inondation"}
    assert tasks(pen).items["SOC-06"].due == T0 + timedelta(hours=2)
    assert role_of_task(pen.board, NEMOURS, "SOC-06") == "ccas_direction"
    assert role_of_task(pen.board, NEMOURS, "SOC-99") is None


def test_a_task_waits_until_its_anchor_has_a_date() -> None:
    pen = declared(action("SOC-01", anchor="jo", at="P1D"), action("SOC-02"))
    assert state(pen, "SOC-01") == "en_attente"
    pen.do("crisis.mark", anchor="jo", at=T0 - timedelta(hours=1), source="JORF")
    item = tasks(pen).items["SOC-01"]
    assert (item.state, item.due) == ("a_faire", T0 + timedelta(hours=23))
    assert tasks(pen).items["SOC-02"].due == T0 + timedelta(hours=2), "another anchor, another date"


def test_a_new_date_of_an_anchor_leaves_what_is_done() -> None:
    pen = declared(action("SOC-01", anchor="jo"), action("SOC-02", anchor="jo"))
    pen.do("crisis.mark", anchor="jo", at=T0, source="JORF")
    pen.do("task.finish", task="SOC-01", body=NEMOURS)
    pen.do("crisis.mark", anchor="jo", at=T0 - timedelta(minutes=30), source="Rectificatif")
    assert state(pen, "SOC-01") == "fait"
    assert tasks(pen).items["SOC-02"].due == T0 + timedelta(minutes=90)
    assert date_anchor(pen.board, "jo", T0 - timedelta(minutes=30), "Europe/Paris", 1) == []


def test_a_task_goes_from_hand_to_hand() -> None:
    pen = declared(action("SOC-01"))
    pen.do("task.start", as_=CCAS_NEMOURS, task="SOC-01", body=NEMOURS, text="On s’y met")
    assert state(pen, "SOC-01") == "en_cours"
    pen.do("task.finish", as_=TERRAIN_NEMOURS, task="SOC-01", body=NEMOURS)
    assert (state(pen, "SOC-01"), tasks(pen).due) == ("fait", None)
    pen.do("task.reopen", task="SOC-01", body=NEMOURS)
    assert (state(pen, "SOC-01"), tasks(pen).due) == ("a_faire", T0 + timedelta(hours=2))
    pen.do("task.drop", task="SOC-01", body=NEMOURS, reason="Pas de sinistré ici")
    assert (state(pen, "SOC-01"), tasks(pen).due) == ("sans_objet", None)
    told = [
        "Tâche SOC-01 commencée\u00a0: «\u00a0Action SOC-01\u00a0», CCAS de Nemours. On s’y met",
        "Tâche SOC-01 faite\u00a0: «\u00a0Action SOC-01\u00a0», CCAS de Nemours.",
        "Tâche SOC-01 rouverte\u00a0: «\u00a0Action SOC-01\u00a0», CCAS de Nemours.",
        "Tâche SOC-01 écartée\u00a0: «\u00a0Action SOC-01\u00a0», CCAS de Nemours. Motif\u00a0: Pas de sinistré ici",
    ]
    assert pen.say()[-4:] == told


#: What each command finds, and where it leads from there; what is absent is refused.
ALLOWED = {
    ("task.start", "a_faire"): "en_cours",
    ("task.finish", "a_faire"): "fait",
    ("task.finish", "en_cours"): "fait",
    ("task.drop", "a_faire"): "sans_objet",
    ("task.drop", "en_cours"): "sans_objet",
    ("task.reopen", "fait"): "a_faire",
    ("task.reopen", "sans_objet"): "a_faire",
}


@given(st.lists(st.sampled_from(["task.start", "task.finish", "task.drop", "task.reopen"]), max_size=8))
def test_a_task_changes_only_as_its_state_allows(asked: list[str]) -> None:
    pen = declared(action("SOC-01"))
    for do in asked:
        before = state(pen, "SOC-01")
        more = {"reason": "Sans objet"} if do == "task.drop" else {}
        if (do, before) in ALLOWED:
            pen.do(do, task="SOC-01", body=NEMOURS, **more)
        else:
            with pytest.raises(WrongState):
                pen.do(do, task="SOC-01", body=NEMOURS, **more)
        assert state(pen, "SOC-01") == ALLOWED.get((do, before), before)
    assert pen.redrawn().card(f"tasks:{NEMOURS}") == pen.board.card(f"tasks:{NEMOURS}")


def test_a_task_can_be_done_before_its_date_is_known() -> None:
    pen = declared(action("SOC-01", anchor="jo"))
    pen.do("task.finish", task="SOC-01", body=NEMOURS)
    assert state(pen, "SOC-01") == "fait"
    pen.do("task.reopen", task="SOC-01", body=NEMOURS)
    assert state(pen, "SOC-01") == "en_attente"


@pytest.mark.parametrize(
    "whose", [{"body": "ccas-77288"}, {"departement": "77"}, {}], ids=["body", "departement", "crisis"]
)
def test_a_task_of_nobody_is_unknown(whose: dict[str, str]) -> None:
    pen = declared(action("SOC-01"))
    with pytest.raises(UnknownTask):
        pen.do("task.start", task="SOC-01", **whose)


def test_a_task_has_one_owner_only() -> None:
    with pytest.raises(Malformed):
        declared(action("SOC-01")).read("task.start", task="SOC-01", body=NEMOURS, departement="77")


def test_tasks_that_fall_due_together_are_said_once_for_their_owner() -> None:
    pen = declared(action("SOC-01"), action("SOC-02"), action("SOC-03", at="PT3H"))
    pen.fall_due(T0 + timedelta(hours=2))
    assert "CCAS de Nemours\u00a0: 2 tâches en retard, SOC-01 «\u00a0Action SOC-01\u00a0»" in " ".join(pen.say())
    assert tasks(pen).due == T0 + timedelta(hours=3)
    assert tasks(pen).items["SOC-01"].called is True
    assert state(pen, "SOC-01") == "a_faire", "overdue is computed, it is not a state"


def test_a_stop_of_a_day_makes_one_line_of_late_tasks_for_each_owner() -> None:
    pen = declared(action("SOC-01"), action("SOC-02", at="PT5H"), communes=("77333", "77288"))
    before = len(pen.entries)
    pen.fall_due(T0 + timedelta(days=1))
    late = [entry.fact.about() for entry in pen.entries[before:] if entry.fact.kind == "tasks.fell_due"]
    assert sorted(map(str, late)) == ["ccas-77288", "ccas-77333"]
    assert all("arrêt du serveur" in line for line in pen.say()[before:] if "tâches en retard" in line)


def test_a_task_reopened_after_its_due_is_not_called_again() -> None:
    pen = declared(action("SOC-01"))
    pen.do("task.finish", task="SOC-01", body=NEMOURS)
    pen.do("task.reopen", task="SOC-01", body=NEMOURS, now=T0 + timedelta(hours=3))
    assert (state(pen, "SOC-01"), tasks(pen).due) == ("a_faire", None)


def test_a_due_of_tasks_that_has_moved_on_writes_nothing() -> None:
    pen = declared(action("SOC-01"))
    due = tasks(pen).due
    pen.do("task.finish", task="SOC-01", body=NEMOURS)
    with pytest.raises(NotDue):
        pen.do("tasks.fall_due", as_=SYSTEM, now=T0 + timedelta(hours=2), card=f"tasks:{NEMOURS}", due=due)


PERIODIC = action("SOC-01", at="PT6H", every="PT6H", until="P1D")


def test_a_task_that_comes_back_takes_its_next_date_until_its_last() -> None:
    pen = declared(PERIODIC)
    for hours in (6, 12, 18):
        assert tasks(pen).due == T0 + timedelta(hours=hours)
        pen.do("task.finish", task="SOC-01", body=NEMOURS, now=T0 + timedelta(hours=hours - 1))
        assert state(pen, "SOC-01") == "a_faire"
    assert pen.say()[-1].endswith("À refaire pour le 29 janvier 2018 à 14\u00a0h\u00a000.")
    pen.do("task.finish", task="SOC-01", body=NEMOURS, now=T0 + timedelta(hours=23))
    assert (state(pen, "SOC-01"), tasks(pen).due) == ("fait", None)


def test_a_task_that_comes_back_and_is_missed_moves_on_and_counts() -> None:
    pen = declared(PERIODIC)
    pen.fall_due(T0 + timedelta(hours=6))
    item = tasks(pen).items["SOC-01"]
    assert (item.due, item.missed, item.state) == (T0 + timedelta(hours=12), 1, "a_faire")
    pen.do("task.finish", task="SOC-01", body=NEMOURS, now=T0 + timedelta(hours=7))
    item = tasks(pen).items["SOC-01"]
    assert (item.due, item.missed) == (T0 + timedelta(hours=12), None), "done late: the next date stands"


def test_a_task_that_comes_back_is_called_at_its_last_date_too() -> None:
    pen = declared(PERIODIC)
    pen.fall_due(T0 + timedelta(days=2))
    item = tasks(pen).items["SOC-01"]
    assert (item.called, tasks(pen).due, item.state) == (True, None, "a_faire")
    pen.do("task.finish", task="SOC-01", body=NEMOURS)
    assert state(pen, "SOC-01") == "fait"


@given(st.integers(0, 60 * 24 * 40), st.sampled_from(["PT6H", "P1D", "P1M"]), st.sampled_from([1, 60]))
def test_the_next_date_of_a_task_is_always_ahead(minutes: int, every: str, tempo: int) -> None:
    recurring = action("SOC-01", every=every, until="P3M")
    past = T0 + timedelta(minutes=minutes)
    due = next_due(recurring, T0, past, "Europe/Paris", tempo)
    assert due is None or due > past


def owners(number: int) -> list[TaskOwner]:
    return [
        TaskOwner(id=f"ccas-{n:05d}", name=f"CCAS de la commune fictive {n}", departement=f"{n % 3 + 70}")
        for n in range(number)
    ]


@given(st.integers(1, 400), st.integers(1, 60))
def test_tasks_of_thousands_go_into_entries_of_a_bounded_size(bodies: int, actions: int) -> None:
    agreed = [action(f"SOC-{n:02d}") for n in range(actions)]
    plan = Plan(anchors={"t0": T0}, zone="Europe/Paris", bodies=owners(bodies))
    facts = [f for f in apply_playbooks(texts(*agreed).playbooks.values(), plan) if isinstance(f, TasksOpened)]
    assert sum(len(fact.owners) for fact in facts) == bodies
    draft = Board("crise-test").draft()
    for seq, fact in enumerate(facts, 1):
        assert {owner.departement for owner in fact.owners} == {fact.departement}
        assert sum(len(card.wire) for card in drawn(draft, seq, fact)) <= MOST_BYTES
    assert len(draft) == bodies


def test_twenty_two_actions_for_every_member_of_the_network_cost_one_card_each() -> None:
    """4,100 CCAS in a hundred départements: as many cards, in a few hundred entries."""
    members = [
        TaskOwner(id=f"ccas-{n:05d}", name=f"CCAS de la commune fictive {n}", departement=f"{n % 100}")
        for n in range(4_100)
    ]
    agreed = [action(f"SOC-{n:02d}") for n in range(22)]
    plan = Plan(anchors={"t0": T0}, zone="Europe/Paris", bodies=members, whole=False)
    facts = [f for f in apply_playbooks(texts(*agreed).playbooks.values(), plan) if isinstance(f, TasksOpened)]
    draft = Board("crise-test").draft()
    for seq, fact in enumerate(facts, 1):
        drawn(draft, seq, fact)
    assert len(draft) == 4_100
    assert {len(card.items) for card in draft.of(TasksCard)} == {22}
    assert len(facts) <= 400


def drawn(draft: Any, seq: int, fact: TasksOpened) -> Any:
    entry = Entry(
        dossier="crise-test",
        seq=seq,
        at=T0,
        occurred_at=T0,
        by=By(account="system", role="system"),
        channel="common",
        fact=fact,
        digest=bytes(32),
    )
    return draft.draw(seq, bytes(32), show_opened(draft, entry, fact))


def test_a_protocol_too_long_for_one_entry_is_refused() -> None:
    long = [action(f"SOC-{n:02d}", done_when="x" * 1_000) for n in range(60)]
    with pytest.raises(PlaybookTooLong):
        apply_playbooks(texts(*long).playbooks.values(), Plan(anchors={}, zone="Europe/Paris"))


@given(st.lists(st.integers(1, 36 * 60), min_size=1, max_size=8))
def test_no_due_of_tasks_stays_behind(steps: list[int]) -> None:
    pen = declared(PERIODIC, action("SOC-02"), action("SOC-03", at="P1D", scope="crisis"))
    for minutes in steps:
        now = pen.tick(minutes=minutes)
        pen.fall_due(now)
        assert all(card.due is None or card.due > now for card in pen.board.cards())


def test_a_tempo_divides_the_durations_of_protocols() -> None:
    pen = Pen(T0, texts=texts(action("SOC-01")))
    pen.do(
        "crisis.declare",
        as_=PERMANENCE,
        title="Exercice Loing",
        hazard="inondation",
        occurred_at=T0,
        reason="Exercice",
        communes=["77333"],
        exercise=True,
        tempo=60,
    )
    assert tasks(pen).due == T0 + timedelta(minutes=2)
