"""The matrix of bodies, the figures and a body's own page: who asks first, what is said by whom, how to put it right."""

import re
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.windows import MELUN, NEMOURS, PHONE, Scene, ago, unfold, until_live

#: Communes of Seine-et-Marne: with Nemours and Melun, enough bodies for the silent ones to be folded.
MORE = (
    *("77001", "77002", "77003", "77004", "77005", "77006", "77007", "77008", "77010", "77011", "77012", "77013"),
    *("77014", "77015", "77016", "77018", "77019", "77020", "77021", "77022", "77023", "77024", "77025", "77026"),
)


async def test_who_asks_first_is_first_the_silent_are_folded_and_filters_stay_in_the_address(scene: Scene):
    dossier = scene.declare(NEMOURS, MELUN, *MORE)
    scene.report(dossier, "Nous ne suffisons plus.", status="deborde", figures={"sheltered": _said(41)})
    scene.report(
        dossier, who="ccas-melun", body=f"ccas-{MELUN}", observed_at=ago(hours=1), figures={"water": _said("coupe")}
    )
    page = await scene.window("permanence", f"/dossiers/{dossier}")
    await until_live(page)
    rows = page.locator(".grid tbody tr[data-id]")
    await expect(rows.first).to_contain_text("Débordé")
    await expect(rows.first).to_contain_text("immédiat")
    await expect(page.get_by_role("row", name="Melun")).to_contain_text("eau")
    assert len(await rows.all()) == 1 + 3 + 1 + 1

    await page.get_by_role("button", name="21 autres organismes silencieux").click()
    await expect(rows).to_have_count(1 + 3 + 1 + 21 + 1)
    await _is_the_file(page, 1 + 3 + 1 + 21)
    await page.get_by_role("button", name="Replier").click()

    await page.get_by_label("Avec besoin").check()
    await expect(rows).to_have_count(2)
    await _is_the_file(page, 2)
    await page.get_by_label("Avec besoin").uncheck()
    await page.get_by_role("searchbox", name="Filtrer").fill("melun")
    await expect(rows).to_have_count(1)
    await _is_the_file(page, 1)
    await expect(page).to_have_url(re.compile(r"\?q=melun$"))
    await page.reload()
    await expect(rows).to_have_count(1)
    await page.get_by_role("searchbox", name="Filtrer").fill("")
    await page.get_by_role("button", name="Hébergés").click()
    await expect(page.get_by_role("columnheader", name="Hébergés")).to_have_attribute("aria-sort", "descending")
    await expect(rows).to_have_count(26)
    await _is_the_file(page, 26)
    await _walks_with_arrows(page)


async def _is_the_file(page: Page, count: int) -> None:
    """The file beside the list holds the bodies of the list, with its filters and in its order."""
    shown = await page.locator(".grid tbody tr[data-id^='body:']").evaluate_all("rows => rows.map(r => r.dataset.id)")
    link = page.get_by_role("link", name="JSON (organismes de la liste)", exact=True)
    told = await (await page.request.get(str(await link.get_attribute("href")))).json()
    assert len(shown) == count and [f"body:{row['body']}" for row in told["rows"]] == shown


async def _walks_with_arrows(page: Page) -> None:
    """From row to row with the arrows, to the last one, and into a body's page."""
    links = page.locator(".grid tbody th a")
    await links.first.focus()
    await page.keyboard.press("ArrowDown")
    await expect(links.nth(1)).to_be_focused()
    await page.keyboard.press("End")
    await expect(links.last).to_be_focused()
    assert await links.last.evaluate("link => link.getBoundingClientRect().bottom <= innerHeight")
    await page.keyboard.press("Home")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(f"/organismes/ccas-{NEMOURS}"))


async def test_a_contradiction_is_shown_with_both_values_and_what_is_not_known_is_not_zero(scene: Scene):
    dossier = scene.declare()
    figures = {"evacuated": _said(180), "sheltered": {"quality": "non_communique"}}
    scene.report(dossier, figures=figures)
    page = await scene.window("prefecture-77", f"/dossiers/{dossier}")
    await until_live(page)
    band = page.locator("section.figures")
    await expect(band.get_by_role("listitem").filter(has_text="Évacués")).to_contain_text("1 sur\u00a02")
    await expect(band.get_by_role("listitem").filter(has_text="Hébergés")).to_contain_text("n.\u00a0c.")
    await expect(band.get_by_role("listitem").filter(has_text="Bilan humain")).to_contain_text("préfectures seules")

    await band.get_by_role("button", name="publier").click()
    form = band.locator("form.official")
    await form.get_by_label("Source").fill("COD, point de 11 h 30")
    await form.get_by_label("Personnes évacuées").fill("415")
    await form.get_by_label("Personnes décédées").fill("0")
    await form.get_by_role("button", name="n. c. (Personnes disparues)").click()
    await form.get_by_role("button", name="Publier").click()
    await expect(form.get_by_text("Chiffres publiés")).to_be_visible()
    await page.keyboard.press("Escape")

    gap = band.locator(".ecart")
    await expect(gap).to_contain_text("≠ écart de\u00a0235")
    await expect(gap).to_contain_text("180")
    await expect(gap).to_contain_text("415")
    await expect(gap).to_contain_text("COD, point de 11 h 30")
    await expect(band.locator(".casualties")).to_contain_text(re.compile(r"0\s*décédé\s*n\.\sc\.\s*disparus"))
    await band.get_by_role("button", name="courbes").click()
    await expect(band.locator(".curve canvas")).to_have_count(3)
    await unfold(band.locator(".curve").nth(1), "Tableau")
    await expect(band.get_by_role("row").filter(has_text="180").last).to_be_visible()


async def test_a_body_puts_its_own_report_right_on_its_page_and_the_first_stays_readable(scene: Scene):
    dossier = scene.declare()
    scene.report(dossier, "Quarante lits.", figures={"sheltered": _said(400)}, observed_at=ago(minutes=9))
    page = await scene.window("ccas-nemours", f"/dossiers/{dossier}/organismes/ccas-{NEMOURS}", size=PHONE)
    await until_live(page)
    reports = page.locator("section[aria-labelledby=comptes-rendus]")
    form = await unfold(reports, "Rectifier ce compte rendu")
    await form.get_by_label("Personnes hébergées").fill("40")
    await form.get_by_role("button", name="Rectifier").click()
    await expect(reports.locator("li").first).to_contain_text("40")
    await expect(reports.locator("li", has_text="rectifié par").locator("s")).to_contain_text("400")
    await expect(page.locator(".ribbon rect")).not_to_have_count(0)
    board = scene.as_("permanence").get(f"/api/dossiers/{dossier}/board").json()
    card = next(card for card in board["cards"] if card["id"] == f"body:ccas-{NEMOURS}")
    assert card["figures"]["sheltered"]["value"] == 40


def _said(value: Any) -> dict[str, Any]:
    return {"value": value, "quality": "constate"}
