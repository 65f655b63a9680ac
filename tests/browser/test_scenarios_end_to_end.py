"""Flood, attack, collapse, from the first command to what stands on the screens: HTTP, socket and browser, the clock driven.

At each moment a representative and the liaison of a préfecture look: what calls, what contradicts what, what is summed,
and what was frozen. Beside them a program follows the socket, and must end with the board that is read at the end.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.windows import until_live
from tests.cast import REPRESENTANTE
from tests.house import Served, served
from tests.players import person
from tests.stage import Stage, Windows, start_clock
from tests.viewer import Viewer, viewer


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("stage")
    with served(f"sqlite:///{folder}/crisiscoord.db", start_clock()) as running:
        yield running


@pytest.fixture
async def windows(house: Served, chromium: Browser) -> AsyncIterator[Windows]:
    opened = Windows(house, chromium)
    yield opened
    assert await opened.close() == []


@contextmanager
def followed(stage: Stage) -> Iterator[Viewer]:
    """Follow the play by the socket, as the representative; in the end nothing may be missing."""
    with viewer(stage.house.url, stage.house.token(REPRESENTANTE), stage.dossier) as screen:
        yield screen
        caught_up(stage, screen)
        assert screen.cards == stage.board(REPRESENTANTE)


def caught_up(stage: Stage, screen: Viewer) -> None:
    """Let the program at the socket read all that has been written."""
    head = stage.house.board(stage.dossier)["seq"]
    screen.until(lambda seen: seen.seq >= head)


async def play(stage: Stage, moment: str, screen: Viewer | None = None) -> None:
    """Play on while the windows live, and let the program at the socket read what came."""
    await asyncio.to_thread(stage.until, moment)
    if screen is not None:
        await asyncio.to_thread(caught_up, stage, screen)


def point(page: Page, number: int) -> Locator:
    return page.locator("article", has_text=f"Point de situation n°\u00a0{number}")


async def says(shown: Locator, figure: str, *values: str) -> None:
    """A point gives these values of a figure, one row for each source, every one of them flagged."""
    rows = shown.get_by_role("row", name=re.compile(f"^{figure} ≠"))
    await expect(rows).to_have_count(len(values))
    for value in values:
        await expect(rows.filter(has=shown.page.get_by_role("cell", name=value, exact=True))).to_have_count(1)


async def test_the_attack_calls_both_desks_and_shows_neither_toll_nor_address_to_who_must_not(
    house: Served, windows: Windows
):
    stage, prefecture = Stage(house, "attentat"), person("prefecture-35")
    await play(stage, "PT2H")
    with followed(stage) as screen:
        leads = await windows.open(REPRESENTANTE, f"/dossiers/{stage.dossier}")
        liaison = await windows.open(prefecture, f"/dossiers/{stage.dossier}")
        for page in (leads, liaison):
            await until_live(page)
            await expect(page.locator(".calls")).not_to_contain_text("débordé")
        await play(stage, "PT2H4M", screen)
        for page in (leads, liaison):
            await expect(page.locator(".calls")).to_contain_text("Rennes passe en débordé")
        await liaison.locator(".alarm", has_text="débordé").get_by_role("button", name="Je m’en charge").click()
        await expect(leads.locator(".alarm.taken")).to_contain_text("Rennes passe en débordé")

        await play(stage, "PT2H56M", screen)
        await leads.get_by_role("link", name="Points").first.click()
        await expect(point(leads, 1).get_by_role("row", name="Personnes décédées")).to_contain_text("non communiqué")
        await expect(point(leads, 1)).to_contain_text("6\u00a0personnes·jours, Agent d’accueil ou administratif")
        await liaison.goto(f"/dossiers/{stage.dossier}/renforts")
        await expect(liaison.get_by_text("Salle municipale (inventée)")).to_be_visible()
        await play(stage, "PT4H2M", screen)
        await expect(liaison.get_by_text("arrivé 6 personnes·jours")).to_be_visible()
        first = stage.board()["situation:1"]

        await play(stage, "P2DT23H30M", screen)
    assert stage.board()["situation:1"] == first and len(stage.of("situation")) == 5
    assert not any("inventée)" in str(card) for card in stage.of("situation"))
    field = person("ccas-35051")
    assert not stage.of("place_address", field) and {one["name"] for one in stage.of("place", field)} == {
        "Adresse restreinte"
    }
    assert "non communiqué" in " ".join(stage.lines(prefecture))


async def test_the_flood_of_nemours_shows_three_figures_of_the_same_people_to_both(house: Served, windows: Windows):
    stage, prefecture = Stage(house, "crue-2016-nemours"), person("prefecture-77")
    await play(stage, "PT3H")
    with followed(stage) as screen:
        liaison = await windows.open(prefecture, f"/dossiers/{stage.dossier}/points")
        await until_live(liaison)
        await expect(point(liaison, 1)).to_contain_text("4\u00a0ont rendu compte")
        await play(stage, "PT5H41M", screen)
        await says(point(liaison, 2), "Personnes évacuées", "2\u202f000", "620")
        second = stage.board()["situation:2"]

        await play(stage, "P1DT3H30M", screen)
        leads = await windows.open(REPRESENTANTE, f"/dossiers/{stage.dossier}")
        await until_live(leads)
        await expect(leads.locator(".calls")).to_contain_text("Nemours passe en débordé")
        await expect(leads.locator(".calls")).to_contain_text("Silence dans le département 77")
        await leads.get_by_role("link", name="Points").first.click()
        await says(point(leads, 3), "Personnes évacuées", "800", "2\u202f000", "3\u202f000")
        ours = point(leads, 3).get_by_role("row", name=re.compile("^Personnes évacuées ≠ 800"))
        await expect(ours.get_by_role("cell", name="1 sur 5", exact=True)).to_be_visible()
        await expect(point(leads, 3)).to_contain_text("Presse, 3 juin 2016")
        await leads.get_by_role("button", name="n°\u00a02").click()
        await says(point(leads, 2), "Personnes évacuées", "2\u202f000", "620")
        await play(stage, "P7DT9H", screen)
    assert stage.board(prefecture)["situation:2"] == second
    told = {
        one["source"]: one["value"] for one in stage.board()["situation:5"]["figures"] if one["name"] == "evacuated"
    }
    assert told == {"reports": 800, "departements": 2_000, "crisis": 3_000}


async def test_the_collapse_keeps_totals_that_do_not_add_up_beside_each_other_for_three_weeks(
    house: Served, windows: Windows
):
    stage, prefecture = Stage(house, "effondrement-2018"), person("prefecture-13")
    await play(stage, "P5DT10H20M")
    with followed(stage) as screen:
        leads = await windows.open(REPRESENTANTE, f"/dossiers/{stage.dossier}/points")
        await until_live(leads)
        await expect(point(leads, 2)).to_be_visible()
        await play(stage, "P5DT10H40M", screen)
        await says(point(leads, 3), "Personnes hébergées", "404", "398")
        await expect(point(leads, 3)).to_contain_text("1\u00a0concerné, 1\u00a0a rendu compte")
        await expect(point(leads, 3)).to_contain_text(re.compile(r"Chiffres arrêtés le \d+\s\S+\s20\d\d à "))
        await expect(leads.locator("section[aria-labelledby=diffusion]")).to_contain_text("Préfecture")

        await play(stage, "P21DT10H30M", screen)
        liaison = await windows.open(prefecture, f"/dossiers/{stage.dossier}/points")
        await until_live(liaison)
        await says(point(liaison, 7), "Personnes évacuées", "1\u202f352", "1\u202f340")
        await says(point(liaison, 7), "Personnes hébergées", "1\u202f069", "1\u202f041")
        await expect(point(liaison, 7)).to_contain_text("Pour 283 personnes du point public")
        await expect(liaison.locator("section[aria-labelledby=questions]")).to_contain_text("où sont les 283 autres")
        await expect(liaison.get_by_text("rectifié par le n°\u00a06")).to_be_visible()
        await liaison.get_by_role("button", name="n°\u00a05").click()
        await says(point(liaison, 5), "Personnes évacuées", "1\u202f105", "1\u202f088")
        await play(stage, "P29DT10H", screen)
    board = stage.board(prefecture)
    assert (
        board[f"crisis:{stage.dossier}"]["state"] == "post_crise"
        and board["need:travailleurs-sociaux"]["state"] == "couvert"
    )
    assert {card["state"] for card in stage.of("support")} == {"evaluee"}
    assert any("283 autres" in line for line in stage.lines(prefecture))
