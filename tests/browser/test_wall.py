"""A wall: read from four metres, for days, by people who do not touch it."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.windows import CUT, MELUN, NEMOURS, PATIENCE_MS, SIGNED_OUT, Scene, connection, until_live
from tests.relay import Relay

HD, ORLEANS = {"width": 1920, "height": 1080}, "45234"
#: The least size of a letter, in pixels on a screen of 1920 × 1080, and the least contrast of a text.
LETTER_PX = 28
SEVEN = {"resultTypes": ["violations"], "rules": {"color-contrast-enhanced": {"enabled": True}}}
TOO_SMALL = """(least) => [...document.querySelectorAll(".wall *")].filter((one) => one.children.length === 0
  && one.textContent.trim() && !one.closest(".vh, [aria-hidden=true]")
  && parseFloat(getComputedStyle(one).fontSize) < least).map((one) => one.outerHTML)"""
#: What is drawn beyond the screen, or beyond the block that it stands in.
BEYOND = """() => [document.documentElement, ...document.querySelectorAll(".wall, .w-side, .w-view, .w-foot, .w-head")]
  .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.className || one.tagName)"""


@pytest.fixture
def cable(scene: Scene) -> Iterator[Relay]:
    with Relay(scene.server.port) as relay:
        yield relay


async def _wall(scene: Scene, who: str, path: str, url: str | None = None, clock: bool = False) -> Page:
    expected = re.compile(f"{CUT.pattern}|{SIGNED_OUT.pattern}")
    page = await scene.window(who, path, url=url, size=HD, expected=expected, driven_clock=clock)
    await until_live(page)
    return page


async def test_a_wall_turns_by_itself_and_says_in_large_letters_who_is_overwhelmed(scene: Scene):
    dossier = scene.declare(NEMOURS, MELUN, ORLEANS)
    page = await _wall(scene, "permanence", f"/dossiers/{dossier}/mur?tour=20", clock=True)
    await expect(page.locator(".w-map")).to_be_visible()
    scene.report(dossier, status="deborde", figures={"sheltered": {"value": 41, "quality": "constate"}})
    await expect(page.locator(".w-calls")).to_contain_text("Nemours")
    await expect(page.locator(".w-hot")).to_contain_text("Nemours")
    await expect(page.locator(".w-tally")).to_contain_text("1débordé")

    await page.clock.run_for(20_500)
    await expect(page.locator(".w-view")).to_contain_text("Organismes")
    await expect(page.locator(".w-bodies tbody tr").first).to_contain_text("Débordé")
    await _is_a_wall(page)
    await page.clock.run_for(20_500)
    await expect(page.locator(".w-view")).to_contain_text("Chiffres déclarés")
    assert await page.evaluate(BEYOND) == []
    await page.clock.run_for(20_500)
    await expect(page.locator(".w-map")).to_be_visible()
    await page.keyboard.press("Space")
    await page.clock.run_for(60_500)
    await expect(page.locator(".w-map")).to_be_visible()
    await expect(page.locator(".w-foot")).to_contain_text("en pause")


async def _is_a_wall(page: Page) -> None:
    """Large letters, contrast of seven, no scroll bar, nothing to fill in."""
    assert await page.evaluate(TOO_SMALL, LETTER_PX) == []
    assert await page.evaluate(BEYOND) == []
    assert await page.locator("form, input, select, textarea").count() == 0
    found = await Axe().run(page, options=SEVEN)
    assert found.violations_count == 0, found.generate_report()


async def test_a_prefecture_sees_its_departement_and_is_told_the_totals_of_the_others(scene: Scene):
    dossier = scene.declare(NEMOURS, MELUN, ORLEANS)
    scene.report(dossier, status="tension")
    scene.report(dossier, who="permanence", body=f"ccas-{ORLEANS}", status="deborde")
    page = await _wall(scene, "prefecture-77", f"/dossiers/{dossier}/mur?tour=0")
    await expect(page.locator(".w-cover")).to_contain_text("Seine-et-Marne\u00a0: 1 sur\u00a02")
    await expect(page.locator(".w-cover")).to_contain_text("ensemble de la crise\u00a0: 2 sur\u00a03")
    await expect(page.get_by_role("row", name="Loiret")).to_contain_text("1")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".w-bodies tbody tr")).to_have_count(2)
    await expect(page.locator(".wall")).not_to_contain_text("Orléans")
    assert await page.evaluate(BEYOND) == []


async def test_a_wall_whose_link_is_cut_says_so_across_the_screen_and_comes_back_by_itself(scene: Scene, cable: Relay):
    dossier = scene.declare()
    page = await _wall(scene, "permanence", f"/dossiers/{dossier}/mur?tour=0", cable.url, clock=True)
    cable.cut()
    await expect(connection(page)).to_have_text(re.compile("^données figées depuis"))
    width = await connection(page).evaluate("(one) => one.getBoundingClientRect().width")
    assert width >= HD["width"]
    scene.report(dossier, status="deborde")
    await page.clock.fast_forward("03:00:00")  # hours without a link, and a device that slept meanwhile
    await expect(connection(page)).to_have_text(re.compile("^données figées depuis"))
    await expect(page.locator(".w-tally")).to_contain_text("0débordé")

    cable.mend()
    await page.clock.run_for(16_000)
    await expect(connection(page)).to_have_text(re.compile("rattrapé|à jour à"), timeout=PATIENCE_MS)
    await expect(page.locator(".w-tally")).to_contain_text("1débordé")


async def test_a_wall_takes_a_new_version_by_itself_and_says_when_its_session_ends(scene: Scene):
    dossier = scene.declare()
    page = await _wall(scene, "permanence", f"/dossiers/{dossier}/mur?tour=0", clock=True)
    await page.route("**/version", lambda route: route.fulfill(json={"version": "99.0.0", "projection": 99}))
    async with page.expect_event("load"):
        await page.clock.fast_forward("05:30")
    await until_live(page)

    await page.request.delete("/api/session", headers={"Origin": scene.server.url})
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("sa session est terminée")
