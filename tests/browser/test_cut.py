"""Cables that are cut, links that go dead, servers that restart: the screen says so, and nothing is lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.windows import CUT, MELUN, NEMOURS, Scene, board_text, connection, until_live
from tests.programs import Server
from tests.relay import Relay

FROZEN = re.compile(r"^données figées depuis \d\d:\d\d:\d\d$")
UP_TO_DATE = re.compile(r"^à jour à \d\d:\d\d:\d\d$")
#: Milliseconds: when a screen must say that it is cut (two seconds after it is), with what a loaded machine adds.
CUT_IS_SAID_MS = 4_000
#: Milliseconds in which a screen comes back by itself: its longest pause between two tries, and the time to connect.
BACK_MS = 25_000


@pytest.fixture
def cable(scene: Scene) -> Iterator[Relay]:
    with Relay(scene.server.port) as relay:
        yield relay


async def test_a_cut_cable_freezes_the_board_and_its_return_catches_up(scene: Scene, cable: Relay):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}", url=cable.url, expected=CUT)
    await until_live(page)
    await expect(page.get_by_text("La carte arrive")).to_have_count(0)

    cable.cut()
    await expect(connection(page)).to_have_text(FROZEN, timeout=CUT_IS_SAID_MS)
    await expect(connection(page)).to_have_class(re.compile("link-stale"))
    for number in range(3):
        scene.report(
            dossier, f"Pendant la coupure {number}.", figures={"sheltered": {"value": number, "quality": "constate"}}
        )
    await expect(page.get_by_role("row", name="Nemours")).to_contain_text("Sans nouvelle")

    cable.mend()
    await expect(connection(page)).to_have_text(re.compile(r"^rattrapé \(\d+\)$"), timeout=BACK_MS)
    await expect(page.get_by_role("row", name="Nemours")).to_contain_text("Mobilisé")
    await _same_as_a_fresh_window(scene, page, dossier)


async def test_a_link_that_goes_dead_without_a_word_freezes_the_board_after_thirty_five_seconds(
    scene: Scene, cable: Relay
):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}", url=cable.url, expected=CUT, driven_clock=True)
    await until_live(page)

    cable.deaden()
    scene.report(dossier, "Personne ne l’entend ici.")
    await page.clock.fast_forward("00:25")
    await expect(connection(page)).to_have_text(UP_TO_DATE)
    await page.clock.fast_forward("00:12")
    await expect(connection(page)).to_have_text(FROZEN, timeout=1_500)

    cable.mend()
    await expect(connection(page)).to_have_text(re.compile(r"^rattrapé \(\d+\)$"), timeout=BACK_MS)
    await expect(page.get_by_role("row", name="Nemours")).to_contain_text("Mobilisé")


async def test_a_report_whose_answer_is_lost_is_sent_again_and_written_once(scene: Scene, cable: Relay):
    dossier = scene.declare()
    page = await _reporting(scene, dossier, cable.url)
    before = len(scene.lines(dossier, "report.filed"))

    cable.deaden(answers_only=True)
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_text("Envoi en cours")).to_be_visible()
    await _until_written(scene, page, dossier, before + 1)
    cable.cut()
    await expect(page.get_by_text("En attente d’envoi")).to_be_visible()
    cable.mend()

    await expect(page.get_by_text(re.compile(r"Inscrit n°\s\d+"))).to_be_visible(timeout=BACK_MS)
    assert len(scene.lines(dossier, "report.filed")) == before + 1


async def test_a_server_that_restarts_loses_nothing_and_gets_what_was_waiting(scene: Scene, tmp_path: Path):
    database = f"sqlite:///{tmp_path}/crisiscoord.db"
    with Server(tmp_path, mode="demo", database=database, commands_per_minute=0) as server:
        before = Scene(server, scene.browser)
        dossier = before.declare()
        before.report(dossier, "Avant l’arrêt.", "ccas-melun", body=f"ccas-{MELUN}")
        board = await scene.window("permanence", f"/dossiers/{dossier}", url=server.url, expected=CUT)
        await until_live(board)
        page = await _reporting(scene, dossier, server.url)

        server.kill()
        await expect(connection(board)).to_have_text(FROZEN, timeout=CUT_IS_SAID_MS)
        await page.get_by_role("button", name="Envoyer").click()
        await expect(page.get_by_text("En attente d’envoi")).to_be_visible()
        server.start()

        await expect(page.get_by_text(re.compile(r"Inscrit n°\s\d+"))).to_be_visible(timeout=BACK_MS)
        await expect(board.get_by_role("row", name="Nemours")).to_contain_text("Débordé", timeout=BACK_MS)
        await expect(board.get_by_role("row", name="Melun")).to_contain_text("Mobilisé")
        await expect(connection(board)).to_have_text(re.compile(r"rattrapé|à jour à"))
        after = Scene(server, scene.browser)
        assert [line["kind"] for line in after.lines(dossier)].count("report.filed") == 2
        after.close()
        before.close()


async def _reporting(scene: Scene, dossier: str, url: str) -> Page:
    """A window in which the CCAS of Nemours has filled in its report, and has not sent it yet."""
    page = await scene.window("ccas-nemours", f"/dossiers/{dossier}/organismes/ccas-{NEMOURS}", url=url, expected=CUT)
    await until_live(page)
    await page.get_by_role("radio", name="Débordé").check()
    return page


async def _until_written(scene: Scene, page: Page, dossier: str, reports: int) -> None:
    """Wait, while the page goes on, until the journal holds so many reports."""
    for _ in range(200):
        if len(scene.lines(dossier, "report.filed")) >= reports:
            return
        await page.wait_for_timeout(20)
    raise AssertionError("the report never came to the journal")


async def _same_as_a_fresh_window(scene: Scene, page: Page, dossier: str) -> None:
    fresh = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(fresh)
    await expect(page.get_by_text("Présents (1)").or_(page.get_by_text("Présents (2)"))).to_be_visible()
    await expect(fresh.get_by_text("La carte arrive")).to_have_count(0)
    for _ in range(100):  # what is read beside the board (curves, changes since an hour) comes a little later
        if await board_text(page) == await board_text(fresh):
            return
        await page.wait_for_timeout(50)
    assert await board_text(page) == await board_text(fresh)
