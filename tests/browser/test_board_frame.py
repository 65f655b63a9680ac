"""What surrounds the board: who calls, how it is taken up, the main courante that holds still, the page that fits."""

import re

from playwright.async_api import Page, expect

from tests.browser.windows import MELUN, NEMOURS, Scene, until_live

#: The lowest screen on which a board fits, with the windows of a browser around it.
FITS = {"width": 1366, "height": 864}
#: Three columns, side by side, and the whole within the screen.
LAID = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const [bodies, rail, foot] = [box(".c-bodies"), box(".rail"), box("footer")];
  return {
    beside: rail.left >= bodies.right && Math.abs(rail.top - bodies.top) < 2,
    fits: document.documentElement.scrollHeight <= innerHeight && foot.bottom <= innerHeight + 1,
  };
}"""


async def test_a_new_overwhelmed_body_calls_on_every_screen_until_somebody_takes_it_up(scene: Scene):
    dossier = scene.declare()
    title = f"EXERCICE · Crue d’essai {dossier[5:]} · crisiscoord"
    permanence = await scene.window("permanence", f"/dossiers/{dossier}", size=FITS)
    await until_live(permanence)
    await expect(permanence).to_have_title(title)
    assert await permanence.evaluate(LAID) == {"beside": True, "fits": True}
    assert await permanence.get_by_text("EXERCICE", exact=True).count() == 4  # both ends of the head and of the foot

    scene.report(dossier, "Le gymnase est plein.", status="deborde")
    scene.report(dossier, status="hors_service", body=f"ccas-{MELUN}", who="permanence")
    call = permanence.locator(".alarm", has_text="Nemours passe en débordé.")
    await expect(call).to_contain_text("«\u00a0Le gymnase est plein.\u00a0»")
    await expect(permanence).to_have_title(f"(2) {title}")
    assert await _icon(permanence) == "/static/icons/2.svg"
    assert await permanence.get_by_role("dialog").count() == 0

    prefecture = await scene.window("prefecture-77", f"/dossiers/{dossier}", size={"width": 1920, "height": 1080})
    await prefecture.locator(".alarm", has_text="Nemours").get_by_role("button", name="Je m’en charge").click()
    await expect(prefecture.locator(".alarm", has_text="Nemours")).to_contain_text("Pris en charge à")
    await expect(prefecture.locator(".alarm", has_text="Nemours")).to_contain_text("Préfecture")
    await expect(permanence).to_have_title(f"(1) {title}")
    await expect(call).to_be_hidden()  # a low screen lets go at once

    scene.report(dossier, status="mobilise", body=f"ccas-{MELUN}", who="permanence")
    await expect(permanence).to_have_title(title)
    assert await _icon(permanence) == "/static/icon.svg"


async def test_the_main_courante_holds_still_counts_what_waits_and_is_searched(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    log = page.locator(".log-block")
    await expect(log.locator("ol.log li").first).to_be_visible()
    await log.get_by_role("button", name="Pause").click()
    shown = await log.locator("ol.log li").first.inner_text()
    for text in ("Trente lits ouverts.", "Quarante repas servis."):
        scene.do(dossier, "note.write", text=text, category="information")
    await expect(log.get_by_role("button", name="2\u00a0lignes en attente")).to_be_visible()
    assert await log.locator("ol.log li").first.inner_text() == shown
    await log.get_by_role("button", name="2\u00a0lignes en attente").click()
    await expect(log.locator("ol.log li").first).to_contain_text("Quarante repas servis.")

    scene.report(dossier, "Le Loing déborde.")
    await log.get_by_text("Chercher et filtrer").click()
    await log.get_by_label("Nature des lignes").select_option("Notes")
    await expect(log.get_by_text("2 lignes trouvées")).to_be_visible()
    await log.get_by_label("Nature des lignes").select_option("Toutes les lignes")
    await log.get_by_label("Organisme des lignes").select_option(f"ccas-{NEMOURS}")
    await expect(log.locator("ol.log")).to_contain_text("Le Loing déborde.")
    await expect(log.locator("ol.log")).not_to_contain_text("Quarante repas")


async def test_sound_is_off_until_it_is_asked_for_and_remembered(scene: Scene):
    dossier = scene.declare()
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    await page.get_by_role("button", name="Son coupé").click()
    await expect(page.get_by_role("button", name="Son activé")).to_have_attribute("aria-pressed", "true")
    await page.reload()
    await expect(page.get_by_role("button", name=re.compile("^Son activé"))).to_be_visible()


async def _icon(page: Page) -> str:
    found: str = await page.evaluate("new URL(document.querySelector('link[rel=icon]').href).pathname")
    return found
