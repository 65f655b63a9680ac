"""Help between CCAS on its page: a need is said, somebody is proposed, both agree, and every screen sees how far it is."""

import os
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.windows import DESKTOP, PHONE, Scene, ago, until_live

#: Where to leave what the page looks like, for whoever wants to see it.
SEEN = os.environ.get("CRISISCOORD_TEST_SEEN")


async def usable(page: Page, name: str) -> None:
    """Nothing is wider than the page, and axe finds nothing."""
    if SEEN:
        await page.screenshot(path=Path(SEEN) / f"{name}.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def test_a_need_is_said_and_answered_on_the_page_and_the_other_screen_sees_it(scene: Scene):
    crisis = scene.declare()
    body = await scene.window("ccas-nemours", f"/dossiers/{crisis}/renforts", size=PHONE)
    desk = await scene.window("permanence", f"/dossiers/{crisis}/renforts", size=DESKTOP)
    await until_live(body)
    await until_live(desk)
    await body.get_by_text("Dire un besoin").click()
    await body.get_by_label("De quoi").first.select_option("renfort_accueil")
    await body.get_by_label("Combien").first.fill("6")
    await body.get_by_role("button", name="Demander").click()
    await expect(body.get_by_text("Besoin dit")).to_be_visible()
    await expect(desk.get_by_text("1 besoin à couvrir")).to_be_visible()
    need = scene.lines(crisis, "need.raised")[0]["fact"]["need"]
    lent = {"from_body": "ccas-77288", "quantity": 4, "start": ago(), "end": ago(days=-3)}
    scene.do(crisis, "support.propose", support="renfort-1", need=need, **lent)
    await expect(body.get_by_text("1 renfort en cours")).to_be_visible()
    await expect(body.get_by_role("button", name="Confirmer")).to_have_count(0)
    scene.do(crisis, "support.accept", "ccas-melun", support="renfort-1")
    await expect(desk.get_by_role("button", name="Confirmer")).to_have_count(0)
    await body.get_by_role("button", name="Confirmer").click()
    await expect(desk.get_by_text("engagé 4")).to_be_visible()
    await usable(body, "help-phone")
    async with desk.expect_download() as file:
        await desk.get_by_role("link", name="CSV (besoins)").click()
    assert need in Path(await (await file.value).path()).read_text(encoding="utf-8-sig")
    await usable(desk, "help-desk")
