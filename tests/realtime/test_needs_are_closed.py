"""A crisis closes to each CCAS what the others need: over the socket, on boards, in the journal, files and refusals."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from crisiscoord.clock import ManualClock
from tests.askings import LENT
from tests.cast import CCAS_MELUN, CCAS_NEMOURS, OBSERVER, PERMANENCE, PREFECTURE_77, UDCCAS_77, ccas
from tests.conftest import NOON
from tests.house import Served, served
from tests.wires import wire

CRISIS = "crue-1"
PROVINS = ccas("77379")
#: Words that stand in the need of Nemours and in the support that Melun lends it, and nowhere else.
NEED, SUPPORT = "zqbesoinx", "zqrenfortx"
#: The id that a need and a support do not have.
NOBODY = "zqpersonnex"


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("needs")
    with served(f"sqlite:///{folder}/crisiscoord.db", ManualClock(NOON)) as running:
        running.declare(communes=["77333", "77288", "77379"])
        need = {"need": "need-0", "kind": "renfort_accueil", "quantity": 8, "urgency": "24h", "text": NEED}
        done(running.do(CRISIS, "need.raise", CCAS_NEMOURS, body="ccas-77333", **need))
        done(running.do(CRISIS, "support.propose", support="support-0", need="need-0", text=SUPPORT, **LENT))
        yield running


def done(response: Any) -> None:
    assert response.status_code == 201, response.text


def close(house: Served, do: str = "crisis.close_needs") -> None:
    done(house.do(CRISIS, do, reason="Le temps de prévenir les familles."))


def all_told(house: Served, who: Any) -> str:
    """Return all that somebody is told of a crisis: boards of now and of before, lines, searches, files, deltas."""
    client, at = house.as_(who), f"/api/dossiers/{CRISIS}"
    addresses = (
        *("board", "board?seq=9", "journal?limit=500", "deltas?from=1", "history?body=ccas-77333", "tasks", "totals"),
        *("shift?body=ccas-77333", "exports/besoins.csv", "exports/soutiens.csv", "exports/main-courante.csv"),
        *("needs/need-0/candidates", "calendar.ics"),
    )
    told = [client.get(f"{at}/{address}") for address in addresses]
    # A search answers with the word that it was asked for: only its lines count.
    found = [len(client.get(f"{at}/journal", params={"q": word}).json()["entries"]) for word in (NEED, SUPPORT)]
    return "\n".join(f"{dict(one.headers)} {one.text}" for one in told) + f"\nfound {sum(found)}"


@pytest.mark.parametrize(
    ("who", "needs", "supports"),
    [
        (CCAS_NEMOURS, True, True),  # what it asks for, and what it is to get
        (CCAS_MELUN, False, True),  # what it is asked to lend
        (PROVINS, False, False),
        (OBSERVER, False, False),
        (UDCCAS_77, True, True),
        (PREFECTURE_77, True, True),
        (PERMANENCE, True, True),
    ],
    ids=lambda one: getattr(one, "account", str(one)),
)
def test_closed_needs_are_for_those_who_ask_who_answer_and_who_coordinate(
    house: Served, who: Any, needs: bool, supports: bool
) -> None:
    before = all_told(house, who)
    assert (NEED in before, SUPPORT in before, "found 2" in before) == (True, True, True)
    close(house)
    after = all_told(house, who)
    assert (NEED in after, SUPPORT in after) == (needs, supports)
    assert f"found {needs + supports}" in after
    close(house, "crisis.open_needs")
    again = all_told(house, who)
    assert (NEED in again, SUPPORT in again) == (True, True)


async def test_a_screen_that_watches_is_sent_nothing_more_of_them_and_what_it_kept_is_not_taken_up(
    house: Served,
) -> None:
    mine = await asyncio.to_thread(house.board, CRISIS, PROVINS)
    client = house.as_(PROVINS)
    async with wire(house, PROVINS) as line:
        await line.watch(CRISIS, mine["cursor"], mine["view"])
        await asyncio.to_thread(close, house)
        await asyncio.to_thread(house.do, CRISIS, "need.revise", CCAS_NEMOURS, need="need-0", text=f"{NEED} encore")
        await line.next(lambda message: message.get("outcome") == "reload")
        assert NEED not in str(line.seen)
    async with wire(house, PROVINS) as line:
        assert (await line.watch(CRISIS, mine["cursor"], mine["view"]))["outcome"] == "reload"
    board = f"/api/dossiers/{CRISIS}/board"
    known = {"If-None-Match": f'"{mine["view"]}.{mine["cursor"]}"'}
    fresh = await asyncio.to_thread(client.get, board, headers=known)
    assert fresh.status_code == 200
    assert NEED not in fresh.text


def test_a_point_says_how_much_is_needed_and_no_longer_by_whom(house: Served) -> None:
    close(house)
    done(house.do(CRISIS, "support.accept", CCAS_MELUN, support="support-0"))
    done(house.do(CRISIS, "support.confirm", CCAS_NEMOURS, support="support-0"))
    house.clock.advance(timedelta(minutes=1))
    done(house.do(CRISIS, "situation.freeze", cutoff_at=house.clock.now().isoformat()))
    point = next(card for card in house.board(CRISIS, PROVINS)["cards"] if card["type"] == "situation")
    assert [(one["body"], one["quantity"]) for one in point["needs"]] == [("1 organisme", 6)]
    assert [(one["by"], one["to"], one["quantity"]) for one in point["supports"]] == [("1 organisme", "1 organisme", 2)]


@pytest.mark.parametrize(
    ("do", "field", "fields"),
    [
        ("need.revise", "need", {"quantity": 2}),
        ("need.withdraw", "need", {}),
        ("support.propose", "need", {"support": "support-9", **LENT, "from_body": "ccas-77379"}),
        ("support.accept", "support", {}),
        ("support.confirm", "support", {}),
        ("support.cancel", "support", {"reason": "Non."}),
    ],
)
def test_what_is_closed_to_somebody_is_refused_as_if_it_were_not_there(
    house: Served, do: str, field: str, fields: dict[str, Any]
) -> None:
    close(house)
    hidden, nowhere = (
        house.send({"id": str(uuid4()), "dossier": CRISIS, "do": do, field: name, **fields}, PROVINS)
        for name in (f"{field}-0", NOBODY)
    )
    assert (hidden.status_code, nowhere.status_code) in ((404, 404), (403, 403))
    assert hidden.text.replace(f"{field}-0", NOBODY) == nowhere.text


def test_closing_twice_writes_once(house: Served) -> None:
    close(house)
    again = house.do(CRISIS, "crisis.close_needs", reason="Encore.")
    assert (again.status_code, again.json()["first"]) == (201, None)
