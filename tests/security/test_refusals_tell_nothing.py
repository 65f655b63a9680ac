"""What is refused says nothing of what is hidden: a thing that is for others is answered as one that does not exist."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from crisiscoord.directory.links import Body
from crisiscoord.domain.alarmed import AlarmCard
from crisiscoord.domain.catalogue import COMMAND_OF
from tests.askings import FIELDS, LENT
from tests.cast import PERMANENCE
from tests.house import Served
from tests.realtime.test_rights_matrix import CAST, CRISIS, NOW, Seen, is_among
from tests.security.canaries import found_in, leaked_to, marked_house

#: An id that nothing has.
NOBODY = "zzz-personne"
#: What stands in the other département, by the field that names it: its id, and the channel of whoever may know of it.
THERE = {
    "question": ("question-45", "departement:45"),
    "place": ("place-45", "departement:45"),
    "need": ("need-45", "needs:45/ccas-45234"),
    "support": ("support-45", "needs:45/ccas-45234/ccas-77379"),
    "act": ("acte-45", "body:ccas-45234"),
}
#: Commands that give a thing its id: one that is taken is refused, whoever took it (docs/decisions/0045).
NAMING = {"question.ask", "place.open", "need.raise", "support.propose", "support.call", "support.offer", "act.record"}
#: Commands about a thing that exists, by the field that names it.
ABOUT = sorted(
    (do, field)
    for do, command in COMMAND_OF.items()
    for field in THERE
    if field in command.model_fields and not do.endswith(".fall_due") and (do not in NAMING or field == "need")
    if do != "need.raise"
)
SEEING = [one for one in CAST if one.channels is not None]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with marked_house(tmp_path_factory.mktemp("refusals")) as running:
        there = {"place": "place-45", "kind": "care", "body": "ccas-45234", "name": "Salle", "commune": "45234"}
        need = {"need": "need-45", "body": "ccas-45234", "kind": "fonds", "quantity": 4, "urgency": "24h"}
        lent = {**LENT, "from_body": "ccas-77379"}
        act = {"act": "acte-45", "body": "ccas-45234", "kind": "accueil", "persons": 3, "occurred_at": NOW}
        loiret = next(one.who for one in CAST if one.who.account == "prefecture-45")
        asked = [
            running.do(CRISIS, "place.open", **there),
            running.do(CRISIS, "need.raise", **need),
            running.do(CRISIS, "support.propose", support="support-45", need="need-45", **lent),
            running.do(CRISIS, "report.file", body="ccas-45234", status="deborde", observed_at=NOW),
            running.do(CRISIS, "act.record", _agent_of("45234"), **act),
            running.do(CRISIS, "note.write", loiret, text="Loiret.", category="information", channel="departement:45"),
        ]
        assert [one.text for one in asked if one.status_code != 201] == []
        yield running


def _agent_of(insee: str) -> Any:
    return PERMANENCE.model_copy(
        update={"account": f"agent-{insee}", "role": "ccas_direction", "bodies": (f"ccas-{insee}",)}
    )


def answered(house: Served, one: Seen, do: str, **fields: Any) -> tuple[int, str]:
    answer = house.send({"id": str(uuid4()), "dossier": CRISIS, "do": do, **fields}, one.who)
    assert leaked_to(one, f"{dict(answer.headers)}\n{answer.text}") == set()
    return answer.status_code, answer.text


@pytest.mark.parametrize(("do", "field"), ABOUT)
def test_a_thing_of_others_is_refused_as_one_that_is_not_there(house: Served, do: str, field: str) -> None:
    hidden, channel = THERE[field]
    wrong = []
    for one in SEEING:
        assert one.channels is not None
        held = one.channels - ({"needs:77", "needs:45"} if one.who.role in ("observer", "liaison") else set())
        if is_among(held, channel):
            continue
        fields = {**FIELDS[do], **({"support": f"s-{uuid4()}"} if do == "support.propose" else {})}
        (status, text), (nowhere, said) = (answered(house, one, do, **{**fields, field: id}) for id in (hidden, NOBODY))
        if (status, text.replace(hidden, NOBODY)) != (nowhere, said):
            wrong.append(f"{one.who.account}: {status} {text} and not {said}")
    assert wrong == []


@pytest.mark.parametrize("do", ["note.correct", "wording.erase", "exposure.answer"])
def test_a_line_of_others_is_refused_as_one_that_is_not_there(house: Served, do: str) -> None:
    lines = {line["seq"]: line["text"] for line in house.lines(CRISIS, limit=500)["entries"]}
    wrong = []
    for one in SEEING:
        mine = {line["seq"] for line in house.lines(CRISIS, one.who, limit=500)["entries"]}
        hidden = lines.keys() - mine
        seen_by_accident = [seq for seq in hidden if "zqfortuitx" in lines[seq]]
        for seq in {min(hidden, default=0), max(hidden, default=0), *seen_by_accident}:
            if not seq or one.who == PERMANENCE:
                continue
            here, nowhere = (answered(house, one, do, **{**FIELDS[do], "seq": n}) for n in (seq, 9_999))
            if _unnumbered(here) != _unnumbered(nowhere):
                wrong.append(f"{one.who.account} {seq}: {here} and not {nowhere}")
    assert wrong == []


def _unnumbered(answer: tuple[int, str]) -> tuple[int, str]:
    """Return an answer without the number that was asked for."""
    return answer[0], re.sub("n°\u00a0[0-9\u202f]+", "n°", answer[1])


def test_an_alarm_of_others_is_refused_as_one_that_is_not_there(house: Served) -> None:
    alarms = list(house.house.boards.fresh(CRISIS).of(AlarmCard))
    assert alarms, "nothing to be told of"
    wrong = []
    for one in SEEING:
        for alarm in alarms:
            if is_among(one.channels or frozenset(), alarm.channel):
                continue
            here, nowhere = (answered(house, one, "alarm.acknowledge", alarm=key) for key in (alarm.key, "9999"))
            if (here[0], here[1].replace(alarm.key, "9999")) != nowhere:
                wrong.append(f"{one.who.account} {alarm.channel}: {here} and not {nowhere}")
    assert wrong == []


@pytest.mark.parametrize(
    ("method", "path", "hidden"),
    [
        ("GET", "needs/{id}/candidates", "need-45"),
        ("GET", "history?body={id}", "ccas-45234"),
        ("GET", "acts?body={id}", "ccas-45234"),
        ("GET", "shift?body={id}", "ccas-45234"),
        ("GET", "tasks?owner={id}", "ccas-45234"),
        ("GET", "journal?body={id}", "ccas-45234"),
        ("GET", "exports/main-courante.csv?body={id}", "ccas-45234"),
        ("GET", "links/{id}", "terrain"),
        ("DELETE", "links/{id}", "terrain"),
        ("GET", "links/{id}", "liaison"),
        ("DELETE", "links/{id}", "liaison"),
        ("POST", "notices/{id}", "0" * 64),
    ],
)
def test_an_address_of_something_of_others_answers_as_one_of_nothing(
    house: Served, method: str, path: str, hidden: str
) -> None:
    if hidden == "terrain":
        house.house.links.ensure(CRISIS, [Body("ccas-45234", "CCAS d’Orléans", "45")], house.clock.now())
    elif hidden == "liaison":
        house.house.links.give_liaison(CRISIS, "45", "Fictif", 3, house.clock.now(), "system")
    if hidden in ("terrain", "liaison"):
        links = house.house.links.of(CRISIS)
        hidden = next(one.account for one in links if one.kind == hidden and one.departement == "45")
    nobody = {"ccas-45234": "ccas-99999"}.get(hidden, "f" * len(hidden) if len(hidden) == 64 else NOBODY)
    wrong = []
    for one in SEEING:
        if "departement:45" in (one.channels or ()) or "lien_terrain" == one.who.role:
            continue
        client, at = house.as_(one.who), f"/api/dossiers/{CRISIS}/"
        here, nowhere = (client.request(method, at + path.replace("{id}", id)) for id in (hidden, nobody))
        told, said = here.text.replace(hidden, nobody), nowhere.text
        if (here.status_code, told) != (nowhere.status_code, said):
            wrong.append(f"{one.who.account}: {here.status_code} {here.text[:200]} and not {said[:200]}")
    assert wrong == []


def test_a_refusal_of_a_text_repeats_it_to_its_writer_and_tells_nothing_more(house: Served) -> None:
    """An indiscretion is shown to whoever wrote it; what does not fit, and what has no place, is not repeated."""
    for one in SEEING:
        for text, repeated in (("Voir Mme Zqsallex.", True), ("zqadressex" * 2_000, False), ("zqsourcex\0", False)):
            answer = house.do(CRISIS, "note.write", one.who, category="information", text=text)
            assert answer.status_code in (403, 409, 413, 422), answer.text
            told = found_in(answer.text)
            assert told <= ({"zqsallex"} if repeated and answer.json()["code"] == "discretion" else set())


@pytest.mark.parametrize(("do", "field"), ABOUT)
def test_once_the_crisis_is_closed_too(house: Served, do: str, field: str) -> None:
    """The last: it closes the crisis of this house."""
    house.do(CRISIS, "crisis.stand_down", reason="Décrue.")
    house.do(CRISIS, "crisis.close", reason="Fini.")
    test_a_thing_of_others_is_refused_as_one_that_is_not_there(house, do, field)
