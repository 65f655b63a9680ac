"""Going back in time: the board as it was, which nobody can take for that of now, and playing on from it."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Locator, Page, expect

from tests.browser.windows import MELUN, NEMOURS, Scene, until_live

PAST = re.compile(r"^Le tableau à .*, vous n’êtes plus en direct")


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Moment du tableau")


def banner(page: Page) -> Locator:
    return page.get_by_role("region", name="Tableau du passé").get_by_role("paragraph")


def status_of(page: Page, body: str) -> Locator:
    return page.locator(".bodies").get_by_role("row", name=body).first


def lived_through(scene: Scene) -> tuple[str, int]:
    """Declare a crisis and let Nemours go from bad to worse; return it and the entry of the first report."""
    dossier = scene.declare()
    first = scene.report(dossier, "Tout va bien.", status="mobilise")["first"]
    scene.report(dossier, "Le gymnase est plein.", status="deborde")
    scene.report(dossier, who="ccas-melun", body=f"ccas-{MELUN}", status="veille")
    return dossier, first


async def test_the_past_is_shown_said_and_harmless_and_one_comes_back_from_it(scene: Scene):
    dossier, first = lived_through(scene)
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    await expect(status_of(page, "Nemours")).to_contain_text("Débordé")
    head = scene.lines(dossier)[-1]["seq"]

    await slider(page).focus()
    for step in range(head - first):
        await page.keyboard.press("ArrowLeft")
        await expect(slider(page)).to_have_attribute("aria-valuetext", re.compile(rf"n°\s{head - step - 1}\b"))
    await expect(status_of(page, "Nemours")).to_contain_text("Mobilisé")
    await expect(banner(page)).to_contain_text(PAST)
    await expect(page).to_have_title(re.compile("Passé, "))
    await expect(page.get_by_text("Écrire une ligne")).to_have_count(0)
    await expect(page.get_by_role("button", name="Je m’en charge")).to_have_count(0)
    await expect(page.locator(".log")).to_contain_text("Tout va bien.")
    await expect(page.locator(".log")).not_to_contain_text("Le gymnase est plein.")

    told = {"who": "ccas-melun", "body": f"ccas-{MELUN}", "status": "hors_service"}
    now = scene.report(dossier, "Pendant ce temps.", **told)["last"]
    await expect(banner(page)).to_contain_text(re.compile(rf"n°\s{first} sur {now}"))
    await expect(status_of(page, "Melun")).to_contain_text("Sans nouvelle")

    address = page.url
    assert "?a=" in address
    await page.get_by_role("button", name="Revenir en direct").click()
    await expect(status_of(page, "Melun")).to_contain_text("Hors service")
    await expect(banner(page)).to_have_count(0)
    assert "a=" not in page.url

    # A moment that has hardly passed opens the live board (below): this one must be older than that.
    moment = parse_qs(urlsplit(address).query)["a"][0]
    await page.wait_for_function("moment => Date.now() - Date.parse(moment) > 2_000", arg=moment)
    other = await scene.window("prefecture-77", address.removeprefix(scene.server.url))
    await expect(banner(other)).to_contain_text(PAST)
    await expect(status_of(other, "Nemours")).to_contain_text("Mobilisé")


async def test_a_past_board_is_played_on_until_it_is_live_again(scene: Scene):
    dossier, _ = lived_through(scene)
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    await slider(page).focus()
    await page.keyboard.press("Home")
    await expect(banner(page)).to_contain_text(PAST)
    await expect(status_of(page, "Nemours")).not_to_contain_text("Débordé")

    await page.get_by_label("Vitesse de lecture").select_option("10")
    await page.get_by_role("button", name="Rejouer à partir d’ici").click()
    await expect(status_of(page, "Nemours")).to_contain_text("Débordé")
    await expect(banner(page)).to_have_count(0)
    await until_live(page)
    scene.report(dossier, "Après la lecture.", status="tension", body=f"ccas-{NEMOURS}")
    await expect(status_of(page, "Nemours")).to_contain_text("En tension")


async def test_what_one_follows_from_a_past_board_keeps_its_moment(scene: Scene):
    dossier, _ = lived_through(scene)
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    then = next(line["at"] for line in scene.lines(dossier) if "Tout va bien." in line["text"])
    await page.wait_for_function("then => Date.now() - Date.parse(then) > 2_000", arg=then)  # closer to now, it is now
    await page.goto(f"/dossiers/{dossier}?a={then}")
    await expect(banner(page)).to_contain_text(PAST)
    await status_of(page, "Nemours").get_by_role("link").click()
    await expect(page.locator(".last-news")).to_contain_text("Tout va bien.")
    await expect(page.locator(".last-news")).to_contain_text("Mobilisé")
    await expect(banner(page)).to_contain_text(PAST)
    await expect(page.locator("main")).not_to_contain_text("Le gymnase est plein.")
    await expect(page.get_by_role("button", name="Envoyer")).to_have_count(0)

    await page.get_by_role("link", name="Main courante").click()
    await expect(page.locator(".log")).to_contain_text("Tout va bien.")
    await expect(page.locator(".log")).not_to_contain_text("Le gymnase est plein.")
    await page.get_by_role("button", name="Revenir en direct").click()
    await expect(page.locator(".log")).to_contain_text("Le gymnase est plein.")
    await expect(banner(page)).to_have_count(0)


async def test_a_moment_that_has_hardly_passed_opens_the_live_board(scene: Scene):
    dossier = scene.declare()
    scene.report(dossier, "Le gymnase est plein.")
    page = await scene.window("permanence", "/")
    await page.evaluate("dossier => location.assign(`/dossiers/${dossier}?a=${new Date().toISOString()}`)", dossier)
    await until_live(page)
    await expect(page.locator(".log")).to_contain_text("Le gymnase est plein.")
    await expect(banner(page)).to_have_count(0)
