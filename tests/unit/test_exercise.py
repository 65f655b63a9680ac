"""The player of scenarios: what each step sends and when, and what it says of what is refused."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx2
import orjson
import pytest
from rich.console import Console

from crisiscoord.assets import playbooks_dir
from crisiscoord.cli.client import Client
from crisiscoord.cli.exercise import Cue, NotOnBoard, Outcome, Play, command_of, cues, looked_up, play_shown, summary
from crisiscoord.clock import ManualClock
from crisiscoord.domain import catalogue
from crisiscoord.domain.scenarios import Scenario, Step
from crisiscoord.library.reading import read_library

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
SCENARIO = {
    "code": "essai",
    "title": "Essai",
    "hazard": "inondation",
    "territory": "Deux communes",
    "source": "Aucune",
    "note": "Tout est simulé",
    "historic": {"debut": "15 janvier 2018", "fin": "5 février 2018"},
    "dossier": "essai",
    "duration": "PT2H",
    "peak": "PT1H",
    "conventions": [
        {
            "dossier": "convention-essai",
            "steps": [{"at": "PT0S", "as": "permanence", "do": "convention.sign", "with": {"signed_on": "on:-P8M"}}],
        }
    ],
    "steps": [
        {"at": "PT0S", "as": "permanence", "do": "crisis.declare", "with": {"occurred_at": "-PT5H", "exercise": True}},
        {"at": "PT6M", "as": "permanence", "do": "notice.record", "notice_to": "sgav", "with": {"sent_at": "+PT0S"}},
        {"at": "PT1H", "as": "ccas-77333", "do": "report.file", "with": {"observed_at": "-PT3M"}},
    ],
}


@cache
def flood() -> Scenario:
    return read_library(playbooks_dir()).scenarios["crue-2018"]


def scenario() -> Scenario:
    return Scenario.model_validate(SCENARIO)


class Server:
    """Answers as a server would, refuses one kind of command, and remembers who sent what and when."""

    def __init__(self, clock: ManualClock, refuses: str = "", cards: tuple[dict[str, Any], ...] = ()) -> None:
        self.clock, self.refuses, self.cards = clock, refuses, cards
        self.got: list[tuple[str, dict[str, Any], datetime]] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            return httpx2.Response(200, json={"cards": list(self.cards)})
        command = orjson.loads(request.content)
        self.got.append((request.headers["Authorization"], command, self.clock.now()))
        if command["do"] == self.refuses:
            problem = {"status": 409, "code": "refused", "detail": "Pas comme cela."}
            return httpx2.Response(409, json=problem)
        return httpx2.Response(201, json={"again": False})


def played(server: Server, clock: ManualClock, shown: io.StringIO | None = None, **fields: Any) -> Outcome:
    async def sleep(seconds: float) -> None:
        assert 0 < seconds <= 0.5
        clock.advance(timedelta(seconds=max(seconds, 0.001)))

    async def run() -> Outcome:
        async with Client("http://127.0.0.1:1", transport=httpx2.MockTransport(server)) as client:
            given = {"token_for": "jeton-{}".format, "run": "une", "speed": 60, "sleep": sleep, **fields}
            play = Play(scenario(), client, clock=clock, **given)
            return await play_shown(play, Console(file=shown or io.StringIO(), soft_wrap=True))

    return asyncio.run(run())


NOTICE = {"id": "notice:sgav-7", "type": "notice", "to": "sgav"}


def test_steps_are_sent_by_their_player_at_their_time() -> None:
    clock = ManualClock(NOW)
    server, shown = Server(clock, cards=(NOTICE,)), io.StringIO()
    outcome = played(server, clock, shown)
    assert "Dates réelles\u00a0: 15 janvier 2018 et 5 février 2018." in shown.getvalue()
    assert (outcome.sent, outcome.refused) == (4, 0)
    assert [(who, command["do"]) for who, command, _ in server.got] == [
        ("Bearer jeton-permanence", "convention.sign"),
        ("Bearer jeton-permanence", "crisis.declare"),
        ("Bearer jeton-permanence", "notice.record"),
        ("Bearer jeton-ccas-77333", "report.file"),
    ]
    assert [at - NOW for _, _, at in server.got] == [timedelta(seconds=s) for s in (0, 0, 6, 60)]


def test_a_refused_step_is_counted_and_the_play_goes_on() -> None:
    clock = ManualClock(NOW)
    outcome = played(Server(clock, refuses="crisis.declare"), clock)
    assert (outcome.sent, outcome.refused) == (2, 2)
    assert [fault.code for fault in outcome.faults] == ["refused", "not_on_board"]
    assert "Pas comme cela" in str(outcome.faults[0]) and "2 refusées" in summary(outcome)


def test_a_player_without_a_token_is_a_fault_and_not_a_crash() -> None:
    clock = ManualClock(NOW)
    tokens = {"permanence": "jeton"}
    outcome = played(Server(clock, cards=(NOTICE,)), clock, token_for=tokens.__getitem__)
    assert [fault.code for fault in outcome.faults] == ["no_token"]


def test_a_speed_of_nothing_is_refused() -> None:
    clock = ManualClock(NOW)
    with pytest.raises(ValueError, match="vitesse"):
        played(Server(clock), clock, speed=0)


def test_the_distance_of_instants_follows_the_speed_and_conventions_do_not() -> None:
    sign, declare, _, report = cues(scenario(), 60)
    assert command_of(sign, "essai", "une", NOW)["signed_on"] == "2025-07-10"
    said = command_of(declare, "essai", "une", NOW)
    assert datetime.fromisoformat(said["occurred_at"]) == NOW - timedelta(minutes=5)
    assert said["tempo"] == 60
    observed = command_of(report, "essai", "une", NOW)["observed_at"]
    assert datetime.fromisoformat(observed) == NOW - timedelta(seconds=3)


def test_ids_are_the_same_for_a_run_and_differ_between_runs_and_dossiers_too() -> None:
    (first, *_), (again, *_) = cues(scenario(), 60), cues(scenario(), 60, "-2")
    assert command_of(first, "essai", "une", NOW) == command_of(first, "essai", "une", NOW)
    assert command_of(first, "essai", "une", NOW)["id"] != command_of(first, "essai", "deux", NOW)["id"]
    assert again.dossier == "convention-essai-2"


def test_a_notice_is_the_latest_to_that_body() -> None:
    step = Step.model_validate({"at": "PT0S", "as": "sgav", "do": "notice.acknowledge", "notice_to": "sgav"})
    older = {**NOTICE, "id": "notice:sgav-5"}
    other = {**NOTICE, "id": "notice:prefecture-77-9", "to": "prefecture-77"}
    latest = {**NOTICE, "id": "notice:sgav-12"}
    assert looked_up(step, {"cards": [older, latest, other]}) == {"notice": "sgav-12"}
    with pytest.raises(NotOnBoard):
        looked_up(step, {"cards": [other]})


def test_an_obligation_is_the_earliest_not_met() -> None:
    said = {"at": "PT0S", "as": "permanence", "do": "meeting.schedule", "obligation_of": "point-etape"}
    states = {"2026-01-10": "remplie", "2026-07-10": "a_venir", "2026-04-10": "manquee"}
    cards = [
        {"id": f"obligation:point-etape-{day}", "type": "obligation", "code": "point-etape", "due_on": day, "state": s}
        for day, s in states.items()
    ]
    assert looked_up(Step.model_validate(said), {"cards": cards}) == {"obligation": "point-etape-2026-04-10"}


def test_every_step_of_the_shipped_scenario_is_a_command_that_the_server_reads() -> None:
    board = {
        "cards": [
            *({"id": f"notice:{to}-9", "type": "notice", "to": to} for to in _recipients()),
            {
                "id": "obligation:point-etape-2026-01-10",
                "type": "obligation",
                "code": "point-etape",
                "due_on": "2026-01-10",
                "state": "a_venir",
            },
        ]
    }
    for cue in cues(flood(), 60):
        command = command_of(cue, flood().code, "une", NOW) | looked_up(cue.step, board)
        catalogue.read_command(orjson.dumps(command))


def _recipients() -> set[str]:
    return {cue.step.notice_to for cue in cues(flood(), 60) if cue.step.notice_to}


def test_no_two_steps_of_a_play_share_an_id() -> None:
    ids = [command_of(cue, "crue-2018", "une", NOW)["id"] for cue in cues(flood(), 60)]
    assert len(set(ids)) == len(ids)


def test_a_slow_play_still_declares_a_tempo_that_the_server_takes() -> None:
    declare = Step.model_validate(SCENARIO["steps"][0])  # type: ignore[index]
    for speed, tempo in ((0.2, 1), (60, 60), (10_000, 3600)):
        assert command_of(Cue(1, "essai", declare, speed), "essai", "une", NOW)["tempo"] == tempo
